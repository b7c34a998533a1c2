//! A workbook's bytes → the cells of its sheets that hold something, within bounds.
//!
//! A small file can claim a cell at XFD1048576, or a string that inflates to gigabytes, and the reader of workbooks allocates
//! what it claims. So sizes are checked first, cells are read one by one where the format allows it, and blanks take no room.

use std::io::{BufReader, Cursor, Read};

use calamine::{Data, DataRef, Dimensions, Ods, Range, Reader, Sheet as SheetAbout, SheetVisible, Xls, Xlsb, Xlsx};
use jiff::civil::DateTime;
use quick_xml::events::Event;

use super::cell::CellContent;
use super::part::{attribute, elements};
use crate::base::diagnostic::{Cause, Localized};
use crate::base::guard::guard;

/// One sheet, its cells by row and column from zero.
pub struct WorkbookSheet {
    pub name: String,
    /// Whether the whole sheet is hidden.
    pub hidden: bool,
    pub rows: Vec<Vec<CellContent>>,
}

pub struct Workbook {
    pub sheets: Vec<WorkbookSheet>,
    /// Whether days are counted from 1904, as old Macs did.
    pub epoch_1904: bool,
}

/// Bytes of all parts together, inflated. A list of a hundred thousand rows has a fifth.
const MOST_BYTES: u64 = 256 << 20;
/// Cells that hold something, and with those in merged regions.
const MOST_CELLS: usize = 5_000_000;
/// Bytes of text in all cells: one string of the workbook may stand in any number of them.
const MOST_TEXT: usize = 64 << 20;
/// Rows times columns of a sheet: those who look through a column come by each of its rows.
const MOST_AREA: usize = 10 * MOST_CELLS;

type Cursored<'a> = Cursor<&'a [u8]>;

/// Reads all sheets.
///
/// # Errors
/// Why it can't be read, in words for the person who has the file.
pub fn read(bytes: &[u8]) -> Result<Workbook, Localized> {
    // The readers are foreign: what panics in them is a fault of the file for its owner.
    guard(|| open(bytes)).unwrap_or_else(|_| {
        Err(both(
            "里面前后不一致；用 Excel 或 WPS 打开，另存为 .xlsx 再试",
            "its parts don't agree; open it in Excel or WPS, save it as .xlsx and try again",
        ))
    })
}

fn both(zh: &str, en: &str) -> Localized {
    Localized { zh: zh.to_owned(), en: en.to_owned() }
}

fn protected() -> Localized {
    both(
        "它有打开密码：先在 Excel 或 WPS 里去掉密码再导入",
        "it has a password: remove it in Excel or WPS, then import",
    )
}

fn too_large() -> Localized {
    both(
        "它太大，或在很远的地方有内容：把要导入的区域复制到新的工作簿再试",
        "it is too large, or has content far out: copy the part to be imported into a new workbook",
    )
}

pub fn unreadable(error: &dyn std::fmt::Display) -> Localized {
    let cause = Cause::said(error);
    Localized { zh: format!("打不开{cause}"), en: format!("it can't be opened{cause:#}") }
}

fn open(bytes: &[u8]) -> Result<Workbook, Localized> {
    const OLE: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];
    let cursor = Cursor::new(bytes);
    if bytes.starts_with(OLE) {
        // An encrypted .xlsx is such a container, with this stream in it.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memchr::memmem::find(bytes, &name).is_some() {
            return Err(protected());
        }
        if asks_for_too_much(bytes) {
            return Err(too_large());
        }
        let mut book = Xls::new(cursor).map_err(|error| match error {
            calamine::XlsError::Password => protected(),
            error => unreadable(&error),
        })?;
        let about = book.sheets_metadata().to_vec();
        let (mut sheets, mut room) = (Vec::new(), WorkbookRoom::default());
        for about in about {
            let range = book.worksheet_range(&about.name).map_err(|error| unreadable(&error))?;
            let merged = regions(book.merge_cells_by_sheet_name(&about.name).unwrap_or_default());
            sheets.push(of_range(&about, &range, &merged, &mut room)?);
        }
        return Ok(Workbook { sheets, epoch_1904: book.has_1904_epoch() });
    }
    let parts = parts(bytes)?;
    let has = |name: &str| parts.iter().any(|part| part == name);
    if has("xl/workbook.xml") {
        xlsx(cursor)
    } else if has("xl/workbook.bin") {
        xlsb(cursor)
    } else {
        ods(bytes)
    }
}

