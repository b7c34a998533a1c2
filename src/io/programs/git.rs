//! git, where it is installed.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Finished, NotRun, Program};

/// The timeout of a command that stays on this machine.
const LOCAL: Duration = Duration::from_secs(5 * 60);
/// The timeout of a command that uses the network: a first push of a large site over a slow line takes long.
const REMOTE: Duration = Duration::from_secs(60 * 60);

/// Returns when files came into a folder: what git says of every commit that added some, oldest first. `None` where the
/// folder is in no repository, or git isn't there.
pub fn additions(folder: &Path) -> Option<String> {
    let log = ["-c", "core.quotePath=false", "log", "--reverse", "--diff-filter=A", "--name-only", "--relative"];
    let git = program(folder, LOCAL).options(&log).options(&["--format=%x00%aI"]).operand(".");
    let finished = git.run().ok().filter(|finished| finished.success)?;
    Some(String::from_utf8_lossy(&finished.stdout).into_owned())
}

fn program(folder: &Path, timeout: Duration) -> Program {
    // No one is there to answer a question.
    Program::new("git", timeout).env("GIT_TERMINAL_PROMPT", "0").folder(folder)
}

/// A bare repository of our own.
pub struct Repository<'a> {
    /// Where git is started, which is what its settings are looked up from.
    pub folder: &'a Path,
    /// The repository itself; an absolute path.
    pub place: PathBuf,
}

/// A command of git by its name and its constant options.
pub type GitCommand = &'static [&'static str];

impl Repository<'_> {
    /// Makes the repository where there is none.
    ///
    /// # Errors
    /// Why git didn't run.
    pub fn init(&self) -> Result<Finished, NotRun> {
        program(self.folder, LOCAL).options(&["init", "--quiet", "--bare"]).operand(&self.place).run()
    }

    /// Runs a command that stays on this machine.
    ///
    /// # Errors
    /// Why git didn't run.
    pub fn run(&self, command: GitCommand) -> Result<Finished, NotRun> {
        self.inside(LOCAL).options(command).run()
    }

    /// Runs a command that talks to a remote. Neither the remote nor a reference can be an option.
    ///
    /// # Errors
    /// Why git didn't run.
    pub fn exchange(&self, command: GitCommand, remote: &str, reference: &str) -> Result<Finished, NotRun> {
        self.inside(REMOTE).options(command).operand(remote).operand(OsString::from(reference)).run()
    }

    /// Runs a command that reads its standard input.
    ///
    /// # Errors
    /// Why git didn't run.
    pub fn feed(&self, command: GitCommand, input: impl FnOnce(&mut dyn Write) + Send) -> Result<Finished, NotRun> {
        self.inside(LOCAL).options(command).run_with(input)
    }

    /// Who commits, as git knows them: `Name <address>`. `None` where it knows no one.
    pub fn committer(&self) -> Option<String> {
        let finished = program(self.folder, LOCAL).options(&["var", "GIT_COMMITTER_IDENT"]).run().ok()?;
        let known = String::from_utf8_lossy(&finished.stdout).into_owned();
        known.rfind('>').filter(|_| finished.success).map(|end| known[..=end].to_owned())
    }

    fn inside(&self, timeout: Duration) -> Program {
        program(self.folder, timeout).path_option("--git-dir", &self.place)
    }
}
