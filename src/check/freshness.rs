//! Checks for what has become stale or is overdue: columns, months, details, accreditations, results, holidays.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::config::collection::{Collection, Facet, Field, MaxAge};
use crate::config::inputs::HOLIDAYS_FILE;
use crate::content::{Entry, Value};
use crate::site::EntryId;
use crate::site::figures::has_parts;

/// A column whose maximum age is at most this many days should have something new every month.
const MONTH: u32 = 31;
/// How many months back those without a text are reported.
const MOST_MONTHS: i32 = 60;
/// The month in which the next year's holidays should be known: they are announced in November.
const LAST_MONTH: i8 = 12;
/// The field with the date on which an entry's details were last confirmed.
const VERIFIED: &str = "verified_on";
/// The fields by which an entry isn't undated, the one that fits a kind of entry best first.
const DATES: [&str; 3] = ["date", VERIFIED, "updated"];
/// The field with the last day on which a group, such as an accreditation, is valid.
const VALID_TO: &str = "valid_to";
/// Fields that show an event's results without figures.
const RESULTS: [&str; 2] = ["results_note", "results_photos"];

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for collection in subject.site().collections.values() {
        columns(subject, collection, findings);
    }
    for id in subject.site().ids() {
        verified(subject, id, findings);
        accreditations(subject, id, findings);
        results(subject, id, findings);
        undated(subject, id, findings);
    }
    holidays(subject, findings);
}

fn columns(subject: &Subject<'_>, collection: &Collection, findings: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let language = &site.config.language;
    let entries: Vec<&Entry> = site.listing(&collection.name, language).iter().map(|id| &**site.entry(*id)).collect();
    let undated = |entry: &&&Entry| match collection.has(Facet::Publication) {
        true => entry.publication.is_none(),
        false => collection.max_age.is_some() && activity(entry).is_empty(),
    };
    for entry in entries.iter().filter(undated).filter(|entry| !lacks_verification(subject, collection, entry)) {
        let fields: Vec<&Field> = DATES.iter().filter_map(|key| collection.field(key)).collect();
        findings.push(advised(messages::entry_undated(&entry.title), &fields, today).at(subject.title_of(entry)));
    }
    let Some(MaxAge { days, at }) = &collection.max_age else { return };
    let title = title(subject, collection);
    let coming =
        entries.iter().any(|entry| entry.schedule.as_ref().is_some_and(|one| !one.is_past(subject.site().today)));
    let latest = entries.iter().flat_map(|entry| activity(entry)).filter(|date| *date <= today).max();
    if let Some(latest) = latest.filter(|_| !coming)
        && today.since(latest).is_ok_and(|age| age.get_days() > i32::try_from(*days).unwrap_or(i32::MAX))
    {
        findings.push(messages::column_stale(title, &latest.to_string(), *days).at(at.clone()));
    }
    if *days <= MONTH
        && collection.has(Facet::Publication)
        && !subject.ready.targets().iter().any(|target| target.is_monthly_for(&collection.name))
    {
        let missing = months_without(entries.iter().filter_map(|entry| entry.publication.as_ref()), today);
        if !missing.is_empty() {
            findings.push(messages::months_without(title, &missing.join(", ")).at(at.clone()));
        }
    }
}

/// Says which dates the collection's entries can have, with a line to copy.
fn advised(fault: Diagnostic, fields: &[&Field], today: Date) -> Diagnostic {
    let Some(first) = fields.first() else {
        return fault.helped(
            "这个栏目没有声明日期字段：在 _collection.yaml 的 fields 里声明 updated，或删去 max_age",
            "the collection declares no date: declare `updated` under `fields` in _collection.yaml, or remove `max_age`",
        );
    };
    let line = format!("{}: {today}", first.key);
    let zh: Vec<String> = fields.iter().map(|field| field.name().to_string()).collect();
    let en: Vec<String> = fields.iter().map(|field| format!("`{}`", field.key)).collect();
    fault.helped(&format!("补上{}，如：{line}", zh.join("或")), &format!("add {}, as in {line}", en.join(" or ")))
}

/// Whether W0911 reports the entry: the date of confirmation, which it asks for, would be the missing date too.
fn lacks_verification(subject: &Subject<'_>, collection: &Collection, entry: &Entry) -> bool {
    subject.site().config.limits.verified_within.is_some()
        && is_to_be_verified(collection, entry)
        && entry.fields.date(VERIFIED).is_none()
}

fn is_to_be_verified(collection: &Collection, entry: &Entry) -> bool {
    entry.place.is_some() && collection.field(VERIFIED).is_some()
}

/// Returns the months without a publication, from the first entry up to last month. What is longer ago no one makes up for.
fn months_without<'e>(entries: impl Iterator<Item = &'e crate::content::Publication>, today: Date) -> Vec<String> {
    let published: BTreeSet<Date> = entries.map(|entry| entry.date.date.first_of_month()).collect();
    let Some(first) = published.first() else { return Vec::new() };
    let earliest = today.first_of_month().checked_sub(MOST_MONTHS.months()).unwrap_or(*first);
    (*first)
        .max(earliest)
        .series(1.month())
        .take_while(|month| *month < today.first_of_month())
        .filter(|month| !published.contains(month))
        .map(|month| month.strftime("%Y-%m").to_string())
        .collect()
}

