//! The alphabets of mathematics: a letter and a font → the letter of that font in Unicode.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Font {
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
pub fn font(command: &str) -> Option<(Font, bool)> {
    let argument = match command {
        "mathnormal" | "symnormal" => Font::Normal,
        "mathrm" | "symrm" | "mathup" | "symup" => Font::Upright,
        "mathit" | "symit" => Font::Italic,
        "mathbf" | "symbf" | "mathbfup" | "symbfup" | "bold" => Font::Bold,
        "mathbfit" | "symbfit" => Font::BoldItalic,
        "boldsymbol" | "bm" | "pmb" | "mathbold" => Font::BoldSymbol,
        "mathcal" | "mathscr" | "symcal" | "symscr" | "scr" => Font::Script,
        "mathfrak" | "symfrak" | "frak" => Font::Fraktur,
        "mathbb" | "symbb" | "Bbb" | "mathds" | "mathbbm" => Font::Double,
        "mathbfcal" | "symbfcal" | "mathbfscr" | "symbfscr" => Font::BoldScript,
        "mathbffrak" | "symbffrak" => Font::BoldFraktur,
        "mathsf" | "symsf" | "mathsfup" | "symsfup" => Font::Sans,
        "mathbfsf" | "symbfsf" | "mathbfsfup" | "symbfsfup" => Font::BoldSans,
        "mathsfit" | "symsfit" => Font::SansItalic,
        "mathbfsfit" | "symbfsfit" => Font::BoldSansItalic,
        "mathtt" | "symtt" => Font::Mono,
        _ => {
            let rest = match command {
                "rm" | "rmfamily" | "upshape" => Font::Upright,
                "it" | "mit" | "itshape" => Font::Italic,
                "bf" | "bfseries" => Font::Bold,
                "boldmath" => Font::BoldSymbol,
                "cal" => Font::Script,
                "sf" | "sffamily" => Font::Sans,
                "tt" | "ttfamily" => Font::Mono,
                _ => return None,
            };
            return Some((rest, false));
        }
    };
    Some((argument, true))
}

/// Letters that Unicode has elsewhere than in the alphabet's row.
const ELSEWHERE: &[(Font, char, char)] = &[
    (Font::Italic, 'h', 'ℎ'),
    (Font::Script, 'B', 'ℬ'),
    (Font::Script, 'E', 'ℰ'),
    (Font::Script, 'F', 'ℱ'),
    (Font::Script, 'H', 'ℋ'),
    (Font::Script, 'I', 'ℐ'),
    (Font::Script, 'L', 'ℒ'),
    (Font::Script, 'M', 'ℳ'),
    (Font::Script, 'R', 'ℛ'),
    (Font::Script, 'e', 'ℯ'),
    (Font::Script, 'g', 'ℊ'),
    (Font::Script, 'o', 'ℴ'),
    (Font::Fraktur, 'C', 'ℭ'),
    (Font::Fraktur, 'H', 'ℌ'),
    (Font::Fraktur, 'I', 'ℑ'),
    (Font::Fraktur, 'R', 'ℜ'),
    (Font::Fraktur, 'Z', 'ℨ'),
    (Font::Double, 'C', 'ℂ'),
    (Font::Double, 'H', 'ℍ'),
    (Font::Double, 'N', 'ℕ'),
    (Font::Double, 'P', 'ℙ'),
    (Font::Double, 'Q', 'ℚ'),
    (Font::Double, 'R', 'ℝ'),
    (Font::Double, 'Z', 'ℤ'),
];

/// Greek letters that follow omega in each alphabet.
const VARIANTS: [char; 7] = ['∂', 'ϵ', 'ϑ', 'ϰ', 'ϕ', 'ϱ', 'ϖ'];

/// Returns the letter in the font, and whether it is to stand as it is: a single letter in `<mi>`
/// is slanted by browsers otherwise.
pub fn styled(font: Font, letter: char) -> (char, bool) {
    let capital_greek = matches!(letter, 'Α'..='Ω' | '∇');
    let font = match font {
        Font::Normal => return (letter, capital_greek),
        Font::Upright => return (letter, true),
        Font::BoldSymbol if capital_greek || letter.is_ascii_digit() => Font::Bold,
        Font::BoldSymbol => Font::BoldItalic,
        Font::Italic if !letter.is_ascii_alphabetic() && !capital_greek => return (letter, false),
        other => other,
    };
    if let Some((_, _, elsewhere)) = ELSEWHERE.iter().find(|(of, plain, _)| (*of, *plain) == (font, letter)) {
        return (*elsewhere, true);
    }
    // The beginning of capitals, of Greek capitals and of digits.
    let (latin, greek, digits) = match font {
        Font::Bold => (0x1D400, 0x1D6A8, 0x1D7CE),
        Font::Italic => (0x1D434, 0x1D6E2, 0),
        Font::BoldItalic => (0x1D468, 0x1D71C, 0x1D7CE),
        Font::Script => (0x1D49C, 0, 0),
        Font::Fraktur => (0x1D504, 0, 0),
        Font::BoldScript => (0x1D4D0, 0, 0x1D7CE),
        Font::BoldFraktur => (0x1D56C, 0, 0x1D7CE),
        Font::BoldSans => (0x1D5D4, 0x1D756, 0x1D7EC),
        Font::SansItalic => (0x1D608, 0, 0x1D7E2),
        Font::BoldSansItalic => (0x1D63C, 0x1D790, 0x1D7EC),
        Font::Double => (0x1D538, 0, 0x1D7D8),
        Font::Sans => (0x1D5A0, 0, 0x1D7E2),
        Font::Mono => (0x1D670, 0, 0x1D7F6),
        Font::Normal | Font::Upright | Font::BoldSymbol => (0, 0, 0),
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
            (Font::Bold, 'v', '𝐯'),
            (Font::Bold, '3', '𝟑'),
            (Font::Bold, 'Ω', '𝛀'),
            (Font::BoldSymbol, 'x', '𝒙'),
            (Font::BoldSymbol, 'α', '𝜶'),
            (Font::BoldSymbol, '∇', '𝛁'),
            (Font::BoldSymbol, 'ϕ', '𝝓'),
            (Font::Double, 'R', 'ℝ'),
            (Font::Double, 'k', '𝕜'),
            (Font::Double, '1', '𝟙'),
            (Font::Script, 'L', 'ℒ'),
            (Font::Script, 'A', '𝒜'),
            (Font::Fraktur, 'g', '𝔤'),
            (Font::Sans, 'T', '𝖳'),
            (Font::Mono, 'z', '𝚣'),
            (Font::BoldSans, 'A', '𝗔'),
            (Font::BoldFraktur, 'a', '𝖆'),
            (Font::BoldScript, 'A', '𝓐'),
            (Font::BoldSansItalic, 'x', '𝙭'),
            (Font::Italic, 'h', 'ℎ'),
            (Font::Italic, 'Γ', '𝛤'),
        ];
        for (font, plain, expected) in cases {
            assert_eq!(styled(font, plain), (expected, true), "{plain}");
        }
        assert_eq!(styled(Font::Normal, 'x'), ('x', false));
        assert_eq!(styled(Font::Normal, 'Δ'), ('Δ', true));
        assert_eq!(styled(Font::Upright, 'm'), ('m', true));
        assert_eq!(styled(Font::Bold, '水'), ('水', true));
    }
}
