//! The elements of an article as that editor keeps them: styled each by itself, nothing empty, nothing between them.

use crate::base::html::escape;

#[derive(Clone, Debug, PartialEq)]
pub enum ArticleNode {
    Text(String),
    Element(ArticleElement),
}

#[derive(Clone, Debug, PartialEq)]
pub struct ArticleElement {
    pub name: &'static str,
    pub style: String,
    pub attributes: Vec<(&'static str, String)>,
    pub children: Vec<ArticleNode>,
}

/// An element with its style.
pub fn element(name: &'static str, style: impl Into<String>, children: Vec<ArticleNode>) -> ArticleNode {
    ArticleNode::Element(ArticleElement { name, style: style.into(), attributes: Vec::new(), children })
}

pub fn text(text: impl Into<String>) -> ArticleNode {
    ArticleNode::Text(text.into())
}

/// A line break.
pub fn line_break() -> ArticleNode {
    element("br", "", Vec::new())
}

impl ArticleNode {
    pub fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Element(element) if element.name == wanted)
    }

    fn is_void(name: &str) -> bool {
        matches!(name, "img" | "br")
    }

    /// Whether there is nothing to see.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Element(element) => !Self::is_void(element.name) && element.children.iter().all(Self::is_empty),
        }
    }

    /// Whether it is a space, an empty element or a break: nothing that makes a paragraph.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Element(element) if element.name == "br" => true,
            Self::Element(element) => element.name != "img" && element.children.iter().all(Self::is_blank),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => write_text(text, out),
            Self::Element(_) if self.is_empty() => {}
            Self::Element(element) => {
                out.push('<');
                out.push_str(element.name);
                for (name, value) in &element.attributes {
                    out.push_str(&format!(" {name}=\"{}\"", escape(value)));
                }
                if !element.style.is_empty() {
                    out.push_str(&format!(" style=\"{}\"", element.style));
                }
                out.push('>');
                if !Self::is_void(element.name) {
                    element.children.iter().for_each(|child| child.write(out));
                    out.push_str("</");
                    out.push_str(element.name);
                    out.push('>');
                }
            }
        }
    }
}

/// Writes nodes one behind another: a line break between two of them would be one in the article.
pub fn html(nodes: &[ArticleNode]) -> String {
    let mut out = String::new();
    nodes.iter().for_each(|node| node.write(&mut out));
    out
}

/// A space that must stay is written as a reference, so that nobody takes it for another; of several others one is left.
fn write_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\u{a0}' => out.push_str("&nbsp;"),
            ' ' if out.ends_with(' ') => {}
            c => out.push(c),
        }
    }
}

/// Takes the white space off both ends of a line, and what is empty out of it.
pub fn trimmed(mut nodes: Vec<ArticleNode>) -> Vec<ArticleNode> {
    nodes.retain(|node| !node.is_empty());
    while nodes.last().is_some_and(ArticleNode::is_blank) {
        nodes.pop();
    }
    let blank = nodes.iter().take_while(|node| node.is_blank()).count();
    nodes.drain(..blank);
    if let Some(first) = nodes.first_mut() {
        trim(first, true);
    }
    if let Some(last) = nodes.last_mut() {
        trim(last, false);
    }
    nodes
}

fn trim(node: &mut ArticleNode, start: bool) {
    let is_space = |c: char| c.is_ascii_whitespace();
    match node {
        ArticleNode::Text(text) if start => *text = text.trim_start_matches(is_space).to_owned(),
        ArticleNode::Text(text) => *text = text.trim_end_matches(is_space).to_owned(),
        ArticleNode::Element(element) => {
            let child = if start { element.children.first_mut() } else { element.children.last_mut() };
            if let Some(child) = child {
                trim(child, start);
            }
        }
    }
}
