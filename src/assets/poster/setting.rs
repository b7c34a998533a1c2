//! Breaks a title into balanced lines, in the largest type size that fits.
//!
//! No line begins or ends with forbidden punctuation (UAX #14 with its rules for Chinese, GB/T 15834). Lines have about the same
//! length; a break after punctuation is preferred to one between words, and that to one within a word.

use std::collections::BTreeSet;

use icu_segmenter::options::{LineBreakOptions, WordBreakInvariantOptions};
use icu_segmenter::{LineSegmenter, WordSegmenter};

/// A title in lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub lines: Vec<String>,
    /// The type size in pixels.
    pub size: u32,
}

/// Type sizes in pixels, and the most lines of each.
const SIZES: [(u32, usize); 4] = [(96, 2), (80, 3), (66, 4), (54, 5)];
/// The penalty of a break that isn't after punctuation, in line widths: it weighs as much as a line that is this much too
/// short.
const BETWEEN_WORDS: f32 = 0.35;
const WITHIN_A_WORD: f32 = 0.6;

/// Sets a title in a column of the given width in pixels. `widths` returns each character's width in em. A title that is
/// too long for the smallest size ends with an ellipsis.
pub fn set(title: &str, column: f32, widths: impl Fn(&str) -> Vec<f32>) -> Setting {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = Text::new(&title, &widths(&title));
    for (size, most) in SIZES {
        let room = column / size as f32;
        if let Some(lines) = text.lines(room, most) {
            return Setting { lines, size };
        }
    }
    let (size, most) = SIZES[SIZES.len() - 1];
    Setting { lines: text.shortened(column / size as f32, most), size }
}

/// A text with its break opportunities.
struct Text<'t> {
    text: &'t str,
    /// Including the beginning and the end.
    places: Vec<BreakPlace>,
}

#[derive(Clone, Copy)]
struct BreakPlace {
    byte: usize,
    /// The text's width up to here in em; `trimmed` is without the preceding space.
    at: f32,
    trimmed: f32,
    /// The penalty of a line that ends here.
    cost: f32,
}

impl<'t> Text<'t> {
    fn new(text: &'t str, widths: &[f32]) -> Self {
        let breaks = LineSegmenter::new_for_non_complex_scripts(LineBreakOptions::default());
        let words = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        let words: BTreeSet<usize> = words.segment_str(text).collect();
        let mut breaks: BTreeSet<usize> = breaks.segment_str(text).collect();
        breaks.extend([0, text.len()]);
        let (mut places, mut at, mut trimmed) = (Vec::with_capacity(breaks.len()), 0.0, 0.0);
        for ((byte, c), width) in text.char_indices().zip(widths) {
            if breaks.contains(&byte) {
                let pauses = text[..byte].ends_with(|c: char| !c.is_alphanumeric() && c != ' ');
                let between = if words.contains(&byte) { BETWEEN_WORDS } else { WITHIN_A_WORD };
                places.push(BreakPlace { byte, at, trimmed, cost: if pauses { 0.0 } else { between } });
            }
            at += width;
            if c != ' ' {
                trimmed = at;
            }
        }
        places.push(BreakPlace { byte: text.len(), at, trimmed, cost: 0.0 });
        Self { text, places }
    }

    /// Returns the fewest lines, balanced by dynamic programming; `None` if they are more than `most` or a word is too long.
    fn lines(&self, room: f32, most: usize) -> Option<Vec<String>> {
        let count = self.fewest(room).filter(|count| *count <= most)?;
        let wanted = self.places.last()?.trimmed / count as f32;
        // `best[line][end]`: the least cost of setting the text up to `end` in so many lines, and where its last line begins.
        let mut best = vec![vec![None::<(f32, usize)>; self.places.len()]; count + 1];
        best[0][0] = Some((0.0, 0));
        for line in 1..=count {
            for end in 1..self.places.len() {
                let place = self.places[end];
                for begin in 0..end {
                    let Some((before, _)) = best[line - 1][begin] else { continue };
                    let width = place.trimmed - self.places[begin].at;
                    if width > room {
                        continue;
                    }
                    let ragged = (width - wanted) / room;
                    let cost = before + ragged * ragged + place.cost * place.cost;
                    if best[line][end].is_none_or(|(known, _)| cost < known) {
                        best[line][end] = Some((cost, begin));
                    }
                }
            }
        }
        let (mut end, mut lines) = (self.places.len() - 1, Vec::new());
        for line in (1..=count).rev() {
            let (_, begin) = best[line][end]?;
            lines.push(self.text[self.places[begin].byte..self.places[end].byte].trim().to_owned());
            end = begin;
        }
        lines.reverse();
        Some(lines)
    }

