//! What a look walked over: the folders and links that changes to a site can come through.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::stamp::Stamp;
use super::tree::{Node, Seen};
use crate::config::inputs::input_names;

/// The places whose changes can change a snapshot. No folder is named twice, whatever links
/// lead to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// Real folders in which every name counts.
    pub folders: HashSet<PathBuf>,
    /// Single names that count, in folders that have others: the root's own inputs, the root
    /// itself, and every link that was followed on the way to one.
    pub names: BTreeSet<PathBuf>,
}

impl Ground {
    pub(super) fn of(root: &Path, top: &[Node]) -> Self {
        let mut ground = Self::default();
        let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        ground.names.extend(input_names().map(|name| real.join(name)));
        ground.names.extend(hops(root));
        ground.names.insert(real.clone());
        ground.add(&real, top);
        ground
    }

    fn add(&mut self, folder: &Path, nodes: &[Node]) {
        for node in nodes {
            self.names.extend(node.link.iter().flat_map(|link| link.hops.iter().cloned()));
            if let Seen::Folder(found) = &node.seen {
                let real = node.link.as_ref().map_or_else(|| folder.join(&node.name), |link| link.real.clone());
                self.add(&real, &found.nodes);
                self.folders.insert(real);
            }
        }
    }

    /// The folders that lie in no other: each is the top of a tree of its own.
    pub fn tops(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.iter().filter(|folder| !folder.ancestors().skip(1).any(|above| self.folders.contains(above)))
    }
}

/// Where a symbolic link leads.
pub(super) struct Link {
    pub(super) stamp: Stamp,
    /// Which file or folder it is that it leads to.
    pub(super) leads_to: Option<(u64, u64)>,
    /// The last place, with no link in it; empty where there is nothing.
    pub(super) real: PathBuf,
    /// The link, the link that it leads to, and so on.
    hops: Vec<PathBuf>,
}

impl Link {
    pub(super) fn follow(path: &Path, stamp: Stamp, leads_to: Option<(u64, u64)>) -> Self {
        let real = path.canonicalize().unwrap_or_default();
        let mut hops = hops(path);
        hops.extend(Some(real.clone()).filter(|real| !real.as_os_str().is_empty()));
        Self { stamp, leads_to, real, hops }
    }
}

/// A path and, if it is a link, all that it leads over. A circle of links ends after as many as
/// the system itself would follow.
fn hops(path: &Path) -> Vec<PathBuf> {
    let next = |path: &PathBuf| {
        let target = fs::read_link(path).ok()?;
        Some(path.parent()?.join(target))
    };
    std::iter::successors(Some(path.to_owned()), next).take(40).collect()
}

/// A stretch of a walk without links: from the root, or from the last link that led to a folder.
pub(super) struct Hop<'a> {
    pub(super) path: &'a Path,
    pub(super) real: PathBuf,
    pub(super) before: Option<&'a Hop<'a>>,
    /// Links to folders that were followed on the way here.
    pub(super) links: usize,
    /// Whether one of them led out of the site.
    pub(super) outside: bool,
}

impl Hop<'_> {
    /// The place without links of a folder that the walk came through since.
    pub(super) fn walked(&self, folder: &Path) -> PathBuf {
        self.real.join(folder.strip_prefix(self.path).unwrap_or(Path::new("")))
    }

    /// Whether a link in `folder` to `target` would lead back to a folder that the walk came through.
    pub(super) fn leads_into(&self, folder: &Path, target: &Path) -> bool {
        let walked = self.walked(folder);
        let here = target.starts_with(&self.real) && walked.starts_with(target);
        let around = self.before.zip(self.path.parent()).is_some_and(|(hop, folder)| hop.leads_into(folder, target));
        here || around
    }
}
