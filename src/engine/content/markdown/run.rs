//! Text within blocks: put together again where the parser cut it, then written with ruby
//! and bare addresses recognised.
//!
//! The parser cuts text at every character that might have meant something, so `www.a_b.cn`
//! comes in three parts. What stands side by side in the source belongs to one run.

use std::ops::Range;

use super::escape;
use super::inline::{Finds, Special, may_hold};
use super::plain::move_text;
use super::prepare::strip;
use super::writer::Writer;
use crate::base::diagnostic::messages;
use crate::base::text::{TextLevel, break_vanishes, syllables_of};

/// Text that waits for its end.
#[derive(Default)]
pub struct Run {
    /// In the prepared text; empty if there is none.
    range: Range<usize>,
    /// The text, if it isn't that of the range (an entity was decoded, a backslash left out).
    owned: Option<String>,
    /// Whether a backslash stood before it, so that its first character is no markup.
    literal: bool,
}

/// A newline that may have been written in vain.
pub struct SoftBreak {
    html: usize,
}

impl Run {
    pub fn begin(&mut self, text: &str, range: Range<usize>, source: &str) {
        self.owned = (source.get(range.clone()) != Some(text)).then(|| text.to_owned());
        self.literal = range.start > 0 && source.as_bytes()[range.start - 1] == b'\\';
        self.range = range;
    }

    /// Takes text that goes on where the run ends; `false` if this doesn't.
    pub fn extend(&mut self, text: &str, range: &Range<usize>, source: &str) -> bool {
        if self.range.is_empty() {
            return false;
        }
        let adjacent = range.start == self.range.end;
        // `\|` in a table is a pipe, whatever else it is in.
        let pipe = range.start == self.range.end + 1
            && text.starts_with('|')
            && source.as_bytes().get(self.range.end) == Some(&b'\\');
        if !adjacent && !pipe {
            return false;
        }
        if pipe || self.owned.is_some() || source.get(range.clone()) != Some(text) {
            let before = &source[self.range.clone()];
            self.owned.get_or_insert_with(|| before.to_owned()).push_str(text);
        }
        self.range.end = range.end;
        true
    }
}

/// Whether a character is a space that editors type to indent a paragraph: `　`, `&emsp;`, `&ensp;`, `&nbsp;`.
fn is_wide_space(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{2003}' | '\u{2002}' | '\u{A0}')
}

