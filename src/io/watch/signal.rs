//! The signal that wakes a watcher: many threads notify, one waits. Its memory use is bounded.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::fault::WatchFault;

/// A counter of notifications with a condition variable. Clones share the state.
#[derive(Clone, Default)]
pub struct Signal(Arc<(Mutex<State>, Condvar)>);

#[derive(Default)]
struct State {
    count: u64,
    last: Option<Instant>,
    moved: Moved,
    fault: Option<WatchFault>,
    ended: bool,
}

/// Paths that were created, removed or renamed: a watched folder there may be another folder of the same name.
#[derive(Debug, Default)]
pub(super) struct Moved {
    pub(super) paths: Vec<PathBuf>,
    /// Events were lost; any folder may have been replaced.
    pub(super) all: bool,
}

/// With more paths than this, every folder counts as moved.
const MAX_MOVED: usize = 1000;

impl Signal {
    /// Notifies of a possible change.
    pub fn notify(&self) {
        self.change(|state| {
            state.count += 1;
            state.last = Some(Instant::now());
        });
    }

    /// Notifies that this path was created, removed or renamed.
    pub fn moved(&self, path: PathBuf) {
        self.change(|state| {
            if state.moved.paths.len() < MAX_MOVED {
                state.moved.paths.push(path);
            } else {
                state.moved = Moved { paths: Vec::new(), all: true };
            }
        });
        self.notify();
    }

    /// Notifies that events were lost.
    pub fn lost(&self) {
        self.change(|state| state.moved.all = true);
        self.notify();
    }

    /// Notifies that the backend has failed; no more notifications follow.
    pub fn fail(&self, fault: WatchFault) {
        self.change(|state| state.fault = Some(fault));
    }

    pub(super) fn end(&self) {
        self.change(|state| state.ended = true);
    }

    pub(super) fn ended(&self) -> bool {
        self.state().ended
    }

    /// Returns the number of notifications so far, and the time of the last one.
    pub(super) fn count(&self) -> (u64, Option<Instant>) {
        let state = self.state();
        (state.count, state.last)
    }

    pub(super) fn take_moved(&self) -> Moved {
        std::mem::take(&mut self.state().moved)
    }

    pub(super) fn take_fault(&self) -> Option<WatchFault> {
        self.state().fault.take()
    }

    /// Waits until there are more than `known` notifications, the backend has failed, the watcher is stopped, or the
    /// time `until` is reached.
    pub(super) fn wait(&self, known: u64, until: Option<Instant>) {
        let mut state = self.state();
        while state.count == known && !state.ended && state.fault.is_none() {
            let signal = &self.0.1;
            state = match until.map(|until| until.saturating_duration_since(Instant::now())) {
                Some(rest) if rest.is_zero() => return,
                Some(rest) => {
                    signal.wait_timeout(state, rest).map_or_else(|error| error.into_inner().0, |woken| woken.0)
                }
                None => signal.wait(state).unwrap_or_else(PoisonError::into_inner),
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

/// Stops a watcher from another thread. Clones stop the same one.
#[derive(Clone)]
pub struct Stopper(pub(super) Signal);

impl Stopper {
    pub fn stop(&self) {
        self.0.end();
    }
}
