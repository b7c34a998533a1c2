//! Which entries have much to do with each other: those that share terms, places, series and words.
//!
//! What an entry bears is a set of *features*: its terms, the entries that it names, and every two
//! neighbouring characters of its title, summary and headings. A feature counts the more the fewer
//! entries bear it, and two entries are as near as the cosine of what they bear. Nothing is guessed
//! from the body: in a long text everything occurs, and reading all of it would cost more than the
//! rest of a build.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::feature_index::{ChangedFeatures, FeatureIndex, FeatureWeights, Features};
use super::inputs::Inputs;
use super::known_features::IndexedEntries;
use crate::base::text::{RUN_END, Term, terms};
use crate::config::theme::RelatedQuery;
use crate::content::Value;
use crate::site::{EntryId, Site};

/// What a feature of each kind weighs beside a pair of characters of the summary.
const TERM: f32 = 4.0;
const REFERENCE: f32 = 4.0;
const TITLE: f32 = 2.0;
const TEXT: f32 = 1.0;
/// Below this, two entries only happen to use the same word.
const NEAR: f32 = 0.06;

/// So many entries may have changed before a new index is made.
const MOST_CHANGED: usize = 64;

/// The entries that a theme wants related ones of, and what they bear.
pub struct Related {
    limit: usize,
    /// By place, in order.
    ids: Vec<EntryId>,
    weights: FeatureWeights,
}

impl Related {
    /// Computes the features on the calling thread.
    pub fn of(inputs: &Inputs, query: &RelatedQuery) -> Self {
        let bearing = Bearing::new(inputs, query);
        if let Some((index, changed)) = bearing.few_changes() {
            return bearing.related(index, &changed);
        }
        let mut all: Vec<(u64, u32, f32)> = Vec::new();
        for place in 0..bearing.ids.len() {
            all.extend(bearing.features(place).iter().map(|(key, weight)| (*key, place as u32, *weight)));
        }
        all.sort_unstable_by_key(|(key, place, _)| (*key, *place));
        bearing.indexed(&all)
    }

    /// The nearest entries in the same language, the nearest first; of two as near the newer one.
    pub fn to(&self, site: &Site, id: EntryId) -> Vec<EntryId> {
        let Ok(own) = self.ids.binary_search(&id) else { return Vec::new() };
        let key = &site.entry(id).key;
        let near = self.weights.nearness(own as u32).into_iter();
        let mut near: Vec<(f32, EntryId)> = near
            .map(|(place, nearness)| (nearness, self.ids[place as usize]))
            .filter(|(nearness, other)| {
                *nearness >= NEAR && *other != id && site.entry(*other).key.language == key.language
            })
            .collect();
        let date = |id: EntryId| site.entry(id).publication.as_ref().map(|publication| publication.date);
        near.sort_by(|(a, first), (b, second)| {
            b.total_cmp(a).then_with(|| date(*second).cmp(&date(*first))).then_with(|| first.cmp(second))
        });
        near.into_iter().take(self.limit).map(|(_, id)| id).collect()
    }
}

/// The entries that have related ones, and what is known of their features from an earlier build.
pub struct Bearing<'a> {
    pub ids: Vec<EntryId>,
    limit: usize,
    inputs: &'a Inputs,
    numbers: BTreeMap<(&'a str, &'a str), u64>,
    known: Option<IndexedEntries>,
}

impl<'a> Bearing<'a> {
    pub fn new(inputs: &'a Inputs, query: &RelatedQuery) -> Self {
        let site = &*inputs.site;
        let ids: Vec<EntryId> = site.ids().filter(|id| site.collection(*id).has(query.facet)).collect();
        let known = inputs.known_features.as_ref().and_then(|(known, key)| known.get(*key));
        let known = known.filter(|known| known.entries.len() == ids.len());
        Self { ids, limit: query.limit, inputs, numbers: numbered(site), known }
    }