/// Whether a sheet of an old workbook claims more rows or columns than there are (MS-XLS 2.4.90, Dimensions): the library
/// reserves memory for them.
fn asks_for_too_much(bytes: &[u8]) -> bool {
    memchr::memmem::find_iter(bytes, b"\x00\x02\x0e\x00").any(|at| {
        let Some(&[_, _, _, _, r0, r1, r2, r3, _, _, c0, c1]) = bytes.get(at + 4..at + 16) else { return false };
        u32::from_le_bytes([r0, r1, r2, r3]) > 1 << 16 || u16::from_le_bytes([c0, c1]) > 1 << 8
    })
}

/// How many strings of its own a workbook claims to have (ECMA-376, part 1, §18.4.9): the library reserves memory for them.
fn claimed_strings(part: impl Read) -> usize {
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut held = Vec::new();
    loop {
        held.clear();
        match reader.read_event_into(&mut held) {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().into_inner() == "sst" => {
                let count = attribute(&start, "uniqueCount");
                return count.and_then(|count| count.trim().parse().ok()).unwrap_or_default();
            }
            Ok(Event::Eof) | Err(_) => return 0,
            Ok(_) => {}
        }
    }
}

/// The names of the parts, after a look at their real sizes and at what they ask for: what the archive claims may be lies.
fn parts(bytes: &[u8]) -> Result<Vec<String>, Localized> {
    let not_one = |_| both("这不是工作簿", "this isn't a workbook");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(not_one)?;
    let (mut names, mut left) = (Vec::new(), MOST_BYTES);
    for place in 0..archive.len() {
        let Ok(part) = archive.by_index(place) else { continue };
        let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
        // Pictures are never read.
        if !name.contains("media/") {
            let mut part = part.take(left);
            let strings = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
            if strings && claimed_strings(&mut part) > MOST_CELLS {
                return Err(too_large());
            }
            let _ = std::io::copy(&mut part, &mut std::io::sink());
            left = part.limit();
        }
        if left == 0 {
            return Err(too_large());
        }
        names.push(name);
    }
    Ok(names)
}

/// Returns rows that aren't too many cells.
///
/// # Errors
/// In words for the person who has the file.
pub fn guarded_size(rows: Vec<Vec<CellContent>>) -> Result<Vec<Vec<CellContent>>, Localized> {
    if rows.iter().map(Vec::len).sum::<usize>() > MOST_CELLS { Err(too_large()) } else { Ok(rows) }
}

/// What the sheets of a workbook may still hold together.
pub struct WorkbookRoom {
    cells: usize,
    text: usize,
}

impl Default for WorkbookRoom {
    fn default() -> Self {
        Self { cells: MOST_CELLS, text: MOST_TEXT }
    }
}

impl WorkbookRoom {
    fn take(&mut self, cells: usize, text: usize) -> Result<(), Localized> {
        let left = self.cells.checked_sub(cells).zip(self.text.checked_sub(text));
        (self.cells, self.text) = left.ok_or_else(too_large)?;
        Ok(())
    }
}

/// Cells that hold something, put into rows as they come.
#[derive(Default)]
pub struct SheetFilling {
    pub rows: Vec<Vec<CellContent>>,
    widest: usize,
}

impl SheetFilling {
    pub fn put(
        &mut self,
        (row, column): (u32, u32),
        content: CellContent,
        room: &mut WorkbookRoom,
    ) -> Result<(), Localized> {
        if content == CellContent::Empty {
            return Ok(());
        }
        let (row, column) = (row as usize, column as usize);
        let more = (row + 1).saturating_sub(self.rows.len());
        self.widest = self.widest.max(column + 1);
        if row >= 1 << 20 || column >= 1 << 14 || self.rows.len().max(row + 1) * self.widest > MOST_AREA {
            return Err(too_large());
        }
        let wider = (column + 1).saturating_sub(self.rows.get(row).map_or(0, Vec::len));
        let text = if let CellContent::Text(text) = &content { text.len() } else { 0 };
        room.take(more + wider, text)?;
        self.rows.resize_with(self.rows.len() + more, Vec::new);
        let cells = &mut self.rows[row];
        cells.resize(cells.len() + wider, CellContent::Empty);
        cells[column] = content;
        Ok(())
    }

