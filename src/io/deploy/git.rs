//! A finished site → one commit on a branch, by the program git.
//!
//! The branch has the same list as every other target, and what isn't in it stays. git moves a branch in one step, so
//! there is no order to keep and no journal; it refuses a push on top of what it hasn't seen, so there is no lock. Nothing is
//! ever forced. A copy of the branch's last commit is kept beside the site, so that only differences travel.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use jiff::Timestamp;

use super::manifest::{Entry, Known, MANIFEST, Manifest};
use super::plan::{Action, Plan};
use super::{Deployment, Local, Outcome};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::io::disk;

/// What the branch holds on the other side, and what it is to hold.
const THERE: &str = "refs/kepu/there";
const NEXT: &str = "refs/kepu/next";

/// # Errors
/// What stopped it; the branch is then as it was.
pub fn deploy(
    deployment: &Deployment<'_>,
    remote: &str,
    branch: &str,
    local: &BTreeMap<String, Local>,
) -> Result<Outcome, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let git = Git::open(deployment, remote).map_err(one)?;
    let tree = git.fetch(branch).map_err(one)?;
    let mut known = Known::of(git.manifest(&tree)?, None);
    known.files.retain(|path, _| tree.contains(path));
    let entries: BTreeMap<String, Entry> =
        local.iter().map(|(path, local)| (path.clone(), local.entry.clone())).collect();
    let plan = Plan::of(&entries, &known);
    let foreign = plan.steps().filter(|step| step.action == Action::Add && tree.contains(&step.path));
    let foreign: Vec<_> = foreign.map(|step| messages::deploy_foreign(git.target, &step.path)).collect();
    if !foreign.is_empty() && !deployment.options.overwrite {
        return Err(foreign);
    }
    if !deployment.options.dry_run && !plan.is_empty() {
        let manifest = Manifest { run: deployment.run.clone(), files: entries };
        deployment.progress.begin(plan.steps().count());
        git.commit(&plan, local, &manifest, !tree.is_empty(), deployment).map_err(one)?;
        git.push(branch).map_err(one)?;
    }
    Ok(Outcome::of(plan, local))
}

/// git in the copy of the branch.
struct Git<'a> {
    target: &'a str,
    root: &'a Path,
    copy: PathBuf,
    remote: String,
}

impl<'a> Git<'a> {
    fn open(deployment: &Deployment<'a>, remote: &str) -> Result<Self, Diagnostic> {
        let target = deployment.destination.name.as_str();
        let copy = disk::branch_copy(deployment.root, target)?;
        // A folder is named from the site's root, wherever git stands.
        let folder = deployment.root.join(remote);
        let remote = match std::path::absolute(&folder) {
            Ok(folder) if disk::is_folder(&folder) => folder.to_string_lossy().into_owned(),
            _ => remote.to_owned(),
        };
        let git = Self { target, root: deployment.root, copy, remote };
        git.run("init", &["--quiet", "--bare", &git.copy.to_string_lossy()])?;
        Ok(git)
    }

    fn command(&self) -> Command {
        let mut command = Command::new("git");
        // Nobody is there to answer a question, and its words are to be the same everywhere.
        command.env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C").current_dir(self.root);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn inside(&self) -> Command {
        let mut command = self.command();
        command.arg("--git-dir").arg(&self.copy);
        command
    }

    fn spawn(&self, what: &str, mut command: Command) -> Result<Child, Diagnostic> {
        command.spawn().map_err(|error| match error.kind() {
            ErrorKind::NotFound => messages::no_git(),
            _ => messages::git_failed(self.target, what, &error.to_string()),
        })
    }

