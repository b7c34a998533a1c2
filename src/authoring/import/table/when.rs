//! When an event is, as plans write it in one cell: `9月19日（周六）9:00—11:30`, `3月5日-7日`, `5月中旬`, `每周六上午`, `时间待定`.
//!
//! A plan names its year once, in its title. Weekdays that are written are compared with the date.

use jiff::civil::Date;

use super::sheet::Sheet;
use crate::authoring::import::existing::ExistingSite;
use crate::authoring::import::field::{half_width, span};
use crate::base::rough::RoughTime;
use crate::base::time::{When, parse_time};
use crate::config::collection::value::Recurrence;

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
    let narrow = half_width(text.trim());
    let text = narrow.as_str();
    let zone = &existing.config.zone;
    let fixed = |text: &str| -> Option<Times> {
        if let Some((start, end)) = span(text, existing) {
            let date = When::parse(&start, zone)?.date;
            return Some(Times { start, end: Some(end), recurrence: None, date: Some(date) });
        }
        let start = When::parse(text, zone)?;
        Some(Times { start: start.plain(), end: None, recurrence: None, date: Some(start.date) })
    };
    let month_first = short_days(text);
    let text = month_first.as_deref().unwrap_or(text);
    let with_year = || year.filter(|_| begins_with_month(text)).map(|year| format!("{year}年{text}"));
    let said = || fixed(&dotted_span(text)?).or_else(|| overnight(text, year, existing));
    if let Some(times) = fixed(text).or_else(|| fixed(&with_year()?)).or_else(said) {
        return Some(times);
    }
    if let Some(times) = repeated_within(text, year, existing) {
        return Some(times);
    }
    if let Some(rough) = RoughTime::parse(text, year) {
        return Some(Times { start: rough.text, end: None, recurrence: None, date: None });
    }
    repeated(text, year?, existing)
}

