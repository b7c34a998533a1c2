//! Imports content from other tools: a table, another generator's site or a Word document becomes files of a site, with
//! a report of what happened to each.
//!
//! ```text
//! bytes of a table, files of another site
//!   table::drafts, generator::drafts,
//!   docx::drafts                         ▶ Drafts    the files to write, and reports of what can't be imported
//!   bring                                ▶ Import    each file made, updated, unchanged or kept as it is, without
//!                                                    those that make the build fail
//! ```
//!
//! The module is pure: it gets bytes and returns files to be written; the caller reads and writes. An existing file is
//! replaced only if that is asked for. Nothing is dropped silently: what can't be imported is reported with its place
//! and kept visibly where it was.

pub mod datum;
pub mod docx;
mod edit;
pub mod existing;
mod field;
pub mod generator;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Localized, Location, Severity, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::{BuildOptions, Cache, Checks, prepare};
pub use existing::ExistingSite;

/// The files that an import would write.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    pub files: Vec<DraftFile>,
    /// Diagnostics of the imported sources: each location is in one of them.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file, before it is compared with the existing site.
#[derive(Clone, Debug)]
pub struct DraftFile {
    pub path: SourcePath,
    pub bytes: Arc<[u8]>,
    /// The draft's place in the imported sources.
    pub from: Location,
    pub basis: Basis,
}

/// Whether a draft is based on an existing file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Made from the imported source alone: an existing file would be replaced.
    Source,
    /// An existing file with additions.
    Existing,
}

/// The files of an import, each with its outcome.
#[derive(Debug, Default)]
pub struct Import {
    pub files: Vec<File>,
    /// Diagnostics of the imported sources.
    pub diagnostics: Vec<Diagnostic>,
    /// What the build of the site with the new files reports; about the site's own files.
    pub found: Vec<Diagnostic>,
    /// The number of pages of the site with the new files.
    pub pages: usize,
}

#[derive(Clone, Debug)]
pub struct File {
    pub path: SourcePath,
    pub bytes: Arc<[u8]>,
    pub from: Location,
    pub fate: Fate,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    Made,
    Updated,
    Unchanged,
    /// A different file exists, and the editor didn't ask for it to be replaced.
    Kept,
}

impl Fate {
    /// Returns whether the file is to be written.
    pub fn writes(self) -> bool {
        matches!(self, Self::Made | Self::Updated)
    }
}

/// Files that make the build fail, each with the build's message.
pub type Unfit = BTreeMap<SourcePath, Localized>;

/// Imports drafts so that the site still builds. A file that makes the build fail is left out, and the drafts are made
/// again without it, so that nothing links to it.
pub fn bring(
    existing: &ExistingSite,
    force: bool,
    cache: &mut Cache,
    drafts: impl Fn(&Unfit, &mut Cache) -> Drafts,
) -> Import {
    let (mut unfit, mut checks) = (Unfit::new(), Checks::default());
    loop {
        let mut import = settle(drafts(&unfit, cache), &existing.snapshot, force, &unfit);
        let more = import.check(existing, cache, &mut checks);
        let known = unfit.len();
        unfit.extend(more);
        if unfit.len() == known {
            return import;
        }
    }
}

/// Compares drafts with the existing files. With `force` they replace files that differ.
pub fn settle(drafts: Drafts, site: &Snapshot, force: bool, unfit: &Unfit) -> Import {
    let mut import = Import { diagnostics: drafts.diagnostics, ..Import::default() };
    let mut taken = BTreeSet::new();
    for DraftFile { path, bytes, from, basis } in drafts.files {
        if let Some(fault) = unfit.get(&path) {
            let (zh, en) = does_not_build(fault);
            import.diagnostics.push(messages::left_out(&zh, &en).at(from));
            continue;
        }
        if !taken.insert(path.clone()) {
            let (zh, en) = (format!("{path} 已由另一处导入"), format!("{path} was already made from another source"));
            import.diagnostics.push(messages::left_out(&zh, &en).at(from));
            continue;
        }
        let fate = match site.get(&path) {
            None => Fate::Made,
            Some(file) if file.fingerprint == Fingerprint::of_bytes(&bytes) => Fate::Unchanged,
            Some(_) if force || basis == Basis::Existing => Fate::Updated,
            Some(_) => {
                import.diagnostics.push(messages::kept_as_it_stands(path.as_str()).at(from.clone()));
                Fate::Kept
            }
        };
        import.files.push(File { path, bytes, from, fate });
    }
    import
}

/// Returns why a file was left out, in Chinese and in English.
fn does_not_build(fault: &Localized) -> (String, String) {
    (format!("网站因它无法编译：{}", fault.zh), format!("the site doesn't build with it: {}", fault.en))
}

impl Import {
    /// Checks the site with the new files in memory for all that a build would find, keeps what is found, and returns
    /// those of the new files that errors are about.
    ///
    /// Drafts are on the site first, as they are to be published one day. Where there are any, the site without them is
    /// another, and checked as well: nothing on it may lead to them.
    fn check(&mut self, existing: &ExistingSite, cache: &mut Cache, checks: &mut Checks) -> Unfit {
        let over = self.over(&existing.snapshot);
        for drafts in [true, false] {
            let ready = prepare(&over, &BuildOptions { drafts, ..existing.build.clone() }, cache);
            self.found = ready.check(checks, || false).unwrap_or_default();
            self.pages = ready.pages();
            let (unfit, site) = (self.unfit(&self.found), ready.site());
            if !unfit.is_empty() || site.entries.iter().all(|entry| entry.is_public(site.now)) {
                return unfit;
            }
        }
        Unfit::new()
    }

    /// Returns the site with the new files over the existing ones.
    pub fn over(&self, site: &Snapshot) -> Snapshot {
        let mut over = site.clone();
        for file in self.files.iter().filter(|file| file.fate.writes()) {
            over.insert(file.path.clone(), SourceFile::new(file.bytes.clone()));
        }
        over
    }

    fn unfit(&self, found: &[Diagnostic]) -> Unfit {
        let mut unfit = Unfit::new();
        for fault in found.iter().filter(|found| found.severity() == Severity::Error) {
            let places = fault.at.iter().chain(fault.related.iter().map(|(at, _)| at));
            for at in places {
                if self.files.iter().any(|file| file.path == at.path && file.fate.writes()) {
                    unfit.entry(at.path.clone()).or_insert_with(|| fault.message.clone());
                }
            }
        }
        unfit
    }

    pub fn count(&self, fate: Fate) -> usize {
        self.files.iter().filter(|file| file.fate == fate).count()
    }
}
