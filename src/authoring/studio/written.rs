//! A value as a form sends it → as front matter writes it.

use std::collections::HashMap;

use serde_json::Value;

use crate::authoring::scaffold;
use crate::base::yaml::write::YamlValue;
use crate::base::yaml::{Kind, Node};
use crate::config::collection::FieldType;
use crate::site::Site;

/// Returns a value as front matter writes it; `None` for an empty one, which removes the field. Texts are taken as an editor
/// types them: a label becomes its key, a title the name of its entry. What stood in the field's value `before` stays as it
/// was typed. `field_type` is `None` for a field that isn't declared, whose value stays a text.
pub fn written(field_type: Option<&FieldType>, value: &Value, before: Option<&Node>, site: &Site) -> Option<YamlValue> {
    let mut known = HashMap::new();
    if let Some(node) = before {
        collect(node, &mut known);
    }
    Writer { site, known }.value(field_type, value)
}

/// Every scalar of a value, by its text.
fn collect(node: &Node, known: &mut HashMap<String, YamlValue>) {
    match &node.kind {
        Kind::Null => {}
        Kind::Scalar { text, .. } => drop(known.insert(text.clone(), node.into())),
        Kind::List(items) => items.iter().for_each(|item| collect(item, known)),
        Kind::Map(map) => map.entries.iter().for_each(|(_, node)| collect(node, known)),
    }
}

struct Writer<'a> {
    site: &'a Site,
    known: HashMap<String, YamlValue>,
}

impl Writer<'_> {
    fn value(&self, field_type: Option<&FieldType>, value: &Value) -> Option<YamlValue> {
        match value {
            Value::Null => None,
            Value::Bool(yes) => Some(YamlValue::plain(yes)),
            Value::Number(number) => Some(YamlValue::plain(number)),
            Value::String(text) if text.trim().is_empty() => None,
            Value::String(text) => Some(match (self.known.get(text), field_type) {
                (Some(before), _) => before.clone(),
                // A list that is typed as one text is parted as everywhere.
                (None, Some(field_type)) => scaffold::value(field_type, text, self.site),
                (None, None) => YamlValue::text(text.as_str()),
            }),
            Value::Array(items) => {
                let item = field_type.map(FieldType::item);
                let items: Vec<YamlValue> = items.iter().filter_map(|one| self.value(item, one)).collect();
                (!items.is_empty()).then_some(YamlValue::List(items))
            }
            Value::Object(pairs) => {
                let part = |key: &str| match field_type {
                    Some(FieldType::Group(fields)) => {
                        fields.iter().find(|field| *field.key == *key).map(|field| &field.field_type)
                    }
                    _ => None,
                };
                let pairs: Vec<(String, YamlValue)> = pairs
                    .iter()
                    .filter_map(|(key, value)| Some((key.clone(), self.value(part(key), value)?)))
                    .collect();
                (!pairs.is_empty()).then_some(YamlValue::Group(pairs))
            }
        }
    }
}
