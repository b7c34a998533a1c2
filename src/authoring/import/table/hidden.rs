//! What a workbook hides of a sheet: rows that are hidden or filtered out, hidden columns, cells struck out whole or in part.
//!
//! What was hidden wasn't meant to be published. The workbook's reader has no API for it, so the sheet's XML is read
//! (ECMA-376, part 1, §18.3.1). For older formats it isn't known.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use quick_xml::events::BytesStart;

use super::part::{COLUMNS, attribute, column_of, elements};
use super::struck;

/// Rows, columns and cells, from zero.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    pub rows: BTreeSet<usize>,
    pub columns: BTreeSet<usize>,
    pub struck: BTreeSet<(usize, usize)>,
    /// What is left of cells of which a part is struck out.
    pub partly: BTreeMap<(usize, usize), String>,
}

/// The most bytes of one part that are read.
const MOST: u64 = 256 << 20;

/// Reads what a sheet of a workbook in Office Open XML hides; `None` if the bytes are of another format.
pub fn read(bytes: &[u8], sheet: &str) -> Option<Hidden> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut part = |name: &str| {
        let mut text = String::new();
        archive.by_name(name).ok()?.take(MOST).read_to_string(&mut text).ok()?;
        Some(text)
    };
    let workbook = part("xl/workbook.xml")?;
    let relations = part("xl/_rels/workbook.xml.rels")?;
    let mut id = None;
    elements(&workbook, |name, start| {
        if name == "sheet" && attribute(start, "name").as_deref() == Some(sheet) {
            id = attribute(start, "r:id").or_else(|| attribute(start, "relationships:id"));
        }
    });
    let mut target = None;
    elements(&relations, |name, start| {
        if name == "Relationship" && id.is_some() && attribute(start, "Id") == id {
            target = attribute(start, "Target");
        }
    });
    let target = target?;
    let path = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
    let struck = part("xl/styles.xml").map(|styles| struck_styles(&styles)).unwrap_or_default();
    // Most workbooks have nothing struck out, and need not be read for it.
    let shared = part("xl/sharedStrings.xml").filter(|shared| shared.contains("strike"));
    let shared = shared.map(|shared| struck::strings(&shared)).unwrap_or_default();
    let sheet = part(&path)?;
    let mut hidden = of_sheet(&sheet, &struck);
    if !shared.is_empty() || sheet.contains("strike") {
        hidden.partly = struck::cells(&sheet, &shared);
    }
    hidden.partly.retain(|cell, _| !hidden.struck.contains(cell));
    Some(hidden)
}

fn says(start: &BytesStart<'_>, name: &str) -> bool {
    attribute(start, name).is_some_and(|value| matches!(value.as_str(), "1" | "true"))
}

fn number(start: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(start, name)?.parse().ok()
}

