//! Checks a site, its sources and its build result for everything that an editor should correct.
//!
//! A build reports what can't be published; a check reports what shouldn't be. Each check has a file and is listed in
//! [`CHECKS`]: a function that gets the [`Subject`] and adds its findings. Checks read no files, send no requests, and
//! know no other date than the site's.

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
mod pictures;
mod places;
mod privacy;
mod proof;
mod publication;
mod settings;
mod silences;
mod tables;
pub mod targets;
mod terms;
mod unseen;
mod weekdays;
mod wording;
mod written;

pub use fix::{FileChange, Fixed, fix};
pub use passage::{Passage, PassageKind};
pub use written::{CheckedRecord, WrittenFile};

use rayon::prelude::*;

use crate::base::diagnostic::{Code, Diagnostic, Span, has_errors};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::build::{Built, Cache, Ready};
use crate::site::Site;

/// The input of the checks.
pub struct Subject<'a> {
    pub snapshot: &'a Snapshot,
    pub ready: &'a Ready,
    /// Every output, with the build's diagnostics. If these include an error, outputs are missing.
    pub built: &'a Built,
    /// The content files, also those that aren't published yet.
    pub written: Vec<WrittenFile<'a>>,
    /// The texts in the site's settings that readers see.
    settings: Vec<Passage<'a>>,
}

/// A check: adds its findings to the list.
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
    settings::check,
    unseen::check,
    weekdays::check,
    privacy::check,
    publication::check,
    terms::check,
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

    /// Returns the entries on the site and their relations.
    pub fn site(&self) -> &'a Site {
        self.ready.site()
    }

    /// Returns whether every output was made, so that a page that isn't there is really missing.
    pub fn is_complete(&self) -> bool {
        !has_errors(&self.built.diagnostics)
    }

    /// Runs a check on each front matter and body separately, in parallel.
    fn each_record(
        &self,
        findings: &mut Vec<Diagnostic>,
        judge: impl Fn(&WrittenFile<'a>, &CheckedRecord<'a>, &mut Vec<Diagnostic>) + Sync,
    ) {
        findings.par_extend(self.written.par_iter().flat_map_iter(|file| {
            let mut findings = Vec::new();
            file.records.iter().for_each(|record| judge(file, record, &mut findings));
            findings
        }));
    }

    /// Returns all texts for readers; each passage is a paragraph, a field or a setting.
    pub fn passages(&self) -> impl Iterator<Item = &Passage<'a>> {
        let records = self.written.iter().flat_map(|file| &file.records);
        records.flat_map(|record| &record.passages).chain(&self.settings)
    }
}

/// Returns all findings: the build's diagnostics, those of the checks, and those from `elsewhere` (from reading the
/// disk or asking other hosts), without those that entries silence. `is_checked` returns whether this run can report a
/// code: an unused silence of any other code isn't reported.
pub fn check(subject: &Subject<'_>, elsewhere: Vec<Diagnostic>, is_checked: impl Fn(Code) -> bool) -> Vec<Diagnostic> {
    let mut findings = subject.built.diagnostics.clone();
    // The build names a few unused files; `publication` lists each.
    findings.retain(|found| found.code.0 != "W0410");
    findings.extend(elsewhere);
    findings.par_extend(CHECKS.par_iter().flat_map_iter(|check| {
        let mut findings = Vec::new();
        check(subject, &mut findings);
        findings
    }));
    without_near_misses(&mut findings);
    Diagnostic::sort(&mut findings);
    silences::apply(subject, &mut findings, is_checked);
    Diagnostic::sort(&mut findings);
    findings
}

/// Leaves out what is said of the marks of a text that looks like markup: to widen its brackets would make it final.
fn without_near_misses(findings: &mut Vec<Diagnostic>) {
    let place = |found: &Diagnostic| found.at.as_ref().and_then(|at| Some((at.path.clone(), at.span?)));
    let near = findings.iter().filter(|found| proof::NEAR_MISSES.contains(&found.code.0));
    let near: Vec<_> = near.filter_map(place).collect();
    if near.is_empty() {
        return;
    }
    findings.retain(|found| {
        let of_marks = matches!(found.code.0, "W0805" | "W0806" | "W0807" | "W0808");
        let within = |(path, span): (SourcePath, Span)| {
            near.iter().any(|(other, around)| path == *other && around.start <= span.start && span.end <= around.end)
        };
        !of_marks || !place(found).is_some_and(within)
    });
}
