//! What wakes a watcher: many threads ring, one listens. However often it is rung, it keeps no
//! more than it must.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::backend::Fault;

/// Copies ring the same bell.
#[derive(Clone, Default)]
pub struct Bell(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    rings: u64,
    last: Option<Instant>,
    moved: Moved,
    fault: Option<Fault>,
    ended: bool,
}

/// Folders that may no longer be those that were being watched, though their names are.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) paths: Vec<PathBuf>,
    /// Events were lost; any folder may be another.
    pub(super) all: bool,
}

/// Paths beyond which it is simpler to take every folder for moved.
const MOST_MOVED: usize = 1000;

impl Bell {
    /// Something may have changed.
    pub fn ring(&self) {
        self.change(|state| {
            state.rings += 1;
            state.last = Some(Instant::now());
        });
    }

    /// Something of this name came, went or was renamed. Rings as well.
    pub fn moved(&self, path: PathBuf) {
        self.change(|state| {
            if state.moved.paths.len() < MOST_MOVED {
                state.moved.paths.push(path);
            } else {
                state.moved = Moved { paths: Vec::new(), all: true };
            }
        });
        self.ring();
    }

    /// Events were lost. Rings as well.
    pub fn lost(&self) {
        self.change(|state| state.moved.all = true);
        self.ring();
    }

    /// Nobody will ring any more.
    pub fn fail(&self, fault: Fault) {
        self.change(|state| state.fault = Some(fault));
    }

    pub(super) fn end(&self) {
        self.change(|state| state.ended = true);
    }

    pub(super) fn ended(&self) -> bool {
        self.state().ended
    }

    /// How often it was rung, ever, and when the last time.
    pub(super) fn rings(&self) -> (u64, Option<Instant>) {
        let state = self.state();
        (state.rings, state.last)
    }

    pub(super) fn take_moved(&self) -> Moved {
        std::mem::take(&mut self.state().moved)
    }

    pub(super) fn take_fault(&self) -> Option<Fault> {
        self.state().fault.take()
    }

    /// Waits until it is rung more often than `known` times, nobody will ring any more, it is to
    /// end, or the moment has come.
    pub(super) fn wait(&self, known: u64, until: Option<Instant>) {
        let mut state = self.state();
        while state.rings == known && !state.ended && state.fault.is_none() {
            let bell = &self.0.1;
            state = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                Some(rest) if rest.is_zero() => return,
                Some(rest) => bell.wait_timeout(state, rest).map_or_else(|error| error.into_inner().0, |woken| woken.0),
                None => bell.wait(state).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.0.1.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends a watcher from another thread, at a signal say. Copies end the same one.
#[derive(Clone)]
pub struct Stopper(pub(super) Bell);

impl Stopper {
    pub fn stop(&self) {
        self.0.end();
    }
}
