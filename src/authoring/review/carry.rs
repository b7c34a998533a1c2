//! Takes the records of texts along when files of a site are moved, and has them hold for what the move wrote.
//!
//! A move changes links, so it makes another version of a text that says the same. A record says so, by which the
//! signatures of the version before hold for the one after it. The version that is public may be an earlier one: then
//! its links are changed as well.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{Files, bytes_of, keep, keep_files, put};
use crate::authoring::moving::{Move, plan};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::build::{BuildOptions, Cache, prepare};
use crate::site::review::{Decision, ReviewRecord, ShownVersion, Unit, Version, kept_name, records_folder};

/// Files of reviews that a move writes and removes.
#[derive(Debug, Default)]
pub struct Carried {
    pub written: Files,
    pub removed: BTreeSet<SourcePath>,
}

/// Who made these records.
const PROGRAM: &str = "kepu mv";

/// Finds what a planned move changes among the records.
///
/// # Errors
/// That a file can't be read.
pub fn carry(
    snapshot: &Snapshot,
    options: &BuildOptions,
    (from, to): (&SourcePath, &SourcePath),
    planned: &Move,
    time: &str,
) -> Result<Carried, Diagnostic> {
    let mut carried = Carried::default();
    let options = BuildOptions { drafts: false, ..options.clone() };
    let before = prepare(snapshot, &options, &mut Cache::none());
    if before.site().config.review.is_none() {
        return Ok(carried);
    }
    let mut next = snapshot.clone();
    for old in planned.moved.keys() {
        next.remove(old);
    }
    for (path, file) in &planned.written {
        next.insert(path.clone(), file.clone());
    }
    let after = prepare(&next, &options, &mut Cache::none());
    let public = before.snapshot();
    // Its own review would put the versions before the move back.
    let unreviewed = BuildOptions { drafts: true, ..options.clone() };
    let mut of_public: Option<Option<Move>> = None;
    for unit in before.reviews().units.iter().filter(|unit| !unit.history.records().is_empty()) {
        let new = planned.moved.get(&unit.source).unwrap_or(&unit.source);
        let mut last = unit.history.last();
        let mut add = |from: &Version, to: Version, files: &mut Files| {
            let record = ReviewRecord {
                id: String::new(),
                stage: "moved".to_owned(),
                decision: Decision::Moved(from.clone()),
                by: PROGRAM.to_owned(),
                time: time.to_owned(),
                note: String::new(),
                version: to,
                after: last.clone(),
            };
            last = put(new, record, files).into_iter().collect();
        };
        if let Some(moved) = after.reviews().unit(new).map(|unit| &unit.version).filter(|moved| **moved != unit.version)
            && is_signed(unit)
        {
            keep(&next, new, &moved.text, &mut carried.written)?;
            if unit.standing.is_full() {
                keep_files(&next, moved, &mut carried.written)?;
            }
            add(&unit.version, moved.clone(), &mut carried.written);
        }
        if let ShownVersion::Earlier(version) = &unit.shown {
            let plan = of_public.get_or_insert_with(|| plan(public, &unreviewed, from, to).ok());
            let written = plan.as_ref().and_then(|plan| plan.written.get(new));
            let moves = plan.as_ref().map_or(&planned.moved, |plan| &plan.moved);
            if let Some(file) = written.or_else(|| public.get(&unit.source)) {
                let moved = moved_version(version, new, file, moves);
                if moved != *version {
                    let only: Snapshot = std::iter::once((new.clone(), file.clone())).collect();
                    keep(&only, new, &moved.text, &mut carried.written)?;
                    add(version, moved, &mut carried.written);
                }
            }
        }
    }
    records(snapshot, &planned.moved, &mut carried)?;
    Ok(carried)
}

/// Whether anything was decided of the text as it is now.
fn is_signed(unit: &Unit) -> bool {
    !unit.standing.held.is_empty() || unit.standing.returned.is_some()
}

/// A version as it is after a move.
fn moved_version(
    version: &Version,
    new: &SourcePath,
    file: &SourceFile,
    moved: &BTreeMap<SourcePath, SourcePath>,
) -> Version {
    let files = version.files.iter().map(|(path, name)| (moved.get(path).unwrap_or(path).clone(), name.clone()));
    Version { text: kept_name(new, file), files: files.collect() }
}

/// Moves the records that are there.
fn records(
    snapshot: &Snapshot,
    moved: &BTreeMap<SourcePath, SourcePath>,
    carried: &mut Carried,
) -> Result<(), Diagnostic> {
    for (old, new) in moved {
        let (Some(from), Some(to)) = (records_folder(old), records_folder(new)) else { continue };
        for (path, file) in snapshot.below(&from).filter(|(path, _)| path.folder() == from) {
            let Some(new) = SourcePath::new(&format!("{to}/{}", path.file_name())) else { continue };
            carried.written.insert(new, bytes_of(path, file)?);
            carried.removed.insert(path.clone());
        }
    }
    Ok(())
}
