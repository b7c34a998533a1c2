//! The validate stage: one document against its collection's declaration → typed entries.
//!
//! An entry knows its own file and nothing of other entries: references are still
//! names, pictures still paths. So it may be kept for as long as its document, its
//! declaration and the configuration stay the same.

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use super::columns::{by_field, in_cells};
use super::document::{Document, Record, Role};
use super::front_matter::FrontMatterState;
use super::lasting;
use super::list::spaced_words;
use super::markdown::{Body, MarkdownOptions};
use super::misnamed::{in_drafts, says_draft, undecided_draft};
use super::scalar::example_line;
use super::value::{Fields, FileReference, TaxonomyTerm, Value, ValueReader};
use crate::base::diagnostic::{Checked, Diagnostic, FieldName, Location, Span, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::rough::RoughTime;
use crate::base::text::{clean, slugify};
use crate::base::time::{Today, When};
use crate::base::url::SourcePath;
use crate::base::yaml::Map;
use crate::config::Config;
use crate::config::collection::value::{Figure, OpeningHours, Point, Recurrence};
use crate::config::collection::{Collection, Facet, Field, FieldType, Part};

/// Which entry this is: unique within the site.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryKey {
    pub collection: String,
    /// The last part of its address, and what references call it.
    pub slug: String,
    pub language: String,
}

/// One entry, typed.
#[derive(Clone, Debug)]
pub struct Entry {
    pub key: EntryKey,
    pub source: SourcePath,
    /// Its front matter, or its row of a table.
    pub span: Span,
    /// The path below the collection's folder, shared by its translations.
    pub path: String,
    pub title: String,
    pub fields: Fields,
    pub body: Arc<Body>,
    pub publication: Option<Publication>,
    pub place: Option<Place>,
    pub schedule: Option<Schedule>,
    pub outcome: Option<Outcome>,
    /// When it may be seen. Every build asks this of every entry.
    pub showing: Showing,
    /// Of all that resolving and planning may see of it, and of nothing else: they have nothing to
    /// do where a text or a title changes.
    pub bearing: Fingerprint,
    /// Whether a reference of it may be a title: then relations depend on titles as well.
    pub by_title: bool,
}

/// Whether and when an entry is on the site.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
pub struct Showing {
    pub draft: bool,
    /// The first day, or the time on it.
    pub from: Option<When>,
    /// The last day, or the time on it.
    pub until: Option<When>,
    /// Whether nothing but the date of a publication says when it begins.
    pub by_date: bool,
    /// Whether it lacks a signature that its collection asks for.
    pub unsigned: bool,
}

/// The publication facet.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Publication {
    pub date: When,
}

/// The place facet.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Place {
    pub address: String,
    pub district: Option<TaxonomyTerm>,
    pub location: Option<Point>,
    pub hours: Option<OpeningHours>,
}

/// The schedule facet.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Schedule {
    pub start: When,
    /// When it ends; for an all-day event the last day, included.
    pub end: Option<When>,
    pub all_day: bool,
    pub recurrence: Option<Recurrence>,
    /// The recurrence as iCalendar writes it.
    pub repetition: Option<Repetition>,
    pub status: Status,
    pub previous_start: Option<When>,
    /// Every time it takes place, in order; one for an event that doesn't recur.
    pub occurrences: Vec<Occurrence>,
}

/// RRULE, EXDATE and RDATE of RFC 5545, matching the event's own start.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Repetition {
    /// The rule without its name, UNTIL in UTC.
    pub rule: String,
    /// Times that the rule gives and that don't take place.
    pub excluded: Vec<When>,
    /// Times beside the rule.
    pub added: Vec<When>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence {
    pub start: When,
    /// The last moment; the start where no end is given.
    pub end: When,
}

/// What has become of an event (schema.org's EventStatusType).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Scheduled,
    Cancelled,
    Postponed,
    Rescheduled,
    MovedOnline,
}

impl Status {
    /// Whether there is anything to go to on its day, or was.
    pub fn takes_place(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Postponed)
    }
}

/// The outcome facet.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Outcome {
    pub figures: Vec<Figure>,
    /// The year that the figures are of, where the entry has no time of its own.
    pub year: Option<i16>,
}

