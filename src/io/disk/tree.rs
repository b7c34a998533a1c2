//! A site's folder, looked at again and again → what has changed, and a snapshot of it.
//!
//! A look asks for every file's stamp and reads only those whose stamp is another, or too fresh
//! to be believed. Folders are kept as they were found and listed again by the same rule: a look
//! at a site that lies still opens nothing, which also keeps a watcher from hearing of it.
//! Reading a site once is the first look of a new tree; there is no other reader.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;
use walkdir::WalkDir;

use super::ground::{Ground, Hop, Link};
use super::known::KnownFiles;
use super::large::{Large, ends, is_large, read_usual};
use super::patience::unreadable;
use super::read::{ShippedTheme, is_ignored, shipped_themes};
use super::real::shown;
use super::stamp::{Stamp, now};
use crate::base::diagnostic::{Cause, Checked, Diagnostic, Location, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::config::inputs::{input_names, is_input_file};

/// The inputs below a root as they were at the last look.
pub struct Tree {
    root: PathBuf,
    /// Folders are listed at every look, whatever their stamps say.
    thorough: bool,
    /// The configuration and the folders of inputs, whether they are there or not.
    top: Vec<Node>,
    snapshot: Snapshot,
    /// Large files that needn't be read to be known.
    known: KnownFiles,
    diagnostics: Vec<Diagnostic>,
    /// The themes of the program.
    shipped: Vec<ShippedTheme>,
}

/// What a look found that the one before didn't.
#[derive(Debug, Default)]
pub struct Look {
    /// In order; files that came, went or have other bytes.
    pub changed: Vec<SourcePath>,
    /// What couldn't be read is no longer the same.
    pub diagnostics_changed: bool,
    /// Folders or links came or went, so that a watcher has others to watch.
    pub ground_changed: bool,
}

/// One name in a folder.
pub(super) struct Node {
    pub(super) name: OsString,
    pub(super) link: Option<Link>,
    pub(super) seen: Seen,
}

#[derive(Default)]
pub(super) enum Seen {
    /// Not there, not to be read, or nothing that is an input.
    #[default]
    Nothing,
    File {
        stamp: Stamp,
        settled: bool,
    },
    Folder(Folder),
}

#[derive(Default)]
pub(super) struct Folder {
    /// `None` where it must be listed at the next look.
    stamp: Option<Stamp>,
    pub(super) nodes: Vec<Node>,
}

/// Links to folders that are followed one within another. Folders that link to each other twice have twice as many paths with
/// each level.
const MOST_LINKS: usize = 8;

/// Names that are looked at behind links out of the site. A link to a whole disk was hardly meant.
const MOST_OUTSIDE: usize = 20_000;

/// Links one within another that people make: to the folder of inputs, and to one of shared files in it. Names behind more of them
/// are counted.
const FEW_LINKS: usize = 2;

/// Names that are looked at behind more links than that: each may be there on countless paths.
const MOST_REPEATED: usize = 20_000;

/// Folders that are no files: what they have is made up by the system as it is read, and may never end.
const MACHINE: [&str; 3] = ["/proc", "/sys", "/dev"];

pub(super) const OF_MACHINE: (&str, &str) = ("它指向系统自己的文件", "it leads to files of the system itself");

pub(super) fn is_of_machine(place: &Path) -> bool {
    MACHINE.iter().any(|machine| place.starts_with(machine))
}

/// Files that one thread looks at before it is worth asking another.
const PORTION: usize = 64;

impl Tree {
    /// A tree that has seen nothing yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self {
            known: KnownFiles::load(&root, "read.json"),
            root,
            // Elsewhere a folder's times need not follow what is in it.
            thorough: !cfg!(unix),
            top: input_names().map(|name| Node::new(name.into())).collect(),
            snapshot: Snapshot::default(),
            diagnostics: Vec::new(),
            shipped: shipped_themes(),
        }
    }

    /// Lists folders at every look: for disks whose folders' times can't be relied on, as a network's.
    pub fn distrust_folders(&mut self) {
        self.thorough = true;
    }

    /// Looks at every input below the root. Symbolic links are followed; hidden files and editors'
    /// leftovers are passed over. A theme of the program is there unless the site has a
    /// folder of its name.
    pub fn look(&mut self) -> Look {
        let eye = Eye {
            root: &self.root,
            real: self.root.canonicalize().unwrap_or_else(|_| self.root.clone()),
            known: &self.known,
            thorough: self.thorough,
            began: now(),
            outside: AtomicUsize::new(0),
            repeated: AtomicUsize::new(0),
            found: Mutex::default(),
        };
        let hop = Hop { path: &self.root, real: eye.real.clone(), before: None, links: 0, outside: false };
        self.top.par_iter_mut().for_each(|node| eye.visit(node, &self.root, &hop));
        let Found { changes, large, mut diagnostics, ground_changed } =
            eye.found.into_inner().unwrap_or_else(PoisonError::into_inner);
        Diagnostic::sort(&mut diagnostics);
        let diagnostics_changed = diagnostics != self.diagnostics;
        self.diagnostics = diagnostics;
        let changed = self.take_in(changes);
        if !changed.is_empty() {
            large.iter().for_each(|(path, stamp, fingerprint)| self.known.note(path.as_str(), *stamp, *fingerprint));
            let snapshot = &self.snapshot;
            self.known.save(&self.root, |path| SourcePath::new(path).is_some_and(|path| snapshot.get(&path).is_some()));
        }
        Look { changed, diagnostics_changed, ground_changed }
    }

    /// What the last look saw.
    pub fn snapshot(&self) -> Checked<Snapshot> {
        Checked { value: self.snapshot.clone(), diagnostics: self.diagnostics.clone() }
    }

    /// Where changes to what was seen can come from.
    pub fn ground(&self) -> Ground {
        Ground::of(&self.root, &self.top)
    }

    fn take_in(&mut self, changes: Vec<(SourcePath, Option<SourceFile>)>) -> Vec<SourcePath> {
        let mut changed = Vec::new();
        for theme in self.shipped.iter_mut().filter(|theme| theme.is_in) {
            if changes.iter().any(|(path, file)| file.is_some() && path.below(&theme.folder).is_some()) {
                theme.is_in = false;
                for (path, _) in &theme.files {
                    changed.extend(self.snapshot.remove(path).map(|_| path.clone()));
                }
            }
        }
        for (path, file) in changes {
            let before = self.snapshot.get(&path).map(|file| file.fingerprint);
            if before == file.as_ref().map(|file| file.fingerprint) {
                continue;
            }
            match file {
                Some(file) => self.snapshot.insert(path.clone(), file),
                None => drop(self.snapshot.remove(&path)),
            }
            changed.push(path);
        }
        for theme in self.shipped.iter_mut().filter(|theme| !theme.is_in) {
            if self.snapshot.below(&theme.folder).next().is_none() {
                theme.is_in = true;
                for (path, file) in &theme.files {
                    self.snapshot.insert(path.clone(), file.clone());
                    changed.push(path.clone());
                }
            }
        }
        changed.sort();
        changed.dedup();
        changed
    }
}

