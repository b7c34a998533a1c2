//! A site's folder → the site as it is now, again and again: the loop that every command which
//! stays is built around.
//!
//! Watching, the warm cache and the clock meet here and nowhere else. Each state that is given
//! out is what a clean build of its snapshot would make, and of a tree at rest: building begins
//! while it is still being waited for, and is thrown away if the tree turns out to be another.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::fonts;
use super::kept::Kept;
use super::terminal::say;
use super::today::Clock;
use crate::assets::poster::Fonts;
use crate::base::diagnostic::{Diagnostic, Language};
use crate::base::source::Snapshot;
use crate::base::time::{LocalDay, Today, When};
use crate::base::url::SourcePath;
use crate::build::{Audience, BuildOptions, Built, Cache, Ready};
use crate::config::Links;
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
    pub clock: Clock,
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
    fonts: Fonts,
    clock: Clock,
    /// When the last build's site changes by itself; `None` before the first build.
    ahead: Option<Ahead>,
    /// When the state that is there is wanted once more.
    again: Option<Instant>,
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

/// What is made of a site knows the day that it was made for, whose end calls for another build.
pub trait Dated {
    fn day(&self) -> LocalDay;
    /// When the site changes by itself, if not before the next day.
    fn next_change(&self) -> Option<When>;
}

impl Dated for Built {
    fn day(&self) -> LocalDay {
        self.day.clone()
    }

    fn next_change(&self) -> Option<When> {
        self.next_change
    }
}

impl Dated for Arc<Ready> {
    fn day(&self) -> LocalDay {
        Ready::day(self)
    }

    fn next_change(&self) -> Option<When> {
        Ready::next_change(self)
    }
}

/// The day that a site was made for, and when the site changes by itself before the day ends.
pub struct Ahead {
    pub day: LocalDay,
    pub due: Option<When>,
}

impl Ahead {
    /// Until when nothing but a file can change the site, in steps; `None` where time doesn't pass.
    pub fn rest(&self, clock: Clock) -> Option<Instant> {
        let hour = self.due.and_then(|due| clock.until(due, &self.day.zone));
        let rest = clock.rest(&self.day.zone).into_iter().chain(hour).min();
        rest.map(|rest| Instant::now() + rest.min(STEP))
    }

    /// Returns the day, if it is another or something is due on it.
    pub fn has_come(&self, clock: Clock) -> Option<Today> {
        let now = clock.now();
        let (today, hour) = (now.today(&self.day.zone), now.local(&self.day.zone));
        let due = self.due.is_some_and(|due| self.day.now < due.datetime() && due.datetime() <= hour);
        (today != self.day.today || due).then_some(today)
    }
}

/// Why there is another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    First,
    Day(Today),
    /// It was asked for by [`Rebuilds::again_in`].
    Again,
    /// In order. Empty where only what can't be read has changed.
    Files(Vec<SourcePath>),
}

impl Why {
    /// In a few words; nothing for the first time.
    pub fn describe(&self, language: Language) -> Option<String> {
        match self {
            Self::First | Self::Again => None,
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
        let RebuildOptions { base_url, links, drafts, audience, clock, watch } = options;
        let (watcher, notices) = Watcher::start(root, watch);
        let kept = Kept::of(root);
        let cache = kept.lent_to(Cache::default());
        let fonts = fonts::found();
        Self {
            watcher,
            cache,
            kept,
            base_url,
            links,
            drafts,
            audience,
            fonts,
            clock,
            ahead: None,
            again: None,
            notices,
        }
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

    /// Has the next state given out after this time even if it is the same; `None` takes that back.
    pub fn again_in(&mut self, rest: Option<Duration>) {
        self.again = rest.map(|rest| Instant::now() + rest);
    }

    /// The next state of the site, the first one at once; `None` when it is to end.
    ///
    /// `make` is given the inputs, the options and what the last call left in the cache. It may be
    /// called for nothing, so it must not show what it makes.
    pub fn next<T: Dated>(
        &mut self,
        mut make: impl FnMut(&Snapshot, &BuildOptions, &mut Cache) -> T,
    ) -> Option<Rebuilt<T>> {
        let mut why = if self.ahead.is_none() { Why::First } else { self.wait()? };
        loop {
            let started = Instant::now();
            let read = self.watcher.snapshot();
            let options = self.options();
            let made = make(&read.value, &options, &mut self.cache);
            self.kept.note(&self.cache);
            self.ahead = Some(Ahead { day: made.day(), due: made.next_change() });
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
            let rest = self.ahead.as_ref().and_then(|ahead| ahead.rest(self.clock));
            let rest = rest.into_iter().chain(self.again).min();
            // Asked after the rest: a midnight that passed before it was measured is no day whose end is waited for.
            if let Some(today) = self.ahead.as_ref().and_then(|ahead| ahead.has_come(self.clock)) {
                return Some(Why::Day(today));
            }
            if self.again.is_some_and(|again| again <= Instant::now()) {
                self.again = None;
                return Some(Why::Again);
            }
            match self.watcher.notice(rest) {
                Event::Ended => return None,
                Event::Changed => return Some(Why::Files(self.watcher.changed())),
                Event::Due => {}
            }
        }
    }

    fn options(&self) -> BuildOptions {
        let (now, base_url) = (self.clock.now(), self.base_url.clone());
        let (links, drafts, audience, fonts) = (self.links, self.drafts, self.audience, Some(self.fonts.clone()));
        BuildOptions { now, base_url, links, drafts, audience, fonts }
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
            clock: Clock::System(clock),
            watch,
        };
        let mut rebuilds = Rebuilds::start(site.path(), options);
        let first = rebuilds.next(build).unwrap();
        assert_eq!((first.why, first.made.day.today.to_string()), (Why::First, "2026-11-23".to_owned()));
        let second = rebuilds.next(build).unwrap();
        assert_eq!(second.why, Why::Day(second.made.day.today));
        assert_eq!(second.made.day.today.to_string(), "2026-11-24");
        rebuilds.stopper().stop();
        assert!(rebuilds.next(build).is_none());
    }
}
