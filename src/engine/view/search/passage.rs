//! A page that can be searched → the texts that it is found by.

use std::borrow::Cow;

use crate::base::text::clean;
use crate::config::collection::{Field, FieldType};
use crate::content::{Fields, Value};
use crate::route::SearchedPage;
use crate::site::EntryId;
use crate::view::data::PassageView;
use crate::view::head;
use crate::view::inputs::Inputs;
use crate::view::shown::UNSHOWN;

/// What a result is called.
pub fn title(inputs: &Inputs, page: &SearchedPage, language: &str) -> String {
    match page {
        SearchedPage::Home => inputs.site.config.title.get(language).to_owned(),
        SearchedPage::Listing(name) => head::collection_title(inputs, name, language),
        SearchedPage::Entry(id) => inputs.site.entry(*id).title.clone(),
    }
}

/// All that a page is found by, without invisible characters.
pub fn passage(inputs: &Inputs, page: &SearchedPage, language: &str) -> PassageView {
    let written = written(inputs, page, language);
    let cleaned = |text: String| if let Cow::Owned(text) = clean(&text) { text } else { text };
    PassageView {
        title: cleaned(written.title),
        lead: cleaned(written.lead),
        body: written.body,
        fields: cleaned(written.fields),
    }
}

fn written(inputs: &Inputs, page: &SearchedPage, language: &str) -> PassageView {
    let title = title(inputs, page, language);
    let section = |name: &str| inputs.site.section(name, language);
    match page {
        SearchedPage::Home => PassageView {
            title,
            lead: inputs.site.config.description.get(language).to_owned(),
            body: section("").map(|section| section.body.clone()).unwrap_or_default(),
            fields: String::new(),
        },
        SearchedPage::Listing(name) => PassageView {
            title,
            lead: section(name).and_then(|section| section.summary.clone()).unwrap_or_default(),
            body: section(name).map(|section| section.body.clone()).unwrap_or_default(),
            fields: String::new(),
        },
        SearchedPage::Entry(id) => {
            let entry = inputs.site.entry(*id);
            let mut fields = String::new();
            write_fields(&mut fields, inputs, *id, &entry.fields, &inputs.site.collection(*id).fields, language);
            PassageView {
                title,
                lead: entry.fields.text("summary").unwrap_or_default().to_owned(),
                body: entry.body.clone(),
                fields,
            }
        }
    }
}

/// Between the fields' words in an excerpt.
const PARTED: &str = " · ";

/// The words of every field that a page shows, but for choices: those say the same on many pages.
fn write_fields(out: &mut String, inputs: &Inputs, id: EntryId, fields: &Fields, declared: &[Field], language: &str) {
    for field in declared.iter().filter(|field| !UNSHOWN.contains(&&*field.key) && *field.key != *"summary") {
        if let FieldType::Reference { .. } = field.field_type.item() {
            for target in inputs.site.referred(id, &field.key) {
                part(out, &inputs.site.entry(target).title);
            }
        } else if let Some(value) = fields.get(&field.key) {
            write_value(out, inputs, id, value, field, language);
        }
    }
}

fn write_value(out: &mut String, inputs: &Inputs, id: EntryId, value: &Value, field: &Field, language: &str) {
    match value {
        Value::Text(text) | Value::Phone(text) | Value::Email(text) => part(out, text),
        Value::Markdown(body) => part(out, &body.plain()),
        Value::Term(term) => {
            part(out, inputs.term(&term.taxonomy, &term.key, language).map_or(term.key.as_str(), |link| &link.title));
        }
        Value::Figure(figure) => {
            part(out, &format!("{} {figure}", figure.name));
        }
        Value::OpeningHours(hours) => part(out, hours.note.as_deref().unwrap_or_default()),
        Value::List(items) => items.iter().for_each(|item| write_value(out, inputs, id, item, field, language)),
        Value::Group(group) => {
            if let FieldType::Group(declared) = field.field_type.item() {
                write_fields(out, inputs, id, group, declared, language);
            }
        }
        _ => {}
    }
}

/// Adds what isn't there yet: one body is often a host, a contact and an operator.
fn part(out: &mut String, text: &str) {
    if text.is_empty() || out.split(PARTED).any(|known| known == text) {
        return;
    }
    if !out.is_empty() {
        out.push_str(PARTED);
    }
    out.push_str(text);
}
