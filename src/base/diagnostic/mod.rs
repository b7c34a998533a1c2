//! Problems as values: what is wrong, where, and what to do, in Chinese and in English.
//!
//! Every stage returns what it could do together with its diagnostics; nothing here
//! prints. [`messages`] is the one table of codes, from which `kepu explain` and
//! `docs/errors.md` are made. [`report`] sets a diagnostic as text for a terminal, [`mod@excerpt`]
//! gives its parts to a page.

mod excerpt;
pub mod messages;
mod report;

use std::ops::Range;

use serde::Serialize;

pub use excerpt::{Excerpt, ExcerptLine, excerpt};
pub use messages::CodeEntry;
pub use report::{Position, position, render};

use crate::base::url::SourcePath;

/// A message in both languages.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
pub struct Localized {
    pub zh: String,
    pub en: String,
}

impl Localized {
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

/// The language that the program speaks to its user; a site's languages are another matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Language {
    #[default]
    Chinese,
    English,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Error,
    Warning,
}

/// A permanent name such as `E0203`; its first letter is its severity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
pub struct Code(pub &'static str);

impl Code {
    pub fn severity(self) -> Severity {
        if self.0.starts_with('E') { Severity::Error } else { Severity::Warning }
    }

    /// The table's entry for a code, however it is written (`e203` is not a code, `e0203` is).
    pub fn find(text: &str) -> Option<&'static CodeEntry> {
        messages::table().find(|entry| entry.code.0.eq_ignore_ascii_case(text.trim()))
    }
}

/// A place in an input: the bytes from `span.start` to `span.end`, or the whole file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Location {
    pub path: SourcePath,
    pub span: Option<Span>,
}

impl Location {
    pub fn file(path: &SourcePath) -> Self {
        Self { path: path.clone(), span: None }
    }

    pub fn span(path: &SourcePath, span: impl Into<Span>) -> Self {
        Self { path: path.clone(), span: Some(span.into()) }
    }
}

/// A byte range within one file. `Range` itself has no order, which diagnostics need.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    pub start: usize,
    pub end: usize,
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

impl Span {
    pub fn shift(self, by: usize) -> Self {
        Self { start: self.start + by, end: self.end + by }
    }
}

/// One problem. Made by a constructor in [`messages`], then given its place.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagnostic {
    pub code: Code,
    pub at: Option<Location>,
    pub message: Localized,
    pub help: Localized,
    /// Other places that have to do with it, each with what it is.
    pub related: Vec<(Location, Localized)>,
    /// What mends it, in the same file; nothing where that takes a person.
    pub fix: Vec<Edit>,
}

/// A text to be put in the place of another.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Diagnostic {
    pub fn new(code: Code, message: Localized, help: Localized) -> Self {
        Self { code, at: None, message, help, related: Vec::new(), fix: Vec::new() }
    }

    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.at = Some(location);
        self
    }

    #[must_use]
    pub fn related(mut self, location: Location, what: Localized) -> Self {
        self.related.push((location, what));
        self
    }

    /// Puts "did you mean …?" before the help, where there is something to suggest.
    #[must_use]
    pub fn meant(mut self, suggestion: Option<&str>) -> Self {
        if let Some(word) = suggestion {
            self.help.zh = format!("是不是想写“{word}”？{}", self.help.zh);
            self.help.en = format!("did you mean `{word}`? {}", self.help.en).trim_end().to_owned();
        }
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Files in order, within a file by place, then by code: the order in which they are reported.
    pub fn sort(diagnostics: &mut Vec<Self>) {
        diagnostics.sort_by(|a, b| (&a.at, a.code, &a.message).cmp(&(&b.at, b.code, &b.message)));
        diagnostics.dedup();
    }
}

/// What a stage could make, and what it found wrong on the way.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
}
