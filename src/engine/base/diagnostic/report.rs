//! Formats a diagnostic for a terminal: excerpt, carets, help.
//!
//! The caller provides the text of the sources; nothing is read here.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Language, Location, Severity};
use crate::base::url::SourcePath;

/// A position for people: line and column from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// The lines of a text, for many positions in it.
pub struct LineStarts<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> LineStarts<'t> {
    pub fn of(text: &'t str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes());
        Self { text, starts: std::iter::once(0).chain(newlines.map(|newline| newline + 1)).collect() }
    }

    /// Returns the position of a byte offset; an offset beyond the end or within a character is moved back to the last
    /// position before it.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        Position { line, column: self.text[start..offset].chars().count() + 1 }
    }
}

/// Returns one position in a text, as [`LineStarts::position`] does.
pub fn position(text: &str, offset: usize) -> Position {
    let before = &text[..text.floor_char_boundary(offset)];
    let start = memchr::memrchr(b'\n', before.as_bytes()).map_or(0, |newline| newline + 1);
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    Position { line, column: before[start..].chars().count() + 1 }
}

/// Formats a diagnostic in a language, with its source lines.
pub fn render<'a>(
    diagnostic: &Diagnostic,
    language: Language,
    colour: bool,
    source: impl Fn(&SourcePath) -> Option<&'a str>,
) -> String {
    let level = match (diagnostic.severity(), language) {
        (Severity::Error, Language::English) => Level::ERROR,
        (Severity::Warning, Language::English) => Level::WARNING,
        (Severity::Error, Language::Chinese) => Level::ERROR.with_name("错误"),
        (Severity::Warning, Language::Chinese) => Level::WARNING.with_name("提醒"),
    };
    let (help_level, note_level) = match language {
        Language::English => (Level::HELP, Level::NOTE),
        Language::Chinese => (Level::HELP.with_name("怎么办"), Level::NOTE.with_name("另见")),
    };
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let message = one_line(diagnostic.message.get(language));
    let help = one_line(diagnostic.help.get(language));

    let mut group =
        level.primary_title(&message).id(diagnostic.code.0).elements(Vec::<Snippet<'_, Annotation<'_>>>::new());
    if let Some(at) = &diagnostic.at {
        group = match excerpt(at, &source) {
            Some((text, range)) => group.element(snippet(text, range, at, AnnotationKind::Primary)),
            None => group.element(annotate_snippets::Origin::path(one_line(at.path.as_str()))),
        };
    }
    let mut groups = vec![];
    let related: Vec<(String, &Location)> =
        diagnostic.related.iter().map(|(at, what)| (one_line(what.get(language)), at)).collect();
    if !help.is_empty() {
        group = group.element(help_level.message(&help));
    }
    groups.push(group);
    for (what, at) in &related {
        let mut note =
            note_level.clone().secondary_title(what.as_str()).elements(Vec::<Snippet<'_, Annotation<'_>>>::new());
        note = match excerpt(at, &source) {
            Some((text, range)) => note.element(snippet(text, range, at, AnnotationKind::Context)),
            None => note.element(annotate_snippets::Origin::path(one_line(at.path.as_str()))),
        };
        groups.push(note);
    }
    renderer.render(&groups)
}

/// The marked line alone: a long table with a thousand findings isn't laid out a thousand times.
fn snippet<'t>(text: &'t str, range: Range<usize>, at: &Location, kind: AnnotationKind) -> Snippet<'t, Annotation<'t>> {
    let start = memchr::memrchr(b'\n', &text.as_bytes()[..range.start]).map_or(0, |newline| newline + 1);
    // With its end: a carriage return is a part of that, and would be drawn as a sign by itself.
    let end = memchr::memchr(b'\n', &text.as_bytes()[range.end..]);
    let end = end.map_or(text.len(), |newline| range.end + newline + 1);
    Snippet::source(&text[start..end])
        .line_start(position(text, start).line)
        .path(one_line(at.path.as_str()))
        .fold(true)
        .annotation(kind.span(range.start - start..range.end - start))
}

/// Returns the text and a byte range at character boundaries; a span of several lines ends with its first line.
pub(super) fn excerpt<'a>(
    at: &Location,
    source: &impl Fn(&SourcePath) -> Option<&'a str>,
) -> Option<(&'a str, Range<usize>)> {
    let (span, text) = (at.span?, source(&at.path)?);
    let start = text.floor_char_boundary(span.start);
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    Some((text, start..text.ceil_char_boundary(span.end.clamp(start, line_end))))
}

/// Replaces control characters, so that a file's content can't control the terminal.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::messages;

    #[test]
    fn carets_stand_under_chinese_text() {
        let path = SourcePath::new("content/a.md").unwrap();
        let text = "---\ntitle: 彩虹\ntilte: 彩虹\n---\n";
        let diagnostic =
            messages::unknown_field("tilte", "article").meant(Some("title")).at(Location::span(&path, 18..23));
        let shown = render(&diagnostic, Language::Chinese, false, |_| Some(text));
        assert!(
            shown.contains("错误[E0203]") && shown.contains("content/a.md:3:1") && shown.contains("^^^^^"),
            "{shown}"
        );
        assert!(shown.contains("是不是想写“title”"), "{shown}");
    }

    #[test]
    fn a_files_name_cant_control_the_terminal() {
        let path = SourcePath::new("content/\u{1b}[31ma.md").unwrap();
        for at in [Location::file(&path), Location::span(&path, 0..1)] {
            let diagnostic = messages::unknown_field("tilte", "article").at(at);
            assert!(!render(&diagnostic, Language::Chinese, false, |_| Some("\u{1b}x")).contains('\u{1b}'));
        }
    }

    #[test]
    fn a_line_far_down_keeps_its_number_and_no_other_line_is_laid_out() {
        let path = SourcePath::new("content/a.csv").unwrap();
        let text = "列一,列二\n".repeat(40_000) + "这里,错\n" + &"列一,列二\n".repeat(40_000);
        let at = text.find('错').unwrap();
        let diagnostic = messages::unknown_field("a", "b").at(Location::span(&path, at..at + 3));
        let shown = render(&diagnostic, Language::English, false, |_| Some(text.as_str()));
        assert!(shown.contains("content/a.csv:40001:4") && shown.contains("40001 | 这里,错"), "{shown}");
        assert!(shown.len() < 600, "{shown}");
    }

    #[test]
    fn any_offset_has_a_position() {
        for offset in 0..12 {
            position("彩\n虹", offset);
        }
        assert_eq!(position("彩\n虹", 4), Position { line: 2, column: 1 });
    }
}
