//! JSON-LD with the vocabulary of schema.org, for search engines.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;
use serde::ser::SerializeMap;

use super::author::is_person;
use super::date::iso;
use super::inputs::Inputs;
use super::model::{Card, LinkView};
use super::visit;
use super::words::fill;
use crate::base::weekday;
use crate::config::collection::value::opening_hours::{Hours, sets};
use crate::config::collection::value::{OpeningHours, phone_numbers};
use crate::content::{Entry, Status};
use crate::site::EntryId;

const CONTEXT: &str = "https://schema.org";

/// Something of the vocabulary: its type and its properties, in order.
///
/// Every page has one or two. Names are the vocabulary's and most texts are the entry's own, so
/// neither is copied before it is written.
pub struct Thing<'a>(Vec<(&'static str, Property<'a>)>);

/// A property's value.
#[derive(Serialize)]
#[serde(untagged)]
enum Property<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Place(usize),
    Truth(bool),
    Thing(Thing<'a>),
    List(Vec<Property<'a>>),
}

impl<'a> Thing<'a> {
    fn new(kind: &'static str) -> Self {
        Self(vec![("@type", kind.into())])
    }

    fn with(mut self, name: &'static str, value: impl Into<Property<'a>>) -> Self {
        self.set(name, value);
        self
    }

    fn set(&mut self, name: &'static str, value: impl Into<Property<'a>>) {
        self.0.push((name, value.into()));
    }

    /// The item as JSON, without its context.
    pub fn json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl Serialize for Thing<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

impl<'a> From<&'a str> for Property<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Property<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<f64> for Property<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Property<'_> {
    fn from(truth: bool) -> Self {
        Self::Truth(truth)
    }
}

impl<'a> From<Thing<'a>> for Property<'a> {
    fn from(thing: Thing<'a>) -> Self {
        Self::Thing(thing)
    }
}

impl<'a, T: Into<Property<'a>>> FromIterator<T> for Property<'a> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

/// Items as the content of one script element, where `<` can't end it.
pub fn script(items: &[String]) -> String {
    let script = match items {
        [] => return String::new(),
        [one] => format!("{{\"@context\":\"{CONTEXT}\",{}", &one[1..]),
        several => format!("{{\"@context\":\"{CONTEXT}\",\"@graph\":[{}]}}", several.join(",")),
    };
    if script.contains('<') { script.replace('<', "\\u003c") } else { script }
}

pub fn web_site(inputs: &Inputs, language: &str, permalink: &str) -> String {
    let config = &inputs.site.config;
    let mut site = Thing::new("WebSite")
        .with("name", config.title.get(language))
        .with("description", config.description.get(language))
        .with("url", permalink)
        .with("inLanguage", language)
        .with("publisher", publisher(inputs, language));
    if inputs.routes.searched(language).is_some() {
        let page = config.address.absolute(&inputs.addresses().search(language));
        let target = Thing::new("EntryPoint").with("urlTemplate", format!("{page}?q={{search_term_string}}"));
        let action = Thing::new("SearchAction").with("target", target);
        site.set("potentialAction", action.with("query-input", "required name=search_term_string"));
    }
    site.json()
}

pub fn collection_page(title: &str, language: &str, permalink: &str) -> String {
    Thing::new("CollectionPage").with("name", title).with("url", permalink).with("inLanguage", language).json()
}

pub fn breadcrumbs(inputs: &Inputs, crumbs: &[LinkView], title: &str, permalink: &str) -> String {
    let address = &inputs.site.config.address;
    let above = crumbs
        .iter()
        .map(|crumb| (crumb.title.as_str(), format!("{}{}{}", address.origin, address.base_path, crumb.url)));
    let mut items = Vec::with_capacity(crumbs.len() + 1);
    for (place, (name, url)) in above.chain([(title, permalink.to_owned())]).enumerate() {
        let item = Thing::new("ListItem").with("position", Property::Place(place + 1)).with("name", name);
        items.push(item.with("item", url));
    }
    let items: Property<'_> = items.into_iter().collect();
    Thing::new("BreadcrumbList").with("itemListElement", items).json()
}

/// What an entry is, by its facets.
pub fn entry(inputs: &Inputs, id: EntryId, card: &Card, permalink: &str) -> Option<String> {
    let entry = inputs.site.entry(id);
    let mut item = if entry.schedule.is_some() {
        event(inputs, id, entry, card)?
    } else if entry.publication.is_some() {
        article(inputs, entry, card, permalink)
    } else if entry.place.is_some() {
        place(inputs, entry, card)
    } else {
        return None;
    };
    item.set("url", permalink);
    item.set("inLanguage", entry.key.language.as_str());
    if !card.summary.is_empty() {
        item.set("description", card.summary.as_str());
    }
    if let Some(cover) = &card.cover {
        item.set("image", inputs.site.config.address.absolute(&cover.url));
    }
    Some(item.json())
}

