//! What has been left lying: columns, months, details, accreditations, results.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::config::collection::{Collection, Facet, MaxAge};
use crate::config::inputs::HOLIDAYS_FILE;
use crate::content::{Entry, Value};
use crate::site::EntryId;
use crate::site::figures::has_parts;

/// A column that is to have something new within so many days has a month's rhythm.
const MONTH: u32 = 31;
/// The month in which the next year's holidays are asked for: they are announced in November.
const LAST_MONTH: i8 = 12;
/// The date on which what is said of a place was confirmed.
const VERIFIED: &str = "verified_on";
/// The last day of what a group tells of, an accreditation say.
const VALID_TO: &str = "valid_to";
/// Words and pictures that tell how an event went, where no figures do.
const RESULTS: [&str; 2] = ["results_note", "results_photos"];

pub fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for collection in subject.site().collections.values() {
        columns(subject, collection, found);
    }
    for id in subject.site().ids() {
        verified(subject, id, found);
        accreditations(subject, id, found);
        results(subject, id, found);
    }
    holidays(subject, found);
}

fn columns(subject: &Subject<'_>, collection: &Collection, found: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let language = &site.config.language;
    let entries: Vec<&Entry> = site.listing(&collection.name, language).iter().map(|id| &**site.entry(*id)).collect();
    let undated = |entry: &&&Entry| match collection.has(Facet::Publication) {
        true => entry.publication.is_none(),
        false => collection.max_age.is_some() && signs(entry).is_empty(),
    };
    for entry in entries.iter().filter(undated) {
        found.push(messages::entry_undated(&entry.title).at(subject.title_of(entry)));
    }
    let Some(MaxAge { days, at }) = &collection.max_age else { return };
    let title = title(subject, collection);
    let coming =
        entries.iter().any(|entry| entry.schedule.as_ref().is_some_and(|one| !one.is_past(subject.site().today)));
    let latest = entries.iter().flat_map(|entry| signs(entry)).filter(|date| *date <= today).max();
    if let Some(latest) = latest.filter(|_| !coming)
        && today.since(latest).is_ok_and(|age| age.get_days() > i32::try_from(*days).unwrap_or(i32::MAX))
    {
        found.push(messages::column_stale(title, &latest.to_string(), *days).at(at.clone()));
    }
    if *days <= MONTH
        && collection.has(Facet::Publication)
        && !subject.ready.targets().iter().any(|target| target.is_monthly_for(&collection.name))
    {
        let missing = months_without(entries.iter().filter_map(|entry| entry.publication.as_ref()), today);
        if !missing.is_empty() {
            found.push(messages::months_without(title, &missing.join(", ")).at(at.clone()));
        }
    }
}

/// The months between the first entry and the present month in which nothing was published.
fn months_without<'e>(entries: impl Iterator<Item = &'e crate::content::Publication>, today: Date) -> Vec<String> {
    let published: BTreeSet<Date> = entries.map(|entry| entry.date.date.first_of_month()).collect();
    let Some(first) = published.first() else { return Vec::new() };
    first
        .series(1.month())
        .take_while(|month| *month < today.first_of_month())
        .filter(|month| !published.contains(month))
        .map(|month| month.strftime("%Y-%m").to_string())
        .collect()
}

/// The days on which an entry gave a sign of life.
fn signs(entry: &Entry) -> Vec<Date> {
    let mut signs: Vec<Date> =
        ["updated", VERIFIED].iter().filter_map(|key| entry.fields.date(key)).chain(entry.showing.from).collect();
    signs.extend(entry.publication.iter().map(|publication| publication.date.date));
    let times = entry.schedule.iter().flat_map(|schedule| &schedule.occurrences);
    signs.extend(times.map(|time| time.start.date));
    signs
}

fn title<'s>(subject: &'s Subject<'_>, collection: &'s Collection) -> &'s str {
    collection.title.get(&subject.site().config.language)
}

