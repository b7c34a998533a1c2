//! Outputs → files, by difference. Changed files are first written to a temporary folder, then renamed into place one by
//! one, so that a full disk leaves the site as it was.
//!
//! A manifest in the output folder lists what the program made. Nothing else in there is
//! ever overwritten or removed, and a folder that holds other files but no manifest is
//! refused. Links are not followed: what is written stays below the folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::interrupt;
use super::known::KnownFiles;
use super::patience::{Patience, fault};
use super::real::shown;
use super::stamp::{self, Stamp};
use super::temporary::{self, Durability, StagedFolder};
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::Content;
use crate::base::time::{LocalDay, Now, When};
use crate::base::url::OutputPath;
use crate::build::Output;

/// Lists the outputs of the last build, within the output folder.
pub const MANIFEST: &str = ".kepu-manifest.json";

/// What large outputs looked like when they were written, among what is kept for the next run.
const WRITTEN: &str = "written.json";

/// What writing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteCounts {
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
}

/// What a build that reported nothing was made of, to be found again by [`unchanged`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildOrigin {
    /// The fingerprint of the program, of the options without the time, and of every input.
    pub inputs: Fingerprint,
    /// The day, and the zone that it is a day in: the same inputs have the same zone.
    pub day: LocalDay,
    pub pages: usize,
    /// The next day or time at which the content changes by itself.
    pub next_change: Option<When>,
}

/// The number of pages and what a build would do, if `folder` holds to the byte what the same
/// inputs made the last time on the same day: a build is a function of its inputs, so there is nothing to build.
/// `now` is the time of the build that is asked for.
///
/// Every output is read, because anyone may have changed one since; of pictures and other large ones
/// the disk is asked whether they have been touched.
pub fn unchanged(root: &Path, folder: &Path, inputs: Fingerprint, now: Now) -> Option<(BuildOrigin, WriteCounts)> {
    let manifest: Manifest = serde_json::from_slice(&fs::read(folder.join(MANIFEST)).ok()?).ok()?;
    let built = manifest.built.filter(|built| built.inputs == inputs.to_string())?;
    let zone = TimeZone::get(&built.zone).ok()?;
    let (today, now) = (Some(now.today(&zone)).filter(|today| Some(today.0) == built.day)?, now.local(&zone));
    // On the same day entries come and go by the hour.
    let next_change = built.next_change.as_deref().and_then(|next| When::parse(next, &zone));
    if now < built.now? || next_change.is_some_and(|next| next.datetime() <= now) {
        return None;
    }
    let day = LocalDay { today, now, zone };
    let large = KnownFiles::load(root, WRITTEN);
    let paths: Option<Vec<OutputPath>> =
        manifest.outputs.iter().map(|path| OutputPath::new(path.as_str()).ok()).collect();
    let paths = paths?;
    let is_link = |place: PathBuf| fs::symlink_metadata(place).is_ok_and(|found| found.file_type().is_symlink());
    // Each folder is asked about once, however many files lie in it.
    if folders(paths.iter()).into_iter().any(|inner| is_link(folder.join(inner))) {
        return None;
    }
    let found: Option<Vec<(&str, Fingerprint)>> = paths
        .par_iter()
        .map(|path| {
            let file = folder.join(path.as_str());
            let about = fs::symlink_metadata(&file).ok().filter(|about| !about.file_type().is_symlink())?;
            let known = || large.get(path.as_str(), Stamp::of(&about));
            let found = known().or_else(|| Some(Fingerprint::of_bytes(&fs::read(&file).ok()?)));
            Some((path.as_str(), found?))
        })
        .collect();
    let written = WriteCounts { unchanged: manifest.outputs.len(), ..WriteCounts::default() };
    let origin = BuildOrigin { inputs, day, pages: built.pages, next_change };
    (Fingerprint::of(&found?).to_string() == built.contents).then_some((origin, written))
}

