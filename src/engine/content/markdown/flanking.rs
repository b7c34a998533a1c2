//! A run of `*`, `~~` or `_` and its neighbours → the marks that make CommonMark see it
//! as Chinese readers do.
//!
//! CommonMark decides from the characters beside a run whether it can open or close
//! emphasis, and takes every punctuation mark for one that belongs with spaces. The
//! amendments of the markdown-cjk-friendly specification (chapter 6.2) say what CJK
//! characters change. They come down to one sentence: a run that has a CJK character on
//! one side and no white space on either can both open and close. A character that is
//! neither space nor punctuation has the same effect, so that is what gets put in.
//!
//! This module looks at single characters only; it must not know of documents.

/// What to put in before and after a run.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Marks {
    pub before: Option<char>,
    pub after: Option<char>,
}

/// Neither space nor punctuation, and never part of a text: Unicode reserves it for a
/// program's own use.
pub const LETTER: char = '\u{FDD0}';

/// White space that no one types; the parser takes it for a neighbour that lets a run open or close.
pub const SPACE: char = '\u{2029}';

/// For a run of `*` or `~~` between two texts.
pub fn star(before: &str, after: &str) -> Marks {
    let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else {
        return Marks::default();
    };
    // A table's cell border counts as the end of the text.
    if left.is_whitespace() || right.is_whitespace() || left == '|' || right == '|' {
        return Marks::default();
    }
    if is_plain_letter(left) && is_plain_letter(right) || !(is_cjk(right) || ends_in_cjk(before, left)) {
        return Marks::default();
    }
    Marks { before: (!is_plain_letter(left)).then_some(LETTER), after: (!is_plain_letter(right)).then_some(LETTER) }
}

/// For a run of `_`. CJK characters change nothing about it, except that punctuation with a
/// variation selector behind it is still punctuation.
pub fn underscore(before: &str, after: &str) -> Marks {
    if is_face(before, after) {
        return Marks { before: Some(LETTER), after: None };
    }
    let mut left = before.chars().rev();
    match (left.next(), left.next(), after.chars().next()) {
        (Some(selector), Some(base), Some(right))
            if is_variation_selector(selector) && !base.is_alphanumeric() && right.is_alphanumeric() =>
        {
            Marks { before: Some(SPACE), after: None }
        }
        _ => Marks::default(),
    }
}

/// Whether a run stands in a face: `^_^`, `(>_<)`. It begins no emphasis, however many of them stand in a line. A `>` that begins
/// the line quotes it.
fn is_face(before: &str, after: &str) -> bool {
    let Some(left) = before.chars().next_back() else { return false };
    match (left, after.chars().next()) {
        ('>', Some('<')) => {
            let line = before.rsplit('\n').next().unwrap_or_default();
            !line.trim_start_matches(['>', ' ', '\t']).is_empty()
        }
        (_, Some(right)) => left == right && "^~=*".contains(left),
        _ => false,
    }
}

/// Whether the text before a run ends in a CJK sequence: a CJK character, one with a
/// variation selector, a curly quotation mark with the selector for its wide form, or an
/// ideographic variation selector.
fn ends_in_cjk(before: &str, last: char) -> bool {
    if is_variation_selector(last) {
        let base = before.chars().nth_back(1);
        return base.is_some_and(|base| is_cjk(base) || last == '\u{FE01}' && "‘’“”".contains(base));
    }
    is_cjk(last) || matches!(last, '\u{E0100}'..='\u{E01EF}')
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0E}')
}

/// Letters that are surely no punctuation, so a mark beside them would be wasted.
fn is_plain_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{20000}'..='\u{3FFFD}')
}

