//! A collection's declaration → the form for its entries; a file's front matter → the form's values.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::base::yaml::{self, Kind, Node};
use crate::config::collection::{Collection, Field, FieldType, forms};
use crate::site::Site;

/// The form for entries of a collection, in the language of the page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EntryForm {
    pub fields: Vec<FormField>,
}

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FormField {
    pub key: String,
    pub label: String,
    pub help: String,
    /// The unit behind a number.
    pub unit: String,
    pub required: bool,
    /// Whether it has several values, each with the control.
    pub list: bool,
    /// What the site takes where nothing is entered.
    pub default: Value,
    /// How values are written, with examples that the program reads.
    pub forms: String,
    pub examples: Vec<&'static str>,
    #[serde(flatten)]
    pub control: Control,
}

/// What a value is entered with: one for each type of field, so that a new type doesn't compile without one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "control", rename_all = "snake_case")]
pub enum Control {
    Line,
    Name,
    Markdown,
    Number {
        min: Option<f64>,
        max: Option<f64>,
    },
    Switch,
    Date,
    Moment {
        rough: bool,
    },
    Month,
    Duration,
    Choice {
        words: Vec<Word>,
    },
    Group {
        fields: Vec<FormField>,
    },
    Reference {
        to: String,
    },
    /// A closed taxonomy takes no other words.
    Term {
        words: Vec<Word>,
        closed: bool,
    },
    Picture,
    File,
    Address,
    Phone,
    Email,
    Point,
    OpeningHours,
    Recurrence,
    Figure,
}

/// A word to choose.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Word {
    pub key: String,
    pub label: String,
}

/// Returns the form of a collection's entries.
pub fn form(collection: &Collection, site: &Site, language: &str) -> EntryForm {
    EntryForm { fields: fields(&collection.fields, site, language) }
}

fn fields(declared: &[Field], site: &Site, language: &str) -> Vec<FormField> {
    let field = |field: &Field| FormField {
        key: field.key.to_string(),
        label: field.label.get(language).to_owned(),
        help: field.help.get(language).to_owned(),
        unit: field.unit.clone().unwrap_or_default(),
        required: field.is_required(),
        list: matches!(field.field_type, FieldType::List(_)),
        default: field.default.as_ref().map_or(Value::Null, typed),
        forms: forms::form(&field.field_type)
            .map_or("", |form| if language.starts_with("zh") { form.words.zh } else { form.words.en })
            .to_owned(),
        examples: forms::form(&field.field_type).map_or_else(Vec::new, |form| form.examples.to_vec()),
        control: control(field.field_type.item(), site, language),
    };
    declared.iter().map(field).collect()
}

fn control(field_type: &FieldType, site: &Site, language: &str) -> Control {
    match field_type {
        FieldType::Text => Control::Line,
        FieldType::Name => Control::Name,
        FieldType::Markdown => Control::Markdown,
        FieldType::Number { min, max } => Control::Number { min: *min, max: *max },
        FieldType::Bool => Control::Switch,
        FieldType::Date => Control::Date,
        FieldType::Datetime { rough } => Control::Moment { rough: *rough },
        FieldType::Month => Control::Month,
        FieldType::Duration => Control::Duration,
        FieldType::Choice(choices) => {
            let word = |key: &str, label: &str| Word { key: key.to_owned(), label: label.to_owned() };
            Control::Choice { words: choices.iter().map(|one| word(&one.key, one.label.get(language))).collect() }
        }
        FieldType::Group(inner) => Control::Group { fields: fields(inner, site, language) },
        FieldType::Reference { to } => Control::Reference { to: to.clone() },
        FieldType::Term { taxonomy } => {
            let config = site.config.taxonomies.get(taxonomy);
            let terms = config.map(|config| config.terms.as_slice()).unwrap_or_default();
            let word = |key: &str, label: &str| Word { key: key.to_owned(), label: label.to_owned() };
            let words = terms.iter().map(|term| word(&term.key, term.title.get(language))).collect();
            Control::Term { words, closed: config.is_some_and(|config| config.closed) }
        }
        FieldType::Image => Control::Picture,
        FieldType::File => Control::File,
        FieldType::Url => Control::Address,
        FieldType::Phone => Control::Phone,
        FieldType::Email => Control::Email,
        FieldType::Point => Control::Point,
        FieldType::OpeningHours => Control::OpeningHours,
        FieldType::Recurrence => Control::Recurrence,
        FieldType::Figure => Control::Figure,
        // A list has the control of its items.
        FieldType::List(item) => control(item, site, language),
    }
}

/// Returns the values of a front matter as typed: texts, lists and maps. Fields that the declaration doesn't have are among
/// them, so that a form can show them.
pub fn values(map: &yaml::Map) -> Map<String, Value> {
    map.entries.iter().map(|(key, node)| (key.text.clone(), typed(node))).collect()
}

/// Returns the title of every entry that a reference of the front matter names, by what the reference says.
pub fn titles(fields: &[Field], map: &yaml::Map, site: &Site) -> Map<String, Value> {
    let mut found = Map::new();
    for (key, node) in &map.entries {
        let Some(field) = fields.iter().find(|field| *field.key == *key.text) else { continue };
        match (field.field_type.item(), &node.kind) {
            (FieldType::Reference { to }, _) => {
                let said: Vec<&str> = match &node.kind {
                    Kind::List(items) => items.iter().filter_map(Node::as_text).collect(),
                    _ => node.as_text().into_iter().collect(),
                };
                let known = site.nameable(to);
                for text in said {
                    let named = known.iter().find(|(name, _)| &**name == text);
                    found.extend(named.map(|(_, title)| (text.to_owned(), Value::from(*title))));
                }
            }
            (FieldType::Group(inner), Kind::Map(map)) => found.extend(titles(inner, map, site)),
            (FieldType::Group(inner), Kind::List(items)) => {
                let maps = items.iter().filter_map(Node::as_map);
                found.extend(maps.flat_map(|map| titles(inner, map, site)));
            }
            _ => {}
        }
    }
    found
}

fn typed(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Scalar { text, .. } => Value::String(text.clone()),
        Kind::List(items) => items.iter().map(typed).collect(),
        Kind::Map(map) => Value::Object(values(map)),
    }
}
