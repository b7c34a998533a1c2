//! Places together: the part of a directory with some terms, what places can be filtered by, how
//! many there are of each kind, where they are.

use std::collections::BTreeMap;

use super::date::is_chinese;
use super::head::{self, Draft};
use super::listing::{as_of_entries, groups};
use super::map::{self, Spot};
use super::model::{
    CountedLink, DirectoryCell, DirectoryPage, DirectoryRow, DirectoryTable, DirectoryView, FilterChoice, FilterOption,
    FoundBy, GroupView, LinkView, MapView,
};
use super::{Scene, structured};
use crate::base::text::slugify;
use crate::config::collection::{Collection, Facet, FieldType, Filter};
use crate::content::{Fields, Value};
use crate::route::Route;
use crate::site::{EntryId, Taxonomy};

/// The district's own field of every place.
const DISTRICT: &str = "district";

pub fn directory(
    scene: &Scene,
    route: &Route,
    name: &str,
    language: &str,
    terms: &[(String, String)],
) -> DirectoryPage {
    let site = &scene.site;
    let collection = &site.collections[name];
    let has = |id: &EntryId| terms.iter().all(|(field, term)| site.term_keys(*id, field).any(|key| key == term));
    let ids: Vec<EntryId> = site.listing(name, language).iter().copied().filter(has).collect();
    let title_of = |(field, key): &(String, String)| {
        let term = taxonomy(scene, collection, field).and_then(|taxonomy| taxonomy.term(key));
        term.map_or(key.as_str(), |term| term.title.get(language)).to_owned()
    };
    let titles: Vec<String> = terms.iter().map(title_of).collect();
    let joined = titles.join(if is_chinese(language) { "·" } else { " · " });
    let section = head::collection_title(scene, name, language);
    let title = if is_chinese(language) { format!("{joined}{section}") } else { format!("{section}: {joined}") };
    let mut draft = Draft::new("directory", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    if terms.len() > 1 {
        let above = scene.addresses().directory(name, language, &terms[..1]);
        draft.breadcrumbs.push(LinkView { title: titles[0].clone(), url: above.to_string() });
    }
    draft.meta = head::column_tags(scene, name, language);
    draft.alternates = head::alternates(scene, |language| scene.addresses().directory(name, language, terms));
    draft.json_ld =
        vec![structured::collection_page(&draft.title, language, &site.config.address.absolute(&route.url))];
    let links = terms.iter().zip(&titles).map(|(term, title)| LinkView {
        title: title.clone(),
        url: scene.addresses().directory(name, language, std::slice::from_ref(term)).to_string(),
    });
    let of_a_district = matches!(terms, [(field, _)] if field == DISTRICT);
    DirectoryPage {
        terms: links.collect(),
        as_of: as_of_entries(scene, &ids, language),
        entries: scene.cards(&ids),
        groups: groups(scene, collection, language, terms),
        directory: DirectoryView {
            map: if of_a_district { map_of(scene, collection, language, &ids, false) } else { None },
            ..filters(scene, collection, language, &ids)
        },
        page: draft.finish(scene, route),
    }
}

/// A directory's page of a listing: what the places on it can be filtered by and, on the first, all there is of it.
pub fn of_listing(
    scene: &Scene,
    collection: &Collection,
    language: &str,
    ids: &[EntryId],
    first_page_of: Option<&[EntryId]>,
) -> Option<DirectoryView> {
    collection.has(Facet::Place).then(|| DirectoryView {
        table: first_page_of.and_then(|all| table(scene, collection, language, all)),
        map: first_page_of.and_then(|all| map_of(scene, collection, language, all, true)),
        ..filters(scene, collection, language, ids)
    })
}

/// What an entry can be found by.
pub fn found_by(scene: &Scene, id: EntryId) -> Option<FoundBy> {
    let entry = scene.site.entry(id);
    entry.place.as_ref()?;
    let collection = scene.site.collection(id);
    let terms = collection.directory.iter().flat_map(|field| {
        let keys = scene.site.term_keys(id, field);
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

fn taxonomy<'s>(scene: &'s Scene, collection: &Collection, field: &str) -> Option<&'s Taxonomy> {
    match collection.field(field)?.field_type.item() {
        FieldType::Term { taxonomy } => scene.site.taxonomies.get(taxonomy),
        _ => None,
    }
}

/// How many of the entries have each term of a field.
fn counts(scene: &Scene, field: &str, ids: &[EntryId]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for id in ids {
        for term in scene.site.term_keys(*id, field) {
            match counts.get_mut(term) {
                Some(count) => *count += 1,
                None => {
                    counts.insert(term.to_owned(), 1);
                }
            }
        }
    }
    counts
}

/// A term of a field and how many of the entries have it.
pub struct Counted<'s> {
    pub key: &'s str,
    pub title: &'s str,
    pub count: usize,
}

/// The terms of a field that any of the entries has, in the taxonomy's order.
pub fn terms<'s>(
    scene: &'s Scene,
    collection: &Collection,
    language: &str,
    field: &str,
    ids: &[EntryId],
) -> Vec<Counted<'s>> {
    let Some(taxonomy) = taxonomy(scene, collection, field) else { return Vec::new() };
    let counts = counts(scene, field, ids);
    let term = |term: &'s crate::site::TermIndex| {
        Some(Counted { key: &term.key, title: term.title.get(language), count: *counts.get(&term.key)? })
    };
    taxonomy.terms.iter().filter_map(term).collect()
}

