//! Ctrl-C, and the system's request that the program end.
//!
//! A command runs on a thread of its own, so that the program can end at once whatever the command is doing. It gets a moment
//! to clean up; moves of files that belong together are finished first, so a site is never left half replaced.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use super::exit::{FAILURE, INTERRUPTED};
use crate::io::disk::{self, interrupt};

/// The time that a command has to end by itself: less than a person notices.
const GRACE: Duration = Duration::from_millis(40);
/// The stack of a command, the same on every system.
const STACK: usize = 8 << 20;
/// The exit code of a program that panicked.
const PANICKED: i32 = 101;

/// What a command does when the process is asked to end.
struct Ending {
    code: i32,
    end: Box<dyn FnMut() + Send>,
}

static ENDING: Mutex<Option<Ending>> = Mutex::new(None);

/// Calls `end` when the process is asked to end (SIGINT, SIGTERM, SIGHUP, or Ctrl-C and closing under Windows). `code` is
/// the exit code if the command doesn't end in time.
pub fn on_end(code: i32, end: impl FnMut() + Send + 'static) {
    *ENDING.lock().unwrap_or_else(PoisonError::into_inner) = Some(Ending { code, end: Box::new(end) });
}

enum Event {
    Done(i32),
    Asked,
}

/// Runs a command until it ends, or the process is asked to.
pub fn run_until_interrupted(command: impl FnOnce() -> i32 + Send + 'static) -> i32 {
    let (sender, events) = channel();
    let asked = sender.clone();
    // Without a handler the system ends the process by itself.
    let _ = ctrlc::set_handler(move || {
        interrupt::wish();
        let _ = asked.send(Event::Asked);
    });
    let spawned = Builder::new().name("kepu".to_owned()).stack_size(STACK).spawn(move || {
        // The hook has reported a panic by then; the code is that of any Rust program.
        let code = catch_unwind(AssertUnwindSafe(command)).unwrap_or(PANICKED);
        let _ = sender.send(Event::Done(code));
    });
    if let Err(error) = spawned {
        eprintln!("kepu: {error}");
        return FAILURE;
    }
    if let Ok(Event::Done(code)) = events.recv() {
        return code;
    }
    let mut code = INTERRUPTED;
    if let Some(ending) = ENDING.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        (ending.end)();
        code = ending.code;
    }
    if let Ok(Event::Done(done)) = events.recv_timeout(GRACE) {
        return ended(done, code);
    }
    interrupt::close();
    disk::remove_temporary();
    code
}

/// The exit code of a command that ended with `done` after it was asked to: what it gave up because of that isn't a failure.
fn ended(done: i32, asked: i32) -> i32 {
    if done == FAILURE { asked } else { done }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::exit::SUCCESS;

    #[test]
    fn what_was_given_up_on_request_is_no_failure() {
        assert_eq!(ended(FAILURE, INTERRUPTED), INTERRUPTED);
        assert_eq!(ended(FAILURE, SUCCESS), SUCCESS);
        assert_eq!(ended(SUCCESS, INTERRUPTED), SUCCESS);
        assert_eq!(ended(PANICKED, SUCCESS), PANICKED);
    }
}
