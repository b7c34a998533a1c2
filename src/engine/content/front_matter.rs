//! A Markdown file's text → its front matter as a YAML tree, and where its body begins.

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind, Map, Node};

/// Front matter beyond this is a forgotten closing line.
const LARGEST: usize = 64 * 1024;

/// How many lines may stand before front matter that is noticed further down.
const MOST_BEFORE: usize = 12;

/// How many lines front matter has that is noticed there.
const MOST_FIELDS: usize = 60;

/// Fields that most texts have, and hardly any text names at the beginning of a line.
const USUAL_KEYS: [&str; 6] = ["title", "date", "summary", "标题", "日期", "摘要"];

/// Fields of front matter that no text begins with.
const FRONT_KEYS: [&str; 9] = ["title", "date", "summary", "tags", "draft", "slug", "cover", "authors", "updated"];

/// What there is of a file's front matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum FrontMatterState {
    #[default]
    Read,
    /// The text begins without one.
    Absent,
    /// There is one that can't be read, which has been reported. Of its fields only names are known.
    Unread,
}

/// A file's front matter and the byte at which its body begins.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Its fields; none where it can't be read.
    pub map: Map,
    pub span: Span,
    pub body: usize,
    pub state: FrontMatterState,
    /// Where it can't be read, fields that were guessed, without spans. Others find the entry by them.
    pub names: Map,
}

