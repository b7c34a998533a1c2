//! Raised and lowered text → plain text that says the same: `10` and a raised `8` are `10⁸` and not 108.
//!
//! The one rule for everything that is made plain: summaries, descriptions, the search index, feeds and calendars.

use super::width::{is_cjk_punctuation, is_han, narrow};

/// Which way a text is moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextLevel {
    Raised,
    Lowered,
}

const RAISED: [(char, char); 18] = [
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('-', '⁻'),
    ('−', '⁻'),
    ('–', '⁻'),
    ('=', '⁼'),
    ('(', '⁽'),
    (')', '⁾'),
    ('n', 'ⁿ'),
];

const LOWERED: [(char, char); 17] = [
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
    ('+', '₊'),
    ('-', '₋'),
    ('−', '₋'),
    ('–', '₋'),
    ('=', '₌'),
    ('(', '₍'),
    (')', '₎'),
];

impl TextLevel {
    /// Returns the text in plain characters: those of Unicode where all of it has one, else `^` or `_` before a formula.
    /// Words (20^th^, ^注^) and marks of sources (^[1]^) stay as they are.
    pub fn plain(self, text: &str) -> String {
        let (table, sign) = match self {
            Self::Raised => (RAISED.as_slice(), '^'),
            Self::Lowered => (LOWERED.as_slice(), '_'),
        };
        let moved = |c: char| {
            let c = if matches!(c, '（' | '）') { c } else { narrow(c) };
            table.iter().find(|(plain, _)| *plain == c).map(|(_, moved)| *moved)
        };
        if let Some(moved) = text.chars().map(moved).collect::<Option<String>>() {
            return moved;
        }
        // The sentence's comma was raised by a slip: `10<sup>12，</sup>`.
        let start = text.len() - text.trim_start_matches(is_beside).len();
        let inside = text.trim_matches(is_beside);
        if !inside.is_empty() && inside.len() < text.len() {
            return format!("{}{}{}", &text[..start], self.plain(inside), &text[start + inside.len()..]);
        }
        if text.starts_with('[') && text.ends_with(']') {
            return text.to_owned();
        }
        let formula = text.is_ascii() && text.chars().any(|c| c.is_ascii_digit() || "+-*/=".contains(c));
        let related = text.contains(['→', '←', '≤', '≥', '≠', '≈', '∈'])
            || text.contains('/') && !text.chars().any(is_han)
            // `1，2` names two sources.
            || text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(['，', '、']);
        let mut chars = text.chars();
        let single = chars.next().is_some_and(|c| c.is_alphabetic() && !is_han(c)) && chars.next().is_none();
        match text {
            text if (formula || related) && text.chars().count() > 1 => format!("{sign}({text})"),
            text if formula || single => format!("{sign}{text}"),
            text => text.to_owned(),
        }
    }
}

/// Whether a character belongs to the sentence around a raised text, and not to that.
fn is_beside(c: char) -> bool {
    c.is_whitespace() || is_cjk_punctuation(c) || ",.;:!?".contains(c)
}

/// Returns the ordinary digit that a raised or lowered one is, so that a search for `H2O` finds `H₂O`.
pub(super) fn level(c: char) -> Option<char> {
    let digit = |(plain, moved): &(char, char)| (*moved == c && plain.is_ascii_digit()).then_some(*plain);
    RAISED.iter().chain(&LOWERED).find_map(digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_stays_a_power() {
        for (text, plain) in [
            ("8", "⁸"),
            ("-12", "⁻¹²"),
            ("n+1", "ⁿ⁺¹"),
            ("x", "^x"),
            ("2x", "^(2x)"),
            ("th", "th"),
            ("注", "注"),
            ("12，", "¹²，"),
            (" 12", " ¹²"),
            ("１２", "¹²"),
            ("–9", "⁻⁹"),
            ("－９", "⁻⁹"),
            ("（2）", "（²）"),
            ("x，", "^x，"),
            ("，", "，"),
            ("[1]", "[1]"),
            ("12次", "^(12次)"),
            ("注1", "注1"),
            ("", ""),
        ] {
            assert_eq!(TextLevel::Raised.plain(text), plain, "{text}");
        }
        assert_eq!(TextLevel::Lowered.plain("2"), "₂");
        assert_eq!(TextLevel::Lowered.plain("max"), "max");
        assert_eq!(TextLevel::Lowered.plain("x→0"), "_(x→0)");
        assert_eq!((level('₂'), level('³'), level('2')), (Some('2'), Some('3'), None));
    }
}
