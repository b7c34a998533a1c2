//! Spaces and comments of a page → as few bytes as say the same.
//!
//! Only what no browser shows goes: comments, and spaces beside spaces. Between two words a space stays a space and a line
//! break a line break, because what a browser makes of it depends on the words: between two Chinese characters a line break
//! may be nothing, and a space never is. Tags, attributes, scripts and style sheets stay as they are, byte by byte.

use std::borrow::Cow;
use std::ops::Range;

use super::edited::EditedPage;
use crate::base::html::lower;

/// Elements whose content is no text, or text whose spaces count.
const KEPT: [&[u8]; 13] = [
    b"pre",
    b"textarea",
    b"listing",
    b"xmp",
    b"plaintext",
    b"script",
    b"style",
    b"title",
    b"iframe",
    b"noembed",
    b"noframes",
    b"noscript",
    b"svg",
];

/// Elements that have no text of their own: spaces between what is in them are never shown, whatever a style sheet says.
const WITHOUT_TEXT: [&[u8]; 7] = [b"html", b"head", b"picture", b"video", b"audio", b"select", b"colgroup"];

/// What is open at a place in a page, as far as it matters to the spaces there.
#[derive(Default)]
pub struct Minifier<'h> {
    /// The element that is kept as it is, and how many of its name are open.
    kept: Option<(Cow<'h, [u8]>, usize)>,
    /// Of those without text, the ones that are open.
    open: Vec<Cow<'h, [u8]>>,
}

impl<'h> Minifier<'h> {
    pub fn open(&mut self, name: &'h [u8]) {
        let name = lower(name);
        match &mut self.kept {
            Some((kept, depth)) if *kept == name => *depth += 1,
            Some(_) => {}
            None if KEPT.contains(&&*name) => self.kept = Some((name, 1)),
            // A body without a tag begins with the first thing that belongs into one.
            None if WITHOUT_TEXT.contains(&&*name) || *name == *b"body" => self.open.push(name),
            None => {}
        }
    }

    pub fn close(&mut self, name: &[u8]) {
        let name = lower(name);
        match &mut self.kept {
            Some((kept, depth)) if *kept == name => {
                *depth -= 1;
                if *depth == 0 {
                    self.kept = None;
                }
            }
            Some(_) => {}
            None => {
                if let Some(at) = self.open.iter().rposition(|open| *open == name) {
                    self.open.truncate(at);
                }
            }
        }
    }

    /// Puts spaces of a text together.
    pub fn text(&self, html: &[u8], at: Range<usize>, page: &mut EditedPage<'_>) {
        if self.kept.is_some() {
            return;
        }
        let text = &html[at.clone()];
        page.skip(at);
        if text.iter().all(u8::is_ascii_whitespace) {
            if self.open.last().is_none_or(|open| **open == *b"body") {
                space(page, if text.contains(&b'\n') { 1 } else { 0 });
            }
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.iter().position(u8::is_ascii_whitespace) {
            page.extend(&rest[..at]);
            let length = rest[at..].iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len() - at);
            // As many lines as there were: `white-space: pre-line` shows them.
            space(page, rest[at..at + length].iter().filter(|byte| **byte == b'\n').count());
            rest = &rest[at + length..];
        }
        page.extend(rest);
    }

    /// Leaves out a comment.
    pub fn comment(&self, html: &[u8], at: Range<usize>, page: &mut EditedPage<'_>) {
        if self.kept.is_none() && !crate::base::html::is_instruction(&html[at.clone()]) {
            page.skip(at);
        }
    }
}

/// Writes a space, or so many line breaks.
fn space(page: &mut EditedPage<'_>, lines: usize) {
    if lines == 0 {
        page.push(b' ');
    }
    (0..lines).for_each(|_| page.push(b'\n'));
}

#[cfg(test)]
mod tests {
    use crate::assets::bundle::Assets;
    use crate::base::url::Url;
    use crate::config::Links;
    use crate::render::{Place, finish};

    fn small(html: &str) -> String {
        let (page, assets) = (Url::root(), Assets::default());
        let (links, minify) = (Links::Root, true);
        let place = Place { base_path: "", links, assets: &assets, page: &page, minify, policy: false };
        String::from_utf8(finish(html.into(), place).content.held().to_vec()).unwrap()
    }

    #[test]
    fn spaces_fall_together_and_lines_stay_lines() {
        assert_eq!(small("<p>  one   two \t\n  科普\n 日历 </p>"), "<p> one two\n科普\n日历 </p>");
        assert_eq!(small("<p>a\n\n  b</p>\n\n   <p>c</p>"), "<p>a\n\nb</p>\n<p>c</p>");
        assert_eq!(small("<b>a</b>   <b>b</b>"), "<b>a</b> <b>b</b>");
    }

    #[test]
    fn what_counts_stays() {
        for html in [
            "<pre>  a\n\n   <b>b</b>  </pre>",
            "<textarea>  a  </textarea>",
            "<script>  if (a  <  b) {}\n  <!-- x -->\n</script>",
            "<style>  a   { }  </style>",
            "<p title=\"a   b\"   class='c'>x</p>",
            "<p>&#32;&#32;a &nbsp; b\u{3000}\u{3000}c</p>",
            "<!--#include virtual=\"/foot.html\" --><!--[if IE]>  x  <![endif]-->",
            "<svg>  <text>  a  b </text> <!-- c --> </svg>",
            "<pre><pre>  a  </pre>  b  </pre>",
        ] {
            assert_eq!(small(html), html);
        }
        assert_eq!(small("<pre>  a  </pre>   <p>b  c</p>"), "<pre>  a  </pre> <p>b c</p>");
    }

    #[test]
    fn comments_go_and_so_do_spaces_where_no_text_can_be() {
        assert_eq!(small("<p>a<!-- no -->b</p><!--\n x\n-->"), "<p>ab</p>");
        let page = "<!doctype html>\n<html>\n  <head>\n    <meta a>\n    <title> T  t </title>\n  </head>\n  <body>\n\n x </body>\n</html>\n";
        assert_eq!(
            small(page),
            "<!doctype html>\n<html><head><meta a><title> T  t </title></head><body>\n\nx </body></html>\n"
        );
        assert_eq!(small("<picture>\n  <source>\n  <img>\n</picture>\n<i>"), "<picture><source><img></picture>\n<i>");
    }

    #[test]
    fn broken_pages_lose_nothing_but_spaces() {
        let without_spaces = |text: &str| text.split_whitespace().collect::<String>();
        for html in ["<p", "a < b", "</p>  x", "<!doctype", "<script>  x", "<pre>  ", "<a b=\"  ", "\u{feff}<p>  x"] {
            assert_eq!(without_spaces(&small(html)), without_spaces(html));
        }
    }
}
