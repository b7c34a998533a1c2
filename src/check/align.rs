//! Aligns a value with its notation in the source file.

use std::ops::Range;

/// Returns the parts of `text` between white space, each with its byte offset in `written`, in order. As YAML and CSV
/// allow, `written` may be quoted, with quotes within doubled, and have other white space. Returns `None` for any other
/// difference, such as escapes.
pub fn align(text: &str, written: &str) -> Option<Vec<(Range<usize>, usize)>> {
    let mut source = Cursor { written, at: 0 };
    source.open();
    let mut parts: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        let place = source.next(c)?;
        match parts.last_mut() {
            Some((part, start)) if part.end == at && *start + part.len() == place => part.end = end,
            _ => parts.push((at..end, place)),
        }
    }
    Some(parts)
}

struct Cursor<'w> {
    written: &'w str,
    at: usize,
}

impl Cursor<'_> {
    /// Skips what precedes the value: a block scalar's indicator and its line, or a quotation mark.
    fn open(&mut self) {
        let rest = self.written.trim_start();
        self.at = self.written.len() - rest.len();
        if rest.starts_with(['|', '>']) {
            self.at += rest.find('\n').map_or(rest.len(), |line| line + 1);
        } else if rest.starts_with(['"', '\'']) {
            self.at += 1;
        }
    }

    /// Returns the offset of the next character, if it is this one.
    fn next(&mut self, c: char) -> Option<usize> {
        let rest = &self.written[self.at..];
        let rest = rest.trim_start();
        self.at = self.written.len() - rest.len();
        let place = self.at;
        if !rest.starts_with(c) {
            return None;
        }
        self.at += c.len_utf8();
        // A quotation mark within is doubled, in CSV and in YAML's single quotes.
        if matches!(c, '"' | '\'') && self.written[self.at..].starts_with(c) {
            self.at += 1;
        }
        Some(place)
    }
}
