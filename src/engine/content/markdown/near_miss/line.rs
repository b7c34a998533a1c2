//! Near misses that whole lines are: headings, lists, quotations, fences, tables, alerts, notes.

use super::shown::{BLOT, ShownLine};
use super::{MarkupKind, NearMiss};
use crate::base::text::{is_han, narrow};
use crate::content::markdown::alerts::alert_named;

pub fn find(lines: &[ShownLine<'_>]) -> Vec<NearMiss> {
    let mut found = Vec::new();
    // Signs of fences that no line further on closes.
    let mut unclosed = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        let Some(body) = line.body().filter(|body| !body.starts_with(BLOT)) else { continue };
        let rest = &lines[at..];
        // A line that stands below the one before shows what was meant.
        if line.is_loose_item() && !at.checked_sub(2).is_some_and(|before| lines[before].breaks()) {
            push(line, MarkupKind::Joined, line.source.trim().to_owned(), &mut found);
            at += rest.iter().take_while(|next| next.is_loose_item()).count();
            continue;
        }
        let cells = table(line, body, rest, &mut found).or_else(|| pasted_table(line, rest, &mut found));
        if let Some(length) = cells {
            at += length;
            continue;
        }
        if let Some(length) = fence(line, body, rest, &mut unclosed, &mut found) {
            at += length;
            continue;
        }
        let alone = !line.goes_on && !rest.first().is_some_and(|next| next.goes_on);
        if let Some((kind, mended)) = single(line, body, alone) {
            push(line, kind, mended, &mut found);
        } else if let Some(length) = list(line, body, (lines[..at - 1].last(), rest), &mut found) {
            at += length;
        }
    }
    found
}

fn push(line: &ShownLine<'_>, kind: MarkupKind, mended: String, found: &mut Vec<NearMiss>) {
    let at = line.text.unwrap_or(0)..line.source.trim_end().len();
    found.push(NearMiss { at: line.place(at), kind, mended });
}

/// What a line is that needs no other to be recognised, and how to write it.
fn single(line: &ShownLine<'_>, body: &str, alone: bool) -> Option<(MarkupKind, String)> {
    let source = line.get(line.text?..line.source.len()).trim_end();
    // The indent of a Chinese paragraph makes text of the sign of an item.
    let sign = line.prefix().trim_start_matches([' ', '>']).strip_prefix('\u{3000}');
    if let Some(sign) =
        sign.map(|sign| sign.trim_start_matches(['\u{3000}', ' '])).filter(|sign| sign.starts_with(['-', '*', '+']))
    {
        return Some((MarkupKind::List, format!("{sign}{source}")));
    }
    if line.in_item {
        return task(line, source).map(|mended| (MarkupKind::Task, mended));
    }
    if contents(source) {
        return Some((MarkupKind::Contents, source.trim().to_owned()));
    }
    if matches!(source.trim(), "\\pagebreak" | "\\newpage" | "\\clearpage" | "\\tableofcontents" | "\\maketitle") {
        return Some((MarkupKind::Foreign, source.trim().to_owned()));
    }
    // The sign of the item is missing, or the space behind it.
    let bare = ["[ ]", "[x]", "[X]"].iter().find_map(|sign| source.strip_prefix(sign));
    if let Some(mended) = bare.filter(|rest| rest.trim_start().starts_with(is_han)).and_then(|_| task(line, source)) {
        return Some((MarkupKind::Task, format!("- {}", mended.trim_start())));
    }
    let item = source.strip_prefix(['-', '*', '+']).filter(|rest| rest.starts_with(['[', '【']));
    if let Some(mended) = item.and_then(|item| task(line, item)) {
        return Some((MarkupKind::Task, format!("- {}", mended.trim_start())));
    }
    if let Some(title) = heading(source, alone) {
        return Some((MarkupKind::Heading, title));
    }
    if let Some(quoted) = body.strip_prefix('＞') {
        // `＞60岁免费` compares; `＞2026年的春天` quotes.
        let quoted = quoted.trim();
        let behind = quoted.trim_start_matches(|c: char| c.is_ascii_digit());
        let compares = behind.len() < quoted.len() && !behind.starts_with(['年', '月', '日', '.', '、']);
        return (!quoted.is_empty() && !compares)
            .then(|| (MarkupKind::Quote, format!("> {}", source['＞'.len_utf8()..].trim_start())));
    }
    if let Some(name) = alert(line, source) {
        return Some((MarkupKind::Alert, format!("> [!{name}]")));
    }
    footnote(source).map(|mended| (MarkupKind::Footnote, mended))
}

