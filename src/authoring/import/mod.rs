//! Imports content from other tools: a table, another generator's site or a Word document becomes files of a site, with
//! a report of what happened to each.
//!
//! ```text
//! bytes of a table, files of another site
//!   table::drafts, generator::drafts,
//!   docx::drafts                         ▶ Drafts    the files to write, and reports of what can't be imported
//!   bring                                ▶ Import    each file made, updated, unchanged or kept as it is, without
//!                                                    those that make the build fail
//!   html::compare                        ▶ messages  what a page lacks of the text that it was made of
//! ```
//!
//! The module is pure: it gets bytes and returns files to be written; the caller reads and writes. An existing file is
//! replaced only if that is asked for. Nothing is dropped silently: what can't be imported is reported with its place
//! and kept visibly where it was.

pub mod archive;
mod audience;
pub mod calendar;
pub mod datum;
pub mod docx;
pub mod docx_fault;
mod docx_lost;
pub mod docx_ready;
pub(super) mod edit;
mod encoding;
pub mod existing;
pub(super) mod field;
pub mod generator;
mod html;
pub mod pasted;
pub mod table;
pub mod word;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use html::compare;
pub use html::compare::PageContent;
use rayon::prelude::*;

use crate::base::diagnostic::{Diagnostic, Localized, Location, Severity, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::{BuildOptions, Cache, Checks, prepare};
use crate::content::document::is_markdown;
pub use existing::ExistingSite;

/// The files that an import would write.
#[derive(Clone, Debug, Default)]
pub struct Drafts {
    pub files: Vec<DraftFile>,
    /// Diagnostics of the imported sources: each location is in one of them.
    pub diagnostics: Vec<Diagnostic>,
    /// Existing files with those links that had led nowhere when they were imported, and lead somewhere by now.
    pub mended: BTreeMap<SourcePath, Arc<[u8]>>,
}

/// Drafts with the texts that they were made of, which their pages are compared with.
#[derive(Debug, Default)]
pub struct Sourced {
    pub drafts: Drafts,
    pub originals: Vec<ImportedText>,
    /// A mapping file to be completed, if the sources have kinds of content that it has to place.
    pub mapping: Option<String>,
}

/// A text of the imported sources, as its page should show it.
#[derive(Debug)]
pub struct ImportedText {
    /// The file that was made of it.
    pub path: SourcePath,
    pub title: String,
    pub from: Location,
    pub content: PageContent,
}

impl From<Drafts> for Sourced {
    fn from(drafts: Drafts) -> Self {
        Self { drafts, ..Self::default() }
    }
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
    /// A mapping file to be completed.
    pub mapping: Option<String>,
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
///
/// Then each text is compared with its page, and whatever the page lacks is reported.
pub fn bring<D: Into<Sourced>>(
    existing: &ExistingSite,
    force: bool,
    cache: &mut Cache,
    drafts: impl Fn(&Unfit, &mut Cache) -> D,
) -> Import {
    let (mut unfit, mut checks) = (Unfit::new(), Checks::default());
    loop {
        let Sourced { drafts, originals, mapping } = drafts(&unfit, cache).into();
        let mut import = settle(drafts, &existing.snapshot, force, &unfit);
        let more = import.check(existing, cache, &mut checks);
        let known = unfit.len();
        unfit.extend(more);
        if unfit.len() == known {
            import.compare(&originals, existing, cache);
            import.keep_own();
            import.mapping = mapping;
            return import;
        }
    }
}

/// Compares drafts with the existing files. With `force` they replace files that differ.
pub fn settle(drafts: Drafts, site: &Snapshot, force: bool, unfit: &Unfit) -> Import {
    let mut import = Import { diagnostics: drafts.diagnostics, ..Import::default() };
    let mut taken: BTreeMap<SourcePath, Arc<[u8]>> = BTreeMap::new();
    for DraftFile { path, bytes, from, basis } in drafts.files {
        if let Some(fault) = unfit.get(&path) {
            let (zh, en) = does_not_build(fault);
            import.diagnostics.push(messages::left_out(&zh, &en).at(from));
            continue;
        }
        match taken.entry(path.clone()) {
            Entry::Vacant(place) => drop(place.insert(bytes.clone())),
            // Translations share the files of their folder.
            Entry::Occupied(first) if *first.get() == bytes => continue,
            Entry::Occupied(_) => {
                let (zh, en) =
                    (format!("{path} 已由另一处导入"), format!("{path} was already made from another source"));
                import.diagnostics.push(messages::left_out(&zh, &en).at(from));
                continue;
            }
        }
        let mended = drafts.mended.get(&path).filter(|_| !force && basis == Basis::Source);
        let (bytes, basis) = mended.map_or((bytes, basis), |mended| (mended.clone(), Basis::Existing));
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

    /// Keeps of what the build found that which the new files are about, and errors. Marks of another generator were reported with
    /// their places in the sources.
    fn keep_own(&mut self) {
        let (foreign, unknown) = (messages::foreign_markup("").code, messages::unknown_markup("", 0).code);
        // An export holds many texts, each from its place on.
        let start = |at: &Location| at.span.map_or(0, |span| span.start);
        let mut texts: BTreeMap<&SourcePath, BTreeSet<usize>> = BTreeMap::new();
        for file in self.files.iter().filter(|file| is_markdown(file.path.extension())) {
            texts.entry(&file.from.path).or_default().insert(start(&file.from));
        }
        let text_of = |at: &Location| texts.get(&at.path)?.range(..=start(at)).next_back().copied();
        let reported = self.diagnostics.iter().filter(|diagnostic| diagnostic.code == unknown);
        let reported: BTreeSet<(&SourcePath, Option<usize>)> = reported
            .flat_map(|diagnostic| diagnostic.at.iter().chain(diagnostic.related.iter().map(|(at, _)| at)))
            .map(|at| (&at.path, text_of(at)))
            .collect();
        let made = self.files.iter().filter(|file| file.fate != Fate::Kept);
        let own: BTreeMap<&SourcePath, (&SourcePath, Option<usize>)> =
            made.map(|file| (&file.path, (&file.from.path, text_of(&file.from)))).collect();
        let mut found = std::mem::take(&mut self.found);
        found.retain(|found| {
            let mut places = found.at.iter().chain(found.related.iter().map(|(at, _)| at)).peekable();
            if found.severity() == Severity::Error || places.peek().is_none() {
                return true;
            }
            places.any(|at| own.get(&at.path).is_some_and(|from| found.code != foreign || !reported.contains(from)))
        });
        self.found = found;
    }

    /// Compares each text with its page, and reports what the page lacks.
    fn compare(&mut self, originals: &[ImportedText], existing: &ExistingSite, cache: &mut Cache) {
        if originals.is_empty() {
            return;
        }
        let over = self.over(&existing.snapshot);
        let ready = prepare(&over, &BuildOptions { drafts: true, ..existing.build.clone() }, cache);
        let site = ready.site();
        let own = |path: &SourcePath| self.files.iter().any(|file| file.path == *path && file.fate != Fate::Kept);
        let own: BTreeSet<&SourcePath> = originals.iter().map(|text| &text.path).filter(|path| own(path)).collect();
        let bodies: BTreeMap<&SourcePath, _> =
            site.entries.iter().map(|entry| (&entry.source, (&entry.body, &entry.title))).collect();
        let compared = originals.par_iter().filter(|text| own.contains(&text.path)).filter_map(|text| {
            let (body, title) = bodies.get(&text.path)?;
            let html = body.fill(|number| body.links[number].target.as_str());
            let page = PageContent::of(&html, text.content.is_literal());
            let mut lost = text.content.lost(&page, title);
            // The addresses of links that became text stand in the middle of sentences, and were reported already.
            if let (false, Some(html)) = (lost.is_empty(), compare::without_addresses(&html)) {
                let mut again = text.content.lost(&PageContent::of(&html, text.content.is_literal()), title);
                again.retain(|loss| lost.iter().any(|other| other.part == loss.part));
                lost = again;
            }
            let (zh, en) = compare::reported(&lost)?;
            Some(messages::lost_on_page(&text.title, lost.len(), &zh, &en).at(text.from.clone()))
        });
        let found: Vec<Diagnostic> = compared.collect();
        self.diagnostics.extend(found);
    }

    /// Returns the site with the new files over the existing ones.
    pub fn over(&self, site: &Snapshot) -> Snapshot {
        let mut over = site.clone();
        for file in self.files.iter().filter(|file| file.fate.writes()) {
            over.insert(file.path.clone(), SourceFile::new(file.bytes.clone()));
        }
        over
    }

    /// Returns the new files that errors are about. A link or a picture that leads nowhere may lead to one of the others, and becomes
    /// text when that is left out; so it counts only if there is nothing else.
    fn unfit(&self, found: &[Diagnostic]) -> Unfit {
        let links = [
            messages::broken_link("").code,
            messages::broken_anchor("", "").code,
            messages::missing_asset("").code,
            messages::missing_spaced("").code,
        ];
        let of_links = |fault: &&Diagnostic| links.contains(&fault.code);
        let errors = || found.iter().filter(|found| found.severity() == Severity::Error);
        let own = self.blamed(errors().filter(|fault| !of_links(fault)));
        if own.is_empty() { self.blamed(errors()) } else { own }
    }

    fn blamed<'a>(&self, faults: impl Iterator<Item = &'a Diagnostic>) -> Unfit {
        let mut unfit = Unfit::new();
        for fault in faults {
            let places = fault.at.iter().chain(fault.related.iter().map(|(at, _)| at));
            for at in places {
                if self.files.iter().any(|file| file.path == at.path && file.fate.writes()) {
                    unfit.entry(at.path.clone()).or_insert_with(|| fault.message.clone());
                }
            }
        }
        unfit
    }

    /// Returns how many texts, rows or kinds of content were left out.
    pub fn left_out(&self) -> usize {
        let codes = [
            messages::left_out("", "").code,
            messages::kind_left_out("", 0, "").code,
            messages::language_left_out("", 0).code,
        ];
        let left = self.diagnostics.iter().filter(|diagnostic| codes.contains(&diagnostic.code));
        left.map(|diagnostic| 1 + diagnostic.related.len()).sum()
    }

    /// Returns how many values of a table, or columns of it, filled no field.
    pub fn unfilled(&self) -> usize {
        let codes = [messages::not_understood("", "", "", "", "").code, messages::unknown_heading("", 0).code];
        self.diagnostics.iter().filter(|diagnostic| codes.contains(&diagnostic.code)).count()
    }

    pub fn count(&self, fate: Fate) -> usize {
        self.files.iter().filter(|file| file.fate == fate).count()
    }
}
