//! The text of foreign bytes, in the encodings that files from Windows and old pages have.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

/// How far a page may say its encoding from its beginning.
const SAID_WITHIN: usize = 4096;

/// Returns a text: by its byte order mark, as UTF-8, as the encoding that a page says, or as GB18030; `None` if it is none of
/// these.
pub fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(Cow::Borrowed(text));
    }
    let said = said(&bytes[..bytes.len().min(SAID_WITHIN)]);
    let said = said.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes));
    said.or_else(|| GB18030.decode_without_bom_handling_and_without_replacement(bytes))
}

/// The encoding that the head of a page names: `charset=gb2312`.
fn said(head: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let rest = head.split_once("charset=")?.1.trim_start_matches(['"', '\'', ' ']);
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_').unwrap_or(rest.len());
    Encoding::for_label(&rest.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_out() {
        let utf_16 = |order: fn(u16) -> [u8; 2]| "\u{feff}名称".encode_utf16().flat_map(order).collect::<Vec<u8>>();
        assert_eq!(decoded(&utf_16(u16::to_le_bytes)).as_deref(), Some("名称"));
        assert_eq!(decoded(&utf_16(u16::to_be_bytes)).as_deref(), Some("名称"));
        assert_eq!(decoded("\u{feff}名称".as_bytes()).as_deref(), Some("名称"));
        let big5 = encoding_rs::BIG5.encode("<meta charset=\"big5\">彩虹").0.into_owned();
        assert_eq!(decoded(&big5).as_deref(), Some("<meta charset=\"big5\">彩虹"));
        assert_eq!(decoded(&GB18030.encode("彩虹").0).as_deref(), Some("彩虹"));
        assert_eq!(decoded(&[0xff, 0xff, 0xff]), None);
    }
}
