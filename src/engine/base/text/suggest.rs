//! Suggests a known word for an unknown one.

use std::cmp::Reverse;

use strsim::osa_distance;

use super::pinyin::pinyin_of;
use super::width::is_han;

/// Returns the known word most similar to `word`, if any is similar enough.
///
/// These are similar: words that differ only in case; words of the same sound, because a Chinese typing error is mostly
/// a character of the same pinyin (`气像` for `气象`); words with a few characters inserted, left out, changed or swapped,
/// one for every three and three at most; and the beginning of a known word (`desc` for `description`). The result
/// doesn't depend on the order of `known`.
#[must_use]
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let misspelt = Misspelt::new(word);
    known
        .into_iter()
        .filter(|&candidate| candidate != word)
        .filter_map(|candidate| Some((misspelt.distance_to(candidate)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The maximum edit distance of a long word.
const MOST_CHANGES: usize = 3;
/// One change is allowed for so many characters.
const CHARACTERS_A_CHANGE: usize = 3;

/// The misspelt word, prepared for many comparisons.
struct Misspelt {
    folded: String,
    length: usize,
    /// Empty if the word has no Han character; then its sound is not compared.
    sound: String,
}

/// A candidate's distance; the smallest is the best: edit distance (two neighbours swapped are one), then the length of
/// the common beginning, then the difference in length.
type Distance = (usize, Reverse<usize>, usize);

impl Misspelt {
    fn new(word: &str) -> Self {
        let folded = fold(word);
        Self { length: folded.chars().count(), folded, sound: sound_of(word) }
    }

    fn distance_to(&self, candidate: &str) -> Option<Distance> {
        let folded = fold(candidate);
        let length = folded.chars().count();
        let threshold = (self.length.max(length) / CHARACTERS_A_CHANGE).min(MOST_CHANGES);
        let difference = self.length.abs_diff(length);
        let changes = (difference <= threshold)
            .then(|| osa_distance(&self.folded, &folded))
            .filter(|&changes| changes <= threshold)
            .or_else(|| self.sounds_like(candidate).then_some(1))
            .or_else(|| self.begins(&folded).then_some(MOST_CHANGES + 1))?;
        let common = self.folded.chars().zip(folded.chars()).take_while(|(a, b)| a == b).count();
        Some((changes, Reverse(common), difference))
    }

    fn sounds_like(&self, candidate: &str) -> bool {
        !self.sound.is_empty() && self.sound == sound_of(candidate)
    }

    /// Returns whether the word is the beginning of a candidate; it needs two Chinese characters or three letters.
    fn begins(&self, candidate: &str) -> bool {
        let enough = if self.folded.contains(is_han) { 2 } else { 3 };
        self.length >= enough && candidate.starts_with(&self.folded)
    }
}

fn fold(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}

fn sound_of(word: &str) -> String {
    if word.contains(is_han) { pinyin_of(word) } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn suggest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
        did_you_mean(word, known.iter().copied())
    }

    #[test]
    fn distances() {
        let of = |a: &str, b: &str| osa_distance(&fold(a), &fold(b));
        assert_eq!(of("", ""), 0);
        assert_eq!(of("", "abc"), 3);
        assert_eq!(of("abc", ""), 3);
        assert_eq!(of("kitten", "sitting"), 3);
        assert_eq!(of("title", "tilte"), 1);
        assert_eq!(of("ca", "abc"), 3);
        assert_eq!(of("科普基地", "科普地基"), 1);
    }

    #[test]
    fn latin() {
        let known = ["title", "tags", "description", "date", "draft", "updated"];
        assert_eq!(suggest("titel", &known), Some("title"));
        assert_eq!(suggest("Title", &known), Some("title"));
        assert_eq!(suggest("tag", &known), Some("tags"));
        assert_eq!(suggest("desc", &known), Some("description"));
        assert_eq!(suggest("descripton", &known), Some("description"));
        assert_eq!(suggest("zzzzz", &known), None);
        assert_eq!(suggest("", &known), None);
        assert_eq!(suggest("title", &["title"]), None);
        assert_eq!(suggest("ab", &["cd", "xy"]), None);
    }

    #[test]
    fn chinese() {
        assert_eq!(suggest("科谱馆", &["天文馆", "科普馆", "地质馆"]), Some("科普馆"));
        assert_eq!(suggest("博物官", &["博物馆", "科技馆"]), Some("博物馆"));
        assert_eq!(suggest("气像", &["气象", "天文"]), Some("气象"));
        assert_eq!(suggest("地震", &["地质", "天文"]), None);
        assert_eq!(suggest("江阳", &["江阳区", "龙马潭区"]), Some("江阳区"));
        assert_eq!(suggest("天文", &["天文与航天", "地质"]), Some("天文与航天"));
    }

    #[test]
    fn ties_are_settled() {
        assert_eq!(suggest("cat", &["bat", "cut", "car"]), Some("car"));
        assert_eq!(suggest("xat", &["hat", "bat"]), Some("bat"));
    }
}
