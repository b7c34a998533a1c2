//! Watches a site's folder, and returns snapshots of it.
//!
//! A file event only triggers a scan. The first event starts one, and further events repeat it; a change is a difference
//! from the snapshot that the caller has. Where native events aren't available or reliable, the tree is polled. Even with
//! native events the tree is scanned every few seconds, to detect a backend that has stopped reporting.

mod backend;
mod fault;
mod signal;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

pub use backend::{Backend, SharedGround, Start, system};
pub use fault::WatchFault;
pub use signal::{Signal, Stopper};

use crate::base::diagnostic::{Cause, Checked, Diagnostic, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::io::disk::{Ground, Tree, remote, shown};

/// The debounce: the tree is quiet after this time without an event.
const DEBOUNCE: Duration = Duration::from_millis(30);
/// The shorter debounce before a speculative build: an editor that saves by rename has finished by then. The result is shown
/// only when the tree is quiet.
const SHORT_DEBOUNCE: Duration = Duration::from_millis(5);
/// The longest time between the events of one save. They are collected, because one scan is enough for all and takes longer.
const COLLECT: Duration = Duration::from_millis(1);
/// The most events that are collected before a scan; there may be an endless stream.
const MAX_COLLECTED: usize = 8;
/// The longest debounce: continuous changes are shown after this time.
const MAX_DEBOUNCE: Duration = Duration::from_millis(150);
/// The interval of polling.
const POLL: Duration = Duration::from_millis(300);
/// The most consecutive scans that each find new folders to watch.
const MAX_SCANS: usize = 8;
/// After this many changes without an event, native watching is given up.
const MAX_SILENT: u32 = 3;

pub struct WatchOptions {
    /// Polls at this interval instead of using native events.
    pub poll: Option<Duration>,
    /// The interval of scans without an event, which detect lost events.
    pub heal: Duration,
    /// The source of events.
    pub backend: Start,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self { poll: None, heal: Duration::from_secs(5), backend: system }
    }
}

/// Why a wait returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The tree differs from the last snapshot.
    Changed,
    /// The time `until` is reached.
    Due,
    /// The watcher was stopped.
    Ended,
}

/// Watches one site. It has no thread of its own: scans run in the waiting methods.
pub struct Watcher {
    root: PathBuf,
    tree: Tree,
    signal: Signal,
    options: WatchOptions,
    ground: SharedGround,
    /// `None` while polling.
    backend: Option<Box<dyn Backend>>,
    /// The folders that the backend watches, and whether recursively.
    watched: BTreeMap<PathBuf, bool>,
    /// A folder to watch didn't exist; it is retried with every scan.
    missing: bool,
    /// The number of notifications that the last scan covers.
    covered: u64,
    scanned: Instant,
    /// How long the last scan took.
    took: Duration,
    /// How many changes were found without an event.
    silent: u32,
    notices: Vec<Diagnostic>,
    /// The caller's last snapshot, and the paths that have changed since, perhaps back again.
    given: Checked<Snapshot>,
    pending: BTreeSet<SourcePath>,
    /// When the current series of changes began.
    began: Instant,
}

impl Watcher {
    /// Scans the site below `root` and starts watching it. The diagnostics report why native watching failed; the site is then
    /// polled.
    pub fn start(root: &Path, options: WatchOptions) -> (Self, Vec<Diagnostic>) {
        // With an absolute path the site is found again after its folder was moved away and restored.
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let now = Instant::now();
        let mut watcher = Self {
            tree: Tree::new(&root),
            root,
            signal: Signal::default(),
            options,
            ground: SharedGround::default(),
            backend: None,
            watched: BTreeMap::new(),
            missing: false,
            covered: 0,
            scanned: now,
            took: Duration::ZERO,
            silent: 0,
            notices: Vec::new(),
            given: Checked::default(),
            pending: BTreeSet::new(),
            began: now,
        };
        if watcher.options.poll.is_none() {
            match (watcher.options.backend)(watcher.signal.clone(), watcher.ground.clone()) {
                Ok(backend) => watcher.backend = Some(backend),
                Err(fault) => watcher.give_up(&fault),
            }
        } else {
            watcher.tree.distrust_folders();
        }
        watcher.scan();
        let notices = watcher.notices();
        (watcher, notices)
    }

    /// Returns the current tree; later changes are relative to it.
    pub fn snapshot(&mut self) -> Checked<Snapshot> {
        self.given = self.tree.snapshot();
        self.pending.clear();
        self.given.clone()
    }

