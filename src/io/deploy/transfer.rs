//! Executes a plan on a store. An interruption at any point leaves the site consistent, and the next run resumes.
//!
//! 1. The lock is taken, manifest and journal are read, the plan is made.
//! 2. New paths are checked: a foreign file stops the run before any change.
//! 3. The journal is written: from now on every changed path is known to be kepu's.
//! 4. If the service can rename, all files are first uploaded to a staging folder (`.kepu-deploy/`), under names that
//!    contain their fingerprints. An interruption of this longest part changes nothing that a visitor sees, and staged
//!    files aren't sent again. Then they are renamed into place, group by group. Otherwise files are written
//!    directly, group by group.
//! 5. The manifest is written, the journal removed, the lock released.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use opendal::EntryMode;
use tokio::time::timeout;

use super::fault::Faults;
use super::lock::{Lock, LockRequest, RENEW};
use super::manifest::{JOURNAL, Journal, KnownTarget, MANIFEST, Manifest, ManifestEntry, Unreadable};
use super::plan::{Action, Plan, Step};
use super::store::Store;
use super::{DeployOptions, DeployProgress, Local};
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::base::fingerprint::Fingerprint;

/// The staging folder: files lie here until they are renamed into place.
const STAGING: &str = ".kepu-deploy/";
/// Up to this many new paths are checked one by one; for more, the whole target is listed.
const MAX_PROBES: usize = 24;
/// The journal is rewritten only after this many times as long as the last write took.
const JOURNAL_SHARE: u32 = 10;
const JOURNAL_INTERVAL: Duration = Duration::from_secs(1);
/// After a failure, saving the journal and releasing the lock may fail too; this timeout limits the wait.
const CLEANUP_TIMEOUT: Duration = Duration::from_secs(5);

/// The inputs of a run.
pub struct Transfer<'a> {
    pub store: Store,
    pub faults: Faults<'a>,
    pub local: &'a BTreeMap<String, Local>,
    pub options: DeployOptions,
    pub progress: &'a dyn DeployProgress,
    pub stop: &'a AtomicBool,
    /// A unique name for this run.
    pub run: String,
    /// The site's address.
    pub site: &'a str,
}

/// The plan, and the target's state that it is based on.
pub struct Inspection {
    pub plan: Plan,
    known: KnownTarget,
    /// Whether a journal was found.
    has_journal: bool,
}

