//! Writes values as YAML in the style of an editor.
//!
//! Chinese is not escaped, quotes are used only where the text would be read as something else, and short values stay
//! on one line. [`parse`](super::parse) reads everything back as the same text; a property test checks that.

use unicode_width::UnicodeWidthStr;

use super::{Kind, Node};

/// A value to write.
#[derive(Clone, Debug, PartialEq)]
pub enum YamlValue {
    Null,
    /// A text; quoted if YAML would otherwise read a number, a boolean or null.
    Text(String),
    /// A number, a boolean or a date: written without quotes.
    Plain(String),
    List(Vec<YamlValue>),
    /// Keys and values in order.
    Group(Vec<(String, YamlValue)>),
}

/// The maximum width of a line with an inline list or group; a Han character has two columns.
const WIDEST_LINE: usize = 100;
/// A list of several items, one of them wider than this, has one item per line.
const WIDEST_ITEM: usize = 24;

impl YamlValue {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn plain(text: impl ToString) -> Self {
        Self::Plain(text.to_string())
    }

    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// Returns whether the value is neither a list nor a group.
    fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Group(_))
    }
}

/// Converts a parsed node back; the writer decides on quotes again.
impl From<&Node> for YamlValue {
    fn from(node: &Node) -> Self {
        match &node.kind {
            Kind::Null => Self::Null,
            Kind::Scalar { text, plain: true } => Self::Plain(text.clone()),
            Kind::Scalar { text, plain: false } => Self::Text(text.clone()),
            Kind::List(items) => Self::List(items.iter().map(Self::from).collect()),
            Kind::Map(map) => {
                Self::Group(map.entries.iter().map(|(key, node)| (key.text.clone(), node.into())).collect())
            }
        }
    }
}

/// Writes front matter with its lines of `---`.
pub fn front_matter<K: AsRef<str>>(entries: &[(K, YamlValue)]) -> String {
    format!("---\n{}---\n", document(entries))
}

/// Writes a document, one entry after another.
pub fn document<K: AsRef<str>>(entries: &[(K, YamlValue)]) -> String {
    entries.iter().map(|(key, value)| entry(key.as_ref(), value)).collect()
}

/// Writes one entry of a document: `key: value` and its further lines, each with a line end.
pub fn entry(key: &str, value: &YamlValue) -> String {
    let mut out = String::new();
    pair(&mut out, key, value, 0);
    out
}

