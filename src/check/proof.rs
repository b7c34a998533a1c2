//! A file before and after edits → whether nothing but words has changed.
//!
//! Both are read as a build reads them: front matter and tables as values, texts as the parser's events and as the HTML
//! that is made of them. Every value and every event must be the same, and every text must be the old one with the
//! edits made in it.

use std::ops::Range;

use pulldown_cmark::Event;

use super::align::align;
use crate::base::diagnostic::{Edit, Span};
use crate::base::html::{Reader, Token, lower};
use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;
use crate::base::yaml::{Kind, Map, Node};
use crate::content::document::is_markdown;
use crate::content::front_matter::{FrontMatter, FrontMatterState};
use crate::content::markdown::{MarkdownOptions, markdown, walk};
use crate::content::{front_matter, table};

/// What of a file looks like markup and isn't understood as such, so that no fix may touch it.
pub fn markup(path: &SourcePath, text: &str) -> Vec<Range<usize>> {
    if !is_markdown(path.extension()) {
        return Vec::new();
    }
    let body = front_matter::split(text, path, &mut Vec::new()).body;
    let found = markdown(&text[body..], path, body, &MarkdownOptions::default()).diagnostics;
    let spans =
        found.iter().filter(|found| NEAR_MISSES.contains(&found.code.0)).filter_map(|found| found.at.as_ref()?.span);
    spans.map(|span| span.start..span.end).collect()
}

/// The codes of what looks like markup: links, lists, tags.
pub const NEAR_MISSES: [&str; 7] = ["W0230", "W0231", "W0236", "W0237", "W0246", "W0247", "W0251"];

/// Whether `after` is `before` with the edits made, and is read as the same thing but for the words that they name.
pub fn is_only_wording(path: &SourcePath, before: &str, after: &str, edits: &[&Edit]) -> bool {
    match path.extension() {
        extension if is_markdown(extension) => is_same_document(path, before, after, edits),
        "csv" => is_same_table(path, before, after, edits),
        "yaml" => match (crate::base::yaml::parse(before, 0), crate::base::yaml::parse(after, 0)) {
            (Ok(one), Ok(other)) => is_same_value(path, before, &one, &other, edits),
            _ => false,
        },
        _ => false,
    }
}

fn is_same_document(path: &SourcePath, before: &str, after: &str, edits: &[&Edit]) -> bool {
    let (mut one, mut other) = (Vec::new(), Vec::new());
    let FrontMatter { map: old, body: old_body, state, .. } = front_matter::split(before, path, &mut one);
    let FrontMatter { map: new, body: new_body, .. } = front_matter::split(after, path, &mut other);
    let within = |edit: &&&Edit| edit.span.start >= old_body;
    let in_body: Vec<&Edit> = edits.iter().filter(within).copied().collect();
    let in_front: Vec<&Edit> = edits.iter().filter(|edit| !within(edit)).copied().collect();
    if state == FrontMatterState::Unread && !in_front.is_empty() {
        // What it says isn't known.
        return false;
    }
    let codes =
        |found: Vec<crate::base::diagnostic::Diagnostic>| found.iter().map(|found| found.code).collect::<Vec<_>>();
    let front = is_same_map(path, before, &old, &new, &in_front) && codes(one) == codes(other);
    front
        && expected(path, before, old_body, &in_body).is_some_and(|expected| expected == read(path, after, new_body))
        && shape(path, &before[old_body..]) == shape(path, &after[new_body..])
}

/// A piece of a text as the parser reads it.
#[derive(PartialEq)]
enum Piece {
    Text(String),
    Other(String),
}

fn push(pieces: &mut Vec<Piece>, text: &str) {
    match pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ => pieces.push(Piece::Text(text.to_owned())),
    }
}

fn read(path: &SourcePath, text: &str, body: usize) -> Vec<Piece> {
    let mut pieces = Vec::new();
    walk(&text[body..], path, body, &MarkdownOptions::default(), |event, _| match event {
        Event::Text(text) => push(&mut pieces, &text),
        event => pieces.push(Piece::Other(format!("{event:?}"))),
    });
    pieces
}

/// Returns what must be read after the edits; `None` if one of them changes something other than text.
fn expected(path: &SourcePath, before: &str, body: usize, edits: &[&Edit]) -> Option<Vec<Piece>> {
    // The parser cuts text wherever markup might have begun; an edit goes on over the cuts.
    let mut runs: Vec<(Span, Piece)> = Vec::new();
    walk(&before[body..], path, body, &MarkdownOptions::default(), |event, span| match event {
        Event::Text(text) => {
            let verbatim = before.get(span.start..span.end) == Some(&*text);
            match runs.last_mut() {
                Some((run, Piece::Text(written))) if verbatim && run.end == span.start => {
                    run.end = span.end;
                    written.push_str(&text);
                }
                _ => runs.push((if verbatim { span } else { Span::default() }, Piece::Text(text.into_string()))),
            }
        }
        event => runs.push((Span::default(), Piece::Other(format!("{event:?}")))),
    });
    let mut pieces = Vec::new();
    let mut made = 0;
    for (run, piece) in runs {
        let Piece::Text(text) = piece else {
            pieces.push(piece);
            continue;
        };
        let within = edits.iter().filter(|edit| run.start <= edit.span.start && edit.span.end <= run.end);
        let within: Vec<_> =
            within.map(|edit| (edit.span.start - run.start..edit.span.end - run.start, edit.text.clone())).collect();
        made += within.len();
        push(&mut pieces, &within.into_iter().collect::<Edits>().apply(&text).text);
    }
    (made == edits.len()).then_some(pieces)
}

