//! The sessions of people who have signed in to a shared studio. They are in memory alone: a studio that is started again
//! asks everyone for the password.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::authoring::people::{PasswordHash, StudioPerson};
use crate::base::fingerprint::sha256;

/// How long a session lasts.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    pub whole: Duration,
    /// Without anything that a person did; what a page asks by itself doesn't count.
    pub idle: Duration,
}

impl Default for SessionLimits {
    fn default() -> Self {
        Self { whole: Duration::from_secs(12 * 60 * 60), idle: Duration::from_secs(60 * 60) }
    }
}

/// What a browser is given when someone signs in.
pub struct NewSession {
    /// For a cookie, which scripts can't read.
    pub id: String,
    /// For a header, which other pages can't send.
    pub token: String,
    /// For the cookie by which the preview is shown, and nothing else.
    pub look: String,
}

/// A session that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownSession {
    pub name: String,
    /// Of the time when the session began: another password ends it.
    pub password: PasswordHash,
    pub token: String,
}

struct OpenSession {
    known: KnownSession,
    look: String,
    began: Instant,
    used: Instant,
}

/// The open sessions, by the hashes of their ids: finding one takes no time that says how much of an id is right.
#[derive(Clone)]
pub struct Sessions {
    limits: SessionLimits,
    random: fn() -> Option<String>,
    open: Arc<Mutex<HashMap<String, OpenSession>>>,
}

/// More browsers than a person has; the session that wasn't used for longest is closed.
const MOST_OF_PERSON: usize = 8;

impl Sessions {
    /// `random` makes a text that can't be guessed.
    pub fn new(limits: SessionLimits, random: fn() -> Option<String>) -> Self {
        Self { limits, random, open: Arc::default() }
    }

    pub fn limits(&self) -> SessionLimits {
        self.limits
    }

    fn lock(&self, now: Instant) -> MutexGuard<'_, HashMap<String, OpenSession>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let SessionLimits { whole, idle } = self.limits;
        open.retain(|_, one| now.duration_since(one.began) < whole && now.duration_since(one.used) < idle);
        open
    }

    /// Opens a session; `None` where there are no random numbers.
    pub fn open(&self, person: &StudioPerson, now: Instant) -> Option<NewSession> {
        let new = NewSession { id: (self.random)()?, token: (self.random)()?, look: (self.random)()? };
        let known =
            KnownSession { name: person.name.clone(), password: person.password.clone(), token: new.token.clone() };
        let mut open = self.lock(now);
        let own = open.iter().filter(|(_, one)| one.known.name == person.name);
        let mut own: Vec<(Instant, String)> = own.map(|(key, one)| (one.used, key.clone())).collect();
        own.sort();
        for (_, key) in own.iter().take((own.len() + 1).saturating_sub(MOST_OF_PERSON)) {
            open.remove(key);
        }
        let session = OpenSession { known, look: sha256(new.look.as_bytes()), began: now, used: now };
        open.insert(sha256(new.id.as_bytes()), session);
        Some(new)
    }

    /// Finds the session of an id.
    pub fn find(&self, id: &str, now: Instant) -> Option<KnownSession> {
        self.lock(now).get(&sha256(id.as_bytes())).map(|one| one.known.clone())
    }

    /// Notes that a person did something.
    pub fn touch(&self, id: &str, now: Instant) {
        if let Some(one) = self.lock(now).get_mut(&sha256(id.as_bytes())) {
            one.used = now;
        }
    }

    pub fn close(&self, id: &str, now: Instant) {
        self.lock(now).remove(&sha256(id.as_bytes()));
    }

    /// The session whose browser sends this cookie to the preview.
    pub fn looker(&self, look: &str, now: Instant) -> Option<KnownSession> {
        let look = sha256(look.as_bytes());
        self.lock(now).values().find(|one| one.look == look).map(|one| one.known.clone())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::disallowed_methods, reason = "a test needs some moment to begin at")]

    use super::*;
    use crate::authoring::people::StudioRole;

    fn counted() -> Option<String> {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        Some(format!("{:032}", COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    fn someone(name: &str) -> StudioPerson {
        let hash = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";
        StudioPerson { name: name.to_owned(), role: StudioRole::Writer, password: PasswordHash::parse(hash).unwrap() }
    }

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn a_session_ends_after_a_while_of_rest_and_at_last() {
        let (sessions, start) = (Sessions::new(SessionLimits::default(), counted), Instant::now());
        let new = sessions.open(&someone("甲"), start).unwrap();
        assert_eq!(sessions.find(&new.id, start).unwrap().name, "甲");
        assert!(sessions.find(&new.token, start).is_none() && sessions.find("", start).is_none());
        // Used every 59 minutes it lasts twelve hours.
        let mut now = start;
        for _ in 0..12 {
            now += 59 * MINUTE;
            assert!(sessions.find(&new.id, now).is_some());
            sessions.touch(&new.id, now);
        }
        assert_eq!(sessions.looker(&new.look, now), sessions.find(&new.id, now));
        assert!(sessions.looker(&new.id, now).is_none());
        now = start + 720 * MINUTE;
        assert!(sessions.find(&new.id, now).is_none() && sessions.looker(&new.look, now).is_none());
        let new = sessions.open(&someone("甲"), now).unwrap();
        assert!(sessions.find(&new.id, now + 59 * MINUTE).is_some());
        assert!(sessions.find(&new.id, now + 60 * MINUTE).is_none());
    }

    #[test]
    fn sessions_are_bounded_and_closed() {
        let (sessions, now) = (Sessions::new(SessionLimits::default(), counted), Instant::now());
        let open =
            |name: &str, second: u64| sessions.open(&someone(name), now + Duration::from_secs(second)).unwrap().id;
        let first = open("甲", 0);
        let other = open("乙", 0);
        let opened: Vec<String> = (1..=9).map(|second| open("甲", second)).collect();
        let last = &opened[8];
        let now = now + MINUTE;
        assert!(sessions.find(&first, now).is_none());
        assert_eq!(sessions.lock(now).values().filter(|one| one.known.name == "甲").count(), MOST_OF_PERSON);
        assert!(sessions.find(last, now).is_some() && sessions.find(&other, now).is_some());
        sessions.close(last, now);
        assert!(sessions.find(last, now).is_none());
        sessions.close(&other, now);
        assert!(sessions.find(&other, now).is_none());
    }
}
