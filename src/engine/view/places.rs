//! Places together: what they can be filtered by, how many there are of each kind, where they are.

use super::counted::{Counted, counts, label, terms};
use super::inputs::Inputs;
use super::located::Located;
use super::map::{self, Spot};
use super::model::{
    CountedLink, DirectoryCell, DirectoryRow, DirectoryTable, DirectoryView, FilterChoice, FilterOption, FoundBy,
    GroupView, MapView,
};
use crate::base::text::slugify;
use crate::config::collection::{Collection, Facet, Filter};
use crate::content::{Fields, Value};
use crate::site::EntryId;

/// The district's own field of every place.
pub const DISTRICT: &str = "district";

/// A directory's page of a listing: what the places on it can be filtered by and, on the first, all there is of it.
pub fn of_listing(
    inputs: &Inputs,
    collection: &Collection,
    language: &str,
    ids: &[EntryId],
    first_page_of: Option<&[EntryId]>,
) -> Option<DirectoryView> {
    collection.has(Facet::Place).then(|| DirectoryView {
        table: first_page_of.and_then(|all| table(inputs, collection, language, all)),
        map: first_page_of.and_then(|all| map_of(inputs, collection, language, all, true)),
        ..filters(inputs, collection, language, ids)
    })
}

/// What an entry can be found by.
pub fn found_by(inputs: &Inputs, id: EntryId) -> Option<FoundBy> {
    let entry = inputs.site.entry(id);
    entry.place.as_ref()?;
    let collection = inputs.site.collection(id);
    let terms = collection.directory.iter().flat_map(|field| {
        let keys = inputs.site.term_keys(id, field);
        keys.map(|key| mark(field, key)).collect::<Vec<_>>()
    });
    let passed = collection.filters.iter().filter(|filter| passes(filter, &entry.fields));
    let mut names = vec![entry.title.clone()];
    for other in entry.fields.values("other_names") {
        if let Value::Text(name) = other {
            names.push(name.clone());
        }
    }
    Some(FoundBy {
        marks: terms.chain(passed.map(|filter| filter.key.clone())).collect(),
        spellings: names.iter().map(|name| slugify(name)).collect(),
        names,
    })
}

fn mark(field: &str, key: &str) -> String {
    format!("{field}:{key}")
}

/// Whether any value at the end of the filter's way means yes.
fn passes(filter: &Filter, fields: &Fields) -> bool {
    fn any(way: &[String], fields: &Fields, is: Option<&str>) -> bool {
        let Some((key, rest)) = way.split_first() else { return false };
        fields.values(key).iter().any(|value| match (value, is) {
            (Value::Group(inner), _) => any(rest, inner, is),
            (Value::Bool(yes), None) => *yes,
            (Value::Choice(choice), Some(is)) => choice == is,
            _ => false,
        })
    }
    any(&filter.field, fields, filter.is.as_deref())
}

/// What the places can be filtered by.
pub fn filters(inputs: &Inputs, collection: &Collection, language: &str, ids: &[EntryId]) -> DirectoryView {
    let choice = |field: &String| {
        let options: Vec<FilterOption> = terms(inputs, collection, language, field, ids)
            .into_iter()
            .map(|Counted { key, title, count }| FilterOption {
                mark: mark(field, key),
                key: key.to_owned(),
                title: title.to_owned(),
                count,
            })
            .collect();
        let all_the_same = options.len() == 1 && options[0].count == ids.len();
        let title = label(collection, field, language).to_owned();
        (!options.is_empty() && !all_the_same).then(|| FilterChoice { key: field.clone(), title, options })
    };
    let switch = |filter: &Filter| {
        let count = ids.iter().filter(|id| passes(filter, &inputs.site.entry(**id).fields)).count();
        let title = filter.label.get(language).to_owned();
        (count > 0).then(|| FilterOption { mark: filter.key.clone(), key: filter.key.clone(), title, count })
    };
    let has_hours = |id: &EntryId| inputs.site.entry(*id).place.as_ref().is_some_and(|place| place.hours.is_some());
    DirectoryView {
        choices: collection.directory.iter().filter_map(choice).collect(),
        switches: collection.filters.iter().filter_map(switch).collect(),
        has_hours: ids.iter().any(has_hours),
        table: None,
        map: None,
    }
}

