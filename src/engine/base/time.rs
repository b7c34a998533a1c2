//! Parses dates in the forms that people write, and holds the site's "today".
//!
//! The clock is never read here: the caller passes [`Now`]. Times in content are wall-clock times in the site's zone;
//! a time with an explicit offset is converted to it.

use std::fmt;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::time_words::plain;

/// The English names of the months, from January; Chinese uses numbers.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The date for which the site is built, in the site's time zone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Today(pub Date);

/// The time that a build is given: a day, or an instant, which is on one day or another by the site's time zone. The
/// zone is a setting of the site, so the day is known only once the site has been read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Now {
    Day(Date),
    Instant(Timestamp),
}

impl Now {
    pub fn today(self, zone: &TimeZone) -> Today {
        Today(self.local(zone).date())
    }

    /// The wall-clock time in a zone. A day is taken at its beginning, so that nothing is published before its hour.
    pub fn local(self, zone: &TimeZone) -> DateTime {
        match self {
            Self::Day(date) => date.to_datetime(Time::midnight()),
            Self::Instant(instant) => instant.to_zoned_datetime(zone.clone()).datetime(),
        }
    }
}

/// The day and the time that a site was built for, and the time zone that they are of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LocalDay {
    pub today: Today,
    /// On that day.
    pub now: DateTime,
    pub zone: TimeZone,
}

/// A date, with a time of day if one was written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct When {
    pub date: Date,
    pub time: Option<Time>,
}

impl When {
    /// Parses `2026-05-18`, `2026/5/18`, `2026年5月18日`, each with an optional ` 9:30`, `T09:30[:00]` or `下午2点半`, and
    /// RFC 3339 with an offset, which is converted to `zone`.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        Self::exact(text.trim(), zone).or_else(|| Self::exact(&plain(text), zone))
    }

    fn exact(text: &str, zone: &TimeZone) -> Option<Self> {
        if has_offset(text)
            && let Ok(timestamp) = text.parse::<Timestamp>()
        {
            let local = timestamp.to_zoned_datetime(zone.clone()).datetime();
            return Some(Self { date: local.date(), time: Some(local.time()) });
        }
        let (date, rest) = split_date(text)?;
        let rest = rest.strip_prefix(['T', 't']).unwrap_or(rest).trim();
        let time = if rest.is_empty() { None } else { Some(parse_time(rest)?) };
        Some(Self { date, time })
    }

    /// Formats it as front matter writes it: `2026-05-16`, or with a time `2026-05-16 09:30`.
    pub fn plain(&self) -> String {
        match self.time {
            Some(time) => format!("{} {:02}:{:02}", self.date, time.hour(), time.minute()),
            None => self.date.to_string(),
        }
    }

    /// Returns date and time; a date alone begins at midnight.
    pub fn datetime(&self) -> DateTime {
        self.date.to_datetime(self.time.unwrap_or(Time::midnight()))
    }

    /// Returns the moment in the zone, as RFC 3339 with the offset; a time skipped by a clock change moves forward.
    pub fn zoned(&self, zone: &TimeZone) -> ZonedDateTime {
        zone.to_ambiguous_zoned_datetime(self.datetime())
            .compatible()
            .unwrap_or_else(|_| Timestamp::UNIX_EPOCH.to_zoned_datetime(zone.clone()))
    }
}

