//! Breaks a title into balanced lines, in the largest type size that fits.
//!
//! No line begins or ends with forbidden punctuation (UAX #14 with its rules for Chinese, GB/T 15834). Lines have about the same
//! length; a break after punctuation is preferred to one between words. A smaller type is preferred to a line that tears
//! a word, a date or what belongs to the word before it.

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

/// How wide a title may be in pixels, and the type sizes for it, each with the most lines, the largest first.
#[derive(Clone, Copy, Debug)]
pub struct TitleColumn {
    pub width: f32,
    pub sizes: &'static [(u32, usize)],
}

/// The penalty of a break that isn't after punctuation, in line widths: it weighs as much as a line that is this much too
/// short. One beside a word of a single character reads worse than one between longer words, and what hardly stands at the
/// beginning of a line worse than that.
const BETWEEN_WORDS: f32 = 0.35;
const BESIDE_A_SINGLE: f32 = 0.5;
const BEFORE_A_TAIL: f32 = 0.9;
const TORN: f32 = 4.0;
/// The penalty of one line more than the fewest.
const ANOTHER_LINE: f32 = 0.15;

/// Single characters that belong to the word before them.
const PARTICLES: &str = "的了着过地得吗呢吧们啊么嘛里上中下内外前后时间边者性化";
/// Single characters that are words by themselves. Two others beside each other are a word that the dictionary doesn't know.
const WORDS: &str =
    "和与及或而在是有把被从到对为不也都就比给让向说看去来谁您我你他她它这那每各几多少大小新老好请要能会";
/// Words that say what kind of thing the word before them is.
const TAILS: [&str; 26] = [
    "中心",
    "基地",
    "学校",
    "公园",
    "大学",
    "小学",
    "中学",
    "学院",
    "活动",
    "大赛",
    "比赛",
    "讲座",
    "培训",
    "展览",
    "工程",
    "行动",
    "计划",
    "科技馆",
    "博物馆",
    "开放日",
    "科普",
    "技术",
    "科学",
    "问题",
    "方法",
    "示范",
];

/// Sets a title in a column. `widths` returns each character's width in em. A title that is too long for the smallest size
/// ends with an ellipsis.
pub fn set(title: &str, column: TitleColumn, widths: impl Fn(&str) -> Vec<f32>) -> Setting {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = Text::new(&title, &widths(&title));
    let mut torn = None;
    for (size, most) in column.sizes {
        match text.lines(column.width / *size as f32, *most) {
            Some((lines, false)) => return Setting { lines, size: *size },
            Some((lines, true)) => torn = torn.or(Some(Setting { lines, size: *size })),
            None => {}
        }
    }
    if let Some(torn) = torn {
        return torn;
    }
    let (size, most) = column.sizes.last().copied().unwrap_or((16, 1));
    Setting { lines: text.shortened(column.width / size as f32, most), size }
}

