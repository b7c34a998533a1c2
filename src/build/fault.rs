//! Mistakes that a cache could have, planted so that the tests can show that they would notice.
//!
//! Compiled with the feature `planted-faults` only, which no release has.

use super::{Context, DocumentOptions};
use crate::diagnostic::Diagnostic;
use crate::fingerprint::Fingerprint;
use crate::route::Route;
use crate::source::SourceFile;
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

    pub(super) fn output_key(self, key: Fingerprint, context: &Context<'_>, route: &Route, view: &View) -> Fingerprint {
        let base_path = &context.config.address.base_path;
        match self {
            Self::ThemeLeftOut => Fingerprint::of(&(base_path, &route.url, &route.source, view)),
            Self::DayLeftOut => {
                let inputs = context.snapshot.fingerprint();
                Fingerprint::of(&(context.templates.fingerprint, base_path, &route.url, &route.source, inputs))
            }
            _ => key,
        }
    }
}