fn article<'a>(inputs: &'a Inputs, entry: &'a Entry, card: &'a Card, permalink: &'a str) -> Thing<'a> {
    let mut item = Thing::new("Article").with("headline", entry.title.as_str()).with("mainEntityOfPage", permalink);
    if let Some(date) = &card.date {
        item.set("datePublished", date.iso.as_str());
    }
    if let Some(updated) = entry.fields.date("updated") {
        item.set("dateModified", updated.to_string());
    }
    let authors = entry.fields.texts("authors");
    if !authors.is_empty() {
        item.set("author", people(authors));
    }
    item.set("publisher", publisher(inputs, &entry.key.language));
    let keywords: Vec<&str> = entry.fields.terms("tags").map(|term| term.key.as_str()).collect();
    if !keywords.is_empty() {
        item.set("keywords", keywords.into_iter().collect::<Property>());
    }
    item
}

/// The hours of each season, with the dates on which it is next.
fn seasons<'a>(hours: &OpeningHours, today: Date) -> Vec<Thing<'a>> {
    let mut found = Vec::new();
    for season in hours.seasons.iter().filter(|season| !season.school) {
        let Some((from, to)) = season.period.next(today) else { continue };
        for (days, hours) in sets(&season.weekly) {
            for range in hours.ranges() {
                let days = days.iter().map(|day| format!("{CONTEXT}/{}", weekday::NAMES[*day]));
                let [opens, closes] = range.schema();
                let item = Thing::new("OpeningHoursSpecification")
                    .with("dayOfWeek", days.collect::<Property>())
                    .with("opens", opens)
                    .with("closes", closes)
                    .with("validFrom", from.to_string())
                    .with("validThrough", to.to_string());
                found.push(item);
            }
        }
    }
    found
}

/// The days to come with hours of their own. Closed is written as hours of no length.
fn special_hours<'a>(inputs: &Inputs, hours: &OpeningHours) -> Vec<Thing<'a>> {
    let mut found = Vec::new();
    for days in visit::days_to_come(inputs, hours) {
        let item = |[opens, closes]: [String; 2]| {
            Thing::new("OpeningHoursSpecification")
                .with("opens", opens)
                .with("closes", closes)
                .with("validFrom", days.from.to_string())
                .with("validThrough", days.to.to_string())
        };
        match &days.hours {
            Hours::Open(ranges) => found.extend(ranges.iter().map(|range| item(range.schema()))),
            Hours::Closed => found.push(item(["00:00".to_owned(), "00:00".to_owned()])),
            Hours::Untimed | Hours::Appointment | Hours::Unknown => {}
        }
    }
    found
}

fn place<'a>(inputs: &Inputs, entry: &'a Entry, card: &'a Card) -> Thing<'a> {
    let mut item = Thing::new("TouristAttraction").with("name", entry.title.as_str());
    let Some(place) = &card.place else { return item };
    item.set("address", address(&place.address, &place.district));
    if let Some(point) = place.location {
        item.set("geo", Thing::new("GeoCoordinates").with("latitude", point.lat).with("longitude", point.lon));
    }
    if let Some(hours) = &place.hours
        && !hours.schema.is_empty()
    {
        item.set("openingHours", hours.schema.iter().cloned().collect::<Property>());
    }
    if let Some(hours) = entry.place.as_ref().and_then(|place| place.hours.as_ref()) {
        let seasons = seasons(hours, inputs.site.today.0);
        if !seasons.is_empty() {
            item.set("openingHoursSpecification", seasons.into_iter().collect::<Property>());
        }
        let special = special_hours(inputs, hours);
        if !special.is_empty() {
            item.set("specialOpeningHoursSpecification", special.into_iter().collect::<Property>());
        }
    }
    match entry.fields.text("phone").map(phone_numbers).unwrap_or_default().as_slice() {
        [] => {}
        [one] => item.set("telephone", one.clone()),
        several => item.set("telephone", several.iter().cloned().collect::<Property>()),
    }
    if let Some(free) = entry.fields.group("admission").and_then(|admission| admission.bool("free")) {
        item.set("isAccessibleForFree", free);
    }
    item
}