    /// Returns the files that differ from the last snapshot.
    pub fn changed(&self) -> Vec<SourcePath> {
        let now = self.tree.snapshot().value;
        let of = |snapshot: &Snapshot, path: &SourcePath| snapshot.get(path).map(|file| file.fingerprint);
        self.pending.iter().filter(|path| of(&now, path) != of(&self.given.value, path)).cloned().collect()
    }

    /// Takes the diagnostics about watching itself since the last call.
    pub fn notices(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.notices)
    }

    pub fn stopper(&self) -> Stopper {
        Stopper(self.signal.clone())
    }

    /// Returns a function that returns whether a file event arrived since the last scan, or the watcher was stopped.
    pub fn stirring(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        let (signal, covered) = (self.signal.clone(), self.covered);
        move || signal.count().0 != covered || signal.ended()
    }

    /// Waits until the tree has changed and is quiet.
    pub fn wait(&mut self, until: Option<Instant>) -> Event {
        loop {
            let event = self.notice(until);
            if event != Event::Changed {
                return event;
            }
            self.debounce(DEBOUNCE);
            // It may have changed back meanwhile.
            if self.signal.ended() {
                return Event::Ended;
            }
            if self.differs() {
                return Event::Changed;
            }
        }
    }

    /// Waits until the tree has changed, without waiting until it is quiet: a speculative build can begin, and
    /// [`Self::settle`] returns whether its result is stale.
    pub fn notice(&mut self, until: Option<Instant>) -> Event {
        loop {
            if self.signal.ended() {
                return Event::Ended;
            }
            if let Some(fault) = self.signal.take_fault() {
                self.give_up(&fault);
            }
            if self.differs() {
                // Found during the last debounce, but not part of the last snapshot.
                self.began = Instant::now();
                return Event::Changed;
            }
            let next = self.scanned + self.interval();
            self.signal.wait(self.covered, Some(until.map_or(next, |until| until.min(next))));
            let (count, _) = self.signal.count();
            if count != self.covered {
                self.began = Instant::now();
                self.collect_events();
                self.debounce(SHORT_DEBOUNCE);
            } else if Instant::now() >= next {
                self.scan_unprompted();
            }
            if self.signal.ended() {
                return Event::Ended;
            }
            if self.differs() {
                return Event::Changed;
            }
            if until.is_some_and(|until| Instant::now() >= until) {
                return Event::Due;
            }
        }
    }

    /// Waits until the tree is quiet. Returns whether it still equals the last snapshot, or has been changing for so long
    /// that the snapshot should be shown anyway.
    pub fn settle(&mut self) -> bool {
        self.debounce(DEBOUNCE);
        !self.differs() || self.began.elapsed() >= MAX_DEBOUNCE
    }

    /// Scans if there were events. Returns whether the tree still equals the last snapshot, and the watcher isn't stopped.
    pub fn unchanged(&mut self) -> bool {
        if self.signal.count().0 != self.covered {
            self.scan();
        }
        !self.differs() && !self.signal.ended()
    }

    fn differs(&self) -> bool {
        !self.changed().is_empty() || self.tree.snapshot().diagnostics != self.given.diagnostics
    }

    /// Collects the events of one save, so that one scan covers them all.
    fn collect_events(&self) {
        for _ in 0..MAX_COLLECTED {
            let (count, _) = self.signal.count();
            self.signal.wait(count, Some(Instant::now() + COLLECT));
            if self.signal.count().0 == count {
                return;
            }
        }
    }

    /// Scans until no event has arrived for the time `quiet`. The duration of scans counts as part of it.
    fn debounce(&mut self, quiet: Duration) {
        let end = self.began + MAX_DEBOUNCE;
        let mut last_change = self.began;
        loop {
            let (count, last_event) = self.signal.count();
            if count != self.covered {
                self.scan();
                if self.signal.ended() || Instant::now() >= end {
                    return;
                }
                continue;
            }
            let last = last_event.map_or(last_change, |event| event.max(last_change));
            let until = (last + quiet).min(end);
            if Instant::now() < until {
                self.signal.wait(self.covered, Some(until));
                if self.signal.ended() {
                    return;
                }
                continue;
            }
            // While polling there are no events, so another scan decides whether the tree is quiet.
            if self.backend.is_none() && self.scanned < until {
                let changed = self.scan();
                last_change = Instant::now();
                if changed && last_change < end {
                    continue;
                }
            }
            return;
        }
    }

    /// Scans without an event. With a working backend this finds no change.
    fn scan_unprompted(&mut self) {
        let covered = self.covered;
        if !self.scan() {
            return;
        }
        // The event of this change may still arrive.
        self.began = Instant::now();
        self.debounce(DEBOUNCE);
        if self.backend.is_some() && self.covered == covered {
            self.silent += 1;
            if self.silent < MAX_SILENT {
                // The watched folders may have been replaced.
                self.signal.lost();
            } else {
                let found = self.pending.first().map_or_else(String::new, |path| path.to_string());
                self.give_up(&WatchFault::Failed(found));
            }
        }
    }

    fn interval(&self) -> Duration {
        match (&self.backend, self.options.poll) {
            (Some(_), _) => self.options.heal,
            // Scans take at most a quarter of the time, however slow the disk is.
            (None, poll) => poll.unwrap_or(POLL).max(self.took * 3),
        }
    }

    /// Scans, and watches new folders. A change before a new folder was watched is found by another scan. Returns whether
    /// anything has changed.
    fn scan(&mut self) -> bool {
        let mut any = false;
        for _ in 0..MAX_SCANS {
            // Later notifications may be about changes that this scan misses.
            self.covered = self.signal.count().0;
            self.scanned = Instant::now();
            let scan = self.tree.look();
            self.took = self.scanned.elapsed();
            any |= scan.diagnostics_changed || !scan.changed.is_empty();
            self.pending.extend(scan.changed);
            if !self.update_watches(scan.ground_changed) {
                return any;
            }
        }
        // Folders keep changing: returns to the caller and scans again later.
        self.signal.notify();
        any
    }

    /// Updates the watched folders. Returns whether there are new ones.
    fn update_watches(&mut self, ground_changed: bool) -> bool {
        let mut moved = self.signal.take_moved();
        // Keeps only watched folders and their parents; the paths below a path follow it in the map.
        moved
            .paths
            .retain(|path| self.watched.range(path.clone()..).next().is_some_and(|(next, _)| next.starts_with(path)));
        if self.backend.is_none() || !(ground_changed || self.missing || moved.all || !moved.paths.is_empty()) {
            return false;
        }
        let ground = self.tree.ground();
        if let Some((folder, kind)) = ground.tops().find_map(|top| Some((top, remote(top)?))) {
            let folder = shown(folder.strip_prefix(&self.root).unwrap_or(folder));
            self.poll(messages::watch_remote(&folder, &kind));
            return false;
        }
        let wanted = self.wanted(&ground);
        *self.ground.write().unwrap_or_else(PoisonError::into_inner) = ground;
        let Some(backend) = &mut self.backend else { return false };
        self.watched.retain(|folder, deep| {
            let stays = wanted.get(folder).is_some_and(|wanted| wanted == deep)
                && !moved.all
                && !moved.paths.iter().any(|path| folder.starts_with(path));
            if !stays {
                backend.unwatch(folder);
            }
            stays
        });
        let mut added = false;
        self.missing = false;
        for (folder, deep) in wanted {
            if self.watched.contains_key(&folder) {
                continue;
            }
            match backend.watch(&folder, deep) {
                Ok(()) => {
                    self.watched.insert(folder, deep);
                    added = true;
                }
                Err(WatchFault::Gone) => self.missing = true,
                Err(fault) => {
                    self.give_up(&fault);
                    return false;
                }
            }
        }
        added
    }

    /// Returns the folders to watch, and whether recursively. On Linux each folder is watched separately, which
    /// excludes ignored folders and saves a second walk of the tree; other systems watch whole trees efficiently.
    fn wanted(&self, ground: &Ground) -> BTreeMap<PathBuf, bool> {
        let around = ground.names.iter().filter_map(|name| name.parent());
        let mut wanted: BTreeMap<PathBuf, bool> = around.map(|folder| (folder.to_owned(), false)).collect();
        if cfg!(target_os = "linux") {
            wanted.extend(ground.folders.iter().map(|folder| (folder.clone(), false)));
        } else {
            wanted.extend(ground.tops().map(|folder| (folder.clone(), true)));
        }
        wanted
    }

    fn give_up(&mut self, fault: &WatchFault) {
        self.poll(match fault {
            WatchFault::Limit => messages::watch_limit(),
            WatchFault::Gone => {
                let root = self.root.to_string_lossy();
                messages::watch_failed(Cause::new(&format!("没有目录 {root}"), &root))
            }
            WatchFault::Failed(reason) => messages::watch_failed(Cause::said(reason)),
        });
    }

    /// Switches to polling.
    fn poll(&mut self, why: Diagnostic) {
        self.backend = None;
        self.watched.clear();
        self.tree.distrust_folders();
        self.notices.push(why);
    }
}
