//! The parse stage: one file's bytes → [`Document`], without knowing what fields there are.
//!
//! Parsing never fails: what can't be read is reported, and the rest is kept. It sees one
//! file and the options, so its result may be kept for as long as both stay the same.

use std::sync::Arc;

use super::markdown::{Body, MarkdownOptions, markdown};
use super::{front_matter, table};
use crate::base::diagnostic::{Checked, Span, not_text};
use crate::base::source::SourceFile;
use crate::base::url::SourcePath;
use crate::base::yaml::{Key, Kind, Map, Node};
use front_matter::{FrontMatter, FrontMatterState};

/// What parsing depends on besides the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DocumentOptions {
    pub raw_html: bool,
    /// The main language first.
    pub languages: Vec<String>,
}

/// One content file, read.
#[derive(Clone, Debug)]
pub struct Document {
    pub source: SourcePath,
    pub at: ContentPath,
    /// One for a Markdown file, one a row for a table.
    pub records: Vec<Record>,
}

/// What a file's path says about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContentPath {
    /// The folder below `content/`; empty for a file directly in it.
    pub collection: String,
    /// Below the collection, without language and extension: `2026/rainbow`. For
    /// `rainbow/index.md` it is `rainbow`.
    pub path: String,
    pub language: String,
    pub role: Role,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Role {
    Entry,
    /// `_index.md`: the words at the head of the collection's listing.
    Section,
    /// `entries.csv`.
    Table,
}

/// Front matter and body as they stand in the file.
#[derive(Clone, Debug)]
pub struct Record {
    pub front: Map,
    /// What there is of the front matter; a table's row has been read.
    pub state: FrontMatterState,
    /// Names that were found in front matter that can't be read.
    pub names: Map,
    /// The front matter, or the table's row.
    pub span: Span,
    /// Keys are column headings, which may be labels instead of field keys.
    pub tabular: bool,
    pub body: Arc<Body>,
    /// Where the body is written: in a table the cell, with its quotation marks.
    pub body_span: Span,
}

/// What a path below `content/` stands for; `Ok(None)` for pictures, attachments and declarations.
///
/// # Errors
/// A language suffix that the site doesn't have.
pub fn content_path(path: &SourcePath, languages: &[String]) -> Result<Option<ContentPath>, String> {
    let Some(below) = path.below("content").filter(|_| !is_underscored(path)) else { return Ok(None) };
    let (collection, rest) = below.split_once('/').unwrap_or(("", below));
    let (folder, file) = rest.rsplit_once('/').map_or(("", rest), |(folder, file)| (folder, file));
    let Some((stem, extension)) = file.rsplit_once('.') else { return Ok(None) };
    let extension = if is_markdown(extension) { "md" } else { extension };
    let (stem, language) = match stem.rsplit_once('.') {
        Some((stem, tag)) if languages.iter().any(|language| language == tag) => (stem, tag.to_owned()),
        Some((_, tag)) if extension == "md" && looks_like_language(tag) => return Err(tag.to_owned()),
        _ => (stem, languages.first().cloned().unwrap_or_default()),
    };
    let role = match (extension, stem, folder) {
        ("md", "_index", "") => Role::Section,
        (csv, "entries", "") if csv.eq_ignore_ascii_case("csv") => Role::Table,
        ("md", ..) => Role::Entry,
        _ => return Ok(None),
    };
    let path = match (folder, stem) {
        ("", stem) => stem.to_owned(),
        (folder, "index") => folder.to_owned(),
        (folder, stem) => format!("{folder}/{stem}"),
    };
    Ok(Some(ContentPath { collection: collection.to_owned(), path, language, role }))
}

/// Whether a text has an underscore at the beginning of its name or of its folder's: elsewhere that keeps a file from
/// being published. The text of a collection's own page is called `_index.md`.
pub fn is_underscored(path: &SourcePath) -> bool {
    // Every file of a site is asked about at every change, and nearly none has one.
    if memchr::memmem::find(path.as_str().as_bytes(), b"/_").is_none() {
        return false;
    }
    let Some(below) = path.below("content") else { return false };
    let is_text = below.rsplit_once('.').is_some_and(|(_, extension)| is_markdown(extension));
    let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
    let of_collection = name.starts_with("_index.") && !folder.contains('/');
    is_text && (name.starts_with('_') && !of_collection || folder.split('/').any(|folder| folder.starts_with('_')))
}

