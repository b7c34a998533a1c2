//! How many pages of a person wait for a change: each holds a thread.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// More pages than a person reads at once. Those beyond ask again after a moment.
const MOST_OF_PERSON: usize = 8;

/// By person, the pages that wait.
#[derive(Default)]
pub struct WaitingPages(Mutex<HashMap<String, usize>>);

/// A page that waits, until this is dropped.
pub struct WaitingPage<'w> {
    all: &'w WaitingPages,
    person: String,
}

impl WaitingPages {
    /// Lets a page of a person wait; `None` if too many do.
    pub fn enter(&self, person: &str) -> Option<WaitingPage<'_>> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(person.to_owned()).or_default();
        if *count >= MOST_OF_PERSON {
            return None;
        }
        *count += 1;
        Some(WaitingPage { all: self, person: person.to_owned() })
    }
}

impl Drop for WaitingPage<'_> {
    fn drop(&mut self) {
        let mut counts = self.all.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_has_a_bounded_number_of_waiting_pages() {
        let pages = WaitingPages::default();
        let mut waiting: Vec<WaitingPage<'_>> = (0..20).filter_map(|_| pages.enter("甲")).collect();
        assert_eq!(waiting.len(), MOST_OF_PERSON);
        assert!(pages.enter("甲").is_none() && pages.enter("乙").is_some());
        waiting.pop();
        assert!(pages.enter("甲").is_some());
        waiting.clear();
        assert!(pages.0.lock().unwrap().is_empty());
    }
}
