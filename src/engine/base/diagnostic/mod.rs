//! Diagnostics as values: what is wrong, where, and how to fix it, in Chinese and in English.
//!
//! Every stage returns its result together with its diagnostics; nothing here prints. [`messages`] is the one table of
//! codes, from which `kepu explain` and `docs/errors.md` are made. [`report`] formats a diagnostic for a terminal,
//! [`mod@excerpt`] returns its parts for a page.

#[cfg(any(test, feature = "testing"))]
pub mod english;
mod excerpt;
mod following;
mod foreign;
pub mod messages;
mod name;
mod report;
mod unreadable;

use std::ops::Range;

use serde::Serialize;

pub use excerpt::{Excerpt, ExcerptLine, excerpt};
pub use foreign::Cause;
pub use messages::CodeEntry;
pub use name::FieldName;
pub use report::{LineStarts, Position, one_line, position, render};
pub use unreadable::not_text;

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

/// The language of the program's messages; the languages of a site are independent of it.
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

    /// Returns the table's entry for a code in any letter case: `e0203` is `E0203`.
    pub fn find(text: &str) -> Option<&'static CodeEntry> {
        messages::table().find(|entry| entry.code.0.eq_ignore_ascii_case(text.trim()))
    }
}

/// A location in an input file: the bytes from `span.start` to `span.end`, or the whole file.
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

/// One problem. Created by a constructor in [`messages`], which the caller gives a location.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Diagnostic {
    pub code: Code,
    pub at: Option<Location>,
    pub message: Localized,
    pub help: Localized,
    /// Related locations, each with a label.
    pub related: Vec<(Location, Localized)>,
    /// Edits in the same file that fix the problem; empty if it needs a person's decision.
    pub fix: Vec<Edit>,
}

/// A replacement for a range of text.
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

    /// Puts "did you mean …?" before the help, if there is a suggestion.
    #[must_use]
    pub fn meant(mut self, suggestion: Option<&str>) -> Self {
        if let Some(word) = suggestion {
            self.help.zh = format!("是不是想写“{word}”？{}", self.help.zh);
            self.help.en = format!("did you mean `{word}`? {}", self.help.en).trim_end().to_owned();
        }
        self
    }

    /// Replaces what to do by something that fits the case better.
    #[must_use]
    pub fn helped(mut self, zh: &str, en: &str) -> Self {
        self.help = Localized { zh: zh.to_owned(), en: en.to_owned() };
        self
    }

    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Sorts diagnostics in the order in which they are reported: by file, then by location, then by code. What follows
    /// from another fault is left out.
    pub fn sort(diagnostics: &mut Vec<Self>) {
        following::drop_consequences(diagnostics);
        diagnostics.sort_by(|a, b| (&a.at, a.code, &a.message).cmp(&(&b.at, b.code, &b.message)));
        diagnostics.dedup();
    }
}

/// The result of a stage and its diagnostics.
#[derive(Clone, Debug, Default)]
pub struct Checked<T> {
    pub value: T,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity() == Severity::Error)
}
