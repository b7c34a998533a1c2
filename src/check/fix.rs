//! Findings that know what should stand there instead → the files as they should be.
//!
//! A fix may change words and marks, never structure. So each is tried: the file is read before and after, and what was
//! read must be the same but for the words that the fixes name. One that can't be proven so is left out and reported.

use std::collections::BTreeMap;
use std::ops::Range;

use super::proof::{self, is_only_wording};
use crate::base::diagnostic::{Diagnostic, Edit, Location, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;
use crate::content::document::text_of;

/// What mending changes, and what it leaves as it is.
#[derive(Default)]
pub struct Fixed {
    pub changes: Vec<FileChange>,
    /// One for each finding that could be mended by its own account and wasn't, with the reason.
    pub left_out: Vec<Diagnostic>,
}

/// One file before and after.
pub struct FileChange {
    pub path: SourcePath,
    pub before: String,
    pub after: String,
    /// The file in its own encoding, as it is to be written.
    pub bytes: Vec<u8>,
}

/// Mends all findings that can be mended. A finding is mended completely or not at all.
pub fn fix(snapshot: &Snapshot, found: &[Diagnostic]) -> Fixed {
    let mut files: BTreeMap<&SourcePath, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in found.iter().filter(|finding| !finding.fix.is_empty()) {
        if let Some(at) = &finding.at {
            files.entry(&at.path).or_default().push(finding);
        }
    }
    let mut fixed = Fixed::default();
    for (path, findings) in files {
        let file = snapshot.get(path);
        if let Some((file, text)) = file.and_then(|file| Some((file, text_of(path, file)?))) {
            fixed.changes.extend(change(path, file, &text, findings, &mut fixed.left_out));
        }
    }
    fixed
}

/// Why a finding isn't mended.
#[derive(Clone, Copy)]
enum Reason {
    Markup,
    Overlap,
    Encoding,
}

impl Reason {
    fn of(self, finding: &Diagnostic) -> Diagnostic {
        let (zh, en) = match self {
            Self::Markup => ("改了会影响排版或数据的结构", "it would change the structure of the text or of the data"),
            Self::Overlap => ("与另一处改动重叠，请再运行一次", "it overlaps another correction; run it again"),
            Self::Encoding => ("文件的编码里没有要写的字", "the file's encoding lacks a character"),
        };
        let at = finding.at.clone();
        let diagnostic = messages::fix_left_out(finding.code.0, zh, en);
        match at {
            Some(Location { path, span }) => diagnostic.at(Location { path, span }),
            None => diagnostic,
        }
    }
}

fn change(
    path: &SourcePath,
    file: &SourceFile,
    before: &str,
    findings: Vec<&Diagnostic>,
    left_out: &mut Vec<Diagnostic>,
) -> Option<FileChange> {
    let kept = proof::markup(path, before);
    let mut taken: Vec<&Edit> = Vec::new();
    let mut candidates: Vec<&Diagnostic> = Vec::new();
    for finding in findings {
        let fits = |edit: &Edit| {
            let range = edit.span.start..edit.span.end;
            let old = before.get(range.clone());
            old.is_some_and(|old| is_harmless(old, &edit.text) && !is_beside_markup(before, &range))
                && !kept.iter().any(|kept| kept.start < range.end && range.start < kept.end)
        };
        if !finding.fix.iter().all(fits) {
            left_out.push(Reason::Markup.of(finding));
            continue;
        }
        if finding.fix.iter().any(|edit| taken.iter().any(|other| overlap(edit, other))) {
            left_out.push(Reason::Overlap.of(finding));
            continue;
        }
        taken.extend(&finding.fix);
        candidates.push(finding);
    }
    let mut accepted = Vec::new();
    accept(path, before, &candidates, &mut accepted, left_out);
    let after = edited(before, &accepted);
    if after == before {
        return None;
    }
    match encode(file, &after) {
        Some(bytes) => Some(FileChange { path: path.clone(), before: before.to_owned(), after, bytes }),
        None => {
            left_out.extend(accepted.into_iter().map(|finding| Reason::Encoding.of(finding)));
            None
        }
    }
}

/// Adds those of the candidates that change nothing but words; what fails together is tried in halves.
fn accept<'d>(
    path: &SourcePath,
    before: &str,
    candidates: &[&'d Diagnostic],
    accepted: &mut Vec<&'d Diagnostic>,
    left_out: &mut Vec<Diagnostic>,
) {
    let length = accepted.len();
    accepted.extend(candidates);
    let edits: Vec<&Edit> = accepted.iter().flat_map(|finding| &finding.fix).collect();
    if candidates.is_empty() || is_only_wording(path, before, &edited(before, accepted), &edits) {
        return;
    }
    accepted.truncate(length);
    match candidates {
        [one] => left_out.push(Reason::Markup.of(one)),
        _ => {
            let (first, rest) = candidates.split_at(candidates.len() / 2);
            accept(path, before, first, accepted, left_out);
            accept(path, before, rest, accepted, left_out);
        }
    }
}

/// The text with all findings mended; as it was where two of them overlap.
fn edited(before: &str, findings: &[&Diagnostic]) -> String {
    let edits = findings.iter().flat_map(|finding| &finding.fix);
    let edits = edits.map(|edit| (edit.span.start..edit.span.end, edit.text.clone()));
    let edited = edits.collect::<Edits>().apply(before);
    if edited.left_out.is_empty() { edited.text } else { before.to_owned() }
}

fn overlap(one: &Edit, other: &Edit) -> bool {
    let (one, other) = (one.span, other.span);
    one == other || one.start < other.end && other.start < one.end
}

/// Whether a change here may be one of markup: of a bracket or a colon behind `]`, or of an exclamation mark before `[`.
fn is_beside_markup(text: &str, range: &Range<usize>) -> bool {
    let old = &text[range.clone()];
    let behind = text[..range.start].trim_end_matches([' ', '\u{3000}']).ends_with([']', '】', '］']);
    let before = text[range.end..].starts_with(['[', '【', '［']);
    behind && old.contains(['(', '（', ':', '：']) || before && old.contains(['!', '！'])
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
