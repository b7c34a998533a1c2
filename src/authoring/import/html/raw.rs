//! HTML that stays HTML, written so that a Markdown parser takes it as one block: without blank lines.

use super::{HtmlElement, HtmlNode, is_hidden};
use crate::base::html::is_void;

/// Elements that are the content itself, whose attributes are kept whole.
pub const EMBEDDED: [&str; 9] = ["iframe", "video", "audio", "embed", "object", "form", "canvas", "svg", "math"];

/// Returns the nodes as HTML. Looks are left out: the theme has its own.
pub fn raw(nodes: &[HtmlNode]) -> String {
    let mut out = String::new();
    nodes.iter().for_each(|node| write(node, &mut out, false));
    out
}

fn write(node: &HtmlNode, out: &mut String, preformatted: bool) {
    match node {
        HtmlNode::Text(text) if preformatted => out.push_str(&escaped(text).replace('\n', "&#10;")),
        HtmlNode::Text(text) => push_text(text, out),
        HtmlNode::Comment(_) => {}
        HtmlNode::Element(element) if is_hidden(&element.name) => {}
        HtmlNode::Element(element) => {
            out.push_str(&start(element));
            if is_void(&element.name) {
                return;
            }
            let preformatted = preformatted || matches!(element.name.as_str(), "pre" | "textarea");
            element.children.iter().for_each(|child| write(child, out, preformatted));
            out.push_str(&format!("</{}>", element.name));
            if !preformatted
                && matches!(element.name.as_str(), "tr" | "thead" | "tbody" | "tfoot" | "caption" | "li" | "dt" | "dd")
            {
                out.push('\n');
            }
        }
    }
}

/// Writes a text with one space, or one line end, for all white space.
fn push_text(text: &str, out: &mut String) {
    let inner = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line_start = out.is_empty() || out.ends_with(char::is_whitespace);
    if text.starts_with(char::is_whitespace) && !line_start {
        out.push(' ');
    }
    out.push_str(&escaped(&inner));
    if !inner.is_empty() && text.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\u{a0}', "&nbsp;")
}

/// Returns an element's start tag.
pub fn start(element: &HtmlElement) -> String {
    let whole = EMBEDDED.contains(&element.name.as_str());
    let mut tag = format!("<{}", element.name);
    for (key, value) in &element.attributes {
        let kept = matches!(
            key.as_str(),
            "href"
                | "src"
                | "alt"
                | "title"
                | "colspan"
                | "rowspan"
                | "scope"
                | "headers"
                | "id"
                | "start"
                | "reversed"
                | "type"
                | "value"
                | "checked"
                | "controls"
                | "datetime"
                | "cite"
                | "lang"
                | "dir"
                | "open"
                | "srcset"
                | "media"
                | "name"
                | "label"
                | "kind"
                | "poster"
        );
        let runs =
            key.starts_with("on") || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if runs || !(kept || whole) {
            continue;
        }
        let value = value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace(['\n', '\r'], " ");
        tag.push_str(&format!(" {key}=\"{value}\""));
    }
    tag + ">"
}