/// Writes a value on one line, as it is written within brackets.
pub fn inline(value: &YamlValue) -> String {
    match value {
        YamlValue::Null => "null".to_owned(),
        YamlValue::Text(text) => scalar(text, true, true),
        YamlValue::Plain(text) => scalar(text, false, true),
        YamlValue::List(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        YamlValue::Group(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| format!("{}: {}", scalar(key, true, true), inline(value)));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
    }
}

/// Writes `key: value`; the line already has `indent` columns, and further lines are indented as much.
fn pair(out: &mut String, key: &str, value: &YamlValue, indent: usize) {
    out.push_str(&scalar(key, true, false));
    out.push(':');
    match value {
        YamlValue::Null => out.push('\n'),
        value if value.is_scalar() || fits(value, indent + key.width() + 2) => {
            out.push(' ');
            item(out, value, indent);
        }
        value => {
            out.push('\n');
            out.push_str(&" ".repeat(indent + 2));
            item(out, value, indent + 2);
        }
    }
}

/// Writes a value up to the end of its last line; the first line already has `indent` columns. Lines of a block text
/// are indented by two more.
fn item(out: &mut String, value: &YamlValue, indent: usize) {
    let margin = " ".repeat(indent);
    match value {
        YamlValue::Null => out.push_str("null\n"),
        YamlValue::Text(text) | YamlValue::Plain(text) if is_literal(text) => literal(out, text, indent + 2),
        YamlValue::Text(text) => line(out, &scalar(text, true, false)),
        YamlValue::Plain(text) => line(out, &scalar(text, false, false)),
        value if fits(value, indent) => line(out, &inline(value)),
        YamlValue::List(items) => {
            for (at, value) in items.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { &margin });
                out.push_str("- ");
                item(out, value, indent + 2);
            }
        }
        YamlValue::Group(pairs) => {
            for (at, (key, value)) in pairs.iter().enumerate() {
                out.push_str(if at == 0 { "" } else { &margin });
                pair(out, key, value, indent);
            }
        }
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Returns whether a list or a group fits on one line that already has `before` columns.
fn fits(value: &YamlValue, before: usize) -> bool {
    let short = match value {
        YamlValue::List(items) if items.is_empty() => return true,
        YamlValue::Group(pairs) if pairs.is_empty() => return true,
        YamlValue::List(items) => {
            let short = |item: &YamlValue| items.len() == 1 || inline(item).width() <= WIDEST_ITEM;
            items.iter().all(|item| item.is_scalar() && short(item))
        }
        YamlValue::Group(pairs) => pairs.iter().all(|(_, value)| value.is_scalar() || fits(value, 0)),
        _ => true,
    };
    short && !quoted_for_brackets(value) && before + inline(value).width() <= WIDEST_LINE
}

/// Returns whether the value in brackets would need quotes that it doesn't need elsewhere, or has a text of several
/// lines.
fn quoted_for_brackets(value: &YamlValue) -> bool {
    match value {
        YamlValue::Null => false,
        YamlValue::Text(text) => is_literal(text) || scalar(text, true, true) != scalar(text, true, false),
        YamlValue::Plain(text) => is_literal(text) || scalar(text, false, true) != scalar(text, false, false),
        YamlValue::List(items) => items.iter().any(quoted_for_brackets),
        YamlValue::Group(pairs) => pairs.iter().any(|(_, value)| quoted_for_brackets(value)),
    }
}

/// Writes a scalar on one line: plain if it reads back unchanged, else in double quotes.
///
/// `text` is set for a value that must stay a text, `bracketed` within `[]` and `{}`.
fn scalar(content: &str, text: bool, bracketed: bool) -> String {
    let plain = is_plain(content, bracketed) && !(text && is_more_than_text(content));
    if plain { content.to_owned() } else { quoted(content) }
}

/// Returns whether a plain scalar reads back unchanged (YAML 1.2.2, §7.3.3) wherever it is used. It is somewhat
/// stricter than the standard, so that parsers of older versions agree.
fn is_plain(text: &str, bracketed: bool) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let second = text.chars().nth(1);
    let begins = match first {
        '-' | '?' | ':' => second.is_some_and(|second| !second.is_whitespace() && second != first),
        ',' | '[' | ']' | '{' | '}' | '#' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' | '=' => false,
        _ => !text.starts_with("..."),
    };
    begins
        && text.trim() == text
        && !text.ends_with(':')
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(|c| needs_escape(c) || c == '\t' || c == '\n')
        && !(bracketed && (text.contains([',', '[', ']', '{', '}']) || text.contains(":\"") || first == ':'))
}

/// Returns whether YAML 1.2 reads a plain scalar as another type (§10.3.2).
fn is_more_than_text(text: &str) -> bool {
    let known = ["~", "null", "true", "false", ".inf", "-.inf", "+.inf", ".nan"];
    known.iter().any(|word| text.eq_ignore_ascii_case(word))
        || text.parse::<f64>().is_ok()
        || text.starts_with("0x")
        || text.starts_with("0o")
}

