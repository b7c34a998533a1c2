//! Footnotes → a section at the end, in the order in which they are first referred to.
//!
//! A note is written where it stands and then taken out of the HTML, with its links and its
//! text, until the end. Ids are `fn:1` and `fnref:1`: no heading can have such a one. A note
//! that nothing refers to is shown after the others, since nothing is dropped in silence.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::LinkTo;
use super::paragraph::Paragraph;
use super::prepare::strip;
use super::writer::Writer;
use crate::base::diagnostic::messages;

#[derive(Default)]
pub struct Footnotes {
    /// Name → number, from 1, and how often it was referred to.
    references: BTreeMap<String, (usize, usize)>,
    notes: Vec<Note>,
    open: Vec<OpenNote>,
}

struct Note {
    name: String,
    /// In the prepared text.
    range: Range<usize>,
    html: String,
    /// Places are those in `html`.
    links: Vec<LinkTo>,
    text: String,
}

struct OpenNote {
    name: String,
    range: Range<usize>,
    html: usize,
    links: usize,
    text: usize,
    paragraph: Option<Paragraph>,
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let name = strip(name);
        let next = self.footnotes.references.len() + 1;
        let (number, count) = self.footnotes.references.entry(name.into_owned()).or_insert((next, 0));
        *count += 1;
        let (number, suffix) = (*number, suffix(*count));
        let label = self.words.footnote;
        // The mark stands between two texts that may still be joined, but a break before it stays.
        self.soft_break = None;
        self.fresh_text();
        let _ = write!(
            self.html,
            "<sup class=\"footnote-ref\" id=\"fnref:{number}{suffix}\">\
             <a href=\"#fn:{number}\" role=\"doc-noteref\" aria-label=\"{label}{number}\">{number}</a></sup>"
        );
    }

    pub(super) fn start_footnote(&mut self, name: &str, range: Range<usize>) {
        self.block();
        self.plain_line();
        self.footnotes.open.push(OpenNote {
            name: strip(name).into_owned(),
            range,
            html: self.html.len(),
            links: self.links.len(),
            text: self.plain.len(),
            paragraph: self.paragraph.take(),
        });
    }

    pub(super) fn end_footnote(&mut self) {
        let Some(open) = self.footnotes.open.pop() else { return };
        let html = self.html.split_off(open.html);
        let mut links = self.links.split_off(open.links);
        for link in &mut links {
            link.at -= open.html;
        }
        let text = self.plain.split_off(open.text);
        self.paragraph = open.paragraph;
        self.footnotes.notes.push(Note { name: open.name, range: open.range, html, links, text });
    }

    pub(super) fn write_footnotes(&mut self) {
        let mut notes = std::mem::take(&mut self.footnotes.notes);
        if notes.is_empty() {
            return;
        }
        let references = std::mem::take(&mut self.footnotes.references);
        notes.sort_by_key(|note| references.get(&note.name).map_or(usize::MAX, |(number, _)| *number));
        self.block();
        let _ = writeln!(
            self.html,
            "<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"{}\">\n<ol>",
            self.words.footnotes
        );
        let mut written = 0;
        for note in notes {
            match references.get(&note.name) {
                // The parser takes the first of several notes with one name; so the rest are unreferenced.
                Some((number, count)) if *number > written => {
                    written = *number;
                    let _ = writeln!(self.html, "<li id=\"fn:{number}\">");
                    self.write_note(note, *number, *count);
                }
                _ => {
                    let mark = note.range.start..note.range.start + "[^]".len() + note.name.len();
                    let mark = mark.start..mark.end.min(note.range.end);
                    self.report(messages::footnote_unused(&note.name), &mark);
                    self.html.push_str("<li>\n");
                    self.write_note(note, 0, 0);
                }
            }
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn write_note(&mut self, note: Note, number: usize, count: usize) {
        let at = self.html.len();
        self.html.push_str(&note.html);
        self.links.extend(note.links.into_iter().map(|link| LinkTo { at: link.at + at, ..link }));
        self.plain_line();
        self.plain.push_str(&note.text);
        let in_paragraph = count > 0 && note.html.ends_with("</p>\n");
        if in_paragraph {
            self.html.truncate(self.html.len() - "</p>\n".len());
        } else if count > 0 {
            self.html.push_str("<p>");
        }
        for time in 1..=count {
            let _ = write!(
                self.html,
                " <a href=\"#fnref:{number}{suffix}\" class=\"footnote-back\" role=\"doc-backlink\" \
                 aria-label=\"{}{number}{suffix}\">↩{shown}</a>",
                self.words.back,
                suffix = suffix(time),
                shown = if time > 1 { format!("<sup>{time}</sup>") } else { String::new() },
            );
        }
        self.html.push_str(if count > 0 { "</p>\n</li>\n" } else { "</li>\n" });
    }
}

/// A second reference to the same note needs an id of its own.
fn suffix(time: usize) -> String {
    if time > 1 { format!(":{time}") } else { String::new() }
}
