//! Attempts to sign in: how long the next one has to wait, by name and by address.
//!
//! An attempt is counted before its password is compared, so that many at once wait like many in a row. Names that no one
//! has are counted as those that someone has: what an attempt is answered says nothing of it.
//!
//! A network from which someone has signed in is counted by itself: who guesses at a name elsewhere doesn't keep out the
//! person whose name it is.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::io::server::connections::network_of;

/// What failed attempts are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Origin {
    /// From networks where no one has signed in with it.
    Name(String),
    /// From one where someone has.
    Proven(String, IpAddr),
    Address(IpAddr),
}

struct Failures {
    count: u32,
    last: Instant,
}

/// Failures without a wait: of one name, and of one address, behind which a whole office may be.
const FREE_OF_NAME: u32 = 2;
const FREE_OF_ADDRESS: u32 = 9;
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// After so long without an attempt, failures are forgotten.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(30 * 60);
/// The most names and addresses that are remembered. The one that was quiet longest makes room.
const MOST_KNOWN: usize = 4096;

/// Failed attempts of the last while, and from where people have signed in.
#[derive(Default)]
pub struct Attempts(Mutex<KnownAttempts>);

#[derive(Default)]
struct KnownAttempts {
    failed: HashMap<Origin, Failures>,
    /// With the last time.
    proven: HashMap<(String, IpAddr), Instant>,
}

impl KnownAttempts {
    /// What an attempt from a network is counted by.
    fn origins(&self, name: &str, network: IpAddr) -> [Origin; 2] {
        let by_name = if self.proven.contains_key(&(name.to_owned(), network)) {
            Origin::Proven(name.to_owned(), network)
        } else {
            Origin::Name(name.to_owned())
        };
        [by_name, Origin::Address(network)]
    }

    fn take_back(&mut self, origin: &Origin) {
        if let Some(failures) = self.failed.get_mut(origin) {
            failures.count = failures.count.saturating_sub(1);
        }
    }

    fn prove(&mut self, name: &str, network: IpAddr, now: Instant) {
        let place = (name.to_owned(), network);
        if self.proven.len() >= MOST_KNOWN && !self.proven.contains_key(&place) {
            let oldest = self.proven.iter().min_by_key(|(_, last)| **last).map(|(place, _)| place.clone());
            if let Some(oldest) = oldest {
                self.proven.remove(&oldest);
            }
        }
        self.proven.insert(place, now);
    }
}

impl Origin {
    fn wait(&self, count: u32) -> Duration {
        let free = if matches!(self, Self::Address(_)) { FREE_OF_ADDRESS } else { FREE_OF_NAME };
        match count.checked_sub(free + 1) {
            None => Duration::ZERO,
            Some(doublings) => Duration::from_secs(1 << doublings.min(16)).min(LONGEST_WAIT),
        }
    }
}

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, KnownAttempts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt as failed until it has succeeded.
    ///
    /// # Errors
    /// How long it has to wait; then it isn't counted.
    pub fn begin(&self, name: &str, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let mut known = self.lock();
        let origins = known.origins(name, network_of(address));
        let known = &mut known.failed;
        let left = |origin: &Origin| {
            let failures = known.get(origin)?;
            let end = failures.last + origin.wait(failures.count);
            end.checked_duration_since(now).filter(|left| !left.is_zero())
        };
        if let Some(left) = origins.iter().filter_map(left).max() {
            return Err(left);
        }
        for origin in origins {
            make_room(known, &origin, now);
            let failures = known.entry(origin).or_insert(Failures { count: 0, last: now });
            let old = now.duration_since(failures.last) > FORGOTTEN_AFTER;
            *failures = Failures { count: if old { 1 } else { failures.count.saturating_add(1) }, last: now };
        }
        Ok(())
    }

    /// Forgets the failures of a name that was followed by its password, and this attempt of the address: its earlier ones
    /// stay, or a password of one's own would buy guesses at others.
    pub fn succeed(&self, name: &str, address: IpAddr, now: Instant) {
        let (mut known, network) = (self.lock(), network_of(address));
        let [by_name, by_address] = known.origins(name, network);
        known.failed.remove(&by_name);
        known.take_back(&by_address);
        known.prove(name, network, now);
    }

    /// Forgets an attempt whose password wasn't compared.
    pub fn give_back(&self, name: &str, address: IpAddr) {
        let mut known = self.lock();
        for origin in known.origins(name, network_of(address)) {
            known.take_back(&origin);
        }
    }
}