impl Writer<'_> {
    /// Writes the text that waits.
    pub(super) fn flush(&mut self) {
        if self.run.range.is_empty() && self.run.owned.is_none() {
            return;
        }
        let Run { range, owned, literal } = std::mem::take(&mut self.run);
        let prepared = self.prepared;
        let text = owned.as_deref().unwrap_or_else(|| &prepared.text[range.clone()]);
        if prepared.is_marked(&range) {
            self.write_text(&strip(text), &range, literal);
        } else {
            self.write_text(text, &range, literal);
        }
    }

    fn write_text(&mut self, text: &str, range: &Range<usize>, literal: bool) {
        if let Some(image) = &mut self.image {
            if image.alternative.strip_suffix('\n').is_some_and(|before| break_vanishes(before, text)) {
                image.alternative.pop();
            }
            image.alternative.push_str(text);
            return;
        }
        let text = self.without_indent(text);
        if !may_hold(text) {
            return self.put(text);
        }
        let mut done = 0;
        let from = if literal { text.chars().next().map_or(0, char::len_utf8) } else { 0 };
        // Where marks that were reported end in the prepared text: the next one stands behind.
        let mut reported = range.start;
        for (place, special) in Finds::new(text, from, self.link_depth == 0) {
            match special {
                Special::Ruby { base, reading } => {
                    self.put(&text[done..place.start]);
                    self.put_ruby(base, reading);
                }
                Special::Address { www } => {
                    self.put(&text[done..place.start]);
                    self.put_address(&text[place.clone()], www);
                }
                Special::MissingFootnote { name } => {
                    let written = &text[place.clone()];
                    let at = self.prepared.text[reported..range.end]
                        .find(written)
                        .map_or(range.clone(), |at| reported + at..reported + at + written.len());
                    reported = if at == *range { reported } else { at.end };
                    self.report(messages::unknown_footnote(name), &at);
                    continue;
                }
            }
            done = place.end;
        }
        self.put(&text[done..]);
    }

    /// Wide spaces at the beginning of a line are how Chinese paragraphs are typed; the indent is the
    /// theme's business. Two of them on a line of its own make a paragraph, even without a blank line before.
    fn without_indent<'t>(&mut self, text: &'t str) -> &'t str {
        let Some(paragraph) = &mut self.paragraph else { return text };
        if !paragraph.fresh_line {
            return text;
        }
        let first = std::mem::take(&mut paragraph.first_line);
        paragraph.fresh_line = false;
        // A single space of another kind than the Chinese one is no indent.
        let spaces = text.chars().take(2).take_while(|c| is_wide_space(*c)).count();
        if spaces == 0 || spaces == 1 && !text.starts_with('\u{3000}') {
            return text;
        }
        let rest = text.trim_start_matches(|c| is_wide_space(c) || matches!(c, ' ' | '\t'));
        if rest.is_empty() {
            return rest;
        }
        if !first && self.depth == 0 && self.elements.is_empty() && text.starts_with("\u{3000}\u{3000}") {
            self.take_back_break();
            self.end_paragraph();
            self.plain_line();
            self.start_paragraph();
            self.fresh_text();
        }
        rest
    }

    pub(super) fn write_soft_break(&mut self) {
        self.soft_break = Some(SoftBreak { html: self.html.len() });
        self.html.push('\n');
        self.inline_text().push(' ');
        self.fresh_line();
    }

    /// Takes the newline back if the text that comes now leaves no space there.
    fn settle_break(&mut self, next: &str) {
        if self.soft_break.is_some() && self.last.is_some() {
            let text = self.inline_text();
            let before = text.strip_suffix(' ').unwrap_or(text);
            if break_vanishes(before, next) {
                self.take_back_break();
            }
        }
        self.soft_break = None;
    }

    fn take_back_break(&mut self) {
        if let Some(SoftBreak { html }) = self.soft_break.take() {
            self.replace(html..html + 1, "");
            self.inline_text().pop();
        }
    }

    /// Where inline text goes beside the HTML: the heading's, or the body's.
    pub(super) fn inline_text(&mut self) -> &mut String {
        match &mut self.heading {
            Some(heading) => &mut heading.text,
            None => &mut self.plain,
        }
    }

    /// What is written until [`Self::end_script`] is raised or lowered.
    pub(super) fn begin_script(&mut self, script: TextLevel) {
        self.moved = Some((script, self.inline_text().len()));
    }

    pub(super) fn end_script(&mut self) {
        let Some((script, from)) = self.moved.take() else { return };
        match &mut self.heading {
            // Its address is made of what was typed.
            Some(heading) => heading.moved.push((script, from..heading.text.len())),
            None => move_text(&mut self.plain, script, from),
        }
    }

    pub(super) fn fresh_line(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.fresh_line = true;
        }
    }

    /// Something other than text stands at the line's beginning now.
    pub(super) fn fresh_text(&mut self) {
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.fresh_line = false;
            paragraph.first_line = false;
        }
    }

    /// Writes text as text.
    pub(super) fn put(&mut self, text: &str) {
        let Some(last) = text.chars().next_back() else { return };
        if self.soft_break.is_some() {
            self.settle_break(text);
        }
        escape::text(&mut self.html, text);
        let plain = self.inline_text();
        let fresh = plain.is_empty() || plain.ends_with('\n');
        plain.push_str(if fresh { text.trim_start_matches(' ') } else { text });
        self.last = Some(last);
    }

    /// Writes text beside which a line break stays.
    pub(super) fn put_opaque(&mut self, text: &str) {
        self.soft_break = None;
        self.last = None;
        self.fresh_text();
        escape::text(&mut self.html, text);
        self.inline_text().push_str(text);
    }

    fn put_address(&mut self, address: &str, www: bool) {
        self.settle_break("");
        self.html.push_str("<a href=\"");
        if www {
            self.html.push_str("http://");
        }
        escape::address(&mut self.html, address);
        self.html.push_str("\" rel=\"noopener\">");
        self.put(address);
        self.html.push_str("</a>");
    }

    /// Each character gets its own reading where there are as many of both.
    fn put_ruby(&mut self, base: &str, reading: &str) {
        self.settle_break(base);
        let readings: Vec<&str> = if reading.contains('|') {
            reading.split('|').map(str::trim).collect()
        } else {
            reading.split_whitespace().collect()
        };
        // 窖泥 with jiàoní: one run of letters is as many syllables as there are characters.
        let run = if let [run] = readings[..] { Some(run) } else { None };
        let readings =
            run.filter(|_| !reading.contains('|')).and_then(|run| syllables_of(base, run)).unwrap_or(readings);
        self.html.push_str("<ruby>");
        if readings.len() == base.chars().count() {
            let mut buffer = [0; 4];
            for (character, reading) in base.chars().zip(readings) {
                self.put_reading(character.encode_utf8(&mut buffer), reading);
            }
        } else {
            self.put_reading(base, reading.trim());
        }
        self.html.push_str("</ruby>");
    }

    fn put_reading(&mut self, base: &str, reading: &str) {
        self.put(base);
        self.html.push_str("<rp>(</rp><rt>");
        escape::text(&mut self.html, reading);
        self.html.push_str("</rt><rp>)</rp>");
    }

    pub(super) fn open(&mut self, tag: &str) {
        self.depth += 1;
        self.html.push_str(tag);
    }

    pub(super) fn close(&mut self, tag: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.html.push_str(tag);
    }
}
