//! A text that isn't saved yet, as it is kept beside the site.

use serde::{Deserialize, Serialize};

/// An unsaved text of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unsaved {
    /// Of the source, below the site's root.
    pub path: String,
    /// The fingerprint of the version that it was made from.
    pub basis: String,
    pub text: String,
    /// When it was last changed: in UTC, by RFC 3339.
    pub time: String,
}

impl Unsaved {
    /// Reads what was kept; a copy that can't be read is `None`.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}
