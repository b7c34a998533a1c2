//! What entries have in common with others, as one build leaves it for the next.

use std::sync::{Arc, Mutex, PoisonError};

use crate::base::fingerprint::Fingerprint;
use crate::content::Entry;

/// The features of an entry, sorted by key, each with its weight.
pub type Features = Arc<[(u64, f32)]>;

/// The features of every entry by place, with the entry that has them.
type ByPlace = Arc<Vec<(Arc<Entry>, Features)>>;

/// Features follow from the entry, and from the numbers of terms and entries, for which the key stands.
#[derive(Default)]
pub struct KnownFeatures(Mutex<(Fingerprint, ByPlace)>);

impl KnownFeatures {
    /// Returns what was kept under the key; nothing for another key. The lock is held no longer than that, so that no thread
    /// waits for one that computes features.
    pub fn get(&self, key: Fingerprint) -> ByPlace {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.0 == key { known.1.clone() } else { ByPlace::default() }
    }

    pub fn keep(&self, key: Fingerprint, features: Vec<(Arc<Entry>, Features)>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (key, Arc::new(features));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_other_numbers_are_not_known() {
        let known = KnownFeatures::default();
        let (key, other) = (Fingerprint::of_bytes(b"one"), Fingerprint::of_bytes(b"other"));
        assert!(known.get(key).is_empty());
        known.keep(key, Vec::new());
        let kept = known.get(key);
        assert!(Arc::ptr_eq(&kept, &known.get(key)));
        assert!(!Arc::ptr_eq(&kept, &known.get(other)));
    }
}
