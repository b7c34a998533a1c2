//! The page of one entry.

use crate::base::diagnostic::Diagnostic;
use crate::base::url::Url;
use crate::config::collection::Facet;
use crate::route::{CalendarScope, FeedFormat, Route};
use crate::site::EntryId;
use crate::view::date::{is_chinese, occurrence_view};
use crate::view::head::{self, Draft, tag};
use crate::view::model::{
    AgendaDay, Card, EntryPage, Head, MetaView, PastYear, ReferrersView, SiblingsView, SubscriptionView, TocItem,
};
use crate::view::scene::Scene;
use crate::view::shown::{Showing, figure_in};
use crate::view::times::{self, Timed};
use crate::view::{calendar_items, cards, links, near, picture, places, structured, sums, visit};

/// Future times of a recurring event that its page lists.
const MOST_UPCOMING: usize = 12;
/// What is over and named an entry, that its page lists of a collection.
const MOST_PAST: usize = 60;
const MOST_SIBLINGS: usize = 6;

pub fn entry_page(scene: &Scene, route: &Route, id: EntryId, diagnostics: &mut Vec<Diagnostic>) -> EntryPage {
    let site = &scene.site;
    let entry = site.entry(id);
    let collection = site.collection(id);
    let language = entry.key.language.as_str();
    let card = scene.card(id);
    let body = links::body(scene, id, &entry.body, diagnostics);
    // What is wrong in the fields was told when the card was made.
    let mut told = Vec::new();
    let details =
        Showing { inputs: scene, id, language, diagnostics: &mut told }.details(&entry.fields, &collection.fields);
    let (previous, next) = scene.neighbours(id);
    let schedule = entry.schedule.as_ref();
    let zone = &site.config.zone;
    let upcoming = schedule.map(|schedule| {
        let coming =
            schedule.occurrences.iter().filter(|occurrence| occurrence.end.date >= site.today.0).take(MOST_UPCOMING);
        coming.map(|occurrence| occurrence_view(occurrence, language, zone, site.today.0.year())).collect()
    });
    let named = Referrers::of(scene, id);
    let siblings = siblings(scene, id);
    let timed = |id: &EntryId| site.entry(*id).schedule.is_some();
    let ages = schedule.is_some() || siblings.is_some() || named.children.iter().chain(&named.others).any(timed);
    EntryPage {
        page: page_head(scene, route, id, &card),
        body,
        toc: entry
            .body
            .headings
            .iter()
            .map(|heading| TocItem { level: heading.level, id: heading.id.clone(), title: heading.text.clone() })
            .collect(),
        details,
        length: entry.body.count.total(),
        reading_minutes: entry.body.count.reading_minutes(),
        facets: collection.facets.iter().copied().collect(),
        previous: previous.map(|id| scene.link(id)),
        next: next.map(|id| scene.link(id)),
        referrers: named.views(scene, language),
        children: scene.cards(&named.children, language),
        programme: programme(scene, &named.children, language),
        editions: scene.cards(&named.editions, language),
        siblings,
        related: scene.related(id),
        special_days: visit::special_days(scene, id),
        unannounced_year: visit::unannounced_year(scene, id),
        as_of: ages.then(|| scene.as_of(language)),
        upcoming: upcoming.unwrap_or_default(),
        past: schedule.is_some_and(|schedule| schedule.is_past(site.today)),
        figures: entry
            .outcome
            .as_ref()
            .map(|outcome| outcome.figures.iter().map(|figure| figure_in(figure, is_chinese(language))).collect())
            .unwrap_or_default(),
        children_figures: sums::children(site, id),
        near: near::near(scene, id),
        years_in_figures: sums::pages_of(scene, id, language),
        map: places::locator(scene, id, scene.memo.located(scene, &collection.name, language)),
        entry: card,
    }
}

fn page_head(scene: &Scene, route: &Route, id: EntryId, card: &Card) -> Head {
    let site = &scene.site;
    let entry = site.entry(id);
    let collection = site.collection(id);
    let language = entry.key.language.as_str();
    let listed = (!collection.name.is_empty()).then_some(collection.name.as_str());
    let mut draft = Draft::new("entry", entry.title.clone(), language);
    draft.section = &collection.name;
    draft.description = card.summary.clone();
    draft.image = card.cover.as_ref().and_then(|cover| picture::social_image(scene, cover));
    draft.image = draft.image.or_else(|| picture::poster_image(scene, &route.url));
    draft.breadcrumbs = head::breadcrumbs(scene, language, listed);
    if let Some(parent) = site.referred(id, "parent").next() {
        draft.breadcrumbs.push(scene.link(parent));
    }
    let translation =
        |id: &EntryId| head::language_view(scene, &site.entry(*id).key.language, scene.routes.entry(*id).clone());
    draft.alternates = site.translations(id).iter().map(translation).collect();
    if site.config.government.is_some() {
        draft.meta = content_tags(scene, id, card);
    }
    let permalink = site.config.address.absolute(&route.url);
    draft.json_ld.extend(structured::entry(scene, id, card, &permalink));
    draft.subscriptions = subscriptions(scene, id);
    draft.indexed = !card.unpublished;
    draft.finish(scene, route)
}