/// Whether what ends a time, if anything does behind a sign, can be its offset from UTC. In `09:00-11:00` it is the hour at which something ends: an offset to
/// the west stands only in the whole form of RFC 3339, with `T` and seconds, as programs write it.
fn has_offset(text: &str) -> bool {
    let Some((_, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let Some(at) = time.find(['+', '-']) else { return true };
    let (clock, offset) = time.split_at(at);
    let digits: Vec<u32> = offset.chars().take_while(|c| *c != '[').filter_map(|c| c.to_digit(10)).collect();
    let minutes = match digits.as_slice() {
        [a, b] => (a * 10 + b) * 60,
        [a, b, c, d] => (a * 10 + b) * 60 + c * 10 + d,
        _ => return false,
    };
    let whole = !text.contains(' ') && clock.matches(':').count() == 2;
    minutes % 15 == 0 && if offset.starts_with('+') { minutes <= 14 * 60 } else { minutes <= 12 * 60 && whole }
}

/// Parses a date without time, in any of the forms of [`When::parse`].
pub fn parse_date(text: &str) -> Option<Date> {
    let exact = |text: &str| {
        let (date, rest) = split_date(text)?;
        rest.trim().is_empty().then_some(date)
    };
    exact(text.trim()).or_else(|| exact(&plain(text)))
}

/// Parses `9:30`, `09:30`, `09:30:15` and the full-width `9：30`.
pub fn parse_time(text: &str) -> Option<Time> {
    let mut parts = text.split([':', '：']);
    let mut number = |least: usize| {
        let part = parts.next()?;
        (part.len() >= least && part.len() <= 2).then(|| part.parse::<i8>().ok())?
    };
    let (hour, minute) = (number(1)?, number(2)?);
    let second = match parts.next() {
        Some(part) if part.len() == 2 => part.parse().ok()?,
        Some(_) => return None,
        None => 0,
    };
    if parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, second, 0).ok()
}

/// Parses a month: `2026-05`, `2026年5月`.
pub fn parse_month(text: &str) -> Option<(i16, i8)> {
    let text = text.trim().trim_end_matches('月');
    let (year, month) = text.split_once(['-', '/', '年'])?;
    let (year, month) = (four_digits(year)?, month.parse::<i8>().ok()?);
    (1..=12).contains(&month).then_some((year, month))
}

fn split_date(text: &str) -> Option<(Date, &str)> {
    let (year, rest) = text.split_at_checked(4)?;
    let year = four_digits(year)?;
    let separator = rest.chars().next()?;
    if !matches!(separator, '-' | '/' | '.' | '年') {
        return None;
    }
    let (month, rest) = leading_number(&rest[separator.len_utf8()..])?;
    let second = rest.chars().next()?;
    let fits = if separator == '年' { second == '月' } else { second == separator };
    if !fits {
        return None;
    }
    let (day, rest) = leading_number(&rest[second.len_utf8()..])?;
    let rest = if separator == '年' { rest.strip_prefix(['日', '号'])? } else { rest };
    Some((Date::new(year, month, day).ok()?, rest))
}

pub(super) fn four_digits(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

fn leading_number(text: &str) -> Option<(i8, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits).then(|| Some((text[..digits].parse().ok()?, &text[digits..])))?
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.date)?;
        match self.time {
            Some(time) => write!(f, "T{:02}:{:02}", time.hour(), time.minute()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Today {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        When::parse(text, &TimeZone::get("Asia/Shanghai").unwrap()).map(|when| when.to_string())
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        for text in ["2026-05-08", "2026/5/8", "2026年5月8日", "2026.5.8"] {
            assert_eq!(read(text).as_deref(), Some("2026-05-08"), "{text}");
        }
        for text in ["2026-05-08 9:30", "2026-05-08T09:30:00", "2026年5月8日 9：30", "2026-05-08T01:30:00Z"] {
            assert_eq!(read(text).as_deref(), Some("2026-05-08T09:30"), "{text}");
        }
        for text in ["", "2026", "2026-13-01", "2026-02-30", "26-1-1", "2026-5/8", "2026-05-08 25:00", "五月八日"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn an_end_is_no_offset() {
        for text in [
            "2026-12-01 09:00-11:00",
            "2026-12-01 14:00-17:30",
            "2026-12-01 09:00-1100",
            "2026-12-01 09:00-11",
            "2026-12-01T09:00-11:00",
            "2026-12-01 09:00:00-11:00",
            "2026-12-01T09:00:00-11:00:00",
            "2026-12-01T09:00:00-14:00",
            "2026-12-01T09:00:00+14:30",
            "2026-12-01T09:00:00+08:10",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("2026-12-01T09:00:00+0900").as_deref(), Some("2026-12-01T08:00"));
        assert_eq!(read("2026-12-01T09:00:00-05:00").as_deref(), Some("2026-12-01T22:00"));
        assert_eq!(read("2026-12-01 09:00+08:00").as_deref(), Some("2026-12-01T09:00"));
    }

    #[test]
    fn months_are_read_as_people_write_them() {
        assert_eq!(parse_month("2026-05"), Some((2026, 5)));
        assert_eq!(parse_month("2026年5月"), Some((2026, 5)));
        assert_eq!(parse_month("2026-13"), None);
    }
}