/// Returns whether a character can't occur in a plain scalar, and in quotes only as an escape.
fn needs_escape(c: char) -> bool {
    let breaks = matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    let hidden = (c.is_control() && c != '\t' && c != '\n') || matches!(c, '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}');
    breaks || hidden
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns whether a text of several lines can be written as a literal block (`|`).
fn is_literal(text: &str) -> bool {
    let sound = |line: &str| line.is_empty() || !line.starts_with([' ', '\t']);
    text.contains('\n')
        && !text.starts_with(['\n', ' ', '\t'])
        && !text.chars().any(needs_escape)
        && text.split('\n').all(|line| sound(line) || !line.trim().is_empty())
}

fn literal(out: &mut String, text: &str, indent: usize) {
    let body = text.trim_end_matches('\n');
    let ends = text.len() - body.len();
    out.push_str(match ends {
        0 => "|-\n",
        1 => "|\n",
        _ => "|+\n",
    });
    for part in body.split('\n') {
        if !part.is_empty() {
            out.push_str(&" ".repeat(indent));
        }
        line(out, part);
    }
    out.push_str(&"\n".repeat(ends.saturating_sub(1)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::yaml::parse;
    use proptest::prelude::*;

    fn group(pairs: &[(&str, YamlValue)]) -> YamlValue {
        YamlValue::Group(pairs.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    }

    /// Returns a value as a parser returns it: every scalar is its text.
    fn read(value: &YamlValue) -> YamlValue {
        match value {
            YamlValue::Null => YamlValue::Null,
            YamlValue::Plain(text) if matches!(text.as_str(), "~" | "null") => YamlValue::Null,
            YamlValue::Text(text) | YamlValue::Plain(text) => YamlValue::text(text.as_str()),
            YamlValue::List(items) => YamlValue::List(items.iter().map(read).collect()),
            YamlValue::Group(pairs) => {
                YamlValue::Group(pairs.iter().map(|(key, value)| (key.clone(), read(value))).collect())
            }
        }
    }

    fn comes_back(entries: Vec<(String, YamlValue)>) {
        let text = document(&entries);
        let node = parse(&text, 0).unwrap_or_else(|fault| panic!("{fault:?} in\n{text}"));
        assert_eq!(read(&YamlValue::from(&node)), read(&YamlValue::Group(entries)), "{text}");
    }

    #[test]
    fn a_page_is_written_as_an_editor_writes_it() {
        let entries = [
            ("title", YamlValue::text("彩虹为什么是弯的？")),
            ("date", YamlValue::plain("2026-06-01")),
            ("phone", YamlValue::text("0830-0000008")),
            ("subject", YamlValue::texts(["earth", "engineering"])),
            ("location", YamlValue::List(vec![YamlValue::plain(105.4149), YamlValue::plain(28.8763)])),
            (
                "booking",
                group(&[("method", YamlValue::text("url")), ("url", YamlValue::text("https://example.org/a/"))]),
            ),
            ("opening_hours", group(&[("weekly", YamlValue::texts(["周二至周日 09:00-12:00,14:00-17:30"]))])),
            ("highlights", YamlValue::texts(["可模拟4～8度烈度的振动平台", "加与不加隔震支座"])),
            (
                "accreditations",
                YamlValue::List(vec![group(&[
                    ("level", YamlValue::text("provincial")),
                    ("title", YamlValue::text("省级防震减灾科普教育基地")),
                    ("body", YamlValue::text("省地震局、省科学技术厅")),
                    ("batch", YamlValue::text("第四批")),
                    ("valid_from", YamlValue::plain("2023-05-12")),
                ])]),
            ),
            ("code", YamlValue::text("510502")),
            ("summary", YamlValue::text("一行。\n\n又一行: 不必引号。")),
            ("note", YamlValue::text("注意: 周一闭馆")),
        ];
        assert_eq!(
            front_matter(&entries),
            "---\n\
             title: 彩虹为什么是弯的？\n\
             date: 2026-06-01\n\
             phone: 0830-0000008\n\
             subject: [earth, engineering]\n\
             location: [105.4149, 28.8763]\n\
             booking: {method: url, url: https://example.org/a/}\n\
             opening_hours:\n  weekly:\n    - 周二至周日 09:00-12:00,14:00-17:30\n\
             highlights:\n  - 可模拟4～8度烈度的振动平台\n  - 加与不加隔震支座\n\
             accreditations:\n  - level: provincial\n    title: 省级防震减灾科普教育基地\n    \
             body: 省地震局、省科学技术厅\n    batch: 第四批\n    valid_from: 2023-05-12\n\
             code: \"510502\"\n\
             summary: |-\n  一行。\n\n  又一行: 不必引号。\n\
             note: \"注意: 周一闭馆\"\n\
             ---\n"
        );
    }

    #[test]
    fn quotes_stand_where_yaml_needs_them_and_nowhere_else() {
        for text in [
            "是：否",
            "彩虹",
            "2026-01-01",
            "09:30",
            "https://a.cn/?b=c#d",
            "“引号”",
            "《书名》：副题",
            "a:b",
            "-5度",
            "3/4",
            "A&B",
            "100%",
            "it's",
            "🌈",
            "ＦＵＬＬ",
            "yes",
            "C#",
            "第1条、第2条",
            "a, b",
            "x [y]",
            "---a",
        ] {
            let written = entry("k", &YamlValue::text(text));
            let bare = written == format!("k: {text}\n");
            assert!(bare || text == "---a", "{written}");
        }
        for text in [
            "是: 否", "- x", "#a", "a #b", "1.0", "true", "TRUE", "null", "~", "", " a", "a ", "@a", "`a`", "[a", "{a",
            "a:", "*a", "&a", "!a", "|", ">", "'a'", "\"a\"", "%a", "?", "-", "---", "...", "0x1f", ".5", "1e3",
            "a\u{7}b", "a\rb",
        ] {
            let written = entry("k", &YamlValue::text(text));
            assert!(written.starts_with("k: \""), "{written}");
            comes_back(vec![("k".to_owned(), YamlValue::text(text))]);
        }
        assert_eq!(entry("k", &YamlValue::plain(true)), "k: true\n");
        assert_eq!(entry("k", &YamlValue::Null), "k:\n");
    }

    fn nasty() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[-?:,\\[\\]{}#&*!|>'\"%@` \\n\\t=~.\\\\]{1,4}",
            "(是|否|彩虹|：|，|「|🌈|👩‍🔬|ＡＢ|１|\u{3000}|\u{feff}|\u{85}|\u{2028}|\r|\u{0})",
            "(true|null|1\\.0|0x1|2026-01-01|---|\\.\\.\\.|\n---\n|\n  a|a\n\n|: | #|- )",
            "[a-z0-9]{1,3}",
        ];
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    fn value() -> impl Strategy<Value = YamlValue> {
        let scalar = prop_oneof![
            3 => nasty().prop_map(YamlValue::Text),
            1 => any::<String>().prop_map(YamlValue::Text),
            1 => "(true|-?[0-9]{1,4}|2026-0[1-9]-01|[a-z ]{0,5})".prop_map(YamlValue::Plain),
            1 => Just(YamlValue::Null),
        ];
        scalar.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(YamlValue::List),
                prop::collection::btree_map(nasty(), inner, 0..4)
                    .prop_map(|pairs| YamlValue::Group(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(entries in prop::collection::btree_map(nasty(), value(), 1..4)) {
            comes_back(entries.into_iter().collect());
        }

        #[test]
        fn a_text_stays_a_text(text in nasty()) {
            let node = parse(&entry("k", &YamlValue::text(text.as_str())), 0).unwrap();
            let value = node.as_map().unwrap().get("k").unwrap().to_json();
            prop_assert_eq!(value.as_str(), Some(text.as_str()));
        }

        #[test]
        fn front_matter_ends_at_its_last_line(entries in prop::collection::btree_map(nasty(), value(), 1..4)) {
            let text = front_matter(&entries.into_iter().collect::<Vec<_>>());
            let closing = text.lines().skip(1).filter(|line| line.trim_end() == "---").count();
            prop_assert_eq!(closing, 1, "{}", text);
        }
    }
}