/// What a declared field is called.
pub fn label<'c>(collection: &'c Collection, field: &'c str, language: &str) -> &'c str {
    collection.field(field).map_or(field, |declared| declared.label.get(language))
}

fn filters(scene: &Scene, collection: &Collection, language: &str, ids: &[EntryId]) -> DirectoryView {
    let choice = |field: &String| {
        let options: Vec<FilterOption> = terms(scene, collection, language, field, ids)
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
        let count = ids.iter().filter(|id| passes(filter, &scene.site.entry(**id).fields)).count();
        let title = filter.label.get(language).to_owned();
        (count > 0).then(|| FilterOption { mark: filter.key.clone(), key: filter.key.clone(), title, count })
    };
    let has_hours = |id: &EntryId| scene.site.entry(*id).place.as_ref().is_some_and(|place| place.hours.is_some());
    DirectoryView {
        choices: collection.directory.iter().filter_map(choice).collect(),
        switches: collection.filters.iter().filter_map(switch).collect(),
        has_hours: ids.iter().any(has_hours),
        table: None,
        map: None,
    }
}

/// The first field of a directory against all others; none for a directory of one field.
fn table(scene: &Scene, collection: &Collection, language: &str, ids: &[EntryId]) -> Option<DirectoryTable> {
    let (first, others) = collection.directory.split_first()?;
    let address = |terms: &[(String, String)]| scene.addresses().directory(&collection.name, language, terms);
    let link = |field: &str, term: &Counted<'_>| CountedLink {
        title: term.title.to_owned(),
        url: address(&[(field.to_owned(), term.key.to_owned())]),
        count: term.count,
        current: false,
    };
    let columns: Vec<(&String, Vec<Counted<'_>>)> = others
        .iter()
        .map(|field| (field, terms(scene, collection, language, field, ids)))
        .filter(|(_, terms)| !terms.is_empty())
        .collect();
    let rows = terms(scene, collection, language, first, ids);
    if columns.is_empty() || rows.is_empty() {
        return None;
    }
    let row = |row: &Counted<'_>| {
        let within: Vec<EntryId> =
            ids.iter().copied().filter(|id| scene.site.term_keys(*id, first).any(|key| key == row.key)).collect();
        let cells = columns.iter().flat_map(|(field, terms)| {
            let counts = counts(scene, field, &within);
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

fn map_of(scene: &Scene, collection: &Collection, language: &str, ids: &[EntryId], names: bool) -> Option<MapView> {
    let has_pages = collection.directory.iter().any(|field| field == DISTRICT);
    let spot = |id: &EntryId| {
        let entry = scene.site.entry(*id);
        let place = entry.place.as_ref()?;
        let district = place.district.as_ref().map(|term| {
            let known = scene.site.taxonomies.get(&term.taxonomy).and_then(|taxonomy| taxonomy.term(&term.key));
            let page = has_pages.then(|| {
                scene.addresses().directory(&collection.name, language, &[(DISTRICT.to_owned(), term.key.clone())])
            });
            (term.key.as_str(), known.map_or(term.key.as_str(), |known| known.title.get(language)), page)
        });
        Some(Spot { point: place.location?, title: &entry.title, url: scene.routes.entry(*id), district })
    };
    let spots: Vec<Spot<'_>> = ids.iter().filter_map(spot).collect();
    map::map(&spots, scene.site.config.borders.as_ref(), names)
}
