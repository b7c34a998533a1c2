//! Turns a title into the part of an address that stands for it: pinyin, ASCII letters, digits and
//! hyphens.

use super::pinyin::{PinyinPiece, spell};

/// The address form of a title: `[a-z0-9]` and single hyphens between, none at either end.
///
/// Every Han character is a syllable of pinyin without tones, as it is read in its word, and
/// hyphens part the syllables: `重庆科普` is `chong-qing-ke-pu`. `ü` is written `v` where `u` would
/// be another syllable (`nv`, `lv`), else `u` (`nue`, `lue`). Latin letters lose case and accents.
/// Whatever else there is, other scripts included, parts words. If nothing is left the string is
/// empty, and the caller decides what to do. Length is not limited here.
#[must_use]
pub fn slugify(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // Whether the next letter belongs to the word before it.
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
    }

    #[test]
    fn nothing_left() {
        assert_eq!(slugify(""), "");
        assert_eq!(slugify("！？—😀"), "");
        assert_eq!(slugify("Привет"), "");
    }
}
