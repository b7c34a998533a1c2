//! Reads a table's bytes as rows of cells, for CSV and all workbook formats.
//!
//! Spans of cells refer to a text: that of a CSV file itself, or one generated for a workbook with one line per row, so
//! that line 14 of a message is row 14 of the sheet.

use std::collections::BTreeSet;
use std::io::Cursor;

use calamine::{Data, Reader, SheetVisible, Sheets, open_workbook_auto_from_rs};
use jiff::civil::{Date, DateTime};

use super::hidden::{self, Hidden};
use crate::base::diagnostic::{Diagnostic, Span, messages};
use crate::base::url::SourcePath;
use crate::content::table;

#[derive(Debug, Default)]
pub struct Sheet {
    /// The sheet's name; empty for a CSV file.
    pub name: String,
    /// The workbook's other sheets that aren't empty.
    pub others: Vec<String>,
    /// What the sheet hides, which isn't among its rows; `None` where that can't be read.
    pub hidden: Option<Hidden>,
    pub rows: Vec<Vec<SheetCell>>,
    /// The text that the cells' spans refer to.
    pub text: String,
}

#[derive(Clone, Debug, Default)]
pub struct SheetCell {
    pub content: CellContent,
    pub span: Span,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum CellContent {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    Moment(DateTime),
    Bool(bool),
}

impl SheetCell {
    pub fn is_empty(&self) -> bool {
        self.content == CellContent::Empty
    }

    /// Returns the cell as a spreadsheet shows it, without number formatting.
    pub fn shown(&self) -> String {
        match &self.content {
            CellContent::Empty => String::new(),
            CellContent::Text(text) => text.clone(),
            CellContent::Number(number) => decimal(*number),
            CellContent::Moment(moment) => shown_moment(*moment),
            CellContent::Bool(true) => "是".to_owned(),
            CellContent::Bool(false) => "否".to_owned(),
        }
    }
}

/// Formats a number without exponent and trailing `.0`, which would make a telephone number unreadable.
fn decimal(number: f64) -> String {
    // A spreadsheet keeps fifteen digits, so this removes only binary rounding errors.
    let rounded = format!("{number:.10}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn shown_moment(moment: DateTime) -> String {
    if moment.time() == jiff::civil::Time::midnight() {
        moment.date().to_string()
    } else if moment.date() == Date::constant(1899, 12, 31) {
        format!("{:02}:{:02}", moment.hour(), moment.minute())
    } else {
        format!("{} {:02}:{:02}", moment.date(), moment.hour(), moment.minute())
    }
}

/// Converts a spreadsheet's serial number to a date (ECMA-376, part 1, §18.17.4.1): days since 1899-12-30, where 1900
/// counts as a leap year.
pub fn serial(number: f64) -> Option<DateTime> {
    if !(0.0..2_958_466.0).contains(&number) {
        return None;
    }
    let (days, seconds) = (number.floor(), (number.fract() * 86_400.0).round());
    let first = if days < 60.0 { Date::constant(1899, 12, 31) } else { Date::constant(1899, 12, 30) };
    let date = first.checked_add(jiff::Span::new().days(days as i64)).ok()?;
    date.to_datetime(jiff::civil::Time::midnight()).checked_add(jiff::Span::new().seconds(seconds as i64)).ok()
}

/// Reads a CSV file, or one sheet of a workbook: the sheet with that name, else the first
/// that is shown and isn't empty. What the sheet hides is left out.
///
/// # Errors
/// One diagnostic if the bytes are no table, or no sheet has that name.
pub fn read(path: &SourcePath, bytes: &[u8], sheet_name: Option<&str>) -> Result<Sheet, Diagnostic> {
    let failed = |zh: &str, en: &str| messages::unreadable_table(path.file_name(), zh, en);
    if matches!(path.extension().to_ascii_lowercase().as_str(), "csv" | "tsv" | "txt") {
        let text =
            table::decode(bytes).ok_or_else(|| failed("不是 UTF-8，也不是 GB18030", "neither UTF-8 nor GB18030"))?;
        return Ok(csv(&text));
    }
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| failed(&error.to_string(), &error.to_string()))?;
    let mut filled = Vec::new();
    let unseen: BTreeSet<String> = book
        .sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible != SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).map_err(|error| failed(&error.to_string(), &error.to_string()))?;
        if !range.is_empty() || sheet_name == Some(name.as_str()) {
            filled.push((name, range));
        }
    }
    let names: Vec<String> = filled.iter().map(|(name, _)| name.clone()).collect();
    let place = match sheet_name {
        Some(sheet_name) => names.iter().position(|name| name == sheet_name).ok_or_else(|| {
            let known = names.join("、");
            failed(
                &format!("没有工作表“{sheet_name}”，有的是：{known}"),
                &format!("no sheet `{sheet_name}`; there are: {known}"),
            )
        })?,
        None if names.is_empty() => return Err(failed("里面什么也没有", "there is nothing in it")),
        None => names
            .iter()
            .position(|name| !unseen.contains(name))
            .ok_or_else(|| failed("有内容的工作表都是隐藏的", "every sheet that isn't empty is hidden"))?,
    };
    let (name, range) = filled.swap_remove(place);
    let (top, left) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let mut contents = vec![Vec::new(); top];
    for row in range.rows() {
        let mut cells = vec![CellContent::Empty; left];
        cells.extend(row.iter().map(content));
        contents.push(cells);
    }
    fill_merged(&merged(&mut book, &name), &mut contents);
    let hidden = hidden::read(bytes, &name);
    if let Some(hidden) = &hidden {
        clear(hidden, &mut contents);
    }
    let shown = |other: String| if unseen.contains(&other) { format!("{other}（隐藏）") } else { other };
    let others = names.into_iter().filter(|other| *other != name).map(shown).collect();
    Ok(Sheet { hidden, ..laid_out(name, others, contents) })
}

