//! Places in a text as browsers count them: in UTF-16 units.

/// Returns the length of a text in UTF-16 units.
pub fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Returns the place in bytes of a place in UTF-16 units: that of the first character that doesn't begin before it.
pub fn byte_of_utf16(text: &str, place: usize) -> usize {
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
    fn places_are_counted_as_browsers_do() {
        let text = "a𠮷甲";
        for (place, byte) in [(0, 0), (1, 1), (2, 5), (3, 5), (4, 8), (9, 8)] {
            assert_eq!(byte_of_utf16(text, place), byte, "{place}");
        }
        assert_eq!(utf16_len(text), 4);
    }
}
