//! What stands between two dollar signs and beside them → whether it is a formula.
//!
//! This module looks at characters only; it must not know of documents.

use std::ops::Range;

use super::flanking;
use super::index::is_in_address;

/// Signs that stand in formulas and not between two prices.
const SIGNS: [char; 16] = ['\\', '=', '^', '_', '<', '>', '≤', '≥', '≠', '≈', '≡', '∈', '∞', '√', '±', '∝'];

/// How far before a sign its link's address may begin, in bytes. A line may be as long as the whole text.
const LONGEST_ADDRESS: usize = 2048;

/// Whether `$…$` at a range is a formula. It is none when
/// - a digit follows, as in `价格$5和$6` (Pandoc's rule), or
/// - CJK characters stand in it outside `\text{…}` without any sign of a formula, as in `A$、B$`; what a Chinese keyboard
///   types in a formula are none of them: `$（x＋y）$`, or
/// - a command begins with a full-width backslash, which nothing reads, or
/// - the second sign begins a word, as in `$HOME:$PATH` and `$foo/$bar`, or both stand within one, or
/// - it stands in an address.
pub fn is_formula(source: &str, range: Range<usize>) -> bool {
    let inside = &source[range.start + 1..range.end - 1];
    let after = &source[range.end..];
    let price = after.starts_with(|c: char| c.is_ascii_digit());
    let wide = inside.contains(['＝', '＜', '＞']);
    // Between two prices in a foreign currency full-width signs are those of a text: `1US$＝7.2元，1HK$＝0.92元`.
    let currency = source[..range.start].ends_with(|c: char| c.is_ascii_alphabetic());
    let worded = if currency { inside.chars().any(flanking::is_cjk) } else { !wide && is_chinese(inside) };
    let chinese = !inside.contains(SIGNS) && worded || inside.contains('＼');
    let in_word = is_within_word(source, range.clone());
    !price && !chinese && !in_word && !begins_name(inside, after) && !is_within_address(source, range.start)
}

/// Whether CJK characters stand in a text that are no full-width signs, digits or letters of a formula.
fn is_chinese(inside: &str) -> bool {
    let opened = inside.matches(['(', '（']).count();
    let closed = inside.matches([')', '）']).count();
    let point = |c: char| c == '，' && opened > 0;
    let typed = |c: char| matches!(c, '\u{FF01}'..='\u{FF5E}') && !"，：；！？＄".contains(c) || point(c);
    let mut wide = inside.chars().filter(|c| flanking::is_cjk(*c)).peekable();
    wide.peek().is_some() && (opened != closed || !wide.all(typed))
}

/// Whether letters or digits stand on both sides, as in `pa$$word`.
pub fn is_within_word(source: &str, range: Range<usize>) -> bool {
    let in_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    source[..range.start].ends_with(in_word) && source[range.end..].starts_with(in_word)
}

/// Whether a place is in the address of a link or a picture, or between `<` and `>`.
pub fn is_within_link(source: &str, at: usize) -> bool {
    let nearby = &source[source.floor_char_boundary(at.saturating_sub(LONGEST_ADDRESS))..at];
    let line = nearby.rsplit('\n').next().unwrap_or_default();
    let ahead = &source[at..source.floor_char_boundary(at + LONGEST_ADDRESS)];
    let ahead = ahead.split('\n').next().unwrap_or_default();
    // What isn't closed is no link.
    let open = |begin: &str, end: char| {
        ahead.contains(end) && line.rfind(begin).is_some_and(|start| !line[start + begin.len()..].contains(end))
    };
    // `[label]: address`, of which a footnote is none: its text may have prices.
    let label = line.trim_start().strip_prefix('[').filter(|rest| !rest.starts_with('^'));
    let defined = label
        .and_then(|rest| rest.split_once("]:"))
        .is_some_and(|(label, address)| !label.contains(']') && !address.trim_start().contains(char::is_whitespace));
    open("](", ')') || open("<http", '>') || defined
}

pub fn is_within_address(source: &str, at: usize) -> bool {
    is_in_address(&source[..at])
}

/// Whether the second sign begins the name of a variable: what is before it ends in a mark, or is a name itself. An English
/// ordinal (`$n$th`) is none.
fn begins_name(inside: &str, after: &str) -> bool {
    if !after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return false;
    }
    let letters = after.len() - after.trim_start_matches(|c: char| c.is_ascii_alphanumeric()).len();
    if matches!(&after[..letters], "th" | "st" | "nd" | "rd" | "s") {
        return false;
    }
    let ends = !inside.ends_with(|c: char| c.is_ascii_alphanumeric() || ")]}\'".contains(c));
    let named = |c: char| c.is_ascii_alphanumeric() || c == '_';
    ends || inside.len() > 1 && inside.chars().all(named) && !inside.starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(text: &str) -> bool {
        let (start, end) = (text.find('$').unwrap(), text.rfind('$').unwrap() + 1);
        is_formula(text, start..end)
    }

    #[test]
    fn formulas_are_told_apart_from_variables_and_addresses() {
        for formula in [
            "$x$",
            "$n$th",
            "求$x_1+y$的值",
            "$a$为",
            "$2n$个",
            "($x$)",
            r"$\text{速度}$",
            "$x≤1，y≥2$",
            "$x＝y$",
            "$速度＝路程/时间$",
            "点$（x，y）$",
            "$x＋１$",
        ] {
            assert!(is(formula), "{formula}");
        }
        for other in [
            "$HOME:$PATH",
            "$foo/$bar",
            "$PATH$HOME",
            "a$b$c",
            "https://a.cn/$x/$",
            "价$5和$6",
            "A$、B$",
            "${a}/$b",
            "US$，HK$",
            "按US$／HK$结算",
            "1US$＝7.2元，1HK$＝0.92元",
            "$100（US$）",
            r"$＼frac{a}{b}$",
        ] {
            assert!(!is(other), "{other}");
        }
    }
}
