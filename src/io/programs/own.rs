//! This program once more, as a process of its own: what takes long or may fail doesn't take the studio with it.

use std::ffi::OsStr;
use std::path::Path;
use std::time::Duration;

use super::{Finished, NotRun, Program};

/// The longest time that a command may take; a first deployment over a slow line takes its time.
const TIMEOUT: Duration = Duration::from_secs(2 * 60 * 60);

/// A command of kepu: its words, options whose values come from outside, and what it is about.
#[derive(Clone, Copy, Default)]
pub struct OwnCommand<'a> {
    pub words: &'a [&'static str],
    pub values: &'a [(&'static str, &'a str)],
    pub operand: Option<&'a OsStr>,
}

/// Runs a command of kepu, whose file is `program`, for a site, with its report as JSON.
///
/// # Errors
/// [`NotRun`].
pub fn run(program: &Path, command: OwnCommand<'_>, root: &Path) -> Result<Finished, NotRun> {
    let mut program = Program::new(program, TIMEOUT)
        .options(command.words)
        .path_option("--root", root)
        .options(&["--format", "json"]);
    for (name, value) in command.values {
        program = program.value_option(name, value);
    }
    match command.operand {
        Some(operand) => program.operand(operand).run(),
        None => program.run(),
    }
}
