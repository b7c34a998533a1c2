//! What the template engine says of a fault → its cause in our words, at its place.

use std::collections::BTreeMap;
use std::ops::Range;

use tera::ErrorKind;

use crate::base::diagnostic::{Cause, Location};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;

/// Where templates lie, by name, and their texts.
pub struct TemplateTexts<'a> {
    pub sources: &'a BTreeMap<String, SourcePath>,
    pub snapshot: Option<&'a Snapshot>,
}

/// A cause with its place in a template, where it has one.
pub type TemplateFault = (Cause, Option<Location>);

/// Returns the faults that an error tells of, in order: the engine puts several into one text.
pub fn faults(error: &tera::Error, texts: &TemplateTexts<'_>) -> Vec<TemplateFault> {
    let file = |name: &str| texts.sources.get(name).map(Location::file);
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span().range.clone();
            vec![texts.fault(report.filename(), report.message(), span)]
        }
        ErrorKind::MissingParent { current, .. } => vec![(Cause::said(error), file(current))],
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => {
            vec![(Cause::said(error), file(tpl))]
        }
        _ => {
            let text = error.to_string();
            let reports: Vec<TemplateFault> = text.split("\n\n").filter_map(|report| texts.reported(report)).collect();
            if reports.is_empty() { vec![(Cause::said(&text), None)] } else { reports }
        }
    }
}

impl TemplateTexts<'_> {
    fn fault(&self, name: &str, message: &str, span: Range<usize>) -> TemplateFault {
        let Some(path) = self.sources.get(name) else { return (misspelt(message), None) };
        let text = self.snapshot.and_then(|snapshot| snapshot.text(path));
        let (cause, span) =
            text.and_then(|text| tag_fault(text, message, &span)).unwrap_or_else(|| (misspelt(message), span));
        (cause, Some(Location::span(path, span)))
    }

    /// One of several reports: `error: MESSAGE`, then `--> NAME:LINE:COLUMN`.
    fn reported(&self, report: &str) -> Option<TemplateFault> {
        let mut lines = report.lines();
        let message = lines.next()?.strip_prefix("error: ")?;
        let mut place = lines.next()?.trim().strip_prefix("--> ")?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let name = place.next()?;
        let text = self.snapshot.zip(self.sources.get(name)).and_then(|(snapshot, path)| snapshot.text(path));
        let span = text.map_or(0..0, |text| {
            let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
            let before = text[start..].chars().take(column.saturating_sub(1)).map(char::len_utf8).sum::<usize>();
            let word = text[start + before..].chars().take_while(|c| c.is_alphanumeric() || *c == '_');
            start + before..start + before + word.map(char::len_utf8).sum::<usize>()
        });
        Some(self.fault(name, message, span))
    }
}

/// Tags that hold others, up to their end.
const HOLDERS: [&str; 6] = ["if", "for", "block", "filter", "component", "raw"];
/// The other tags.
const SINGLE: [&str; 8] = ["elif", "else", "set", "set_global", "extends", "include", "break", "continue"];

/// The fault of a tag that isn't known, or isn't closed, with its place: the engine points at the end of the text.
fn tag_fault(text: &str, message: &str, at: &Range<usize>) -> Option<(Cause, Range<usize>)> {
    let known = || HOLDERS.iter().copied().chain(SINGLE);
    match message {
        "Unexpected end of input" => {
            let (open, place) = unclosed(text, text.len())?;
            Some((
                Cause::new(&format!("`{open}` 没有配对的 `end{open}`"), &format!("`{open}` has no `end{open}`")),
                place,
            ))
        }
        "Unknown tag" => {
            let word = text.get(at.clone())?;
            let ended = word.strip_prefix("end").filter(|ended| HOLDERS.contains(ended));
            let (zh, en) = match (ended, unclosed(text, at.start)) {
                (Some(ended), Some((open, _))) => (
                    format!(
                        "这里是 `{word}`，但前面的 `{open}` 还没有 `end{open}`；`{ended}` 和 `{open}` 要一层套一层"
                    ),
                    format!("`{word}` before the `end{open}` of the `{open}` above it"),
                ),
                (Some(ended), None) => {
                    (format!("`{word}` 前面没有对应的 `{ended}`"), format!("`{word}` without `{ended}`"))
                }
                (None, _) => {
                    let ends: Vec<String> = HOLDERS.iter().map(|holder| format!("end{holder}")).collect();
                    let near = did_you_mean(word, known().chain(ends.iter().map(String::as_str)));
                    let (zh, en) = near.map_or_else(Default::default, |near| {
                        (format!("，是不是想写 `{near}`"), format!("; did you mean `{near}`"))
                    });
                    (format!("没有标签 `{word}`{zh}"), format!("unknown tag `{word}`{en}"))
                }
            };
            Some((Cause::new(&zh, &en), at.clone()))
        }
        _ => None,
    }
}