fn csv(text: &str) -> Sheet {
    let cell = |cell: table::TableCell| {
        let content = if cell.text.is_empty() { CellContent::Empty } else { CellContent::Text(cell.text) };
        SheetCell { content, span: cell.span }
    };
    let rows = table::records(text).into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
    Sheet { rows, text: text.to_owned(), hidden: Some(Hidden::default()), ..Sheet::default() }
}

fn content(cell: &Data) -> CellContent {
    match cell {
        Data::Empty | Data::Error(_) => CellContent::Empty,
        Data::Int(number) => CellContent::Number(*number as f64),
        Data::Float(number) => CellContent::Number(*number),
        Data::Bool(yes) => CellContent::Bool(*yes),
        Data::String(text) | Data::DurationIso(text) if text.trim().is_empty() => CellContent::Empty,
        Data::String(text) | Data::DurationIso(text) => CellContent::Text(text.trim().to_owned()),
        Data::DateTimeIso(text) => {
            text.parse().map_or_else(|_| CellContent::Text(text.trim().to_owned()), CellContent::Moment)
        }
        Data::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let numbers = [month, day, hour, minute, second].map(|number| number as i8);
            let [month, day, hour, minute, second] = numbers;
            DateTime::new(year as i16, month, day, hour, minute, second, 0)
                .map_or(CellContent::Number(moment.as_f64()), CellContent::Moment)
        }
    }
}

/// Returns first and last row and column of every merged region, from zero.
fn merged<R: std::io::Read + std::io::Seek>(book: &mut Sheets<R>, name: &str) -> Vec<[usize; 4]> {
    let regions = match book {
        Sheets::Xlsx(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        Sheets::Xls(book) => book.merge_cells_by_sheet_name(name).unwrap_or_default(),
        _ => Vec::new(),
    };
    let region = |region: calamine::Dimensions| {
        [region.start.0, region.end.0, region.start.1, region.end.1].map(|number| number as usize)
    };
    regions.into_iter().map(region).collect()
}

/// Copies a cell that is merged over several rows into each of them; one merged over columns stays in the first.
fn fill_merged(regions: &[[usize; 4]], rows: &mut [Vec<CellContent>]) {
    for [first, last, column, _] in regions {
        let Some(content) = rows.get(*first).and_then(|row| row.get(*column)).cloned() else { continue };
        for row in rows.iter_mut().take(last + 1).skip(first + 1) {
            if let Some(cell) = row.get_mut(*column).filter(|cell| **cell == CellContent::Empty) {
                *cell = content.clone();
            }
        }
    }
}

/// Takes away what a sheet hides. Each row keeps its number.
fn clear(hidden: &Hidden, rows: &mut [Vec<CellContent>]) {
    for (number, row) in rows.iter_mut().enumerate() {
        let whole = hidden.rows.contains(&number);
        for (column, cell) in row.iter_mut().enumerate() {
            if whole || hidden.columns.contains(&column) || hidden.struck.contains(&(number, column)) {
                *cell = CellContent::Empty;
            }
        }
    }
}

/// Assigns every cell a span in a text with one line per row.
fn laid_out(name: String, others: Vec<String>, contents: Vec<Vec<CellContent>>) -> Sheet {
    let mut sheet = Sheet { name, others, ..Sheet::default() };
    for contents in contents {
        let mut row = Vec::with_capacity(contents.len());
        let filled = contents.iter().rposition(|content| *content != CellContent::Empty).map_or(0, |last| last + 1);
        for (column, content) in contents.into_iter().take(filled).enumerate() {
            if column > 0 {
                sheet.text.push_str(" | ");
            }
            let mut cell = SheetCell { content, span: Span::default() };
            let start = sheet.text.len();
            sheet.text.push_str(&cell.shown().replace(['\r', '\n'], " "));
            cell.span = Span { start, end: sheet.text.len() };
            row.push(cell);
        }
        sheet.text.push('\n');
        sheet.rows.push(row);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_spreadsheets_count_them() {
        let day = |number: f64| serial(number).map(shown_moment);
        assert_eq!(day(46_158.0).as_deref(), Some("2026-05-16"));
        assert_eq!(day(46_158.395_833_333_3).as_deref(), Some("2026-05-16 09:30"));
        assert_eq!(day(0.375).as_deref(), Some("09:00"));
        assert_eq!(day(59.0).as_deref(), Some("1900-02-28"));
        assert_eq!(day(61.0).as_deref(), Some("1900-03-01"));
        assert_eq!((day(-1.0), day(f64::NAN)), (None, None));
    }

    #[test]
    fn numbers_are_shown_without_binary_rounding_errors() {
        assert_eq!(decimal(13_800_000_000.0), "13800000000");
        assert_eq!(decimal(0.1 + 0.2), "0.3");
        assert_eq!(decimal(28.8718), "28.8718");
        assert_eq!(decimal(-0.5), "-0.5");
    }

    #[test]
    fn a_cell_merged_over_rows_is_copied_to_each() {
        let text = |text: &str| CellContent::Text(text.to_owned());
        let mut rows = vec![vec![text("江阳区"), text("甲")], vec![CellContent::Empty, text("乙")]];
        fill_merged(&[[0, 1, 0, 0]], &mut rows);
        let sheet = laid_out(String::new(), Vec::new(), rows);
        assert_eq!(sheet.text, "江阳区 | 甲\n江阳区 | 乙\n");
        let span = sheet.rows[1][1].span;
        assert_eq!(&sheet.text[span.start..span.end], "乙");
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, name in "a\\.(csv|xlsx|xls|ods)") {
            let _ = read(&SourcePath::new(&name).unwrap(), &bytes, None);
        }
    }
}
