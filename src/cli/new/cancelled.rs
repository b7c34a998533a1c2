//! Why no answer came of a prompt.

use std::io;

use inquire::InquireError;

use crate::base::diagnostic::Cause;

/// Nothing came of asking.
pub enum Cancelled {
    ByUser,
    /// The terminal can't be read.
    Failed(Cause),
}

impl From<io::Error> for Cancelled {
    fn from(error: io::Error) -> Self {
        Self::Failed(Cause::io(&error))
    }
}

impl From<InquireError> for Cancelled {
    fn from(error: InquireError) -> Self {
        match error {
            InquireError::OperationCanceled | InquireError::OperationInterrupted => Self::ByUser,
            InquireError::IO(error) => error.into(),
            other => Self::Failed(Cause::said(other)),
        }
    }
}
