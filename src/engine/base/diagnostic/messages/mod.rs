//! The table of all diagnostics: each entry has a code and a constructor.
//!
//! Codes and files are grouped by stage: 01 configuration and collections, 02 documents, 03 references, 04 routes,
//! 05 templates, 06 files and server; `kepu check`: 07 structure, 08 wording, 09 deadlines and personal data; 10 import,
//! 11 new files and formatting; 12 deployment; 14 review; 15 sharing; 16 covers and maps.
//! `E` stops the build, `W` doesn't. A code is never reused for another meaning.

mod config;
mod covers;
mod deploy;
mod documents;
mod due;
mod elsewhere;
mod files;
mod import;
mod output;
mod privacy;
mod references;
mod review;
mod routes;
mod share;
mod structure;
mod templates;
mod undated;
mod unseen;
mod unused;
mod wording;

pub use config::*;
pub use covers::*;
pub use deploy::*;
pub use documents::*;
pub use due::*;
pub use elsewhere::*;
pub use files::*;
pub use import::*;
pub use output::*;
pub use privacy::*;
pub use references::*;
pub use review::*;
pub use routes::*;
pub use share::*;
pub use structure::*;
pub use templates::*;
pub use undated::*;
pub use unseen::*;
pub use unused::*;
pub use wording::*;

use super::{Code, Diagnostic, Localized};

/// The tables of the stages, in the order of their codes.
const STAGES: &[&[CodeEntry]] = &[
    config::TABLE,
    documents::TABLE,
    references::TABLE,
    routes::TABLE,
    templates::TABLE,
    output::TABLE,
    structure::TABLE,
    elsewhere::TABLE,
    unused::TABLE,
    unseen::TABLE,
    undated::TABLE,
    wording::TABLE,
    due::TABLE,
    privacy::TABLE,
    import::TABLE,
    files::TABLE,
    deploy::TABLE,
    review::TABLE,
    share::TABLE,
    covers::TABLE,
];

/// Returns all codes in order.
pub fn table() -> impl Iterator<Item = &'static CodeEntry> {
    STAGES.iter().copied().flatten()
}

/// A code with its explanation, as `kepu explain` shows it.
pub struct CodeEntry {
    pub code: Code,
    pub title: Pair,
    pub explanation: Pair,
    /// As written in the table, with the places of its arguments.
    #[cfg(test)]
    pub patterns: [Pair; 2],
}

/// A fixed text in both languages.
pub struct Pair {
    pub zh: &'static str,
    pub en: &'static str,
}

/// Generates the constructors and the table of one stage.
macro_rules! messages {
    ($($code:ident $name:ident($($argument:ident: $type:ty),*) {
        title: $title_zh:literal, $title_en:literal;
        message: $message_zh:literal, $message_en:literal;
        help: $help_zh:literal, $help_en:literal;
        explain: $explain_zh:literal, $explain_en:literal;
    })*) => {
        use super::{Code, CodeEntry, Diagnostic, Localized, Pair};

        $(
            #[doc = concat!(stringify!($code), ": ", $title_en, ".")]
            pub fn $name($($argument: $type),*) -> Diagnostic {
                Diagnostic::new(
                    Code(stringify!($code)),
                    Localized { zh: format!($message_zh), en: format!($message_en) },
                    Localized { zh: format!($help_zh), en: format!($help_en) },
                )
            }
        )*

        pub(super) const TABLE: &[CodeEntry] = &[$(CodeEntry {
            code: Code(stringify!($code)),
            title: Pair { zh: $title_zh, en: $title_en },
            explanation: Pair { zh: $explain_zh, en: $explain_en },
            #[cfg(test)]
            patterns: [
                Pair { zh: $message_zh, en: $message_en },
                Pair { zh: $help_zh, en: $help_en },
            ],
        }),*];
    };
}
use messages;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::english::english_in;

    #[test]
    fn codes_are_sorted_and_unique() {
        let codes: Vec<&str> = table().map(|entry| entry.code.0).collect();
        // E before W within a stage, and stages one after the other.
        let keys: Vec<(&str, &str)> = codes.iter().map(|code| (&code[1..3], *code)).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "{codes:?}");
    }

    #[test]
    fn no_chinese_text_holds_english() {
        let mut found = Vec::new();
        for entry in table() {
            let texts = entry.patterns.iter().chain([&entry.title, &entry.explanation]);
            found.extend(texts.filter_map(|text| Some((entry.code.0, english_in(text.zh)?))));
        }
        assert!(found.is_empty(), "{found:#?}");
    }
}
