//! Renames a term: its title in `site.yaml`, and every entry that names it by the old title. Keys stay, so addresses do.

use std::collections::BTreeMap;

use super::{GridEdit, edited, encoded};
use crate::base::diagnostic::Span;
use crate::base::source::Snapshot;
use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;
use crate::base::yaml::write::{YamlValue, inline};
use crate::base::yaml::{Kind, Map, Node};
use crate::config::TaxonomyConfig;
use crate::config::collection::{Collection, Field, FieldType};
use crate::content::columns::named;
use crate::content::document::{Role, content_path, text_of};
use crate::content::{front_matter, list, table};
use crate::site::Site;

/// A term, the word for it until now, and the new one.
#[derive(Clone, Copy, Debug)]
pub struct Rename<'a> {
    pub taxonomy: &'a str,
    pub from: &'a str,
    pub to: &'a str,
}

/// Returns the files of `content/` that name the term by its former word, with their new bytes.
pub fn renamed(site: &Site, files: &Snapshot, rename: Rename<'_>) -> Vec<(SourcePath, Vec<u8>)> {
    let mut found = Vec::new();
    for (path, file) in files.below("content") {
        let Ok(Some(at)) = content_path(path, &site.config.languages) else { continue };
        let Some(collection) = site.collections.get(&at.collection) else { continue };
        let Some(text) = text_of(path, file).filter(|text| text.contains(rename.from)) else { continue };
        let made = match at.role {
            Role::Table => in_table(&text, collection, &site.config.taxonomies, rename),
            Role::Entry => in_front_matter(&text, path, collection, &site.config.taxonomies, rename),
            _ => None,
        };
        if let Some(made) = made.filter(|made| **made != *text) {
            let bytes = if at.role == Role::Table { encoded(file.held(), &made) } else { made.into_bytes() };
            found.push((path.clone(), bytes));
        }
    }
    found
}

type Taxonomies = BTreeMap<String, TaxonomyConfig>;

fn in_front_matter(
    text: &str,
    path: &SourcePath,
    collection: &Collection,
    taxonomies: &Taxonomies,
    rename: Rename<'_>,
) -> Option<String> {
    let front = front_matter::split(text, path, &mut Vec::new());
    let mut edits = Edits::default();
    in_map(&front.map, &collection.fields, taxonomies, rename, &mut edits);
    let made = edits.apply(text).text;
    // It has to be read as before.
    let read = front_matter::split(&made, path, &mut Vec::new());
    (read.state == front.state && read.map.entries.len() == front.map.entries.len()).then_some(made)
}

fn in_map(map: &Map, fields: &[Field], taxonomies: &Taxonomies, rename: Rename<'_>, edits: &mut Edits) {
    for (key, node) in &map.entries {
        if let Some(field) = named(fields, &key.text) {
            in_node(node, &field.field_type, taxonomies, rename, edits);
        }
    }
}

fn in_node(node: &Node, field_type: &FieldType, taxonomies: &Taxonomies, rename: Rename<'_>, edits: &mut Edits) {
    match (&node.kind, field_type.item()) {
        (Kind::List(items), _) => {
            items.iter().for_each(|item| in_node(item, field_type.item(), taxonomies, rename, edits));
        }
        (Kind::Map(map), FieldType::Group(fields)) => in_map(map, fields, taxonomies, rename, edits),
        (Kind::Scalar { text, .. }, FieldType::Term { taxonomy }) if taxonomy == rename.taxonomy => {
            if let Some(new) = replaced(text, field_type, taxonomies, rename) {
                edits.replace(node.span.start..node.span.end, inline(&YamlValue::text(new)));
            }
        }
        _ => {}
    }
}

fn in_table(text: &str, collection: &Collection, taxonomies: &Taxonomies, rename: Rename<'_>) -> Option<String> {
    let mut records = table::records(text).into_iter();
    let header = records.next()?;
    let term = |heading: &str| {
        let (outer, inner) = heading.split_once('.').map_or((heading, None), |(a, b)| (a, Some(b)));
        let field = named(&collection.fields, outer)?;
        let field_type = match (field.field_type.item(), inner) {
            (FieldType::Group(fields), Some(inner)) => &named(fields, inner)?.field_type,
            _ => &field.field_type,
        };
        let is_term = matches!(field_type.item(), FieldType::Term { taxonomy } if taxonomy == rename.taxonomy);
        is_term.then_some(field_type)
    };
    let columns: Vec<(usize, &FieldType)> =
        header.iter().enumerate().filter_map(|(place, cell)| Some((place, term(&cell.text)?))).collect();
    let mut edits = Vec::new();
    for (row, cells) in records.enumerate() {
        for (column, field_type) in &columns {
            let cell = cells.get(*column);
            if let Some(text) = cell.and_then(|cell| replaced(&cell.text, field_type, taxonomies, rename)) {
                edits.push(GridEdit::Cell { row: row + 1, column: *column, text });
            }
        }
    }
    edited(text, &edits).ok()
}

/// A text with the word replaced where it is one of its items; a field of one term is one item as a whole.
fn replaced(text: &str, field_type: &FieldType, taxonomies: &Taxonomies, rename: Rename<'_>) -> Option<String> {
    let items = match field_type {
        FieldType::List(item) => list::items(text, item, taxonomies),
        _ => vec![text.trim()],
    };
    let mut edits = Edits::default();
    let whole = Span::from(0..text.len());
    for item in items.into_iter().filter(|item| *item == rename.from) {
        let at = list::place(text, item, whole);
        edits.replace(at.start..at.end, rename.to);
    }
    let new = edits.apply(text).text;
    (new != text).then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_items_are_renamed() {
        let rename = Rename { taxonomy: "district", from: "江阳", to: "江阳区" };
        let one = FieldType::Term { taxonomy: "district".to_owned() };
        let several = FieldType::List(Box::new(FieldType::Term { taxonomy: "district".to_owned() }));
        let none = Taxonomies::new();
        for (text, expected) in [
            ("江阳", Some("江阳区")),
            ("泸县、江阳", Some("泸县、江阳区")),
            ("江阳 ；泸县", Some("江阳区 ；泸县")),
            ("泸县﹐江阳", Some("泸县﹐江阳区")),
            ("江阳区", None),
            ("江阳南路", None),
        ] {
            assert_eq!(replaced(text, &several, &none, rename).as_deref(), expected, "{text}");
        }
        // A single term may have such a sign in it.
        let rename = Rename { taxonomy: "district", from: "水、电", to: "水和电" };
        assert_eq!(replaced("水、电", &one, &none, rename).as_deref(), Some("水和电"));
        let rename = Rename { from: "水", ..rename };
        assert_eq!(replaced("水、电", &one, &none, rename), None);
    }
}
