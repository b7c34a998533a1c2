//! Parser events → HTML, links, headings and plain text, in one pass and into one string.
//!
//! A soft break between two wide characters leaves nothing. Which characters those are is
//! known only when the text behind the break comes, perhaps after a tag; so the newline is
//! written at once and taken back when it turns out to be one too many. In the same way a
//! heading's id, a table's name and a figure are put in when what they depend on is known.
//! Places of links behind such a change are moved with it.
//!
//! This file has the order of events and the plain blocks. `paragraph`, `table` and
//! `address` have those that hold something back, `run` the text within them,
//! `footnotes` what goes to the end.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};

use super::address::{OpenImage, RawBlock};
use super::elements::Elements;
use super::footnotes::Footnotes;
use super::misread::{self, Definitions, Numbers};
use super::paragraph::{CodeBlock, OpenHeading, Paragraph};
use super::prepare::{Prepared, strip};
use super::run::{Run, SoftBreak};
use super::table::Table;
use super::words::Words;
use super::{Body, Heading, LinkTo, MarkdownOptions, escape, math};
use crate::base::diagnostic::{Checked, Diagnostic, Location, Span, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::html::Raw;
use crate::base::text::{Count, HeadingIds, TextLevel};
use crate::base::url::SourcePath;

/// Characters of plain text that a body keeps: more than any summary is long.
const OPENING: usize = 300;

pub struct Writer<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) path: &'a SourcePath,
    offset: usize,
    pub(super) options: &'a MarkdownOptions,
    pub(super) words: &'static Words,

    pub(super) html: String,
    pub(super) plain: String,
    pub(super) links: Vec<LinkTo>,
    pub(super) headings: Vec<Heading>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) ids: HeadingIds,
    /// Bytes of the source at which lines of indented paragraphs begin that were parsed as code.
    pub indented: Vec<usize>,
    /// Where these paragraphs are.
    pub indented_paragraphs: Vec<Span>,

    /// What stood as text outside of code and links, in the prepared text.
    texts: Vec<Range<usize>>,

    pub(super) run: Run,
    pub(super) soft_break: Option<SoftBreak>,
    /// The character before the next text, if text stands there.
    pub(super) last: Option<char>,
    pub(super) paragraph: Option<Paragraph>,
    pub(super) heading: Option<OpenHeading>,
    pub(super) image: Option<OpenImage>,
    pub(super) footnotes: Footnotes,
    pub(super) code: Option<CodeBlock>,
    pub(super) raw: Option<RawBlock>,
    /// The element of raw HTML that is open and whose content is text alone, such as a script.
    pub(super) open_raw: Option<Raw>,
    /// All elements of raw HTML that are open.
    pub(super) elements: Elements,
    pub(super) table: Option<Table>,
    /// Where the last list item began.
    pub(super) item: usize,
    /// The lists that are open, with what is to be known of those that count.
    pub(super) numbers: Vec<Option<Numbers>>,
    /// What formulas have defined for those that follow.
    pub(super) macros: math::Macros,
    pub(super) link_depth: usize,
    /// How many inline elements are open.
    pub(super) depth: usize,
    /// The raised or lowered text that is open, and where it begins in the plain text.
    pub(super) moved: Option<(TextLevel, usize)>,
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
            // Ample, so that neither grows; what is kept of them is cut to size in `finish`.
            html: String::with_capacity(2 * length + 64),
            plain: String::with_capacity(length),
            links: Vec::new(),
            headings: Vec::new(),
            diagnostics: Vec::new(),
            ids: HeadingIds::default(),
            indented: Vec::new(),
            indented_paragraphs: Vec::new(),
            texts: Vec::new(),
            run: Run::default(),
            soft_break: None,
            macros: math::Macros::default(),
            last: None,
            paragraph: None,
            heading: None,
            image: None,
            footnotes: Footnotes::default(),
            code: None,
            raw: None,
            open_raw: None,
            elements: Elements::default(),
            table: None,
            item: 0,
            numbers: Vec::new(),
            link_depth: 0,
            depth: 0,
            moved: None,
        }
    }

    pub fn run(&mut self) {
        let prepared: &'a Prepared<'a> = self.prepared;
        self.elements.enter(false);
        let events = Parser::new_ext(&prepared.text, extensions()).into_offset_iter();
        let definitions = events.reference_definitions().iter();
        let mut unused = Definitions::new();
        for (label, definition) in definitions {
            unused.entry(misread::label(label)).or_default().push(definition.span.clone());
        }
        for (event, range) in events {
            if !unused.is_empty() {
                misread::used(&event, &mut unused);
            }
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
        self.close_elements();
        self.judge_definitions(unused);
        self.write_footnotes();
    }

    /// What stood as text outside of code and links, in the source.
    pub fn texts(&self) -> Vec<Range<usize>> {
        let place = |range: &Range<usize>| self.prepared.source(range.start)..self.prepared.source(range.end);
        self.texts.iter().map(place).collect()
    }

    pub fn finish(mut self) -> Checked<Body> {
        // Bodies stay for the whole build, ten thousand of them: exact copies, where shrinking
        // in place would keep the room that was never used.
        self.html = self.html.as_str().to_owned();
        let mut count = Count::of(&self.plain);
        let end = self.plain.char_indices().nth(OPENING).map_or(self.plain.len(), |(end, _)| end);
        self.plain = self.plain[..end].trim_end().to_owned();
        for heading in &self.headings {
            let of_heading = Count::of(&heading.text);
            count.han += of_heading.han;
            count.words += of_heading.words;
        }
        let links = self.links.iter();
        let links: Vec<_> =
            links.map(|link| (link.at, link.typed, &link.target, &link.suffix, link.kind, link.spaced)).collect();
        let fingerprint = Fingerprint::of(&(&self.html, &links));
        let Self { html, links, headings, plain: opening, diagnostics, .. } = self;
        Checked { value: Body { html, links, headings, opening, count, fingerprint }, diagnostics }
    }

    fn text(&mut self, text: &CowStr<'a>, range: Range<usize>) {
        if let Some(block) = &mut self.code {
            if block.info.is_none() && self.prepared.text.get(range.clone()) == Some(&**text) {
                block.lines.push(range.start);
            }
            block.text.push_str(&strip(text));
            return;
        }
        if self.link_depth == 0 && self.image.is_none() {
            match self.texts.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => self.texts.push(range.clone()),
            }
        }
        if !self.run.extend(text, &range, &self.prepared.text) {
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
        if !matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. } | Tag::MetadataBlock(_)) {
            self.elements.enter(matches!(tag, Tag::Paragraph));
        }
        match tag {
            Tag::Paragraph => {
                self.block();
                self.plain_line();
                self.start_paragraph();
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.judge_heading(&range);
                self.start_heading(level, id, &classes, &attrs);
            }
            Tag::BlockQuote(None) => {
                self.judge_quote(&range);
                self.open_block("<blockquote>\n");
            }
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
            Tag::List(None) => {
                self.numbers.push(None);
                self.open_block("<ul>\n");
            }
            Tag::List(Some(1)) => {
                self.numbers.push(Some(Numbers::from(1)));
                self.open_block("<ol>\n");
            }
            Tag::List(Some(first)) => {
                self.numbers.push(Some(Numbers::from(first)));
                self.block();
                let _ = writeln!(self.html, "<ol start=\"{first}\">");
            }
            Tag::Item => {
                self.judge_item(&range);
                self.block();
                self.plain_line();
                self.item = self.html.len();
                self.html.push_str("<li>");
            }
            Tag::FootnoteDefinition(name) => self.start_footnote(&name, range),
            Tag::DefinitionList => self.open_block("<dl>\n"),
            Tag::DefinitionListTitle => self.open_block("<dt>"),
            Tag::DefinitionListDefinition => self.open_block("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.html.push_str("<thead>\n<tr>\n"),
            Tag::TableRow => {
                self.judge_row(&range);
                self.start_row();
            }
            Tag::TableCell => self.start_cell(),
            Tag::Emphasis => {
                self.judge_emphasis(&range);
                self.open("<em>");
            }
            Tag::Strong => {
                self.judge_strong(&range);
                self.open("<strong>");
            }
            Tag::Strikethrough => self.open("<del>"),
            Tag::Superscript => {
                self.open("<sup>");
                self.begin_script(TextLevel::Raised);
            }
            Tag::Subscript => {
                self.open("<sub>");
                self.begin_script(TextLevel::Lowered);
            }
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
        if !matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image | TagEnd::MetadataBlock(_)) {
            self.close_elements();
        }
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(None) => self.close_block("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.close_block("</aside>\n"),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::List(ordered) => {
                self.numbers.pop();
                self.close_block(if ordered { "</ol>\n" } else { "</ul>\n" });
            }
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
            TagEnd::Superscript => {
                self.close("</sup>");
                self.end_script();
            }
            TagEnd::Subscript => {
                self.close("</sub>");
                self.end_script();
            }
            TagEnd::Link => {
                self.link_depth = self.link_depth.saturating_sub(1);
                self.close("</a>");
            }
            TagEnd::Image | TagEnd::MetadataBlock(_) => {}
        }
    }

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

    pub(super) fn close_block(&mut self, tag: &str) {
        self.soft_break = None;
        self.last = None;
        self.html.push_str(tag);
    }

    pub(super) fn plain_line(&mut self) {
        plain_line(&mut self.plain);
    }

    fn formula(&mut self, latex: &str, display: bool, range: &Range<usize>) {
        self.soft_break = None;
        self.last = None;
        self.fresh_text();
        let latex = strip(latex);
        let start = self.html.len();
        if display {
            // One that is wider than the screen is scrolled, by keyboard too, and so needs a name.
            let _ = write!(
                self.html,
                "<span class=\"math-block\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">",
                self.words.formula
            );
        }
        let written = math::mathml(&mut self.html, &latex, display, &mut self.macros);
        if written.is_ok() && display {
            self.html.push_str("</span>");
        }
        // A summary says what a formula in the line says; the name of a heading is its words alone.
        if written.is_ok()
            && !display
            && self.heading.is_none()
            && let Some(words) = math::spoken(&latex, &self.html[start..])
        {
            self.inline_text().push_str(&words);
        }
        if let Err(fault) = written {
            self.html.truncate(start);
            let (zh, en) = fault.words();
            self.report(messages::formula_not_understood(&math::quoted(&latex), &zh, &en), range);
            let sign = if display { "$$" } else { "$" };
            self.html.push_str("<code class=\"math-error\">");
            self.html.push_str(sign);
            escape::text(&mut self.html, &latex);
            self.html.push_str(sign);
            self.html.push_str("</code>");
        }
    }

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

/// Begins a block of plain text, an empty line below the last: what stood in two blocks is never read as one word.
pub fn plain_line(plain: &mut String) {
    plain.truncate(plain.trim_end_matches([' ', '\n']).len());
    if !plain.is_empty() {
        plain.push_str("\n\n");
    }
}

/// One by one: some of the parser's flags share bits, so that taking any from all takes more than one.
pub fn extensions() -> Options {
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
