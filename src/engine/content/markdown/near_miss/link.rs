//! Near misses of links and pictures: brackets of the wrong width, spaces, quotation marks, the order of brackets.

use std::ops::Range;

use super::shown::{BLOT, ShownLine, lines};
use super::{MarkupKind, NearMiss};
use crate::base::text::narrow;
use crate::base::text::pattern::{self, Pattern};

static LINK: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?P<bang>[!！]?)(?:\[(?P<a>[^\[\]\x1A]*)\]|【(?P<b>[^【】\x1A]*)】|［(?P<c>[^［］\x1A]*)］|\[(?P<d>[^\[\]【】\x1A]*)】|【(?P<e>[^\[\]【】\x1A]*)\])[ 　]?[:：]?[ 　]?[(（](?P<target>[^()（）\x1A]*(?:[(（][^()（）\x1A]*[)）][^()（）\x1A]*)*)[)）]",
    )
});
/// A link that doesn't end.
static OPEN: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?P<bang>!?)\[(?P<label>[^\[\]\x1A]*)\]\((?P<target>(?:https?://|\.{0,2}/)[^\s()（）\[\]，。；：！？、\x1A]+|[^\s()（）\[\]，。；：！？、/\x1A]+\.(?i:png|jpe?g|gif|webp|svg|avif|pdf|docx?|xlsx?|pptx?|md))",
    )
});
/// An address between brackets of another kind.
static OTHER: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?P<bang>!?)[\[［](?P<label>[^\[\]［］\x1A]+)[\]］][ 　]?(?:\[(?P<a>[^\[\]\s\x1A]+)\]|［(?P<b>[^［］\s\x1A]+)］|【(?P<c>[^【】\s\x1A]+)】|〔(?P<d>[^〔〕\s\x1A]+)〕|\{(?P<e>[^{}\s\x1A]+)\}|｛(?P<f>[^｛｝\s\x1A]+)｝)",
    )
});
/// An address that stands in the line below its words.
static BELOW: Pattern =
    Pattern::new(|| pattern::constant(r"(?P<bang>!?)\[(?P<label>[^\[\]\n]+)\][ \t]*\n[ \t]*\((?P<target>[^()\s]+)\)"));
/// An address that holds spaces or brackets, which the parser takes for a link's only between `<` and `>`.
static SPACED: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?P<bang>!?)\[[^\[\]]*\]\([ ]*(?P<target>[^()<>\x1A]*(?:\([^()<>\x1A]*\)[^()<>\x1A]*)*|[^()<>\x1A]*\([^()<>\x1A]*\.[A-Za-z][A-Za-z0-9]{1,4})[ ]*\)",
    )
});
static REVERSED: Pattern = Pattern::new(|| {
    pattern::constant(r"[(（](?P<label>[^()（）\[\]\x1A]+)[)）][\[【](?P<target>[^\[\]【】()\x1A]+)[\]】]")
});
static WIKI: Pattern =
    Pattern::new(|| pattern::constant(r"(?P<bang>!?)\[\[(?P<target>[^\[\]|\x1A]+)(?:\|(?P<label>[^\[\]\x1A]*))?\]\]"));
/// A link that was understood, behind a wide exclamation mark or one with a space.
static WIDE_BANG: Pattern =
    Pattern::new(|| pattern::constant(r"(?P<bang>！[ 　]*|![ 　]+)(?P<link>\[[^\[\]]*\]\((?P<target>[^()]+)\))"));
static TITLE: Pattern =
    Pattern::new(|| pattern::constant("^(?P<address>\\S+)[ 　]+[“”\"‘’'「＂](?P<title>.*)[“”\"‘’'」＂]$"));
