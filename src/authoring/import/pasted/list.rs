//! Paragraphs that Word and WPS draw as list items → lists.

use super::super::html::{HtmlElement, HtmlNode};
use super::merge::element;

/// The name of an item until lists are made of the items.
pub const ITEM: &str = "x-item";

/// What stands before an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Bullet,
    Number(u32),
    /// Letters, Chinese numbers: a text, which a list of Markdown would change.
    Words,
}

/// Says what a mark is: `·`, `1.`, `（二）`.
pub fn mark(text: &str) -> Mark {
    let inner = text.trim().trim_start_matches(['(', '（', '[', '【']);
    let core = inner.trim_end_matches(['.', '、', ')', '）', '．', ']', '】', ':', '：']);
    if core.is_empty() {
        return Mark::Bullet;
    }
    if let Ok(number) = core.parse() {
        return Mark::Number(number);
    }
    // A single letter without a sign behind it is a bullet of a font of symbols.
    let letters = core.chars().count();
    let ends = core.len() < inner.len();
    if core.chars().any(char::is_alphanumeric) && (ends || letters > 1) { Mark::Words } else { Mark::Bullet }
}

/// An item of a list; its attributes say where it stands.
pub fn item(level: usize, mark: Mark, children: Vec<HtmlNode>) -> HtmlNode {
    let kind = match mark {
        Mark::Number(number) => number.to_string(),
        Mark::Bullet | Mark::Words => String::new(),
    };
    let attributes = vec![("level".to_owned(), level.to_string()), ("number".to_owned(), kind)];
    HtmlNode::Element(HtmlElement { name: ITEM.to_owned(), attributes, children })
}

/// Makes lists of items that follow each other, in all nodes.
pub fn gathered(nodes: Vec<HtmlNode>) -> Vec<HtmlNode> {
    let mut out = Vec::with_capacity(nodes.len());
    let mut run: Vec<HtmlElement> = Vec::new();
    let end = |run: &mut Vec<HtmlElement>, out: &mut Vec<HtmlNode>| out.extend(lists(&std::mem::take(run)));
    for node in nodes {
        match node {
            HtmlNode::Element(mut element) => {
                element.children = gathered(std::mem::take(&mut element.children));
                if element.name == ITEM {
                    run.push(element);
                } else {
                    end(&mut run, &mut out);
                    out.push(HtmlNode::Element(element));
                }
            }
            HtmlNode::Text(text) if text.trim().is_empty() && !run.is_empty() => {}
            node => {
                end(&mut run, &mut out);
                out.push(node);
            }
        }
    }
    end(&mut run, &mut out);
    out
}

fn level(item: &HtmlElement) -> usize {
    item.attribute("level").and_then(|level| level.parse().ok()).unwrap_or(1)
}

fn number(item: &HtmlElement) -> Option<&str> {
    item.attribute("number").filter(|number| !number.is_empty())
}

/// Items of one level, with those below each in it.
fn lists(items: &[HtmlElement]) -> Vec<HtmlNode> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = items.get(at) {
        let (own, ordered) = (level(first), number(first).is_some());
        let mut list = HtmlElement { name: if ordered { "ol" } else { "ul" }.to_owned(), ..HtmlElement::default() };
        if let Some(start) = number(first).filter(|start| *start != "1") {
            list.attributes.push(("start".to_owned(), start.to_owned()));
        }
        while let Some(item) = items.get(at).filter(|item| level(item) >= own && number(item).is_some() == ordered) {
            let below = items[at + 1..].iter().take_while(|below| level(below) > own).count();
            let mut children = item.children.clone();
            children.extend(lists(&items[at + 1..at + 1 + below]));
            list.children.push(element("li", children));
            at += 1 + below;
        }
        out.push(HtmlNode::Element(list));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_bullet_a_number_or_words() {
        for (text, expected) in [
            ("·", Mark::Bullet),
            ("l", Mark::Bullet),
            ("Ø", Mark::Bullet),
            ("1.", Mark::Number(1)),
            ("（12）", Mark::Number(12)),
            ("3、", Mark::Number(3)),
            ("一、", Mark::Words),
            ("(二)", Mark::Words),
            ("a)", Mark::Words),
            ("第一条", Mark::Words),
            ("", Mark::Bullet),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }
}
