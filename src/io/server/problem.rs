//! A diagnostic → its text for an open page, in one language.

use serde::Serialize;

use crate::base::diagnostic::{Code, Diagnostic, Excerpt, Language, Severity, excerpt};
use crate::base::url::SourcePath;

/// One problem, ready to be shown, with the words of the terminal's report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub help: String,
    /// The explanation of the code, as `kepu explain` prints it.
    pub explanation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Excerpt>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// A related place, and its description.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Related {
    pub what: String,
    pub at: Excerpt,
}

impl Problem {
    /// Makes the text of a diagnostic in a language; the caller passes the sources' texts.
    pub fn new<'a>(
        diagnostic: &Diagnostic,
        language: Language,
        source: impl Fn(&SourcePath) -> Option<&'a str>,
    ) -> Self {
        let explanation = Code::find(diagnostic.code.0).map_or("", |entry| match language {
            Language::Chinese => entry.explanation.zh,
            Language::English => entry.explanation.en,
        });
        let related = diagnostic
            .related
            .iter()
            .map(|(at, what)| Related { what: what.get(language).to_owned(), at: excerpt(at, &source) });
        Self {
            severity: diagnostic.severity(),
            code: diagnostic.code.0,
            message: diagnostic.message.get(language).to_owned(),
            help: diagnostic.help.get(language).to_owned(),
            explanation,
            at: diagnostic.at.as_ref().map(|at| excerpt(at, &source)),
            related: related.collect(),
        }
    }
}
