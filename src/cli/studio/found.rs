//! What the studio keeps of a check, until a file changes.

use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::time::Today;

/// What was found in the files as they were, on a day: some findings are about time.
pub struct Findings {
    pub files: Fingerprint,
    pub today: Today,
    pub found: Vec<Diagnostic>,
}
