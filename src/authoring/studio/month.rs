//! A month of events, and moving an event to another day.

use jiff::Span;
use jiff::civil::Date;
use serde::Serialize;

use super::{EntryState, FieldChange, id, state};
use crate::base::time::When;
use crate::base::yaml::write::YamlValue;
use crate::content::document::is_markdown;
use crate::content::{Entry, Status};
use crate::site::Site;

/// An event on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DayEvent {
    pub id: String,
    pub title: String,
    /// `2026-05-16`.
    pub day: String,
    /// `09:30`; empty for the whole day.
    pub time: String,
    pub state: EntryState,
    /// Whether it takes place at all.
    pub cancelled: bool,
    /// Whether it can be moved: it has a file of its own and takes place once.
    pub movable: bool,
}

/// Returns the events of a collection that begin from one day to another, in order.
pub fn events(collection: &str, site: &Site, from: Date, to: Date) -> Vec<DayEvent> {
    let of = site.entries.iter().filter(|entry| entry.key.collection == collection);
    let mut found: Vec<DayEvent> = of.flat_map(|entry| days(entry, site, from, to)).collect();
    found.sort_by(|one, other| (&one.day, &one.time, &one.title).cmp(&(&other.day, &other.time, &other.title)));
    found
}

fn days(entry: &Entry, site: &Site, from: Date, to: Date) -> Vec<DayEvent> {
    let Some(schedule) = &entry.schedule else { return Vec::new() };
    let movable = schedule.recurrence.is_none() && is_markdown(entry.source.extension());
    let event = |start: When| DayEvent {
        id: id(&entry.source),
        title: entry.title.clone(),
        day: start.date.to_string(),
        time: start.time.map(|time| format!("{:02}:{:02}", time.hour(), time.minute())).unwrap_or_default(),
        state: state(entry, site),
        cancelled: !schedule.status.takes_place(),
        movable,
    };
    let within = schedule.occurrences.iter().filter(|one| (from..=to).contains(&one.start.date));
    within.map(|one| event(one.start)).collect()
}

/// Returns the changes that move an event to another day: its start, and its end with it. An event that was `announced`
/// keeps the day that people know, and is marked as rescheduled; another was never known for that day.
pub fn moved(entry: &Entry, day: Date, announced: bool) -> Option<Vec<FieldChange>> {
    let schedule = entry.schedule.as_ref().filter(|schedule| schedule.recurrence.is_none())?;
    let by: Span = schedule.start.date.until(day).ok()?;
    let shift = |when: When| Some(When { date: when.date.checked_add(by).ok()?, ..when });
    let set = |key: &str, value: String| FieldChange { key: key.to_owned(), value: Some(YamlValue::plain(value)) };
    let mut changes = vec![set("start", shift(schedule.start)?.plain())];
    if let Some(end) = schedule.end {
        changes.push(set("end", shift(end)?.plain()));
    }
    if announced {
        let known = schedule.previous_start.unwrap_or(schedule.start);
        changes.push(set("previous_start", known.plain()));
        if schedule.status == Status::Scheduled {
            changes.push(set("status", "rescheduled".to_owned()));
        }
    }
    Some(changes)
}
