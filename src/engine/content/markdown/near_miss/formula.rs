//! Formulas between signs that make none here: `\\(…\\)` and `\\[…\\]` of LaTeX, `$ … $` with spaces inside, `$$` alone, and
//! commands of LaTeX without any signs around them.

use std::ops::Range;

use super::{MarkupKind, NearMiss, NearMisses};
use crate::base::text::is_han;
use crate::base::text::pattern::{self, Pattern};

static SPACED: Pattern = Pattern::new(|| pattern::constant(r"\$[ \t]+(?P<text>[^$\n]*[\\^_=][^$\n]*?)[ \t]+\$"));

/// Chinese words between the signs, close to both.
static WORDS: Pattern = Pattern::new(|| pattern::constant(r"\$(?P<text>[^$\s\d][^$\n]{0,60})\$"));

/// One with a command that isn't read: a brace isn't closed, or a backslash is full-width.
static COMMAND: Pattern = Pattern::new(|| pattern::constant(r"\$(?P<text>[^$\s][^$\n]{0,200})\$"));

/// A formula in the argument of another's command: `$\ce{$n$ CO2}$`.
static NESTED: Pattern = Pattern::new(|| {
    pattern::constant(
        r"\$(?P<head>[^$\n]*\\[A-Za-z]+\{[^$}\n]{0,200})\$(?P<inner>[^$\n]{1,200})\$(?P<tail>[^$\n]{0,200}\}[^$\n]{0,200})\$",
    )
});

/// A command of formulas, and what its first argument begins with.
static BARE: Pattern = Pattern::new(|| {
    pattern::constant(
        r"\\(?:[dt]?frac|sqrt|ce|pu|SI|mathrm|mathbf|mathbb|vec|overline|widehat|xrightarrow|xlongequal|overset|underset)(?:\[[^\[\]\n]*\])?\{",
    )
});
/// A sign of formulas, which is no folder of Windows where nothing of a path stands around it.
static SIGN: Pattern = Pattern::new(|| {
    pattern::constant(
        r"\\(?:times|div|cdot|pm|circ|leq?|geq?|neq?|approx|infty|rightarrow|to|sum|int|alpha|beta|gamma|delta|lambda|mu|pi|rho|theta|omega|Delta|Omega)(?:[^A-Za-z\\]|$)",
    )
});
static ENVIRONMENT: Pattern = Pattern::new(|| {
    pattern::constant(
        r"\\begin\{(?P<name>(?:equation|align|aligned|alignat|flalign|gather|gathered|multline|eqnarray|split|array|cases|[pbvBV]?matrix)\*?)\}",
    )
});

/// What stands further apart is no formula.
const LONGEST: usize = 4000;

