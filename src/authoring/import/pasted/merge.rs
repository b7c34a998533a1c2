//! Signs in a row become one: Word writes `<b>科</b><b>普</b>` where a reader sees one bold word.

use super::super::html::{HtmlElement, HtmlNode};

const SIGNS: [&str; 5] = ["strong", "em", "del", "sup", "sub"];

/// Joins neighbours that are the same sign, in all nodes.
pub fn merged(nodes: Vec<HtmlNode>) -> Vec<HtmlNode> {
    let mut out: Vec<HtmlNode> = Vec::with_capacity(nodes.len());
    for node in nodes {
        let HtmlNode::Element(mut element) = node else {
            out.push(node);
            continue;
        };
        element.children = merged(element.children);
        if SIGNS.contains(&element.name.as_str()) {
            let blank = matches!(out.last(), Some(HtmlNode::Text(text)) if text.trim().is_empty());
            let place = out.len().checked_sub(if blank { 2 } else { 1 });
            if let Some(HtmlNode::Element(before)) = place.and_then(|place| out.get(place))
                && before.name == element.name
            {
                let space = if blank { out.pop() } else { None };
                if let Some(HtmlNode::Element(before)) = out.last_mut() {
                    before.children.extend(space);
                    before.children.extend(std::mem::take(&mut element.children));
                    let whole = std::mem::take(&mut before.children);
                    before.children = merged(whole);
                }
                continue;
            }
        }
        out.push(HtmlNode::Element(element));
    }
    out
}

/// An element without attributes.
pub fn element(name: &str, children: Vec<HtmlNode>) -> HtmlNode {
    HtmlNode::Element(HtmlElement { name: name.to_owned(), attributes: Vec::new(), children })
}
