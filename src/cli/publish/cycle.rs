//! When a site is published: what was published last, what is due now, and when to try again.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::base::time::{LocalDay, When};
use crate::build::{Ready, prepare};
use crate::cli::rebuild::{Rebuilds, Rebuilt};

/// What became of an attempt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Attempt {
    Done,
    /// It may succeed by itself later.
    Again,
    /// It can't succeed before something is changed.
    Refused,
}

/// What people are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    Failed,
    Recovered,
}

/// A site at a moment.
pub struct Round {
    pub target: Option<String>,
    /// The fingerprint of everything but the day; `None` where the program can't be read.
    pub inputs: Option<String>,
    pub day: LocalDay,
    pub next_change: Option<When>,
    pub errors: Vec<String>,
    /// As it is printed.
    pub time: String,
}

/// What was published last to a target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LastPublished {
    inputs: String,
    day: String,
    /// When the content changes by itself, in the site's zone.
    next_change: Option<String>,
}

impl LastPublished {
    pub fn read(bytes: Option<&[u8]>) -> Option<Self> {
        serde_json::from_slice(bytes?).ok()
    }
}

impl Round {
    /// The name under which it is kept what was published to the target.
    pub fn name(&self) -> String {
        format!("published-{}.json", self.target.as_deref().unwrap_or("default"))
    }

    /// The file of the cache that says whether publishing there fails.
    pub fn failing_name(&self) -> String {
        format!("failing-{}", self.target.as_deref().unwrap_or("default"))
    }

    /// Whether there is anything to publish: a change, another day, or content whose time has come, however long ago.
    pub fn is_due(&self, known: Option<&LastPublished>) -> bool {
        let (Some(known), Some(inputs)) = (known, &self.inputs) else { return true };
        let come = |next: &String| next.parse::<jiff::civil::DateTime>().map_or(true, |next| next <= self.day.now);
        known.inputs != *inputs
            || known.day != self.day.today.to_string()
            || known.next_change.as_ref().is_some_and(come)
    }

    /// What is to be kept once it is published.
    pub fn published(&self) -> Option<Vec<u8>> {
        let published = LastPublished {
            inputs: self.inputs.clone()?,
            day: self.day.today.to_string(),
            next_change: self.next_change.map(|next| next.datetime().to_string()),
        };
        serde_json::to_vec(&published).ok()
    }
}

/// Makes an attempt at once and at every change, whatever its cause, and again after a failure, until the site is no
/// longer followed. The attempt is told how many have failed in a row.
pub fn follow(
    rebuilds: &mut Rebuilds,
    backoff: impl Fn(u32) -> Duration,
    mut attempt: impl FnMut(&Rebuilt<Arc<Ready>>, u32) -> Attempt,
) {
    let mut failures = 0;
    while let Some(rebuilt) = rebuilds.next(|snapshot, options, cache| Arc::new(prepare(snapshot, options, cache))) {
        let again = match attempt(&rebuilt, failures) {
            Attempt::Again => Some(backoff(failures)),
            Attempt::Done | Attempt::Refused => None,
        };
        failures = if again.is_some() { failures + 1 } else { 0 };
        rebuilds.again_in(again);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use jiff::Timestamp;

    use super::*;
    use crate::build::Audience;
    use crate::cli::rebuild::RebuildOptions;
    use crate::cli::today::Clock;
    use crate::io::watch::WatchOptions;

    /// A site of which a notice goes out at nine, followed by a clock.
    fn followed(clock: fn() -> Timestamp, attempt: impl FnMut(&Rebuilt<Arc<Ready>>, u32) -> Attempt) {
        let site = tempfile::tempdir().unwrap();
        let put = |path: &str, text: &str| {
            let file = site.path().join(path);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, text).unwrap();
        };
        put("site.yaml", "title: 科普\nbase_url: https://example.org/\n");
        put("content/notice.md", "---\ntitle: 通知\npublish_at: 2026-11-23 09:00\n---\n");
        put("content/about.md", "---\ntitle: 关于\n---\n");
        let options = RebuildOptions {
            base_url: None,
            links: None,
            drafts: false,
            audience: Audience::Visitors,
            clock: Clock::System(clock),
            watch: WatchOptions::default(),
        };
        let mut rebuilds = Rebuilds::start(site.path(), options);
        let stopper = rebuilds.stopper();
        let mut attempt = attempt;
        follow(
            &mut rebuilds,
            |_| Duration::from_millis(20),
            |rebuilt, failures| {
                let made = attempt(rebuilt, failures);
                // The attempt that ends a test says so by being refused.
                if made == Attempt::Refused {
                    stopper.stop();
                }
                made
            },
        );
    }

    fn entries(rebuilt: &Rebuilt<Arc<Ready>>) -> usize {
        rebuilt.made.site().entries.len()
    }

    #[test]
    fn an_entry_goes_out_at_its_minute() {
        static CLOCK: AtomicI64 = AtomicI64::new(0);
        // Every look at the clock takes it 100 milliseconds on; it begins shortly before nine.
        let clock = || {
            let start: Timestamp = "2026-11-23T08:59:59.3+08:00".parse().unwrap();
            start + Duration::from_millis(100 * CLOCK.fetch_add(1, Ordering::Relaxed).unsigned_abs())
        };
        let mut seen = Vec::new();
        followed(clock, |rebuilt, _| {
            seen.push((entries(rebuilt), rebuilt.made.day().now.time().hour()));
            if seen.len() == 2 { Attempt::Refused } else { Attempt::Done }
        });
        assert_eq!(seen, [(1, 8), (2, 9)]);
    }

    #[test]
    fn what_was_missed_is_caught_up_and_a_failure_is_tried_again() {
        let clock = || "2026-11-24T07:00:00+08:00".parse().unwrap();
        let mut seen = Vec::new();
        followed(clock, |rebuilt, failures| {
            seen.push((entries(rebuilt), failures));
            if seen.len() == 4 { Attempt::Refused } else { Attempt::Again }
        });
        assert_eq!(seen, [(2, 0), (2, 1), (2, 2), (2, 3)]);
    }

    #[test]
    fn something_is_due_after_a_change_on_another_day_and_at_its_time() {
        let round = |inputs: &str, now: &str| {
            let now: jiff::civil::DateTime = now.parse().unwrap();
            let day = LocalDay { today: crate::base::time::Today(now.date()), now, zone: jiff::tz::TimeZone::UTC };
            let next = When::parse("2026-11-23 09:00", &jiff::tz::TimeZone::UTC);
            let (errors, time) = (Vec::new(), String::new());
            Round { target: None, inputs: Some(inputs.to_owned()), day, next_change: next, errors, time }
        };
        let known = LastPublished::read(round("a", "2026-11-23T08:00").published().as_deref());
        assert!(known.is_some());
        let due = |inputs, now| round(inputs, now).is_due(known.as_ref());
        assert!(!due("a", "2026-11-23T08:59:59"));
        assert!(due("b", "2026-11-23T08:59:59") && due("a", "2026-11-23T09:00") && due("a", "2026-11-24T01:00"));
        // A machine that was off over the hour finds it due whenever it is on again.
        assert!(due("a", "2027-01-01T00:00") && round("a", "2026-11-23T08:00").is_due(None));
    }
}
