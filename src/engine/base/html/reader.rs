//! HTML → its tokens with their places, read as browsers read it (HTML Standard, 13.2.5 Tokenization).
//!
//! What reads a page here often rewrites it as well, so a token is where it stands: nothing is decoded, lowered or copied,
//! and text is skipped by searching for the next `<`. A page is read thousands of times a build, and html5gum, which
//! does all that for every byte, takes longer than rendering; a test holds the two readers together.

use std::ops::Range;

use memchr::{memchr, memmem};

/// An attribute of a start tag.
#[derive(Clone, Debug)]
pub struct Attribute<'h> {
    /// As typed.
    pub name: &'h [u8],
    /// Where the value stands, without its quotation marks; empty where there is none.
    pub value: Range<usize>,
    pub quoted: bool,
    /// Where the attribute ends, behind the quotation mark.
    pub end: usize,
}

impl Attribute<'_> {
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }
}

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token<'h> {
    /// A start tag; its attributes are the reader's until the next token.
    Start {
        /// As typed.
        name: &'h [u8],
        /// The content of an element that holds text alone: of a script, a style sheet, a title.
        content: Option<Range<usize>>,
    },
    End {
        name: &'h [u8],
    },
    Text {
        at: Range<usize>,
        /// Whether it is the content of an element that holds text alone.
        raw: bool,
    },
    Comment(Range<usize>),
    /// A doctype, or a CDATA section of a drawing or a formula.
    Declaration,
}

/// An element whose content is text alone, by its name.
pub type Raw = &'static str;

/// Reads a page, or a part of one, token by token.
pub struct Reader<'h> {
    html: &'h [u8],
    at: usize,
    attributes: Vec<Attribute<'h>>,
    /// The element that is open and holds text alone, and where its content ends.
    raw: Option<(Raw, usize)>,
    /// How many `svg` and `math` are open.
    foreign: usize,
}

impl<'h> Reader<'h> {
    pub fn new(html: &'h [u8]) -> Self {
        Self::resume(html, None)
    }

    /// Reads a part of a page; `raw` is what [`Reader::open_raw`] said at the end of the part before.
    pub fn resume(html: &'h [u8], raw: Option<Raw>) -> Self {
        let raw = raw.map(|name| (name, raw_end(html, 0, name)));
        Self { html, at: 0, attributes: Vec::new(), raw, foreign: 0 }
    }

    /// Where the next token begins.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The attributes of the start tag that was read last.
    pub fn attributes(&self) -> &[Attribute<'h>] {
        &self.attributes
    }

    /// The element with text alone that is still open at the end.
    pub fn open_raw(&self) -> Option<Raw> {
        self.raw.map(|(name, _)| name)
    }

    /// Where the next `<` stands: most often right here.
    fn bracket(&self, from: usize) -> Option<usize> {
        if self.html.get(from) == Some(&b'<') {
            return Some(from);
        }
        memchr(b'<', &self.html[from..]).map(|distance| from + distance)
    }

    fn begins_markup(&self, open: usize) -> bool {
        match self.html[open + 1..] {
            [b'/', _, ..] | [b'!' | b'?', ..] => true,
            [first, ..] => first.is_ascii_alphabetic(),
            [] => false,
        }
    }

