//! How many of some entries have each term of a field.

use std::collections::BTreeMap;

use super::inputs::Inputs;
use crate::config::collection::{Collection, FieldType};
use crate::site::{EntryId, Taxonomy, TermIndex};

/// The taxonomy that a field takes its terms from.
pub fn taxonomy<'s>(inputs: &'s Inputs, collection: &Collection, field: &str) -> Option<&'s Taxonomy> {
    match collection.field(field)?.field_type.item() {
        FieldType::Term { taxonomy } => inputs.site.taxonomies.get(taxonomy),
        _ => None,
    }
}

/// How many of the entries have each term of a field.
pub fn counts(inputs: &Inputs, field: &str, ids: &[EntryId]) -> BTreeMap<String, usize> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for id in ids {
        for term in inputs.site.term_keys(*id, field) {
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
    inputs: &'s Inputs,
    collection: &Collection,
    language: &str,
    field: &str,
    ids: &[EntryId],
) -> Vec<Counted<'s>> {
    let Some(taxonomy) = taxonomy(inputs, collection, field) else { return Vec::new() };
    let counts = counts(inputs, field, ids);
    let term = |term: &'s TermIndex| {
        Some(Counted { key: &term.key, title: term.title.get(language), count: *counts.get(&term.key)? })
    };
    taxonomy.terms.iter().filter_map(term).collect()
}

/// What a declared field is called.
pub fn label<'c>(collection: &'c Collection, field: &'c str, language: &str) -> &'c str {
    collection.field(field).map_or(field, |declared| declared.label.get(language))
}
