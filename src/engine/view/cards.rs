//! An entry → its card: everything but its text.

use super::date::{date_view, in_short, is_chinese, occurrence_text, occurrence_view, rfc3339};
use super::inputs::Inputs;
use super::model::{Card, HoursView, ImageView, LinkView, PlaceView, ScheduleView, SeasonView};
use super::shown::Showing;
use super::{picture, places};
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Shared;
use crate::base::text::summarize;
use crate::base::url::{Url, percent_encode};
use crate::config::collection::value::OpeningHours;
use crate::content::{Entry, Occurrence, Place, Schedule, Status, Value};
use crate::route::CalendarScope;
use crate::site::EntryId;

/// Characters of a summary made from a text's beginning.
const SUMMARY_LENGTH: usize = 110;
/// Times after the next one that a card has for a script to move on to.
const MOST_LATER: usize = 8;

/// A card on pages of a language. Of an entry in another one the title and the summary stay as they were written; its
/// dates, terms and labels are in the language of the page.
pub fn card(inputs: &Inputs, id: EntryId, language: &str) -> (Shared<Card>, Vec<Diagnostic>) {
    let entry = inputs.site.entry(id);
    let collection = inputs.site.collection(id);
    let mut diagnostics = Vec::new();
    let mut showing = Showing { inputs, id, language, diagnostics: &mut diagnostics };
    let cover = cover(&mut showing, entry);
    let fields = showing.fields(&entry.fields, &collection.fields);
    let card = Card {
        title: entry.title.clone(),
        language: entry.key.language.clone(),
        url: inputs.routes.entry(id).clone(),
        summary: summary(entry),
        collection: collection.name.clone(),
        collection_title: collection.title.get(language).to_owned(),
        date: entry
            .publication
            .as_ref()
            .map(|publication| date_view(publication.date, language, &inputs.site.config.zone)),
        place: place(inputs, id, language).map(Box::new),
        found_by: places::found_by(inputs, id).map(Box::new),
        schedule: entry.schedule.as_ref().map(|schedule| Box::new(self::schedule(inputs, schedule, language))),
        calendar: calendar(inputs, id),
        planned: entry.rough_time().map(|rough| rough.announce(is_chinese(language))).unwrap_or_default(),
        drawn: if cover.is_none() { picture::drawn(inputs, id) } else { None },
        cover,
        fields,
        unpublished: !entry.is_public(inputs.site.now),
    };
    (Shared::new(card), diagnostics)
}

pub fn summary(entry: &Entry) -> String {
    match entry.fields.text("summary") {
        Some(summary) => summary.to_owned(),
        None => summarize(&entry.body.opening, SUMMARY_LENGTH),
    }
}

fn cover(showing: &mut Showing<'_>, entry: &Entry) -> Option<ImageView> {
    let (asset, alt) = entry.cover()?;
    let image = showing.image(asset, alt.unwrap_or_default())?;
    // What is said of the cover isn't said of a poster in its place.
    let of_cover = |key: &str| entry.fields.get("cover").and_then(|_| entry.fields.text(key)).unwrap_or_default();
    let focus = of_cover("cover_focus");
    Some(ImageView {
        focus: if focus.is_empty() { String::new() } else { format!("focus-{focus}") },
        credit: of_cover("cover_credit").to_owned(),
        ..image
    })
}

/// The calendar file of an event, if the site has it.
fn calendar(inputs: &Inputs, id: EntryId) -> Option<Url> {
    inputs.site.entry(id).schedule.as_ref()?;
    let url = inputs.addresses().calendar(&CalendarScope::Event(id), |id| inputs.routes.entry(id).clone());
    inputs.routes.get(&url).is_some().then_some(url)
}

/// Where an entry is: its own place, or for an event that of the place it names.
fn place(inputs: &Inputs, id: EntryId, language: &str) -> Option<PlaceView> {
    let entry = inputs.site.entry(id);
    let (owner, place) = match &entry.place {
        Some(place) => (id, place.clone()),
        None => {
            entry.schedule.as_ref()?;
            let named = inputs.site.outgoing(id).iter().map(|(_, target)| *target);
            let host = named.into_iter().find_map(|target| Some((target, inputs.site.entry(target).place.clone()?)));
            own_place(entry).map(|place| (id, place)).or(host)?
        }
    };
    Some(place_view(inputs, &place, inputs.site.entry(owner), language))
}

/// An event in a free place carries its own address.
fn own_place(entry: &Entry) -> Option<Place> {
    let address = entry.fields.text("address")?;
    Some(Place {
        address: address.to_owned(),
        district: entry.fields.terms("district").next().cloned(),
        location: match entry.fields.get("location") {
            Some(Value::Point(point)) => Some(*point),
            _ => None,
        },
        hours: None,
    })
}

fn place_view(inputs: &Inputs, place: &Place, owner: &Entry, language: &str) -> PlaceView {
    let district = place.district.as_ref();
    let term = district.and_then(|term| inputs.site.taxonomies.get(&term.taxonomy)?.term(&term.key));
    PlaceView {
        address: place.address.clone(),
        district: term.map_or(String::new(), |term| term.title.get(language).to_owned()),
        district_key: district.map_or(String::new(), |term| term.key.clone()),
        location: place.location,
        hours: place.hours.as_ref().map(|hours| hours_view(hours, is_chinese(language))),
        maps: maps(place, &owner.title, language),
    }
}