/// Whether a file's extension is one of Markdown, in any letter case.
pub fn is_markdown(extension: &str) -> bool {
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

/// A path, name or link without the extension of Markdown, if it has that.
pub fn without_markdown(path: &str) -> &str {
    path.rsplit_once('.').filter(|(_, extension)| is_markdown(extension)).map_or(path, |(stem, _)| stem)
}

fn looks_like_language(tag: &str) -> bool {
    let (primary, rest) = tag.split_once('-').unwrap_or((tag, ""));
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_lowercase())
        && rest.len() <= 4
        && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Parses one file below `content/`.
pub fn parse(source: &SourcePath, file: &SourceFile, at: ContentPath, options: &DocumentOptions) -> Checked<Document> {
    let mut checked =
        Checked { value: Document { source: source.clone(), at, records: Vec::new() }, diagnostics: Vec::new() };
    match checked.value.at.role {
        Role::Table => parse_table(file, options, &mut checked),
        Role::Entry | Role::Section => parse_markdown(file, options, &mut checked),
    }
    checked
}

fn parse_markdown(file: &SourceFile, options: &DocumentOptions, checked: &mut Checked<Document>) {
    let document = &mut checked.value;
    let Some(text) = file.text() else {
        checked.diagnostics.push(not_text(&document.source, file.held()));
        return;
    };
    let FrontMatter { map: front, span, body, state, names } =
        front_matter::split(text, &document.source, &mut checked.diagnostics);
    let markdown_options = markdown_options(options, &document.at);
    let parsed = markdown(&text[body..], &document.source, body, &markdown_options);
    if state != FrontMatterState::Unread {
        checked.diagnostics.extend(parsed.diagnostics);
    }
    let body_span = Span { start: body, end: text.len() };
    let body = Arc::new(parsed.value);
    document.records.push(Record { front, state, names, span, tabular: false, body, body_span });
}

/// The columns that hold an entry's text.
const BODY_COLUMNS: [&str; 2] = ["body", "正文"];

fn parse_table(file: &SourceFile, options: &DocumentOptions, checked: &mut Checked<Document>) {
    let document = &mut checked.value;
    let Some(text) = table::decode(file.held()) else {
        checked.diagnostics.push(not_text(&document.source, file.held()));
        return;
    };
    let table = table::read(&text, &document.source, &mut checked.diagnostics);
    let markdown_options = markdown_options(options, &document.at);
    for row in table.rows {
        let span = Span {
            start: row.first().map_or(0, |cell| cell.span.start),
            end: row.last().map_or(0, |cell| cell.span.end),
        };
        let mut front = Map::default();
        let (mut body, mut body_span) = (Checked::default(), Span::default());
        for (column, cell) in table.header.iter().zip(row) {
            if BODY_COLUMNS.contains(&column.text.as_str()) {
                body = markdown(&cell.text, &document.source, cell.span.start, &markdown_options);
                body_span = cell.span;
            } else if !cell.text.is_empty() {
                let key = Key { text: column.text.clone(), span: column.span };
                let kind = Kind::Scalar { text: cell.text, plain: true };
                front.entries.push((key, Node { span: cell.span, kind }));
            }
        }
        checked.diagnostics.extend(body.diagnostics);
        let body = Arc::new(body.value);
        let (state, names) = (FrontMatterState::Read, Map::default());
        document.records.push(Record { front, state, names, span, tabular: true, body, body_span });
    }
}

fn markdown_options(options: &DocumentOptions, at: &ContentPath) -> MarkdownOptions {
    MarkdownOptions { raw_html: options.raw_html, language: at.language.clone() }
}

/// A content file's text as spans count in it: a table's is decoded.
pub fn text_of<'a>(path: &SourcePath, file: &'a SourceFile) -> Option<std::borrow::Cow<'a, str>> {
    match path.extension().eq_ignore_ascii_case("csv") {
        true => table::decode(file.held()),
        false => file.text().map(std::borrow::Cow::Borrowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_underscore_holds_a_text_back() {
        let is = |path: &str| is_underscored(&SourcePath::new(path).unwrap());
        for path in ["content/column/_秘.md", "content/_drafts/a.MD", "content/column/2026/_index.md", "content/_a.md"]
        {
            assert!(is(path), "{path}");
        }
        for path in [
            "content/_index.md",
            "content/column/_index.md",
            "content/column/_index.en.md",
            "content/column/a_b.md",
            "content/c/_a.jpg",
        ] {
            assert!(!is(path), "{path}");
        }
    }

    #[test]
    fn a_path_says_what_a_file_is() {
        let languages = ["zh-CN".to_owned(), "en".to_owned()];
        let read = |path: &str| {
            content_path(&SourcePath::new(path).unwrap(), &languages)
                .map(|at| at.map(|at| (at.collection, at.path, at.language, at.role)))
        };
        let entry = |collection: &str, path: &str, language: &str| {
            Ok(Some((collection.to_owned(), path.to_owned(), language.to_owned(), Role::Entry)))
        };
        assert_eq!(read("content/column/2026/rainbow.en.md"), entry("column", "2026/rainbow", "en"));
        assert_eq!(read("content/column/2026/rainbow/index.md"), entry("column", "2026/rainbow", "zh-CN"));
        assert_eq!(read("content/about.md"), entry("", "about", "zh-CN"));
        assert_eq!(read("content/a/v1.2.md"), entry("a", "v1.2", "zh-CN"));
        for name in ["b.MD", "b.markdown", "b.Md"] {
            assert_eq!(read(&format!("content/a/{name}")), entry("a", "b", "zh-CN"), "{name}");
        }
        assert_eq!(read("content/a/b.fr.md"), Err("fr".to_owned()));
        assert_eq!(read("content/a/_index.md").unwrap().unwrap().3, Role::Section);
        assert_eq!(read("content/a/entries.csv").unwrap().unwrap().3, Role::Table);
        assert_eq!(read("content/a/b.svg"), Ok(None));
        assert_eq!(read("static/a.md"), Ok(None));
    }
}
