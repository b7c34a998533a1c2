//! Raw HTML → the addresses in it that may be the site's own, and its visible text.
//!
//! This is no HTML parser: it finds tags, comments and quoted attributes, and takes all
//! else for text. What it doesn't understand it passes over, so nothing is ever changed
//! but the value of a quoted `href`, `src` or `poster`.

use std::ops::Range;

/// A stretch of raw HTML that is of interest.
#[derive(PartialEq, Eq, Debug)]
pub enum Piece {
    Text(Range<usize>),
    /// An attribute's value; `link` tells `href` from the rest.
    Address {
        value: Range<usize>,
        link: bool,
    },
}

/// Calls `found` for each piece, in order.
pub fn scan(html: &str, mut found: impl FnMut(Piece)) {
    let bytes = html.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let open = memchr::memchr(b'<', &bytes[at..]).map_or(bytes.len(), |distance| at + distance);
        if open > at {
            found(Piece::Text(at..open));
        }
        at = if html[open..].starts_with("<!--") {
            html[open..].find("-->").map_or(bytes.len(), |distance| open + distance + 3)
        } else {
            tag(html, open, &mut found)
        };
    }
}

/// Reads a tag that begins at `open`; returns where it ends, its content included where that is no HTML.
fn tag(html: &str, open: usize, found: &mut impl FnMut(Piece)) -> usize {
    let bytes = html.as_bytes();
    let mut at = open + 1;
    if !bytes.get(at).is_some_and(u8::is_ascii_alphabetic) {
        return memchr::memchr(b'>', &bytes[open.min(bytes.len())..])
            .map_or(bytes.len(), |distance| open + distance + 1);
    }
    at += word(&bytes[at..]);
    let name = &html[open + 1..at];
    while at < bytes.len() && bytes[at] != b'>' {
        let length = word(&bytes[at..]);
        if length == 0 {
            at += 1;
            continue;
        }
        let attribute = &html[at..at + length];
        at += length;
        let sign = at + blanks(&bytes[at..]);
        if bytes.get(sign) != Some(&b'=') {
            continue;
        }
        at = sign + 1 + blanks(&bytes[sign + 1..]);
        let quote = match bytes.get(at) {
            Some(quote @ (b'"' | b'\'')) => *quote,
            _ => {
                at += bytes[at..].iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count();
                continue;
            }
        };
        let Some(length) = memchr::memchr(quote, &bytes[at + 1..]) else { return bytes.len() };
        let value = at + 1..at + 1 + length;
        at = value.end + 1;
        let link = attribute.eq_ignore_ascii_case("href");
        if link || attribute.eq_ignore_ascii_case("src") || attribute.eq_ignore_ascii_case("poster") {
            found(Piece::Address { value, link });
        }
    }
    at = (at + 1).min(bytes.len());
    let opaque = ["script", "style", "textarea", "title"].iter().find(|opaque| opaque.eq_ignore_ascii_case(name));
    match opaque {
        Some(opaque) => closing(bytes, at, opaque),
        None => at,
    }
}

/// Where the closing tag of an element begins whose content is no HTML.
fn closing(bytes: &[u8], from: usize, name: &str) -> usize {
    memchr::memmem::find_iter(&bytes[from..], "</")
        .map(|distance| from + distance)
        .find(|at| {
            bytes.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        })
        .unwrap_or(bytes.len())
}

fn word(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| !byte.is_ascii_whitespace() && !b"\"'>/=<".contains(byte)).count()
}

fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(html: &str) -> Vec<&str> {
        let mut found = Vec::new();
        scan(html, |piece| {
            found.push(match piece {
                Piece::Text(range) => &html[range],
                Piece::Address { value, .. } => &html[value],
            });
        });
        found
    }

    #[test]
    fn quoted_addresses_and_visible_text_are_found() {
        assert_eq!(pieces("<a class=x href = \"a.md\">彩<img src='b.png'/>虹</a>"), ["a.md", "彩", "b.png", "虹"]);
        assert_eq!(pieces("<video poster=\"p.jpg\"><!-- <a href=\"x\"> --></video>"), ["p.jpg"]);
    }

    #[test]
    fn scripts_and_broken_tags_are_passed_over() {
        assert_eq!(pieces("<script>'<a href=\"x\">'</script>好"), ["好"]);
        assert_eq!(pieces("<a href=\"x"), [""; 0]);
        assert_eq!(pieces("1 < 2"), ["1 "]);
        assert_eq!(pieces("<"), [""; 0]);
    }
}
