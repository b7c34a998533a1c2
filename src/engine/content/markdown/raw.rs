//! Raw HTML → the addresses in it that may be the site's own, and its visible text.

use std::ops::Range;

use super::LinkKind;
use super::plain::is_inline;
use crate::base::html::{self, Raw, Reader, Token};

/// A stretch of raw HTML that is of interest.
#[derive(PartialEq, Eq, Debug)]
pub enum Piece {
    /// Text that a browser shows.
    Text(Range<usize>),
    /// The beginning or the end of an element that isn't part of a line.
    Gap,
    /// An address in any attribute, without spaces and quotation marks around it; entities aren't decoded.
    Address {
        at: Range<usize>,
        kind: LinkKind,
        /// Whether it is the whole value of its attribute.
        whole: bool,
        /// Whether a browser shows what is there as part of the page.
        shown: bool,
    },
}

/// Attributes that show what they name.
const SHOWN: [&str; 7] = ["src", "srcset", "imagesrcset", "poster", "data", "background", "style"];

/// Calls `found` for each piece, in order. `open` is the element with text alone, such as a script, that an earlier part
/// left open; returns the one that this part leaves open.
pub fn scan(text: &str, open: Option<Raw>, mut found: impl FnMut(Piece)) -> Option<Raw> {
    let bytes = text.as_bytes();
    let mut reader = Reader::resume(bytes, open);
    while let Some(token) = reader.next() {
        match token {
            Token::Text { at, raw: false } => found(Piece::Text(at)),
            Token::End { name } if parts(name) => found(Piece::Gap),
            Token::Start { name, content } => {
                if parts(name) {
                    found(Piece::Gap);
                }
                let attributes = reader.attributes();
                html::addresses(bytes, name, attributes, |html::Address { at, attribute, whole }| {
                    let attribute = &attributes[attribute];
                    // What was never looked at before may lead nowhere without stopping a build: `kepu check` finds it.
                    let plain = attribute.quoted && !text[at.clone()].replace("&amp;", "").contains('&');
                    let kind = match () {
                        () if plain && attribute.is("href") => LinkKind::Page,
                        () if plain && attribute.is("src") && shows_page(name) => LinkKind::Page,
                        () if plain && (attribute.is("src") || attribute.is("poster")) => LinkKind::Asset,
                        () => LinkKind::Unchecked,
                    };
                    let shown = SHOWN.iter().any(|name| attribute.is(name));
                    found(Piece::Address { at, kind, whole, shown });
                });
                if let Some(content) = content.filter(|_| name.eq_ignore_ascii_case(b"style")) {
                    html::style::addresses(&bytes[content.clone()], &mut |at, _| {
                        let at = content.start + at.start..content.start + at.end;
                        found(Piece::Address { at, kind: LinkKind::Unchecked, whole: false, shown: true });
                    });
                }
            }
            _ => {}
        }
    }
    reader.open_raw()
}

/// Whether an element shows another page.
fn shows_page(name: &[u8]) -> bool {
    [&b"iframe"[..], b"frame", b"embed"].iter().any(|page| name.eq_ignore_ascii_case(page))
}

fn parts(name: &[u8]) -> bool {
    str::from_utf8(&html::lower(name)).is_ok_and(|name| !is_inline(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::messages;
    use crate::base::url::SourcePath;
    use crate::content::markdown::{MarkdownOptions, markdown};

    fn pieces(html: &str) -> Vec<&str> {
        let mut found = Vec::new();
        scan(html, None, |piece| match piece {
            Piece::Text(range) => found.push(&html[range]),
            Piece::Address { at, .. } => found.push(&html[at]),
            Piece::Gap => {}
        });
        found
    }

    #[test]
    fn addresses_and_visible_text_are_found() {
        assert_eq!(pieces("<a class=x href = \"a.md\">彩<img src='b.png'/>虹</a>"), ["a.md", "彩", "b.png", "虹"]);
        assert_eq!(pieces("<video poster=\"p.jpg\"><!-- <a href=\"x\"> --></video>"), ["p.jpg"]);
        assert_eq!(pieces("<img SRCSET='a 1x, b 2x' alt=\"src='c'\"><a href=d>"), ["a", "b", "d"]);
        assert_eq!(pieces("<style>p{a:url(b)}</style>"), ["b"]);
    }

    #[test]
    fn scripts_and_broken_tags_are_passed_over() {
        assert_eq!(pieces("<script>'<a href=\"x\">'</script>好"), ["好"]);
        assert_eq!(pieces("<a href=\"x"), [""; 0]);
        assert_eq!(pieces("1 < 2"), ["1 < 2"]);
    }

    #[test]
    fn what_is_shown_is_no_download() {
        let mut shown = Vec::new();
        let html =
            "<img src=a><img srcset='b 2x'><object data='c'><p style='d:url(d)'><style>p{a:url(e)}</style><a href=f>";
        scan(html, None, |piece| {
            if let Piece::Address { at, shown: true, .. } = piece {
                shown.push(&html[at]);
            }
        });
        assert_eq!(shown, ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn a_picture_that_no_browser_shows_is_reported() {
        let path = SourcePath::new("content/a.md").unwrap();
        let options = MarkdownOptions { raw_html: true, language: "zh-CN".to_owned() };
        let codes = |text: &str| -> Vec<_> {
            markdown(text, &path, 0, &options).diagnostics.iter().map(|found| found.code).collect()
        };
        let unshown = messages::picture_unshown("").code;
        for text in ["<img src='x.heic'>", "句中 <img srcset=\"x.tif 2x\"> 也是", "<object data=x.tiff></object>"] {
            assert_eq!(codes(text), [unshown], "{text}");
        }
        assert!(codes("<a href='x.heic'>原图</a>").is_empty());
    }

    #[test]
    fn only_what_was_checked_before_is_checked() {
        let kinds = |html: &str| {
            let mut kinds = Vec::new();
            scan(html, None, |piece| {
                if let Piece::Address { kind, .. } = piece {
                    kinds.push(kind);
                }
            });
            kinds
        };
        assert_eq!(kinds("<a href='a?b&amp;c'><img src=\"b\">"), [LinkKind::Page, LinkKind::Asset]);
        assert_eq!(kinds("<iframe src='/a/'></iframe><EMBED src='b.pdf'>"), [LinkKind::Page, LinkKind::Page]);
        assert_eq!(kinds("<a href=a><a href='&#97;'><p style='b:url(c)'>"), [LinkKind::Unchecked; 3]);
    }
}
