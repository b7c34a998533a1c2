//! A body's source → the text that is given to the parser, and the way back to the source.
//!
//! pulldown-cmark knows nothing of Chinese emphasis, of indices within words or of
//! prices. Rather than mend its events afterwards, which can't work where the wrong pair
//! was matched, this puts in characters that no one types where they make it decide
//! rightly: [`LETTER`] and [`SPACE`] beside a delimiter, [`NOT_MATH`] behind a dollar
//! sign. The events are freed of them again ([`strip`]). Where the source holds one of
//! them it is replaced first, so that whatever is stripped was put in here.
//!
//! Code, links and raw HTML are not recognised here: a mark put in there is stripped like
//! any other, and no mark can begin or end one. Most documents need none, and are passed
//! on without a copy.
//!
//! This module must not know what becomes of the text.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr2, memchr3, memmem};

use super::flanking::{self, LETTER, SPACE};
use super::{dollar, index};
use crate::base::text::edits::{EditedPlaces, Edits};

/// White space to the parser's dollar signs, which can't begin a formula before it. As a
/// control character it never gets into HTML.
const NOT_MATH: char = '\u{B}';

/// A text to be parsed.
pub struct Prepared<'s> {
    pub text: Cow<'s, str>,
    /// The way back to the source.
    places: EditedPlaces,
    /// Addresses that were put between `<` and `>`, in the source.
    spaced: Vec<Range<usize>>,
}

/// What an earlier reading of the source has shown to be otherwise than the parser takes it, ascending.
#[derive(Default)]
pub struct Amended {
    /// The bytes at which lines begin that the parser took for indented code; they lose their indentation.
    pub unindent: Vec<usize>,
    /// Addresses with spaces or brackets; they are put between `<` and `>`.
    pub spaced: Vec<Range<usize>>,
}

/// Puts in what makes the parser decide rightly.
pub fn prepare<'s>(source: &'s str, amended: &Amended) -> Prepared<'s> {
    let source = without_marks(source);
    let bytes = source.as_bytes();
    let mut edits = Marks::default();
    let mut lines = amended.unindent.iter().copied().peekable();
    let mut signs = Signs::new(bytes);
    let mut at = 0;
    loop {
        let sign = signs.next(at);
        match lines.peek() {
            Some(line) if *line <= sign.unwrap_or(bytes.len()) => {
                at = edits.unindent(&source, *line).max(at);
                lines.next();
            }
            _ => match sign {
                Some(sign) => at = edits.look(&source, sign),
                None => break,
            },
        }
    }
    for spaced in &amended.spaced {
        edits.put(spaced.start, '<');
        edits.put(spaced.end, '>');
    }
    edits.apply(source, &amended.spaced)
}

/// The text without the characters put in. Only where [`Prepared::is_marked`] says so is there anything to do.
pub fn strip(text: &str) -> Cow<'_, str> {
    if text.contains(is_mark) {
        Cow::Owned(text.chars().filter(|c| !is_mark(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

pub fn is_mark(c: char) -> bool {
    matches!(c, LETTER | SPACE | NOT_MATH)
}

impl Prepared<'_> {
    /// Whether something was put in between these bytes of the text.
    pub fn is_marked(&self, range: &Range<usize>) -> bool {
        self.places.has_edit_within(range)
    }

    /// Whether an address between these bytes of the text was put between `<` and `>`.
    pub fn has_spaced(&self, range: &Range<usize>) -> bool {
        let within = self.source(range.start)..self.source(range.end);
        self.spaced.iter().any(|spaced| within.start <= spaced.start && spaced.end <= within.end)
    }

    /// The place in the source of a place in the text.
    pub fn source(&self, prepared: usize) -> usize {
        self.places.before(prepared)
    }
}

/// The places at which there may be something to do, by three searches side by side: a
/// search for three bytes is what there are vector instructions for.
struct Signs<'b> {
    bytes: &'b [u8],
    /// The next place of each search at or after where it was last asked.
    next: [Option<usize>; 3],
}

impl<'b> Signs<'b> {
    fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, next: [0, 1, 2].map(|which| Self::search(bytes, which, 0)) }
    }

    fn next(&mut self, from: usize) -> Option<usize> {
        for (which, next) in self.next.iter_mut().enumerate() {
            if next.is_some_and(|next| next < from) {
                *next = Self::search(self.bytes, which, from);
            }
        }
        self.next.into_iter().flatten().min()
    }

    fn search(bytes: &[u8], which: usize, from: usize) -> Option<usize> {
        let rest = bytes.get(from..)?;
        let found = match which {
            0 => memchr3(b'*', b'~', b'^', rest),
            1 => memchr3(b'_', b'$', b'}', rest),
            _ => memchr(b':', rest),
        };
        found.map(|at| from + at)
    }
}

