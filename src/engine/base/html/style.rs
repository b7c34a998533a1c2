//! A style sheet, or what an attribute says of style → the addresses in it (CSS Values 4, "Resource Locators").
//!
//! Strings and comments are skipped, so an address is only what a browser would load.

use std::ops::Range;

use memchr::{memchr, memmem};

/// Calls `found` for each address, without its quotation marks; the second argument is whether it
/// is that of an imported style sheet.
pub fn addresses(css: &[u8], found: &mut impl FnMut(Range<usize>, bool)) {
    // Of each open bracket: whether strings in it are addresses.
    let mut brackets: Vec<bool> = Vec::new();
    let mut imports = false;
    let mut at = 0;
    while let Some(first) = css.get(at).copied() {
        match first {
            b'/' if css[at + 1..].first() == Some(&b'*') => {
                at = memmem::find(&css[at + 2..], b"*/").map_or(css.len(), |length| at + 2 + length + 2);
            }
            b'\\' => at += 2,
            b'"' | b'\'' => {
                let end = string_end(css, at);
                if imports || brackets.last() == Some(&true) {
                    found(at + 1..end, imports);
                }
                imports = false;
                at = end + 1;
            }
            b'(' => {
                brackets.push(false);
                at += 1;
            }
            b')' => {
                brackets.pop();
                at += 1;
            }
            b'@' => {
                let name = &css[at + 1..at + 1 + word(&css[at + 1..])];
                imports = name.eq_ignore_ascii_case(b"import");
                at += 1 + name.len();
            }
            b';' | b'{' => {
                imports = false;
                at += 1;
            }
            byte if belongs_to_word(byte) => {
                let name = &css[at..at + word(&css[at..])];
                at += name.len();
                if css.get(at) != Some(&b'(') {
                    continue;
                }
                at += 1;
                if !name.eq_ignore_ascii_case(b"url") && !name.eq_ignore_ascii_case(b"src") {
                    brackets.push(name.to_ascii_lowercase().ends_with(b"image-set"));
                    continue;
                }
                at += css[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let quoted = matches!(css.get(at), Some(b'"' | b'\''));
                let end = if quoted { string_end(css, at) } else { unquoted_end(css, at) };
                found(at + usize::from(quoted)..end, imports);
                imports = false;
                at = memchr(b')', &css[end..]).map_or(css.len(), |length| end + length + 1);
            }
            _ => at += 1,
        }
    }
}

fn belongs_to_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_' || !byte.is_ascii()
}

fn word(css: &[u8]) -> usize {
    css.iter().take_while(|byte| belongs_to_word(**byte)).count()
}

/// Where a string ends whose quotation mark stands at `open`: at the other, or at the end.
fn string_end(css: &[u8], open: usize) -> usize {
    let mut at = open + 1;
    while let Some(byte) = css.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if *byte == css[open] => return at,
            _ => at += 1,
        }
    }
    css.len()
}

fn unquoted_end(css: &[u8], from: usize) -> usize {
    css[from..]
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || *byte == b')')
        .map_or(css.len(), |length| from + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(css: &str) -> Vec<(&str, bool)> {
        let mut all = Vec::new();
        addresses(css.as_bytes(), &mut |at, imported| all.push((&css[at], imported)));
        all
    }

    #[test]
    fn addresses_are_found_in_every_form() {
        assert_eq!(all("background:url(/a.png)"), [("/a.png", false)]);
        assert_eq!(all("a{b:URL( '/a (1).png' ) no-repeat,url(\"b\")}"), [("/a (1).png", false), ("b", false)]);
        assert_eq!(
            all("@import '/a.css' print;@import url(b.css);p{c:url(d)}"),
            [("/a.css", true), ("b.css", true), ("d", false)]
        );
        assert_eq!(all("a:image-set(\"/a\" 1x type(\"b\"), url(c) 2x) \"d\""), [("/a", false), ("c", false)]);
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        for css in [
            "/* url(/a) */",
            "content:\"url(/a)\"",
            "my-url(/a)",
            "content:'it\\'s url(/a)'",
            "url",
            "a\\url(",
            "@media print{a:\"/b\"}",
        ] {
            assert_eq!(all(css), [], "{css}");
        }
        for broken in ["url(", "url('", "url(\"a", "'", "\\", "/*", "url( a"] {
            all(broken);
        }
    }
}
