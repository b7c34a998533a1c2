//! Attempts to sign in: how long the next one has to wait, by name and by address.
//!
//! An attempt is counted before its password is compared, so that many at once wait like many in a row. Names that no one
//! has are counted as those that someone has: what an attempt is answered says nothing of it.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What failed attempts are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Origin {
    Name(String),
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

/// Failed attempts of the last while.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<Origin, Failures>>);

impl Origin {
    fn wait(&self, count: u32) -> Duration {
        let free = if matches!(self, Self::Name(_)) { FREE_OF_NAME } else { FREE_OF_ADDRESS };
        match count.checked_sub(free + 1) {
            None => Duration::ZERO,
            Some(doublings) => Duration::from_secs(1 << doublings.min(16)).min(LONGEST_WAIT),
        }
    }
}

impl Attempts {
    fn lock(&self) -> MutexGuard<'_, HashMap<Origin, Failures>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an attempt as failed until it has succeeded.
    ///
    /// # Errors
    /// How long it has to wait; then it isn't counted.
    pub fn begin(&self, name: &str, address: IpAddr, now: Instant) -> Result<(), Duration> {
        let origins = [Origin::Name(name.to_owned()), Origin::Address(network_of(address))];
        let mut known = self.lock();
        let left = |origin: &Origin| {
            let failures = known.get(origin)?;
            let end = failures.last + origin.wait(failures.count);
            end.checked_duration_since(now).filter(|left| !left.is_zero())
        };
        if let Some(left) = origins.iter().filter_map(left).max() {
            return Err(left);
        }
        for origin in origins {
            make_room(&mut known, &origin, now);
            let failures = known.entry(origin).or_insert(Failures { count: 0, last: now });
            let old = now.duration_since(failures.last) > FORGOTTEN_AFTER;
            *failures = Failures { count: if old { 1 } else { failures.count.saturating_add(1) }, last: now };
        }
        Ok(())
    }

    /// Forgets the failures of a name that was followed by its password, and this attempt of the address: its earlier ones
    /// stay, or a password of one's own would buy guesses at others.
    pub fn succeed(&self, name: &str, address: IpAddr) {
        let mut known = self.lock();
        known.remove(&Origin::Name(name.to_owned()));
        if let Some(failures) = known.get_mut(&Origin::Address(network_of(address))) {
            failures.count = failures.count.saturating_sub(1);
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

/// The address, or of IPv6 the network, any address of which its user can take.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        four => four,
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
        attempts.succeed("甲", at(1));
        assert!(attempts.begin("甲", at(2), now).is_ok());
    }

    #[test]
    fn an_address_that_tries_many_names_waits() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for number in 0..10 {
            assert_eq!(attempts.begin(&number.to_string(), at(1), now), Ok(()));
        }
        assert_eq!(attempts.begin("other", at(1), now), Err(Duration::from_secs(1)));
        // Success with one name leaves the failures with others.
        attempts.succeed("9", at(1));
        assert!(attempts.begin("9", at(1), now).is_ok());
        assert!(attempts.begin("other", at(1), now).is_err());
        assert!(attempts.begin("other", at(2), now).is_ok());
        let six = |last: u16| IpAddr::from([0x2001, 0xdb8, 0, 1, 0, 0, 0, last]);
        assert_eq!(network_of(six(1)), network_of(six(2)));
    }

    #[test]
    fn what_is_remembered_is_bounded_and_forgotten() {
        let (attempts, now) = (Attempts::default(), Instant::now());
        for number in 0..10_000_u32 {
            let address = IpAddr::from(number.to_be_bytes());
            let _ = attempts.begin(&number.to_string(), address, now + Duration::from_millis(u64::from(number)));
        }
        assert!(attempts.lock().len() <= MOST_KNOWN);
        let later = now + FORGOTTEN_AFTER + Duration::from_secs(60);
        for _ in 0..3 {
            assert!(attempts.begin("9999", at(1), later).is_ok());
        }
    }
}
