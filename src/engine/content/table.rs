//! A CSV table → rows of cells, each with its place.
//!
//! Spreadsheet programs in China write UTF-8 with a byte order mark or GB18030; both are read.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, ReaderBuilder};

use crate::base::csv::unmarked;
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::text::unseen::is_forbidden;
use crate::base::url::SourcePath;

/// One cell and where it stands in the decoded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableCell {
    pub text: String,
    pub span: Span,
}

/// The header and the rows below it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CsvTable {
    pub header: Vec<TableCell>,
    pub rows: Vec<Vec<TableCell>>,
}

/// A table's text: UTF-8 without its mark, else GB18030, else `None`.
pub fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes),
    }
}

/// The place of a quote that opens a cell and isn't closed in it: whole rows behind it would be part of that cell.
pub fn unclosed_quote(text: &str) -> Option<usize> {
    unclosed_quote_by(text, b',')
}

/// The same in a table whose cells are separated by another character.
pub fn unclosed_quote_by(text: &str, separator: u8) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut open, mut at, mut begins): (Option<Quoted>, usize, bool) = (None, 0, true);
    // The separators of the first line that has any, and those of this row so far.
    let (mut in_header, mut in_row) = (0, 0);
    while at < bytes.len() {
        let (byte, next) = (bytes[at], bytes.get(at + 1).copied());
        match &mut open {
            // Within quotes two are one of them.
            Some(_) if byte == b'"' && next == Some(b'"') => at += 1,
            Some(quoted) if byte == b'"' => {
                // One that ends its cell is suspected in the last column alone.
                let closes = next.is_none_or(|next| next == separator || matches!(next, b'\n' | b'\r'));
                if quoted.holds_rows(in_header) && (!closes || quoted.column == in_header) {
                    return Some(quoted.at);
                }
                open = None;
            }
            Some(quoted) => quoted.add(byte, next, separator),
            None if begins && byte == b'"' => open = Some(Quoted { at, column: in_row, ..Quoted::default() }),
            None if byte == separator => in_row += 1,
            None if matches!(byte, b'\n' | b'\r') => {
                if in_header == 0 {
                    in_header = in_row;
                }
                in_row = 0;
            }
            None => {}
        }
        begins = open.is_none() && (byte == separator || matches!(byte, b'\n' | b'\r'));
        at += 1;
    }
    open.map(|quoted| quoted.at)
}

/// What stands between the quotes of a cell.
#[derive(Default)]
struct Quoted {
    /// The place of the first quote.
    at: usize,
    /// The number of separators before the cell, in its row.
    column: usize,
    line_ends: usize,
    separators: usize,
    in_last_line: usize,
    /// Whether a space follows a separator, as in a sentence.
    spaced: bool,
}

impl Quoted {
    fn add(&mut self, byte: u8, next: Option<u8>, separator: u8) {
        if byte == separator {
            self.separators += 1;
            self.in_last_line += 1;
            self.spaced |= next == Some(b' ');
        } else if byte == b'\n' || (byte == b'\r' && next != Some(b'\n')) {
            self.line_ends += 1;
            self.in_last_line = 0;
        }
    }

    /// Whether the rest of a row, whole rows, and the beginning of one up to the same column stand within: the quote was
    /// closed by another one further below. Cells with lines of their own hardly ever have as many separators.
    fn holds_rows(&self, in_header: usize) -> bool {
        let whole = self.line_ends > 0 && self.separators == self.line_ends * in_header;
        in_header > 1 && whole && self.in_last_line == self.column && !self.spaced
    }
}

