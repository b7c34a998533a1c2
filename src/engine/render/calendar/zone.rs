//! Writes a VTIMEZONE (RFC 5545 §3.6.5) for a range of years.
//!
//! Clock changes are found in the time zone database. Those that come every year on the same weekday of a month become one
//! observance with a rule, because some programs read no list of dates; a change that fits no rule is an observance of its
//! own. A zone without changes in the range has one observance.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Dst, Offset, TimeZone};

use super::datetime;
use super::line::Lines;

/// How many years beyond the range are looked at, to see whether a rule goes on.
const AHEAD: i16 = 10;

/// Writes the zone's offsets during the given years.
pub(super) fn write(lines: &mut Lines, name: &str, zone: &TimeZone, years: RangeInclusive<i16>) {
    lines.begin("VTIMEZONE");
    lines.text("TZID", name);
    for observance in observances(zone, years) {
        let component = if observance.change.daylight { "DAYLIGHT" } else { "STANDARD" };
        lines.begin(component);
        lines.raw("DTSTART", &datetime(observance.first));
        if let Some(rule) = observance.rule() {
            lines.raw("RRULE", &rule);
        }
        lines.raw("TZOFFSETFROM", &utc_offset(observance.change.from));
        lines.raw("TZOFFSETTO", &utc_offset(observance.change.to));
        lines.text("TZNAME", &observance.change.abbreviation);
        lines.end(component);
    }
    lines.end("VTIMEZONE");
}

#[derive(Clone, PartialEq)]
struct Change {
    daylight: bool,
    from: Offset,
    to: Offset,
    abbreviation: String,
}

struct Observance {
    change: Change,
    /// The first start, in local time before the change.
    first: DateTime,
    /// The last of the starts, one every year.
    last: DateTime,
    /// Which of its weekday in the month all starts are: the n-th, or -1 for the last.
    nth: Vec<i8>,
    /// Whether the rule goes on after the years that are written.
    endless: bool,
}

impl Observance {
    fn of(change: Change, onset: DateTime) -> Self {
        Self { change, first: onset, last: onset, nth: nth(onset.date()), endless: false }
    }

    /// Takes the next year's start, if it fits.
    fn take(&mut self, change: &Change, onset: DateTime) -> bool {
        let (before, date) = (self.last.date(), onset.date());
        let fits = self.change == *change
            && date.year() == before.year().saturating_add(1)
            && date.month() == before.month()
            && date.weekday() == before.weekday()
            && onset.time() == self.last.time();
        let common: Vec<i8> = nth(date).into_iter().filter(|nth| self.nth.contains(nth)).collect();
        if !fits || common.is_empty() {
            return false;
        }
        (self.last, self.nth) = (onset, common);
        true
    }

    /// The rule; none for a change that came once.
    fn rule(&self) -> Option<String> {
        if self.first == self.last {
            return None;
        }
        const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
        let date = self.first.date();
        let day = CODES[usize::from(date.weekday().to_monday_zero_offset().unsigned_abs()) % 7];
        // Where both fit, the last one of the month is what laws say.
        let nth = self.nth.iter().min().copied().unwrap_or(-1);
        let rule = format!("FREQ=YEARLY;BYMONTH={};BYDAY={nth}{day}", date.month());
        if self.endless {
            return Some(rule);
        }
        let until = self.change.from.to_timestamp(self.last).ok()?;
        Some(format!("{rule};UNTIL={}Z", datetime(TimeZone::UTC.to_datetime(until))))
    }
}

/// Which of its weekday in the month a date is: counted from the first, and -1 if it is the last.
fn nth(date: Date) -> Vec<i8> {
    let mut found = vec![(date.day() - 1) / 7 + 1];
    if date.day() > date.days_in_month() - 7 {
        found.push(-1);
    }
    found
}

fn observances(zone: &TimeZone, years: RangeInclusive<i16>) -> Vec<Observance> {
    let begin = midnight_utc(*years.start()).unwrap_or(Timestamp::MIN);
    let written = midnight_utc(years.end().saturating_add(1)).unwrap_or(Timestamp::MAX);
    let seen = midnight_utc(years.end().saturating_add(AHEAD)).unwrap_or(Timestamp::MAX);
    let before = zone.to_offset_info(begin);
    // The first observance is dated back to 1970, as clients expect of a zone without changes; offsets before the
    // first event don't matter.
    let since = Date::new((*years.start()).min(1970), 1, 1).unwrap_or(Date::MIN).at(0, 0, 0, 0);
    let (daylight, offset) = (before.dst() == Dst::Yes, before.offset());
    let abbreviation = before.abbreviation().to_owned();
    let mut found = vec![Observance::of(Change { daylight, from: offset, to: offset, abbreviation }, since)];
    let mut from = offset;
    for change in zone.following(begin).take_while(|change| change.timestamp() < seen) {
        let (to, daylight) = (change.offset(), change.dst() == Dst::Yes);
        let onset = from.to_datetime(change.timestamp());
        let this = Change { daylight, from, to, abbreviation: change.abbreviation().to_owned() };
        from = to;
        let taken = found[1..].iter_mut().rev().find_map(|one| one.take(&this, onset).then_some(&mut one.endless));
        match taken {
            Some(endless) => *endless = change.timestamp() >= written,
            None if change.timestamp() < written => found.push(Observance::of(this, onset)),
            None => {}
        }
    }
    found
}

fn midnight_utc(year: i16) -> Option<Timestamp> {
    TimeZone::UTC.to_timestamp(Date::new(year, 1, 1).ok()?.at(0, 0, 0, 0)).ok()
}

/// Formats a UTC-OFFSET (RFC 5545 §3.3.14); seconds only if they aren't 0.
fn utc_offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let seconds = seconds.unsigned_abs();
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match rest {
        0 => format!("{sign}{hours:02}{minutes:02}"),
        rest => format!("{sign}{hours:02}{minutes:02}{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(zone: &str, years: RangeInclusive<i16>) -> String {
        let mut lines = Lines::default();
        write(&mut lines, zone, &TimeZone::get(zone).unwrap(), years);
        String::from_utf8(lines.into_bytes()).unwrap()
    }

    #[test]
    fn a_zone_with_summer_time_has_a_rule_for_each_change() {
        let text = written("Europe/London", 2026..=2027);
        assert!(text.contains(
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n\
             TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\nEND:DAYLIGHT\r\n"
        ));
        assert!(text.contains("DTSTART:20261025T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"));
        let text = written("America/New_York", 2026..=2026);
        assert!(text.contains("DTSTART:20260308T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"));
        assert!(text.contains("DTSTART:20261101T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\n"));
    }

    #[test]
    fn a_rule_that_was_given_up_ends() {
        let text = written("America/New_York", 2000..=2010);
        assert!(
            text.contains(
                "DTSTART:20000402T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z\r\n"
            )
        );
        assert!(text.contains("DTSTART:20070311T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n"));
        for zone in ["Europe/London", "Asia/Shanghai", "Africa/Casablanca", "Australia/Lord_Howe"] {
            assert!(!written(zone, 1986..=2027).contains("RDATE"), "{zone}");
        }
        assert!(!written("Asia/Shanghai", 2026..=2036).contains("RRULE"));
    }

    #[test]
    fn an_offset_of_odd_seconds_keeps_them() {
        assert!(written("Asia/Shanghai", 1890..=1890).contains("TZOFFSETTO:+080543\r\n"));
    }
}
