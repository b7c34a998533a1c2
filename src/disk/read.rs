//! A site's folder → a snapshot of every file that a build may need.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rust_embed::RustEmbed;
use walkdir::WalkDir;

use crate::config::CONFIG_FILE;
use crate::diagnostic::{Checked, Diagnostic, messages};
use crate::source::{Snapshot, SourceFile};
use crate::url::SourcePath;

/// Folders below the root that hold inputs. Everything else is none of ours.
pub const INPUT_FOLDERS: [&str; 6] = ["content", "static", "themes", "templates", "assets", "i18n"];

#[derive(RustEmbed)]
#[folder = "themes/spring"]
struct Spring;

/// Reads every input below `root`. Symbolic links are followed; hidden files and editors'
/// leftovers are passed over. The theme `spring` comes from the program where the site has none.
pub fn read(root: &Path) -> Checked<Snapshot> {
    let mut diagnostics = Vec::new();
    let mut paths: Vec<(SourcePath, PathBuf)> = Vec::new();
    let config = root.join(CONFIG_FILE);
    if config.is_file() {
        paths.extend(SourcePath::new(CONFIG_FILE).map(|path| (path, config)));
    }
    for folder in INPUT_FOLDERS {
        let walk = WalkDir::new(root.join(folder)).follow_links(true).sort_by_file_name();
        for entry in walk
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || !is_ignored(&entry.file_name().to_string_lossy()))
        {
            match entry {
                Ok(entry) if entry.file_type().is_file() => match source_path(root, entry.path()) {
                    Some(path) => paths.push((path, entry.into_path())),
                    None => {
                        diagnostics.push(messages::read_failed(&entry.path().to_string_lossy(), "the name isn't UTF-8"))
                    }
                },
                Ok(_) => {}
                Err(error) if error.depth() == 0 => {
                    // A folder that isn't there is an empty one; any other fault is told.
                    if error.io_error().is_none_or(|error| error.kind() != io::ErrorKind::NotFound) {
                        diagnostics.push(messages::read_failed(folder, &error.to_string()));
                    }
                }
                Err(error) => {
                    let path = error.path().map_or(folder.to_owned(), |path| path.to_string_lossy().into_owned());
                    diagnostics.push(messages::read_failed(&path, &error.to_string()));
                }
            }
        }
    }
    let files: Vec<Result<(SourcePath, SourceFile), Diagnostic>> = paths
        .into_par_iter()
        .map(|(path, file)| match fs::read(&file) {
            Ok(bytes) => Ok((path, SourceFile::new(bytes))),
            Err(error) => Err(messages::read_failed(path.as_str(), &error.to_string())),
        })
        .collect();
    let mut snapshot = Snapshot::default();
    for file in files {
        match file {
            Ok((path, file)) => snapshot.insert(path, file),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    add_shipped_theme(&mut snapshot);
    Checked { value: snapshot, diagnostics }
}

/// A site that has no `themes/spring` gets the one in the program.
pub fn add_shipped_theme(snapshot: &mut Snapshot) {
    if snapshot.below("themes/spring").next().is_some() {
        return;
    }
    for name in Spring::iter() {
        if let (Some(file), Some(path)) = (Spring::get(&name), SourcePath::new(&format!("themes/spring/{name}"))) {
            snapshot.insert(path, SourceFile::new(file.data.into_owned()));
        }
    }
}

fn source_path(root: &Path, file: &Path) -> Option<SourcePath> {
    let relative = file.strip_prefix(root).ok()?;
    let parts: Option<Vec<&str>> = relative.iter().map(|part| part.to_str()).collect();
    SourcePath::new(&parts?.join("/"))
}

/// Hidden files, and what editors and systems leave behind.
pub fn is_ignored(name: &str) -> bool {
    name.starts_with('.') && name != ".well-known"
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".tmp")
        || name.starts_with("~$")
        || name.starts_with(".#")
        || matches!(name, "Thumbs.db" | "desktop.ini" | "node_modules")
}