/// A title behind an address, as the parser takes it.
static TITLED: Pattern = Pattern::new(|| pattern::constant(r#"^(?P<address>.*\S)[ ]+(?:"[^"]*"|'[^']*')$"#));
static FILE: Pattern = Pattern::new(|| pattern::constant(r"\.[A-Za-z][A-Za-z0-9]{1,4}(?:[?#].*)?$"));
static PICTURE: Pattern = Pattern::new(|| pattern::constant(r"(?i)\.(?:png|jpe?g|gif|webp|svg|avif|bmp)$"));

pub fn find(line: &ShownLine<'_>, found: &mut Vec<NearMiss>) {
    let shown = &line.shown;
    if shown.contains([']', '】', '］']) {
        for parts in LINK.captures_iter(shown) {
            let label =
                ["a", "b", "c", "d", "e"].iter().find_map(|name| parts.name(name)).map_or(0..0, |label| label.range());
            let (whole, target, bang) = (&parts[0], &parts["target"], &parts["bang"]);
            let at = parts.get(0).map_or(0..0, |whole| whole.range());
            let Some(address) = address(target) else { continue };
            let is_picture = PICTURE.is_match(&address.path) && !bang.is_empty();
            let (kind, at) = match bang {
                "" => (MarkupKind::Link, at),
                "!" => (MarkupKind::Picture, at),
                _ if is_picture => (MarkupKind::Picture, at),
                _ => (MarkupKind::Link, at.start + bang.len()..at.end),
            };
            push(line, at, kind, &format!("[{}]({})", line.get(label), address.written()), whole, found);
        }
        for parts in OPEN.captures_iter(shown) {
            let at = parts.get(0).map_or(0..0, |whole| whole.range());
            let kind = if parts["bang"].is_empty() { MarkupKind::Link } else { MarkupKind::Picture };
            let rest = &shown[at.end..];
            // The first bracket says it: to look for both would take the line's length for each of many beginnings.
            let first = rest.find(['(', '（', ')', '）']);
            let closed = first.is_some_and(|at| rest[at..].starts_with([')', '）']));
            let named = !parts["label"].is_empty() || kind == MarkupKind::Picture;
            if !closed && named && !rest.starts_with(BLOT) && !rest.starts_with(['(', '（']) {
                push(line, at, kind, &format!("[{}]({})", &parts["label"], &parts["target"]), "", found);
            }
        }
        for parts in OTHER.captures_iter(shown) {
            let at = parts.get(0).map_or(0..0, |whole| whole.range());
            let target = ["a", "b", "c", "d", "e", "f"].iter().find_map(|name| parts.name(name));
            // `{.red}` and `{#part}` are attributes, `[1][fig.a]` has the name of an address.
            let Some(address) = target.filter(|target| is_path(target.as_str())).and_then(|it| address(it.as_str()))
            else {
                continue;
            };
            let kind = if parts["bang"].is_empty() { MarkupKind::Link } else { MarkupKind::Picture };
            push(line, at, kind, &format!("[{}]({})", &parts["label"], address.written()), "", found);
        }
        for parts in REVERSED.captures_iter(shown) {
            let (label, at) = (&parts["label"], parts.get(0).map_or(0..0, |whole| whole.range()));
            let Some(address) = address(&parts["target"]).filter(|_| label.contains(char::is_alphabetic)) else {
                continue;
            };
            push(line, at, MarkupKind::Link, &format!("[{label}]({})", address.written()), "", found);
        }
        for parts in WIKI.captures_iter(shown) {
            let (target, at) = (parts["target"].trim(), parts.get(0).map_or(0..0, |whole| whole.range()));
            if !target.contains(char::is_alphabetic) || target.eq_ignore_ascii_case("toc") {
                continue;
            }
            let picture = PICTURE.is_match(target);
            let label = parts.name("label").map_or(if picture { "" } else { target }, |label| label.as_str());
            let file = if FILE.is_match(target) { target.to_owned() } else { format!("{target}.md") };
            let kind = if parts["bang"].is_empty() { MarkupKind::Link } else { MarkupKind::Picture };
            push(line, at, kind, &format!("[{label}]({})", bracketed(&file)), "", found);
        }
    }
    if shown.contains(['！', '!']) {
        for parts in WIDE_BANG.captures_iter(line.source) {
            let at = parts.get(0).map_or(0..0, |whole| whole.range());
            let bang = at.start..at.start + parts["bang"].len();
            let understood = shown.get(bang.clone()) == Some(&parts["bang"]) && shown[bang.end..].starts_with(BLOT);
            if understood && PICTURE.is_match(&parts["target"]) {
                push(line, at, MarkupKind::Picture, &parts["link"], "", found);
            }
        }
    }
}

/// Finds links with a line break between their words and their address. `texts` are the ranges that stood as text.
pub fn find_below(source: &str, texts: &[Range<usize>], found: &mut Vec<NearMiss>) {
    let is_text = |at: usize| {
        let index = texts.partition_point(|text| text.end <= at);
        texts.get(index).is_some_and(|text| text.start <= at)
    };
    if !source.contains("]\n") && !source.contains("] \n") {
        return;
    }
    for parts in BELOW.captures_iter(source) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        let (label, bang) = (&parts["label"], &parts["bang"]);
        let Some(address) = address(&parts["target"]) else { continue };
        if is_text(at.start) && is_text(at.end - 1) {
            let kind = if bang.is_empty() { MarkupKind::Link } else { MarkupKind::Picture };
            found.push(NearMiss { at, kind, mended: format!("{bang}[{label}]({})", address.written()) });
        }
    }
}

/// Whether an address may hold spaces or brackets.
pub fn may_be_spaced(source: &str) -> bool {
    source.match_indices("](").any(|(at, open)| {
        let rest = &source[at + open.len()..];
        let end = rest.find([')', '\n']).unwrap_or(rest.len());
        rest[..end].contains([' ', '\u{3000}', '('])
    })
}

/// The addresses with spaces or brackets in links and pictures that are otherwise as they should be, by their places in the
/// source. What names a file isn't meant as prose.
pub fn spaced(source: &str, texts: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !may_be_spaced(source) {
        return found;
    }
    for line in lines(source, texts).iter().filter(|line| line.shown.contains("](")) {
        for parts in SPACED.captures_iter(&line.shown) {
            let Some(target) = parts.name("target") else { continue };
            let path = target.as_str().trim_end();
            let path = TITLED.captures(path).map_or(path, |parts| parts.name("address").map_or(path, |at| at.as_str()));
            let brackets = path.matches('(').count() != path.matches(')').count();
            let fits = !parts["bang"].is_empty() && !path.is_empty() || looks_like_address(path);
            if (path.contains([' ', '\u{3000}']) || brackets) && fits && !TITLE.is_match(path) {
                found.push(line.place(target.start()..target.start() + path.len()));
            }
        }
    }
    found
}

fn push(
    line: &ShownLine<'_>,
    at: Range<usize>,
    kind: MarkupKind,
    link: &str,
    written: &str,
    found: &mut Vec<NearMiss>,
) {
    let mended = if kind == MarkupKind::Picture { format!("!{link}") } else { link.to_owned() };
    // It is text for another reason, such as a link around it.
    if mended != written {
        found.push(NearMiss { at: line.place(at), kind, mended });
    }
}

struct Address {
    path: String,
    title: Option<String>,
}

impl Address {
    fn written(&self) -> String {
        let path = bracketed(&self.path);
        match &self.title {
            Some(title) => format!("{path} \"{title}\""),
            None => path,
        }
    }
}

/// What stands between the brackets, if it looks like an address; prose in brackets doesn't.
fn address(target: &str) -> Option<Address> {
    let target = target.trim();
    let (path, title) = match TITLE.captures(target) {
        Some(parts) => (parts["address"].to_owned(), Some(parts["title"].to_owned())),
        None => (target.trim_matches(['<', '>', '＜', '＞']).to_owned(), None),
    };
    let narrowed: String = path.chars().map(|c| if "／．：＃？＝＆％～".contains(c) { narrow(c) } else { c }).collect();
    [path, narrowed].into_iter().find(|path| looks_like_address(path)).map(|path| Address { path, title })
}

fn looks_like_address(path: &str) -> bool {
    const STARTS: [&str; 8] = ["/", "./", "../", "http://", "https://", "www.", "mailto:", "tel:"];
    let starts = STARTS.iter().any(|start| path.len() > start.len() && path.starts_with(start)) || path == "/";
    let anchor = path.len() > 1 && path.starts_with('#') && !path.contains(char::is_whitespace);
    let sentence = path.contains(['，', '。', '；', '：', '！', '？', '、', '\n']);
    path.len() <= 300 && !sentence && (starts || anchor || FILE.is_match(path))
}

/// Whether a text between brackets can only be an address: of another site, with a slash, or of a picture.
fn is_path(text: &str) -> bool {
    let slash = text.contains('/') && text.starts_with(['/', '.', 'h', 'w']);
    slash || !text.starts_with('.') && PICTURE.is_match(text)
}

fn bracketed(path: &str) -> String {
    let brackets = path.matches('(').count() != path.matches(')').count();
    if path.contains([' ', '\u{3000}']) || brackets { format!("<{path}>") } else { path.to_owned() }
}
