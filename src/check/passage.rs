//! Splits a content file into its passages: paragraphs, headings, cells and fields as readers see them, each character
//! mapped to its place in the file.
//!
//! Code, formulas, pictures and addresses are not prose. Each is replaced in its passage by [`OPAQUE`], so that the
//! words around it don't count as neighbours.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::align::align;
use crate::base::diagnostic::{Location, Span};
use crate::base::text::pattern::{self, Pattern};
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Map, Node};
use crate::config::collection::{Field, FieldType};
use crate::content::markdown::{MarkdownOptions, walk};

/// Replaces each byte that is not prose.
pub const OPAQUE: char = '\u{1A}';

/// A text that is read as a unit.
pub struct Passage<'a> {
    pub path: &'a SourcePath,
    /// The language as a BCP 47 tag.
    pub language: &'a str,
    pub kind: PassageKind,
    pub text: String,
    /// E-mail addresses, which `text` doesn't include.
    pub emails: Vec<(Range<usize>, String)>,
    /// Web addresses in a body that are not written as links.
    pub bare_addresses: Vec<Range<usize>>,
    pieces: Vec<PassagePiece>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PassageKind {
    /// Running text of a body.
    Body,
    Heading,
    /// The alternative text of a picture.
    Alternative,
    /// A front matter field, a table cell or a setting.
    Field,
}

/// A part of a passage from one place of the source.
#[derive(Clone, Copy)]
pub struct PassagePiece {
    /// The byte offset in the passage's text.
    pub at: usize,
    pub source: Span,
    /// Whether the source contains exactly this text.
    pub verbatim: bool,
}

impl Passage<'_> {
    /// Returns the source location of a range of the text.
    pub fn location(&self, range: Range<usize>) -> Location {
        let first = self.piece(range.start);
        let last = self.piece(range.end.saturating_sub(1).max(range.start));
        let start = first.map_or(0, |piece| if piece.verbatim { piece.place(range.start) } else { piece.source.start });
        let end = last.map_or(start, |piece| if piece.verbatim { piece.place(range.end) } else { piece.source.end });
        Location::span(self.path, start..end.max(start))
    }

    /// Returns the source span of a range, if the source contains exactly that text in one piece, so that it can be
    /// replaced.
    pub fn verbatim(&self, range: &Range<usize>) -> Option<Span> {
        let piece = self.piece(range.start)?;
        let end = piece.place(range.end);
        (piece.verbatim && end <= piece.source.end).then(|| Span { start: piece.place(range.start), end })
    }

    pub fn is_chinese(&self) -> bool {
        self.language.starts_with("zh")
    }

    fn piece(&self, at: usize) -> Option<&PassagePiece> {
        self.pieces[..self.pieces.partition_point(|piece| piece.at <= at)].last()
    }
}

impl PassagePiece {
    fn place(&self, at: usize) -> usize {
        self.source.start + at.saturating_sub(self.at)
    }
}

