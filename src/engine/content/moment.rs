//! A field's text → a date or a time; what of its words is in doubt.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::diagnostic::{Diagnostic, Localized, messages};
use crate::base::rough::RoughTime;
use crate::base::time::{When, parse_date};
use crate::base::time_fault::{date_fault, rough_fault};
use crate::base::time_span::time_span;
use crate::base::time_words::{PartOfDay, bracketed, part_of_day, without_brackets};
use crate::base::weekday;
use crate::config::collection::FieldType;
use crate::config::collection::value::Recurrence;

/// What a field of dates or times holds.
#[derive(Debug)]
pub enum TimeValue {
    Date(Date),
    Time(When),
    Rough(Box<RoughTime>),
}

/// Reads a field of times, or of dates alone.
pub fn moment(key: &str, field_type: &FieldType, text: &str, zone: &TimeZone) -> Result<TimeValue, Localized> {
    match field_type {
        FieldType::Datetime { rough } => time(key, text, *rough, zone),
        _ => parse_date(text).map(TimeValue::Date).ok_or_else(|| date_fault(text, false)),
    }
}

fn time(key: &str, text: &str, rough: bool, zone: &TimeZone) -> Result<TimeValue, Localized> {
    if let Some(when) = When::parse(text, zone) {
        let inside = bracketed(text).and_then(PartOfDay::leading).map(|(part, _)| part);
        return match (when.time, part_of_day(&without_brackets(text)).or_else(|| whole_part(text))) {
            (None, Some(word)) => Err(without_hour(&when, word)),
            // 2026-12-01（下午）2:00: one of the two is wrong.
            (Some(time), _) if inside.is_some_and(|part| !part.holds(time.hour())) => Err(date_fault(text, true)),
            _ => Ok(TimeValue::Time(when)),
        };
    }
    if rough && let Some(rough) = RoughTime::parse(text, None) {
        return Ok(TimeValue::Rough(Box::new(rough)));
    }
    if let Some((start, end)) = time_span(text, zone) {
        return Err(two_times(key, text, &start, &end));
    }
    if key == "start" && Recurrence::parse(text).is_ok() {
        return Err(Localized {
            zh: format!("“{text}”是重复的时间：写成 recurrence: {text}，start 只写第一次，如 2026-05-16 09:00"),
            en: format!(
                "`{text}` repeats; write recurrence: {text}, and as `start` the first time, such as 2026-05-16 09:00"
            ),
        });
    }
    Err(if rough { rough_fault(text) } else { date_fault(text, true) })
}

/// A part of the day that stands in brackets alone: no 晚会.
fn whole_part(text: &str) -> Option<&'static str> {
    bracketed(text).and_then(|words| part_of_day(words).filter(|word| *word == words))
}

fn without_hour(when: &When, word: &str) -> Localized {
    let date = when.date;
    Localized {
        zh: format!("“{word}”没有说是几点：写成 {date} 09:30 这样；没有定的只写 {date}，“{word}”写进正文"),
        en: format!("`{word}` names no hour; write it like {date} 09:30, or {date} alone and `{word}` in the text"),
    }
}

/// A start and an end in one value.
fn two_times(key: &str, text: &str, start: &When, end: &When) -> Localized {
    let (start, end) = (start.plain(), end.plain());
    if key == "start" {
        return Localized {
            zh: format!("“{text}”有开始和结束，要分两行写：“start: {start}”和“end: {end}”"),
            en: format!("`{text}` is a start and an end; write two lines, `start: {start}` and `end: {end}`"),
        };
    }
    Localized {
        zh: format!("“{text}”是两个时间，这里只写一个，如 {start}"),
        en: format!("`{text}` is two times, and one is expected, such as {start}"),
    }
}

/// Years that a date may be meant in. What is dated by the hour is an event or a text of the site's own; a date alone may
/// be the day on which a place was founded.
const EARLIEST: i16 = 1000;
const EARLIEST_TIME: i16 = 1900;
const LATEST: i16 = 2100;

/// Warns of a year that can't be meant, and of what a text says beside its date: a weekday that isn't the date's, and words
/// in brackets, which aren't kept.
pub fn doubts(text: &str, moment: &TimeValue) -> Vec<Diagnostic> {
    let (date, earliest) = match moment {
        TimeValue::Date(date) => (*date, EARLIEST),
        TimeValue::Time(when) => (when.date, EARLIEST_TIME),
        TimeValue::Rough(rough) => {
            let year = rough.days.map(|(from, _)| from.year());
            return year.and_then(|year| wrong_year(text, year, EARLIEST_TIME)).into_iter().collect();
        }
    };
    let lost = bracketed(text).filter(|words| weekday::written(words).is_none());
    let lost = lost.map(|words| messages::date_words_lost(words, &date.to_string()));
    // The weekday is that of the right year.
    let wrong = wrong_year(text, date.year(), earliest).or_else(|| wrong_weekday(text, date));
    wrong.into_iter().chain(lost).collect()
}

