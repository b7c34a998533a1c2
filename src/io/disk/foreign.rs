//! The files of an import: foreign files that it reads, and sources of the site that it writes.

use std::fs;
use std::io;
use std::path::Path;

use walkdir::WalkDir;

use super::temporary::{self, Durability};
use crate::base::diagnostic::{Checked, Diagnostic, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;

/// Reads a file of any kind.
///
/// # Errors
/// Returns a diagnostic if it can't be read.
pub fn read_file(path: &Path) -> Result<SourceFile, Diagnostic> {
    fs::read(path).map(SourceFile::new).map_err(|error| unreadable(path, &error))
}

/// Reads a file that may be missing.
///
/// # Errors
/// Returns a diagnostic if it exists and can't be read.
pub fn read_if_there(path: &Path) -> Result<Option<SourceFile>, Diagnostic> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(SourceFile::new(bytes))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Folders of another generator without sources: its outputs, packages and caches.
const MADE: [&str; 7] = ["node_modules", "public", "_site", ".git", ".cache", "dist", "resources"];

/// Reads every file below a folder, except the outputs of generators and the files of package managers. Links are
/// followed; files that can't be read are reported.
pub fn read_folder(root: &Path) -> Checked<Snapshot> {
    let mut checked = Checked::<Snapshot>::default();
    let made = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let config = name == ".vuepress" || name == ".vitepress";
        let outside = entry.depth() > 0 && entry.file_type().is_dir();
        // VuePress has files that are published as they are in a folder named `public`.
        let kept = name == "public" && entry.depth() > 1;
        outside && !kept && (MADE.contains(&&*name) || (name.starts_with('.') && !config))
    };
    for entry in
        WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter().filter_entry(|entry| !made(entry))
    {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or(root, |path| path).to_owned();
                checked.diagnostics.push(unreadable(&path, &error.into()));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let Some(path) = SourcePath::new(&below.to_string_lossy().replace('\\', "/")) else { continue };
        match read_file(entry.path()) {
            Ok(file) => checked.value.insert(path, file),
            Err(fault) => checked.diagnostics.push(fault),
        }
    }
    checked
}

/// Writes a source of the site and creates its folder; an existing file is replaced as a whole.
///
/// # Errors
/// Returns a diagnostic if it can't be written.
pub fn write_source(root: &Path, path: &SourcePath, bytes: &[u8]) -> Result<(), Diagnostic> {
    write_beside(&root.join(path.as_str()), bytes)
}

/// Writes a file anywhere and creates its folder; an existing file is replaced as a whole.
///
/// # Errors
/// Returns a diagnostic if it can't be written.
pub fn write_beside(file: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |error: io::Error| messages::write_failed(&file.to_string_lossy(), &error.to_string());
    let folder = temporary::parent(file);
    fs::create_dir_all(folder).map_err(failed)?;
    temporary::sweep(folder);
    temporary::write(file, bytes, Durability::Synced).map_err(failed)
}

fn unreadable(path: &Path, error: &io::Error) -> Diagnostic {
    messages::read_failed(&path.to_string_lossy(), &error.to_string())
}