/// A CJK character by the specification's chapter 2.1: East Asian Width W, F or H and not an
/// emoji by default, or Hangul. The ranges are its `ranges.md` for Unicode 16.
pub fn is_cjk(c: char) -> bool {
    if c < '\u{1100}' {
        return false;
    }
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{20A9}' | '\u{2329}'..='\u{232A}' | '\u{2630}'..='\u{2637}'
        | '\u{268A}'..='\u{268F}' | '\u{2E80}'..='\u{2E99}' | '\u{2E9B}'..='\u{2EF3}' | '\u{2F00}'..='\u{2FD5}'
        | '\u{2FF0}'..='\u{303E}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{30FF}' | '\u{3105}'..='\u{312F}'
        | '\u{3131}'..='\u{318E}' | '\u{3190}'..='\u{31E5}' | '\u{31EF}'..='\u{321E}' | '\u{3220}'..='\u{3247}'
        | '\u{3250}'..='\u{A48C}' | '\u{A490}'..='\u{A4C6}' | '\u{A960}'..='\u{A97C}' | '\u{AC00}'..='\u{D7A3}'
        | '\u{D7B0}'..='\u{D7C6}' | '\u{D7CB}'..='\u{D7FB}' | '\u{F900}'..='\u{FAFF}' | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE52}' | '\u{FE54}'..='\u{FE66}' | '\u{FE68}'..='\u{FE6B}' | '\u{FF01}'..='\u{FFBE}'
        | '\u{FFC2}'..='\u{FFC7}' | '\u{FFCA}'..='\u{FFCF}' | '\u{FFD2}'..='\u{FFD7}' | '\u{FFDA}'..='\u{FFDC}'
        | '\u{FFE0}'..='\u{FFE6}' | '\u{FFE8}'..='\u{FFEE}' | '\u{16FE0}'..='\u{16FE4}' | '\u{16FF0}'..='\u{16FF6}'
        | '\u{17000}'..='\u{18CD5}' | '\u{18CFF}'..='\u{18D1E}' | '\u{18D80}'..='\u{18DF2}'
        | '\u{1AFF0}'..='\u{1AFF3}' | '\u{1AFF5}'..='\u{1AFFB}' | '\u{1AFFD}'..='\u{1AFFE}'
        | '\u{1B000}'..='\u{1B122}' | '\u{1B132}' | '\u{1B150}'..='\u{1B152}' | '\u{1B155}'
        | '\u{1B164}'..='\u{1B167}' | '\u{1B170}'..='\u{1B2FB}' | '\u{1D300}'..='\u{1D356}'
        | '\u{1D360}'..='\u{1D376}' | '\u{1F200}' | '\u{1F202}' | '\u{1F210}'..='\u{1F219}'
        | '\u{1F21B}'..='\u{1F22E}' | '\u{1F230}'..='\u{1F231}' | '\u{1F237}' | '\u{1F23B}'
        | '\u{1F240}'..='\u{1F248}' | '\u{1F260}'..='\u{1F265}' | '\u{20000}'..='\u{3FFFD}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_on_the_punctuation_sides_only() {
        let both = Marks { before: Some(LETTER), after: Some(LETTER) };
        assert_eq!(star("中文，", "后面"), Marks { before: Some(LETTER), after: None });
        assert_eq!(star("前面", "「引用」"), Marks { before: None, after: Some(LETTER) });
        assert_eq!(star("真”", "她"), Marks { before: Some(LETTER), after: None });
        assert_eq!(star("中。", "(x)"), both);
    }

    #[test]
    fn a_face_is_no_emphasis() {
        let face = Marks { before: Some(LETTER), after: None };
        for (left, right) in [("^", "^"), ("~", "~"), ("=", "="), ("(>", "<)"), ("> 冷>", "<")] {
            assert_eq!(underscore(left, right), face, "{left}_{right}");
        }
        for (left, right) in [(">", "<"), ("甲\n> >", "<"), ("(", "("), ("“", "雾"), ("-", "-"), ("^", "a"), ("", "^")]
        {
            assert_eq!(underscore(left, right), Marks::default(), "{left}_{right}");
        }
    }

    #[test]
    fn spaces_and_other_scripts_are_left_alone() {
        for (before, after) in
            [("", "「"), ("中，", " 后"), ("a.", "b"), ("a", "(b)"), ("中", "文"), ("|", "「"), ("，", "")]
        {
            assert_eq!(star(before, after), Marks::default(), "{before} {after}");
        }
    }
}
