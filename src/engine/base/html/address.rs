//! A start tag → the addresses in its attributes, in whatever form they were typed.
//!
//! The attributes are those that the HTML Standard's index says hold a URL, what SVG and older pages have beside them, and
//! `content` of `<meta>` where it leads on or shows a picture. This is the one list of them.

use std::borrow::Cow;
use std::ops::Range;

use html5gum::{Token, Tokenizer};
use memchr::memchr;

use super::reader::Attribute;
use super::style;

/// An address in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// Where it stands in the page, without spaces and quotation marks around it; entities aren't decoded.
    pub at: Range<usize>,
    /// The attribute's place among those of its tag.
    pub attribute: usize,
    /// Whether it is the whole value, and not one of several or a part of a style.
    pub whole: bool,
}

/// How an attribute's value holds addresses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    One,
    /// `/a.webp 480w, /b.webp 960w`
    Candidates,
    /// Several, parted by spaces.
    List,
    Style,
    /// `5; url=/a/`
    Refresh,
    /// What the tag's other attributes say, if it is one of `<meta>`.
    Content,
}

/// Calls `found` for each address in the attributes of one tag of `html`.
pub fn addresses(html: &[u8], element: &[u8], attributes: &[Attribute<'_>], mut found: impl FnMut(Address)) {
    for (attribute, Attribute { name, value, .. }) in attributes.iter().enumerate() {
        if value.is_empty() {
            continue;
        }
        let holds = match name.iter().any(u8::is_ascii_uppercase) {
            true => holds(&name.to_ascii_lowercase()),
            false => holds(name),
        };
        let holds = match holds {
            Some(Holds::Content) if element.eq_ignore_ascii_case(b"meta") => content(html, attributes),
            holds => holds,
        };
        let Some(holds) = holds else { continue };
        let text = &html[value.clone()];
        if holds == Holds::One {
            let start = value.start + text.len() - text.trim_ascii_start().len();
            let at = start..start + text.trim_ascii().len();
            if !at.is_empty() {
                found(Address { at, attribute, whole: true });
            }
            continue;
        }
        let decoded = Decoded::of(text);
        let mut part = |at: Range<usize>| {
            if !at.is_empty() {
                let at = value.start + decoded.before(at.start)..value.start + decoded.before(at.end);
                found(Address { at, attribute, whole: false });
            }
        };
        match holds {
            Holds::Candidates => candidates(&decoded.text, part),
            Holds::List => words(&decoded.text).for_each(part),
            Holds::Style => style::addresses(&decoded.text, &mut |at, _| part(at)),
            Holds::Refresh => part(refresh(&decoded.text)),
            Holds::One | Holds::Content => {}
        }
    }
}

fn holds(attribute: &[u8]) -> Option<Holds> {
    Some(match attribute {
        b"href" | b"src" | b"action" | b"formaction" | b"poster" | b"data" | b"cite" | b"background" | b"longdesc"
        | b"manifest" | b"itemid" | b"xlink:href" | b"lowsrc" | b"dynsrc" => Holds::One,
        b"srcset" | b"imagesrcset" => Holds::Candidates,
        b"ping" => Holds::List,
        b"style" | b"fill" | b"stroke" | b"filter" | b"mask" | b"clip-path" | b"cursor" | b"marker-start"
        | b"marker-mid" | b"marker-end" => Holds::Style,
        b"content" => Holds::Content,
        _ => return None,
    })
}

/// What `content` of a `<meta>` with these attributes holds.
fn content(html: &[u8], attributes: &[Attribute<'_>]) -> Option<Holds> {
    const SHOWN: [&str; 11] = [
        "og:url",
        "og:image",
        "og:image:url",
        "og:image:secure_url",
        "og:video",
        "og:audio",
        "twitter:image",
        "twitter:image:src",
        "twitter:player",
        "msapplication-config",
        "msapplication-tileimage",
    ];
    attributes.iter().find_map(|attribute| {
        let value = html[attribute.value.clone()].trim_ascii();
        if attribute.is("http-equiv") {
            return value.eq_ignore_ascii_case(b"refresh").then_some(Holds::Refresh);
        }
        let names = attribute.is("property") || attribute.is("name");
        (names && SHOWN.iter().any(|shown| value.eq_ignore_ascii_case(shown.as_bytes()))).then_some(Holds::One)
    })
}

/// A name in lower case, as nearly all are typed.
pub fn lower(name: &[u8]) -> Cow<'_, [u8]> {
    if name.iter().any(u8::is_ascii_uppercase) { name.to_ascii_lowercase().into() } else { name.into() }
}

/// Finds the addresses of a `srcset`: each ends at a space, and a comma parts the candidates.
pub fn candidates(set: &[u8], mut found: impl FnMut(Range<usize>)) {
    let mut at = 0;
    loop {
        at += set[at..].iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        let length = set[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        if length == 0 {
            return;
        }
        let address = &set[at..at + length];
        let end = at + address.iter().rposition(|byte| *byte != b',').map_or(0, |last| last + 1);
        found(at..end);
        at += length;
        if end < at {
            continue;
        }
        // Descriptors; a comma within brackets is theirs.
        let mut depth = 0_usize;
        while let Some(byte) = set.get(at) {
            match byte {
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b',' if depth == 0 => break,
                _ => {}
            }
            at += 1;
        }
    }
}

fn words(list: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        at += list[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let start = at;
        at += list[at..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        (at > start).then_some(start..at)
    })
}

/// Finds where a page leads on to (HTML Standard, "shared declarative refresh steps"); empty where it is itself.
fn refresh(content: &[u8]) -> Range<usize> {
    let blanks = |at: usize| at + content[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut at = blanks(0);
    at += content[at..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    at = blanks(at);
    if matches!(content.get(at), Some(b';' | b',')) {
        at = blanks(at + 1);
    }
    if content[at..].get(..3).is_some_and(|word| word.eq_ignore_ascii_case(b"url")) {
        let sign = blanks(at + 3);
        if content.get(sign) == Some(&b'=') {
            at = blanks(sign + 1);
        }
    }
    let quote = content.get(at).filter(|byte| **byte == b'"' || **byte == b'\'');
    let start = at + usize::from(quote.is_some());
    let end = quote.and_then(|quote| memchr(*quote, &content[start..])).map_or(content.len(), |length| start + length);
    start..start + content[start..end].trim_ascii_end().len()
}

/// The text of an attribute's value.
pub fn decode(value: &[u8]) -> Cow<'_, str> {
    match Decoded::of(value).text {
        Cow::Borrowed(text) => String::from_utf8_lossy(text),
        Cow::Owned(text) => String::from_utf8_lossy(&text).into_owned().into(),
    }
}

/// An attribute's value without entities, and where each byte of it stood.
struct Decoded<'h> {
    text: Cow<'h, [u8]>,
    /// Places in the text and in the value, wherever the distance between both changes.
    places: Vec<(usize, usize)>,
}

impl<'h> Decoded<'h> {
    fn of(value: &'h [u8]) -> Self {
        let Some(mut next) = memchr(b'&', value) else { return Self { text: value.into(), places: Vec::new() } };
        let (mut text, mut places, mut done) = (Vec::with_capacity(value.len()), Vec::new(), 0);
        loop {
            text.extend_from_slice(&value[done..next]);
            places.push((text.len(), next));
            let name =
                value[next + 1..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
            let end = next + 1 + name + usize::from(value.get(next + 1 + name) == Some(&b';'));
            text.extend_from_slice(&reference(&value[next..end], value.get(end) == Some(&b'=')));
            places.push((text.len(), end));
            done = end;
            let Some(distance) = memchr(b'&', &value[done..]) else { break };
            next = done + distance;
        }
        text.extend_from_slice(&value[done..]);
        Self { text: text.into(), places }
    }

    /// Where a place in the text stood in the value.
    fn before(&self, at: usize) -> usize {
        let known = self.places.partition_point(|(text, _)| *text <= at).checked_sub(1);
        known.map_or(at, |known| self.places[known].1 + at - self.places[known].0)
    }
}

/// What an entity stands for in an attribute. `assigned` says that an equals sign follows, before which one without a
/// semicolon is none.
fn reference(entity: &[u8], assigned: bool) -> Vec<u8> {
    let html = [&b"<a b=\""[..], entity, if assigned { b"=" } else { b"" }, b"\">"].concat();
    let value = Tokenizer::new(&html[..]).flatten().find_map(|token| match token {
        Token::StartTag(tag) => tag.attributes.get(&b"b"[..]).map(|value| value.to_vec()),
        _ => None,
    });
    let mut value = value.unwrap_or_default();
    value.truncate(value.len() - usize::from(assigned && value.ends_with(b"=")));
    value
}

#[cfg(test)]
mod tests {
    use super::super::reader::{Reader, Token};
    use super::*;

    fn all(html: &str) -> Vec<&str> {
        let (mut reader, mut all) = (Reader::new(html.as_bytes()), Vec::new());
        while let Some(token) = reader.next() {
            if let Token::Start { name, .. } = token {
                addresses(html.as_bytes(), name, reader.attributes(), |address| all.push(&html[address.at]));
            }
        }
        all
    }

    #[test]
    fn every_form_of_an_attribute_is_read() {
        assert_eq!(
            all("<a href=\"/a\"><a href='/b'><a href=/c><a HREF = \" /d \"><a href><a href=''>"),
            ["/a", "/b", "/c", "/d"]
        );
        assert_eq!(all("<a data-href=\"/a\" title=\"href='/b'\" xlink:href=/c>"), ["/c"]);
        assert_eq!(all("<a ping=\"/a  /b\n\"><input formaction=/c><q cite=/d>"), ["/a", "/b", "/c", "/d"]);
    }

    #[test]
    fn candidates_of_a_set_are_parted_as_browsers_do() {
        let set = "<img srcset=\"/a,b.png 1x, /c.png, /d.png(1,2) x(3,4), data:x,y 2x,/e\">";
        assert_eq!(all(set), ["/a,b.png", "/c.png", "/d.png(1,2)", "data:x,y", "/e"]);
        assert_eq!(all("<img srcset=\" , \"><img srcset=,>"), [""; 0]);
    }

    #[test]
    fn a_page_leads_on_in_every_form() {
        for content in ["0;url=/x/", "0; URL = '/x/'", "5,url=\"/x/ \"", " 1.5 ; /x/", "0 url=/x/"] {
            let meta = format!("<meta content='{}' http-equiv=Refresh>", content.replace('\'', "&#39;"));
            assert_eq!(all(&meta), ["/x/"], "{content}");
        }
        assert_eq!(all("<meta http-equiv=refresh content=5><meta name=description content=/x/>"), [""; 0]);
        assert_eq!(
            all("<meta property=og:image content=/x.png><meta content=/y name=twitter:image>"),
            ["/x.png", "/y"]
        );
    }

    #[test]
    fn entities_are_decoded_and_their_places_known() {
        assert_eq!(all("<p style=\"a:url(&quot;/x?a&amp;b&quot;),url(&#x27;/y&#39;)\">"), ["/x?a&amp;b", "/y"]);
        assert_eq!(decode(b"&amp;&#47;&sol;&copy=1&nosuch;&amp&lt;a"), "&//&copy=1&nosuch;&<a");
        assert_eq!(decode("彩".as_bytes()), "彩");
    }
}
