//! Uploads a built site to its target; only changed files are sent.
//!
//! ```text
//! outputs ─local─▶ local files         fingerprint, size, headers of every file        mod
//! target  ─read──▶ Known               files uploaded earlier, and uncertain ones      manifest
//! both    ─plan──▶ Plan                groups of steps; no page precedes its assets    plan
//! Plan    ─run───▶ the target          under a lock, with a journal                    transfer, lock
//! ```
//!
//! A git branch has its own history and locking. It uses the same manifest and plan, but pushes one commit ([`git`]).
//! Beside `fetch`, this is the only module that connects to other hosts, and only for `kepu deploy`. Async code doesn't
//! leave this module.

mod credentials;
mod fault;
mod git;
mod lock;
mod manifest;
mod plan;
mod retry;
mod store;
mod transfer;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use jiff::Timestamp;
use rayon::prelude::*;

pub use credentials::{Credentials, Secret};
pub use manifest::{Headers, JOURNAL, Journal, KnownTarget, MANIFEST, Manifest, ManifestEntry, Unreadable};
pub use plan::{Action, Plan, Step};

use crate::assets::compress::Coding;
use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::media_type;
use crate::base::source::Content;
use crate::base::url::OutputPath;
use crate::build::Output;
use crate::config::destination::{Destination, Service};
use crate::io::disk::{self, Claim};
use crate::io::programs::ssh;
use crate::render::hosting::CACHE;
use fault::Faults;
use lock::LockRequest;
use store::Store;
use transfer::Transfer;

/// The options of `kepu deploy`.
#[derive(Clone, Copy, Debug, Default)]
pub struct DeployOptions {
    /// Only reports the changes.
    pub dry_run: bool,
    /// Replaces files that kepu didn't upload.
    pub overwrite: bool,
    /// Takes over the lock of another deployment.
    pub break_lock: bool,
}

/// Returns what keeps this machine from sending anything to a destination, before a site is built for it.
///
/// # Errors
/// One diagnostic: SFTP goes through OpenSSH's `ssh`, in a way that it only has on Unix.
pub fn usable(destination: &Destination) -> Result<(), Diagnostic> {
    usable_with(destination, || cfg!(unix) && ssh::is_there())
}

fn usable_with(destination: &Destination, has_ssh: impl FnOnce() -> bool) -> Result<(), Diagnostic> {
    match &destination.service {
        Service::Sftp { .. } if !has_ssh() => {
            let fault = if cfg!(windows) { messages::sftp_on_windows } else { messages::no_ssh };
            Err(fault(&destination.name).at(destination.at.clone()))
        }
        _ => Ok(()),
    }
}

/// Receives the progress of a deployment.
pub trait DeployProgress: Sync {
    fn begin(&self, steps: usize);
    fn step(&self);
}

/// One deployment.
pub struct Deployment<'a> {
    pub destination: &'a Destination,
    /// The site's root; folders and local repositories are relative to it.
    pub root: &'a Path,
    pub outputs: &'a BTreeMap<OutputPath, Output>,
    /// The site's address. A target that has the files of another site is refused.
    pub site: &'a str,
    pub credentials: &'a Credentials,
    pub options: DeployOptions,
    /// This machine's name, written to the lock file.
    pub host: &'a str,
    /// A unique name for this run.
    pub run: String,
    pub claim: Option<&'a Claim>,
    pub progress: &'a dyn DeployProgress,
    /// Cancels the deployment when set.
    pub stop: &'a AtomicBool,
}

/// The changes that were made, or that a dry run would make.
#[derive(Debug, Default)]
pub struct DeployOutcome {
    /// Steps in the order of execution, with sizes in bytes; 0 for a removed file.
    pub changes: Vec<(Step, u64)>,
    pub unchanged: usize,
    /// Warnings of a successful deployment.
    pub told: Vec<Diagnostic>,
}

/// A local file to upload.
pub struct Local {
    pub content: Content,
    pub entry: ManifestEntry,
}

impl Deployment<'_> {
    /// Deploys the outputs.
    ///
    /// # Errors
    /// The diagnostics that stopped it. The target is then unchanged, or consistent as described in [`transfer`].
    pub fn run(&self) -> Result<DeployOutcome, Vec<Diagnostic>> {
        let faults = Faults { target: &self.destination.name, credentials: self.credentials };
        if let Service::Git { remote, branch } = &self.destination.service {
            return git::deploy(self, remote, branch, &local(self.outputs, false)?);
        }
        // An error means that a provider is already installed; it is the same one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| vec![messages::deploy_failed(faults.target, Cause::io(&error))])?;
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
                site: self.site,
            };
            let mut told = Vec::new();
            let plan = if self.options.dry_run {
                transfer.inspect().await?.plan
            } else {
                let request = LockRequest {
                    host: self.host,
                    own_stale: self.claim.map_or(&[], Claim::noted),
                    force: self.options.break_lock,
                    note: &|ids| self.claim.iter().for_each(|claim| claim.note(ids)),
                    first_seen: &|lock, now| self.first_seen(lock, now),
                };
                transfer.run(&request, &mut told).await?.plan
            };
            Ok(DeployOutcome { told, ..DeployOutcome::of(plan, &local) })
        })
    }
}

impl Deployment<'_> {
    /// When this site's folder first saw a lock with this content on the target.
    fn first_seen(&self, lock: &[u8], now: Timestamp) -> Timestamp {
        let (name, what) = (format!("deploy/{}.seen", self.destination.name), Fingerprint::of_bytes(lock).to_string());
        let known = disk::recall(self.root, &name).and_then(|bytes| String::from_utf8(bytes).ok());
        let since = known.as_deref().and_then(|known| known.strip_prefix(&what)?.trim().parse().ok());
        since.filter(|since| *since <= now).unwrap_or_else(|| {
            disk::keep(self.root, &name, format!("{what} {now}").as_bytes());
            now
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

/// Computes the manifest entry of every output. Files on disk are read in parallel and not kept in memory.
fn local(outputs: &BTreeMap<OutputPath, Output>, headers: bool) -> Result<BTreeMap<String, Local>, Vec<Diagnostic>> {
    let outputs: Vec<(&OutputPath, &Output)> = outputs.iter().collect();
    let known = outputs.par_iter().map(|(path, output)| {
        let bytes = output.content.bytes();
        let bytes = bytes.map_err(|error| vec![messages::output_unreadable(path.as_str(), Cause::io(&error))])?;
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
    // A compressed copy has the media type of its original.
    let copied = coding.and_then(|coding| path.strip_suffix(coding.extension())?.strip_suffix('.'));
    Headers {
        content_encoding: coding.map(|coding| coding.token().to_owned()),
        content_type: media_type::of(copied.unwrap_or(path)),
        cache_control: rule.map_or(String::new(), |rule| rule.value.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::diagnostic::Location;
    use crate::base::url::SourcePath;
    use crate::config::destination::KnownHosts;

    #[test]
    fn sftp_without_openssh_is_refused_before_anything_is_built() {
        let at = Location::file(&SourcePath::new("site.yaml").unwrap());
        let named = |service| Destination { name: "www".to_owned(), service, at: at.clone() };
        let (host, path) = ("example.org".to_owned(), "/srv".to_owned());
        let sftp = named(Service::Sftp { host, user: None, path: path.clone(), known_hosts: KnownHosts::Strict });
        assert!(usable_with(&sftp, || true).is_ok());
        assert!(matches!(usable_with(&sftp, || false).unwrap_err().code.0, "E1225" | "E1226"));
        assert!(usable_with(&named(Service::Folder { path }), || false).is_ok());
    }
}
