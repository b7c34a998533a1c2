//! Who has which entry open. Pages say it again and again; who stops saying it is gone by itself.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A page says it three times in this time.
const LASTS: Duration = Duration::from_secs(45);
/// More entries than a person has open; the one that was named longest ago is forgotten.
const MOST_OF_PERSON: usize = 32;

/// By person, then by the entry's id: when it was last said.
#[derive(Default)]
pub struct Presence(Mutex<HashMap<String, BTreeMap<String, Instant>>>);

impl Presence {
    /// Notes that a person has an entry open, or has left it; returns who else has it open. What other pages of the person
    /// have open stays.
    pub fn here(&self, person: &str, entry: &str, has_left: bool, now: Instant) -> Vec<String> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let own = known.entry(person.to_owned()).or_default();
        if has_left {
            own.remove(entry);
        } else {
            own.insert(entry.to_owned(), now);
        }
        if own.len() > MOST_OF_PERSON
            && let Some(oldest) = own.iter().min_by_key(|(_, time)| **time).map(|(entry, _)| entry.clone())
        {
            own.remove(&oldest);
        }
        drop_old(&mut known, now);
        let others = known.iter().filter(|(name, own)| *name != person && own.contains_key(entry));
        let mut others: Vec<String> = others.map(|(name, _)| name.clone()).collect();
        others.sort();
        others
    }

    /// Returns everyone by the entries that they have open.
    pub fn all(&self, now: Instant) -> BTreeMap<String, Vec<String>> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop_old(&mut known, now);
        let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (person, entries) in known.iter() {
            for entry in entries.keys() {
                all.entry(entry.clone()).or_default().push(person.clone());
            }
        }
        all.values_mut().for_each(|people| people.sort());
        all
    }
}

fn drop_old(known: &mut HashMap<String, BTreeMap<String, Instant>>, now: Instant) {
    known.retain(|_, own| {
        own.retain(|_, time| now.duration_since(*time) < LASTS);
        !own.is_empty()
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn others_are_seen_until_they_are_silent() {
        let (presence, now) = (Presence::default(), Instant::now());
        assert!(presence.here("甲", "dew", false, now).is_empty());
        let later = now + Duration::from_secs(30);
        assert_eq!(presence.here("乙", "dew", false, later), ["甲"]);
        assert!(presence.here("乙", "fog", false, later).is_empty());
        assert_eq!(presence.all(later)["dew"], ["乙", "甲"]);
        assert_eq!(presence.all(now + LASTS)["dew"], ["乙"]);
        presence.here("乙", "dew", true, later);
        assert_eq!(presence.all(now + LASTS).into_keys().collect::<Vec<_>>(), ["fog"]);
        presence.here("乙", "fog", true, later);
        assert!(presence.all(now + LASTS).is_empty());
    }

    #[test]
    fn a_person_has_a_bounded_number_of_entries() {
        let (presence, now) = (Presence::default(), Instant::now());
        for number in 0..100_u64 {
            presence.here("甲", &format!("{number:03}"), false, now + Duration::from_millis(number));
        }
        let all = presence.all(now + Duration::from_secs(1));
        assert_eq!((all.len(), all.contains_key("099"), all.contains_key("000")), (MOST_OF_PERSON, true, false));
    }
}
