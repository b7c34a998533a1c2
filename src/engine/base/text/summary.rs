//! Shortens plain text to its beginning for a list or a description, and ends where a reader would stop.

use super::width::{extends_cluster, is_cjk_punctuation, is_wide, joins_without_space};
use super::word::{continues_word, is_word_char};

/// Returns the start of `text`: at most `limit` characters, and `…` if it is cut within a sentence.
///
/// A text that fits is returned whole. A longer one is cut after the last sentence that fits, if that keeps more than a
/// third of the limit, and then nothing is appended. Otherwise it is cut between two characters and `…` is appended;
/// never inside a word, a number and its unit, an accented letter or an emoji, unless a single one of those fills the
/// whole limit. Every character counts 1, Han or not.
///
/// White space is collapsed: a run of it becomes one space, or nothing if it was a line break among Chinese characters.
/// A paragraph break after Chinese punctuation becomes nothing too.
#[must_use]
pub fn summarize(text: &str, limit: usize) -> String {
    // A few characters past the limit are read, because the text after a position decides whether it may be cut there.
    let text = collapse_whitespace(text, limit.saturating_add(LOOKAHEAD));
    if text.len() <= limit {
        return text.into_iter().collect();
    }
    if let Some(end) = last_sentence_end(&text, limit) {
        return text.iter().take(end).collect();
    }
    let end = last_boundary(&text, limit);
    text.iter().take(end).chain(&['…']).collect()
}

/// Characters examined beyond the limit: the one after the cut, and two after that for numbers.
const LOOKAHEAD: usize = 3;

/// Returns the first `enough` characters of the text with white space collapsed and both ends trimmed.
fn collapse_whitespace(text: &str, enough: usize) -> Vec<char> {
    let mut collapsed: Vec<char> = Vec::with_capacity(enough.min(text.len()));
    let mut gap = Gap::default();
    for c in text.chars() {
        if c.is_whitespace() {
            gap.add(c);
            continue;
        }
        if let Some(&before) = collapsed.last()
            && gap.leaves_space(before, c)
        {
            collapsed.push(' ');
        }
        if collapsed.len() >= enough {
            break;
        }
        gap = Gap::default();
        collapsed.push(c);
    }
    collapsed
}

/// A run of white space.
#[derive(Default)]
struct Gap {
    any: bool,
    line_breaks: usize,
}

impl Gap {
    fn add(&mut self, c: char) {
        self.any = true;
        self.line_breaks += usize::from(c == '\n');
    }

    fn leaves_space(&self, before: char, after: char) -> bool {
        let vanishes = match self.line_breaks {
            0 => false,
            1 => joins_without_space(before, after),
            // A blank line separates two paragraphs. A heading has no full stop, so without a space its words would run
            // into the next sentence.
            _ => is_cjk_punctuation(before) && joins_without_space(before, after),
        };
        self.any && !vanishes
    }
}

/// Returns the end of the last sentence within the limit, if it lies beyond a third of it.
fn last_sentence_end(text: &[char], limit: usize) -> Option<usize> {
    (limit / 3 + 1..=limit).rev().find(|&end| is_sentence_end(text, end))
}

/// Returns whether a sentence ends right before `end`, including its closing quotes and brackets.
fn is_sentence_end(text: &[char], end: usize) -> bool {
    let Some(&next) = text.get(end) else {
        return false;
    };
    if is_closer(next) || is_full_stop(next) || extends_cluster(next) {
        return false;
    }
    let before = text.get(..end).unwrap_or_default();
    let closers = before.iter().rev().take_while(|&&c| is_closer(c)).count();
    let Some((&stop, sentence)) = before.get(..end.saturating_sub(closers)).and_then(<[char]>::split_last) else {
        return false;
    };
    match stop {
        '。' | '！' | '？' | '；' | '｡' => true,
        '!' | '?' => next == ' ',
        '.' => next == ' ' && !is_abbreviation(sentence),
        _ => false,
    }
}

fn is_full_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '｡' | '!' | '?' | '.')
}

/// Returns whether a mark closes a sentence together with its full stop.
fn is_closer(c: char) -> bool {
    matches!(c, '”' | '’' | '」' | '』' | '）' | '》' | '】' | '〉' | '〕' | '"' | '\'' | ')' | ']')
}

/// Returns whether the point after this text marks an abbreviation: an initial (`J.`, `U.S.`) or a title that is always
/// followed by a name or a number.
fn is_abbreviation(before_point: &[char]) -> bool {
    const SHORTENED: [&str; 8] = ["Dr", "Mr", "Mrs", "Ms", "Prof", "No", "Fig", "vs"];
    let start = before_point.iter().rposition(|c| !c.is_ascii_alphabetic()).map_or(0, |at| at + 1);
    let word: String = before_point.iter().skip(start).collect();
    word.len() == 1 || SHORTENED.contains(&word.as_str())
}

/// Returns the last position within the limit where the text may be cut.
fn last_boundary(text: &[char], limit: usize) -> usize {
    let between_words = (1..=limit)
        .rev()
        .find(|&at| is_cluster_boundary(text, at) && !is_inside_word(text, at))
        .map_or(0, |at| without_dangling_marks(text, at));
    if between_words > 0 {
        return between_words;
    }
    // One word fills everything: a part of it is better than an empty summary.
    (1..=limit).rev().find(|&at| is_cluster_boundary(text, at)).unwrap_or(0)
}

/// Moves the end back over marks that make no sense right before `…`.
fn without_dangling_marks(text: &[char], mut end: usize) -> usize {
    while let Some(c) = end.checked_sub(1).and_then(|last| text.get(last))
        && matches!(
            c,
            ' ' | '，' | '、' | '：' | ',' | ':' | '.' | '“' | '‘' | '「' | '『' | '（' | '《' | '【' | '(' | '['
        )
    {
        end -= 1;
    }
    end
}

