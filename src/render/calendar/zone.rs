//! Writes a VTIMEZONE (RFC 5545 §3.6.5) for a range of years.
//!
//! Clock changes are listed one by one from the time zone database; no recurrence rule is derived from them. A zone without
//! changes in the range has one observance.

use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Dst, Offset, TimeZone};

use super::datetime;
use super::line::Lines;

/// Writes the zone's offsets during the given years.
pub(super) fn write(lines: &mut Lines, name: &str, zone: &TimeZone, years: RangeInclusive<i16>) {
    lines.begin("VTIMEZONE");
    lines.text("TZID", name);
    for observance in observances(zone, years) {
        let component = if observance.daylight { "DAYLIGHT" } else { "STANDARD" };
        lines.begin(component);
        if let Some((first, others)) = observance.onsets.split_first() {
            lines.raw("DTSTART", &datetime(*first));
            for onset in others {
                lines.raw("RDATE", &datetime(*onset));
            }
        }
        lines.raw("TZOFFSETFROM", &utc_offset(observance.from));
        lines.raw("TZOFFSETTO", &utc_offset(observance.to));
        lines.text("TZNAME", &observance.abbreviation);
        lines.end(component);
    }
    lines.end("VTIMEZONE");
}

struct Observance {
    daylight: bool,
    from: Offset,
    to: Offset,
    abbreviation: String,
    /// The starts in local time before the change; at least one.
    onsets: Vec<DateTime>,
}

fn observances(zone: &TimeZone, years: RangeInclusive<i16>) -> Vec<Observance> {
    let begin = midnight_utc(*years.start()).unwrap_or(Timestamp::MIN);
    let end = midnight_utc(years.end().saturating_add(1)).unwrap_or(Timestamp::MAX);
    let before = zone.to_offset_info(begin);
    // The first observance is dated back to 1970, as clients expect of a zone without changes; offsets before the
    // first event don't matter.
    let since = Date::new((*years.start()).min(1970), 1, 1).unwrap_or(Date::MIN).at(0, 0, 0, 0);
    let mut found = vec![Observance {
        daylight: before.dst() == Dst::Yes,
        from: before.offset(),
        to: before.offset(),
        abbreviation: before.abbreviation().to_owned(),
        onsets: vec![since],
    }];
    let mut from = before.offset();
    for change in zone.following(begin).take_while(|change| change.timestamp() < end) {
        let (to, daylight) = (change.offset(), change.dst() == Dst::Yes);
        let onset = from.to_datetime(change.timestamp());
        let alike = found.iter_mut().find(|seen| {
            (seen.from, seen.to, seen.daylight) == (from, to, daylight) && seen.abbreviation == change.abbreviation()
        });
        match alike {
            Some(seen) => seen.onsets.push(onset),
            None => found.push(Observance {
                daylight,
                from,
                to,
                abbreviation: change.abbreviation().to_owned(),
                onsets: vec![onset],
            }),
        }
        from = to;
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
    fn a_zone_with_summer_time_has_every_change_of_the_years() {
        let text = written("Europe/London", 2026..=2027);
        assert!(text.contains(
            "BEGIN:DAYLIGHT\r\nDTSTART:20260329T010000\r\nRDATE:20270328T010000\r\n\
             TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:BST\r\nEND:DAYLIGHT\r\n"
        ));
        assert!(text.contains("DTSTART:20261025T020000\r\nRDATE:20271031T020000\r\nTZOFFSETFROM:+0100\r\n"));
    }

    #[test]
    fn an_offset_of_odd_seconds_keeps_them() {
        assert!(written("Asia/Shanghai", 1890..=1890).contains("TZOFFSETTO:+080543\r\n"));
    }
}
