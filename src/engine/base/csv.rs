//! Cells → a line of a CSV table (RFC 4180).
//!
//! A spreadsheet program takes a cell for a formula by its first character, and a formula can call programs and send data.
//! So tables that leave the site put an apostrophe before such texts, as spreadsheets themselves do for "this is text"; what
//! reads tables takes it off again.

use std::borrow::Cow;

use csv_core::{QuoteStyle, Writer, WriterBuilder};

/// Writes records, each with the same end of line.
pub struct CsvWriter {
    end: &'static str,
    necessary: Writer,
    always: Writer,
    buffer: Vec<u8>,
    /// Whether texts that a spreadsheet would take for formulas are marked as texts.
    marks_formulas: bool,
}

/// What begins a formula (OWASP, CSV injection), in both widths: programs in China read both.
const FORMULA: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// Whether a spreadsheet program could take a text for a formula. A number isn't one.
pub fn is_formula(text: &str) -> bool {
    let number = |text: &str| {
        let text = text.strip_suffix('%').unwrap_or(text);
        text.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte)) && text.parse::<f64>().is_ok()
    };
    let first = |text: &str| text.starts_with(FORMULA);
    // A single sign, the usual word for "none", has nothing to compute.
    let alone = || text.chars().count() == 1 && !text.starts_with(char::is_whitespace);
    (first(text) || first(text.trim_start())) && !number(text) && !alone()
}

/// Returns a cell's text without the apostrophe that marks it as a text.
pub fn unmarked(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(text)
}

impl CsvWriter {
    /// A writer of tables for spreadsheet programs: with CRLF, as the standard says, and no cell that is a formula.
    pub fn for_spreadsheets() -> Self {
        Self { marks_formulas: true, ..Self::new("\r\n") }
    }

    /// `end` is what ends a record: LF in a file that editors keep under version control.
    pub fn new(end: &'static str) -> Self {
        let writer = |style| WriterBuilder::new().quote_style(style).build();
        let (necessary, always) = (writer(QuoteStyle::Necessary), writer(QuoteStyle::Always));
        Self { end, necessary, always, buffer: Vec::new(), marks_formulas: false }
    }

    /// Adds a record to a text. A field is quoted where it holds a quote, a comma or a line end, and where it begins or
    /// ends with a space, because many programs take that off otherwise.
    pub fn record<T: AsRef<str>>(&mut self, text: &mut String, fields: impl IntoIterator<Item = T>) {
        for (index, field) in fields.into_iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            let field = match field.as_ref() {
                text if self.marks_formulas && is_formula(text) => Cow::Owned(format!("'{text}")),
                text => Cow::Borrowed(text),
            };
            let field = &*field;
            let writer = if field.trim() == field { &mut self.necessary } else { &mut self.always };
            // Two quotes around the field, each byte of it doubled, and the delimiter that ends it.
            self.buffer.resize(2 * field.len() + 3, 0);
            let (_, _, length) = writer.field(field.as_bytes(), &mut self.buffer);
            let (_, end) = writer.delimiter(&mut self.buffer[length..]);
            let written = String::from_utf8_lossy(&self.buffer[..length + end]);
            text.push_str(written.strip_suffix(',').unwrap_or(&written));
        }
        text.push_str(self.end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_of_a_table_for_spreadsheets_is_a_formula() {
        let mut text = String::new();
        let cells = ["=1+1", "@SUM(A1)", "+86 830 1", "-5", "+3.5e2", "-12%", "-", "＝1+1", " =1", "3-5", "a=b", "-a"];
        CsvWriter::for_spreadsheets().record(&mut text, cells);
        assert_eq!(text, "'=1+1,'@SUM(A1),'+86 830 1,-5,+3.5e2,-12%,-,'＝1+1,' =1,3-5,a=b,'-a\r\n");
        for cell in ["=cmd|' /C calc'!A0", "\t=1", "+86"] {
            assert_eq!(unmarked(&format!("'{cell}")) == cell, is_formula(cell), "{cell}");
        }
        assert_eq!((unmarked("'彩虹'"), unmarked("=1")), ("'彩虹'", "=1"));
        let mut own = String::new();
        CsvWriter::new("\n").record(&mut own, ["=1+1"]);
        assert_eq!(own, "=1+1\n");
    }

    #[test]
    fn fields_are_quoted_where_a_reader_would_take_them_for_something_else() {
        let mut writer = CsvWriter::new("\r\n");
        let mut text = String::new();
        writer.record(&mut text, ["甲", "", "乙, 丙", "\"丁\"", "一\n二", " 戊", "\"\""]);
        writer.record(&mut text, ["", ""]);
        writer.record(&mut text, [""]);
        assert_eq!(text, "甲,,\"乙, 丙\",\"\"\"丁\"\"\",\"一\n二\",\" 戊\",\"\"\"\"\"\"\r\n,\r\n\r\n");
    }
}
