//! Checks for quotation marks, book titles and brackets without their counterpart within one passage.

use super::Passage;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::check::passage::PassageKind;

/// Paired marks. Half-width and full-width brackets match each other: their width is a matter of another check.
const PAIRS: [(char, char); 8] =
    [('《', '》'), ('〈', '〉'), ('“', '”'), ('‘', '’'), ('（', '）'), ('【', '】'), ('「', '」'), ('『', '』')];

pub fn check(passage: &Passage<'_>, next: Option<&Passage<'_>>, findings: &mut Vec<Diagnostic>) {
    let next = next.filter(|next| next.path == passage.path && next.kind == PassageKind::Body);
    for at in unbalanced(&passage.text, next.map_or("", |next| &next.text)) {
        let Some(mark) = passage.text[at..].chars().next() else { continue };
        let range = at..at + mark.len_utf8();
        let pair = PAIRS.iter().find(|(open, close)| *open == mark || *close == mark);
        let Some((open, close)) = pair else { continue };
        let other = if *open == mark { close } else { open };
        findings.push(passage.slip(messages::unbalanced_mark(mark, *other), range));
    }
}

/// Returns the offsets of marks without a counterpart. `next` is the paragraph that follows.
fn unbalanced(text: &str, next: &str) -> Vec<usize> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut alone = Vec::new();
    let mut before = None;
    for (at, c) in text.char_indices() {
        let after = text[at + c.len_utf8()..].chars().next();
        let mark = match c {
            '(' => '（',
            ')' => '）',
            c => c,
        };
        if PAIRS.iter().any(|(opening, _)| *opening == mark) {
            open.push((at, c));
        } else if let Some((opening, _)) = PAIRS.iter().find(|(_, closing)| *closing == mark) {
            let wide = |c: char| if c == '(' { '（' } else { c };
            match open.iter().rposition(|(_, mark)| wide(*mark) == *opening) {
                // Marks that were opened within and not closed have no counterpart.
                Some(place) => alone.extend(open.drain(place..).skip(1)),
                None if is_apostrophe(c, before, after) || is_number(text, at) => {}
                None => alone.push((at, c)),
            }
        }
        before = Some(c);
    }
    // A quotation of several paragraphs opens with its mark in each and is closed only in the last one.
    let goes_on = |(_, c): &(usize, char)| matches!(c, '“' | '「') && next.starts_with(*c);
    open.retain(|open| !goes_on(open));
    alone.extend(open);
    // A single half-width bracket has other uses.
    alone.retain(|(_, c)| !c.is_ascii());
    let mut places: Vec<usize> = alone.into_iter().map(|(at, _)| at).collect();
    places.sort_unstable();
    places
}

fn is_apostrophe(c: char, before: Option<char>, after: Option<char>) -> bool {
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    c == '’' && (latin(before) || latin(after))
}

/// Returns whether a bracket ends a list number: `1）` and `一）` at the beginning or after a break or a sentence.
fn is_number(text: &str, close: usize) -> bool {
    let before = &text[..close];
    let number = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十".contains(c));
    let length = before[number.len()..].chars().count();
    (1..=3).contains(&length) && (number.is_empty() || number.ends_with(['\n', '。', '；', '：', '，', ' ', '、']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alone(text: &str) -> Vec<char> {
        unbalanced(text, "“下一段").into_iter().filter_map(|at| text[at..].chars().next()).collect()
    }

    #[test]
    fn a_mark_without_its_other_half_is_found() {
        assert_eq!(alone("读《十万个为什么，很有趣"), ['《']);
        assert_eq!(unbalanced("他说：“天晴了。", ""), [9]);
        assert_eq!(alone("他说：”天晴了。”"), ['”', '”']);
        assert_eq!(alone("彩虹（又叫天虹"), ['（']);
        assert_eq!(alone("彩虹又叫天虹）很美"), ['）']);
        assert_eq!(alone("【通知（见附件】"), ['（']);
    }

    #[test]
    fn pairs_lists_and_apostrophes_are_left_alone() {
        for text in [
            "《“天问”奇遇（上）》‘甲’「乙」",
            "1）准备 2）实验。3）总结；一）其他",
            "it’s the students’ rainbow",
            "“引文的第一段，下一段再结束",
            "水位 :) 上涨",
            "（一）概述（含附件）",
            "彩虹（又叫天虹)很美",
        ] {
            assert_eq!(alone(text), [' '; 0], "{text}");
        }
    }
}
