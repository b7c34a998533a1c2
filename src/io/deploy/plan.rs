//! Plans a deployment from the local files and the target's manifest, in an order that never shows a broken page.
//!
//! A page is never visible without its style sheet and images: assets are uploaded first, then pages, deeper pages before
//! those that list them, and the front page, feeds and sitemaps last. Obsolete files are removed at the end, pages before
//! their assets. Steps of a group may run in any order and in parallel; a group begins when the previous one is done.
//! Pure: no disk, no network.

use std::collections::BTreeMap;

use super::manifest::{KnownTarget, ManifestEntry};

/// Groups of steps, in the order of execution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub groups: Vec<Vec<Step>>,
    /// How many files are up to date.
    pub unchanged: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub path: String,
    pub action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// The manifest has no such file.
    Add,
    /// An earlier run uploaded this file, or may have.
    Replace,
    Remove,
}

/// The phases of a deployment, in order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Removes a file whose path becomes a folder, or the files of a folder whose path becomes a file.
    MakeRoom,
    Asset,
    NotFound,
    /// Pages by depth, the deepest first.
    Page(std::cmp::Reverse<usize>),
    /// The front page, feeds and sitemaps.
    Index,
    RemovePage,
    RemoveAsset,
}

impl Plan {
    pub fn of(local: &BTreeMap<String, ManifestEntry>, known: &KnownTarget) -> Self {
        let mut phases: BTreeMap<Phase, Vec<Step>> = BTreeMap::new();
        let mut unchanged = 0;
        for (path, entry) in local {
            let action = match known.files.get(path) {
                Some(there) if there == entry => {
                    unchanged += 1;
                    continue;
                }
                None if !known.uncertain.contains(path) => Action::Add,
                _ => Action::Replace,
            };
            phases.entry(phase_of(path)).or_default().push(Step { path: path.clone(), action });
        }
        for path in known.files.keys().chain(&known.uncertain).filter(|path| !local.contains_key(*path)) {
            let phase = match () {
                () if in_the_way(path, local) => Phase::MakeRoom,
                () if is_page(path) || is_index(path) => Phase::RemovePage,
                () => Phase::RemoveAsset,
            };
            phases.entry(phase).or_default().push(Step { path: path.clone(), action: Action::Remove });
        }
        Self { groups: phases.into_values().collect(), unchanged }
    }

    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.groups.iter().flatten()
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn phase_of(path: &str) -> Phase {
    match path {
        "404.html" => Phase::NotFound,
        "index.html" => Phase::Index,
        path if is_page(path) => Phase::Page(std::cmp::Reverse(path.matches('/').count())),
        path if is_index(path) => Phase::Index,
        _ => Phase::Asset,
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Whether a file is a feed, a sitemap, `robots.txt` or `_redirects`: crawlers read it and then request pages.
fn is_index(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".xml") || name == "robots.txt" || name == "_redirects"
}

/// Whether a path conflicts with a local file: one is a parent folder of the other.
fn in_the_way(path: &str, local: &BTreeMap<String, ManifestEntry>) -> bool {
    let folder = format!("{path}/");
    let below = local.range(folder.clone()..).next().is_some_and(|(other, _)| other.starts_with(&folder));
    below || path.match_indices('/').any(|(at, _)| local.contains_key(&path[..at]))
}
