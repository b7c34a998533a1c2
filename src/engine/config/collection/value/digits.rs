//! Reads numbers: `１２．５％` becomes `12.5%`, as Chinese input methods produce full-width digits; `二十三` is 23.
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

/// Parses a Chinese numeral below a hundred: `九`, `十`, `二十三`.
pub fn numeral(text: &str) -> Option<(u16, &str)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let digit = |text: &str| {
        let first = text.chars().next()?;
        let value = match first {
            '零' => 0,
            '两' => 2,
            _ => DIGITS.chars().position(|digit| digit == first)?,
        };
        Some((u16::try_from(value).ok()?, first.len_utf8()))
    };
    let (tens, rest) = match (text.strip_prefix('十'), digit(text)) {
        (Some(rest), _) => (1, rest),
        (None, Some((value, length))) => match text[length..].strip_prefix('十') {
            Some(rest) => (value, rest),
            None => return Some((value, &text[length..])),
        },
        (None, None) => return None,
    };
    match digit(rest) {
        Some((value, length)) => Some((tens * 10 + value, &rest[length..])),
        None => Some((tens * 10, rest)),
    }
}

/// Parses one or two digits: an hour, a minute, a day.
pub fn number(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = leading(text);
    if digits.len() <= 2 { Some((digits.parse().ok()?, rest)) } else { None }
}
