//! The wish that the process end (Ctrl-C), and the few moments in which it must not.
//!
//! A process is one for all its threads, so this is shared state. The command line notes the wish and ends the
//! process; code that replaces several files that belong together delays the end until the last is in place.

use std::cell::Cell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};

static WISHED: AtomicBool = AtomicBool::new(false);
static GATE: RwLock<()> = RwLock::new(());

thread_local! {
    /// Whether this thread is in unbroken work. A second lock within it would wait for the end, and the end for it.
    static WITHIN: Cell<bool> = const { Cell::new(false) };
}

/// Notes that the process is to end. Work that can be given up looks at [`wished`].
pub fn wish() {
    WISHED.store(true, Ordering::SeqCst);
}

/// Whether the process is to end soon.
pub fn wished() -> bool {
    WISHED.load(Ordering::SeqCst)
}

/// Waits for the end of the process, after work was given up and cleaned away.
pub fn await_end() -> ! {
    loop {
        std::thread::park();
    }
}

/// Does some work in the midst of which the process isn't ended by Ctrl-C. It is short, as moving files is, or asks
/// [`wished`] after each short step and cleans up what it began: cleaning is part of it, because the process would otherwise
/// end in its midst.
pub fn unbroken<T>(work: impl FnOnce() -> T) -> T {
    if WITHIN.get() {
        return work();
    }
    let _held = GATE.read().unwrap_or_else(PoisonError::into_inner);
    let _within = Within::enter();
    work()
}

/// Also ends where the work panics.
struct Within;

impl Within {
    fn enter() -> Self {
        WITHIN.set(true);
        Self
    }
}

impl Drop for Within {
    fn drop(&mut self) {
        WITHIN.set(false);
    }
}

/// Waits for unbroken work to end. While the result is held, none begins.
pub fn close() -> RwLockWriteGuard<'static, ()> {
    GATE.write().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::thread;

    use super::*;

    #[test]
    fn closing_waits_for_what_is_under_way() {
        let (begun, begins) = channel();
        let (end, ends) = channel::<()>();
        let working = thread::spawn(move || {
            unbroken(|| {
                begun.send(()).unwrap();
                ends.recv().unwrap();
                // The end is waiting by now.
                unbroken(|| ());
            });
        });
        begins.recv().unwrap();
        assert!(GATE.try_write().is_err());
        end.send(()).unwrap();
        working.join().unwrap();
        drop(close());
    }
}
