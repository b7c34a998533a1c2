//! Parses the front matter of other generators (YAML, TOML or JSON) into our YAML tree.
//!
//! Values keep their spans where the format's parser reports them, so that a message names the line.

use serde_json::Value as Json;
use toml::de::{DeTable, DeValue};

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::{Key, Kind, Map, Node};
use crate::content::front_matter::{self, FrontMatter, FrontMatterState};

/// A text and its parsed front matter.
#[derive(Debug, Default)]
pub struct Front {
    pub map: Map,
    /// The byte offset at which the body begins.
    pub body: usize,
    /// Whether there is one that can't be read, which has been reported. It may say that the text wasn't public.
    pub unread: bool,
}

/// Splits a file: `---` lines hold YAML, `+++` lines TOML, a brace at the start begins JSON. A file without these is
/// all body. Hexo also accepts YAML that is only closed by a `---` line.
pub fn read(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Front {
    if let Some((start, end, body)) = fenced(text, "+++") {
        let read = toml_map(&text[start..end], start);
        let unread = read.is_err();
        let map = read.unwrap_or_else(|(reason, span)| {
            let fault = messages::front_matter_syntax(
                "+++ 之间的 TOML 写法有误",
                &format!("invalid TOML: {reason}"),
                "改好这一行再导入一次；TOML 每行写“字段 = 值”，文字要加引号",
                "correct the line and import again; TOML has `field = value` on each line, with texts in quotes",
            );
            diagnostics.push(fault.at(Location::span(path, span)));
            Map::default()
        });
        return Front { map, body, unread };
    }
    if let Some(behind) = text.strip_prefix('{') {
        let mut values = serde_json::Deserializer::from_str(text).into_iter::<Json>();
        if let Some(Ok(Json::Object(object))) = values.next() {
            let end = values.byte_offset();
            let span = Span { start: 0, end };
            let entries = object.iter().map(|(key, value)| (named(key, span), json_node(value, span))).collect();
            let body = text[end..].len() - text[end..].trim_start().len() + end;
            return Front { map: Map { entries }, body, unread: false };
        }
        // A text may begin with a tag, which has a brace as well.
        let unread = behind.trim_start().starts_with('"');
        if unread {
            let fault = messages::front_matter_syntax(
                "文件开头 { } 之间的 JSON 写法有误",
                "invalid JSON between the braces at the beginning of the file",
                "改好再导入一次；JSON 的每一项写“\"字段\": \"值\"”，项与项之间有逗号，最后一项后面没有",
                "correct it and import again; JSON has `\"field\": \"value\"` with commas between, and none behind the last",
            );
            diagnostics.push(fault.at(Location::span(path, 0..1)));
        }
        return Front { unread, ..Front::default() };
    }
    if let Some((object, body)) = hexo_json(text) {
        let span = Span { start: 0, end: body };
        let entries = object.iter().map(|(key, value)| (named(key, span), json_node(value, span))).collect();
        return Front { map: Map { entries }, body, unread: false };
    }
    if !text.starts_with("---")
        && let Some(end) = text.find("\n---\n").filter(|_| text.lines().next().is_some_and(is_pair))
        && let Ok(Node { kind: Kind::Map(map), .. }) = crate::base::yaml::parse(&text[..=end], 0)
    {
        return Front { map, body: end + "\n---\n".len(), unread: false };
    }
    let FrontMatter { map, body, state, .. } = front_matter::split(text, path, diagnostics);
    Front { map, body, unread: state == FrontMatterState::Unread }
}

/// Hexo's front matter in JSON: without its braces, closed by a line `;;;`, and opened by one or by nothing.
fn hexo_json(text: &str) -> Option<(serde_json::Map<String, Json>, usize)> {
    let (start, end, body) = match fenced(text, ";;;") {
        Some(found) => found,
        None => {
            let end = text.starts_with('"').then(|| text.find("\n;;;"))??;
            let close = text[end + 1..].find('\n').map_or(text.len(), |line| end + 1 + line + 1);
            (0, end, close)
        }
    };
    let inside = text[start..end].trim().trim_end_matches(',');
    match serde_json::from_str(&format!("{{{inside}}}")) {
        Ok(Json::Object(object)) => Some((object, body)),
        _ => None,
    }
}

fn is_pair(line: &str) -> bool {
    line.split_once(':').is_some_and(|(key, _)| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_'))
}

/// Returns start and end of the text between two fence lines, and where the body after it begins.
fn fenced(text: &str, mark: &str) -> Option<(usize, usize, usize)> {
    let rest = text.strip_prefix(mark)?;
    let start = mark.len() + rest.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == mark {
            return Some((start, at, at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Parses TOML into the tree; spans count from `offset`.
///
/// # Errors
/// The parser's message and its place.
pub fn toml_map(text: &str, offset: usize) -> Result<Map, (String, Span)> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        (error.message().to_owned(), Span::from(span).shift(offset))
    })?;
    Ok(toml_table(table.get_ref(), offset))
}

fn toml_table(table: &DeTable<'_>, offset: usize) -> Map {
    let entries = table.iter().map(|(key, value)| {
        let span = Span::from(value.span()).shift(offset);
        (
            Key { text: key.get_ref().to_string(), span: Span::from(key.span()).shift(offset) },
            toml_node(value.get_ref(), span, offset),
        )
    });
    Map { entries: entries.collect() }
}

fn toml_node(value: &DeValue<'_>, span: Span, offset: usize) -> Node {
    let scalar = |text: String, plain: bool| Kind::Scalar { text, plain };
    let kind = match value {
        DeValue::String(text) => scalar(text.to_string(), false),
        DeValue::Integer(number) => scalar(number.to_string(), true),
        DeValue::Float(number) => scalar(number.to_string(), true),
        DeValue::Boolean(yes) => scalar(yes.to_string(), true),
        DeValue::Datetime(moment) => scalar(moment.to_string(), true),
        DeValue::Array(items) => Kind::List(
            items.iter().map(|item| toml_node(item.get_ref(), Span::from(item.span()).shift(offset), offset)).collect(),
        ),
        DeValue::Table(table) => Kind::Map(toml_table(table, offset)),
    };
    Node { span, kind }
}

/// Converts JSON into the tree; every node has the span of the whole.
pub fn json_node(value: &Json, span: Span) -> Node {
    let kind = match value {
        Json::Null => Kind::Null,
        Json::Bool(yes) => Kind::Scalar { text: yes.to_string(), plain: true },
        Json::Number(number) => Kind::Scalar { text: number.to_string(), plain: true },
        Json::String(text) => Kind::Scalar { text: text.clone(), plain: false },
        Json::Array(items) => Kind::List(items.iter().map(|item| json_node(item, span)).collect()),
        Json::Object(object) => {
            let entries = object.iter().map(|(key, value)| (named(key, span), json_node(value, span)));
            Kind::Map(Map { entries: entries.collect() })
        }
    };
    Node { span, kind }
}

fn named(key: &str, span: Span) -> Key {
    Key { text: key.to_owned(), span }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (Vec<(String, String)>, &str, usize) {
        let mut diagnostics = Vec::new();
        let front = read(text, &SourcePath::new("a.md").unwrap(), &mut diagnostics);
        let pairs =
            front.map.entries.iter().map(|(key, node)| (key.text.clone(), node.as_text().unwrap_or("…").to_owned()));
        (pairs.collect(), &text[front.body..], diagnostics.len())
    }

    #[test]
    fn json_of_hexo_is_read() {
        for text in
            ["\"title\": \"彩虹\",\n\"tags\": []\n;;;\n正文", ";;;\n\"title\": \"彩虹\",\n\"tags\": [],\n;;;\n正文"]
        {
            let (pairs, body, faults) = read_text(text);
            assert_eq!(pairs[0], ("title".to_owned(), "彩虹".to_owned()), "{text}");
            assert_eq!((body, faults), ("正文", 0), "{text}");
        }
        assert_eq!(read_text("\"引语\"，他说。\n\n;;;\n"), (Vec::new(), "\"引语\"，他说。\n\n;;;\n", 0));
    }

    #[test]
    fn every_form_is_read() {
        let title = vec![("title".to_owned(), "彩虹".to_owned())];
        for text in [
            "---\ntitle: 彩虹\n---\n正文\n",
            "+++\ntitle = \"彩虹\"\n+++\n正文\n",
            "{\"title\": \"彩虹\"}\n\n正文\n",
            "title: 彩虹\n---\n正文\n",
        ] {
            assert_eq!(read_text(text), (title.clone(), "正文\n", 0), "{text}");
        }
        assert_eq!(read_text("# 标题\n\n正文: 甲\n---\n").1, "# 标题\n\n正文: 甲\n---\n");
        assert_eq!(read_text("+++\ntitle = \n+++\n正文\n").2, 1);
    }

    #[test]
    fn what_cannot_be_read_is_known_as_such() {
        let unread = |text: &str| {
            let mut diagnostics = Vec::new();
            let front = read(text, &SourcePath::new("a.md").unwrap(), &mut diagnostics);
            assert_eq!(front.unread, !diagnostics.is_empty(), "{text}");
            front.unread
        };
        for text in [
            "---\ntitle: 甲: 乙\npublished: false\n---\n文\n",
            "---\ntitle: 甲\npublished: false\n文\n",
            "+++\ntitle = \"甲\ndraft = true\n+++\n文\n",
            "+++\ntitle = \"甲\"\ndraft = true\n文\n",
            "{\"title\": \"甲\",\n\"draft\": true,}\n文\n",
        ] {
            assert!(unread(text), "{text}");
        }
        for text in ["---\ntitle: 甲\n---\n文\n", "文\n", "{% note %}文{% endnote %}\n", "{{< toc >}}\n", "{: .a}\n"]
        {
            assert!(!unread(text), "{text}");
        }
    }

    #[test]
    fn values_have_their_places() {
        let text = "+++\ndate = 2020-01-02T09:30:00+08:00\n[extra]\nlead = 'a'\n+++\n";
        let front = read(text, &SourcePath::new("a.md").unwrap(), &mut Vec::new());
        let date = front.map.get("date").unwrap();
        assert_eq!(&text[date.span.start..date.span.end], "2020-01-02T09:30:00+08:00");
        let lead = front.map.get("extra").and_then(|extra| extra.as_map()?.get("lead")).unwrap();
        assert_eq!(&text[lead.span.start..lead.span.end], "'a'");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(---|\\+\\+\\+|\\{)?\\n?\\PC{0,80}(\\n---\\n|\\n\\+\\+\\+\\n|\\})?\\PC{0,40}") {
            read_text(&text);
        }
    }
}
