//! The events of an iCalendar file.

use jiff::ToSpan;

use crate::base::time::When;
use crate::content::{Entry, Schedule, Status, Value};
use crate::route::{CalendarScope, Route};
use crate::site::EntryId;
use crate::view::data::{CalendarView, EventItem};
use crate::view::date::is_chinese;
use crate::view::scene::Scene;
use crate::view::{cards, head};

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