/// Replaces by something harmless of the same length what the parser's text uses as marks.
fn without_marks(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let marked = memchr(0xB, bytes).is_some()
        || memmem::find(bytes, "\u{FDD0}".as_bytes()).is_some()
        || memmem::find(bytes, "\u{2029}".as_bytes()).is_some();
    if marked {
        Cow::Owned(source.replace(LETTER, "\u{FFFD}").replace(SPACE, "\u{2028}").replace(NOT_MATH, " "))
    } else {
        Cow::Borrowed(source)
    }
}

/// Characters to put in and stretches to leave out.
#[derive(Default)]
struct Marks {
    edits: Edits,
    /// The next dollar sign that can end a formula.
    close: Ahead,
    /// The next blank line.
    blank: Ahead,
}

/// What stands ahead of a place, kept until it is passed: what many places look for is searched for once.
#[derive(Default)]
struct Ahead {
    /// From where it was searched for, and where it was found.
    known: Option<(usize, Option<usize>)>,
    /// The bytes that were searched.
    #[cfg(test)]
    searched: usize,
}

impl Ahead {
    /// Returns the first at or behind `from`, which grows from call to call.
    fn at(&mut self, from: usize, search: impl FnOnce(usize) -> Option<usize>) -> Option<usize> {
        match self.known {
            Some((since, found)) if since <= from && found.is_none_or(|found| from <= found) => found,
            _ => {
                let found = search(from);
                #[cfg(test)]
                {
                    self.searched += found.unwrap_or(from) - from;
                }
                self.known = Some((from, found));
                found
            }
        }
    }
}

/// Between two dollar signs that are further apart stands prose.
const LONGEST_FORMULA: usize = 4000;

impl Marks {
    /// Looks at the byte that may matter, and returns where to go on.
    fn look(&mut self, source: &str, at: usize) -> usize {
        let bytes = source.as_bytes();
        let byte = bytes[at];
        let length = bytes[at..].iter().take_while(|other| **other == byte).count();
        if is_escaped(bytes, at) {
            return at + 1;
        }
        let end = at + length;
        match byte {
            b'*' => self.surround(bytes, at..end, flanking::star(&source[..at], &source[end..])),
            b'~' if length == 2 => self.surround(bytes, at..end, flanking::star(&source[..at], &source[end..])),
            b'_' => self.surround(bytes, at..end, flanking::underscore(&source[..at], &source[end..])),
            b'~' | b'^' if length == 1 => return self.index(source, at),
            b'$' => return self.dollar(source, at, length),
            b'}' => self.brace(source, at),
            b':' => self.colon(source, at),
            _ => {}
        }
        end
    }