/// A recurrence without an end is followed for this many years from its start.
const HORIZON_YEARS: i64 = 3;
const MOST_OCCURRENCES: usize = 1000;

impl Entry {
    /// The picture that stands for the entry, and its words: its cover, or else its poster.
    pub fn cover(&self) -> Option<(&FileReference, Option<&str>)> {
        let asset = |key: &str| -> Option<&FileReference> {
            match self.fields.get(key)? {
                Value::Image(asset) => Some(asset),
                _ => None,
            }
        };
        match asset("cover") {
            Some(cover) => Some((cover, self.fields.text("cover_alt"))),
            None => Some((asset("poster")?, self.fields.text("poster_alt"))),
        }
    }

    /// When it will be, where that isn't fixed yet.
    pub fn rough_time(&self) -> Option<&RoughTime> {
        self.fields.0.iter().find_map(|(_, value)| if let Value::Rough(rough) = value { Some(&**rough) } else { None })
    }

    pub fn location(&self) -> Location {
        Location::span(&self.source, self.span)
    }
}

impl Schedule {
    /// The first and the last day on which anything takes place.
    pub fn days(&self) -> (Date, Date) {
        let first = self.occurrences.first().map_or(self.start.date, |occurrence| occurrence.start.date);
        let last = self.occurrences.iter().map(|occurrence| occurrence.end.date).max().unwrap_or(first);
        (first, last)
    }

    /// The next time it takes place, or is taking place, as seen from a day.
    pub fn next(&self, today: Today) -> Option<Occurrence> {
        self.occurrences.iter().copied().find(|occurrence| occurrence.end.date >= today.0)
    }

    pub fn is_past(&self, today: Today) -> bool {
        self.days().1 < today.0
    }
}

/// The heading words of a collection's listing, from `_index.md`.
#[derive(Clone, Debug)]
pub struct Section {
    pub collection: String,
    pub language: String,
    pub source: SourcePath,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub body: Arc<Body>,
}

/// What validation makes of one document.
#[derive(Clone, Debug, Default)]
pub struct Validated {
    pub entries: Vec<Arc<Entry>>,
    pub section: Option<Arc<Section>>,
}

/// Validates one document against its collection.
pub fn validate(document: &Document, collection: &Collection, config: &Config) -> Checked<Validated> {
    let mut checked = Checked::<Validated>::default();
    let markdown = MarkdownOptions { raw_html: config.raw_html, language: document.at.language.clone() };
    for record in &document.records {
        let mut reader = ValueReader {
            path: &document.source,
            zone: &config.zone,
            taxonomies: &config.taxonomies,
            markdown: &markdown,
            diagnostics: &mut checked.diagnostics,
        };
        if document.at.role == Role::Section {
            checked.value.section = Some(Arc::new(section(document, record, collection, &mut reader)));
            continue;
        }
        let known = reader.diagnostics.len();
        let front = if record.tabular {
            by_field(record, collection, reader.path, reader.diagnostics)
        } else {
            record.front.clone()
        };
        let before = reader.diagnostics.len();
        if record.state == FrontMatterState::Absent && collection.fields.iter().any(Field::is_required) {
            let required: Vec<String> = collection
                .fields
                .iter()
                .filter(|field| field.is_required())
                .map(|field| example_line(field, &Map::default(), &config.taxonomies))
                .collect();
            let missing = messages::no_front_matter(&required.join("，"), &required.join(", "));
            reader.diagnostics.push(missing.at(Location::span(reader.path, 0..0)));
        }
        if record.state == FrontMatterState::Unread || reader.diagnostics.len() > before {
            // Others still find it; what else may be wrong with it isn't known.
            let names = standing_in(document, record);
            let (found, entry_names) = (&mut Vec::new(), &record.names);
            let entry = entry(document, record, entry_names, names, collection, config, found, true);
            checked.value.entries.extend(entry.map(Arc::new));
            continue;
        }
        let fields = reader.fields(&front, &collection.fields, collection.message_name(), record.span);
        let faultless = !crate::base::diagnostic::has_errors(&reader.diagnostics[before..]);
        reader.diagnostics.extend(spaced_terms(&fields, &front, reader.path, config));
        if record.tabular {
            in_cells(reader.diagnostics, before, before > known, &collection.fields);
        }
        checked.diagnostics.extend(undecided_draft(record, &front, collection, &document.source));
        if let Some(entry) =
            entry(document, record, &front, fields, collection, config, &mut checked.diagnostics, faultless)
        {
            checked.value.entries.push(Arc::new(entry));
        }
    }
    checked
}

