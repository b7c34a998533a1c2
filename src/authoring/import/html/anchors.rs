//! Places within a page that links lead to: kept where a link needs them, as empty elements of their own.
//!
//! A heading gets its identifier from its words here, so that of the old page would lead nowhere.

use std::collections::BTreeSet;

use super::raw::EMBEDDED;
use super::{HtmlElement, HtmlNode};
use crate::base::html::is_void;
use crate::base::url::percent_decode;

/// Elements that hold text themselves: the place stands at its beginning.
const HOLDERS: &str = " h1 h2 h3 h4 h5 h6 p li td th dt dd figcaption summary ";

/// Elements in which nothing but parts of a table may stand.
const PARTS: [&str; 4] = ["tbody", "thead", "tfoot", "tr"];

/// Returns the places that the links of a text lead to, without the pages.
pub fn linked(html: &str) -> BTreeSet<String> {
    let is_href = |at: usize| at.checked_sub(4).and_then(|from| html.get(from..at));
    let values =
        html.match_indices('=').filter(|(at, _)| is_href(*at).is_some_and(|key| key.eq_ignore_ascii_case("href")));
    let links = values.map(|(at, _)| &html[at + 1..]).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => rest[1..].split(quote).next(),
            None => rest.split([' ', '>', '\n']).next(),
        };
        Some(percent_decode(value?.rsplit_once('#')?.1).into_owned())
    });
    links.filter(|place| !place.is_empty()).collect()
}

/// Makes elements of the identifiers that links lead to.
pub fn keep(nodes: &mut Vec<HtmlNode>, linked: &BTreeSet<String>) {
    if !linked.is_empty() {
        keep_within(nodes, linked, None);
    }
}

/// Does so within a link or elsewhere: a place is an `a` as well, and none stands in another, so those of a link go to `above`.
fn keep_within(nodes: &mut Vec<HtmlNode>, linked: &BTreeSet<String>, mut above: Option<&mut Vec<HtmlNode>>) {
    for node in std::mem::take(nodes) {
        match node {
            HtmlNode::Element(mut element) => {
                let place = place(&mut element, linked);
                let mut within = Vec::new();
                if !EMBEDDED.contains(&element.name.as_str()) {
                    let above = match above.as_mut() {
                        Some(above) => Some(&mut **above),
                        None => (element.name == "a").then_some(&mut within),
                    };
                    keep_within(&mut element.children, linked, above);
                }
                match above.as_mut() {
                    Some(above) => above.extend(place),
                    None => {
                        nodes.append(&mut within);
                        nodes.extend(place.and_then(|place| put(place, &mut element)));
                    }
                }
                nodes.push(HtmlNode::Element(element));
            }
            node => nodes.push(node),
        }
    }
}

/// Takes the identifier of an element, if a link leads there. A place of its own is one already.
fn place(element: &mut HtmlElement, linked: &BTreeSet<String>) -> Option<HtmlNode> {
    if element.name == "a" && element.attribute("href").is_none() {
        return None;
    }
    let known = |(key, value): &&(String, String)| matches!(key.as_str(), "id" | "name") && linked.contains(value);
    let id = element.attributes.iter().find(known)?.1.clone();
    element.attributes.retain(|(key, value)| key != "id" || *value != id);
    let attributes = vec![("id".to_owned(), id)];
    Some(HtmlNode::Element(HtmlElement { name: "a".to_owned(), attributes, children: Vec::new() }))
}

/// Puts a place into an element; returns it if it can stand before it only.
fn put(place: HtmlNode, element: &mut HtmlElement) -> Option<HtmlNode> {
    if PARTS.contains(&element.name.as_str()) {
        let first = element.children.iter_mut().find_map(|child| match child {
            HtmlNode::Element(child) if !is_void(&child.name) => Some(child),
            _ => None,
        });
        return put(place, first?);
    }
    if HOLDERS.contains(&format!(" {} ", element.name)) {
        element.children.insert(0, place);
        return None;
    }
    Some(place)
}

#[cfg(test)]
mod tests {
    use super::super::raw::raw;
    use super::*;
    use crate::base::html::parse;

    #[test]
    fn identifiers_that_links_need_are_kept() {
        for (html, kept) in [
            ("<h2 id=\"a\">甲</h2>", "<h2><a id=\"a\"></a>甲</h2>"),
            ("<h2><span id=\"a\">甲</span></h2>", "<h2><a id=\"a\"></a><span>甲</span></h2>"),
            ("<h2 id=\"b\">甲</h2>", "<h2 id=\"b\">甲</h2>"),
            ("<p><a id=\"a\"></a>甲</p>", "<p><a id=\"a\"></a>甲</p>"),
            ("<ul id=\"a\"><li id=\"票\">甲</li></ul>", "<a id=\"a\"></a><ul><li><a id=\"票\"></a>甲</li>\n</ul>"),
            ("<p><a id=\"a\" href=\"/x\">甲</a></p>", "<p><a id=\"a\"></a><a href=\"/x\">甲</a></p>"),
            (
                "<p>见<a href=\"/x\"><b><i id=\"a\">甲</i></b></a></p>",
                "<p>见<a id=\"a\"></a><a href=\"/x\"><b><i>甲</i></b></a></p>",
            ),
            ("<a href=\"/x\"><h2 id=\"a\">甲</h2></a>", "<a id=\"a\"></a><a href=\"/x\"><h2>甲</h2></a>"),
        ] {
            let mut nodes = parse(html);
            keep(&mut nodes, &linked("<a href=\"#a\">甲</a> <a href='/x#%E7%A5%A8'>乙</a> <a href=#>丙</a>"));
            assert_eq!(raw(&nodes), kept, "{html}");
        }
        let mut nodes = parse("<table><tr id=\"a\"><td>甲</td></tr></table>");
        keep(&mut nodes, &linked("<a href=#a>"));
        assert_eq!(raw(&nodes), "<table><tbody><tr><td><a id=\"a\"></a>甲</td></tr>\n</tbody>\n</table>");
    }
}
