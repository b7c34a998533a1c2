//! A `Range` header → the requested part of the bytes (RFC 9110, section 14).

use std::ops::Range;

/// The response to a request for a part.
#[derive(PartialEq, Eq, Debug)]
pub enum Asked {
    /// Everything: the request is for no part, for several, or can't be parsed.
    Whole,
    Part(Range<usize>),
    /// The part lies outside the bytes.
    Nothing,
}

/// Parses a header for `length` bytes.
pub fn read(header: &str, length: usize) -> Asked {
    let Some((unit, asked)) = header.split_once('=') else { return Asked::Whole };
    let Some((first, last)) = asked.trim().split_once('-').filter(|_| unit.trim().eq_ignore_ascii_case("bytes")) else {
        return Asked::Whole;
    };
    match (number(first), number(last)) {
        (Some(Bound::At(first)), Some(Bound::At(last))) if last < first => Asked::Whole,
        (Some(Bound::At(first)), Some(_)) if first >= length => Asked::Nothing,
        (Some(Bound::At(first)), Some(Bound::At(last))) => Asked::Part(first..last.saturating_add(1).min(length)),
        (Some(Bound::At(first)), Some(Bound::Open)) => Asked::Part(first..length),
        (Some(Bound::Open), Some(Bound::At(0))) => Asked::Nothing,
        (Some(Bound::Open), Some(Bound::At(_))) if length == 0 => Asked::Nothing,
        (Some(Bound::Open), Some(Bound::At(last))) => Asked::Part(length.saturating_sub(last)..length),
        _ => Asked::Whole,
    }
}

enum Bound {
    Open,
    At(usize),
}

/// Parses digits; a number that is too large for any file lies beyond its end.
fn number(text: &str) -> Option<Bound> {
    let text = text.trim();
    match text.bytes().all(|byte| byte.is_ascii_digit()) {
        true if text.is_empty() => Some(Bound::Open),
        true => Some(Bound::At(text.parse().unwrap_or(usize::MAX))),
        false => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_the_standard_says() {
        for (header, expected) in [
            ("bytes=0-0", Asked::Part(0..1)),
            ("bytes=2-5", Asked::Part(2..6)),
            ("bytes=2-", Asked::Part(2..10)),
            ("bytes=-3", Asked::Part(7..10)),
            ("bytes=-30", Asked::Part(0..10)),
            ("bytes=5-99999999999999999999999", Asked::Part(5..10)),
            ("Bytes = 9-9", Asked::Part(9..10)),
            ("bytes=10-", Asked::Nothing),
            ("bytes=99999999999999999999999-", Asked::Nothing),
            ("bytes=-0", Asked::Nothing),
            ("bytes=5-2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes=0-1,3-4", Asked::Whole),
            ("bytes=a-b", Asked::Whole),
            ("items=0-1", Asked::Whole),
            ("", Asked::Whole),
        ] {
            assert_eq!(read(header, 10), expected, "{header}");
        }
        assert_eq!(read("bytes=-5", 0), Asked::Nothing);
        assert_eq!(read("bytes=0-", 0), Asked::Nothing);
    }
}
