//! Sums a year's figures by name and unit, and compares stated totals with the sums of their parts.
//!
//! Only figures with the same name and unit are added. A total isn't added to its parts: if a containing entry
//! states a figure with the same name and unit, only that one counts.

mod count;
mod indicators;
mod recorded;

use std::collections::BTreeSet;

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::config::collection::Facet;
use crate::config::collection::value::{Bound, Figure, FigureSum, shortest};
use crate::content::{Entry, Occurrence};
use crate::site::{EntryId, Site};

pub use count::{Cell, CountedFigures, Fit, Measured, count};
pub use indicators::{Indicator, Indicators, Measure, read};
pub use recorded::{Group, Recorded, RecordedFigure, read as read_recorded, unknown_bases};

/// One figure of an entry.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Item {
    pub id: EntryId,
    /// The figure's index in the entry.
    pub place: usize,
}

impl Item {
    pub fn figure(self, site: &Site) -> Option<&Figure> {
        site.entry(self.id).outcome.as_ref()?.figures.get(self.place)
    }
}

/// A sum of figures with the same name and unit.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    pub sum: FigureSum,
    pub from: Vec<Item>,
}

/// A stated total and the sum of its parts.
#[derive(Clone, Debug)]
pub struct Comparison {
    pub stated: Item,
    pub parts: FigureSum,
    pub from: Vec<Item>,
    /// The stated total minus the parts; negative if the parts are more.
    pub difference: Decimal,
    /// The precision of the difference, from the qualifiers (约, 余) of the figures.
    pub bound: Bound,
}

impl Comparison {
    /// Formats the difference: `约2.9万份`, `-300份`.
    pub fn printed(&self) -> String {
        let minus = if self.difference.is_sign_negative() { "-" } else { "" };
        self.bound.print(&format!("{minus}{}{}", shortest(self.difference.abs()), self.parts.unit))
    }
}

/// Returns the entries with figures of a year: one of each set of translations, and only events that were held by `as_of`.
pub fn records(site: &Site, year: i16, as_of: Date) -> Vec<EntryId> {
    let has_figures = |id: &EntryId| items(site, *id, year).next().is_some();
    let held = |id: &EntryId| site.entry(*id).schedule.is_none() || is_held(site.entry(*id), as_of);
    let mut records: Vec<EntryId> =
        site.ids().filter(|id| site.representative(*id) == *id).filter(held).filter(has_figures).collect();
    // Sorted by time; entries without a schedule come last.
    records.sort_by_key(|id| {
        let schedule = site.entry(*id).schedule.as_ref();
        (schedule.is_none(), schedule.map(|schedule| schedule.days()))
    });
    records
}

/// Whether an event was held: it is over, and wasn't cancelled or postponed.
pub fn is_held(entry: &Entry, as_of: Date) -> bool {
    entry.schedule.as_ref().is_some_and(|schedule| schedule.status.takes_place() && schedule.days().1 <= as_of)
}

/// Returns the times at which an event was held in a year, by `as_of`: each counts in the year in which it begins, once it
/// is over. An event that repeats needn't be over for that.
pub fn held_times(entry: &Entry, year: i16, as_of: Date) -> impl Iterator<Item = &Occurrence> {
    let schedule = entry.schedule.as_ref().filter(|schedule| schedule.status.takes_place());
    let times = schedule.into_iter().flat_map(|schedule| &schedule.occurrences);
    times.filter(move |time| time.start.date.year() == year && time.end.date <= as_of)
}

/// Returns how often an event was held in a year.
pub fn sessions(entry: &Entry, year: i16, as_of: Date) -> usize {
    held_times(entry, year, as_of).count()
}

/// Whether an event's figures count in a year: it began in the year, and is over.
pub fn figures_count(entry: &Entry, year: i16, as_of: Date) -> bool {
    is_held(entry, as_of) && entry.schedule.as_ref().is_some_and(|schedule| schedule.days().0.year() == year)
}

/// Returns the events that were held in a year by `as_of`, campaigns and their parts, sorted by time. Of one that repeats
/// a part may be still to come.
pub fn held(site: &Site, year: i16, as_of: Date) -> Vec<EntryId> {
    let took_place = |id: &EntryId| sessions(site.entry(*id), year, as_of) > 0 && site.representative(*id) == *id;
    let mut held: Vec<EntryId> = site.ids().filter(took_place).collect();
    held.sort_by_key(|id| site.entry(*id).schedule.as_ref().map(|schedule| schedule.days()));
    held
}

