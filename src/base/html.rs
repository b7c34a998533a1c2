//! Parses HTML into elements with their attributes, as browsers do.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{Token, Tokenizer};

/// A start tag.
pub struct Element {
    /// The tag name in lower case.
    pub name: String,
    /// Decoded values by attribute name in lower case.
    pub attributes: BTreeMap<String, String>,
}

/// Returns every element of a page or a fragment, in order.
pub fn all(html: &[u8]) -> impl Iterator<Item = Element> + '_ {
    let mut emitter = DefaultEmitter::<()>::default();
    // The content of scripts and style sheets is not HTML.
    emitter.naively_switch_states(true);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Tokenizer::new_with_emitter(html, emitter).flatten().filter_map(move |token| match token {
        Token::StartTag(tag) => {
            let attributes = tag.attributes.iter().map(|(key, value)| (text(key), text(value)));
            Some(Element { name: text(&tag.name), attributes: attributes.collect() })
        }
        _ => None,
    })
}

/// Escapes a text for an element or an attribute, as templates do.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

/// Returns the text of each link in a page or a fragment, in order; a picture counts with its alternative text.
pub fn link_texts(html: &[u8]) -> Vec<String> {
    let (mut texts, mut open) = (Vec::new(), None::<String>);
    for token in Tokenizer::new(html).flatten() {
        match token {
            Token::StartTag(tag) if **tag.name == b"a"[..] => {
                open = tag.attributes.contains_key(&b"href"[..]).then(String::new);
            }
            Token::StartTag(tag) => {
                let words = tag.attributes.get(&b"alt"[..]).or_else(|| tag.attributes.get(&b"aria-label"[..]));
                if let (Some(open), Some(words)) = (&mut open, words) {
                    open.push_str(&String::from_utf8_lossy(words));
                }
            }
            Token::String(text) => {
                if let Some(open) = &mut open {
                    open.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Token::EndTag(tag) if **tag.name == b"a"[..] => texts.extend(open.take()),
            _ => {}
        }
    }
    texts
}

/// Returns the elements with a tag name.
pub fn elements<'h>(html: &'h [u8], name: &'h str) -> impl Iterator<Item = Element> + 'h {
    all(html).filter(move |element| element.name == name)
}
