//! What carries an address: links, pictures, raw HTML.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::link::{Target, runs_script};
use super::prepare::strip;
use super::raw::{Piece, scan};
use super::writer::Writer;
use super::{LinkKind, LinkTo, escape};

pub struct OpenImage {
    pub address: String,
    pub title: String,
    pub alternative: String,
    pub nested: usize,
    pub range: Range<usize>,
}

#[derive(Default)]
pub struct RawBlock {
    pub text: String,
    /// Where each line begins in `text`, and which bytes of the prepared text it is.
    pub lines: Vec<(usize, Range<usize>)>,
}

impl Writer<'_> {
    pub(super) fn start_link(&mut self, kind: LinkType, address: &str, title: &str, range: &Range<usize>) {
        self.link_depth += 1;
        self.depth += 1;
        self.html.push_str("<a href=\"");
        if kind == LinkType::Email {
            self.html.push_str("mailto:");
            escape::address(&mut self.html, &strip(address));
            self.html.push('"');
        } else {
            let external = self.address(&strip(address), LinkKind::Page, range);
            self.html.push_str(if external { "\" rel=\"noopener\"" } else { "\"" });
        }
        self.title(title);
        self.html.push('>');
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let start = self.html.len();
        self.html.push_str(super::PICTURE);
        self.address(&image.address, LinkKind::Picture, &image.range);
        self.html.push_str("\" alt=\"");
        escape::attribute(&mut self.html, &image.alternative.replace('\n', " "));
        self.html.push('"');
        let title = self.html.len();
        self.title(&image.title);
        let title = title..self.html.len();
        self.html.push_str(" loading=\"lazy\" decoding=\"async\">");
        self.soft_break = None;
        self.last = None;
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.fresh_line = false;
            paragraph.image = Some((start..self.html.len(), title, image.title));
        }
    }

    pub(super) fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str(" title=\"");
            escape::attribute(&mut self.html, &strip(title));
            self.html.push('"');
        }
    }

    /// Writes an address, or leaves it open if it is one of the site's own. Returns whether it leads to another host.
    pub(super) fn address(&mut self, address: &str, kind: LinkKind, range: &Range<usize>) -> bool {
        if !self.options.raw_html && runs_script(address) {
            return false;
        }
        match Target::of(address) {
            Target::Internal { path, suffix } => {
                let (target, suffix, span) = (path.into_owned(), suffix.to_owned(), self.span(range));
                self.links.push(LinkTo { at: self.html.len(), target, suffix, kind, span });
                false
            }
            other => {
                escape::address(&mut self.html, address);
                other == Target::External
            }
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = strip(html);
        if self.options.raw_html {
            self.write_raw(&html, &[(0, range)], false);
        } else {
            self.put(&html);
        }
    }

    pub(super) fn end_raw(&mut self) {
        let Some(block) = self.raw.take() else { return };
        if self.options.raw_html {
            self.write_raw(&block.text, &block.lines, true);
        } else {
            self.plain_line();
            self.html.push_str("<p>");
            self.put(block.text.trim_end());
            self.html.push_str("</p>\n");
        }
    }

    /// Copies HTML with its internal addresses left open. `lines` says what of the prepared
    /// text each part is.
    pub(super) fn write_raw(&mut self, html: &str, lines: &[(usize, Range<usize>)], visible: bool) {
        let mut done = 0;
        scan(html, |piece| match piece {
            Piece::Text(text) if visible => {
                for (index, line) in html[text].split('\n').enumerate() {
                    if index > 0 {
                        self.plain_line();
                    }
                    self.plain.push_str(&line.trim().replace("&nbsp;", " ").replace("&lt;", "<").replace("&amp;", "&"));
                }
            }
            Piece::Text(_) => {}
            Piece::Address { value, link } => {
                let written = html[value.clone()].trim().replace("&amp;", "&");
                if written.contains(['&', '\n']) || !matches!(Target::of(&written), Target::Internal { .. }) {
                    return;
                }
                self.html.push_str(&html[done..value.start]);
                done = value.end;
                let line = lines.partition_point(|(start, _)| *start <= value.start).saturating_sub(1);
                let mut range = lines.get(line).map_or(0..0, |(_, range)| range.clone());
                if let Some(at) = self.prepared.text.get(range.clone()).and_then(|line| line.find(&html[value.clone()]))
                {
                    range = range.start + at..range.start + at + value.len();
                }
                let kind = if link { LinkKind::Page } else { LinkKind::Asset };
                self.address(&written, kind, &range);
            }
        });
        self.html.push_str(&html[done..]);
    }
}
