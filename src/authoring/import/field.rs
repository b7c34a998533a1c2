//! Converts an imported text into the value of a declared field, as front matter writes it.
//!
//! The value reader of the build decides what is valid. This module only normalises what people write in lists: marks
//! for yes, titles for references, units after numbers, telephone numbers that a spreadsheet stored as numbers.

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::text::narrow;
use crate::base::time_span::time_span;
use crate::base::url::SourcePath;
use crate::base::yaml::write::YamlValue;
use crate::base::yaml::{Kind, Node};
use crate::config::collection::{Field, FieldType};
use crate::content::list::items;
use crate::content::markdown::MarkdownOptions;
use crate::content::nothing::{is_no_name, is_no_term};
use crate::content::value::{Value, ValueReader};

use super::existing::{ExistingSite, NamedEntry};

/// The value of a converted text, if it is valid, and the diagnostics.
#[derive(Debug, Default)]
pub struct Filled {
    pub value: Option<YamlValue>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Filled {
    fn wrong(diagnostic: Diagnostic, path: &SourcePath, span: Span) -> Self {
        Self { value: None, diagnostics: vec![diagnostic.at(Location::span(path, span))] }
    }
}

/// Fills one field from a node of another generator's front matter or from a table's cell.
pub fn fill(existing: &ExistingSite, path: &SourcePath, field: &Field, node: &Node) -> Filled {
    filled(existing, path, field, &field.field_type, node)
}

fn filled(existing: &ExistingSite, path: &SourcePath, field: &Field, field_type: &FieldType, node: &Node) -> Filled {
    match (field_type, &node.kind) {
        (_, Kind::Null) => Filled::default(),
        (FieldType::List(item), kind) => {
            let parts: Vec<Node> = match kind {
                Kind::List(parts) => parts.clone(),
                Kind::Scalar { text, .. } if matches!(**item, FieldType::Group(_)) => {
                    vec![Node::scalar(text, node.span)]
                }
                Kind::Scalar { text, .. } => {
                    let parts = items(text, item, &existing.config.taxonomies).into_iter();
                    parts.map(|part| Node::scalar(part, node.span)).collect()
                }
                _ => vec![node.clone()],
            };
            let mut all = Filled::default();
            let mut values = Vec::new();
            for part in &parts {
                let one = filled(existing, path, field, item, part);
                values.extend(one.value);
                all.diagnostics.extend(one.diagnostics);
            }
            all.value = (!values.is_empty()).then_some(YamlValue::List(values));
            all
        }
        (FieldType::Group(fields), Kind::Scalar { text, .. }) => {
            group_from_text(existing, path, field, fields, text, node.span)
        }
        // `标签: 无` and `协办: 无` say that there is none.
        (FieldType::Name, Kind::Scalar { text, .. }) if !field.is_required() && is_no_name(text) => Filled::default(),
        (FieldType::Term { taxonomy }, Kind::Scalar { text, .. })
            if !field.is_required() && is_no_term(text, existing.config.taxonomies.get(taxonomy)) =>
        {
            Filled::default()
        }
        (FieldType::Reference { to }, Kind::Scalar { text, .. }) => match existing.named(to, text.trim()) {
            NamedEntry::Entry(name) => Filled { value: Some(YamlValue::text(name)), diagnostics: Vec::new() },
            NamedEntry::Nothing(near) => {
                let diagnostic = messages::unresolved_reference(text.trim(), to).meant(near.as_deref());
                Filled::wrong(diagnostic, path, node.span)
            }
        },
        (_, Kind::Scalar { text, .. }) => {
            let text = normalised(text, field, field_type);
            read(existing, path, field, field_type, &Node::scalar(text, node.span))
        }
        _ => read(existing, path, field, field_type, node),
    }
}

/// Reads a value with the build's reader and writes what it understood.
fn read(existing: &ExistingSite, path: &SourcePath, field: &Field, field_type: &FieldType, node: &Node) -> Filled {
    let markdown = MarkdownOptions { raw_html: existing.config.raw_html, language: existing.config.language.clone() };
    let mut diagnostics = Vec::new();
    let mut reader = ValueReader {
        path,
        zone: &existing.config.zone,
        taxonomies: &existing.config.taxonomies,
        markdown: &markdown,
        diagnostics: &mut diagnostics,
    };
    let value = reader.value(&*field.key, field_type, node);
    Filled { value: value.map(|value| written(&value, node)), diagnostics }
}

/// Returns a value in the form that front matter uses; values that are words keep the text.
fn written(value: &Value, node: &Node) -> YamlValue {
    match value {
        Value::Number(number) => YamlValue::plain(number.0),
        Value::Bool(yes) => YamlValue::plain(yes),
        Value::Date(date) => YamlValue::plain(date),
        Value::Datetime(when) => YamlValue::plain(when.plain()),
        Value::Month { year, month } => YamlValue::plain(format!("{year:04}-{month:02}")),
        Value::Choice(key) => YamlValue::text(key),
        Value::Term(term) => YamlValue::text(&term.key),
        Value::Point(point) => YamlValue::List(vec![YamlValue::plain(point.lon), YamlValue::plain(point.lat)]),
        Value::Text(text) | Value::Url(text) | Value::Phone(text) | Value::Email(text) => YamlValue::text(text),
        _ => match node.as_text() {
            Some(text) => YamlValue::text(text.trim()),
            None => YamlValue::from(node),
        },
    }
}

/// Fills a group from one text, such as 免费 for admission. The first field of the group that accepts the text gets it: a
/// boolean by its label, a choice by its words, a number with its unit; else a text field.
fn group_from_text(
    existing: &ExistingSite,
    path: &SourcePath,
    field: &Field,
    fields: &[Field],
    text: &str,
    span: Span,
) -> Filled {
    let text = text.trim();
    let pair = |key: &str, value: YamlValue| Filled {
        value: Some(YamlValue::Group(vec![(key.to_owned(), value)])),
        diagnostics: Vec::new(),
    };
    for part in fields {
        match &part.field_type {
            FieldType::Bool if part.label.all().any(|label| label == text) => {
                return pair(&part.key, YamlValue::plain(true));
            }
            FieldType::Choice(_) | FieldType::Number { .. } | FieldType::Term { .. } => {
                let filled = fill(existing, path, part, &Node::scalar(text, span));
                if let (Some(value), true) = (filled.value, filled.diagnostics.is_empty()) {
                    return pair(&part.key, value);
                }
            }
            _ => {}
        }
    }
    let lonely = fields.iter().filter(|part| !part.optional).count() == 0;
    match fields.iter().rfind(|part| matches!(part.field_type, FieldType::Text)).filter(|_| lonely) {
        Some(part) => pair(&part.key, YamlValue::text(text)),
        None => {
            let known: Vec<&str> = fields.iter().map(|part| part.label.get("zh-CN")).collect();
            let zh = format!("“{text}”不属于{}中的任何一项（{}）", field.label.get("zh-CN"), known.join("、"));
            let en = format!("`{text}` is none of the fields of {}", field.label.get("en"));
            Filled::wrong(messages::field_value(&field.key, &zh, &en), path, span)
        }
    }
}

/// Removes what people write beside a value.
fn normalised(text: &str, field: &Field, field_type: &FieldType) -> String {
    let text = text.trim();
    match field_type {
        FieldType::Text | FieldType::Markdown => text.to_owned(),
        FieldType::Bool => match text {
            "√" | "✓" | "✔" | "Y" | "y" | "1" | "对" | "TRUE" | "True" | "是的" => "true".to_owned(),
            "×" | "✗" | "✘" | "N" | "n" | "0" | "FALSE" | "False" | "不" | "没有" => "false".to_owned(),
            _ => text.to_owned(),
        },
        FieldType::Choice(choices) if *field.key == *"status" => {
            let usual = usual_status(text).filter(|key| choices.iter().any(|choice| choice.key == *key));
            let own = choices.iter().any(|choice| choice.label.all().any(|label| label == text));
            usual.filter(|_| !own).unwrap_or(text).to_owned()
        }
        FieldType::Number { .. } => {
            let narrow = half_width(text);
            let unit = field.unit.as_deref().unwrap_or_default();
            narrow.strip_suffix(unit).unwrap_or(&narrow).trim().to_owned()
        }
        // A field that takes times that aren't fixed reads these in half-width characters.
        FieldType::Datetime { .. } => half_width(text),
        FieldType::Phone => {
            let narrow = half_width(text);
            let number = narrow.rsplit_once([':', '：']).map_or(narrow.as_str(), |(_, number)| number);
            number.replace(['\u{2013}', '\u{2014}', '\n'], "-").replace(['；', ';'], "、").trim().to_owned()
        }
        FieldType::Url if text.starts_with("www.") => format!("http://{text}"),
        _ => text.to_owned(),
    }
}

/// The status of an event by the words that plans have for it. A word for one that is called off must not be lost: the event would
/// stay on the calendar.
fn usual_status(word: &str) -> Option<&'static str> {
    match word.strip_prefix('已').unwrap_or(word) {
        "取消" | "取消举办" | "取消举行" | "停办" | "不办" | "不再举办" | "撤销" => {
            Some("cancelled")
        }
        "延期" | "延后" | "推迟" | "暂缓" | "延期举办" | "延期举行" | "推迟举办" | "暂停" => {
            Some("postponed")
        }
        "改期" | "改时间" | "调整时间" => Some("rescheduled"),
        "线上" | "转线上" | "改线上" | "转为线上" | "线上举办" | "改为线上举办" => {
            Some("moved_online")
        }
        "正常" | "正常举办" | "正常举行" | "按期" | "按期举办" | "按期举行" | "如期" | "如期举办" | "按时" | "举办"
        | "举行" | "完成" | "结束" | "未开始" | "进行中" | "计划中" | "待举办" | "待举行" => {
            Some("scheduled")
        }
        _ => None,
    }
}

/// Splits a text with start and end, each as front matter writes it.
pub fn span(text: &str, existing: &ExistingSite) -> Option<(String, String)> {
    let (start, end) = time_span(text, &existing.config.zone)?;
    Some((start.plain(), end.plain()))
}

/// Converts full-width digits, letters and punctuation to half-width.
pub(super) fn half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            // Both separate the values of a list.
            '，' | '；' => c,
            '\u{3000}' => ' ',
            c => narrow(c),
        })
        .collect()
}