    fn finish(&self, what: &str, child: Child) -> Result<Vec<u8>, Diagnostic> {
        let failed = |reason: &str| messages::git_failed(self.target, what, reason);
        let output = child.wait_with_output().map_err(|error| failed(&error.to_string()))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let told = String::from_utf8_lossy(&output.stderr);
        Err(failed(&told.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    fn run(&self, what: &str, arguments: &[&str]) -> Result<Vec<u8>, Diagnostic> {
        let mut command = if what == "init" { self.command() } else { self.inside() };
        command.arg(what).args(arguments);
        let child = self.spawn(what, command)?;
        self.finish(what, child)
    }

    /// Brings the branch here; its paths, none where there is no such branch yet.
    fn fetch(&self, branch: &str) -> Result<BTreeSet<String>, Diagnostic> {
        let whole = format!("refs/heads/{branch}");
        if self.run("ls-remote", &[&self.remote, &whole])?.is_empty() {
            return Ok(BTreeSet::new());
        }
        // The sign is for the copy alone, which follows wherever the branch went.
        let spec = format!("+{whole}:{THERE}");
        self.run("fetch", &["--quiet", "--no-tags", "--depth", "1", &self.remote, &spec])?;
        let listed = self.run("ls-tree", &["-r", "-z", "--name-only", THERE])?;
        let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    fn manifest(&self, tree: &BTreeSet<String>) -> Result<Option<Manifest>, Vec<Diagnostic>> {
        if !tree.contains(MANIFEST) {
            return Ok(None);
        }
        let place = format!("{THERE}:{MANIFEST}");
        let bytes = self.run("cat-file", &["blob", &place]).map_err(|fault| vec![fault])?;
        let told = |why: super::Unreadable| vec![messages::deploy_manifest(self.target, MANIFEST, &why.zh, &why.en)];
        Manifest::read(&bytes).map(Some).map_err(told)
    }

    fn commit(
        &self,
        plan: &Plan,
        local: &BTreeMap<String, Local>,
        manifest: &Manifest,
        grown: bool,
        deployment: &Deployment<'_>,
    ) -> Result<(), Diagnostic> {
        self.run("update-ref", &["-d", NEXT])?;
        let mut command = self.inside();
        command.args(["fast-import", "--quiet", "--done"]).stdin(Stdio::piped());
        let mut child = self.spawn("fast-import", command)?;
        if let Some(mut pipe) = child.stdin.take() {
            let mut head =
                format!("commit {NEXT}\ncommitter {} {} +0000\n", self.identity(), Timestamp::now().as_second());
            let message = format!("kepu deploy: {}\n", plan.steps().count());
            head.push_str(&format!("data {}\n{message}", message.len()));
            if grown {
                head.push_str(&format!("from {THERE}^0\n"));
            }
            for step in plan.steps().filter(|step| step.action == Action::Remove) {
                head.push_str(&format!("D {}\n", step.path));
                deployment.progress.step();
            }
            // Where the pipe breaks git says why.
            let mut broken = pipe.write_all(head.as_bytes()).is_err();
            for step in plan.steps().filter(|step| step.action != Action::Remove) {
                let Some(file) = local.get(&step.path) else { continue };
                let bytes = file.content.bytes();
                let bytes = bytes.map_err(|error| messages::output_unreadable(&step.path, &error.to_string()))?;
                broken = broken || file_to(&mut pipe, &step.path, &bytes).is_err();
                deployment.progress.step();
            }
            broken = broken || file_to(&mut pipe, MANIFEST, &manifest.write()).is_err();
            let _ = broken || pipe.write_all(b"done\n").is_err();
        }
        self.finish("fast-import", child).map(|_| ())
    }

    fn push(&self, branch: &str) -> Result<(), Diagnostic> {
        let spec = format!("{NEXT}:refs/heads/{branch}");
        let mut command = self.inside();
        command.args(["push", "--porcelain", &self.remote, &spec]);
        let child = self.spawn("push", command)?;
        let output = child.wait_with_output();
        let output = output.map_err(|error| messages::git_failed(self.target, "push", &error.to_string()))?;
        if output.status.success() {
            return Ok(());
        }
        let told = format!("{} {}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let overtaken = ["fetch first", "non-fast-forward", "stale info", "cannot lock ref", "incorrect old value"];
        if overtaken.iter().any(|word| told.contains(word)) {
            return Err(messages::push_refused(self.target));
        }
        Err(messages::git_failed(self.target, "push", &told.split_whitespace().collect::<Vec<_>>().join(" ")))
    }

    /// Who commits, as git knows them; where it knows nobody, the program.
    fn identity(&self) -> String {
        let mut command = self.command();
        command.args(["var", "GIT_COMMITTER_IDENT"]);
        let known = self.spawn("var", command).and_then(|child| self.finish("var", child)).unwrap_or_default();
        let known = String::from_utf8_lossy(&known).into_owned();
        known.rfind('>').map_or_else(|| "kepu <kepu@localhost>".to_owned(), |end| known[..=end].to_owned())
    }
}

/// A path has no quotes and no line ends: see `OutputPath`.
fn file_to(pipe: &mut impl Write, path: &str, bytes: &[u8]) -> std::io::Result<()> {
    write!(pipe, "M 100644 inline {path}\ndata {}\n", bytes.len())?;
    pipe.write_all(bytes)?;
    pipe.write_all(b"\n")
}
