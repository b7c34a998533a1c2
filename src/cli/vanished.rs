//! Addresses of entries that the last build had and this one has no more: a visitor's bookmark then leads to nothing, and a
//! renamed file is the usual reason.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::{SourcePath, Url};
use crate::build::Built;
use crate::io::disk;

/// What is kept for the next build.
const KEPT: &str = "addresses.json";
/// More than this many are counted.
const MOST: usize = 10;

/// The file of an entry, and its content at the time.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
struct Known {
    source: String,
    content: String,
}

type Addresses = BTreeMap<String, Known>;

/// The addresses of a build.
fn of(built: &Built, snapshot: &Snapshot) -> Addresses {
    let known = |(url, source): &(Url, SourcePath)| {
        let content = snapshot.get(source)?.fingerprint.to_string();
        Some((url.to_string(), Known { source: source.to_string(), content }))
    };
    built.addresses.iter().filter_map(known).collect()
}

/// Compares a build with the last one, keeps its addresses, and reports those that vanished, each once. A preview has other
/// entries than what is published, so it is left out by the caller.
pub fn find(root: &Path, snapshot: &Snapshot, built: &Built) -> Vec<Diagnostic> {
    let now = of(built, snapshot);
    let before = known(root);
    if before.as_ref() != Some(&now) {
        disk::keep(root, KEPT, &serde_json::to_vec(&now).unwrap_or_default());
    }
    vanished(&before.unwrap_or_default(), &now, snapshot, built)
}

/// The same, and keeps nothing.
pub fn look(root: &Path, snapshot: &Snapshot, built: &Built) -> Vec<Diagnostic> {
    vanished(&known(root).unwrap_or_default(), &of(built, snapshot), snapshot, built)
}

fn known(root: &Path) -> Option<Addresses> {
    disk::recall(root, KEPT).and_then(|bytes| serde_json::from_slice(&bytes).ok())
}

fn vanished(before: &Addresses, now: &Addresses, snapshot: &Snapshot, built: &Built) -> Vec<Diagnostic> {
    let answers = |address: &str| {
        let path = Url::new(address).output_path();
        path.is_ok_and(|path| built.outputs.contains_key(&path))
    };
    // Where new addresses are: in files that had another one, or in new files with the content of an old one.
    let old_files: BTreeSet<&str> = before.values().map(|was| was.source.as_str()).collect();
    let (mut by_file, mut by_content) = (BTreeMap::<&str, Vec<_>>::new(), BTreeMap::<&str, Vec<_>>::new());
    for (to, is) in now.iter().filter(|(to, _)| !before.contains_key(*to)) {
        by_file.entry(is.source.as_str()).or_default().push((to, is));
        if !old_files.contains(is.source.as_str()) {
            by_content.entry(is.content.as_str()).or_default().push((to, is));
        }
    }
    // Of a table's rows it isn't known which is which.
    let only = |places: Option<&Vec<(&String, &Known)>>| match places.map(Vec::as_slice) {
        Some([(to, is)]) => Some(((*to).clone(), (*is).clone())),
        _ => None,
    };
    let mut found = Vec::new();
    for (address, was) in before.iter().filter(|(address, _)| !answers(address)) {
        let there = SourcePath::new(&was.source).and_then(|source| snapshot.get(&source));
        let untouched = there.is_some_and(|file| file.fingerprint.to_string() == was.content);
        let same_file = only(by_file.get(was.source.as_str()));
        let moved = same_file.or_else(|| only(by_content.get(was.content.as_str())));
        match moved {
            Some((to, is)) => {
                let diagnostic = messages::address_moved(address, &to);
                found.extend(SourcePath::new(&is.source).map(|path| diagnostic.at(Location::file(&path))));
            }
            // The day alone did it, or a collection's settings: what expires is meant to.
            None if untouched => {}
            None => found.push(messages::address_vanished(address, &was.source)),
        }
    }
    if let Some(more) = found.len().checked_sub(MOST).filter(|more| *more > 0) {
        found.truncate(MOST);
        found.push(messages::more_vanished(more));
    }
    found
}