/// `[TOC]`, as other editors write a table of contents.
fn contents(source: &str) -> bool {
    let line = source.trim().to_ascii_lowercase();
    let line = line.strip_prefix('@').unwrap_or(&line);
    matches!(line, "[toc]" | "[[toc]]" | "[[_toc_]]" | "【toc】" | "${toc}" | "{:toc}")
}

/// `##标题`, `＃ 标题`; `#标题` only as a paragraph of its own, for it may be a `#话题#`.
fn heading(source: &str, alone: bool) -> Option<String> {
    let rest = source.trim_start_matches(['#', '＃']);
    let level = source[..source.len() - rest.len()].chars().count();
    let title = rest.trim_start_matches([' ', '\t', '\u{3000}', '\u{A0}']);
    if !(1..=9).contains(&level) || !title.starts_with(|c: char| c.is_alphanumeric() || "“《（【「".contains(c)) {
        return None;
    }
    let inside = title.trim_end_matches(['#', '＃']).trim_end();
    if level == 1 {
        let short = title.chars().count() <= 40 && !title.ends_with(['。', '！', '？', '，', '；', '：', '…']);
        let plain = !title.contains(['#', '＃']) && title.contains(is_han) && !title.starts_with(char::is_numeric);
        return (alone && short && plain).then(|| format!("# {title}"));
    }
    // There are six levels.
    Some(format!("{} {inside}", "#".repeat(level.min(6))))
}

/// `- []买票`, `- [√] 买票`.
fn task(line: &ShownLine<'_>, source: &str) -> Option<String> {
    let close = source.find([']', '】'])?;
    let sign = source[..close].strip_prefix(['[', '【'])?.trim();
    let rest = source[close..].trim_start_matches([']', '】']).trim_start();
    let done = match sign {
        "" => " ",
        "x" | "X" | "√" | "✓" | "×" => "x",
        _ => return None,
    };
    (!rest.is_empty() && !rest.starts_with(['(', '（', ':'])).then(|| format!("{}[{done}] {rest}", line.prefix()))
}

/// `> [!注意]`, `> [!NOTE] 标题`, `::: tip`, `!!! note`: the name of the alert that is meant.
fn alert(line: &ShownLine<'_>, source: &str) -> Option<&'static str> {
    let name = if let Some(name) = source.strip_prefix(":::").or(source.strip_prefix("：：：")) {
        name.trim_start_matches([':', '：']).split_whitespace().next()?
    } else if let Some(name) = source.strip_prefix("!!! ").or(source.strip_prefix("??? ")) {
        return alert_named(name.split_whitespace().next()?);
    } else {
        let inside = source.strip_prefix(['[', '【', '［']).filter(|_| line.in_quote)?;
        let (name, title) = inside.strip_prefix(['!', '！'])?.split_once([']', '】', '］'])?;
        // An alert has no title of its own; what is a link is none.
        (!title.starts_with(['(', '（', '[', ':']) && !name.is_empty()).then_some(name)?
    };
    Some(alert_named(name).unwrap_or("NOTE"))
}

/// `[^1]：注文`.
fn footnote(source: &str) -> Option<String> {
    let inside = source.strip_prefix("[^").or(source.strip_prefix("【^"))?;
    let (name, rest) = inside.split_once([']', '】'])?;
    let text = rest.strip_prefix(['：', ':'])?.trim_start();
    let fits = !name.is_empty() && !name.contains(char::is_whitespace) && !text.is_empty();
    fits.then(|| format!("[^{name}]: {text}"))
}

/// Lines that begin as items of a list do. Returns how many lines behind the first belong to it.
fn list(
    line: &ShownLine<'_>,
    body: &str,
    (previous, rest): (Option<&ShownLine<'_>>, &[ShownLine<'_>]),
    found: &mut Vec<NearMiss>,
) -> Option<usize> {
    let source = line.get(line.text?..line.source.len()).trim_end();
    let mark = Mark::of(body)?;
    let text = source[mark.length..].trim_start_matches([' ', '\t', '\u{3000}', '\u{A0}']);
    if text.is_empty() {
        return None;
    }
    let mut joined = 0;
    let mut last = mark.clone();
    let mut breaks = line.breaks();
    for next in rest.iter().take_while(|next| next.goes_on) {
        match next.body().and_then(Mark::of).filter(|mark| mark.follows(&last)) {
            Some(mark) => last = mark,
            None => break,
        }
        joined += 1;
        breaks |= next.breaks();
    }
    let next_item = line.goes_on && previous.is_some_and(|previous| mark.is_next_to(previous));
    let kind = match mark.form {
        Form::Dash { alone: true } => MarkupKind::List,
        Form::Dash { alone: false } if joined > 0 || next_item => MarkupKind::List,
        Form::Dot if joined > 0 || next_item => MarkupKind::List,
        // Paragraphs that are numbered in a row.
        Form::Dot => {
            let mut texts = rest.iter().filter(|next| next.text.is_some()).take(2);
            texts
                .any(|next| next.body().and_then(Mark::of).is_some_and(|next| next.follows(&mark)))
                .then_some(MarkupKind::List)?
        }
        Form::Sign if joined > 0 && !breaks => MarkupKind::Joined,
        // Lines that stand below each other are fine, all of them.
        Form::Sign => return Some(joined),
        Form::Dash { .. } => return None,
    };
    let mended = match mark.number {
        Some(_) if mark.sign.starts_with('A') => format!("- {source}"),
        Some(number) => format!("{number}. {text}"),
        None => format!("- {text}"),
    };
    push(line, kind, mended, found);
    Some(joined)
}

