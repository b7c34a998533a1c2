//! Ways into the calendar of a collection: its agenda, weekends and months, and what its fields name.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;

use super::date::month_title;
use super::inputs::Inputs;
use super::model::{CalendarWays, CountedLink, GroupView, LinkView};
use super::times::{Timed, last_day};
use crate::base::url::Url;
use crate::config::collection::{Collection, Field, FieldType};
use crate::site::EntryId;

/// The ways into the calendar of a collection.
pub fn ways(inputs: &Inputs, name: &str, language: &str, times: &[Timed]) -> CalendarWays {
    let addresses = inputs.addresses();
    let today = inputs.site.today.0;
    let link = |url: Url, title: &str| {
        inputs.routes.get(&url)?;
        Some(LinkView { title: title.to_owned(), url: url.to_string() })
    };
    CalendarWays {
        agenda: link(addresses.agenda(name, language, None), inputs.word(language, "agenda")),
        weekend: link(addresses.weekend(name, language), inputs.word(language, "weekend")),
        this_month: link(
            addresses.month(name, language, today.year(), today.month()),
            &month_title(today.year(), today.month(), language),
        ),
        months: months(inputs, name, language, times),
        groups: groups(inputs, &inputs.site.collections[name], language),
    }
}

/// Every month of a calendar with what takes place in it.
fn months(inputs: &Inputs, name: &str, language: &str, times: &[Timed]) -> Vec<CountedLink> {
    let mut counts: BTreeMap<(i16, i8), BTreeSet<EntryId>> = BTreeMap::new();
    for (occurrence, id) in times {
        let mut at = occurrence.start.date.first_of_month();
        while at <= last_day(occurrence) {
            counts.entry((at.year(), at.month())).or_default().insert(*id);
            // After the last month of all years there is none.
            let Ok(next) = at.checked_add(1.month()) else { break };
            at = next;
        }
    }
    let (Some(first), Some(last)) = (counts.keys().next(), counts.keys().next_back()) else { return Vec::new() };
    let (mut at, last) = (*first, *last);
    let mut months = Vec::new();
    while at <= last {
        let (year, month) = at;
        let url = inputs.addresses().month(name, language, year, month);
        if inputs.routes.get(&url).is_some() {
            let count = counts.get(&at).map_or(0, BTreeSet::len);
            let title = month_title(year, month, language);
            months.push(CountedLink { title, url, count, current: false });
        }
        at = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    months
}

/// An agenda for each term and a page for each entry that the `calendar` fields name.
fn groups(inputs: &Inputs, collection: &Collection, language: &str) -> Vec<GroupView> {
    let site = &inputs.site;
    let coming = |ids: Vec<EntryId>| ids.into_iter().filter(|id| site.is_coming(*id)).count();
    let mut groups = Vec::new();
    for field in collection.fields.iter().filter(|field| field.calendar) {
        let named = Named::by(inputs, collection, language, field);
        let items: Vec<CountedLink> = match named {
            Named::Entries(entries) => {
                let link = |(target, ids): (EntryId, Vec<EntryId>)| CountedLink {
                    title: site.entry(target).title.clone(),
                    url: inputs.routes.entry(target).clone(),
                    count: coming(ids),
                    current: false,
                };
                // An entry has its page in any case, and is no way to anything where nothing is coming.
                entries.into_iter().map(link).filter(|link| link.count > 0).collect()
            }
            Named::Terms(terms) => {
                let link = |(key, title, ids): (String, String, Vec<EntryId>)| {
                    let url = inputs.addresses().agenda(&collection.name, language, Some((&field.key, &key)));
                    inputs.routes.get(&url)?;
                    Some(CountedLink { title, url, count: coming(ids), current: false })
                };
                terms.into_iter().filter_map(link).collect()
            }
        };
        if !items.is_empty() {
            groups.push(GroupView { title: field.label.get(language).to_owned(), key: field.key.to_string(), items });
        }
    }
    groups
}

/// What a field of a collection's entries names, and which of them name it.
pub enum Named {
    Entries(BTreeMap<EntryId, Vec<EntryId>>),
    /// Key, title and entries, in the order of their taxonomy.
    Terms(Vec<(String, String, Vec<EntryId>)>),
}

impl Named {
    pub fn by(inputs: &Inputs, collection: &Collection, language: &str, field: &Field) -> Self {
        let site = &inputs.site;
        let ids = site.listing(&collection.name, language);
        let FieldType::Term { taxonomy } = field.field_type.item() else {
            let mut entries: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
            for id in ids {
                for target in site.referred(*id, &field.key) {
                    entries.entry(target).or_default().push(*id);
                }
            }
            return Self::Entries(entries);
        };
        let mut by_key: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for id in ids {
            for key in site.term_keys(*id, &field.key) {
                by_key.entry(key).or_default().push(*id);
            }
        }
        let terms = site.taxonomies.get(taxonomy).map(|taxonomy| taxonomy.terms.as_slice()).unwrap_or_default();
        let found = terms.iter().filter_map(|term| {
            Some((term.key.clone(), term.title.get(language).to_owned(), by_key.remove(term.key.as_str())?))
        });
        Self::Terms(found.collect())
    }
}
