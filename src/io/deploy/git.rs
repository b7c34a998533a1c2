//! A finished site → one commit on a branch, by the program git.
//!
//! The branch has the same list as every other target, and what isn't in it stays. git moves a branch in one step, so
//! there is no order to keep and no journal; it refuses a push on top of what it hasn't seen, so there is no lock. Nothing is
//! ever forced. A copy of the branch's last commit is kept beside the site, so that only differences travel.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use jiff::Timestamp;

use super::manifest::{KnownTarget, MANIFEST, Manifest, ManifestEntry};
use super::plan::{Action, Plan};
use super::{DeployOutcome, Deployment, Local};
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::io::disk;
use crate::io::programs::git::Repository;
use crate::io::programs::{Finished, NotRun};

/// What the branch holds on the other side, and what it is to hold.
const THERE: &str = "refs/kepu/there";
const NEXT: &str = "refs/kepu/next";
/// The list on the other side, [`MANIFEST`] in [`THERE`].
const MANIFEST_THERE: &str = "refs/kepu/there:.kepu-deploy.json";

/// # Errors
/// What stopped it; the branch is then as it was.
pub fn deploy(
    deployment: &Deployment<'_>,
    remote: &str,
    branch: &str,
    local: &BTreeMap<String, Local>,
) -> Result<DeployOutcome, Vec<Diagnostic>> {
    let one = |fault| vec![fault];
    let git = Git::open(deployment, remote).map_err(one)?;
    let tree = git.fetch(branch).map_err(one)?;
    let manifest = git.manifest(&tree)?;
    let refusal = |there: &Manifest| there.refusal(git.target, deployment.site, deployment.options.overwrite);
    if let Some(refusal) = manifest.as_ref().and_then(refusal) {
        return Err(vec![refusal]);
    }
    let mut known = KnownTarget::of(manifest, None);
    known.files.retain(|path, _| tree.contains(path));
    let entries: BTreeMap<String, ManifestEntry> =
        local.iter().map(|(path, local)| (path.clone(), local.entry.clone())).collect();
    let plan = Plan::of(&entries, &known);
    let foreign = plan.steps().filter(|step| step.action == Action::Add && tree.contains(&step.path));
    let foreign: Vec<_> = foreign.map(|step| messages::deploy_foreign(git.target, &step.path)).collect();
    if !foreign.is_empty() && !deployment.options.overwrite {
        return Err(foreign);
    }
    if !deployment.options.dry_run && !plan.is_empty() {
        let manifest = Manifest { run: deployment.run.clone(), site: deployment.site.to_owned(), files: entries };
        deployment.progress.begin(plan.steps().count());
        git.commit(&plan, local, &manifest, !tree.is_empty(), deployment).map_err(one)?;
        git.push(branch).map_err(one)?;
    }
    Ok(DeployOutcome::of(plan, local))
}

/// The copy of the branch, and where it comes from.
struct Git<'a> {
    target: &'a str,
    copy: Repository<'a>,
    remote: String,
}

impl<'a> Git<'a> {
    fn open(deployment: &Deployment<'a>, remote: &str) -> Result<Self, Diagnostic> {
        let target = deployment.destination.name.as_str();
        let copy = Repository { folder: deployment.root, place: disk::branch_copy(deployment.root, target)? };
        // A folder is named from the site's root, wherever git stands.
        let folder = deployment.root.join(remote);
        let remote = match std::path::absolute(&folder) {
            Ok(folder) if disk::is_folder(&folder) => folder.to_string_lossy().into_owned(),
            _ => remote.to_owned(),
        };
        let git = Self { target, copy, remote };
        git.output("init", git.copy.init())?;
        Ok(git)
    }

