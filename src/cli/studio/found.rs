//! What the studio keeps of a check, until a file changes.

use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::time::Today;
use crate::build::Ready;

/// What was found in the files as they were, on a day: some findings are about time.
pub struct Findings {
    pub files: Fingerprint,
    pub today: Today,
    pub found: Vec<Diagnostic>,
}

/// The site of the files as they are saved, on a day.
pub struct SavedSite {
    pub files: Fingerprint,
    pub today: Today,
    pub ready: Arc<Ready>,
}
