//! Makes the slug of a title: pinyin, ASCII letters, digits and hyphens.

use super::pinyin::{PinyinPiece, spell};

/// Returns the slug of a title: `[a-z0-9]` and single hyphens between, none at either end.
///
/// Every Han character becomes a syllable of pinyin without tones, as it is read in its word, and hyphens separate the
/// syllables: `重庆科普` is `chong-qing-ke-pu`. `ü` is written `v` where `u` would be another syllable (`nv`, `lv`), else
/// `u` (`nue`, `lue`). Latin letters lose case and accents. Everything else, other scripts included, separates words.
/// The result is empty if nothing is left; the caller handles that. The length is not limited.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // Whether the next letter continues the current word.
    let mut in_word = false;
    spell(text, |piece| match piece {
        PinyinPiece::Syllable(syllable) => {
            hyphen(&mut slug);
            slug.push_str(syllable);
            in_word = false;
        }
        PinyinPiece::Letter(letter) => {
            if !in_word {
                hyphen(&mut slug);
            }
            slug.push(letter);
            in_word = true;
        }
        PinyinPiece::Gap => in_word = false,
    });
    slug
}

fn hyphen(slug: &mut String) {
    if !slug.is_empty() {
        slug.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_text() {
        assert_eq!(slugify("重庆科普"), "chong-qing-ke-pu");
        assert_eq!(slugify("DNA是什么？"), "dna-shi-shen-me");
        assert_eq!(slugify("  2026年 科普日——泸州  "), "2026-nian-ke-pu-ri-lu-zhou");
        assert_eq!(slugify("Café CO₂ ３Ｄ"), "cafe-co2-3d");
        assert_eq!(slugify("cafe\u{301}"), "cafe");
        assert_eq!(slugify("女王的战略与绿色"), "nv-wang-de-zhan-lue-yu-lv-se");
        assert_eq!(slugify("a_b--c.d"), "a-b-c-d");
        assert_eq!(slugify("soft\u{AD}ware \u{200B}⽔⽂"), "software-shui-wen");
    }

    #[test]
    fn nothing_left() {
        assert_eq!(slugify(""), "");
        assert_eq!(slugify("！？—😀"), "");
        assert_eq!(slugify("Привет"), "");
    }
}
