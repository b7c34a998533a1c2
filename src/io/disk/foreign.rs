//! The files of an import: foreign files that it reads, and sources of the site that it writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use super::history;
use super::interrupt;
use super::large::read_usual;
use super::patience::{self, Patience};
use super::real::shown;
use super::temporary::{self, Durability};
use super::tree::{OF_MACHINE, is_of_machine};
use crate::base::diagnostic::{Checked, Diagnostic, Location, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;

/// Reads a file of any kind.
///
/// # Errors
/// Returns a diagnostic if it can't be read.
pub fn read_file(path: &Path) -> Result<SourceFile, Diagnostic> {
    read_usual(path, true).map(SourceFile::new).map_err(|error| unreadable(path, &error))
}

/// Reads a file that may be missing.
///
/// # Errors
/// Returns a diagnostic if it exists and can't be read.
pub fn read_if_there(path: &Path) -> Result<Option<SourceFile>, Diagnostic> {
    match read_usual(path, true) {
        Ok(bytes) => Ok(Some(SourceFile::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Folders of another generator without sources: its outputs, packages and caches.
const MADE: [&str; 7] = ["node_modules", "public", "_site", ".git", ".cache", "dist", "resources"];

/// Reads every file below a folder, except the outputs of generators and the files of package managers. Links are
/// followed, and those that lead out of the folder are reported; files that can't be read are reported.
pub fn read_folder(root: &Path) -> Checked<Snapshot> {
    let mut checked = Checked::<Snapshot>::default();
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let made = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let config = name == ".vuepress" || name == ".vitepress";
        let outside = entry.depth() > 0 && entry.file_type().is_dir();
        // VuePress has files that are published as they are in a folder named `public`.
        let kept = name == "public" && entry.depth() > 1;
        outside && !kept && (MADE.contains(&&*name) || (name.starts_with('.') && !config))
    };
    let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or(root, |path| path).to_owned();
                checked.diagnostics.push(unreadable(&path, &error.into()));
                continue;
            }
        };
        let link = if entry.depth() > 0 && entry.path_is_symlink() { outward(entry.path(), &real) } else { None };
        let is_made = made(&entry);
        if is_made || link.as_deref().is_some_and(is_of_machine) {
            // What is skipped anyway needs no word.
            if !is_made {
                let (zh, en) = OF_MACHINE;
                checked.diagnostics.push(messages::link_not_followed(&shown(entry.path()), zh, en));
            }
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let path = SourcePath::new(&below.to_string_lossy().replace('\\', "/"));
        if let Some(place) = link {
            let found = messages::link_outside(&shown(&place));
            checked.diagnostics.push(match &path {
                Some(path) => found.at(Location::file(path)),
                None => found,
            });
        }
        if !entry.file_type().is_file() {
            continue;
        }
        let Some(path) = path else { continue };
        match read_file(entry.path()) {
            Ok(file) => checked.value.insert(path, file),
            Err(fault) => checked.diagnostics.push(fault),
        }
    }
    checked
}

/// The place that a link leads to, if that is outside a folder, which is given without links.
fn outward(link: &Path, folder: &Path) -> Option<PathBuf> {
    link.canonicalize().ok().filter(|place| !place.starts_with(folder))
}

/// The size of a file; `None` if there is none.
pub fn size(path: &Path) -> Option<u64> {
    fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|known| known.len())
}

/// The bytes of a file, also of one that isn't held in memory.
///
/// # Errors
/// Those of the disk.
pub fn read_whole(path: &Path) -> io::Result<Vec<u8>> {
    read_usual(path, true)
}

/// Writes a source of the site and creates its folder; an existing file is replaced as a whole.
///
/// # Errors
/// Returns a diagnostic if it can't be written.
pub fn write_source(root: &Path, path: &SourcePath, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_beside(&root.join(path.as_str()), bytes)
}

/// Writes sources of the site that belong together, and creates their folders: all of them or, if one can't be written or
/// Ctrl-C comes first, none.
///
/// # Errors
/// Returns what can't be written.
pub fn write_sources<'a>(
    root: &Path,
    files: impl IntoIterator<Item = (&'a SourcePath, &'a [u8])>,
) -> Result<(), Vec<Diagnostic>> {
    let (mut staged, mut faults) = (Vec::new(), Vec::new());
    // Each folder is looked through once: ten thousand files may go into one.
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for (path, bytes) in files {
        if interrupt::wished() {
            interrupt::await_end();
        }
        let file = root.join(path.as_str());
        let folder = temporary::parent(&file);
        let made = if folders.insert(folder.to_owned()) {
            fs::create_dir_all(folder).map(|()| temporary::sweep(folder))
        } else {
            Ok(())
        };
        let stage = |()| temporary::stage(&file, Durability::Synced, None, |new| new.write_all(bytes));
        match made.and_then(stage) {
            Ok((new, ())) => staged.push((new, file)),
            Err(error) => faults.push(failed(&file, &error)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    interrupt::unbroken(|| {
        for (new, file) in staged {
            let moved = temporary::persist(new, &file, Durability::Rebuildable);
            faults.extend(moved.err().map(|error| failed(&file, &error)));
        }
        // The names are the folders' content.
        folders.iter().for_each(|folder| temporary::sync_folder(folder));
    });
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Removes sources of the site that were written elsewhere, and folders that are empty then.
///
/// # Errors
/// Returns what can't be removed.
pub fn remove_sources<'a>(root: &Path, paths: impl IntoIterator<Item = &'a SourcePath>) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    interrupt::unbroken(|| {
        for path in paths {
            let file = root.join(path.as_str());
            match Patience::default().remove_file(&file) {
                Ok(()) => remove_empty_above(root, &file),
                Err(error) => faults.push(failed(&file, &error)),
            }
        }
    });
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Removes those files whose content is still what was read, and folders that are empty then.
///
/// # Errors
/// Returns what can't be removed, and what was changed meanwhile: that stays.
pub fn remove_unchanged(root: &Path, files: &BTreeMap<SourcePath, Vec<u8>>) -> Result<(), Vec<Diagnostic>> {
    let mut faults = Vec::new();
    interrupt::unbroken(|| {
        for (path, read) in files {
            match history::remove(root, path, read) {
                Ok(()) => remove_empty_above(root, &root.join(path.as_str())),
                Err(error) => faults.push(patience::fault(path.as_str(), &error)),
            }
        }
    });
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// Removes the folders of a file that are empty without it.
fn remove_empty_above(root: &Path, file: &Path) {
    let above = file.ancestors().skip(1).take_while(|folder| *folder != root);
    // A folder that isn't empty stays, and ends it.
    above.map_while(|folder| fs::remove_dir(folder).ok()).for_each(drop);
}

/// Writes a file anywhere and creates its folder; an existing file is replaced as a whole.
///
/// # Errors
/// Returns a diagnostic if it can't be written.
pub fn write_beside(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| patience::fault(&shown(file), &error);
    let folder = temporary::parent(file);
    fs::create_dir_all(folder).map_err(failed)?;
    temporary::sweep(folder);
    temporary::write(file, bytes, Durability::Synced).map_err(failed)
}

/// Adds a line to a file that only grows, and creates it and its folder.
///
/// # Errors
/// Those of the disk.
pub fn append_line(file: &Path, line: &str) -> io::Result<()> {
    fs::create_dir_all(temporary::parent(file))?;
    fs::OpenOptions::new().append(true).create(true).open(file)?.write_all(format!("{line}\n").as_bytes())
}

fn failed(file: &Path, error: &io::Error) -> Diagnostic {
    patience::fault(&shown(file), error)
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    patience::unreadable(&shown(path), error)
}
