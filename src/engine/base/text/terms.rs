//! Splits plain text into search terms: every pair of neighbours in a run of Han characters, and every word of letters
//! and digits.
//!
//! A query of any length is then a set of terms: one character is a prefix of pairs, two characters are a pair, more
//! are several. The text isn't segmented by a dictionary, so a query can't be segmented differently from the text. The
//! search page's script splits queries by the same rules; therefore these are plain ranges of UTF-16 units and not the
//! properties of one version of Unicode.

use super::script::level;
use super::width::narrow;

/// A search term.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Term<'a> {
    /// Two neighbours as UTF-16 units; a run's last character is followed by [`RUN_END`]. A character outside of the
    /// basic plane is such a pair by itself.
    Pair(u16, u16),
    /// A word in lower case.
    Word(&'a str),
}

/// Follows the last character of a run; no run contains it.
pub const RUN_END: u16 = 0x3000;

/// Calls `found` for each term of a text, in order and with repetitions.
pub fn terms(text: &str, mut found: impl FnMut(Term<'_>)) {
    let mut last: Option<u16> = None;
    let mut word = String::new();
    for c in text.chars() {
        let kind = kind(c);
        if kind != Kind::Word && !word.is_empty() {
            found(Term::Word(&word));
            word.clear();
        }
        if let (Kind::Word | Kind::Pair | Kind::Other, Some(before)) = (kind, last) {
            found(Term::Pair(before, RUN_END));
            last = None;
        }
        match kind {
            Kind::Han => {
                // In the basic plane, so one unit.
                let unit = c as u16;
                if let Some(before) = last {
                    found(Term::Pair(before, unit));
                }
                last = Some(unit);
            }
            Kind::Pair => {
                let mut units = [0; 2];
                c.encode_utf16(&mut units);
                found(Term::Pair(units[0], units[1]));
            }
            Kind::Word => word.push(fold(c)),
            Kind::Other => {}
        }
    }
    if !word.is_empty() {
        found(Term::Word(&word));
    }
    if let Some(before) = last {
        found(Term::Pair(before, RUN_END));
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Written without spaces: Han, kana, bopomofo, Yi, Hangul.
    Han,
    /// A character outside of the basic plane.
    Pair,
    Word,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        '\u{3400}'..='\u{9FFF}'
        | '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{3041}'..='\u{312F}'
        | '\u{A000}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}' => Kind::Han,
        '0'..='9' | 'a'..='z' | 'A'..='Z' => Kind::Word,
        '\u{D7}' | '\u{F7}' => Kind::Other,
        '\u{C0}'..='\u{1FFF}' => Kind::Word,
        '\u{FF10}'..='\u{FF19}' | '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => Kind::Word,
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}' | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' => Kind::Word,
        '\u{10000}'.. => Kind::Pair,
        _ => Kind::Other,
    }
}

/// Normalises a letter for the search: lower case and half-width; a raised or lowered digit is a digit.
fn fold(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => narrow(c).to_ascii_lowercase(),
        _ if c.is_ascii() => c.to_ascii_lowercase(),
        _ if level(c).is_some() => level(c).unwrap_or(c),
        _ => {
            let mut lower = c.to_lowercase();
            match (lower.next(), lower.next()) {
                (Some(one), None) => one,
                _ => c,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        terms(text, |term| {
            all.push(match term {
                Term::Pair(first, second) => String::from_utf16(&[first, second]).unwrap().replace('\u{3000}', "$"),
                Term::Word(word) => word.to_owned(),
            });
        });
        all
    }

    #[test]
    fn neighbours_of_a_run_and_its_last_character() {
        assert_eq!(shown("科普馆，学"), ["科普", "普馆", "馆$", "学$"]);
        assert_eq!(shown("カメラ"), ["カメ", "メラ", "ラ$"]);
    }

    #[test]
    fn words_are_small_and_not_full_width() {
        assert_eq!(shown("3D打印ＤＮＡ Été"), ["3d", "打印", "印$", "dna", "été"]);
        assert_eq!(shown("covid-19"), ["covid", "19"]);
        assert_eq!(shown("H₂O 10⁸ m²"), ["h2o", "108", "m2"]);
    }

    #[test]
    fn a_character_beyond_the_basic_plane_is_a_pair() {
        assert_eq!(shown("第𬭚号"), ["第$", "𬭚", "号$"]);
    }
}
