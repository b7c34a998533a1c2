//! Formulas between signs that make none here: `\\(…\\)` and `\\[…\\]` of LaTeX, `$ … $` with spaces inside, `$$` alone.

use std::ops::Range;

use super::{MarkupKind, NearMiss, NearMisses};
use crate::base::text::is_han;
use crate::base::text::pattern::{self, Pattern};

static SPACED: Pattern = Pattern::new(|| pattern::constant(r"\$[ \t]+(?P<text>[^$\n]*[\\^_=][^$\n]*?)[ \t]+\$"));

/// Chinese words between the signs, close to both.
static WORDS: Pattern = Pattern::new(|| pattern::constant(r"\$(?P<text>[^$\s\d][^$\n]{0,60})\$"));

/// What stands further apart is no formula.
const LONGEST: usize = 4000;

pub fn find(source: &str, texts: &[Range<usize>], found: &mut NearMisses) {
    let is_text = |at: usize| {
        let index = texts.partition_point(|text| text.end <= at);
        texts.get(index).is_some_and(|text| text.start <= at)
    };
    let mut push = |at: Range<usize>, kind: MarkupKind, mended: String| found.add(NearMiss { at, kind, mended });
    for (open, close, sign) in [("\\(", "\\)", "$"), ("\\[", "\\]", "$$")] {
        for (at, _) in source.match_indices(open) {
            let inside = &source[at + open.len()..];
            let inside = &inside[..inside.floor_char_boundary(LONGEST)];
            let paragraph = inside.find("\n\n").unwrap_or(inside.len());
            let Some(length) = inside[..paragraph].find(close) else { continue };
            let inside = inside[..length].trim();
            // The bracket alone is text; the sign before it only says so.
            let read = is_text(at + 1) && !source[..at].ends_with('\\');
            if read && is_formula(inside) {
                push(at..at + open.len() + length + close.len(), MarkupKind::Formula, format!("{sign}{inside}{sign}"));
            }
        }
    }
    if !source.contains('$') {
        return;
    }
    for parts in SPACED.captures_iter(source) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        let text = &parts["text"];
        if is_text(at.start) && is_text(at.end - 1) && is_formula(text) {
            push(at, MarkupKind::Formula, format!("${text}$"));
        }
    }
    for parts in WORDS.captures_iter(source) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        let text = &parts["text"];
        let in_word = source[..at.start].ends_with(is_word) || source[at.end..].starts_with(is_word);
        let sentence = text.contains(['。', '；', '：', '！', '？', '、', '（', '）', '“', '”', '￥']);
        if is_text(at.start)
            && is_text(at.end - 1)
            && text.contains(is_han)
            && !in_word
            && !sentence
            && text.trim() == text
        {
            push(at, MarkupKind::Formula, format!("${}$", in_text(text)));
        }
    }
    // One that is left has no counterpart.
    let alone = source.match_indices("$$").map(|(at, _)| at).find(|at| {
        let (before, after) = (&source[..*at], &source[at + 2..]);
        let blank = |c: Option<char>| c.is_none_or(|c| c == '\n');
        let first = blank(before.chars().rev().find(|c| *c == '\n' || !c.is_whitespace()));
        let last = blank(after.chars().find(|c| *c == '\n' || !c.is_whitespace()));
        let edge = first && !after.starts_with('$') || last && !before.ends_with('$');
        edge && is_text(*at) && is_text(at + 1)
    });
    if let Some(at) = alone {
        push(at..at + 2, MarkupKind::OpenFormula, "$$".to_owned());
    }
}

/// Whether a text has signs of a formula, and no words. A sign that Markdown escapes is text: `\\(https\\://a.cn\\)`.
fn is_formula(text: &str) -> bool {
    let mut signs = text.chars().peekable();
    let mut found = false;
    while let Some(sign) = signs.next() {
        let escaped = sign == '\\' && signs.next_if(char::is_ascii_punctuation).is_some();
        found |= !escaped && matches!(sign, '\\' | '^' | '_' | '=' | '+' | '<' | '>');
    }
    found && !text.contains(is_han)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '$' | '{')
}

/// A formula with its Chinese words within `\\text`.
fn in_text(formula: &str) -> String {
    let mut out = String::new();
    let mut open = false;
    for c in formula.chars() {
        if is_han(c) != open {
            out.push_str(if open { "}" } else { "\\text{" });
            open = !open;
        }
        out.push(c);
    }
    if open {
        out.push('}');
    }
    out
}
