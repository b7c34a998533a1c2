//! The system's events → a bell that is rung. What happened, and to which file, stays here: to
//! the watcher an event means "look again".

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Config, ErrorKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::bell::Bell;
use super::fault::Fault;
use crate::io::disk::{Ground, is_ignored};

/// Something that rings when a folder changes.
pub trait Backend: Send {
    /// Rings from now on when a name in the folder comes, goes or changes; if `deep`, in folders
    /// below it as well.
    ///
    /// # Errors
    /// Why it can't.
    fn listen(&mut self, folder: &Path, deep: bool) -> Result<(), WatchFault>;

    /// No longer.
    fn leave(&mut self, folder: &Path);
}

/// The ground to tell events by that matter. Shared with the thread they come on.
pub type SharedGround = Arc<RwLock<Ground>>;

/// Makes a backend that rings a bell for what happens on the ground.
pub type Start = fn(Bell, SharedGround) -> Result<Box<dyn Backend>, WatchFault>;

/// What the system offers: inotify, FSEvents, kqueue or `ReadDirectoryChangesW`.
///
/// # Errors
/// Why there is none.
pub fn system(bell: Bell, ground: SharedGround) -> Result<Box<dyn Backend>, WatchFault> {
    let hear = move |event: notify::Result<notify::Event>| match event {
        Ok(event) if event.need_rescan() => bell.lost(),
        Ok(event) => hear(&event, &bell, &ground.read().unwrap_or_else(PoisonError::into_inner)),
        Err(error) => bell.fail(fault(&error)),
    };
    // Links are followed by the look, which then asks to listen at their other ends.
    let config = Config::default().with_follow_symlinks(false);
    match RecommendedWatcher::new(hear, config) {
        Ok(watcher) => Ok(Box::new(System { watcher })),
        Err(error) => Err(fault(&error)),
    }
}

struct System {
    watcher: RecommendedWatcher,
}

impl Backend for System {
    fn listen(&mut self, folder: &Path, deep: bool) -> Result<(), WatchFault> {
        let mode = if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        self.watcher.watch(folder, mode).map_err(|error| fault(&error))
    }

    fn leave(&mut self, folder: &Path) {
        // What is gone was left by itself.
        let _ = self.watcher.unwatch(folder);
    }
}

fn hear(event: &notify::Event, bell: &Bell, ground: &Ground) {
    let named = match event.kind {
        // Looking opens files, and must not bring about another look.
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
        EventKind::Access(_) => return,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => true,
        _ => false,
    };
    for path in event.paths.iter().filter(|path| matters(path, ground)) {
        if named {
            bell.moved(path.clone());
        } else {
            bell.ring();
        }
    }
    if event.paths.is_empty() {
        bell.ring();
    }
}

/// Whether a path is one of the single names, or lies in a folder where every name counts and
/// isn't one that a look passes over.
fn matters(path: &Path, ground: &Ground) -> bool {
    if ground.names.contains(path) || ground.folders.contains(path) {
        return true;
    }
    let Some(top) = path.ancestors().skip(1).find(|folder| ground.folders.contains(*folder)) else { return false };
    let below = path.strip_prefix(top).unwrap_or(path);
    !below.iter().any(|name| is_ignored(&name.to_string_lossy()))
}

fn fault(error: &notify::Error) -> WatchFault {
    // Linux says "no space left" when the watches are used up, and "too many open files" when
    // it is the instances; elsewhere the second has a meaning of its own but the same way out.
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
    fn reading_is_not_heard() {
        let (bell, mut ground) = (Bell::default(), Ground::default());
        ground.folders.insert("/site/content".into());
        let event = |kind| notify::Event::new(kind).add_path("/site/content/a.md".into());
        hear(&event(EventKind::Access(AccessKind::Open(AccessMode::Any))), &bell, &ground);
        hear(&event(EventKind::Access(AccessKind::Close(AccessMode::Read))), &bell, &ground);
        assert_eq!(bell.rings().0, 0);
        hear(&event(EventKind::Access(AccessKind::Close(AccessMode::Write))), &bell, &ground);
        assert_eq!(bell.rings().0, 1);
    }
}
