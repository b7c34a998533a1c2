//! Mistakes that a cache could have, planted so that the tests can show that they would notice.
//!
//! Compiled with the feature `testing` only, which no release has.

use super::Ready;
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::SourceFile;
use crate::content::document::DocumentOptions;
use crate::view::View;

/// One mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheFault {
    /// The theme isn't in the key of an output.
    ThemeLeftOut,
    /// The path isn't in the key of a document.
    PathLeftOut,
    /// What a page shows because of the day isn't in its key; all else that it shows is.
    DayLeftOut,
    /// What was found wrong with a document isn't told again when the document is used again.
    DiagnosticsOnlyOnMiss,
}

impl CacheFault {
    pub(super) fn document_key(self, key: Fingerprint, file: &SourceFile, options: &DocumentOptions) -> Fingerprint {
        match self {
            Self::PathLeftOut => Fingerprint::of(&(file.fingerprint, options)),
            _ => key,
        }
    }

    pub(super) fn found(self, found: Vec<Diagnostic>, hit: bool) -> Vec<Diagnostic> {
        if self == Self::DiagnosticsOnlyOnMiss && hit { Vec::new() } else { found }
    }

    pub(super) fn output_key(self, key: Fingerprint, ready: &Ready, place: usize, view: &View) -> Fingerprint {
        let (templates, base_path, route, inputs) = ready.parts(place);
        match self {
            Self::ThemeLeftOut => Fingerprint::of(&(base_path, &route.url, ready.source(route), view)),
            Self::DayLeftOut => {
                Fingerprint::of(&(templates, base_path, &route.url, ready.source(route), inputs.fingerprint()))
            }
            _ => key,
        }
    }
}