/// Warns of a month's year that can't be meant.
pub fn month_doubt(text: &str, year: i16) -> Option<Diagnostic> {
    wrong_year(text, year, EARLIEST)
}

fn wrong_year(text: &str, year: i16, earliest: i16) -> Option<Diagnostic> {
    if (earliest..=LATEST).contains(&year) {
        return None;
    }
    let doubt = messages::year_implausible(text, year);
    // 0024: the century was left out.
    Some(match year {
        1..100 => doubt.helped(
            &format!("年份写四位，如 20{year:02}"),
            &format!("write the year with four digits, as in 20{year:02}"),
        ),
        _ => doubt,
    })
}

/// Warns of a weekday that isn't that of its date.
pub fn wrong_weekday(text: &str, date: Date) -> Option<Diagnostic> {
    let (written, real) = (weekday::written(text)?, weekday::of(date));
    let names = |chinese| (weekday::name(written, chinese), weekday::name(real, chinese));
    let ((zh, real_zh), (en, real_en)) = (names(true), names(false));
    let doubt = || messages::weekday_differs(text, &date.to_string(), &zh, &real_zh, &en, &real_en);
    (written != real).then(doubt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, text: &str) -> Result<TimeValue, Localized> {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        moment(key, &FieldType::Datetime { rough: key == "start" }, text, &zone)
    }

    #[test]
    fn two_times_in_one_value_are_two_lines() {
        for text in
            ["2026-12-01 09:00-11:00", "2026-12-01 9:00~11:00", "2026-12-01T09:00-11:00", "2026年12月1日9点至11点"]
        {
            let fault = read("start", text).unwrap_err();
            assert!(fault.zh.contains("“start: 2026-12-01 09:00”和“end: 2026-12-01 11:00”"), "{text}: {fault:?}");
        }
        assert!(read("start", "2026-12-01至2026-12-03").unwrap_err().zh.contains("“end: 2026-12-03”"));
        let fault = read("publish_at", "2026-12-01 08:00-10:00").unwrap_err();
        assert!(fault.zh.contains("只写一个，如 2026-12-01 08:00") && !fault.zh.contains("end"), "{fault:?}");
    }

    #[test]
    fn what_repeats_is_a_recurrence() {
        assert!(read("start", "每周六上午9点").unwrap_err().zh.contains("recurrence: 每周六上午9点"));
    }

    #[test]
    fn a_part_of_a_day_needs_its_hour() {
        for text in ["2026-12-01 中午", "2026-12-01（晚上）", "2026年12月1日早上"] {
            assert!(read("start", text).unwrap_err().zh.contains("没有说是几点"), "{text}");
        }
        assert!(read("start", "2026-12-01 早上8点").is_ok() && read("start", "2026年5月中旬").is_ok());
    }

    #[test]
    fn a_year_that_cannot_be_meant_is_doubted() {
        let doubted = |field_type: &FieldType, text: &str| {
            let value = moment("on", field_type, text, &TimeZone::UTC).unwrap();
            doubts(text, &value).iter().map(|found| (found.code.0, found.help.zh.clone())).next()
        };
        let time = FieldType::Datetime { rough: false };
        for text in ["0000-05-16", "0024-05-16", "2204-05-16", "1026-05-16 09:00"] {
            assert!(doubted(&time, text).is_some_and(|(code, _)| code == "W0297"), "{text}");
        }
        assert_eq!(doubted(&time, "0024-05-16").unwrap().1, "年份写四位，如 2024");
        assert_eq!(doubted(&time, "2204-05-16（星期一）").unwrap().0, "W0297");
        for text in ["1442-05-16", "1956-05-16", "2100-12-31"] {
            assert_eq!(doubted(&FieldType::Date, text), None, "{text}");
        }
        assert!(month_doubt("0026-05", 26).is_some() && month_doubt("2026-05", 2026).is_none());
    }

    #[test]
    fn words_beside_a_date_are_doubted() {
        let codes = |text| {
            let value = read("start", text).unwrap();
            doubts(text, &value).iter().map(|found| found.code.0).collect::<Vec<_>>()
        };
        assert_eq!(codes("2026-12-01（星期二）09:00"), [""; 0]);
        assert_eq!(codes("2026-12-01 周三 09:00"), ["W0293"]);
        assert_eq!(codes("2026-12-01（星期五）"), ["W0293"]);
        assert_eq!(codes("2026-12-01（暂定）09:00"), ["W0295"]);
        for text in ["2026-12-01（晚会）", "2026-12-01（EXAM）"] {
            assert_eq!(codes(text), ["W0295"], "{text}");
        }
        assert_eq!(codes("2026-12-01 09:00"), [""; 0]);
        assert!(read("start", "2026-12-01（下午）2:00").is_err() && read("start", "2026-12-01（下午）14:00").is_ok());
    }
}
