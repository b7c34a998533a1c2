//! Why a folder isn't watched.

/// Why a folder isn't being listened to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchFault {
    /// It isn't there (any more), which is no fault of the system.
    Gone,
    /// The system lets no more folders be watched.
    Limit,
    Failed(String),
}
