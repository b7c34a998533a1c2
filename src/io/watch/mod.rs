//! A site's folder → a word whenever it has changed, and the snapshot of what it is now.
//!
//! Events only mean "look again". A look is made at the first of them, and again for as long as
//! more come; what counts is whether the tree then differs from what the caller was last given.
//! Where events can't be had, or can't be relied on, the tree is looked at at intervals. And
//! even where they can, it is looked at every few seconds, so that a system that fell silent
//! is found out. Nothing here knows what a site is built of.

mod backend;
mod bell;
mod fault;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

pub use backend::{Backend, SharedGround, Start, system};
pub use bell::{Bell, Stopper};
pub use fault::Fault;

use crate::base::diagnostic::{Checked, Diagnostic, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::io::disk::{Ground, Tree, remote};

/// A tree counts as at rest when nothing was heard of it for this long, …
const QUIET: Duration = Duration::from_millis(30);
/// … and is worth building from after this: an editor that puts a new file in the old one's
/// place has done so. What is built then is shown only once the tree has come to rest.
const PAUSE: Duration = Duration::from_millis(5);
/// A save is several events, less than this apart. A look takes longer, and one is enough for
/// them all.
const GATHER: Duration = Duration::from_millis(1);
/// Events that are waited for so; there may be no end of them.
const GATHERED: usize = 8;
/// Changes that go on and on are shown after this time.
const MOST: Duration = Duration::from_millis(150);
/// Between two looks where nobody tells of changes.
const POLL: Duration = Duration::from_millis(300);
/// Looks in a row that each find new folders to listen to.
const ROUNDS: usize = 8;
/// So often may a change be found that nobody told of, before the system isn't asked any more.
const MOST_SILENT: u32 = 3;

pub struct WatchOptions {
    /// Looks at intervals of this length, and asks for no events.
    pub poll: Option<Duration>,
    /// Between two looks that no event asks for.
    pub heal: Duration,
    /// Where events come from.
    pub backend: Start,
}

impl Default for WatchOptions {
    fn default() -> Self {
        Self { poll: None, heal: Duration::from_secs(5), backend: system }
    }
}

/// Why waiting ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// The tree differs from the snapshot that was last asked for.
    Changed,
    /// The moment has come.
    Due,
    /// Somebody wants an end.
    Ended,
}

/// Watches one site. It has no thread of its own: looks are made where it is waited for.
pub struct Watcher {
    root: PathBuf,
    tree: Tree,
    bell: Bell,
    options: WatchOptions,
    ground: SharedGround,
    /// `None` while looking at intervals.
    backend: Option<Box<dyn Backend>>,
    /// The folders that the backend listens to, and whether to those below as well.
    listening: BTreeMap<PathBuf, bool>,
    /// One that it should listen to wasn't there; it is tried again at every look.
    missing: bool,
    /// Rings that the last look answered.
    answered: u64,
    looked: Instant,
    took: Duration,
    silent: u32,
    notices: Vec<Diagnostic>,
    /// What the caller was last given, and the paths that have changed since, perhaps back again.
    given: Checked<Snapshot>,
    pending: BTreeSet<SourcePath>,
    /// When the changes began that are now being waited out.
    began: Instant,
}

impl Watcher {
    /// Looks at the site below `root`, and listens from then on. The diagnostics say of what it
    /// can't hear, where it then looks at intervals; it works all the same.
    pub fn start(root: &Path, options: WatchOptions) -> (Self, Vec<Diagnostic>) {
        // A site that is moved away and comes back is found by its name, not as the folder that
        // happens to be the current one.
        let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        let now = Instant::now();
        let mut watcher = Self {
            tree: Tree::new(&root),
            root,
            bell: Bell::default(),
            options,
            ground: SharedGround::default(),
            backend: None,
            listening: BTreeMap::new(),
            missing: false,
            answered: 0,
            looked: now,
            took: Duration::ZERO,
            silent: 0,
            notices: Vec::new(),
            given: Checked::default(),
            pending: BTreeSet::new(),
            began: now,
        };
        if watcher.options.poll.is_none() {
            match (watcher.options.backend)(watcher.bell.clone(), watcher.ground.clone()) {
                Ok(backend) => watcher.backend = Some(backend),
                Err(fault) => watcher.give_up(&fault),
            }
        } else {
            watcher.tree.distrust_folders();
        }
        watcher.look();
        let notices = watcher.notices();
        (watcher, notices)
    }

