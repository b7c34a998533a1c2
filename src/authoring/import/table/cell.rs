//! A cell of a table, and what it shows.

use jiff::civil::{Date, DateTime};

use crate::base::diagnostic::Span;

#[derive(Clone, Debug, Default)]
pub struct SheetCell {
    pub content: CellContent,
    pub span: Span,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellContent {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Moment(DateTime),
    Bool(bool),
    /// What stands in a cell that has no value: `#N/A`, or a formula that was never computed.
    Faulty(String),
}

impl SheetCell {
    pub fn is_empty(&self) -> bool {
        match &self.content {
            CellContent::Empty => true,
            // The sign that there is nothing to say.
            CellContent::Text(text) => {
                let text = text.trim();
                !text.is_empty() && text.chars().count() <= 4 && text.chars().all(|c| "-—–－―/／\\".contains(c))
            }
            _ => false,
        }
    }

    /// Returns the cell as a spreadsheet shows it, without number formatting.
    pub fn shown(&self) -> String {
        match &self.content {
            CellContent::Empty => String::new(),
            CellContent::Text(text) => text.clone(),
            CellContent::Number(number) => decimal(*number),
            CellContent::Moment(moment) => shown_moment(*moment),
            CellContent::Bool(true) => "是".to_owned(),
            CellContent::Bool(false) => "否".to_owned(),
            CellContent::Faulty(written) => written.clone(),
        }
    }
}

/// Formats a number without exponent and trailing `.0`, which would make a telephone number unreadable.
fn decimal(number: f64) -> String {
    // A spreadsheet keeps fifteen digits, so this removes only binary rounding errors.
    let rounded = format!("{number:.10}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn shown_moment(moment: DateTime) -> String {
    if moment.time() == jiff::civil::Time::midnight() {
        moment.date().to_string()
    } else if moment.date() == Date::constant(1899, 12, 31) {
        format!("{:02}:{:02}", moment.hour(), moment.minute())
    } else {
        format!("{} {:02}:{:02}", moment.date(), moment.hour(), moment.minute())
    }
}

/// Converts a spreadsheet's serial number to a date (ECMA-376, part 1, §18.17.4.1): days since 1899-12-30, where 1900
/// counts as a leap year.
pub fn serial(number: f64) -> Option<DateTime> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let (days, seconds) = (number.floor(), (number.fract() * 86_400.0).round());
    let first = if days < 60.0 { Date::constant(1899, 12, 31) } else { Date::constant(1899, 12, 30) };
    let date = first.checked_add(jiff::Span::new().days(days as i64)).ok()?;
    date.to_datetime(jiff::civil::Time::midnight()).checked_add(jiff::Span::new().seconds(seconds as i64)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        let day = |number: f64| serial(number).map(shown_moment);
        assert_eq!(day(46_158.0).as_deref(), Some("2026-05-16"));
        assert_eq!(day(46_158.395_833_333_3).as_deref(), Some("2026-05-16 09:30"));
        assert_eq!(day(0.375).as_deref(), Some("09:00"));
        assert_eq!(day(59.0).as_deref(), Some("1900-02-28"));
        assert_eq!(day(61.0).as_deref(), Some("1900-03-01"));
        assert_eq!((day(-1.0), day(f64::NAN)), (None, None));
    }

    #[test]
    fn numbers_are_shown_without_binary_rounding_errors() {
        assert_eq!(decimal(13_800_000_000.0), "13800000000");
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(28.8718), "28.8718");
        assert_eq!(decimal(-0.5), "-0.5");
    }
}
