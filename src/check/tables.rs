//! Checks for tables without column headings.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::html;

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    subject.each_record(findings, |file, record, findings| {
        let (mut table, mut head, mut named) = (None, false, false);
        let mut raw: Option<(String, _)> = None;
        let mut report = |span| findings.push(messages::table_without_header().at(Location::span(file.path, span)));
        file.walk(record, |event, span| match event {
            Event::Start(Tag::Table(_)) => (table, named) = (Some(span), false),
            Event::Start(Tag::TableHead) => head = true,
            Event::End(TagEnd::TableHead) => {
                head = false;
                if let Some(span) = table.take().filter(|_| !named) {
                    report(span);
                }
            }
            Event::Text(_) | Event::Code(_) | Event::InlineMath(_) | Event::Start(Tag::Image { .. }) if head => {
                named = true;
            }
            Event::Start(Tag::HtmlBlock) => raw = Some((String::new(), span)),
            Event::Html(html) => {
                if let Some((block, _)) = &mut raw {
                    block.push_str(&html);
                }
            }
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((block, span)) = raw.take()
                    && html::elements(block.as_bytes(), "table").next().is_some()
                    && html::elements(block.as_bytes(), "td").next().is_some()
                    && html::elements(block.as_bytes(), "th").next().is_none()
                {
                    report(span);
                }
            }
            _ => {}
        });
    });
}
