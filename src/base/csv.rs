//! Cells → a line of a CSV table (RFC 4180).

use csv_core::{QuoteStyle, Writer, WriterBuilder};

/// Writes records, each with the same end of line.
pub struct CsvWriter {
    end: &'static str,
    necessary: Writer,
    always: Writer,
    buffer: Vec<u8>,
}

impl CsvWriter {
    /// `end` is what ends a record: CRLF by the standard, LF in a file that editors keep under version control.
    pub fn new(end: &'static str) -> Self {
        let writer = |style| WriterBuilder::new().quote_style(style).build();
        let (necessary, always) = (writer(QuoteStyle::Necessary), writer(QuoteStyle::Always));
        Self { end, necessary, always, buffer: Vec::new() }
    }

    /// Adds a record to a text. A field is quoted where it holds a quote, a comma or a line end, and where it begins or
    /// ends with a space, because many programs take that off otherwise.
    pub fn record<T: AsRef<str>>(&mut self, text: &mut String, fields: impl IntoIterator<Item = T>) {
        for (index, field) in fields.into_iter().enumerate() {
            if index > 0 {
                text.push(',');
            }
            let field = field.as_ref();
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
    fn fields_are_quoted_where_a_reader_would_take_them_for_something_else() {
        let mut writer = CsvWriter::new("\r\n");
        let mut text = String::new();
        writer.record(&mut text, ["甲", "", "乙, 丙", "\"丁\"", "一\n二", " 戊", "\"\""]);
        writer.record(&mut text, ["", ""]);
        writer.record(&mut text, [""]);
        assert_eq!(text, "甲,,\"乙, 丙\",\"\"\"丁\"\"\",\"一\n二\",\" 戊\",\"\"\"\"\"\"\r\n,\r\n\r\n");
    }
}