/// Returns days of one month that are written with dots, in a form that is read: `2026.5.17-18`.
fn dotted_span(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (first, last) = text.split_once(['~', '至', '—', '–']).or_else(|| text.rsplit_once('-'))?;
    let last = last.trim_start_matches(['—', '–']).trim_end_matches('日');
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = first.split(['.', '/', '-']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let whole = year.len() == 4 && digits(month) && digits(day) && digits(last);
    whole.then(|| format!("{year}年{month}月{day}日-{last}日"))
}

/// Returns days that plans shorten, in a form that is read: `5月18~24日`, and `11.9` for a day alone.
fn short_days(text: &str) -> Option<String> {
    let number = |text: &str, most: u8| text.parse::<u8>().ok().filter(|number| (1..=most).contains(number));
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((month, day)) = text.split_once('.')
        && digits(month)
        && digits(day)
    {
        return Some(format!("{}月{}日", number(month, 12)?, number(day, 31)?));
    }
    let (month, days) = text.split_once('月')?;
    let (first, last) = days.strip_suffix('日')?.split_once(['~', '-', '—', '–', '至'])?;
    let last = last.trim_start_matches(['—', '–', ' ']);
    let (first, plain) = (first.trim(), digits(month) && digits(first.trim()) && digits(last));
    plain.then(|| format!("{month}月{first}日-{last}日"))
}

/// Reads what repeats within some days: `7月1日至8月31日每周六上午`. It begins on its first date among these.
fn repeated_within(text: &str, year: Option<i16>, existing: &ExistingSite) -> Option<Times> {
    let at = text.find('每')?;
    let (days, rule) = (text[..at].trim_end_matches(['，', ',', ' ', '的']), &text[at..]);
    let days = match year.filter(|_| begins_with_month(days)) {
        Some(year) => format!("{year}年{days}"),
        None => days.to_owned(),
    };
    let (zone, (start, end)) = (&existing.config.zone, span(&days, existing)?);
    let (first, last) = (When::parse(&start, zone)?.date, When::parse(&end, zone)?.date);
    let recurrence = Recurrence::parse(rule).ok()?;
    let start = recurrence.first(When { date: first, time: recurrence.time }, zone)?;
    let inside = start.date <= last;
    inside.then(|| Times {
        start: start.plain(),
        end: None,
        recurrence: Some(ended(&recurrence, rule, last)),
        date: None,
    })
}

/// A rule with the day on which it ends, unless it says so itself.
fn ended(recurrence: &Recurrence, text: &str, last: Date) -> String {
    let ends = ["UNTIL=", "COUNT="].iter().any(|part| recurrence.rule.contains(part));
    let until = || format!("{text}，至{}年{}月{}日", last.year(), last.month(), last.day());
    if ends { text.to_owned() } else { until() }
}

/// Reads what goes on after midnight: `2026年5月30日20:00-次日2:00`.
fn overnight(text: &str, year: Option<i16>, existing: &ExistingSite) -> Option<Times> {
    let (start, end) = text.split_once("次日")?;
    let start = start.trim_end_matches(['-', '—', '–', '~', '至', ' ']);
    let zone = &existing.config.zone;
    let with_year = || year.filter(|_| begins_with_month(start)).map(|year| format!("{year}年{start}"));
    let start = When::parse(start, zone).or_else(|| When::parse(&with_year()?, zone))?;
    let end = When { date: start.date.tomorrow().ok()?, time: Some(parse_time(end.trim())?) };
    start.time?;
    Some(Times { start: start.plain(), end: Some(end.plain()), recurrence: None, date: Some(start.date) })
}

/// What repeats begins on its first date in the plan's year, and goes on to its end.
fn repeated(text: &str, year: i16, existing: &ExistingSite) -> Option<Times> {
    // A day of the year in words, `六月一日`, isn't a rule by itself.
    let (recurrence, is_rule) = match Recurrence::parse(text) {
        Ok(recurrence) => (recurrence, true),
        Err(_) => (Recurrence::parse(&format!("每年{text}")).ok()?, false),
    };
    if text.contains('=') {
        return None;
    }
    let first = When { date: Date::new(year, 1, 1).ok()?, time: recurrence.time };
    let first = recurrence.first(first, &existing.config.zone)?;
    let last = Date::new(year, 12, 31).ok()?;
    // What the plan's year has once is a date, written in an unusual way.
    if recurrence.occurrences(first, &existing.config.zone, last, 2).ok()?.len() == 1 {
        return Some(Times { start: first.plain(), end: None, recurrence: None, date: Some(first.date) });
    }
    if !is_rule {
        return None;
    }
    let rule = ended(&recurrence, text, last);
    Some(Times { start: first.plain(), end: None, recurrence: Some(rule), date: None })
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

/// Whether a text begins with the number of a month.
fn begins_with_month(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits) && text[digits..].trim_start().starts_with('月')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_names_its_year_once() {
        assert_eq!(named_year("泸州市2026年度科普活动计划"), Some(2026));
        assert_eq!(named_year("２０２７年计划"), Some(2027));
        assert_eq!(named_year("编号120265"), None);
    }

    #[test]
    fn days_may_be_written_with_dots() {
        assert_eq!(dotted_span("2026.5.17-18").as_deref(), Some("2026年5月17日-18日"));
        assert_eq!(dotted_span("2026/5/17 至 19日").as_deref(), Some("2026年5月17日-19日"));
        assert_eq!(dotted_span("2026-05-17").as_deref(), None);
        assert_eq!(dotted_span("9:00-11:30"), None);
    }

    #[test]
    fn plans_shorten_days() {
        assert_eq!(short_days("5月18~24日").as_deref(), Some("5月18日-24日"));
        assert_eq!(short_days("11.9").as_deref(), Some("11月9日"));
        for text in ["11.45", "13.1", "9.30-10.5", "3月5日-7日", "2026.5"] {
            assert_eq!(short_days(text), None, "{text}");
        }
    }
}