    /// `H~2~O`, `x^2^`: the parser wants a space or punctuation around them, so it is given one.
    ///
    /// An index follows a letter, a digit or a bracket, which sets it apart from `^_^`. Within a
    /// word it is short and has neither spaces nor CJK characters, which sets it apart from
    /// `周一~周五` and `8~12岁`. A sign that begins no index is kept from opening one. The number of an isotope stands before
    /// its symbol.
    fn index(&mut self, source: &str, at: usize) -> usize {
        let bytes = source.as_bytes();
        let sign = bytes[at];
        let before = source[..at].chars().next_back();
        if before == Some('[') {
            return at + 1;
        }
        let inside = &bytes[at + 1..];
        let length = inside.iter().take(64).take_while(|byte| !byte.is_ascii_whitespace() && **byte != sign).count();
        let end = at + 1 + length;
        let closes = length > 0
            && bytes.get(end) == Some(&sign)
            && bytes.get(end + 1) != Some(&sign)
            && !is_escaped(bytes, end)
            && source.is_char_boundary(end);
        if closes && let Some(base) = index::base(&source[..at]) {
            let after = source[end + 1..].chars().next();
            let (free_before, free_after) = (before.is_none_or(is_free), after.is_none_or(is_free));
            let text = &source[at + 1..end];
            if !index::is_emoticon(text, base) && (free_before && free_after || index::fits(text, sign, base)) {
                if !free_before {
                    self.put(at, SPACE);
                }
                if !free_after {
                    self.put(end + 1, SPACE);
                }
                return end + 1;
            }
        }
        if closes && sign == b'^' && index::is_isotope(&source[..at], &source[at + 1..end], &source[end + 1..]) {
            if before.is_some_and(|c| !is_free(c)) {
                self.put(at, SPACE);
            }
            self.put(end + 1, SPACE);
            return end + 1;
        }
        if memchr2(sign, b'\n', inside).is_some_and(|next| inside[next] == sign) {
            self.put(at, LETTER);
        }
        at + 1
    }

