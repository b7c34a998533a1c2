//! Texts that count as one: names of files on systems that ignore letter case, and words that differ in case or width.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Returns a key that two paths share if they are one file where letter case and Unicode's normal forms are ignored.
pub fn file_key(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    // Both ways, because some small letters share a capital.
    let folded = path.to_uppercase().to_lowercase();
    ComposingNormalizerBorrowed::new_nfc().normalize(&folded).into_owned()
}

/// Returns what spellings of one word have in common: neither letter case nor width, and single spaces.
pub fn word_key(word: &str) -> String {
    let folded = match word.is_ascii() {
        true => word.to_ascii_lowercase(),
        false => {
            let plain = DecomposingNormalizerBorrowed::new_nfkd().normalize(word).to_uppercase().to_lowercase();
            ComposingNormalizerBorrowed::new_nfc().normalize(&plain).into_owned()
        }
    };
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one_file_have_one_key() {
        for (one, other) in [("Rainbow/A.JPG", "rainbow/a.jpg"), ("caf\u{e9}", "CAFE\u{301}"), ("ΣΑΣ", "σας")] {
            assert_eq!(file_key(one), file_key(other), "{one}");
        }
        assert_ne!(file_key("a.jpg"), file_key("a.jpeg"));
        assert_ne!(file_key("ＡＩ"), file_key("AI"));
    }

    #[test]
    fn spellings_of_a_word_have_one_key() {
        for word in ["AI", "ai", "Ai", "ＡＩ", "ａｉ", " AI "] {
            assert_eq!(word_key(word), "ai", "{word}");
        }
        assert_eq!(word_key("天文"), "天文");
        assert_ne!(word_key("天文学"), word_key("天文"));
    }
}
