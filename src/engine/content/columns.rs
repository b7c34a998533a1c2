//! The columns of a table → fields, and what is said where they don't fit.

use super::document::Record;
use super::scalar::meant_field;
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::{Key, Kind, Map, Node};
use crate::config::collection::{Collection, Field, FieldType};

/// A table's row with its columns named by field: by key, by label in any language, or
/// `group.field` where both parts may be either.
pub fn by_field(record: &Record, collection: &Collection, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> Map {
    let mut map = Map::default();
    for (column, cell) in &record.front.entries {
        let (head, tail) = column.text.split_once('.').map_or((column.text.as_str(), None), |(a, b)| (a, Some(b)));
        let field = named(&collection.fields, head);
        let (Some(field), None) = (field, tail) else {
            let group = field.and_then(|field| match field.field_type.item() {
                FieldType::Group(fields) => Some((field, named(fields, tail?)?)),
                _ => None,
            });
            match group {
                Some((outer, inner)) => put_in_group(&mut map, &outer.key, &inner.key, column.span, cell),
                None => {
                    let meant = meant_heading(&column.text, &collection.fields);
                    let unknown = messages::unknown_column(&column.text, collection.message_name());
                    let fault = match meant {
                        Some(meant) => unknown.meant(Some(meant)),
                        None => without_heading(unknown, &collection.fields),
                    };
                    diagnostics.push(fault.at(Location::span(path, column.span)));
                }
            }
            continue;
        };
        map.entries.push((Key { text: field.key.to_string(), span: column.span }, cell.clone()));
    }
    map
}

/// The field that a column's heading means: by its key, or by a label in any language.
pub fn named<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    let name = name.trim();
    fields
        .iter()
        .find(|field| *field.key == *name)
        .or_else(|| fields.iter().find(|field| field.label.all().any(|label| label == name)))
}

fn put_in_group(map: &mut Map, outer: &str, inner: &str, span: Span, cell: &Node) {
    let key = |text: &str| Key { text: text.to_owned(), span };
    if !map.entries.iter().any(|(known, _)| known.text == outer) {
        let node = Node { span: cell.span, kind: Kind::Map(Map::default()) };
        map.entries.push((key(outer), node));
    }
    let group = map.entries.iter_mut().find(|(known, _)| known.text == outer);
    if let Some((_, Node { kind: Kind::Map(group), .. })) = group {
        group.entries.push((key(inner), cell.clone()));
    }
}

/// How many headings a message names.
const MOST_NAMED: usize = 24;

/// The heading that a column's is taken for: the label of the field that is meant.
fn meant_heading<'f>(heading: &str, fields: &'f [Field]) -> Option<&'f str> {
    let key = meant_field(heading, fields)?;
    let label = fields.iter().find(|field| *field.key == *key).map_or("", |field| field.label.get("zh-CN"));
    Some(if label.is_empty() { key } else { label })
}

/// Says which headings there are, where a column's isn't like any of them.
fn without_heading(fault: Diagnostic, fields: &[Field]) -> Diagnostic {
    let labels: Vec<&str> = fields.iter().take(MOST_NAMED).map(|field| field.label.get("zh-CN")).collect();
    let keys: Vec<&str> = fields.iter().take(MOST_NAMED).map(|field| &*field.key).collect();
    let more = fields.len() > MOST_NAMED;
    fault.helped(
        &format!(
            "表头可以写：{}{}；不要这一列就删去它，新的字段要先在 _collection.yaml 里声明",
            labels.join("、"),
            if more { "……" } else { "" }
        ),
        &format!(
            "headings are: {}{}; remove the column, or declare the field in _collection.yaml",
            keys.join(", "),
            if more { ", …" } else { "" }
        ),
    )
}

/// Says of a table's missing fields in which column they go. A column that isn't known may be the one that is missing.
pub(super) fn in_cells(diagnostics: &mut Vec<Diagnostic>, before: usize, columns_unknown: bool, fields: &[Field]) {
    let found = diagnostics.split_off(before);
    for fault in found {
        let missing = |field: &&Field| fault.message == messages::missing_field(field.name(), "").message;
        match fields.iter().find(missing) {
            Some(_) if columns_unknown => {}
            Some(field) => {
                let label = field.label.get("zh-CN");
                diagnostics.push(fault.helped(
                    &format!("在这一行的“{label}”一列填上；没有这一列就在表头加上它"),
                    &format!("fill in the column `{}` of this row, or add it to the header", field.key),
                ));
            }
            None => diagnostics.push(fault),
        }
    }
}
