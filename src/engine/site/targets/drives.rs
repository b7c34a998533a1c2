//! Annual series, and whether their events of this year were held.

use jiff::civil::Date;

use crate::content::{Schedule, Value};
use crate::site::figures::{has_parts, is_series, series_of, sessions};
use crate::site::{EntryId, Site};

/// The field with the months of an annual series.
const MONTHS: &str = "months";

/// An annual series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drive {
    pub series: EntryId,
    /// The months in which it is held.
    pub months: Vec<i8>,
    /// The number of its past events of the year.
    pub held: usize,
    /// The number of its upcoming events of the year.
    pub planned: usize,
    pub state: DriveState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriveState {
    Held,
    Planned,
    /// Nothing is planned, and its months aren't over.
    Due,
    Missing,
}

impl DriveState {
    /// Returns the key used in templates.
    pub fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Planned => "planned",
            Self::Due => "due",
            Self::Missing => "missing",
        }
    }
}

/// Returns the annual series of a site with their state in the current year, in the order of their listings.
pub fn drives(site: &Site, today: Date) -> Vec<Drive> {
    let language = &site.config.language;
    let listed = site.collections.keys().flat_map(|name| site.listing(name, language).iter().copied());
    listed.filter(|id| is_series(site, *id)).filter_map(|id| drive(site, id, today)).collect()
}

/// `None` for a series that says no month.
fn drive(site: &Site, series: EntryId, today: Date) -> Option<Drive> {
    let month = |value: &Value| match value {
        Value::Number(number) => Some(number.0 as i8),
        _ => None,
    };
    let months: Vec<i8> = site.entry(series).fields.values(MONTHS).iter().filter_map(month).collect();
    let last = *months.iter().max()?;
    let of_year = |event: &EntryId| {
        let schedule = site.entry(*event).schedule.as_ref();
        let of_year = |schedule: &Schedule| {
            schedule.days().0.year() == today.year() || sessions(site.entry(*event), today.year(), today) > 0
        };
        schedule.is_some_and(|schedule| schedule.status.takes_place() && of_year(schedule))
            && site.representative(*event) == *event
            && !has_parts(site, *event)
            && series_of(site, *event).contains(&series)
    };
    let (held, planned): (Vec<EntryId>, Vec<EntryId>) =
        site.ids().filter(of_year).partition(|event| sessions(site.entry(*event), today.year(), today) > 0);
    let state = match (held.is_empty(), planned.is_empty()) {
        (false, _) => DriveState::Held,
        (true, false) => DriveState::Planned,
        _ if last >= today.month() => DriveState::Due,
        _ => DriveState::Missing,
    };
    Some(Drive { series, months, held: held.len(), planned: planned.len(), state })
}