/// Reads a table by RFC 4180. A table with a quote that isn't closed in its cell is reported and not read. Empty rows are passed over; a row with more or fewer cells than
/// the header is reported and left out, unless what is too much is empty.
pub fn read(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> CsvTable {
    if let Some(at) = unclosed_quote(text) {
        let span = Span { start: at, end: at + 1 };
        diagnostics.push(messages::unclosed_quote().at(Location::span(path, span)));
        return CsvTable::default();
    }
    let rows = records(text);
    for cell in rows.iter().flatten() {
        let written = &text[cell.span.start..cell.span.end];
        if let Some(c) = written.chars().find(|c| is_forbidden(*c)) {
            diagnostics
                .push(messages::cell_cleaned(&format!("U+{:04X}", u32::from(c))).at(Location::span(path, cell.span)));
        }
    }
    let mut rows = rows.into_iter();
    let Some(header) = rows.next() else { return CsvTable::default() };
    if let Some(fault) = no_header(&header, rows.as_slice()) {
        let span = Span { start: header[0].span.start, end: header[header.len() - 1].span.end };
        diagnostics.push(fault.at(Location::span(path, span)));
        return CsvTable::default();
    }
    let mut table = CsvTable { header, rows: Vec::new() };
    while table.header.last().is_some_and(|cell| cell.text.is_empty()) {
        table.header.pop();
    }
    let width = table.header.len();
    for mut row in rows {
        if row.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        while row.len() > width && row.last().is_some_and(|cell| cell.text.is_empty()) {
            row.pop();
        }
        if row.len() == width {
            table.rows.push(row);
        } else {
            let span = Span { start: row[0].span.start, end: row[row.len() - 1].span.end };
            let (zh, en) = (
                format!("有 {} 格，表头有 {width} 格", row.len()),
                format!("{} cells, the header has {width}", row.len()),
            );
            diagnostics.push(messages::table_row(&zh, &en).at(Location::span(path, span)));
        }
    }
    table
}

/// Says why the first row can't be the header: other separators, or a title above the header.
fn no_header(header: &[TableCell], rows: &[Vec<TableCell>]) -> Option<Diagnostic> {
    let filled = header.iter().filter(|cell| !cell.text.is_empty()).count();
    let (1, Some(first)) = (filled, header.iter().find(|cell| !cell.text.is_empty())) else { return None };
    for (sign, zh, en) in
        [(';', "分号", "semicolons"), ('\t', "制表符", "tabs"), ('；', "全角分号", "full-width semicolons")]
    {
        if header.len() == 1 && first.text.contains(sign) {
            return Some(messages::table_header(
                &format!("各格之间是{zh}，要用半角逗号"),
                &format!("its cells are separated by {en} instead of commas"),
                "在 Excel 或 WPS 里打开，“另存为”选“CSV UTF-8（逗号分隔）”",
                "save it from Excel or WPS as `CSV UTF-8 (comma delimited)`",
            ));
        }
    }
    if header.len() == 1 && first.text.contains('，') {
        return Some(messages::table_header(
            "各格之间是全角逗号，要用半角逗号",
            "its cells are separated by full-width commas",
            &format!("这一行改成：{}", first.text.replace('，', ",")),
            &format!("write the line as: {}", first.text.replace('，', ",")),
        ));
    }
    let filled = |row: &Vec<TableCell>| row.iter().filter(|cell| !cell.text.is_empty()).count();
    // Blank lines may follow a title.
    let more = rows.iter().map(filled).find(|filled| *filled > 0)?;
    (more > 1).then(|| {
        messages::table_header(
            &format!("第一行“{}”是表的标题，不是各列的名称", first.text),
            &format!("`{}` is the table's title and not a header", first.text),
            "删去这一行，第一行要写各列的名称（标题、区县、地址……）",
            "remove the line; the first one has the columns' names",
        )
    })
}

/// The rows of a text, the header among them.
pub fn records(text: &str) -> Vec<Vec<TableCell>> {
    records_by(text, b',')
}

/// The same for cells that are separated by another character.
pub fn records_by(text: &str, separator: u8) -> Vec<Vec<TableCell>> {
    let mut reader = ReaderBuilder::new().delimiter(separator).build();
    let (bytes, mut at) = (text.as_bytes(), 0);
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let (mut start, mut field, mut buffer) = (0, Vec::new(), [0; 4096]);
    loop {
        let (result, read, written) = reader.read_field(&bytes[at..], &mut buffer);
        at += read;
        field.extend_from_slice(&buffer[..written]);
        match result {
            // An empty input tells the reader that the text has ended.
            ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
            ReadFieldResult::Field { record_end } => {
                let first = row.is_empty();
                row.push(cell(&mut field, text, start..at, separator, first));
                start = at;
                if record_end {
                    rows.push(std::mem::take(&mut row));
                }
            }
            ReadFieldResult::End => return rows,
        }
    }
}

/// The reader cuts at ASCII bytes alone, so a cell is valid UTF-8 as its text was.
fn cell(field: &mut Vec<u8>, text: &str, place: std::ops::Range<usize>, separator: u8, first: bool) -> TableCell {
    let start = place.start;
    let value = String::from_utf8_lossy(field);
    let value = if value.contains(is_forbidden) { value.replace(is_forbidden, "").into() } else { value };
    let value = value.trim().to_owned();
    field.clear();
    let raw = &text[place];
    // The end of the line before stands before a row's first cell; in another it is the end of its own, and the cell is empty.
    let before: &[char] = if first { &['\r', '\n', ' '] } else { &[' '] };
    let left = raw.len() - raw.trim_start_matches(before).len();
    let right = raw.trim_end_matches(['\r', '\n', char::from(separator), ' ']).len().max(left);
    TableCell { text: unmarked(&value).to_owned(), span: Span { start: start + left, end: start + right } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> (CsvTable, usize) {
        let mut diagnostics = Vec::new();
        let table = read(text, &SourcePath::new("content/a/entries.csv").unwrap(), &mut diagnostics);
        (table, diagnostics.len())
    }

    #[test]
    fn cells_know_their_place() {
        let text = "title,地址\n\"博物馆, 新馆\",\"第一行\n第二行\"\n,\n科技馆,江阳\n";
        let (table, faults) = read_text(text);
        assert_eq!((table.rows.len(), faults), (2, 0));
        assert_eq!(table.rows[0][1].text, "第一行\n第二行");
        let span = table.rows[1][1].span;
        assert_eq!(&text[span.start..span.end], "江阳");
    }

    #[test]
    fn a_character_that_no_page_may_hold_is_left_out() {
        let (table, faults) = read_text("标题,区县\n馆\u{8}A,城\u{FFFE}区\n馆B,城区\n");
        assert_eq!((table.rows[0][0].text.as_str(), table.rows[0][1].text.as_str(), faults), ("馆A", "城区", 2));
    }

    #[test]
    fn an_empty_cell_stands_before_the_end_of_its_line() {
        let text = "a,b\r\n1,\r\n,2\r\n";
        let places: Vec<usize> = records(text).concat().iter().map(|cell| cell.span.start).collect();
        assert_eq!(places, [0, 2, 5, 7, 9, 10]);
    }

    #[test]
    fn an_uneven_row_is_reported_and_left_out() {
        let (table, faults) = read_text("a,b\n1\n1,2,3\n1,2,\n");
        assert_eq!((table.rows.len(), faults), (1, 2));
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_no_rows() {
        for text in ["a,b\n1,\"2\n3,4\n5,6\n", "a,b\n\"1\"\"\n", "a,\"b", "a,b\n1,\"\"\"2\n"] {
            let (table, faults) = read_text(text);
            assert_eq!((table.rows.len(), faults), (0, 1), "{text}");
        }
        for text in
            ["a,b\n1,\"2\"\n", "a,b\n5\" pipe,x\n", "a,b\n\"\"\"x\"\"\",y\n", "a,b\n\"\",\"\"\n", "a,b\n\"1\n2\",3"]
        {
            assert_eq!(read_text(text).1, 0, "{text}");
        }
    }

    #[test]
    fn a_quote_that_is_closed_further_below_swallows_no_rows() {
        let header = "标题,区县,地址\n";
        for rows in [
            "甲,城区,\"路\n乙,县,\"巷\n",
            "甲,城区,\"路\n乙,县,他说\"好\"\n丙,县,巷\n",
            "甲,\"城区,路\n乙,\"县\",巷\n",
            "\"甲,城区,路\r\n乙,县,巷\r\n\"丙\",县,巷\r\n",
            "甲,城区,路\n乙,县,\"巷\n丙,县,巷\n丁,县,弄\"\n",
        ] {
            let text = format!("{header}{rows}");
            let (table, faults) = read_text(&text);
            assert_eq!((table.rows.len(), faults), (0, 1), "{text}");
        }
        assert_eq!(unclosed_quote_by("a\tb\tc\n1\t2\t\"3\n4\t5\t6\"\n", b'\t'), Some(10));
        for rows in [
            "甲,城区,\"路一号，\n东门\"\n",
            "甲,城区,\"a, b, c\nd\"\n",
            "甲,城区,\"105.4,28.9\n105.5,28.8\"\n",
            "\"甲\n乙\",城区,\"路\n\"\n",
        ] {
            let text = format!("{header}{rows}");
            assert_eq!((read_text(&text).0.rows.len(), read_text(&text).1), (1, 0), "{text}");
        }
        assert_eq!(read_text("名称,说明\n甲,\"一,二\n三\"\n").1, 0, "two columns");
    }

    #[test]
    fn a_first_row_that_is_no_header_is_told_alone() {
        for text in [
            "标题;区县\n甲;乙\n",
            "标题\t区县\n甲\t乙\n",
            "标题，区县\n甲，乙\n",
            "基地名单,,\n标题,区县,地址\n甲,乙,丙\n",
            "基地名单,,\n,,\n标题,区县,地址\n甲,乙,丙\n",
        ] {
            let (table, faults) = read_text(text);
            assert_eq!((table.rows.len(), faults), (0, 1), "{text}");
        }
        // A table of one column.
        assert_eq!(read_text("title\n甲\n乙\n").1, 0);
    }

    #[test]
    fn both_encodings_are_read() {
        assert_eq!(decode("\u{feff}标题".as_bytes()).unwrap(), "标题");
        assert_eq!(decode(&[0xb1, 0xea, 0xcc, 0xe2]).unwrap(), "标题");
        assert_eq!(decode(&[0xff, 0xff, 0xff]), None);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics_and_spans_lie_in_the_text(bytes: Vec<u8>, text in "[a彩,\"\n\r;]{0,60}") {
            let _ = decode(&bytes);
            let (table, _) = read_text(&text);
            for cell in table.rows.iter().flatten() {
                proptest::prop_assert!(text.get(cell.span.start..cell.span.end).is_some());
            }
        }
    }
}
