//! The rows of a table (`entries.csv`) as a grid, and changes of single cells: every other byte of the file stays.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Control, FormField, form};
use crate::base::csv::CsvWriter;
use crate::base::diagnostic::Localized;
use crate::base::text::edits::Edits;
use crate::base::text::utf16_len;
use crate::config::collection::Collection;
use crate::content::columns::named;
use crate::content::table::{self, TableCell};
use crate::site::Site;

/// A table as a page shows it.
#[derive(Debug, PartialEq, Serialize)]
pub struct Grid {
    pub columns: Vec<GridColumn>,
    pub rows: Vec<GridRow>,
}

/// A column: its heading as it stands in the file, and the field that it means.
#[derive(Debug, PartialEq, Serialize)]
pub struct GridColumn {
    pub heading: String,
    pub label: String,
    /// `None` for the text, and for a heading that means nothing.
    pub field: Option<FormField>,
    pub long: bool,
}

/// A row, with the places of its cells in the text, in UTF-16 units.
#[derive(Debug, PartialEq, Serialize)]
pub struct GridRow {
    /// Counted from the header, which is 0.
    pub number: usize,
    pub cells: Vec<String>,
    pub places: Vec<(usize, usize)>,
}

/// One change of a table.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum GridEdit {
    Cell {
        row: usize,
        column: usize,
        text: String,
    },
    /// A row at the end.
    Add {
        cells: Vec<String>,
    },
    Remove {
        row: usize,
    },
}

/// Headings of the column with an entry's text.
const BODY: [&str; 2] = ["body", "正文"];

/// Returns the table of a text.
pub fn grid(text: &str, collection: &Collection, site: &Site, language: &str) -> Grid {
    let fields = form(collection, site, language).fields;
    let mut records = table::records(text).into_iter();
    let header = records.next().unwrap_or_default();
    let column = |cell: &TableCell| {
        let (outer, inner) = cell.text.split_once('.').map_or((&*cell.text, None), |(a, b)| (a, Some(b)));
        let declared = named(&collection.fields, outer);
        let field = declared.and_then(|declared| fields.iter().find(|field| *field.key == *declared.key)).cloned();
        let body = BODY.contains(&cell.text.as_str());
        let (label, field) = match (field, inner) {
            (Some(field), None) => (field.label.clone(), Some(field)),
            (Some(FormField { label, control: Control::Group { fields }, .. }), Some(inner)) => {
                let part = fields.into_iter().find(|field| field.key == inner.trim() || field.label == inner.trim());
                (part.as_ref().map_or_else(|| cell.text.clone(), |part| format!("{label}：{}", part.label)), part)
            }
            _ => (cell.text.clone(), None),
        };
        let long = body || field.as_ref().is_some_and(|field| field.control == Control::Markdown);
        GridColumn { heading: cell.text.clone(), label, field, long }
    };
    let columns: Vec<GridColumn> = header.iter().map(column).collect();
    let mut place = Units { text, byte: 0, units: 0 };
    let rows = records.enumerate().map(|(at, cells)| {
        let places = cells.iter().map(|cell| (place.at(cell.span.start), place.at(cell.span.end))).collect();
        GridRow { number: at + 1, places, cells: cells.into_iter().map(|cell| cell.text).collect() }
    });
    Grid { rows: rows.collect(), columns }
}

/// Counts UTF-16 units on the way through a text.
struct Units<'a> {
    text: &'a str,
    byte: usize,
    units: usize,
}

impl Units<'_> {
    fn at(&mut self, byte: usize) -> usize {
        let byte = byte.max(self.byte);
        self.units += self.text.get(self.byte..byte).map_or(0, utf16_len);
        self.byte = byte;
        self.units
    }
}

fn range(cells: &[TableCell]) -> (usize, usize) {
    let start = cells.first().map_or(0, |cell| cell.span.start);
    (start, cells.last().map_or(start, |cell| cell.span.end))
}

