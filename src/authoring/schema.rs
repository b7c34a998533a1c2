//! Converts a collection's declaration to JSON Schema for the front matter of its entries.
//!
//! Draft 7, which every editor's YAML support knows. A schema says what the declaration says and is never stricter than
//! the build: if the build accepts several forms of a value, so does the schema; words of an open set are suggested but
//! not required.

use serde_json::{Map, Value, json};

use crate::config::collection::{Collection, Field, FieldType};
use crate::config::settings::LocalText;
use crate::site::Site;

const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Returns the schema of one collection's front matter.
pub fn of(collection: &Collection, site: &Site) -> Value {
    let mut schema = group(&collection.fields, site);
    let title = both(&collection.title).unwrap_or_else(|| collection.name.clone());
    schema.shift_insert(0, "$schema".to_owned(), DRAFT.into());
    schema.shift_insert(1, "title".to_owned(), title.into());
    Value::Object(schema)
}

/// Returns one schema for all collections: a front matter is valid if it is valid for one of them.
pub fn of_all(site: &Site) -> Value {
    let schemas: Map<String, Value> = site
        .collections
        .values()
        .map(|collection| {
            let mut schema = of(collection, site);
            schema.as_object_mut().and_then(|schema| schema.shift_remove("$schema"));
            (collection.name.clone(), schema)
        })
        .collect();
    let any: Vec<Value> = schemas.keys().map(|name| json!({"$ref": format!("#/definitions/{name}")})).collect();
    json!({"$schema": DRAFT, "anyOf": any, "definitions": schemas})
}

fn group(fields: &[Field], site: &Site) -> Map<String, Value> {
    let properties: Map<String, Value> =
        fields.iter().map(|field| (field.key.to_string(), property(field, site))).collect();
    let required: Vec<&str> = fields.iter().filter(|field| field.is_required()).map(|field| &*field.key).collect();
    let mut schema = Map::new();
    schema.insert("type".to_owned(), "object".into());
    schema.insert("properties".to_owned(), properties.into());
    schema.insert("required".to_owned(), required.into());
    schema.insert("additionalProperties".to_owned(), false.into());
    schema
}

fn property(field: &Field, site: &Site) -> Value {
    let mut schema = Map::new();
    if let Some(label) = both(&field.label) {
        schema.insert("title".to_owned(), label.into());
    }
    let unit = field.unit.as_ref().map(|unit| format!("单位 · unit: {unit}"));
    let lines: Vec<String> = [both(&field.label), both(&field.help), unit].into_iter().flatten().collect();
    schema.insert("description".to_owned(), lines.join("\n\n").into());
    if let Some(default) = &field.default {
        schema.insert("default".to_owned(), default.to_json());
    }
    match value(&field.field_type, site) {
        Value::Object(rules) => schema.extend(rules),
        other => schema.extend([("allOf".to_owned(), json!([other]))]),
    }
    Value::Object(schema)
}

/// Joins Chinese and English; only once if they are the same.
fn both(text: &LocalText) -> Option<String> {
    let (zh, en) = (text.get("zh-CN"), text.get("en"));
    match (zh == en, zh.is_empty()) {
        (true, true) => None,
        (true, false) => Some(zh.to_owned()),
        _ => Some(format!("{zh} · {en}")),
    }
}

