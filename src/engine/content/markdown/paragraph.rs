//! Paragraphs, headings and code blocks: elements whose beginning depends on what is in them.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, HeadingLevel};

use super::prepare::strip;
use super::writer::Writer;
use super::{Heading, code, escape};
use crate::base::diagnostic::messages;
use crate::base::text::{TextLevel, heading_id, is_han};

/// The open paragraph.
pub struct Paragraph {
    pub at: usize,
    /// Whether nothing of its current line has been written, and whether that is the first.
    pub fresh_line: bool,
    pub first_line: bool,
    /// The picture that was written last: its place, and that of its title attribute.
    pub image: Option<(Range<usize>, Range<usize>, String)>,
}

pub struct OpenHeading {
    pub level: u8,
    /// Where its id goes.
    pub at: usize,
    pub id: Option<String>,
    pub text: String,
    /// The raised and lowered parts of its text.
    pub moved: Vec<(TextLevel, Range<usize>)>,
}

pub struct CodeBlock {
    /// `None` if indented.
    pub info: Option<String>,
    pub text: String,
    pub lines: Vec<usize>,
    pub range: Range<usize>,
}

impl<'a> Writer<'a> {
    pub(super) fn start_paragraph(&mut self) {
        self.paragraph = Some(Paragraph { at: self.html.len(), fresh_line: true, first_line: true, image: None });
        self.html.push_str("<p>");
    }

    pub(super) fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        let inside = paragraph.at + "<p>".len()..self.html.len();
        if inside.is_empty() {
            // Only blanks stood there.
            self.html.truncate(paragraph.at);
            return;
        }
        match paragraph.image {
            Some((image, title, caption)) if image == inside && !caption.is_empty() => {
                self.html.replace_range(title, "");
                self.replace(paragraph.at..inside.start, "<figure>");
                self.html.push_str("<figcaption>");
                escape::text(&mut self.html, &caption);
                self.html.push_str("</figcaption></figure>\n");
                self.plain.push_str(&caption);
            }
            _ => self.close_block("</p>\n"),
        }
    }

    pub(super) fn start_heading(
        &mut self,
        level: HeadingLevel,
        id: Option<CowStr<'a>>,
        classes: &[CowStr<'a>],
        attributes: &[(CowStr<'a>, Option<CowStr<'a>>)],
    ) {
        self.block();
        let level = level as u8;
        let _ = write!(self.html, "<h{level}");
        let at = self.html.len();
        if !classes.is_empty() {
            self.html.push_str(" class=\"");
            escape::attribute(&mut self.html, &strip(&classes.join(" ")));
            self.html.push('"');
        }
        // Any attribute can be written here, `onclick` too, so it is a kind of raw HTML.
        for (name, value) in attributes.iter().filter(|_| self.options.raw_html) {
            let named = |c: char| c.is_ascii_alphanumeric() || "-_:".contains(c);
            let name = strip(name);
            if name.is_empty() || !name.chars().all(named) {
                continue;
            }
            let _ = write!(self.html, " {name}=\"");
            escape::attribute(&mut self.html, &strip(value.as_deref().unwrap_or_default()));
            self.html.push('"');
        }
        self.html.push('>');
        let id = id.map(|id| strip(&id).into_owned()).filter(|id| !id.is_empty());
        self.heading = Some(OpenHeading { level, at, id, text: String::new(), moved: Vec::new() });
    }

    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim();
        let id = match heading.id {
            Some(id) if self.ids.insert(id.clone()) => id,
            Some(id) => heading_id(&id, &mut self.ids),
            None => heading_id(text, &mut self.ids),
        };
        let mut attribute = String::with_capacity(id.len() + 8);
        attribute.push_str(" id=\"");
        escape::attribute(&mut attribute, &id);
        attribute.push('"');
        let mut text = heading.text;
        for (script, range) in heading.moved.into_iter().rev() {
            let moved = text.get(range.clone()).map(|typed| script.plain(typed));
            moved.into_iter().for_each(|moved| text.replace_range(range.clone(), &moved));
        }
        let text = text.trim().to_owned();
        self.replace(heading.at..heading.at, &attribute);
        self.soft_break = None;
        self.last = None;
        let _ = writeln!(self.html, "</h{}>", heading.level);
        self.headings.push(Heading { level: heading.level, id, text });
    }

    pub(super) fn end_code(&mut self) {
        let Some(block) = self.code.take() else { return };
        if block.info.is_some() {
            self.judge_fence(&block.range);
        }
        if block.info.is_none() && block.text.chars().any(is_han) && !block.lines.is_empty() {
            self.indented.extend(block.lines.iter().map(|line| self.prepared.source(*line)));
            let span = self.span(&block.range);
            self.indented_paragraphs.push(span);
        }
        self.block();
        let language = code::language(block.info.as_deref().unwrap_or_default());
        if language.is_empty() {
            self.html.push_str("<pre><code>");
        } else {
            self.html.push_str("<pre><code class=\"language-");
            escape::attribute(&mut self.html, language);
            self.html.push_str("\">");
        }
        if !code::highlight(&mut self.html, &block.text, language) {
            let fence = &self.prepared.text[block.range.clone()];
            let at = fence
                .find(language)
                .map_or(block.range.clone(), |at| block.range.start + at..block.range.start + at + language.len());
            self.report(messages::unknown_code_language(language), &at);
        }
        self.html.push_str("</code></pre>\n");
    }
}
