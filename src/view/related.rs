//! Which entries have much to do with each other: those that share terms, places, series and words.
//!
//! What an entry bears is a set of *features*: its terms, the entries that it names, and every two
//! neighbouring characters of its title, summary and headings. A feature counts the more the fewer
//! entries bear it, and two entries are as near as the cosine of what they bear. Nothing is guessed
//! from the body: in a long text everything occurs, and reading all of it would cost more than the
//! rest of a build.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::inputs::Inputs;
use super::known_features::Features;
use crate::base::text::{RUN_END, Term, terms};
use crate::config::theme::RelatedQuery;
use crate::content::{Entry, Value};
use crate::site::{EntryId, Site};

/// What a feature of each kind weighs beside a pair of characters of the summary.
const TERM: f32 = 4.0;
const REFERENCE: f32 = 4.0;
const TITLE: f32 = 2.0;
const TEXT: f32 = 1.0;
/// What more entries than this share tells nothing of any two of them.
const SHARED_BY_MOST: usize = 50;
/// A part of all entries, where there are many.
const SHARED_BY_PART: usize = 50;
/// Below this, two entries only happen to use the same word.
const NEAR: f32 = 0.06;

/// The features of all entries that a theme wants related ones of.
pub struct Related {
    limit: usize,
    /// By place in `ids`: what each bears, by feature and weight; the squares of the weights add up to 1.
    borne: Vec<Vec<(u32, f32)>>,
    /// By feature: who bears it, by place.
    bearers: Vec<Vec<(u32, f32)>>,
    ids: Vec<EntryId>,
    place: BTreeMap<EntryId, u32>,
}

impl Related {
    /// Computes the features on the calling thread.
    pub fn of(inputs: &Inputs, query: &RelatedQuery) -> Self {
        let bearing = Bearing::new(inputs, query);
        let found: Vec<Features> = (0..bearing.ids.len()).map(|place| bearing.features(place)).collect();
        let mut all: Vec<(u64, u32, f32)> = Vec::new();
        for (place, features) in found.iter().enumerate() {
            all.extend(features.iter().map(|(key, weight)| (*key, place as u32, *weight)));
        }
        all.sort_unstable_by_key(|(key, place, _)| (*key, *place));
        Self::weighed(bearing.kept(found), &all, query)
    }

    /// `all` has every feature with the place of the entry that bears it and its weight, sorted by feature and place.
    pub fn weighed(ids: Vec<EntryId>, all: &[(u64, u32, f32)], query: &RelatedQuery) -> Self {
        let most = SHARED_BY_MOST.max(ids.len() / SHARED_BY_PART);
        let mut borne: Vec<Vec<(u32, f32)>> = vec![Vec::new(); ids.len()];
        let mut bearers: Vec<Vec<(u32, f32)>> = Vec::new();
        for group in all.chunk_by(|(a, ..), (b, ..)| a == b) {
            // A rare feature that one entry alone bears makes it no nearer to any other, but it does
            // make it a text of its own, so it belongs into the length.
            let rarity = (ids.len() as f32 / group.len() as f32).ln().max(0.1);
            let feature = bearers.len() as u32;
            for (_, place, weight) in group {
                borne[*place as usize].push((feature, weight * rarity));
            }
            let telling = group.len() > 1 && group.len() <= most;
            bearers.push(if telling {
                group.iter().map(|(_, place, weight)| (*place, weight * rarity)).collect()
            } else {
                Vec::new()
            });
        }
        let lengths: Vec<f32> = borne
            .iter()
            .map(|features| {
                features.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
            })
            .collect();
        for (features, length) in borne.iter_mut().zip(&lengths) {
            features.retain(|(feature, _)| !bearers[*feature as usize].is_empty());
            features.iter_mut().for_each(|(_, weight)| *weight /= length);
        }
        for (place, weight) in bearers.iter_mut().flatten() {
            *weight /= lengths[*place as usize];
        }
        let place = ids.iter().enumerate().map(|(place, id)| (*id, place as u32)).collect();
        Self { limit: query.limit, borne, bearers, ids, place }
    }

    /// The nearest entries in the same language, the nearest first; of two as near the newer one.
    pub fn to(&self, site: &Site, id: EntryId) -> Vec<EntryId> {
        let Some(own) = self.place.get(&id) else { return Vec::new() };
        let mut nearness: BTreeMap<u32, f32> = BTreeMap::new();
        for (feature, weight) in &self.borne[*own as usize] {
            for (place, other) in &self.bearers[*feature as usize] {
                *nearness.entry(*place).or_default() += weight * other;
            }
        }
        let key = &site.entry(id).key;
        let mut near: Vec<(f32, EntryId)> = nearness
            .into_iter()
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

/// The entries that have related ones, and what is known of their features from the build before.
pub struct Bearing<'a> {
    pub ids: Vec<EntryId>,
    inputs: &'a Inputs,
    numbers: BTreeMap<(&'a str, &'a str), u64>,
    known: Arc<Vec<(Arc<Entry>, Features)>>,
}

impl<'a> Bearing<'a> {
    pub fn new(inputs: &'a Inputs, query: &RelatedQuery) -> Self {
        let site = &*inputs.site;
        let ids = site.ids().filter(|id| site.collection(*id).has(query.facet)).collect();
        let known = inputs.known_features.as_ref().map(|(known, key)| known.get(*key)).unwrap_or_default();
        Self { ids, inputs, numbers: numbered(site), known }
    }

    /// The features of the entry at a place in `ids`.
    pub fn features(&self, place: usize) -> Features {
        let id = self.ids[place];
        match self.known.get(place) {
            Some((entry, known)) if Arc::ptr_eq(entry, self.inputs.site.entry(id)) => known.clone(),
            _ => features(&self.inputs.site, id, &self.numbers).into_iter().collect(),
        }
    }

    /// Leaves the features of all places for the next build, if there is one, and returns the entries.
    pub fn kept(self, features: Vec<Features>) -> Vec<EntryId> {
        if let Some((known, key)) = &self.inputs.known_features {
            let entries = self.ids.iter().map(|id| self.inputs.site.entry(*id).clone());
            known.keep(*key, entries.zip(features).collect());
        }
        self.ids
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