/// Makes `folder` hold exactly the outputs, beside what was never ours. A warning says what is still there because another
/// program has it open.
///
/// # Errors
/// Diagnostics of what stands in the way. Conflicts are found before anything is written; a disk that is full, or fails
/// while files are written, leaves the site as it was. If it fails while they are renamed (E0611), whole files and a manifest
/// that lists them remain, and the next build repairs the site.
pub fn write(
    root: &Path,
    folder: &Path,
    outputs: &BTreeMap<OutputPath, Output>,
    origin: Option<BuildOrigin>,
) -> Result<(WriteCounts, Option<Diagnostic>), Vec<Diagnostic>> {
    let folder = &followed(folder)?;
    let mut large = KnownFiles::load(root, WRITTEN);
    let changes = write_changes(folder, outputs, origin, &large);
    if changes.is_err() && interrupt::wished() {
        // There is nothing to report.
        interrupt::await_end();
    }
    let (written, told, fresh) = changes?;
    note(&mut large, folder, outputs, &fresh);
    large.save(root, |path| outputs.get(path).is_some_and(is_large));
    Ok((written, told))
}

/// The output folder, where a link leads to it: an editor who links `public` to a web root wants the site there. Links within
/// the folder are not followed.
fn followed(folder: &Path) -> Result<PathBuf, Vec<Diagnostic>> {
    let is_link = fs::symlink_metadata(folder).is_ok_and(|found| found.file_type().is_symlink());
    match folder.canonicalize() {
        Ok(real) if is_link => Ok(real),
        Err(error) if is_link => {
            let (zh, en) =
                (format!("它指向的地方打不开（{error}）"), format!("where it leads can't be opened ({error})"));
            Err(vec![messages::link_not_followed(&folder.to_string_lossy(), &zh, &en)])
        }
        _ => Ok(folder.to_owned()),
    }
}

/// What was done, what couldn't be removed, and the outputs of which `large` doesn't know what they look like now.
type Changes<'a> = (WriteCounts, Option<Diagnostic>, Vec<&'a OutputPath>);

