//! Confines a panic to the input that caused it.
//!
//! A panic is a fault of the program, to be mended as such. Until it is, one faulty entry must not take down a whole build or
//! a running server: the caller of [`guard`] reports it with its place and goes on. Running out of memory and overflowing
//! the stack can't be caught; they are prevented by limits in the readers.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static SEEN: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs some work, and returns what a panic in it said.
///
/// The values that the work refers to must be usable after a panic: they are read-only, or dropped with the result.
///
/// # Errors
/// The panic's message, with its place in the source code where [`observe`] was called.
pub fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    DEPTH.set(DEPTH.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    done.map_err(|payload| SEEN.take().unwrap_or_else(|| message(&*payload)))
}

/// Whether the current thread is within a [`guard`]: a panic hook then leaves the report to its caller.
pub fn is_guarded() -> bool {
    DEPTH.get() > 0
}

/// Keeps what a panic hook knows about a panic, for the [`guard`] that catches it.
pub fn observe(panic: String) {
    SEEN.set(Some(panic));
}

fn message(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().copied();
    let text = text.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_value() {
        assert_eq!(guard(|| 1), Ok(1));
        assert!(guard(|| "彩".split_at(1).0.len()).is_err());
        assert!(!is_guarded());
        assert_eq!(guard(|| guard(|| -> usize { panic!("inner") }).is_err()), Ok(true));
    }
}