    /// Copies a cell that is merged over several rows into each of them that has something; one merged over columns stays
    /// in the first.
    fn merge(&mut self, regions: &[[usize; 4]], room: &mut WorkbookRoom) -> Result<(), Localized> {
        for [first, last, column, _] in regions {
            let Some(content) = self.rows.get(*first).and_then(|row| row.get(*column)).cloned() else { continue };
            let last = (*last).min(self.rows.len().saturating_sub(1));
            for row in *first + 1..=last {
                let filled = self.rows[row].get(*column).is_some_and(|cell| *cell != CellContent::Empty);
                if !filled && !self.rows[row].is_empty() {
                    self.put((row as u32, *column as u32), content.clone(), room)?;
                }
            }
        }
        Ok(())
    }

    fn sheet(
        mut self,
        about: &SheetAbout,
        merged: &[[usize; 4]],
        room: &mut WorkbookRoom,
    ) -> Result<WorkbookSheet, Localized> {
        self.merge(merged, room)?;
        let (name, hidden) = (about.name.clone(), about.visible != SheetVisible::Visible);
        Ok(WorkbookSheet { name, hidden, rows: self.rows })
    }
}

fn xlsx(cursor: Cursored<'_>) -> Result<Workbook, Localized> {
    let mut book = Xlsx::new(cursor).map_err(|error| unreadable(&error))?;
    let about = book.sheets_metadata().to_vec();
    let (mut sheets, mut room) = (Vec::new(), WorkbookRoom::default());
    for about in about {
        let merged = regions(book.merge_cells_by_sheet_name(&about.name).unwrap_or_default());
        let mut filling = SheetFilling::default();
        // A chart on a sheet of its own has no cells.
        if let Ok(mut cells) = book.worksheet_cells_reader(&about.name) {
            while let Some(cell) = cells.next_cell_with_formula().map_err(|error| unreadable(&error))? {
                // A formula that gives no text has an empty one; one that was never computed has no value at all.
                let content = match (cell.value, cell.formula) {
                    (DataRef::Empty, Some(formula)) if !formula.is_empty() => {
                        CellContent::Faulty(format!("={formula}"))
                    }
                    (value, _) => content(Data::from(value)),
                };
                filling.put(cell.pos, content, &mut room)?;
            }
        }
        sheets.push(filling.sheet(&about, &merged, &mut room)?);
    }
    Ok(Workbook { sheets, epoch_1904: book.has_1904_epoch() })
}

fn xlsb(cursor: Cursored<'_>) -> Result<Workbook, Localized> {
    let mut book = Xlsb::new(cursor).map_err(|error| unreadable(&error))?;
    let about = book.sheets_metadata().to_vec();
    let (mut sheets, mut room) = (Vec::new(), WorkbookRoom::default());
    for about in about {
        let mut filling = SheetFilling::default();
        if let Ok(mut cells) = book.worksheet_cells_reader(&about.name) {
            while let Some(cell) = cells.next_cell().map_err(|error| unreadable(&error))? {
                filling.put(cell.get_position(), content(Data::from(cell.get_value().clone())), &mut room)?;
            }
        }
        sheets.push(filling.sheet(&about, &[], &mut room)?);
    }
    Ok(Workbook { sheets, epoch_1904: book.has_1904_epoch() })
}