fn write_changes<'a>(
    folder: &Path,
    outputs: &'a BTreeMap<OutputPath, Output>,
    origin: Option<BuildOrigin>,
    large: &KnownFiles,
) -> Result<Changes<'a>, Vec<Diagnostic>> {
    let failed = |path: &Path, error: &io::Error| vec![fault(&shown(path), error)];
    let manifest = folder.join(MANIFEST);
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => return Err(vec![messages::output_conflict(&folder.to_string_lossy())]),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return write_whole(folder, outputs, origin),
        Err(error) => return Err(failed(folder, &error)),
    }
    let manifest_before = fs::read(&manifest);
    let ours = match &manifest_before {
        Ok(bytes) => parse_manifest(bytes),
        Err(_) => match foreign(folder) {
            Some(example) => return Err(vec![messages::foreign_output(&folder.to_string_lossy(), &example)]),
            None => BTreeSet::new(),
        },
    };

    let before = Before { folder, ours: &ours, large };
    let mut faults = before.folder_faults(outputs.keys());
    let planned: Vec<(&OutputPath, &Output, Result<Step, Diagnostic>)> =
        outputs.par_iter().map(|(path, output)| (path, output, before.step(path, &output.content))).collect();
    let (mut changed, mut fresh) = (Vec::new(), Vec::new());
    let mut result = WriteCounts::default();
    for (path, output, step) in planned {
        match step {
            Ok(Step::Write) => changed.push((path, output)),
            Ok(Step::Keep { known }) => {
                result.unchanged += 1;
                fresh.extend((!known).then_some(path));
            }
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let places: Vec<&str> = folders(outputs.keys()).into_iter().chain([""]).collect();
    places.par_iter().for_each(|place| temporary::sweep(&folder.join(place)));

    let staged = stage(folder, &changed)?;
    // Ctrl-C ends the build before the first move or after the last.
    interrupt::unbroken(|| {
        // Until the end the manifest lists what was ours and what will be, so that a build cut
        // short leaves nothing that the next one would take for somebody else's.
        let to_come = names(outputs);
        let known: BTreeSet<&str> = ours.iter().map(String::as_str).collect();
        let listed = known == to_come;
        if !listed {
            let both: BTreeSet<&str> = known.union(&to_come).copied().collect();
            write_file(&manifest, &manifest_bytes(&both, None)).map_err(|error| failed(&manifest, &error))?;
        }
        // What turns from a file into a folder, or back, makes room first; everything else is
        // removed last, so that a visitor meanwhile finds no page missing.
        let gone = |path: &&str| !to_come.contains(path);
        let in_the_way = |path: &&str| {
            let below = format!("{path}/");
            let file_for_folder = to_come.range(below.as_str()..).next().is_some_and(|next| next.starts_with(&below));
            file_for_folder || ancestors(path).any(|folder| to_come.contains(folder))
        };
        result.removed = remove(folder, known.iter().copied().filter(gone).filter(in_the_way)).0;
        make_folders(folder, changed.iter().map(|(path, _)| *path)).map_err(|faults| half_way(folder, faults))?;
        move_into_place(staged, folder, &changed)?;
        result.written = changed.len();
        fresh.extend(changed.iter().map(|(path, _)| *path));
        let (removed, left) = remove(folder, known.iter().copied().filter(gone));
        result.removed += removed;
        // What couldn't be removed stays ours, so that the next build tries again: a page that was withdrawn must go.
        let still_ours = to_come.iter().chain(&left).copied().collect();
        let bytes = manifest_bytes(&still_ours, origin.map(|origin| built_from(origin, outputs)));
        if !listed || !left.is_empty() || manifest_before.is_ok_and(|before| before != bytes) {
            // All files are in place by now, so the folder isn't as it was.
            write_file(&manifest, &bytes).map_err(|error| half_way(folder, failed(&manifest, &error)))?;
        }
        let told = left.first().map(|path| messages::left_behind(path, left.len()));
        Ok((result, told, fresh))
    })
}

/// The first build: everything is written beside the place, and the folder appears there whole.
fn write_whole<'a>(
    folder: &Path,
    outputs: &'a BTreeMap<OutputPath, Output>,
    origin: Option<BuildOrigin>,
) -> Result<Changes<'a>, Vec<Diagnostic>> {
    let failed = |error: io::Error| vec![fault(&shown(folder), &error)];
    let parent = temporary::parent(folder);
    fs::create_dir_all(parent).map_err(failed)?;
    temporary::sweep(parent);
    let beside = temporary::folder(folder).map_err(failed)?;
    make_folders(beside.path(), outputs.keys())?;
    let files: Vec<(&OutputPath, &Output)> = outputs.iter().collect();
    write_new(folder, &files, |_, path| beside.path().join(path.as_str()))?;
    let manifest = manifest_bytes(&names(outputs), origin.map(|origin| built_from(origin, outputs)));
    create(&beside.path().join(MANIFEST), &manifest).map_err(failed)?;
    // A folder that was made here meanwhile stays: only an empty one gives way.
    interrupt::unbroken(|| temporary::put(beside, folder)).map_err(failed)?;
    let whole = WriteCounts { written: outputs.len(), ..WriteCounts::default() };
    Ok((whole, None, outputs.keys().collect()))
}

/// Notes what large outputs look like on the disk, so that the next run needn't read them. `fresh` are those of which
/// that isn't known: the disk was asked about the others a moment ago.
///
/// They are noted by their path below the folder: what the disk says tells two folders' files apart.
fn note(large: &mut KnownFiles, folder: &Path, outputs: &BTreeMap<OutputPath, Output>, fresh: &[&OutputPath]) {
    let files: Vec<&OutputPath> = fresh.iter().copied().filter(|path| is_large(&outputs[*path])).collect();
    if !files.is_empty() {
        // What was written a moment ago has a stamp that a change right now might not alter.
        std::thread::sleep(stamp::GRAIN);
    }
    for path in files {
        if let Ok(found) = fs::symlink_metadata(folder.join(path.as_str())) {
            large.note(path.as_str(), Stamp::of(&found), outputs[path].content.identity());
        }
    }
}

