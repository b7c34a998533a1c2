//! Words that say there is nothing to say, such as 无 and 待定, in a field that takes no words.

use std::collections::BTreeMap;

use super::scalar::example_line;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::rough::RoughTime;
use crate::base::text::clean;
use crate::base::yaml::{Map, Node};
use crate::config::TaxonomyConfig;
use crate::config::collection::{Choice, Field, FieldType, forms};

/// What no site means as a term, in small letters. It would have a page of its own.
const NO_TERM: [&str; 17] = [
    "无",
    "没有",
    "暂无",
    "暂缺",
    "暂时没有",
    "目前没有",
    "待定",
    "未定",
    "待补",
    "待补充",
    "待填",
    "不详",
    "同上",
    "none",
    "n/a",
    "tbd",
    "tba",
];

/// What a site may mean as a term, such as 不限 for an audience, and no other field does; in small letters.
const NO_VALUE: [&str; 19] = [
    "不限",
    "不限制",
    "无限制",
    "不限人数",
    "人数不限",
    "暂未确定",
    "暂定",
    "待通知",
    "另行通知",
    "未知",
    "略",
    "空",
    "/",
    "-",
    "—",
    "——",
    "－",
    "na",
    "?",
];

/// Reports a value that says there is none; the field is better left out. Fields of words take such a word as it is, and a
/// choice or a term that the site lists may be called so.
pub fn says_nothing(
    field: &Field,
    node: &Node,
    map: &Map,
    taxonomies: &BTreeMap<String, TaxonomyConfig>,
) -> Option<Diagnostic> {
    let one = match node.as_list() {
        Some([one]) => one,
        Some(_) => return None,
        None => node,
    };
    let text = clean(one.as_text()?);
    let text = text.trim();
    let small = text.to_lowercase();
    let nothing = NO_TERM.contains(&small.as_str()) || NO_VALUE.contains(&small.as_str());
    if !nothing || takes(field.field_type.item(), text, taxonomies) {
        return None;
    }
    let form = forms::form(&field.field_type)?;
    let (zh, en) = (form.title.zh, form.title.en);
    let fault = messages::field_value(
        field.name(),
        &format!("这里只能写{zh}，不能写“{text}”"),
        &format!("{en} is expected, and `{text}` is none"),
    );
    let key = &field.key;
    Some(if field.is_required() {
        let line = example_line(field, map, taxonomies);
        fault.helped(
            &format!("这一项必填，写上实际的值，如：{line}；还没有的，加一行 draft: true 先不公开"),
            &format!(
                "the field is required; write its value, as in {line}, or add a line draft: true until there is one"
            ),
        )
    } else {
        fault.helped(
            &format!("没有就不写：删去 {key} 这一项（表格里把这一格空着）；要让读者看到“{text}”，写进正文"),
            &format!(
                "leave it out: remove {key}, or empty the cell of a table; what readers are to see goes into the text"
            ),
        )
    })
}

/// Whether a field of this type reads such a word as a value.
fn takes(field_type: &FieldType, text: &str, taxonomies: &BTreeMap<String, TaxonomyConfig>) -> bool {
    match field_type {
        FieldType::Name => !is_no_name(text),
        FieldType::Text | FieldType::Markdown | FieldType::Bool | FieldType::OpeningHours | FieldType::List(_) => true,
        FieldType::Datetime { rough } => *rough && RoughTime::parse(text, None).is_some(),
        // The site's own home page.
        FieldType::Url => text == "/",
        FieldType::Choice(choices) => is_choice(choices, text),
        FieldType::Term { taxonomy } => {
            let config = taxonomies.get(taxonomy);
            let listed = config.is_some_and(|config| config.find(text).is_some());
            let open = config.is_none_or(|config| !config.closed);
            listed || open && !is_no_term(text, config)
        }
        // A group with no required field keeps the word as its note.
        FieldType::Group(fields) => {
            let named =
                |field: &Field| matches!(&field.field_type, FieldType::Choice(choices) if is_choice(choices, text));
            !fields.iter().any(Field::is_required) || fields.iter().any(named)
        }
        _ => false,
    }
}

/// Whether a text that names no term of a site's list says that there is none.
pub fn is_no_term(text: &str, taxonomy: Option<&TaxonomyConfig>) -> bool {
    let text = clean(text);
    let text = text.trim();
    NO_TERM.contains(&text.to_lowercase().as_str()) && taxonomy.is_none_or(|config| config.find(text).is_none())
}

/// Whether a text names no one: 协办 is 无 in many a form. Who isn't known yet (待定) is of use to readers.
pub fn is_no_name(text: &str) -> bool {
    matches!(&*clean(text).trim().to_lowercase(), "无" | "没有" | "暂无" | "none" | "n/a")
}

fn is_choice(choices: &[Choice], text: &str) -> bool {
    choices.iter().any(|choice| choice.key == text || choice.label.all().any(|label| label == text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Span;
    use crate::config::collection::shipped;

    fn said(kind: &str, key: &str, text: &str) -> Option<Diagnostic> {
        let collection = shipped(kind).unwrap();
        let field = collection.field(key).unwrap();
        says_nothing(field, &Node::scalar(text, Span::default()), &Map::default(), &BTreeMap::new())
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        for (kind, key, text) in [
            ("event", "capacity", "不限"),
            ("event", "end", "待定"),
            ("event", "recurrence", "无"),
            ("event", "base", "无"),
            ("event", "booking", "无"),
            ("base", "phone", "暂无"),
            ("base", "website", "N/A"),
            ("base", "verified_on", "待定"),
            ("base", "cover", "无"),
            ("base", "location", "/"),
            ("article", "tags", "无"),
            ("event", "co_organisers", "无"),
            ("article", "tags", "待定"),
        ] {
            let fault = said(kind, key, text).unwrap_or_else(|| panic!("{key}: {text}"));
            assert!(fault.message.zh.contains(&format!("不能写“{text}”")), "{fault:?}");
            assert!(fault.help.zh.starts_with(&format!("没有就不写：删去 {key} 这一项")), "{fault:?}");
        }
        let required = said("article", "date", "待定").unwrap();
        assert!(
            required.help.zh.contains("这一项必填") && required.help.zh.contains("date: 2026-05-18"),
            "{required:?}"
        );
    }

    #[test]
    fn words_are_kept_where_they_are_read() {
        for (kind, key, text) in [
            ("event", "start", "待定"),
            ("event", "contact", "无"),
            ("base", "opening_hours", "待定"),
            ("base", "admission", "无"),
            ("event", "capacity", "500"),
            ("article", "tags", "空"),
            ("event", "hosts", "待定"),
        ] {
            assert_eq!(said(kind, key, text), None, "{key}: {text}");
        }
    }
}
