//! Who bears which features, and how near that makes two bearers: an index of all entries, read with a few of them changed.
//!
//! One index serves many builds: making it sorts every feature of every entry, and a changed entry moves few of them. What
//! is read of an index with changes is to the last bit what a new index would say, because each sum is made in the same order.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

/// The features of an entry, sorted by key, each with its weight.
pub type Features = Arc<[(u64, f32)]>;

/// An entry by its place, with its features as they are now.
pub type ChangedFeatures = (u32, Features);

/// A feature by its number, or a bearer by its place, each with the feature's weight.
type Weighed = (u32, f32);

/// What more entries than this share tells nothing of any two of them.
const SHARED_BY_MOST: usize = 50;
/// A part of all entries, where there are many.
const SHARED_BY_PART: usize = 50;

/// The features of all entries at one moment. An entry is known by its place, a feature by its number.
pub struct FeatureIndex {
    /// By number: the feature's key, in order.
    keys: Vec<u64>,
    /// By number: where its bearers begin; at the end, where the last one's end.
    starts: Vec<usize>,
    bearers: Vec<Weighed>,
    /// By place: what the entry bears, by number.
    carried: Vec<Vec<Weighed>>,
}

impl FeatureIndex {
    /// `all` has every feature with the place of the entry that bears it and its weight, sorted by feature and place.
    pub fn of(places: usize, all: &[(u64, u32, f32)]) -> Self {
        let (mut keys, mut starts) = (Vec::new(), vec![0]);
        let mut bearers = Vec::with_capacity(all.len());
        let mut carried: Vec<Vec<Weighed>> = vec![Vec::new(); places];
        for group in all.chunk_by(|(a, ..), (b, ..)| a == b) {
            let number = keys.len() as u32;
            keys.extend(group.first().map(|(key, ..)| *key));
            for (_, place, weight) in group {
                carried[*place as usize].push((number, *weight));
                bearers.push((*place, *weight));
            }
            starts.push(bearers.len());
        }
        Self { keys, starts, bearers, carried }
    }

    pub fn places(&self) -> usize {
        self.carried.len()
    }

    /// The features of the entry at a place.
    pub fn features(&self, place: usize) -> Features {
        self.carried[place].iter().map(|(number, weight)| (self.keys[*number as usize], *weight)).collect()
    }

    /// By number: how many bear the feature.
    fn counts(&self) -> Vec<u32> {
        self.starts.windows(2).map(|ends| (ends[1] - ends[0]) as u32).collect()
    }

    fn number(&self, key: u64) -> Option<u32> {
        self.keys.binary_search(&key).ok().map(|number| number as u32)
    }

    /// Who bears a feature; no one bears those that came later.
    fn bearers(&self, number: u32) -> &[Weighed] {
        let number = number as usize;
        if number < self.keys.len() { &self.bearers[self.starts[number]..self.starts[number + 1]] } else { &[] }
    }
}

/// How much each feature counts: the more, the fewer entries bear it.
pub struct FeatureWeights {
    index: Arc<FeatureIndex>,
    /// By place: what entries bear that have changed since the index was made.
    changed: BTreeMap<u32, Vec<Weighed>>,
    /// By number: who of them bears the feature.
    added: HashMap<u32, Vec<Weighed>>,
    /// By number: how many bear the feature. Those that the index doesn't have are behind the others.
    counts: Vec<u32>,
    /// By count.
    rarities: Vec<f32>,
    /// By place: what the weights of the entry are divided by, so that their squares add up to 1.
    lengths: Vec<f32>,
}

impl FeatureWeights {
    /// `changed` has places and the features that their entries have now.
    pub fn new(index: Arc<FeatureIndex>, changed: &[(u32, Features)]) -> Self {
        let mut counts = index.counts();
        let mut later: HashMap<u64, u32> = HashMap::default();
        let mut added: HashMap<u32, Vec<Weighed>> = HashMap::default();
        let mut carried_now = BTreeMap::new();
        for (place, features) in changed {
            for (number, _) in &index.carried[*place as usize] {
                counts[*number as usize] -= 1;
            }
            let mut carried = Vec::with_capacity(features.len());
            for (key, weight) in features.iter() {
                let next = counts.len() as u32;
                let number = index.number(*key).unwrap_or_else(|| *later.entry(*key).or_insert(next));
                if number == next {
                    counts.push(0);
                }
                counts[number as usize] += 1;
                carried.push((number, *weight));
                added.entry(number).or_default().push((*place, *weight));
            }
            carried_now.insert(*place, carried);
        }
        let places = index.places();
        // A rare feature that one entry alone bears makes it no nearer to any other, but it does
        // make it a text of its own, so it belongs into the length.
        let rarities = (0..=places).map(|count| (places as f32 / count as f32).ln().max(0.1)).collect();
        let mut weights = Self { index, changed: carried_now, added, counts, rarities, lengths: Vec::new() };
        weights.lengths = (0..places).map(|place| weights.length(place as u32)).collect();
        weights
    }