    /// Keeps from becoming formulas what is none: prices, names of variables, parts of addresses.
    fn dollar(&mut self, source: &str, at: usize, length: usize) -> usize {
        let bytes = source.as_bytes();
        if length > 1 {
            if dollar::is_within_link(source, at) {
                return at + length;
            }
            if dollar::is_within_word(source, at..at + length) || dollar::is_within_address(source, at) {
                (1..=length).for_each(|distance| self.put(at + distance, NOT_MATH));
                return at + length;
            }
            let rest = &bytes[at + length..];
            return memmem::find(rest, b"$$").map_or(at + length, |distance| at + length + distance + 2);
        }
        // The parser begins no formula before a space, and ends none behind one.
        if bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) {
            return at + 1;
        }
        let ends = |sign: usize| !is_escaped(bytes, sign) && !bytes[sign - 1].is_ascii_whitespace();
        let close = self.close.at(at + 1, |from| {
            memchr_iter(b'$', &bytes[from..]).map(|distance| from + distance).find(|sign| ends(*sign))
        });
        let Some(close) = close else { return at + 1 };
        // No formula goes on over a blank line.
        let blank = self.blank.at(at, |from| memmem::find(&bytes[from..], b"\n\n").map(|distance| from + distance));
        if blank.is_some_and(|blank| blank + 2 <= close) {
            return at + 1;
        }
        if close - at > LONGEST_FORMULA || !dollar::is_formula(source, at..close + 1) {
            // The address of a link must stay whole, and begins no formula anyway.
            if !dollar::is_within_link(source, at) {
                self.put(at + 1, NOT_MATH);
            }
            return at + 1;
        }
        close + 1
    }

    /// A colon at the beginning of a line begins a definition only before white space: `:smile:` and `:30分钟` are text.
    fn colon(&mut self, source: &str, at: usize) {
        let before = source.as_bytes()[..at].iter().rev();
        let first = before.copied().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
        let defines = source[at + 1..].chars().next().is_none_or(char::is_whitespace);
        if matches!(first, None | Some(b'\n' | b'\r')) && !defines && !is_table_rule(source, at) {
            self.put(at, LETTER);
        }
    }

    /// Ruby at the end of a heading would be taken for the heading's attributes, were it still at the end, and so would any
    /// other text in braces: `## 集合 {1,2}`.
    fn brace(&mut self, source: &str, at: usize) {
        let rest = source.as_bytes()[at + 1..].iter().find(|byte| !matches!(byte, b' ' | b'#' | b'\r'));
        if rest.is_some_and(|byte| *byte != b'\n') {
            return;
        }
        let line = source[..at].rfind('\n').map_or(0, |newline| newline + 1);
        if let Some(open) = source[line..at].rfind('{')
            && !are_attributes(&source[line + open + 1..at])
        {
            self.put(at + 1, LETTER);
        }
    }

    /// Takes away the four columns that make a line code, and every blank after them. What
    /// then stands first in the line is text, whatever it looks like.
    fn unindent(&mut self, source: &str, line: usize) -> usize {
        let before = &source.as_bytes()[..line.min(source.len())];
        let mut start = before.len();
        while before.len() - start < 4 && start > 0 && matches!(before[start - 1], b' ' | b'\t') {
            start -= 1;
            if before[start] == b'\t' {
                break;
            }
        }
        let rest = &source[before.len()..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\u{3000}']).len();
        self.edits.replace(start..before.len() + blank, SPACE);
        before.len() + blank
    }

    /// An index beside the run must not have the mark for its neighbour: it gets one of its own.
    fn surround(&mut self, bytes: &[u8], run: Range<usize>, marks: flanking::Marks) {
        let is_sign = |byte: Option<&u8>| matches!(byte, Some(b'^' | b'~'));
        if let Some(mark) = marks.before {
            if is_sign(run.start.checked_sub(1).and_then(|last| bytes.get(last))) {
                self.put(run.start, SPACE);
            }
            self.put(run.start, mark);
        }
        if let Some(mark) = marks.after {
            self.put(run.end, mark);
            if is_sign(bytes.get(run.end)) {
                self.put(run.end, SPACE);
            }
        }
    }

    fn put(&mut self, at: usize, put_in: char) {
        self.edits.insert(at, put_in);
    }

    fn apply<'s>(self, source: Cow<'s, str>, spaced: &[Range<usize>]) -> Prepared<'s> {
        if self.edits.is_empty() {
            return Prepared { text: source, places: EditedPlaces::default(), spaced: Vec::new() };
        }
        let edited = self.edits.apply(&source);
        Prepared { text: Cow::Owned(edited.text), places: edited.places, spaced: spaced.to_vec() }
    }
}

/// Whether what stands in braces are attributes of a heading: `#id`, `.class`, `name=value`.
fn are_attributes(inside: &str) -> bool {
    let named = |name: &str| name.len() > 1 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_one = |word: &str| match word.split_once('=') {
        Some((name, _)) => named(name) && name.starts_with(|c: char| c.is_ascii_alphabetic()),
        None => word.len() > 1 && word.starts_with(['#', '.']) && !word.contains(','),
    };
    !inside.contains('|') && !inside.trim().is_empty() && inside.split_whitespace().all(is_one)
}

/// Whether a line that begins with this colon is the rule below a table's head, as in `:--|:-:`.
fn is_table_rule(source: &str, at: usize) -> bool {
    let rule = source[at..].lines().next().unwrap_or_default();
    rule.contains('-') && rule.contains('|') && rule.bytes().all(|byte| b":-| \t\r".contains(&byte))
}