/// The sign of an item as typed.
#[derive(Clone, PartialEq)]
struct Mark {
    form: Form,
    /// What the marks of one list have in common.
    sign: String,
    number: Option<u32>,
    length: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// `-甲`: a sign of lists without its space; `alone` if it is one without others, too.
    Dash { alone: bool },
    /// `1.甲`.
    Dot,
    /// `1、甲`, `（1）甲`, `①甲`, `•甲`: fine as paragraphs, and no list for Markdown.
    Sign,
}

impl Mark {
    fn of(body: &str) -> Option<Self> {
        let mut chars = body.chars();
        let (first, second) = (chars.next()?, chars.next()?);
        let length = first.len_utf8();
        let mark = |form, sign: &str, number, length| Some(Self { form, sign: sign.to_owned(), number, length });
        let wide_space = matches!(second, '\u{3000}' | '\u{A0}');
        let begins = |c: char| is_han(c) || "“《（【「".contains(c);
        match first {
            // Emphasis, code or a link may stand behind the sign.
            '-' if begins(second) || second == BLOT || wide_space => {
                mark(Form::Dash { alone: true }, "-", None, length)
            }
            '+' | '*' if begins(second) || wide_space => {
                let emphasis = first == '*' && body[1..].contains('*');
                mark(Form::Dash { alone: wide_space }, &first.to_string(), None, length).filter(|_| !emphasis)
            }
            '－' if begins(second) || second == ' ' || wide_space => {
                mark(Form::Dash { alone: true }, "－", None, length)
            }
            '＊' | '＋' if begins(second) || second == ' ' => {
                mark(Form::Dash { alone: false }, &first.to_string(), None, length)
            }
            '•' | '·' | '●' | '○' | '◆' | '◇' | '■' | '□' | '▪' | '–' if second != first => {
                mark(Form::Sign, &first.to_string(), None, length)
            }
            '①'..='⑳' => mark(Form::Sign, "①", Some(u32::from(first) - u32::from('①') + 1), length),
            '(' | '（' => {
                let (number, digits) = number(&body[length..])?;
                let rest = &body[length + digits..];
                let close = rest.chars().next().filter(|c| matches!(c, ')' | '）'))?;
                mark(Form::Sign, "(", Some(number), length + digits + close.len_utf8())
            }
            // The answers to a question: `A.甲`, `B、乙`.
            'A'..='Z' | 'a'..='z' | 'Ａ'..='Ｚ' if matches!(second, '.' | '．' | '、' | ')' | '）') => {
                let letter = narrow(first).to_ascii_uppercase();
                let number = u32::from(letter) - u32::from('A') + 1;
                mark(Form::Sign, &format!("A{second}"), Some(number), length + second.len_utf8())
            }
            _ => {
                let (number, digits) = number(body)?;
                let mut rest = body[digits..].chars();
                let (sign, next) = (rest.next()?, rest.next()?);
                let length = digits + sign.len_utf8();
                match sign {
                    '.' | '．' | ')' if !narrow(next).is_ascii_digit() && !body.starts_with(is_han) => {
                        mark(Form::Dot, &narrow(sign).to_string(), Some(number), length)
                    }
                    '、' | '）' => mark(Form::Sign, &sign.to_string(), Some(number), length),
                    _ => None,
                }
            }
        }
    }

    /// Whether the line above is an item of a list with such a sign, and its space.
    fn is_next_to(&self, above: &ShownLine<'_>) -> bool {
        let sign = above.prefix().trim_matches([' ', '\t', '>']);
        above.in_item
            && match self.number {
                Some(_) => sign.starts_with(|c: char| c.is_ascii_digit()),
                None => sign == self.sign,
            }
    }

    fn follows(&self, last: &Self) -> bool {
        let counts = match (self.number, last.number) {
            (Some(number), Some(last)) => number == last + 1,
            (None, None) => true,
            _ => false,
        };
        self.sign == last.sign && counts
    }
}

