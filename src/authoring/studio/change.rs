//! Changes fields in a file's front matter, and leaves every other byte as it is.
//!
//! A value on one line is replaced alone, so that a comment behind it stays. In a group that is written over several lines
//! only the parts that differ are touched. The result is read again and must say what was asked for; if not, nothing is
//! changed.

use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::text::edits::{Edits, line_start};
use crate::base::url::SourcePath;
use crate::base::yaml::write::{YamlValue, entry};
use crate::base::yaml::{self, Kind, Map, Node, own_end};
use crate::config::collection::Field;
use crate::content::front_matter::{self, FrontMatter, FrontMatterState};

/// A field's new value; `None` removes the field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    pub key: String,
    pub value: Option<YamlValue>,
}

/// Returns the text with the changes made. `fields` are those of the declaration, whose order new lines follow.
///
/// # Errors
/// One diagnostic where the front matter can't be read, or can't be changed without loss: it has to be edited as text.
pub fn change(text: &str, path: &SourcePath, fields: &[Field], changes: &[FieldChange]) -> Result<String, Diagnostic> {
    let mut found = Vec::new();
    let FrontMatter { map, span, body, state, .. } = front_matter::split(text, path, &mut found);
    if state == FrontMatterState::Unread {
        let fault = found.into_iter().next();
        return Err(fault.unwrap_or_else(|| refused(path)));
    }
    let wanted = wanted(&map, changes);
    if said(&map) == wanted {
        return Ok(text.to_owned());
    }
    if state == FrontMatterState::Absent {
        let front = yaml::write::front_matter(&wanted);
        return Ok(format!("{front}\n{text}"));
    }
    let windows = text[..body].contains("\r\n");
    let front = text[span.start..span.end].replace("\r\n", "\n");
    let order: Vec<&str> = fields.iter().map(|field| &*field.key).collect();
    let made = edited(&front, &order, changes).ok_or_else(|| refused(path))?;
    let made = if windows { made.replace('\n', "\r\n") } else { made };
    Ok(format!("{}{made}{}", &text[..span.start], &text[span.end..]))
}

/// Returns the text of a file of settings with changes of its top keys made; `None` where that can't be done without loss.
pub fn change_settings(text: &str, changes: &[FieldChange]) -> Option<String> {
    let windows = text.contains("\r\n");
    let made = edited(&text.replace("\r\n", "\n"), &[], changes)?;
    Some(if windows { made.replace('\n', "\r\n") } else { made })
}

/// Makes changes in lines of YAML. The result says what was asked for.
fn edited(front: &str, order: &[&str], changes: &[FieldChange]) -> Option<String> {
    let Ok(Node { kind: Kind::Map(map), .. }) = yaml::parse(front, 0) else { return None };
    let wanted = wanted(&map, changes);
    if said(&map) == wanted {
        return Some(front.to_owned());
    }
    let mut edits = Edits::default();
    let pairs: Vec<(&str, Option<&YamlValue>)> =
        changes.iter().map(|change| (change.key.as_str(), change.value.as_ref())).collect();
    Block { text: front, map: &map, end: front.len(), indent: 0 }.change(&pairs, order, &mut edits);
    let made = edits.apply(front).text;
    if says(&made, &wanted) {
        return Some(made);
    }
    // Lines that aren't one for each field, such as a map in braces: all are written anew, if no comment is lost by that.
    let made = yaml::write::document(&wanted);
    (!front.contains('#') && says(&made, &wanted)).then_some(made)
}

fn refused(path: &SourcePath) -> Diagnostic {
    messages::not_put_in_order(
        "这样的写法不能逐个字段地改，请直接改文字",
        "its fields can't be changed one by one; edit it as text",
    )
    .at(Location::file(path))
}

fn says(front: &str, wanted: &[(String, YamlValue)]) -> bool {
    matches!(yaml::parse(front, 0), Ok(Node { kind: Kind::Map(map), .. }) if said(&map) == wanted)
}

/// A map as values whose scalars are texts, as a reader sees them; without fields that are empty.
fn said(map: &Map) -> Vec<(String, YamlValue)> {
    let pair = |(key, node): &(yaml::Key, Node)| (key.text.clone(), text_of(&YamlValue::from(node)));
    let mut said: Vec<_> = map.entries.iter().map(pair).filter(|(_, value)| *value != YamlValue::Null).collect();
    // The order of fields says nothing.
    said.sort_by(|one, other| one.0.cmp(&other.0));
    said
}

