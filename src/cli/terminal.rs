//! Words for a terminal, in the user's language.

use std::io::Write;

use crate::base::diagnostic::Language;

/// Picks a text in the user's language.
pub fn say<'t>(language: Language, zh: &'t str, en: &'t str) -> &'t str {
    match language {
        Language::Chinese => zh,
        Language::English => en,
    }
}

/// Prints a line. A closed pipe at the other end is no reason to fail.
pub fn print(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
