//! Typed values → values ready to be shown, in a page's language.

use super::date::{date_view, is_chinese, month_title};
use super::inputs::Inputs;
use super::model::{Detail, ImageView, LinkView, Shown};
use super::{links, picture, visit};
use crate::base::diagnostic::{Diagnostic, Location};
use crate::base::keyed::Keyed;
use crate::base::time::When;
use crate::base::url::{SourcePath, Url};
use crate::config::collection::value::{Figure, english_unit};
use crate::config::collection::{Field, FieldType};
use crate::content::{Fields, FileReference, Value};
use crate::site::EntryId;

/// What values are shown for: the entry that they belong to.
pub struct Showing<'a> {
    pub inputs: &'a Inputs,
    pub id: EntryId,
    pub language: &'a str,
    pub diagnostics: &'a mut Vec<Diagnostic>,
}

impl Showing<'_> {
    /// Every value that a template may ask for by name; what the card or the head already say is left out.
    pub fn fields(&mut self, fields: &Fields, declared: &[Field]) -> Keyed<Shown> {
        self.by_key(fields, declared, &UNSHOWN)
    }

    fn by_key(&mut self, fields: &Fields, declared: &[Field], unshown: &[&str]) -> Keyed<Shown> {
        let mut shown = Vec::with_capacity(fields.0.len());
        for (key, value) in fields.0.iter().filter(|(key, _)| !unshown.contains(&&***key)) {
            let Some(field) = declared.iter().find(|field| field.key == *key) else { continue };
            if let Some(value) = self.value(value, field) {
                shown.push((key.clone(), value));
            }
        }
        shown.into_iter().collect()
    }

    /// The same with labels, in declared order.
    pub fn details(&mut self, fields: &Fields, declared: &[Field]) -> Vec<Detail> {
        let own_place = |key: &str| UNSHOWN.contains(&key) || key == "summary";
        self.labelled(fields, declared.iter().filter(|field| !own_place(&field.key)))
    }

    fn labelled<'f>(&mut self, fields: &Fields, declared: impl Iterator<Item = &'f Field>) -> Vec<Detail> {
        let mut details = Vec::new();
        for field in declared {
            let Some(value) = fields.get(&field.key) else { continue };
            let Some(shown) = self.value(value, field) else { continue };
            let inner = match (value, field.field_type.item()) {
                (Value::Group(group), FieldType::Group(declared)) => self.labelled(group, declared.iter()),
                (Value::List(items), FieldType::Group(declared)) => self.columns(items, declared),
                _ => Vec::new(),
            };
            details.push(Detail {
                key: field.key.to_string(),
                label: field.label.get(self.language).to_owned(),
                field_type: field.field_type.name(),
                unit: unit(field.unit.as_deref().unwrap_or_default(), value, is_chinese(self.language)),
                value: shown,
                details: inner,
            });
        }
        details
    }

    /// For a list of groups: each field that any of them has, once, as the heads of a table.
    fn columns(&mut self, items: &[Value], declared: &[Field]) -> Vec<Detail> {
        let mut columns: Vec<Detail> = Vec::new();
        for item in items {
            let Value::Group(group) = item else { continue };
            let found = self.labelled(group, declared.iter());
            columns.extend(
                found
                    .into_iter()
                    .filter(|detail| !columns.iter().any(|known| known.key == detail.key))
                    .collect::<Vec<_>>(),
            );
        }
        columns.sort_by_key(|column| declared.iter().position(|field| *field.key == *column.key));
        columns
    }

    fn value(&mut self, value: &Value, field: &Field) -> Option<Shown> {
        let chinese = is_chinese(self.language);
        let zone = &self.inputs.site.config.zone;
        Some(match value {
            Value::Text(text) | Value::Phone(text) | Value::Email(text) | Value::Url(text) => Shown::Text(text.clone()),
            Value::Markdown(body) => Shown::Text(links::body(self.inputs, self.id, body, self.diagnostics).html()),
            Value::Number(number) if number.0.fract() == 0.0 && number.0.abs() < 1e15 => {
                Shown::Integer(number.0 as i64)
            }
            Value::Number(number) => Shown::Text(number.0.to_string()),
            Value::Bool(value) => Shown::Bool(*value),
            Value::Date(date) => Shown::Date(date_view(When { date: *date, time: None }, self.language, zone)),
            Value::Datetime(when) => Shown::Date(date_view(*when, self.language, zone)),
            Value::Rough(rough) => Shown::Text(rough.announce(chinese)),
            Value::Duration(duration) => Shown::Text(duration.describe(chinese)),
            Value::Month { year, month } => Shown::Text(month_title(*year, *month, self.language)),
            Value::Choice(key) => {
                let choices = match field.field_type.item() {
                    FieldType::Choice(choices) => choices.as_slice(),
                    _ => &[],
                };
                let label =
                    choices.iter().find(|choice| choice.key == *key).map(|choice| choice.label.get(self.language));
                Shown::Choice { key: key.clone(), title: label.unwrap_or(key).to_owned() }
            }
            Value::List(items) => Shown::List(items.iter().filter_map(|item| self.value(item, field)).collect()),
            Value::Group(fields) => match field.field_type.item() {
                // Within a group no name has a place of its own elsewhere.
                FieldType::Group(declared) => Shown::Group(self.by_key(fields, declared, &[])),
                _ => return None,
            },
            Value::Term(term) => Shown::Link(self.term(&term.taxonomy, &term.key)),
            Value::Reference(reference) => Shown::Link(self.inputs.link(self.inputs.site.target(self.id, reference)?)),
            Value::Image(asset) => Shown::Image(self.image(asset, "")?),
            Value::File(asset) => Shown::Text(self.asset(asset)?.to_string()),
            Value::Point(point) => Shown::Point(*point),
            Value::OpeningHours(hours) => Shown::Lines(visit::lines(hours, self.inputs.site.today, chinese)),
            Value::Recurrence(recurrence) => {
                // Words for it need the first time; without one, or for a rare rule, the rule speaks for itself.
                let schedule = self.inputs.site.entry(self.id).schedule.as_ref();
                let words = schedule.and_then(|schedule| recurrence.describe(schedule.start, zone, chinese));
                Shown::Text(words.unwrap_or_else(|| recurrence.rule.clone()))
            }
            Value::Figure(figure) => Shown::Figure(Box::new(figure_in(figure, chinese))),
        })
    }

    pub fn term(&self, taxonomy: &str, key: &str) -> LinkView {
        let known = self.inputs.term(taxonomy, key, self.language);
        known.cloned().unwrap_or_else(|| LinkView { title: key.to_owned(), url: String::new() })
    }

    pub fn image(&mut self, asset: &FileReference, alt: &str) -> Option<ImageView> {
        Some(picture::image(self.inputs, self.found(asset, links::shown_picture)?, alt))
    }

    pub fn asset(&mut self, asset: &FileReference) -> Option<Url> {
        self.found(asset, links::asset)
    }

    fn found(
        &mut self,
        asset: &FileReference,
        find: impl Fn(&Inputs, &SourcePath, &str) -> Result<Url, Diagnostic>,
    ) -> Option<Url> {
        let source = &self.inputs.site.entry(self.id).source;
        find(self.inputs, source, &asset.target)
            .map_err(|fault| self.diagnostics.push(fault.at(Location::span(source, asset.span))))
            .ok()
    }
}

/// A figure as readers of a language have it.
pub fn figure_in(figure: &Figure, chinese: bool) -> Figure {
    let mut shown = figure.clone();
    if !chinese {
        shown.text = figure.english();
    }
    shown
}

/// A field's unit behind its number.
fn unit(unit: &str, value: &Value, chinese: bool) -> String {
    if chinese || unit.is_empty() {
        return unit.to_owned();
    }
    let one = matches!(value, Value::Number(number) if (number.0 - 1.0).abs() < f64::EPSILON);
    match english_unit(unit, one) {
        "" => String::new(),
        unit => format!(" {unit}"),
    }
}

/// Fields that have their own place in a card or a page, or that no page shows.
pub const UNSHOWN: [&str; 13] = [
    "title",
    "slug",
    "cover",
    "cover_alt",
    "cover_credit",
    "cover_focus",
    "draft",
    "publish_at",
    "expires",
    "aliases",
    "template",
    "order",
    "check",
];
