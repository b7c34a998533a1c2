//! Converts an answer, typed or given on a command line, to a value as front matter writes it.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, FieldName, messages};
use crate::base::text::did_you_mean;
use crate::base::yaml::Node;
use crate::base::yaml::write::YamlValue;
use crate::config::collection::{FieldType, forms};
use crate::config::config_path;
use crate::content::ValueReader;
use crate::content::list::items;
use crate::content::markdown::MarkdownOptions;
use crate::site::Site;

use super::ScaffoldQuestion;

/// Values by the path of their field, such as `booking.method`.
pub type Answers = BTreeMap<String, YamlValue>;

/// Returns the diagnostic that a build would report for an answer; a reference to an unknown entry included.
pub fn fault(question: &ScaffoldQuestion<'_>, text: &str, site: &Site) -> Option<Diagnostic> {
    if text.trim().is_empty() {
        return question.required.then(|| messages::missing_field(question.field.name(), &forms::line(question.field)));
    }
    let mut diagnostics = Vec::new();
    let markdown = MarkdownOptions { raw_html: site.config.raw_html, language: site.config.language.clone() };
    let mut reader = ValueReader {
        path: &config_path(),
        zone: &site.config.zone,
        taxonomies: &site.config.taxonomies,
        markdown: &markdown,
        diagnostics: &mut diagnostics,
    };
    let field_type = &question.field.field_type;
    let name = FieldName { key: &question.key, label: question.field.label.get("zh-CN") };
    reader.value(name, field_type, &Node::scalar(text, Default::default()));
    if let Some(first) = diagnostics.into_iter().next() {
        return Some(Diagnostic { at: None, ..first });
    }
    let FieldType::Reference { to } = field_type.item() else { return None };
    let known = site.nameable(to);
    let unknown = each(field_type, text, site)
        .into_iter()
        .find(|text| !site.names(to, text) && !known.iter().any(|(_, title)| title == text))?;
    let words = known.iter().flat_map(|(name, title)| [&**name, *title]);
    Some(messages::unresolved_reference(unknown, to).meant(did_you_mean(unknown, words)))
}

/// Returns an answer as front matter writes it: words by their keys, lists as lists.
pub fn value(field_type: &FieldType, text: &str, site: &Site) -> YamlValue {
    let text = text.trim();
    match field_type {
        FieldType::List(item) => {
            let parts = items(text, item, &site.config.taxonomies).into_iter();
            YamlValue::List(parts.map(|part| value(item, part, site)).collect())
        }
        FieldType::Number { .. }
        | FieldType::Bool
        | FieldType::Date
        | FieldType::Datetime { .. }
        | FieldType::Month
        | FieldType::Duration => YamlValue::plain(text),
        FieldType::Choice(choices) => {
            let found = choices.iter().find(|choice| choice.label.all().any(|label| label == text));
            YamlValue::text(found.map_or(text, |choice| &choice.key))
        }
        FieldType::Term { taxonomy } => {
            let found = site.config.taxonomies.get(taxonomy).and_then(|config| config.find(text));
            YamlValue::text(found.map_or(text, |term| &term.key))
        }
        FieldType::Reference { to } => {
            let known = site.nameable(to);
            let titled: Vec<&str> = known.iter().filter(|(_, title)| *title == text).map(|(name, _)| &**name).collect();
            // An ambiguous title stays as it is: the editor has to choose.
            match (site.names(to, text), titled.as_slice()) {
                (false, [name]) => YamlValue::text(*name),
                _ => YamlValue::text(text),
            }
        }
        _ => YamlValue::text(text),
    }
}

fn each<'t>(field_type: &FieldType, text: &'t str, site: &Site) -> Vec<&'t str> {
    match field_type {
        FieldType::List(item) => items(text, item, &site.config.taxonomies),
        _ => vec![text.trim()],
    }
}