fn text_of(value: &YamlValue) -> YamlValue {
    match value {
        YamlValue::Null => YamlValue::Null,
        YamlValue::Text(text) | YamlValue::Plain(text) => YamlValue::text(text.as_str()),
        YamlValue::List(items) => YamlValue::List(items.iter().map(text_of).collect()),
        YamlValue::Group(pairs) => {
            let pairs = pairs.iter().map(|(key, value)| (key.clone(), text_of(value)));
            let mut pairs: Vec<_> = pairs.filter(|(_, value)| *value != YamlValue::Null).collect();
            pairs.sort_by(|one, other| one.0.cmp(&other.0));
            YamlValue::Group(pairs)
        }
    }
}

/// What the map has to say afterwards.
fn wanted(map: &Map, changes: &[FieldChange]) -> Vec<(String, YamlValue)> {
    let mut wanted = said(map);
    for FieldChange { key, value } in changes {
        let value = value.as_ref().map(text_of).filter(|value| *value != YamlValue::Null);
        let place = wanted.iter().position(|(known, _)| known == key);
        match (place, value) {
            (Some(place), Some(value)) => wanted[place].1 = value,
            (Some(place), None) => drop(wanted.remove(place)),
            (None, Some(value)) => wanted.push((key.clone(), value)),
            (None, None) => {}
        }
    }
    wanted.sort_by(|one, other| one.0.cmp(&other.0));
    wanted
}

/// A map whose keys stand on lines of their own.
struct Block<'a> {
    text: &'a str,
    map: &'a Map,
    /// Where its last line ends.
    end: usize,
    /// The columns before each key.
    indent: usize,
}

impl Block<'_> {
    fn change(&self, changes: &[(&str, Option<&YamlValue>)], order: &[&str], edits: &mut Edits) {
        for (key, value) in changes {
            match (self.map.entries.iter().position(|(known, _)| known.text == *key), value) {
                (None, None) => {}
                (None, Some(value)) => self.add(key, value, order, edits),
                (Some(place), value) => self.replace(place, *value, edits),
            }
        }
    }

    fn replace(&self, place: usize, value: Option<&YamlValue>, edits: &mut Edits) {
        let (key, node) = &self.map.entries[place];
        let start = line_start(self.text, key.span.start);
        let next = self.map.entries.get(place + 1).map_or(self.end, |(key, _)| line_start(self.text, key.span.start));
        let end = own_end(self.text, start, next, self.indent);
        let Some(value) = value else {
            edits.replace(start..end, "");
            return;
        };
        if text_of(&YamlValue::from(node)) == text_of(value) {
            return;
        }
        let written = indented(&entry(&key.text, value), self.indent);
        let line = written.trim_start().strip_suffix('\n').unwrap_or(&written);
        let short = !line.contains('\n');
        let behind = line.split_once(": ").map(|(_, behind)| behind);
        match (&node.kind, value) {
            (Kind::Map(inner), YamlValue::Group(pairs)) if self.is_block(inner, key.span.start) => {
                let Some((first, _)) = inner.entries.first() else { return };
                let indent = first.span.start - line_start(self.text, first.span.start);
                let block = Block { text: self.text, map: inner, end, indent };
                let gone = inner.entries.iter().filter(|(key, _)| pairs.iter().all(|(known, _)| *known != key.text));
                let gone = gone.map(|(key, _)| (key.text.as_str(), None));
                let changed: Vec<(&str, Option<&YamlValue>)> =
                    pairs.iter().map(|(key, value)| (key.as_str(), Some(value))).chain(gone).collect();
                let order: Vec<&str> = pairs.iter().map(|(key, _)| key.as_str()).collect();
                block.change(&changed, &order, edits);
            }
            // A value on the key's own line is exchanged alone, so that a comment behind it stays.
            (kind, _) if short && self.is_on_line(key.span.end, node) => {
                let Some(behind) = behind else { return edits.replace(start..end, written) };
                match kind {
                    Kind::Null => {
                        let colon =
                            self.text[key.span.end..].find(':').map_or(key.span.end, |at| key.span.end + at + 1);
                        edits.insert(colon, format!(" {behind}"));
                    }
                    _ => edits.replace(node.span.start..node.span.end, behind),
                }
            }
            // Comments on lines of their own stay above what is written anew.
            _ => {
                let old = self.text[start..end].split_inclusive('\n');
                let comments = old.filter(|line| line.trim_start().starts_with('#'));
                let comments: String = comments.map(|line| indented(line.trim_start(), self.indent)).collect();
                edits.replace(start..end, comments + &written);
            }
        }
    }

    /// Whether a value begins and ends on the line of its key; an empty one does.
    fn is_on_line(&self, key_end: usize, node: &Node) -> bool {
        node.is_null() || self.text.get(key_end..node.span.end).is_some_and(|between| !between.contains('\n'))
    }

    /// Whether a map below a key has its keys on lines of their own.
    fn is_block(&self, map: &Map, key: usize) -> bool {
        let mut lines: Vec<usize> = map.entries.iter().map(|(key, _)| line_start(self.text, key.span.start)).collect();
        let alone = |(inner, _): &(yaml::Key, Node)| {
            self.text[line_start(self.text, inner.span.start)..inner.span.start].chars().all(|c| c == ' ')
        };
        lines.insert(0, line_start(self.text, key));
        let distinct = lines.windows(2).all(|pair| pair[0] < pair[1]);
        !map.entries.is_empty() && distinct && map.entries.iter().all(alone)
    }

    /// Adds a field behind the nearest of those that stand before it in `order`, or in the place of the comment that a new
    /// file has for it (`# key: # label`).
    fn add(&self, key: &str, value: &YamlValue, order: &[&str], edits: &mut Edits) {
        let written = indented(&entry(key, value), self.indent);
        let margin = " ".repeat(self.indent);
        let begin = self.map.entries.first().map_or(self.end, |(key, _)| line_start(self.text, key.span.start));
        let begin = if self.indent == 0 { 0 } else { begin };
        let mut at = begin;
        for line in self.text[begin..self.end].split_inclusive('\n') {
            let comment = line.strip_prefix(&*margin).and_then(|line| line.strip_prefix("# "));
            if let Some(label) = comment.and_then(|line| line.strip_prefix(key)).and_then(|rest| rest.strip_prefix(':'))
            {
                let label = label.trim().trim_start_matches('#').trim();
                let above = if label.is_empty() { String::new() } else { format!("{margin}# {label}\n") };
                edits.replace(at..at + line.len(), format!("{above}{written}"));
                return;
            }
            at += line.len();
        }
        let rank = |key: &str| order.iter().position(|known| *known == key);
        let before = rank(key).and_then(|own| {
            let earlier = |place: &usize| rank(&self.map.entries[*place].0.text).is_some_and(|other| other < own);
            (0..self.map.entries.len()).rev().find(earlier)
        });
        let place = before.or(self.map.entries.len().checked_sub(1));
        let at = match place {
            Some(place) => {
                let start = line_start(self.text, self.map.entries[place].0.span.start);
                let next =
                    self.map.entries.get(place + 1).map_or(self.end, |(key, _)| line_start(self.text, key.span.start));
                own_end(self.text, start, next, self.indent)
            }
            None => self.end,
        };
        let begins_line = at == 0 || self.text[..at].ends_with('\n');
        edits.insert(at, if begins_line { written } else { format!("\n{}", written.trim_end_matches('\n')) });
    }
}

