//! `0` → `周一`, `Monday`: the days of the week, counted from Monday.
//!
//! Only their names, which opening hours and recurrences read and print alike. What takes
//! place on a day, and the short codes of other formats (`Mo`, `MO`), are not known here.

use jiff::civil::Date;

/// What follows 周, 星期 or 礼拜.
pub const NUMERALS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
pub const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The day of the week of a date: 0 for a Monday, 6 for a Sunday.
pub fn of(date: Date) -> usize {
    // Always 0 to 6; the remainder only says so to whoever indexes with it.
    date.weekday().to_monday_zero_offset().unsigned_abs() as usize % 7
}

/// The name of a day in short: `周一`, `Mon`.
pub fn short(day: usize, chinese: bool) -> String {
    if chinese { name(day, true) } else { NAMES[day][..3].to_owned() }
}

/// The name of a day: `周一`, `Monday`.
pub fn name(day: usize, chinese: bool) -> String {
    if chinese { format!("周{}", NUMERALS[day]) } else { NAMES[day].to_owned() }
}
