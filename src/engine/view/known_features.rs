//! What entries have in common with others, as one build leaves it for the next.

use std::sync::{Arc, Mutex, PoisonError};

use super::feature_index::FeatureIndex;
use crate::base::fingerprint::Fingerprint;
use crate::content::Entry;

/// The entries of a build by place, and the index of their features.
#[derive(Clone)]
pub struct IndexedEntries {
    pub entries: Arc<Vec<Arc<Entry>>>,
    pub index: Arc<FeatureIndex>,
}

/// Features follow from the entry, and from the numbers of terms and entries, for which the key stands.
#[derive(Default)]
pub struct KnownFeatures(Mutex<Option<(Fingerprint, IndexedEntries)>>);

impl KnownFeatures {
    /// Returns what was kept under the key; nothing for another key. The lock is held no longer than that, so that no thread
    /// waits for one that computes features.
    pub fn get(&self, key: Fingerprint) -> Option<IndexedEntries> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.as_ref().filter(|(of, _)| *of == key).map(|(_, indexed)| indexed.clone())
    }

    pub fn keep(&self, key: Fingerprint, indexed: IndexedEntries) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, indexed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_other_numbers_are_not_known() {
        let known = KnownFeatures::default();
        let (key, other) = (Fingerprint::of_bytes(b"one"), Fingerprint::of_bytes(b"other"));
        assert!(known.get(key).is_none());
        let index = Arc::new(FeatureIndex::of(0, &[]));
        known.keep(key, IndexedEntries { entries: Arc::default(), index: index.clone() });
        assert!(known.get(key).is_some_and(|kept| Arc::ptr_eq(&kept.index, &index)));
        assert!(known.get(other).is_none());
    }
}
