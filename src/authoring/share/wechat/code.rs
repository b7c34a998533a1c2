//! Code blocks. The editor honours no `pre` and eats line breaks: lines end with elements, spaces are such that stay.

use super::node::{ArticleNode, element, line_break, text};
use super::state::ArticleWriter;
use super::style::Styles;
use crate::base::html::{HtmlElement, HtmlNode};

pub fn code(writer: &mut ArticleWriter<'_, '_>, block: &HtmlElement) -> Vec<ArticleNode> {
    let mut parts = Vec::new();
    collect(&block.children, "", &mut parts);
    if let Some((last, _)) = parts.last_mut() {
        last.truncate(last.trim_end_matches('\n').len());
    }
    let mut nodes: Vec<ArticleNode> = Vec::new();
    let mut line_is_empty = true;
    for (words, kind) in &parts {
        for (at, line) in words.split('\n').enumerate() {
            if at > 0 {
                if line_is_empty {
                    nodes.push(text("\u{a0}"));
                }
                nodes.push(line_break());
                line_is_empty = true;
            }
            if line.is_empty() {
                continue;
            }
            line_is_empty = false;
            let line = line.replace('\t', "\u{a0}\u{a0}\u{a0}\u{a0}").replace(' ', "\u{a0}").replace('\r', "");
            nodes.push(match kind.is_empty() || line.trim_matches('\u{a0}').is_empty() {
                true => text(line),
                false => element("span", format!("color:{}", writer.styles.kind(kind)), vec![text(line)]),
            });
        }
    }
    if nodes.is_empty() {
        return Vec::new();
    }
    vec![element("section", Styles::code_block(), vec![element("p", Styles::code(), nodes)])]
}

/// Texts with what they are.
fn collect(nodes: &[HtmlNode], kind: &'static str, parts: &mut Vec<(String, &'static str)>) {
    for node in nodes {
        match node {
            HtmlNode::Text(words) => match parts.last_mut() {
                Some((before, known)) if *known == kind => before.push_str(words),
                _ => parts.push((words.clone(), kind)),
            },
            HtmlNode::Element(inner) if inner.name == "br" => parts.push(("\n".to_owned(), kind)),
            HtmlNode::Element(inner) => {
                let own = kind_of(inner.attribute("class").unwrap_or_default());
                collect(&inner.children, if own.is_empty() { kind } else { own }, parts);
            }
            HtmlNode::Comment(_) => {}
        }
    }
}

fn kind_of(class: &str) -> &'static str {
    let has = |name: &str| class.split(' ').any(|class| class == name);
    match () {
        () if has("hl-comment") => "comment",
        () if has("hl-string") => "string",
        () if has("hl-keyword") || has("hl-storage") => "keyword",
        () if has("hl-numeric") || has("hl-constant") => "number",
        () => "",
    }
}
