//! What stands in a line of HTML → a line of Markdown.

use super::escape::{self, Manner};
use super::raw::{EMBEDDED, escaped, raw, start};
use super::{HtmlElement, HtmlNode, is_hidden, is_inline};
use crate::base::text::break_vanishes;

/// Elements whose looks are all there is to them.
const TRANSPARENT: [&str; 8] = ["span", "font", "big", "label", "nobr", "bdi", "picture", "tt"];

/// Writes nodes as a line; a line break of HTML is one of Markdown.
pub fn line(nodes: &[HtmlNode], manner: Manner) -> String {
    let mut out = String::new();
    nodes.iter().for_each(|node| write(node, manner, &mut out));
    tidy(&out)
}

/// Writes nodes as one line, for a heading, a cell or a link.
pub fn one_line(nodes: &[HtmlNode], manner: Manner) -> String {
    line(nodes, manner).replace("  \n", "<br>")
}

/// Removes blanks at the ends of lines, but those that make a break; and line breaks at the end.
fn tidy(text: &str) -> String {
    let blank = |c: char| c.is_whitespace();
    let lines: Vec<&str> = text.split('\n').map(|line| line.trim_matches(blank)).collect();
    let first = lines.iter().position(|line| !line.is_empty()).unwrap_or(lines.len());
    let last = lines.iter().rposition(|line| !line.is_empty()).map_or(first, |last| last + 1);
    let mut out = String::new();
    for (number, line) in lines[first..last].iter().enumerate() {
        if number > 0 {
            out.push_str("  \n");
        }
        // A line break is no end of a paragraph.
        out.push_str(if line.is_empty() { "<br>" } else { line });
    }
    out
}

fn write(node: &HtmlNode, manner: Manner, out: &mut String) {
    match node {
        HtmlNode::Text(text) => push_text(text, manner, out),
        HtmlNode::Comment(_) => {}
        HtmlNode::Element(element) => write_element(element, manner, out),
    }
}

/// Writes a text with one space for all white space, and none where a browser's would part two Chinese words.
fn push_text(text: &str, manner: Manner, out: &mut String) {
    let mut one = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(char::is_whitespace) {
        let (word, blank) = rest.split_at(at);
        one.push_str(word);
        let end = blank.find(|c: char| !c.is_whitespace()).unwrap_or(blank.len());
        rest = &blank[end..];
        let before = if one.is_empty() { out.as_str() } else { one.as_str() };
        let last = before.chars().next_back();
        let vanishes = blank[..end].contains('\n') && break_vanishes(before, rest);
        // A blank of an editor's choice stays; that of a source's line doesn't.
        if !vanishes && !last.is_none_or(char::is_whitespace) {
            one.push(' ');
        }
    }
    one.push_str(rest);
    escape::text(&one, manner, out);
}

fn write_element(element: &HtmlElement, manner: Manner, out: &mut String) {
    let name = element.name.as_str();
    let light = manner == Manner::Light;
    match name {
        _ if is_hidden(name) => {}
        "br" => out.push('\n'),
        "wbr" | "source" | "track" => {}
        "b" | "strong" if light => around("**", element, manner, out),
        "i" | "em" if light => around("*", element, manner, out),
        "del" | "s" | "strike" if light => around("~~", element, manner, out),
        "sup" if light && is_index(element, out) => around("^", element, manner, out),
        "sub" if light && is_index(element, out) => around("~", element, manner, out),
        "code" | "samp" if light => code(&element.text(), out),
        "ruby" if light => ruby(element, out),
        "a" => link(element, manner, out),
        "img" => out.push_str(&picture(element, "")),
        _ if TRANSPARENT.contains(&name) => inside(element, manner, out),
        _ if EMBEDDED.contains(&name) => out.push_str(&raw(&[HtmlNode::Element(element.clone())])),
        _ if !is_inline(name) => {
            // A block within a line, such as a paragraph in a link.
            if !out.is_empty() && !out.ends_with(char::is_whitespace) {
                out.push(' ');
            }
            inside(element, manner, out);
            out.push(' ');
        }
        // An element without a sign of its own in Markdown.
        _ => {
            let mut text = String::new();
            inside(element, manner, &mut text);
            if !text.trim().is_empty() {
                out.push_str(&format!("{}{}</{name}>", start(element), text.replace('\n', "<br>")));
            } else {
                out.push_str(&text);
            }
        }
    }
}

fn inside(element: &HtmlElement, manner: Manner, out: &mut String) {
    element.children.iter().for_each(|child| write(child, manner, out));
}