fn event<'a>(inputs: &'a Inputs, id: EntryId, entry: &'a Entry, card: &'a Card) -> Option<Thing<'a>> {
    let schedule = entry.schedule.as_ref()?;
    let zone = &inputs.site.config.zone;
    let form = entry.fields.terms("form").next().map(|term| term.key.as_str());
    let kind = match form {
        Some("exhibition" | "touring") => "ExhibitionEvent",
        Some("screening") => "ScreeningEvent",
        Some("lecture" | "training" | "study-tour" | "workshop") => "EducationEvent",
        _ => "Event",
    };
    let mut item = Thing::new(kind).with("name", entry.title.as_str()).with("startDate", iso(schedule.start, zone));
    if let Some(end) = schedule.end {
        item.set("endDate", iso(end, zone));
    }
    let status = match schedule.status {
        Status::Scheduled => "EventScheduled",
        Status::Cancelled => "EventCancelled",
        Status::Postponed => "EventPostponed",
        Status::Rescheduled => "EventRescheduled",
        Status::MovedOnline => "EventMovedOnline",
    };
    item.set("eventStatus", format!("https://schema.org/{status}"));
    if let Some(previous) = schedule.previous_start {
        item.set("previousStartDate", iso(previous, zone));
    }
    let online = entry.fields.text("online_url");
    let mode = match (online, schedule.status, &card.place) {
        (Some(_), Status::MovedOnline, _) | (Some(_), _, None) => "OnlineEventAttendanceMode",
        (Some(_), _, Some(_)) => "MixedEventAttendanceMode",
        (None, ..) => "OfflineEventAttendanceMode",
    };
    item.set("eventAttendanceMode", format!("https://schema.org/{mode}"));
    let mut locations = Vec::new();
    if let Some(place) = &card.place {
        let host = inputs
            .site
            .outgoing(id)
            .iter()
            .map(|(_, target)| inputs.site.entry(*target))
            .find(|host| host.place.is_some());
        let name = entry.fields.text("venue").or(host.map(|host| host.title.as_str())).unwrap_or(&place.address);
        locations
            .push(Thing::new("Place").with("name", name).with("address", address(&place.address, &place.district)));
    } else if let Some(venue) = entry.fields.text("venue") {
        locations.push(Thing::new("Place").with("name", venue));
    }
    if let Some(online) = online {
        locations.push(Thing::new("VirtualLocation").with("url", online));
    }
    if !locations.is_empty() {
        item.set("location", locations.into_iter().collect::<Property>());
    }
    let organisers: Vec<&str> = ["hosts", "organisers"].iter().flat_map(|key| entry.fields.texts(key)).collect();
    if !organisers.is_empty() {
        item.set("organizer", people(organisers));
    }
    if let Some(admission) = entry.fields.group("admission") {
        let free = admission.bool("free").unwrap_or(false);
        let price = if free { Some(0.0) } else { admission.number("price") };
        if let Some(price) = price {
            item.set("offers", Thing::new("Offer").with("price", price).with("priceCurrency", "CNY"));
            item.set("isAccessibleForFree", price == 0.0);
        }
    }
    if let Some(parent) = inputs.site.referred(id, "parent").next() {
        let parent = inputs.site.entry(parent);
        item.set("superEvent", Thing::new("Event").with("name", parent.title.as_str()));
    }
    Some(item)
}

/// The figures of a year as schema.org's Dataset: its files, by whole address and media type.
pub fn dataset<'a>(
    inputs: &'a Inputs,
    title: &'a str,
    language: &'a str,
    permalink: &'a str,
    year: i16,
    files: &'a [(String, &'a str)],
) -> String {
    let file = |(url, kind): &'a (String, &'a str)| {
        Thing::new("DataDownload").with("contentUrl", url.as_str()).with("encodingFormat", *kind)
    };
    Thing::new("Dataset")
        .with("name", title)
        .with("description", fill(inputs.word(language, "figures_description"), &[("year", &year.to_string())]))
        .with("url", permalink)
        .with("inLanguage", language)
        .with("temporalCoverage", format!("{year:04}-01-01/{year:04}-12-31"))
        .with("isAccessibleForFree", true)
        .with("creator", publisher(inputs, language))
        .with("distribution", files.iter().map(file).collect::<Property>())
        .json()
}

/// Persons and bodies, each as what its name says.
fn people<'a>(names: Vec<&'a str>) -> Property<'a> {
    let kind = |name| if is_person(name) { "Person" } else { "Organization" };
    names.into_iter().map(|name| Thing::new(kind(name)).with("name", name)).collect()
}

fn address<'a>(street: &'a str, district: &'a str) -> Thing<'a> {
    let address = Thing::new("PostalAddress").with("streetAddress", street).with("addressCountry", "CN");
    if district.is_empty() { address } else { address.with("addressRegion", district) }
}

fn publisher<'a>(inputs: &'a Inputs, language: &str) -> Thing<'a> {
    let config = &inputs.site.config;
    let name = if config.organisation.is_empty() { &config.title } else { &config.organisation };
    Thing::new("Organization").with("name", name.get(language))
}