    /// Reads what begins at `open` with `<`; nothing for what browsers pass over.
    fn markup(&mut self, open: usize) -> Option<Token<'h>> {
        let rest = &self.html[open + 1..];
        if let Some(comment) = rest.strip_prefix(b"!--") {
            let length = match () {
                () if comment.starts_with(b">") => 1,
                () if comment.starts_with(b"->") => 2,
                () => memmem::find_iter(comment, b"--")
                    .find_map(|at| match &comment[at + 2..] {
                        [b'>', ..] => Some(at + 3),
                        [b'!', b'>', ..] => Some(at + 4),
                        // Of `--->` the last two are meant.
                        [b'-', b'>', ..] => Some(at + 4),
                        [b'-', b'!', b'>', ..] => Some(at + 5),
                        _ => None,
                    })
                    .unwrap_or(comment.len()),
            };
            self.at = open + 4 + length;
            return Some(Token::Comment(open..self.at));
        }
        match *rest {
            [b'/', first, ..] if first.is_ascii_alphabetic() => self.tag(open + 2, true),
            [b'/', b'>', ..] => {
                self.at = open + 3;
                None
            }
            [b'!' | b'?' | b'/', ..] => {
                let declares = rest.get(..8).is_some_and(|word| word.eq_ignore_ascii_case(b"!doctype"));
                let data = self.foreign > 0 && rest.starts_with(b"![CDATA[");
                let end = if data { memmem::find(rest, b"]]>").map(|at| at + 2) } else { memchr(b'>', rest) };
                self.at = end.map_or(self.html.len(), |end| open + end + 2);
                Some(if declares || data { Token::Declaration } else { Token::Comment(open..self.at) })
            }
            _ => self.tag(open + 1, false),
        }
    }

    /// Reads a tag whose name begins at `at`.
    fn tag(&mut self, mut at: usize, closes: bool) -> Option<Token<'h>> {
        let html = self.html;
        let start = at;
        at += length(&html[at..], |byte| !ends_name(byte));
        let name = &html[start..at];
        self.attributes.clear();
        // A tag that doesn't end isn't there, nor is what follows it.
        self.at = html.len();
        let mut closed = false;
        loop {
            at += length(&html[at..], |byte| byte.is_ascii_whitespace());
            match html.get(at)? {
                b'>' => break,
                b'/' => {
                    at += 1;
                    closed = html.get(at) == Some(&b'>');
                }
                _ => at = self.attribute(at)?,
            }
        }
        self.at = at + 1;
        if matches!(name.len(), 3 | 4) && [&b"svg"[..], b"math"].iter().any(|own| own.eq_ignore_ascii_case(name)) {
            match (closes, closed) {
                (true, _) => self.foreign = self.foreign.saturating_sub(1),
                (false, false) => self.foreign += 1,
                (false, true) => {}
            }
        }
        if closes {
            return Some(Token::End { name });
        }
        // Within a drawing `<style/>` has no content.
        let raw = holding_text(name).filter(|_| !closed || self.foreign == 0);
        self.raw = raw.map(|raw| (raw, raw_end(html, self.at, raw)));
        Some(Token::Start { name, content: self.raw.map(|(_, end)| self.at..end) })
    }

    /// Reads an attribute that begins at `start`; returns where it ends.
    fn attribute(&mut self, start: usize) -> Option<usize> {
        let html = self.html;
        // An equals sign in the first place belongs to the name.
        let mut end = start + 1 + length(&html[start + 1..], |byte| !ends_name(byte) && byte != b'=');
        let name = &html[start..end];
        let mut attribute = Attribute { name, value: end..end, quoted: false, end };
        let sign = end + length(&html[end..], |byte| byte.is_ascii_whitespace());
        if html.get(sign) == Some(&b'=') {
            let at = sign + 1 + length(&html[sign + 1..], |byte| byte.is_ascii_whitespace());
            let first = *html.get(at)?;
            attribute.quoted = first == b'"' || first == b'\'';
            if attribute.quoted {
                attribute.value = at + 1..at + 1 + memchr(first, &html[at + 1..])?;
                end = attribute.value.end + 1;
            } else {
                attribute.value = at..at + length(&html[at..], |byte| !byte.is_ascii_whitespace() && byte != b'>');
                end = attribute.value.end;
            }
            attribute.end = end;
        }
        self.attributes.push(attribute);
        Some(end)
    }
}

impl<'h> Iterator for Reader<'h> {
    type Item = Token<'h>;

    /// Returns the next token; none at the end. A tag that doesn't end is no token.
    fn next(&mut self) -> Option<Self::Item> {
        if let Some((_, end)) = self.raw {
            let at = self.at..end;
            if end < self.html.len() {
                self.raw = None;
            }
            self.at = end;
            if !at.is_empty() {
                return Some(Token::Text { at, raw: true });
            }
        }
        let mut from = self.at;
        while let Some(open) = self.bracket(from) {
            if !self.begins_markup(open) {
                from = open + 1;
            } else if open > self.at {
                let at = std::mem::replace(&mut self.at, open)..open;
                return Some(Token::Text { at, raw: false });
            } else if let Some(token) = self.markup(open) {
                return Some(token);
            } else {
                from = self.at;
            }
        }
        let at = std::mem::replace(&mut self.at, self.html.len())..self.html.len();
        (!at.is_empty()).then_some(Token::Text { at, raw: false })
    }
}