/// Whether what the disk says of an output is worth noting: its bytes aren't in memory.
fn is_large(output: &Output) -> bool {
    matches!(output.content, Content::Elsewhere(_))
}

fn names(outputs: &BTreeMap<OutputPath, Output>) -> BTreeSet<&str> {
    outputs.keys().map(OutputPath::as_str).collect()
}

fn create(file: &Path, bytes: &[u8]) -> io::Result<()> {
    fs::File::create_new(file)?.write_all(bytes)
}

/// Writes each file as a new one at the path that `place` gives for its number and its output path.
fn write_new(
    folder: &Path,
    files: &[(&OutputPath, &Output)],
    place: impl Fn(usize, &OutputPath) -> PathBuf + Sync,
) -> Result<(), Vec<Diagnostic>> {
    let write = |(number, (path, output)): (usize, &(&OutputPath, &Output))| {
        if interrupt::wished() {
            return Some(io::ErrorKind::Interrupted.into());
        }
        output.content.bytes().and_then(|bytes| create(&place(number, path), &bytes)).err()
    };
    let faults: Vec<(usize, io::Error)> =
        files.par_iter().enumerate().filter_map(|file| Some((file.0, write(file)?))).collect();
    let is_full = |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    match faults.first() {
        None => Ok(()),
        Some(_) if faults.iter().any(|(_, error)| is_full(error)) => {
            Err(vec![messages::disk_full(&folder.to_string_lossy(), files.len())])
        }
        Some((number, error)) => {
            let path = and_others(files[*number].0.as_str(), faults.len());
            Err(vec![fault(&path, error)])
        }
    }
}

/// The first of some paths, and how many there are.
fn and_others(path: &str, count: usize) -> String {
    if count > 1 { format!("{path} … ({count})") } else { path.to_owned() }
}

/// Writes changed files to a temporary folder within the output folder, under their numbers. If anything fails, the folder
/// is removed and nothing has changed.
fn stage(folder: &Path, changed: &[(&OutputPath, &Output)]) -> Result<Option<StagedFolder>, Vec<Diagnostic>> {
    if changed.is_empty() {
        return Ok(None);
    }
    let staged = temporary::folder(&folder.join(MANIFEST));
    let staged = staged.map_err(|error| vec![fault(&shown(folder), &error)])?;
    write_new(folder, changed, |number, _| staged.path().join(number.to_string()))?;
    Ok(Some(staged))
}

/// Renames staged files to their paths.
fn move_into_place(
    staged: Option<StagedFolder>,
    folder: &Path,
    changed: &[(&OutputPath, &Output)],
) -> Result<(), Vec<Diagnostic>> {
    let Some(staged) = staged else { return Ok(()) };
    let patience = Patience::default();
    let stuck = |(number, (path, _)): (usize, &(&OutputPath, &Output))| {
        let from = staged.path().join(number.to_string());
        let moved = patience.rename(&from, &folder.join(path.as_str()));
        Some(fault(path.as_str(), &moved.err()?))
    };
    let faults: Vec<Diagnostic> = changed.par_iter().enumerate().filter_map(stuck).collect();
    if faults.is_empty() { Ok(()) } else { Err(half_way(folder, faults)) }
}

/// Adds that the folder is now a mixture of the old site and the new one.
fn half_way(folder: &Path, mut faults: Vec<Diagnostic>) -> Vec<Diagnostic> {
    faults.insert(0, messages::half_written(&folder.to_string_lossy(), faults.len()));
    faults
}

enum Step {
    Write,
    /// `known` where nothing needs to be noted of it: it isn't large, or has been as it is since it was noted.
    Keep {
        known: bool,
    },
}

struct Before<'a> {
    folder: &'a Path,
    ours: &'a BTreeSet<String>,
    large: &'a KnownFiles,
}

