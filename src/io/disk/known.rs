//! What large files were when they were last read or written, by their stamps, so that the next run
//! needn't read them to know.

use std::collections::BTreeMap;
use std::path::Path;

use super::kept::{keep, recall};
use super::stamp::{Stamp, now};
use crate::base::fingerprint::Fingerprint;
use crate::config::inputs::CONFIG_FILE;

/// Fingerprints by path and stamp, kept from run to run.
pub(super) struct KnownFiles {
    name: &'static str,
    files: BTreeMap<String, (String, String)>,
    changed: bool,
}

impl KnownFiles {
    /// What an earlier run kept below a site's root. Where nothing can be read, nothing is known.
    pub(super) fn load(root: &Path, name: &'static str) -> Self {
        let files = recall(root, name).and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default();
        Self { name, files, changed: false }
    }

    /// The fingerprint of a file that has been as it is since it was noted.
    pub(super) fn get(&self, path: &str, stamp: Stamp) -> Option<Fingerprint> {
        let (known, fingerprint) = self.files.get(path)?;
        (*known == stamp.to_string()).then(|| Fingerprint::parse(fingerprint))?
    }

    /// Notes a file; not if its stamp is too fresh to be believed.
    pub(super) fn note(&mut self, path: &str, stamp: Stamp, fingerprint: Fingerprint) {
        if stamp.is_settled(now()) {
            let noted = (stamp.to_string(), fingerprint.to_string());
            self.changed |= self.files.get(path) != Some(&noted);
            self.files.insert(path.to_owned(), noted);
        }
    }

    /// Keeps what is noted of the wanted files for the next run, if that is news. Where there is no site, there is no next
    /// run, and nothing is made.
    pub(super) fn save(&mut self, root: &Path, wanted: impl Fn(&str) -> bool) {
        let before = self.files.len();
        self.files.retain(|path, _| wanted(path));
        if (self.changed || self.files.len() < before) && root.join(CONFIG_FILE).is_file() {
            keep(root, self.name, &serde_json::to_vec(&self.files).unwrap_or_default());
            self.changed = false;
        }
    }
}
