//! Why a folder isn't watched.

/// Why a folder can't be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchFault {
    /// It doesn't exist (any more).
    Gone,
    /// The system's limit of watches is reached.
    Limit,
    Failed(String),
}
