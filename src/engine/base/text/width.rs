//! Character classes of Chinese typesetting: Han, kana, wide, punctuation.
//!
//! The ranges are those of Unicode 17, `Scripts.txt` and `EastAsianWidth.txt`, extended to whole blocks if the rest of
//! a block is unassigned or reserved for the same use.

/// Returns whether a soft line break between two characters disappears instead of becoming a space.
///
/// This is the segment break rule of CSS Text Level 4, §4.1.3, for Chinese and Japanese: a break between two wide
/// characters disappears, and so does one between a wide character and a mark that Chinese shares with other scripts
/// (`“`, `…`, `—`). Two shared marks don't show the language, so a space stays; [`break_vanishes`] sees more.
#[must_use]
pub fn joins_without_space(before: char, after: char) -> bool {
    match (is_wide(before), is_wide(after)) {
        (true, true) => true,
        (true, false) => is_shared_punctuation(after) || is_shared_sign(after),
        (false, true) => is_shared_punctuation(before) || is_shared_sign(before),
        (false, false) => false,
    }
}

/// Returns whether a soft line break between two texts disappears. Beside two shared marks (`”` and `“`) the next
/// characters that aren't decide.
#[must_use]
pub fn break_vanishes(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    if !is_shared_punctuation(last) || !is_shared_punctuation(next) {
        return joins_without_space(last, next);
    }
    let shown = |c: &char| !is_shared_punctuation(*c);
    before.chars().rev().find(shown).is_some_and(is_wide) || after.chars().find(shown).is_some_and(is_wide)
}

/// Returns whether a character is Han, in any block; the iteration mark `々` and the zero `〇` are included.
///
/// Planes 2 and 3 are completely reserved for Han characters, so future extensions are included.
#[must_use]
#[inline]
pub fn is_han(c: char) -> bool {
    // Nearly every character of a Chinese text is in this block, so it is checked first.
    matches!(c, '\u{4E00}'..='\u{9FFF}') || (c >= '\u{2E80}' && is_rarer_han(c))
}

fn is_rarer_han(c: char) -> bool {
    matches!(c,
        '\u{3005}' | '\u{3007}' | '\u{3021}'..='\u{3029}' | '\u{3038}'..='\u{303B}'
        | '\u{2E80}'..='\u{2FD5}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Returns whether a character is hiragana or katakana, half-width katakana included, the middle dot `・` excluded.
#[must_use]
#[inline]
pub fn is_kana(c: char) -> bool {
    matches!(c,
        '\u{3041}'..='\u{309F}'
        | '\u{30A1}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9F}'
        | '\u{1AFF0}'..='\u{1B16F}')
}

/// Returns whether a character is set without spaces: Han, kana, bopomofo, Yi, CJK punctuation and symbols, full-width
/// forms.
///
/// Hangul is as wide, but Korean puts spaces between words, so a break there means a space. Emoji are as wide too, but
/// belong to no script; spaces beside them are kept as written.
#[must_use]
pub fn is_wide(c: char) -> bool {
    is_han(c)
        || is_kana(c)
        || is_cjk_punctuation(c)
        || matches!(c,
            '\u{3000}'
            | '\u{3004}' | '\u{3006}' | '\u{3012}' | '\u{3013}' | '\u{3020}'
            | '\u{302A}'..='\u{303F}'
            | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{31EF}'
            | '\u{3190}'..='\u{319F}'
            | '\u{3220}'..='\u{325F}' | '\u{3280}'..='\u{33FF}'
            | '\u{A000}'..='\u{A4CF}'
            | '\u{FF01}'..='\u{FF65}'
            | '\u{FFE0}'..='\u{FFE6}')
}

/// Returns whether a mark belongs to Chinese and Japanese alone: `。，、；：？！（）《》「」【】` and the like, with the vertical and
/// the full-width forms, full-width symbols included.
///
/// The quotation marks `“”‘’`, the dash and the dots are excluded, because other scripts use the same code points; see
/// [`is_shared_punctuation`].
#[must_use]
pub fn is_cjk_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}'
        | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}'
        | '\u{3030}' | '\u{303D}' | '\u{30A0}' | '\u{30FB}'
        | '\u{FE10}'..='\u{FE19}' | '\u{FE30}'..='\u{FE4F}' | '\u{FE50}'..='\u{FE6B}'
        | '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}'
        | '\u{FF3B}'..='\u{FF40}' | '\u{FF5B}'..='\u{FF65}'
        | '\u{FFE0}'..='\u{FFE6}')
}