impl Before<'_> {
    /// Links, and files that aren't ours, in the place of folders that the outputs need.
    fn folder_faults<'a>(&self, paths: impl Iterator<Item = &'a OutputPath>) -> Vec<Diagnostic> {
        let wrong = |folder: &&str| match fs::symlink_metadata(self.folder.join(folder)) {
            Ok(found) if found.is_dir() => false,
            Ok(found) => !(found.is_file() && self.ours.contains(*folder)),
            Err(_) => false,
        };
        folders(paths).into_iter().filter(wrong).map(messages::output_conflict).collect()
    }

    /// Whether a folder holds nothing but what we made, so that it is gone once that is removed.
    fn all_ours(&self, folder: &Path, path: &str) -> bool {
        let Ok(entries) = fs::read_dir(folder) else { return false };
        entries.flatten().all(|entry| {
            let name = format!("{path}/{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => self.all_ours(&entry.path(), &name),
                Ok(kind) => kind.is_file() && self.ours.contains(&name),
                Err(_) => false,
            }
        })
    }

    /// What is to be done for one output, given what lies in its place.
    fn step(&self, path: &OutputPath, content: &Content) -> Result<Step, Diagnostic> {
        let file = self.folder.join(path.as_str());
        let found = match fs::symlink_metadata(&file) {
            Ok(found) => found,
            Err(_) => return Ok(Step::Write),
        };
        // A folder of our own outputs makes room for a file.
        if found.is_dir() && self.all_ours(&file, path.as_str()) {
            return Ok(Step::Write);
        }
        let kept = if found.is_file() { self.kept(path, &found, content) } else { None };
        match kept {
            Some(keep) => Ok(keep),
            None if found.is_file() && self.ours.contains(path.as_str()) => Ok(Step::Write),
            None => Err(messages::output_conflict(path.as_str())),
        }
    }

    /// Keeping what a file holds, if that is what is to be there.
    fn kept(&self, path: &OutputPath, found: &fs::Metadata, content: &Content) -> Option<Step> {
        let old = || fs::read(self.folder.join(path.as_str()));
        let equal = |bytes: &[u8]| found.len() == bytes.len() as u64 && old().is_ok_and(|old| old == bytes);
        let (same, known) = match content {
            Content::Held(bytes) => (equal(bytes), true),
            Content::Elsewhere(fetch) => match self.large.get(path.as_str(), Stamp::of(found)) {
                Some(noted) => (noted == fetch.identity(), true),
                None => (fetch.fetch().is_ok_and(|bytes| equal(&bytes)), false),
            },
        };
        same.then_some(Step::Keep { known })
    }
}

/// The folders that a path lies in, the nearest first.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(path.rsplit_once('/'), |(folder, _)| folder.rsplit_once('/')).map(|(folder, _)| folder)
}

fn folders<'a>(paths: impl Iterator<Item = &'a OutputPath>) -> BTreeSet<&'a str> {
    let mut folders = BTreeSet::new();
    for path in paths {
        // Where one is known, those around it are.
        let _ = ancestors(path.as_str()).find(|folder| !folders.insert(*folder));
    }
    folders
}

/// Makes every folder that the files need. A link or a file in the place of a folder is
/// refused: following it would write elsewhere.
fn make_folders<'a>(root: &Path, paths: impl Iterator<Item = &'a OutputPath>) -> Result<(), Vec<Diagnostic>> {
    // A folder comes before what is in it; those of one depth have nothing to do with each other.
    let mut depths: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for folder in folders(paths) {
        depths.entry(folder.matches('/').count()).or_default().push(folder);
    }
    for folders in depths.values() {
        let faults: Vec<Diagnostic> = folders.par_iter().filter_map(|folder| make_folder(root, folder).err()).collect();
        if !faults.is_empty() {
            return Err(faults);
        }
    }
    Ok(())
}