/// Returns whether `at` is a boundary of grapheme clusters, by the part of Unicode's rules (UAX 29) that text on the
/// web needs.
fn is_cluster_boundary(text: &[char], at: usize) -> bool {
    const JOINER: char = '\u{200D}';
    let (Some(before), Some(&next)) = (text.get(..at), text.get(at)) else {
        return true;
    };
    if extends_cluster(next) || before.last() == Some(&JOINER) {
        return false;
    }
    // Two regional indicators make a flag, so only an even number of them may precede a cut.
    let flags_before = before.iter().rev().take_while(|&&c| is_regional_indicator(c)).count();
    !(is_regional_indicator(next) && flags_before % 2 == 1)
}

fn is_regional_indicator(c: char) -> bool {
    matches!(c, '\u{1F1E6}'..='\u{1F1FF}')
}

/// Returns whether `at` is within a word, a number, or a number with its unit.
fn is_inside_word(text: &[char], at: usize) -> bool {
    let (Some(before), Some(&next)) = (text.get(..at), text.get(at)) else {
        return false;
    };
    // Combining marks are skipped, so that the letter before them counts.
    let mut letters = before.iter().rev().copied().filter(|&c| !extends_cluster(c));
    let (Some(last), second_last) = (letters.next(), letters.next()) else {
        return false;
    };
    if is_word_char(last) {
        // `3…` for `3万` or `25…` for `25%` would state something else.
        let unit = last.is_numeric() && (is_unit(next) || (is_wide(next) && next.is_alphabetic()));
        return unit || continues_word(last, next, text.get(at + 1).copied());
    }
    // Between the point and the digits of `3.14`.
    second_last.is_some_and(|c| is_word_char(c) && continues_word(c, last, Some(next))) && is_word_char(next)
}

fn is_unit(c: char) -> bool {
    matches!(c, '%' | '‰' | '°' | '℃' | '％')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_text_is_whole() {
        assert_eq!(summarize("", 10), "");
        assert_eq!(summarize("  \n ", 10), "");
        assert_eq!(summarize("泸州科普", 4), "泸州科普");
        assert_eq!(summarize("", 0), "");
        assert_eq!(summarize("泸", 0), "…");
    }

    #[test]
    fn cut_after_a_sentence() {
        let text = "今天有雨。明天多云。后天是一个很长很长的晴天";
        assert_eq!(summarize(text, 12), "今天有雨。明天多云。");
        assert_eq!(summarize(text, 9), "今天有雨。");
        assert_eq!(summarize("他问：“为什么？”我们不知道怎么回答。", 10), "他问：“为什么？”");
        assert_eq!(summarize("It rains. It pours and pours.", 14), "It rains.");
    }

    #[test]
    fn closing_marks_stay_with_the_sentence() {
        // The quote no longer fits, so the sentence before it is the last.
        let text = "第一句话在这里。他说：“好！”然后走了很远很远。";
        assert_eq!(summarize(text, 13), "第一句话在这里。");
        assert_eq!(summarize(text, 15), "第一句话在这里。他说：“好！”");
        assert_eq!(summarize("真的吗？！我不信，一点也不信", 4), "真的吗？…");
    }

    #[test]
    fn a_sentence_too_near_the_start_is_not_enough() {
        assert_eq!(summarize("好。这是一个没有句号而且很长的句子", 9), "好。这是一个没有句…");
    }

    #[test]
    fn points_inside_numbers_and_names_end_nothing() {
        assert_eq!(summarize("圆周率约为3.14159265358979", 10), "圆周率约为…");
        assert_eq!(summarize("The book by J. Smith is good", 16), "The book by J…");
        assert_eq!(summarize("As Dr. Li says nothing", 12), "As Dr. Li…");
    }

    #[test]
    fn words_and_numbers_stay_whole() {
        assert_eq!(summarize("我们研究neuroscience的方法", 8), "我们研究…");
        assert_eq!(summarize("全市共有科普基地1,000个以上", 11), "全市共有科普基地…");
        assert_eq!(summarize("全市共有科普基地30万个以上", 10), "全市共有科普基地…");
        assert_eq!(summarize("湿度达到了惊人的95%以上", 10), "湿度达到了惊人的…");
        assert_eq!(summarize("we don't know anything", 6), "we…");
        assert_eq!(summarize("Pneumonoultramicroscopic", 6), "Pneumo…");
    }

    #[test]
    fn clusters_stay_whole() {
        assert_eq!(summarize("甲乙👩‍🔬丙丁", 4), "甲乙…");
        assert_eq!(summarize("甲乙🇨🇳🇨🇳丙", 5), "甲乙🇨🇳…");
        assert_eq!(summarize("甲👍🏽乙丙", 2), "甲…");
        assert_eq!(summarize("甲，e\u{301}乙丙", 3), "甲…");
    }

    #[test]
    fn white_space() {
        assert_eq!(summarize("　　第一行\n第二行", 20), "第一行第二行");
        assert_eq!(summarize("标题\n\n　　正文。\n\n　　又一段。", 20), "标题 正文。又一段。");
        assert_eq!(summarize("a \t b\r\nc", 20), "a b c");
        assert_eq!(summarize("张三 李四", 20), "张三 李四");
        assert_eq!(summarize("他说：\n“好”\n吧", 20), "他说：“好”吧");
    }

    #[test]
    fn marks_that_open_or_continue_are_not_left_over() {
        assert_eq!(summarize("甲乙丙，丁戊己庚", 4), "甲乙丙…");
        assert_eq!(summarize("甲乙丙（丁戊己庚", 4), "甲乙丙…");
    }
}