/// The cause of a name that isn't there, with the one that may be meant: the engine lists what there is.
fn misspelt(message: &str) -> Cause {
    let name = message.split('`').nth(1);
    let known = message.split_once(". Available fields: ").or_else(|| message.split_once(". Available variables: "));
    let near = name.zip(known).and_then(|(name, (_, known))| did_you_mean(name, known.split(", ")));
    match (near, name) {
        (Some(near), Some(name)) => Cause::new(
            &format!("没有 `{name}`，是不是想写 `{near}`"),
            &format!("`{name}` is not defined; did you mean `{near}`?"),
        ),
        _ => Cause::said(message),
    }
}

/// The innermost tag that is still open at a place, and where it stands.
fn unclosed(text: &str, end: usize) -> Option<(&str, Range<usize>)> {
    let mut open: Vec<(&str, Range<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(found) = text[at..end].find("{").map(|found| at + found) {
        let rest = &text[found..end];
        at = found + 1;
        if rest.starts_with("{#") {
            at = text[found..].find("#}").map_or(end, |close| found + close + 2).min(end);
        } else if let Some(inner) = rest.strip_prefix("{%") {
            let inner = inner.trim_start_matches('-').trim_start();
            let word = inner.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
            let stop = rest.find("%}").map_or(rest.len(), |close| close + 2);
            at = found + stop;
            // Within `raw` nothing is a tag but its end.
            let raw = open.last().is_some_and(|(open, _)| *open == "raw");
            match word.strip_prefix("end") {
                Some(ended) if open.last().is_some_and(|(open, _)| *open == ended) => drop(open.pop()),
                _ if !raw && HOLDERS.contains(&word) => open.push((word, found..found + stop)),
                _ => {}
            }
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_tag_is_found() {
        let open = |text: &str| unclosed(text, text.len()).map(|(word, place)| (word.to_owned(), place.start));
        assert_eq!(open("a{% if x %}<p>"), Some(("if".to_owned(), 1)));
        assert_eq!(open("{% if x %}{%- for a in b -%}{% endfor %}"), Some(("if".to_owned(), 0)));
        assert_eq!(open("{# {% if %} #}{% raw %}{% if %}{% endraw %}{{ a }}"), None);
    }

    #[test]
    fn a_misspelt_name_has_a_suggestion() {
        let message = "Field `titel` is not defined. Available fields: alternates, image, title, url";
        assert_eq!(misspelt(message).to_string(), "：没有 `titel`，是不是想写 `title`");
        assert_eq!(misspelt("Field `x` is not defined").to_string(), "：没有 `x` 这一项");
    }

    #[test]
    fn a_tag_that_is_not_known_has_a_suggestion() {
        let text = "{% if a %}b{% endfi %}";
        let (cause, _) = tag_fault(text, "Unknown tag", &(14..19)).unwrap();
        assert_eq!(cause.to_string(), "：没有标签 `endfi`，是不是想写 `endif`");
        let text = "{% for a in b %}{% endif %}{% endfor %}";
        let (cause, _) = tag_fault(text, "Unknown tag", &(19..24)).unwrap();
        assert!(cause.to_string().contains("`for` 还没有 `endfor`"), "{cause}");
    }
}
