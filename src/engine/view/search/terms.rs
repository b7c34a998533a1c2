//! All texts of a language → the terms that its pages are found by, file by file.

use super::passage::passage;
use super::postings::{self, BLOCK, Block, Seen};
use crate::base::fingerprint::Shared;
use crate::route::Searched;
use crate::view::data::SearchTermsView;
use crate::view::inputs::Inputs;

/// The terms of a language, file by file.
pub type Terms = Vec<Shared<SearchTermsView>>;

/// The terms of a language, for a server that is asked for a file or two; none where nothing is searched.
pub fn terms(inputs: &Inputs, language: &str) -> Terms {
    let Some(searched) = inputs.routes.searched(language) else { return Terms::new() };
    let files = searched.term_files();
    let mut seen = Seen::default();
    let mut blocks = Vec::new();
    for pages in searched.pages.chunks(BLOCK) {
        let passages: Vec<_> = pages.iter().map(|page| passage(inputs, page, language)).collect();
        blocks.push(Block::of(&passages, files, &mut seen));
    }
    (0..files).map(|file| terms_file(blocks.iter(), file, searched)).collect()
}

/// One file of the terms of all blocks.
pub fn terms_file<'b>(
    blocks: impl Iterator<Item = &'b Block>,
    file: usize,
    searched: &Searched,
) -> Shared<SearchTermsView> {
    let (pairs, words) = postings::lists(blocks, file);
    Shared::new(SearchTermsView { version: searched.version.clone(), pairs, words })
}
