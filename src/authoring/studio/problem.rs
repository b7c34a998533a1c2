//! Diagnostics of one file → problems beside the fields and lines that they are about.

use serde::Serialize;

use crate::base::diagnostic::{Diagnostic, Language, Severity, Span};
use crate::base::text::utf16_len;
use crate::base::url::SourcePath;
use crate::content::front_matter;

/// One problem of an entry.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FieldProblem {
    /// The field that it is about: its key.
    pub field: Option<String>,
    /// The range in the text, in UTF-16 units, as pages count.
    pub start: usize,
    pub end: usize,
    /// The line, from 1.
    pub line: usize,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    pub help: String,
}

/// Returns the problems that are about a file, in the order of its text.
pub fn problems(found: &[Diagnostic], path: &SourcePath, text: &str, language: Language) -> Vec<FieldProblem> {
    let front = front_matter::split(text, path, &mut Vec::new());
    let field_at = |place: usize| {
        let entries = &front.map.entries;
        let next = entries.partition_point(|(key, _)| key.span.start <= place);
        let (key, node) = entries.get(next.checked_sub(1)?)?;
        (place < node.span.end.max(key.span.end + 1) && place < front.body).then(|| key.text.clone())
    };
    let about = found.iter().filter(|fault| fault.at.as_ref().is_some_and(|at| at.path == *path));
    let mut problems: Vec<FieldProblem> = about
        .map(|fault| {
            let span = fault.at.as_ref().and_then(|at| at.span).unwrap_or(Span { start: 0, end: 0 });
            let (start, end) = (floor(text, span.start), floor(text, span.end));
            FieldProblem {
                field: named_field(fault).or_else(|| field_at(start)),
                start: utf16_len(&text[..start]),
                end: utf16_len(&text[..end]),
                line: text[..start].matches('\n').count() + 1,
                severity: fault.severity(),
                code: fault.code.0,
                message: fault.message.get(language).to_owned(),
                // A form has the field already; there is no line to add.
                help: if fault.code.0 == MISSING { String::new() } else { fault.help.get(language).to_owned() },
            }
        })
        .collect();
    problems.sort_by(|one, other| (one.severity, one.start, one.code).cmp(&(other.severity, other.start, other.code)));
    problems.dedup();
    problems
}

/// The code of a required field that isn't there.
const MISSING: &str = "E0205";

/// The field that a message about the whole front matter names: a missing one is said with the line to add.
fn named_field(fault: &Diagnostic) -> Option<String> {
    let (_, line) = fault.help.en.rsplit_once("such as: ").filter(|_| fault.code.0 == MISSING)?;
    Some(line.split_once(':')?.0.to_owned())
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at.min(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::{FieldName, Location, messages};

    #[test]
    fn a_problem_stands_at_its_field() {
        let text = "---\ntitle: 𠮷甲\ndate: 2026-2-30\n---\n正文\n";
        let path = SourcePath::new("content/column/a.md").unwrap();
        let place = text.find("2026").unwrap();
        let at = |span: std::ops::Range<usize>| Location::span(&path, span);
        let field = FieldName { key: "start", label: "开始" };
        let found = [
            messages::field_value("date", "没有这一天", "there is no such day").at(at(place..place + 9)),
            messages::missing_field(field, "start: 2026-05-18").at(at(4..8)),
            messages::not_in_order().at(Location::file(&SourcePath::new("content/b.md").unwrap())),
        ];
        let problems = problems(&found, &path, text, Language::English);
        let seen: Vec<_> = problems.iter().map(|one| (one.field.as_deref(), one.start, one.line)).collect();
        // 𠮷 has two UTF-16 units.
        assert_eq!(seen, [(Some("start"), 4, 2), (Some("date"), 21, 3)]);
    }
}
