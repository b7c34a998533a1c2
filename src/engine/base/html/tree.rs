//! HTML → its elements as a browser builds them, as plain values.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use super::shallow::shallow;

/// How deep elements are kept: what is deeper moves up, so that no walk of a tree runs out of stack.
const DEEPEST: usize = 120;

#[derive(Clone, Debug, PartialEq)]
pub enum HtmlNode {
    Text(String),
    Element(HtmlElement),
    Comment(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct HtmlElement {
    /// In lower case.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<HtmlNode>,
}

/// Parses a fragment as it would stand in a page's body.
pub fn parse(html: &str) -> Vec<HtmlNode> {
    let name = QualName::new(None, ns!(html), local_name!("body"));
    let dom = parse_fragment(RcDom::default(), ParseOpts::default(), name, Vec::new(), false).one(&*shallow(html));
    let mut nodes = Vec::new();
    for root in dom.document.children.borrow().iter() {
        copy_children(root, &mut nodes, 0);
    }
    nodes
}

/// Whether what was deeper than a tree is kept moved up.
pub fn is_cut(nodes: &[HtmlNode]) -> bool {
    fn is_deep(nodes: &[HtmlNode], depth: usize) -> bool {
        let mut elements = nodes.iter().filter_map(HtmlNode::element);
        elements.any(|element| depth >= DEEPEST || is_deep(&element.children, depth + 1))
    }
    is_deep(nodes, 0)
}

fn copy_children(node: &Handle, into: &mut Vec<HtmlNode>, depth: usize) {
    if depth > DEEPEST {
        return into.push(HtmlNode::Text(all_text(node)));
    }
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => into.push(HtmlNode::Text(contents.borrow().to_string())),
            NodeData::Comment { contents } => into.push(HtmlNode::Comment(contents.to_string())),
            NodeData::Element { name, attrs, template_contents, .. } => {
                let attrs = attrs.borrow();
                let attributes = attrs.iter().map(|attribute| {
                    let local = attribute.name.local.to_string();
                    (local, attribute.value.to_string())
                });
                let mut element = HtmlElement {
                    name: name.local.to_string(),
                    attributes: attributes.collect(),
                    children: Vec::new(),
                };
                copy_children(child, &mut element.children, depth + 1);
                if let Some(contents) = template_contents.borrow().as_ref() {
                    copy_children(contents, &mut element.children, depth + 1);
                }
                into.push(HtmlNode::Element(element));
            }
            _ => {}
        }
    }
}

fn all_text(node: &Handle) -> String {
    let mut text = String::new();
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
        open.extend(node.children.borrow().iter().rev().cloned());
    }
    text
}

impl HtmlElement {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Returns the first element with one of these names, in this one or below it.
    pub fn find(&self, names: &[&str]) -> Option<&Self> {
        if names.contains(&self.name.as_str()) {
            return Some(self);
        }
        self.elements().find_map(|element| element.find(names))
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(HtmlNode::element)
    }

    /// Returns the text of the element, with its white space.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.children.iter().for_each(|child| child.add_text(&mut text));
        text
    }
}

impl HtmlNode {
    pub fn element(&self) -> Option<&HtmlElement> {
        match self {
            Self::Element(element) => Some(element),
            _ => None,
        }
    }

    fn add_text(&self, text: &mut String) {
        match self {
            Self::Text(own) => text.push_str(own),
            Self::Element(element) if element.name == "br" => text.push('\n'),
            Self::Element(element) => element.children.iter().for_each(|child| child.add_text(text)),
            Self::Comment(_) => {}
        }
    }

    /// Returns the text of nodes on one line, without the white space around it.
    pub fn line(nodes: &[Self]) -> String {
        let mut text = String::new();
        nodes.iter().for_each(|node| node.add_text(&mut text));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_becomes_a_tree() {
        let nodes = parse("甲<p class=a>乙<b>丙</b></p><!-- 丁 -->");
        assert_eq!(nodes.len(), 3);
        let paragraph = nodes[1].element().unwrap();
        assert_eq!((paragraph.attribute("class"), paragraph.text().as_str()), (Some("a"), "乙丙"));
        let deep = parse(&"<div>".repeat(5000));
        assert_eq!(deep.len(), 1);
        assert!(is_cut(&deep) && is_cut(&parse(&"<ul><li>".repeat(20_000))));
        assert!(!is_cut(&parse(&"<div>".repeat(100))) && !is_cut(&nodes));
    }
}