    /// Returns the number of lines with greedy breaking; `None` if a word is too long.
    fn fewest(&self, room: f32) -> Option<usize> {
        let (mut count, mut begin) = (0, 0);
        while begin + 1 < self.places.len() {
            begin = self.furthest(begin, room)?;
            count += 1;
        }
        Some(count.max(1))
    }

    fn furthest(&self, begin: usize, room: f32) -> Option<usize> {
        let from = self.places[begin].at;
        let fits = |end: &usize| self.places[*end].trimmed - from <= room;
        (begin + 1..self.places.len()).take_while(fits).last()
    }

    /// Returns the first `most` lines, the last with an ellipsis.
    fn shortened(&self, room: f32, most: usize) -> Vec<String> {
        let (mut lines, mut begin) = (Vec::new(), 0);
        while lines.len() < most && begin + 1 < self.places.len() {
            let room = if lines.len() + 1 == most { room - 1.0 } else { room };
            // A word that is longer than a line is clipped by the picture's edge.
            let end = self.furthest(begin, room).unwrap_or(begin + 1);
            lines.push(self.text[self.places[begin].byte..self.places[end].byte].trim().to_owned());
            begin = end;
        }
        if let Some(last) = lines.last_mut().filter(|_| begin + 1 < self.places.len()) {
            let kept = last.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
            last.truncate(kept);
            last.push('…');
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chinese characters are 1 em wide, others half of it.
    fn widths(text: &str) -> Vec<f32> {
        text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).collect()
    }

    fn lines(title: &str) -> Vec<String> {
        set(title, 1040.0, widths).lines
    }

    #[test]
    fn a_short_title_is_one_large_line() {
        assert_eq!(
            set("彩虹为什么是弯的", 1040.0, widths),
            Setting { lines: vec!["彩虹为什么是弯的".into()], size: 96 }
        );
    }

    #[test]
    fn lines_are_equal_and_end_between_words() {
        assert_eq!(lines("假期把生物钟调乱了，怎么调回来"), ["假期把生物钟调乱了，", "怎么调回来"]);
        let set = lines("雨后彩虹的颜色顺序为什么总是红色在外紫色在内");
        assert_eq!(set.concat(), "雨后彩虹的颜色顺序为什么总是红色在外紫色在内");
        assert!(set.iter().all(|line| line.chars().count() >= 7), "{set:?}");
    }

    #[test]
    fn no_line_begins_with_a_comma_or_ends_with_a_bracket() {
        for length in 5..40 {
            let title = format!("{}，《{}》（续）。", "天".repeat(length), "地".repeat(length / 2));
            for line in lines(&title) {
                assert!(!line.starts_with(['，', '》', '）', '。']), "{line}");
                assert!(!line.ends_with(['《', '（']), "{line}");
            }
        }
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        let set = lines("Why the rainbow is always curved and what a raindrop has to do with it");
        assert!(set.iter().all(|line| line.len() > 3) && set.join(" ").contains("raindrop"), "{set:?}");
        assert!(
            lines("2026年科技活动周暨第25届科普嘉年华主场活动将于5月23日开幕").iter().any(|line| line.contains("2026"))
        );
    }

    #[test]
    fn a_title_that_is_too_long_ends_with_an_ellipsis() {
        let setting = set(&"漫长的标题，".repeat(60), 1040.0, widths);
        assert_eq!((setting.lines.len(), setting.size), (5, 54));
        assert!(setting.lines[4].ends_with('…') && !setting.lines[4].contains("，…"));
        assert_eq!(set("", 1040.0, widths).lines, Vec::<String>::new());
        assert!(!lines(&"x".repeat(400)).is_empty());
    }
}