/// Returns the text with changes made. The result is read again and must say what was asked for.
///
/// # Errors
/// Why the table can't be changed cell by cell.
pub fn edited(text: &str, changes: &[GridEdit]) -> Result<String, Localized> {
    let told = |zh: &str, en: &str| Localized { zh: zh.to_owned(), en: en.to_owned() };
    if table::unclosed_quote(text).is_some() {
        return Err(told(
            "表格里有一个没有配对的引号，先改好它（看源文件）",
            "a quotation mark of the table is never closed; mend that first, in the source",
        ));
    }
    let records = table::records(text);
    let gone = || told("这一行已经不在了，请重新打开表格", "this row is gone; open the table again");
    let mut wanted: Vec<Vec<String>> =
        records.iter().map(|cells| cells.iter().map(|cell| cell.text.clone()).collect()).collect();
    let width = wanted.first().map_or(0, Vec::len);
    let mut edits = Edits::default();
    let mut removed = Vec::new();
    // Cells behind the end of a short row, by row and column: the row is made longer once.
    let mut behind: BTreeMap<usize, BTreeMap<usize, String>> = BTreeMap::new();
    let mut added = String::new();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    for change in changes {
        match change {
            GridEdit::Cell { row, column, text: new } => {
                let cells = records.get(*row).filter(|_| *row > 0 && *column < width).ok_or_else(gone)?;
                let kept = &mut wanted[*row];
                kept.resize(kept.len().max(column + 1), String::new());
                new.trim().clone_into(&mut kept[*column]);
                match cells.get(*column) {
                    // With the spaces around it: a quotation mark behind one would be a part of the text.
                    Some(cell) => {
                        let (before, after) = (&text[..cell.span.start], &text[cell.span.end..]);
                        let start = before.trim_end_matches(' ').len();
                        let end = text.len() - after.trim_start_matches(' ').len();
                        edits.replace(start..end, written(new.trim()));
                    }
                    None => drop(behind.entry(*row).or_default().insert(*column, written(new.trim()))),
                }
            }
            GridEdit::Remove { row } => {
                let cells = records.get(*row).filter(|_| *row > 0).ok_or_else(gone)?;
                let (from, to) = match records.get(row + 1) {
                    Some(next) => (range(cells).0, range(next).0),
                    None => (records.get(row - 1).map_or(0, |before| range(before).1), range(cells).1),
                };
                edits.replace(from..to, "");
                removed.push(*row);
            }
            GridEdit::Add { cells } => {
                let mut cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
                cells.resize(width, "");
                if cells.iter().all(|cell| cell.is_empty()) {
                    return Err(told("新的一行还是空的", "the new row is empty"));
                }
                wanted.push(cells.iter().map(|cell| (*cell).to_owned()).collect());
                let line: Vec<String> = cells.into_iter().map(written).collect();
                added.push_str(&format!("{}{end}", line.join(",")));
            }
        }
    }
    for (row, new) in &behind {
        let cells = &records[*row];
        let last = new.keys().next_back().copied().unwrap_or_default();
        let tail = (cells.len()..=last).map(|column| format!(",{}", new.get(&column).map_or("", String::as_str)));
        edits.insert(range(cells).1, tail.collect::<String>());
    }
    let mut row = 0;
    wanted.retain(|_| {
        row += 1;
        !removed.contains(&(row - 1))
    });
    let mut made = edits.apply(text).text;
    if !added.is_empty() && !made.is_empty() && !made.ends_with('\n') {
        made.push_str(end);
    }
    made.push_str(&added);
    let says: Vec<Vec<String>> =
        table::records(&made).into_iter().map(|cells| cells.into_iter().map(|cell| cell.text).collect()).collect();
    if says != wanted {
        return Err(told(
            "这张表格的写法不能逐格地改，请看源文件改",
            "this table can't be changed cell by cell; change it in its source",
        ));
    }
    Ok(made)
}

/// A cell as the file has it.
fn written(text: &str) -> String {
    let mut cell = String::new();
    CsvWriter::for_spreadsheets().record(&mut cell, [text]);
    cell.truncate(cell.trim_end_matches("\r\n").len());
    cell
}

