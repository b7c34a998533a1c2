//! What is computed by all workers of the thread pool, ahead of all pages, and put into the memo.
//!
//! The only user of the pool among the views. A build calls it before it makes any page; pages themselves, and whatever
//! they fill a cell of the memo with, run on one thread each (see `memo`). Where nothing was computed ahead, the first
//! page that asks computes it.

use std::sync::Arc;

use rayon::prelude::*;

use super::feature_index::Features;
use super::inputs::Inputs;
use super::related::{Bearing, Related};
use super::scene::Scene;
use super::search::{BLOCK, Block, Seen, Terms, passage, terms_file};
use super::{links, menus};
use crate::base::fingerprint::Fingerprint;
use crate::config::theme::RelatedQuery;
use crate::content::Entry;

/// Whether a text or a menu leads to a page that isn't there. The links of known entries all lead somewhere, if the entry at
/// that place is still the same.
pub fn any_lost(inputs: &Inputs, known: &[Arc<Entry>]) -> bool {
    let is_known = |at: usize, entry: &Arc<Entry>| known.get(at).is_some_and(|known| Arc::ptr_eq(known, entry));
    let site = &inputs.site;
    site.entries.par_iter().enumerate().any(|(at, entry)| !is_known(at, entry) && links::is_lost(inputs, entry))
        || site
            .sections
            .values()
            .any(|section| links::is_lost_in(inputs, &section.source, &section.language, &section.body))
        || menus::any_lost(inputs)
}

/// Computes what related entries are found by, if the theme asks for them and no page has computed it yet.
pub fn related(scene: &Scene) {
    if let Some(query) = scene.theme.related
        && !scene.memo.has_related()
    {
        scene.memo.put_related(by_all_workers(scene, &query));
    }
}

/// The same as [`Related::of`].
fn by_all_workers(inputs: &Inputs, query: &RelatedQuery) -> Related {
    let bearing = Bearing::new(inputs, query);
    if let Some((index, changed)) = bearing.few_changes() {
        return bearing.related(index, &changed);
    }
    let found: Vec<Features> = (0..bearing.ids.len()).into_par_iter().map(|place| bearing.features(place)).collect();
    let mut all: Vec<(u64, u32, f32)> = found
        .par_iter()
        .enumerate()
        .flat_map_iter(|(place, features)| features.iter().map(move |(key, weight)| (*key, place as u32, *weight)))
        .collect();
    all.par_sort_unstable_by_key(|(key, place, _)| (*key, *place));
    bearing.indexed(&all)
}

/// Computes what pages are searched by, in all languages. `known` returns blocks of an earlier build; all blocks are
/// returned, for the next one.
pub fn search_terms(
    scene: &Scene,
    known: impl Fn(Fingerprint) -> Option<Arc<Block>> + Sync,
) -> Vec<(Fingerprint, Arc<Block>)> {
    let mut all = Vec::new();
    for language in &scene.site.config.languages {
        let Some(searched) = scene.routes.searched(language) else { continue };
        let files = searched.term_files();
        let blocks: Vec<_> = searched
            .pages
            .par_chunks(BLOCK)
            .map_init(Seen::default, |seen, pages| {
                let passages: Vec<_> = pages.iter().map(|page| passage(scene, page, language)).collect();
                let key = Fingerprint::of(&(files, &passages));
                let block = known(key).unwrap_or_else(|| Arc::new(Block::of(&passages, files, seen)));
                (key, block)
            })
            .collect();
        let file = |file: usize| terms_file(blocks.iter().map(|(_, block)| &**block), file, searched);
        let found: Terms = (0..files).into_par_iter().map(file).collect();
        scene.memo.put_search_terms(language, found);
        all.extend(blocks);
    }
    all
}