fn indented(written: &str, indent: usize) -> String {
    let margin = " ".repeat(indent);
    written
        .split_inclusive('\n')
        .map(|line| if line.trim().is_empty() { line.to_owned() } else { format!("{margin}{line}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn path() -> SourcePath {
        SourcePath::new("content/column/dew.md").unwrap()
    }

    fn changed(text: &str, changes: &[(&str, Option<YamlValue>)]) -> String {
        let changes: Vec<FieldChange> =
            changes.iter().map(|(key, value)| FieldChange { key: (*key).to_owned(), value: value.clone() }).collect();
        change(text, &path(), &[], &changes).unwrap()
    }

    const TEXT: &str = "---\n# 名字\ntitle: 甲 # 暂定\nadmission:\n  free: true # 一直\n  note: 预约\n# 电话\n\nphone: 1\ncover:\ntags: [光学, 天文]\n---\n正文\n";

    #[test]
    fn one_field_is_one_line_and_comments_stay() {
        let made = changed(TEXT, &[("title", Some(YamlValue::text("乙: 丙")))]);
        assert_eq!(made, TEXT.replace("title: 甲 # 暂定", "title: \"乙: 丙\" # 暂定"));
        assert_eq!(changed(TEXT, &[("title", Some(YamlValue::text("甲")))]), TEXT);
        let made = changed(TEXT, &[("cover", Some(YamlValue::text("a.jpg")))]);
        assert_eq!(made, TEXT.replace("cover:\n", "cover: a.jpg\n"));
        let made = changed(TEXT, &[("tags", Some(YamlValue::texts(["光学"])))]);
        assert_eq!(made, TEXT.replace("[光学, 天文]", "[光学]"));
    }

    #[test]
    fn of_a_group_only_what_differs_is_touched() {
        let group = |pairs: &[(&str, &str)]| {
            Some(YamlValue::Group(
                pairs.iter().map(|(key, text)| ((*key).to_owned(), YamlValue::plain(text))).collect(),
            ))
        };
        let made = changed(TEXT, &[("admission", group(&[("free", "true"), ("price", "3"), ("note", "电话预约")]))]);
        assert_eq!(made, TEXT.replace("note: 预约\n", "note: 电话预约\n").replace("一直\n", "一直\n  price: 3\n"));
        let made = changed(TEXT, &[("admission", group(&[("note", "预约")]))]);
        assert_eq!(made, TEXT.replace("  free: true # 一直\n", ""));
    }

    #[test]
    fn settings_keep_their_comments() {
        let text = "# 网站\ntitle: {zh-CN: 甲, en: A} # 名字\nmenu:\n  # 第一个\n  - {title: 一, url: /a/}\nfooter:\n  # 电话\n  contact: 1\n";
        let group = |pairs: &[(&str, &str)]| {
            YamlValue::Group(pairs.iter().map(|(key, text)| ((*key).to_owned(), YamlValue::text(*text))).collect())
        };
        let change = |key: &str, value: YamlValue| FieldChange { key: key.to_owned(), value: Some(value) };
        let changes = [
            change("title", group(&[("zh-CN", "乙"), ("en", "A")])),
            change("menu", YamlValue::List(vec![group(&[("title", "二"), ("url", "/b/")])])),
            change("footer", group(&[("contact", "2"), ("icp", "蜀")])),
        ];
        assert_eq!(
            change_settings(text, &changes).unwrap(),
            "# 网站\ntitle: {zh-CN: 乙, en: A} # 名字\n# 第一个\nmenu:\n  - {title: 二, url: /b/}\nfooter:\n  # 电话\n  contact: \"2\"\n  icp: 蜀\n"
        );
        assert_eq!(change_settings("a: [", &changes), None);
    }

    #[test]
    fn a_new_field_takes_the_place_of_its_comment() {
        let text = "---\ntitle: 甲\n# cover: # 封面：文章旁边的图片\n---\n";
        let made = changed(text, &[("cover", Some(YamlValue::text("a.jpg")))]);
        assert_eq!(made, "---\ntitle: 甲\n# 封面：文章旁边的图片\ncover: a.jpg\n---\n");
        assert_eq!(changed("正文\n", &[("title", Some(YamlValue::text("甲")))]), "---\ntitle: 甲\n---\n\n正文\n");
    }

    #[test]
    fn a_removed_field_takes_its_lines_and_no_others() {
        assert_eq!(changed(TEXT, &[("phone", None)]), TEXT.replace("phone: 1\n", ""));
        assert_eq!(changed(TEXT, &[("none", None)]), TEXT);
    }

    #[test]
    fn ends_of_lines_stay() {
        let text = TEXT.replace('\n', "\r\n");
        let made = changed(&text, &[("title", Some(YamlValue::text("乙")))]);
        assert_eq!(made, text.replace("甲 # 暂定", "乙 # 暂定"));
    }

    fn value() -> impl Strategy<Value = YamlValue> {
        let scalar = prop_oneof![
            "[a-z甲乙丙：:#，,\\[\\]{}\"' -]{0,8}".prop_map(|text: String| YamlValue::text(text.trim())),
            "[0-9]{1,4}".prop_map(|text: String| YamlValue::plain(text)),
            Just(YamlValue::text("几行\n文字")),
        ];
        scalar.prop_recursive(2, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 1..3).prop_map(YamlValue::List),
                prop::collection::btree_map("[a-d]", inner, 1..3)
                    .prop_map(|map| YamlValue::Group(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        /// Whatever is asked for is what is read afterwards, and lines of other fields are as they were.
        #[test]
        fn a_change_says_what_was_asked(
            before in prop::collection::btree_map("[a-f]", value(), 0..5),
            key in "[a-f]",
            new in prop::option::of(value()),
        ) {
            let pairs: Vec<(String, YamlValue)> = before.into_iter().collect();
            let text = format!("{}正文\n", yaml::write::front_matter(&pairs));
            let changes = [FieldChange { key: key.clone(), value: new }];
            let mut found = Vec::new();
            let FrontMatter { map, .. } = front_matter::split(&text, &path(), &mut found);
            let wanted = wanted(&map, &changes);
            let made = change(&text, &path(), &[], &changes).unwrap();
            let FrontMatter { map, body, .. } = front_matter::split(&made, &path(), &mut found);
            prop_assert_eq!(said(&map), wanted, "{}", made);
            prop_assert!(made[body..].ends_with("正文\n"));
        }
    }
}
