//! Findings that know what should stand there instead → the files as they should be.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::base::diagnostic::{Diagnostic, Edit};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;
use crate::content::document::{is_markdown, text_of};
use crate::content::front_matter;
use crate::content::markdown::{MarkdownOptions, walk};

/// One file before and after.
pub struct FileChange {
    pub path: SourcePath,
    pub before: String,
    pub after: String,
    /// The file in its own encoding, as it is to be written.
    pub bytes: Vec<u8>,
}

/// What mending all findings changes. An edit is left out where it overlaps another, or where it would
/// mean something else to the file's format than to its reader; a file, where its code, formulas or
/// links would no longer be the same.
pub fn fix(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<FileChange> {
    let mut edits: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
    for finding in found {
        if let Some(at) = &finding.at {
            edits.entry(&at.path).or_default().extend(&finding.fix);
        }
    }
    edits.into_iter().filter_map(|(path, edits)| change(path, snapshot.get(path)?, edits)).collect()
}

fn change(path: &SourcePath, file: &SourceFile, edits: Vec<&Edit>) -> Option<FileChange> {
    let before = text_of(path, file)?.into_owned();
    let harmless = edits.into_iter().filter_map(|edit| {
        let range = edit.span.start..edit.span.end;
        is_harmless(before.get(range.clone())?, &edit.text).then(|| (range, edit.text.clone()))
    });
    let after = harmless.collect::<Edits>().apply(&before).text;
    if is_markdown(path.extension()) && no_prose(path, &before) != no_prose(path, &after) {
        return None;
    }
    let bytes = encode(file, &after)?;
    (after != before).then_some(FileChange { path: path.clone(), before, after, bytes })
}

/// What of a Markdown file isn't read as prose, in order.
pub(super) fn no_prose(path: &SourcePath, text: &str) -> Vec<String> {
    let (_, _, body) = front_matter::split(text, path, &mut Vec::new());
    let (mut parts, mut code) = (Vec::new(), false);
    walk(&text[body..], path, body, &MarkdownOptions::default(), |event, _| match event {
        Event::Start(Tag::CodeBlock(_)) => code = true,
        Event::End(TagEnd::CodeBlock) => code = false,
        Event::Text(text) if code => parts.push(text.into_string()),
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => parts.push(dest_url.into_string()),
        Event::Code(text)
        | Event::InlineMath(text)
        | Event::DisplayMath(text)
        | Event::InlineHtml(text)
        | Event::Html(text)
        | Event::FootnoteReference(text) => parts.push(text.into_string()),
        _ => {}
    });
    parts
}

/// Whether the edit puts in nothing that YAML, CSV or Markdown would take for a sign of theirs.
fn is_harmless(before: &str, after: &str) -> bool {
    let signs = |text: &str| text.chars().filter(|c| c.is_ascii_punctuation() || c.is_control()).collect::<Vec<_>>();
    let (before, after) = (signs(before), signs(after));
    // A decimal point or a time's colon between digits is no sign.
    after.iter().all(|sign| before.contains(sign) || matches!(sign, '.' | ':'))
}

/// The text in the encoding that its file has, with its byte order mark.
fn encode(file: &SourceFile, text: &str) -> Option<Vec<u8>> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if file.text().is_some() {
        let mark = if file.held().starts_with(MARK) { MARK } else { &[] };
        return Some([mark, text.as_bytes()].concat());
    }
    let (bytes, _, lost) = encoding_rs::GB18030.encode(text);
    (!lost).then(|| bytes.into_owned())
}
