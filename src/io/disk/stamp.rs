//! What the disk says of a file without its being read: two equal stamps, one content.
//!
//! That holds only where the later stamp was taken well after the content last changed: a
//! clock has its granularity, and a file that is written twice within one tick keeps its
//! stamp. Git calls such an entry racy, and looks again; so do we.

use std::fmt;
use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// Of one file or folder. A folder's stamp changes when a name in it comes, goes or is given
/// to another file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Stamp {
    size: u64,
    modified: Moment,
    /// When anything changed, ownership say; a program can set `modified` back but not this.
    changed: Moment,
    /// Which file it is, so that one moved into another's place is told from it.
    file: (u64, u64),
}

/// Two stamps have one text only if they are equal.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { size, modified, changed, file: (device, number) } = self;
        write!(f, "{size} {modified} {changed} {device} {number}")
    }
}

/// Nanoseconds since 1970, before it negative.
type Moment = i128;

const SECOND: Moment = 1_000_000_000;
/// A kernel's coarse clock ticks every ten milliseconds at the most.
const TICK: Moment = 20_000_000;
/// After so long a fresh stamp of a disk that knows more than whole seconds is to be believed.
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
        }
    }

    #[cfg(not(unix))]
    pub(super) fn of(found: &Metadata) -> Self {
        let modified = found.modified().map_or(0, moment);
        Self { size: found.len(), modified, changed: found.created().map_or(0, moment), file: (0, 0) }
    }

    /// In bytes.
    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Which file it is.
    pub(super) fn file(&self) -> (u64, u64) {
        self.file
    }

    /// Whether a change after `looked` would have given another stamp. One that carries whole
    /// seconds comes from a file system that knows no finer ones, and may be two seconds coarse.
    pub(super) fn is_settled(&self, looked: Moment) -> bool {
        let grain = |moment: Moment| if moment % SECOND == 0 { 2 * SECOND } else { TICK };
        [self.modified, self.changed].iter().all(|moment| moment + grain(*moment) < looked)
    }
}

/// Now, by the clock that stamps files.
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
        let stamp = |moment| Stamp { size: 1, modified: moment, changed: moment, file: (1, 1) };
        let (fine, coarse) = (1_000 * SECOND + 1, 1_000 * SECOND);
        assert!(!stamp(fine).is_settled(fine + TICK / 2));
        assert!(stamp(fine).is_settled(fine + 2 * TICK));
        assert!(!stamp(coarse).is_settled(coarse + SECOND), "a file system of whole seconds");
        assert!(stamp(coarse).is_settled(coarse + 3 * SECOND));
        assert!(!stamp(fine + 60 * SECOND).is_settled(fine), "a server's clock that is ahead");
    }
}
