//! Notes and links of an article, in one order: the editor takes no links to elsewhere and no jumps within a text.

use std::collections::BTreeMap;

use super::node::ArticleNode;

/// What stands at the end under a number.
#[derive(Clone, Debug, PartialEq)]
pub enum EndNote {
    /// A note, by its name in the text; its words come when the text has been read.
    Note(String),
    Link {
        title: String,
        address: String,
    },
}

#[derive(Default)]
pub struct EndNotes {
    pub items: Vec<EndNote>,
    /// The words of each note, by its name.
    pub notes: BTreeMap<String, Vec<ArticleNode>>,
}

impl EndNotes {
    /// The number of a note.
    pub fn note(&mut self, name: &str) -> usize {
        self.number(|item| matches!(item, EndNote::Note(known) if known == name), || EndNote::Note(name.to_owned()))
    }

    /// The number of a link; the same address has the same number.
    pub fn link(&mut self, title: &str, address: &str) -> usize {
        let new = || EndNote::Link { title: title.to_owned(), address: address.to_owned() };
        self.number(|item| matches!(item, EndNote::Link { address: known, .. } if known == address), new)
    }

    fn number(&mut self, is: impl Fn(&EndNote) -> bool, new: impl FnOnce() -> EndNote) -> usize {
        if let Some(at) = self.items.iter().position(is) {
            return at + 1;
        }
        self.items.push(new());
        self.items.len()
    }
}
