//! Converts an answer, typed or given on a command line, to a value as front matter writes it.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;
use crate::base::yaml::Node;
use crate::base::yaml::write::Value;
use crate::config::collection::FieldType;
use crate::config::config_path;
use crate::content::ValueReader;
use crate::content::markdown::MarkdownOptions;
use crate::content::value::items;
use crate::site::Site;

use super::Question;

/// Values by the path of their field, such as `booking.method`.
pub type Answers = BTreeMap<String, Value>;

/// Returns the diagnostic that a build would report for an answer; a reference to an unknown entry included.
pub fn fault(question: &Question<'_>, text: &str, site: &Site) -> Option<Diagnostic> {
    if text.trim().is_empty() {
        let label = question.field.label.get("zh-CN");
        return question.required.then(|| messages::missing_field(&question.key, label));
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
    reader.value(&question.key, field_type, &Node::scalar(text, Default::default()));
    if let Some(first) = diagnostics.into_iter().next() {
        return Some(Diagnostic { at: None, ..first });
    }
    let FieldType::Reference { to } = field_type.item() else { return None };
    let known = site.nameable(to);
    let unknown = each(field_type, text).find(|name| {
        let name = name.rsplit(':').next().unwrap_or_default();
        !known.iter().any(|(slug, title)| *slug == name || *title == name)
    })?;
    let words = known.iter().flat_map(|(slug, title)| [*slug, *title]);
    Some(messages::unresolved_reference(unknown, to).meant(did_you_mean(unknown, words)))
}

/// Returns an answer as front matter writes it: words by their keys, lists as lists.
pub fn value(field_type: &FieldType, text: &str, site: &Site) -> Value {
    let text = text.trim();
    match field_type {
        FieldType::List(item) => Value::List(items(text, item).map(|part| value(item, part, site)).collect()),
        FieldType::Number { .. }
        | FieldType::Bool
        | FieldType::Date
        | FieldType::Datetime
        | FieldType::Month
        | FieldType::Duration => Value::plain(text),
        FieldType::Choice(choices) => {
            let found = choices.iter().find(|choice| choice.label.all().any(|label| label == text));
            Value::text(found.map_or(text, |choice| &choice.key))
        }
        FieldType::Term { taxonomy } => {
            let terms = site.config.taxonomies.get(taxonomy).map(|config| config.terms.as_slice()).unwrap_or_default();
            let found = terms.iter().find(|term| term.title.all().any(|title| title == text));
            Value::text(found.map_or(text, |term| &term.key))
        }
        FieldType::Reference { to } => {
            let known = site.nameable(to);
            let is_slug = known.iter().any(|(slug, _)| *slug == text);
            let titled: Vec<&str> = known.iter().filter(|(_, title)| *title == text).map(|(slug, _)| *slug).collect();
            // An ambiguous title stays as it is: the editor has to choose.
            match (is_slug, titled.as_slice()) {
                (false, [slug]) => Value::text(*slug),
                _ => Value::text(text),
            }
        }
        _ => Value::text(text),
    }
}

fn each<'t>(field_type: &'t FieldType, text: &'t str) -> Box<dyn Iterator<Item = &'t str> + 't> {
    match field_type {
        FieldType::List(item) => Box::new(items(text, item)),
        _ => Box::new(std::iter::once(text.trim())),
    }
}