fn ods(bytes: &[u8]) -> Result<Workbook, Localized> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
    let mut text = String::new();
    if let Ok(part) = archive.by_name("content.xml") {
        let _ = part.take(MOST_BYTES).read_to_string(&mut text);
    }
    if repeated_cells(&text) > MOST_CELLS {
        return Err(too_large());
    }
    let mut book = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => protected(),
        error => unreadable(&error),
    })?;
    let about = book.sheets_metadata().to_vec();
    let (mut sheets, mut room) = (Vec::new(), WorkbookRoom::default());
    for about in about {
        let range = book.worksheet_range(&about.name).map_err(|error| unreadable(&error))?;
        sheets.push(of_range(&about, &range, &[], &mut room)?);
    }
    Ok(Workbook { sheets, epoch_1904: false })
}

/// How many cells an OpenDocument sheet has at most: a row or a cell may stand for any number of them.
fn repeated_cells(content: &str) -> usize {
    let (mut total, mut widest, mut last) = (0_usize, 0_usize, 0_usize);
    let (mut row, mut repeated, mut column, mut filled) = (0_usize, 1_usize, 0_usize, 0_usize);
    let times = |start: &quick_xml::events::BytesStart<'_>, name: &str| {
        attribute(start, name).and_then(|number| number.parse::<usize>().ok()).unwrap_or(1).max(1)
    };
    let mut end_row = |row: &mut usize, repeated: usize, filled: &mut usize| {
        *row = row.saturating_add(repeated);
        if *filled > 0 {
            total = total.saturating_add(repeated.saturating_mul(*filled));
            (widest, last) = (widest.max(*filled), *row);
            total = total.max(widest.saturating_mul(last));
        }
        *filled = 0;
    };
    elements(content, |name, start| match name {
        "table" | "table-row" => {
            end_row(&mut row, repeated, &mut filled);
            repeated = times(start, "table:number-rows-repeated");
            column = 0;
            if name == "table" {
                (row, repeated) = (0, 0);
            }
        }
        "table-cell" | "covered-table-cell" => {
            column = column.saturating_add(times(start, "table:number-columns-repeated"));
            if attribute(start, "office:value-type").is_some() {
                filled = column;
            }
        }
        _ => {}
    });
    end_row(&mut row, repeated, &mut filled);
    total
}

fn of_range(
    about: &SheetAbout,
    range: &Range<Data>,
    merged: &[[usize; 4]],
    room: &mut WorkbookRoom,
) -> Result<WorkbookSheet, Localized> {
    let (top, left) = range.start().unwrap_or_default();
    let mut filling = SheetFilling::default();
    for (row, column, cell) in range.used_cells() {
        filling.put((row as u32 + top, column as u32 + left), content(cell.clone()), room)?;
    }
    filling.sheet(about, merged, room)
}

fn regions(regions: Vec<Dimensions>) -> Vec<[usize; 4]> {
    let region =
        |region: Dimensions| [region.start.0, region.end.0, region.start.1, region.end.1].map(|number| number as usize);
    regions.into_iter().map(region).collect()
}

