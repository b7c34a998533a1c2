//! What every page is to show beside its answers. Each page says what it has shown already: one that asks first takes
//! nothing away from the others.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// More than come between two questions of a page.
const MOST_KEPT: usize = 50;

/// The last notices, by their numbers.
#[derive(Default)]
pub struct StudioNotices(Mutex<NumberedNotices>);

#[derive(Default)]
struct NumberedNotices {
    last: u64,
    kept: VecDeque<(u64, String)>,
}

impl StudioNotices {
    pub fn add(&self, words: String) {
        self.numbered(|all| {
            all.last += 1;
            all.kept.push_back((all.last, words));
            if all.kept.len() > MOST_KEPT {
                all.kept.pop_front();
            }
        });
    }

    /// Returns the number of the last one, 0 before the first.
    pub fn last(&self) -> u64 {
        self.numbered(|all| all.last)
    }

    /// Returns those after a number. One that isn't given out so far is of a studio that has ended: all are new then.
    pub fn after(&self, number: u64) -> Vec<String> {
        self.numbered(|all| {
            let from = if number > all.last { 0 } else { number };
            all.kept.iter().filter(|(number, _)| *number > from).map(|(_, words)| words.clone()).collect()
        })
    }

    fn numbered<T>(&self, work: impl FnOnce(&mut NumberedNotices) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_gets_every_notice_once() {
        let notices = StudioNotices::default();
        assert_eq!((notices.last(), notices.after(0).len()), (0, 0));
        notices.add("a".to_owned());
        notices.add("b".to_owned());
        assert_eq!(
            (notices.after(0), notices.after(0).len(), notices.after(1)),
            (vec!["a".to_owned(), "b".to_owned()], 2, vec!["b".to_owned()])
        );
        assert!(notices.after(notices.last()).is_empty());
        assert_eq!(notices.after(9).len(), 2, "the number is of an earlier run");
        for _ in 0..100 {
            notices.add("c".to_owned());
        }
        assert_eq!((notices.after(0).len(), notices.last()), (MOST_KEPT, 102));
    }
}
