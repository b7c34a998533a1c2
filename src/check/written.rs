//! The content files as they were written: what a page shows no longer says how it was typed.

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
use crate::content::document::{self, ContentPath, DocumentOptions, text_of};
use crate::content::entry::by_field;
use crate::content::markdown::{MarkdownOptions, walk};
use crate::site::Site;

/// One content file.
pub struct WrittenFile<'a> {
    pub path: &'a SourcePath,
    pub at: ContentPath,
    pub collection: &'a Collection,
    /// In which all spans count.
    pub text: Cow<'a, str>,
    /// As the file's texts are to be read.
    pub markdown: MarkdownOptions,
    /// One for a Markdown file, one a row for a table.
    pub records: Vec<CheckedRecord<'a>>,
}

/// Front matter and body.
pub struct CheckedRecord<'a> {
    /// By the fields' keys, also where a table's columns are headed by labels.
    pub front: Map,
    /// The front matter, or the table's row.
    pub span: Span,
    /// Where the body is written; empty where there is none.
    pub body: Span,
    /// Its fields and its body as they are read.
    pub passages: Vec<Passage<'a>>,
}

impl WrittenFile<'_> {
    pub fn is_table(&self) -> bool {
        self.at.role == Role::Table
    }

    /// Calls `each` for every part of a record's body.
    pub fn walk(&self, record: &CheckedRecord<'_>, each: impl FnMut(Event<'_>, Span)) {
        let body = &self.text[record.body.start..record.body.end];
        walk(body, self.path, record.body.start, &self.markdown, each);
    }
}

/// Every content file that can be read, in order. What is wrong with them is the build's to report. Documents are those
/// that the build parsed, where its cache still has them; only the paragraphs with their places are read from the text
/// again, because a body keeps none of them.
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
        CheckedRecord { front, span: record.span, body, passages: passages.found }
    });
    let records = records.collect();
    Some(WrittenFile { path, at: document.at.clone(), collection, text, markdown, records })
}

/// A table's cell without the quotation marks around it.
fn unquoted(text: &str, span: Span) -> Span {
    match text.get(span.start..span.end) {
        Some(cell) if cell.len() > 1 && cell.starts_with('"') && cell.ends_with('"') => {
            Span { start: span.start + 1, end: span.end - 1 }
        }
        _ => span,
    }
}
