//! The thread pool beside values that are computed once: whatever asks for pages at the same moment gets them.
//!
//! A thread that waits for good can't be ended, so a round that takes longer than any working machine needs ends the
//! whole test program, and says which test it was.
#![allow(clippy::disallowed_methods, reason = "tests write to the standard error themselves")]

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Barrier, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use rayon::prelude::*;

use crate::support::{TODAY, add_plain_theme, clean_build, options, repository, snapshot, source_path};
use kepu::base::diagnostic::has_errors;
use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::OutputPath;
use kepu::build::{Cache, Checks, Ready, build, prepare};
use kepu::route::Shows;

/// Longer than a round takes on any machine.
const ROUND: Duration = Duration::from_secs(120);
/// Threads that ask for pages from outside the pool.
const ASKERS: usize = 4;

/// These tests share one pool, and one of them holds all of its workers.
static POOL: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does one round of a test, and ends the program if it doesn't come to its end.
fn round<T>(test: &'static str, what: impl FnOnce() -> T) -> T {
    let (done, waits) = channel::<()>();
    let watchdog = thread::spawn(move || {
        if waits.recv_timeout(ROUND) == Err(RecvTimeoutError::Timeout) {
            // Past the test runner, which keeps what tests print until they end.
            let _ = writeln!(std::io::stderr(), "\n{test}: a round hasn't ended within {ROUND:?}; it hangs");
            std::process::abort();
        }
    });
    let value = what();
    drop(done);
    watchdog.join().expect("the watchdog ends");
    value
}

/// Articles with terms and words in common, and a theme that shows related ones beside each.
fn articles(number: usize) -> Snapshot {
    let mut site = snapshot(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\ntheme: own\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        (
            "themes/own/theme.yaml",
            "name: own\nversion: 1.0.0\napi: 1\nparent: plain\nrelated: {facet: publication, limit: 3}\n",
        ),
    ]);
    add_plain_theme(&mut site);
    const WORDS: [&str; 6] = ["彩虹", "潮汐", "河鱼", "观星", "地震", "蘑菇"];
    for article in 0..number {
        let (first, second) = (WORDS[article % WORDS.len()], WORDS[article / WORDS.len() % WORDS.len()]);
        let day = article % 28 + 1;
        let text = format!(
            "---\ntitle: {first}与{second}\ndate: 2026-05-{day:02}\ntags: [{first}, {second}]\n---\n## {second}怎么看\n\n{first}。\n"
        );
        site.insert(source_path(&format!("content/column/a{article}.md")), SourceFile::new(text.as_bytes()));
    }
    site
}

/// Every page of an entry. All of them ask what is related to it.
fn entries(ready: &Ready) -> Vec<OutputPath> {
    let routes = ready.routes();
    let entries = routes.routes.iter().filter(|route| matches!(route.shows, Shows::Entry(_)));
    entries.map(|route| route.output.clone()).collect()
}

/// Three outputs of every kind, so that other tests don't wait long for the pool.
fn some_of_each_kind(ready: &Ready) -> Vec<OutputPath> {
    let mut seen = HashMap::new();
    let routes = ready.routes();
    let few = routes.routes.iter().filter(|route| {
        let count = seen.entry(std::mem::discriminant(&route.shows)).or_insert(0);
        *count += 1;
        *count <= 3
    });
    few.map(|route| route.output.clone()).collect()
}

