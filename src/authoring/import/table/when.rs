//! When an event is, as plans write it in one cell: `9月19日（周六）9:00—11:30`, `3月5日-7日`, `5月中旬`, `每周六上午`, `时间待定`.
//!
//! A plan names its year once, in its title. Weekdays that are written are compared with the date.

use jiff::civil::Date;

use super::sheet::Sheet;
use crate::authoring::import::existing::ExistingSite;
use crate::authoring::import::field::{moment, span};
use crate::base::rough::RoughTime;
use crate::base::time::When;
use crate::config::collection::value::{Recurrence, weekday};

/// What a cell says.
#[derive(Debug, PartialEq)]
pub struct Times {
    /// The value of `start`.
    pub start: String,
    pub end: Option<String>,
    pub recurrence: Option<String>,
    /// The date of the start, if it is fixed.
    pub date: Option<Date>,
}

/// Reads a cell. `year` stands for one that isn't written.
pub fn times(text: &str, year: Option<i16>, existing: &ExistingSite) -> Option<Times> {
    let text = text.trim();
    let zone = &existing.config.zone;
    let fixed = |text: &str| -> Option<Times> {
        if let Some((start, end)) = span(text, existing) {
            let date = When::parse(&start, zone)?.date;
            return Some(Times { start, end: Some(end), recurrence: None, date: Some(date) });
        }
        let start = When::parse(text, zone)?;
        Some(Times { start: moment(&start), end: None, recurrence: None, date: Some(start.date) })
    };
    let with_year = || year.filter(|_| begins_with_month(text)).map(|year| format!("{year}年{text}"));
    if let Some(times) = fixed(text).or_else(|| fixed(&with_year()?)) {
        return Some(times);
    }
    if let Some(rough) = RoughTime::parse(text, year) {
        return Some(Times { start: rough.text, end: None, recurrence: None, date: None });
    }
    repeated(text, year?, existing)
}

/// What repeats begins on its first date in the plan's year, and goes on to its end.
fn repeated(text: &str, year: i16, existing: &ExistingSite) -> Option<Times> {
    let recurrence = Recurrence::parse(text).ok().filter(|_| !text.contains('='))?;
    let first = When { date: Date::new(year, 1, 1).ok()?, time: recurrence.time };
    let first = recurrence.first(first, &existing.config.zone)?;
    let ends = ["UNTIL=", "COUNT="].iter().any(|part| recurrence.rule.contains(part));
    let rule = if ends { text.to_owned() } else { format!("{text}，至{year}年12月31日") };
    Some(Times { start: moment(&first), end: None, recurrence: Some(rule), date: None })
}

/// Returns the weekday that a text names, if it is another than that of the date.
pub fn wrong_weekday(text: &str, date: Date) -> Option<usize> {
    let marks = ["星期", "礼拜", "周"];
    let (at, mark) = marks.iter().filter_map(|mark| Some((text.find(mark)?, *mark))).min()?;
    let rest = &text[at + mark.len()..];
    let written = weekday::NUMERALS.iter().position(|day| rest.starts_with(day));
    let written = written.or_else(|| rest.starts_with('天').then_some(6))?;
    (written != weekday::of(date)).then_some(written)
}

/// Returns the year that a plan is for: named in the rows above its header, by its sheet or its file.
pub fn year(sheet: &Sheet, header: usize, file: &str) -> Option<i16> {
    let above = sheet.rows[..header].iter().flatten().map(|cell| cell.shown());
    above.chain([sheet.name.clone(), file.to_owned()]).find_map(|text| named_year(&text))
}

/// Returns the first year in a text: four digits from 2000 to 2099 that stand alone.
fn named_year(text: &str) -> Option<i16> {
    let narrow: String = text.chars().map(crate::config::collection::value::half_width).collect();
    let alone = |at: usize| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        !digit(narrow[..at].chars().next_back()) && !digit(narrow[at + 4..].chars().next())
    };
    narrow.match_indices("20").map(|(at, _)| at).find_map(|at| {
        let digits = narrow.get(at..at + 4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        if alone(at) { digits.parse().ok() } else { None }
    })
}

/// Whether a text begins with a month and day without a year.
fn begins_with_month(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].trim_start().starts_with('月')
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_plan_names_its_year_once() {
        assert_eq!(named_year("泸州市2026年度科普活动计划"), Some(2026));
        assert_eq!(named_year("２０２７年计划"), Some(2027));
        assert_eq!(named_year("编号120265"), None);
    }

    #[test]
    fn a_written_weekday_is_compared_with_the_date() {
        assert_eq!(wrong_weekday("9月19日（周六）9:00", date(2026, 9, 19)), None);
        assert_eq!(wrong_weekday("9月19日（星期天）", date(2026, 9, 19)), Some(6));
        assert_eq!(wrong_weekday("9月19日", date(2026, 9, 19)), None);
    }
}