impl Transfer<'_> {
    fn entries(&self) -> BTreeMap<String, ManifestEntry> {
        self.local.iter().map(|(path, local)| (path.clone(), local.entry.clone())).collect()
    }

    /// Reads the target's state and makes the plan. Changes nothing.
    ///
    /// # Errors
    /// Errors of the target, and foreign files at new paths.
    pub async fn inspect(&self) -> Result<Inspection, Vec<Diagnostic>> {
        let operator = &self.store.operator;
        let (manifest, journal) =
            tokio::join!(self.faults.read(operator, MANIFEST), self.faults.read(operator, JOURNAL));
        let (manifest, journal) = (manifest.map_err(one)?, journal.map_err(one)?);
        let has_journal = journal.is_some();
        let manifest = manifest.map(|bytes| Manifest::read(&bytes)).transpose();
        let journal = journal.map(|bytes| Journal::read(&bytes)).transpose();
        let unreadable =
            |path: &str, why: Unreadable| vec![messages::deploy_manifest(self.faults.target, path, &why.zh, &why.en)];
        let manifest = manifest.map_err(|why| unreadable(MANIFEST, why))?;
        let journal = journal.map_err(|why| unreadable(JOURNAL, why))?;
        let refusal = |there: &Manifest| there.refusal(self.faults.target, self.site, self.options.overwrite);
        if let Some(refusal) = manifest.as_ref().and_then(refusal) {
            return Err(vec![refusal]);
        }
        let known = KnownTarget::of(manifest, journal);
        let plan = Plan::of(&self.entries(), &known);
        if !self.options.overwrite {
            let foreign = self.foreign(&plan).await.map_err(one)?;
            if !foreign.is_empty() {
                return Err(foreign.iter().map(|path| messages::deploy_foreign(self.faults.target, path)).collect());
            }
        }
        Ok(Inspection { plan, known, has_journal })
    }

    /// Returns the new paths at which a file already exists.
    async fn foreign(&self, plan: &Plan) -> Result<BTreeSet<String>, Diagnostic> {
        let operator = &self.store.operator;
        let new: Vec<&str> =
            plan.steps().filter(|step| step.action == Action::Add).map(|step| step.path.as_str()).collect();
        if new.len() <= MAX_PROBES {
            let there = stream::iter(new).map(async |path| Ok(operator.exists(path).await?.then(|| path.to_owned())));
            let there: Vec<Option<String>> = there
                .buffer_unordered(self.store.concurrency)
                .try_collect()
                .await
                .map_err(|error| self.faults.diagnostic(&error))?;
            return Ok(there.into_iter().flatten().collect());
        }
        let new: BTreeSet<&str> = new.into_iter().collect();
        let mut there = BTreeSet::new();
        let list = async {
            let mut entries = operator.lister_with("/").recursive(true).await?;
            while let Some(entry) = entries.try_next().await? {
                if entry.metadata().mode() != EntryMode::DIR && new.contains(entry.path()) {
                    there.insert(entry.path().to_owned());
                }
            }
            Ok(())
        };
        list.await.map_err(|error: opendal::Error| self.faults.diagnostic(&error))?;
        Ok(there)
    }

    /// Takes the lock, executes the plan, and releases the lock in any case.
    ///
    /// # Errors
    /// The diagnostics that stopped it.
    pub async fn run(
        &self,
        request: &LockRequest<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Result<Inspection, Vec<Diagnostic>> {
        let operator = &self.store.operator;
        let mut lock = Lock::take(operator, &self.run, request, &self.faults, diagnostics).await.map_err(one)?;
        let done = self.locked(&mut lock).await;
        let released = lock.release(operator, request, &self.faults);
        match &done {
            Ok(_) => released.await,
            Err(_) => drop(timeout(CLEANUP_TIMEOUT, released).await),
        }
        done
    }

    async fn locked(&self, lock: &mut Lock) -> Result<Inspection, Vec<Diagnostic>> {
        let found = self.inspect().await?;
        if found.plan.is_empty() && !found.has_journal {
            return Ok(found);
        }
        let operator = &self.store.operator;
        let mut state = RunState {
            journal: found.known.journal(found.plan.steps().map(|step| step.path.as_str())),
            lock,
            journal_at: Instant::now(),
            journal_took: Duration::ZERO,
            renewed: Instant::now(),
        };
        state.write(self).await.map_err(one)?;
        let done = self.steps(&found.plan, &mut state).await;
        if let Err(fault) = done {
            // Records the completed steps for the next run. Without a connection the last journal remains.
            let _ = timeout(CLEANUP_TIMEOUT, state.write(self)).await;
            return Err(vec![fault]);
        }
        let manifest = Manifest { run: self.run.clone(), site: self.site.to_owned(), files: self.entries() };
        let diagnostic = |error: opendal::Error| vec![self.faults.diagnostic(&error)];
        self.save(MANIFEST, manifest.write()).await.map_err(one)?;
        operator.delete(JOURNAL).await.map_err(diagnostic)?;
        self.clean_up(&found.plan).await;
        Ok(found)
    }

    async fn steps(&self, plan: &Plan, state: &mut RunState<'_>) -> Result<(), Diagnostic> {
        self.progress.begin(plan.steps().count());
        if !self.store.in_place {
            self.stage(plan, state).await?;
        }
        for group in &plan.groups {
            // Set by the first error: transfers in progress may finish, and no new one begins.
            let failed = AtomicBool::new(false);
            let done = stream::iter(group).map(async |step| {
                self.check_cancelled()?;
                if failed.load(Ordering::Relaxed) {
                    return Err(messages::deploy_stopped(self.faults.target));
                }
                self.step(step).await?;
                Ok(step)
            });
            let mut done = done.buffer_unordered(self.store.concurrency);
            while let Some(step) = done.next().await {
                let fault = match step {
                    Ok(step) => {
                        self.record(step, state);
                        state.tick(self).await.err()
                    }
                    Err(fault) => Some(fault),
                };
                if let Some(fault) = fault {
                    failed.store(true, Ordering::Relaxed);
                    let rest = async {
                        while let Some(step) = done.next().await {
                            step.into_iter().for_each(|step| self.record(step, state));
                        }
                    };
                    let _ = timeout(CLEANUP_TIMEOUT, rest).await;
                    return Err(fault);
                }
            }
        }
        Ok(())
    }

    /// Records a completed step in the journal.
    fn record(&self, step: &Step, state: &mut RunState<'_>) {
        let entry = self.local.get(&step.path).map(|local| local.entry.clone());
        state.journal.record(&step.path, entry);
        if self.store.in_place || step.action == Action::Remove {
            self.progress.step();
        }
    }

    /// Uploads files to the staging folder, except those that are already there.
    async fn stage(&self, plan: &Plan, state: &mut RunState<'_>) -> Result<(), Diagnostic> {
        let operator = &self.store.operator;
        let mut there = BTreeMap::new();
        let list = async {
            let mut entries = operator.lister(STAGING).await?;
            while let Some(entry) = entries.try_next().await? {
                if entry.metadata().mode() == EntryMode::FILE {
                    // Some services list only names.
                    let size = match entry.metadata().content_length() {
                        0 => operator.stat(entry.path()).await?.content_length(),
                        size => size,
                    };
                    there.insert(entry.path().to_owned(), size);
                }
            }
            Ok::<(), opendal::Error>(())
        };
        match list.await {
            Ok(()) => {}
            Err(error) if error.kind() == opendal::ErrorKind::NotFound => {}
            Err(error) => return Err(self.faults.diagnostic(&error)),
        }
        let wanted: Vec<&str> =
            plan.steps().filter(|step| step.action != Action::Remove).map(|step| step.path.as_str()).collect();
        let sent = stream::iter(wanted).map(async |path| {
            self.check_cancelled()?;
            let Some(local) = self.local.get(path) else { return Ok(()) };
            let staged = staged(path, &local.entry);
            // An interrupted upload is shorter.
            if there.get(&staged) != Some(&local.entry.size) {
                self.put(&staged, path, local).await?;
                self.check_size(&staged, local.entry.size).await?;
            }
            Ok(())
        });
        let mut sent = sent.buffer_unordered(self.store.concurrency);
        while let Some(result) = sent.next().await {
            result?;
            self.progress.step();
            state.renew(self).await?;
        }
        Ok(())
    }

    async fn step(&self, step: &Step) -> Result<(), Diagnostic> {
        let operator = &self.store.operator;
        let diagnostic = |error: opendal::Error| self.faults.diagnostic(&error);
        match (step.action, self.local.get(&step.path)) {
            (Action::Remove, _) | (_, None) => operator.delete(&step.path).await.map_err(diagnostic),
            (_, Some(local)) if self.store.in_place => self.put(&step.path, &step.path, local).await,
            (_, Some(local)) => {
                let staged = staged(&step.path, &local.entry);
                match operator.rename(&staged, &step.path).await {
                    Ok(()) => Ok(()),
                    // A lost response: the first rename succeeded, and the retry found nothing to rename.
                    Err(error) if !operator.exists(&staged).await.unwrap_or(true) => {
                        let there = operator.stat(&step.path).await.map(|there| there.content_length());
                        if there.is_ok_and(|size| size == local.entry.size) { Ok(()) } else { Err(diagnostic(error)) }
                    }
                    Err(error) => Err(diagnostic(error)),
                }
            }
        }
    }

    async fn put(&self, to: &str, path: &str, local: &Local) -> Result<(), Diagnostic> {
        let unreadable = |reason: Cause| messages::output_unreadable(path, reason);
        let bytes = local.content.bytes().map_err(|error| unreadable(Cause::io(&error)))?;
        if matches!(local.content, crate::base::source::Content::Elsewhere(_))
            && Fingerprint::of_bytes(&bytes) != local.entry.fingerprint
        {
            return Err(unreadable(Cause::new("编译之后变了", "it has changed since it was built")));
        }
        // Sends the bytes without copying them.
        let bytes = opendal::Buffer::from(bytes::Bytes::from_owner(bytes));
        let mut write = self.store.operator.write_with(to, bytes);
        if let Some(headers) = &local.entry.headers {
            write = write.content_type(&headers.content_type).cache_control(&headers.cache_control);
            // Where the service doesn't store `Content-Encoding`, compressed copies are uploaded but not used.
            if let Some(encoding) = headers.content_encoding.as_deref().filter(|_| self.store.encodings) {
                write = write.content_encoding(encoding);
            }
        }
        write.await.map(|_| ()).map_err(|error| self.faults.diagnostic(&error))
    }

    /// Checks the size of an uploaded file. The SFTP writer reports success on a full disk and leaves an empty file.
    async fn check_size(&self, path: &str, size: u64) -> Result<(), Diagnostic> {
        let there =
            self.store.operator.stat(path).await.map_err(|error| self.faults.diagnostic(&error))?.content_length();
        if there == size {
            return Ok(());
        }
        let (zh, en) =
            (format!("{path} 只写进了 {there} 字节，应有 {size} 字节"), format!("{path}: {there} of {size} bytes"));
        Err(messages::deploy_full(self.faults.target, Cause::new(&zh, &en)))
    }

    /// Writes a manifest or journal atomically.
    async fn save(&self, path: &str, bytes: Vec<u8>) -> Result<(), Diagnostic> {
        let (operator, size) = (&self.store.operator, bytes.len() as u64);
        let diagnostic = |error: opendal::Error| self.faults.diagnostic(&error);
        if self.store.in_place {
            return operator.write(path, bytes).await.map(|_| ()).map_err(diagnostic);
        }
        let beside = format!("{STAGING}{}", path.trim_start_matches('.'));
        operator.write(&beside, bytes).await.map_err(diagnostic)?;
        self.check_size(&beside, size).await?;
        operator.rename(&beside, path).await.map_err(diagnostic)
    }

    fn check_cancelled(&self) -> Result<(), Diagnostic> {
        if self.stop.load(Ordering::Relaxed) { Err(messages::deploy_stopped(self.faults.target)) } else { Ok(()) }
    }

    /// Removes leftover staged files and empty folders. Errors are ignored: leftovers are harmless.
    async fn clean_up(&self, plan: &Plan) {
        let operator = &self.store.operator;
        if !self.store.in_place
            && let Ok(left) = operator.list(STAGING).await
        {
            for entry in left.iter().filter(|entry| entry.metadata().mode() != EntryMode::DIR) {
                let _ = operator.delete(entry.path()).await;
            }
            self.remove_if_empty(STAGING).await;
        }
        if !self.store.folders {
            return;
        }
        let mut folders = BTreeSet::new();
        for step in plan.steps().filter(|step| step.action == Action::Remove) {
            for (at, _) in step.path.match_indices('/') {
                folders.insert(&step.path[..=at]);
            }
        }
        let used = |folder: &str| {
            self.local.range(folder.to_owned()..).next().is_some_and(|(path, _)| path.starts_with(folder))
        };
        // Inner folders first.
        for folder in folders.iter().rev().filter(|folder| !used(folder)) {
            self.remove_if_empty(folder).await;
        }
    }

    /// Removes a folder if it is empty. It is listed first, because some services remove a folder with its contents.
    async fn remove_if_empty(&self, folder: &str) {
        let operator = &self.store.operator;
        if let Ok(entries) = operator.list(folder).await
            && entries.iter().all(|entry| entry.path() == folder)
        {
            let _ = operator.delete(folder).await;
        }
    }
}

