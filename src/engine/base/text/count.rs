//! Counts a text's length and reading time: characters in scripts without spaces, words in others.

use super::width::{is_han, is_kana};
use super::word::{continues_word, is_word_char};
use std::ops::AddAssign;

/// The length of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Han characters and kana. Punctuation is not counted.
    pub han: usize,
    /// Words and numbers of scripts written with spaces; `COVID-19` and `3.14` are one each.
    pub words: usize,
}

/// Reading speed in Han characters per minute.
const HAN_A_MINUTE: usize = 300;
/// Reading speed in words per minute.
const WORDS_A_MINUTE: usize = 200;

impl Count {
    /// Counts plain text in a single pass.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut count = Self::default();
        let mut characters = text.chars();
        // The last character of the current word, if there is one.
        let mut word: Option<char> = None;
        while let Some(c) = characters.next() {
            if is_han(c) || is_kana(c) {
                count.han += 1;
                word = None;
            } else if let Some(before) = word {
                word = continues_word(before, c, characters.clone().next()).then_some(c);
            } else if is_word_char(c) {
                count.words += 1;
                word = Some(c);
            }
        }
        count
    }

    /// Returns Han characters plus words, which Chinese word processors show as 字数.
    #[must_use]
    pub fn total(self) -> usize {
        self.han.saturating_add(self.words)
    }

    /// Returns the minutes of silent reading, rounded up and at least 1, at 300 Han characters or 200 words per minute.
    ///
    /// Both are round figures for adult readers of factual prose. Brysbaert's review of 190 studies (Journal of Memory
    /// and Language, 2019) has 238 English words per minute, with most readers between 175 and 300. English words in a
    /// Chinese text are mostly terms, so the lower part of that range is taken. A Chinese word has about one and a half
    /// characters, so 200 words are 300 characters.
    #[must_use]
    pub fn reading_minutes(self) -> usize {
        // One denominator for both speeds, so that rounding happens once.
        let work = self.han.saturating_mul(WORDS_A_MINUTE).saturating_add(self.words.saturating_mul(HAN_A_MINUTE));
        work.div_ceil(HAN_A_MINUTE * WORDS_A_MINUTE).max(1)
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.han = self.han.saturating_add(other.han);
        self.words = self.words.saturating_add(other.words);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> (usize, usize) {
        let Count { han, words } = Count::of(text);
        (han, words)
    }

    #[test]
    fn characters_and_words() {
        assert_eq!(count(""), (0, 0));
        assert_eq!(count("泸州市科学技术协会。"), (9, 0));
        assert_eq!(count("用DNA检测，只要30分钟！"), (7, 2));
        assert_eq!(count("かなカナ"), (4, 0));
        assert_eq!(count("The quick brown fox"), (0, 4));
        assert_eq!(count("한국 과학"), (0, 2));
        assert_eq!(count("……——（）"), (0, 0));
    }

    #[test]
    fn one_word_though_it_has_marks_inside() {
        assert_eq!(count("don't, COVID-19 3.14 1,000 12:30"), (0, 5));
        assert_eq!(count("cafe\u{301} au lait"), (0, 3));
        assert_eq!(count("a,b -- c."), (0, 3));
        assert_eq!(count("1,甲"), (1, 1));
    }

    #[test]
    fn minutes_round_up() {
        let minutes = |han, words| Count { han, words }.reading_minutes();
        assert_eq!(minutes(0, 0), 1);
        assert_eq!(minutes(300, 0), 1);
        assert_eq!(minutes(301, 0), 2);
        assert_eq!(minutes(150, 100), 1);
        assert_eq!(minutes(150, 101), 2);
        assert_eq!(minutes(3000, 0), 10);
        assert!(minutes(usize::MAX, usize::MAX) > 1);
    }

    #[test]
    fn counts_add() {
        let mut sum = Count::of("科普");
        sum += Count::of("two words");
        assert_eq!((sum.han, sum.words, sum.total()), (2, 2, 4));
    }
}
