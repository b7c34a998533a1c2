//! The wish that the process end (Ctrl-C), and the few moments in which it must not.
//!
//! A process is one for all its threads, so this is shared state. The command line notes the wish and ends the
//! process; code that replaces several files that belong together delays the end until the last is in place.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

static WISHED: AtomicBool = AtomicBool::new(false);
static GATE: Gate = Gate::new();

/// Notes that the process is to end. Work that can be given up looks at [`wished`].
pub fn wish() {
    WISHED.store(true, Ordering::SeqCst);
}

/// Whether the process is to end soon.
pub fn wished() -> bool {
    WISHED.load(Ordering::SeqCst)
}

/// Waits for the end of the process, after work was given up. The end removes what it left under temporary names.
pub fn await_end() -> ! {
    loop {
        std::thread::park();
    }
}

/// Does some work in the midst of which the process isn't ended by Ctrl-C. It must be short: moving files, not making them.
pub fn unbroken<T>(work: impl FnOnce() -> T) -> T {
    let _inside = GATE.enter().unwrap_or_else(|| await_end());
    work()
}

/// Waits for unbroken work to end. None begins afterwards: the process ends.
pub fn close() {
    GATE.close();
}

/// Counts the unbroken work. Unlike a lock for readers and a writer, it lets work within work in while the end is waiting,
/// also that of a thread which the first work waits for.
struct Gate {
    state: Mutex<GateState>,
    left: Condvar,
}

struct GateState {
    inside: usize,
    /// Whether the end is waiting.
    closing: bool,
    closed: bool,
}

impl Gate {
    const fn new() -> Self {
        Self { state: Mutex::new(GateState { inside: 0, closing: false, closed: false }), left: Condvar::new() }
    }

    fn state(&self) -> MutexGuard<'_, GateState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// `None` once it is closed.
    fn enter(&self) -> Option<Inside<'_>> {
        let mut state = self.state();
        if state.closed {
            return None;
        }
        state.inside += 1;
        Some(Inside(self))
    }

    fn close(&self) {
        let mut state = self.state();
        state.closing = true;
        let state = self.left.wait_while(state, |state| state.inside > 0);
        state.unwrap_or_else(PoisonError::into_inner).closed = true;
    }
}

/// Unbroken work that is under way.
struct Inside<'a>(&'a Gate);

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        self.0.state().inside -= 1;
        self.0.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    #[test]
    fn closing_waits_for_what_is_under_way_and_for_what_that_needs() {
        let gate = Gate::new();
        let (begun, begins) = channel();
        let (end, ends) = channel::<()>();
        thread::scope(|scope| {
            let gate = &gate;
            scope.spawn(move || {
                let _inside = gate.enter().unwrap();
                begun.send(()).unwrap();
                ends.recv().unwrap();
                // Within it, and on a thread that it waits for, while the end is waiting.
                drop(gate.enter().unwrap());
                thread::scope(|inner| inner.spawn(|| drop(gate.enter().unwrap())).join().unwrap());
            });
            begins.recv().unwrap();
            let closing = scope.spawn(|| gate.close());
            while !gate.state().closing {
                thread::yield_now();
            }
            assert!(!gate.state().closed);
            end.send(()).unwrap();
            closing.join().unwrap();
        });
        assert!(gate.enter().is_none(), "nothing begins afterwards");
    }
}
