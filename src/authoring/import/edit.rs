//! Adds values to the front matter of an existing file; every other line stays as it is.

use crate::base::text::edits::{Edits, line_start};
use crate::base::url::SourcePath;
use crate::base::yaml::write::{YamlValue, entry, inline};
use crate::base::yaml::{Map, own_end};
use crate::content::front_matter::{self, FrontMatter};

/// The edited text, and the values that were not written because the file has others.
#[derive(Debug)]
pub struct FilledText {
    pub text: String,
    pub differing: Vec<Differing>,
}

#[derive(Debug, PartialEq)]
pub struct Differing {
    /// The field's key, or `group.field`.
    pub field: String,
    pub existing: String,
    pub imported: String,
}

/// Writes values into a file's front matter. A value that the file has already is replaced only with `force`.
/// `existing` returns the file's value of a field, in the same form as `imported`.
pub fn edit(
    text: &str,
    path: &SourcePath,
    imported: &[(String, YamlValue)],
    existing: impl Fn(&str, &Map) -> Option<YamlValue>,
    force: bool,
) -> FilledText {
    let FrontMatter { map, span, .. } = front_matter::split(text, path, &mut Vec::new());
    let mut filled = FilledText { text: String::new(), differing: Vec::new() };
    let mut changes = Edits::default();
    let mut added = String::new();
    for (key, value) in imported {
        let there = map.get(key).filter(|node| !node.is_null()).and_then(|_| existing(key, &map));
        let place = map.entries.iter().position(|(known, _)| known.text == *key);
        let whole = match there {
            None => value.clone(),
            Some(there) => match merged(key, &there, value, force, &mut filled.differing) {
                Some(merged) => merged,
                None => continue,
            },
        };
        match place {
            None => added += &entry(key, &whole),
            Some(place) => {
                let start = line_start(text, map.entries[place].0.span.start);
                let next = map.entries.get(place + 1).map_or(span.end, |(key, _)| line_start(text, key.span.start));
                changes.replace(start..own_end(text, start, next, 0), entry(key, &whole));
            }
        }
    }
    if text.is_empty() || span.end == 0 {
        filled.text = format!("---\n{added}---\n{text}");
        return filled;
    }
    changes.insert(span.end, added);
    filled.text = changes.apply(text).text;
    filled
}

/// Merges the file's value and the imported one; `None` if nothing has to change.
fn merged(
    key: &str,
    there: &YamlValue,
    imported: &YamlValue,
    force: bool,
    differing: &mut Vec<Differing>,
) -> Option<YamlValue> {
    if let (YamlValue::Group(there), YamlValue::Group(imported)) = (there, imported) {
        let mut whole = there.clone();
        let mut changed = false;
        for (part, value) in imported {
            match whole.iter_mut().find(|(known, _)| known == part) {
                None => {
                    whole.push((part.clone(), value.clone()));
                    changed = true;
                }
                Some((_, existing)) => {
                    if let Some(new) = merged(&format!("{key}.{part}"), existing, value, force, differing) {
                        *existing = new;
                        changed = true;
                    }
                }
            }
        }
        return changed.then_some(YamlValue::Group(whole));
    }
    let (existing, new) = (shown(there), shown(imported));
    if existing == new {
        return None;
    }
    if !force {
        differing.push(Differing { field: key.to_owned(), existing, imported: new });
        return None;
    }
    Some(imported.clone())
}

/// Formats a value on one line without quotes, to compare and show it.
fn shown(value: &YamlValue) -> String {
    match value {
        YamlValue::Null => String::new(),
        YamlValue::Text(text) | YamlValue::Plain(text) => text.clone(),
        YamlValue::List(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        value => inline(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, imported: &[(&str, YamlValue)], force: bool) -> FilledText {
        let imported: Vec<_> = imported.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let existing = |key: &str, map: &Map| map.get(key).map(YamlValue::from);
        edit(text, &SourcePath::new("content/a/b.md").unwrap(), &imported, existing, force)
    }

    const TEXT: &str = "---\n# 名字\ntitle: 甲\nadmission:\n  free: true\n# 电话\n\nphone: 1 # 旧\n---\n正文\n";

    #[test]
    fn gaps_are_filled_and_the_rest_stays() {
        let price = YamlValue::Group(vec![("price".to_owned(), YamlValue::plain(3))]);
        let done = edited(
            TEXT,
            &[("title", YamlValue::text("甲")), ("admission", price), ("email", YamlValue::text("a@b.cn"))],
            false,
        );
        let expected = "---\n# 名字\ntitle: 甲\nadmission: {free: true, price: 3}\n# 电话\n\nphone: 1 # 旧\nemail: a@b.cn\n---\n正文\n";
        assert_eq!((done.text.as_str(), done.differing.len()), (expected, 0));
    }

    #[test]
    fn different_values_are_replaced_only_with_force() {
        let done = edited(TEXT, &[("phone", YamlValue::text("2"))], false);
        assert_eq!(done.text, TEXT);
        let differing = Differing { field: "phone".to_owned(), existing: "1".to_owned(), imported: "2".to_owned() };
        assert_eq!(done.differing, [differing]);
        let done = edited(TEXT, &[("phone", YamlValue::text("2"))], true);
        assert!(done.text.contains("\n# 电话\n\nphone: \"2\"\n---\n正文"), "{}", done.text);
    }

    #[test]
    fn a_text_without_front_matter_gets_one() {
        assert_eq!(edited("正文\n", &[("title", YamlValue::text("甲"))], false).text, "---\ntitle: 甲\n---\n正文\n");
    }
}
