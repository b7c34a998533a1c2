//! Why `kepu new` made nothing.

use super::cancelled::Cancelled;
use crate::base::diagnostic::{Cause, Diagnostic};

/// What ended the command.
pub enum Stop {
    Faults(Vec<Diagnostic>),
    Cancelled,
    /// The terminal gave up.
    Terminal(Cause),
}

impl From<Diagnostic> for Stop {
    fn from(fault: Diagnostic) -> Self {
        Self::Faults(vec![fault])
    }
}

impl From<Cancelled> for Stop {
    fn from(cancelled: Cancelled) -> Self {
        match cancelled {
            Cancelled::ByUser => Self::Cancelled,
            Cancelled::Failed(reason) => Self::Terminal(reason),
        }
    }
}
