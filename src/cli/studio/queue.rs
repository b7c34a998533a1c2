//! Unsaved texts in the order in which they came, and the answers that their senders haven't taken yet.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

/// A text that came in, in its turn.
pub(super) struct WaitingText {
    pub(super) turn: u64,
    pub(super) id: String,
    pub(super) basis: String,
    pub(super) text: String,
    pub(super) person: Option<String>,
}

/// Texts in the order in which they came, and those whose senders haven't taken their answer yet.
#[derive(Default)]
pub struct TextQueue(Mutex<Turns>);

/// What waits and what is done, with the number of the last that came.
#[derive(Default)]
pub(super) struct Turns {
    pub(super) last: u64,
    pub(super) waiting: Vec<WaitingText>,
    pub(super) done: BTreeMap<u64, Option<Value>>,
}

impl Turns {
    /// Takes those that can be built together: of each entry the first.
    pub(super) fn next(&mut self) -> Vec<WaitingText> {
        let mut entries = BTreeSet::new();
        let (now, later) =
            std::mem::take(&mut self.waiting).into_iter().partition(|waiting| entries.insert(waiting.id.clone()));
        self.waiting = later;
        now
    }
}

impl TextQueue {
    pub(super) fn turns<T>(&self, work: impl FnOnce(&mut Turns) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_texts_of_an_entry_are_not_built_together() {
        let mut turns = Turns::default();
        for (turn, id) in [(1, "a"), (2, "b"), (3, "a"), (4, "c"), (5, "a")] {
            let (id, basis, text) = (id.to_owned(), String::new(), String::new());
            turns.waiting.push(WaitingText { turn, id, basis, text, person: None });
        }
        let mut next = || turns.next().iter().map(|waiting| waiting.turn).collect::<Vec<_>>();
        assert_eq!((next(), next(), next(), next()), (vec![1, 2, 4], vec![3], vec![5], vec![]));
    }
}
