//! A finished site → the place from which it is served, by difference.
//!
//! ```text
//! outputs ─local─▶ what is here        fingerprint, size, headers of every file      mod
//! target  ─read──▶ Known               what we put there, and what is uncertain      manifest
//! both    ─plan──▶ Plan                groups of steps, in an order that harms nobody plan
//! Plan    ─run───▶ the target          under a lock, with a journal                  transfer, lock
//! ```
//!
//! A branch of git has a history and a lock of its own, and goes another way with the same list and the same plan
//! ([`git`]). The only module beside `fetch` that speaks to other hosts, and only when `kepu deploy` says so. What
//! asynchrony there is stays in here.

mod credentials;
mod fault;
mod git;
mod lock;
mod manifest;
mod patience;
mod plan;
mod store;
mod transfer;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use rayon::prelude::*;

pub use credentials::{Credentials, Secret};
pub use manifest::{Headers, JOURNAL, Journal, KnownTarget, MANIFEST, Manifest, ManifestEntry, Unreadable};
pub use plan::{Action, Plan, Step};

use crate::assets::compress::Coding;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::media_type;
use crate::base::source::Content;
use crate::base::url::OutputPath;
use crate::build::Output;
use crate::config::destination::{Destination, Service};
use crate::io::disk::Claim;
use crate::render::hosting::CACHE;
use fault::Faults;
use lock::Asking;
use store::Store;
use transfer::Transfer;

/// How a deployment is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeployOptions {
    /// Says what would be done, and does nothing.
    pub dry_run: bool,
    /// Foreign files at our addresses are replaced.
    pub overwrite: bool,
    /// The lock is taken from whoever has it.
    pub break_lock: bool,
}

/// Told how far it is.
pub trait DeployProgress: Sync {
    fn begin(&self, steps: usize);
    fn step(&self);
}

/// One deployment.
pub struct Deployment<'a> {
    pub destination: &'a Destination,
    /// The site's root: folders and branches are named from there.
    pub root: &'a Path,
    pub outputs: &'a BTreeMap<OutputPath, Output>,
    pub credentials: &'a Credentials,
    pub options: DeployOptions,
    /// This machine's name, for whoever finds the lock.
    pub host: &'a str,
    /// A name for this run that no other has.
    pub run: String,
    pub claim: Option<&'a Claim>,
    pub progress: &'a dyn DeployProgress,
    /// Set when the program is to end.
    pub stop: &'a AtomicBool,
}

/// What was done, or would be.
#[derive(Debug, Default)]
pub struct DeployOutcome {
    /// In the order in which it was done, with sizes; nothing has the size of what is removed.
    pub changes: Vec<(Step, u64)>,
    pub unchanged: usize,
    /// Worth telling, though it went well.
    pub told: Vec<Diagnostic>,
}

/// A file as it is here.
pub struct Local {
    pub content: Content,
    pub entry: ManifestEntry,
}

impl Deployment<'_> {
    /// # Errors
    /// What stopped it. The target is then as it was, or whole in the sense of [`transfer`].
    pub fn run(&self) -> Result<DeployOutcome, Vec<Diagnostic>> {
        let faults = Faults { target: &self.destination.name, credentials: self.credentials };
        if let Service::Git { remote, branch } = &self.destination.service {
            return git::deploy(self, remote, branch, &local(self.outputs, false)?);
        }
        // The one who installed one before has the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| vec![messages::deploy_failed(faults.target, &error.to_string())])?;
        runtime.block_on(async {
            let store = Store::open(&self.destination.service, self.root, &faults).map_err(|fault| vec![fault])?;
            let local = local(self.outputs, store.headers)?;
            let transfer = Transfer {
                store,
                faults,
                local: &local,
                options: self.options,
                progress: self.progress,
                stop: self.stop,
                run: self.run.clone(),
            };
            let mut told = Vec::new();
            let plan = if self.options.dry_run {
                transfer.look().await?.plan
            } else {
                let asking = Asking {
                    host: self.host,
                    left_behind: self.claim.and_then(Claim::noted),
                    breaking: self.options.break_lock,
                    note: &|id| self.claim.iter().for_each(|claim| claim.note(id)),
                };
                transfer.run(&asking, &mut told).await?.plan
            };
            Ok(DeployOutcome { told, ..DeployOutcome::of(plan, &local) })
        })
    }
}

impl DeployOutcome {
    fn of(plan: Plan, local: &BTreeMap<String, Local>) -> Self {
        let unchanged = plan.unchanged;
        let size = |step: &Step| local.get(&step.path).map_or(0, |local| local.entry.size);
        let changes = plan.groups.into_iter().flatten().map(|step| (step.clone(), size(&step))).collect();
        Self { changes, unchanged, told: Vec::new() }
    }
}

/// Every output with its fingerprint. What is on the disk is read for it, piece by piece of the work.
fn local(outputs: &BTreeMap<OutputPath, Output>, headers: bool) -> Result<BTreeMap<String, Local>, Vec<Diagnostic>> {
    let outputs: Vec<(&OutputPath, &Output)> = outputs.iter().collect();
    let known = outputs.par_iter().map(|(path, output)| {
        let bytes = output.content.bytes();
        let bytes = bytes.map_err(|error| vec![messages::output_unreadable(path.as_str(), &error.to_string())])?;
        let entry = ManifestEntry {
            fingerprint: Fingerprint::of_bytes(&bytes),
            size: bytes.len() as u64,
            headers: headers.then(|| headers_of(path.as_str(), output.coding)),
        };
        Ok((path.as_str().to_owned(), Local { content: output.content.clone(), entry }))
    });
    known.collect()
}

fn headers_of(path: &str, coding: Option<Coding>) -> Headers {
    let rule = CACHE.iter().find(|rule| format!("/{path}").starts_with(rule.below));
    // A compressed copy is of the same type as what it is a copy of.
    let copied = coding.and_then(|coding| path.strip_suffix(coding.extension())?.strip_suffix('.'));
    Headers {
        content_encoding: coding.map(|coding| coding.token().to_owned()),
        content_type: media_type::of(copied.unwrap_or(path)),
        cache_control: rule.map_or(String::new(), |rule| rule.value.to_owned()),
    }
}
