//! A place's hours, the holidays and the build's day → the days to come that aren't like any week.
//!
//! A page ages, so it never says what holds "today": it names dates, and a script that
//! knows the visitor's clock says the rest.

use jiff::ToSpan;
use jiff::civil::Date;

use super::date::{date_view, is_chinese};
use super::inputs::Inputs;
use super::model::SpecialDaysView;
use crate::base::time::{Today, When};
use crate::config::collection::value::OpeningHours;
use crate::config::collection::value::opening_hours::{Hours, describe_days, name_ranges};
use crate::config::holidays::Calendar;
use crate::site::EntryId;

/// How far ahead exceptions and holidays are named.
const DAYS_AHEAD: i32 = 400;

/// How near a year must be for a page to say that its holidays aren't announced.
const NEAR: i32 = 90;

/// The most that a page names; what comes later will be named later.
const MOST_SPECIAL: usize = 12;

/// Opening hours as lines: the week, the rule for holidays, the days that differ and aren't over, the note.
pub fn lines(hours: &OpeningHours, today: Today, chinese: bool) -> Vec<String> {
    let mut lines = hours.describe(chinese);
    let coming = hours.exceptions.iter().filter(|exception| exception.to >= today.0);
    lines.extend(coming.map(|exception| exception.describe(chinese)));
    lines.extend(hours.note.clone());
    lines
}

/// The exceptions and the public holidays to come at an entry's own place.
pub fn special_days(inputs: &Inputs, id: EntryId) -> Vec<SpecialDaysView> {
    let entry = inputs.site.entry(id);
    let Some(hours) = entry.place.as_ref().and_then(|place| place.hours.as_ref()) else { return Vec::new() };
    let language = &entry.key.language;
    let chinese = is_chinese(language);
    let date = |date| date_view(When { date, time: None }, language, &inputs.site.config.zone);
    let days = special(hours, &inputs.promises.holidays, inputs.site.today.0, chinese).into_iter();
    days.map(|days| {
        let (state, hours) = match &days.hours {
            Hours::Open(ranges) => ("open", name_ranges(ranges, chinese)),
            Hours::Untimed => ("untimed", String::new()),
            Hours::Appointment => ("appointment", String::new()),
            Hours::Closed => ("closed", String::new()),
            Hours::Unknown => ("unknown", String::new()),
        };
        SpecialDaysView {
            from: date(days.from),
            to: date(days.to),
            text: describe_days(days.from, days.to, chinese),
            reason: days.reason,
            state,
            hours,
        }
    })
    .collect()
}

/// The first year near the build's day whose holidays aren't announced, where they would change an entry's hours.
pub fn unannounced_year(inputs: &Inputs, id: EntryId) -> Option<i16> {
    let hours = inputs.site.entry(id).place.as_ref()?.hours.as_ref()?;
    let today = inputs.site.today.0;
    let year =
        [today.year(), ahead(today, NEAR).year()].into_iter().find(|year| !inputs.promises.holidays.knows(*year))?;
    // Any week shows whether a holiday would make a difference.
    let week = Date::new(year, 12, 1).ok()?.series(1.day()).take(7);
    week.map(|date| hours.said_of(date, &inputs.promises.holidays)).any(|day| day.presumed).then_some(year)
}

/// The days to come of a place that aren't like any week.
pub fn days_to_come(inputs: &Inputs, hours: &OpeningHours) -> Vec<Days> {
    special(hours, &inputs.promises.holidays, inputs.site.today.0, true)
}

/// Days in a row with the same hours for the same reason.
#[derive(Debug, PartialEq)]
pub struct Days {
    pub from: Date,
    pub to: Date,
    reason: String,
    pub hours: Hours,
}

fn special(hours: &OpeningHours, holidays: &Calendar, today: Date, chinese: bool) -> Vec<Days> {
    let last = ahead(today, DAYS_AHEAD);
    let off = holidays.between(today, last).map(|holiday| (holiday.from, holiday.to));
    let own = hours.exceptions.iter().map(|exception| (exception.from, exception.to));
    let own = own.chain(hours.lunar_days(today, last));
    let work = holidays.work_between(today, last).filter(|_| hours.working).map(|date| (date, date));
    let mut spans: Vec<(Date, Date)> = off.chain(own).chain(work).filter(|(_, to)| *to >= today).collect();
    spans.sort_unstable();
    let mut days: Vec<Days> = Vec::new();
    // What has begun is told whole; of what began very long ago, the last part.
    let mut next = ahead(today, -DAYS_AHEAD);
    for (from, to) in spans {
        let dates = from.max(next).series(1.day()).take_while(|date| *date <= to.min(last));
        for date in dates {
            let (reason, on) = (reason(hours, holidays, date, chinese), hours.ranges_on(date, holidays).hours);
            next = date.tomorrow().unwrap_or(date);
            let goes_on =
                |run: &&mut Days| run.to.tomorrow().ok() == Some(date) && run.reason == reason && run.hours == on;
            if let Some(run) = days.last_mut().filter(goes_on) {
                run.to = date;
                continue;
            }
            days.pop_if(|run| run.to < today);
            if days.len() == MOST_SPECIAL {
                return days;
            }
            days.push(Days { from: date, to: date, reason, hours: on });
        }
    }
    days.pop_if(|run| run.to < today);
    days
}