/// Reports terms with spaces between Chinese characters, which are in no list of the site.
fn spaced_terms(fields: &Fields, front: &Map, path: &SourcePath, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    fields.walk(&mut |key, value| {
        let Value::Term(term) = value else { return };
        let Some(parts) = spaced_words(&term.key) else { return };
        let listed = config.taxonomies.get(&term.taxonomy).is_some_and(|known| known.find(&term.key).is_some());
        if let (false, Some(node)) = (listed, front.get(key)) {
            found.push(messages::spaced_term(&term.key, &parts.join("、")).at(Location::span(path, node.span)));
        }
    });
    found
}

/// What is known of an entry whose front matter can't be read: names, by which others refer to it.
fn standing_in(document: &Document, record: &Record) -> Fields {
    let text = |key: &str| record.names.get(key).and_then(|node| node.as_text()).map(str::to_owned);
    let file = document.at.path.rsplit('/').next().unwrap_or_default().to_owned();
    let title = text("title").unwrap_or(file);
    let names = [("title", Some(title)), ("slug", text("slug"))];
    let names = names.into_iter().filter_map(|(key, text)| Some((Arc::from(key), Value::Text(text?))));
    Fields(names.collect())
}

/// The fields that the front matter of a collection's section may have.
pub fn section_fields(collection: &Collection) -> Vec<Field> {
    let field = |key: &str| Field {
        key: key.into(),
        field_type: FieldType::Text,
        label: Default::default(),
        help: Default::default(),
        optional: true,
        default: None,
        calendar: false,
        unit: None,
    };
    let mut fields = vec![field("title"), field("summary")];
    fields.extend(collection.fields.iter().find(|field| *field.key == *"check").cloned());
    fields
}

fn section(document: &Document, record: &Record, collection: &Collection, reader: &mut ValueReader<'_>) -> Section {
    let fields = reader.fields(&record.front, &section_fields(collection), "_index.md".into(), record.span);
    Section {
        collection: document.at.collection.clone(),
        language: document.at.language.clone(),
        source: document.source.clone(),
        title: fields.text("title").map(str::to_owned),
        summary: fields.text("summary").map(str::to_owned),
        body: record.body.clone(),
    }
}

#[expect(clippy::too_many_arguments, reason = "one call, and each is a different thing")]
fn entry(
    document: &Document,
    record: &Record,
    front: &Map,
    fields: Fields,
    collection: &Collection,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
    faultless: bool,
) -> Option<Entry> {
    let title = fields.text("title").unwrap_or_default().to_owned();
    let file = if record.tabular { "" } else { document.at.path.rsplit('/').next().unwrap_or_default() };
    let slug = fields.text("slug").map(str::to_owned).filter(|slug| !slug.is_empty());
    let slug = slug.or_else(|| (!file.is_empty()).then(|| file.to_owned())).unwrap_or_else(|| slugify(&title));
    let slug = clean(&slug).trim().to_owned();
    if slug.contains(['/', '\\']) || matches!(slug.as_str(), "." | "..") {
        let span = front.get("slug").map_or(record.span, |node| node.span);
        diagnostics.push(messages::bad_slug(&slug).at(Location::span(&document.source, span)));
        return None;
    }
    if slug.is_empty() && title.is_empty() {
        // That the title is missing has been told.
        return None;
    }
    if slug.is_empty() {
        diagnostics.push(messages::empty_slug().at(Location::span(&document.source, record.span)));
        return None;
    }
    let path = if record.tabular { slug.clone() } else { clean(&document.at.path).into_owned() };
    let publication = collection.has(Facet::Publication).then(|| publication(&fields)).flatten();
    let place = collection.has(Facet::Place).then(|| place(&fields));
    let outcome = collection.has(Facet::Outcome).then(|| outcome(&fields));
    let schedule =
        if collection.has(Facet::Schedule) { schedule(&fields, front, document, config, diagnostics) } else { None };
    // An entry with a fault is left out of the site that the other stages go on with,
    // unless only its values were wrong: its page and its links then still exist.
    if title.is_empty() && !faultless && record.tabular {
        return None;
    }
    let title = if title.is_empty() { file.to_owned() } else { title };
    let key = EntryKey { collection: collection.name.clone(), slug, language: document.at.language.clone() };
    let showing = Showing {
        draft: fields.bool("draft").unwrap_or_else(|| in_drafts(&document.source) || says_draft(&title)),
        // A publication that isn't dated yet isn't published yet. Its hour is when it was written, and no embargo.
        from: fields.datetime("publish_at").or_else(|| Some(When { time: None, ..publication.as_ref()?.date })),
        until: fields.datetime("expires"),
        by_date: fields.datetime("publish_at").is_none(),
        unsigned: false,
    };
    let mut by_title = false;
    fields.walk(&mut |_, value| by_title |= matches!(value, Value::Reference(reference) if reference.may_be_title()));
    let bearing = Fingerprint::of(&(
        (&key, &document.source, &path, place.is_some()),
        (&showing, &publication, &schedule),
        outcome.as_ref().map(|outcome| (outcome.year, scopes(&outcome.figures))),
        bearings(&fields, collection),
    ));
    Some(Entry {
        key,
        source: document.source.clone(),
        span: record.span,
        path,
        title,
        fields,
        body: record.body.clone(),
        publication,
        place,
        schedule,
        outcome,
        showing,
        bearing,
        by_title,
    })
}

