//! What took long to make, of pictures above all, in a folder beside the site, each file under a name of its own.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::kept::{KEPT, keep};
use super::large::read_shared;
use super::temporary;
use crate::assets::lazy::FileCache;

const FOLDER: &str = "made";
/// What no build has wanted for so long is removed.
const KEPT_FOR: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// A shelf below a site's root.
pub struct MadeShelf {
    root: PathBuf,
    folder: PathBuf,
    /// What lies there, so that nobody need ask the disk for each.
    names: Mutex<BTreeSet<String>>,
}

impl MadeShelf {
    /// Opens the shelf, and removes what runs that were killed left behind there and in the folder around it.
    pub fn new(root: &Path) -> Self {
        let folder = root.join(KEPT).join(FOLDER);
        temporary::sweep(&root.join(KEPT));
        temporary::sweep(&folder);
        let names = fs::read_dir(&folder).into_iter().flatten().flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        Self { root: root.to_owned(), folder, names: Mutex::new(names) }
    }

    /// Removes what is not among the wanted and has not been for a while.
    pub fn tidy(&self, wanted: &BTreeSet<&str>) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.retain(|name| {
            let file = self.folder.join(name);
            let old = || {
                let made = fs::metadata(&file).and_then(|found| found.modified()).ok()?;
                Some(SystemTime::now().duration_since(made).ok()? > KEPT_FOR)
            };
            let goes = !wanted.contains(name.as_str()) && old() == Some(true);
            !(goes && fs::remove_file(&file).is_ok())
        });
    }
}

impl FileCache for MadeShelf {
    fn has(&self, name: &str) -> bool {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    fn get(&self, name: &str) -> Option<Arc<[u8]>> {
        read_shared(&self.folder.join(name)).ok().filter(|bytes| !bytes.is_empty())
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        keep(&self.root, &format!("{FOLDER}/{name}"), bytes);
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned());
    }
}