    /// What git wrote; a diagnostic where it failed or wasn't there.
    fn output(&self, what: &str, run: Result<Finished, NotRun>) -> Result<Vec<u8>, Diagnostic> {
        match run {
            Ok(finished) if finished.success => Ok(finished.stdout),
            Ok(finished) => Err(messages::git_failed(self.target, what, Cause::said(&finished.stderr))),
            Err(NotRun::NotFound) => Err(messages::no_git()),
            Err(fault) => Err(messages::git_failed(self.target, what, fault.cause())),
        }
    }

    /// Brings the branch here; its paths, none where there is no such branch yet.
    fn fetch(&self, branch: &str) -> Result<BTreeSet<String>, Diagnostic> {
        let whole = format!("refs/heads/{branch}");
        if self.output("ls-remote", self.copy.exchange(&["ls-remote"], &self.remote, &whole))?.is_empty() {
            return Ok(BTreeSet::new());
        }
        // The sign is for the copy alone, which follows wherever the branch went.
        let spec = format!("+{whole}:{THERE}");
        let fetch = &["fetch", "--quiet", "--no-tags", "--depth", "1"];
        self.output("fetch", self.copy.exchange(fetch, &self.remote, &spec))?;
        let listed = self.output("ls-tree", self.copy.run(&["ls-tree", "-r", "-z", "--name-only", THERE]))?;
        let paths = listed.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.map(|path| String::from_utf8_lossy(path).into_owned()).collect())
    }

    fn manifest(&self, tree: &BTreeSet<String>) -> Result<Option<Manifest>, Vec<Diagnostic>> {
        if !tree.contains(MANIFEST) {
            return Ok(None);
        }
        let read = self.copy.run(&["cat-file", "blob", MANIFEST_THERE]);
        let bytes = self.output("cat-file", read).map_err(|fault| vec![fault])?;
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
        self.output("update-ref", self.copy.run(&["update-ref", "-d", NEXT]))?;
        let committer = self.copy.committer().unwrap_or_else(|| "kepu <kepu@localhost>".to_owned());
        let mut unreadable = None;
        let import = self.copy.feed(&["fast-import", "--quiet", "--done"], |pipe| {
            let mut head = format!("commit {NEXT}\ncommitter {committer} {} +0000\n", Timestamp::now().as_second());
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
                match file.content.bytes() {
                    Ok(bytes) => broken = broken || file_to(pipe, &step.path, &bytes).is_err(),
                    // Without `done` git makes no commit.
                    Err(error) => {
                        unreadable = Some(messages::output_unreadable(&step.path, Cause::io(&error)));
                        return;
                    }
                }
                deployment.progress.step();
            }
            broken = broken || file_to(pipe, MANIFEST, &manifest.write()).is_err();
            let _ = broken || pipe.write_all(b"done\n").is_err();
        });
        match unreadable {
            Some(fault) => Err(fault),
            None => self.output("fast-import", import).map(|_| ()),
        }
    }

    fn push(&self, branch: &str) -> Result<(), Diagnostic> {
        let spec = format!("{NEXT}:refs/heads/{branch}");
        let finished = match self.copy.exchange(&["push", "--porcelain"], &self.remote, &spec) {
            Ok(finished) if !finished.success => finished,
            done => return self.output("push", done).map(|_| ()),
        };
        let told = format!("{} {}", String::from_utf8_lossy(&finished.stdout), finished.stderr);
        let overtaken = ["fetch first", "non-fast-forward", "stale info", "cannot lock ref", "incorrect old value"];
        if overtaken.iter().any(|word| told.contains(word)) {
            return Err(messages::push_refused(self.target));
        }
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        Err(messages::git_failed(self.target, "push", Cause::said(&told)))
    }
}

/// A path has no quotes and no line ends: see `OutputPath`.
fn file_to(pipe: &mut dyn Write, path: &str, bytes: &[u8]) -> std::io::Result<()> {
    write!(pipe, "M 100644 inline {path}\ndata {}\n", bytes.len())?;
    pipe.write_all(bytes)?;
    pipe.write_all(b"\n")
}