fn hours_view(hours: &OpeningHours, chinese: bool) -> HoursView {
    HoursView {
        weekly: hours.weekly.clone(),
        known: hours.has_ordinary_week(),
        seasons: hours
            .seasons
            .iter()
            .filter(|season| !season.school)
            .map(|season| SeasonView { text: season.period.describe(chinese), weekly: season.weekly.clone() })
            .collect(),
        week: hours.describe_week(chinese),
        days: hours.describe_days_of_note(chinese),
        holidays: hours.holidays.as_ref().map(|rule| rule.describe(chinese)).unwrap_or_default(),
        confirm: !hours.unread.is_empty(),
        note: hours.note.clone().unwrap_or_default(),
        schema: hours.schema(),
        script: hours.script(),
    }
}

/// Links to map services that need no key. Note that the order of the two numbers differs.
fn maps(place: &Place, name: &str, language: &str) -> Vec<LinkView> {
    let Some(point) = place.location else { return Vec::new() };
    let encode = |text: &str| percent_encode(text).replace(['&', '+', '#', '?'], "%20");
    let (name, address) = (encode(name), encode(&place.address));
    let (lon, lat) = (point.lon, point.lat);
    let services = [
        (
            ("高德地图", "Amap"),
            format!("https://uri.amap.com/marker?position={lon},{lat}&name={name}&coordinate=wgs84"),
        ),
        (
            ("腾讯地图", "Tencent Maps"),
            format!(
                "https://apis.map.qq.com/uri/v1/marker?marker=coord:{lat},{lon};title:{name};addr:{address}&coord_type=1"
            ),
        ),
        (
            ("百度地图", "Baidu Maps"),
            format!(
                "https://api.map.baidu.com/marker?location={lat},{lon}&title={name}&content={address}&output=html&coord_type=wgs84"
            ),
        ),
    ];
    let title = |(zh, en): (&str, &str)| if is_chinese(language) { zh.to_owned() } else { en.to_owned() };
    services.into_iter().map(|(names, url)| LinkView { title: title(names), url }).collect()
}

fn schedule(inputs: &Inputs, schedule: &Schedule, language: &str) -> ScheduleView {
    let zone = &inputs.site.config.zone;
    let whole_days = |when: crate::base::time::When| {
        if schedule.all_day { crate::base::time::When { time: None, ..when } } else { when }
    };
    let first =
        Occurrence { start: whole_days(schedule.start), end: whole_days(schedule.end.unwrap_or(schedule.start)) };
    let year = inputs.site.today.0.year();
    let view = |occurrence: &Occurrence| occurrence_view(occurrence, language, zone, year);
    let (day, hours) = in_short(&first, language, year);
    let coming = schedule.occurrences.iter().filter(|occurrence| occurrence.end.date >= inputs.site.today.0);
    let later = coming.clone().skip(1).take(MOST_LATER);
    ScheduleView {
        start: date_view(first.start, language, zone),
        end: schedule.end.map(|_| date_view(first.end, language, zone)),
        all_day: schedule.all_day,
        text: occurrence_text(&first, language),
        day,
        hours,
        coming: coming.count(),
        next: schedule.next(inputs.site.today).map(|next| view(&next)),
        later: if schedule.recurrence.is_some() { later.map(view).collect() } else { Vec::new() },
        status: schedule.status,
        status_text: status_text(schedule.status, language).to_owned(),
        previous_start: schedule.previous_start.map(|when| date_view(when, language, zone)),
        recurrence_text: schedule
            .recurrence
            .as_ref()
            .and_then(|recurrence| recurrence.describe(schedule.start, zone, is_chinese(language)))
            .unwrap_or_default(),
        last_day: schedule.days().1.to_string(),
        past: schedule.is_past(inputs.site.today),
    }
}

/// The status in words; nothing for an event that takes place as planned.
fn status_text(status: Status, language: &str) -> &'static str {
    match (status, is_chinese(language)) {
        (Status::Scheduled, _) => "",
        (Status::Cancelled, true) => "已取消",
        (Status::Cancelled, false) => "Cancelled",
        (Status::Postponed, true) => "延期待定",
        (Status::Postponed, false) => "Postponed",
        (Status::Rescheduled, true) => "已改期",
        (Status::Rescheduled, false) => "Rescheduled",
        (Status::MovedOnline, true) => "改为线上",
        (Status::MovedOnline, false) => "Moved online",
    }
}

/// Titles of the terms that an entry bears, by taxonomy field, in a language.
pub fn term_titles(inputs: &Inputs, id: EntryId, fields: &[&str], language: &str) -> Vec<String> {
    let site = &inputs.site;
    let mut titles = Vec::new();
    for field in fields {
        for term in site.entry(id).fields.terms(field) {
            let title = site.taxonomies.get(&term.taxonomy).and_then(|taxonomy| taxonomy.term(&term.key));
            titles.push(title.map_or(term.key.as_str(), |title| title.title.get(language)).to_owned());
        }
    }
    titles
}

/// When an entry last changed, as far as its content says: RFC 3339.
pub fn changed(inputs: &Inputs, id: EntryId) -> Option<String> {
    let entry = inputs.site.entry(id);
    let zone = &inputs.site.config.zone;
    let published = entry.publication.as_ref().map(|publication| publication.date);
    let updated = entry.fields.datetime("updated");
    updated.max(published).map(|when| rfc3339(when, zone))
}
