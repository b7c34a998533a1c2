//! What is here and what is known of the target → what to do there, in an order that visitors don't notice.
//!
//! A visitor never meets a page whose style sheet or pictures aren't there: what pages use comes first, then
//! pages, the deeper before those that list them, and the front page, feeds and site maps last. What is no longer wanted goes at the
//! end, pages before what they use. Steps within a group may be taken in any order and at the same time; a group begins
//! when the one before it is done. Pure: it knows neither disk nor network.

use std::collections::BTreeMap;

use super::manifest::{KnownTarget, ManifestEntry};

/// Groups of steps, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub groups: Vec<Vec<Step>>,
    /// Files that are there as they should be.
    pub unchanged: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub path: String,
    pub action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Nothing of ours is there.
    Add,
    /// Something of ours is there, or may be.
    Replace,
    Remove,
}

/// When a step's turn is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Turn {
    /// Gives way to what is to lie in its place: a file where there will be a folder, or the other way round.
    GiveWay,
    Asset,
    NotFound,
    /// By depth, the deepest first.
    Page(std::cmp::Reverse<usize>),
    /// What tells others of the pages.
    Index,
    RemovePage,
    RemoveAsset,
}

impl Plan {
    pub fn of(local: &BTreeMap<String, ManifestEntry>, known: &KnownTarget) -> Self {
        let mut turns: BTreeMap<Turn, Vec<Step>> = BTreeMap::new();
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
            turns.entry(put(path)).or_default().push(Step { path: path.clone(), action });
        }
        for path in known.files.keys().chain(&known.uncertain).filter(|path| !local.contains_key(*path)) {
            let turn = match () {
                () if in_the_way(path, local) => Turn::GiveWay,
                () if is_page(path) || tells(path) => Turn::RemovePage,
                () => Turn::RemoveAsset,
            };
            turns.entry(turn).or_default().push(Step { path: path.clone(), action: Action::Remove });
        }
        Self { groups: turns.into_values().collect(), unchanged }
    }

    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.groups.iter().flatten()
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }
}

fn put(path: &str) -> Turn {
    match path {
        "404.html" => Turn::NotFound,
        "index.html" => Turn::Index,
        path if is_page(path) => Turn::Page(std::cmp::Reverse(path.matches('/').count())),
        path if tells(path) => Turn::Index,
        _ => Turn::Asset,
    }
}

fn is_page(path: &str) -> bool {
    path.ends_with(".html")
}

/// Feeds, site maps and what leads to them: read by programs that then ask for pages.
fn tells(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".xml") || name == "robots.txt" || name == "_redirects"
}

/// Whether a file has to go before another can come: one is a folder of the other's path.
fn in_the_way(path: &str, local: &BTreeMap<String, ManifestEntry>) -> bool {
    let folder = format!("{path}/");
    let below = local.range(folder.clone()..).next().is_some_and(|(other, _)| other.starts_with(&folder));
    below || path.match_indices('/').any(|(at, _)| local.contains_key(&path[..at]))
}
