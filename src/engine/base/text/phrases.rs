//! Splits a title into the pieces that a line should not break within.
//!
//! A dictionary finds the words. Particles stay with what they follow, other single characters and numbers with what they
//! stand before, and short words with each other: 实训中心 is one piece, and so are 差多少 and 2026年12月.

use std::ops::Range;

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

use super::width::is_han;

/// Particles and endings: what belongs to the word before it.
const PARTICLES: &str =
    "的了着过地得们吗呢吧啊呀里上下中内外前后时日月年馆站园区县市周季展会课节队者员家学性化夜场号届期类种次个";
/// What begins a piece of its own, with the word behind it.
const OPENERS: &str = "和与及或在从到向把被让给为对用将进不";
/// Characters of a piece that is put together of words.
const MOST: usize = 4;

/// Returns the pieces of a text in order; together they are the text.
#[must_use]
pub fn phrases(text: &str) -> Vec<&str> {
    let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
    let ends: Vec<usize> = segmenter.segment_str(text).collect();
    let mut pieces: Vec<Range<usize>> = Vec::new();
    // Whether the last piece waits for a word that it stands before.
    let mut open = false;
    for word in ends.windows(2).map(|pair| pair[0]..pair[1]) {
        match pieces.last_mut() {
            Some(last) if joins(&text[last.clone()], &text[word.clone()], open) => last.end = word.end,
            _ => pieces.push(word.clone()),
        }
        let last = pieces.last().map_or("", |last| &text[last.clone()]);
        open = waits(&text[word], last);
    }
    pieces.into_iter().map(|piece| &text[piece]).collect()
}

/// Whether a piece isn't whole without what follows: it ends with a number, or is one character.
fn waits(word: &str, piece: &str) -> bool {
    let ends_with = |is: fn(char) -> bool| word.chars().next_back().is_some_and(is);
    ends_with(|c| c.is_ascii_digit()) || (ends_with(is_han) && piece.chars().count() == 1)
}

fn joins(piece: &str, word: &str, open: bool) -> bool {
    let (Some(last), Some(first)) = (piece.chars().next_back(), word.chars().next()) else { return true };
    let single = word.chars().count() == 1;
    // Marks and spaces stay with what they follow, and so do particles; after a mark, a line may begin.
    if !first.is_alphanumeric() || (single && PARTICLES.contains(first)) {
        return true;
    }
    if !last.is_alphanumeric() {
        return "“‘（《〈【(\"".contains(last);
    }
    if !is_han(first) || !is_han(last) {
        // 3D打印, 12月, 2026年12月: Latin letters and numbers with their neighbours.
        return open || !first.is_ascii_digit() || last.is_ascii_digit() || "年月".contains(last);
    }
    // 和 begins a piece, and so does any other single character: 差 and then 多少.
    if single {
        return open && !OPENERS.contains(first);
    }
    open || piece.chars().filter(|c| is_han(*c)).count() + word.chars().count() <= MOST
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> String {
        phrases(text).join("|")
    }

    #[test]
    fn words_stay_whole() {
        for (text, kept) in [
            ("日食和月食的时间差多少", "差多少"),
            ("住着一万种微生物的窖泥", "住着"),
            ("公共安全实训中心开放日", "实训中心"),
            ("2026年12月活动日历", "2026年12月"),
            ("3D打印进校园", "3D打印"),
            ("关于“声音”的三个实验", "“声音”"),
        ] {
            let pieces = split(text);
            assert!(pieces.split('|').any(|piece| piece.contains(kept)), "{kept} in {pieces}");
        }
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in any::<String>()) {
            prop_assert_eq!(phrases(&text).concat(), text);
        }
    }
}
