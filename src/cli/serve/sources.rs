//! A site's folder → snapshots of it, one after every change.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::diagnostic::Checked;
use crate::disk;
use crate::fingerprint::Fingerprint;
use crate::source::Snapshot;

pub enum Event {
    /// The sources are no longer those of the last snapshot.
    Changed,
    /// The moment that was waited for has come.
    Due,
    /// The program is to end.
    Ended,
}

pub struct Sources {
    root: PathBuf,
    every: Duration,
    end: Receiver<()>,
    read: Option<Checked<Snapshot>>,
    known: Fingerprint,
}

const EVERY: Duration = Duration::from_millis(200);

impl Sources {
    pub fn new(root: PathBuf, every: Option<Duration>) -> Self {
        let (ended, end) = channel();
        // Fails only where there is a handler already, which then ends the program.
        let _ = ctrlc::set_handler(move || {
            let _ = ended.send(());
        });
        Self { root, every: every.unwrap_or(EVERY), end, read: None, known: Fingerprint::default() }
    }

    pub fn snapshot(&mut self) -> Checked<Snapshot> {
        let read = self.read.take().unwrap_or_else(|| disk::read(&self.root));
        self.known = fingerprint(&read);
        read
    }

    pub fn wait(&mut self, until: Option<Instant>) -> Event {
        loop {
            match self.end.recv_timeout(self.every) {
                Err(RecvTimeoutError::Timeout) => {}
                _ => return Event::Ended,
            }
            let read = disk::read(&self.root);
            if fingerprint(&read) != self.known {
                self.read = Some(read);
                return Event::Changed;
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                return Event::Due;
            }
        }
    }
}

fn fingerprint(read: &Checked<Snapshot>) -> Fingerprint {
    Fingerprint::of(&(read.value.fingerprint(), &read.diagnostics))
}