#[test]
fn pages_are_asked_for_while_the_pool_checks_all_of_them() {
    let _alone = alone();
    let (snapshot, options) = (articles(60), options(TODAY));
    let mut cache = Cache::default();
    for _ in 0..25 {
        round("pages_are_asked_for_while_the_pool_checks_all_of_them", || {
            let ready = prepare(&snapshot, &options, &mut cache);
            assert!(!has_errors(ready.diagnostics()), "{:?}", ready.diagnostics());
            let (paths, start) = (entries(&ready), Barrier::new(ASKERS + 1));
            thread::scope(|scope| {
                scope.spawn(|| {
                    start.wait();
                    let found = ready.check(&mut Checks::default(), || false).expect("nothing stops it");
                    assert!(!has_errors(&found), "{found:?}");
                });
                for asker in 0..ASKERS {
                    let (ready, paths, start) = (&ready, &paths, &start);
                    scope.spawn(move || {
                        start.wait();
                        // Each begins elsewhere, so that several ask first for what is computed once.
                        let from = asker * paths.len() / ASKERS;
                        for path in paths[from..].iter().chain(&paths[..from]) {
                            assert!(ready.output(path).is_some(), "{path}");
                        }
                    });
                }
            });
        });
    }
}

/// Holds what makes the test above true for any timing: with every worker of the pool kept busy, all outputs can still
/// be made. One that waited for the pool while it fills a cell would wait for workers that may wait for that cell.
#[test]
fn outputs_are_made_without_the_pool() {
    let _alone = alone();
    let demonstration = kepu::io::disk::read(repository()).value;
    for site in [articles(60), demonstration] {
        let ready = Arc::new(prepare(&site, &options(TODAY), &mut Cache::default()));
        let busy = Busy::all_workers();
        let (made, waits) = channel();
        let asker = thread::spawn({
            let ready = ready.clone();
            move || {
                for path in some_of_each_kind(&ready) {
                    made.send(path.clone()).expect("somebody waits");
                    ready.output(&path);
                }
            }
        });
        let mut last = None;
        loop {
            match waits.recv_timeout(ROUND) {
                Ok(path) => last = Some(path),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    drop(busy);
                    panic!("{last:?} waits for the thread pool");
                }
            }
        }
        drop(busy);
        asker.join().expect("every output was made");
        assert!(last.is_some(), "there were outputs");
    }
}

/// All workers of the pool, waiting until this is dropped.
struct Busy(Arc<(Mutex<bool>, Condvar)>);

impl Busy {
    fn all_workers() -> Self {
        let free = Arc::new((Mutex::new(false), Condvar::new()));
        let (arrived, arrivals) = channel();
        let waits = free.clone();
        rayon::spawn_broadcast(move |_| {
            arrived.send(()).expect("somebody counts");
            let (free, changed) = &*waits;
            let held = changed.wait_while(free.lock().unwrap(), |free| !*free);
            drop(held);
        });
        for _ in 0..rayon::current_num_threads() {
            arrivals.recv().expect("every worker comes");
        }
        Self(free)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }
}

#[test]
fn whole_builds_end_whatever_else_the_pool_does() {
    let _alone = alone();
    let (snapshot, options) = (articles(40), options(TODAY));
    let expected = clean_build(&snapshot, &options).outputs;
    round("whole_builds_end_whatever_else_the_pool_does", || {
        let ending = AtomicBool::new(false);
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while !ending.load(Ordering::Relaxed) {
                        let sum: u64 = (0..10_000_u64).into_par_iter().map(|number| number % 7).sum();
                        assert_eq!(sum, 29_994);
                    }
                });
            }
            let builders: Vec<_> = (0..3)
                .map(|_| {
                    scope.spawn(|| {
                        let mut cache = Cache::default();
                        (0..2).map(|_| build(&snapshot, &options, &mut cache).outputs).collect::<Vec<_>>()
                    })
                })
                .collect();
            let built: Vec<_> = builders.into_iter().map(|builder| builder.join()).collect();
            // Before anything may fail: the scope waits for those who keep the pool busy.
            ending.store(true, Ordering::Relaxed);
            for outputs in built.into_iter().flat_map(|built| built.expect("a build")) {
                assert!(outputs.keys().eq(expected.keys()));
                for (path, output) in &outputs {
                    assert_eq!(output.content, expected[path].content, "{path}");
                }
            }
        });
    });
}
