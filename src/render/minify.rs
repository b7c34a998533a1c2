//! A page → the same page in fewer bytes.
//!
//! Only what no browser shows goes: comments, and spaces beside spaces. Between two words a space stays a space and a line
//! break a line break, because what a browser makes of it depends on the words: between two Chinese characters a line break
//! may be nothing, and a space never is. Tags, attributes and scripts stay as they are, byte by byte, so what is computed from
//! them (sums for the policy, say) holds before and after.

use html5gum::Span;
use html5gum::Tokenizer;
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};

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

/// What matters of a page, in order.
enum Piece {
    Open,
    Close,
    Text,
    Comment,
}

pub fn minify(html: &[u8]) -> Vec<u8> {
    let mut page = Page { html, small: Vec::with_capacity(html.len()), copied: 0, kept: None, open: Vec::new() };
    for (piece, name, Span { start, end }) in pieces(html) {
        match piece {
            Piece::Open => page.open(&name),
            Piece::Close => page.close(&name),
            Piece::Text => page.text(start, end),
            Piece::Comment => page.comment(start, end),
        }
    }
    page.finish()
}

/// Tags with their names, texts and comments, each with its place.
fn pieces(html: &[u8]) -> impl Iterator<Item = (Piece, Vec<u8>, Span<usize>)> + '_ {
    let told = |event: CallbackEvent<'_>, span: Span<usize>| match event {
        CallbackEvent::OpenStartTag { name } => Some((Piece::Open, name.to_vec(), span)),
        CallbackEvent::EndTag { name } => Some((Piece::Close, name.to_vec(), span)),
        CallbackEvent::String { .. } => Some((Piece::Text, Vec::new(), span)),
        CallbackEvent::Comment { .. } => Some((Piece::Comment, Vec::new(), span)),
        _ => None,
    };
    let mut emitter = CallbackEmitter::new(told);
    // What a script or a style sheet holds is no HTML.
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).flatten()
}

struct Page<'h> {
    html: &'h [u8],
    small: Vec<u8>,
    /// Up to here everything has its place in `small`.
    copied: usize,
    /// The element that is kept as it is, and how many of its name are open.
    kept: Option<(Vec<u8>, usize)>,
    /// Of those without text, the ones that are open.
    open: Vec<Vec<u8>>,
}

impl Page<'_> {
    fn open(&mut self, name: &[u8]) {
        match &mut self.kept {
            Some((kept, depth)) if kept == name => *depth += 1,
            Some(_) => {}
            None if KEPT.contains(&name) => self.kept = Some((name.to_vec(), 1)),
            // A body without a tag begins with the first thing that belongs into one.
            None if WITHOUT_TEXT.contains(&name) || name == b"body" => self.open.push(name.to_vec()),
            None => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match &mut self.kept {
            Some((kept, depth)) if kept == name => {
                *depth -= 1;
                if *depth == 0 {
                    self.kept = None;
                }
            }
            Some(_) => {}
            None => {
                if let Some(at) = self.open.iter().rposition(|open| open == name) {
                    self.open.truncate(at);
                }
            }
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        if self.kept.is_some() || start < self.copied || end > self.html.len() {
            return;
        }
        let text = &self.html[start..end];
        self.copy(start);
        self.copied = end;
        if text.iter().all(u8::is_ascii_whitespace) {
            if self.open.last().is_some_and(|open| open != b"body") {
                return;
            }
            self.space(if text.contains(&b'\n') { 1 } else { 0 });
            return;
        }
        let mut rest = text;
        while let Some(at) = rest.iter().position(u8::is_ascii_whitespace) {
            self.small.extend_from_slice(&rest[..at]);
            let length = rest[at..].iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len() - at);
            // As many lines as there were: `white-space: pre-line` shows them.
            self.space(rest[at..at + length].iter().filter(|byte| **byte == b'\n').count());
            rest = &rest[at + length..];
        }
        self.small.extend_from_slice(rest);
    }

    /// A space, or so many line breaks.
    fn space(&mut self, lines: usize) {
        if lines == 0 {
            self.small.push(b' ');
        }
        self.small.extend(std::iter::repeat_n(b'\n', lines));
    }

    fn comment(&mut self, start: usize, end: usize) {
        let Some(comment) = self.html.get(start..end).filter(|_| self.kept.is_none() && start >= self.copied) else {
            return;
        };
        // What a server puts in, and what old browsers read, isn't said to people.
        if comment.starts_with(b"<!--#") || comment.starts_with(b"<!--[if") || comment.starts_with(b"<!--<![") {
            return;
        }
        self.copy(start);
        self.copied = end;
    }

    fn copy(&mut self, to: usize) {
        self.small.extend_from_slice(&self.html[self.copied..to]);
        self.copied = to;
    }

    fn finish(mut self) -> Vec<u8> {
        self.copy(self.html.len());
        self.small
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small(html: &str) -> String {
        String::from_utf8(minify(html.as_bytes())).unwrap()
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