/// Returns the dates on which an entry was published, updated, confirmed or took place.
fn activity(entry: &Entry) -> Vec<Date> {
    let mut activity: Vec<Date> = ["updated", VERIFIED]
        .iter()
        .filter_map(|key| entry.fields.date(key))
        .chain(entry.showing.from.map(|from| from.date))
        .collect();
    activity.extend(entry.publication.iter().map(|publication| publication.date.date));
    let times = entry.schedule.iter().flat_map(|schedule| &schedule.occurrences);
    activity.extend(times.map(|time| time.start.date));
    activity
}

fn title<'s>(subject: &'s Subject<'_>, collection: &'s Collection) -> &'s str {
    collection.title.get(&subject.site().config.language)
}

fn verified(subject: &Subject<'_>, id: EntryId, findings: &mut Vec<Diagnostic>) {
    let site = subject.site();
    let Some(limit) = &site.config.limits.verified_within else { return };
    let entry = site.entry(id);
    if !is_to_be_verified(site.collection(id), entry) {
        return;
    }
    match entry.fields.date(VERIFIED) {
        None => findings.push(messages::never_verified(&entry.title).at(subject.title_of(entry))),
        Some(date) if date < limit.before(subject.site().today.0) => {
            let message = messages::unverified_for_long(&entry.title, &date.to_string(), &limit.text);
            findings.push(message.at(subject.field_of(entry, VERIFIED)));
        }
        Some(_) => {}
    }
}

/// Checks every group with a last day; the group's `title` names it.
fn accreditations(subject: &Subject<'_>, id: EntryId, findings: &mut Vec<Diagnostic>) {
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
            findings.push(message.at(at.unwrap_or_else(|| subject.field_of(entry, key))));
        }
    }
}

fn results(subject: &Subject<'_>, id: EntryId, findings: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let Some(limit) = &site.config.limits.results_within else { return };
    let entry = site.entry(id);
    let (Some(schedule), Some(_)) = (&entry.schedule, &entry.outcome) else { return };
    if !schedule.status.takes_place() || site.representative(id) != id {
        return;
    }
    let ended = schedule.days().1;
    // Results of years before the last one are in reports that are finished.
    if limit.after(ended) >= today || ended.year() < today.year() - 1 {
        return;
    }
    let has_results = |id: EntryId| {
        let entry = site.entry(id);
        let in_figures = entry.outcome.as_ref().is_some_and(|outcome| !outcome.figures.is_empty());
        in_figures || RESULTS.iter().any(|key| entry.fields.get(key).is_some())
    };
    if has_parts(site, id) || has_results(id) || site.translations(id).iter().any(|id| has_results(*id)) {
        return;
    }
    let message = messages::results_missing(&entry.title, &ended.to_string(), &limit.text);
    findings.push(message.at(subject.title_of(entry)));
}

/// Events whose day isn't fixed yet.
fn undated(subject: &Subject<'_>, id: EntryId, findings: &mut Vec<Diagnostic>) {
    let (site, entry) = (subject.site(), subject.site().entry(id));
    let Some(rough) = entry.rough_time().filter(|_| site.representative(id) == id) else { return };
    let late = rough.days.is_some_and(|(_, to)| to < site.today.0);
    let message = if late {
        messages::event_time_past(&entry.title, &rough.text)
    } else {
        messages::event_undated(&entry.title, &rough.text)
    };
    findings.push(message.at(subject.title_of(entry)));
}

fn holidays(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let (site, today) = (subject.site(), subject.site().today.0);
    let calendar = subject.ready.holidays();
    let own = SourcePath::new(HOLIDAYS_FILE).filter(|path| subject.snapshot.get(path).is_some());
    if calendar.is_empty() {
        // The site uses no table of holidays.
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
            findings.push(Diagnostic { at, ..messages::holidays_unknown(year) });
        }
    }
}

fn config_file(snapshot: &Snapshot) -> Option<Location> {
    let path = SourcePath::new(crate::config::CONFIG_FILE)?;
    snapshot.get(&path).map(|_| Location::file(&path))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::base::time::When;
    use crate::config::collection::shipped;
    use crate::content::Publication;

    #[test]
    fn months_are_counted_from_a_while_ago_at_most() {
        let publication = |year| Publication { date: When { date: date(year, 1, 1), time: None } };
        let months = months_without([publication(24), publication(2026)].iter(), date(2026, 3, 15));
        assert_eq!((months.first().map(String::as_str), months.len()), (Some("2021-03"), 59));
    }

    #[test]
    fn an_undated_entry_is_given_a_date_that_its_collection_has() {
        for (kind, line) in [
            ("base", "补上信息核实日期（verified_on）或更新日期（updated），如：verified_on: 2026-11-20"),
            ("article", "补上发布日期（date）或更新日期（updated），如：date: 2026-11-20"),
        ] {
            let collection = shipped(kind).unwrap();
            let fields: Vec<&Field> = DATES.iter().filter_map(|key| collection.field(key)).collect();
            let fault = advised(messages::entry_undated("甲"), &fields, date(2026, 11, 20));
            assert_eq!(fault.help.zh, line, "{kind}");
        }
        let fault = advised(messages::entry_undated("甲"), &[], date(2026, 11, 20));
        assert!(fault.help.zh.contains("删去 max_age"), "{fault:?}");
    }
}