/// The content tags of a public body's page. The publish date is the content's own, never the build's.
fn content_tags(scene: &Scene, id: EntryId, card: &Card) -> Vec<MetaView> {
    let site = &scene.site;
    let entry = site.entry(id);
    let collection = site.collection(id);
    let language = entry.key.language.as_str();
    let mut tags = if collection.listing { head::column_tags(scene, &collection.name, language) } else { Vec::new() };
    tags.push(tag("ArticleTitle", &entry.title));
    let date = entry.publication.as_ref().map(|publication| publication.date);
    let date = date.or_else(|| entry.fields.datetime("updated")).or_else(|| entry.fields.datetime("verified_on"));
    if let Some(when) = date {
        let at = when.zoned(&site.config.zone).strftime("%Y-%m-%d %H:%M").to_string();
        tags.push(tag("PubDate", &at));
    }
    let source = entry.fields.text("source").unwrap_or_else(|| site.config.organisation.get(language));
    tags.push(tag("ContentSource", source));
    let keywords = cards::term_titles(scene, id, &["tags", "subject"], language);
    if !keywords.is_empty() {
        tags.push(tag("Keywords", &keywords.join(",")));
    }
    let authors = entry.fields.texts("authors");
    if !authors.is_empty() {
        tags.push(tag("Author", &authors.join(",")));
    }
    tags.push(tag("Description", &card.summary));
    if let Some(cover) = &card.cover {
        tags.push(tag("Image", &site.config.address.absolute(&cover.url)));
    }
    tags.push(tag("Url", &site.config.address.absolute(&card.url)));
    tags
}

fn subscriptions(scene: &Scene, id: EntryId) -> Vec<SubscriptionView> {
    let entry = scene.site.entry(id);
    let mut found = Vec::new();
    let mut offer = |title: &str, url: Url, media_type: &str| {
        if scene.routes.get(&url).is_some() {
            found.push(head::subscription(scene, title, url, media_type));
        }
    };
    let address = |scope| scene.addresses().calendar(&scope, |id| scene.routes.entry(id).clone());
    if entry.schedule.is_some() {
        offer(&entry.title, address(CalendarScope::Event(id)), "text/calendar");
    }
    if scene.routes.calendar_of(id).is_some() {
        offer(&entry.title, address(CalendarScope::Named(id)), "text/calendar");
    }
    if entry.publication.is_some() {
        offer(
            &head::feed_title(scene, Some(&entry.key.collection), &entry.key.language),
            scene.addresses().feed(Some(&entry.key.collection), &entry.key.language, FeedFormat::Atom),
            "application/atom+xml",
        );
    }
    found
}

/// Who names an entry: what is below it, its editions, and the others.
struct Referrers {
    children: Vec<EntryId>,
    editions: Vec<EntryId>,
    others: Vec<EntryId>,
}

