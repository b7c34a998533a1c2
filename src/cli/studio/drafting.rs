//! Unsaved texts: kept, shown in the preview, checked. Those that come while the site is being built are built together:
//! twenty people who type wait for one build after another, and not for twenty.

use serde_json::Value;

use super::asker::person;
use super::desk::Studio;
use super::queue::{Turns, WaitingText};
use super::saved::{bytes_of, now};
use super::state::SiteState;
use super::unsaved::{Unsaved, kept_name};
use crate::base::url::SourcePath;
use crate::io::disk;
use crate::io::server::studio::Refusal;

/// A text that is kept, and to be built.
struct KeptText {
    path: SourcePath,
    text: String,
    is_saved: bool,
    is_on_disk: bool,
    /// Whether it had a page in the build before.
    had_page: bool,
}

/// What became of a text, once the site was built with it.
struct BuiltText {
    answer: Value,
    has_page: bool,
    /// Whether it lost its page by what was written.
    is_lost: bool,
    has_error: bool,
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
        loop {
            if let Some(done) = self.queue.turns(|turns| turns.done.remove(&turn)) {
                return done.ok_or_else(|| self.gone());
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
        }
    }

    /// Builds the site with the texts that wait, and shows it in the preview unless it would take a page away from one of
    /// them: a text that can't be read has no page for now, and the preview keeps the one before.
    fn build_waiting(&self, state: &mut SiteState) {
        let next = self.queue.turns(Turns::next);
        let kept: Vec<(u64, Option<KeptText>)> =
            next.into_iter().map(|waiting| (waiting.turn, self.keep(state, waiting))).collect();
        self.build(state);
        let mut built: Vec<(u64, Option<BuiltText>)> = Vec::new();
        for (turn, one) in kept {
            built.push((turn, one.map(|one| self.built(state, &one))));
        }
        let texts: Vec<&BuiltText> = built.iter().filter_map(|(_, one)| one.as_ref()).collect();
        if is_shown(&texts) {
            self.publish(state);
        }
        if !texts.is_empty() && !texts.iter().any(|one| one.has_error) {
            state.good = Some(state.ready.clone());
        }
        self.queue.turns(|turns| {
            turns.done.extend(built.into_iter().map(|(turn, one)| (turn, one.map(|one| one.answer))));
        });
    }

    fn built(&self, state: &SiteState, kept: &KeptText) -> BuiltText {
        let mut answer = self.look(state, &kept.path, &kept.text);
        let has_page = answer["url"].is_string();
        let is_lost = answer["readable"].as_bool() == Some(false) || (kept.had_page && !has_page);
        let problems = answer["problems"].as_array();
        let has_error = problems.is_some_and(|all| all.iter().any(|one| one["severity"] == "error"));
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("kept".to_owned(), kept.is_on_disk.into());
            answer.insert("saved".to_owned(), kept.is_saved.into());
        }
        BuiltText { answer, has_page, is_lost, has_error }
    }

    /// Keeps a text on the disk, and shows it from the next build on; `None` if its entry is gone.
    fn keep(&self, state: &mut SiteState, waiting: WaitingText) -> Option<KeptText> {
        let WaitingText { id, basis, text, person, .. } = waiting;
        let path = state.path(&id).cloned()?;
        let had_page = state.ready.page_of(&path).is_some();
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
        Some(KeptText { path, text, is_saved, is_on_disk, had_page })
    }
}

/// Whether the preview shows a build with these texts.
fn is_shown(texts: &[&BuiltText]) -> bool {
    texts.iter().any(|one| one.has_page) && !texts.iter().any(|one| one.is_lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_is_not_shown_where_it_takes_a_page_away() {
        let text = |has_page, is_lost| BuiltText { answer: Value::Null, has_page, is_lost, has_error: is_lost };
        let (whole, lost, row) = (text(true, false), text(false, true), text(false, false));
        assert!(is_shown(&[&whole, &row]));
        assert!(!is_shown(&[&whole, &lost]) && !is_shown(&[&lost]) && !is_shown(&[&row]) && !is_shown(&[]));
    }
}