/// Returns the events that began by the end of a year, but weren't over by `as_of`, sorted by time: their figures count
/// nowhere yet.
pub fn going(site: &Site, year: i16, as_of: Date) -> Vec<EntryId> {
    let goes_on = |id: &EntryId| {
        let schedule = site.entry(*id).schedule.as_ref().filter(|schedule| schedule.status.takes_place());
        let begun = |(first, last): (Date, Date)| first.year() <= year && first <= as_of && last > as_of;
        schedule.is_some_and(|schedule| begun(schedule.days())) && site.representative(*id) == *id
    };
    let mut going: Vec<EntryId> = site.ids().filter(goes_on).collect();
    going.sort_by_key(|id| site.entry(*id).schedule.as_ref().map(|schedule| schedule.days()));
    going
}

/// Whether an entry is a series: its collection has the facet outcome, but neither schedule nor place.
pub fn is_series(site: &Site, id: EntryId) -> bool {
    let collection = site.collection(id);
    collection.has(Facet::Outcome) && !collection.has(Facet::Schedule) && !collection.has(Facet::Place)
}

/// Returns the series with events or figures in a year, in the order of their listings, without rosters
/// (`report.rosters`).
pub fn series(site: &Site, year: i16, as_of: Date) -> Vec<EntryId> {
    let events = held(site, year, as_of);
    let taken: Vec<EntryId> = events.iter().flat_map(|id| series_of(site, *id)).collect();
    let language = &site.config.language;
    let listed = site.collections.keys().flat_map(|name| site.listing(name, language).iter().copied());
    let rosters = &site.config.report.rosters;
    let there = |id: &EntryId| {
        is_series(site, *id)
            && !rosters.contains(&site.entry(*id).key.collection)
            && (taken.contains(id) || items(site, *id, year).next().is_some())
    };
    listed.filter(there).collect()
}

/// Returns all series that contain an entry, directly or indirectly.
pub fn series_of(site: &Site, id: EntryId) -> Vec<EntryId> {
    above(site, id).into_iter().filter(|id| is_series(site, *id)).collect()
}

/// Returns the years with figures, the latest first.
pub fn years(site: &Site) -> Vec<i16> {
    let year = |entry: &Entry, figure: &Figure| figure_year(entry, figure);
    let mut years: Vec<i16> = site
        .entries
        .iter()
        .filter(|entry| entry.schedule.is_none() || is_held(entry, site.today.0))
        .flat_map(|entry| figures(entry).filter_map(|figure| year(entry, figure)))
        .collect();
    years.sort_unstable_by(|a, b| b.cmp(a));
    years.dedup();
    years
}

/// Returns an entry's figures of a year.
pub fn items(site: &Site, id: EntryId, year: i16) -> impl Iterator<Item = Item> + '_ {
    let entry = site.entry(id);
    let of_year = move |figure: &Figure| figure_year(entry, figure) == Some(year);
    let all = figures(entry).enumerate();
    all.filter(move |(_, figure)| of_year(figure)).map(move |(place, _)| Item { id, place })
}

/// Returns the entries with figures of an unknown year: they have no schedule and don't state one.
pub fn undated(site: &Site) -> Vec<EntryId> {
    let undated = |id: &EntryId| {
        let entry = site.entry(*id);
        figures(entry).any(|figure| figure_year(entry, figure).is_none())
    };
    site.ids().filter(|id| site.representative(*id) == *id).filter(undated).collect()
}

fn figures(entry: &Entry) -> impl Iterator<Item = &Figure> {
    entry.outcome.iter().flat_map(|outcome| &outcome.figures)
}

/// Returns a figure's year: of an event the year in which it begins, otherwise the year in the figure's scope, or else that of
/// the entry.
fn figure_year(entry: &Entry, figure: &Figure) -> Option<i16> {
    if let Some(schedule) = &entry.schedule {
        return Some(schedule.days().0.year());
    }
    let stated = figure.scope.as_deref().and_then(scope_year);
    stated.or_else(|| entry.outcome.as_ref().and_then(|outcome| outcome.year))
}

/// Parses the year in a scope: `2025年第24届` → 2025.
fn scope_year(scope: &str) -> Option<i16> {
    let before = &scope[..scope.find('年')?];
    let digits = before.len() - before.bytes().rev().take_while(u8::is_ascii_digit).count();
    before[digits..].parse().ok().filter(|year| (1900..2200).contains(year))
}

/// Returns the entries that directly contain an entry: the target of its field `parent`, and for an event also its series.
pub fn containers(site: &Site, id: EntryId) -> impl Iterator<Item = EntryId> + '_ {
    let timed = site.entry(id).schedule.is_some();
    let contains = move |field: &str, target: EntryId| field == "parent" || (timed && is_series(site, target));
    site.outgoing(id).iter().filter(move |(field, target)| contains(field, *target)).map(|(_, target)| *target)
}

/// Returns all entries that contain an entry, directly or indirectly.
fn above(site: &Site, id: EntryId) -> Vec<EntryId> {
    let mut found: Vec<EntryId> = Vec::new();
    let mut next = vec![id];
    while let Some(id) = next.pop() {
        for container in containers(site, id).map(|id| site.representative(id)) {
            // Cycles are reported elsewhere; here the walk only has to end.
            if !found.contains(&container) {
                found.push(container);
                next.push(container);
            }
        }
    }
    found.retain(|container| *container != id);
    found
}