fn content(cell: Data) -> CellContent {
    match cell {
        Data::Empty => CellContent::Empty,
        Data::Error(error) => CellContent::Faulty(error.to_string()),
        Data::Int(number) => CellContent::Number(number as f64),
        Data::Float(number) => CellContent::Number(number),
        Data::Bool(yes) => CellContent::Bool(yes),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_take_no_room_and_what_is_far_out_is_refused() {
        let (mut filling, mut room) = (SheetFilling::default(), WorkbookRoom::default());
        filling.put((1_048_575, 16_383), CellContent::Empty, &mut room).unwrap();
        assert!(filling.rows.is_empty());
        filling.put((1_048_575, 0), CellContent::Bool(true), &mut room).unwrap();
        assert_eq!(MOST_CELLS - room.cells, (1 << 20) + 1);
        // A single cell at the end of both: walking over rows and columns would never end.
        assert!(filling.put((0, 16_383), CellContent::Bool(true), &mut room).is_err());
    }

    #[test]
    fn a_string_that_stands_in_many_cells_is_bounded() {
        let (mut filling, mut room) = (SheetFilling::default(), WorkbookRoom::default());
        let long = CellContent::Text("字".repeat(30_000));
        let all = (0..200_000).try_for_each(|row| filling.put((row, 0), long.clone(), &mut room));
        assert!(all.is_err() && filling.rows.len() < 1000);
    }

    #[test]
    fn what_a_workbook_claims_is_no_reason_to_reserve_it() {
        let strings =
            |count: &str| claimed_strings(format!("<?xml version=\"1.0\"?><sst uniqueCount=\"{count}\">").as_bytes());
        assert_eq!([strings("4000000000"), strings("3"), strings("x")], [4_000_000_000, 3, 0]);
        let dimensions = |rows: u32, columns: u16| {
            let mut record = vec![0x00, 0x02, 14, 0, 0, 0, 0, 0];
            record.extend(rows.to_le_bytes());
            record.extend([0, 0]);
            record.extend(columns.to_le_bytes());
            asks_for_too_much(&record)
        };
        assert!(dimensions(u32::MAX, 1) && dimensions(1, u16::MAX) && !dimensions(65_536, 256));
    }

    #[test]
    fn what_the_library_says_in_english_is_not_in_the_chinese() {
        let fault = unreadable(&"Range is missing the expected row component.");
        assert_eq!(fault.zh, "打不开（原文加 --verbose 显示）");
        assert_eq!(fault.en, "it can't be opened: Range is missing the expected row component.");
    }

    #[test]
    fn a_cell_merged_over_rows_is_copied_to_each_that_has_something() {
        let text = |text: &str| CellContent::Text(text.to_owned());
        let (mut filling, mut room) = (SheetFilling::default(), WorkbookRoom::default());
        for (place, word) in [((0, 0), "江阳区"), ((0, 1), "甲"), ((1, 1), "乙"), ((3, 1), "丙")] {
            filling.put(place, text(word), &mut room).unwrap();
        }
        filling.merge(&[[0, 3, 0, 0]], &mut room).unwrap();
        let firsts: Vec<_> = filling.rows.iter().map(|row| row.first().cloned().unwrap_or_default()).collect();
        assert_eq!(firsts, [text("江阳区"), text("江阳区"), CellContent::Empty, text("江阳区")]);
    }

    #[test]
    fn cells_that_stand_for_many_are_counted() {
        let cell = |rows: usize, columns: usize| {
            format!(
                "<table:table><table:table-row table:number-rows-repeated=\"{rows}\">\
                 <table:table-cell table:number-columns-repeated=\"{columns}\" office:value-type=\"float\"/>\
                 <table:table-cell table:number-columns-repeated=\"16000\"/></table:table-row></table:table>"
            )
        };
        assert_eq!(repeated_cells(&cell(3, 4)), 12);
        assert!(repeated_cells(&cell(1_048_576, 16_384)) > MOST_CELLS);
        assert_eq!(repeated_cells("<table:table-row table:number-rows-repeated=\"1048000\"/>"), 0);
    }

    #[test]
    fn a_cell_far_out_costs_nothing_and_what_has_no_value_is_known() {
        use rust_xlsxwriter::{Format, Formula, Workbook};
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "名称").unwrap();
        sheet.write(1, 0, Formula::new("=NA()").set_result("#N/A")).unwrap();
        sheet.write_blank(1_048_575, 16_383, &Format::new().set_bold()).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let sheets = read(&bytes).map_err(|fault| fault.en).unwrap().sheets;
        assert_eq!(sheets[0].rows.len(), 2);
        assert_eq!(sheets[0].rows[1][0], CellContent::Faulty("#N/A".to_owned()));
        let with = |row: u32, column: u16| {
            let mut book = Workbook::new();
            let sheet = book.add_worksheet();
            sheet.write(0, 0, "名称").unwrap();
            sheet.write(row, column, "远").unwrap();
            read(&book.save_to_buffer().unwrap()).map(|book| book.sheets[0].rows.len()).map_err(|fault| fault.zh)
        };
        assert_eq!([with(1_048_575, 0), with(0, 16_383)], [Ok(1 << 20), Ok(1)]);
        assert!(with(1_048_575, 16_383).is_err_and(|fault| fault.contains("很远的地方")));
    }

    #[test]
    fn a_password_is_named() {
        let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0];
        bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(read(&bytes).err().unwrap().zh.contains("密码"));
        assert!(read(b"abc").is_err());
    }
}
