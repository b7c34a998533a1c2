//! The lock file on a target; it allows one deployment at a time.
//!
//! Where the service supports a conditional write (if-none-match), the service decides which deployment was first. Elsewhere
//! the lock is read back after a moment, and the deployment that finds another id gives up. A stale lock, and one that
//! a killed run of this site left behind, is taken over with a warning.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use opendal::{ErrorKind, Operator};
use serde::{Deserialize, Serialize};

use super::fault::Faults;
use crate::base::diagnostic::{Cause, Diagnostic, messages};

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

/// A lock as it was found.
struct Found {
    /// `None` if it can't be parsed: a run was killed while it wrote, or the disk was full.
    holder: Option<Holder>,
    /// When the service says that it was written.
    modified: Option<Timestamp>,
    /// When this site's folder saw it first.
    seen: Option<Timestamp>,
}

impl Found {
    /// How long it wasn't renewed. The time in it counts unless it has none, or one that no clock can show yet; then
    /// those of the service and of this machine do, so that every lock expires.
    fn age(&self, now: Timestamp) -> Duration {
        let since = |moment: Timestamp| Duration::try_from(now.duration_since(moment)).ok();
        let ahead = |alive: Timestamp| alive.duration_since(now) > SignedDuration::ZERO;
        let clock = self.holder.as_ref().map(|holder| holder.alive);
        match clock {
            Some(alive) if !ahead(alive) => since(alive).unwrap_or_default(),
            _ => [self.modified, self.seen].into_iter().flatten().filter_map(since).max().unwrap_or_default(),
        }
    }

    /// The owner's machine and the time of its start, as messages show them.
    fn shown(&self) -> (&str, String) {
        match &self.holder {
            Some(holder) => (&holder.host, moment(holder.since)),
            None => ("?", self.modified.or(self.seen).map_or_else(|| "?".to_owned(), moment)),
        }
    }
}

fn state(found: &Found, own_stale: &[String], force: bool, now: Timestamp) -> LockState {
    let own = match &found.holder {
        Some(holder) => own_stale.contains(&holder.id),
        // Cut short, and a run of this site died around the time when it wrote one.
        None => !own_stale.is_empty(),
    };
    if force || own || found.age(now) > STALE { LockState::Stale } else { LockState::Held }
}

/// A lock held by this run.
pub struct Lock {
    holder: Holder,
    target: String,
}

/// The parameters of [`Lock::take`].
pub struct LockRequest<'a> {
    pub host: &'a str,
    /// The ids of the locks that earlier runs of this site wrote, or were about to write, when they died.
    pub own_stale: &'a [String],
    /// Takes over a lock that another deployment holds (`--break-lock`).
    pub force: bool,
    /// Records locally the ids that a lock of this site's may have on the target, so that one of a killed run is recognised.
    pub note: &'a dyn Fn(&[&str]),
    /// Returns when this site's folder first saw a lock with this content.
    pub first_seen: &'a dyn Fn(&[u8], Timestamp) -> Timestamp,
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
        let found = find(operator, faults, request, now).await?;
        let state = found.as_ref().map_or(LockState::Free, |found| state(found, request.own_stale, request.force, now));
        if let (LockState::Held, Some(found)) = (state, &found) {
            let (host, since) = found.shown();
            return Err(match &found.holder {
                Some(holder) if holder.alive <= now => messages::deploy_locked(&target, host, &since),
                // How long it has been there is known from the service or from this machine's own record.
                _ => messages::deploy_lock_odd(&target, LOCK, minutes(STALE.saturating_sub(found.age(now)))),
            });
        }
        // Killed before the write, this run leaves the lock of the one before it.
        let both: Vec<&str> = request.own_stale.iter().map(String::as_str).chain([id]).collect();
        (request.note)(&both);
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
            Some(Some(there)) if there.id == lock.holder.id => {}
            // An empty lock file: the disk is full.
            Some(None) => {
                let _ = operator.delete(LOCK).await;
                return Err(messages::deploy_full(&lock.target, Cause::new(LOCK, LOCK)));
            }
            Some(Some(other)) => return Err(messages::deploy_locked(&lock.target, &other.host, &moment(other.since))),
            None => return Err(messages::deploy_lock_lost(&lock.target)),
        }
        (request.note)(&[id]);
        if let Some(found) = found {
            let (host, since) = found.shown();
            diagnostics.push(messages::lock_taken_over(&lock.target, host, &since));
        }
        Ok(lock)
    }

    /// Renews the lock.
    ///
    /// # Errors
    /// One diagnostic: the lock was taken over, or the target fails.
    pub async fn renew(&mut self, operator: &Operator, faults: &Faults<'_>) -> Result<(), Diagnostic> {
        match read(operator, faults).await? {
            Some(Some(there)) if there.id == self.holder.id => {}
            _ => return Err(messages::deploy_lock_lost(&self.target)),
        }
        self.holder.alive = Timestamp::now();
        self.write(operator, false).await.map_err(|error| faults.diagnostic(&error))
    }

    /// Deletes the lock if this run still holds it. If that fails, a later run takes it over: the lock's id stays noted.
    pub async fn release(self, operator: &Operator, request: &LockRequest<'_>, faults: &Faults<'_>) {
        let Ok(there) = read(operator, faults).await else { return };
        let ours = there.is_some_and(|there| there.is_some_and(|there| there.id == self.holder.id));
        if !ours || operator.delete(LOCK).await.is_ok() {
            (request.note)(&[]);
        }
    }

    async fn write(&self, operator: &Operator, conditional: bool) -> opendal::Result<()> {
        let text = serde_json::to_vec(&self.holder).unwrap_or_default();
        let write = operator.write_with(LOCK, text);
        if conditional { write.if_not_exists(true).await } else { write.await }.map(|_| ())
    }
}