/// Matches bare web addresses.
static ADDRESS: Pattern = Pattern::new(|| pattern::constant(r"(?i)(?:https?://|www\.)[!-~]+"));
static EMAIL: Pattern =
    Pattern::new(|| pattern::constant(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"));

/// Collects the passages of one file.
pub struct Passages<'a> {
    pub path: &'a SourcePath,
    pub language: &'a str,
    pub finished: Vec<Passage<'a>>,
}

impl<'a> Passages<'a> {
    pub fn new(path: &'a SourcePath, language: &'a str) -> Self {
        Self { path, language, finished: Vec::new() }
    }

    /// Adds the passages of a Markdown text that begins at `offset` of its file.
    pub fn body(&mut self, source: &str, offset: usize, options: &MarkdownOptions) {
        let mut open = Open::default();
        let mut outside: Option<Open> = None;
        let mut code = false;
        walk(source, self.path, offset, options, |event, span| match event {
            Event::Start(Tag::Link { .. }) => open.link = Some(open.text.len()),
            Event::End(TagEnd::Link) => {
                let end = open.text.len();
                open.links.extend(open.link.take().map(|start| start..end));
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => {
                self.close(&mut open);
                code = true;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => code = false,
            _ if code => {}
            Event::Start(Tag::Image { .. }) => {
                open.push(&OPAQUE.to_string(), span, false);
                if outside.is_none() {
                    outside = Some(std::mem::take(&mut open));
                    open.kind = Some(PassageKind::Alternative);
                }
            }
            Event::End(TagEnd::Image) => {
                self.close(&mut open);
                open = outside.take().unwrap_or_default();
            }
            Event::Start(tag) if is_block(&tag) => {
                self.close(&mut open);
                open.kind = matches!(tag, Tag::Heading { .. }).then_some(PassageKind::Heading);
            }
            Event::End(tag) if is_block_end(tag) => self.close(&mut open),
            Event::Text(_) if open.literal > 0 => open.push(&OPAQUE.to_string(), span, false),
            Event::InlineHtml(html) if is_literal(&html) => {
                open.literal = if html.starts_with("</") { open.literal.saturating_sub(1) } else { open.literal + 1 };
            }
            Event::Text(text) => {
                let verbatim = source.get(span.start - offset..span.end - offset) == Some(&*text);
                open.push(&text, span, verbatim);
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                open.push(&OPAQUE.to_string(), span, false)
            }
            Event::SoftBreak | Event::HardBreak => open.push("\n", span, false),
            Event::InlineHtml(html) if html.to_ascii_lowercase().starts_with("<br") => open.push("\n", span, false),
            _ => {}
        });
        self.close(&mut open);
    }

    /// Adds the texts of a front matter or a table row, by their declaration.
    pub fn fields(&mut self, source: &str, map: &Map, fields: &[Field], options: &MarkdownOptions) {
        for (key, node) in &map.entries {
            let field = fields.iter().find(|field| *field.key == *key.text);
            if let Some(field) = field.filter(|field| !NO_PROSE.contains(&&*field.key)) {
                self.value(source, &field.field_type, node, options);
            }
        }
    }

    fn value(&mut self, source: &str, field_type: &FieldType, node: &Node, options: &MarkdownOptions) {
        match (field_type, &node.kind) {
            (FieldType::List(item), Kind::List(nodes)) => {
                nodes.iter().for_each(|node| self.value(source, item, node, options));
            }
            (FieldType::List(item), _) => {
                let before = self.finished.len();
                self.value(source, item, node, options);
                // A list written as one text has its items separated by semicolons.
                for passage in &mut self.finished[before..] {
                    passage.text = passage.text.replace(';', &OPAQUE.to_string());
                }
            }
            (FieldType::Group(fields), Kind::Map(map)) => self.fields(source, map, fields, options),
            (FieldType::Text | FieldType::Name | FieldType::Figure, Kind::Scalar { .. }) => self.scalar(source, node),
            (FieldType::Figure | FieldType::OpeningHours, Kind::Map(map)) => {
                let texts = ["note", "scope", "caveat", "name"];
                let texts = map.entries.iter().filter(|(key, _)| texts.contains(&key.text.as_str()));
                texts.for_each(|(_, node)| self.scalar(source, node));
            }
            (FieldType::Markdown, Kind::Scalar { text, .. }) => {
                let written = source.get(node.span.start..node.span.end).unwrap_or_default();
                if let Some(at) = written.find(text.as_str()) {
                    self.body(text, node.span.start + at, options);
                }
            }
            _ => {}
        }
    }

    /// Adds one value as a passage.
    pub fn scalar(&mut self, source: &str, node: &Node) {
        let Some(text) = node.as_text().filter(|text| !text.is_empty()) else { return };
        let written = source.get(node.span.start..node.span.end).unwrap_or_default();
        let mut open = Open { kind: Some(PassageKind::Field), ..Open::default() };
        match align(text, written) {
            Some(parts) => {
                let mut done = (0, node.span.start);
                for (part, at) in parts {
                    let start = node.span.start + at;
                    let blank = &text[done.0..part.start];
                    if !blank.is_empty() {
                        let verbatim = source.get(done.1..start) == Some(blank);
                        open.push(blank, Span { start: done.1.min(start), end: start }, verbatim);
                    }
                    done = (part.end, start + part.len());
                    open.push(&text[part], Span { start, end: done.1 }, true);
                }
            }
            None => open.push(text, node.span, false),
        }
        self.close(&mut open);
    }

    fn close(&mut self, open: &mut Open) {
        let Open { kind, mut text, pieces, links, .. } = std::mem::take(open);
        if text.trim().is_empty() {
            return;
        }
        let found = EMAIL.find_iter(&text).map(|found| (found.range(), found.as_str().to_owned()));
        let emails: Vec<_> = found.collect();
        let addresses: Vec<_> = ADDRESS.find_iter(&text).map(|found| found.range()).collect();
        let outside =
            |range: &Range<usize>| !links.iter().any(|link| link.start <= range.start && range.end <= link.end);
        let with_scheme = |range: &Range<usize>| text[range.clone()].starts_with("http");
        let is_text = !matches!(kind, Some(PassageKind::Field | PassageKind::Alternative));
        let bare = addresses.iter().filter(|range| is_text && outside(range) && with_scheme(range));
        let bare_addresses = bare.map(|range| trimmed(&text, range)).collect();
        for range in emails.iter().map(|(range, _)| range.clone()).chain(addresses) {
            let length = range.len();
            text.replace_range(range, &OPAQUE.to_string().repeat(length));
        }
        let kind = kind.unwrap_or(PassageKind::Body);
        self.finished.push(Passage {
            path: self.path,
            language: self.language,
            kind,
            text,
            emails,
            bare_addresses,
            pieces,
        });
    }
}

/// Returns an address's range without the punctuation of the sentence around it.
fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let address = text[range.clone()].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '"', '\'', '>']);
    range.start..range.start + address.len()
}