    /// How near others are to the entry at a place: the cosine of what the two bear. Itself is among them.
    pub fn nearness(&self, own: u32) -> HashMap<u32, f32> {
        let most = SHARED_BY_MOST.max(self.index.places() / SHARED_BY_PART);
        let mut nearness: HashMap<u32, f32> = HashMap::default();
        for (number, weight) in self.carried(own) {
            let count = self.counts[*number as usize] as usize;
            if count < 2 || count > most {
                continue;
            }
            let share = self.share(*number, *weight, own);
            let unchanged = self.index.bearers(*number).iter().filter(|(place, _)| !self.changed.contains_key(place));
            for (place, weight) in unchanged.chain(self.added.get(number).into_iter().flatten()) {
                *nearness.entry(*place).or_default() += share * self.share(*number, *weight, *place);
            }
        }
        nearness
    }

    fn carried(&self, place: u32) -> &[Weighed] {
        self.changed.get(&place).unwrap_or_else(|| &self.index.carried[place as usize])
    }

    fn rarity(&self, number: u32) -> f32 {
        self.rarities[self.counts[number as usize] as usize]
    }

    fn length(&self, place: u32) -> f32 {
        let squares = self.carried(place).iter().map(|(number, weight)| {
            let weight = weight * self.rarity(*number);
            weight * weight
        });
        squares.sum::<f32>().sqrt().max(f32::MIN_POSITIVE)
    }

    fn share(&self, number: u32, weight: f32, place: u32) -> f32 {
        weight * self.rarity(number) / self.lengths[place as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// By place, the keys of what its entry bears.
    fn index(entries: &[Vec<u64>]) -> Arc<FeatureIndex> {
        let carried = |(place, keys): (usize, &Vec<u64>)| -> Vec<(u64, u32, f32)> {
            features(keys).iter().map(|(key, weight)| (*key, place as u32, *weight)).collect()
        };
        let mut all: Vec<_> = entries.iter().enumerate().flat_map(carried).collect();
        all.sort_unstable_by_key(|(key, place, _)| (*key, *place));
        Arc::new(FeatureIndex::of(entries.len(), &all))
    }

    fn features(keys: &[u64]) -> Features {
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter().map(|key| (key, 1.0 + (key % 3) as f32)).collect()
    }

    fn nearness(weights: &FeatureWeights, place: usize) -> BTreeMap<u32, u32> {
        weights.nearness(place as u32).into_iter().map(|(place, near)| (place, near.to_bits())).collect()
    }

    #[test]
    fn who_shares_a_rare_feature_is_near() {
        let entries = [vec![1, 7], vec![2, 7], vec![3], vec![4], vec![5]];
        let weights = FeatureWeights::new(index(&entries), &[]);
        let near = weights.nearness(0);
        assert_eq!(near.len(), 2);
        // ln(5) of the own feature and ln(5/2) of the shared one, by their weights of 2 and 2 and of 3 and 2.
        let (own, shared, other) = (2.0 * 5_f32.ln(), 2.0 * 2.5_f32.ln(), 3.0 * 5_f32.ln());
        let cosine = shared * shared / (own.hypot(shared) * other.hypot(shared));
        assert!((near[&1] - cosine).abs() < 1e-6, "{} {cosine}", near[&1]);
        assert_eq!(*index(&entries).features(0), [(1_u64, 2.0_f32), (7, 2.0)]);
    }

    proptest! {
        #[test]
        fn an_index_with_changes_says_what_a_new_one_says(
            entries in prop::collection::vec(prop::collection::vec(0_u64..30, 0..8), 1..12),
            changes in prop::collection::vec((0_usize..12, prop::collection::vec(0_u64..40, 0..8)), 0..5),
        ) {
            let old = index(&entries);
            let mut changed = BTreeMap::new();
            let mut now = entries.clone();
            for (place, keys) in changes.into_iter().filter(|(place, _)| *place < entries.len()) {
                changed.insert(place as u32, features(&keys));
                now[place] = keys;
            }
            let changed: Vec<_> = changed.into_iter().collect();
            let (kept, new) = (FeatureWeights::new(old, &changed), FeatureWeights::new(index(&now), &[]));
            for place in 0..now.len() {
                prop_assert_eq!(nearness(&kept, place), nearness(&new, place));
            }
        }
    }
}
