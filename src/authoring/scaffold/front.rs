//! Writes front matter that explains itself, from a declaration and answers.
//!
//! A field with a value has its label above it; any other field stands there as a comment with its label, its hint and
//! its choices, and is set by removing the `# ` before it.

use crate::base::yaml::write::{self, YamlValue};
use crate::config::Config;
use crate::config::collection::{Collection, Field, FieldType};

use super::Answers;

/// More words than these are not listed; the documentation has them.
const MOST_WORDS: usize = 16;

/// Returns the front matter of a new entry, with its `---` lines.
pub fn front_matter(collection: &Collection, answers: &Answers, config: &Config) -> String {
    let mut out = String::from("---\n");
    fields(&mut out, &collection.fields, "", 0, answers, config);
    out.push_str("---\n");
    out
}

fn fields(out: &mut String, fields: &[Field], way: &str, depth: usize, answers: &Answers, config: &Config) {
    let margin = "  ".repeat(depth);
    for field in fields {
        let key = format!("{way}{}", field.key);
        match (&field.field_type, answers.get(&key)) {
            (_, Some(value)) => {
                out.push_str(&format!("{margin}# {}\n", hint(field, config)));
                for line in write::entry(&field.key, value).lines() {
                    out.push_str(&format!("{margin}{line}\n"));
                }
            }
            (FieldType::Group(inner), None) if answers.keys().any(|known| known.starts_with(&format!("{key}."))) => {
                out.push_str(&format!("{margin}# {}\n{margin}{}:\n", hint(field, config), field.key));
                self::fields(out, inner, &format!("{key}."), depth + 1, answers, config);
            }
            (_, None) => commented(out, field, &margin, "", config),
        }
    }
}

/// Writes a field without a value: `# key: # 标签`, and the fields of a group below it.
fn commented(out: &mut String, field: &Field, margin: &str, within: &str, config: &Config) {
    out.push_str(&format!("{margin}# {within}{}: # {}\n", field.key, hint(field, config)));
    let FieldType::Group(fields) = field.field_type.item() else { return };
    let list = matches!(field.field_type, FieldType::List(_));
    let deeper = within.replace('-', " ");
    for (at, inner) in fields.iter().enumerate() {
        let begin = match (list, at) {
            (true, 0) => "  - ",
            (true, _) => "    ",
            (false, _) => "  ",
        };
        commented(out, inner, margin, &format!("{deeper}{begin}"), config);
    }
}

/// Describes a field in one line: label, help, unit, choices.
pub fn hint(field: &Field, config: &Config) -> String {
    let language = config.language.as_str();
    let chinese = language.starts_with("zh");
    let mut parts = Vec::new();
    parts.extend((!field.help.is_empty()).then(|| field.help.get(language).to_owned()));
    parts.extend(
        field.unit.as_ref().map(|unit| if chinese { format!("单位：{unit}") } else { format!("unit: {unit}") }),
    );
    let words: Vec<String> = match field.field_type.item() {
        FieldType::Choice(choices) => {
            choices.iter().map(|choice| word(&choice.key, choice.label.get(language))).collect()
        }
        FieldType::Term { taxonomy } => {
            let terms = config.taxonomies.get(taxonomy).map(|config| config.terms.as_slice()).unwrap_or_default();
            terms.iter().map(|term| word(&term.key, term.title.get(language))).collect()
        }
        FieldType::Bool => vec!["true".to_owned(), "false".to_owned()],
        _ => Vec::new(),
    };
    if !words.is_empty() {
        let more = words.len() > MOST_WORDS;
        let mut shown = words[..words.len().min(MOST_WORDS)].join(if chinese { "、" } else { ", " });
        shown.push_str(if more { "……" } else { "" });
        parts.push(shown);
    }
    let label = field.label.get(language).to_owned();
    let parts: Vec<String> = std::iter::once(label).chain(parts).filter(|part| !part.is_empty()).collect();
    let (first, rest) = parts.split_at(1.min(parts.len()));
    let line = match (first, rest.is_empty(), chinese) {
        ([label], true, _) => label.clone(),
        ([label], false, true) => format!("{label}：{}", rest.join("；")),
        ([label], false, false) => format!("{label}: {}", rest.join("; ")),
        _ => String::new(),
    };
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Formats a key with its label; only once if they are the same.
fn word(key: &str, label: &str) -> String {
    if key == label || label.is_empty() { key.to_owned() } else { format!("{key} {label}") }
}

/// Marks an entry as a draft, which stays off the site until its author publishes it.
pub fn draft() -> (String, YamlValue) {
    ("draft".to_owned(), YamlValue::plain(true))
}