/// Whether an odd number of backslashes stands before a byte.
fn is_escaped(bytes: &[u8], at: usize) -> bool {
    bytes[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// Whether an index may begin or end beside this character without further ado.
fn is_free(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_punctuation()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(source: &str) -> String {
        let prepared = prepare(source, &Amended::default());
        prepared.text.replace(LETTER, "¦").replace(SPACE, "␣").replace(NOT_MATH, "⌫")
    }

    #[test]
    fn plain_text_is_not_copied() {
        assert!(matches!(prepare("**中文**后，a_b_ $x^2$ `~~~`", &Amended::default()).text, Cow::Borrowed(_)));
    }

    #[test]
    fn emphasis_indices_and_prices_are_marked() {
        assert_eq!(marked("**中文，**后面"), "**中文，¦**后面");
        assert_eq!(marked("H~2~O，x^2^，10^-3^米"), "H␣~2~␣O，x␣^2^␣，10␣^-3^␣米");
        assert_eq!(marked("周一~周三~周五，8~12~13"), "周一¦~周三¦~周五，8¦~12~13");
        assert_eq!(marked("价格$5和$6，共$11"), "价格$⌫5和$⌫6，共$11");
        assert_eq!(marked(r"$v = \text{速度}$"), r"$v = \text{速度}$");
    }

    #[test]
    fn faces_variables_and_colons_are_text() {
        assert_eq!(marked("^_^ 好^o^，^上^"), "¦^␣¦_¦^ 好¦^o¦^，¦^上^");
        assert_eq!(marked("Na^+^、Cl^-^、37^o^C、*x*^2^、(甲)^注^"), "Na␣^+^␣、Cl␣^-^␣、37␣^o^␣C、¦*x*^2^␣、(甲)^注^");
        assert_eq!(marked("$HOME:$PATH $foo/$bar"), "$⌫HOME:$⌫PATH $⌫foo/$bar");
        assert_eq!(marked("pa$$word $$x$$"), "pa$⌫$⌫word $$x$$");
        assert_eq!(marked("甲\n:smile:\n> :)\n: 义\n10:30"), "甲\n¦:smile:\n> ¦:)\n: 义\n10:30");
    }

    #[test]
    fn text_in_braces_ends_no_heading() {
        assert_eq!(marked("## 集合 {1,2}"), "## 集合 {1,2}¦");
        assert_eq!(marked("## {x}\n## {#a b} ##\n## {a=1}"), "## {x}¦\n## {#a b}¦ ##\n## {a=1}¦");
        assert_eq!(marked("## 甲 {#a}\n## 乙 {.b #c}\n## 丙 {lang=en}"), "## 甲 {#a}\n## 乙 {.b #c}\n## 丙 {lang=en}");
    }

    #[test]
    fn addresses_of_links_stay_whole() {
        for source in ["[^1]: 门票$5，学生票$3起", "[价格](约$5到$6", "[a] 见[b]: $5，$6"] {
            assert_ne!(marked(source), source, "{source}");
        }
        for source in ["[x](https://a.cn/$a$b)", "<https://a.cn/$a$b>", "[x]: https://a.cn/$a$b", "![x](a$1$.png)"] {
            assert_eq!(marked(source), source);
        }
    }

    #[test]
    fn dollar_signs_search_no_text_twice() {
        for unit in ["$a ", "$a\n\n$b", "价格$5 和 $ 6 ", "a$b"] {
            let source = unit.repeat(3000);
            let mut marks = Marks::default();
            let mut at = 0;
            while let Some(sign) = memchr(b'$', &source.as_bytes()[at..]) {
                at = marks.look(&source, at + sign);
            }
            assert!(marks.close.searched <= source.len() && marks.blank.searched <= source.len(), "{unit}");
        }
    }

    #[test]
    fn every_place_leads_back() {
        let source = "前**「甲」**后**（乙）**尾";
        let prepared = prepare(source, &Amended::default());
        for (at, c) in prepared.text.char_indices().filter(|(_, c)| !is_mark(*c)) {
            assert!(source[prepared.source(at)..].starts_with(c), "{at}");
        }
        assert_eq!(prepared.source(prepared.text.len()), source.len());
    }

    #[test]
    fn what_the_source_holds_is_no_mark() {
        assert_eq!(prepare("a\u{FDD0}b\u{2029}c\u{B}d", &Amended::default()).text, "a\u{FFFD}b\u{2028}c d");
    }
}
