//! The alphabets of mathematics: a letter and a font → the letter of that font in Unicode.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Alphabet {
    /// Letters slanted, digits upright, as formulas are set.
    #[default]
    Normal,
    Upright,
    Italic,
    Bold,
    BoldItalic,
    /// Bold in whatever slant the letter has.
    BoldSymbol,
    Script,
    BoldScript,
    Fraktur,
    BoldFraktur,
    Double,
    Sans,
    BoldSans,
    SansItalic,
    BoldSansItalic,
    Mono,
}

/// Returns the font that a command selects for its argument, or for the rest of its group.
pub fn font(command: &str) -> Option<(Alphabet, bool)> {
    let argument = match command {
        "mathnormal" | "symnormal" => Alphabet::Normal,
        "mathrm" | "symrm" | "mathup" | "symup" => Alphabet::Upright,
        "mathit" | "symit" => Alphabet::Italic,
        "mathbf" | "symbf" | "mathbfup" | "symbfup" | "bold" => Alphabet::Bold,
        "mathbfit" | "symbfit" => Alphabet::BoldItalic,
        "boldsymbol" | "bm" | "pmb" | "mathbold" => Alphabet::BoldSymbol,
        "mathcal" | "mathscr" | "symcal" | "symscr" | "scr" => Alphabet::Script,
        "mathfrak" | "symfrak" | "frak" => Alphabet::Fraktur,
        "mathbb" | "symbb" | "Bbb" | "mathds" | "mathbbm" => Alphabet::Double,
        "mathbfcal" | "symbfcal" | "mathbfscr" | "symbfscr" => Alphabet::BoldScript,
        "mathbffrak" | "symbffrak" => Alphabet::BoldFraktur,
        "mathsf" | "symsf" | "mathsfup" | "symsfup" => Alphabet::Sans,
        "mathbfsf" | "symbfsf" | "mathbfsfup" | "symbfsfup" => Alphabet::BoldSans,
        "mathsfit" | "symsfit" => Alphabet::SansItalic,
        "mathbfsfit" | "symbfsfit" => Alphabet::BoldSansItalic,
        "mathtt" | "symtt" => Alphabet::Mono,
        _ => {
            let rest = match command {
                "rm" | "rmfamily" | "upshape" => Alphabet::Upright,
                "it" | "mit" | "itshape" => Alphabet::Italic,
                "bf" | "bfseries" => Alphabet::Bold,
                "boldmath" => Alphabet::BoldSymbol,
                "cal" => Alphabet::Script,
                "sf" | "sffamily" => Alphabet::Sans,
                "tt" | "ttfamily" => Alphabet::Mono,
                _ => return None,
            };
            return Some((rest, false));
        }
    };
    Some((argument, true))
}

/// Letters that Unicode has elsewhere than in the alphabet's row.
const ELSEWHERE: &[(Alphabet, char, char)] = &[
    (Alphabet::Italic, 'h', 'ℎ'),
    (Alphabet::Script, 'B', 'ℬ'),
    (Alphabet::Script, 'E', 'ℰ'),
    (Alphabet::Script, 'F', 'ℱ'),
    (Alphabet::Script, 'H', 'ℋ'),
    (Alphabet::Script, 'I', 'ℐ'),
    (Alphabet::Script, 'L', 'ℒ'),
    (Alphabet::Script, 'M', 'ℳ'),
    (Alphabet::Script, 'R', 'ℛ'),
    (Alphabet::Script, 'e', 'ℯ'),
    (Alphabet::Script, 'g', 'ℊ'),
    (Alphabet::Script, 'o', 'ℴ'),
    (Alphabet::Fraktur, 'C', 'ℭ'),
    (Alphabet::Fraktur, 'H', 'ℌ'),
    (Alphabet::Fraktur, 'I', 'ℑ'),
    (Alphabet::Fraktur, 'R', 'ℜ'),
    (Alphabet::Fraktur, 'Z', 'ℨ'),
    (Alphabet::Double, 'C', 'ℂ'),
    (Alphabet::Double, 'H', 'ℍ'),
    (Alphabet::Double, 'N', 'ℕ'),
    (Alphabet::Double, 'P', 'ℙ'),
    (Alphabet::Double, 'Q', 'ℚ'),
    (Alphabet::Double, 'R', 'ℝ'),
    (Alphabet::Double, 'Z', 'ℤ'),
];

/// Greek letters that follow omega in each alphabet.
const VARIANTS: [char; 7] = ['∂', 'ϵ', 'ϑ', 'ϰ', 'ϕ', 'ϱ', 'ϖ'];