    /// The known index, with the features of the entries that are others than when it was made; `None` if too many are.
    pub fn few_changes(&self) -> Option<(Arc<FeatureIndex>, Vec<ChangedFeatures>)> {
        let known = self.known.as_ref()?;
        let others = (0..self.ids.len()).filter(|place| !self.is_known(*place));
        let others: Vec<usize> = others.take(MOST_CHANGED + 1).collect();
        if others.len() > MOST_CHANGED {
            return None;
        }
        let changed = others.into_iter().map(|place| (place as u32, self.features(place))).collect();
        Some((known.index.clone(), changed))
    }

    fn is_known(&self, place: usize) -> bool {
        let entry = self.inputs.site.entry(self.ids[place]);
        self.known.as_ref().is_some_and(|known| Arc::ptr_eq(&known.entries[place], entry))
    }

    /// The features of the entry at a place in `ids`.
    pub fn features(&self, place: usize) -> Features {
        match &self.known {
            Some(known) if self.is_known(place) => known.index.features(place),
            _ => features(&self.inputs.site, self.ids[place], &self.numbers).into_iter().collect(),
        }
    }

    /// Makes the index of all features, and leaves it for the next build, if there is one. `all` has every feature with the
    /// place of the entry that bears it and its weight, sorted by feature and place.
    pub fn indexed(self, all: &[(u64, u32, f32)]) -> Related {
        let index = Arc::new(FeatureIndex::of(self.ids.len(), all));
        if let Some((known, key)) = &self.inputs.known_features {
            let entries = self.ids.iter().map(|id| self.inputs.site.entry(*id).clone()).collect();
            known.keep(*key, IndexedEntries { entries: Arc::new(entries), index: index.clone() });
        }
        self.related(index, &[])
    }

    pub fn related(self, index: Arc<FeatureIndex>, changed: &[(u32, Features)]) -> Related {
        Related { limit: self.limit, ids: self.ids, weights: FeatureWeights::new(index, changed) }
    }
}

/// A number for every term, by taxonomy and key.
fn numbered(site: &Site) -> BTreeMap<(&str, &str), u64> {
    let terms = site
        .taxonomies
        .iter()
        .flat_map(|(taxonomy, terms)| terms.terms.iter().map(move |term| (taxonomy.as_str(), term.key.as_str())));
    terms.enumerate().map(|(number, term)| (term, number as u64)).collect()
}

/// What an entry bears, each with its weight. The kind of a feature is in the highest bits of its key.
fn features(site: &Site, id: EntryId, numbers: &BTreeMap<(&str, &str), u64>) -> BTreeMap<u64, f32> {
    let entry = site.entry(id);
    let mut features = BTreeMap::new();
    let mut bear = |key: u64, weight: f32| {
        let known = features.entry(key).or_insert(0.0_f32);
        *known = known.max(weight);
    };
    for (_, value) in entry.fields.0.iter() {
        let values = match value {
            Value::List(values) => values.as_slice(),
            value => std::slice::from_ref(value),
        };
        for value in values {
            if let Value::Term(term) = value
                && let Some(number) = numbers.get(&(term.taxonomy.as_str(), term.key.as_str()))
            {
                bear(1 << 62 | number, TERM);
            }
        }
    }
    for (_, target) in site.outgoing(id) {
        bear(2 << 62 | u64::from(target.0), REFERENCE);
    }
    pairs(&entry.title, |pair| bear(pair, TITLE));
    pairs(entry.fields.text("summary").unwrap_or(&entry.body.opening), |pair| bear(pair, TEXT));
    for heading in &entry.body.headings {
        pairs(&heading.text, |pair| bear(pair, TEXT));
    }
    features
}

/// Every two neighbouring characters where Chinese is written, else every word by its first six letters.
fn pairs(text: &str, mut found: impl FnMut(u64)) {
    terms(text, |term| match term {
        Term::Pair(_, RUN_END) => {}
        Term::Pair(first, second) => found(u64::from(first) << 16 | u64::from(second)),
        // Words of three letters and fewer are those that every English text has.
        Term::Word(word) if word.chars().count() > 3 => {
            found(1 << 60 | word.bytes().take(6).fold(0, |key, byte| key << 8 | u64::from(byte)));
        }
        Term::Word(_) => {}
    });
}
