//! Dates and times → the words for them, and the machine's form.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::model::{DateView, OccurrenceView};
use super::times::last_day;
use crate::base::time::{MONTHS, When};
use crate::base::weekday;
use crate::content::Occurrence;

/// Whether words are set in Chinese; every other language gets the English forms.
pub fn is_chinese(language: &str) -> bool {
    language.split('-').next() == Some("zh")
}

pub fn date_view(when: When, language: &str, zone: &TimeZone) -> DateView {
    let text = match when.time {
        None => date_text(when.date, language),
        Some(_) if is_chinese(language) => format!("{} {}", date_text(when.date, language), time_text(when)),
        Some(_) => format!("{}, {}", date_text(when.date, language), time_text(when)),
    };
    let weekday = weekday::of(when.date);
    DateView {
        iso: iso(when, zone),
        text,
        year: when.date.year(),
        month: when.date.month(),
        day: when.date.day(),
        weekday: weekday as i8 + 1,
        weekday_text: weekday::short(weekday, is_chinese(language)),
    }
}

pub fn day_view(date: Date, language: &str, zone: &TimeZone) -> DateView {
    date_view(When { date, time: None }, language, zone)
}

/// `year` is that of the build's day: in short a day of it is named without it.
pub fn occurrence_view(occurrence: &Occurrence, language: &str, zone: &TimeZone, year: i16) -> OccurrenceView {
    let (day, hours) = in_short(occurrence, language, year);
    OccurrenceView {
        day,
        hours,
        start: date_view(occurrence.start, language, zone),
        end: date_view(occurrence.end, language, zone),
        text: occurrence_text(occurrence, language),
    }
}

/// `2026-05-18`, or RFC 3339 with the zone's offset.
pub fn iso(when: When, zone: &TimeZone) -> String {
    match when.time {
        None => when.date.to_string(),
        Some(_) => rfc3339(when, zone),
    }
}

/// RFC 3339; a date alone is its midnight.
pub fn rfc3339(when: When, zone: &TimeZone) -> String {
    when.zoned(zone).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

pub fn date_text(date: Date, language: &str) -> String {
    if is_chinese(language) {
        format!("{}年{}月{}日", date.year(), date.month(), date.day())
    } else {
        format!("{} {} {}", date.day(), month_name(date.month()), date.year())
    }
}

pub fn month_name(month: i8) -> &'static str {
    MONTHS.get(usize::from(month.unsigned_abs()).wrapping_sub(1)).copied().unwrap_or_default()
}

/// `2026年5月`, `May 2026`.
pub fn month_title(year: i16, month: i8, language: &str) -> String {
    if is_chinese(language) { format!("{year}年{month}月") } else { format!("{} {year}", month_name(month)) }
}

pub fn time_text(when: When) -> String {
    when.time.map_or(String::new(), |time| format!("{:02}:{:02}", time.hour(), time.minute()))
}

/// `2026年5月18日（周一）09:00～11:30`, `2026年5月18日～24日`, and the like. A night is of the evening on which it begins.
pub fn occurrence_text(occurrence: &Occurrence, language: &str) -> String {
    let (start, end) = (occurrence.start, occurrence.end);
    let chinese = is_chinese(language);
    if last_day(occurrence) == start.date {
        let day = date_text(start.date, language);
        let weekday = weekday::short(weekday::of(start.date), chinese);
        let hours = match (start.date == end.date, chinese) {
            (true, _) => hours_text(occurrence),
            (false, true) => format!("{}～次日{}", time_text(start), time_text(end)),
            (false, false) => format!("{}～{} the next day", time_text(start), time_text(end)),
        };
        return match (chinese, hours.is_empty()) {
            (true, _) => format!("{day}（{weekday}）{hours}"),
            (false, true) => format!("{day} ({weekday})"),
            (false, false) => format!("{day} ({weekday}), {hours}"),
        };
    }
    let timed = start.time.is_some() && end.time.is_some();
    if !chinese {
        let side = |when: When| match time_text(when) {
            time if timed => format!("{} {time}", date_text(when.date, language)),
            _ => date_text(when.date, language),
        };
        return format!("{} – {}", side(start), side(end));
    }
    // What both days have in common isn't said twice.
    let last = match (start.date.year() == end.date.year(), start.date.month() == end.date.month()) {
        (false, _) => date_text(end.date, language),
        (true, false) => format!("{}月{}日", end.date.month(), end.date.day()),
        (true, true) => format!("{}日", end.date.day()),
    };
    match timed {
        true => format!("{} {}～{last} {}", date_text(start.date, language), time_text(start), time_text(end)),
        false => format!("{}～{last}", date_text(start.date, language)),
    }
}

/// A time as a list has it, in two parts that each stay on one line: `12月5日 周六` and `09:00–16:00`.
pub fn in_short(occurrence: &Occurrence, language: &str, year: i16) -> (String, String) {
    let Occurrence { start, end } = *occurrence;
    let chinese = is_chinese(language);
    let day = |date: Date| short_date(date, chinese, year);
    let single = |date: Date| {
        let weekday = weekday::short(weekday::of(date), chinese);
        if chinese { format!("{} {weekday}", day(date)) } else { format!("{weekday} {}", day(date)) }
    };
    let timed = start.time.is_some() && end.time.is_some();
    if start.date == end.date {
        let hours =
            if timed && start != end { format!("{}–{}", time_text(start), time_text(end)) } else { time_text(start) };
        return (single(start.date), hours);
    }
    if last_day(occurrence) == start.date {
        let next = if chinese { "次日" } else { "" };
        return (single(start.date), format!("{}–{next}{}", time_text(start), time_text(end)));
    }
    if timed {
        let until = if chinese { "至" } else { "until " };
        // The year of the first day holds for the last one too.
        let first = day(start.date);
        let last = short_date(end.date, chinese, start.date.year());
        return (format!("{first} {}", time_text(start)), format!("{until}{last} {}", time_text(end)));
    }
    let last = match chinese && (start.date.year(), start.date.month()) == (end.date.year(), end.date.month()) {
        true => format!("{}日", end.date.day()),
        false if chinese => short_date(end.date, chinese, start.date.year()),
        false => day(end.date),
    };
    let first = if chinese { day(start.date) } else { short_date(start.date, chinese, end.date.year()) };
    let dash = if chinese { "–" } else { " – " };
    (format!("{first}{dash}{last}"), String::new())
}

