//! What carries an address: links, pictures, raw HTML.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::elements::HtmlFault;
use super::link::{Target, runs_script};
use super::meant::{MeantAddress, mistyped};
use super::plain::script;
use super::prepare::strip;
use super::raw::{Piece, scan};
use super::refused::refusing_host;
use super::writer::{Writer, plain_line};
use super::{LinkKind, LinkTo, Typed, escape};
use crate::assets::picture::is_unshown;
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::html::decode;

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
            if address.is_empty() {
                self.report(messages::no_address("链接", "link"), range);
            } else {
                self.judge_link(range);
            }
            let external = self.address(&strip(address), LinkKind::Page, range);
            self.html.push_str(if external { "\" rel=\"noopener\"" } else { "\"" });
        }
        self.title(title);
        self.html.push('>');
    }

    pub(super) fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        if image.address.is_empty() {
            self.report(messages::no_address("图片", "picture"), &image.range);
        }
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
                let spaced = self.prepared.has_spaced(range);
                let mended = self.mended(address, range);
                self.links.push(LinkTo {
                    at: self.html.len(),
                    typed: None,
                    target,
                    suffix,
                    kind,
                    spaced,
                    mended,
                    span,
                });
                false
            }
            other => {
                if kind != LinkKind::Page {
                    let span = self.span(range);
                    self.refused(address, span);
                }
                if let Some(meant) = mistyped(address) {
                    let link =
                        self.prepared.text.get(range.clone()).and_then(|link| written_with(link, address, &meant));
                    self.report(messages::near_miss("网址", "an address", &link.unwrap_or(meant)), range);
                }
                escape::address(&mut self.html, address);
                other == Target::External
            }
        }
    }

    /// The link as it should be written, where what was meant is known and stands in it as such.
    fn mended(&self, address: &str, range: &Range<usize>) -> Option<Box<str>> {
        let meant = MeantAddress::of(address)?.written();
        let link = self.prepared.text.get(range.clone())?;
        // The path of a share begins with two backslashes, which are one in Markdown.
        let doubled = format!("\\{address}");
        let typed = if address.starts_with('\\') && link.contains(&doubled) { doubled.as_str() } else { address };
        written_with(link, typed, &meant).map(Into::into)
    }

    /// Warns of a picture on a server that won't show it here.
    fn refused(&mut self, address: &str, span: Span) {
        if let Some(host) = refusing_host(address) {
            self.diagnostics.push(messages::picture_refused(host).at(Location::span(self.path, span)));
        }
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = strip(html);
        if !self.options.raw_html {
            return self.put(&html);
        }
        let before = self.prepared.text[..range.start].chars().next_back();
        if self.open_raw.is_none() && self.elements.is_no_tag(&html, before) {
            self.report(messages::not_html(&html), &range);
            return self.put(&html);
        }
        self.write_raw(&html, &[(0, range)], false);
        let tag = html.trim_start_matches("</").trim_start_matches('<');
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
        match script(&name) {
            Some(_) if html.starts_with("</") => self.end_script(),
            Some(script) => self.begin_script(script),
            None if matches!(&*name, "br" | "hr") => self.inline_text().push(' '),
            None => {}
        }
    }

    pub(super) fn end_raw(&mut self) {
        let Some(block) = self.raw.take() else { return };
        if self.options.raw_html {
            self.write_raw(&block.text, &block.lines, true);
            if let (Some((_, first)), Some((_, last))) = (block.lines.first(), block.lines.last()) {
                self.judge_html(&block.text, &(first.start..last.end));
            }
            // What holds text alone would hold the blocks that follow.
            if let Some(name) = self.open_raw {
                self.close_raw(name);
            }
        } else {
            self.plain_line();
            self.html.push_str("<p>");
            self.put(block.text.trim_end());
            self.html.push_str("</p>\n");
        }
    }

    /// Copies HTML, contained, and notes where its internal addresses stand. `lines` says what of the prepared
    /// text each part is.
    pub(super) fn write_raw(&mut self, html: &str, lines: &[(usize, Range<usize>)], visible: bool) {
        let mut elements = std::mem::take(&mut self.elements);
        let mut faults = Vec::new();
        let place = |at: Range<usize>| self.range_of(&html[at.clone()], at.start, lines);
        let edits = elements.read(html, self.open_raw, place, |fault, name, at| faults.push((found(fault, name), at)));
        self.elements = elements;
        for (fault, at) in faults {
            self.report(fault, &at);
        }
        let contained = edits.apply(html);
        let (html, places) = (&contained.text, &contained.places);
        let before = self.html.len();
        self.html.push_str(html);
        self.open_raw = scan(html, self.open_raw, |piece| match piece {
            Piece::Text(text) if visible => {
                for (index, line) in html[text].split('\n').enumerate() {
                    if index > 0 && !self.plain.is_empty() && !self.plain.ends_with('\n') {
                        self.plain.push('\n');
                    }
                    self.plain.push_str(&line.trim().replace("&nbsp;", " ").replace("&lt;", "<").replace("&amp;", "&"));
                }
            }
            Piece::Text(_) => {}
            Piece::Gap if visible => plain_line(&mut self.plain),
            Piece::Gap => {}
            Piece::Address { at, kind, whole, shown } => {
                let typed = &html[at.clone()];
                let written = decode(typed.as_bytes());
                let Target::Internal { path, suffix } = Target::of(&written) else {
                    if kind != LinkKind::Page {
                        let span = self.span(&self.range_of(typed, at.start, lines));
                        self.refused(&written, span);
                    }
                    return;
                };
                if written.contains(char::is_control) {
                    return;
                }
                let range = self.range_of(typed, places.before(at.start), lines);
                let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
                if shown && is_unshown(extension) {
                    self.report(messages::picture_unshown(&extension.to_ascii_lowercase()), &range);
                }
                let (target, suffix, span) = (path.into_owned(), suffix.to_owned(), self.span(&range));
                let typed = Some(Typed { length: typed.len(), whole });
                let at = before + at.start;
                self.links.push(LinkTo { at, typed, target, suffix, kind, spaced: false, mended: None, span });
            }
        });
    }

    /// Closes the elements of raw HTML that are open in the block that ends.
    pub(super) fn close_elements(&mut self) {
        for open in self.elements.leave() {
            self.html.push_str("</");
            self.html.push_str(&open.name);
            self.html.push('>');
            self.report(messages::html_unclosed(&open.name), &open.range);
            self.open_raw = self.open_raw.filter(|raw| *raw != open.name);
        }
    }

    fn close_raw(&mut self, name: &str) {
        self.html.push_str("</");
        self.html.push_str(name);
        self.html.push_str(">\n");
        self.open_raw = None;
        if let Some(open) = self.elements.close(name) {
            self.report(messages::html_unclosed(name), &open.range);
        }
    }

    /// What of the prepared text is an address that stands at `at` in raw HTML; its whole line where that can't be said.
    fn range_of(&self, typed: &str, at: usize, lines: &[(usize, Range<usize>)]) -> Range<usize> {
        let line = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let Some((start, line)) = lines.get(line) else { return 0..0 };
        let text = self.prepared.text.get(line.clone()).unwrap_or_default();
        let exact = Some(at - start).filter(|at| text.get(*at..).is_some_and(|rest| rest.starts_with(typed)));
        match exact.or_else(|| text.find(typed)) {
            Some(found) => line.start + found..line.start + found + typed.len(),
            None => line.clone(),
        }
    }
}

/// A link with another address in the place of its own.
fn written_with(link: &str, address: &str, meant: &str) -> Option<String> {
    let typed = [format!("<{address}>"), address.to_owned()].into_iter().find(|typed| link.contains(typed.as_str()));
    Some(link.replacen(&typed?, meant, 1))
}

/// What is reported of a tag.
fn found(fault: HtmlFault, name: &str) -> Diagnostic {
    match fault {
        HtmlFault::NoTag => messages::not_html(name),
        HtmlFault::Unclosed => messages::html_unclosed(name),
        HtmlFault::Stray => messages::html_stray(name),
        HtmlFault::OfPage => messages::html_of_page(name),
        HtmlFault::OpenComment => messages::html_comment_open(),
    }
}