fn make_room(known: &mut HashMap<Origin, Failures>, coming: &Origin, now: Instant) {
    if known.len() < MOST_KNOWN || known.contains_key(coming) {
        return;
    }
    known.retain(|_, failures| now.duration_since(failures.last) <= FORGOTTEN_AFTER);
    if known.len() >= MOST_KNOWN
        && let Some(oldest) = known.iter().min_by_key(|(_, failures)| failures.last).map(|(origin, _)| origin.clone())
    {
        known.remove(&oldest);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "a test needs some moment to begin at")]

    use super::*;

    fn at(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn from_the_third_failure_each_wait_is_twice_the_last() {
        let (attempts, mut now) = (Attempts::default(), Instant::now());
        for _ in 0..3 {
            assert_eq!(attempts.begin("甲", at(1), now), Ok(()));
        }
        for seconds in [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300] {
            // Another address doesn't help, and a refused attempt isn't counted.
            for address in 1..9 {
                assert_eq!(attempts.begin("甲", at(address), now), Err(Duration::from_secs(seconds)));
            }
            now += Duration::from_secs(seconds);
            assert_eq!(attempts.begin("甲", at(1), now), Ok(()));
        }
        attempts.succeed("甲", at(1), now);
        assert!(attempts.begin("甲", at(2), now).is_ok());
    }

    #[test]
    fn guesses_elsewhere_keep_no_one_out_who_has_signed_in_here() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        attempts.begin("甲", at(1), now).unwrap();
        attempts.succeed("甲", at(1), now);
        for _ in 0..3 {
            attempts.begin("甲", at(2), now).unwrap();
        }
        let wait: Result<(), Duration> = Err(Duration::from_secs(1));
        assert_eq!((attempts.begin("甲", at(2), now), attempts.begin("甲", at(3), now)), (wait, wait));
        // Here there are as many failures without a wait as anywhere, and no more.
        for _ in 0..3 {
            attempts.begin("甲", at(1), now).unwrap();
        }
        assert_eq!(attempts.begin("甲", at(1), now), wait);
        attempts.succeed("甲", at(1), now);
        assert_eq!((attempts.begin("甲", at(1), now), attempts.begin("甲", at(2), now)), (Ok(()), wait));
        for number in 0..5000_u32 {
            attempts.succeed(&number.to_string(), at(1), now + Duration::from_millis(u64::from(number)));
        }
        assert_eq!(attempts.lock().proven.len(), MOST_KNOWN);
    }

    #[test]
    fn an_attempt_that_was_not_compared_is_no_failure() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for _ in 0..99 {
            attempts.begin("甲", at(1), now).unwrap();
            attempts.give_back("甲", at(1));
        }
    }

    #[test]
    fn an_address_that_tries_many_names_waits() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for number in 0..10 {
            assert_eq!(attempts.begin(&number.to_string(), at(1), now), Ok(()));
        }
        assert_eq!(attempts.begin("other", at(1), now), Err(Duration::from_secs(1)));
        // Success with one name leaves the failures with others.
        attempts.succeed("9", at(1), now);
        assert!(attempts.begin("9", at(1), now).is_ok());
        assert!(attempts.begin("other", at(1), now).is_err());
        assert!(attempts.begin("other", at(2), now).is_ok());
    }

    #[test]
    fn what_is_remembered_is_bounded_and_forgotten() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for number in 0..10_000_u32 {
            let address = IpAddr::from(number.to_be_bytes());
            let _ = attempts.begin(&number.to_string(), address, now + Duration::from_millis(u64::from(number)));
        }
        assert!(attempts.lock().failed.len() <= MOST_KNOWN);
        let later = now + FORGOTTEN_AFTER + Duration::from_secs(60);
        for _ in 0..3 {
            assert!(attempts.begin("9999", at(1), later).is_ok());
        }
    }
}
