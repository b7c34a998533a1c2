//! Calendar pages and files: the times of a collection → months, agendas, weekends, iCalendar files.

mod agenda;
mod file;
mod month;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::date::{date_view, day_view, hours_text};
use super::model::{AgendaDay, CalendarItem, CalendarWays, CountedLink, GroupView, LinkView};
use super::{Scene, listing};
use crate::base::url::Url;
use crate::config::collection::{Collection, Field, FieldType};
use crate::content::Occurrence;
use crate::site::EntryId;

pub use agenda::{agenda, weekend};
pub use file::calendar;
pub use month::month;

/// One time of an event.
pub type Timed = (Occurrence, EntryId);

/// What all pages of a collection's calendar have in common.
pub struct Calendar {
    /// Every time anything takes place, in order.
    pub times: Vec<Timed>,
    pub ways: CalendarWays,
}

impl Calendar {
    pub fn of(scene: &Scene, name: &str, language: &str) -> Self {
        let times = scene.site.occurrences(name, language);
        let ways = ways(scene, name, language, &times);
        Self { times, ways }
    }
}

/// The last day of a time. A night that ends in the small hours belongs to the evening on which
/// it begins, as people say it.
fn last_day(occurrence: &Occurrence) -> Date {
    let Occurrence { start, end } = occurrence;
    let night = start.time.is_some()
        && end.time.is_some_and(|time| time <= Time::constant(6, 0, 0, 0))
        && start.date.tomorrow().is_ok_and(|next| next == end.date);
    if night { start.date } else { end.date }
}

/// Whether a time lasts several days, as a bar across them shows it.
fn lasts_days(occurrence: &Occurrence) -> bool {
    last_day(occurrence) > occurrence.start.date
}

fn item(scene: &Scene, (occurrence, id): &Timed, language: &str) -> CalendarItem {
    let zone = &scene.site.config.zone;
    let hours = hours_text(occurrence);
    CalendarItem {
        entry: scene.card(*id),
        start: date_view(occurrence.start, language, zone),
        end: date_view(occurrence.end, language, zone),
        text: if hours.is_empty() { scene.word(language, "all_day").to_owned() } else { hours },
        several: lasts_days(occurrence),
    }
}

fn items<'t>(scene: &Scene, times: impl Iterator<Item = &'t Timed>, language: &str) -> Vec<CalendarItem> {
    times.map(|time| item(scene, time, language)).collect()
}

/// Times in order, gathered by the day on which they begin.
pub fn by_day<'t>(scene: &Scene, times: impl Iterator<Item = &'t Timed>, language: &str) -> Vec<AgendaDay> {
    let mut days: Vec<(Date, AgendaDay)> = Vec::new();
    for time in times {
        let date = time.0.start.date;
        if days.last().is_none_or(|(last, _)| *last != date) {
            let view = day_view(date, language, &scene.site.config.zone);
            days.push((date, AgendaDay { date: view, items: Vec::new() }));
        }
        if let Some((_, day)) = days.last_mut() {
            day.items.push(item(scene, time, language));
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}

fn ways(scene: &Scene, name: &str, language: &str, times: &[Timed]) -> CalendarWays {
    let addresses = scene.addresses();
    let today = scene.site.today.0;
    let link = |url: Url, title: &str| {
        scene.routes.get(&url)?;
        Some(LinkView { title: title.to_owned(), url: url.to_string() })
    };
    CalendarWays {
        agenda: link(addresses.agenda(name, language, None), scene.word(language, "agenda")),
        weekend: link(addresses.weekend(name, language), scene.word(language, "weekend")),
        this_month: link(
            addresses.month(name, language, today.year(), today.month()),
            &listing::month_title(today.year(), today.month(), language),
        ),
        months: months(scene, name, language, times),
        groups: groups(scene, &scene.site.collections[name], language),
    }
}

/// Every month of a calendar with what takes place in it.
fn months(scene: &Scene, name: &str, language: &str, times: &[Timed]) -> Vec<CountedLink> {
    let mut counts: BTreeMap<(i16, i8), BTreeSet<EntryId>> = BTreeMap::new();
    for (occurrence, id) in times {
        let mut at = occurrence.start.date.first_of_month();
        while at <= last_day(occurrence) {
            counts.entry((at.year(), at.month())).or_default().insert(*id);
            at = at.checked_add(1.month()).unwrap_or(Date::MAX);
        }
    }
    let (Some(first), Some(last)) = (counts.keys().next(), counts.keys().next_back()) else { return Vec::new() };
    let (mut at, last) = (*first, *last);
    let mut months = Vec::new();
    while at <= last {
        let (year, month) = at;
        let url = scene.addresses().month(name, language, year, month);
        if scene.routes.get(&url).is_some() {
            let count = counts.get(&at).map_or(0, BTreeSet::len);
            let title = listing::month_title(year, month, language);
            months.push(CountedLink { title, url, count, current: false });
        }
        at = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

/// An agenda for each term and a page for each entry that the `calendar` fields name.
fn groups(scene: &Scene, collection: &Collection, language: &str) -> Vec<GroupView> {
    let site = &scene.site;
    let coming = |ids: Vec<EntryId>| ids.into_iter().filter(|id| site.is_coming(*id)).count();
    let mut groups = Vec::new();
    for field in collection.fields.iter().filter(|field| field.calendar) {
        let named = Named::by(scene, collection, language, field);
        let items: Vec<CountedLink> = match named {
            Named::Entries(entries) => {
                let link = |(target, ids): (EntryId, Vec<EntryId>)| CountedLink {
                    title: site.entry(target).title.clone(),
                    url: scene.routes.entry(target).clone(),
                    count: coming(ids),
                    current: false,
                };
                // An entry has its page in any case, and is no way to anything where nothing is coming.
                entries.into_iter().map(link).filter(|link| link.count > 0).collect()
            }
            Named::Terms(terms) => {
                let link = |(key, title, ids): (String, String, Vec<EntryId>)| {
                    let url = scene.addresses().agenda(&collection.name, language, Some((&field.key, &key)));
                    scene.routes.get(&url)?;
                    Some(CountedLink { title, url, count: coming(ids), current: false })
                };
                terms.into_iter().filter_map(link).collect()
            }
        };
        if !items.is_empty() {
            groups.push(GroupView { title: field.label.get(language).to_owned(), key: field.key.to_string(), items });
        }
    }
    groups
}

/// What a field of a collection's entries names, and which of them name it.
enum Named {
    Entries(BTreeMap<EntryId, Vec<EntryId>>),
    /// Key, title and entries, in the order of their taxonomy.
    Terms(Vec<(String, String, Vec<EntryId>)>),
}

impl Named {
    fn by(scene: &Scene, collection: &Collection, language: &str, field: &Field) -> Self {
        let site = &scene.site;
        let ids = site.listing(&collection.name, language);
        let FieldType::Term { taxonomy } = field.field_type.item() else {
            let mut entries: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
            for id in ids {
                for target in site.referred(*id, &field.key) {
                    entries.entry(target).or_default().push(*id);
                }
            }
            return Self::Entries(entries);
        };
        let mut by_key: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for id in ids {
            for key in site.term_keys(*id, &field.key) {
                by_key.entry(key).or_default().push(*id);
            }
        }
        let terms = site.taxonomies.get(taxonomy).map(|taxonomy| taxonomy.terms.as_slice()).unwrap_or_default();
        let found = terms.iter().filter_map(|term| {
            Some((term.key.clone(), term.title.get(language).to_owned(), by_key.remove(term.key.as_str())?))
        });
        Self::Terms(found.collect())
    }
}
