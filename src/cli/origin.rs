//! What the site in an output folder was made of.

use std::path::Path;

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Snapshot;
use crate::build::BuildOptions;
use crate::io::disk;

/// This program as an input to a site's builds; `None` where it can't be read.
pub fn program(root: &Path) -> Option<Fingerprint> {
    disk::program(root, &std::env::current_exe().ok()?)
}

/// Everything a build is a function of. The program is an input as well: another one may make
/// other pages of the same files. `None` where it can't be read.
pub fn inputs(program: Option<Fingerprint>, snapshot: &Snapshot, options: &BuildOptions) -> Option<Fingerprint> {
    program.map(|program| Fingerprint::of(&(program, snapshot.fingerprint(), options.fingerprint())))
}