/// Breaks words of one type size into lines, with an ellipsis where they are more than `most`.
pub fn wrap(words: &str, (width, size): (f32, u32), most: usize, widths: impl Fn(&str) -> Vec<f32>) -> Vec<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = Text::new(&words, &widths(&words));
    let room = width / size as f32;
    text.lines(room, most).map_or_else(|| text.shortened(room, most), |(lines, _)| lines)
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
                places.push(BreakPlace { byte, at, trimmed, cost: cost(text, &words, byte) });
            }
            at += width;
            if c != ' ' {
                trimmed = at;
            }
        }
        places.push(BreakPlace { byte: text.len(), at, trimmed, cost: 0.0 });
        Self { text, places }
    }

    /// Returns the fewest lines, or one more where that tears less, balanced by dynamic programming, and whether a line tears
    /// something; `None` if they are more than `most` or a word is too long.
    fn lines(&self, room: f32, most: usize) -> Option<(Vec<String>, bool)> {
        let fewest = self.fewest(room)?;
        let counts = (fewest..=most.min(fewest + 1)).filter_map(|count| {
            let (cost, ends) = self.set_in(room, count)?;
            Some((cost + ANOTHER_LINE * (count - fewest) as f32, ends))
        });
        let (_, ends) = counts.min_by(|(one, _), (other, _)| one.total_cmp(other))?;
        let torn = ends.iter().any(|end| self.places[*end].cost >= TORN);
        let begins = std::iter::once(&0).chain(&ends);
        let line = |(begin, end): (&usize, &usize)| self.slice(*begin, *end).to_owned();
        Some((begins.zip(&ends).map(line).collect(), torn))
    }

    fn slice(&self, begin: usize, end: usize) -> &'t str {
        self.text[self.places[begin].byte..self.places[end].byte].trim()
    }

    /// The places at which so many lines end, and what they cost.
    fn set_in(&self, room: f32, count: usize) -> Option<(f32, Vec<usize>)> {
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
        let (mut end, mut ends) = (self.places.len() - 1, Vec::new());
        let (cost, _) = best[count][end]?;
        for line in (1..=count).rev() {
            ends.push(end);
            end = best[line][end]?.1;
        }
        ends.reverse();
        Some((cost, ends))
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
            lines.push(self.slice(begin, end).to_owned());
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

/// What it costs to break a text at a byte.
fn cost(text: &str, words: &BTreeSet<usize>, byte: usize) -> f32 {
    let (before, after) = text.split_at(byte);
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return 0.0 };
    if last == ' ' || !last.is_alphanumeric() {
        return if last == ' ' { BETWEEN_WORDS } else { 0.0 };
    }
    let numbered = last.is_ascii_digit() || next.is_ascii_digit();
    let dated = "年月日号第时点".contains(last) && next.is_ascii_digit();
    if !words.contains(&byte) || dated || numbered && (last.is_ascii_digit() || "第".contains(last)) {
        return TORN;
    }
    let word = |from: Option<&usize>, to: Option<&usize>| match (from, to) {
        (Some(from), Some(to)) => &text[*from..*to],
        _ => "",
    };
    let before = word(words.range(..byte).next_back(), Some(&byte));
    let after = word(Some(&byte), words.range(byte + 1..).next());
    let single = |word: &str| word.chars().count() == 1;
    let unknown = single(before) && single(after) && !WORDS.contains(last) && !WORDS.contains(next);
    if unknown || single(after) && PARTICLES.contains(next) {
        return TORN;
    }
    if TAILS.iter().any(|tail| after.starts_with(tail)) {
        return BEFORE_A_TAIL;
    }
    if single(before) || single(after) { BESIDE_A_SINGLE } else { BETWEEN_WORDS }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chinese characters are 1 em wide, others half of it.
    fn widths(text: &str) -> Vec<f32> {
        text.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).collect()
    }

    const WIDE: TitleColumn = TitleColumn { width: 1040.0, sizes: &[(96, 2), (80, 3), (66, 4), (54, 5)] };
    const NARROW: TitleColumn = TitleColumn { width: 540.0, sizes: &[(88, 2), (76, 3), (64, 4), (54, 5), (46, 6)] };

    fn lines(title: &str) -> Vec<String> {
        set(title, WIDE, widths).lines
    }

    #[test]
    fn no_line_tears_a_word_or_a_date() {
        for (title, whole) in [
            ("电子秤的误差差多少才算不准", "多少"),
            ("今年的泸州气象科普实训中心开放日活动通知", "实训中心"),
            ("窖泥里住着多少种微生物，它们在做什么", "住着"),
            ("2026年12月双子座流星雨公众观测夜活动安排", "2026年12月"),
            ("彩虹为什么总在太阳对面", "太阳"),
            ("第25届科普嘉年华暨2026年科技活动周", "第25届"),
        ] {
            for column in [WIDE, NARROW] {
                let set = set(title, column, widths);
                assert_eq!(set.lines.concat(), title);
                assert!(set.lines.iter().any(|line| line.contains(whole)), "{whole}: {set:?}");
            }
        }
    }

    #[test]
    fn a_short_title_is_one_large_line() {
        assert_eq!(set("彩虹为什么是弯的", WIDE, widths), Setting { lines: vec!["彩虹为什么是弯的".into()], size: 96 });
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
        let setting = set(&"漫长的标题，".repeat(60), WIDE, widths);
        assert_eq!((setting.lines.len(), setting.size), (5, 54));
        assert!(setting.lines[4].ends_with('…') && !setting.lines[4].contains("，…"));
        assert_eq!(set("", WIDE, widths).lines, Vec::<String>::new());
        assert!(!lines(&"x".repeat(400)).is_empty());
    }
}
