//! Parses YAML into a tree in which every value has its span.
//!
//! The only module that uses the YAML library. It reads the library's event stream, so that scalars keep their written
//! text: the field's type decides whether `0830` is a number or a telephone number. Anchors have a budget, which stops
//! a text that expands without end.

use std::collections::BTreeMap;

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as YamlSpan};

use super::raw::{Raw, Reason};
use super::{Key, Kind, Map, Node, lines};
use crate::base::diagnostic::Span;
use crate::base::text::break_vanishes;

const DEEPEST: usize = 32;
const MOST_NODES: usize = 20_000;
/// Bytes of text in a tree. Aliases could make gigabytes of a few lines.
const MOST_BYTES: usize = 16 << 20;

/// Parses a text once, without searching for the cause where it can't be read; nothing for an empty text.
pub fn attempt(text: &str, offset: usize) -> Result<Option<Node>, Raw> {
    let mut builder = Builder { text, offset, anchors: BTreeMap::new(), size: Size::default() };
    let mut parser = Parser::new_from_str(text);
    let mut root = None;
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| builder.scan_fault(&error))?;
        match event {
            Event::Scalar(..) | Event::SequenceStart(..) | Event::MappingStart(..) | Event::Alias(_) => {
                if root.is_some() {
                    return Err(builder.fault(&span, Reason::SecondDocument));
                }
                root = Some(builder.node(event, &span, &mut parser, 0)?);
            }
            _ => {}
        }
    }
    if let Some((_, _, at, length)) = builder.anchors.values().find(|(.., used, _)| *used != usize::MAX) {
        return Err(Raw { at: *at, length: *length, reason: Reason::Anchor });
    }
    let root = root.filter(|node| !node.is_null());
    if let Some(node) = root.as_ref().filter(|node| node.as_text().is_some()) {
        return Err(builder.fault_at(node.span, Reason::NoKeys));
    }
    match root.as_ref().and_then(|root| builder.swallowed(root)) {
        Some(raw) => Err(raw),
        None => Ok(root),
    }
}

/// Takes back the space that YAML puts where lines are joined, between characters that need none: Chinese text over two
/// lines is one text, as in a body. Spaces that were typed stay.
fn without_seams(text: String, written: &str) -> String {
    if !written.contains('\n') {
        return text;
    }
    let blanks = [' ', '\t', '\r'];
    let lines: Vec<&str> = written.lines().map(|line| line.trim_matches(blanks)).collect();
    let (mut joined, mut rest) = (String::with_capacity(text.len()), text.as_str());
    for pair in lines.windows(2) {
        // A quotation mark of YAML's own is no part of the text.
        let (before, after) = (pair[0].trim_start_matches(['"', '\'']), pair[1].trim_end_matches(['"', '\'']));
        if !break_vanishes(before, after) {
            continue;
        }
        if let Some(at) = rest.find(&format!("{before} {after}")) {
            let (done, seam) = rest.split_at(at + before.len());
            joined.push_str(done);
            rest = &seam[1..];
        }
    }
    joined.push_str(rest);
    joined
}

struct Builder<'t> {
    text: &'t str,
    offset: usize,
    /// By anchor: the node, its size with all that is below it, where it stands (`usize::MAX` once it is used) and how long it is.
    anchors: BTreeMap<usize, (Node, Size, usize, usize)>,
    size: Size,
}

/// What a tree takes up.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    bytes: usize,
}

impl Size {
    fn since(self, before: Self) -> Self {
        Self { nodes: self.nodes - before.nodes, bytes: self.bytes - before.bytes }
    }
}

type YamlParser<'t> = Parser<'t, serde_yaml::granit_parser::StrInput<'t>>;