/// What fields say of where an entry belongs: references and terms wherever they are, the value
/// that listings are sorted by, what its address is made of, its former addresses, its pictures. Places
/// in the file are left out.
fn bearings<'a>(fields: &'a Fields, collection: &'a Collection) -> Vec<(&'a str, Bearing<'a>)> {
    let in_address = |key: &str| {
        collection.url.parts.iter().any(|part| matches!(part, Part::Field { key: named, .. } if named == key))
    };
    let mut found = Vec::new();
    fields.walk(&mut |key, value| match value {
        Value::Reference(reference) => found.push((key, Bearing::Reference(&reference.to, &reference.target))),
        Value::Term(_) => found.push((key, Bearing::Value(value))),
        _ => {}
    });
    for (key, value) in fields.0.iter() {
        if let Value::Image(asset) = value {
            found.push((key, Bearing::Picture(&asset.target)));
        } else if **key == *collection.sort.field || **key == *"aliases" || in_address(key) {
            found.push((key, Bearing::Value(value)));
        }
    }
    found
}

#[derive(Hash)]
enum Bearing<'a> {
    Reference(&'a str, &'a str),
    Value(&'a Value),
    /// A cover has a file of its own for social networks.
    Picture(&'a str),
}

fn publication(fields: &Fields) -> Option<Publication> {
    Some(Publication { date: fields.datetime("date")? })
}

fn place(fields: &Fields) -> Place {
    Place {
        address: fields.text("address").unwrap_or_default().to_owned(),
        district: fields.terms("district").next().cloned(),
        location: match fields.get("location") {
            Some(Value::Point(point)) => Some(*point),
            _ => None,
        },
        hours: match fields.get("opening_hours") {
            Some(Value::OpeningHours(hours)) => Some((**hours).clone()),
            _ => None,
        },
    }
}

fn outcome(fields: &Fields) -> Outcome {
    let figures = fields.values("figures").iter().filter_map(|value| match value {
        Value::Figure(figure) => Some((**figure).clone()),
        _ => None,
    });
    let year = fields.number("figures_year").and_then(|year| jiff::civil::Date::new(year as i16, 1, 1).ok());
    Outcome { figures: figures.collect(), year: year.map(|first| first.year()) }
}

/// Of which years figures are, as far as they say it themselves.
fn scopes(figures: &[Figure]) -> Vec<&Option<String>> {
    figures.iter().map(|figure| &figure.scope).collect()
}

fn schedule(
    fields: &Fields,
    front: &Map,
    document: &Document,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Schedule> {
    let recurrence = match fields.get("recurrence") {
        Some(Value::Recurrence(recurrence)) => Some((**recurrence).clone()),
        _ => None,
    };
    // 每周三 14:00: the time may be said there alone.
    let said = recurrence.as_ref().and_then(|recurrence| recurrence.time);
    let start = fields.datetime("start")?;
    let start = When { time: start.time.or(said), ..start };
    // 每周六 9:00-11:00 says the end as well.
    let ends = || {
        recurrence.as_ref().filter(|_| start.time == said)?.end.map(|time| When { date: start.date, time: Some(time) })
    };
    let end = fields.datetime("end").or_else(ends);
    let all_day = fields.bool("all_day").unwrap_or(start.time.is_none());
    let at = |key: &str| front.get(key).map_or(Span::default(), |node| node.span);
    if let (Some(said), Some(time)) = (said, start.time)
        && said != time
    {
        let fault = messages::field_value(
            "recurrence",
            &format!("这里写的是 {}，start 写的是 {}，请改成一样", said.strftime("%H:%M"), time.strftime("%H:%M")),
            &format!(
                "it says {}, but `start` says {}: make them agree",
                said.strftime("%H:%M"),
                time.strftime("%H:%M")
            ),
        );
        diagnostics.push(fault.at(Location::span(&document.source, at("recurrence"))));
    }
    let part = recurrence.as_ref().and_then(|recurrence| recurrence.part);
    if let Some((part, time)) = part.zip(start.time)
        && !part.holds(time.hour())
    {
        let (zh, en, time) = (part.name(true), part.name(false), time.strftime("%H:%M"));
        let fault = messages::field_value(
            "recurrence",
            &format!("这里写的是{zh}，start 写的是 {time}，请改成一样"),
            &format!("it says {en}, but `start` says {time}: make them agree"),
        );
        diagnostics.push(fault.at(Location::span(&document.source, at("recurrence"))));
    }
    if let Some(end) = end {
        let before =
            if all_day || end.time.is_none() { end.date < start.date } else { end.datetime() < start.datetime() };
        if before {
            let what = crate::base::diagnostic::Localized {
                zh: "开始在这里".to_owned(),
                en: "it starts here".to_owned(),
            };
            let diagnostic = messages::end_before_start()
                .at(Location::span(&document.source, at("end")))
                .related(Location::span(&document.source, at("start")), what);
            diagnostics.push(diagnostic);
            return None;
        }
    }
    let status = match fields.text("status") {
        Some("cancelled") => Status::Cancelled,
        Some("postponed") => Status::Postponed,
        Some("rescheduled") => Status::Rescheduled,
        Some("moved_online") => Status::MovedOnline,
        _ => Status::Scheduled,
    };
    // A whole-day event has no time of day, whatever was written.
    let start = When { time: start.time.filter(|_| !all_day), ..start };
    let end = end.map(|end| When { time: end.time.filter(|_| !all_day), ..end });
    let mut repetition = None;
    let mut starts = vec![start];
    if let Some(recurrence) = &recurrence {
        let horizon = start.date.checked_add(HORIZON_YEARS.years()).unwrap_or(Date::MAX);
        match recurrence.expand(start, &config.zone, horizon, MOST_OCCURRENCES) {
            Ok(expansion) => {
                starts = expansion.occurrences;
                let rule = recurrence.rule_for_ics(start, &config.zone);
                repetition = Some(Repetition { rule, excluded: expansion.excluded, added: expansion.added });
            }
            Err(fault) => {
                let diagnostic =
                    messages::field_value(FieldName { key: "recurrence", label: "重复" }, &fault.zh, &fault.en);
                diagnostics.push(diagnostic.at(Location::span(&document.source, at("recurrence"))));
            }
        }
    }
    let end = lasting::overlap(&starts, end, all_day).map_or(end, |(lasts, between)| {
        diagnostics.push(messages::end_of_all_times(lasts, between).at(Location::span(&document.source, at("end"))));
        lasting::same_day(start, end?)
    });
    let occurrences = starts.into_iter().map(|moment| occurrence(moment, start, end, all_day)).collect();
    Some(Schedule {
        start,
        end,
        all_day,
        recurrence,
        repetition,
        status,
        previous_start: fields.datetime("previous_start"),
        occurrences,
    })
}

/// One time of a recurring event lasts as long as the first.
fn occurrence(moment: When, start: When, end: Option<When>, all_day: bool) -> Occurrence {
    let moment = When { time: if all_day { None } else { moment.time.or(start.time) }, ..moment };
    Occurrence { start: moment, end: end.map_or(moment, |end| lasting::moved(end, start.date, moment.date, all_day)) }
}