fn make_folder(root: &Path, folder: &str) -> Result<(), Diagnostic> {
    let place = root.join(folder);
    match fs::create_dir(&place) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            let is_folder = fs::symlink_metadata(&place).is_ok_and(|found| found.is_dir());
            if is_folder { Ok(()) } else { Err(messages::output_conflict(folder)) }
        }
        Err(error) => Err(fault(folder, &error)),
    }
}

/// Writes the manifest. It needn't survive a power failure: the next build compares every output.
fn write_file(file: &Path, bytes: &[u8]) -> io::Result<()> {
    temporary::write(file, bytes, Durability::Rebuildable)
}

/// Removes outputs that are no longer made, and folders that this leaves empty. Returns how many are gone, and which aren't.
fn remove<'a>(root: &Path, paths: impl Iterator<Item = &'a str>) -> (usize, Vec<&'a str>) {
    let (mut removed, mut left) = (0, Vec::new());
    let patience = Patience::default();
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths {
        // The manifest is a file that anyone may have changed; only names that we could have written count.
        if OutputPath::new(path).is_err() {
            continue;
        }
        let file = root.join(path);
        if behind_a_link(root, path) || !fs::symlink_metadata(&file).is_ok_and(|found| found.is_file()) {
            continue;
        }
        if patience.remove_file(&file).is_err() {
            left.push(path);
        } else {
            removed += 1;
            folders.extend(file.ancestors().skip(1).take_while(|folder| *folder != root).map(Path::to_owned));
        }
    }
    for folder in folders.iter().rev() {
        // One that isn't empty stays, without being waited for.
        let _ = fs::remove_dir(folder);
    }
    (removed, left)
}

fn behind_a_link(root: &Path, path: &str) -> bool {
    let mut place = root.to_owned();
    path.split('/').any(|part| {
        place.push(part);
        fs::symlink_metadata(&place).is_ok_and(|found| found.file_type().is_symlink())
    })
}

/// A file in a folder without a manifest; none where the folder is empty.
fn foreign(folder: &Path) -> Option<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| !temporary::is_temporary(name))
        .collect();
    names.sort();
    names.into_iter().next()
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Manifest {
    generator: String,
    /// Missing after a build that had something to report, which the next one must report again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    built: Option<Built>,
    outputs: Vec<String>,
}

#[derive(serde::Serialize, serde::Deserialize)]
struct Built {
    inputs: String,
    #[serde(default)]
    day: Option<Date>,
    /// The time on it.
    #[serde(default)]
    now: Option<DateTime>,
    /// The name of the zone that the day is a day in.
    #[serde(default)]
    zone: String,
    /// Of every output's path and bytes. A build that is cut short leaves a manifest that
    /// doesn't match what lies there.
    contents: String,
    pages: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next_change: Option<String>,
}

fn built_from(origin: BuildOrigin, outputs: &BTreeMap<OutputPath, Output>) -> Built {
    let contents: Vec<(&str, Fingerprint)> =
        outputs.par_iter().map(|(path, output)| (path.as_str(), output.content.identity())).collect();
    let BuildOrigin { inputs, day: LocalDay { today, now, zone }, pages, next_change } = origin;
    let zone = zone.iana_name().unwrap_or_default().to_owned();
    let (inputs, contents) = (inputs.to_string(), Fingerprint::of(&contents).to_string());
    Built {
        inputs,
        day: Some(today.0),
        now: Some(now),
        zone,
        contents,
        pages,
        next_change: next_change.map(|next| next.to_string()),
    }
}

fn manifest_bytes(paths: &BTreeSet<&str>, built: Option<Built>) -> Vec<u8> {
    let outputs = paths.iter().map(|path| (*path).to_owned()).collect();
    let manifest = Manifest { generator: "kepu".to_owned(), built, outputs };
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// A manifest that can't be read lists nothing, so that nothing is overwritten or removed.
fn parse_manifest(bytes: &[u8]) -> BTreeSet<String> {
    serde_json::from_slice::<Manifest>(bytes).map(|manifest| manifest.outputs.into_iter().collect()).unwrap_or_default()
}
