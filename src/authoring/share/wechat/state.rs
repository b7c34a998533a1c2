//! What the writers of an article share: its references and pictures, and what is to be told.

use super::node::{ArticleNode, element, text};
use super::references::EndNotes;
use super::style::Styles;
use super::words::ArticleWords;
use crate::authoring::share::pictures::PictureFolder;
use crate::base::html::HtmlElement;
use crate::config::host::SiteAddress;

/// What the text loses or changes, to be told.
#[derive(Default)]
pub struct ArticleChanges {
    /// Formulas that look different.
    pub formulas: usize,
    /// Pictures to be put in by hand.
    pub by_hand: Vec<String>,
    /// Pictures that aren't there, each with the reason if there is one.
    pub missing: Vec<(String, String)>,
    /// Media that became links.
    pub media: Vec<String>,
    /// Elements that were left out.
    pub left_out: Vec<String>,
}

pub struct ArticleWriter<'a, 'r> {
    pub styles: &'a Styles,
    pub words: &'static ArticleWords,
    pub address: &'a SiteAddress,
    pub pictures: &'a mut PictureFolder<'r>,
    pub references: EndNotes,
    pub told: ArticleChanges,
    /// Files of the pictures in the text, in its order.
    pub shown: Vec<String>,
    /// Whether a note is being written, in which addresses stand as they are.
    pub in_note: bool,
}

/// The element that a run of words becomes.
#[derive(Clone)]
pub struct Wrap {
    pub name: &'static str,
    pub style: String,
}

impl Wrap {
    pub fn paragraph() -> Self {
        Self { name: "p", style: Styles::paragraph() }
    }

    pub fn inner() -> Self {
        Self { name: "section", style: Styles::inner() }
    }
}

/// Elements that only hold others.
const HOLDERS: &str =
    " div section article main header footer nav address center hgroup search form fieldset label body ";
const BLOCKS: &str =
    " p h1 h2 h3 h4 h5 h6 ul ol dl dt dd table blockquote aside pre figure hr details summary menu legend ";

impl<'a, 'r> ArticleWriter<'a, 'r> {
    pub fn new(
        styles: &'a Styles,
        words: &'static ArticleWords,
        address: &'a SiteAddress,
        pictures: &'a mut PictureFolder<'r>,
    ) -> Self {
        let (references, told) = (EndNotes::default(), ArticleChanges::default());
        Self { styles, words, address, pictures, references, told, shown: Vec::new(), in_note: false }
    }

    /// The number of what stands at the end.
    pub(super) fn mark(&self, number: usize) -> ArticleNode {
        element("span", Styles::reference(), vec![text(format!("[{number}]"))])
    }

    pub(super) fn left_out(&mut self, name: &str) {
        if !self.told.left_out.iter().any(|known| known == name) {
            self.told.left_out.push(name.to_owned());
        }
    }
}

/// A box around blocks; none around nothing.
pub(super) fn holding(style: String, inner: Vec<ArticleNode>) -> Vec<ArticleNode> {
    if inner.iter().all(ArticleNode::is_empty) { Vec::new() } else { vec![element("section", style, inner)] }
}

pub(super) fn is_block(element: &HtmlElement) -> bool {
    let named = |list: &str| list.contains(&format!(" {} ", element.name));
    named(BLOCKS) || named(HOLDERS) || element.attribute("class") == Some("math-block")
}
