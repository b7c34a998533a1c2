//! The table of cases that the program and the theme's `hours.js` are both held to.
//!
//! The program itself only says what the hours of a date are. What holds at a moment is
//! reckoned here one half-hour after another, by a way so plain that it can be seen to be
//! right, and held against what the table expects of the script. All hours in the table are
//! whole or half ones.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};
use kepu::config::collection::value::opening_hours::{DayHours, Hours};
use kepu::config::collection::value::{Exception, Holidays, OpeningHours};
use kepu::config::holidays::Calendar;
use serde_json::Value;

const TABLE: &str = include_str!("../browser/visit.json");

const DAY: u16 = 24 * 60;

/// As far as the script looks ahead.
const REACH: i32 = 400;

fn place(written: &Value) -> OpeningHours {
    let texts = |key: &str| -> Vec<&str> {
        written[key].as_array().map(|texts| texts.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
    };
    let mut hours = OpeningHours::parse_weekly(&texts("weekly")).unwrap();
    hours.holidays = written["holidays"].as_str().map(|rule| Holidays::parse(rule).unwrap());
    hours.exceptions = texts("exceptions").into_iter().map(|text| Exception::parse(text).unwrap()).collect();
    hours
}

/// What the table says of a day: `09:00-12:00 14:00-17:00`, `closed ?`.
fn day(hours: &OpeningHours, date: Date, calendar: &Calendar) -> String {
    let day = hours.ranges_on(date, calendar);
    let mut words = match day.hours {
        Hours::Open(ranges) => {
            ranges.iter().map(|range| format!("{}-{}", clock(range.start), end(range.end))).collect()
        }
        Hours::Closed => vec!["closed".to_owned()],
        Hours::Unknown => vec!["unknown".to_owned()],
    };
    words.extend(day.presumed.then(|| "?".to_owned()));
    words.join(" ")
}

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn end(minutes: u16) -> String {
    clock(if minutes > DAY { minutes - DAY } else { minutes })
}

fn minutes(at: DateTime) -> u16 {
    u16::try_from(i32::from(at.hour()) * 60 + i32::from(at.minute())).unwrap()
}

/// The hours of a date whose range holds a moment; the evening before may reach into it.
fn holding(hours: &OpeningHours, at: DateTime, calendar: &Calendar) -> Option<DayHours> {
    let on = |date, minutes: u16| {
        let day = hours.ranges_on(date, calendar);
        let Hours::Open(ranges) = &day.hours else { return None };
        ranges.iter().any(|range| (range.start..range.end).contains(&minutes)).then_some(day)
    };
    on(at.date().yesterday().unwrap(), minutes(at) + DAY).or_else(|| on(at.date(), minutes(at)))
}

/// What the table says of a moment: `open until 2026-05-20 17:00`, `closed, opens 2026-05-19 09:00`.
fn moment(hours: &OpeningHours, now: DateTime, calendar: &Calendar) -> String {
    let today = hours.ranges_on(now.date(), calendar);
    let midnight = now.date().to_datetime(Time::midnight());
    let halves = move || (0..REACH * 48).map(move |half| midnight + (30 * half).minutes());
    let times = || std::iter::once(now).chain(halves().filter(|at| *at > now));
    let word = |presumed: bool| if presumed { " ?" } else { "" };
    if let Some(day) = holding(hours, now, calendar) {
        let Some(end) = times().find(|at| holding(hours, *at, calendar).is_none()) else {
            return format!("open{}", word(day.presumed));
        };
        let end = match (end.hour(), end.minute()) {
            (0, 0) => format!("{} 24:00", end.date().yesterday().unwrap()),
            _ => end.strftime("%Y-%m-%d %H:%M").to_string(),
        };
        return format!("open until {end}{}", word(day.presumed));
    }
    if today.hours == Hours::Unknown {
        return format!("unknown{}", word(today.presumed));
    }
    let known = |at: &DateTime| hours.ranges_on(at.date(), calendar).hours != Hours::Unknown;
    let opens = times().take_while(known).find(|at| holding(hours, *at, calendar).is_some());
    let over = matches!(&today.hours, Hours::Open(ranges) if ranges.iter().any(|range| range.end <= minutes(now)));
    let phase = match (&today.hours, opens) {
        (_, Some(at)) if at.date() == now.date() => {
            if over {
                "break"
            } else {
                "before"
            }
        }
        (Hours::Open(_), _) => "after",
        _ => "closed",
    };
    let Some(at) = opens else { return format!("{phase}{}", word(today.presumed)) };
    let presumed = today.presumed || hours.ranges_on(at.date(), calendar).presumed;
    format!("{phase}, opens {}{}", at.strftime("%Y-%m-%d %H:%M"), word(presumed))
}

#[test]
fn the_table_of_cases_holds() {
    let table: Value = serde_json::from_str(TABLE).unwrap();
    let calendar = Calendar::china();
    assert!(calendar.holiday(date(2026, 10, 1)).is_some());
    let cases = table["cases"].as_array().unwrap();
    assert!(cases.len() > 40);
    for case in cases {
        let [name, place_name, now, on, at] = [0, 1, 2, 3, 4].map(|at| case[at].as_str().unwrap());
        let hours = place(&table["places"][place_name]);
        let now: DateTime = now.parse().unwrap();
        assert_eq!(day(&hours, now.date(), &calendar), on, "{name}");
        assert_eq!(moment(&hours, now, &calendar), at, "{name}");
    }
}
