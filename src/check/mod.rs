//! A site, its sources and what a build made of them → all that an inspection would find.
//!
//! A build reports what can't be published; a check reports what shouldn't be. Each check has a file
//! and a place in [`CHECKS`]: a function of the [`Subject`] that adds what it finds. Nothing here
//! reads a file, asks another host or knows another day than the site's.

mod align;
mod columns;
mod contrast;
mod duties;
pub mod elsewhere;
mod fix;
mod freshness;
mod headings;
mod link_texts;
mod pages;
mod passage;
mod pattern;
mod pictures;
mod places;
mod privacy;
mod settings;
mod silences;
mod tables;
pub mod targets;
mod wording;
mod written;

pub use fix::{FileChange, fix};
pub use passage::{Passage, PassageKind};
pub use written::{CheckedRecord, WrittenFile};

use rayon::prelude::*;

use crate::base::diagnostic::{Code, Diagnostic, has_errors};
use crate::base::source::Snapshot;
use crate::build::{Built, Cache, Ready};
use crate::site::Site;

/// All that a check may look at.
pub struct Subject<'a> {
    pub snapshot: &'a Snapshot,
    pub ready: &'a Ready,
    /// Every output with what the build found wrong. With an error among that, outputs are missing.
    pub built: &'a Built,
    /// The content files, also those that aren't on the site yet.
    pub written: Vec<WrittenFile<'a>>,
    /// What the site's settings say to readers.
    settings: Vec<Passage<'a>>,
}

/// One check.
type Check = fn(&Subject<'_>, &mut Vec<Diagnostic>);

const CHECKS: &[Check] = &[
    headings::check,
    pictures::check,
    tables::check,
    link_texts::check,
    columns::check,
    contrast::check,
    pages::check,
    wording::check,
    privacy::check,
    freshness::check,
    targets::check,
    duties::check,
];

impl<'a> Subject<'a> {
    /// `cache` is that of the build: documents that it still has aren't parsed again.
    pub fn new(snapshot: &'a Snapshot, ready: &'a Ready, built: &'a Built, cache: &Cache) -> Self {
        let written = written::written(snapshot, ready.site(), cache);
        let settings = settings::passages(snapshot, ready.site());
        Self { snapshot, ready, built, written, settings }
    }

    /// The entries that are on the site, and what they have to do with each other.
    pub fn site(&self) -> &'a Site {
        self.ready.site()
    }

    /// Whether every output was made, so that what isn't there is missing.
    pub fn is_complete(&self) -> bool {
        !has_errors(&self.built.diagnostics)
    }

    /// Judges every front matter and body by itself, in parallel.
    fn each_record(
        &self,
        found: &mut Vec<Diagnostic>,
        judge: impl Fn(&WrittenFile<'a>, &CheckedRecord<'a>, &mut Vec<Diagnostic>) + Sync,
    ) {
        found.par_extend(self.written.par_iter().flat_map_iter(|file| {
            let mut found = Vec::new();
            file.records.iter().for_each(|record| judge(file, record, &mut found));
            found
        }));
    }

    /// All that is written for readers, a paragraph, a field or a setting each.
    pub fn passages(&self) -> impl Iterator<Item = &Passage<'a>> {
        let records = self.written.iter().flat_map(|file| &file.records);
        records.flat_map(|record| &record.passages).chain(&self.settings)
    }
}

/// Everything that is wrong: what the build found, what the checks find, and what was found
/// `elsewhere` (by reading the disk or asking other hosts), but for what entries silence.
/// `looked_for` says of a code whether this check would have found it: a silence of another isn't
/// reported as unused.
pub fn check(subject: &Subject<'_>, elsewhere: Vec<Diagnostic>, looked_for: impl Fn(Code) -> bool) -> Vec<Diagnostic> {
    let mut found = subject.built.diagnostics.clone();
    found.extend(elsewhere);
    found.par_extend(CHECKS.par_iter().flat_map_iter(|check| {
        let mut found = Vec::new();
        check(subject, &mut found);
        found
    }));
    Diagnostic::sort(&mut found);
    silences::apply(subject, &mut found, looked_for);
    Diagnostic::sort(&mut found);
    found
}
