//! Calendar pages, and the events of an iCalendar file.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::data::{CalendarView, EventItem};
use super::date::{date_view, hours_text, is_chinese};
use super::head::{self, Draft};
use super::model::{AgendaPage, CalendarItem, CountedLink, DayView, GroupView, LinkView, MonthPage};
use super::{Scene, cards, listing};
use crate::collection::FieldType;
use crate::content::{Entry, Occurrence, Schedule, Status, Value};
use crate::route::{CalendarScope, Route};
use crate::site::EntryId;
use crate::time::When;
use crate::url::Url;

/// Days that the agenda looks ahead.
const AGENDA_DAYS: i64 = 366;

pub fn month(scene: &Scene, route: &Route, name: &str, language: &str, year: i16, month: i8) -> MonthPage {
    let site = &scene.site;
    let first = Date::new(year, month, 1).unwrap_or(site.today.0);
    let last = first.last_of_month();
    let touching: Vec<(Occurrence, EntryId)> = site
        .occurrences(name, language)
        .into_iter()
        .filter(|(occurrence, _)| occurrence.start.date <= last && occurrence.end.date >= first)
        .collect();
    let mut weeks = Vec::new();
    let mut day = first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).unwrap_or(first);
    while day <= last {
        let mut week = Vec::with_capacity(7);
        for _ in 0..7 {
            let inside = day.month() == month;
            let on_day = touching
                .iter()
                .filter(|(occurrence, _)| inside && occurrence.start.date <= day && occurrence.end.date >= day);
            week.push(DayView {
                iso: day.to_string(),
                day: day.day(),
                inside,
                items: on_day.map(|(occurrence, id)| item(scene, occurrence, *id, language)).collect(),
            });
            day = day.tomorrow().unwrap_or(Date::MAX);
        }
        weeks.push(week);
    }
    let title = listing::month_title(year, month, language);
    let section = head::collection_title(scene, name, language);
    let title = if is_chinese(language) { format!("{title}{section}") } else { format!("{section}: {title}") };
    let mut draft = Draft::new("month", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    draft.alternates = head::alternates(scene, |language| scene.addresses().month(name, language, year, month));
    draft.meta = head::column_tags(scene, name, language);
    let beside = |date: Option<Date>| {
        let date = date?;
        let url = scene.addresses().month(name, language, date.year(), date.month());
        scene.routes.get(&url)?;
        Some(LinkView { title: listing::month_title(date.year(), date.month(), language), url: url.to_string() })
    };
    MonthPage {
        year,
        month,
        weeks,
        items: touching.iter().map(|(occurrence, id)| item(scene, occurrence, *id, language)).collect(),
        previous: beside(first.yesterday().ok()),
        next: beside(last.tomorrow().ok()),
        months: months(scene, name, language, Some((year, month))),
        page: draft.finish(scene, route),
    }
}

fn item(scene: &Scene, occurrence: &Occurrence, id: EntryId, language: &str) -> CalendarItem {
    let zone = &scene.site.config.zone;
    let hours = hours_text(occurrence);
    CalendarItem {
        entry: scene.card(id),
        start: date_view(occurrence.start, language, zone),
        end: date_view(occurrence.end, language, zone),
        text: if hours.is_empty() { scene.word(language, "all_day").to_owned() } else { hours },
    }
}

