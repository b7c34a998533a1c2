//! Renames and removals of files that another program may have open.
//!
//! On Unix both succeed whoever reads the file. On Windows both fail as long as a program has it open without sharing it: a
//! virus scanner or an indexer for some hundred milliseconds after a file was written, with a folder of a thousand fresh
//! files for some seconds; an editor or the preview of the Explorer for as long as a person likes. So the only way to
//! rename and remove is the one below, which waits for the first kind, and [`fault`] describes the second.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::base::diagnostic::{Cause, Diagnostic, messages};

/// Delays between attempts, in milliseconds: four and a half seconds in all.
const DELAYS: [u64; 12] = [10, 20, 40, 80, 160, 320, 500, 500, 600, 700, 800, 800];

/// How long all operations with one [`Patience`] wait together. A folder of a thousand files that may not be written at all
/// gives the same error as one that is being scanned, and must not cost a thousand waits.
const MOST: u64 = 15_000;

/// What is left of the time that a run is willing to wait.
#[derive(Default)]
pub(super) struct Patience {
    waited: AtomicU64,
}

impl Patience {
    /// Waits for nobody: for a process that has to end at once.
    pub(super) fn none() -> Self {
        Self { waited: AtomicU64::new(MOST) }
    }

    /// Renames a file, replacing the one that has the name, or a folder to a place where there is none.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.wait_out((), is_held, |()| fs::rename(from, to).map_err(|error| (error, ())))
    }

    pub(super) fn remove_file(&self, file: &Path) -> io::Result<()> {
        self.wait_out((), is_held, |()| fs::remove_file(file).map_err(|error| (error, ())))
    }

    /// Removes a folder with all that is in it.
    pub(super) fn remove_folder(&self, folder: &Path) -> io::Result<()> {
        self.wait_out((), is_held, |()| fs::remove_dir_all(folder).map_err(|error| (error, ())))
    }

    /// Repeats an attempt as long as its error passes by itself. What was to be moved is handed from attempt to attempt: a
    /// temporary file is removed when it is dropped.
    pub(super) fn wait_out<T>(
        &self,
        mut moved: T,
        passes: impl Fn(&io::Error) -> bool,
        attempt: impl Fn(T) -> Result<(), (io::Error, T)>,
    ) -> io::Result<()> {
        for delay in DELAYS {
            match attempt(moved) {
                Err((error, back)) if passes(&error) => {
                    if self.waited.fetch_add(delay, Ordering::Relaxed) >= MOST {
                        return Err(error);
                    }
                    moved = back;
                }
                done => return done.map_err(|(error, _)| error),
            }
            sleep(Duration::from_millis(delay));
        }
        attempt(moved).map_err(|(error, _)| error)
    }
}

/// Whether an error is what Windows says of a file that another program has open.
pub(super) fn is_held(error: &io::Error) -> bool {
    cfg!(windows) && error.raw_os_error().is_some_and(|code| HELD.contains(&code))
}

/// `ERROR_ACCESS_DENIED` (also for a file that is being removed, and for a read-only one), `ERROR_SHARING_VIOLATION`,
/// `ERROR_LOCK_VIOLATION`, `ERROR_DIR_NOT_EMPTY` (a file in it is being removed), `ERROR_USER_MAPPED_FILE`.
const HELD: [i32; 5] = [5, 32, 33, 145, 1224];

/// Describes why something couldn't be written or moved.
pub fn fault(path: &str, error: &io::Error) -> Diagnostic {
    if is_held(error) {
        messages::held_elsewhere(path, Cause::io(error))
    } else {
        messages::write_failed(path, Cause::io(error))
    }
}

/// Describes why a file couldn't be read.
pub(super) fn unreadable(path: &str, error: &io::Error) -> Diagnostic {
    if is_held(error) {
        messages::held_elsewhere(path, Cause::io(error))
    } else if error.kind() == io::ErrorKind::FileTooLarge {
        messages::file_too_large(path)
    } else {
        messages::read_failed(path, Cause::io(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    fn held() -> io::Error {
        io::Error::from_raw_os_error(32)
    }

    #[test]
    fn a_scanner_is_waited_out_and_an_editor_is_not() {
        let attempts = Cell::new(0);
        let scanned = |()| {
            attempts.set(attempts.get() + 1);
            if attempts.get() < 4 { Err((held(), ())) } else { Ok(()) }
        };
        Patience::default().wait_out((), |_| true, scanned).unwrap();
        assert_eq!(attempts.get(), 4);
        let tired = Patience::none();
        attempts.set(0);
        let edited = |()| {
            attempts.set(attempts.get() + 1);
            Err((held(), ()))
        };
        assert!(tired.wait_out((), |_| true, edited).is_err());
        assert_eq!(attempts.get(), 1, "no wait is left");
        attempts.set(0);
        assert!(Patience::default().wait_out((), |_| false, edited).is_err());
        assert_eq!(attempts.get(), 1, "an error that doesn't pass");
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_is_open_elsewhere_is_waited_for_and_described() {
        use std::os::windows::fs::OpenOptionsExt;

        let root = tempfile::tempdir().unwrap();
        let (new, old) = (root.path().join("new"), root.path().join("old"));
        fs::write(&new, "new").unwrap();
        fs::write(&old, "old").unwrap();
        let open = || fs::OpenOptions::new().read(true).share_mode(0).open(&old).unwrap();
        let scanner = open();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                sleep(Duration::from_millis(300));
                drop(scanner);
            });
            Patience::default().rename(&new, &old).unwrap();
        });
        assert_eq!(fs::read(&old).unwrap(), b"new");
        let editor = open();
        let error = Patience::none().remove_file(&old).unwrap_err();
        assert_eq!(fault("old", &error).code.0, "E0614");
        drop(editor);
    }
}
