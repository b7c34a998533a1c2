//! The next day on which what is shown of the content changes by itself.
//!
//! A static site is true for the day it was built for. Whoever builds it on a schedule wants to know when
//! that is due; a build is right until then, but for the day itself where pages name it.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};

use crate::base::time::{Today, When};
use crate::content::{Entry, Occurrence};

/// The first day after that of `now`, or the time after it, at which an entry comes or goes, an event begins, goes on or is over, a place's special
/// hours have passed, another weekend is the next one, or another year's figures begin. `None` where nothing depends
/// on the day.
pub fn next_change(entries: &[Arc<Entry>], now: DateTime) -> Option<When> {
    let today = Today(now.date());
    let of_entries = entries.iter().filter(|entry| !entry.showing.draft).flat_map(|entry| days(entry, today));
    let dated = entries.iter().any(|entry| entry.schedule.is_some() || entry.publication.is_some());
    let new_year = dated.then(|| Date::new(today.0.year().saturating_add(1), 1, 1).ok()).flatten();
    // A week begins on Monday. Without events to come nobody looks at weekends.
    let to_monday = 7 - i64::from(today.0.weekday().to_monday_zero_offset());
    let coming = |entry: &Arc<Entry>| entry.schedule.as_ref().is_some_and(|schedule| !schedule.is_past(today));
    let new_week = entries.iter().any(coming).then(|| today.0.saturating_add(to_monday.days()));
    let whole = |date: Date| When { date, time: None };
    let days = of_entries.chain(new_year).chain(new_week).filter(|day| *day > today.0).map(whole);
    let times = entries.iter().filter(|entry| !entry.showing.draft).flat_map(|entry| times(entry));
    days.chain(times.filter(|when| when.datetime() > now)).min_by_key(When::datetime)
}

/// The times at which an entry comes or goes; a day begins at midnight.
fn times(entry: &Entry) -> impl Iterator<Item = When> {
    let after = |when: When| match when.time {
        Some(_) => when,
        None => When { date: when.date.saturating_add(1.day()), time: None },
    };
    entry.showing.from.into_iter().chain(entry.showing.until.map(after))
}

/// The days on which what is shown of an entry changes.
fn days(entry: &Entry, today: Today) -> impl Iterator<Item = Date> {
    let after = |day: Date| day.saturating_add(1.day());
    let tomorrow = after(today.0);
    let occurrences = entry.schedule.iter().flat_map(|schedule| &schedule.occurrences);
    // The agenda shows what goes on under its day, every day anew.
    let going_on = move |one: &Occurrence| (one.end.date >= tomorrow).then(|| one.start.date.max(tomorrow));
    let events = occurrences.flat_map(move |one| going_on(one).into_iter().chain([after(one.end.date)]));
    let hours = entry.place.iter().filter_map(|place| place.hours.as_ref());
    let special = hours.flat_map(|hours| &hours.exceptions).map(move |exception| after(exception.to));
    events.chain(special)
}
