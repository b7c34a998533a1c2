//! The lock file on a target; it allows one deployment at a time.
//!
//! Where the service supports a conditional write (if-none-match), the service decides which deployment was first. Elsewhere
//! the lock is read back after a moment, and the deployment that finds another id gives up. A stale lock, and one that
//! a killed run of this site left behind, is taken over with a warning.

use std::time::Duration;

use jiff::Timestamp;
use opendal::{ErrorKind, Operator};
use serde::{Deserialize, Serialize};

use super::fault::Faults;
use crate::base::diagnostic::{Diagnostic, messages};

pub const LOCK: &str = ".kepu-deploy.lock";

/// A lock that wasn't renewed for this long is stale.
const STALE: Duration = Duration::from_secs(30 * 60);
/// The interval at which a running deployment renews its lock.
pub const RENEW: Duration = Duration::from_secs(5 * 60);
/// The wait before the lock is read back, where two deployments may overwrite each other's lock.
const RACE: Duration = Duration::from_millis(300);

/// The lock file's contents: its owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    pub id: String,
    pub host: String,
    pub since: Timestamp,
    /// The time of the last renewal.
    pub alive: Timestamp,
}

/// The state of the lock on the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LockState {
    Free,
    Stale,
    Held,
}

fn state(found: &Holder, own_stale: Option<&str>, force: bool, now: Timestamp) -> LockState {
    let age = Duration::try_from(now.duration_since(found.alive)).unwrap_or_default();
    if force || age > STALE || own_stale == Some(found.id.as_str()) { LockState::Stale } else { LockState::Held }
}

/// A lock held by this run.
pub struct Lock {
    holder: Holder,
    target: String,
}

/// The parameters of [`Lock::take`].
pub struct LockRequest<'a> {
    pub host: &'a str,
    /// The id of the lock of an earlier run of this site that has died.
    pub own_stale: Option<&'a str>,
    /// Takes over a lock that another deployment holds (`--break-lock`).
    pub force: bool,
    /// Records the lock's id locally before it is written, so that a lock of a killed run is recognised.
    pub note: &'a dyn Fn(&str),
}

impl Lock {
    /// Takes the lock. A lock that was taken over is reported to `diagnostics`.
    ///
    /// # Errors
    /// One diagnostic: another deployment holds the lock, or the target fails.
    pub async fn take(
        operator: &Operator,
        id: &str,
        request: &LockRequest<'_>,
        faults: &Faults<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Self, Diagnostic> {
        let now = Timestamp::now();
        let target = faults.target.to_owned();
        let holder = Holder { id: id.to_owned(), host: request.host.to_owned(), since: now, alive: now };
        let found = read(operator, faults).await?;
        let state = found.as_ref().map_or(LockState::Free, |found| state(found, request.own_stale, request.force, now));
        if let (LockState::Held, Some(found)) = (state, &found) {
            return Err(messages::deploy_locked(&target, &found.host, &moment(found)));
        }
        (request.note)(id);
        let lock = Self { holder, target };
        let conditional = operator.info().capability().write_with_if_not_exists && state == LockState::Free;
        match lock.write(operator, conditional).await {
            Ok(()) => {}
            // Another run was first, or a retry after a lost response found our own lock. Reading it back decides.
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists | ErrorKind::Conflict
                ) => {}
            Err(error) => return Err(faults.diagnostic(&error)),
        }
        if !conditional {
            tokio::time::sleep(RACE).await;
        }
        match read(operator, faults).await? {
            Some(there) if there.id == lock.holder.id => {}
            // An empty lock file: the disk is full.
            Some(there) if there.id.is_empty() => {
                let _ = operator.delete(LOCK).await;
                return Err(messages::deploy_full(&lock.target, LOCK));
            }
            Some(other) => return Err(messages::deploy_locked(&lock.target, &other.host, &moment(&other))),
            None => return Err(messages::deploy_lock_lost(&lock.target)),
        }
        if let Some(found) = found {
            diagnostics.push(messages::lock_taken_over(&lock.target, &found.host, &moment(&found)));
        }
        Ok(lock)
    }

    /// Renews the lock.
    ///
    /// # Errors
    /// One diagnostic: the lock was taken over, or the target fails.
    pub async fn renew(&mut self, operator: &Operator, faults: &Faults<'_>) -> Result<(), Diagnostic> {
        match read(operator, faults).await? {
            Some(there) if there.id == self.holder.id => {}
            _ => return Err(messages::deploy_lock_lost(&self.target)),
        }
        self.holder.alive = Timestamp::now();
        self.write(operator, false).await.map_err(|error| faults.diagnostic(&error))
    }

    /// Deletes the lock if this run still holds it. If that fails, a later run takes it over.
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

/// Reads the lock. One that can't be parsed counts as fresh, so that it is never taken over by mistake.
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
    fn a_lock_is_stale_by_age_by_its_owner_or_by_force() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let found =
            |alive: &str| Holder { id: "x".into(), host: "h".into(), since: now, alive: alive.parse().unwrap() };
        let young = found("2026-11-23T07:40:00Z");
        assert_eq!(state(&young, None, false, now), LockState::Held);
        assert_eq!(state(&young, Some("y"), false, now), LockState::Held);
        assert_eq!(state(&young, Some("x"), false, now), LockState::Stale);
        assert_eq!(state(&young, None, true, now), LockState::Stale);
        assert_eq!(state(&found("2026-11-23T07:20:00Z"), None, false, now), LockState::Stale);
        // The other machine's clock is ahead.
        assert_eq!(state(&found("2026-11-23T09:00:00Z"), None, false, now), LockState::Held);
    }
}