impl<'t> Builder<'t> {
    fn node(
        &mut self,
        event: Event<'t>,
        span: &YamlSpan,
        parser: &mut YamlParser<'t>,
        depth: usize,
    ) -> Result<Node, Raw> {
        let before = self.size;
        self.grow(span, Size { nodes: 1, bytes: if let Event::Scalar(text, ..) = &event { text.len() } else { 0 } })?;
        if depth > DEEPEST {
            return Err(self.fault(span, Reason::TooLarge));
        }
        let start = self.span(span);
        let (node, anchor) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                if tag.is_some_and(|tag| !tag.is_yaml_core_schema()) {
                    // What stands behind `!` isn't part of the text.
                    return Err(self.fault(span, Reason::Tag));
                }
                let plain = style == ScalarStyle::Plain;
                let null = plain && matches!(&*text, "" | "~" | "null");
                let written = || self.text.get(start.start - self.offset..start.end - self.offset).unwrap_or_default();
                let text = if text.contains(' ') && style != ScalarStyle::Literal {
                    without_seams(text.into_owned(), written())
                } else {
                    text.into_owned()
                };
                let kind = if null { Kind::Null } else { Kind::Scalar { text, plain } };
                (Node { span: start, kind }, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                let end = loop {
                    match self.next(parser, span)? {
                        (Event::SequenceEnd, end) => break end,
                        (event, span) => items.push(self.node(event, &span, parser, depth + 1)?),
                    }
                };
                (Node { span: self.reach(start, &end), kind: Kind::List(items) }, anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                let mut map = Map::default();
                let end = loop {
                    let (event, key_span) = self.next(parser, span)?;
                    if let Event::MappingEnd = event {
                        break key_span;
                    }
                    let key = self.node(event, &key_span, parser, depth + 1)?;
                    let text = match key.kind {
                        Kind::Scalar { text, .. } => text,
                        Kind::Null => String::new(),
                        _ => return Err(self.fault(&key_span, Reason::KeyNotText)),
                    };
                    if map.get(&text).is_some() {
                        return Err(self.fault(&key_span, Reason::Twice { key: text }));
                    }
                    let (event, value_span) = self.next(parser, span)?;
                    let value = self.node(event, &value_span, parser, depth + 1)?;
                    map.entries.push((Key { text, span: key.span }, value));
                };
                (Node { span: self.reach(start, &end), kind: Kind::Map(map) }, anchor)
            }
            Event::Alias(id) => {
                let Some((_, size, unused, _)) = self.anchors.get_mut(&id) else {
                    return Err(self.fault(span, Reason::Alias));
                };
                *unused = usize::MAX;
                let size = *size;
                // Before the copy is made.
                self.grow(span, size)?;
                let kind = self.anchors.get(&id).map_or(Kind::Null, |(node, ..)| node.kind.clone());
                (Node { span: start, kind }, 0)
            }
            _ => return Err(self.fault(span, Reason::Unclosed)),
        };
        if anchor != 0 {
            let (at, length) = (start.start - self.offset, start.end - start.start);
            self.anchors.insert(anchor, (node.clone(), self.size.since(before), at, length));
        }
        Ok(node)
    }

    fn grow(&mut self, span: &YamlSpan, by: Size) -> Result<(), Raw> {
        self.size.nodes += by.nodes;
        self.size.bytes += by.bytes;
        if self.size.nodes > MOST_NODES || self.size.bytes > MOST_BYTES {
            return Err(self.fault(span, Reason::TooLarge));
        }
        Ok(())
    }

    fn next(&self, parser: &mut YamlParser<'t>, at: &YamlSpan) -> Result<(Event<'t>, YamlSpan), Raw> {
        loop {
            match parser.next_event() {
                None => return Err(self.fault(at, Reason::Unclosed)),
                Some(Err(error)) => return Err(self.scan_fault(&error)),
                Some(Ok((Event::Anchor(..), _))) => {}
                Some(Ok(next)) => return Ok(next),
            }
        }
    }

    /// A value that has swallowed a line which was meant to be an item or a field of its own.
    fn swallowed(&self, node: &Node) -> Option<Raw> {
        match &node.kind {
            Kind::List(items) => items.iter().find_map(|item| self.swallowed(item)),
            Kind::Map(map) => map.entries.iter().find_map(|(key, value)| {
                let end = key.span.end.saturating_sub(self.offset);
                let joined =
                    value.is_null() && self.text.as_bytes().get(end) != Some(&b':') && lines::is_joined(&key.text);
                // A key in quotation marks is meant as it is.
                let written = self.text.get(key.span.start.saturating_sub(self.offset)..).unwrap_or_default();
                if joined || lines::is_widely_indented(written) {
                    Some(self.fault_at(key.span, Reason::Swallowed))
                } else {
                    self.swallowed(value)
                }
            }),
            Kind::Scalar { plain: true, .. } => {
                let (start, end) = (node.span.start - self.offset, node.span.end - self.offset);
                let begin = self.text[..start].rfind('\n').map_or(0, |at| at + 1);
                let own = self.text[begin..start].trim().is_empty();
                let mut at = start;
                for (index, line) in self.text.get(start..end)?.split('\n').enumerate() {
                    let from = at + (line.len() - line.trim_start().len());
                    let item = index > 0 && line.trim_start().starts_with("- ");
                    if item || ((index > 0 || own) && lines::is_joined(line.trim())) {
                        let length = line.trim().len();
                        return Some(Raw { at: from, length, reason: Reason::Swallowed });
                    }
                    at += line.len() + 1;
                }
                None
            }
            _ => None,
        }
    }

