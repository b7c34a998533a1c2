//! The request queue with limits per host: parallel requests, and a pause between them.
//!
//! Uses no threads and no clock; times are durations since the start.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// Rate limits.
#[derive(Clone, Debug)]
pub struct RateLimits {
    /// Parallel requests to one host.
    pub per_host: usize,
    /// The least time between the starts of two requests to one host.
    pub pause: Duration,
}

impl Default for RateLimits {
    fn default() -> Self {
        Self { per_host: 2, pause: Duration::from_millis(500) }
    }
}

/// What a worker does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Scheduled<T> {
    Send(T),
    /// No request may start yet: wait until this time, or until a response has arrived.
    Wait(Option<Duration>),
    /// The queue is empty and no request is in flight.
    Finished,
}

/// Requests by host, in the order of arrival.
pub struct Queue<T> {
    limits: RateLimits,
    hosts: BTreeMap<String, Host<T>>,
    in_flight: usize,
}

struct Host<T> {
    /// Each request with its earliest start.
    waiting: VecDeque<(Duration, T)>,
    in_flight: usize,
    /// When the next request may start.
    next: Duration,
}

impl<T> Queue<T> {
    pub fn new(limits: RateLimits) -> Self {
        Self { limits, hosts: BTreeMap::new(), in_flight: 0 }
    }

    /// Appends a request to its host's queue.
    pub fn add(&mut self, host: &str, not_before: Duration, request: T) {
        let empty = || Host { waiting: VecDeque::new(), in_flight: 0, next: Duration::ZERO };
        let host = self.hosts.entry(host.to_owned()).or_insert_with(empty);
        host.waiting.push_back((not_before, request));
    }

    /// Sends no request to a host until the given time, after a response 429.
    pub fn hold(&mut self, host: &str, until: Duration) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.next = host.next.max(until);
        }
    }

    /// Returns the next request. It counts as in flight until [`Queue::answered`].
    pub fn take(&mut self, now: Duration) -> Scheduled<T> {
        let mut soonest: Option<Duration> = None;
        for host in self.hosts.values_mut().filter(|host| host.in_flight < self.limits.per_host) {
            let Some(at) = (0..host.waiting.len()).min_by_key(|at| host.waiting[*at].0) else { continue };
            let from = host.waiting[at].0.max(host.next);
            if from > now {
                soonest = Some(soonest.map_or(from, |soonest| soonest.min(from)));
            } else if let Some((_, request)) = host.waiting.remove(at) {
                host.in_flight += 1;
                self.in_flight += 1;
                host.next = now + self.limits.pause;
                return Scheduled::Send(request);
            }
        }
        match soonest {
            None if self.in_flight == 0 => Scheduled::Finished,
            soonest => Scheduled::Wait(soonest),
        }
    }

    /// Marks a request to a host as finished.
    pub fn answered(&mut self, host: &str) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.in_flight = host.in_flight.saturating_sub(1);
            self.in_flight = self.in_flight.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    fn queue() -> Queue<&'static str> {
        Queue::new(RateLimits { per_host: 2, pause: seconds(1) })
    }

    #[test]
    fn a_host_gets_two_requests_in_parallel_with_a_pause_between() {
        let mut queue = queue();
        for request in ["a", "b", "c"] {
            queue.add("x", seconds(0), request);
        }
        queue.add("y", seconds(0), "d");
        assert_eq!(queue.take(seconds(0)), Scheduled::Send("a"));
        assert_eq!(queue.take(seconds(0)), Scheduled::Send("d"));
        assert_eq!(queue.take(seconds(0)), Scheduled::Wait(Some(seconds(1))));
        assert_eq!(queue.take(seconds(1)), Scheduled::Send("b"));
        // Two requests are in flight: only a response helps.
        assert_eq!(queue.take(seconds(9)), Scheduled::Wait(None));
        queue.answered("x");
        assert_eq!(queue.take(seconds(9)), Scheduled::Send("c"));
        for host in ["x", "x", "y"] {
            queue.answered(host);
        }
        assert_eq!(queue.take(seconds(9)), Scheduled::Finished);
    }

    #[test]
    fn a_delayed_request_does_not_block_others() {
        let mut queue = queue();
        queue.add("x", seconds(30), "later");
        queue.add("x", seconds(0), "now");
        assert_eq!(queue.take(seconds(0)), Scheduled::Send("now"));
        assert_eq!(queue.take(seconds(2)), Scheduled::Wait(Some(seconds(30))));
        assert_eq!(queue.take(seconds(30)), Scheduled::Send("later"));
    }

    #[test]
    fn a_host_on_hold_gets_no_request() {
        let mut queue = queue();
        queue.add("x", seconds(0), "a");
        queue.add("x", seconds(0), "b");
        assert_eq!(queue.take(seconds(0)), Scheduled::Send("a"));
        queue.hold("x", seconds(20));
        queue.answered("x");
        assert_eq!(queue.take(seconds(5)), Scheduled::Wait(Some(seconds(20))));
        assert_eq!(queue.take(seconds(20)), Scheduled::Send("b"));
    }
}