/// How far before a command its line is looked at, and how long its arguments may be: a line may be the whole text.
const NEARBY: usize = 400;

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
    if source.contains('\\') {
        for (at, mended) in without_signs(source) {
            // A backslash is no text where it says that the sign behind it is one.
            if is_text(at.end - 1) {
                push(at, MarkupKind::Formula, mended);
            }
        }
    }
    if !source.contains('$') {
        return;
    }
    for parts in NESTED.captures_iter(source) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        if is_text(at.start) && is_text(at.end - 1) {
            let mended = format!("${}{}{}$", &parts["head"], &parts["inner"], &parts["tail"]);
            push(at, MarkupKind::Formula, mended);
        }
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
    for parts in COMMAND.captures_iter(source).filter(|parts| parts["text"].contains(['\\', '＼'])) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        let text = parts["text"].replace('＼', "\\");
        let open = unclosed(&text);
        if is_text(at.start) && is_text(at.end - 1) && (open > 0 || text != parts["text"]) && has_command(&text) {
            push(at, MarkupKind::Formula, format!("${text}{}$", "}".repeat(open)));
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
        match open_brace(source, at) {
            Some((length, mended)) => push(at..at + length, MarkupKind::Formula, mended),
            None => push(at..at + 2, MarkupKind::OpenFormula, "$$".to_owned()),
        }
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

/// A formula between two `$$` that is none because a brace of it isn't closed: its length, and how to write it.
fn open_brace(source: &str, at: usize) -> Option<(usize, String)> {
    let inside = &source[at + 2..];
    let inside = &inside[..inside.floor_char_boundary(LONGEST)];
    let inside = &inside[..inside.find("$$")?];
    let open = unclosed(inside);
    let line = inside.split_whitespace().collect::<Vec<_>>().join(" ");
    (open > 0 && !inside.contains("\n\n")).then(|| (inside.len() + 4, format!("$${line}{}$$", "}".repeat(open))))
}

/// Commands of LaTeX, with their arguments, that stand behind no single dollar sign, each with how to write it.
fn without_signs(source: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    // What is between two signs is a formula, or isn't closed; both are looked at elsewhere.
    let between = |at: usize| {
        let before = &source[source.floor_char_boundary(at.saturating_sub(NEARBY))..at];
        before.rsplit('\n').next().is_some_and(|line| line.matches('$').count() % 2 == 1)
    };
    let escaped = |at: usize| source[..at].ends_with('\\');
    if source.contains("$$") {
        return found;
    }
    for parts in ENVIRONMENT.captures_iter(source) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        let end = format!("\\end{{{}}}", &parts["name"]);
        let inside = &source[at.end..source.floor_char_boundary(at.end + LONGEST)];
        let Some(length) = inside.find(&end) else { continue };
        let whole = &source[at.start..at.end + length + end.len()];
        let short = whole.len() <= 80 && !whole.contains('\n');
        let mended = if short { format!("$${whole}$$") } else { format!("$${} … {end}$$", &parts[0]) };
        if !between(at.start) && !escaped(at.start) {
            found.push((at.start..at.start + whole.len(), mended));
        }
    }
    for command in BARE.find_iter(source) {
        let Some(length) = arguments(&source[command.end() - 1..]) else { continue };
        let at = command.start()..command.end() - 1 + length;
        if !between(at.start) && !escaped(at.start) {
            found.push((at.clone(), format!("${}$", &source[at])));
        }
    }
    for sign in SIGN.find_iter(source) {
        let at = word_around(source, sign.start());
        let word = &source[at.clone()];
        let path = word.contains([':', '@']) || word.starts_with("\\\\") || word.contains('/') && !word.contains('^');
        if !path && !between(sign.start()) && !escaped(sign.start()) {
            found.push((at, format!("${word}$")));
        }
    }
    found
}

/// The word of ASCII characters around a place, without the punctuation at its end.
fn word_around(source: &str, at: usize) -> Range<usize> {
    let nearby = &source[source.floor_char_boundary(at.saturating_sub(NEARBY))..at];
    let of_word = |c: char| c.is_ascii_graphic() && !matches!(c, '$' | '`' | '|');
    let before = nearby.len() - nearby.trim_end_matches(of_word).len();
    let ahead = &source[at..source.floor_char_boundary(at + NEARBY)];
    let word = &ahead[..ahead.len() - ahead.trim_start_matches(of_word).len()];
    at - before..at + word.trim_end_matches(['.', ',', ';', ':']).len()
}

/// The length of the groups in braces that a text begins with, within its line.
fn arguments(text: &str) -> Option<usize> {
    let (mut depth, mut end) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate().take(NEARBY) {
        match byte {
            b'{' => depth += 1,
            b'}' => {
                depth = depth.saturating_sub(1);
                end = (depth == 0).then_some(at + 1).or(end);
            }
            b'\n' => break,
            _ if depth == 0 => break,
            _ => {}
        }
    }
    end.filter(|_| depth == 0)
}

/// How many braces of a formula aren't closed.
fn unclosed(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => {
                signs.next();
            }
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

fn has_command(text: &str) -> bool {
    text.split('\\').skip(1).any(|command| command.starts_with(|c: char| c.is_ascii_alphabetic()))
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