/// Returns whether a mark is shared with other scripts and is wide only among Chinese: quotation marks, dashes, dots
/// and the middle dot.
#[must_use]
pub fn is_shared_punctuation(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '…' | '⋯' | '—' | '–' | '―' | '·' | '•' | '※' | '′' | '″')
}

/// Returns whether a sign is set in full width among Chinese, without spaces: `℃`, `①`, arrows, geometric shapes.
fn is_shared_sign(c: char) -> bool {
    matches!(c, '℃' | '℉' | '№' | 'Ⅰ'..='ⅿ' | '←'..='↓' | '⇒' | '⇔' | '①'..='⓿' | '■'..='◯' | '★' | '☆' | '√' | '∵' | '∴')
}

/// Returns the ASCII character of a full-width form; any other character unchanged.
///
/// The forms are one block in the order of ASCII (Unicode, Halfwidth and Fullwidth Forms).
#[must_use]
pub fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

/// Returns whether a character has no width and extends the one before it: combining marks, variation selectors,
/// joiners, emoji tags and skin tones.
pub(super) fn extends_cluster(c: char) -> bool {
    // Everything below the first combining mark has a width; most text is decided here.
    c >= '\u{0300}' && !is_han(c) && (is_skin_tone(c) || unicode_width::UnicodeWidthChar::width(c) == Some(0))
}

fn is_skin_tone(c: char) -> bool {
    matches!(c, '\u{1F3FB}'..='\u{1F3FF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_of_every_block() {
        for c in "泸州〇々㐀𠮷豈⼀".chars() {
            assert!(is_han(c), "{c}");
            assert!(is_wide(c), "{c}");
        }
        for c in "aé1한か。“😀".chars() {
            assert!(!is_han(c), "{c}");
        }
    }

    #[test]
    fn wide_is_not_hangul_nor_emoji() {
        for c in "かカー。，！（＂Ａ１～￥㎡　ㄅ".chars() {
            assert!(is_wide(c), "{c}");
        }
        for c in "한국A1 .“”…—😀é㈀\u{FFA1}".chars() {
            assert!(!is_wide(c), "{c}");
        }
    }

    #[test]
    fn punctuation_is_chinese_or_shared_but_never_both() {
        for c in "。，、；：？！（）《》〈〉「」『』【】〔〕～・".chars() {
            assert!(is_cjk_punctuation(c), "{c}");
            assert!(!is_shared_punctuation(c), "{c}");
        }
        for c in "“”‘’…—·".chars() {
            assert!(!is_cjk_punctuation(c), "{c}");
            assert!(is_shared_punctuation(c), "{c}");
        }
        for c in "中A1.,!?Ａ".chars() {
            assert!(!is_cjk_punctuation(c) && !is_shared_punctuation(c), "{c}");
        }
    }

    #[test]
    fn breaks_vanish_among_chinese_only() {
        for (before, after) in [
            ("科", "普"),
            ("，", "普"),
            ("”", "他"),
            ("说", "“"),
            ("“你好”", "“再见”"),
            ("他说——", "“好”"),
            ("等等……", "——甲"),
            ("“A”", "“再见”"),
            ("》", "（"),
        ] {
            assert!(break_vanishes(before, after), "{before} {after}");
        }
        for (before, after) in
            [("科", "A"), ("A", "科"), ("한", "국"), ("”", "“"), ("s", "”"), ("“Hi”", "“Bye”"), ("", "“")]
        {
            assert!(!break_vanishes(before, after), "{before} {after}");
        }
    }

    #[test]
    fn marks_and_joiners_extend() {
        for c in ['\u{301}', '\u{200D}', '\u{FE0F}', '\u{20E3}', '\u{1F3FD}', '\u{E0067}'] {
            assert!(extends_cluster(c), "{c:?}");
        }
        for c in "aé中。😀🇨한".chars() {
            assert!(!extends_cluster(c), "{c:?}");
        }
    }
}
