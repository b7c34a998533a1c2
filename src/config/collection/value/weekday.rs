//! Names of weekdays, counted from Monday: `0` is `周一` or `Monday`.
//!
//! Opening hours and recurrences use them for parsing and printing. Short codes of other formats (`Mo`, `MO`) are
//! elsewhere.

use jiff::civil::Date;

/// The numerals after 周, 星期 or 礼拜.
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

/// Returns the weekday that a text names: 周三, 星期天, 礼拜五.
pub fn written(text: &str) -> Option<usize> {
    let (at, mark) = ["星期", "礼拜", "周"].iter().filter_map(|mark| Some((text.find(mark)?, *mark))).min()?;
    let rest = &text[at + mark.len()..];
    let day = NUMERALS.iter().position(|day| rest.starts_with(day));
    day.or_else(|| rest.starts_with('天').then_some(6))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_weekday_is_found() {
        assert_eq!(written("9月19日（周六）9:00"), Some(5));
        assert_eq!(written("9月19日（星期天）"), Some(6));
        assert_eq!(written("9月19日"), None);
    }
}