impl Referrers {
    fn of(scene: &Scene, id: EntryId) -> Self {
        let site = &scene.site;
        let language = &site.entry(id).key.language;
        // An original's referrers name it and not its translation, which shows them all the same.
        let group = site.translations(id);
        let versions = if group.is_empty() { std::slice::from_ref(&id) } else { group };
        let translated =
            |from: EntryId| site.translations(from).iter().any(|other| site.entry(*other).key.language == *language);
        let here = |from: EntryId| {
            let own = &site.entry(from).key.language;
            own == language || (*own == site.config.language && !translated(from))
        };
        let naming = |only: Option<&str>| -> Vec<EntryId> {
            let incoming = versions.iter().flat_map(|version| site.incoming(*version));
            let mut ids: Vec<EntryId> = incoming
                .filter(|(field, _)| only.is_none_or(|only| field == only))
                .map(|(_, from)| *from)
                .filter(|from| here(*from))
                .collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let mut children = naming(Some("parent"));
        let mut others = naming(None);
        others.retain(|from| children.binary_search(from).is_err());
        times::by_nearness(site, &mut children);
        // What takes place at a place, or within something that has a time, is no edition of it.
        let entry = site.entry(id);
        let mut editions = Vec::new();
        if entry.place.is_none() && entry.schedule.is_none() {
            let below =
                |from: EntryId| site.referred(from, "parent").any(|parent| others.binary_search(&parent).is_ok());
            let is_edition = |from: &EntryId| {
                let entry = site.entry(*from);
                entry.schedule.is_some() && entry.fields.text("edition").is_some() && !below(*from)
            };
            editions = others.iter().copied().filter(is_edition).collect();
            editions.sort_by_key(|id| {
                let first = site.entry(*id).schedule.as_ref().map(|schedule| schedule.days().0);
                (std::cmp::Reverse(first), *id)
            });
        }
        Self { children, editions, others }
    }

    /// By collection. A past edition is among the editions alone; one to come can be attended like any other.
    fn views(&self, scene: &Scene, language: &str) -> Vec<ReferrersView> {
        let site = &scene.site;
        let mut views = Vec::new();
        for collection in site.collections.values() {
            let own = |from: &EntryId| site.entry(*from).key.collection == collection.name;
            let mut ids: Vec<EntryId> = self.others.iter().copied().filter(own).collect();
            let (mut upcoming, mut past, mut past_count) = (Vec::new(), Vec::new(), 0);
            if collection.has(Facet::Schedule) {
                let over = |id: &EntryId| !site.is_coming(*id);
                ids.retain(|id| !over(id) || !self.editions.contains(id));
                times::by_nearness(site, &mut ids);
                let first_past = ids.iter().position(over).unwrap_or(ids.len());
                past_count = ids.len() - first_past;
                ids.truncate(first_past + MOST_PAST);
                upcoming = scene.cards(&ids[..first_past], language);
                past = by_year(scene, &ids[first_past..], language);
            } else {
                let order = site.listing(&collection.name, language);
                ids.sort_by_key(|id| order.iter().position(|listed| listed == id).unwrap_or(usize::MAX));
            }
            if !ids.is_empty() {
                views.push(ReferrersView {
                    collection: collection.name.clone(),
                    title: head::collection_title(scene, &collection.name, language),
                    entries: scene.cards(&ids, language),
                    upcoming,
                    past,
                    past_count,
                });
            }
        }
        views
    }
}

/// What is over, the latest first, gathered by the year in which it ended.
fn by_year(scene: &Scene, ids: &[EntryId], language: &str) -> Vec<PastYear> {
    let mut years: Vec<PastYear> = Vec::new();
    for id in ids {
        let Some(schedule) = &scene.site.entry(*id).schedule else { continue };
        let year = schedule.days().1.year();
        match years.last_mut().filter(|last| last.year == year) {
            Some(last) => last.entries.push(scene.card_in(*id, language)),
            None => years.push(PastYear { year, entries: vec![scene.card_in(*id, language)] }),
        }
    }
    years
}

/// The times of what is below an entry, day after day. What takes place more often than a page
/// lists is there at its next time, or its last, and says itself how it repeats.
fn programme(scene: &Scene, children: &[EntryId], language: &str) -> Vec<AgendaDay> {
    let today = scene.site.today;
    let mut times: Vec<Timed> = Vec::new();
    for id in children {
        let Some(schedule) = &scene.site.entry(*id).schedule else { continue };
        if schedule.occurrences.len() > MOST_UPCOMING {
            let next = schedule.next(today).or(schedule.occurrences.last().copied());
            times.extend(next.map(|occurrence| (occurrence, *id)));
        } else {
            times.extend(schedule.occurrences.iter().map(|occurrence| (*occurrence, *id)));
        }
    }
    times.sort();
    calendar_items::by_day(scene, times.iter(), language)
}

/// Others below the same parent, or else in the same series: what a field with a calendar names
/// that is no place.
fn siblings(scene: &Scene, id: EntryId) -> Option<SiblingsView> {
    let site = &scene.site;
    site.entry(id).schedule.as_ref()?;
    let language = &site.entry(id).key.language;
    let followed = site.collection(id).fields.iter().filter(|field| field.calendar).map(|field| &*field.key);
    for field in std::iter::once("parent").chain(followed) {
        for of in site.referred(id, field).filter(|of| site.entry(*of).place.is_none()) {
            // What is below another of them is left to that one.
            let below = |other: EntryId| {
                site.referred(other, "parent")
                    .any(|parent| parent == id || site.outgoing(parent).iter().any(|(_, target)| *target == of))
            };
            let other =
                |other: &&EntryId| **other != id && site.entry(**other).key.language == *language && !below(**other);
            let ids: Vec<EntryId> = scene.named_in_time(of).iter().filter(other).take(MOST_SIBLINGS).copied().collect();
            if !ids.is_empty() {
                return Some(SiblingsView { of: scene.link(of), entries: scene.cards(&ids, language) });
            }
        }
    }
    None
}