    fn span(&self, span: &YamlSpan) -> Span {
        let range = span.byte_range().unwrap_or(0..0);
        Span {
            start: range.start.min(self.text.len()),
            end: range.end.clamp(range.start, self.text.len().max(range.start)),
        }
        .shift(self.offset)
    }

    fn reach(&self, start: Span, end: &YamlSpan) -> Span {
        Span { start: start.start, end: self.span(end).end.max(start.end) }
    }

    fn fault(&self, span: &YamlSpan, reason: Reason) -> Raw {
        self.fault_at(self.span(span), reason)
    }

    fn fault_at(&self, span: Span, reason: Reason) -> Raw {
        let at = span.start - self.offset;
        let line = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        Raw { at, length: (span.end - span.start).min(line.len()), reason }
    }

    fn scan_fault(&self, error: &ScanError) -> Raw {
        let at = error.marker().byte_offset().unwrap_or(0).min(self.text.len());
        Raw { at, length: 0, reason: Reason::of(&error.info()) }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::yaml::parse;

    #[test]
    fn values_keep_their_text_and_place() {
        let text = "title: 彩虹\nphone: 0830\nlist: [a, \"b\"]\n";
        let node = parse(text, 4).unwrap();
        let map = node.as_map().unwrap();
        assert_eq!(map.get("phone").unwrap().as_text(), Some("0830"));
        let title = map.get("title").unwrap();
        assert_eq!(&text[title.span.start - 4..title.span.end - 4], "彩虹");
        assert_eq!(map.get("list").unwrap().as_list().unwrap().len(), 2);
    }

    #[test]
    fn lines_of_chinese_are_joined_without_a_space() {
        let read =
            |text: &str| parse(text, 0).unwrap().as_map().unwrap().get("a").unwrap().as_text().map(str::to_owned);
        for (text, joined) in [
            ("a: >\n  雨后背对太阳，\n  常见 彩虹。\n", "雨后背对太阳，常见 彩虹。\n"),
            ("a: >-\n  一行\n  二行\n  three\n  four\n\n  五\n", "一行二行 three four\n五"),
            ("a: 一行\n  二行\n  三行\nb: 1\n", "一行二行三行"),
            ("a: \"一行\n  二行\"\n", "一行二行"),
            ("a: '一行\n  二行'\n", "一行二行"),
            ("a: 张三 李四\n", "张三 李四"),
            ("a: one\n  two\n", "one two"),
            ("a: |\n  一 行\n  二行\n", "一 行\n二行\n"),
        ] {
            assert_eq!(read(text).as_deref(), Some(joined), "{text}");
        }
    }

    #[test]
    fn faults_have_a_place() {
        for text in ["title: 书评: 三体", "a: @b", "a: *b", "a: 1\na: 2", "a: ["] {
            let fault = parse(text, 0).unwrap_err();
            assert!(fault.slips.iter().all(|slip| slip.span.start <= text.len()), "{text}");
        }
    }

    #[test]
    fn a_text_that_expands_without_end_is_refused() {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..8 {
            let before = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", "));
        }
        assert!(parse(&text, 0).is_err());
        let long = format!("a: &a '{}'\nb: [{}]\n", "x".repeat(1 << 20), ["*a"; 1000].join(", "));
        assert!(parse(&long, 0).is_err());
        let keys = format!("a: &a {{{}: 1}}\nb: [{}]\n", "k".repeat(1 << 20), ["*a"; 1000].join(", "));
        assert!(parse(&keys, 0).is_err());
        assert!(parse(&"[".repeat(100_000), 0).is_err());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,200}|[ \\n:\\-\\[\\]{}\"'&*!|>%@a彩#,?]{0,100}") {
            let _ = parse(&text, 3);
        }
    }
}
