//! Headings that leave a level out.

use pulldown_cmark::{Event, Tag};

use super::Subject;
use crate::content::markdown::walk;
use crate::diagnostic::{Diagnostic, Location, messages};

/// The page's title is the first level, so a text begins with the second; whoever begins with the
/// first is taken at their word.
const TITLE: u8 = 1;

pub fn check(subject: &Subject<'_>, found: &mut Vec<Diagnostic>) {
    for file in &subject.written {
        for record in &file.records {
            let mut above = TITLE;
            let body = &file.text[record.body.start..record.body.end];
            walk(body, file.path, record.body.start, &file.markdown, |event, span| {
                let Event::Start(Tag::Heading { level, .. }) = event else { return };
                let level = level as u8;
                if level > above + 1 {
                    let diagnostic = messages::heading_jump(level, above + 1);
                    found.push(diagnostic.at(Location::span(file.path, span)));
                }
                above = level;
            });
        }
    }
}
