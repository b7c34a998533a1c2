//! The content files as parsed source: a built page no longer shows how it was written.

use std::borrow::Cow;
use std::sync::Arc;

use pulldown_cmark::Event;
use rayon::prelude::*;

use super::passage::{Passage, Passages};
use crate::base::diagnostic::Span;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::base::yaml::Map;
use crate::build::Cache;
use crate::config::collection::Collection;
use crate::content::Role;
use crate::content::columns::by_field;
use crate::content::document::{self, ContentPath, DocumentOptions, text_of};
use crate::content::markdown::{MarkdownOptions, walk};
use crate::site::Site;

/// One content file.
pub struct WrittenFile<'a> {
    pub path: &'a SourcePath,
    pub at: ContentPath,
    pub collection: &'a Collection,
    /// The text that all spans refer to.
    pub text: Cow<'a, str>,
    /// The Markdown options for the file's texts.
    pub markdown: MarkdownOptions,
    /// One record for a Markdown file, one per row for a table.
    pub records: Vec<CheckedRecord<'a>>,
}

/// One entry's front matter and body.
pub struct CheckedRecord<'a> {
    /// The front matter by field keys, also if a table's columns are headed by labels.
    pub front: Map,
    /// The span of the front matter, or of the table's row.
    pub span: Span,
    /// The span of the body; empty if there is none.
    pub body: Span,
    /// The texts of its fields and its body.
    pub passages: Vec<Passage<'a>>,
}

impl WrittenFile<'_> {
    pub fn is_table(&self) -> bool {
        self.at.role == Role::Table
    }

    /// Calls `each` for every Markdown event of a record's body.
    pub fn walk(&self, record: &CheckedRecord<'_>, each: impl FnMut(Event<'_>, Span)) {
        let body = &self.text[record.body.start..record.body.end];
        walk(body, self.path, record.body.start, &self.markdown, each);
    }
}

/// Returns every readable content file, in order. The build reports their faults. Documents are those that the build
/// parsed, if its cache still has them; only the paragraphs with their places are read from the text again,
/// because a body keeps none of them.
pub fn written<'a>(snapshot: &'a Snapshot, site: &'a Site, cache: &Cache) -> Vec<WrittenFile<'a>> {
    let options = DocumentOptions { raw_html: site.config.raw_html, languages: site.config.languages.clone() };
    let files: Vec<_> = snapshot.below("content").collect();
    files.into_par_iter().filter_map(|(path, file)| read(path, file, site, &options, cache)).collect()
}

fn read<'a>(
    path: &'a SourcePath,
    file: &'a SourceFile,
    site: &'a Site,
    options: &DocumentOptions,
    cache: &Cache,
) -> Option<WrittenFile<'a>> {
    let at = document::content_path(path, &options.languages).ok()??;
    let collection = site.collections.get(&at.collection)?;
    let text = text_of(path, file)?;
    let parsed = cache.document(path, file, options);
    let document = &parsed.unwrap_or_else(|| Arc::new(document::parse(path, file, at, options))).value;
    let language = site.config.languages.iter().find(|language| **language == document.at.language)?;
    let markdown = MarkdownOptions { raw_html: site.config.raw_html, language: language.clone() };
    let records = document.records.iter().map(|record| {
        let front = match record.tabular {
            true => by_field(record, collection, path, &mut Vec::new()),
            false => record.front.clone(),
        };
        let body = match document.at.role {
            Role::Table => unquoted(&text, record.body_span),
            Role::Entry | Role::Section => record.body_span,
        };
        let mut passages = Passages::new(path, language);
        passages.fields(&text, &front, &collection.fields, &markdown);
        passages.body(&text[body.start..body.end], body.start, &markdown);
        CheckedRecord { front, span: record.span, body, passages: passages.finished }
    });
    let records = records.collect();
    Some(WrittenFile { path, at: document.at.clone(), collection, text, markdown, records })
}

/// Returns the span of a table's cell without its quotation marks.
fn unquoted(text: &str, span: Span) -> Span {
    match text.get(span.start..span.end) {
        Some(cell) if cell.len() > 1 && cell.starts_with('"') && cell.ends_with('"') => {
            Span { start: span.start + 1, end: span.end - 1 }
        }
        _ => span,
    }
}
