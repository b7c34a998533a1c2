//! Checks external links over HTTP.
//!
//! Beside `deploy`, this is the only module that connects to other hosts, and only if a command asks for it. [`check`] is the
//! state machine of one check, [`queue`] the queue with rate limits, [`cache`] the cache; none of these uses a clock
//! or a socket. This file runs worker threads that send requests through [`client`].
#![allow(clippy::disallowed_methods, reason = "timeouts and rate limits need a clock")]

mod cache;
mod check;
mod client;
mod picture;
mod post;
mod private;
mod queue;
mod verdict;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use url::Url;

pub use cache::{MaxAges, Memory};
pub use check::RetryOptions;
pub use client::ClientOptions;
pub use picture::picture;
pub use post::post;
pub use private::is_private;
pub use queue::RateLimits;
pub use verdict::{Noise, Verdict, Weakness};

use check::{LinkCheck, Next, Request, Response};
use client::Client;
use queue::{Queue, Scheduled};

/// The options of a link check.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    pub limits: RateLimits,
    pub retry: RetryOptions,
    pub line: ClientOptions,
    pub ages: MaxAges,
    /// Parallel requests, over all hosts.
    pub concurrency: usize,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            limits: RateLimits::default(),
            retry: RetryOptions::default(),
            line: ClientOptions::default(),
            ages: MaxAges::default(),
            concurrency: 16,
        }
    }
}

/// Checks every address that isn't in the cache, and returns the verdicts in the order of the addresses.
///
/// `now` is the time stored with new verdicts, `allowed` returns whether a private address may be requested, `progress`
/// is called for each finished address.
pub fn ask(
    urls: &[Url],
    options: &FetchOptions,
    memory: &mut Memory,
    now: Timestamp,
    allowed: &(dyn Fn(&Url) -> bool + Sync),
    progress: &(dyn Fn(&Url) + Sync),
) -> Vec<Verdict> {
    memory.evict(now, &options.ages);
    let mut state = State { queue: Queue::new(options.limits.clone()), checks: Vec::new(), verdicts: Vec::new() };
    for (place, url) in urls.iter().enumerate() {
        let known = memory.get(url.as_str(), now, &options.ages).cloned();
        let (check, request) = LinkCheck::new(url, &options.retry, allowed);
        match known {
            Some(_) => progress(url),
            None => state.queue.add(&host(&request), Duration::ZERO, (place, request)),
        }
        state.checks.push(check);
        state.verdicts.push(known);
    }
    let uncached: Vec<bool> = state.verdicts.iter().map(Option::is_none).collect();
    let shared = Shared { state: Mutex::new(state), changed: Condvar::new(), began: Instant::now() };
    let client = Client::new(&options.line);
    let workers = options.concurrency.min(uncached.iter().filter(|uncached| **uncached).count());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((place, request)) = shared.next() {
                    let response = client.send(&request, Timestamp::now());
                    if shared.handle(place, &request, response) {
                        progress(&urls[place]);
                    }
                }
            });
        }
    });
    let verdicts = shared.state.into_inner().unwrap_or_else(PoisonError::into_inner).verdicts;
    // Every check ends with a verdict.
    let verdicts: Vec<Verdict> = verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Slow)).collect();
    for ((url, verdict), uncached) in urls.iter().zip(&verdicts).zip(uncached) {
        if uncached {
            memory.insert(url.as_str(), now, verdict.clone());
        }
    }
    verdicts
}

/// The state that the worker threads share.
struct Shared<'a> {
    state: Mutex<State<'a>>,
    changed: Condvar,
    began: Instant,
}

struct State<'a> {
    queue: Queue<(usize, Request)>,
    checks: Vec<LinkCheck<'a>>,
    verdicts: Vec<Option<Verdict>>,
}

impl<'a> Shared<'a> {
    /// Waits for the next request; `None` when all checks are finished.
    fn next(&self) -> Option<(usize, Request)> {
        let mut state = self.lock();
        loop {
            let now = self.began.elapsed();
            state = match state.queue.take(now) {
                Scheduled::Send(request) => return Some(request),
                Scheduled::Finished => return None,
                Scheduled::Wait(None) => self.changed.wait(state).unwrap_or_else(PoisonError::into_inner),
                Scheduled::Wait(Some(until)) => {
                    let rest = until.saturating_sub(now);
                    self.changed.wait_timeout(state, rest).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Processes a response. Returns whether the check is finished.
    fn handle(&self, place: usize, request: &Request, response: Response) -> bool {
        let mut state = self.lock();
        let now = self.began.elapsed();
        let rate_limited = matches!(response, Response::Answer { status: 429, .. });
        state.queue.answered(&host(request));
        let next = state.checks[place].handle(response);
        let over = matches!(next, Next::Done(_));
        match next {
            Next::Done(verdict) => state.verdicts[place] = Some(verdict),
            Next::Send(next) => {
                if rate_limited {
                    state.queue.hold(&host(&next), now + next.after);
                }
                state.queue.add(&host(&next), now + next.after, (place, next));
            }
        }
        self.changed.notify_all();
        over
    }

    fn lock(&self) -> MutexGuard<'_, State<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Returns the host of a request: rate limits are per host, regardless of port and scheme.
fn host(request: &Request) -> String {
    request.url.host_str().unwrap_or_default().to_owned()
}
