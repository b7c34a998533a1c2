//! Finds the header row of a sheet and the field that each column fills.
//!
//! A heading is matched with the declaration's keys and labels in any language, with the usual names of such columns,
//! and with a mapping file, which has precedence.

use super::goes::{Column, Goes, named};
use super::mapping::Mapping;
use super::sheet::{Sheet, SheetCell};
use crate::authoring::import::existing::folded;
use crate::base::diagnostic::Span;
use crate::config::collection::{Collection, Field, FieldType};
use crate::content::usual::COLUMN_NAMES;

/// The header row, and the target of each column.
#[derive(Debug)]
pub struct Header {
    /// The row's index, from zero.
    pub row: usize,
    /// The first row below it: a header may have two rows.
    pub first: usize,
    pub columns: Vec<Column>,
}

/// The header is searched in this many rows; above it are titles and notes.
const SEARCHED: usize = 20;

/// Returns the row with the most headings that are recognised; the first of several with as many.
pub fn header(sheet: &Sheet, collection: &Collection, mapping: &Mapping) -> Option<Header> {
    let known = |row: usize| {
        let (headings, rows) = headings(sheet, row);
        let columns = columns(&headings, collection, mapping);
        let means = |column: &&Column| !column.heading.is_empty() && column.goes != Goes::Unknown;
        (columns.iter().filter(means).count(), Header { row, first: row + rows, columns })
    };
    if let Some(row) = mapping.header {
        let row = row.checked_sub(1).filter(|row| *row < sheet.rows.len())?;
        return Some(known(row).1);
    }
    let rows = (0..sheet.rows.len().min(SEARCHED)).map(|row| (known(row), row));
    let ((count, header), _) = rows.max_by_key(|((count, _), row)| (*count, std::cmp::Reverse(*row)))?;
    (count > 0).then_some(header)
}

/// A heading, and that of the columns around it.
struct Heading {
    text: String,
    /// The heading above several columns: 门票 above 价格 and 说明.
    group: Option<String>,
    span: Span,
}

/// Returns the headings of a row, and how many rows they are in: below a heading over several columns each has its own.
fn headings(sheet: &Sheet, row: usize) -> (Vec<Heading>, usize) {
    let shown = |cell: Option<&SheetCell>| {
        cell.map(|cell| cell.shown().split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default()
    };
    let none = Vec::new();
    let upper = sheet.rows.get(row).unwrap_or(&none);
    let lower = sheet.rows.get(row + 1).unwrap_or(&none);
    let one = || upper.iter().map(|cell| Heading { text: shown(Some(cell)), group: None, span: cell.span }).collect();
    let mut both = Vec::new();
    // A title above the header is no heading of groups: some heading stands for itself.
    let (mut group, mut grouped, mut alone) = (String::new(), false, false);
    for place in 0..upper.len().max(lower.len()) {
        let (above, below) = (shown(upper.get(place)), shown(lower.get(place)));
        let span = upper.get(place).or(lower.get(place)).map(|cell| cell.span).unwrap_or_default();
        let next = (shown(upper.get(place + 1)), shown(lower.get(place + 1)));
        let heading = match (above.as_str(), below.as_str()) {
            // Over both rows, or merged so.
            (above, "") => Heading { text: above.to_owned(), group: None, span },
            (above, below) if above == below => Heading { text: above.to_owned(), group: None, span },
            // Below the heading of a column further left.
            ("", below) if !group.is_empty() => {
                grouped = true;
                Heading { text: below.to_owned(), group: Some(group.clone()), span }
            }
            (above, below) if !above.is_empty() && next.0.is_empty() && !next.1.is_empty() => {
                Heading { text: below.to_owned(), group: Some(above.to_owned()), span }
            }
            // A row of its own.
            _ => return (one(), 1),
        };
        group = heading.group.clone().unwrap_or_default();
        alone |= heading.group.is_none() && !heading.text.is_empty();
        both.push(heading);
    }
    if grouped && alone { (both, 2) } else { (one(), 1) }
}

fn columns(headings: &[Heading], collection: &Collection, mapping: &Mapping) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::with_capacity(headings.len());
    for Heading { text, group, span } in headings {
        let whole = match group {
            Some(group) => format!("{group}.{text}"),
            None => text.clone(),
        };
        // The mapping file has each heading once.
        let again = |heading: &String| columns.iter().any(|column| column.heading == *heading);
        let numbered = (2..).map(|number| format!("{whole}（{number}）"));
        let heading =
            std::iter::once(whole.clone()).chain(numbered).find(|heading| heading.is_empty() || !again(heading));
        let heading = heading.unwrap_or_default();
        let goes = if heading.is_empty() {
            Goes::Skipped
        } else {
            match mapping.columns.iter().find(|(name, _)| folded(name) == folded(&heading)) {
                Some((_, goes)) => goes.clone(),
                None => {
                    // Of two columns that match one field the first gets it.
                    let free = |goes: &Goes| !columns.iter().any(|column| column.goes == *goes);
                    let alone = if group.is_some() { candidates(text, collection) } else { Vec::new() };
                    candidates(&whole, collection).into_iter().chain(alone).find(free).unwrap_or(Goes::Unknown)
                }
            }
        };
        columns.push(Column { heading, span: *span, goes });
    }
    columns
}

/// Returns a column as spreadsheets name it: A, B, …, AA.
pub fn letter(place: usize) -> String {
    let (before, last) = (place / 26, char::from(b'A' + (place % 26) as u8));
    if before == 0 { last.to_string() } else { format!("{}{last}", letter(before - 1)) }
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
    let lines = COLUMN_NAMES.lines().filter(|line| !line.starts_with('#'));
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
    fn a_header_may_have_two_rows() {
        let text = "序号,基地名称,门票,,坐标,,地址\n,,价格,说明,经度,纬度,\n1,甲,30,学生半价,105.4,28.8,路\n";
        let sheet = sheet::read(&SourcePath::new("a.csv").unwrap(), text.as_bytes(), None).unwrap();
        let header = header(&sheet, &crate::config::collection::shipped("base").unwrap(), &Mapping::default()).unwrap();
        let ways: Vec<Option<String>> = header.columns.iter().map(|column| way(&column.goes)).collect();
        let ways: Vec<&str> = ways.iter().map(|way| way.as_deref().unwrap_or("?")).collect();
        assert_eq!((header.row, header.first), (0, 2));
        let expected =
            ["skip", "title", "admission.price", "admission.note", "location.lon", "location.lat", "address"];
        assert_eq!(ways, expected);
        // The row below is no second one of the header.
        let plain = "基地名称,地址,电话\n甲,路,\n";
        assert_eq!(goes(plain, "base").0, 0);
    }

    #[test]
    fn a_heading_that_stands_twice_has_a_number() {
        let sheet =
            sheet::read(&SourcePath::new("a.csv").unwrap(), "名称,电话,电话\n甲,1,2\n".as_bytes(), None).unwrap();
        let header = header(&sheet, &crate::config::collection::shipped("base").unwrap(), &Mapping::default()).unwrap();
        let headings: Vec<&str> = header.columns.iter().map(|column| column.heading.as_str()).collect();
        assert_eq!(headings, ["名称", "电话", "电话（2）"]);
        assert_eq!((letter(0), letter(27)), ("A".to_owned(), "AB".to_owned()));
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
