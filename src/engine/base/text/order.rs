//! Sort keys whose byte order is what a Chinese reader expects: numbers by value, then Latin letters, then Han
//! characters by pinyin.
//!
//! ICU's Chinese collation does most of it, but not all. It knows few words, so that 长江 would be sorted under Z, with
//! the reading of 长 in 市长; and it puts Han before Latin. So each run of Han characters is keyed by its syllables as
//! `pinyin` reads them in their words, and ICU decides among characters of one syllable and within everything that is
//! not Han. So the order agrees with the initials and the addresses, which use the same readings.

use super::pinyin::{Run, Runs, syllables};
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use std::sync::LazyLock;

/// Returns the sort key of a text. Comparing two keys byte by byte compares the texts.
///
/// Different texts have different keys, so that a sorted list has only one order. A key is valid for one run of the
/// program: ICU's weights change from version to version.
#[must_use]
pub fn sort_key(text: &str) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() * 4);
    for run in Runs(text) {
        match run {
            Run::Han(run) => write_han(run, &mut key),
            Run::Other(run) => write_other(run, &mut key),
        }
    }
    // Texts that are equal so far differ in case, accents or the characters themselves.
    key.push(END_OF_LEVEL);
    COLLATION.write_all_levels(text, &mut key);
    key.push(END_OF_LEVEL);
    key.extend_from_slice(text.as_bytes());
    key
}

// These bytes are below all of ICU's weight bytes and below ASCII letters, so that a part that ends sorts before any
// continuation.
const END_OF_LEVEL: u8 = 0;
const END_OF_PART: u8 = 1;
/// Within a syllable: `ü` comes after `u` and before `ua` (GB/T 13418).
const DOTS: u8 = 2;
/// The first byte of a part orders the scripts.
const OTHER: u8 = 2;
const HAN: u8 = 3;

fn write_other(run: &str, key: &mut Vec<u8>) {
    let start = key.len();
    key.push(OTHER);
    COLLATION.write_letters(run, key);
    if key.len() == start + 1 {
        // These characters have no weight, so they must not count as a word.
        key.truncate(start);
    } else {
        key.push(END_OF_PART);
    }
}

fn write_han(run: &str, key: &mut Vec<u8>) {
    let mut encoded = [0; 4];
    for (c, syllable) in run.chars().zip(syllables(run)) {
        key.push(HAN);
        match syllable {
            Some(syllable) => {
                for letter in syllable.bytes() {
                    match letter {
                        b'v' => key.extend([b'u', DOTS]),
                        _ => key.push(letter),
                    }
                }
            }
            // Characters without a known reading are sorted last.
            None => key.push(b'~'),
        }
        key.push(END_OF_PART);
        COLLATION.write_letters(c.encode_utf8(&mut encoded), key);
        key.push(END_OF_PART);
    }
}

/// ICU's collation for Chinese with numbers by value.
///
/// Building a collator loads its tables, which is slow compared with comparing two titles; a built one borrows data
/// compiled into the program, never changes, and is shared between threads.
static COLLATION: LazyLock<Collation> =
    LazyLock::new(|| Collation { letters: collator(Strength::Primary), all_levels: collator(Strength::Tertiary) });

struct Collation {
    letters: Option<CollatorBorrowed<'static>>,
    all_levels: Option<CollatorBorrowed<'static>>,
}

impl Collation {
    /// Appends the weights of the letters alone, without accents and case.
    fn write_letters(&self, text: &str, key: &mut Vec<u8>) {
        write_weights(self.letters.as_ref(), text, key);
    }

    /// Appends the weights with accents and case.
    fn write_all_levels(&self, text: &str, key: &mut Vec<u8>) {
        write_weights(self.all_levels.as_ref(), text, key);
    }
}

/// Appends a text's weights; without a collator its code points. The data is compiled in, so this fallback isn't
/// reached; but a slightly wrong order is no reason to stop a build.
fn write_weights(collator: Option<&CollatorBorrowed<'static>>, text: &str, key: &mut Vec<u8>) {
    match collator {
        Some(collator) => {
            let Ok(()) = collator.write_sort_key_to(text, key);
        }
        None => key.extend_from_slice(text.as_bytes()),
    }
}

fn collator(strength: Strength) -> Option<CollatorBorrowed<'static>> {
    let mut preferences = CollatorPreferences::from(&locale!("zh"));
    preferences.numeric_ordering = Some(CollationNumericOrdering::True);
    let mut options = CollatorOptions::default();
    options.strength = Some(strength);
    Collator::try_new(preferences, options).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_order(expected: &[&str]) {
        let mut sorted = expected.to_vec();
        sorted.sort_unstable();
        sorted.sort_by_cached_key(|text| sort_key(text));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn icu_has_the_data() {
        assert!(COLLATION.letters.is_some() && COLLATION.all_levels.is_some());
    }

    #[test]
    fn by_pinyin_in_words() {
        assert_order(&["长江", "重庆", "古蔺", "合江", "乐山", "泸县", "叙永", "银行", "银河", "中国"]);
    }

    #[test]
    fn numbers_by_value_then_latin_then_han() {
        assert_order(&["9号", "10号", "2024", "apple", "DNA检测", "Zoo", "阿坝", "中A", "中国"]);
        assert_order(&["第2期", "第10期", "第100期"]);
    }

    #[test]
    fn shorter_first() {
        assert_order(&["", "科", "科普", "科普馆"]);
        assert_order(&["a", "a科", "ab", "ab科"]);
    }

    #[test]
    fn case_and_accents_decide_last() {
        assert_order(&["ea", "Ea", "eb"]);
        assert_order(&["naive", "naïve", "native"]);
        assert_order(&["路", "绿", "乱"]);
    }
}
