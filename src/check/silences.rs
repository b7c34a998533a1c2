//! Applies `check: {ignore: [W0703], reason: …}` of entries: removes the silenced findings.
//!
//! A silence applies to its file, or to its row of a table. It needs a reason, which the field's declaration requires;
//! it can't hide an error; and a silence that hides nothing is reported.

use super::Subject;
use crate::base::diagnostic::{Code, Diagnostic, Location, Severity, Span, messages};
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Node};

/// The field, and the key of its list.
const FIELD: &str = "check";
const IGNORE: &str = "ignore";

/// One code that is silenced in one place.
struct Silence<'a> {
    code: Code,
    path: &'a SourcePath,
    /// The row that it applies to; `None` for the whole file.
    row: Option<Span>,
    at: Span,
    used: bool,
}

/// Removes silenced findings and adds the faults of the silences themselves. `is_checked` returns whether this run can
/// report a code.
pub fn apply(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>, is_checked: impl Fn(Code) -> bool) {
    let mut faults = Vec::new();
    let mut silences = silences(subject, &mut faults);
    findings.retain(|finding| {
        let Some(at) = &finding.at else { return true };
        let mut silenced = false;
        for silence in silences.iter_mut().filter(|silence| silence.covers(finding.code, at)) {
            silence.used = true;
            silenced = true;
        }
        !silenced
    });
    findings.append(&mut faults);
    // After a failed build findings may be missing, so an unused silence proves nothing.
    if subject.is_complete() {
        for silence in silences.iter().filter(|silence| !silence.used && is_checked(silence.code)) {
            let at = Location::span(silence.path, silence.at);
            findings.push(messages::unused_silence(silence.code.0).at(at));
        }
    }
}

impl Silence<'_> {
    fn covers(&self, code: Code, at: &Location) -> bool {
        let inside = |row: Span| at.span.is_some_and(|span| row.start <= span.start && span.start <= row.end);
        code == self.code && at.path == *self.path && self.row.is_none_or(inside)
    }
}

fn silences<'a>(subject: &'a Subject<'_>, faults: &mut Vec<Diagnostic>) -> Vec<Silence<'a>> {
    let mut silences = Vec::new();
    for file in &subject.written {
        for record in &file.records {
            let list = record.front.get(FIELD).and_then(Node::as_map).and_then(|map| map.get(IGNORE));
            let row = file.is_table().then_some(record.span);
            for (text, at) in list.into_iter().flat_map(codes) {
                let place = Location::span(file.path, at);
                match Code::find(&text).map(|entry| entry.code) {
                    None => {
                        let known = messages::table().map(|entry| entry.code.0).filter(|code| code.starts_with('W'));
                        let meant = did_you_mean(&text.to_ascii_uppercase(), known);
                        faults.push(messages::silence_unknown_code(&text).meant(meant).at(place));
                    }
                    Some(code) if code.severity() == Severity::Error => {
                        faults.push(messages::silence_of_error(code.0).at(place));
                    }
                    Some(code) => silences.push(Silence { code, path: file.path, row, at, used: false }),
                }
            }
        }
    }
    silences
}

/// Returns the codes of a list with their spans. A list may be written as one text, as the value reader allows.
fn codes(list: &Node) -> Vec<(String, Span)> {
    match &list.kind {
        Kind::List(items) => items.iter().flat_map(codes).collect(),
        Kind::Scalar { text, .. } => {
            let codes = text.split(|c: char| matches!(c, '；' | ';' | '、' | ',' | '，') || c.is_whitespace());
            codes.filter(|code| !code.is_empty()).map(|code| (code.to_owned(), list.span)).collect()
        }
        Kind::Map(_) | Kind::Null => Vec::new(),
    }
}
