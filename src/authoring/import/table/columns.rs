//! Finds the header row of a sheet and the field that each column fills.
//!
//! A heading is matched with the declaration's keys and labels in any language, with the usual names of such columns,
//! and with a mapping file, which has precedence.

use super::goes::{Column, Goes, named};
use super::mapping::Mapping;
use super::sheet::Sheet;
use crate::authoring::import::existing::folded;
use crate::config::collection::{Collection, Field, FieldType};

/// The header row, and the target of each column.
#[derive(Debug)]
pub struct Header {
    /// The row's index, from zero.
    pub row: usize,
    pub columns: Vec<Column>,
}

/// The header is searched in this many rows; above it are titles and notes.
const SEARCHED: usize = 20;

/// Returns the row with the most headings that are recognised; the first of several with as many.
pub fn header(sheet: &Sheet, collection: &Collection, mapping: &Mapping) -> Option<Header> {
    let known = |row: usize| {
        let columns = columns(sheet, row, collection, mapping);
        let means = |column: &&Column| !column.heading.is_empty() && column.goes != Goes::Unknown;
        (columns.iter().filter(means).count(), columns)
    };
    if let Some(row) = mapping.header {
        let row = row.checked_sub(1).filter(|row| *row < sheet.rows.len())?;
        return Some(Header { row, columns: known(row).1 });
    }
    let rows = (0..sheet.rows.len().min(SEARCHED)).map(|row| (known(row), row));
    let ((count, columns), row) = rows.max_by_key(|((count, _), row)| (*count, std::cmp::Reverse(*row)))?;
    (count > 0).then_some(Header { row, columns })
}

fn columns(sheet: &Sheet, row: usize, collection: &Collection, mapping: &Mapping) -> Vec<Column> {
    let cells = sheet.rows.get(row).map(Vec::as_slice).unwrap_or_default();
    let mut columns: Vec<Column> = Vec::with_capacity(cells.len());
    for cell in cells {
        let heading = cell.shown().split_whitespace().collect::<Vec<_>>().join(" ");
        let goes = if heading.is_empty() {
            Goes::Skipped
        } else {
            match mapping.columns.iter().find(|(name, _)| folded(name) == folded(&heading)) {
                Some((_, goes)) => goes.clone(),
                None => {
                    // Of two columns that match one field the first gets it.
                    let free = |goes: &Goes| !columns.iter().any(|column| column.goes == *goes);
                    candidates(&heading, collection).into_iter().find(free).unwrap_or(Goes::Unknown)
                }
            }
        };
        columns.push(Column { heading, span: cell.span, goes });
    }
    columns
}

/// Returns the possible targets of a heading, best first.
fn candidates(heading: &str, collection: &Collection) -> Vec<Goes> {
    let name = bare(heading);
    if ["序号", "no.", "no", "#"].contains(&name.as_str()) {
        return vec![Goes::Skipped];
    }
    let (own, within) = declared(&name, &collection.fields);
    let mut found: Vec<Goes> = own.into_iter().map(Goes::Field).collect();
    if ["body", "正文"].contains(&name.as_str()) {
        found.push(Goes::Body);
    }
    for (key, names) in usual() {
        if names.split(' ').any(|usual| usual == name)
            && let Some(goes) = named(key, collection)
        {
            found.push(goes);
        }
    }
    found.extend(within.into_iter().map(Goes::Field));
    found
}

/// Returns the field with this key or label, `group.field` included; and the fields within groups that have it as their
/// own label.
fn declared(name: &str, fields: &[Field]) -> (Option<Vec<String>>, Vec<Vec<String>>) {
    let is = |field: &Field, name: &str| {
        folded(&field.key) == name || field.label.all().any(|label| !label.is_empty() && folded(label) == name)
    };
    if let Some(field) = fields.iter().find(|field| is(field, name)) {
        return (Some(vec![field.key.to_string()]), Vec::new());
    }
    let mut inner = Vec::new();
    for field in fields {
        let FieldType::Group(parts) = field.field_type.item() else { continue };
        let within = name.split_once('.').filter(|(group, _)| is(field, group)).map(|(_, part)| part);
        for part in parts {
            let way = || vec![field.key.to_string(), part.key.to_string()];
            if within.is_some_and(|name| is(part, name)) {
                return (Some(way()), Vec::new());
            }
            if is(part, name) {
                inner.push(way());
            }
        }
    }
    (None, inner)
}

/// Returns a heading without additions: `联系电话*`, `坐标（经度,纬度）`, `接待能力(人)`.
fn bare(heading: &str) -> String {
    let folded = folded(heading);
    let before = folded.split('(').next().filter(|name| !name.is_empty()).unwrap_or(&folded);
    before.trim_matches(['*', ':', '#', '、', '。']).to_owned()
}

/// The usual headings of each field, from a list with one line per field.
fn usual() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = include_str!("usual.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::import::table::goes::way;
    use crate::authoring::import::table::sheet;
    use crate::base::url::SourcePath;

    fn goes(text: &str, kind: &str) -> (usize, Vec<Option<String>>) {
        let sheet = sheet::read(&SourcePath::new("a.csv").unwrap(), text.as_bytes(), None).unwrap();
        let header = header(&sheet, &crate::config::collection::shipped(kind).unwrap(), &Mapping::default()).unwrap();
        (header.row, header.columns.iter().map(|column| way(&column.goes)).collect())
    }

    #[test]
    fn a_header_is_found_below_a_title() {
        let text = "泸州市科普基地名录,,,\n（2026年10月）,,,\n序号,基地名称*,区县,联系电话（办公室）\n1,甲,江阳区,1\n";
        let way = |way: &str| Some(way.to_owned());
        assert_eq!(goes(text, "base"), (2, vec![way("skip"), way("title"), way("district"), way("phone")]));
    }

    #[test]
    fn names_are_taken_by_key_label_and_custom() {
        let (_, ways) = goes("title,详细 地址,booking.phone,门票.免费,经度,纬度,是否免费,类型,备注\n", "base");
        let ways: Vec<&str> = ways.iter().map(|way| way.as_deref().unwrap_or("?")).collect();
        // The second column for one field fills none.
        let expected = [
            "title",
            "address",
            "booking.phone",
            "admission.free",
            "location.lon",
            "location.lat",
            "?",
            "base_type",
            "?",
        ];
        assert_eq!(ways, expected);
    }

    #[test]
    fn one_name_means_what_the_collection_has() {
        let (_, ways) = goes("活动名称,时间,地点,类型,对象\n", "event");
        let ways: Vec<&str> = ways.iter().flatten().map(String::as_str).collect();
        assert_eq!(ways, ["title", "start", "venue", "form", "audience"]);
    }
}
