//! Answers and a declaration → front matter that explains itself.
//!
//! What is known stands there with its label above it; what may be added stands there as a
//! comment, with its label, its hint and its choices, and becomes a value when the `# ` before
//! it is taken away.

use crate::base::yaml::write::{self, YamlValue};
use crate::config::Config;
use crate::config::collection::{Collection, Field, FieldType};

use super::Answers;

/// Words beyond this many are left to the documentation.
const MOST_WORDS: usize = 16;

/// The front matter of a new entry, with the lines around it.
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

/// A field that isn't set: `# key: # 标签`, and what a group holds below it.
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

/// What a field is for, in one line: label, help, unit, what there is to choose from.
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

/// A key with its label, once where they are the same.
fn word(key: &str, label: &str) -> String {
    if key == label || label.is_empty() { key.to_owned() } else { format!("{key} {label}") }
}

/// A draft stays off the site until whoever writes it says otherwise.
pub fn draft() -> (String, YamlValue) {
    ("draft".to_owned(), YamlValue::plain(true))
}
