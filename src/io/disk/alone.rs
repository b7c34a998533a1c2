//! A lock by which builds of one site write one after another.

use std::fs::File;
use std::path::Path;

use super::held::{Holding, hold};
use super::kept::make_folder;

const LOCK: &str = "write.lock";

/// Held while outputs are written.
pub struct WriteLock {
    _file: File,
}

/// Waits until no other process writes outputs of this site, and holds the lock until it is dropped. The system releases it
/// when the process ends, however it ends. `waiting` is called once if there is something to wait for.
///
/// Where there can be no such file (a root that is read-only), there is nothing to wait for.
pub fn alone(root: &Path, waiting: impl FnOnce()) -> Option<WriteLock> {
    match hold(make_folder(root), LOCK) {
        Holding::Ours(file) => Some(WriteLock { _file: file }),
        Holding::Theirs(file) => {
            waiting();
            file.lock().ok()?;
            Some(WriteLock { _file: file })
        }
        Holding::Impossible => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn one_at_a_time() {
        let root = tempfile::tempdir().unwrap();
        let (inside, waited) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let _lock = alone(root.path(), || _ = waited.fetch_add(1, Ordering::SeqCst)).unwrap();
                    assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0);
                    std::thread::sleep(std::time::Duration::from_millis(20));
                    inside.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        assert!(waited.load(Ordering::SeqCst) >= 1);
        assert!(alone(&root.path().join("none"), || ()).is_none());
    }
}
