//! Parser events → HTML, links, headings and plain text, in one pass and into one string.
//!
//! A soft break between two wide characters leaves nothing. Which characters those are is
//! known only when the text behind the break comes, perhaps after a tag; so the newline is
//! written at once and taken back when it turns out to be one too many. In the same way a
//! heading's id, a table's name and a figure are put in when what they depend on is known.
//! Places of links behind such a change are moved with it.
//!
//! This file has the blocks; `run` has the text within them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::footnotes::Footnotes;
use super::link::{Target, runs_script};
use super::prepare::{Prepared, strip};
use super::raw::{Piece, scan};
use super::run::{Run, SoftBreak};
use super::words::Words;
use super::{Body, Heading, LinkKind, LinkTo, MarkdownOptions, code, escape, math};
use crate::diagnostic::{Checked, Diagnostic, Location, Span, messages};
use crate::fingerprint::Fingerprint;
use crate::text::{Count, heading_id, is_han};
use crate::url::SourcePath;

pub struct Writer<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    path: &'a SourcePath,
    offset: usize,
    options: &'a MarkdownOptions,
    pub(super) words: &'static Words,

    pub(super) html: String,
    pub(super) plain: String,
    pub(super) links: Vec<LinkTo>,
    headings: Vec<Heading>,
    pub(super) diagnostics: Vec<Diagnostic>,
    ids: BTreeSet<String>,
    /// Bytes of the source at which lines of indented paragraphs begin that were parsed as code.
    pub indented: Vec<usize>,
    /// The warnings about them.
    pub indented_paragraphs: Vec<Diagnostic>,

    pub(super) run: Run,
    pub(super) soft_break: Option<SoftBreak>,
    /// The character before the next text, if text stands there.
    pub(super) last: Option<char>,
    pub(super) paragraph: Option<Paragraph>,
    pub(super) heading: Option<OpenHeading>,
    pub(super) image: Option<OpenImage>,
    pub(super) footnotes: Footnotes,
    code: Option<CodeBlock>,
    raw: Option<RawBlock>,
    table: Option<Table>,
    /// Where the last list item began.
    item: usize,
    pub(super) link_depth: usize,
    /// How many inline elements are open.
    pub(super) depth: usize,
}

/// The open paragraph.
pub struct Paragraph {
    at: usize,
    /// Whether nothing of its current line has been written, and whether that is the first.
    pub fresh_line: bool,
    pub first_line: bool,
    /// The picture that was written last: its place, and that of its title attribute.
    image: Option<(Range<usize>, Range<usize>, String)>,
}

pub struct OpenHeading {
    level: u8,
    /// Where its id goes.
    at: usize,
    id: Option<String>,
    pub text: String,
}

pub struct OpenImage {
    address: String,
    title: String,
    pub alternative: String,
    nested: usize,
    range: Range<usize>,
}

struct CodeBlock {
    /// `None` if indented.
    info: Option<String>,
    text: String,
    lines: Vec<usize>,
    range: Range<usize>,
}

#[derive(Default)]
struct RawBlock {
    text: String,
    /// Where each line begins in `text`, and which bytes of the prepared text it is.
    lines: Vec<(usize, Range<usize>)>,
}

struct Table {
    at: usize,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
    cell: usize,
    name: String,
}

impl<'a> Writer<'a> {
    pub fn new(prepared: &'a Prepared<'a>, path: &'a SourcePath, offset: usize, options: &'a MarkdownOptions) -> Self {
        let length = prepared.text.len();
        Self {
            prepared,
            path,
            offset,
            options,
            words: Words::of(&options.language),
            html: String::with_capacity(length + length / 4 + 64),
            plain: String::with_capacity(length),
            links: Vec::new(),
            headings: Vec::new(),
            diagnostics: Vec::new(),
            ids: BTreeSet::new(),
            indented: Vec::new(),
            indented_paragraphs: Vec::new(),
            run: Run::default(),
            soft_break: None,
            last: None,
            paragraph: None,
            heading: None,
            image: None,
            footnotes: Footnotes::default(),
            code: None,
            raw: None,
            table: None,
            item: 0,
            link_depth: 0,
            depth: 0,
        }
    }

