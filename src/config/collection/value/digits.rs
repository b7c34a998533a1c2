//! `１２．５％` → `12.5%`: digits as they come out of a Chinese keyboard, and where they end.
//!
//! What a number means, and how large it may be, is for each value to say.

/// The half-width form of what stands in a number; anything else as it is.
pub fn half_width(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '．' => '.',
        '％' => '%',
        _ => c,
    }
}

/// The digits at the start of a text, and what follows them.
pub fn leading(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_digit).count())
}
