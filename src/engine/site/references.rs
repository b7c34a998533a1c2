//! Names in reference fields → entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;
use rayon::prelude::*;

use super::EntryId;
use crate::base::diagnostic::{Diagnostic, FieldName, Localized, Location, messages};
use crate::base::text::did_you_mean;
use crate::config::Config;
use crate::config::collection::{Collection, shipped};
use crate::content::{Absence, Entry, EntryKey, EntryName, Reference, Value};

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

/// A reference of an entry to one that isn't public. As with [`Resolved`], its place in the file isn't kept.
#[derive(Clone, Debug)]
pub struct Withheld {
    to: String,
    text: String,
    target: EntryKey,
}

/// The warnings of all references to what isn't public, where they stand now.
pub fn warn_of_withheld(
    entries: &[Arc<Entry>],
    withheld: &[Vec<Withheld>],
    absent: &[(Arc<Entry>, Absence)],
) -> Vec<Diagnostic> {
    let mut by_key: BTreeMap<&EntryKey, (&str, Absence)> = BTreeMap::new();
    for (entry, absence) in absent {
        by_key.entry(&entry.key).or_insert((entry.title.as_str(), *absence));
    }
    let mut warnings = Vec::new();
    for (entry, withheld) in entries.iter().zip(withheld).filter(|(_, withheld)| !withheld.is_empty()) {
        entry.fields.walk(&mut |_, value| {
            let Value::Reference(reference) = value else { return };
            let is_of = |one: &&Withheld| one.text == reference.target && one.to == reference.to;
            let target = withheld.iter().find(is_of).and_then(|one| by_key.get(&one.target));
            if let Some((title, absence)) = target {
                let why = absence.words();
                let warning = messages::not_public(&reference.target, title, &why.zh, &why.en);
                warnings.push(warning.at(Location::span(&entry.source, reference.span)));
            }
        });
    }
    warnings
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

/// What the references of all entries lead to, by entry, and the errors of those that lead nowhere.
#[derive(Default)]
pub struct ResolvedReferences {
    pub found: Vec<Vec<Resolved>>,
    pub withheld: Vec<Vec<Withheld>>,
    pub faults: Vec<Diagnostic>,
}

/// Every name by which an entry can be referred to.
pub struct Names<'a> {
    collections: &'a BTreeMap<String, Collection>,
    /// By slug and by path. `None` stands for an entry that exists but isn't public.
    by_name: HashMap<&'a str, Vec<(&'a Entry, Option<EntryId>)>>,
    /// By title, where any reference may be one.
    by_title: HashMap<&'a str, Vec<(&'a Entry, Option<EntryId>)>>,
}

impl<'a> Names<'a> {
    pub fn new(
        entries: &'a [Arc<Entry>],
        hidden: &'a [Arc<Entry>],
        collections: &'a BTreeMap<String, Collection>,
    ) -> Self {
        let mut by_name: HashMap<&str, Vec<(&Entry, Option<EntryId>)>> = HashMap::default();
        let mut by_title: HashMap<&str, Vec<(&Entry, Option<EntryId>)>> = HashMap::default();
        let titles = entries.iter().chain(hidden).any(|entry| entry.by_title);
        let public = entries.iter().enumerate().map(|(id, entry)| (entry, Some(EntryId(id as u32))));
        for (entry, id) in public.chain(hidden.iter().map(|entry| (entry, None))) {
            if titles {
                by_title.entry(entry.title.trim()).or_default().push((entry, id));
            }
            by_name.entry(&entry.key.slug).or_default().push((entry, id));
            if entry.path != entry.key.slug {
                by_name.entry(&entry.path).or_default().push((entry, id));
            }
        }
        Self { collections, by_name, by_title }
    }

    /// Resolves every reference of every entry. One to an entry that exists but isn't public is left out, and named apart.
    pub fn resolve(&self, entries: &[Arc<Entry>], config: &Config) -> ResolvedReferences {
        let one = |entry: &Arc<Entry>| {
            let mut found = Vec::new();
            let mut withheld = Vec::new();
            let mut faults = Vec::new();
            entry.fields.walk(&mut |field, value| {
                let Value::Reference(reference) = value else { return };
                match self.find(reference, &entry.key.language, &config.language) {
                    Ok((_, Some(entry))) => found.push(Resolved::of(field, reference, entry)),
                    Ok((target, None)) => {
                        let (to, text) = (reference.to.clone(), reference.target.clone());
                        withheld.push(Withheld { to, text, target: target.key.clone() });
                    }
                    Err(fault) => faults.push(fault.at(Location::span(&entry.source, reference.span))),
                }
            });
            (found, withheld, faults)
        };
        let resolved: Vec<_> = entries.par_iter().map(one).collect();
        let mut all = ResolvedReferences::default();
        for (found, withheld, faults) in resolved {
            all.found.push(found);
            all.withheld.push(withheld);
            all.faults.extend(faults);
        }
        all
    }

    /// The title of the collection that a reference names an entry of; the name itself for a kind of several collections.
    fn titled<'t>(&'t self, to: &'t str) -> FieldName<'t> {
        let mut answering = self.collections.values().filter(|collection| collection.answers_to(to));
        match (answering.next(), answering.next()) {
            (Some(collection), None) => collection.message_name(),
            _ => to.into(),
        }
    }