    pub fn run(&mut self) {
        let prepared: &'a Prepared<'a> = self.prepared;
        for (event, range) in Parser::new_ext(&prepared.text, extensions()).into_offset_iter() {
            if let Event::Text(text) = event {
                self.text(&text, range);
                continue;
            }
            self.flush();
            if self.image.is_some() {
                self.in_image(event);
            } else {
                self.event(event, range);
            }
        }
        self.flush();
        self.write_footnotes();
    }

    pub fn finish(mut self) -> Checked<Body> {
        self.plain.truncate(self.plain.trim_end().len());
        let mut count = Count::of(&self.plain);
        for heading in &self.headings {
            let of_heading = Count::of(&heading.text);
            count.han += of_heading.han;
            count.words += of_heading.words;
        }
        let links: Vec<_> = self.links.iter().map(|link| (link.at, &link.target, &link.suffix, link.kind)).collect();
        let fingerprint = Fingerprint::of(&(&self.html, &links));
        let Self { html, links, headings, plain: text, diagnostics, .. } = self;
        Checked { value: Body { html, links, headings, text, count, fingerprint }, diagnostics }
    }

    fn text(&mut self, text: &CowStr<'a>, range: Range<usize>) {
        if let Some(block) = &mut self.code {
            if block.info.is_none() && self.prepared.text.get(range.clone()) == Some(text) {
                block.lines.push(range.start);
            }
            block.text.push_str(&strip(text));
        } else if !self.run.extend(text, &range, &self.prepared.text) {
            self.flush();
            self.run.begin(text, range, &self.prepared.text);
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(_) => {}
            Event::Code(text) => {
                self.html.push_str("<code>");
                self.put_opaque(&strip(&text));
                self.html.push_str("</code>");
            }
            Event::InlineMath(latex) => self.formula(&latex, false, &range),
            Event::DisplayMath(latex) => self.formula(&latex, true, &range),
            Event::Html(html) => {
                if let Some(block) = &mut self.raw {
                    block.lines.push((block.text.len(), range));
                    block.text.push_str(&strip(&html));
                } else {
                    self.inline_html(&html, range);
                }
            }
            Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak => self.write_soft_break(),
            Event::HardBreak => {
                self.html.push_str("<br>\n");
                self.inline_text().push(' ');
                self.last = None;
                self.fresh_line();
            }
            Event::Rule => {
                self.block();
                self.html.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    /// Within a picture's alternative text only text counts.
    fn in_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.nested += 1,
            Event::End(TagEnd::Image) if image.nested > 0 => image.nested -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                image.alternative.push_str(&strip(&text));
            }
            Event::SoftBreak | Event::HardBreak => image.alternative.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.block();
                self.plain_line();
                self.start_paragraph();
            }
            Tag::Heading { level, id, classes, attrs } => self.start_heading(level, id, &classes, &attrs),
            Tag::BlockQuote(None) => self.open_block("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => {
                let (class, title) = self.words.alert(kind);
                self.block();
                let _ = write!(
                    self.html,
                    "<aside class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n"
                );
            }
            Tag::CodeBlock(kind) => {
                let info = match kind {
                    CodeBlockKind::Fenced(info) => Some(strip(&info).into_owned()),
                    CodeBlockKind::Indented => None,
                };
                self.code = Some(CodeBlock { info, text: String::new(), lines: Vec::new(), range });
            }
            Tag::HtmlBlock => {
                self.block();
                self.raw = Some(RawBlock::default());
            }
            Tag::List(None) => self.open_block("<ul>\n"),
            Tag::List(Some(1)) => self.open_block("<ol>\n"),
            Tag::List(Some(first)) => {
                self.block();
                let _ = writeln!(self.html, "<ol start=\"{first}\">");
            }
            Tag::Item => {
                self.block();
                self.plain_line();
                self.item = self.html.len();
                self.html.push_str("<li>");
            }
            Tag::FootnoteDefinition(name) => self.start_footnote(&name),
            Tag::DefinitionList => self.open_block("<dl>\n"),
            Tag::DefinitionListTitle => self.open_block("<dt>"),
            Tag::DefinitionListDefinition => self.open_block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.html.push_str("<thead>\n<tr>\n"),
            Tag::TableRow => self.start_row(),
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => self.open("<em>"),
            Tag::Strong => self.open("<strong>"),
            Tag::Strikethrough => self.open("<del>"),
            Tag::Superscript => self.open("<sup>"),
            Tag::Subscript => self.open("<sub>"),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, &range),
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(OpenImage {
                    address: strip(&dest_url).into_owned(),
                    title: strip(&title).into_owned(),
                    alternative: String::new(),
                    nested: 0,
                    range,
                });
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.close_block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.close_block("</aside>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::List(ordered) => self.close_block(if ordered { "</ol>\n" } else { "</ul>\n" }),
            TagEnd::Item => self.close_block("</li>\n"),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::DefinitionList => self.close_block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.close_block("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.close_block("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.close_block("</tr>\n"),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.close("</em>"),
            TagEnd::Strong => self.close("</strong>"),
            TagEnd::Strikethrough => self.close("</del>"),
            TagEnd::Superscript => self.close("</sup>"),
            TagEnd::Subscript => self.close("</sub>"),
            TagEnd::Link => {
                self.link_depth = self.link_depth.saturating_sub(1);
                self.close("</a>");
            }
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

    // Blocks

    /// Begins a line, for a block.
    pub(super) fn block(&mut self) {
        self.soft_break = None;
        self.last = None;
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    fn open_block(&mut self, tag: &str) {
        self.block();
        self.plain_line();
        self.html.push_str(tag);
    }

    fn close_block(&mut self, tag: &str) {
        self.soft_break = None;
        self.last = None;
        self.html.push_str(tag);
    }

    pub(super) fn plain_line(&mut self) {
        if !self.plain.is_empty() && !self.plain.ends_with('\n') {
            self.plain.push('\n');
        }
    }

    pub(super) fn start_paragraph(&mut self) {
        self.paragraph =
            Some(Paragraph { at: self.html.len(), fresh_line: true, first_line: true, image: None });
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

    fn start_heading(
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
        self.heading = Some(OpenHeading { level, at, id, text: String::new() });
    }

    fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.trim().to_owned();
        let id = match heading.id {
            Some(id) if self.ids.insert(id.clone()) => id,
            Some(id) => heading_id(&id, &mut self.ids),
            None => heading_id(&text, &mut self.ids),
        };
        let mut attribute = String::with_capacity(id.len() + 8);
        attribute.push_str(" id=\"");
        escape::attribute(&mut attribute, &id);
        attribute.push('"');
        self.replace(heading.at..heading.at, &attribute);
        self.soft_break = None;
        self.last = None;
        let _ = writeln!(self.html, "</h{}>", heading.level);
        self.headings.push(Heading { level: heading.level, id, text });
    }

    fn end_code(&mut self) {
        let Some(block) = self.code.take() else { return };
        if block.info.is_none() && block.text.chars().any(is_han) && !block.lines.is_empty() {
            self.indented.extend(block.lines.iter().map(|line| self.prepared.source(*line)));
            let span = self.span(&block.range);
            self.indented_paragraphs.push(messages::indented_paragraph().at(Location::span(self.path, span)));
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
            let at = fence.find(language).map_or(block.range.clone(), |at| {
                block.range.start + at..block.range.start + at + language.len()
            });
            self.report(messages::unknown_code_language(language), &at);
        }
        self.html.push_str("</code></pre>\n");
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.block();
        let at = self.html.len();
        self.html.push_str("<div class=\"table-scroll\"><table>\n");
        self.plain_line();
        let name = String::new();
        self.table = Some(Table { at, alignments, column: 0, in_head: true, has_body: false, cell: 0, name });
    }

    fn start_row(&mut self) {
        self.plain_line();
        if let Some(table) = &mut self.table {
            table.column = 0;
            if !table.has_body {
                table.has_body = true;
                self.html.push_str("<tbody>\n");
            }
        }
        self.html.push_str("<tr>\n");
    }

    fn start_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        if !self.plain.is_empty() && !self.plain.ends_with([' ', '\n']) {
            self.plain.push(' ');
        }
        table.cell = self.plain.len();
        self.html.push_str(if table.in_head { "<th scope=\"col\"" } else { "<td" });
        // A class, since a strict content security policy has no use for style attributes.
        self.html.push_str(match table.alignments.get(table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            _ => ">",
        });
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        let text = self.plain.get(table.cell..).unwrap_or_default().trim();
        if table.in_head && !text.is_empty() {
            if !table.name.is_empty() {
                table.name.push_str(self.words.separator);
            }
            table.name.push_str(text);
        }
        let tag = if table.in_head { "</th>\n" } else { "</td>\n" };
        self.close_block(tag);
    }

    /// A table that is wider than the screen is scrolled, by keyboard too, and so needs a
    /// name: its column heads. One without any can't have one.
    fn end_table_head(&mut self) {
        self.html.push_str("</tr>\n</thead>\n");
        let Some(table) = &mut self.table else { return };
        table.in_head = false;
        if table.name.is_empty() {
            return;
        }
        let mut attributes = " tabindex=\"0\" role=\"region\" aria-label=\"".to_owned();
        attributes.push_str(self.words.table);
        escape::attribute(&mut attributes, &table.name);
        attributes.push('"');
        let at = table.at + "<div class=\"table-scroll\"".len();
        self.replace(at..at, &attributes);
    }

    fn end_table(&mut self) {
        if self.table.take().is_some_and(|table| table.has_body) {
            self.html.push_str("</tbody>\n");
        }
        self.close_block("</table></div>\n");
    }

    fn task(&mut self, done: bool) {
        if self.html.get(self.item..).is_some_and(|item| item.starts_with("<li>")) {
            self.html.insert_str(self.item + "<li".len(), " class=\"task\"");
            if let Some(paragraph) = self.paragraph.as_mut().filter(|paragraph| paragraph.at > self.item) {
                paragraph.at += " class=\"task\"".len();
            }
        }
        let (checked, label) = if done { (" checked", self.words.done) } else { ("", self.words.open) };
        let _ = write!(self.html, "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> ");
    }

    // Links and pictures

    fn start_link(&mut self, kind: LinkType, address: &str, title: &str, range: &Range<usize>) {
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

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        let start = self.html.len();
        self.html.push_str("<img src=\"");
        self.address(&image.address, LinkKind::Asset, &image.range);
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

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str(" title=\"");
            escape::attribute(&mut self.html, &strip(title));
            self.html.push('"');
        }
    }

    /// Writes an address, or leaves it open if it is one of the site's own. Returns whether it leads to another host.
    fn address(&mut self, address: &str, kind: LinkKind, range: &Range<usize>) -> bool {
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

    fn formula(&mut self, latex: &str, display: bool, range: &Range<usize>) {
        self.soft_break = None;
        self.last = None;
        self.fresh_text();
        let latex = strip(latex);
        if let Err(reason) = math::mathml(&mut self.html, &latex, display) {
            self.report(messages::math_syntax(&reason), range);
            let sign = if display { "$$" } else { "$" };
            self.html.push_str("<code class=\"math-error\">");
            self.html.push_str(sign);
            escape::text(&mut self.html, &latex);
            self.html.push_str(sign);
            self.html.push_str("</code>");
        }
    }

    // Raw HTML

    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let html = strip(html);
        if self.options.raw_html {
            self.write_raw(&html, &[(0, range)], false);
        } else {
            self.put(&html);
        }
    }

    fn end_raw(&mut self) {
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
    fn write_raw(&mut self, html: &str, lines: &[(usize, Range<usize>)], visible: bool) {
        let mut done = 0;
        scan(html, |piece| match piece {
            Piece::Text(text) if visible => {
                for line in html[text].lines().map(str::trim).filter(|line| !line.is_empty()) {
                    self.plain_line();
                    self.plain.push_str(&line.replace("&nbsp;", " ").replace("&lt;", "<").replace("&amp;", "&"));
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
                if let Some(at) = self.prepared.text.get(range.clone()).and_then(|line| line.find(&html[value.clone()])) {
                    range = range.start + at..range.start + at + value.len();
                }
                let kind = if link { LinkKind::Page } else { LinkKind::Asset };
                self.address(&written, kind, &range);
            }
        });
        self.html.push_str(&html[done..]);
    }

    // Places

    /// Replaces HTML and moves the links behind it.
    pub(super) fn replace(&mut self, range: Range<usize>, by: &str) {
        for link in self.links.iter_mut().rev().take_while(|link| link.at >= range.end) {
            link.at = link.at - range.len() + by.len();
        }
        self.html.replace_range(range, by);
    }

    /// The place in the file of a range of the prepared text.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let start = self.prepared.source(range.start);
        Span { start, end: self.prepared.source(range.end).max(start) }.shift(self.offset)
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic, range: &Range<usize>) {
        let span = self.span(range);
        self.diagnostics.push(diagnostic.at(Location::span(self.path, span)));
    }
}

/// One by one: some of the parser's flags share bits, so that taking any from all takes more than one.
fn extensions() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_MATH
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
}
