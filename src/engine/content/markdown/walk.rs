//! One Markdown text → the parser's events with their places in the file, for whoever judges
//! how a text is written and not what becomes of it.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::near_miss::may_be_spaced;
use super::prepare::{Amended, Prepared, prepare, strip};
use super::writer::extensions;
use super::{MarkdownOptions, parse};
use crate::base::diagnostic::Span;
use crate::base::url::SourcePath;

/// Calls `each` for every event in order, read just as [`super::markdown`] reads the text. `offset`
/// is the byte at which the text begins in its file.
///
/// A text's span holds that very text in the source, unless it was written as an entity or behind
/// a backslash; text comes in as many pieces as the parser cut it into.
pub fn walk(
    source: &str,
    path: &SourcePath,
    offset: usize,
    options: &MarkdownOptions,
    mut each: impl FnMut(Event<'_>, Span),
) {
    // Only what stands four columns in can turn out to be an indented paragraph, and only what has spaces or brackets
    // to be a file's name, for which it is parsed again.
    let again = source.contains('\t') || source.contains("    ") || may_be_spaced(source);
    let prepared = if again { parse(source, path, offset, options).0 } else { prepare(source, &Amended::default()) };
    let span = |range: Range<usize>| {
        let start = prepared.source(range.start);
        Span { start, end: prepared.source(range.end).max(start) }.shift(offset)
    };
    for (event, range) in Parser::new_ext(&prepared.text, extensions()).into_offset_iter() {
        match event {
            Event::Text(text) if prepared.text.get(range.clone()) == Some(&*text) && prepared.is_marked(&range) => {
                for part in unmarked(&prepared, range) {
                    each(Event::Text(prepared.text[part.clone()].into()), span(part));
                }
            }
            Event::Text(text) => each(Event::Text(strip(&text).into_owned().into()), span(range)),
            event => each(event, span(range)),
        }
    }
}

/// What of a range stands in the source as well, in order.
fn unmarked(prepared: &Prepared<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = range.start;
    for (at, c) in prepared.text[range.clone()].char_indices() {
        let at = range.start + at;
        if strip(c.encode_utf8(&mut [0; 4])).is_empty() {
            parts.push(start..at);
            start = at + c.len_utf8();
        }
    }
    parts.push(start..range.end);
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_found_where_it_stands() {
        let source = "# 标题**，甲**\n\n前**「甲」**后H~2~O，价格$5和$6，*x*&amp;\\* 尾\n\n    缩进的段落，见`码`\n";
        let path = SourcePath::new("content/a.md").unwrap();
        let mut found = String::new();
        walk(source, &path, 0, &MarkdownOptions::default(), |event, span| {
            if let Event::Text(text) = event {
                let written = &source[span.start..span.end];
                assert!(written == &*text || written == "&amp;", "{written} {text}");
                found.push_str(&text);
            }
        });
        assert_eq!(found, "标题，甲前「甲」后H2O，价格$5和$6，x&* 尾缩进的段落，见");
    }
}
