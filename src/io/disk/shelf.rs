//! A cache of files that are expensive to generate, pictures above all, in a folder beside the site.
//!
//! A file's name is its cache key, a dot, and the fingerprint of its bytes. A file that was truncated or altered no longer has
//! the fingerprint of its name: it is generated again instead of being published.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use super::kept::{KEPT, keep};
use super::large::read_shared;
use super::patience::Patience;
use super::temporary;
use crate::assets::lazy::FileCache;
use crate::base::fingerprint::Fingerprint;

const FOLDER: &str = "made";
/// What no build has wanted for so long is removed.
const KEPT_FOR: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// The cache below a site's root.
pub struct MadeShelf {
    root: PathBuf,
    folder: PathBuf,
    /// The fingerprint of each key's file, so that the disk isn't asked for every key.
    files: Mutex<BTreeMap<String, Fingerprint>>,
}

impl MadeShelf {
    /// Opens the cache, and removes what killed runs left behind there and in the folder around it.
    pub fn new(root: &Path) -> Self {
        let folder = root.join(KEPT).join(FOLDER);
        temporary::sweep(&root.join(KEPT));
        temporary::sweep(&folder);
        let (mut files, patience) = (BTreeMap::new(), Patience::default());
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            if name.to_str().is_some_and(temporary::is_temporary) {
                continue;
            }
            let parsed = name.to_str().and_then(|name| name.rsplit_once('.'));
            match parsed.and_then(|(key, fingerprint)| Some((key, Fingerprint::parse(fingerprint)?))) {
                Some((key, fingerprint)) => drop(files.insert(key.to_owned(), fingerprint)),
                // A file without a fingerprint can't be verified.
                None => drop(patience.remove_file(&entry.path())),
            }
        }
        Self { root: root.to_owned(), folder, files: Mutex::new(files) }
    }

    /// Removes what is not among the wanted and has not been for a while.
    pub fn tidy(&self, wanted: &BTreeSet<&str>) {
        let (mut files, patience) = (self.files(), Patience::default());
        files.retain(|key, fingerprint| {
            let file = self.folder.join(file_name(key, *fingerprint));
            let old = || {
                let made = fs::metadata(&file).and_then(|found| found.modified()).ok()?;
                Some(SystemTime::now().duration_since(made).ok()? > KEPT_FOR)
            };
            let goes = !wanted.contains(key.as_str()) && old() == Some(true);
            !(goes && patience.remove_file(&file).is_ok())
        });
    }

    fn files(&self) -> MutexGuard<'_, BTreeMap<String, Fingerprint>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn file_name(key: &str, fingerprint: Fingerprint) -> String {
    format!("{key}.{fingerprint}")
}

impl FileCache for MadeShelf {
    fn has(&self, name: &str) -> bool {
        self.files().contains_key(name)
    }

    fn get(&self, name: &str) -> Option<Arc<[u8]>> {
        let fingerprint = *self.files().get(name)?;
        let file = self.folder.join(file_name(name, fingerprint));
        let bytes = read_shared(&file).ok().filter(|bytes| Fingerprint::of_bytes(bytes) == fingerprint);
        if bytes.is_none() {
            self.files().remove(name);
            let _ = Patience::default().remove_file(&file);
        }
        bytes
    }

    fn put(&self, name: &str, bytes: &[u8]) {
        let fingerprint = Fingerprint::of_bytes(bytes);
        keep(&self.root, &format!("{FOLDER}/{}", file_name(name, fingerprint)), bytes);
        let before = self.files().insert(name.to_owned(), fingerprint);
        if let Some(before) = before.filter(|before| *before != fingerprint) {
            let _ = Patience::default().remove_file(&self.folder.join(file_name(name, before)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_no_longer_there() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(KEPT).join(FOLDER);
        let shelf = MadeShelf::new(root.path());
        let damages: [fn(&mut Vec<u8>); 4] =
            [|bytes| bytes.truncate(2), |bytes| bytes[1] ^= 1, Vec::clear, |bytes| bytes.push(0)];
        for damage in damages {
            shelf.put("a.webp", b"picture");
            assert_eq!(shelf.get("a.webp").as_deref(), Some(&b"picture"[..]));
            let file = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
            let mut bytes = fs::read(&file).unwrap();
            damage(&mut bytes);
            fs::write(&file, bytes).unwrap();
            assert_eq!(MadeShelf::new(root.path()).get("a.webp"), None);
            assert_eq!(shelf.get("a.webp"), None);
            assert!(!shelf.has("a.webp"));
        }
    }

    #[test]
    fn two_files_that_changed_places_are_not_taken_for_each_other() {
        let root = tempfile::tempdir().unwrap();
        let shelf = MadeShelf::new(root.path());
        shelf.put("a", b"one");
        shelf.put("b", b"two");
        let at = |key: &str, bytes: &[u8]| {
            root.path().join(KEPT).join(FOLDER).join(file_name(key, Fingerprint::of_bytes(bytes)))
        };
        fs::write(at("a", b"one"), b"two").unwrap();
        fs::write(at("b", b"two"), b"one").unwrap();
        fs::write(root.path().join(KEPT).join(FOLDER).join("old"), b"without a fingerprint").unwrap();
        let shelf = MadeShelf::new(root.path());
        assert_eq!((shelf.get("a"), shelf.get("b")), (None, None));
        assert_eq!(fs::read_dir(root.path().join(KEPT).join(FOLDER)).unwrap().count(), 0);
    }
}