/// What a text becomes apart from its words: its elements, where its links lead, what is reported of it.
fn shape(path: &SourcePath, text: &str) -> Vec<String> {
    let body = markdown(text, path, 0, &MarkdownOptions::default());
    let mut shape: Vec<String> = body.diagnostics.iter().map(|found| found.code.0.to_owned()).collect();
    shape.extend(body.value.links.iter().map(|link| format!("{:?} {}{}", link.kind, link.target, link.suffix)));
    let html = body.value.fill(|_| "");
    let mut reader = Reader::new(html.as_bytes());
    for token in reader.by_ref() {
        match token {
            Token::Start { name, .. } => shape.push(format!("<{}", String::from_utf8_lossy(&lower(name)))),
            Token::End { name } => shape.push(format!("</{}", String::from_utf8_lossy(&lower(name)))),
            _ => {}
        }
    }
    shape
}

fn is_same_table(path: &SourcePath, before: &str, after: &str, edits: &[&Edit]) -> bool {
    let (old, new) = (table::records(before), table::records(after));
    let mut made = 0;
    old.len() == new.len()
        && old.iter().zip(&new).all(|(old, new)| {
            old.len() == new.len()
                && old.iter().zip(new).all(|(old, new)| {
                    let within = within(edits, old.span);
                    made += within.len();
                    is_edited(path, before, &old.text, old.span, &new.text, &within)
                })
        })
        && made == edits.len()
}

fn is_same_map(path: &SourcePath, before: &str, old: &Map, new: &Map, edits: &[&Edit]) -> bool {
    let values: usize = old.entries.iter().map(|(_, node)| within(edits, node.span).len()).sum();
    values == edits.len()
        && old.entries.len() == new.entries.len()
        && old.entries.iter().zip(&new.entries).all(|((old_key, old), (new_key, new))| {
            old_key.text == new_key.text && is_same_value(path, before, old, new, &within(edits, old.span))
        })
}

fn is_same_value(path: &SourcePath, before: &str, old: &Node, new: &Node, edits: &[&Edit]) -> bool {
    match (&old.kind, &new.kind) {
        (Kind::Null, Kind::Null) => edits.is_empty(),
        (Kind::Scalar { text: old_text, plain: old_plain }, Kind::Scalar { text: new_text, plain: new_plain }) => {
            old_plain == new_plain && is_edited(path, before, old_text, old.span, new_text, edits)
        }
        (Kind::List(old), Kind::List(new)) => {
            let made: usize = old.iter().map(|node| within(edits, node.span).len()).sum();
            made == edits.len()
                && old.len() == new.len()
                && old.iter().zip(new).all(|(old, new)| is_same_value(path, before, old, new, &within(edits, old.span)))
        }
        (Kind::Map(old), Kind::Map(new)) => is_same_map(path, before, old, new, edits),
        _ => false,
    }
}

fn within<'e>(edits: &[&'e Edit], span: Span) -> Vec<&'e Edit> {
    edits.iter().filter(|edit| span.start <= edit.span.start && edit.span.end <= span.end).copied().collect()
}

/// Whether a value is the old one with the edits made in it, and the same as a Markdown text but for its words.
fn is_edited(path: &SourcePath, before: &str, old: &str, span: Span, new: &str, edits: &[&Edit]) -> bool {
    if edits.is_empty() {
        return old == new;
    }
    let Some(parts) = align(old, before.get(span.start..span.end).unwrap_or_default()) else { return false };
    // The place in the value of a place in the file.
    let place = |at: usize| {
        let inside = |(part, start): &&(Range<usize>, usize)| *start <= at && at <= *start + part.len();
        parts.iter().find(inside).map(|(part, start)| part.start + (at - start))
    };
    let edits = edits.iter().map(|edit| {
        let (start, end) = (edit.span.start - span.start, edit.span.end - span.start);
        Some((place(start)?..place(end)?, edit.text.clone()))
    });
    let Some(edits) = edits.collect::<Option<Edits>>() else { return false };
    edits.apply(old).text == new && shape(path, old) == shape(path, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proven(file: &str, before: &str, old: &str, new: &str) -> bool {
        let at = before.find(old).unwrap();
        let edit = Edit { span: Span { start: at, end: at + old.len() }, text: new.to_owned() };
        let after = before.replacen(old, new, 1);
        is_only_wording(&SourcePath::new(file).unwrap(), before, &after, &[&edit])
    }

    #[test]
    fn words_may_change_and_structure_may_not() {
        let text = "---\ntitle: 甲,乙\ntags: [甲,乙]\n---\n\n彩虹,是[光](a.md)。\n\n１. 甲\n\n`a,b`\n";
        assert!(proven("content/a.md", text, "彩虹,是", "彩虹，是"));
        assert!(proven("content/a.md", text, "甲,乙", "甲，乙"));
        assert!(!proven("content/a.md", text, "[光]", "［光］"));
        assert!(!proven("content/a.md", text, "１.", "1."));
        assert!(!proven("content/a.md", text, "a,b", "a，b"));
        assert!(!proven("content/a.md", text, "[甲,乙]", "[甲，乙]"));
        assert!(proven("content/a.csv", "名称,说明\n甲,\"乙,丙\"\n", "乙,丙", "乙，丙"));
        assert!(!proven("content/a.csv", "名称,说明\n甲,乙\n", "甲,乙", "甲，乙"));
    }
}
