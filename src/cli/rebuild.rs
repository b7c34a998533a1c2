//! A site's folder → the site as it is now, again and again: the loop that every command which
//! stays is built around.
//!
//! Watching, the warm cache and the day meet here and nowhere else. Each state that is given
//! out is what a clean build of its snapshot would make, and of a tree at rest: building begins
//! while it is still being waited for, and is thrown away if the tree turns out to be another.

use std::path::Path;
use std::time::{Duration, Instant};

use super::fonts;
use super::kept::Kept;
use super::say;
use super::today::Day;
use crate::assets::poster::Font;
use crate::base::diagnostic::{Diagnostic, Language};
use crate::base::source::Snapshot;
use crate::base::time::Today;
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions, Cache};
use crate::config::{self, Links};
use crate::io::watch::{Event, Stopper, WatchOptions, Watcher};

/// A day's end is waited for in steps: a computer that slept, or whose clock was set, has its
/// new day at most this long after it woke.
const STEP: Duration = Duration::from_secs(30);

/// What every build has in common.
pub struct RebuildOptions {
    pub base_url: Option<String>,
    pub links: Option<Links>,
    pub drafts: bool,
    pub audience: Audience,
    pub day: Day,
    pub watch: WatchOptions,
}

/// Owns what lasts from one build to the next.
pub struct Rebuilds {
    watcher: Watcher,
    cache: Cache,
    kept: Kept,
    base_url: Option<String>,
    links: Option<Links>,
    drafts: bool,
    audience: Audience,
    font: Option<Font>,
    day: Day,
    /// Of the last build; `None` before the first.
    last: Option<BuildOptions>,
    zone: jiff::tz::TimeZone,
    notices: Vec<Diagnostic>,
}

/// One state of the site.
pub struct Rebuilt<T> {
    pub snapshot: Snapshot,
    /// What couldn't be read.
    pub unread: Vec<Diagnostic>,
    /// What the command makes of a site: a whole build, or one that is ready for any page.
    pub made: T,
    pub options: BuildOptions,
    pub why: Why,
    /// Reading and making.
    pub elapsed: Duration,
    /// What became of the watching itself. Told once, and no reason to keep a site back.
    pub notices: Vec<Diagnostic>,
}

/// Why there is another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    First,
    Day(Today),
    /// In order. Empty where only what can't be read has changed.
    Files(Vec<SourcePath>),
}

impl Why {
    /// In a few words; nothing for the first time.
    pub fn describe(&self, language: Language) -> Option<String> {
        match self {
            Self::First => None,
            Self::Day(today) => Some(today.to_string()),
            Self::Files(files) => Some(match files.as_slice() {
                [] => say(language, "权限", "permissions").to_owned(),
                [file] => file.to_string(),
                [file, others @ ..] => match language {
                    Language::Chinese => format!("{file} 等 {} 个文件", others.len() + 1),
                    Language::English => format!("{file} and {} more", others.len()),
                },
            }),
        }
    }
}

impl Rebuilds {
    pub fn start(root: &Path, options: RebuildOptions) -> Self {
        let RebuildOptions { base_url, links, drafts, audience, day, watch } = options;
        let (watcher, notices) = Watcher::start(root, watch);
        let (kept, zone) = (Kept::of(root), jiff::tz::TimeZone::UTC);
        let cache = kept.lent_to(Cache::default());
        let font = fonts::found();
        Self { watcher, cache, kept, base_url, links, drafts, audience, font, day, last: None, zone, notices }
    }

    /// Ends the loop from another thread.
    pub fn stopper(&self) -> Stopper {
        self.watcher.stopper()
    }

    /// Tells whether anything was heard of the site since the last state was given out, so that
    /// what is being done with it may be for nothing.
    pub fn stirring(&self) -> impl Fn() -> bool + Send + Sync + use<> {
        self.watcher.stirring()
    }

    /// Whether what was heard has changed nothing, so that the state given out is still the site's.
    pub fn unchanged(&mut self) -> bool {
        self.watcher.unchanged()
    }

    /// The next state of the site, the first one at once; `None` when it is to end.
    ///
    /// `make` is given the inputs, the options and what the last call left in the cache. It may be
    /// called for nothing, so it shows nobody what it makes.
    pub fn next<T>(&mut self, mut make: impl FnMut(&Snapshot, &BuildOptions, &mut Cache) -> T) -> Option<Rebuilt<T>> {
        let mut why = if self.last.is_none() { Why::First } else { self.wait()? };
        loop {
            let started = Instant::now();
            let read = self.watcher.snapshot();
            let options = self.options(&read.value);
            let made = make(&read.value, &options, &mut self.cache);
            self.kept.note(&self.cache);
            self.last = Some(options.clone());
            let elapsed = started.elapsed();
            if self.watcher.settle() {
                let mut notices = std::mem::take(&mut self.notices);
                notices.extend(self.watcher.notices());
                let (snapshot, unread) = (read.value, read.diagnostics);
                return Some(Rebuilt { snapshot, unread, made, options, why, elapsed, notices });
            }
            if let Why::Files(files) = &mut why {
                files.extend(self.watcher.changed());
                files.sort();
                files.dedup();
            }
        }
    }

    /// Waits for something that calls for another build.
    fn wait(&mut self) -> Option<Why> {
        loop {
            let rest = self.day.rest(&self.zone).map(|rest| Instant::now() + rest.min(STEP));
            // Asked after the rest: a midnight that passed before it was measured is no day to wait for the end of.
            let today = self.day.today(&self.zone);
            if self.last.as_ref().is_some_and(|last| last.today != today) {
                return Some(Why::Day(today));
            }
            match self.watcher.notice(rest) {
                Event::Ended => return None,
                Event::Changed => return Some(Why::Files(self.watcher.changed())),
                Event::Due => {}
            }
        }
    }

    fn options(&mut self, snapshot: &Snapshot) -> BuildOptions {
        self.zone = config::read(snapshot, self.base_url.as_deref()).value.zone;
        let (today, base_url) = (self.day.today(&self.zone), self.base_url.clone());
        let (links, drafts, audience, font) = (self.links, self.drafts, self.audience, self.font.clone());
        BuildOptions { today, base_url, links, drafts, audience, font }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use jiff::Timestamp;

    use super::*;
    use crate::build::build;

    #[test]
    fn a_new_day_is_another_state() {
        static CLOCK: AtomicI64 = AtomicI64::new(0);
        // Every look at the clock takes it 100 milliseconds on; it begins just before midnight.
        let clock = || {
            let start: Timestamp = "2026-11-23T23:59:59.5+08:00".parse().unwrap();
            start + Duration::from_millis(100 * CLOCK.fetch_add(1, Ordering::Relaxed).unsigned_abs())
        };
        let site = tempfile::tempdir().unwrap();
        std::fs::write(site.path().join("site.yaml"), "title: 科普\nbase_url: https://example.org/\n").unwrap();
        let watch = WatchOptions::default();
        let options = RebuildOptions {
            base_url: None,
            links: None,
            drafts: false,
            audience: Audience::Visitors,
            day: Day::Clock(clock),
            watch,
        };
        let mut rebuilds = Rebuilds::start(site.path(), options);
        let first = rebuilds.next(build).unwrap();
        assert_eq!((first.why, first.options.today.to_string()), (Why::First, "2026-11-23".to_owned()));
        let second = rebuilds.next(build).unwrap();
        assert_eq!(second.why, Why::Day(second.options.today));
        assert_eq!(second.options.today.to_string(), "2026-11-24");
        rebuilds.stopper().stop();
        assert!(rebuilds.next(build).is_none());
    }
}
