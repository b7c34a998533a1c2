//! A file that one process holds. The system releases it when the process ends, however it ends, so no such lock is ever stale,
//! whatever the file contains.

use std::fs::{File, TryLockError};
use std::io;
use std::path::PathBuf;

/// The result of trying to hold a file.
pub(super) enum Holding {
    Ours(File),
    /// Another process has it. The file can be waited for.
    Theirs(File),
    /// There can be no such file, for example on a read-only disk.
    Impossible,
}

/// Opens or creates a file in a folder, keeps its content, and tries to hold it.
pub(super) fn hold(folder: io::Result<PathBuf>, name: &str) -> Holding {
    let open =
        |folder: PathBuf| File::options().read(true).write(true).create(true).truncate(false).open(folder.join(name));
    let Ok(file) = folder.and_then(open) else { return Holding::Impossible };
    match file.try_lock() {
        Ok(()) => Holding::Ours(file),
        Err(TryLockError::WouldBlock) => Holding::Theirs(file),
        Err(TryLockError::Error(_)) => Holding::Impossible,
    }
}
