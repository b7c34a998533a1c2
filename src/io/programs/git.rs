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

/// Settings that a repository of someone else can name programs in, turned off. It may have come in an archive.
const NO_FOREIGN_PROGRAMS: [&str; 6] =
    ["-c", "core.fsmonitor=false", "-c", "core.alternateRefsCommand=", "-c", "log.showSignature=false"];

/// Returns when files came into a folder: what git says of every commit that added or renamed some, oldest first. `None` where the
/// folder is in no repository, or git isn't there.
pub fn additions(folder: &Path) -> Option<String> {
    let log = ["log", "--reverse", "-M", "--diff-filter=AR", "--name-status", "--relative", "--format=%x00%aI"];
    let harmless = ["--no-show-signature", "--no-ext-diff", "--no-textconv"];
    // A repository can leave out what it says is elsewhere, and name the program that brings it.
    let git = program(folder, LOCAL).env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
    let git = git
        .options(&["-c", "core.quotePath=false"])
        .options(&NO_FOREIGN_PROGRAMS)
        .options(&log)
        .options(&harmless)
        .operand(".");
    let finished = git.run().ok().filter(|finished| finished.success)?;
    Some(String::from_utf8_lossy(&finished.stdout).into_owned())
}

/// Commits some files of a folder, whatever else has changed there.
///
/// # Errors
/// Why git didn't run; a commit that git refuses is in what it says.
pub fn commit(folder: &Path, files: &[&str], message: &str) -> Result<Finished, NotRun> {
    let these = |program: Program| files.iter().fold(program, |program, file| program.operand(file));
    let added = these(program(folder, LOCAL).options(&["add", "--all"])).run()?;
    if !added.success {
        return Ok(added);
    }
    let commit = program(folder, LOCAL).options(&["commit", "--quiet", "--only"]);
    these(commit.value_option("--message", message)).run()
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
