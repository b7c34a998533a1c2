//! Terms of entries → taxonomies with their entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::EntryId;
use crate::base::text::sort_key;
use crate::config::Config;
use crate::config::collection::{Collection, FieldType};
use crate::config::settings::LocalText;
use crate::content::Entry;

/// A taxonomy: its terms, each with its entries.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    pub key: String,
    pub title: LocalText,
    /// In the order of the configuration, then by pinyin.
    pub terms: Vec<TermIndex>,
    /// The index in `terms` by key.
    by_key: HashMap<String, usize>,
}

/// A term and its entries.
#[derive(Clone, Debug)]
pub struct TermIndex {
    pub key: String,
    pub title: LocalText,
    /// The entries by language, in the order of the collections and of their listings.
    pub entries: BTreeMap<String, Vec<EntryId>>,
}

impl Taxonomy {
    pub fn term(&self, key: &str) -> Option<&TermIndex> {
        self.by_key.get(key).map(|place| &self.terms[*place])
    }
}

/// The entries of a site, their references, and their order in listings.
#[derive(Clone, Copy)]
pub struct Bearers<'a> {
    pub entries: &'a [Arc<Entry>],
    pub outgoing: &'a [Vec<(String, EntryId)>],
    pub listings: &'a BTreeMap<(String, String), Vec<EntryId>>,
}

/// Returns the terms of an entry in a field. An event without a term inherits those of the places that it refers to, for
/// example their district.
pub fn term_keys<'a>(
    entries: &'a [Arc<Entry>],
    outgoing: &'a [Vec<(String, EntryId)>],
    id: EntryId,
    field: &'a str,
) -> impl Iterator<Item = &'a str> {
    let entry = |id: EntryId| &entries[id.0 as usize];
    let keys = move |id: EntryId| entry(id).fields.terms(field).map(|term| term.key.as_str());
    let inherits = entry(id).schedule.is_some() && keys(id).next().is_none();
    let named = outgoing[id.0 as usize].iter().map(|(_, target)| *target).filter(move |_| inherits);
    keys(id).chain(named.filter(move |target| entry(*target).place.is_some()).flat_map(keys))
}

/// Collects every taxonomy that a declared field uses. Terms without entries are left out.
pub fn index(
    config: &Config,
    collections: &BTreeMap<String, Collection>,
    Bearers { entries, outgoing, listings }: Bearers<'_>,
) -> BTreeMap<String, Taxonomy> {
    let mut bearers: HashMap<(&str, &str), BTreeMap<String, Vec<EntryId>>> = HashMap::default();
    for collection in collections.values() {
        let fields: Vec<(&str, &str)> = collection
            .fields
            .iter()
            .filter_map(|field| match field.field_type.item() {
                FieldType::Term { taxonomy } => Some((&*field.key, taxonomy.as_str())),
                _ => None,
            })
            .collect();
        for language in &config.languages {
            let Some(ids) = listings.get(&(collection.name.clone(), language.clone())) else { continue };
            let terms_of: Vec<Vec<(&str, &str)>> = ids
                .par_iter()
                .map(|id| {
                    let mut terms = Vec::new();
                    for (field, taxonomy) in &fields {
                        terms.extend(term_keys(entries, outgoing, *id, field).map(|key| (*taxonomy, key)));
                    }
                    terms
                })
                .collect();
            for (id, terms) in ids.iter().zip(terms_of) {
                for (taxonomy, key) in terms {
                    let entries = bearers.entry((taxonomy, key)).or_default().entry(language.clone()).or_default();
                    if entries.last() != Some(id) {
                        entries.push(*id);
                    }
                }
            }
        }
    }
    let mut taxonomies: BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<EntryId>>>> = BTreeMap::new();
    for ((taxonomy, term), entries) in bearers {
        taxonomies.entry(taxonomy.to_owned()).or_default().insert(term.to_owned(), entries);
    }
    taxonomies.into_iter().map(|(key, terms)| (key.clone(), taxonomy(key, terms, config))).collect()
}

fn taxonomy(key: String, bearers: BTreeMap<String, BTreeMap<String, Vec<EntryId>>>, site: &Config) -> Taxonomy {
    let config = site.taxonomies.get(&key);
    let listed = config.map(|config| config.terms.as_slice()).unwrap_or_default();
    let mut terms: Vec<TermIndex> = bearers
        .into_iter()
        .map(|(key, entries)| {
            let title = listed.iter().find(|term| term.key == key).map(|term| term.title.clone());
            TermIndex { title: title.unwrap_or_else(|| LocalText::plain(key.clone())), key, entries }
        })
        .collect();
    let place = |term: &TermIndex| listed.iter().position(|listed| listed.key == term.key).unwrap_or(usize::MAX);
    terms.sort_by_cached_key(|term| (place(term), sort_key(term.title.get(&site.language))));
    let title = config.map(|config| config.title.clone()).unwrap_or_else(|| LocalText::plain(key.clone()));
    let by_key = terms.iter().enumerate().map(|(place, term)| (term.key.clone(), place)).collect();
    Taxonomy { key, title, terms, by_key }
}
