//! Converts text to pinyin without tones: one syllable for each Han character, as it is read in its word.

use super::clean;
use super::latin::{Spelling, ascii_of};
use super::readings::{character_reading, word_at_end};
use super::width::{extends_cluster, is_han};

/// Returns the syllables of a reading that is written in one run, `jiàoní` for 窖泥, if its letters are those of the
/// characters in turn; `None` if it reads otherwise.
#[must_use]
pub fn syllables_of<'r>(base: &str, run: &'r str) -> Option<Vec<&'r str>> {
    let mut rest = run;
    let mut found = Vec::new();
    for character in base.chars().filter(|c| is_han(*c)) {
        let wanted = pinyin_of(character.encode_utf8(&mut [0; 4]));
        let end =
            rest.char_indices().map(|(at, c)| at + c.len_utf8()).find(|end| pinyin_of(&rest[..*end]) == wanted)?;
        let (syllable, after) = rest.split_at(end);
        found.push(syllable);
        rest = after;
    }
    (rest.is_empty() && found.len() > 1 && found.len() == base.chars().count()).then_some(found)
}

/// Returns the whole text in pinyin for searching, with ASCII letters and digits and without separators: `重庆科技馆` is
/// `chongqingkejiguan`.
#[must_use]
pub fn pinyin_of(text: &str) -> String {
    let mut pinyin = String::with_capacity(text.len());
    spell(text, |piece| match piece {
        PinyinPiece::Syllable(syllable) => pinyin.push_str(syllable),
        PinyinPiece::Letter(letter) => pinyin.push(letter),
        PinyinPiece::Gap => {}
    });
    pinyin
}

/// Returns the first letter of every syllable for searching: `市博物馆` is `sbwg`.
///
/// Latin words and numbers stay whole, because that is how people type them among initials: `3D打印` is `3ddy`.
#[must_use]
pub fn initials_of(text: &str) -> String {
    let mut initials = String::new();
    spell(text, |piece| match piece {
        PinyinPiece::Syllable(syllable) => initials.extend(syllable.chars().next()),
        PinyinPiece::Letter(letter) => initials.push(letter),
        PinyinPiece::Gap => {}
    });
    initials
}

/// Returns the spelling of the text in parts, for a search that begins at any of them: `3D打印馆` is `3d da yin guan`.
#[must_use]
pub fn spelling_of(text: &str) -> String {
    let mut spelling = String::with_capacity(text.len() * 2);
    let mut in_word = false;
    spell(text, |piece| {
        let parted = !spelling.is_empty() && !spelling.ends_with(' ');
        match piece {
            PinyinPiece::Syllable(syllable) => {
                if parted {
                    spelling.push(' ');
                }
                spelling.push_str(syllable);
                in_word = false;
            }
            PinyinPiece::Letter(letter) => {
                if parted && !in_word {
                    spelling.push(' ');
                }
                spelling.push(letter);
                in_word = true;
            }
            PinyinPiece::Gap => in_word = false,
        }
    });
    spelling
}

/// A part of a text's spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PinyinPiece {
    /// The reading of a Han character.
    Syllable(&'static str),
    /// A lower-case ASCII letter or a digit.
    Letter(char),
    /// A separator, which has no spelling itself.
    Gap,
}

/// Spells a text and calls `emit` for each part, in order. Invisible characters count for nothing.
pub(super) fn spell(text: &str, mut emit: impl FnMut(PinyinPiece)) {
    for run in Runs(&clean(text)) {
        match run {
            Run::Han(run) => {
                for syllable in syllables(run) {
                    emit(syllable.map_or(PinyinPiece::Gap, PinyinPiece::Syllable));
                }
            }
            // A mark on a letter is neither a letter nor a gap: `e` and U+0301 are `e`.
            Run::Other(run) => run.chars().filter(|&c| !extends_cluster(c)).for_each(|c| match ascii_of(c) {
                Some(Spelling::Letter(letter)) => emit(PinyinPiece::Letter(letter)),
                Some(Spelling::Letters(letters)) => {
                    letters.chars().for_each(|letter| emit(PinyinPiece::Letter(letter)));
                }
                None => emit(PinyinPiece::Gap),
            }),
        }
    }
}

/// Returns the reading of each character in a run of Han characters; `None` for a character without a known reading.
///
/// Words of the table are matched from the end backwards, the longest first. In Chinese this goes wrong less often than
/// from the front (`泸州市长江大桥` contains `长江`, not `市长`), because the head of a Chinese compound comes last.
pub(super) fn syllables(run: &str) -> Vec<Option<&'static str>> {
    let mut backwards = Vec::with_capacity(run.len() / 3);
    let mut rest = run;
    while let Some(last) = rest.chars().next_back() {
        if let Some((word, readings)) = word_at_end(rest) {
            backwards.extend(readings.iter().rev().copied());
            rest = rest.strip_suffix(word).unwrap_or_default();
        } else {
            backwards.push(character_reading(last));
            rest = rest.strip_suffix(last).unwrap_or_default();
        }
    }
    backwards.reverse();
    backwards
}

/// A stretch of text that is either all Han or has no Han.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Run<'a> {
    Han(&'a str),
    Other(&'a str),
}

/// The runs of a text, alternating between Han and other.
pub(super) struct Runs<'a>(pub(super) &'a str);

impl<'a> Iterator for Runs<'a> {
    type Item = Run<'a>;

    fn next(&mut self) -> Option<Run<'a>> {
        let han = is_han(self.0.chars().next()?);
        let end = self.0.find(|c| is_han(c) != han).unwrap_or(self.0.len());
        let (run, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(if han { Run::Han(run) } else { Run::Other(run) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn for_searching() {
        assert_eq!(pinyin_of("重庆科技馆"), "chongqingkejiguan");
        assert_eq!(pinyin_of("DNA 检测（2026）"), "dnajiance2026");
        assert_eq!(pinyin_of("😀"), "");
        assert_eq!(initials_of("市博物馆"), "sbwg");
        assert_eq!(initials_of("长江生态馆"), "cjstg");
        assert_eq!(initials_of("3D打印"), "3ddy");
    }

    #[test]
    fn in_parts() {
        assert_eq!(spelling_of("3D打印、DNA 检测"), "3d da yin dna jian ce");
        assert_eq!(spelling_of("重庆"), "chong qing");
        assert_eq!(spelling_of("River fog"), "river fog");
    }

    #[test]
    fn words_from_the_end() {
        assert_eq!(pinyin_of("泸州市长江大桥"), "luzhoushichangjiangdaqiao");
        assert_eq!(pinyin_of("市长讲科普"), "shizhangjiangkepu");
        assert_eq!(pinyin_of("百余人参加"), "baiyurencanjia");
        assert_eq!(pinyin_of("银行长期开放"), "yinhangchangqikaifang");
    }

    #[test]
    fn runs_by_turns() {
        let runs: Vec<_> = Runs("用DNA检测").collect();
        assert_eq!(runs, [Run::Han("用"), Run::Other("DNA"), Run::Han("检测")]);
        assert_eq!(Runs("").next(), None);
    }

    #[test]
    fn a_reading_in_one_run_is_taken_apart() {
        assert_eq!(syllables_of("窖泥", "jiàoní"), Some(vec!["jiào", "ní"]));
        assert_eq!(syllables_of("女书", "nǚshū"), Some(vec!["nǚ", "shū"]));
        assert_eq!(syllables_of("窖泥", "cellar mud"), None);
        assert_eq!(syllables_of("窖", "jiào"), None);
        assert_eq!(syllables_of("重庆", "chóngqìngshì"), None);
    }
}
