//! Normalises digits: `１２．５％` becomes `12.5%`. Chinese input methods produce full-width ones.
//!
//! The meaning of a number and its limits are a matter of each value type.

/// Returns the half-width form of a character that occurs in numbers; any other character unchanged.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '．' => '.',
        '％' => '%',
        _ => c,
    }
}

/// Splits the digits off the start of a text.
pub fn leading(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}
