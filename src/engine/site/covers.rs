//! Which cover the program draws for each entry that has no picture of its own.

use std::sync::Arc;

use rayon::prelude::*;

use super::{EntryId, Site};
use crate::assets::cover::{Certainty, Cover, Lexicon, MotifId, PLAIN};
use crate::config::collection::Facet;
use crate::content::{Entry, Value};

/// The covers of a site, and the entries that they were chosen for.
pub struct KnownCovers {
    entries: Vec<Arc<Entry>>,
    covers: Vec<Option<Cover>>,
}

impl KnownCovers {
    pub fn of(site: &Site) -> Self {
        Self { entries: site.entries.clone(), covers: site.covers.clone() }
    }
}

/// By entry: its cover, where it has no picture and its collection is listed. What is known has to be of a site with the same
/// settings and relations: then only an entry that was written again can have another cover, its translations, and the entries
/// that name it.
pub fn covers(site: &Site, known: Option<&KnownCovers>) -> Vec<Option<Cover>> {
    let known = known.filter(|known| known.entries.len() == site.entries.len());
    let same: Vec<bool> = known
        .map(|known| known.entries.iter().zip(&site.entries).map(|(old, entry)| Arc::ptr_eq(old, entry)).collect())
        .unwrap_or_default();
    let is_same = |id: EntryId| same.get(id.0 as usize).copied().unwrap_or_default();
    let is_known = |id: EntryId| {
        let main = site.representative(id);
        is_same(id) && is_same(main) && site.outgoing(main).iter().all(|(_, named)| is_same(*named))
    };
    let mut covers = known.map_or_else(|| vec![None; site.entries.len()], |known| known.covers.clone());
    let others: Vec<EntryId> = site.ids().filter(|id| !is_known(*id)).collect();
    if others.is_empty() {
        return covers;
    }
    let lexicon = Lexicon::new(site.config.covers.iter().map(|(word, motif)| (word.as_str(), *motif)));
    let wanted = |id: EntryId| site.collection(id).listing && site.entry(id).cover().is_none();
    let chosen: Vec<_> = others.par_iter().map(|id| wanted(*id).then(|| cover(site, &lexicon, *id))).collect();
    for (id, cover) in others.into_iter().zip(chosen) {
        covers[id.0 as usize] = cover;
    }
    covers
}

/// Translations are drawn as what they translate.
fn cover(site: &Site, lexicon: &Lexicon, id: EntryId) -> Cover {
    let id = site.representative(id);
    let key = &site.entry(id).key;
    let motif = motif(site, lexicon, id).or_else(|| usual(site, id)).or_else(|| MotifId::named(PLAIN));
    Cover::of(motif.unwrap_or_default(), &format!("{}/{}", key.collection, key.slug))
}

/// What its title says that it is about, or else its terms, or else what it refers to.
fn motif(site: &Site, lexicon: &Lexicon, id: EntryId) -> Option<MotifId> {
    let entry = site.entry(id);
    let mut terms = Vec::new();
    entry.fields.walk(&mut |_, value| {
        if let Value::Term(term) = value {
            let known = site.taxonomies.get(&term.taxonomy).and_then(|taxonomy| taxonomy.term(&term.key));
            terms.push(known.map_or(term.key.as_str(), |known| known.title.get(&entry.key.language)));
        }
    });
    let named = site.outgoing(id).iter().map(|(_, other)| site.entry(*other).title.as_str());
    let texts = std::iter::once(entry.title.as_str()).chain(terms).chain(named);
    let mut best: Option<(Certainty, MotifId)> = None;
    for found in texts.filter_map(|text| lexicon.find(text)) {
        if best.is_none_or(|(certainty, _)| found.0 > certainty) {
            best = Some(found);
        }
    }
    best.map(|(_, motif)| motif)
}

/// What entries of its kind are drawn with.
fn usual(site: &Site, id: EntryId) -> Option<MotifId> {
    let by_facet = [(Facet::Schedule, "festival"), (Facet::Place, "place"), (Facet::Publication, "book")];
    let collection = site.collection(id);
    by_facet.into_iter().find(|(facet, _)| collection.has(*facet)).and_then(|(_, name)| MotifId::named(name))
}
