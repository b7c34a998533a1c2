//! The cache of verdicts, with expiry.
//!
//! Serialised to bytes; the caller stores them.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::verdict::Verdict;

/// How long a verdict stays valid.
#[derive(Clone, Debug)]
pub struct MaxAges {
    /// For a working link.
    pub fine: Duration,
    /// For a broken link. It is short, because servers recover and sites are repaired.
    pub fault: Duration,
}

impl Default for MaxAges {
    fn default() -> Self {
        Self { fine: Duration::from_secs(7 * 24 * 3600), fault: Duration::from_secs(3600) }
    }
}

/// Verdicts by address, each with the time of the check.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    verdicts: BTreeMap<String, Cached>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Cached {
    /// The time of the check, in seconds since 1970, UTC.
    #[serde(rename = "asked")]
    checked: i64,
    #[serde(flatten)]
    verdict: Verdict,
}

/// The file format. A file of another version is ignored.
#[derive(Serialize, Deserialize)]
struct CacheFile {
    version: u32,
    links: BTreeMap<String, Cached>,
}

const VERSION: u32 = 1;

impl Memory {
    /// Parses what [`Memory::to_bytes`] wrote; anything else is an empty cache.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let file = serde_json::from_slice::<CacheFile>(bytes).ok().filter(|file| file.version == VERSION);
        Self { verdicts: file.map(|file| file.links).unwrap_or_default() }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let file = CacheFile { version: VERSION, links: self.verdicts.clone() };
        serde_json::to_vec_pretty(&file).unwrap_or_default()
    }

    /// Returns the verdict about an address unless it has expired.
    pub fn get(&self, address: &str, now: Timestamp, max_ages: &MaxAges) -> Option<&Verdict> {
        let cached = self.verdicts.get(address)?;
        (!cached.is_expired(now, max_ages)).then_some(&cached.verdict)
    }

    pub fn insert(&mut self, address: &str, now: Timestamp, verdict: Verdict) {
        self.verdicts.insert(address.to_owned(), Cached { checked: now.as_second(), verdict });
    }

    /// Removes expired verdicts.
    pub fn evict(&mut self, now: Timestamp, max_ages: &MaxAges) {
        self.verdicts.retain(|_, cached| !cached.is_expired(now, max_ages));
    }
}

impl Cached {
    fn is_expired(&self, now: Timestamp, max_ages: &MaxAges) -> bool {
        let most =
            if matches!(self.verdict, Verdict::Fine | Verdict::Moved { .. }) { max_ages.fine } else { max_ages.fault };
        // A time in the future means that a clock was wrong.
        u64::try_from(now.as_second() - self.checked).map_or(true, |age| age > most.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
    }

    #[test]
    fn faults_expire_sooner() {
        let max_ages = MaxAges { fine: Duration::from_secs(3600), fault: Duration::from_secs(60) };
        let mut cache = Memory::default();
        cache.insert("a", at(0), Verdict::Fine);
        cache.insert("b", at(0), Verdict::Gone { status: 404 });
        assert_eq!(cache.get("b", at(1), &max_ages), Some(&Verdict::Gone { status: 404 }));
        assert_eq!(cache.get("b", at(2), &max_ages), None);
        assert_eq!(cache.get("a", at(60), &max_ages), Some(&Verdict::Fine));
        assert_eq!(cache.get("a", at(61), &max_ages), None);
        assert_eq!(cache.get("a", at(-1), &max_ages), None);
        cache.evict(at(2), &max_ages);
        assert_eq!(cache.verdicts.len(), 1);
    }

    #[test]
    fn a_cache_survives_a_restart() {
        let mut cache = Memory::default();
        cache.insert("https://a.cn/", at(0), Verdict::Moved { to: "https://b.cn/".into() });
        cache.insert("https://c.cn/", at(3), Verdict::Slow);
        assert_eq!(Memory::from_bytes(&cache.to_bytes()), cache);
        for invalid in ["", "{}", r#"{"version":2,"links":{}}"#, "[1"] {
            assert_eq!(Memory::from_bytes(invalid.as_bytes()), Memory::default());
        }
    }
}
