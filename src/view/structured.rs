//! JSON-LD with the vocabulary of schema.org, for search engines.

use serde_json::{Map, Value, json};

use super::Scene;
use super::date::iso;
use super::model::{Card, LinkView};
use crate::content::{Entry, Status};
use crate::site::EntryId;

const CONTEXT: &str = "https://schema.org";

/// Several items as the content of one script element, where `<` can't end it.
pub fn script(items: Vec<Value>) -> String {
    let value = match <[Value; 1]>::try_from(items) {
        Ok([one]) => one,
        Err(items) if items.is_empty() => return String::new(),
        Err(mut items) => {
            for item in &mut items {
                if let Some(item) = item.as_object_mut() {
                    item.shift_remove("@context");
                }
            }
            json!({"@context": CONTEXT, "@graph": items})
        }
    };
    serde_json::to_string(&value).unwrap_or_default().replace('<', "\\u003c")
}

pub fn web_site(scene: &Scene<'_>, language: &str, permalink: &str) -> Value {
    let config = &scene.site.config;
    json!({
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": config.title.get(language),
        "description": config.description.get(language),
        "url": permalink,
        "inLanguage": language,
        "publisher": publisher(scene, language),
    })
}

pub fn collection_page(title: &str, language: &str, permalink: &str) -> Value {
    json!({"@context": CONTEXT, "@type": "CollectionPage", "name": title, "url": permalink, "inLanguage": language})
}

pub fn breadcrumbs(scene: &Scene<'_>, crumbs: &[LinkView], title: &str, permalink: &str) -> Value {
    let address = &scene.site.config.address;
    let item = |(place, (name, url)): (usize, (&str, String))| json!({"@type": "ListItem", "position": place + 1, "name": name, "item": url});
    let above = crumbs
        .iter()
        .map(|crumb| (crumb.title.as_str(), format!("{}{}{}", address.origin, address.base_path, crumb.url)));
    let items: Vec<Value> = above.chain([(title, permalink.to_owned())]).enumerate().map(item).collect();
    json!({"@context": CONTEXT, "@type": "BreadcrumbList", "itemListElement": items})
}

/// What an entry is, by its facets.
pub fn entry(scene: &Scene<'_>, id: EntryId, card: &Card, permalink: &str) -> Option<Value> {
    let entry = scene.site.entry(id);
    let language = &entry.key.language;
    let mut item = Map::new();
    item.insert("@context".into(), CONTEXT.into());
    if entry.schedule.is_some() {
        event(scene, id, entry, card, &mut item);
    } else if entry.publication.is_some() {
        article(scene, entry, card, permalink, &mut item);
    } else if entry.place.is_some() {
        place(entry, card, &mut item);
    } else {
        return None;
    }
    item.insert("url".into(), permalink.into());
    item.insert("inLanguage".into(), language.as_str().into());
    if !card.summary.is_empty() {
        item.insert("description".into(), card.summary.as_str().into());
    }
    if let Some(cover) = &card.cover {
        item.insert("image".into(), scene.site.config.address.absolute(&cover.url).into());
    }
    Some(Value::Object(item))
}

fn article(scene: &Scene<'_>, entry: &Entry, card: &Card, permalink: &str, item: &mut Map<String, Value>) {
    item.insert("@type".into(), "Article".into());
    item.insert("headline".into(), entry.title.as_str().into());
    item.insert("mainEntityOfPage".into(), permalink.into());
    if let Some(date) = &card.date {
        item.insert("datePublished".into(), date.iso.as_str().into());
    }
    if let Some(updated) = entry.fields.date("updated") {
        item.insert("dateModified".into(), updated.to_string().into());
    }
    let authors = entry.fields.texts("authors");
    if !authors.is_empty() {
        let author = |name: &&str| json!({"@type": "Organization", "name": name});
        item.insert("author".into(), authors.iter().map(author).collect());
    }
    item.insert("publisher".into(), publisher(scene, &entry.key.language));
    let keywords: Vec<&str> = entry.fields.terms("tags").map(|term| term.key.as_str()).collect();
    if !keywords.is_empty() {
        item.insert("keywords".into(), keywords.into());
    }
}