    /// The entry of a name, in the wanted language if it exists in it, else in the main one.
    fn find(&self, reference: &Reference, language: &str, main: &str) -> Result<(&Entry, Option<EntryId>), Diagnostic> {
        let EntryName { collection, name } = EntryName::parse(&reference.target);
        let fits = |entry: &Entry| {
            let target = &self.collections[&entry.key.collection];
            target.answers_to(&reference.to) && collection.is_none_or(|collection| target.name == collection)
        };
        let of_kind = |entry: &Entry| self.collections[&entry.key.collection].answers_to(&reference.to);
        let mut candidates: Vec<_> =
            self.by_name.get(name).into_iter().flatten().filter(|(entry, _)| fits(entry)).collect();
        // A name has precedence over a title, and a title may hold a colon.
        if candidates.is_empty() && reference.may_be_title() {
            let titled = self.by_title.get(reference.target.trim()).into_iter().flatten();
            candidates = titled.filter(|(entry, _)| of_kind(entry)).collect();
            if candidates.is_empty() {
                candidates = self.by_title.get(name).into_iter().flatten().filter(|(entry, _)| fits(entry)).collect();
            }
        }
        if candidates.is_empty() {
            let names = self.by_name.iter().chain(&self.by_title);
            let known = names.filter(|(_, entries)| entries.iter().any(|(entry, _)| of_kind(entry)));
            let mut known: Vec<&str> = known.map(|(name, _)| *name).collect();
            known.sort_unstable();
            let meant = did_you_mean(name, known.iter().copied()).or_else(|| did_you_mean(&reference.target, known));
            // A kind that no collection, or more than one, is of has the title of its declaration.
            let kind = shipped(&reference.to);
            let kind_title = kind.as_ref().map_or("", |kind| kind.title.get("zh-CN"));
            let title = match self.titled(&reference.to) {
                name if name.label.is_empty() => FieldName { label: kind_title, ..name },
                name => name,
            };
            let fault = messages::unresolved_reference(&reference.target, title);
            return Err(match meant {
                Some(meant) => fault.meant(Some(meant)),
                None => self.advise(fault, reference, &of_kind),
            });
        }
        let speaks =
            |wanted: &str| -> Vec<_> { candidates.iter().filter(|(entry, _)| entry.key.language == wanted).collect() };
        let best = [speaks(language), speaks(main)].into_iter().find(|found| !found.is_empty());
        let best = best.unwrap_or_else(|| candidates.iter().collect());
        let first = &best[0].0.key;
        if best.iter().any(|(entry, _)| entry.key.collection != first.collection || entry.key.slug != first.slug) {
            let mut names: Vec<String> =
                best.iter().map(|(entry, _)| format!("{}:{}", entry.key.collection, entry.key.slug)).collect();
            names.sort_unstable();
            names.dedup();
            return Err(messages::ambiguous_reference(&reference.target, &names.join("、"), &names.join(", ")));
        }
        Ok((best[0].0, best[0].1))
    }
}

impl Names<'_> {
    /// Says what was written in the place of one entry's name: its address, several entries, or one of another collection.
    fn advise(&self, fault: Diagnostic, reference: &Reference, of_kind: &impl Fn(&Entry) -> bool) -> Diagnostic {
        let entries = |name: &str| self.by_name.get(name).or_else(|| self.by_title.get(name));
        let there = |name: &str| entries(name).is_some_and(|found| found.iter().any(|(entry, _)| of_kind(entry)));
        let written = reference.target.trim();
        let last = written.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let last = last.trim_end_matches(".html");
        if written.contains('/') && there(last) {
            return fault.meant(Some(last));
        }
        let parts: Vec<&str> = written.split(['、', '，', ',', '；', ';']).map(str::trim).collect();
        if parts.len() > 1 && parts.iter().all(|part| there(part)) {
            let (first, count) = (parts[0], parts.len());
            return fault.helped(
                &format!("这里只能写一个，却写了 {count} 个；写成：{first}"),
                &format!("one entry is expected here, not {count}; write: {first}"),
            );
        }
        match entries(written).and_then(|found| found.first()) {
            Some((entry, _)) => {
                let collection = self.collections[&entry.key.collection].message_name();
                fault.helped(
                    &format!("“{written}”是栏目“{collection}”里的条目，这里不能写它；写条目的标题、文件名（不带 .md）或 slug"),
                    &format!("`{written}` is an entry of `{collection:#}`, which can't be named here; write an entry's title, its file name without .md, or its slug"),
                )
            }
            None => fault,
        }
    }
}

/// Reports entries that are their own parents, however far up: each circle once, at its first entry.
pub fn check_parents(entries: &[Arc<Entry>], outgoing: &[Vec<(String, EntryId)>], diagnostics: &mut Vec<Diagnostic>) {
    let parent =
        |id: usize| outgoing[id].iter().find(|(field, _)| field == "parent").map(|(_, target)| target.0 as usize);
    // By which walk each entry was passed; a walk that meets itself has found a circle.
    let mut passed: Vec<Option<usize>> = vec![None; entries.len()];
    for walk in 0..entries.len() {
        let mut at = Some(walk);
        while let Some(id) = at.filter(|id| passed[*id].is_none()) {
            passed[id] = Some(walk);
            at = parent(id);
        }
        if let Some(id) = at.filter(|id| passed[*id] == Some(walk)) {
            diagnostics.push(circle(entries, std::iter::successors(Some(id), |at| parent(*at).filter(|up| *up != id))));
        }
    }
}

fn circle(entries: &[Arc<Entry>], ids: impl Iterator<Item = usize>) -> Diagnostic {
    let mut ids: Vec<usize> = ids.collect();
    ids.sort_unstable();
    let first = &entries[ids[0]];
    let fault = messages::circular_parent(&first.title).at(first.location());
    ids[1..].iter().fold(fault, |fault, id| {
        let what = Localized { zh: "同一圈里的条目".to_owned(), en: "in the same cycle".to_owned() };
        fault.related(entries[*id].location(), what)
    })
}
