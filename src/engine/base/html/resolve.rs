//! Addresses as a page has them → whole addresses, for a text that is read elsewhere.

use std::ops::Range;

use url::Url;

use super::address::{addresses, decode};
use super::{Reader, Token, escape, style};

/// Returns a fragment of a page in which every address is whole: `#小节`, `?a=1`, `a.webp 2x` and all others that begin with no
/// scheme lead where they do on the page with the address `page`. A fragment stays as it is where `page` is no address.
pub fn resolve(html: &str, page: &str) -> String {
    let Ok(base) = Url::parse(page) else { return html.to_owned() };
    let bytes = html.as_bytes();
    let mut found: Vec<(Range<usize>, bool)> = Vec::new();
    let mut reader = Reader::new(bytes);
    while let Some(token) = reader.next() {
        let Token::Start { name, content } = token else { continue };
        addresses(bytes, name, reader.attributes(), |address| found.push((address.at, address.whole)));
        if let Some(content) = content.filter(|_| name.eq_ignore_ascii_case(b"style")) {
            style::addresses(&bytes[content.clone()], &mut |at, _| {
                found.push((content.start + at.start..content.start + at.end, false));
            });
        }
    }
    found.sort_by_key(|(at, _)| at.start);
    let (mut resolved, mut done) = (String::with_capacity(html.len()), 0);
    for (at, whole) in found {
        let Some(moved) =
            html.get(at.clone()).filter(|_| at.start >= done).and_then(|typed| joined(&base, typed, whole))
        else {
            continue;
        };
        resolved.push_str(&html[done..at.start]);
        resolved.push_str(&moved);
        done = at.end;
    }
    resolved.push_str(&html[done..]);
    resolved
}

/// Returns the whole address of one without a scheme, as it stands in an attribute.
fn joined(base: &Url, typed: &str, whole: bool) -> Option<String> {
    let text = decode(typed.as_bytes());
    let scheme = text.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    if scheme {
        return None;
    }
    let address = base.join(&text).ok()?.to_string();
    if whole {
        return Some(escape(&address));
    }
    // What would end an address in a list or a style.
    let codes = [(',', "%2C"), ('(', "%28"), (')', "%29"), ('\'', "%27"), (' ', "%20")];
    Some(escape(&codes.iter().fold(address, |address, (sign, code)| address.replace(*sign, code))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_is_whole() {
        let page = "https://kepu.example.org/sub/column/2026/rainbow/";
        for (typed, whole) in [
            ("<a href=\"#小节\">", "<a href=\"https://kepu.example.org/sub/column/2026/rainbow/#%E5%B0%8F%E8%8A%82\">"),
            ("<a href='?a=1&amp;b=2'>", "<a href='https://kepu.example.org/sub/column/2026/rainbow/?a=1&amp;b=2'>"),
            ("<a href=../fog/>", "<a href=https://kepu.example.org/sub/column/2026/fog/>"),
            (
                "<img src=\"a.png\" srcset=\"a.webp 1x, /b,c.webp 2x\">",
                "<img src=\"https://kepu.example.org/sub/column/2026/rainbow/a.png\" srcset=\"https://kepu.example.org/sub/column/2026/rainbow/a.webp 1x, https://kepu.example.org/b%2Cc.webp 2x\">",
            ),
            (
                "<p style=\"background:url(a.png)\">",
                "<p style=\"background:url(https://kepu.example.org/sub/column/2026/rainbow/a.png)\">",
            ),
            ("<a href=\"//cdn.example.org/a\">", "<a href=\"https://cdn.example.org/a\">"),
            ("<object data=a.svg>", "<object data=https://kepu.example.org/sub/column/2026/rainbow/a.svg>"),
        ] {
            assert_eq!(resolve(typed, page), whole);
        }
        for same in [
            "<a href=\"https://a.b\">甲</a>",
            "<a href=mailto:a@b.c>",
            "<a href=\"tel:110\">",
            "正文 a.png",
            "<img src=\"data:,x\">",
        ] {
            assert_eq!(resolve(same, page), same);
        }
        assert_eq!(resolve("<a href=\"#a\">", "无"), "<a href=\"#a\">");
    }
}