fn place(entry: &Entry, card: &Card, item: &mut Map<String, Value>) {
    item.insert("@type".into(), "TouristAttraction".into());
    item.insert("name".into(), entry.title.as_str().into());
    let Some(place) = &card.place else { return };
    item.insert("address".into(), address(&place.address, &place.district));
    if let Some(point) = place.location {
        item.insert("geo".into(), json!({"@type": "GeoCoordinates", "latitude": point.lat, "longitude": point.lon}));
    }
    if let Some(hours) = &place.hours {
        item.insert("openingHours".into(), hours.schema().into());
    }
    if let Some(phone) = entry.fields.text("phone") {
        item.insert("telephone".into(), phone.into());
    }
    if let Some(free) = entry.fields.group("admission").and_then(|admission| admission.bool("free")) {
        item.insert("isAccessibleForFree".into(), free.into());
    }
}

fn event(scene: &Scene<'_>, id: EntryId, entry: &Entry, card: &Card, item: &mut Map<String, Value>) {
    let Some(schedule) = &entry.schedule else { return };
    let zone = &scene.site.config.zone;
    let form = entry.fields.terms("form").next().map(|term| term.key.as_str());
    let kind = match form {
        Some("exhibition" | "touring") => "ExhibitionEvent",
        Some("screening") => "ScreeningEvent",
        Some("lecture" | "training" | "study-tour" | "workshop") => "EducationEvent",
        _ => "Event",
    };
    item.insert("@type".into(), kind.into());
    item.insert("name".into(), entry.title.as_str().into());
    item.insert("startDate".into(), iso(schedule.start, zone).into());
    if let Some(end) = schedule.end {
        item.insert("endDate".into(), iso(end, zone).into());
    }
    let status = match schedule.status {
        Status::Scheduled => "EventScheduled",
        Status::Cancelled => "EventCancelled",
        Status::Postponed => "EventPostponed",
        Status::Rescheduled => "EventRescheduled",
        Status::MovedOnline => "EventMovedOnline",
    };
    item.insert("eventStatus".into(), format!("https://schema.org/{status}").into());
    if let Some(previous) = schedule.previous_start {
        item.insert("previousStartDate".into(), iso(previous, zone).into());
    }
    let online = entry.fields.text("online_url");
    let mode = match (online, schedule.status, &card.place) {
        (Some(_), Status::MovedOnline, _) | (Some(_), _, None) => "OnlineEventAttendanceMode",
        (Some(_), _, Some(_)) => "MixedEventAttendanceMode",
        (None, ..) => "OfflineEventAttendanceMode",
    };
    item.insert("eventAttendanceMode".into(), format!("https://schema.org/{mode}").into());
    let mut locations = Vec::new();
    if let Some(place) = &card.place {
        let host = scene
            .site
            .outgoing(id)
            .iter()
            .map(|(_, target)| scene.site.entry(*target))
            .find(|host| host.place.is_some());
        let name = entry.fields.text("venue").or(host.map(|host| host.title.as_str())).unwrap_or(&place.address);
        locations.push(json!({"@type": "Place", "name": name, "address": address(&place.address, &place.district)}));
    } else if let Some(venue) = entry.fields.text("venue") {
        locations.push(json!({"@type": "Place", "name": venue}));
    }
    if let Some(online) = online {
        locations.push(json!({"@type": "VirtualLocation", "url": online}));
    }
    if !locations.is_empty() {
        item.insert("location".into(), locations.into());
    }
    let organisers: Vec<&str> = ["hosts", "organisers"].iter().flat_map(|key| entry.fields.texts(key)).collect();
    if !organisers.is_empty() {
        let organiser = |name: &&str| json!({"@type": "Organization", "name": name});
        item.insert("organizer".into(), organisers.iter().map(organiser).collect());
    }
    if let Some(admission) = entry.fields.group("admission") {
        let free = admission.bool("free").unwrap_or(false);
        let price = if free { Some(0.0) } else { admission.number("price") };
        if let Some(price) = price {
            item.insert("offers".into(), json!({"@type": "Offer", "price": price, "priceCurrency": "CNY"}));
            item.insert("isAccessibleForFree".into(), (price == 0.0).into());
        }
    }
    if let Some(parent) = scene.site.referred(id, "parent").next() {
        let parent = scene.site.entry(parent);
        item.insert("superEvent".into(), json!({"@type": "Event", "name": parent.title.as_str()}));
    }
}

fn address(street: &str, district: &str) -> Value {
    let mut address = json!({"@type": "PostalAddress", "streetAddress": street, "addressCountry": "CN"});
    if !district.is_empty() {
        address["addressRegion"] = district.into();
    }
    address
}

fn publisher(scene: &Scene<'_>, language: &str) -> Value {
    let config = &scene.site.config;
    let name = if config.organisation.is_empty() { &config.title } else { &config.organisation };
    json!({"@type": "Organization", "name": name.get(language)})
}
