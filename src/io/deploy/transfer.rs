//! A plan carried out on a store, so that a cut at any point harms no visitor and costs the next run little.
//!
//! 1. The lock is taken, list and journal are read, the plan is made.
//! 2. New addresses are looked at: a file there that isn't ours stops the run before it began.
//! 3. The journal is written: from now on all that is touched is known to be ours.
//! 4. Where the service can move files, all of them are written aside first (`.kepu-deploy/`), by names that say
//!    what is in them; a cut in this longest part changes nothing that a visitor sees, and what lies there already isn't
//!    sent again. Then they are moved, group by group. Elsewhere files are written in their place, group by group.
//! 5. The list is written, the journal removed, the lock given back.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::{StreamExt, TryStreamExt, stream};
use opendal::EntryMode;
use tokio::time::timeout;

use super::fault::Faults;
use super::lock::{Asking, Lock, RENEW};
use super::manifest::{JOURNAL, Journal, KnownTarget, MANIFEST, Manifest, ManifestEntry, Unreadable};
use super::plan::{Action, Plan, Step};
use super::store::Store;
use super::{DeployOptions, DeployProgress, Local};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::fingerprint::Fingerprint;

/// Where files wait to be moved.
const ASIDE: &str = ".kepu-deploy/";
/// So many new addresses are asked one by one; for more, everything there is listed.
const ASKED: usize = 24;
/// Writing the journal anew may take this part of the time.
const JOURNAL_SHARE: u32 = 10;
const JOURNAL_EVERY: Duration = Duration::from_secs(1);
/// Where something failed, noting it and giving the lock back may fail as well: nobody should wait long for that.
const FAREWELL: Duration = Duration::from_secs(5);

/// All that a run needs.
pub struct Transfer<'a> {
    pub store: Store,
    pub faults: Faults<'a>,
    pub local: &'a BTreeMap<String, Local>,
    pub options: DeployOptions,
    pub progress: &'a dyn DeployProgress,
    pub stop: &'a AtomicBool,
    /// A name for this run that no other has.
    pub run: String,
}

/// What is to be done, and what is known.
pub struct TargetLook {
    pub plan: Plan,
    known: KnownTarget,
    /// A journal lies there.
    journal: bool,
}

