//! Near misses within a line: emphasis with spaces inside or wide signs, code, ruby, formulas, tags.

use std::ops::Range;

use super::shown::ShownLine;
use super::{MarkupKind, NearMiss};
use crate::base::text::pattern::{self, Pattern};
use crate::base::text::{is_han, narrow};

static STRONG: Pattern = Pattern::new(|| pattern::constant(r"(?P<open>\*\*|＊＊)(?P<text>[^*＊]+)(?:\*\*|＊＊)"));
static DELETED: Pattern = Pattern::new(|| pattern::constant(r"~~(?P<text>[^~]+)~~"));
static MARKED: Pattern = Pattern::new(|| pattern::constant(r"==(?P<text>[^=\x1A]+)=="));
static CODE: Pattern = Pattern::new(|| pattern::constant(r"｀(?P<text>[^｀\x1A]+)｀"));
static RUBY: Pattern =
    Pattern::new(|| pattern::constant(r"[{｛](?P<written>[^{}｛｝|｜\x1A]+)[|｜](?P<reading>[^{}｛｝|｜\x1A]+)[}｝]"));
static FORMULA: Pattern = Pattern::new(|| pattern::constant(r"[￥＄](?P<text>[^￥＄\x1A]*[\\^_=][^￥＄\x1A]*)[￥＄]"));
static TAG: Pattern = Pattern::new(|| {
    pattern::constant(
        r"＜(?P<tag>[/／]?(?i:br|p|div|b|i|u|sub|sup|span|center|font|strong|em|img|a|table|tr|td|th)(?: [^＜＞]*)?[/／]?)＞",
    )
});

pub fn find(line: &ShownLine<'_>, found: &mut Vec<NearMiss>) {
    let shown = &line.shown;
    if shown.contains("**") || shown.contains('＊') {
        strong(line, found);
    }
    if shown.contains("~~") {
        for parts in DELETED.captures_iter(shown) {
            let (at, text) = (whole(&parts), line.get(range(&parts, "text")));
            if text != text.trim() && text.contains(char::is_alphabetic) {
                found.push(NearMiss {
                    at: line.place(at),
                    kind: MarkupKind::Emphasis,
                    mended: format!("~~{}~~", text.trim()),
                });
            }
        }
    }
    if shown.contains("==") {
        for parts in MARKED.captures_iter(shown) {
            let (at, text) = (whole(&parts), &parts["text"]);
            let beside = |c: char| c.is_ascii_alphanumeric() || c == '=' || c == ' ';
            let operator =
                !text.contains(is_han) && (shown[..at.start].ends_with(beside) || shown[at.end..].starts_with(beside));
            if text == text.trim() && text.contains(char::is_alphabetic) && !operator {
                found.push(NearMiss { at: line.place(at), kind: MarkupKind::Emphasis, mended: format!("**{text}**") });
            }
        }
    }
    if shown.contains('｀') {
        for parts in CODE.captures_iter(shown) {
            let mended = format!("`{}`", &parts["text"]);
            found.push(NearMiss { at: line.place(whole(&parts)), kind: MarkupKind::Code, mended });
        }
    }
    if shown.contains(['{', '｛']) {
        for parts in RUBY.captures_iter(shown) {
            let (written, reading) = (&parts["written"], parts["reading"].trim());
            let reads = reading.contains(|c: char| c.is_alphabetic() && !is_han(c));
            if !parts[0].is_ascii() && parts[0].contains(['｛', '｜', '｝']) && written.contains(is_han) && reads {
                found.push(NearMiss {
                    at: line.place(whole(&parts)),
                    kind: MarkupKind::Ruby,
                    mended: format!("{{{written}|{reading}}}"),
                });
            }
        }
    }
    if shown.contains(['￥', '＄']) {
        for parts in FORMULA.captures_iter(shown) {
            let text = parts["text"].trim();
            if !text.is_empty() && !text.contains(is_han) {
                found.push(NearMiss {
                    at: line.place(whole(&parts)),
                    kind: MarkupKind::Formula,
                    mended: format!("${text}$"),
                });
            }
        }
    }
    if shown.contains('＜') {
        for parts in TAG.captures_iter(shown) {
            let tag: String = parts["tag"].chars().map(narrow).collect();
            found.push(NearMiss { at: line.place(whole(&parts)), kind: MarkupKind::Html, mended: format!("<{tag}>") });
        }
    }
}

fn whole(parts: &regex::Captures<'_>) -> Range<usize> {
    parts.get(0).map_or(0..0, |whole| whole.range())
}

fn range(parts: &regex::Captures<'_>, name: &str) -> Range<usize> {
    parts.name(name).map_or(0..0, |part| part.range())
}

fn strong(line: &ShownLine<'_>, found: &mut Vec<NearMiss>) {
    let shown = &line.shown;
    let mut done = 0;
    for parts in STRONG.captures_iter(shown) {
        let (at, inside) = (whole(&parts), range(&parts, "text"));
        done = at.end;
        let text = line.get(inside);
        let (before, after) = (shown[..at.start].chars().next_back(), shown[at.end..].chars().next());
        let star = |c: Option<char>| c.is_some_and(|c| matches!(c, '*' | '＊'));
        if star(before) || star(after) || !text.contains(char::is_alphabetic) {
            continue;
        }
        let wide = parts[0].contains('＊');
        // `a ** b ** c` is a formula of a program.
        let spaced = |c: Option<char>| c.is_some_and(char::is_whitespace);
        let operator = spaced(before) && spaced(after) && !text.contains(is_han);
        if wide || text != text.trim() && !operator {
            let mended = format!("**{}**", text.trim());
            found.push(NearMiss { at: line.place(at), kind: MarkupKind::Emphasis, mended });
        }
    }
    // One that opens and isn't closed.
    let rest = &shown[done..];
    let mut signs = rest.match_indices("**");
    if let (Some((at, _)), None) = (signs.next(), signs.next()) {
        let at = done + at;
        let text = &shown[at + 2..];
        let lone = !shown[..at].ends_with('*') && text.starts_with(is_han);
        let closes = line.goes_on || shown.trim_end().ends_with("**");
        if lone && !closes {
            let length = text.find(|c: char| "，。：；！？、".contains(c)).unwrap_or(text.len());
            let end = at + 2 + text[..length].trim_end().len();
            let mended = format!("**{}**", line.get(at + 2..end));
            found.push(NearMiss { at: line.place(at..end), kind: MarkupKind::Emphasis, mended });
        }
    }
}
