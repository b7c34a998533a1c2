//! Texts as pages count in them: with plain line ends, in UTF-16 units.

use std::borrow::Cow;

/// Returns a text with plain line ends, in which comments have their places.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// The length of a text.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The place in bytes: that of the first character that doesn't begin before it.
pub fn byte_of(text: &str, place: usize) -> usize {
    let mut before = 0;
    for (at, c) in text.char_indices() {
        if before >= place {
            return at;
        }
        before += c.len_utf16();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_as_pages_do() {
        let text = "a𠮷甲";
        for (place, byte) in [(0, 0), (1, 1), (2, 5), (3, 5), (4, 8), (9, 8)] {
            assert_eq!(byte_of(text, place), byte, "{place}");
        }
        assert_eq!(units(text), 4);
    }
}
