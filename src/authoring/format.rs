//! Front matter as it was typed → the same in the declared order, spaced alike.
//!
//! Keys move with the comments above them, values are written as [`yaml::write`] writes them, and
//! the body isn't touched. What has a form of its own stays as it was typed: a value with comments
//! within, an anchor, a text over several lines. In the end both are read and must say the same,
//! so that no page can change by it. One thing is mended first: a value that a number sign cuts (`科普 #1 期`) gets
//! quotation marks, and says all that was typed.

use crate::base::diagnostic::{Diagnostic, Location, Severity, Span, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::write::{self, YamlValue};
use crate::base::yaml::{self, Kind, Map, Node};
use crate::config::collection::{Field, FieldType};
use crate::content::front_matter::{self, FrontMatter};

/// Puts the front matter of one file in order; nothing where it is, or there is none.
///
/// `fields` are those that the file's front matter may have, in their order.
///
/// # Errors
/// One diagnostic where the front matter can't be read, or can't be put in order without loss.
pub fn format(text: &str, path: &SourcePath, fields: &[Field]) -> Result<Option<String>, Diagnostic> {
    let mut found = Vec::new();
    let FrontMatter { map, span, body, .. } = front_matter::split(text, path, &mut found);
    let failed =
        |zh: &str, en: &str, span: Span| Err(messages::not_put_in_order(zh, en).at(Location::span(path, span)));
    found.retain(|fault| fault.severity() == Severity::Error);
    if let Some(fault) = found.into_iter().next() {
        let at = fault.at.and_then(|at| at.span).unwrap_or(span);
        return failed(&fault.message.zh, &fault.message.en, at);
    }
    if body == 0 || map.entries.is_empty() {
        return Ok(None);
    }
    // Lines end as most of them do.
    let windows = text[..body].contains("\r\n");
    let front = quoted(text[span.start..span.end].replace("\r\n", "\n"));
    let Ok(Node { kind: Kind::Map(map), .. }) = yaml::parse(&front, 0) else {
        return failed("加引号后读不懂", "it can't be read with its quotation marks", span);
    };
    let Some(parts) = split(&front) else {
        return failed("字段没有一行一行地写", "its fields aren't on lines of their own", span);
    };
    let made = joined(parts, fields);
    let same = matches!(yaml::parse(&made, 0), Ok(node) if says(&node, fields) == says(&whole(&map), fields));
    if !same {
        return failed("整理后意思会变", "it would not say the same afterwards", span);
    }
    let front = format!("---\n{made}---\n");
    let front = if windows { front.replace('\n', "\r\n") } else { front };
    let front = if body == text.len() && !text.ends_with('\n') { front.trim_end().to_owned() } else { front };
    let made = format!("{front}{}", &text[body..]);
    Ok((made != text).then_some(made))
}

/// The front matter with quotation marks around every value that a number sign would cut.
fn quoted(front: String) -> String {
    let Ok(root) = yaml::parse(&front, 0) else { return front };
    let mut edited = front.clone();
    for cut in yaml::cuts(&front, 0, &root).into_iter().filter(|cut| cut.sure).rev() {
        edited.replace_range(cut.edit.span.start..cut.edit.span.end, &cut.edit.text);
    }
    edited
}

/// One key with what belongs to it.
struct Part {
    key: String,
    node: Node,
    /// Comments above the key, a line each.
    above: Vec<String>,
    /// From the key on, as it was typed.
    lines: Vec<String>,
}

/// The keys of the first level, and the comments after the last; nothing where they don't begin lines.
fn split(front: &str) -> Option<(Vec<Part>, Vec<String>)> {
    let root = yaml::parse(front, 0).ok()?;
    let map = root.as_map()?;
    let starts: Vec<usize> = map.entries.iter().map(|(key, _)| key.span.start).collect();
    let at_line = |start: &usize| *start == 0 || front.as_bytes()[start - 1] == b'\n';
    if !starts.iter().all(at_line) || !starts.is_sorted() {
        return None;
    }
    let mut above = comments(&front[..*starts.first()?])?;
    let mut parts = Vec::new();
    for (at, (key, node)) in map.entries.iter().enumerate() {
        let end = starts.get(at + 1).copied().unwrap_or(front.len());
        let mut lines: Vec<String> = front[starts[at]..end].lines().map(|line| line.trim_end().to_owned()).collect();
        // Comments at the margin and empty lines belong to what comes next.
        let own = lines.iter().rposition(|line| !line.is_empty() && !line.starts_with('#')).map_or(1, |last| last + 1);
        let next = lines.split_off(own);
        parts.push(Part { key: key.text.clone(), node: node.clone(), above, lines });
        above = next.into_iter().filter(|line| !line.is_empty()).collect();
    }
    Some((parts, above))
}

/// The lines of a text that has comments alone.
fn comments(text: &str) -> Option<Vec<String>> {
    let lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect();
    lines.iter().all(|line| line.starts_with('#')).then_some(lines)
}

fn joined((mut parts, rest): (Vec<Part>, Vec<String>), fields: &[Field]) -> String {
    // Keys that nobody declared come last, as they stood.
    parts.sort_by_key(|part| place(&part.key, fields));
    let mut out = String::new();
    for part in &parts {
        part.above.iter().for_each(|line| out.push_str(&format!("{line}\n")));
        out.push_str(&part.written(fields));
    }
    rest.iter().for_each(|line| out.push_str(&format!("{line}\n")));
    out
}

fn place(key: &str, fields: &[Field]) -> usize {
    fields.iter().position(|field| *field.key == *key).unwrap_or(fields.len())
}

impl Part {
    fn written(&self, fields: &[Field]) -> String {
        let typed = || self.lines.iter().map(|line| format!("{line}\n")).collect::<String>();
        let first = self.lines.first().map(String::as_str).unwrap_or_default();
        let aside = aside(first);
        let single = self.lines.len() == 1;
        if self.has_form_of_its_own(if single { &first[..first.len() - aside.len()] } else { first }) {
            return typed();
        }
        let field = fields.iter().find(|field| *field.key == *self.key);
        let value = ordered(YamlValue::from(&self.node), field.map(|field| &field.field_type));
        let written = write::entry(&self.key, &value);
        match (aside.is_empty(), written.lines().count()) {
            (true, _) => written,
            // A comment at a line's end stays there, if there is one line still.
            (false, 1) if single => format!("{} {}\n", written.trim_end(), aside.trim()),
            _ => typed(),
        }
    }

    /// Comments within, anchors, tags, and texts over several lines. In doubt it has.
    fn has_form_of_its_own(&self, first: &str) -> bool {
        let lines = std::iter::once(first).chain(self.lines.iter().skip(1).map(String::as_str));
        let marked = |line: &str| {
            line.trim_start().starts_with('#') || [" #", " &", " *", " !"].iter().any(|mark| line.contains(mark))
        };
        lines.into_iter().any(marked) || (self.lines.len() > 1 && has_long_text(&self.node, &self.lines))
    }
}

/// The comment at the end of a line, with the spaces before it; empty where there is none, or a
/// quote makes that uncertain.
fn aside(line: &str) -> &str {
    match line.find(" #") {
        Some(at) if !line[..at].contains(['"', '\'']) => &line[at..],
        _ => "",
    }
}

/// Whether a text within goes over several lines: those that begin neither with a key nor with a dash.
fn has_long_text(node: &Node, lines: &[String]) -> bool {
    fn scalars(node: &Node) -> usize {
        match &node.kind {
            Kind::List(items) => items.iter().map(scalars).sum(),
            Kind::Map(map) => map.entries.iter().map(|(_, node)| 1 + scalars(node)).sum(),
            _ => 1,
        }
    }
    let opens_block = |line: &String| {
        line.ends_with(['|', '>', '+', '-']) && line.contains([':', '-']) && {
            let last = line.rsplit(' ').next().unwrap_or_default();
            last.starts_with(['|', '>'])
        }
    };
    let alone = matches!(node.kind, Kind::Scalar { .. });
    alone || lines.iter().any(opens_block) || lines.len() > 1 + scalars(node)
}

/// A group's keys in their declared order, however deep.
fn ordered(value: YamlValue, field_type: Option<&FieldType>) -> YamlValue {
    match (value, field_type) {
        (YamlValue::List(items), Some(FieldType::List(item))) => {
            YamlValue::List(items.into_iter().map(|value| ordered(value, Some(item))).collect())
        }
        (YamlValue::Group(mut pairs), Some(FieldType::Group(fields))) => {
            pairs.sort_by_key(|(key, _)| place(key, fields));
            let deeper = |key: &str| fields.iter().find(|field| *field.key == *key).map(|field| &field.field_type);
            YamlValue::Group(
                pairs
                    .into_iter()
                    .map(|(key, value)| (deeper(&key), key, value))
                    .map(|(inner, key, value)| (key, ordered(value, inner)))
                    .collect(),
            )
        }
        (value, _) => value,
    }
}

fn whole(map: &Map) -> Node {
    Node { span: Span::default(), kind: Kind::Map(map.clone()) }
}

/// What a front matter says: keys in order, every scalar by its text.
fn says(node: &Node, fields: &[Field]) -> YamlValue {
    let group = FieldType::Group(fields.to_vec());
    texts(ordered(YamlValue::from(node), Some(&group)))
}

fn texts(value: YamlValue) -> YamlValue {
    match value {
        YamlValue::Plain(text) | YamlValue::Text(text) => YamlValue::Text(text),
        YamlValue::List(items) => YamlValue::List(items.into_iter().map(texts).collect()),
        YamlValue::Group(pairs) => {
            YamlValue::Group(pairs.into_iter().map(|(key, value)| (key, texts(value))).collect())
        }
        YamlValue::Null => YamlValue::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::collection::shipped;

    fn put_in_order(front: &str) -> Result<Option<String>, &'static str> {
        let base = shipped("base").unwrap();
        let path = SourcePath::new("content/bases/a.md").unwrap();
        format(&format!("---\n{front}---\n正文\n"), &path, &base.fields).map_err(|fault| fault.code.0)
    }

    fn made(front: &str) -> String {
        let text = put_in_order(front).unwrap().unwrap();
        let path = SourcePath::new("content/bases/a.md").unwrap();
        assert_eq!(format(&text, &path, &shipped("base").unwrap().fields), Ok(None), "{text}");
        text.strip_prefix("---\n").unwrap().strip_suffix("---\n正文\n").unwrap().to_owned()
    }

    #[test]
    fn keys_come_in_declared_order_with_the_comments_above_them() {
        let typed = "# 电话要核实\nphone:   0830-1234567\n\ntitle:  馆\n# 从年报里抄来\n# 第二行\naddress:    路1号 # 老地址\ndistrict: jiangyang\n# 完\n";
        let expected = "title: 馆\ndistrict: jiangyang\n# 从年报里抄来\n# 第二行\naddress: 路1号 # 老地址\n# 电话要核实\nphone: 0830-1234567\n# 完\n";
        assert_eq!(made(typed), expected);
    }

    #[test]
    fn lists_and_groups_are_written_alike() {
        let typed = "title: \"馆\"\nfacilities: [ wheelchair,lift ]\nadmission:\n    note: 周一闭馆\n    free: true\nphotos:\n- alt: 门\n  src: a.jpg\n";
        let expected = "title: 馆\nadmission: {free: true, note: 周一闭馆}\nfacilities: [wheelchair, lift]\nphotos:\n  - {src: a.jpg, alt: 门}\n";
        assert_eq!(made(typed), expected);
    }

    #[test]
    fn what_has_a_form_of_its_own_only_moves() {
        let own = "summary: >\n  一行\n  又一行\nbooking:\n  # 以电话为准\n  method: phone\n  phone: 0830-1\nvisitors: 很长的\n  一句话\n";
        let (summary, rest) = own.split_at(own.find("booking").unwrap());
        assert_eq!(made(&format!("{rest}{summary}title: 馆\n")), format!("title: 馆\n{own}"));
    }

    #[test]
    fn a_value_that_a_number_sign_cuts_is_quoted() {
        assert_eq!(
            made("address: 科技路3号 #201\ntitle: 馆 # 新馆\n"),
            "title: 馆 # 新馆\naddress: \"科技路3号 #201\"\n"
        );
    }

    #[test]
    fn what_is_not_understood_is_left_alone() {
        assert_eq!(put_in_order("title: 书评: 三体\n"), Err("E1108"));
        assert_eq!(put_in_order("{title: 馆}\n"), Err("E1108"));
        // The alias would come before its anchor.
        assert_eq!(put_in_order("phone: &a 0830\ntitle: *a\n"), Err("E1108"));
        assert_eq!(put_in_order("title: 馆\n"), Ok(None));
        assert_eq!(format("没有文件头\n", &SourcePath::new("content/a.md").unwrap(), &[]), Ok(None));
    }

    #[test]
    fn lines_keep_their_ends() {
        let base = shipped("base").unwrap();
        let path = SourcePath::new("content/bases/a.md").unwrap();
        let made = format("---\r\nphone: 1\r\ntitle: 馆\r\n---\r\n正文\n", &path, &base.fields).unwrap().unwrap();
        assert_eq!(made, "---\r\ntitle: 馆\r\nphone: 1\r\n---\r\n正文\n");
        let made = format("---\nphone: 1\ntitle: 馆\n---", &path, &base.fields).unwrap().unwrap();
        assert_eq!(made, "---\ntitle: 馆\nphone: 1\n---");
    }

    proptest::proptest! {
        #[test]
        fn formatting_twice_is_formatting_once(
            front in "((title|phone|address|tags|booking|# a|summary|x):( |  )?([a-z\\[\\]{}\"'|>&*,#馆 -]{0,8})\n( {0,3}[a-z:馆# -]{0,6}\n)?){0,6}",
        ) {
            let base = shipped("base").unwrap();
            let path = SourcePath::new("content/bases/a.md").unwrap();
            let text = format!("---\n{front}---\n正文\n");
            if let Ok(Some(once)) = format(&text, &path, &base.fields) {
                proptest::prop_assert_eq!(format(&once, &path, &base.fields), Ok(None), "{}", once);
                proptest::prop_assert!(once.ends_with("---\n正文\n"));
            }
        }
    }
}