fn short_date(date: Date, chinese: bool, year: i16) -> String {
    match (chinese, date.year() == year) {
        (true, true) => format!("{}月{}日", date.month(), date.day()),
        (true, false) => format!("{}年{}月{}日", date.year(), date.month(), date.day()),
        (false, true) => format!("{} {}", date.day(), short_month(date.month())),
        (false, false) => format!("{} {} {}", date.day(), short_month(date.month()), date.year()),
    }
}

fn short_month(month: i8) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// `09:00～11:30`; empty for whole days.
pub fn hours_text(occurrence: &Occurrence) -> String {
    match (occurrence.start.time, occurrence.end.time) {
        (Some(start), Some(end)) if start != end || occurrence.start.date != occurrence.end.date => {
            format!("{}～{}", time_text(occurrence.start), time_text(occurrence.end))
        }
        (Some(_), _) => time_text(occurrence.start),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(start: &str, end: &str, language: &str) -> String {
        let when = |text| When::parse(text, &TimeZone::UTC).unwrap();
        occurrence_text(&Occurrence { start: when(start), end: when(end) }, language)
    }

    fn short(start: &str, end: &str, language: &str) -> String {
        let when = |text| When::parse(text, &TimeZone::UTC).unwrap();
        let (day, hours) = in_short(&Occurrence { start: when(start), end: when(end) }, language, 2026);
        format!("{day} | {hours}")
    }

    #[test]
    fn a_list_names_times_in_short() {
        assert_eq!(short("2026-12-05 09:00", "2026-12-05 16:00", "zh-CN"), "12月5日 周六 | 09:00–16:00");
        assert_eq!(short("2026-12-05 09:00", "2026-12-05 09:00", "zh-CN"), "12月5日 周六 | 09:00");
        assert_eq!(short("2027-01-05", "2027-01-05", "zh-CN"), "2027年1月5日 周二 | ");
        assert_eq!(short("2026-12-13 20:30", "2026-12-14 01:00", "zh-CN"), "12月13日 周日 | 20:30–次日01:00");
        assert_eq!(short("2026-11-16", "2026-12-11", "zh-CN"), "11月16日–12月11日 | ");
        assert_eq!(short("2026-12-30", "2027-01-02", "zh-CN"), "12月30日–2027年1月2日 | ");
        assert_eq!(short("2026-12-12", "2026-12-13", "zh-CN"), "12月12日–13日 | ");
        assert_eq!(short("2027-05-18", "2027-05-24", "zh-CN"), "2027年5月18日–24日 | ");
        assert_eq!(short("2027-05-18", "2027-05-24", "en"), "18 May – 24 May 2027 | ");
        assert_eq!(short("2026-12-12 13:30", "2026-12-13 16:30", "zh-CN"), "12月12日 13:30 | 至12月13日 16:30");
        assert_eq!(short("2026-12-05 09:00", "2026-12-05 16:00", "en"), "Sat 5 Dec | 09:00–16:00");
        assert_eq!(short("2026-11-16", "2026-12-11", "en"), "16 Nov – 11 Dec | ");
    }

    #[test]
    fn times_read_as_people_write_them() {
        assert_eq!(text("2026-05-18 09:00", "2026-05-18 11:30", "zh-CN"), "2026年5月18日（周一）09:00～11:30");
        assert_eq!(text("2026-05-18", "2026-05-24", "zh-CN"), "2026年5月18日～24日");
        assert_eq!(text("2026-05-30", "2026-06-02", "zh-CN"), "2026年5月30日～6月2日");
        assert_eq!(text("2026-12-30", "2027-01-02", "zh-CN"), "2026年12月30日～2027年1月2日");
        assert_eq!(text("2026-12-12 13:30", "2026-12-13 16:30", "zh-CN"), "2026年12月12日 13:30～13日 16:30");
        assert_eq!(text("2026-12-31 20:00", "2027-01-02 01:00", "zh-CN"), "2026年12月31日 20:00～2027年1月2日 01:00");
        assert_eq!(text("2026-12-31 20:00", "2027-01-01 01:00", "zh-CN"), "2026年12月31日（周四）20:00～次日01:00");
        assert_eq!(
            text("2026-12-13 20:30", "2026-12-14 01:00", "en"),
            "13 December 2026 (Sun), 20:30～01:00 the next day"
        );
        assert_eq!(text("2026-05-30 20:00", "2026-06-01 01:00", "en"), "30 May 2026 20:00 – 1 June 2026 01:00");
        assert_eq!(text("2026-05-18", "2026-05-18", "en"), "18 May 2026 (Mon)");
        assert_eq!(text("2026-05-18 09:00", "2026-05-18 11:30", "en"), "18 May 2026 (Mon), 09:00～11:30");
    }
}
