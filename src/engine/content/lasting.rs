//! How long each time of a recurring event lasts.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::base::time::When;

/// Returns how many days the first time lasts and how many lie between the first two, if it lasts until after the second: what
/// was meant as the end of all of them.
pub fn overlap(starts: &[When], end: Option<When>, all_day: bool) -> Option<(i32, i32)> {
    let ([first, second, ..], Some(end)) = (starts, end) else { return None };
    let over = if all_day || end.time.is_none() { end.date >= second.date } else { end.datetime() > second.datetime() };
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    over.then(|| (days(first.date, end.date), days(first.date, second.date)))
}

/// Returns the end on the day of the start: its time of day, if that is later than the start's.
pub fn same_day(start: When, end: When) -> Option<When> {
    let time = end.time.filter(|time| start.time.is_some_and(|start| *time > start))?;
    Some(When { date: start.date, time: Some(time) })
}

/// Returns the end of another time: as many days later as that begins.
pub fn moved(end: When, from: Date, to: Date, all_day: bool) -> When {
    let days = from.until(end.date).map_or(0, |span| span.get_days());
    When { date: to.checked_add(days.days()).unwrap_or(to), time: if all_day { None } else { end.time } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str) -> When {
        When::parse(text, &jiff::tz::TimeZone::UTC).unwrap()
    }

    #[test]
    fn a_time_that_lasts_over_the_next_is_found() {
        let weekly = [when("2026-05-16 09:00"), when("2026-05-23 09:00")];
        assert_eq!(overlap(&weekly, Some(when("2026-12-31")), false), Some((229, 7)));
        assert_eq!(overlap(&weekly, Some(when("2026-05-16 11:00")), false), None);
        assert_eq!(overlap(&weekly, Some(when("2026-05-23 08:00")), false), None);
        assert_eq!(overlap(&weekly[..1], Some(when("2026-12-31")), false), None);
        let daily = [when("2026-05-16"), when("2026-05-17")];
        assert_eq!(
            (overlap(&daily, Some(daily[0]), true), overlap(&daily, Some(daily[1]), true)),
            (None, Some((1, 1)))
        );
    }

    #[test]
    fn it_ends_on_its_own_day() {
        assert_eq!(same_day(when("2026-05-16 09:00"), when("9999-12-31 11:00")), Some(when("2026-05-16 11:00")));
        assert_eq!(same_day(when("2026-05-16 09:00"), when("9999-12-31")), None);
    }
}
