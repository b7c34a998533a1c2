//! Questions that wait, and the time → whose turn it is.
//!
//! A host is asked a few things at a time, and not one right after the other. Knows no threads and
//! reads no clock; times are counted from the beginning.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// How much a host, and the network, are asked to bear.
#[derive(Clone, Debug)]
pub struct Manners {
    /// Questions to one host at a time.
    pub per_host: usize,
    /// Between the beginnings of two questions to one host.
    pub pause: Duration,
}

impl Default for Manners {
    fn default() -> Self {
        Self { per_host: 2, pause: Duration::from_millis(500) }
    }
}

/// What a worker is to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Turn<T> {
    Ask(T),
    /// Nobody's turn yet: look again at this time, or when a question has been answered.
    Wait(Option<Duration>),
    /// Nothing waits and nothing is under way.
    Over,
}

/// Questions by host, in the order in which they came.
pub struct Turns<T> {
    manners: Manners,
    hosts: BTreeMap<String, Host<T>>,
    under_way: usize,
}

struct Host<T> {
    /// Each with the time before which it isn't to be asked.
    waiting: VecDeque<(Duration, T)>,
    under_way: usize,
    /// When the next question may begin.
    next: Duration,
}

impl<T> Turns<T> {
    pub fn new(manners: Manners) -> Self {
        Self { manners, hosts: BTreeMap::new(), under_way: 0 }
    }

    /// Puts a question at the end of its host's queue.
    pub fn add(&mut self, host: &str, not_before: Duration, question: T) {
        let empty = || Host { waiting: VecDeque::new(), under_way: 0, next: Duration::ZERO };
        let host = self.hosts.entry(host.to_owned()).or_insert_with(empty);
        host.waiting.push_back((not_before, question));
    }

    /// Lets a whole host alone for a time, as one that has said that it is asked too much.
    pub fn hold(&mut self, host: &str, until: Duration) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.next = host.next.max(until);
        }
    }

    /// Whose turn it is now. A question that is given out counts as under way until [`Turns::answered`].
    pub fn take(&mut self, now: Duration) -> Turn<T> {
        let mut soonest: Option<Duration> = None;
        for host in self.hosts.values_mut().filter(|host| host.under_way < self.manners.per_host) {
            let Some(at) = (0..host.waiting.len()).min_by_key(|at| host.waiting[*at].0) else { continue };
            let from = host.waiting[at].0.max(host.next);
            if from > now {
                soonest = Some(soonest.map_or(from, |soonest| soonest.min(from)));
            } else if let Some((_, question)) = host.waiting.remove(at) {
                host.under_way += 1;
                self.under_way += 1;
                host.next = now + self.manners.pause;
                return Turn::Ask(question);
            }
        }
        match soonest {
            None if self.under_way == 0 => Turn::Over,
            soonest => Turn::Wait(soonest),
        }
    }

    /// A question to a host is no longer under way.
    pub fn answered(&mut self, host: &str) {
        if let Some(host) = self.hosts.get_mut(host) {
            host.under_way = host.under_way.saturating_sub(1);
            self.under_way = self.under_way.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    fn turns() -> Turns<&'static str> {
        Turns::new(Manners { per_host: 2, pause: seconds(1) })
    }

    #[test]
    fn a_host_is_asked_two_things_at_a_time_with_a_pause_between() {
        let mut turns = turns();
        for question in ["a", "b", "c"] {
            turns.add("x", seconds(0), question);
        }
        turns.add("y", seconds(0), "d");
        assert_eq!(turns.take(seconds(0)), Turn::Ask("a"));
        assert_eq!(turns.take(seconds(0)), Turn::Ask("d"));
        assert_eq!(turns.take(seconds(0)), Turn::Wait(Some(seconds(1))));
        assert_eq!(turns.take(seconds(1)), Turn::Ask("b"));
        // Two are under way: time alone doesn't help.
        assert_eq!(turns.take(seconds(9)), Turn::Wait(None));
        turns.answered("x");
        assert_eq!(turns.take(seconds(9)), Turn::Ask("c"));
        for host in ["x", "x", "y"] {
            turns.answered(host);
        }
        assert_eq!(turns.take(seconds(9)), Turn::Over);
    }

    #[test]
    fn a_question_that_waits_holds_up_no_other() {
        let mut turns = turns();
        turns.add("x", seconds(30), "later");
        turns.add("x", seconds(0), "now");
        assert_eq!(turns.take(seconds(0)), Turn::Ask("now"));
        assert_eq!(turns.take(seconds(2)), Turn::Wait(Some(seconds(30))));
        assert_eq!(turns.take(seconds(30)), Turn::Ask("later"));
    }

    #[test]
    fn a_host_that_asks_for_it_is_let_alone() {
        let mut turns = turns();
        turns.add("x", seconds(0), "a");
        turns.add("x", seconds(0), "b");
        assert_eq!(turns.take(seconds(0)), Turn::Ask("a"));
        turns.hold("x", seconds(20));
        turns.answered("x");
        assert_eq!(turns.take(seconds(5)), Turn::Wait(Some(seconds(20))));
        assert_eq!(turns.take(seconds(20)), Turn::Ask("b"));
    }
}