fn verified(subject: &Subject<'_>, id: EntryId, found: &mut Vec<Diagnostic>) {
    let site = subject.site();
    let Some(limit) = &site.config.limits.verified_within else { return };
    let entry = site.entry(id);
    if entry.place.is_none() || site.collection(id).field(VERIFIED).is_none() {
        return;
    }
    match entry.fields.date(VERIFIED) {
        None => found.push(messages::never_verified(&entry.title).at(subject.title_of(entry))),
        Some(date) if date < limit.before(subject.site().today.0) => {
            let message = messages::unverified_for_long(&entry.title, &date.to_string(), &limit.text);
            found.push(message.at(subject.field_of(entry, VERIFIED)));
        }
        Some(_) => {}
    }
}

/// Every group with a last day; what it is called is in its `title`.
fn accreditations(subject: &Subject<'_>, id: EntryId, found: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let soon = site.config.limits.expiring_within.as_ref().map(|limit| limit.after(today));
    let entry = site.entry(id);
    for (key, value) in entry.fields.0.iter() {
        let groups = entry.fields.values(key).iter().filter_map(|value| match value {
            Value::Group(fields) => Some((fields, fields.date(VALID_TO)?)),
            _ => None,
        });
        if !matches!(value, Value::Group(_) | Value::List(_)) {
            continue;
        }
        for (place, (fields, last)) in groups.enumerate() {
            let title = fields.text("title").unwrap_or(&entry.title);
            let message = if last < today {
                messages::accreditation_expired(title, &last.to_string())
            } else if soon.is_some_and(|soon| last <= soon) {
                messages::accreditation_expiring(title, &last.to_string())
            } else {
                continue;
            };
            let at = subject.inner_of(entry, key, VALID_TO).into_iter().nth(place);
            found.push(message.at(at.unwrap_or_else(|| subject.field_of(entry, key))));
        }
    }
}

fn results(subject: &Subject<'_>, id: EntryId, found: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let Some(limit) = &site.config.limits.results_within else { return };
    let entry = site.entry(id);
    let (Some(schedule), Some(_)) = (&entry.schedule, &entry.outcome) else { return };
    if !schedule.status.takes_place() || site.representative(id) != id {
        return;
    }
    let ended = schedule.days().1;
    // Nobody goes back further than the last report.
    if limit.after(ended) >= today || ended.year() < today.year() - 1 {
        return;
    }
    let tells = |id: EntryId| {
        let entry = site.entry(id);
        let in_figures = entry.outcome.as_ref().is_some_and(|outcome| !outcome.figures.is_empty());
        in_figures || RESULTS.iter().any(|key| entry.fields.get(key).is_some())
    };
    if has_parts(site, id) || tells(id) || site.translations(id).iter().any(|id| tells(*id)) {
        return;
    }
    let message = messages::results_missing(&entry.title, &ended.to_string(), &limit.text);
    found.push(message.at(subject.title_of(entry)));
}

fn holidays(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let calendar = subject.ready.holidays();
    let own = SourcePath::new(HOLIDAYS_FILE).filter(|path| subject.snapshot.get(path).is_some());
    if calendar.is_empty() {
        // The site goes by no holidays.
        return;
    }
    let has_hours = site.entries.iter().any(|entry| entry.place.as_ref().is_some_and(|place| place.hours.is_some()));
    let has_events = |year: i16| {
        let times = site.entries.iter().filter_map(|entry| entry.schedule.as_ref());
        times.flat_map(|schedule| &schedule.occurrences).any(|time| time.start.date.year() == year)
    };
    let next = (today.month() == LAST_MONTH).then(|| today.year() + 1);
    for year in std::iter::once(today.year()).chain(next) {
        if !calendar.knows(year) && (has_hours || has_events(year)) {
            let at = own.as_ref().map_or_else(|| config_file(subject.snapshot), |path| Some(Location::file(path)));
            found.push(Diagnostic { at, ..messages::holidays_unknown(year) });
        }
    }
}

fn config_file(snapshot: &Snapshot) -> Option<Location> {
    let path = SourcePath::new(crate::config::CONFIG_FILE)?;
    snapshot.get(&path).map(|_| Location::file(&path))
}
