//! The site as the studio has it: the files, what isn't saved, and what was built of both.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::unsaved::UnsavedTexts;
use crate::authoring::studio::{self, EntryRow, Spelled};
use crate::base::diagnostic::{Checked, Diagnostic, Severity};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::time::Now;
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions, Cache, Ready, prepare};
use crate::cli::kept::Kept;
use crate::cli::rebuild::Ahead;
use crate::cli::today::Clock;
use crate::config::Links;

/// Everything that one change may touch.
pub struct SiteState {
    /// The files as they are on the disk.
    pub files: Snapshot,
    /// Of files that can't be read.
    pub unread: Vec<Diagnostic>,
    /// Unsaved texts, by the file that they are of and the person.
    pub unsaved: UnsavedTexts,
    /// The site with the unsaved texts of this run.
    pub ready: Arc<Ready>,
    /// The last site in which the entry that was written had no error, for pages that can't be made at the moment.
    pub good: Option<Arc<Ready>>,
    /// What is wrong with the pages of the whole site, as it was last looked through.
    pub faults: Vec<Diagnostic>,
    /// Counts states, for pages that wait for the next.
    pub version: u64,
    /// Counts the states of what is saved, for pages of a shared studio: another's unsaved text is no reason to ask again.
    pub saves: u64,
    /// Counts builds.
    pub builds: u64,
    cache: Cache,
    kept: Kept,
    options: BuildOptions,
    clock: Clock,
    /// Files whose unsaved text is shown: those that were changed since the program started.
    shown: BTreeMap<SourcePath, Arc<[u8]>>,
    /// Files that were written or removed here, and that no look at the disk has shown so yet.
    written: BTreeSet<SourcePath>,
    rows: HashMap<String, Arc<Vec<EntryRow>>>,
    spelled: Spelled,
    ids: HashMap<String, SourcePath>,
}

impl SiteState {
    pub fn new(root: &Path, files: Snapshot, unread: Vec<Diagnostic>, clock: Clock, base_url: String) -> Self {
        let kept = Kept::of(root);
        let mut cache = kept.lent_to(Cache::default());
        let options = BuildOptions {
            now: clock.now(),
            base_url: Some(base_url),
            links: Some(Links::Root),
            drafts: true,
            audience: Audience::Authors,
            fonts: Some(crate::cli::fonts::found()),
        };
        let ready = Arc::new(prepare(&files, &options, &mut cache));
        let mut state = Self {
            files,
            unread,
            unsaved: UnsavedTexts::default(),
            ready,
            good: None,
            faults: Vec::new(),
            version: 1,
            saves: 1,
            builds: 1,
            cache,
            kept,
            options,
            clock,
            shown: BTreeMap::new(),
            written: BTreeSet::new(),
            rows: HashMap::new(),
            spelled: Spelled::default(),
            ids: HashMap::new(),
        };
        state.name();
        state
    }

    /// The files with the unsaved texts over them.
    pub fn overlaid(&self) -> Snapshot {
        let mut snapshot = self.files.clone();
        for (path, bytes) in &self.shown {
            snapshot.insert(path.clone(), SourceFile::new(bytes.clone()));
        }
        snapshot
    }

    /// Shows an unsaved text in the preview, or the file again.
    pub fn show(&mut self, path: &SourcePath, text: Option<&str>) {
        match text {
            Some(text) => drop(self.shown.insert(path.clone(), text.as_bytes().into())),
            None => drop(self.shown.remove(path)),
        }
    }

    /// Builds the site anew.
    pub fn rebuild(&mut self) {
        self.options.now = self.clock.now();
        self.ready = Arc::new(prepare(&self.overlaid(), &self.options, &mut self.cache));
        self.kept.note(&self.cache);
        self.version += 1;
        self.builds += 1;
        self.rows.clear();
    }

    /// Takes up the files as they were on the disk at a moment that may lie before the last write from here: these files
    /// are asked for again. One that can't be read at the moment, because another program has it open, stays as it was
    /// written. Answers whether anything is another.
    pub fn take_up(
        &mut self,
        mut read: Checked<Snapshot>,
        on_disk: impl Fn(&SourcePath) -> Result<Option<SourceFile>, Diagnostic>,
    ) -> bool {
        let files = &mut read.value;
        self.written.retain(|path| {
            let now = on_disk(path).unwrap_or_else(|_| self.files.get(path).cloned());
            if now.as_ref().map(|file| file.fingerprint) == files.get(path).map(|file| file.fingerprint) {
                return false;
            }
            match now {
                Some(file) => files.insert(path.clone(), file),
                None => drop(files.remove(path)),
            }
            true
        });
        let same = self.files.fingerprint() == files.fingerprint();
        if !same {
            (self.files, self.unread) = (read.value, read.diagnostics);
            self.saves += 1;
            self.name();
        }
        !same
    }

    /// Takes up a file that was written just now.
    pub fn put(&mut self, path: SourcePath, bytes: &[u8]) {
        self.saves += 1;
        self.ids.insert(studio::id(&path), path.clone());
        self.written.insert(path.clone());
        self.files.insert(path, SourceFile::new(bytes));
    }

    /// Takes up that a file was removed just now.
    pub fn remove(&mut self, path: &SourcePath) {
        self.saves += 1;
        self.ids.remove(&studio::id(path));
        self.written.insert(path.clone());
        self.files.remove(path);
    }

    /// The time that the site is for.
    pub fn now(&self) -> Now {
        self.clock.now()
    }

    /// Until when nothing but a file can change the site; `None` where time doesn't pass.
    pub fn rest(&self) -> Option<Instant> {
        self.ahead().rest(self.clock)
    }

    /// Whether the day is another than the site's, or something is due on it.
    pub fn has_another_day(&self) -> bool {
        self.ahead().has_come(self.clock).is_some()
    }

    fn ahead(&self) -> Ahead {
        Ahead { day: self.ready.day(), due: self.ready.next_change() }
    }

    fn name(&mut self) {
        self.ids = self.files.below("content").map(|(path, _)| (studio::id(path), path.clone())).collect();
    }

    /// The file that a page means by an id.
    pub fn path(&self, id: &str) -> Option<&SourcePath> {
        self.ids.get(id)
    }

    /// The rows of a collection.
    pub fn rows(&mut self, collection: &str) -> Arc<Vec<EntryRow>> {
        if let Some(rows) = self.rows.get(collection) {
            return rows.clone();
        }
        let mut counts: HashMap<&SourcePath, (usize, usize)> = HashMap::new();
        for fault in self.faults.iter().chain(self.ready.diagnostics()) {
            if let Some(at) = &fault.at {
                let (errors, warnings) = counts.entry(&at.path).or_default();
                match fault.severity() {
                    Severity::Error => *errors += 1,
                    Severity::Warning => *warnings += 1,
                }
            }
        }
        let problems = |path: &SourcePath| counts.get(path).copied().unwrap_or_default();
        let unsaved = |path: &SourcePath| self.unsaved.any(path);
        let rows = studio::rows(collection, self.ready.site(), &self.files, problems, unsaved, &mut self.spelled);
        let rows = Arc::new(rows);
        self.rows.insert(collection.to_owned(), rows.clone());
        rows
    }

    /// Forgets what lists show, after something changed that isn't built.
    pub fn forget_rows(&mut self) {
        self.version += 1;
        self.saves += 1;
        self.rows.clear();
    }
}
