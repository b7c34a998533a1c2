//! Patterns that are part of the program.

use std::sync::LazyLock;

use regex::Regex;

/// Compiled when it is first asked for.
pub type Pattern = LazyLock<Regex>;

/// A pattern written in the source. Each is tried by a test of the check that uses it.
pub fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}