/// Returns the staging path of a file. It contains the fingerprints of path and bytes, so that two files with the same
/// bytes don't share one.
fn staged(path: &str, entry: &ManifestEntry) -> String {
    format!("{STAGING}{}-{}", Fingerprint::of_bytes(path.as_bytes()), entry.fingerprint)
}

/// The journal and the lock during a run.
struct RunState<'a> {
    journal: Journal,
    lock: &'a mut Lock,
    journal_at: Instant,
    journal_took: Duration,
    renewed: Instant,
}

impl RunState<'_> {
    async fn tick(&mut self, transfer: &Transfer<'_>) -> Result<(), Diagnostic> {
        self.renew(transfer).await?;
        if self.journal_at.elapsed() > JOURNAL_INTERVAL.max(self.journal_took * JOURNAL_SHARE) {
            self.write(transfer).await?;
        }
        Ok(())
    }

    async fn renew(&mut self, transfer: &Transfer<'_>) -> Result<(), Diagnostic> {
        if self.renewed.elapsed() > RENEW {
            self.lock.renew(&transfer.store.operator, &transfer.faults).await?;
            self.renewed = Instant::now();
        }
        Ok(())
    }

    async fn write(&mut self, transfer: &Transfer<'_>) -> Result<(), Diagnostic> {
        let began = Instant::now();
        let written = transfer.save(JOURNAL, self.journal.write()).await;
        (self.journal_at, self.journal_took) = (Instant::now(), began.elapsed());
        written
    }
}

fn one(fault: Diagnostic) -> Vec<Diagnostic> {
    vec![fault]
}
