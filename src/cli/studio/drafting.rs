//! Unsaved texts: kept, shown in the preview, checked. Those that come while the site is being built are built together:
//! twenty people who type wait for one build after another, and not for twenty.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use serde_json::Value;

use super::asker::person;
use super::desk::Studio;
use super::saved::{bytes_of, now};
use super::state::SiteState;
use super::unsaved::{Unsaved, kept_name};
use crate::base::url::SourcePath;
use crate::io::disk;
use crate::io::server::studio::Refusal;

/// A text that came in, in its turn.
struct WaitingText {
    turn: u64,
    id: String,
    basis: String,
    text: String,
    person: Option<String>,
}

/// What became of it, once the site was built with it.
struct ShownText {
    path: SourcePath,
    text: String,
    is_saved: bool,
    is_on_disk: bool,
}

/// Texts in the order in which they came, and those whose senders haven't taken their answer yet.
#[derive(Default)]
pub struct TextQueue(Mutex<Turns>);

#[derive(Default)]
struct Turns {
    last: u64,
    waiting: Vec<WaitingText>,
    done: BTreeMap<u64, Option<ShownText>>,
}

impl Turns {
    /// Takes those that can be built together: of each entry the first.
    fn next(&mut self) -> Vec<WaitingText> {
        let mut entries = BTreeSet::new();
        let (now, later) =
            std::mem::take(&mut self.waiting).into_iter().partition(|waiting| entries.insert(waiting.id.clone()));
        self.waiting = later;
        now
    }
}

impl TextQueue {
    fn turns<T>(&self, work: impl FnOnce(&mut Turns) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Studio {
    pub(super) fn draft(&self, id: &str, basis: &str, text: &str) -> Result<Value, Refusal> {
        let turn = self.queue.turns(|turns| {
            turns.last += 1;
            let (id, basis, text) = (id.to_owned(), basis.to_owned(), text.to_owned());
            turns.waiting.push(WaitingText { turn: turns.last, id, basis, text, person: person() });
            turns.last
        });
        let mut state = self.lock();
        let shown = loop {
            if let Some(done) = self.queue.turns(|turns| turns.done.remove(&turn)) {
                break done.ok_or_else(|| self.gone())?;
            }
            // A build that panicked took its texts along.
            if !self.queue.turns(|turns| turns.waiting.iter().any(|waiting| waiting.turn == turn)) {
                return Err(self.refused(
                    "fault",
                    "程序出了错，文字还在",
                    "the program failed; the text is still here",
                ));
            }
            self.build_waiting(&mut state);
        };
        let mut answer = self.look(&state, &shown.path, &shown.text);
        // A text that can't be read has no page for now; the preview keeps the one before.
        if answer["url"].is_string() && state.published != state.builds {
            self.publish(&state);
            state.published = state.builds;
        }
        if !answer["problems"].as_array().is_some_and(|all| all.iter().any(|one| one["severity"] == "error")) {
            state.good = Some(state.ready.clone());
        }
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("kept".to_owned(), shown.is_on_disk.into());
            answer.insert("saved".to_owned(), shown.is_saved.into());
        }
        Ok(answer)
    }

    /// Builds the site with the texts that wait.
    fn build_waiting(&self, state: &mut SiteState) {
        let next = self.queue.turns(Turns::next);
        let done: Vec<(u64, Option<ShownText>)> =
            next.into_iter().map(|waiting| (waiting.turn, self.keep(state, waiting))).collect();
        self.build(state);
        self.queue.turns(|turns| turns.done.extend(done));
    }

    /// Keeps a text on the disk, and shows it from the next build on; `None` if its entry is gone.
    fn keep(&self, state: &mut SiteState, waiting: WaitingText) -> Option<ShownText> {
        let WaitingText { id, basis, text, person, .. } = waiting;
        let path = state.path(&id).cloned()?;
        let is_saved = state.files.get(&path).is_some_and(|file| file.held() == bytes_of(&path, file.held(), &text));
        let kept = Unsaved { path: path.to_string(), basis, text: text.clone(), time: now(), person };
        let bytes = (!is_saved).then(|| kept.bytes());
        // The page keeps a copy of its own; so a full disk is said, and no reason to stop.
        let name = kept_name(&id, kept.person.as_deref());
        let is_on_disk = disk::keep_unsaved(&self.root, &name, bytes.as_deref()).is_ok();
        state.show(&path, (!is_saved).then_some(&*text));
        if is_saved {
            state.unsaved.remove(&path, kept.person.as_deref());
        } else {
            state.unsaved.put(path.clone(), kept);
        }
        Some(ShownText { path, text, is_saved, is_on_disk })
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