/// Returns the schema of a type's values, in every form that [`ValueReader`](crate::content::ValueReader) accepts.
fn value(field_type: &FieldType, site: &Site) -> Value {
    let text = |pattern: &str, example: &str| json!({"type": "string", "pattern": pattern, "examples": [example]});
    const DAY: &str = r"\s*\d{4}([-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)";
    match field_type {
        // A text may look like a number in YAML.
        FieldType::Text | FieldType::Name => json!({"type": ["string", "number", "boolean"]}),
        FieldType::Markdown | FieldType::Image | FieldType::File => json!({"type": "string"}),
        FieldType::Number { min, max } => {
            let mut number = json!({"type": "number"});
            if let Some(min) = min {
                number["minimum"] = json!(min);
            }
            if let Some(max) = max {
                number["maximum"] = json!(max);
            }
            json!({"anyOf": [number, {"type": "string", "pattern": r"^\d{1,3}([,，]\d{3})+(\.\d+)?$"}]})
        }
        FieldType::Bool => json!({"anyOf": [{"type": "boolean"}, {"enum": ["是", "否", "有", "无", "yes", "no"]}]}),
        FieldType::Date => text(&format!(r"^{DAY}\s*$"), "2026-05-18"),
        FieldType::Datetime { rough: true } => json!({"type": ["string", "number"]}),
        FieldType::Datetime { rough: false } => text(&format!("^{DAY}"), "2026-05-18 09:30"),
        FieldType::Month => text(r"^\s*\d{4}[-/年]\d{1,2}月?\s*$", "2026-05"),
        FieldType::Choice(choices) => {
            words(choices.iter().map(|choice| (choice.key.as_str(), &choice.label, [].as_slice())), true)
        }
        FieldType::Term { taxonomy } => {
            let config = site.config.taxonomies.get(taxonomy);
            let terms = config.map(|config| config.terms.as_slice()).unwrap_or_default();
            let closed = config.is_some_and(|config| config.closed);
            words(terms.iter().map(|term| (term.key.as_str(), &term.title, term.aliases.as_slice())), closed)
        }
        FieldType::Reference { to } => {
            let (names, titles): (Vec<_>, Vec<_>) = site.nameable(to).into_iter().unzip();
            offered(json!(names), json!(titles), false)
        }
        FieldType::Url => text(r"^(https?://|mailto:|tel:|/(?![/\\]))\S*$", "https://example.org/"),
        FieldType::Phone => json!({"type": ["string", "number", "array"], "examples": ["0830-1234567"]}),
        FieldType::Email => text(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", "office@example.org"),
        FieldType::Duration => json!({"type": ["string", "number"], "examples": ["90分钟", "1小时30分", "2天"]}),
        FieldType::Point => json!({"anyOf": [
            {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2, "examples": [[105.4423, 28.8718]]},
            {"type": "object", "properties": {"lon": {"type": "number"}, "lat": {"type": "number"}}, "required": ["lon", "lat"]},
            {"type": "string"},
        ]}),
        FieldType::OpeningHours => parts(
            json!({
                "weekly": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
                "holidays": {"enum": ["open", "closed", "weekend"]},
                "exceptions": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
                "note": {"type": ["string", "number"]},
            }),
            &["weekly", "note"],
            "周二至周日 09:00-17:00",
        ),
        FieldType::Recurrence => {
            let moments = json!({"type": ["array", "string"], "items": {"type": "string"}});
            let keys = json!({"rule": {"type": "string"}, "except": moments, "also": moments});
            parts(keys, &["rule"], "FREQ=WEEKLY;BYDAY=SA")
        }
        FieldType::Figure => {
            let scalar = json!({"type": ["string", "number"]});
            let keys = json!({
                "name": scalar, "value": {"type": ["number", "string"]}, "unit": scalar,
                "qualifier": scalar, "scope": scalar, "caveat": scalar, "source": scalar,
            });
            parts(keys, &["value"], "参加公众 4.2万余人次")
        }
        FieldType::Group(fields) => Value::Object(group(fields, site)),
        FieldType::List(item) => list(item, site),
    }
}

/// Returns the schema of a list: an array, or one text with separators; a list of groups is always an array.
fn list(item: &FieldType, site: &Site) -> Value {
    let items = value(item, site);
    match item {
        FieldType::Group(_) => json!({"anyOf": [{"type": "array", "items": items.clone()}, items]}),
        FieldType::Figure | FieldType::Point | FieldType::OpeningHours | FieldType::Recurrence => {
            json!({"anyOf": [{"type": "array", "items": items.clone()}, items]})
        }
        _ => json!({"anyOf": [{"type": "array", "items": items}, {"type": ["string", "number", "boolean"]}]}),
    }
}

/// Returns the schema of a compound value: one text, or a map of its parts, of which at least one of these is required.
fn parts(keys: Value, required: &[&str], example: &str) -> Value {
    let required: Vec<Value> = required.iter().map(|key| json!({"required": [key]})).collect();
    json!({"anyOf": [
        {"type": "string", "examples": [example]},
        {"type": "object", "properties": keys, "anyOf": required, "additionalProperties": false},
    ]})
}

/// Returns the schema of known words: by key and, as the build accepts them too, by label and alias.
fn words<'a>(known: impl Iterator<Item = (&'a str, &'a LocalText, &'a [String])>, closed: bool) -> Value {
    let (mut keys, mut labels, mut said) = (Vec::new(), Vec::new(), Vec::new());
    for (key, label, aliases) in known {
        keys.push(key.to_owned());
        said.push(both(label).unwrap_or_default());
        let others = label.all().chain(aliases.iter().map(String::as_str)).filter(|label| *label != key);
        labels.extend(others.map(|label| (label.to_owned(), key.to_owned())));
    }
    for (label, key) in labels {
        if !keys.contains(&label) {
            keys.push(label);
            said.push(key);
        }
    }
    offered(json!(keys), json!(said), closed)
}

/// Returns the schema of words to choose from, each with its description; an open set accepts any text.
fn offered(words: Value, said: Value, closed: bool) -> Value {
    let none = words.as_array().is_none_or(Vec::is_empty);
    let known = json!({"enum": words, "enumDescriptions": said});
    match (closed, none) {
        (true, _) => known,
        (false, true) => json!({"type": ["string", "number"]}),
        (false, false) => json!({"anyOf": [known, {"type": ["string", "number"]}]}),
    }
}
