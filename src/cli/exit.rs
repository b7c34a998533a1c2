//! Exit codes.

/// Built, or nothing to complain of.
pub const SUCCESS: i32 = 0;
/// The content has errors, or the disk failed.
pub const FAILURE: i32 = 1;
/// The command line was wrong.
pub const USAGE: i32 = 2;
