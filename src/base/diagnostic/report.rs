//! Formats a diagnostic for a terminal: excerpt, carets, help.
//!
//! The caller provides the text of the sources; nothing is read here.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Language, Location, Severity};
use crate::base::url::SourcePath;

/// A position for people: line and column from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

/// Returns the position of a byte offset; an offset beyond the end or within a character is moved back to the last
/// position before it.
pub fn position(text: &str, offset: usize) -> Position {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
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

    let mut group = level
        .primary_title(&message)
        .id(diagnostic.code.0)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    if let Some(at) = &diagnostic.at {
        group = match excerpt(at, &source) {
            Some((text, range)) => group.element(
                Snippet::source(text).path(at.path.as_str()).fold(true).annotation(AnnotationKind::Primary.span(range)),
            ),
            None => group.element(annotate_snippets::Origin::path(at.path.as_str())),
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
        let mut note = note_level
            .clone()
            .secondary_title(what.as_str())
            .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
        note = match excerpt(at, &source) {
            Some((text, range)) => note.element(
                Snippet::source(text).path(at.path.as_str()).fold(true).annotation(AnnotationKind::Context.span(range)),
            ),
            None => note.element(annotate_snippets::Origin::path(at.path.as_str())),
        };
        groups.push(note);
    }
    renderer.render(&groups)
}

/// Returns the text and a byte range at character boundaries; a span of several lines ends with its first line.
pub(super) fn excerpt<'a>(
    at: &Location,
    source: &impl Fn(&SourcePath) -> Option<&'a str>,
) -> Option<(&'a str, std::ops::Range<usize>)> {
    let (span, text) = (at.span?, source(&at.path)?);
    let mut start = span.start.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let line_end = text[start..].find('\n').map_or(text.len(), |newline| start + newline);
    let mut end = span.end.clamp(start, line_end);
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Some((text, start..end))
}

/// Replaces control characters, so that a file's content can't control the terminal.
fn one_line(text: &str) -> String {
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
    fn any_offset_has_a_position() {
        for offset in 0..12 {
            position("彩\n虹", offset);
        }
        assert_eq!(position("彩\n虹", 4), Position { line: 2, column: 1 });
    }
}
