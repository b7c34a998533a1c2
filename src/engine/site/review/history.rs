//! The records of one text → which of its versions bear every signature.
//!
//! Records say which ones they follow, as commits do. No clock has a part in this: what was signed in two copies of a
//! site counts alike when they are brought together, and what can't be decided isn't signed.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{Decision, ReviewRecord, Version};
use crate::base::fingerprint::Fingerprint;
use crate::config::review::Review;

/// The records of one text.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// By id.
    records: Vec<ReviewRecord>,
    /// By record: all that it follows, at any distance.
    followed: Vec<BTreeSet<usize>>,
}

/// How far a version has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewStanding {
    /// The records of the stages that hold, from the first one on.
    pub held: Vec<usize>,
    /// A record by which it was returned, and that none of the same stage has followed.
    pub returned: Option<usize>,
    /// How many stages there are.
    stages: usize,
}

impl ReviewStanding {
    /// Whether every stage holds.
    pub fn is_full(&self) -> bool {
        self.returned.is_none() && self.held.len() == self.stages
    }

    /// The stages that are still to sign, by their places.
    pub fn missing(&self) -> std::ops::Range<usize> {
        self.held.len()..self.stages
    }
}

impl History {
    pub fn new(mut records: Vec<ReviewRecord>) -> Self {
        records.sort_by(|a, b| a.id.cmp(&b.id));
        let places: BTreeMap<&str, usize> = records.iter().enumerate().map(|(i, record)| (&*record.id, i)).collect();
        let before = |place: usize| -> Vec<usize> {
            records[place].after.iter().filter_map(|id| places.get(&**id).copied()).collect()
        };
        let followed = (0..records.len()).map(|place| {
            let mut all = BTreeSet::new();
            let mut next = before(place);
            while let Some(place) = next.pop() {
                if all.insert(place) {
                    next.extend(before(place));
                }
            }
            all
        });
        Self { followed: followed.collect(), records }
    }

    pub fn records(&self) -> &[ReviewRecord] {
        &self.records
    }

    /// Every version that a record names.
    pub fn versions(&self) -> BTreeSet<&Version> {
        let was = self.records.iter().filter_map(|record| match &record.decision {
            Decision::Moved(was) => Some(was),
            _ => None,
        });
        self.records.iter().map(|record| &record.version).chain(was).collect()
    }

    /// The ids of the last records, which the next one follows.
    pub fn last(&self) -> Vec<String> {
        let followed: BTreeSet<usize> = self.followed.iter().flatten().copied().collect();
        let last = self.records.iter().enumerate().filter(|(place, _)| !followed.contains(place));
        last.map(|(_, record)| record.id.clone()).collect()
    }

    /// Gives each version, and the current one, a mark that those share which say the same, by what `says` tells of it. A version that was
    /// made of another by a move says the same.
    pub fn marks(&self, current: &Version, says: &dyn Fn(&Version) -> Fingerprint) -> BTreeMap<Version, Fingerprint> {
        let all = self.versions().into_iter().chain([current]);
        let mut marks: BTreeMap<Version, Fingerprint> = all.map(|version| (version.clone(), says(version))).collect();
        for record in &self.records {
            let Decision::Moved(was) = &record.decision else { continue };
            if let (Some(from), Some(to)) = (marks.get(was).copied(), marks.get(&record.version).copied()) {
                let (one, other) = (from.min(to), from.max(to));
                marks.values_mut().filter(|mark| **mark == other).for_each(|mark| *mark = one);
            }
        }
        marks
    }

    /// How far the versions with one mark have come.
    pub fn standing(
        &self,
        marks: &BTreeMap<Version, Fingerprint>,
        mark: Fingerprint,
        review: &Review,
    ) -> ReviewStanding {
        let of_version = |place: &usize| marks.get(&self.records[*place].version) == Some(&mark);
        let all: Vec<usize> = (0..self.records.len()).filter(of_version).collect();
        let of_stage = |id: &str| -> Vec<usize> {
            let of_stage = |place: &usize| {
                let ReviewRecord { stage, decision, .. } = &self.records[*place];
                stage == id && matches!(decision, Decision::Accepted | Decision::Returned)
            };
            let decided: Vec<usize> = all.iter().copied().filter(of_stage).collect();
            let is_last = |place: &usize| !decided.iter().any(|other| self.followed[*other].contains(place));
            decided.iter().copied().filter(is_last).collect()
        };
        let last: Vec<Vec<usize>> = review.stages.iter().map(|stage| of_stage(&stage.id)).collect();
        let is_returned = |place: &usize| self.records[*place].decision == Decision::Returned;
        let returned = last.iter().flatten().copied().find(is_returned);
        // Taken over as the first thing that was ever recorded of it, and never after that.
        let adopted = all.iter().copied().find(|place| {
            let ReviewRecord { decision, after, .. } = &self.records[*place];
            *decision == Decision::Adopted && after.is_empty()
        });
        let stages = review.stages.len();
        if let (Some(adopted), None) = (adopted, returned) {
            return ReviewStanding { held: vec![adopted; stages], returned, stages };
        }
        ReviewStanding { held: self.longest(&last, Vec::new(), review), returned, stages }
    }

    /// The longest row of signatures, one of each stage, in which each follows the one before.
    fn longest(&self, last: &[Vec<usize>], row: Vec<usize>, review: &Review) -> Vec<usize> {
        let Some(candidates) = last.get(row.len()) else { return row };
        let fits = |place: &&usize| {
            let ReviewRecord { decision, by, .. } = &self.records[**place];
            let follows = row.last().is_none_or(|before| self.followed[**place].contains(before));
            let another = review.same_person || row.iter().all(|before| !same_person(&self.records[*before].by, by));
            *decision == Decision::Accepted && follows && another
        };
        let rows = candidates.iter().filter(fits).map(|place| {
            let row = row.iter().copied().chain([*place]).collect();
            self.longest(last, row, review)
        });
        rows.reduce(|best, row| if row.len() > best.len() { row } else { best }).unwrap_or(row)
    }

    /// By what signed versions are ordered: the last signature of a later one follows more records.
    pub fn age(&self, standing: &ReviewStanding) -> (usize, usize) {
        standing.held.last().map_or((0, 0), |last| (self.followed[*last].len(), *last))
    }

    /// Every version that a record was made of, that of the last record first.
    pub fn latest_first(&self) -> impl Iterator<Item = &Version> {
        let mut places: Vec<usize> = (0..self.records.len()).collect();
        places.sort_by_key(|place| std::cmp::Reverse((self.followed[*place].len(), *place)));
        places.into_iter().map(|place| &self.records[place].version)
    }
}

/// Whether two names are those of one person: spaces in a Chinese name say nothing.
pub fn same_person(one: &str, other: &str) -> bool {
    let name = |name: &str| name.split_whitespace().collect::<String>().to_lowercase();
    name(one) == name(other)
}