/// Whether an entry has parts: a campaign isn't counted in addition to its events.
pub fn has_parts(site: &Site, id: EntryId) -> bool {
    site.incoming(id).iter().any(|(field, _)| field == "parent")
}

/// Sums figures by name and unit, in the order of first occurrence.
pub fn lines<'a>(figures: impl Iterator<Item = &'a Figure>) -> Vec<Line> {
    let mut lines = Vec::new();
    figures.for_each(|figure| add(&mut lines, figure, None));
    lines
}

/// Adds a figure to the line of its name and unit.
fn add(lines: &mut Vec<Line>, figure: &Figure, item: Option<Item>) {
    let line = lines.iter().position(|line| line.name == figure.name && line.sum.unit == figure.unit);
    let line = line.unwrap_or_else(|| {
        lines.push(Line { name: figure.name.clone(), sum: FigureSum::new(&figure.unit), from: Vec::new() });
        lines.len() - 1
    });
    // On overflow the sum stays unchanged, and the figure isn't listed.
    if lines[line].sum.add(figure).is_ok() {
        lines[line].from.extend(item);
    }
}

/// The records of a year, with their sums.
pub struct Year<'s> {
    site: &'s Site,
    pub year: i16,
    pub as_of: Date,
    pub records: Vec<EntryId>,
    /// The entries that contain each record.
    above: Vec<Vec<EntryId>>,
    /// The entries that contain any record.
    tops: BTreeSet<EntryId>,
}

impl<'s> Year<'s> {
    pub fn of(site: &'s Site, year: i16, as_of: Date) -> Self {
        let records = records(site, year, as_of);
        let above: Vec<Vec<EntryId>> = records.iter().map(|id| above(site, *id)).collect();
        let tops = above.iter().flatten().copied().collect();
        Self { site, year, as_of, records, above, tops }
    }

    /// The last day that the records are about: that of the year, or of the count if the year isn't over.
    pub fn last_day(&self) -> Date {
        Date::new(self.year, 12, 31).map_or(self.as_of, |last| last.min(self.as_of))
    }

    /// Sums the figures of the wanted records by name and unit, in the order of first occurrence. A stated total replaces
    /// its parts.
    pub fn lines(&self, wanted: impl Fn(EntryId) -> bool) -> Vec<Line> {
        let mut lines: Vec<Line> = Vec::new();
        for (place, id) in self.records.iter().enumerate().filter(|(_, id)| wanted(**id)) {
            for item in items(self.site, *id, self.year) {
                let Some(figure) = item.figure(self.site) else { continue };
                if self.above[place].iter().any(|above| wanted(*above) && self.states(*above, figure).is_some()) {
                    continue;
                }
                add(&mut lines, figure, Some(item));
            }
        }
        lines
    }

    /// Returns an entry's figure of the year with the same name and unit.
    fn states(&self, id: EntryId, figure: &Figure) -> Option<Item> {
        let same = |item: &Item| {
            item.figure(self.site).is_some_and(|other| other.name == figure.name && other.unit == figure.unit)
        };
        items(self.site, id, self.year).find(same)
    }

    /// Returns the records that an entry contains, directly or indirectly.
    pub fn below(&self, id: EntryId) -> impl Iterator<Item = EntryId> + '_ {
        let places = self.above.iter().enumerate().filter(move |(_, above)| above.contains(&id));
        places.map(|(place, _)| self.records[place])
    }

    /// Compares each total of an entry with the sum of its parts, if there are any.
    pub fn comparisons(&self, id: EntryId) -> Vec<Comparison> {
        // Most records contain no others, and a large site has many.
        if !self.tops.contains(&id) {
            return Vec::new();
        }
        let below: BTreeSet<EntryId> = self.below(id).collect();
        let parts = self.lines(|other| below.contains(&other));
        let compare = |stated: Item| {
            let figure = stated.figure(self.site)?;
            let part = parts.iter().find(|line| line.name == figure.name && line.sum.unit == figure.unit)?;
            Some(Comparison {
                stated,
                difference: figure.value.checked_sub(part.sum.value)?.normalize(),
                bound: figure.bound().minus(part.sum.bound),
                parts: part.sum.clone(),
                from: part.from.clone(),
            })
        };
        items(self.site, id, self.year).filter_map(compare).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_of_a_scope_is_the_number_before_nian() {
        assert_eq!(scope_year("2025年第24届"), Some(2025));
        assert_eq!(scope_year("首届（2026年）"), Some(2026));
        assert_eq!(scope_year("开幕当天"), None);
        assert_eq!(scope_year("近3年"), None);
    }
}
