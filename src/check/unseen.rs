//! Finds invisible characters, and radicals that look like ordinary characters, in front matter and texts.
//!
//! Addresses, terms and the search are made of clean words anyway; here the source gets clean, so that its editor finds
//! there what they search for.

use std::collections::BTreeMap;

use super::passage::PassageKind;
use super::{CheckedRecord, Subject, WrittenFile};
use crate::base::diagnostic::{Diagnostic, Edit, Location, Span, messages};
use crate::base::text::unseen::{Unseen, find};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    subject.each_record(findings, |file, record, findings| {
        let mut found = Found::default();
        if let Some(front) = file.text.get(record.span.start..record.span.end) {
            find(front, |range, unseen| found.add(Span::from(range).shift(record.span.start), unseen));
        }
        in_body(record, &mut found);
        found.report(file, findings);
    });
}

/// Only prose: in code and addresses such a character may be meant.
fn in_body(record: &CheckedRecord<'_>, found: &mut Found) {
    for passage in record.passages.iter().filter(|passage| passage.kind != PassageKind::Field) {
        find(&passage.text, |range, unseen| {
            // The text may hold what stands for code, so a place is taken only where the source says the same.
            if let Some(span) = passage.verbatim(&range) {
                found.add(span, unseen);
            }
        });
    }
}

/// What was found in one entry, by its place.
#[derive(Default)]
struct Found {
    invisible: BTreeMap<Span, char>,
    radicals: BTreeMap<Span, (char, char)>,
}

impl Found {
    fn add(&mut self, span: Span, unseen: Unseen) {
        match unseen {
            Unseen::Invisible(c) => drop(self.invisible.insert(span, c)),
            Unseen::Radical(c, meant) => drop(self.radicals.insert(span, (c, meant))),
        }
    }

    /// One finding of a kind for an entry: such characters come in dozens.
    fn report(self, file: &WrittenFile<'_>, findings: &mut Vec<Diagnostic>) {
        let at = |span: Option<&Span>| Location::span(file.path, span.copied().unwrap_or_default());
        if !self.invisible.is_empty() {
            let mut names: Vec<String> = self.invisible.values().map(|c| name(*c)).collect();
            names.sort();
            names.dedup();
            let finding = messages::invisible_characters(self.invisible.len(), &names.join("、"));
            let fix = self.invisible.keys().map(|span| Edit { span: *span, text: String::new() }).collect();
            findings.push(Diagnostic { fix, ..finding.at(at(self.invisible.keys().next())) });
        }
        if !self.radicals.is_empty() {
            let mut pairs: Vec<String> =
                self.radicals.values().map(|(c, meant)| format!("{c}（U+{:04X}）→{meant}", *c as u32)).collect();
            pairs.sort();
            pairs.dedup();
            let finding = messages::radical_characters(self.radicals.len(), &pairs.join("、"));
            let edit = |(span, (_, meant)): (&Span, &(char, char))| Edit { span: *span, text: meant.to_string() };
            let fix = self.radicals.iter().map(edit).collect();
            findings.push(Diagnostic { fix, ..finding.at(at(self.radicals.keys().next())) });
        }
    }
}

fn name(c: char) -> String {
    let known = match c {
        '\u{AD}' => "软连字符",
        '\u{200B}' => "零宽空格",
        '\u{200C}' | '\u{200D}' => "零宽连接符",
        '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => "书写方向符",
        '\u{2060}' => "禁止换行符",
        '\u{FEFF}' => "字节顺序标记",
        _ => "",
    };
    format!("U+{:04X}{}{known}", c as u32, if known.is_empty() { "" } else { " " })
}
