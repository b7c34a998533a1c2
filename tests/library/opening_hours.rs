//! The table of cases that the program and the theme's `hours.js` are both held to.
//!
//! The program itself only says what the hours of a date are. What holds at a moment is
//! reckoned here one half-hour after another, by a way so plain that it can be seen to be
//! right, and held against what the table expects of the script. All hours in the table are
//! whole or half ones.
//!
//! `SNAPSHOTS=overwrite` accepts what `hours_forms.txt` says of each form: read `git diff` before committing it.

#![allow(clippy::disallowed_methods, reason = "a test reads and writes its table")]

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};
use kepu::config::collection::value::opening_hours::{DayHours, Hours};
use kepu::config::collection::value::{Exception, Holidays, OpeningHours};
use kepu::config::holidays::Calendar;
use serde_json::Value;

use crate::support::repository;

const TABLE: &str = include_str!("../browser/visit.json");

const DAY: u16 = 24 * 60;

/// As far as the script looks ahead.
const REACH: i32 = 400;

fn place(written: &Value) -> OpeningHours {
    let texts = |key: &str| -> Vec<&str> {
        written[key].as_array().map(|texts| texts.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
    };
    let mut hours = OpeningHours::parse_weekly(&texts("weekly")).unwrap();
    if let Some(rule) = written["holidays"].as_str() {
        hours.holidays = Some(Holidays::parse(rule).unwrap());
    }
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
        Hours::Untimed => vec!["untimed".to_owned()],
        Hours::Appointment => vec!["appointment".to_owned()],
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
    let said = |hours: &Hours| matches!(hours, Hours::Open(_) | Hours::Closed);
    if !said(&today.hours) {
        return day(hours, now.date(), calendar);
    }
    let known = |at: &DateTime| said(&hours.ranges_on(at.date(), calendar).hours);
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

/// Ten days of a year: an ordinary Monday in winter, New Year's Eve and the day after, a first Saturday, a last Monday, a
/// Wednesday in spring and one in the summer holidays, a Sunday in summer, National Day, and a Tuesday in autumn.
const DAYS: [Date; 10] = [
    date(2026, 1, 5),
    date(2026, 2, 16),
    date(2026, 2, 17),
    date(2026, 3, 7),
    date(2026, 4, 27),
    date(2026, 5, 20),
    date(2026, 7, 15),
    date(2026, 8, 9),
    date(2026, 10, 1),
    date(2026, 11, 24),
];

/// The hours as places write them, each with what it means on the ten days, and the note that is shown. `×` is closed, `开`
/// open at times that aren't said, `约` by appointment, `?` not known, and `~` after it not certain.
#[test]
fn hours_as_places_write_them_mean_what_they_say() {
    let calendar = Calendar::china();
    let path = repository().join("tests/library/hours_forms.txt");
    let table = &std::fs::read_to_string(&path).expect("the forms");
    let mut found = String::new();
    let mut changed = Vec::new();
    for line in table.lines() {
        let text = line.split(" | ").next().unwrap();
        let hours = OpeningHours::parse(text).unwrap();
        let brief = |minutes: u16| match minutes % 60 {
            0 => format!("{}", minutes / 60),
            rest => format!("{}:{rest:02}", minutes / 60),
        };
        let days = DAYS.map(|date| {
            let day = hours.ranges_on(date, &calendar);
            let words = match &day.hours {
                Hours::Open(ranges) => ranges
                    .iter()
                    .map(|range| format!("{}-{}", brief(range.start), brief(range.end)))
                    .collect::<Vec<_>>()
                    .join(","),
                Hours::Untimed => "开".to_owned(),
                Hours::Appointment => "约".to_owned(),
                Hours::Closed => "×".to_owned(),
                Hours::Unknown => "?".to_owned(),
            };
            format!("{words}{}", if day.presumed { "~" } else { "" })
        });
        let note = hours.note.as_deref().unwrap_or("");
        let row = format!("{text} | {} | {note}", days.join(" "));
        found.push_str(row.trim_end());
        found.push('\n');
        // What couldn't be read is shown.
        assert!(hours.unread.iter().all(|unread| note.contains(&unread.text)), "{text}: {:?}", hours.unread);
        // What is shown of it can be read, and means the same.
        if hours.unread.is_empty() && note.is_empty() {
            let again = OpeningHours::parse(&hours.describe(true).join("；")).unwrap();
            for date in DAYS {
                let (again, hours) = (again.ranges_on(date, &calendar), hours.ranges_on(date, &calendar));
                if again != hours {
                    println!("{text}: {date}: {again:?} {hours:?}");
                    changed.push(text);
                }
            }
        }
    }
    assert!(table.lines().count() >= 170);
    if std::env::var("SNAPSHOTS").is_ok_and(|wish| wish == "overwrite") {
        std::fs::write(&path, &found).expect("written");
    } else {
        assert!(found == *table, "{found}");
    }
    assert!(changed.is_empty(), "{changed:?}");
}
