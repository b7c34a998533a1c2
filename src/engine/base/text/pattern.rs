//! Regular expressions in the source code.

use std::sync::LazyLock;

use regex::Regex;

/// A regular expression that is compiled at first use.
pub type Pattern = LazyLock<Regex>;

/// Compiles a constant pattern. The tests of each check that uses one show that it is valid.
pub fn constant(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern")
}
