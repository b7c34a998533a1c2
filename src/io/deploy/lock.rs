//! One deployment at a time: a file on the target that says who is at it.
//!
//! Where the service can write only if nothing is there, it decides who was first. Elsewhere what was written is read
//! back after a moment, and whoever reads somebody else's name gives way. A lock that is too old, or that a run
//! of this folder left behind when it was killed, is taken over, and that is told.

use std::time::Duration;

use jiff::Timestamp;
use opendal::{ErrorKind, Operator};
use serde::{Deserialize, Serialize};

use super::fault::Faults;
use crate::base::diagnostic::{Diagnostic, messages};

pub const LOCK: &str = ".kepu-deploy.lock";

/// After so long without a sign of life a lock means nothing.
const STALE: Duration = Duration::from_secs(30 * 60);
/// A run that takes long says so often that it is alive.
pub const RENEW: Duration = Duration::from_secs(5 * 60);
/// How long another may take to write over ours, where the service lets both.
const RACE: Duration = Duration::from_millis(300);

/// Who is at it, as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub id: String,
    pub host: String,
    pub since: Timestamp,
    /// The last sign of life.
    pub alive: Timestamp,
}

/// What a lock found on the target means for whoever wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    Free,
    Dead,
    Held,
}

fn standing(found: &Holder, left_behind: Option<&str>, breaking: bool, now: Timestamp) -> Standing {
    let age = Duration::try_from(now.duration_since(found.alive)).unwrap_or_default();
    if breaking || age > STALE || left_behind == Some(found.id.as_str()) { Standing::Dead } else { Standing::Held }
}

/// A lock that we hold.
pub struct Lock {
    holder: Holder,
    target: String,
}

/// How a lock is asked for.
pub struct Asking<'a> {
    pub host: &'a str,
    /// The lock of a run of ours that is no longer alive.
    pub left_behind: Option<&'a str>,
    /// Takes it whoever has it.
    pub breaking: bool,
    /// Notes the lock before it is written: a run killed at any moment can be known again.
    pub note: &'a dyn Fn(&str),
}

impl Lock {
    /// # Errors
    /// One diagnostic: somebody has it, or the target fails.
    pub async fn take(
        operator: &Operator,
        id: &str,
        asking: &Asking<'_>,
        faults: &Faults<'_>,
        told: &mut Vec<Diagnostic>,
    ) -> Result<Self, Diagnostic> {
        let now = Timestamp::now();
        let target = faults.target.to_owned();
        let holder = Holder { id: id.to_owned(), host: asking.host.to_owned(), since: now, alive: now };
        let found = read(operator, faults).await?;
        let standing =
            found.as_ref().map_or(Standing::Free, |found| standing(found, asking.left_behind, asking.breaking, now));
        if let (Standing::Held, Some(found)) = (standing, &found) {
            return Err(messages::deploy_locked(&target, &found.host, &moment(found)));
        }
        (asking.note)(id);
        let lock = Self { holder, target };
        let conditional = operator.info().capability().write_with_if_not_exists && standing == Standing::Free;
        match lock.write(operator, conditional).await {
            Ok(()) => {}
            // Somebody was first, or it was ourselves: an answer that was lost is asked for again.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists | ErrorKind::Conflict
                ) => {}
            Err(error) => return Err(faults.told(&error)),
        }
        if !conditional {
            tokio::time::sleep(RACE).await;
        }
        match read(operator, faults).await? {
            Some(there) if there.id == lock.holder.id => {}
            // What we wrote is empty: there is no room for so little.
            Some(there) if there.id.is_empty() => {
                let _ = operator.delete(LOCK).await;
                return Err(messages::deploy_full(&lock.target, LOCK));
            }
            Some(other) => return Err(messages::deploy_locked(&lock.target, &other.host, &moment(&other))),
            None => return Err(messages::deploy_lock_lost(&lock.target)),
        }
        if let Some(found) = found {
            told.push(messages::lock_taken_over(&lock.target, &found.host, &moment(&found)));
        }
        Ok(lock)
    }

    /// Says that we are alive, if it is still ours.
    ///
    /// # Errors
    /// One diagnostic: it isn't ours any more, or the target fails.
    pub async fn renew(&mut self, operator: &Operator, faults: &Faults<'_>) -> Result<(), Diagnostic> {
        match read(operator, faults).await? {
            Some(there) if there.id == self.holder.id => {}
            _ => return Err(messages::deploy_lock_lost(&self.target)),
        }
        self.holder.alive = Timestamp::now();
        self.write(operator, false).await.map_err(|error| faults.told(&error))
    }

    /// Gives it back, if it is ours. Where that fails it is taken over some other time.
    pub async fn release(self, operator: &Operator, faults: &Faults<'_>) {
        if let Ok(Some(there)) = read(operator, faults).await
            && there.id == self.holder.id
        {
            let _ = operator.delete(LOCK).await;
        }
    }

    async fn write(&self, operator: &Operator, conditional: bool) -> opendal::Result<()> {
        let text = serde_json::to_vec(&self.holder).unwrap_or_default();
        let write = operator.write_with(LOCK, text);
        if conditional { write.if_not_exists(true).await } else { write.await }.map(|_| ())
    }
}

/// Reads the lock. One that can't be understood is taken for one of now: better to ask than to trample.
async fn read(operator: &Operator, faults: &Faults<'_>) -> Result<Option<Holder>, Diagnostic> {
    let Some(bytes) = faults.read(operator, LOCK).await? else { return Ok(None) };
    let unknown =
        || Holder { id: String::new(), host: "?".to_owned(), since: Timestamp::now(), alive: Timestamp::now() };
    Ok(Some(serde_json::from_slice(&bytes).unwrap_or_else(|_| unknown())))
}

fn moment(holder: &Holder) -> String {
    holder.since.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_dies_of_age_of_its_owner_or_by_force() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let found =
            |alive: &str| Holder { id: "x".into(), host: "h".into(), since: now, alive: alive.parse().unwrap() };
        let young = found("2026-11-23T07:40:00Z");
        assert_eq!(standing(&young, None, false, now), Standing::Held);
        assert_eq!(standing(&young, Some("y"), false, now), Standing::Held);
        assert_eq!(standing(&young, Some("x"), false, now), Standing::Dead);
        assert_eq!(standing(&young, None, true, now), Standing::Dead);
        assert_eq!(standing(&found("2026-11-23T07:20:00Z"), None, false, now), Standing::Dead);
        // Clocks that go wrong the other way.
        assert_eq!(standing(&found("2026-11-23T09:00:00Z"), None, false, now), Standing::Held);
    }
}
