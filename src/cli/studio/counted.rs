//! How many comments are open, by entry, as it was last counted.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::base::url::SourcePath;
use crate::cli::comments::open_counts;

/// How long a count holds. Other programs, such as git, write comments as well.
const HOLDS: Duration = Duration::from_secs(5);

/// The counts of a site.
#[derive(Default)]
pub struct OpenComments(Mutex<KnownCounts>);

#[derive(Default)]
struct KnownCounts {
    since: Option<Instant>,
    by_source: Arc<BTreeMap<SourcePath, usize>>,
}

impl OpenComments {
    /// Returns the counts that aren't zero.
    pub fn by_source(&self, root: &Path) -> Arc<BTreeMap<SourcePath, usize>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.since.is_none_or(|since| since.elapsed() > HOLDS) {
            known.by_source = Arc::new(open_counts(root));
            known.since = Some(Instant::now());
        }
        known.by_source.clone()
    }

    /// Counts again when it is asked next.
    pub fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).since = None;
    }
}
