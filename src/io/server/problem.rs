//! A diagnostic → what an open page says of it, in one language.

use serde::Serialize;

use crate::base::diagnostic::{Code, Diagnostic, Excerpt, Language, Severity, excerpt};
use crate::base::url::SourcePath;

/// One problem, ready to be shown: the words are those of the terminal's report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub help: String,
    /// What the code means at length, as `kepu explain` says it.
    pub explanation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Excerpt>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// Another place that has to do with a problem, and what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Related {
    pub what: String,
    pub at: Excerpt,
}

impl Problem {
    /// Sets a diagnostic in a language; the caller gives the sources' texts.
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
