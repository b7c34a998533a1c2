//! Terms of entries → taxonomies with their entries.

use std::collections::BTreeMap;

use foldhash::HashMap;
use rayon::prelude::*;

use super::{EntryId, Site};
use crate::base::text::sort_key;
use crate::config::collection::FieldType;
use crate::config::settings::LocalText;

/// One way of sorting entries into terms.
#[derive(Clone, Debug)]
pub struct Taxonomy {
    pub key: String,
    pub title: LocalText,
    /// In the order of the configuration, then by pinyin.
    pub terms: Vec<TermIndex>,
    /// Where in `terms` each key is.
    by_key: HashMap<String, usize>,
}

/// A term and what bears it.
#[derive(Clone, Debug)]
pub struct TermIndex {
    pub key: String,
    pub title: LocalText,
    /// By language, in the order of the collections and of the entries within.
    pub entries: BTreeMap<String, Vec<EntryId>>,
}

impl Taxonomy {
    pub fn term(&self, key: &str) -> Option<&TermIndex> {
        self.by_key.get(key).map(|place| &self.terms[*place])
    }
}

/// Collects every taxonomy that a declared field uses. Terms that nothing bears are left out.
pub fn index(site: &Site) -> BTreeMap<String, Taxonomy> {
    let mut bearers: HashMap<(&str, &str), BTreeMap<String, Vec<EntryId>>> = HashMap::default();
    for collection in site.collections.values() {
        let fields: Vec<(&str, &str)> = collection
            .fields
            .iter()
            .filter_map(|field| match field.field_type.item() {
                FieldType::Term { taxonomy } => Some((&*field.key, taxonomy.as_str())),
                _ => None,
            })
            .collect();
        for language in &site.config.languages {
            let ids = site.listing(&collection.name, language);
            let borne: Vec<Vec<(&str, &str)>> = ids
                .par_iter()
                .map(|id| {
                    let mut borne = Vec::new();
                    for (field, taxonomy) in &fields {
                        borne.extend(site.term_keys(*id, field).map(|key| (*taxonomy, key)));
                    }
                    borne
                })
                .collect();
            for (id, terms) in ids.iter().zip(borne) {
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
    taxonomies.into_iter().map(|(key, terms)| (key.clone(), taxonomy(key, terms, site))).collect()
}

fn taxonomy(key: String, bearers: BTreeMap<String, BTreeMap<String, Vec<EntryId>>>, site: &Site) -> Taxonomy {
    let config = site.config.taxonomies.get(&key);
    let listed = config.map(|config| config.terms.as_slice()).unwrap_or_default();
    let mut terms: Vec<TermIndex> = bearers
        .into_iter()
        .map(|(key, entries)| {
            let title = listed.iter().find(|term| term.key == key).map(|term| term.title.clone());
            TermIndex { title: title.unwrap_or_else(|| LocalText::plain(key.clone())), key, entries }
        })
        .collect();
    let place = |term: &TermIndex| listed.iter().position(|listed| listed.key == term.key).unwrap_or(usize::MAX);
    terms.sort_by_cached_key(|term| (place(term), sort_key(term.title.get(&site.config.language))));
    let title = config.map(|config| config.title.clone()).unwrap_or_else(|| LocalText::plain(key.clone()));
    let by_key = terms.iter().enumerate().map(|(place, term)| (term.key.clone(), place)).collect();
    Taxonomy { key, title, terms, by_key }
}