/// Fields whose text is an identifier, not prose.
const NO_PROSE: [&str; 4] = ["slug", "template", "aliases", "check"];

/// A passage that isn't complete yet.
#[derive(Default)]
struct Open {
    kind: Option<PassageKind>,
    text: String,
    pieces: Vec<PassagePiece>,
    links: Vec<Range<usize>>,
    /// The start of the link that is being read.
    link: Option<usize>,
    /// How many elements of code are open.
    literal: usize,
}

impl Open {
    fn push(&mut self, text: &str, source: Span, verbatim: bool) {
        let at = self.text.len();
        self.text.push_str(text);
        match self.pieces.last_mut() {
            Some(last) if verbatim && last.verbatim && last.source.end == source.start => last.source.end = source.end,
            _ => self.pieces.push(PassagePiece { at, source, verbatim }),
        }
    }
}

/// Whether a tag is that of an element of code, in which a sign is what was typed.
fn is_literal(html: &str) -> bool {
    let name = html.trim_start_matches(['<', '/']);
    let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["code", "kbd", "samp", "var", "tt"].iter().any(|literal| name.eq_ignore_ascii_case(literal))
}

fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript | Tag::Link { .. }
    )
}

fn is_block_end(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passages(source: &str) -> Vec<(PassageKind, String)> {
        let path = SourcePath::new("content/a.md").unwrap();
        let mut passages = Passages::new(&path, "zh-CN");
        passages.body(source, 0, &MarkdownOptions::default());
        for passage in &passages.finished {
            for (at, c) in passage.text.char_indices().filter(|(_, c)| !matches!(c, '\n' | &OPAQUE)) {
                let range = at..at + c.len_utf8();
                if let Some(span) = passage.verbatim(&range) {
                    assert_eq!(&source[span.start..span.end], c.to_string(), "{source}");
                }
            }
        }
        passages.finished.into_iter().map(|found| (found.kind, found.text.replace(OPAQUE, "¤"))).collect()
    }

    #[test]
    fn a_text_comes_in_its_passages() {
        let source = "# 标题\n\n前**「甲」**后`码`$x$尾，\n下一行[链接](a.md)见 www.a.cn 好\n\n- 一\n- ![图，片](a.png)说明\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n\n```\n代码\n```\n<p>块</p>\n";
        use PassageKind::{Alternative, Body, Heading};
        let expected = [
            (Heading, "标题"),
            (Body, "前「甲」后¤¤尾，\n下一行链接见 ¤¤¤¤¤¤¤¤ 好"),
            (Body, "一"),
            (Alternative, "图，片"),
            (Body, "¤说明"),
            (Body, "甲"),
            (Body, "乙"),
            (Body, "丙"),
            (Body, "丁"),
        ];
        assert_eq!(passages(source), expected.map(|(kind, text)| (kind, text.to_owned())));
    }

    #[test]
    fn elements_of_code_are_no_prose() {
        for name in ["code", "kbd", "samp", "var", "tt", "CODE"] {
            let found = passages(&format!("前<{name} class=\"x\">甲,乙</{name}>后,尾\n\n下<{name}>一段\n\n又一段"));
            let texts: Vec<&str> = found.iter().map(|(_, text)| text.as_str()).collect();
            assert_eq!(texts, ["前¤后,尾", "下¤", "又一段"], "{name}");
        }
    }

    #[test]
    fn values_are_found_in_their_quotation_marks() {
        let source = "a: \"甲: \\\"乙\\\"\"\nb: '丙''丁'\nc: 戊 己\nd: |\n  庚\n  辛\n";
        let root = crate::base::yaml::parse(source, 0).unwrap();
        let path = SourcePath::new("content/a.md").unwrap();
        let mut passages = Passages::new(&path, "zh-CN");
        root.as_map().unwrap().entries.iter().for_each(|(_, node)| passages.scalar(source, node));
        for (passage, word) in passages.finished.iter().zip(["乙", "丁", "己", "辛"]) {
            let at = passage.text.find(word).unwrap();
            let found = passage.verbatim(&(at..at + word.len()));
            assert_eq!(found.map(|span| &source[span.start..span.end]), (word != "乙").then_some(word));
        }
    }
}
