//! Ways into the parts of a collection: its years, the terms of its directory.

use std::collections::BTreeMap;

use super::counted::{self, Counted};
use super::inputs::Inputs;
use super::model::{CountedLink, GroupView};
use super::words::fill;
use crate::config::collection::{Collection, Facet};
use crate::site::{EntryId, Site};

/// Every collection with each language that it may be listed in.
pub fn grouped(site: &Site) -> impl Iterator<Item = (String, String)> {
    let listed = site.collections.values().filter(|collection| collection.listing);
    listed
        .flat_map(|collection| site.config.languages.iter().map(|language| (collection.name.clone(), language.clone())))
}

/// Ways into parts of a collection: years, directory terms. `chosen` are the terms of the page that shows them.
pub fn groups(inputs: &Inputs, collection: &Collection, language: &str, chosen: &[(String, String)]) -> Vec<GroupView> {
    let site = &inputs.site;
    let name = &collection.name;
    let ids = site.listing(name, language);
    let mut groups = Vec::new();
    if collection.has(Facet::Publication) {
        let years = years(inputs, name, language, None);
        if !years.is_empty() {
            groups.push(GroupView {
                title: inputs.word(language, "year").to_owned(),
                key: "year".to_owned(),
                items: years,
            });
        }
    }
    if collection.has(Facet::Place) {
        let first = collection.directory.first();
        for field in &collection.directory {
            // The first field is crossed with each other one: what is chosen of the one stays while the other changes.
            let crossed = chosen.iter().find(|(other, _)| (first == Some(field)) != (first == Some(other)));
            let within: Vec<EntryId> = ids
                .iter()
                .copied()
                .filter(|id| crossed.is_none_or(|(field, term)| site.term_keys(*id, field).any(|key| key == term)))
                .collect();
            let link = |Counted { key, title, count }: Counted<'_>| {
                let own = (field.clone(), key.to_owned());
                let current = chosen.contains(&own);
                let mut terms: Vec<_> = crossed.cloned().into_iter().chain([own]).collect();
                terms.sort_by_key(|(field, _)| first != Some(field));
                let url = inputs.addresses().directory(name, language, &terms);
                CountedLink { title: title.to_owned(), url, count, current }
            };
            let terms = counted::terms(inputs, collection, language, field, &within);
            let items: Vec<CountedLink> = terms.into_iter().map(link).collect();
            if !items.is_empty() {
                let title = counted::label(collection, field, language).to_owned();
                groups.push(GroupView { title, key: field.clone(), items });
            }
        }
    }
    groups
}

/// The years that a collection has an archive of, the latest first.
pub fn years(inputs: &Inputs, collection: &str, language: &str, current: Option<i16>) -> Vec<CountedLink> {
    let mut counts: BTreeMap<i16, usize> = BTreeMap::new();
    for id in inputs.site.listing(collection, language) {
        if let Some(publication) = &inputs.site.entry(*id).publication {
            *counts.entry(publication.date.date.year()).or_default() += 1;
        }
    }
    let link = |(year, count): (i16, usize)| {
        let url = inputs.addresses().archive(collection, language, year, None);
        inputs.routes.get(&url)?;
        Some(CountedLink { title: year_title(inputs, year, language), url, count, current: current == Some(year) })
    };
    counts.into_iter().rev().filter_map(link).collect()
}

pub fn year_title(inputs: &Inputs, year: i16, language: &str) -> String {
    fill(inputs.word(language, "year_title"), &[("year", &year.to_string())])
}