/// The element of a name, if its content is text alone. `noscript` isn't among them: without scripts it holds elements.
fn holding_text(name: &[u8]) -> Option<Raw> {
    let all: &[Raw] = match name.len() {
        3 => &["xmp"],
        5 => &["style", "title"],
        6 => &["script", "iframe"],
        7 => &["noembed"],
        8 => &["textarea", "noframes"],
        9 => &["plaintext"],
        _ => return None,
    };
    all.iter().copied().find(|raw| raw.as_bytes().eq_ignore_ascii_case(name))
}

fn length(bytes: &[u8], belongs: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| !belongs(*byte)).unwrap_or(bytes.len())
}

fn ends_name(byte: u8) -> bool {
    ENDS_NAME[usize::from(byte)]
}

/// Spaces, `/` and `>`.
const ENDS_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let ends = b" \t\n\x0C\r/>";
    let mut place = 0;
    while place < ends.len() {
        table[ends[place] as usize] = true;
        place += 1;
    }
    table
};

/// Where the content of an element ends that holds text alone and begins at `from`.
fn raw_end(html: &[u8], from: usize, name: Raw) -> usize {
    let tag = |at: usize, prefix: &[u8]| {
        let rest = html[at..].strip_prefix(prefix);
        rest.and_then(|rest| rest.split_at_checked(name.len())).is_some_and(|(found, rest)| {
            found.eq_ignore_ascii_case(name.as_bytes()) && rest.first().is_some_and(|byte| ends_name(*byte))
        })
    };
    if name == "plaintext" {
        return html.len();
    }
    if name != "script" {
        return memmem::find_iter(&html[from..], b"</")
            .map(|distance| from + distance)
            .find(|at| tag(*at, b"</"))
            .unwrap_or(html.len());
    }
    // A script in a comment in a script hides its own end tag.
    let (mut at, mut commented, mut nested) = (from, false, false);
    while at < html.len() {
        match html[at] {
            b'<' if !commented && html[at..].starts_with(b"<!--") => {
                commented = true;
                // `<!-->` ends at once.
                at += 2;
                continue;
            }
            b'<' if tag(at, b"</") => {
                if !nested {
                    return at;
                }
                nested = false;
            }
            b'<' if commented && tag(at, b"<") => nested = true,
            b'-' if commented && html[at..].starts_with(b"-->") => (commented, nested) = (false, false),
            _ => {}
        }
        at += 1;
        let next = if commented { memchr::memchr2(b'<', b'-', &html[at..]) } else { memchr(b'<', &html[at..]) };
        at = next.map_or(html.len(), |distance| at + distance);
    }
    html.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use html5gum::Tokenizer;
    use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
    use proptest::prelude::*;

    /// Tokens in a form that both readers can be brought into: names in lower case, texts put together.
    fn ours(html: &str) -> Vec<String> {
        let mut reader = Reader::new(html.as_bytes());
        let mut all: Vec<String> = Vec::new();
        while let Some(token) = reader.next() {
            let lower = |name: &[u8]| String::from_utf8_lossy(name).to_ascii_lowercase();
            match token {
                Token::Start { name, .. } => {
                    all.push(format!("<{}", lower(name)));
                    for attribute in reader.attributes() {
                        all.push(format!("@{}", lower(attribute.name)));
                        if !attribute.value.is_empty() {
                            all.push(format!("={}", &html[attribute.value.clone()]));
                        }
                    }
                    all.push(">".to_owned());
                }
                Token::End { name } => all.push(format!("</{}", lower(name))),
                Token::Text { at, .. } => text(&mut all, &html[at]),
                Token::Comment(_) => all.push("!".to_owned()),
                Token::Declaration => all.push("!doctype".to_owned()),
            }
        }
        all
    }

    fn theirs(html: &str) -> Vec<String> {
        let mut all = Vec::new();
        let mut in_end_tag = false;
        let mut pending: Vec<String> = Vec::new();
        let record = |event: CallbackEvent<'_>, _: html5gum::Span<()>| -> Option<()> {
            let as_text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            match event {
                CallbackEvent::OpenStartTag { name } => {
                    pending.clear();
                    in_end_tag = false;
                    pending.push(format!("<{}", as_text(name)));
                }
                CallbackEvent::AttributeName { name } => pending.push(format!("@{}", as_text(name))),
                CallbackEvent::AttributeValue { value } => pending.push(format!("={}", as_text(value))),
                CallbackEvent::CloseStartTag { .. } => {
                    all.append(&mut pending);
                    all.push(">".to_owned());
                }
                CallbackEvent::EndTag { name } => {
                    pending.clear();
                    all.push(format!("</{}", as_text(name)));
                }
                CallbackEvent::String { value } => text(&mut all, &as_text(value)),
                CallbackEvent::Comment { .. } => all.push("!".to_owned()),
                CallbackEvent::Doctype { .. } => all.push("!doctype".to_owned()),
                CallbackEvent::Error(_) => {}
            }
            None
        };
        let mut emitter = CallbackEmitter::new(record);
        emitter.naively_switch_states(true);
        Tokenizer::new_with_emitter(html, emitter).for_each(drop);
        all
    }

    fn text(all: &mut Vec<String>, text: &str) {
        match all.last_mut() {
            Some(last) if last.starts_with('"') => last.push_str(text),
            _ => all.push(format!("\"{text}")),
        }
    }

    #[test]
    fn hard_cases_are_read_as_by_html5gum() {
        for html in [
            "<a class=x href = \"a.md\">彩<img src='b.png'/>虹</a>",
            "<!doctype html><p>1 < 2 <b>3</b></p>",
            "<A HREF=/x/>y</A>",
            "<a href=x/>y",
            "<a =x = y a/b c= d>",
            "<a b=\"c\"d='e'f>",
            "a</>b</ c>d<?e>f<!g>h",
            "<!--a--><!--><!---><!--a--!>b<!-- -- -- --->c<!---!>--->d",
            "<script>'<a href=\"x\">'</script >z",
            "<script><!--<script></script>x</script>-->y</script>z",
            "<script><!--></script>z",
            "<script><!---></script>z",
            "<script></scripts></script/>z",
            "<style>a{}</styl></STYLE>x",
            "<title><b></title><textarea><i></textarea>x",
            "<plaintext><b></plaintext>",
            "<p",
            "<p a=\"",
            "<p a",
            "<",
            "</",
            "<!",
            "<a><!-- x",
        ] {
            assert_eq!(ours(html), theirs(html), "{html}");
        }
    }

    #[test]
    fn a_drawing_may_hold_an_empty_style_sheet_and_cdata() {
        let tokens = |html: &'static str| Reader::new(html.as_bytes()).count();
        assert_eq!(tokens("<svg><style/><a href=x></a></svg><b>"), 6);
        assert_eq!(tokens("<svg><![CDATA[<a>]]></svg>"), 3);
    }

    #[test]
    fn a_script_goes_on_in_the_next_part() {
        let mut first = Reader::new(b"<SCRIPT>x");
        first.by_ref().for_each(drop);
        assert_eq!(first.open_raw(), Some("script"));
        let mut second = Reader::resume(b"<a href=x></script><b>", first.open_raw());
        assert_eq!(second.next(), Some(Token::Text { at: 0..10, raw: true }));
        assert_eq!((second.count(), Reader::new(b"<b>").open_raw()), (2, None));
    }

    proptest! {
        #[test]
        fn anything_is_read_as_by_html5gum(
            parts in prop::collection::vec(prop::sample::select(vec![
                "<", ">", "/", "=", "\"", "'", "!", "-", "--", "?", " ", "\n", "a", "b", "<a ", "</a", "<script", "</script",
                "<style>", "</style>", "<title>", "</title", "href", "<!--", "-->", "彩", "<!doctype", "x=y", "<textarea>",
            ]), 0..40)
        ) {
            let html = parts.concat();
            prop_assert_eq!(ours(&html), theirs(&html), "{}", html);
        }
    }
}
