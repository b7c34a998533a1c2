//! Checks for heading levels that are skipped and for headings with nothing below them.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;

/// The page's title is the first level, so a body begins with the second; a body that begins with the first is
/// accepted.
const TITLE: u8 = 1;

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    subject.each_record(findings, |file, record, findings| {
        let mut outline = Outline { path: file.path, above: TITLE, last: None, open: None };
        file.walk(record, |event, span| outline.event(&event, span, findings));
        outline.blank(TITLE, findings);
    });
}

struct Outline<'a> {
    path: &'a SourcePath,
    /// The level of the previous heading.
    above: u8,
    /// The previous heading, as long as nothing follows it.
    last: Option<Heading>,
    /// The heading whose text is being read.
    open: Option<Heading>,
}

struct Heading {
    level: u8,
    span: Span,
    text: String,
}

impl Outline<'_> {
    fn event(&mut self, event: &Event<'_>, span: Span, findings: &mut Vec<Diagnostic>) {
        match (event, &mut self.open) {
            (Event::Start(Tag::Heading { level, .. }), _) => {
                let level = *level as u8;
                if level > self.above + 1 {
                    let diagnostic = messages::heading_jump(level, self.above + 1);
                    findings.push(diagnostic.at(Location::span(self.path, span)));
                }
                self.blank(level, findings);
                self.above = level;
                self.open = Some(Heading { level, span, text: String::new() });
            }
            (Event::End(TagEnd::Heading(_)), open) => self.last = open.take(),
            (Event::Text(text) | Event::Code(text), Some(open)) => open.text.push_str(text),
            (Event::Start(_) | Event::Rule | Event::Html(_), None) => self.last = None,
            _ => {}
        }
    }

    /// Reports the previous heading if nothing is between it and one of this level.
    fn blank(&mut self, level: u8, findings: &mut Vec<Diagnostic>) {
        let Some(last) = self.last.take().filter(|last| last.level >= level) else { return };
        findings.push(messages::blank_section(last.text.trim()).at(Location::span(self.path, last.span)));
    }
}
