//! Which page may use the studio: the one with the token, which the program gives for a one-time key.

use std::sync::{Arc, Mutex, PoisonError};

/// The token of the studio, and the keys that were given out and not used yet.
#[derive(Clone)]
pub struct Session {
    token: Arc<str>,
    keys: Arc<Mutex<Vec<String>>>,
    /// Makes a text that can't be guessed.
    random: fn() -> Option<String>,
}

/// More keys than a person opens windows; the oldest is forgotten.
const MOST_KEYS: usize = 16;

impl Session {
    /// `token` is that of an earlier run, so that open pages go on after the program was started again.
    /// None where there are no random numbers to make one.
    pub fn new(token: Option<String>, random: fn() -> Option<String>) -> Option<Self> {
        let token = token.filter(|token| token.len() >= 32).or_else(random)?;
        Some(Self { token: token.into(), keys: Arc::default(), random })
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// Makes a key that opens one page.
    pub fn new_key(&self) -> Option<String> {
        let key = (self.random)()?;
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() == MOST_KEYS {
            keys.remove(0);
        }
        keys.push(key.clone());
        Some(key)
    }

    /// Returns the token for a key, once.
    pub(super) fn open(&self, key: &str) -> Option<String> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let place = keys.iter().position(|known| same(known, key))?;
        keys.remove(place);
        Some(self.token.to_string())
    }

    pub(super) fn knows(&self, token: &str) -> bool {
        same(&self.token, token)
    }
}

/// Compares all bytes, whatever the first difference is: the time says nothing of it.
pub(super) fn same(one: &str, other: &str) -> bool {
    let differing = one.bytes().zip(other.bytes()).fold(0, |sum, (one, other)| sum | (one ^ other));
    one.len() == other.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted() -> Option<String> {
        use std::sync::atomic::{AtomicUsize, Ordering};
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        Some(format!("{:032}", COUNT.fetch_add(1, Ordering::Relaxed)))
    }

    #[test]
    fn a_key_opens_once_and_a_token_stays() {
        let session = Session::new(None, counted).unwrap();
        let key = session.new_key().unwrap();
        assert_eq!(session.open("no such key"), None);
        let token = session.open(&key).unwrap();
        assert_eq!(session.open(&key), None);
        assert!(session.knows(&token) && !session.knows("") && !session.knows(&token[1..]));
        assert!(Session::new(Some(token.clone()), counted).unwrap().knows(&token));
        assert!(!Session::new(Some("short".to_owned()), counted).unwrap().knows("short"));
    }
}
