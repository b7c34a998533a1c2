//! The time to build for: the day that was asked for, else `SOURCE_DATE_EPOCH`, else the system's clock.

use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use super::terminal::say;
use crate::base::diagnostic::Language;
use crate::base::time::{Now, When, parse_date};

/// The day given with an option, if one was; `Err` where it is no day, which is told.
pub fn asked_day(text: Option<&str>, option: &str, language: Language) -> Result<Option<Date>, ()> {
    let asked = text.map(parse_date);
    if asked == Some(None) {
        let says = say(language, "应是日期，如 2026-05-18", "takes a date, as in 2026-05-18");
        eprintln!("{option} {says}");
        return Err(());
    }
    Ok(asked.flatten())
}

/// Where the time of a build comes from.
#[derive(Clone, Copy)]
pub enum Clock {
    /// The day that was asked for.
    Day(Date),
    /// An instant that stands for now, so that a build can be repeated.
    Fixed(Timestamp),
    /// The system's clock, which is read anew for every build.
    System(fn() -> Timestamp),
}

impl Clock {
    pub fn new(asked: Option<Date>) -> Self {
        let epoch = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
        match (asked, epoch.and_then(|seconds| Timestamp::from_second(seconds).ok())) {
            (Some(date), _) => Self::Day(date),
            (None, Some(moment)) => Self::Fixed(moment),
            (None, None) => Self::System(Timestamp::now),
        }
    }

    /// The time of a build that begins now.
    pub fn now(self) -> Now {
        match self {
            Self::Day(date) => Now::Day(date),
            Self::Fixed(instant) => Now::Instant(instant),
            Self::System(now) => Now::Instant(now()),
        }
    }

    /// How long the day still lasts; `None` for one that doesn't end.
    pub fn rest(self, zone: &TimeZone) -> Option<Duration> {
        let Self::System(now) = self else { return None };
        let now = now().to_zoned_datetime(zone.clone());
        let rest = now.duration_until(&next_day(&now)?);
        Some(Duration::try_from(rest).unwrap_or_default())
    }
}

impl Clock {
    /// How long it is until a time of a zone; `None` where time doesn't pass. At least a moment, so that a time that is
    /// nearly there isn't waited for in a busy loop.
    pub fn until(self, when: When, zone: &TimeZone) -> Option<Duration> {
        let Self::System(now) = self else { return None };
        let rest = now().duration_until(when.zoned(zone).timestamp());
        Some(Duration::try_from(rest).unwrap_or_default().max(Duration::from_millis(10)))
    }
}

/// The first moment of the next day, which isn't midnight where the clocks are put forward then.
fn next_day(now: &ZonedDateTime) -> Option<ZonedDateTime> {
    now.date().checked_add(1.day()).ok()?.to_zoned_datetime(now.time_zone().clone()).ok()?.start_of_day().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(now: &'static str) -> String {
        let now: ZonedDateTime = now.parse().unwrap();
        next_day(&now).unwrap().to_string()
    }

    #[test]
    fn a_day_ends_at_midnight_of_its_zone() {
        assert_eq!(rest("2026-11-24T23:59:59[Asia/Shanghai]"), "2026-11-25T00:00:00+08:00[Asia/Shanghai]");
        assert_eq!(rest("2026-12-31T00:00:00[Asia/Shanghai]"), "2027-01-01T00:00:00+08:00[Asia/Shanghai]");
    }

    #[test]
    fn a_change_of_clocks_is_no_matter() {
        // The day has 25 hours, and its second 1:30 is still the same day.
        assert_eq!(rest("2026-11-01T01:30:00-05:00[America/New_York]"), "2026-11-02T00:00:00-05:00[America/New_York]");
        // In Cairo the clocks went from midnight to one o'clock: the day begins at one.
        assert_eq!(rest("2026-04-23T12:00:00[Africa/Cairo]"), "2026-04-24T01:00:00+03:00[Africa/Cairo]");
    }

    #[test]
    fn a_day_that_was_asked_for_does_not_end() {
        let day = Clock::Day(jiff::civil::date(2026, 5, 18));
        assert_eq!(day.rest(&TimeZone::UTC), None);
        assert_eq!(Clock::Fixed(Timestamp::UNIX_EPOCH).rest(&TimeZone::UTC), None);
    }
}