/// Reads the lock: `None` if there is none, `Some(None)` if it can't be parsed.
async fn read(operator: &Operator, faults: &Faults<'_>) -> Result<Option<Option<Holder>>, Diagnostic> {
    let bytes = faults.read(operator, LOCK).await?;
    Ok(bytes.map(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Reads the lock with all that shows its age.
async fn find(
    operator: &Operator,
    faults: &Faults<'_>,
    request: &LockRequest<'_>,
    now: Timestamp,
) -> Result<Option<Found>, Diagnostic> {
    let Some(bytes) = faults.read(operator, LOCK).await? else { return Ok(None) };
    let holder = serde_json::from_slice::<Holder>(&bytes).ok();
    if holder.as_ref().is_some_and(|holder| holder.alive <= now) {
        return Ok(Some(Found { holder, modified: None, seen: None }));
    }
    let modified = operator.stat(LOCK).await.ok().and_then(|about| about.last_modified());
    // The services' library has a jiff of another version.
    let modified = modified.and_then(|time| Timestamp::from_second(time.into_inner().as_second()).ok());
    let seen = Some((request.first_seen)(&bytes, now));
    Ok(Some(Found { holder, modified, seen }))
}

fn moment(since: Timestamp) -> String {
    since.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// Whole minutes, at least one.
fn minutes(time: Duration) -> u64 {
    time.as_secs().div_ceil(60).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_stale_by_age_by_its_owner_or_by_force() {
        let now: Timestamp = "2026-11-23T08:00:00Z".parse().unwrap();
        let at = |moment: &str| -> Timestamp { moment.parse().unwrap() };
        let found = |alive: &str| Found {
            holder: Some(Holder { id: "x".into(), host: "h".into(), since: now, alive: at(alive) }),
            modified: None,
            seen: None,
        };
        let young = found("2026-11-23T07:40:00Z");
        let ours = |ids: &[&str]| -> Vec<String> { ids.iter().map(|id| (*id).to_owned()).collect() };
        assert_eq!(state(&young, &[], false, now), LockState::Held);
        assert_eq!(state(&young, &ours(&["y"]), false, now), LockState::Held);
        assert_eq!(state(&young, &ours(&["x"]), false, now), LockState::Stale);
        // The run that noted y was killed before it wrote a lock; the one before it left x.
        assert_eq!(state(&young, &ours(&["x", "y"]), false, now), LockState::Stale);
        assert_eq!(state(&young, &[], true, now), LockState::Stale);
        assert_eq!(state(&found("2026-11-23T07:20:00Z"), &[], false, now), LockState::Stale);
        // Killed in the midst of writing the lock.
        let cut = Found { holder: None, modified: Some(now), seen: Some(now) };
        assert_eq!(state(&cut, &[], false, now), LockState::Held);
        assert_eq!(state(&cut, &ours(&["y"]), false, now), LockState::Stale);
        // The other machine's clock is ahead: what the service and this machine saw decides.
        let future = found("2027-11-23T09:00:00Z");
        let unreadable = Found { holder: None, modified: None, seen: None };
        for lock in [future, unreadable] {
            let lock = |modified: &str, seen: &str| Found {
                holder: lock.holder.clone(),
                modified: Some(at(modified)),
                seen: Some(at(seen)),
            };
            let (recent, old) = ("2026-11-23T07:50:00Z", "2026-11-23T07:20:00Z");
            assert_eq!(state(&lock(recent, recent), &[], false, now), LockState::Held);
            assert_eq!(state(&lock(old, recent), &[], false, now), LockState::Stale);
            assert_eq!(state(&lock("2028-01-01T00:00:00Z", old), &[], false, now), LockState::Stale);
        }
        assert_eq!((minutes(Duration::ZERO), minutes(Duration::from_secs(61))), (1, 2));
    }
}
