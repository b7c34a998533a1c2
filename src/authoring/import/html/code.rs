//! The text of preformatted HTML.

use super::raw::start;
use super::{HtmlElement, HtmlNode};

/// Elements of HTML that highlighters and editors put into code; others were typed as text: `#include <stdio.h>`.
const KNOWN: &str = " a b i u s p q em tt br li ul ol dd dt dl td th tr hr h1 h2 h3 h4 h5 h6 del dfn div img ins kbd pre sub sup var \
                     abbr cite code data font mark span small strong strike table tbody thead samp label button section figure ";

/// Whether highlighters and editors put such elements into code.
pub fn is_known_in_code(name: &str) -> bool {
    KNOWN.contains(&format!(" {name} "))
}

/// Returns the code that an element shows, with its lines.
pub fn code_text(element: &HtmlElement) -> String {
    let mut text = String::new();
    let lines = element.elements().filter(|child| child.name == "code").count();
    if lines > 1 && element.elements().count() == lines {
        // Official accounts put each line into an element of its own.
        for line in element.elements() {
            add(&line.children, &mut text);
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
        return text.replace("\r\n", "\n");
    }
    add(&element.children, &mut text);
    text.replace("\r\n", "\n")
}

fn add(nodes: &[HtmlNode], out: &mut String) {
    for node in nodes {
        match node {
            HtmlNode::Text(text) => out.push_str(text),
            HtmlNode::Element(element) if element.name == "br" => out.push('\n'),
            HtmlNode::Element(element) => {
                if !is_known_in_code(&element.name) {
                    out.push_str(&start(element));
                }
                add(&element.children, out);
                if matches!(element.name.as_str(), "div" | "p" | "li" | "tr") && !out.ends_with('\n') {
                    out.push('\n');
                }
            }
            HtmlNode::Comment(text) => out.push_str(&format!("<!--{text}-->")),
        }
    }
}
