//! The fingerprints of large files by their stamps, so that the next run needn't read files that haven't changed.

use std::collections::BTreeMap;
use std::path::Path;

use super::kept::{keep, recall};
use super::stamp::{Stamp, now};
use crate::base::fingerprint::Fingerprint;
use crate::config::inputs::CONFIG_FILE;

/// Fingerprints by path and stamp, stored between runs.
pub(super) struct KnownFiles {
    name: &'static str,
    files: BTreeMap<String, (String, String)>,
    changed: bool,
}

impl KnownFiles {
    /// Loads the fingerprints that an earlier run stored below a site's root; none if they can't be read.
    pub(super) fn load(root: &Path, name: &'static str) -> Self {
        let files = recall(root, name).and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { name, files, changed: false }
    }

    /// Returns the fingerprint of a file that hasn't changed since it was noted.
    pub(super) fn get(&self, path: &str, stamp: Stamp) -> Option<Fingerprint> {
        let (known, fingerprint) = self.files.get(path)?;
        (*known == stamp.to_string()).then(|| Fingerprint::parse(fingerprint))?
    }

    /// Notes a file, unless its stamp is too recent to be reliable.
    pub(super) fn note(&mut self, path: &str, stamp: Stamp, fingerprint: Fingerprint) {
        if stamp.is_settled(now()) {
            let noted = (stamp.to_string(), fingerprint.to_string());
            self.changed |= self.files.get(path) != Some(&noted);
            self.files.insert(path.to_owned(), noted);
        }
    }

    /// Stores the notes of the wanted files for the next run, if they have changed. Without a site nothing is stored, because
    /// there is no next run.
    pub(super) fn save(&mut self, root: &Path, wanted: impl Fn(&str) -> bool) {
        let before = self.files.len();
        self.files.retain(|path, _| wanted(path));
        if (self.changed || self.files.len() < before) && root.join(CONFIG_FILE).is_file() {
            keep(root, self.name, &serde_json::to_vec(&self.files).unwrap_or_default());
            self.changed = false;
        }
    }
}
