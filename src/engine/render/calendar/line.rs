//! Writes iCalendar content lines (RFC 5545 §3.1): CRLF line ends, folded after 75 octets, between characters.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What RFC 3986 allows nowhere in an address.
const NOT_IN_A_URI: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'\\').add(b'^').add(b'`').add(b'{').add(b'|').add(b'}');

/// The lines written so far.
#[derive(Default)]
pub(super) struct Lines(String);

/// The most octets of a line without its line end (RFC 5545 §3.1).
const WIDTH: usize = 75;

impl Lines {
    pub fn begin(&mut self, component: &str) {
        self.raw("BEGIN", component);
    }

    pub fn end(&mut self, component: &str) {
        self.raw("END", component);
    }

    /// Writes a TEXT value.
    pub fn text(&mut self, name: &str, value: &str) {
        self.raw(name, &escape(value));
    }

    /// Writes a list of TEXT values without empty ones.
    pub fn text_list(&mut self, name: &str, values: &[String]) {
        let values: Vec<_> = values.iter().filter(|value| !value.is_empty()).map(|value| escape(value)).collect();
        self.raw(name, &values.join(","));
    }

    /// Writes a URI value (RFC 5545 §3.3.13); characters that RFC 3986 doesn't allow are percent-encoded.
    pub fn uri(&mut self, name: &str, value: &str) {
        self.raw(name, &utf8_percent_encode(value.trim(), NOT_IN_A_URI).to_string());
    }

    /// Writes a value without escaping. Control characters except the tab are removed: no value may contain one
    /// (RFC 5545 §3.1), and a line break would start another property.
    pub fn raw(&mut self, name: &str, value: &str) {
        let mut width = 0;
        for c in name.chars().chain([':']).chain(value.chars()) {
            if c.is_control() && c != '\t' {
                continue;
            }
            if width + c.len_utf8() > WIDTH {
                self.0.push_str("\r\n ");
                width = 1;
            }
            self.0.push(c);
            width += c.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}

/// Escapes a TEXT value (RFC 5545 §3.3.11). Every kind of line break becomes `\n`: some programs break lines at
/// U+2028 and U+2029, and would then read a line without a property name.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ',' | ';' => {
                escaped.push('\\');
                escaped.push(c);
            }
            '\r' if chars.peek() == Some(&'\n') => {}
            '\r' | '\n' | '\u{2028}' | '\u{2029}' => escaped.push_str("\\n"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_between_characters() {
        let mut lines = Lines::default();
        lines.text("SUMMARY", &"科".repeat(60));
        let text = String::from_utf8(lines.into_bytes()).unwrap();
        let widths: Vec<_> = text.lines().map(str::len).collect();
        assert_eq!(widths, [74, 73, 43]);
        assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{}\r\n", "科".repeat(60)));
    }

    #[test]
    fn no_value_starts_another_property() {
        let mut lines = Lines::default();
        lines.raw("UID", "a\r\nATTACH:x");
        lines.uri("URL", "https://a.example/\r\nb c");
        lines.text("SUMMARY", "一\r\n二\u{2028}三");
        assert_eq!(
            String::from_utf8(lines.into_bytes()).unwrap(),
            "UID:aATTACH:x\r\nURL:https://a.example/%0D%0Ab%20c\r\nSUMMARY:一\\n二\\n三\r\n"
        );
    }
}