/// The cell formats whose font is struck out.
fn struck_styles(styles: &str) -> BTreeSet<usize> {
    let (mut part, mut font, mut format) = (String::new(), 0_usize, 0);
    let (mut fonts, mut found) = (BTreeMap::new(), BTreeSet::new());
    elements(styles, |name, start| match (name, part.as_str()) {
        ("fonts" | "cellXfs" | "cellStyleXfs" | "fills" | "borders" | "dxfs" | "cellStyles", _) => {
            name.clone_into(&mut part)
        }
        ("font", "fonts") => font += 1,
        ("strike", "fonts") => {
            let off = attribute(start, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false"));
            fonts.insert(usize::saturating_sub(font, 1), !off);
        }
        ("xf", "cellXfs") => {
            if number(start, "fontId").and_then(|font| fonts.get(&font)).copied().unwrap_or(false) {
                found.insert(format);
            }
            format += 1;
        }
        _ => {}
    });
    found
}

fn of_sheet(sheet: &str, struck: &BTreeSet<usize>) -> Hidden {
    let mut hidden = Hidden::default();
    let (mut row, mut column) = (0, 0);
    elements(sheet, |name, start| match name {
        // A column of no width isn't seen either.
        "col" if says(start, "hidden") || attribute(start, "width").is_some_and(|width| width.parse() == Ok(0.0)) => {
            let first = number(start, "min").unwrap_or(1).max(1);
            let last = number(start, "max").unwrap_or(first).min(COLUMNS);
            hidden.columns.extend(first - 1..last.max(first - 1));
        }
        "row" => {
            row = number(start, "r").unwrap_or(usize::saturating_add(row, 1));
            column = 0;
            if row > 0
                && (says(start, "hidden") || attribute(start, "ht").is_some_and(|height| height.parse() == Ok(0.0)))
            {
                hidden.rows.insert(row - 1);
            }
        }
        "c" => {
            column = attribute(start, "r").and_then(|cell| column_of(&cell)).unwrap_or(column + 1);
            if row > 0 && number(start, "s").is_some_and(|style| struck.contains(&style)) {
                hidden.struck.insert((row - 1, column - 1));
            }
        }
        _ => {}
    });
    hidden
}

/// The letters of a column, from zero: `AB` for 27.
fn letters(column: usize) -> String {
    let mut rest = column + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

impl Hidden {
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty() && self.struck.is_empty() && self.partly.is_empty()
    }

    /// Says in Chinese and English which they are, by the numbers and letters that a spreadsheet shows.
    pub fn describe(&self) -> (String, String) {
        let (mut zh, mut en) = (Vec::new(), Vec::new());
        if !self.rows.is_empty() {
            let rows = ranges(&self.rows, |row| (row + 1).to_string());
            zh.push(format!("隐藏或筛掉的第 {} 行", rows.join("、")));
            en.push(format!("hidden or filtered rows {}", rows.join(", ")));
        }
        if !self.columns.is_empty() {
            let columns = ranges(&self.columns, letters);
            zh.push(format!("隐藏的 {} 列", columns.join("、")));
            en.push(format!("hidden columns {}", columns.join(", ")));
        }
        let name = |(row, column): &(usize, usize)| format!("{}{}", letters(*column), row + 1);
        if !self.struck.is_empty() {
            let cells: Vec<String> = self.struck.iter().map(name).collect();
            zh.push(format!("划掉的 {}", cells.join("、")));
            en.push(format!("struck-out cells {}", cells.join(", ")));
        }
        if !self.partly.is_empty() {
            let cells: Vec<String> = self.partly.keys().map(name).collect();
            zh.push(format!("{} 里划掉的那部分字", cells.join("、")));
            en.push(format!("the struck-out parts of {}", cells.join(", ")));
        }
        (zh.join("，"), en.join("; "))
    }
}

/// Formats consecutive numbers by the first and the last.
fn ranges(numbers: &BTreeSet<usize>, name: impl Fn(usize) -> String) -> Vec<String> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in numbers.iter().copied() {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let shown = |(first, last): (usize, usize)| match first == last {
        true => name(first),
        false => format!("{}–{}", name(first), name(last)),
    };
    runs.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_parts_are_found_and_named_as_a_spreadsheet_names_them() {
        let styles = "<styleSheet><fonts><font><b/></font><font><strike/></font></fonts>\
                      <cellXfs><xf fontId=\"0\"/><xf fontId=\"1\"/></cellXfs></styleSheet>";
        let sheet = "<worksheet><cols><col min=\"4\" max=\"5\" hidden=\"1\"/></cols><sheetData>\
                     <row r=\"1\"><c r=\"A1\"/></row><row r=\"3\" hidden=\"1\"/><row r=\"4\" hidden=\"true\"/>\
                     <row r=\"28\"><c r=\"AB28\" s=\"1\"/><c s=\"0\"/></row></sheetData></worksheet>";
        let hidden = of_sheet(sheet, &struck_styles(styles));
        assert_eq!(hidden.rows, BTreeSet::from([2, 3]));
        assert_eq!(hidden.columns, BTreeSet::from([3, 4]));
        assert_eq!(hidden.struck, BTreeSet::from([(27, 27)]));
        assert_eq!(hidden.describe().0, "隐藏或筛掉的第 3–4 行，隐藏的 D–E 列，划掉的 AB28");
        assert!(of_sheet("<worksheet/>", &BTreeSet::new()).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(bytes: Vec<u8>, text in "(<(row|col|c|xf|fonts|strike)( [rsc]=\"[A-Z0-9]{0,6}\"| min=\"[0-9]{1,6}\")?/?>){0,8}") {
            let _ = read(&bytes, "a");
            let _ = of_sheet(&text, &struck_styles(&text));
        }
    }
}