impl Node {
    fn new(name: OsString) -> Self {
        Self { name, link: None, seen: Seen::Nothing }
    }
}

/// One look under way. Threads share it, and seldom have anything to say.
struct Eye<'a> {
    root: &'a Path,
    /// The root without links.
    real: PathBuf,
    known: &'a KnownFiles,
    thorough: bool,
    began: i128,
    /// How many names behind links out of the site were looked at.
    outside: AtomicUsize,
    /// How many names behind more than [`FEW_LINKS`].
    repeated: AtomicUsize,
    found: Mutex<Found>,
}

#[derive(Default)]
struct Found {
    changes: Vec<(SourcePath, Option<SourceFile>)>,
    /// Files that are left on the disk.
    large: Vec<(SourcePath, Stamp, Fingerprint)>,
    diagnostics: Vec<Diagnostic>,
    ground_changed: bool,
}

impl Eye<'_> {
    fn visit(&self, node: &mut Node, folder: &Path, hop: &Hop<'_>) {
        let path = folder.join(&node.name);
        let itself = match fs::symlink_metadata(&path) {
            Ok(itself) => itself,
            Err(error) => return self.lose(node, &path, (!is_gone(&error)).then_some(&error)),
        };
        if !itself.file_type().is_symlink() {
            if node.link.take().is_some() {
                self.say(|found| found.ground_changed = true);
            }
            return self.look_at(node, &path, &itself, hop);
        }
        let (stamp, target) = (Stamp::of(&itself), fs::metadata(&path));
        // Where it leads is asked again whenever either end is another.
        let leads_to = target.as_ref().ok().map(|target| Stamp::of(target).file());
        if node.link.as_ref().is_none_or(|link| (link.stamp, link.leads_to) != (stamp, leads_to)) {
            node.link = Some(Link::follow(&path, stamp, leads_to));
            self.say(|found| found.ground_changed = true);
        }
        match target {
            Ok(target) => {
                let real = node.link.as_ref().map(|link| link.real.clone()).unwrap_or_default();
                if target.is_dir() && hop.leads_into(folder, &real) {
                    self.lose(node, &path, None);
                    let (zh, en) = ("它指向自己所在的目录", "it leads back to a folder that it lies in");
                    return self.report(&path, |name| messages::link_not_followed(name, zh, en));
                }
                if target.is_dir() && hop.links >= MOST_LINKS {
                    self.lose(node, &path, None);
                    let zh = format!("到这里已经过 {MOST_LINKS} 个指向目录的链接");
                    let en = format!("{MOST_LINKS} links to folders lead here already");
                    return self.report(&path, |name| messages::link_not_followed(name, &zh, &en));
                }
                // The folders of inputs themselves may lie anywhere: the person who set up the site chose that.
                let strays = folder != self.root && self.is_outside(&real);
                let machine = strays && is_of_machine(&real);
                if machine || strays && target.is_dir() && self.real.starts_with(&real) {
                    self.lose(node, &path, None);
                    let (zh, en) = match machine {
                        true => OF_MACHINE,
                        false => ("它指向网站所在的目录", "it leads to a folder that the site lies in"),
                    };
                    return self.report(&path, |name| messages::link_not_followed(name, zh, en));
                }
                if strays && self.publishes(folder) {
                    let place = shown(&real);
                    self.report(&path, |name| match SourcePath::new(name) {
                        Some(source) => messages::link_outside(&place).at(Location::file(&source)),
                        None => messages::link_outside(&place),
                    });
                }
                let outside = strays || hop.outside;
                let next = Hop { path: &path, real, before: Some(hop), links: hop.links + 1, outside };
                self.look_at(node, &path, &target, if target.is_dir() { &next } else { hop });
            }
            // A folder of inputs that isn't there is an empty one, and so is one behind a link.
            Err(error) if is_gone(&error) && folder == self.root => self.lose(node, &path, None),
            Err(error) => self.lose(node, &path, Some(&error)),
        }
    }

    fn look_at(&self, node: &mut Node, path: &Path, found: &fs::Metadata, hop: &Hop<'_>) {
        let is_config = path.parent() == Some(self.root) && node.name.to_str().is_some_and(is_input_file);
        if found.is_file() {
            self.look_at_file(node, path, Stamp::of(found));
        } else if found.is_dir() && !is_config {
            self.look_at_folder(node, path, Stamp::of(found), hop);
        } else {
            self.lose(node, path, None);
            if !found.is_dir() {
                self.report(path, messages::no_file);
            }
        }
    }

    fn look_at_file(&self, node: &mut Node, path: &Path, stamp: Stamp) {
        let large = is_large(path, stamp.size());
        let stamp = if large { stamp.with_ends(|| ends(path)) } else { stamp };
        match &node.seen {
            Seen::File { stamp: known, settled: true } if *known == stamp => return,
            Seen::Folder(_) => self.lose(node, path, None),
            _ => {}
        }
        let Some(name) = source_path(self.root, path) else {
            let reason =
                Cause::new("文件名里有不能用的字符，请改名", "its name has characters that can't be used; rename it");
            return self.report(path, |name| messages::read_failed(name, reason));
        };
        let known = self.known.get(name.as_str(), stamp).filter(|_| large);
        let file = match known {
            Some(fingerprint) => Ok(fingerprint_only(path, fingerprint)),
            None => read_usual(path, large).map(|bytes| match large {
                true => fingerprint_only(path, Fingerprint::of_bytes(&bytes)),
                false => SourceFile::new(bytes),
            }),
        };
        match file {
            Ok(file) => {
                // The stamp is older than the bytes: a file that changes in between is read again.
                node.seen = Seen::File { stamp, settled: stamp.is_settled(self.began) };
                self.say(|found| {
                    if large {
                        found.large.push((name.clone(), stamp, file.fingerprint));
                    }
                    found.changes.push((name, Some(file)));
                });
            }
            Err(error) => self.lose(node, path, (!is_gone(&error)).then_some(&error)),
        }
    }

    fn look_at_folder(&self, node: &mut Node, path: &Path, stamp: Stamp, hop: &Hop<'_>) {
        if !matches!(node.seen, Seen::Folder(_)) {
            self.lose(node, path, None);
            node.seen = Seen::Folder(Folder::default());
            self.say(|found| found.ground_changed = true);
        }
        if hop.outside && is_of_machine(&hop.walked(path)) {
            self.lose(node, path, None);
            let (zh, en) = OF_MACHINE;
            return self.report(hop.path, |name| messages::link_not_followed(name, zh, en));
        }
        let Seen::Folder(folder) = &mut node.seen else { return };
        if self.thorough || folder.stamp != Some(stamp) {
            match names(path) {
                Ok((names, faults)) => {
                    // A fresh stamp, or a list with holes in it, is not to be believed at the next look.
                    folder.stamp = Some(stamp).filter(|stamp| faults.is_empty() && stamp.is_settled(self.began));
                    faults.iter().for_each(|fault| self.report(path, |name| unreadable(name, fault)));
                    self.rename(folder, path, names);
                }
                Err(error) => return self.lose(node, path, (!is_gone(&error)).then_some(&error)),
            }
        }
        let length = folder.nodes.len();
        let exceeds = |count: &AtomicUsize, most| count.fetch_add(length, Ordering::Relaxed) + length > most;
        let too_many = match () {
            () if hop.outside && exceeds(&self.outside, MOST_OUTSIDE) => Some((
                format!("它指向网站之外，里面的文件超过 {MOST_OUTSIDE} 个"),
                format!("it leads out of the site, to more than {MOST_OUTSIDE} files"),
            )),
            () if hop.links > FEW_LINKS && exceeds(&self.repeated, MOST_REPEATED) => Some((
                format!("目录链接套着目录链接，这样找到的文件超过 {MOST_REPEATED} 个"),
                format!("links to folders lie one within another, and more than {MOST_REPEATED} files are found so"),
            )),
            () => None,
        };
        if let Some((zh, en)) = too_many {
            self.lose(node, path, None);
            // Beyond the limit each folder below the same link would say the same.
            let name = self.name_of(hop.path);
            let told = messages::link_not_followed(&name, &zh, &en);
            return self.say(|found| {
                if !found.diagnostics.contains(&told) {
                    found.diagnostics.push(told);
                }
            });
        }
        folder.nodes.par_iter_mut().with_min_len(PORTION).for_each(|node| self.visit(node, path, hop));
    }

    /// Takes a new list of names; what was known of one that stays is kept.
    fn rename(&self, folder: &mut Folder, path: &Path, names: Vec<OsString>) {
        let mut known = std::mem::take(&mut folder.nodes).into_iter().peekable();
        let mut nodes = Vec::with_capacity(names.len());
        for name in names {
            while let Some(gone) = known.next_if(|node| node.name < name) {
                self.drop_node(gone, path);
            }
            nodes.push(known.next_if(|node| node.name == name).unwrap_or_else(|| Node::new(name)));
        }
        known.for_each(|gone| self.drop_node(gone, path));
        folder.nodes = nodes;
    }

    /// What was seen here is no longer, with everything below it, and may be why.
    fn lose(&self, node: &mut Node, path: &Path, reason: Option<&io::Error>) {
        match std::mem::take(&mut node.seen) {
            Seen::Nothing => {}
            Seen::File { .. } => {
                self.say(|found| found.changes.extend(source_path(self.root, path).map(|name| (name, None))))
            }
            Seen::Folder(folder) => {
                self.say(|found| found.ground_changed = true);
                folder.nodes.into_iter().for_each(|node| self.drop_node(node, path));
            }
        }
        if let Some(reason) = reason {
            self.report(path, |name| unreadable(name, reason));
        }
    }

    fn drop_node(&self, mut node: Node, folder: &Path) {
        let path = folder.join(&node.name);
        if node.link.is_some() {
            self.say(|found| found.ground_changed = true);
        }
        self.lose(&mut node, &path, None);
    }

    /// Adds a diagnostic that is made from a path below the root.
    fn report(&self, path: &Path, make: impl FnOnce(&str) -> Diagnostic) {
        let name = self.name_of(path);
        self.say(|found| found.diagnostics.push(make(&name)));
    }

    /// A path below the root, with slashes.
    fn name_of(&self, path: &Path) -> String {
        path.strip_prefix(self.root).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    /// Whether a place is neither in the site nor in a folder of inputs that lies elsewhere. Asked only of links, which are rare.
    fn is_outside(&self, target: &Path) -> bool {
        let mut inputs = input_names().filter_map(|name| self.root.join(name).canonicalize().ok());
        !target.starts_with(&self.real) && !inputs.any(|place| target.starts_with(place))
    }

    /// Whether the files of a folder are for visitors.
    fn publishes(&self, folder: &Path) -> bool {
        ["content", "static"].iter().any(|input| folder.starts_with(self.root.join(input)))
    }

    fn say(&self, what: impl FnOnce(&mut Found)) {
        what(&mut self.found.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// The names in a folder that may be inputs, in order, and what went wrong with some.
fn names(folder: &Path) -> io::Result<(Vec<OsString>, Vec<io::Error>)> {
    let (mut names, mut faults) = (Vec::new(), Vec::new());
    // One level at a time: folders are looked at in parallel, and one that is known isn't listed.
    for entry in WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) if is_ignored(&entry.file_name().to_string_lossy()) => {}
            Ok(entry) => names.push(entry.file_name().to_owned()),
            // Of the folder itself, which can't be listed.
            Err(fault) if fault.depth() == 0 => return Err(fault.into()),
            Err(fault) => faults.push(fault.into()),
        }
    }
    Ok((names, faults))
}

fn fingerprint_only(path: &Path, fingerprint: Fingerprint) -> SourceFile {
    SourceFile::elsewhere(Arc::new(Large { path: path.to_owned(), fingerprint }))
}

/// Removed between being listed and being looked at, which is nobody's fault.
fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn source_path(root: &Path, file: &Path) -> Option<SourcePath> {
    let relative = file.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
    SourcePath::new(&parts?.join("/"))
}
