//! Transliterates a character to lower-case ASCII letters and digits for an address, if the result is unambiguous.

use super::width::narrow;

/// Returns the ASCII spelling of a letter or digit, or `None` if it has no simple one.
///
/// Letters of European languages and of pinyin lose their accents, full-width forms become half-width, and superscripts
/// and subscripts become digits: `H₂O` is `h2o`.
/// ordinary ones, and the raised and lowered digits of formulas become digits: `H₂O` is `h2o`.
pub(super) fn ascii_of(c: char) -> Option<Spelling> {
    match c {
        'a'..='z' | '0'..='9' => Some(Spelling::Letter(c)),
        'A'..='Z' => Some(Spelling::Letter(c.to_ascii_lowercase())),
        '\u{FF01}'..='\u{FF5E}' => {
            let ascii = narrow(c).to_ascii_lowercase();
            ascii.is_ascii_alphanumeric().then_some(Spelling::Letter(ascii))
        }
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}' | '\u{2070}'..='\u{2089}' => {
            accented(c)
        }
        _ => None,
    }
}

/// The spelling of a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelling {
    Letter(char),
    /// Ligatures and letters with a spelling of two letters.
    Letters(&'static str),
}

fn accented(c: char) -> Option<Spelling> {
    let lower = c.to_lowercase().next()?;
    if let Some((_, spelling)) = PAIRS.iter().find(|(letter, _)| *letter == lower) {
        return Some(Spelling::Letters(spelling));
    }
    let (base, _) = ACCENTED.iter().find(|(_, variants)| variants.contains(lower))?;
    Some(Spelling::Letter(*base))
}

const PAIRS: &[(char, &str)] = &[('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('þ', "th"), ('ĳ', "ij")];

/// `ü` without a tone is the German letter and loses its dots; with a tone it can only be pinyin, where `v` usually
/// replaces it and distinguishes `nǚ` from `nù`.
const ACCENTED: &[(char, &str)] = &[
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('b', "ḃ"),
    ('c', "çćĉċč"),
    ('d', "ďđðḋ"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('f', "ḟ"),
    ('g', "ĝğġģǧ"),
    ('h', "ĥħḣ"),
    ('i', "ìíîïĩīĭįıǐỉị"),
    ('j', "ĵ"),
    ('k', "ķǩ"),
    ('l', "ĺļľŀł"),
    ('m', "ṁḿ"),
    ('n', "ñńņňŋǹ"),
    ('o', "òóôõöøōŏőǒơọỏốồổỗộớờởỡợ"),
    ('p', "ṗ"),
    ('r', "ŕŗř"),
    ('s', "śŝşšșṡ"),
    ('t', "ţťŧțṫ"),
    ('u', "ùúûüũūŭůűųǔưụủứừửữự"),
    ('v', "ǖǘǚǜ"),
    ('w', "ŵẁẃẅ"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('z', "źżž"),
    ('0', "⁰₀"),
    ('1', "¹₁"),
    ('2', "²₂"),
    ('3', "³₃"),
    ('4', "⁴₄"),
    ('5', "⁵₅"),
    ('6', "⁶₆"),
    ('7', "⁷₇"),
    ('8', "⁸₈"),
    ('9', "⁹₉"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        for (c, letter) in
            [('A', 'a'), ('7', '7'), ('É', 'e'), ('ł', 'l'), ('Ｚ', 'z'), ('３', '3'), ('₂', '2'), ('ǚ', 'v')]
        {
            assert_eq!(ascii_of(c), Some(Spelling::Letter(letter)), "{c}");
        }
        assert_eq!(ascii_of('ß'), Some(Spelling::Letters("ss")));
        for c in ['中', ' ', '-', '，', 'α', 'ж', '！', '×'] {
            assert_eq!(ascii_of(c), None, "{c}");
        }
    }
}
