//! What the site in an output folder was made of.

use std::path::Path;

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Snapshot;
use crate::build::{BuildOptions, Built};
use crate::io::disk::{self, BuildOrigin};

/// This program as an input to a site's builds; `None` where it can't be read.
pub fn program(root: &Path) -> Option<Fingerprint> {
    disk::program(root, &std::env::current_exe().ok()?)
}

/// The fingerprint of everything that a build depends on except the day, which is known only once the site's time zone
/// has been read. The program is an input as well: another version may make other pages of the same files. `None` where
/// the program's file can't be read.
pub fn inputs(program: Option<Fingerprint>, snapshot: &Snapshot, options: &BuildOptions) -> Option<Fingerprint> {
    program.map(|program| Fingerprint::of(&(program, snapshot.fingerprint(), options.fingerprint())))
}

/// What a build that reported nothing was made of, for the manifest of its output folder.
pub fn origin(inputs: Fingerprint, built: &Built) -> BuildOrigin {
    BuildOrigin { inputs, day: built.day.clone(), pages: built.pages, next_change: built.next_change }
}
