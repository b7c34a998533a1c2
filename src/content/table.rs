//! A CSV table → rows of cells, each with its place.
//!
//! Spreadsheet programs in China write UTF-8 with a byte order mark or GB18030; both are read.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader};

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
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

/// The place of a quote that opens a cell and is never closed: everything behind it would be one cell.
pub fn unclosed_quote(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut open, mut at, mut begins) = (None, 0, true);
    while at < bytes.len() {
        match (open, bytes[at]) {
            // Within quotes two are one of them.
            (Some(_), b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
            (Some(_), b'"') => open = None,
            (None, b'"') if begins => open = Some(at),
            _ => {}
        }
        begins = open.is_none() && matches!(bytes[at], b',' | b'\n' | b'\r');
        at += 1;
    }
    open
}

/// Reads a table by RFC 4180. A table with a quote that is never closed is reported and not read. Empty rows are passed over; a row with more or fewer cells than
/// the header is reported and left out, unless what is too much is empty.
pub fn read(text: &str, path: &SourcePath, diagnostics: &mut Vec<Diagnostic>) -> CsvTable {
    if let Some(at) = unclosed_quote(text) {
        let span = Span { start: at, end: at + 1 };
        diagnostics.push(messages::unclosed_quote().at(Location::span(path, span)));
        return CsvTable::default();
    }
    let mut rows = records(text).into_iter();
    let Some(header) = rows.next() else { return CsvTable::default() };
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

/// The rows of a text, the header among them.
pub fn records(text: &str) -> Vec<Vec<TableCell>> {
    let mut reader = Reader::new();
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
                row.push(cell(&mut field, text, start, at));
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
fn cell(field: &mut Vec<u8>, text: &str, start: usize, end: usize) -> TableCell {
    let value = String::from_utf8_lossy(field).trim().to_owned();
    field.clear();
    let raw = &text[start..end];
    let left = raw.len() - raw.trim_start_matches(['\r', '\n', ' ']).len();
    let right = raw.trim_end_matches(['\r', '\n', ',', ' ']).len().max(left);
    TableCell { text: value, span: Span { start: start + left, end: start + right } }
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
