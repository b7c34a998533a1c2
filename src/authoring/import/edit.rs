//! Front matter that stands in a file, with values put into it: every other line stays as it is.

use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;
use crate::base::yaml::Map;
use crate::base::yaml::write::{YamlValue, entry, inline};
use crate::content::front_matter;

/// A text with values put in, and those that weren't because others stand there.
#[derive(Debug)]
pub struct FilledText {
    pub text: String,
    pub differing: Vec<Differing>,
}

#[derive(Debug, PartialEq)]
pub struct Differing {
    /// The field, or `group.field`.
    pub field: String,
    pub standing: String,
    pub wanted: String,
}

/// Puts values into a file's front matter. One that stands there already is replaced only by
/// `force`; `standing` is what the file says, in the form in which `wanted` is given.
pub fn edit(
    text: &str,
    path: &SourcePath,
    wanted: &[(String, YamlValue)],
    standing: impl Fn(&str, &Map) -> Option<YamlValue>,
    force: bool,
) -> FilledText {
    let (map, span, _) = front_matter::split(text, path, &mut Vec::new());
    let mut filled = FilledText { text: String::new(), differing: Vec::new() };
    let mut changes = Edits::default();
    let mut added = String::new();
    for (key, value) in wanted {
        let there = map.get(key).filter(|node| !node.is_null()).and_then(|_| standing(key, &map));
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
                changes.replace(start..own_end(text, start, next), entry(key, &whole));
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

/// What both say together; `None` where nothing has to change.
fn merged(
    key: &str,
    there: &YamlValue,
    wanted: &YamlValue,
    force: bool,
    differing: &mut Vec<Differing>,
) -> Option<YamlValue> {
    if let (YamlValue::Group(there), YamlValue::Group(wanted)) = (there, wanted) {
        let mut whole = there.clone();
        let mut changed = false;
        for (part, value) in wanted {
            match whole.iter_mut().find(|(known, _)| known == part) {
                None => {
                    whole.push((part.clone(), value.clone()));
                    changed = true;
                }
                Some((_, standing)) => {
                    if let Some(new) = merged(&format!("{key}.{part}"), standing, value, force, differing) {
                        *standing = new;
                        changed = true;
                    }
                }
            }
        }
        return changed.then_some(YamlValue::Group(whole));
    }
    let (standing, new) = (shown(there), shown(wanted));
    if standing == new {
        return None;
    }
    if !force {
        differing.push(Differing { field: key.to_owned(), standing, wanted: new });
        return None;
    }
    Some(wanted.clone())
}

/// A value in one line, whatever quotes it stands in.
fn shown(value: &YamlValue) -> String {
    match value {
        YamlValue::Null => String::new(),
        YamlValue::Text(text) | YamlValue::Plain(text) => text.clone(),
        YamlValue::List(items) => items.iter().map(shown).collect::<Vec<_>>().join("、"),
        value => inline(value),
    }
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |end| end + 1)
}

/// The end of an entry's own lines: comments and blank lines before the next one belong to that.
fn own_end(text: &str, start: usize, next: usize) -> usize {
    let mut end = next;
    let lines: Vec<&str> = text[start..next].split_inclusive('\n').collect();
    for line in lines.iter().skip(1).rev() {
        if !line.trim().is_empty() && !line.starts_with('#') {
            break;
        }
        end -= line.len();
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, wanted: &[(&str, YamlValue)], force: bool) -> FilledText {
        let wanted: Vec<_> = wanted.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let standing = |key: &str, map: &Map| map.get(key).map(YamlValue::from);
        edit(text, &SourcePath::new("content/a/b.md").unwrap(), &wanted, standing, force)
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
    fn what_differs_is_replaced_by_force_alone() {
        let done = edited(TEXT, &[("phone", YamlValue::text("2"))], false);
        assert_eq!(done.text, TEXT);
        let differing = Differing { field: "phone".to_owned(), standing: "1".to_owned(), wanted: "2".to_owned() };
        assert_eq!(done.differing, [differing]);
        let done = edited(TEXT, &[("phone", YamlValue::text("2"))], true);
        assert!(done.text.contains("\n# 电话\n\nphone: \"2\"\n---\n正文"), "{}", done.text);
    }

    #[test]
    fn a_text_without_front_matter_gets_one() {
        assert_eq!(edited("正文\n", &[("title", YamlValue::text("甲"))], false).text, "---\ntitle: 甲\n---\n正文\n");
    }
}
