//! What was made elsewhere → files of a site, and a report of what became of each.
//!
//! ```text
//! bytes of a table, files of another site
//!   table::drafts, generator::drafts,
//!   docx::drafts                         ▶ Drafts    what the site shall hold, and what can't be brought over
//!   bring                                ▶ Import    each file made, updated, unchanged or kept as it stands, and
//!                                                    without what the site doesn't build with
//! ```
//!
//! Pure: bytes come in, files to be written go out; the caller reads and writes. Nothing
//! that stands in a site is replaced without being asked for, and nothing that can't be brought
//! over is dropped without a word: it is reported with its place, and kept visibly where it stood.

pub mod datum;
pub mod docx;
mod edit;
mod field;
pub mod generator;
pub mod standing;
pub mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Localized, Location, Severity, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::{BuildOptions, Cache, Checks, prepare};
pub use standing::StandingSite;

/// What an import would like a site to hold.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    pub files: Vec<DraftFile>,
    /// About the imported sources: each location is in one of them.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file, before it is known what stands in its place.
#[derive(Clone, Debug)]
pub struct DraftFile {
    pub path: SourcePath,
    pub bytes: Arc<[u8]>,
    /// In the imported sources.
    pub from: Location,
    pub basis: Basis,
}

/// Where the bytes of a draft come from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// From the imported source alone: what stands there already would be replaced.
    Source,
    /// What stands there, with something added to it.
    Standing,
}

/// The files of an import, each with what becomes of it.
#[derive(Debug, Default)]
pub struct Import {
    pub files: Vec<File>,
    /// About the imported sources.
    pub diagnostics: Vec<Diagnostic>,
    /// What the build of the site with the new files finds; about the site's own files.
    pub found: Vec<Diagnostic>,
    /// How many pages the site has then.
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
    /// Something else stands there, and the editor didn't ask for it to be replaced.
    Kept,
}

impl Fate {
    /// Whether the file is to be written.
    pub fn writes(self) -> bool {
        matches!(self, Self::Made | Self::Updated)
    }
}

/// Files that the site doesn't build with, and what the build says of them.
pub type Unfit = BTreeMap<SourcePath, Localized>;

/// Settles drafts in a site that builds with them. What it doesn't build with is left out, and the
/// drafts are made again without it, so that nothing leads to what isn't there: an import must
/// not break a site.
pub fn bring(
    standing: &StandingSite,
    force: bool,
    cache: &mut Cache,
    drafts: impl Fn(&Unfit, &mut Cache) -> Drafts,
) -> Import {
    let (mut unfit, mut checks) = (Unfit::new(), Checks::default());
    loop {
        let mut import = settle(drafts(&unfit, cache), &standing.snapshot, force, &unfit);
        let more = import.check(standing, cache, &mut checks);
        let known = unfit.len();
        unfit.extend(more);
        if unfit.len() == known {
            return import;
        }
    }
}

/// Compares what is wanted with what stands. With `force` the source's word counts.
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
            Some(_) if force || basis == Basis::Standing => Fate::Updated,
            Some(_) => {
                import.diagnostics.push(messages::kept_as_it_stands(path.as_str()).at(from.clone()));
                Fate::Kept
            }
        };
        import.files.push(File { path, bytes, from, fate });
    }
    import
}

/// Why a file was left out, in Chinese and in English.
fn does_not_build(fault: &Localized) -> (String, String) {
    (format!("网站因它无法编译：{}", fault.zh), format!("the site doesn't build with it: {}", fault.en))
}

impl Import {
    /// Checks the site with the new files in memory for all that a build would find, keeps what is found, and returns
    /// those of the new files that errors are about.
    ///
    /// Drafts are on the site first, as they are to be published one day. Where there are any, the site without them is
    /// another, and checked as well: nothing on it may lead to them.
    fn check(&mut self, standing: &StandingSite, cache: &mut Cache, checks: &mut Checks) -> Unfit {
        let over = self.over(&standing.snapshot);
        for drafts in [true, false] {
            let ready = prepare(&over, &BuildOptions { drafts, ..standing.build.clone() }, cache);
            self.found = ready.check(checks, || false).unwrap_or_default();
            self.pages = ready.pages();
            let (unfit, site) = (self.unfit(&self.found), ready.site());
            if !unfit.is_empty() || site.entries.iter().all(|entry| entry.is_public(site.today)) {
                return unfit;
            }
        }
        Unfit::new()
    }

    /// The site with the new files laid over it.
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