/// Splits a text at its `---` lines. A text that doesn't begin with one is all body, unless it begins with what was meant
/// as front matter.
///
/// Where the front matter can't be read, diagnostics say why; the body is read all the same.
pub fn split(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> FrontMatter {
    let Some(start) = opening(text) else {
        let found = meant(text);
        let state = if found.is_some() { FrontMatterState::Unread } else { FrontMatterState::Absent };
        let names = found.as_ref().map(|_| names(text)).unwrap_or_default();
        diagnostics.extend(found.map(|fault| fault.diagnostic(path)));
        return FrontMatter { state, names, ..FrontMatter::default() };
    };
    let unread = |names: Map, span: Span, body: usize| FrontMatter {
        map: Map::default(),
        span,
        body,
        state: FrontMatterState::Unread,
        names,
    };
    let Some((end, body)) = closing(text, start) else {
        diagnostics.push(unclosed(text, start, path));
        return unread(names(&text[start..]), Span { start: 0, end: start }, text.len());
    };
    let span = Span { start, end };
    if end - start > LARGEST {
        diagnostics.push(messages::front_matter_too_large().at(Location::span(path, 0..start)));
        return unread(names(&text[start..end]), span, body);
    }
    if let Some((field, last)) = goes_on(&text[body..]) {
        let fault = messages::front_matter_syntax(
            &format!("文首信息到这一行 --- 就结束了，下面还有“{field}”"),
            &format!("the front matter ends with this line ---, and `{field}` stands below it"),
            "中间的 --- 都删去：文首信息只在第一行和最后一行写 ---",
            "remove each --- between: front matter has one as its first line and one as its last",
        );
        diagnostics.push(fault.at(Location::span(path, end..end + "---".len())));
        return unread(names(&text[start..body + last]), span, body + last + "---".len());
    }
    match yaml::parse_written(&text[start..end], start, path, diagnostics) {
        Ok(Node { kind: Kind::Map(map), .. }) => {
            FrontMatter { map, span, body, state: FrontMatterState::Read, names: Map::default() }
        }
        Ok(node) => {
            let fault = messages::front_matter_syntax(
                "这里应是“字段: 值”，不是列表",
                "`field: value` is expected, not a list",
                "每行写“字段: 值”，如 title: 露水",
                "write `field: value` on each line, as in `title: Dew`",
            );
            diagnostics.push(fault.at(Location::span(path, node.span)));
            unread(Map::default(), span, body)
        }
        Err(fault) => {
            if like_closing(&text[start..end]).is_some() {
                // The fault stands in the body, which a later `---` has made part of the front matter.
                diagnostics.push(unclosed(text, start, path));
            } else {
                diagnostics.extend(fault.diagnostics(path, messages::front_matter_syntax));
            }
            let map = match fault.salvaged {
                Some(Node { kind: Kind::Map(map), .. }) => map,
                _ => names(&text[start..end]),
            };
            unread(map, span, body)
        }
    }
}

/// The first field of those that a body begins with and that end with another `---`, and where that line begins. Fields have
/// small letters here: a heading such as `Question: why` may be underlined.
fn goes_on(body: &str) -> Option<(&str, usize)> {
    let is_fence = |line: &str| line.trim_end() == "---";
    let is_field = |line: &str| {
        let (key, rest) = line.split_once(':').unwrap_or_default();
        key.len() > 1 && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_') && !rest.starts_with("//")
    };
    let (mut first, mut at, mut usual) = (None, 0, false);
    for line in body.split_inclusive('\n').take(40) {
        // A text may well begin with `note: …` and a line below it.
        usual |= is_field(line) && key_of(line).is_some_and(|key| FRONT_KEYS.contains(&key));
        match first {
            None if is_fence(line) => {}
            None if is_field(line) => first = Some(line.trim_end()),
            None => return None,
            Some(field) if is_fence(line) => return usual.then_some((field, at)),
            Some(_) if is_field(line) || line.starts_with([' ', '-', '#']) => {}
            Some(_) => return None,
        }
        at += line.len();
    }
    None
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

/// Whether a line was meant as `---`.
fn is_like_fence(line: &str) -> bool {
    let line = line.trim();
    let count = line.chars().count();
    let dashes = line.chars().all(|c| matches!(c, '-' | '—' | '－' | '–' | '―' | '−' | '─' | '_' | '='));
    line == "+++" || line == "..." || line == "。。。" || (dashes && (1..=12).contains(&count) && line != "-")
}

/// The first line that was meant to close front matter: where it begins, and its text.
fn like_closing(front: &str) -> Option<(usize, &str)> {
    let mut at = 0;
    for line in front.split_inclusive('\n').take(80) {
        if is_like_fence(line) {
            return Some((at, line.trim_end()));
        }
        at += line.len();
    }
    None
}

fn unclosed(text: &str, start: usize, path: &SourcePath) -> Diagnostic {
    if let Some((at, line)) = like_closing(&text[start..]) {
        let at = start + at;
        let fault = messages::front_matter_open(
            &format!("：这一行的“{}”不是三个半角减号", line.trim()),
            &format!(": `{}` isn't three plain hyphens at the beginning of a line", line.trim()),
            "这一行改成：---",
            "write the line as: ---",
        );
        return fault.at(Location::span(path, at..at + line.len()));
    }
    // Behind the last line of the form `field: value`, and what belongs to it.
    let mut last = None;
    let mut at = start;
    for (index, line) in text[start..].split_inclusive('\n').enumerate() {
        if key_of(line).is_some() {
            last = Some((index + 2, at, line.trim_end().len()));
        } else if line.trim().is_empty() || line.starts_with('#') {
            break;
        }
        at += line.len();
    }
    let (number, at, length) = last.unwrap_or((1, 0, 3));
    let fault = messages::front_matter_open(
        "",
        "",
        &format!("在第 {number} 行（文首信息的最后一行）下面加一行：---"),
        &format!("below line {number}, the last of the front matter, add the line: ---"),
    );
    fault.at(Location::span(path, at..at + length))
}

/// What was meant as front matter and isn't taken for it.
struct Meant {
    span: Span,
    zh: String,
    en: String,
    way: (String, String),
}

impl Meant {
    fn diagnostic(&self, path: &SourcePath) -> Diagnostic {
        let (way_zh, way_en) = &self.way;
        messages::front_matter_syntax(&self.zh, &self.en, way_zh, way_en).at(Location::span(path, self.span))
    }
}

/// Recognises front matter that another line than `---` begins, or none at all.
fn meant(text: &str) -> Option<Meant> {
    let body = text.trim_start_matches(['\n', '\r', ' ', '\t', '\u{3000}', '\u{feff}']);
    let at = text.len() - body.len();
    let first = body.lines().next()?.trim_end();
    let mut rest = body.lines().skip(1).map(str::trim).filter(|line| !line.is_empty());
    let next = rest.next().unwrap_or_default();
    let span = Span { start: at, end: at + first.len() };
    let say = |zh: String, en: String, way: (&str, &str)| {
        Some(Meant { span, zh, en, way: (way.0.to_owned(), way.1.to_owned()) })
    };
    let line = ("这一行改成：---", "write the line as: ---");
    if first == "---" {
        key_of(next)?;
        return say(
            "第一行的 --- 前面有空行或空格".to_owned(),
            "an empty line or spaces stand before the first ---".to_owned(),
            ("删去它们，让 --- 成为文件的开头", "remove them, so that the file begins with ---"),
        );
    }
    if first == "+++" && next.contains('=') {
        return say(
            "用 +++ 夹住的是另一种写法（TOML），本程序用 --- 和“字段: 值”".to_owned(),
            "+++ begins TOML; this program reads `---` and `field: value`".to_owned(),
            (
                "两行 +++ 改成 ---，每行的“字段 = 值”改成“字段: 值”；别的程序的整个网站用 kepu import 导入",
                "write --- for both lines of +++, and `field: value` for `field = value`; `kepu import` converts whole sites of other programs",
            ),
        );
    }
    if (is_like_fence(first) || first.starts_with("```")) && key_of(next).is_some() {
        return say(
            format!("第一行的“{first}”不是三个半角减号"),
            format!("the first line, `{first}`, isn't three plain hyphens"),
            line,
        );
    }
    if let Some(behind) = first.strip_prefix("---").map(str::trim)
        && key_of(behind).is_some()
    {
        return say(
            "--- 后面还有字".to_owned(),
            "there is text behind ---".to_owned(),
            ("--- 单独占一行，后面的字另起一行", "leave --- on a line of its own, and begin a new one with the rest"),
        );
    }
    if let Some((start, end)) = further_down(body) {
        let before = text[..at].matches('\n').count();
        let (first, start, end) = (before + 1, before + start + 1, before + end + 1);
        let zh = format!(
            "第 {first} 行到第 {start} 行的 --- 之间的文字移到第 {end} 行下面（是标题就写进 title，这里删去），让第 {start} 行的 --- 成为文件的第一行"
        );
        let en = format!(
            "move what stands from line {first} to the --- of line {start} below line {end} (a heading goes into `title`), so that this --- is the first line of the file"
        );
        return say(
            "文首信息前面还有文字，--- 不在文件开头".to_owned(),
            "text stands before the front matter, so --- isn't the beginning of the file".to_owned(),
            (zh.as_str(), en.as_str()),
        );
    }
    let key = key_of(first)?;
    let known = USUAL_KEYS.contains(&key);
    let (zh, en) = (
        "文件开头没有 ---，文首信息会被当作正文".to_owned(),
        "the file doesn't begin with ---, so its front matter would be shown as text".to_owned(),
    );
    let way = (
        "在最前面加一行 ---，在文首信息的最后一行下面也加一行 ---",
        "add a line --- at the beginning, and another below the front matter",
    );
    (known || key_of(next).is_some() || is_like_fence(next)).then(|| say(zh, en, way)).flatten()
}

/// The lines between which front matter stands that a text begins before, counted from zero.
fn further_down(body: &str) -> Option<(usize, usize)> {
    let lines: Vec<&str> = body.lines().take(MOST_BEFORE + MOST_FIELDS).collect();
    // An example of front matter is no front matter.
    let is_code = |line: &str| line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
    let before = (1..lines.len().min(MOST_BEFORE)).take_while(|at| !is_code(lines[at - 1]));
    let mut starts = before.filter(|start| is_like_fence(lines[*start]));
    starts.find_map(|start| Some((start, start + 1 + end_of_fields(&lines[start + 1..])?)))
}

/// Where lines of fields end with what was meant as `---`; none where other text is among them.
fn end_of_fields(lines: &[&str]) -> Option<usize> {
    let end = lines.iter().position(|line| is_like_fence(line))?;
    let fields = &lines[..end];
    let belongs = |line: &&str| {
        let begins = line.starts_with([' ', '\t', '#']) || line.starts_with("- ");
        begins || line.trim().is_empty() || key_of(line).is_some()
    };
    let usual = |line: &&str| key_of(line).is_some_and(|key| USUAL_KEYS.contains(&key));
    (fields.iter().all(belongs) && fields.iter().any(usual)).then_some(end)
}

/// The key of a line `key: value`, with a colon of either width.
fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.trim_start().split_once([':', '：', '='])?;
    let key = key.trim_end();
    let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    let named = plain && key.starts_with(|c: char| c.is_ascii_alphabetic());
    let labelled = ["标题", "日期", "摘要", "作者", "名称", "开始", "地址"].contains(&key);
    ((named || labelled) && !rest.starts_with("//")).then_some(key)
}

/// The names that others call an entry by, from front matter that can't be read: what a line begins with is enough.
fn names(front: &str) -> Map {
    let mut map = Map::default();
    for line in front.lines().take(80) {
        let Some(key) = key_of(line).filter(|key| matches!(*key, "title" | "slug")) else { continue };
        let value = line.split_once([':', '：', '=']).map_or("", |(_, value)| value);
        let value = value.trim().trim_matches(['"', '\'', '“', '”']);
        if map.get(key).is_none() && !value.is_empty() {
            let span = Span::default();
            map.entries.push((yaml::Key { text: key.to_owned(), span }, Node::scalar(value, span)));
        }
    }
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split_text(text: &str) -> (Map, usize, Vec<&'static str>) {
        let mut diagnostics = Vec::new();
        let found = split(text, &SourcePath::new("content/a.md").unwrap(), &mut diagnostics);
        (found.map, found.body, diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect())
    }

    #[test]
    fn front_matter_ends_where_its_line_says() {
        let (map, body, codes) = split_text("---\r\ntitle: 彩虹\r\n---\r\n正文\n---\n");
        assert_eq!((map.get("title").unwrap().as_text(), codes.len()), (Some("彩虹"), 0));
        assert_eq!(&"---\r\ntitle: 彩虹\r\n---\r\n正文\n---\n"[body..], "正文\n---\n");
        assert_eq!(split_text("正文").1, 0);
    }

    #[test]
    fn a_line_too_many_within_front_matter_is_named() {
        for text in [
            "---\ntitle: 露水\n---\ndate: 2026-05-18\n---\n正文",
            "---\ntitle: 露水\n---\n---\ndate: 2026-05-18\ntags:\n  - 光学\n---\n正文",
            "---\n---\ntitle: 露水\n---\n正文",
        ] {
            assert_eq!(split_text(text).2, ["E0201"], "{text}");
        }
        for text in [
            "---\ntitle: 露水\n---\n\ndate: 2026-05-18\n---\n",
            "---\ntitle: 露水\n---\nQuestion: why?\n---\n",
            "---\ntitle: 露水\n---\ndate: 2026-05-18\n\n正文\n---\n",
            "---\ntitle: 露水\n---\n---\n正文\n",
        ] {
            assert_eq!(split_text(text).2, [""; 0], "{text}");
        }
    }

    #[test]
    fn faults_are_told_and_the_body_is_kept() {
        assert_eq!(split_text("---\ntitle: a\n").2, ["E0202"]);
        assert_eq!(split_text("---\ntitle: a: b\n---\n正文").2, ["E0201"]);
        assert_eq!(split_text("---\n- a\n---\n").2, ["E0201"]);
        let long = format!("---\na: {}\n---\n", "x".repeat(LARGEST));
        assert_eq!(split_text(&long).2, ["E0212"]);
    }

    #[test]
    fn front_matter_further_down_is_noticed() {
        for text in [
            "# 标题\n---\ntitle: 水\n---\n正文",
            "\n# 标题\n\n---\ntitle: 水\ntags:\n  - 光\n\ndraft: true\n---\n正文",
            "<!-- 草稿 -->\n---\ntitle: 水\n---\n",
        ] {
            let mut diagnostics = Vec::new();
            let found = split(text, &SourcePath::new("content/a.md").unwrap(), &mut diagnostics);
            assert_eq!(found.state, FrontMatterState::Unread, "{text}");
            assert!(found.names.get("title").is_some(), "{text}");
            assert!(diagnostics.len() == 1 && diagnostics[0].message.zh.contains("前面还有文字"), "{diagnostics:?}");
        }
        for text in ["甲\n\n---\n乙\n---\n", "甲\n---\nabc: 乙\n---\n", "甲\n---\ntitle: 乙\n丙\n---\n", "甲\n---\n"]
        {
            assert!(split_text(text).2.is_empty(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(---\n)?\\PC{0,100}(\n---\n)?\\PC{0,50}") {
            split_text(&text);
        }
    }
}