/// Every month of a calendar with what takes place in it.
pub fn months(scene: &Scene, name: &str, language: &str, current: Option<(i16, i8)>) -> Vec<CountedLink> {
    let mut counts: BTreeMap<(i16, i8), BTreeSet<EntryId>> = BTreeMap::new();
    for (occurrence, id) in scene.site.occurrences(name, language) {
        let mut at = occurrence.start.date.first_of_month();
        while at <= occurrence.end.date {
            counts.entry((at.year(), at.month())).or_default().insert(id);
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
            months.push(CountedLink {
                title: listing::month_title(year, month, language),
                url,
                count,
                current: current == Some(at),
            });
        }
        at = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

pub fn agenda(scene: &Scene, route: &Route, name: &str, language: &str) -> AgendaPage {
    let site = &scene.site;
    let today = site.today.0;
    let horizon = today.checked_add(AGENDA_DAYS.days()).unwrap_or(Date::MAX);
    let coming = site
        .occurrences(name, language)
        .into_iter()
        .filter(|(occurrence, _)| occurrence.end.date >= today && occurrence.start.date <= horizon);
    let section = head::collection_title(scene, name, language);
    let word = scene.word(language, "agenda");
    let title = if is_chinese(language) { format!("{section}·{word}") } else { format!("{section}: {word}") };
    let mut draft = Draft::new("agenda", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    draft.alternates = head::alternates(scene, |language| scene.addresses().agenda(name, language));
    draft.meta = head::column_tags(scene, name, language);
    AgendaPage {
        as_of: date_view(When { date: today, time: None }, language, &site.config.zone),
        items: coming.map(|(occurrence, id)| item(scene, &occurrence, id, language)).collect(),
        months: months(scene, name, language, None),
        calendars: calendars(scene, name, language),
        page: draft.finish(scene, route),
    }
}

/// Every calendar that can be subscribed to, by the field that chooses its events.
fn calendars(scene: &Scene, name: &str, language: &str) -> Vec<GroupView> {
    let site = &scene.site;
    let collection = &site.collections[name];
    let ids = site.listing(name, language);
    let link = |title: String, url: Url, count: usize| {
        scene.routes.get(&url).is_some().then_some(CountedLink { title, url, count, current: false })
    };
    let mut groups = Vec::new();
    let whole = scene.addresses().listing(name, language, 1).join("calendar.ics");
    let all: Vec<CountedLink> =
        link(scene.word(language, "calendar_all").to_owned(), whole, ids.len()).into_iter().collect();
    if !all.is_empty() {
        groups.push(GroupView { title: scene.word(language, "all").to_owned(), key: "all".to_owned(), items: all });
    }
    for field in collection.fields.iter().filter(|field| field.calendar) {
        let mut items = Vec::new();
        match field.field_type.item() {
            FieldType::Reference { .. } => {
                let mut counts: BTreeMap<EntryId, usize> = BTreeMap::new();
                for target in ids.iter().flat_map(|id| site.referred(*id, &field.key)) {
                    *counts.entry(target).or_default() += 1;
                }
                for (target, count) in counts {
                    let url = scene.routes.calendar_of(target).cloned();
                    items.extend(url.and_then(|url| link(site.entry(target).title.clone(), url, count)));
                }
            }
            FieldType::Term { taxonomy } => {
                let mut counts: BTreeMap<String, usize> = BTreeMap::new();
                for term in ids.iter().flat_map(|id| site.term_keys(*id, &field.key)) {
                    *counts.entry(term.to_owned()).or_default() += 1;
                }
                for term in site.taxonomies.get(taxonomy).map(|taxonomy| taxonomy.terms.as_slice()).unwrap_or_default()
                {
                    let Some(count) = counts.get(&term.key) else { continue };
                    let scope = CalendarScope::Term {
                        collection: name.to_owned(),
                        language: language.to_owned(),
                        field: field.key.to_string(),
                        term: term.key.clone(),
                    };
                    let url = scene.addresses().calendar(&scope, |id| scene.routes.entry(id).clone());
                    items.extend(link(term.title.get(language).to_owned(), url, *count));
                }
            }
            _ => {}
        }
        if !items.is_empty() {
            groups.push(GroupView { title: field.label.get(language).to_owned(), key: field.key.to_string(), items });
        }
    }
    groups
}

/// The events of one iCalendar file.
pub fn calendar(scene: &Scene, route: &Route, scope: &CalendarScope) -> CalendarView {
    let site = &scene.site;
    let (name, ids): (String, Vec<EntryId>) = match scope {
        CalendarScope::Collection { collection, language } => {
            (head::collection_title(scene, collection, language), site.listing(collection, language).to_vec())
        }
        CalendarScope::Event(id) => (site.entry(*id).title.clone(), vec![*id]),
        CalendarScope::Named(id) => {
            let mut ids: Vec<EntryId> = site
                .incoming(*id)
                .iter()
                .map(|(_, from)| *from)
                .filter(|from| site.entry(*from).schedule.is_some())
                .collect();
            ids.sort_unstable();
            ids.dedup();
            (site.entry(*id).title.clone(), ids)
        }
        CalendarScope::Term { collection, language, field, term } => {
            let ids = site.listing(collection, language).iter().copied();
            let ids = ids.filter(|id| site.term_keys(*id, field).any(|key| key == term)).collect();
            let titles: Vec<String> = site
                .taxonomies
                .values()
                .filter_map(|taxonomy| taxonomy.term(term))
                .map(|term| term.title.get(language).to_owned())
                .collect();
            let title = titles.into_iter().next().unwrap_or_else(|| term.clone());
            (format!("{} {title}", head::collection_title(scene, collection, language)), ids)
        }
    };
    let language = match scope {
        CalendarScope::Collection { language, .. } | CalendarScope::Term { language, .. } => language,
        CalendarScope::Event(id) | CalendarScope::Named(id) => &site.entry(*id).key.language,
    };
    let mut items: Vec<EventItem> = ids.into_iter().filter_map(|id| event(scene, id)).collect();
    items.sort_by(|a, b| (a.start, &a.uid).cmp(&(b.start, &b.uid)));
    CalendarView {
        name,
        description: site.config.title.get(language).to_owned(),
        language: language.clone(),
        permalink: site.config.address.absolute(&route.url),
        zone: site.config.zone_name.clone(),
        items,
    }
}

/// When an event was last changed, as far as its content says. One that doesn't say is
/// taken to be a year older than it was first planned for: a fixed moment, so that builds
/// repeat, and early enough not to lie in a subscriber's future.
fn changed(entry: &Entry, schedule: &Schedule) -> When {
    let planned = schedule.previous_start.unwrap_or(schedule.start).min(schedule.start);
    let before = planned.date.checked_sub(1.year()).unwrap_or(planned.date);
    entry.fields.datetime("updated").unwrap_or(When { date: before, time: None })
}

fn event(scene: &Scene, id: EntryId) -> Option<EventItem> {
    let site = &scene.site;
    let entry = site.entry(id);
    let schedule = entry.schedule.as_ref()?;
    let card = scene.card(id);
    let config = &site.config;
    let host = config.address.origin.rsplit('/').next().unwrap_or("localhost");
    let stamp = changed(entry, schedule).zoned(&config.zone).timestamp().strftime("%Y%m%dT%H%M%SZ").to_string();
    let repetition = schedule.repetition.as_ref();
    let mut locations: Vec<String> = entry.fields.text("venue").map(str::to_owned).into_iter().collect();
    let named = site.outgoing(id).iter().map(|(_, target)| site.entry(*target)).find(|target| target.place.is_some());
    locations.extend(named.map(|place| place.title.clone()));
    locations.extend(
        card.place
            .as_ref()
            .map(|place| format!("{}{}", place.district, place.address.trim_start_matches(&place.district))),
    );
    let separator = if is_chinese(&entry.key.language) { "，" } else { ", " };
    let moved = !matches!(schedule.status, Status::Scheduled);
    Some(EventItem {
        uid: format!("{}-{}-{}@{host}", entry.key.collection, entry.key.slug, entry.key.language),
        stamp,
        sequence: u32::from(moved),
        title: entry.title.clone(),
        summary: card.summary.clone(),
        permalink: config.address.absolute(&card.url),
        start: schedule.start,
        end: schedule.end,
        all_day: schedule.all_day,
        rule: repetition.map(|repetition| repetition.rule.clone()),
        except: repetition.map(|repetition| repetition.excluded.clone()).unwrap_or_default(),
        also: repetition.map(|repetition| repetition.added.clone()).unwrap_or_default(),
        status: schedule.status,
        reason: entry.fields.text("status_reason").map(str::to_owned),
        location: locations.join(separator),
        point: card.place.as_ref().and_then(|place| place.location).or(match entry.fields.get("location") {
            Some(Value::Point(point)) => Some(*point),
            _ => None,
        }),
        online_url: entry.fields.text("online_url").map(str::to_owned),
        categories: cards::term_titles(scene, id, &["form", "audience", "tags"], &entry.key.language),
        organiser: entry.fields.texts("hosts").join("、"),
    })
}
