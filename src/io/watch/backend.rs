//! Native file events (crate `notify`), passed on as a signal. What happened to which file stays here: for the
//! watcher every event means "scan again".

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::fault::WatchFault;
use super::signal::Signal;
use crate::io::disk::{Ground, is_ignored};

/// A source of file events.
pub trait Backend: Send {
    /// Watches a folder: created, removed, renamed and changed files; recursively if `deep`.
    ///
    /// # Errors
    /// Why the folder can't be watched.
    fn watch(&mut self, folder: &Path, deep: bool) -> Result<(), WatchFault>;

    /// Stops watching a folder.
    fn unwatch(&mut self, folder: &Path);
}

/// The watched paths, which decide whether an event matters. Shared with the event thread.
pub type SharedGround = Arc<RwLock<Ground>>;

/// Creates a backend that notifies the signal of changes to the watched paths.
pub type Start = fn(Signal, SharedGround) -> Result<Box<dyn Backend>, WatchFault>;

/// Creates the native backend: inotify, FSEvents, kqueue or `ReadDirectoryChangesW`.
///
/// # Errors
/// Why native watching isn't available.
pub fn system(signal: Signal, ground: SharedGround) -> Result<Box<dyn Backend>, WatchFault> {
    let handler = move |event: notify::Result<notify::Event>| match event {
        Ok(event) if event.need_rescan() => signal.lost(),
        Ok(event) => handle(&event, &signal, &ground.read().unwrap_or_else(PoisonError::into_inner)),
        Err(error) => signal.fail(fault(&error)),
    };
    // Symlinks are followed by the scan, which then watches their targets.
    let config = Config::default().with_follow_symlinks(false);
    match RecommendedWatcher::new(handler, config) {
        Ok(watcher) => Ok(Box::new(System { watcher })),
        Err(error) => Err(fault(&error)),
    }
}

struct System {
    watcher: RecommendedWatcher,
}

impl Backend for System {
    fn watch(&mut self, folder: &Path, deep: bool) -> Result<(), WatchFault> {
        let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        self.watcher.watch(folder, mode).map_err(|error| fault(&error))
    }

    fn unwatch(&mut self, folder: &Path) {
        // The watch of a removed folder ends by itself.
        let _ = self.watcher.unwatch(folder);
    }
}

fn handle(event: &notify::Event, signal: &Signal, ground: &Ground) {
    let named = match event.kind {
        // A scan opens files, and must not trigger another scan.
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => return,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    };
    for path in event.paths.iter().filter(|path| matters(path, ground)) {
        if named {
            signal.moved(path.clone());
        } else {
            signal.notify();
        }
    }
    if event.paths.is_empty() {
        signal.notify();
    }
}

/// Whether a path is one of the single watched paths, or lies in a watched folder and isn't ignored by a scan.
fn matters(path: &Path, ground: &Ground) -> bool {
    if ground.names.contains(path) || ground.folders.contains(path) {
        return true;
    }
    let Some(top) = path.ancestors().skip(1).find(|folder| ground.folders.contains(*folder)) else { return false };
    let below = path.strip_prefix(top).unwrap_or(path);
    !below.iter().any(|name| is_ignored(&name.to_string_lossy()))
}

fn fault(error: &notify::Error) -> WatchFault {
    // Linux returns ENOSPC (28) at the limit of watches, and EMFILE (24) at the limit of inotify instances.
    let limit = |error: &std::io::Error| matches!(error.raw_os_error(), Some(28 | 24));
    match &error.kind {
        ErrorKind::MaxFilesWatch => WatchFault::Limit,
        ErrorKind::PathNotFound => WatchFault::Gone,
        ErrorKind::Io(io) if cfg!(target_os = "linux") && limit(io) => WatchFault::Limit,
        ErrorKind::Io(io) if io.kind() == std::io::ErrorKind::NotFound => WatchFault::Gone,
        _ => WatchFault::Failed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn only_inputs_matter() {
        let mut ground = Ground::default();
        ground.folders.extend(["/site/content", "/site/content/a"].map(PathBuf::from));
        ground.names.extend(["/site", "/site/site.yaml", "/site/static"].map(PathBuf::from));
        for path in ["/site/content/a/b.md", "/site/content/new/c.md", "/site/site.yaml", "/site/static", "/site"] {
            assert!(matters(Path::new(path), &ground), "{path}");
        }
        for path in ["/site/public", "/site/content/a/.b.md.swp", "/site/content/4913~", "/site/README.md", "/other"] {
            assert!(!matters(Path::new(path), &ground), "{path}");
        }
    }

    #[test]
    fn reading_does_not_notify() {
        let (signal, mut ground) = (Signal::default(), Ground::default());
        ground.folders.insert("/site/content".into());
        let event = |kind| notify::Event::new(kind).add_path("/site/content/a.md".into());
        handle(&event(EventKind::Access(AccessKind::Open(AccessMode::Any))), &signal, &ground);
        handle(&event(EventKind::Access(AccessKind::Close(AccessMode::Read))), &signal, &ground);
        assert_eq!(signal.count().0, 0);
        handle(&event(EventKind::Access(AccessKind::Close(AccessMode::Write))), &signal, &ground);
        assert_eq!(signal.count().0, 1);
    }
}