/// The number at the beginning of a text, in digits or Chinese up to 99, and its length in bytes.
fn number(text: &str) -> Option<(u32, usize)> {
    let digits = text.len() - text.trim_start_matches(|c: char| narrow(c).is_ascii_digit()).len();
    let written: String = text[..digits].chars().map(narrow).collect();
    if (1..=3).contains(&written.len()) {
        return Some((written.parse().ok()?, digits));
    }
    const NUMERALS: &str = "一二三四五六七八九";
    let mut value = 0;
    let mut length = 0;
    for c in text.chars() {
        match (c, NUMERALS.chars().position(|numeral| numeral == c)) {
            ('十', _) if value < 10 => value = value.max(1) * 10,
            (_, Some(unit)) if value % 10 == 0 => value += unit as u32 + 1,
            _ => break,
        }
        length += c.len_utf8();
    }
    (value > 0).then_some((value, length))
}

/// A fence with wide or wrong signs, if another one closes it. Returns how many lines behind it belong to it.
fn fence(
    line: &ShownLine<'_>,
    body: &str,
    rest: &[ShownLine<'_>],
    unclosed: &mut Vec<char>,
    found: &mut Vec<NearMiss>,
) -> Option<usize> {
    let sign = body.chars().next().filter(|c| "｀·‘’'“”\"～".contains(*c) && !unclosed.contains(c))?;
    let signs = |text: &str| text.chars().take_while(|c| *c == sign).count();
    let language = body.trim_start_matches(sign).trim();
    if signs(body) != 3 || !language.chars().all(|c| c.is_ascii_alphanumeric() || "+-#".contains(c)) {
        return None;
    }
    let close = rest.iter().position(|line| {
        line.shown.trim_matches([' ', BLOT]).chars().all(|c| c == sign)
            && signs(line.shown.trim_matches([' ', BLOT])) == 3
    });
    let Some(close) = close else {
        unclosed.push(sign);
        return None;
    };
    push(line, MarkupKind::Code, format!("```{language}"), found);
    Some(close + 1)
}

/// Lines of cells that no rule makes a table. Returns how many lines behind the first belong to it.
fn table(line: &ShownLine<'_>, body: &str, rest: &[ShownLine<'_>], found: &mut Vec<NearMiss>) -> Option<usize> {
    let is_row = |text: &str| text.starts_with(['|', '｜']) && text.trim_end().ends_with(['|', '｜']);
    if !is_row(body) {
        return None;
    }
    let source = line.get(line.text?..line.source.len());
    let cells = cells(source);
    let formula = !source.contains('｜')
        && cells.iter().any(|cell| {
            !cell.is_empty() && cell.chars().all(|c| "+-−*/×÷=<>≤≥ ".contains(c)) && !cell.starts_with("--")
        });
    if cells.len() < 2 || formula || !cells.iter().any(|cell| cell.contains(char::is_alphanumeric)) {
        return None;
    }
    let length = rest.iter().take_while(|next| next.goes_on && next.body().is_some_and(is_row)).count();
    let rule = vec!["---"; cells.len()].join(" | ");
    push(line, MarkupKind::Table, format!("| {} |\n| {rule} |", cells.join(" | ")), found);
    Some(length)
}

/// Rows that were copied from a spreadsheet: tabs part their cells, and Markdown puts the rows together to one line. Returns
/// how many lines behind the first belong to it.
fn pasted_table(line: &ShownLine<'_>, rest: &[ShownLine<'_>], found: &mut Vec<NearMiss>) -> Option<usize> {
    let cells = pasted_cells(line).filter(|_| !line.breaks())?;
    let follows = |next: &&ShownLine<'_>| {
        next.goes_on && pasted_cells(next).is_some_and(|next_cells| next_cells.len() == cells.len())
    };
    let length = rest.iter().take_while(follows).count();
    if length == 0 {
        return None;
    }
    let rule = vec!["---"; cells.len()].join(" | ");
    push(line, MarkupKind::Table, format!("| {} |\n| {rule} |", cells.join(" | ")), found);
    Some(length)
}

/// The cells of a row that tabs part, if it has several with something in them.
fn pasted_cells<'s>(line: &ShownLine<'s>) -> Option<Vec<&'s str>> {
    let row = line.get(line.text?..line.source.len()).trim_end_matches(['\r', '\n']);
    let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
    let filled = cells.iter().filter(|cell| cell.contains(char::is_alphanumeric)).count();
    (filled > 1 && !line.in_item).then_some(cells)
}

fn cells(row: &str) -> Vec<&str> {
    let inside = row.trim().trim_start_matches(['|', '｜']).trim_end_matches(['|', '｜']);
    inside.split(['|', '｜']).map(str::trim).collect()
}
