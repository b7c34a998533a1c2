//! A Markdown file's text → its front matter as a YAML tree, and where its body begins.

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Map, Node};

/// Front matter beyond this is a forgotten closing line.
const LARGEST: usize = 64 * 1024;

/// Splits a text at its `---` lines. A text that doesn't begin with one is all body.
///
/// Returns the front matter and the byte at which the body begins. Where the front
/// matter can't be read it is empty, and a diagnostic says why; the body is read all the same.
pub fn split(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> (Map, Span, usize) {
    let Some(start) = opening(text) else { return (Map::default(), Span::default(), 0) };
    let Some((end, body)) = closing(text, start) else {
        diagnostics.push(messages::front_matter_open().at(Location::span(path, 0..start)));
        return (Map::default(), Span { start: 0, end: start }, text.len());
    };
    let span = Span { start, end };
    if end - start > LARGEST {
        diagnostics.push(messages::front_matter_too_large().at(Location::span(path, 0..start)));
        return (Map::default(), span, body);
    }
    let map = match yaml::parse_written(&text[start..end], start, path, diagnostics) {
        Ok(Node { kind: yaml::Kind::Map(map), .. }) => map,
        Ok(node) => {
            let reason = "keys and values are expected";
            diagnostics.push(messages::front_matter_syntax(reason).at(Location::span(path, node.span)));
            Map::default()
        }
        Err(fault) => {
            diagnostics.push(messages::front_matter_syntax(&fault.reason).at(Location::span(path, fault.span)));
            Map::default()
        }
    };
    (map, span, body)
}

/// Where the line after the opening `---` begins.
fn opening(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("---")?;
    let line = rest.split_inclusive('\n').next().unwrap_or_default();
    line.trim().is_empty().then(|| 3 + line.len())
}

/// Where the closing line begins, and where the line after it does.
fn closing(text: &str, start: usize) -> Option<(usize, usize)> {
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((at, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_text(text: &str) -> (Map, usize, Vec<&'static str>) {
        let mut diagnostics = Vec::new();
        let (map, _, body) = split(text, &SourcePath::new("content/a.md").unwrap(), &mut diagnostics);
        (map, body, diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect())
    }

    #[test]
    fn front_matter_ends_where_its_line_says() {
        let (map, body, codes) = split_text("---\r\ntitle: 彩虹\r\n---\r\n正文\n---\n");
        assert_eq!((map.get("title").unwrap().as_text(), codes.len()), (Some("彩虹"), 0));
        assert_eq!(&"---\r\ntitle: 彩虹\r\n---\r\n正文\n---\n"[body..], "正文\n---\n");
        assert_eq!(split_text("正文").1, 0);
    }

    #[test]
    fn faults_are_told_and_the_body_is_kept() {
        assert_eq!(split_text("---\ntitle: a\n").2, ["E0202"]);
        assert_eq!(split_text("---\ntitle: a: b\n---\n正文").2, ["E0201"]);
        assert_eq!(split_text("---\n- a\n---\n").2, ["E0201"]);
        let long = format!("---\na: {}\n---\n", "x".repeat(LARGEST));
        assert_eq!(split_text(&long).2, ["E0212"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(---\n)?\\PC{0,100}(\n---\n)?\\PC{0,50}") {
            split_text(&text);
        }
    }
}
