//! What was made elsewhere → files of a site, and a report of what became of each.
//!
//! ```text
//! bytes of a table, files of another site
//!   table::drafts, generator::drafts     ▶ Drafts    what the site shall hold, and what can't be brought over
//!   settle                               ▶ Import    each file made, updated, unchanged or kept as it stands
//!   Import::fit                          ▶ Import    without what the site wouldn't build with
//! ```
//!
//! Pure: bytes come in, files to be written go out; whoever calls it reads and writes. Nothing
//! that stands in a site is replaced without being asked for, and nothing that can't be brought
//! over is dropped without a word: it is told with its place, and kept visibly where it stood.

pub mod datum;
mod edit;
mod field;
mod standing;
pub mod table;

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::build::{BuildOptions, Built, Cache, build};
use crate::diagnostic::{Diagnostic, Localized, Location, Severity, messages};
use crate::source::{Snapshot, SourceFile};
use crate::url::SourcePath;

/// What an import would like a site to hold.
#[derive(Debug, Default)]
pub struct Drafts {
    pub files: Vec<Draft>,
    /// About the imported sources: each location is in one of them.
    pub diagnostics: Vec<Diagnostic>,
}

/// One file, before it is known what stands in its place.
#[derive(Clone, Debug)]
pub struct Draft {
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
    /// Something else stands there, and nobody asked for it to be replaced.
    Kept,
}

impl Fate {
    /// Whether the file is to be written.
    pub fn writes(self) -> bool {
        matches!(self, Self::Made | Self::Updated)
    }
}

/// Compares what is wanted with what stands. With `force` the source's word counts.
pub fn settle(drafts: Drafts, site: &Snapshot, force: bool) -> Import {
    let mut import = Import { diagnostics: drafts.diagnostics, ..Import::default() };
    let mut taken = BTreeSet::new();
    for Draft { path, bytes, from, basis } in drafts.files {
        if !taken.insert(path.clone()) {
            let (zh, en) = (format!("{path} 已由另一处导入"), format!("{path} was already made from another source"));
            import.diagnostics.push(messages::left_out(&zh, &en).at(from));
            continue;
        }
        let fate = match site.get(&path) {
            None => Fate::Made,
            Some(file) if file.bytes == bytes => Fate::Unchanged,
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

/// More rounds than these would mean that leaving a file out breaks others without end.
const ROUNDS: usize = 8;

impl Import {
    /// Builds the site with the new files in memory, and leaves out those that it doesn't build
    /// with: an import must not break a site. What the build finds besides is kept in `found`.
    pub fn fit(&mut self, site: &Snapshot, options: &BuildOptions) {
        for _ in 0..ROUNDS {
            let built = build(&self.over(site), options, &mut Cache::none());
            let stays = !self.leave_out(&built, site);
            self.pages = built.pages;
            self.found = built.diagnostics;
            if stays {
                return;
            }
        }
    }

    /// The site with the new files laid over it.
    pub fn over(&self, site: &Snapshot) -> Snapshot {
        let mut over = site.clone();
        for file in self.files.iter().filter(|file| file.fate.writes()) {
            over.insert(file.path.clone(), SourceFile::new(file.bytes.clone()));
        }
        over
    }

    /// Takes out the files that errors are about; `true` if there were any.
    fn leave_out(&mut self, built: &Built, site: &Snapshot) -> bool {
        let errors: Vec<&Diagnostic> =
            built.diagnostics.iter().filter(|found| found.severity() == Severity::Error).collect();
        let mut any = false;
        let mut kept = Vec::new();
        for file in std::mem::take(&mut self.files) {
            let about = |found: &&&Diagnostic| {
                let mut places = found.at.iter().chain(found.related.iter().map(|(at, _)| at));
                places.any(|at| at.path == file.path)
            };
            match errors.iter().find(about).filter(|_| file.fate.writes()) {
                Some(fault) => {
                    let Localized { zh, en } = &fault.message;
                    let (zh, en) = (format!("网站因它无法编译：{zh}"), format!("the site doesn't build with it: {en}"));
                    self.diagnostics.push(messages::left_out(&zh, &en).at(file.from.clone()));
                    any = true;
                    if site.get(&file.path).is_some() {
                        kept.push(File { fate: Fate::Kept, ..file });
                    }
                }
                None => kept.push(file),
            }
        }
        self.files = kept;
        any
    }

    pub fn count(&self, fate: Fate) -> usize {
        self.files.iter().filter(|file| file.fate == fate).count()
    }
}