impl Transfer<'_> {
    fn entries(&self) -> BTreeMap<String, ManifestEntry> {
        self.local.iter().map(|(path, local)| (path.clone(), local.entry.clone())).collect()
    }

    /// Reads what is known of the target and makes the plan. Changes nothing there.
    ///
    /// # Errors
    /// Those of the target, and the foreign files that are in the way.
    pub async fn look(&self) -> Result<TargetLook, Vec<Diagnostic>> {
        let operator = &self.store.operator;
        let (manifest, journal) =
            tokio::join!(self.faults.read(operator, MANIFEST), self.faults.read(operator, JOURNAL));
        let (manifest, journal) = (manifest.map_err(one)?, journal.map_err(one)?);
        let found = journal.is_some();
        let manifest = manifest.map(|bytes| Manifest::read(&bytes)).transpose();
        let journal = journal.map(|bytes| Journal::read(&bytes)).transpose();
        let told =
            |path: &str, why: Unreadable| vec![messages::deploy_manifest(self.faults.target, path, &why.zh, &why.en)];
        let manifest = manifest.map_err(|why| told(MANIFEST, why))?;
        let journal = journal.map_err(|why| told(JOURNAL, why))?;
        let known = KnownTarget::of(manifest, journal);
        let plan = Plan::of(&self.entries(), &known);
        if !self.options.overwrite {
            let foreign = self.foreign(&plan).await.map_err(one)?;
            if !foreign.is_empty() {
                return Err(foreign.iter().map(|path| messages::deploy_foreign(self.faults.target, path)).collect());
            }
        }
        Ok(TargetLook { plan, known, journal: found })
    }

    /// New addresses at which something is already.
    async fn foreign(&self, plan: &Plan) -> Result<BTreeSet<String>, Diagnostic> {
        let operator = &self.store.operator;
        let new: Vec<&str> =
            plan.steps().filter(|step| step.action == Action::Add).map(|step| step.path.as_str()).collect();
        if new.len() <= ASKED {
            let there = stream::iter(new).map(async |path| Ok(operator.exists(path).await?.then(|| path.to_owned())));
            let there: Vec<Option<String>> = there
                .buffer_unordered(self.store.at_once)
                .try_collect()
                .await
                .map_err(|error| self.faults.told(&error))?;
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
        list.await.map_err(|error: opendal::Error| self.faults.told(&error))?;
        Ok(there)
    }

    /// Takes the lock, does all that is to be done, and gives the lock back, whatever came of it.
    ///
    /// # Errors
    /// What stopped it.
    pub async fn run(&self, asking: &Asking<'_>, told: &mut Vec<Diagnostic>) -> Result<TargetLook, Vec<Diagnostic>> {
        let operator = &self.store.operator;
        let mut lock = Lock::take(operator, &self.run, asking, &self.faults, told).await.map_err(one)?;
        let done = self.locked(&mut lock).await;
        let released = lock.release(operator, &self.faults);
        match &done {
            Ok(_) => released.await,
            Err(_) => drop(timeout(FAREWELL, released).await),
        }
        done
    }

    async fn locked(&self, lock: &mut Lock) -> Result<TargetLook, Vec<Diagnostic>> {
        let look = self.look().await?;
        if look.plan.is_empty() && !look.journal {
            return Ok(look);
        }
        let operator = &self.store.operator;
        let mut watch = Watch {
            journal: look.known.journal(look.plan.steps().map(|step| step.path.as_str())),
            lock,
            journal_at: Instant::now(),
            journal_took: Duration::ZERO,
            renewed: Instant::now(),
        };
        watch.write(self).await.map_err(one)?;
        let done = self.steps(&look.plan, &mut watch).await;
        if let Err(fault) = done {
            // What was done needn't be done again. If the connection is gone, the last journal has to do.
            let _ = timeout(FAREWELL, watch.write(self)).await;
            return Err(vec![fault]);
        }
        let manifest = Manifest { run: self.run.clone(), files: self.entries() };
        let said = |error: opendal::Error| vec![self.faults.told(&error)];
        self.save(MANIFEST, manifest.write()).await.map_err(one)?;
        operator.delete(JOURNAL).await.map_err(said)?;
        self.tidy(&look.plan).await;
        Ok(look)
    }

    async fn steps(&self, plan: &Plan, watch: &mut Watch<'_>) -> Result<(), Diagnostic> {
        self.progress.begin(plan.steps().count());
        if !self.store.in_place {
            self.send_aside(plan, watch).await?;
        }
        for group in &plan.groups {
            // Set by the first fault: what is on its way may arrive, and nothing more is begun.
            let ending = AtomicBool::new(false);
            let done = stream::iter(group).map(async |step| {
                self.still_wanted()?;
                if ending.load(Ordering::Relaxed) {
                    return Err(messages::deploy_stopped(self.faults.target));
                }
                self.step(step).await?;
                Ok(step)
            });
            let mut done = done.buffer_unordered(self.store.at_once);
            while let Some(step) = done.next().await {
                let fault = match step {
                    Ok(step) => {
                        self.did(step, watch);
                        watch.tick(self).await.err()
                    }
                    Err(fault) => Some(fault),
                };
                if let Some(fault) = fault {
                    ending.store(true, Ordering::Relaxed);
                    let rest = async {
                        while let Some(step) = done.next().await {
                            step.into_iter().for_each(|step| self.did(step, watch));
                        }
                    };
                    let _ = timeout(FAREWELL, rest).await;
                    return Err(fault);
                }
            }
        }
        Ok(())
    }

    /// Notes a step.
    fn did(&self, step: &Step, watch: &mut Watch<'_>) {
        let entry = self.local.get(&step.path).map(|local| local.entry.clone());
        watch.journal.did(&step.path, entry);
        if self.store.in_place || step.action == Action::Remove {
            self.progress.step();
        }
    }

    /// Sends what isn't there yet under the name that says what it is.
    async fn send_aside(&self, plan: &Plan, watch: &mut Watch<'_>) -> Result<(), Diagnostic> {
        let operator = &self.store.operator;
        let mut there = BTreeMap::new();
        let list = async {
            let mut entries = operator.lister(ASIDE).await?;
            while let Some(entry) = entries.try_next().await? {
                if entry.metadata().mode() == EntryMode::FILE {
                    // Some services list names alone.
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
            Err(error) => return Err(self.faults.told(&error)),
        }
        let wanted: Vec<&str> =
            plan.steps().filter(|step| step.action != Action::Remove).map(|step| step.path.as_str()).collect();
        let sent = stream::iter(wanted).map(async |path| {
            self.still_wanted()?;
            let Some(local) = self.local.get(path) else { return Ok(()) };
            let aside = aside(path, &local.entry);
            // A file cut off in the middle is shorter than it should be.
            if there.get(&aside) != Some(&local.entry.size) {
                self.put(&aside, path, local).await?;
                self.whole(&aside, local.entry.size).await?;
            }
            Ok(())
        });
        let mut sent = sent.buffer_unordered(self.store.at_once);
        while let Some(result) = sent.next().await {
            result?;
            self.progress.step();
            watch.renew(self).await?;
        }
        Ok(())
    }

    async fn step(&self, step: &Step) -> Result<(), Diagnostic> {
        let operator = &self.store.operator;
        let told = |error: opendal::Error| self.faults.told(&error);
        match (step.action, self.local.get(&step.path)) {
            (Action::Remove, _) | (_, None) => operator.delete(&step.path).await.map_err(told),
            (_, Some(local)) if self.store.in_place => self.put(&step.path, &step.path, local).await,
            (_, Some(local)) => {
                let aside = aside(&step.path, &local.entry);
                match operator.rename(&aside, &step.path).await {
                    Ok(()) => Ok(()),
                    // An answer that was lost: it was moved, and asked for a second time.
                    Err(error) if !operator.exists(&aside).await.unwrap_or(true) => {
                        let there = operator.stat(&step.path).await.map(|there| there.content_length());
                        if there.is_ok_and(|size| size == local.entry.size) { Ok(()) } else { Err(told(error)) }
                    }
                    Err(error) => Err(told(error)),
                }
            }
        }
    }

    async fn put(&self, to: &str, path: &str, local: &Local) -> Result<(), Diagnostic> {
        let unreadable = |reason: &str| messages::output_unreadable(path, reason);
        let bytes = local.content.bytes().map_err(|error| unreadable(&error.to_string()))?;
        if matches!(local.content, crate::base::source::Content::Elsewhere(_))
            && Fingerprint::of_bytes(&bytes) != local.entry.fingerprint
        {
            return Err(unreadable("it has changed since it was built · 编译之后变了"));
        }
        // What is in memory is sent from there.
        let bytes = opendal::Buffer::from(bytes::Bytes::from_owner(bytes));
        let mut write = self.store.operator.write_with(to, bytes);
        if let Some(headers) = &local.entry.headers {
            write = write.content_type(&headers.content_type).cache_control(&headers.cache_control);
            // A bucket that can't be told keeps copies that nobody is sent.
            if let Some(encoding) = headers.content_encoding.as_deref().filter(|_| self.store.encodings) {
                write = write.content_encoding(encoding);
            }
        }
        write.await.map(|_| ()).map_err(|error| self.faults.told(&error))
    }

    /// Looks whether a file arrived. SFTP's writer says that all is well where the disk was full, and leaves an empty file.
    async fn whole(&self, path: &str, size: u64) -> Result<(), Diagnostic> {
        let there = self.store.operator.stat(path).await.map_err(|error| self.faults.told(&error))?.content_length();
        if there == size {
            return Ok(());
        }
        Err(messages::deploy_full(self.faults.target, &format!("{path}: {there} of {size} bytes")))
    }

    /// Writes a list of ours, which nobody is to find half-written either.
    async fn save(&self, path: &str, bytes: Vec<u8>) -> Result<(), Diagnostic> {
        let (operator, size) = (&self.store.operator, bytes.len() as u64);
        let told = |error: opendal::Error| self.faults.told(&error);
        if self.store.in_place {
            return operator.write(path, bytes).await.map(|_| ()).map_err(told);
        }
        let beside = format!("{ASIDE}{}", path.trim_start_matches('.'));
        operator.write(&beside, bytes).await.map_err(told)?;
        self.whole(&beside, size).await?;
        operator.rename(&beside, path).await.map_err(told)
    }

    fn still_wanted(&self) -> Result<(), Diagnostic> {
        if self.stop.load(Ordering::Relaxed) { Err(messages::deploy_stopped(self.faults.target)) } else { Ok(()) }
    }

    /// Takes away what is left aside, and folders that have become empty. What can't be taken away harms nobody.
    async fn tidy(&self, plan: &Plan) {
        let operator = &self.store.operator;
        if !self.store.in_place
            && let Ok(left) = operator.list(ASIDE).await
        {
            for entry in left.iter().filter(|entry| entry.metadata().mode() != EntryMode::DIR) {
                let _ = operator.delete(entry.path()).await;
            }
            self.remove_if_empty(ASIDE).await;
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
        // The innermost first.
        for folder in folders.iter().rev().filter(|folder| !used(folder)) {
            self.remove_if_empty(folder).await;
        }
    }

    /// Some services remove a folder with all that is in it, so it is looked at first.
    async fn remove_if_empty(&self, folder: &str) {
        let operator = &self.store.operator;
        if let Ok(entries) = operator.list(folder).await
            && entries.iter().all(|entry| entry.path() == folder)
        {
            let _ = operator.delete(folder).await;
        }
    }
}

/// The name of a file that waits: of its place and its bytes, so that two with the same bytes don't share one.
fn aside(path: &str, entry: &ManifestEntry) -> String {
    format!("{ASIDE}{}-{}", Fingerprint::of_bytes(path.as_bytes()), entry.fingerprint)
}

/// The journal and the lock while the run is on.
struct Watch<'a> {
    journal: Journal,
    lock: &'a mut Lock,
    journal_at: Instant,
    journal_took: Duration,
    renewed: Instant,
}

impl Watch<'_> {
    async fn tick(&mut self, transfer: &Transfer<'_>) -> Result<(), Diagnostic> {
        self.renew(transfer).await?;
        if self.journal_at.elapsed() > JOURNAL_EVERY.max(self.journal_took * JOURNAL_SHARE) {
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