    /// What the tree is now; from here on a change is one from this.
    pub fn snapshot(&mut self) -> Checked<Snapshot> {
        self.given = self.tree.snapshot();
        self.pending.clear();
        self.given.clone()
    }

    /// The files that differ from the snapshot that was last asked for.
    pub fn changed(&self) -> Vec<SourcePath> {
        let now = self.tree.snapshot().value;
        let of = |snapshot: &Snapshot, path: &SourcePath| snapshot.get(path).map(|file| file.fingerprint);
        self.pending.iter().filter(|path| of(&now, path) != of(&self.given.value, path)).cloned().collect()
    }

    /// What became of the watching itself since this was last asked.
    pub fn notices(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.notices)
    }

    pub fn stopper(&self) -> Stopper {
        Stopper(self.bell.clone())
    }

    /// Tells whether anything was heard since the last look.
    pub fn stirring(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        let (bell, answered) = (self.bell.clone(), self.answered);
        move || bell.rings().0 != answered || bell.ended()
    }

    /// Waits until the tree has changed and is at rest.
    pub fn wait(&mut self, until: Option<Instant>) -> Event {
        loop {
            let event = self.notice(until);
            if event != Event::Changed {
                return event;
            }
            self.rest(QUIET);
            // It may have changed back while it came to rest.
            if self.bell.ended() {
                return Event::Ended;
            }
            if self.differs() {
                return Event::Changed;
            }
        }
    }

    /// Waits until the tree has changed, which may go on: building can begin, and [`Self::settle`]
    /// tells whether it was for nothing.
    pub fn notice(&mut self, until: Option<Instant>) -> Event {
        loop {
            if self.bell.ended() {
                return Event::Ended;
            }
            if let Some(fault) = self.bell.take_fault() {
                self.give_up(&fault);
            }
            if self.differs() {
                // Found while the last change was waited out, and not shown with it.
                self.began = Instant::now();
                return Event::Changed;
            }
            let next = self.looked + self.interval();
            self.bell.wait(self.answered, Some(until.map_or(next, |until| until.min(next))));
            let (rings, _) = self.bell.rings();
            if rings != self.answered {
                self.began = Instant::now();
                self.gather();
                self.rest(PAUSE);
            } else if Instant::now() >= next {
                self.look_unasked();
            }
            if self.bell.ended() {
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

    /// Waits until the tree is at rest. Whether it is still what the last snapshot showed, or has
    /// been changing for so long that this is to be shown all the same.
    pub fn settle(&mut self) -> bool {
        self.rest(QUIET);
        !self.differs() || self.began.elapsed() >= MOST
    }

    /// Answers what was heard with a look. Whether the tree is still what the last snapshot showed,
    /// and nobody wants an end.
    pub fn unchanged(&mut self) -> bool {
        if self.bell.rings().0 != self.answered {
            self.look();
        }
        !self.differs() && !self.bell.ended()
    }

    fn differs(&self) -> bool {
        !self.changed().is_empty() || self.tree.snapshot().diagnostics != self.given.diagnostics
    }

    /// Lets the events of one save arrive, so that one look answers them all.
    fn gather(&self) {
        for _ in 0..GATHERED {
            let (rings, _) = self.bell.rings();
            self.bell.wait(rings, Some(Instant::now() + GATHER));
            if self.bell.rings().0 == rings {
                return;
            }
        }
    }

    /// Looks for as long as more is heard, until nothing was for a time. The looking takes place
    /// within that time and doesn't add to it.
    fn rest(&mut self, quiet: Duration) {
        let end = self.began + MOST;
        let mut last_change = self.began;
        loop {
            let (rings, last_ring) = self.bell.rings();
            if rings != self.answered {
                self.look();
                if self.bell.ended() || Instant::now() >= end {
                    return;
                }
                continue;
            }
            let last = last_ring.map_or(last_change, |ring| ring.max(last_change));
            let until = (last + quiet).min(end);
            if Instant::now() < until {
                self.bell.wait(self.answered, Some(until));
                if self.bell.ended() {
                    return;
                }
                continue;
            }
            // Where nobody tells whether it is at rest, only another look can.
            if self.backend.is_none() && self.looked < until {
                let changed = self.look();
                last_change = Instant::now();
                if changed && last_change < end {
                    continue;
                }
            }
            return;
        }
    }

    /// A look at an interval. With a backend there should be nothing to find.
    fn look_unasked(&mut self) {
        let answered = self.answered;
        if !self.look() {
            return;
        }
        // An event may be on its way for what was just found.
        self.began = Instant::now();
        self.rest(QUIET);
        if self.backend.is_some() && self.answered == answered {
            self.silent += 1;
            if self.silent < MOST_SILENT {
                // Whatever it was listening to may be there no longer.
                self.bell.lost();
            } else {
                let found = self.pending.first().map_or_else(String::new, |path| path.to_string());
                self.give_up(&WatchFault::Failed(found));
            }
        }
    }

    fn interval(&self) -> Duration {
        match (&self.backend, self.options.poll) {
            (Some(_), _) => self.options.heal,
            // Looking takes no more than a quarter of the time, however slow the disk.
            (None, poll) => poll.unwrap_or(POLL).max(self.took * 3),
        }
    }

    /// Looks, and listens to what there is to listen to now; what changed before it was listened
    /// to is found by looking once more. Whether anything has changed.
    fn look(&mut self) -> bool {
        let mut any = false;
        for _ in 0..ROUNDS {
            // Rings from here on may be about what this look no longer sees.
            self.answered = self.bell.rings().0;
            self.looked = Instant::now();
            let look = self.tree.look();
            self.took = self.looked.elapsed();
            any |= look.diagnostics_changed || !look.changed.is_empty();
            self.pending.extend(look.changed);
            if !self.listen(look.ground_changed) {
                return any;
            }
        }
        // Folders come and go without end: the caller has its turn, and then it goes on.
        self.bell.ring();
        any
    }

    /// Listens to the folders that matter now. Whether there are new ones among them.
    fn listen(&mut self, ground_changed: bool) -> bool {
        let mut moved = self.bell.take_moved();
        // Of the many names that come and go only those of folders matter here; what lies below
        // a path follows it in the map.
        moved
            .paths
            .retain(|path| self.listening.range(path.clone()..).next().is_some_and(|(next, _)| next.starts_with(path)));
        if self.backend.is_none() || !(ground_changed || self.missing || moved.all || !moved.paths.is_empty()) {
            return false;
        }
        let ground = self.tree.ground();
        if let Some((folder, kind)) = ground.tops().find_map(|top| Some((top, remote(top)?))) {
            let folder = folder.strip_prefix(&self.root).unwrap_or(folder).to_string_lossy().into_owned();
            self.poll(messages::watch_remote(&folder, &kind));
            return false;
        }
        let wanted = self.wanted(&ground);
        *self.ground.write().unwrap_or_else(PoisonError::into_inner) = ground;
        let Some(backend) = &mut self.backend else { return false };
        self.listening.retain(|folder, deep| {
            let stays = wanted.get(folder).is_some_and(|wanted| wanted == deep)
                && !moved.all
                && !moved.paths.iter().any(|path| folder.starts_with(path));
            if !stays {
                backend.leave(folder);
            }
            stays
        });
        let mut added = false;
        self.missing = false;
        for (folder, deep) in wanted {
            if self.listening.contains_key(&folder) {
                continue;
            }
            match backend.listen(&folder, deep) {
                Ok(()) => {
                    self.listening.insert(folder, deep);
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

    /// The folders to listen to, and whether to those below as well. Under Linux each folder is
    /// named, which spares those that no look goes into and needs no second walk; elsewhere the
    /// system is better at whole trees.
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
            WatchFault::Gone => messages::watch_failed(&self.root.to_string_lossy()),
            WatchFault::Failed(reason) => messages::watch_failed(reason),
        });
    }

    /// From now on looks at intervals.
    fn poll(&mut self, why: Diagnostic) {
        self.backend = None;
        self.listening.clear();
        self.tree.distrust_folders();
        self.notices.push(why);
    }
}