/// Returns the letter in the font, and whether it is to stand as it is: a single letter in `<mi>`
/// is slanted by browsers otherwise.
pub fn styled(font: Alphabet, letter: char) -> (char, bool) {
    let capital_greek = matches!(letter, 'Α'..='Ω' | '∇');
    let font = match font {
        Alphabet::Normal => return (letter, capital_greek),
        Alphabet::Upright => return (letter, true),
        Alphabet::BoldSymbol if capital_greek || letter.is_ascii_digit() => Alphabet::Bold,
        Alphabet::BoldSymbol => Alphabet::BoldItalic,
        Alphabet::Italic if !letter.is_ascii_alphabetic() && !capital_greek => return (letter, false),
        other => other,
    };
    if let Some((_, _, elsewhere)) = ELSEWHERE.iter().find(|(of, plain, _)| (*of, *plain) == (font, letter)) {
        return (*elsewhere, true);
    }
    // The beginning of capitals, of Greek capitals and of digits.
    let (latin, greek, digits) = match font {
        Alphabet::Bold => (0x1D400, 0x1D6A8, 0x1D7CE),
        Alphabet::Italic => (0x1D434, 0x1D6E2, 0),
        Alphabet::BoldItalic => (0x1D468, 0x1D71C, 0x1D7CE),
        Alphabet::Script => (0x1D49C, 0, 0),
        Alphabet::Fraktur => (0x1D504, 0, 0),
        Alphabet::BoldScript => (0x1D4D0, 0, 0x1D7CE),
        Alphabet::BoldFraktur => (0x1D56C, 0, 0x1D7CE),
        Alphabet::BoldSans => (0x1D5D4, 0x1D756, 0x1D7EC),
        Alphabet::SansItalic => (0x1D608, 0, 0x1D7E2),
        Alphabet::BoldSansItalic => (0x1D63C, 0x1D790, 0x1D7EC),
        Alphabet::Double => (0x1D538, 0, 0x1D7D8),
        Alphabet::Sans => (0x1D5A0, 0, 0x1D7E2),
        Alphabet::Mono => (0x1D670, 0, 0x1D7F6),
        Alphabet::Normal | Alphabet::Upright | Alphabet::BoldSymbol => (0, 0, 0),
    };
    let code = u32::from(letter);
    let (start, offset) = match letter {
        'A'..='Z' => (latin, code - 0x41),
        'a'..='z' => (latin, 26 + code - 0x61),
        '0'..='9' => (digits, code - 0x30),
        'Α'..='Ω' => (greek, code - 0x391),
        '∇' => (greek, 25),
        'α'..='ω' => (greek, 26 + code - 0x3B1),
        _ => match VARIANTS.iter().position(|variant| *variant == letter) {
            Some(index) => (greek, 51 + u32::try_from(index).unwrap_or_default()),
            None => (0, 0),
        },
    };
    let found = (start != 0).then(|| char::from_u32(start + offset)).flatten();
    (found.unwrap_or(letter), true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_unicode() {
        let cases = [
            (Alphabet::Bold, 'v', '𝐯'),
            (Alphabet::Bold, '3', '𝟑'),
            (Alphabet::Bold, 'Ω', '𝛀'),
            (Alphabet::BoldSymbol, 'x', '𝒙'),
            (Alphabet::BoldSymbol, 'α', '𝜶'),
            (Alphabet::BoldSymbol, '∇', '𝛁'),
            (Alphabet::BoldSymbol, 'ϕ', '𝝓'),
            (Alphabet::Double, 'R', 'ℝ'),
            (Alphabet::Double, 'k', '𝕜'),
            (Alphabet::Double, '1', '𝟙'),
            (Alphabet::Script, 'L', 'ℒ'),
            (Alphabet::Script, 'A', '𝒜'),
            (Alphabet::Fraktur, 'g', '𝔤'),
            (Alphabet::Sans, 'T', '𝖳'),
            (Alphabet::Mono, 'z', '𝚣'),
            (Alphabet::BoldSans, 'A', '𝗔'),
            (Alphabet::BoldFraktur, 'a', '𝖆'),
            (Alphabet::BoldScript, 'A', '𝓐'),
            (Alphabet::BoldSansItalic, 'x', '𝙭'),
            (Alphabet::Italic, 'h', 'ℎ'),
            (Alphabet::Italic, 'Γ', '𝛤'),
        ];
        for (font, plain, expected) in cases {
            assert_eq!(styled(font, plain), (expected, true), "{plain}");
        }
        assert_eq!(styled(Alphabet::Normal, 'x'), ('x', false));
        assert_eq!(styled(Alphabet::Normal, 'Δ'), ('Δ', true));
        assert_eq!(styled(Alphabet::Upright, 'm'), ('m', true));
        assert_eq!(styled(Alphabet::Bold, '水'), ('水', true));
    }
}