/// Writes an element between two signs. Blanks at its ends go outside of these, where they are no part of it.
fn around(sign: &str, element: &HtmlElement, manner: Manner, out: &mut String) {
    let mut text = String::new();
    inside(element, manner, &mut text);
    let inner = text.trim();
    if inner.is_empty() {
        return out.push_str(&text);
    }
    let start = text.len() - text.trim_start().len();
    out.push_str(&text[..start]);
    // Signs don't reach across line breaks that a reader would take for the end of a list item or a cell.
    out.push_str(&format!("{sign}{inner}{sign}"));
    out.push_str(&text[start + inner.len()..]);
}

/// Whether an index is as simple as its own signs allow, and stands behind what it belongs to.
fn is_index(element: &HtmlElement, before: &str) -> bool {
    let text = element.text();
    let simple = element.children.iter().all(|child| matches!(child, HtmlNode::Text(_)));
    let signs = text.chars().all(|c| c.is_ascii_alphanumeric() || "+-−,./".contains(c));
    simple && signs && !text.is_empty() && before.ends_with(|c: char| c.is_alphanumeric() || ")]）".contains(c))
}

/// Writes code in as many backticks as it needs.
fn code(text: &str, out: &mut String) {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return;
    }
    let mut fence = "`".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
}

/// Writes a word with its reading as `{科普|kē pǔ}`.
fn ruby(element: &HtmlElement, out: &mut String) {
    let readings: Vec<&HtmlElement> = element.elements().filter(|child| child.name == "rt").collect();
    let base: Vec<HtmlNode> = element
        .children
        .iter()
        .filter(|child| !child.element().is_some_and(|child| matches!(child.name.as_str(), "rt" | "rp" | "rtc")))
        .cloned()
        .collect();
    let base = HtmlNode::line(&base);
    match readings.as_slice() {
        [reading] if !base.is_empty() => out.push_str(&format!("{{{base}|{}}}", HtmlNode::line(&reading.children))),
        _ => out.push_str(&raw(&[HtmlNode::Element(element.clone())])),
    }
}

fn link(element: &HtmlElement, manner: Manner, out: &mut String) {
    let mut text = String::new();
    inside(element, manner, &mut text);
    let inner = tidy(&text).replace("  \n", "<br>");
    let target = element.attribute("href").map(str::trim).filter(|target| {
        !target.is_empty() && !target.get(..11).is_some_and(|scheme| scheme.eq_ignore_ascii_case("javascript:"))
    });
    let Some(target) = target else {
        // The place that another link leads to.
        let id = element.attribute("id").or_else(|| element.attribute("name"));
        if let Some(id) = id.filter(|id| !id.is_empty() && !id.contains(char::is_whitespace)) {
            out.push_str(&format!("<a id=\"{}\"></a>", escaped(id).replace('"', "&quot;")));
        }
        return out.push_str(&text);
    };
    if inner.is_empty() {
        return out.push_str(&text);
    }
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    out.push_str(text[..start].trim_end_matches('\n'));
    out.push_str(&format!("[{inner}]({}{})", address(target), title(element.attribute("title").unwrap_or_default())));
    out.push_str(text[end.max(start)..].trim_end_matches('\n'));
}

/// Writes a picture; `caption` goes below it.
pub fn picture(element: &HtmlElement, caption: &str) -> String {
    let Some(target) = super::address(element) else { return String::new() };
    let alt = element.attribute("alt").unwrap_or_default();
    let mut text = String::new();
    escape::text(&alt.split_whitespace().collect::<Vec<_>>().join(" "), Manner::Light, &mut text);
    let alt = text.replace('[', "\\[").replace(']', "\\]");
    let caption = if caption.is_empty() { element.attribute("title").unwrap_or_default() } else { caption };
    format!("![{alt}]({}{})", address(target), title(caption))
}

fn title(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return String::new();
    }
    format!(" \"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('&', "&amp;").replace('<', "\\<"))
}

/// Writes an address so that nothing in it ends it.
fn address(target: &str) -> String {
    let target = target.replace(['\n', '\r', '\t'], "").replace('<', "%3C").replace('>', "%3E").replace('\\', "%5C");
    let entity = target.match_indices('&').any(|(at, _)| target[at..].contains(';'));
    let target = if entity { target.replace('&', "&amp;") } else { target };
    if target.is_empty() || target.contains([' ', '(', ')']) || target.contains(char::is_control) {
        format!("<{target}>")
    } else {
        target
    }
}
