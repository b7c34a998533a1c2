//! The stamp of a file: its metadata, which shows without reading whether the content has changed.
//!
//! Equal stamps mean equal content only if the later stamp was taken well after the last change: clocks have a
//! granularity, and a file that is written twice within one tick keeps its stamp. Git calls such an entry racy, and reads
//! the file again; so does kepu.

use std::fmt;
use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use crate::base::fingerprint::Fingerprint;

/// The stamp of a file or folder. A folder's stamp changes when a name in it is added, removed or given to another file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    size: u64,
    modified: Moment,
    /// The time of any change, for example of ownership. A program can set `modified` back, but not this.
    changed: Moment,
    /// Device and file number, which distinguish a file from another one that is moved into its place.
    file: (u64, u64),
    /// What the file begins and ends with, where a system has neither of the two above: see [`Stamp::with_ends`].
    ends: Option<Fingerprint>,
}

/// Two stamps have the same text only if they are equal.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, modified, changed, file: (device, number), ends } = self;
        write!(f, "{size} {modified} {changed} {device} {number}")?;
        ends.map_or(Ok(()), |ends| write!(f, " {ends}"))
    }
}

/// Nanoseconds since 1970; negative before.
type Moment = i128;

const SECOND: Moment = 1_000_000_000;
/// More than the longest tick of a kernel's coarse clock, which is ten milliseconds on Linux and sixteen on Windows.
const TICK: Moment = 20_000_000;
/// The age after which a stamp is reliable, on a file system with a finer resolution than seconds.
pub(super) const GRAIN: Duration = Duration::from_millis(25);

impl Stamp {
    #[cfg(unix)]
    pub(super) fn of(found: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        let moment = |seconds: i64, rest: i64| Moment::from(seconds) * SECOND + Moment::from(rest);
        Self {
            size: found.len(),
            modified: moment(found.mtime(), found.mtime_nsec()),
            changed: moment(found.ctime(), found.ctime_nsec()),
            file: (found.dev(), found.ino()),
            ends: None,
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(found: &Metadata) -> Self {
        let modified = found.modified().map_or(0, moment);
        Self { size: found.len(), modified, changed: found.created().map_or(0, moment), file: (0, 0), ends: None }
    }

    /// On Windows the standard library has neither the time of any change nor the number of a file, so a program that
    /// changes a file and sets its time back isn't noticed: one that edits what a photograph or a document says of
    /// itself may do so. What such a program changes lies at the beginning or at the end.
    #[must_use]
    pub(super) fn with_ends(self, ends: impl FnOnce() -> Option<Fingerprint>) -> Self {
        if cfg!(unix) { self } else { Self { ends: ends(), ..self } }
    }

    /// Returns the size in bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Returns device and file number.
    pub(super) fn file(&self) -> (u64, u64) {
        self.file
    }

    /// Returns whether a change after `looked` would have given another stamp. A stamp of whole seconds comes from a file
    /// system without a finer resolution, which may be two seconds.
    pub(super) fn is_settled(&self, looked: Moment) -> bool {
        let grain = |moment: Moment| if moment % SECOND == 0 { 2 * SECOND } else { TICK };
        [self.modified, self.changed].iter().all(|moment| moment + grain(*moment) < looked)
    }
}

/// Returns the time of the clock that stamps files.
pub(super) fn now() -> Moment {
    moment(SystemTime::now())
}

fn moment(time: SystemTime) -> Moment {
    let nanos = |length: Duration| Moment::try_from(length.as_nanos()).unwrap_or(Moment::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(since) => nanos(since),
        Err(before) => -nanos(before.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_stamp_is_not_to_be_believed_yet() {
        let stamp = |moment| Stamp { size: 1, modified: moment, changed: moment, file: (1, 1), ends: None };
        let (fine, coarse) = (1_000 * SECOND + 1, 1_000 * SECOND);
        assert!(!stamp(fine).is_settled(fine + TICK / 2));
        assert!(stamp(fine).is_settled(fine + 2 * TICK));
        assert!(!stamp(coarse).is_settled(coarse + SECOND), "a file system of whole seconds");
        assert!(stamp(coarse).is_settled(coarse + 3 * SECOND));
        assert!(!stamp(fine + 60 * SECOND).is_settled(fine), "a server's clock that is ahead");
    }
}