/// A table's text in the encoding of the bytes that it replaces: with their mark, or in GB18030.
pub fn encoded(before: &[u8], text: &str) -> Vec<u8> {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    match std::str::from_utf8(before) {
        Ok(_) if before.starts_with(MARK) => [MARK, text.as_bytes()].concat(),
        Ok(_) => text.as_bytes().to_vec(),
        Err(_) => encoding_rs::GB18030.encode(text).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "slug,标题,摘要\r\na,\"甲, \"\"乙\"\"\", 丙 \r\nb,丁,\r\nc\r\n\r\nd,,";

    fn cell(row: usize, column: usize, text: &str) -> GridEdit {
        GridEdit::Cell { row, column, text: text.to_owned() }
    }

    #[test]
    fn only_the_changed_cell_is_written() {
        let made = |changes: &[GridEdit]| edited(TEXT, changes).unwrap();
        assert_eq!(made(&[cell(1, 0, "a")]), TEXT);
        assert_eq!(made(&[cell(1, 1, "戊")]), TEXT.replace("\"甲, \"\"乙\"\"\"", "戊"));
        assert_eq!(made(&[cell(2, 2, "有,逗号")]), TEXT.replace("丁,", "丁,\"有,逗号\""));
        assert_eq!(made(&[cell(3, 2, "己")]), TEXT.replace("\nc\r", "\nc,,己\r"));
        assert_eq!(made(&[cell(3, 2, "己"), cell(3, 1, "庚")]), TEXT.replace("\nc\r", "\nc,庚,己\r"));
        assert_eq!(made(&[cell(4, 1, "=1+1")]), TEXT.replace("d,,", "d,'=1+1,"));
        assert_eq!(made(&[cell(1, 2, "一\n二")]), TEXT.replace(" 丙 ", "\"一\n二\""));
        assert_eq!(made(&[GridEdit::Remove { row: 2 }]), TEXT.replace("b,丁,\r\n", ""));
        assert_eq!(made(&[GridEdit::Remove { row: 4 }]), TEXT.replace("\r\n\r\nd,,", ""));
        let add = GridEdit::Add { cells: vec!["e".to_owned(), "新".to_owned()] };
        assert_eq!(made(&[add, cell(1, 0, "z")]), format!("{}\r\ne,新,\r\n", TEXT.replace("\na,", "\nz,")));
    }

    #[test]
    fn what_is_not_there_is_not_changed() {
        for change in [cell(0, 0, "x"), cell(9, 0, "x"), cell(1, 3, "x"), GridEdit::Remove { row: 0 }] {
            assert!(edited(TEXT, std::slice::from_ref(&change)).is_err(), "{change:?}");
        }
        assert!(edited("a,b\n\"x", &[cell(1, 0, "y")]).is_err());
        assert!(edited(TEXT, &[GridEdit::Add { cells: vec![" ".to_owned()] }]).is_err());
    }

    #[test]
    fn the_encoding_stays() {
        let gb = encoding_rs::GB18030.encode("甲,乙").0.into_owned();
        assert_eq!(encoded(&gb, "甲,丙"), encoding_rs::GB18030.encode("甲,丙").0.into_owned());
        assert_eq!(encoded("\u{feff}甲".as_bytes(), "乙"), "\u{feff}乙".as_bytes());
        assert_eq!(encoded("甲".as_bytes(), "乙"), "乙".as_bytes());
    }

    proptest::proptest! {
        #[test]
        fn a_changed_cell_says_what_was_typed(
            text in "([ab甲,\"\r\n=' ]){0,30}", row in 0..4_usize, column in 0..3_usize, new in "[甲a,\"\n=' ]{0,6}",
        ) {
            if let Ok(made) = edited(&text, &[cell(row, column, &new)]) {
                proptest::prop_assert_eq!(&table::records(&made)[row][column].text, new.trim());
            }
        }
    }
}
