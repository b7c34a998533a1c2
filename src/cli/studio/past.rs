//! Earlier versions of an entry, and the bin.

use serde_json::{Value, json};

use super::desk::Studio;
use super::writing::text_of;
use crate::authoring::studio;
use crate::base::url::SourcePath;
use crate::cli::comments::is_comments;
use crate::io::disk::{self, SavedChange};
use crate::io::server::studio::Refusal;

impl Studio {
    pub(super) fn history(&self, id: &str) -> Result<Value, Refusal> {
        let path = self.named(&self.lock(), id)?;
        let mut changes = disk::remembered(&self.root);
        changes.retain(|change| change.path == path.as_str());
        changes.reverse();
        Ok(json!({ "changes": changes }))
    }

    pub(super) fn version(&self, id: &str, version: &str) -> Result<Value, Refusal> {
        let path = self.named(&self.lock(), id)?;
        // Only versions of this entry: the page names no other.
        let own = disk::remembered(&self.root).into_iter().any(|change| {
            change.path == path.as_str() && [&change.before, &change.after].contains(&&Some(version.to_owned()))
        });
        let bytes = own.then(|| disk::version(&self.root, version)).flatten();
        let text = bytes.and_then(|bytes| text_of(&path, &bytes));
        match text {
            Some(text) => Ok(json!({ "text": text })),
            None => Err(self.refused("gone", "这个版本已经不在了", "this version is gone")),
        }
    }

    /// The last state of every source that was removed and isn't there.
    pub(super) fn bin(&self) -> Value {
        let state = self.lock();
        let mut found: Vec<SavedChange> = Vec::new();
        for change in disk::remembered(&self.root).into_iter().rev() {
            let there = SourcePath::new(&change.path).is_none_or(|path| state.files.get(&path).is_some());
            // Comments lie in the bin with their entry, and come back with it.
            let alone = !is_comments(&change.path);
            if change.after.is_none() && !there && alone && found.iter().all(|known| known.path != change.path) {
                found.push(change);
            }
        }
        let row = |change: SavedChange| {
            let path = SourcePath::new(&change.path);
            json!({ "id": path.as_ref().map(studio::id), "file": change.path, "time": change.time, "who": change.who, "version": change.before })
        };
        found.into_iter().map(row).collect()
    }

    pub(super) fn restore(&self, id: &str, version: &str) -> Result<Value, Refusal> {
        let mut state = self.lock();
        let change = disk::remembered(&self.root).into_iter().rev().find(|change| {
            change.after.is_none()
                && change.before.as_deref() == Some(version)
                && !is_comments(&change.path)
                && SourcePath::new(&change.path).is_some_and(|path| studio::id(&path) == id)
        });
        let path = change.and_then(|change| SourcePath::new(&change.path)).ok_or_else(|| self.gone())?;
        let bytes = disk::version(&self.root, version).ok_or_else(|| self.gone())?;
        self.recorded(&path, None, Some(&bytes))?;
        self.unbin_comments(&path);
        state.put(path.clone(), &bytes);
        self.rebuild(&mut state);
        Ok(json!({ "id": id }))
    }
}
