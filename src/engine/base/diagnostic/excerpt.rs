//! The source lines around a location, in parts, for callers that render the mark themselves.
//!
//! A terminal has a fixed cell width and gets carets from [`render`](super::render). A page's fonts have no fixed
//! width, so the marked text is separated from the text around it.

use serde::Serialize;

use super::{Location, Position, position, report};
use crate::base::url::SourcePath;

/// The source lines of a location, as a page shows them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Excerpt {
    pub path: String,
    /// `None` if the location is the whole file.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// The marked line, with the line before and the line after it.
    pub lines: Vec<ExcerptLine>,
}

/// One line; only one line of an excerpt has a mark.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ExcerptLine {
    /// The line's number, from 1.
    pub number: usize,
    pub before: String,
    /// The marked text; empty if the mark is a position between two characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marked: Option<String>,
    pub after: String,
}

/// Paragraphs are single source lines; of a long one this many characters are shown on either side of the mark.
const CONTEXT: usize = 48;
const LONGEST_MARK: usize = 96;

/// Returns the excerpt of a location.
pub fn excerpt<'a>(at: &Location, source: impl Fn(&SourcePath) -> Option<&'a str>) -> Excerpt {
    let path = at.path.to_string();
    let Some((text, range)) = report::excerpt(at, &source) else {
        return Excerpt { path, position: None, lines: Vec::new() };
    };
    let start = position(text, range.start);
    let line_start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[range.end..].find(['\r', '\n']).map_or(text.len(), |end| range.end + end);
    let marked = ExcerptLine {
        number: start.line,
        before: end_of(&text[line_start..range.start], CONTEXT),
        marked: Some(start_of(&text[range.clone()], LONGEST_MARK)),
        after: start_of(&text[range.end..line_end], CONTEXT),
    };
    let around = |number: usize| {
        let line = text.lines().nth(number.checked_sub(1)?)?;
        Some(ExcerptLine { number, before: start_of(line, 2 * CONTEXT), marked: None, after: String::new() })
    };
    let lines = [around(start.line - 1), Some(marked), around(start.line + 1)];
    Excerpt { path, position: Some(start), lines: lines.into_iter().flatten().collect() }
}

fn start_of(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

fn end_of(text: &str, most: usize) -> String {
    match text.chars().count().checked_sub(most).filter(|over| *over > 0) {
        Some(over) => format!("…{}", text.chars().skip(over).collect::<String>()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, span: std::ops::Range<usize>) -> Excerpt {
        let path = SourcePath::new("content/a.md").unwrap();
        excerpt(&Location::span(&path, span), |_| Some(text))
    }

    #[test]
    fn the_mark_is_separate_from_its_line() {
        let found = of("---\r\ntitle: 彩虹\r\n---\r\n", 12..18);
        assert_eq!(found.position, Some(Position { line: 2, column: 8 }));
        let parts: Vec<_> =
            found.lines.iter().map(|line| (line.number, &*line.before, line.marked.as_deref(), &*line.after)).collect();
        assert_eq!(parts, [(1, "---", None, ""), (2, "title: ", Some("彩虹"), ""), (3, "---", None, "")]);
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides_of_the_mark() {
        let text = format!("{}错{}", "前".repeat(100), "后".repeat(100));
        let line = of(&text, 300..303).lines.remove(0);
        assert_eq!(line.before, format!("…{}", "前".repeat(CONTEXT)));
        assert_eq!((line.marked.as_deref(), line.after), (Some("错"), format!("{}…", "后".repeat(CONTEXT))));
    }

    #[test]
    fn any_place_has_an_excerpt() {
        for text in ["", "\n", "彩\n", "a\r\nb"] {
            for start in 0..6 {
                of(text, start..start + 1);
            }
        }
        let path = SourcePath::new("content/a.png").unwrap();
        assert!(excerpt(&Location::file(&path), |_| None).lines.is_empty());
    }
}
