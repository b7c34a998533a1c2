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

const DEEPEST: usize = 32;
const MOST_NODES: usize = 20_000;

/// Parses a text once, without searching for the cause where it can't be read; nothing for an empty text.
pub fn attempt(text: &str, offset: usize) -> Result<Option<Node>, Raw> {
    let mut builder = Builder { text, offset, anchors: BTreeMap::new(), nodes: 0 };
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

struct Builder<'t> {
    text: &'t str,
    offset: usize,
    /// By anchor: the node, its size, where it stands (`usize::MAX` once it is used) and how long it is.
    anchors: BTreeMap<usize, (Node, usize, usize, usize)>,
    nodes: usize,
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
        let before = self.nodes;
        self.nodes += 1;
        if depth > DEEPEST || self.nodes > MOST_NODES {
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
                let kind = if null { Kind::Null } else { Kind::Scalar { text: text.into_owned(), plain } };
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
                let Some((node, size, unused, _)) = self.anchors.get_mut(&id) else {
                    return Err(self.fault(span, Reason::Alias));
                };
                *unused = usize::MAX;
                self.nodes += *size;
                (Node { span: start, kind: node.kind.clone() }, 0)
            }
            _ => return Err(self.fault(span, Reason::Unclosed)),
        };
        if anchor != 0 {
            let (at, length) = (start.start - self.offset, start.end - start.start);
            self.anchors.insert(anchor, (node.clone(), self.nodes - before, at, length));
        }
        Ok(node)
    }

    fn next(&self, parser: &mut YamlParser<'t>, at: &YamlSpan) -> Result<(Event<'t>, YamlSpan), Raw> {
        loop {
            match parser.next_event() {
                None => return Err(self.fault(at, Reason::Unclosed)),
                Some(Err(error)) => return Err(self.scan_fault(&error)),
                Some(Ok((Event::Comment(..) | Event::Anchor(..), _))) => {}
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
                if joined { Some(self.fault_at(key.span, Reason::Swallowed)) } else { self.swallowed(value) }
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
    use super::*;
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
        assert!(parse(&"[".repeat(100_000), 0).is_err());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "\\PC{0,200}|[ \\n:\\-\\[\\]{}\"'&*!|>%@a彩#,?]{0,100}") {
            let _ = parse(&text, 3);
        }
    }
}
