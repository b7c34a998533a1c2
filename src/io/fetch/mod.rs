//! Addresses elsewhere → whether they lead anywhere, found by asking.
//!
//! The only place that asks other hosts, and it does so only when a command is told to. What to
//! ask next and what an answer means is settled in [`inquiry`], whose turn it is in [`turns`], what
//! needn't be asked again in [`memory`]; none of these knows a clock or a socket. Here a few
//! threads carry questions to [`wire`] and replies back.
#![allow(clippy::disallowed_methods, reason = "waiting for others takes a clock")]

mod inquiry;
mod memory;
mod private;
mod turns;
mod verdict;
mod wire;

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use url::Url;

pub use inquiry::Patience;
pub use memory::{Ages, Memory};
pub use private::is_private;
pub use turns::Manners;
pub use verdict::{Noise, Verdict, Weakness};
pub use wire::Connection;

use inquiry::{AddressQuestion, Inquiry, Next, Reply};
use turns::{Turn, Turns};
use wire::Wire;

/// How others are asked.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    pub manners: Manners,
    pub patience: Patience,
    pub line: Connection,
    pub ages: Ages,
    /// Questions under way at a time, all hosts together.
    pub at_once: usize,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            manners: Manners::default(),
            patience: Patience::default(),
            line: Connection::default(),
            ages: Ages::default(),
            at_once: 16,
        }
    }
}

/// Asks every address that isn't remembered, and gives the verdicts in the order of the addresses.
///
/// `now` is the time that answers are remembered under, `allowed` says whether an address in the own
/// network may be asked, `told` is called for every verdict as it comes.
pub fn ask(
    urls: &[Url],
    options: &FetchOptions,
    memory: &mut Memory,
    now: Timestamp,
    allowed: &(dyn Fn(&Url) -> bool + Sync),
    told: &(dyn Fn(&Url) + Sync),
) -> Vec<Verdict> {
    memory.forget(now, &options.ages);
    let mut round = Round { turns: Turns::new(options.manners.clone()), inquiries: Vec::new(), verdicts: Vec::new() };
    for (place, url) in urls.iter().enumerate() {
        let known = memory.recall(url.as_str(), now, &options.ages).cloned();
        let (inquiry, question) = Inquiry::new(url, &options.patience, allowed);
        match known {
            Some(_) => told(url),
            None => round.turns.add(&host(&question), Duration::ZERO, (place, question)),
        }
        round.inquiries.push(inquiry);
        round.verdicts.push(known);
    }
    let unknown: Vec<bool> = round.verdicts.iter().map(Option::is_none).collect();
    let asking = Asking { round: Mutex::new(round), changed: Condvar::new(), began: Instant::now() };
    let wire = Wire::new(&options.line);
    let workers = options.at_once.min(unknown.iter().filter(|unknown| **unknown).count());
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some((place, question)) = asking.next() {
                    let reply = wire.ask(&question, Timestamp::now());
                    if asking.replied(place, &question, reply) {
                        told(&urls[place]);
                    }
                }
            });
        }
    });
    let verdicts = asking.round.into_inner().unwrap_or_else(PoisonError::into_inner).verdicts;
    // Every inquiry ends, so there is a verdict for each.
    let verdicts: Vec<Verdict> = verdicts.into_iter().map(|verdict| verdict.unwrap_or(Verdict::Slow)).collect();
    for ((url, verdict), unknown) in urls.iter().zip(&verdicts).zip(unknown) {
        if unknown {
            memory.keep(url.as_str(), now, verdict.clone());
        }
    }
    verdicts
}

/// What the threads share.
struct Asking<'a> {
    round: Mutex<Round<'a>>,
    changed: Condvar,
    began: Instant,
}

struct Round<'a> {
    turns: Turns<(usize, AddressQuestion)>,
    inquiries: Vec<Inquiry<'a>>,
    verdicts: Vec<Option<Verdict>>,
}

impl<'a> Asking<'a> {
    /// The next question, once it is its turn; nothing when all is said.
    fn next(&self) -> Option<(usize, AddressQuestion)> {
        let mut round = self.lock();
        loop {
            let now = self.began.elapsed();
            round = match round.turns.take(now) {
                Turn::Ask(question) => return Some(question),
                Turn::Over => return None,
                Turn::Wait(None) => self.changed.wait(round).unwrap_or_else(PoisonError::into_inner),
                Turn::Wait(Some(until)) => {
                    let rest = until.saturating_sub(now);
                    self.changed.wait_timeout(round, rest).unwrap_or_else(PoisonError::into_inner).0
                }
            };
        }
    }

    /// Takes in a reply; whether the inquiry has come to its end.
    fn replied(&self, place: usize, question: &AddressQuestion, reply: Reply) -> bool {
        let mut round = self.lock();
        let now = self.began.elapsed();
        let asked_too_much = matches!(reply, Reply::Answer { status: 429, .. });
        round.turns.answered(&host(question));
        let next = round.inquiries[place].reply(reply);
        let over = matches!(next, Next::Done(_));
        match next {
            Next::Done(verdict) => round.verdicts[place] = Some(verdict),
            Next::Ask(next) => {
                if asked_too_much {
                    round.turns.hold(&host(&next), now + next.after);
                }
                round.turns.add(&host(&next), now + next.after, (place, next));
            }
        }
        self.changed.notify_all();
        over
    }

    fn lock(&self) -> MutexGuard<'_, Round<'a>> {
        self.round.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whom a question goes to: limits are for hosts, whatever the port or the scheme.
fn host(question: &AddressQuestion) -> String {
    question.url.host_str().unwrap_or_default().to_owned()
}
