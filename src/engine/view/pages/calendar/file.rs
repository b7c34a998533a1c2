//! The events of an iCalendar file.

use crate::base::fingerprint::Fingerprint;
use crate::config::revisions::{beginning, sequence};
use crate::content::{EntryKey, Value};
use crate::route::{CalendarScope, Route};
use crate::site::EntryId;
use crate::view::data::{CalendarView, EventItem};
use crate::view::date::{date_view, is_chinese};
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
    let one = matches!(scope, CalendarScope::Event(_));
    let language = match scope {
        CalendarScope::Collection { language, .. } | CalendarScope::Term { language, .. } => language,
        CalendarScope::Event(id) | CalendarScope::Named(id) => &site.entry(*id).key.language,
    };
    let mut items: Vec<EventItem> = ids.into_iter().filter_map(|id| marked(scene, id, one)).collect();
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

/// The record of revisions after the site is published; `None` where it says nothing new.
pub fn published(scene: &Scene) -> Option<String> {
    let (site, revisions) = (&scene.site, &scene.promises.revisions);
    let day = beginning(site.today.0, &site.config.zone);
    let events = site.ids().filter_map(|id| Some((record_key(scene, id), Fingerprint::of(&event(scene, id)?))));
    let published = revisions.published(events, day);
    (published != *revisions && !published.is_empty()).then(|| published.print())
}

/// What an event is called in the record.
fn record_key(scene: &Scene, id: EntryId) -> String {
    let EntryKey { collection, slug, language } = &scene.site.entry(id).key;
    format!("{collection}/{slug}.{language}").replace(['\t', '\n', '\r'], " ")
}

/// An event with its marks, and whether it reminds of itself.
fn marked(scene: &Scene, id: EntryId, reminds: bool) -> Option<EventItem> {
    let (site, mut item) = (&scene.site, event(scene, id)?);
    let day = beginning(site.today.0, &site.config.zone);
    let changed = scene.promises.revisions.changed(&record_key(scene, id), Fingerprint::of(&item), day);
    item.stamp = changed.strftime("%Y%m%dT%H%M%SZ").to_string();
    item.sequence = sequence(changed);
    item.reminds = reminds;
    item.permalink = site.config.address.absolute(scene.routes.entry(id));
    Some(item)
}

/// The start of a text without a sentence that breaks off.
fn whole_sentences(text: &str) -> &str {
    let Some(cut) = text.strip_suffix('…') else { return text };
    match cut.rfind(['。', '！', '？', '!', '?', '；']) {
        Some(at) => &cut[..at + cut[at..].chars().next().map_or(0, char::len_utf8)],
        None => text,
    }
}

/// What is said of an event, without its marks and its address: an address moves with the site.
fn event(scene: &Scene, id: EntryId) -> Option<EventItem> {
    let site = &scene.site;
    let entry = site.entry(id);
    let schedule = entry.schedule.as_ref()?;
    let card = scene.card(id);
    let config = &site.config;
    let host = config.address.origin.rsplit('/').next().unwrap_or("localhost");
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
    let booking = entry.fields.group("booking");
    let closes = booking.and_then(|booking| booking.datetime("closes"));
    let ways = ["phone", "url", "note"].into_iter().filter_map(|key| booking?.text(key));
    Some(EventItem {
        uid: format!("{}-{}-{}@{host}", entry.key.collection, entry.key.slug, entry.key.language),
        stamp: String::new(),
        sequence: 0,
        title: entry.title.clone(),
        summary: whole_sentences(&card.summary).to_owned(),
        permalink: String::new(),
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
        booking: ways.map(str::to_owned).collect(),
        booking_closes: closes.map(|closes| (closes, date_view(closes, &entry.key.language, &config.zone).text)),
        reminds: false,
    })
}

#[cfg(test)]
mod tests {
    use super::whole_sentences;

    #[test]
    fn a_description_does_not_break_off() {
        assert_eq!(whole_sentences("观星。看月亮环形山，还可以…"), "观星。");
        assert_eq!(whole_sentences("没有一句完整的话…"), "没有一句完整的话…");
        assert_eq!(whole_sentences("观星。"), "观星。");
    }
}
