//! Exit codes.

/// Built, or nothing to complain of.
pub const SUCCESS: i32 = 0;
/// The content has errors, or the disk failed.
pub const FAILURE: i32 = 1;
/// Ended by Ctrl-C or a signal, as shells report it: 128 and the number of SIGINT.
pub const INTERRUPTED: i32 = 130;
/// The command line was wrong.
pub const USAGE: i32 = 2;
