//! What was found out before → what needn't be asked again yet.
//!
//! A value that is read from bytes and written to bytes; where these lie is for others to know.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::verdict::Verdict;

/// For how long an answer counts.
#[derive(Clone, Debug)]
pub struct Ages {
    /// A link that leads somewhere.
    pub fine: Duration,
    /// One that doesn't: whoever mends it elsewhere wants to see that soon, and a server recovers.
    pub fault: Duration,
}

impl Default for Ages {
    fn default() -> Self {
        Self { fine: Duration::from_secs(7 * 24 * 3600), fault: Duration::from_secs(3600) }
    }
}

/// Verdicts by address, each with the time of the answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    verdicts: BTreeMap<String, Known>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Known {
    /// Seconds since 1970, UTC.
    asked: i64,
    #[serde(flatten)]
    verdict: Verdict,
}

/// The form of the file. Another one is another file, and is forgotten.
#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    links: BTreeMap<String, Known>,
}

const VERSION: u32 = 1;

impl Memory {
    /// Reads what [`Memory::to_bytes`] wrote; anything else is no memory at all.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        let written = serde_json::from_slice::<Written>(bytes).ok().filter(|written| written.version == VERSION);
        Self { verdicts: written.map(|written| written.links).unwrap_or_default() }
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        let written = Written { version: VERSION, links: self.verdicts.clone() };
        serde_json::to_vec_pretty(&written).unwrap_or_default()
    }

    /// What is known of an address and still counts.
    pub fn recall(&self, address: &str, now: Timestamp, ages: &Ages) -> Option<&Verdict> {
        let known = self.verdicts.get(address)?;
        (!known.is_old(now, ages)).then_some(&known.verdict)
    }

    pub fn keep(&mut self, address: &str, now: Timestamp, verdict: Verdict) {
        self.verdicts.insert(address.to_owned(), Known { asked: now.as_second(), verdict });
    }

    /// Drops what no longer counts.
    pub fn forget(&mut self, now: Timestamp, ages: &Ages) {
        self.verdicts.retain(|_, known| !known.is_old(now, ages));
    }
}

impl Known {
    fn is_old(&self, now: Timestamp, ages: &Ages) -> bool {
        let most = if matches!(self.verdict, Verdict::Fine | Verdict::Moved { .. }) { ages.fine } else { ages.fault };
        // An answer of the future is of a clock that was wrong.
        u64::try_from(now.as_second() - self.asked).map_or(true, |age| age > most.as_secs())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + 60 * minute).unwrap()
    }

    #[test]
    fn faults_are_forgotten_sooner() {
        let ages = Ages { fine: Duration::from_secs(3600), fault: Duration::from_secs(60) };
        let mut memory = Memory::default();
        memory.keep("a", at(0), Verdict::Fine);
        memory.keep("b", at(0), Verdict::Gone { status: 404 });
        assert_eq!(memory.recall("b", at(1), &ages), Some(&Verdict::Gone { status: 404 }));
        assert_eq!(memory.recall("b", at(2), &ages), None);
        assert_eq!(memory.recall("a", at(60), &ages), Some(&Verdict::Fine));
        assert_eq!(memory.recall("a", at(61), &ages), None);
        assert_eq!(memory.recall("a", at(-1), &ages), None);
        memory.forget(at(2), &ages);
        assert_eq!(memory.verdicts.len(), 1);
    }

    #[test]
    fn a_memory_outlasts_the_program() {
        let mut memory = Memory::default();
        memory.keep("https://a.cn/", at(0), Verdict::Moved { to: "https://b.cn/".into() });
        memory.keep("https://c.cn/", at(3), Verdict::Slow);
        assert_eq!(Memory::from_bytes(&memory.to_bytes()), memory);
        for rubbish in ["", "{}", r#"{"version":2,"links":{}}"#, "[1"] {
            assert_eq!(Memory::from_bytes(rubbish.as_bytes()), Memory::default());
        }
    }
}
