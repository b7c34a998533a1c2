//! HTML → its elements with their attributes, as browsers read it.

mod address;
mod reader;
mod resolve;
mod shallow;
pub mod style;
mod tree;

use std::collections::BTreeMap;

pub use address::{Address, addresses, candidates, decode, lower};
pub use reader::{Attribute, Raw, Reader, Token};
pub use resolve::resolve;
pub use shallow::is_void;
pub use tree::{HtmlElement, HtmlNode, is_cut, parse};

/// A start tag.
pub struct Element {
    /// The tag name in lower case.
    pub name: String,
    /// Decoded values by attribute name in lower case.
    pub attributes: BTreeMap<String, String>,
}

/// Returns every element of a page or a fragment, in order.
pub fn all(html: &[u8]) -> impl Iterator<Item = Element> + '_ {
    let mut reader = Reader::new(html);
    std::iter::from_fn(move || {
        loop {
            if let Token::Start { name, .. } = reader.next()? {
                return Some(Element { name: text(name), attributes: attributes(html, &reader) });
            }
        }
    })
}

fn text(name: &[u8]) -> String {
    String::from_utf8_lossy(&lower(name)).into_owned()
}

/// The attributes of the tag read last; of two with one name the first counts.
fn attributes(html: &[u8], reader: &Reader<'_>) -> BTreeMap<String, String> {
    let pairs = reader.attributes().iter().rev();
    pairs.map(|attribute| (text(attribute.name), decode(&html[attribute.value.clone()]).into_owned())).collect()
}

/// Whether a comment is for a server or an old browser, and not for people.
pub fn is_instruction(comment: &[u8]) -> bool {
    ["<!--#", "<!--[if", "<!--<!["].iter().any(|start| comment.starts_with(start.as_bytes()))
}

/// Escapes a text for an element or an attribute, as templates do.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Returns the text of each link in a page or a fragment, in order; a picture counts with its alternative text.
pub fn link_texts(html: &[u8]) -> Vec<String> {
    let (mut texts, mut open) = (Vec::new(), None::<String>);
    let mut reader = Reader::new(html);
    while let Some(token) = reader.next() {
        match token {
            Token::Start { name: b"a" | b"A", .. } => {
                open = reader.attributes().iter().any(|attribute| attribute.is("href")).then(String::new);
            }
            Token::Start { .. } => {
                let attributes = attributes(html, &reader);
                if let (Some(open), Some(words)) = (&mut open, attributes.get("alt").or(attributes.get("aria-label"))) {
                    open.push_str(words);
                }
            }
            Token::Text { at, .. } => {
                if let Some(open) = &mut open {
                    open.push_str(&decode(&html[at]));
                }
            }
            Token::End { name: b"a" | b"A" } => texts.extend(open.take()),
            _ => {}
        }
    }
    texts
}

/// Returns the elements with a tag name.
pub fn elements<'h>(html: &'h [u8], name: &'h str) -> impl Iterator<Item = Element> + 'h {
    all(html).filter(move |element| element.name == name)
}
