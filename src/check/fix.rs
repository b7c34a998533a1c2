//! Findings that know what should stand there instead → the files as they should be.

use std::collections::BTreeMap;

use crate::content::document::text_of;
use crate::diagnostic::{Diagnostic, Edit};
use crate::source::{Snapshot, SourceFile};
use crate::url::SourcePath;

/// One file before and after.
pub struct Change {
    pub path: SourcePath,
    pub before: String,
    pub after: String,
    /// The file in its own encoding, as it is to be written.
    pub bytes: Vec<u8>,
}

/// What mending all findings changes. An edit is left out where it overlaps another, or where it would
/// mean something else to the file's format than to its reader.
pub fn fix(snapshot: &Snapshot, found: &[Diagnostic]) -> Vec<Change> {
    let mut edits: BTreeMap<&SourcePath, Vec<&Edit>> = BTreeMap::new();
    for finding in found {
        if let Some(at) = &finding.at {
            edits.entry(&at.path).or_default().extend(&finding.fix);
        }
    }
    edits.into_iter().filter_map(|(path, edits)| change(path, snapshot.get(path)?, edits)).collect()
}

fn change(path: &SourcePath, file: &SourceFile, mut edits: Vec<&Edit>) -> Option<Change> {
    let before = text_of(path, file)?.into_owned();
    edits.sort_by_key(|edit| edit.span);
    let mut after = String::with_capacity(before.len());
    let mut done = 0;
    for edit in edits {
        let written = before.get(edit.span.start..edit.span.end);
        if edit.span.start < done || written.is_none_or(|written| !is_harmless(written, &edit.text)) {
            continue;
        }
        after.push_str(&before[done..edit.span.start]);
        after.push_str(&edit.text);
        done = edit.span.end;
    }
    after.push_str(&before[done..]);
    let bytes = encode(file, &after)?;
    (after != before).then_some(Change { path: path.clone(), before, after, bytes })
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
        let mark = if file.bytes.starts_with(MARK) { MARK } else { &[] };
        return Some([mark, text.as_bytes()].concat());
    }
    let (bytes, _, lost) = encoding_rs::GB18030.encode(text);
    (!lost).then(|| bytes.into_owned())
}
