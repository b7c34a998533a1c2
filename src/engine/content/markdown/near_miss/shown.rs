//! A source and its texts → the lines that hold text, with everything else blotted out.

use std::ops::Range;

/// Stands for each byte of a line that is no text: code, markup that was understood, what stands behind a backslash.
pub const BLOT: char = '\u{1A}';

/// A line of the source with text in it.
pub struct ShownLine<'s> {
    pub source: &'s str,
    /// The line as long as in the source, with [`BLOT`] for what is no text.
    pub shown: String,
    /// Where it begins in the source.
    pub start: usize,
    /// Where its text begins, if only the signs of lists and quotations stand before it: the line is one of a paragraph or of
    /// an item.
    pub text: Option<usize>,
    /// Whether it begins an item of a list.
    pub in_item: bool,
    pub in_quote: bool,
    /// Whether the line before has text too, and this one begins no item: both are of one paragraph.
    pub goes_on: bool,
    /// Whether the line before has text too.
    pub follows_text: bool,
}

impl<'s> ShownLine<'s> {
    /// What stands in the source at a range of the line.
    pub fn get(&self, range: Range<usize>) -> &'s str {
        self.source.get(range).unwrap_or_default()
    }

    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    /// The text from its beginning to the line's end.
    pub fn body(&self) -> Option<&str> {
        self.text.and_then(|at| self.shown.get(at..))
    }

    /// What stands before the text: the signs of a quotation, blanks.
    pub fn prefix(&self) -> &'s str {
        self.get(0..self.text.unwrap_or(0))
    }

    /// Whether it begins like an item of a list and goes on in the paragraph above: only `1.` begins a list there.
    pub fn is_loose_item(&self) -> bool {
        let sign = self.shown.trim_start_matches([' ', '>']);
        let digits = sign.len() - sign.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let at = self.shown.len() - sign.len();
        self.follows_text
            && (1..=2).contains(&digits)
            && sign[digits..].starts_with(". ")
            && self.text.is_some_and(|text| text > at)
    }

    /// Whether the line ends so that the next one stands below it.
    pub fn breaks(&self) -> bool {
        let end = self.source.trim_end_matches('\r');
        end.ends_with("  ") || end.ends_with('\\') || end.ends_with('>')
    }
}

/// Whether a text may hold a sign of markup at all; most prose doesn't.
fn may_hold(text: &str) -> bool {
    let ascii = |byte: u8| {
        matches!(
            byte,
            b'\t'
                | b'`'
                | b'<'
                | b'!'
                | b'?'
                | b'\\'
                | b'['
                | b']'
                | b'#'
                | b'*'
                | b'_'
                | b'^'
                | b'-'
                | b'|'
                | b'~'
                | b'='
                | b'{'
                | b':'
                | b'+'
                | b'\''
                | b'"'
                | b'.'
                | b')'
        )
    };
    text.bytes().any(ascii) || text.chars().any(|c| !c.is_ascii() && SIGNS.contains(c))
}

const SIGNS: &str = "！【［（＃－＊＋•·●○◆◇■□▪–、．）①＞｀‘’“”～｜＝｛：￥＄＜";

/// The lines with text, in order.
pub fn lines<'s>(source: &'s str, texts: &[Range<usize>]) -> Vec<ShownLine<'s>> {
    let mut lines: Vec<ShownLine<'s>> = Vec::new();
    if !texts.iter().any(|text| source.get(text.clone()).is_some_and(may_hold)) {
        return lines;
    }
    let mut next = 0;
    while let Some(text) = texts.get(next) {
        let first = next;
        let start = source[..text.start].rfind('\n').map_or(0, |at| at + 1);
        let end = source[text.start..].find('\n').map_or(source.len(), |at| text.start + at);
        let mut shown = String::with_capacity(end - start);
        while let Some(text) = texts.get(next).filter(|text| text.start < end) {
            let mut from = text.start.max(start);
            let to = text.end.min(end);
            // What stands behind a backslash is meant as it is.
            if from > start && source.as_bytes()[from - 1] == b'\\' {
                from += source[from..to].chars().next().map_or(0, char::len_utf8);
            }
            if from < to && source.is_char_boundary(from) && source.is_char_boundary(to) && from >= start + shown.len()
            {
                blot(&mut shown, from - start);
                shown.push_str(&source[from..to]);
            }
            if text.end > end {
                break;
            }
            next += 1;
        }
        // A text that goes on over lines, such as raw HTML shown as typed, is read for its first line only.
        while texts.get(next).is_some_and(|text| text.start < end) {
            next += 1;
        }
        next = next.max(first + 1);
        blot(&mut shown, end - start);
        let line = &source[start..end];
        let signs = signs(line);
        let text =
            (shown.get(signs..).is_some_and(|rest| !rest.starts_with(BLOT)) && signs < line.len()).then_some(signs);
        let in_item = line[..signs].contains(['-', '*', '+', '.', ')']);
        let in_quote = line[..signs].contains('>');
        let follows_text =
            lines.last().is_some_and(|last| last.start + last.source.len() + 1 == start && last.text.is_some());
        let goes_on = !in_item && text.is_some() && follows_text;
        lines.push(ShownLine { source: line, shown, start, text, in_item, in_quote, goes_on, follows_text });
    }
    lines
}

fn blot(shown: &mut String, to: usize) {
    while shown.len() < to {
        shown.push(BLOT);
    }
}

/// The length of blanks and the signs of quotations and list items at the beginning of a line.
fn signs(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'>')) {
            at += 1;
        }
        // The indent of a Chinese paragraph.
        while line[at..].starts_with('\u{3000}') {
            at += '\u{3000}'.len_utf8();
        }
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let sign = match (digits, bytes.get(at + digits)) {
            (0, Some(b'-' | b'*' | b'+')) | (1..10, Some(b'.' | b')')) => at + digits + 1,
            _ => return at,
        };
        match bytes.get(sign) {
            Some(b' ' | b'\t') => at = sign,
            _ => return at,
        }
    }
}
