//! Names of weekdays, counted from Monday: `0` is `周一` or `Monday`.
//!
//! Dates, opening hours and recurrences use them for parsing and printing, so that all of them know the same words. Short
//! codes of other formats (`Mo`, `MO`) are elsewhere.

use jiff::civil::Date;

/// What stands before the numeral of a weekday.
pub const MARKS: [&str; 5] = ["星期", "礼拜", "禮拜", "周", "週"];
/// The numerals after a mark.
pub const NUMERALS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
pub const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Returns the weekday of a date: 0 for Monday, 6 for Sunday.
pub fn of(date: Date) -> usize {
    // Always 0 to 6; the remainder makes that evident where it is used as an index.
    date.weekday().to_monday_zero_offset().unsigned_abs() as usize % 7
}

/// Returns the short name of a day: `周一`, `Mon`.
pub fn short(day: usize, chinese: bool) -> String {
    if chinese { name(day, true) } else { NAMES[day][..3].to_owned() }
}

/// Returns the name of a day: `周一`, `Monday`.
pub fn name(day: usize, chinese: bool) -> String {
    if chinese { format!("周{}", NUMERALS[day]) } else { NAMES[day].to_owned() }
}

/// Splits a mark off the start of a text.
pub fn marked(text: &str) -> Option<&str> {
    MARKS.iter().find_map(|mark| text.strip_prefix(mark))
}

/// Splits the numeral that follows a mark off the start of a text. 天 is Sunday as well.
pub fn numeral(text: &str) -> Option<(usize, &str)> {
    let day = |(day, numeral): (usize, &&str)| Some((day, text.strip_prefix(numeral)?));
    NUMERALS.iter().enumerate().find_map(day).or_else(|| Some((6, text.strip_prefix('天')?)))
}

/// Splits the words for Saturday and Sunday off the start of a text: 周末, 双休日.
pub fn weekend(text: &str) -> Option<&str> {
    let both = || ["双休日", "雙休日"].iter().find_map(|word| text.strip_prefix(word));
    marked(text).and_then(|rest| rest.strip_prefix('末')).or_else(both)
}

/// Returns the weekday that a text names: 周三, 星期天, 礼拜五.
pub fn written(text: &str) -> Option<usize> {
    let day_at = |(at, _): (usize, char)| marked(&text[at..]).and_then(numeral);
    text.char_indices().find_map(day_at).map(|(day, _)| day)
}

/// Returns a text with a space in the place of each weekday.
pub fn without(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        match marked(rest).and_then(numeral) {
            Some((_, after)) => {
                out.push(' ');
                rest = after;
            }
            None => {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_weekday_is_found() {
        assert_eq!(written("9月19日（周六）9:00"), Some(5));
        assert_eq!(written("9月19日（星期天）"), Some(6));
        assert_eq!(written("9月19日"), None);
        assert_eq!(written("第三周，周六"), Some(5));
    }

    #[test]
    fn every_word_for_a_week_is_known() {
        for mark in MARKS {
            for (day, numeral) in NUMERALS.iter().enumerate() {
                assert_eq!(written(&format!("9月19日（{mark}{numeral}）")), Some(day), "{mark}{numeral}");
            }
            assert_eq!(weekend(&format!("{mark}末上午")), Some("上午"), "{mark}");
            assert_eq!(without(&format!("5月16日{mark}天9:00")), "5月16日 9:00", "{mark}");
        }
        assert_eq!((weekend("双休日"), weekend("周六")), (Some(""), None));
    }
}