/// The note of the exception that holds on a date, else the holiday; an exception that reaches beyond a holiday
/// has nothing to do with it.
fn reason(hours: &OpeningHours, holidays: &Calendar, date: Date, chinese: bool) -> String {
    let exception = hours.exception_on(date);
    let note = exception.and_then(|exception| exception.note.clone());
    let within = |from: Date, to: Date| exception.is_none_or(|exception| from <= exception.from && exception.to <= to);
    let holiday = || holidays.holiday(date).filter(|holiday| within(holiday.from, holiday.to));
    let lunar = || if exception.is_none() { hours.lunar_on(date, holidays) } else { None };
    let work = || {
        let word = if chinese { "调休上班日" } else { "working weekend" };
        (hours.working && exception.is_none() && holidays.works(date)).then(|| word.to_owned())
    };
    note.or_else(|| lunar().map(|feast| feast.describe(chinese)))
        .or_else(|| Some(holiday()?.name(chinese)))
        .or_else(work)
        .unwrap_or_default()
}

fn ahead(date: Date, days: i32) -> Date {
    date.saturating_add(days.days())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::config::collection::value::{Exception, Holidays};

    fn words(hours: &OpeningHours, today: Date) -> Vec<String> {
        let days = special(hours, &Calendar::china(), today, true);
        let word = |days: Days| {
            let hours = match days.hours {
                Hours::Open(ranges) => name_ranges(&ranges, true),
                Hours::Closed => "闭馆".to_owned(),
                _ => "不详".to_owned(),
            };
            format!("{} {hours} {}", describe_days(days.from, days.to, true), days.reason)
        };
        days.into_iter().map(word).collect()
    }

    #[test]
    fn exceptions_and_holidays_to_come_are_told_once_each() {
        let mut hours = OpeningHours::parse("周二至周日 9:00-17:00；法定节假日照常开放").unwrap();
        hours.exceptions =
            ["2026-09-20 闭馆", "2026-10-05至2026-10-06 8:00-20:00", "2026-10-12至2026-10-13 闭馆（检修）"]
                .map(|text| Exception::parse(text).unwrap())
                .to_vec();
        assert_eq!(
            words(&hours, date(2026, 9, 26)),
            [
                "2026年9月25日至27日 09:00～17:00 中秋节",
                "2026年10月1日至4日 09:00～17:00 国庆节",
                "2026年10月5日至6日 08:00～20:00 国庆节",
                "2026年10月7日 09:00～17:00 国庆节",
                "2026年10月12日至13日 闭馆 检修",
            ]
        );
        assert_eq!(words(&hours, date(2026, 10, 13)), ["2026年10月12日至13日 闭馆 检修"]);
        assert!(words(&hours, date(2026, 10, 14)).is_empty());
        let office = OpeningHours::parse("工作日 9:00-17:00").unwrap();
        assert_eq!(
            words(&office, date(2026, 10, 4)),
            ["2026年10月1日至7日 闭馆 国庆节", "2026年10月10日 09:00～17:00 调休上班日"]
        );
        hours.holidays = None;
        assert_eq!(words(&hours, date(2026, 10, 7)), ["2026年10月7日 不详 国庆节", "2026年10月12日至13日 闭馆 检修"]);
        hours.holidays = Some(Holidays::Closed);
        hours.exceptions = vec![Exception::parse("2026-01-01至2999-12-31 闭馆").unwrap()];
        let days = words(&hours, date(2026, 10, 1));
        assert_eq!(days, ["2026年1月1日至2027年11月5日 闭馆 "]);
        assert!(
            lines(&hours, Today(date(3000, 1, 1)), true).len() < lines(&hours, Today(date(2026, 1, 1)), true).len()
        );
    }
}
