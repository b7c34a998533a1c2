//! Text → the same text within HTML.
//!
//! Control characters are left out: HTML and the XML of feeds allow them nowhere.

/// As an element's text.
pub fn text(out: &mut String, text: &str) {
    copy(out, text, &TEXT);
}

/// As an attribute's value, between double quotation marks.
pub fn attribute(out: &mut String, text: &str) {
    copy(out, text, &ATTRIBUTE);
}

/// As an address in an attribute: what a URL can't hold is percent-encoded, what is encoded stays.
pub fn address(out: &mut String, address: &str) {
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            b'\'' => out.push_str("&#39;"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => out.push(byte as char),
            _ if b"-._~:/?#@!$()*+,;=%".contains(&byte) => out.push(byte as char),
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(HEX[usize::from(byte >> 4)] as char);
                out.push(HEX[usize::from(byte & 15)] as char);
            }
        }
    }
}

/// As an address in raw HTML, in the place of one that was typed there: with quotation marks around it or none. What may
/// end it in a style or a list is percent-encoded if it isn't the `whole` value of its attribute.
pub fn typed(out: &mut String, path: &str, suffix: &str, whole: bool) {
    let encoded = |text: &str| {
        let codes = [("'", "%27"), ("(", "%28"), (")", "%29"), (",", "%2C")];
        codes[..if whole { 1 } else { 4 }].iter().fold(text.to_owned(), |text, (sign, code)| text.replace(sign, code))
    };
    attribute(out, &encoded(path));
    address(out, &encoded(suffix));
}

const TEXT: [u8; 256] = table(false);
const ATTRIBUTE: [u8; 256] = table(true);
const REPLACEMENTS: [&str; 7] = ["", "", "&amp;", "&lt;", "&gt;", "&quot;", "\u{FFFD}"];

/// 0: as it is; else the place of the replacement.
const fn table(quoted: bool) -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 32 {
        table[byte] = 1;
        byte += 1;
    }
    table[0x7F] = 1;
    table[b'\t' as usize] = 0;
    table[b'\n' as usize] = 0;
    table[b'&' as usize] = 2;
    table[b'<' as usize] = 3;
    table[b'>' as usize] = 4;
    table[b'"' as usize] = if quoted { 5 } else { 0 };
    table[0] = 6;
    table
}

fn copy(out: &mut String, text: &str, table: &[u8; 256]) {
    let mut done = 0;
    for (piece, bytes) in text.as_bytes().chunks(PIECE).enumerate() {
        // Nothing above these two ever needs a replacement, and Chinese text has little else.
        if bytes.iter().fold(true, |plain, byte| plain & (*byte > b'>') & (*byte != 0x7F)) {
            continue;
        }
        for (place, byte) in bytes.iter().enumerate() {
            let replacement = table[usize::from(*byte)];
            if replacement != 0 {
                let at = piece * PIECE + place;
                out.push_str(&text[done..at]);
                out.push_str(REPLACEMENTS[usize::from(replacement)]);
                done = at + 1;
            }
        }
    }
    out.push_str(&text[done..]);
}

/// Bytes that the processor can look at together.
const PIECE: usize = 32;

#[cfg(test)]
mod tests {
    #[test]
    fn each_place_has_its_own_rules() {
        let mut out = String::new();
        super::text(&mut out, "\"a\" < b\u{B} & 彩虹");
        super::attribute(&mut out, "\"<");
        super::address(&mut out, "/彩 a?x=1&y=%20");
        assert_eq!(out, "\"a\" &lt; b &amp; 彩虹&quot;&lt;/%E5%BD%A9%20a?x=1&amp;y=%20");
    }
}
