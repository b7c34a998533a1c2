//! Near misses within a line: emphasis with spaces inside or wide signs, code, ruby, formulas, tags.

use std::ops::Range;

use super::shown::{BLOT, ShownLine};
use super::{MarkupKind, NearMiss};
use crate::base::text::pattern::{self, Pattern};
use crate::base::text::{is_han, narrow};

static STRONG: Pattern = Pattern::new(|| pattern::constant(r"(?P<open>\*\*|＊＊)(?P<text>[^*＊]+)(?:\*\*|＊＊)"));
static EMPHASIS: Pattern = Pattern::new(|| {
    pattern::constant(r"(?P<open>\*{1,3})(?P<text> ?[^*\x1A\s，。；：！？.][^*\x1A，。；：！？]{0,30})\*{1,3}")
});
static UNEQUAL: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?P<open>\*{1,3})(?P<text>[^*\s`\\，。；：！？、](?:[^*`\\，。；：！？、]{0,30}[^*\s`\\，。；：！？、])?)(?P<close>\*{1,3})",
    )
});
static UNDERLINED: Pattern = Pattern::new(|| pattern::constant(r"__(?P<text> ?[^_\x1A]+ ?)__"));
static FOREIGN: Pattern = Pattern::new(|| {
    pattern::constant(
        r"\{%-?\s*[a-z][^%]*%\}|\{\{[<%][^}]*[>%]\}\}|\{\{-?\s*\.?[A-Za-z]\w*\.[\w.]+[^}]*\}\}|\{: ?[.#][A-Za-z][^}]*\}|\{[.#][A-Za-z][^{}|]*\}\s*$|\{:?\s*(?:width|height|align|class|style)\s*=[^{}|]*\}",
    )
});
static DELETED: Pattern = Pattern::new(|| pattern::constant(r"~~(?P<text>[^~]+)~~"));
static MARKED: Pattern = Pattern::new(|| pattern::constant(r"==(?P<text>[^=\x1A]+)=="));
static INDEX: Pattern = Pattern::new(|| pattern::constant(r"[A-Za-z0-9)]\^[-−]?[0-9]{1,3}"));
static WIDE_ADDRESS: Pattern =
    Pattern::new(|| pattern::constant(r"(?i:https?)(?:：//|:／／|：／／)[A-Za-z0-9./／_~%?=&#-]+"));
static CODE: Pattern = Pattern::new(|| pattern::constant(r"｀(?P<text>[^｀\x1A]+)｀"));
static OPEN_CODE: Pattern = Pattern::new(|| pattern::constant(r"`[\w$./-][^`，。；：！？、\x1A]*"));
/// A tag that doesn't end in its line, with an attribute: `a <b` is none.
static OPEN_TAG: Pattern = Pattern::new(|| {
    pattern::constant(r"<(?:img|a|video|audio|iframe|source|p|div|span|font|table|td)\s+[a-z-]+\s*=\s*[^<>\x1A]*$")
});

/// Whether a backtick stands for an apostrophe or a minute, or in a face.
fn is_no_code(before: &str, part: &str) -> bool {
    before.ends_with(|c: char| c.is_ascii_alphanumeric() || "°º′'".contains(c)) || part.contains('´')
}

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
    if shown.contains('*') {
        unequal(line, found);
    }
    if shown.contains("**") || shown.contains('＊') {
        strong(line, found);
    }
    if shown.contains("__") {
        for parts in UNDERLINED.captures_iter(shown) {
            let (at, text) = (whole(&parts), &parts["text"]);
            // A blank to be filled in has more of them.
            let longer = shown[..at.start].ends_with('_') || shown[at.end..].starts_with('_');
            // Two blanks to be filled in, with words between them: `第__章第__节`.
            let begins = line.text == Some(at.start);
            let short = text.chars().count() <= 2 && !begins;
            let between = text == text.trim() && (text.contains(['，', '。', '；', '：', '、', '！', '？']) || short);
            if text.contains(is_han) && !longer && !between {
                let mended = format!("**{}**", text.trim());
                found.push(NearMiss { at: line.place(at), kind: MarkupKind::Emphasis, mended });
            }
        }
    }
    if shown.contains('*') {
        emphasis(line, found);
    }
    if shown.contains(['：', '／']) {
        for parts in WIDE_ADDRESS.captures_iter(shown) {
            let mended = parts[0].chars().map(narrow).collect();
            found.push(NearMiss { at: line.place(whole(&parts)), kind: MarkupKind::Link, mended });
        }
    }
    if shown.contains('{') {
        for parts in FOREIGN.captures_iter(shown) {
            let at = whole(&parts);
            let mended = line.get(at.clone()).trim().to_owned();
            found.push(NearMiss { at: line.place(at), kind: MarkupKind::Foreign, mended });
        }
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
    // One that has its counterpart is no text, in whatever line that stands.
    if shown.matches('`').count() == 1
        && let Some(part) = OPEN_CODE.find(shown)
        && !is_no_code(&shown[..part.start()], part.as_str())
    {
        let mended = format!("{}`", part.as_str().trim_end());
        found.push(NearMiss { at: line.place(part.range()), kind: MarkupKind::Code, mended });
    }
    if shown.contains('<') {
        for part in OPEN_TAG.find_iter(shown) {
            let mended = format!("{}>", part.as_str().trim_end());
            found.push(NearMiss { at: line.place(part.range()), kind: MarkupKind::Html, mended });
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
    if shown.contains('^') {
        index(line, found);
    }
}

fn whole(parts: &regex::Captures<'_>) -> Range<usize> {
    parts.get(0).map_or(0..0, |whole| whole.range())
}

fn range(parts: &regex::Captures<'_>, name: &str) -> Range<usize> {
    parts.name(name).map_or(0..0, |part| part.range())
}

/// `10^12`: a raised text ends with the sign, too.
fn index(line: &ShownLine<'_>, found: &mut Vec<NearMiss>) {
    let shown = &line.shown;
    // A line of a formula that isn't closed.
    if shown.contains('$') || shown.contains(['=', '\\']) && !shown.contains(is_han) {
        return;
    }
    for parts in INDEX.captures_iter(shown) {
        let at = whole(&parts);
        let word = shown[..at.start].rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
        let goes_on = shown[at.end..].starts_with(|c: char| c.is_ascii_alphanumeric() || "^.{".contains(c));
        // Of an address or of code.
        if goes_on || word.contains(['/', '\\', '@', '^', BLOT]) {
            continue;
        }
        let base = word.len() - word.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
        let at = at.start - base..at.end;
        let mended = format!("{}^", &shown[at.clone()]);
        found.push(NearMiss { at: line.place(at), kind: MarkupKind::Index, mended });
    }
}

/// `*加粗**`: there aren't as many stars on one side as on the other, so that one of them is shown.
fn unequal(line: &ShownLine<'_>, found: &mut Vec<NearMiss>) {
    for parts in UNEQUAL.captures_iter(line.source) {
        let (at, text) = (whole(&parts), &parts["text"]);
        let open = line.shown.get(range(&parts, "open")).unwrap_or_default();
        let close = line.shown.get(range(&parts, "close")).unwrap_or_default();
        let (before, after) = (line.source[..at.start].chars().next_back(), line.source[at.end..].chars().next());
        let is_shown = open.contains('*') || close.contains('*');
        // Of `**面积=长*宽**` the star in the middle belongs to none of the others.
        let paired = open.contains(BLOT) == close.contains(BLOT);
        // `张三*李四**` has marks of notes.
        let marks = before.is_some_and(is_han) && !after.is_some_and(is_han);
        let meant = matches!(before, Some('*' | '\\')) || after == Some('*');
        if open.len() == close.len() || !is_shown || !paired || marks || meant || !text.contains(is_han) {
            continue;
        }
        found.push(NearMiss { at: line.place(at), kind: MarkupKind::Emphasis, mended: format!("**{text}**") });
    }
}

/// `*斜体 *`, `*** 重要 ***`: a space inside keeps the stars from being markup.
fn emphasis(line: &ShownLine<'_>, found: &mut Vec<NearMiss>) {
    let shown = &line.shown;
    for parts in EMPHASIS.captures_iter(shown) {
        let (at, text, stars) = (whole(&parts), &parts["text"], &parts["open"]);
        let closing = &parts[0][stars.len() + text.len()..];
        let beside = |c: char| c == '*' || c == '＊' || c.is_ascii_digit();
        let (before, after) = (&shown[..at.start], &shown[at.end..]);
        // `长 * 宽 * 高` is a product.
        let product = before.ends_with(char::is_whitespace) && after.starts_with(char::is_whitespace);
        // `长* 宽* 高` is one as well, and `气温* 湿度*` has marks of notes.
        let behind = stars == "*" && text.starts_with(' ') && before.ends_with(is_han) && !after.starts_with(is_han);
        if stars != closing
            || stars == "**"
            || text == text.trim()
            || !text.contains(is_han)
            || product
            || behind
            || before.ends_with(beside)
            || after.starts_with(beside)
        {
            continue;
        }
        let mended = format!("{stars}{}{stars}", text.trim());
        found.push(NearMiss { at: line.place(at), kind: MarkupKind::Emphasis, mended });
    }
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