/// The first field of a directory against all others; none for a directory of one field.
fn table(inputs: &Inputs, collection: &Collection, language: &str, ids: &[EntryId]) -> Option<DirectoryTable> {
    let (first, others) = collection.directory.split_first()?;
    let address = |terms: &[(String, String)]| inputs.addresses().directory(&collection.name, language, terms);
    let link = |field: &str, term: &Counted<'_>| CountedLink {
        title: term.title.to_owned(),
        url: address(&[(field.to_owned(), term.key.to_owned())]),
        count: term.count,
        current: false,
    };
    let columns: Vec<(&String, Vec<Counted<'_>>)> = others
        .iter()
        .map(|field| (field, terms(inputs, collection, language, field, ids)))
        .filter(|(_, terms)| !terms.is_empty())
        .collect();
    let rows = terms(inputs, collection, language, first, ids);
    if columns.is_empty() || rows.is_empty() {
        return None;
    }
    let row = |row: &Counted<'_>| {
        let within: Vec<EntryId> =
            ids.iter().copied().filter(|id| inputs.site.term_keys(*id, first).any(|key| key == row.key)).collect();
        let cells = columns.iter().flat_map(|(field, terms)| {
            let counts = counts(inputs, field, &within);
            let cell = |term: &Counted<'_>| {
                let count = counts.get(term.key).copied().unwrap_or(0);
                let both = [(first.clone(), row.key.to_owned()), ((*field).clone(), term.key.to_owned())];
                DirectoryCell { count, url: (count > 0).then(|| address(&both)) }
            };
            terms.iter().map(cell).collect::<Vec<_>>()
        });
        DirectoryRow { head: link(first, row), cells: cells.collect() }
    };
    let group = |(field, terms): &(&String, Vec<Counted<'_>>)| GroupView {
        title: label(collection, field, language).to_owned(),
        key: (*field).clone(),
        items: terms.iter().map(|term| link(field, term)).collect(),
    };
    Some(DirectoryTable {
        title: label(collection, first, language).to_owned(),
        columns: columns.iter().map(group).collect(),
        rows: rows.iter().map(row).collect(),
        total: ids.len(),
    })
}

/// Where the places are.
pub fn map_of(
    inputs: &Inputs,
    collection: &Collection,
    language: &str,
    ids: &[EntryId],
    names: bool,
) -> Option<MapView> {
    map::map(&spots(inputs, collection, language, ids), &inputs.site.config.map, names)
}

/// Where one place is, among the others of its collection.
pub fn locator(inputs: &Inputs, id: EntryId, located: Option<&Located>) -> Option<MapView> {
    let (collection, language) = (inputs.site.collection(id), inputs.site.entry(id).key.language.as_str());
    let own = spots(inputs, collection, language, &[id]).pop()?;
    let near = located.map(|located| located.nearest(own.point, id, map::MOST_NEAR)).unwrap_or_default();
    map::locator(&own, &spots(inputs, collection, language, &near), &inputs.site.config.map)
}

/// The places among entries that say where they are.
fn spots<'a>(inputs: &'a Inputs, collection: &Collection, language: &'a str, ids: &[EntryId]) -> Vec<Spot<'a>> {
    let has_pages = collection.directory.iter().any(|field| field == DISTRICT);
    let spot = |id: &EntryId| {
        let entry = inputs.site.entry(*id);
        let place = entry.place.as_ref()?;
        let district = place.district.as_ref().map(|term| {
            let known = inputs.site.taxonomies.get(&term.taxonomy).and_then(|taxonomy| taxonomy.term(&term.key));
            let page = has_pages.then(|| {
                inputs.addresses().directory(&collection.name, language, &[(DISTRICT.to_owned(), term.key.clone())])
            });
            (term.key.as_str(), known.map_or(term.key.as_str(), |known| known.title.get(language)), page)
        });
        Some(Spot { point: place.location?, title: &entry.title, url: inputs.routes.entry(*id), district })
    };
    ids.iter().filter_map(spot).collect()
}
