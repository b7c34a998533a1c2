//! Names in reference fields → entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::EntryId;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::did_you_mean;
use crate::config::Config;
use crate::config::collection::Collection;
use crate::content::{Entry, EntryName, Reference, Value};

/// A reference of an entry with the entry that it names. It is found again by what the reference says and not by its
/// place in the file, which moves with every word.
#[derive(Clone, Debug)]
pub struct Resolved {
    /// The top field that the reference stands in.
    pub field: String,
    to: String,
    text: String,
    pub entry: EntryId,
}

impl Resolved {
    fn of(field: &str, reference: &Reference, entry: EntryId) -> Self {
        Self { field: field.to_owned(), to: reference.to.clone(), text: reference.target.clone(), entry }
    }

    /// Whether this is the resolution of a reference of the entry. What a reference names depends on what it says and on
    /// the entry's language alone.
    pub fn is_of(&self, reference: &Reference) -> bool {
        self.text == reference.target && self.to == reference.to
    }
}

/// The entries that each entry names, each once a field, in order.
pub fn outgoing(resolved: &[Vec<Resolved>]) -> Vec<Vec<(String, EntryId)>> {
    let one = |resolved: &Vec<Resolved>| {
        let mut found: Vec<(String, EntryId)> = Vec::new();
        for Resolved { field, entry, .. } in resolved {
            if !found.iter().any(|(known, target)| known == field && target == entry) {
                found.push((field.clone(), *entry));
            }
        }
        found
    };
    resolved.iter().map(one).collect()
}

/// Every name by which an entry can be referred to.
pub struct Names<'a> {
    collections: &'a BTreeMap<String, Collection>,
    /// By slug and by path. `None` stands for an entry that exists but isn't public.
    by_name: HashMap<&'a str, Vec<(&'a Entry, Option<EntryId>)>>,
}

impl<'a> Names<'a> {
    pub fn new(
        entries: &'a [Arc<Entry>],
        hidden: &'a [Arc<Entry>],
        collections: &'a BTreeMap<String, Collection>,
    ) -> Self {
        let mut by_name: HashMap<&str, Vec<(&Entry, Option<EntryId>)>> = HashMap::default();
        let public = entries.iter().enumerate().map(|(id, entry)| (entry, Some(EntryId(id as u32))));
        for (entry, id) in public.chain(hidden.iter().map(|entry| (entry, None))) {
            by_name.entry(&entry.key.slug).or_default().push((entry, id));
            if entry.path != entry.key.slug {
                by_name.entry(&entry.path).or_default().push((entry, id));
            }
        }
        Self { collections, by_name }
    }

    /// Resolves every reference of every entry. One to an entry that exists but isn't public is left out, in silence.
    pub fn resolve(&self, entries: &[Arc<Entry>], config: &Config) -> (Vec<Vec<Resolved>>, Vec<Diagnostic>) {
        let one = |entry: &Arc<Entry>| {
            let mut found = Vec::new();
            let mut faults = Vec::new();
            entry.fields.walk(&mut |field, value| {
                let Value::Reference(reference) = value else { return };
                match self.find(reference, &entry.key.language, &config.language) {
                    Ok(Some(entry)) => found.push(Resolved::of(field, reference, entry)),
                    Ok(None) => {}
                    Err(fault) => faults.push(fault.at(Location::span(&entry.source, reference.span))),
                }
            });
            (found, faults)
        };
        let resolved: Vec<_> = entries.par_iter().map(one).collect();
        let (found, faults): (Vec<_>, Vec<Vec<Diagnostic>>) = resolved.into_iter().unzip();
        (found, faults.into_iter().flatten().collect())
    }

    /// The entry of a name, in the wanted language if it exists in it, else in the main one.
    fn find(&self, reference: &Reference, language: &str, main: &str) -> Result<Option<EntryId>, Diagnostic> {
        let EntryName { collection, name } = EntryName::parse(&reference.target);
        let fits = |entry: &Entry| {
            let target = &self.collections[&entry.key.collection];
            target.answers_to(&reference.to) && collection.is_none_or(|collection| target.name == collection)
        };
        let candidates: Vec<_> =
            self.by_name.get(name).into_iter().flatten().filter(|(entry, _)| fits(entry)).collect();
        if candidates.is_empty() {
            let known = self.by_name.iter().filter(|(_, entries)| entries.iter().any(|(entry, _)| fits(entry)));
            let mut known: Vec<&str> = known.map(|(name, _)| *name).collect();
            known.sort_unstable();
            let meant = did_you_mean(name, known);
            return Err(messages::unresolved_reference(&reference.target, &reference.to).meant(meant));
        }
        let speaks =
            |wanted: &str| -> Vec<_> { candidates.iter().filter(|(entry, _)| entry.key.language == wanted).collect() };
        let best = [speaks(language), speaks(main)].into_iter().find(|found| !found.is_empty());
        let best = best.unwrap_or_else(|| candidates.iter().collect());
        let first = &best[0].0.key;
        if best.iter().any(|(entry, _)| entry.key.collection != first.collection || entry.key.slug != first.slug) {
            return Err(messages::ambiguous_reference(&reference.target));
        }
        Ok(best[0].1)
    }
}

/// Reports entries that are their own parents, however far up.
pub fn check_parents(entries: &[Arc<Entry>], outgoing: &[Vec<(String, EntryId)>], diagnostics: &mut Vec<Diagnostic>) {
    let parent =
        |id: EntryId| outgoing[id.0 as usize].iter().find(|(field, _)| field == "parent").map(|(_, target)| *target);
    for (index, entry) in entries.iter().enumerate() {
        let start = EntryId(index as u32);
        let mut at = start;
        for _ in 0..entries.len().min(64) {
            match parent(at) {
                Some(up) if up == start => {
                    diagnostics.push(messages::circular_parent(&entry.key.slug).at(entry.location()));
                    break;
                }
                Some(up) => at = up,
                None => break,
            }
        }
    }
}
