//! Which cover the program draws for each entry that has no picture of its own.

use rayon::prelude::*;

use super::{EntryId, Site};
use crate::assets::cover::{Certainty, Cover, Lexicon, MotifId, PLAIN};
use crate::config::collection::Facet;
use crate::content::Value;

/// By entry: its cover, where it has no picture and its collection is listed.
pub fn covers(site: &Site) -> Vec<Option<Cover>> {
    let lexicon = Lexicon::new(site.config.covers.iter().map(|(word, motif)| (word.as_str(), *motif)));
    let wanted = |id: EntryId| site.collection(id).listing && site.entry(id).cover().is_none();
    let ids: Vec<EntryId> = site.ids().collect();
    ids.into_par_iter().map(|id| wanted(id).then(|| cover(site, &lexicon, id))).collect()
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
