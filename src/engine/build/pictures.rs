//! The pictures beside entries: what they are, before anything is planned, and their files, before anything is written.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::cache::Cache;
use super::{Built, Progress, Stage};
use crate::assets::lazy::LazyFile;
use crate::assets::picture::{self, DrawingFault, Picture, PictureFault, PictureFile, UnplacedPicture};
use crate::base::diagnostic::{Cause, Checked, Diagnostic, Location, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, Fetch as _, Snapshot, SourceFile};
use crate::base::url::SourcePath;

/// What there is to know of the site's pictures before they are made.
#[derive(Default)]
pub struct Pictures {
    pub rasters: Arc<BTreeMap<SourcePath, Picture>>,
    /// Drawings of which something had to be taken out, and files of `static/` without their position.
    pub cleaned: BTreeMap<SourcePath, Content>,
    /// Drawings with words that are made for a light page.
    pub diagrams: BTreeSet<SourcePath>,
    /// Where files were taken of which the position isn't removed.
    pub positions: BTreeMap<SourcePath, String>,
}

/// Looks at every picture below `content/`. What was looked at before is known by its bytes.
pub fn look<'a>(
    snapshot: &Snapshot,
    assets: impl Iterator<Item = &'a SourcePath> + Clone,
    max_pixels: u64,
    cache: &mut Cache,
    progress: &impl Progress,
) -> Checked<Pictures> {
    let (mut rasters, mut unknown) = (BTreeMap::new(), Vec::new());
    let mut diagnostics = Vec::new();
    let mut cleaned = cleaned(snapshot, assets.clone(), cache, &mut diagnostics);
    let is_diagram = |path: &&SourcePath| {
        let drawing = path.below("themes").is_none() && path.extension().eq_ignore_ascii_case("svg");
        drawing && snapshot.get(path).is_some_and(|file| picture::is_diagram(file.held()))
    };
    let diagrams = assets.clone().filter(is_diagram).cloned().collect();
    for path in assets.clone().filter(|path| path.below("content").is_some()) {
        let Some(file) = snapshot.get(path) else { continue };
        if picture::is_picture(path.extension()) {
            match cache.pictures.get(&file.fingerprint) {
                // A limit that was lowered since is found by looking again.
                Some(known) if fits(known, max_pixels) => drop(rasters.insert(path.clone(), *known)),
                _ => unknown.push((path, file)),
            }
        }
    }
    if !unknown.is_empty() {
        progress.stage(Stage::Look, unknown.len());
    }
    let look = |(path, file): (&'a SourcePath, &SourceFile)| {
        let bytes = file.bytes().map_err(|error| messages::read_failed(path.as_str(), Cause::io(&error)))?;
        let found = picture::inspect(&bytes, max_pixels).map_err(|fault| match bytes.is_empty() {
            true => empty(path),
            false => told(fault, path, max_pixels),
        });
        progress.step();
        Ok((path, file.fingerprint, found?))
    };
    let found: Vec<Result<(&SourcePath, Fingerprint, Picture), Diagnostic>> =
        unknown.into_par_iter().map(look).collect();
    for found in found {
        match found {
            Ok((path, fingerprint, picture)) => {
                cache.pictures.insert(fingerprint, picture);
                rasters.insert(path.clone(), picture);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let misnamed = |(path, picture): (&SourcePath, &Picture)| {
        let (found, extension) = (picture.format.to_string(), picture.format.extension());
        let other = picture::Format::named(&path.extension().to_ascii_lowercase()) != Some(picture.format);
        other.then(|| messages::picture_misnamed(&found, extension).at(Location::file(path)))
    };
    diagnostics.extend(rasters.iter().filter_map(misnamed));
    let mut positions = positions(snapshot, assets, &rasters, cache);
    // What is published as it is loses its position as well, where it can be removed.
    positions.retain(|path, _| match snapshot.get(path).filter(|file| picture::can_be_unplaced(file.held())) {
        Some(file) if path.below("static").is_some() => {
            let made = LazyFile::new(UnplacedPicture { source: file.clone() }, None);
            cleaned.insert(path.clone(), Content::Elsewhere(Arc::new(made)));
            false
        }
        _ => true,
    });
    Checked { value: Pictures { rasters: Arc::new(rasters), cleaned, diagrams, positions }, diagnostics }
}

/// Sanitises the drawings beside entries and in `static/`, and returns those of which something was left out. A drawing that was seen before
/// is known by its bytes.
fn cleaned<'a>(
    snapshot: &Snapshot,
    assets: impl Iterator<Item = &'a SourcePath>,
    cache: &mut Cache,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<SourcePath, Content> {
    let is_published = |path: &SourcePath| path.below("content").is_some() || path.below("static").is_some();
    let is_drawing = |path: &&SourcePath| is_published(path) && path.extension().eq_ignore_ascii_case("svg");
    let files: Vec<(&SourcePath, &SourceFile)> =
        assets.filter(is_drawing).filter_map(|path| Some((path, snapshot.get(path)?))).collect();
    let known = &cache.drawings;
    let read: Vec<(Fingerprint, Result<Option<Content>, DrawingFault>)> = files
        .par_iter()
        .filter(|(_, file)| !known.contains_key(&file.fingerprint))
        .map(|(_, file)| (file.fingerprint, picture::clean(file.held()).map(|bytes| bytes.map(Content::from))))
        .collect();
    cache.drawings.extend(read);
    let present: BTreeSet<Fingerprint> = files.iter().map(|(_, file)| file.fingerprint).collect();
    cache.drawings.retain(|fingerprint, _| present.contains(fingerprint));
    let mut cleaned = BTreeMap::new();
    for (path, file) in files {
        match cache.drawings.get(&file.fingerprint) {
            None | Some(Ok(None)) => {}
            Some(Ok(Some(bytes))) => {
                diagnostics.push(messages::drawing_cleaned().at(Location::file(path)));
                cleaned.insert(path.clone(), bytes.clone());
            }
            Some(Err(fault)) => diagnostics.push(undrawable(fault).at(Location::file(path))),
        }
    }
    cleaned
}

/// Reads the positions in files that are published as they are. What was read before is known by its bytes.
fn positions<'a>(
    snapshot: &Snapshot,
    assets: impl Iterator<Item = &'a SourcePath>,
    rasters: &BTreeMap<SourcePath, Picture>,
    cache: &mut Cache,
) -> BTreeMap<SourcePath, String> {
    let candidate = |path: &'a SourcePath| {
        let file = snapshot.get(path)?;
        let stays = !rasters.get(path).is_some_and(Picture::is_stripped) && path.below("themes").is_none();
        (stays && picture::may_hold_position(path.extension(), file.held())).then_some((path, file))
    };
    let files: Vec<(&SourcePath, &SourceFile)> = assets.filter_map(candidate).collect();
    let known = &cache.positions;
    let read: Vec<(Fingerprint, String)> = files
        .par_iter()
        .filter(|(_, file)| !known.contains_key(&file.fingerprint))
        // A file that can't be read is reported where it is written.
        .filter_map(|(_, file)| Some((file.fingerprint, picture::position(&file.bytes().ok()?).unwrap_or_default())))
        .collect();
    cache.positions.extend(read);
    let place = |(path, file): (&SourcePath, &SourceFile)| {
        let position = cache.positions.get(&file.fingerprint).filter(|position| !position.is_empty())?;
        Some((path.clone(), position.clone()))
    };
    files.into_iter().filter_map(place).collect()
}

fn fits(picture: &Picture, max_pixels: u64) -> bool {
    u64::from(picture.width) * u64::from(picture.height) <= max_pixels
}

fn told(fault: PictureFault, path: &SourcePath, max_pixels: u64) -> Diagnostic {
    let diagnostic = match fault {
        PictureFault::Foreign => messages::not_a_picture(),
        PictureFault::Huge { width, height } => messages::picture_huge(width, height, max_pixels),
        PictureFault::Broken { reason } => messages::picture_broken(Cause::said(&reason)),
    };
    diagnostic.at(Location::file(path))
}

/// A file without a byte: what was copied or downloaded into it never arrived.
fn empty(path: &SourcePath) -> Diagnostic {
    let cause = Cause::new("文件是空的（0 字节）", "the file is empty (0 bytes)");
    let fault = messages::picture_broken(cause).helped(
        "重新复制或下载这张图片，盖掉它；不要它就删去",
        "copy or download the picture again and replace the file, or remove it",
    );
    fault.at(Location::file(path))
}

fn undrawable(fault: &DrawingFault) -> Diagnostic {
    let (zh, en) = match fault {
        DrawingFault::Syntax => ("不是完整的 XML".to_owned(), "it isn't well-formed XML".to_owned()),
        DrawingFault::Encoding(name) => {
            (format!("编码“{name}”不能安全地读取"), format!("the encoding `{name}` can't be read safely"))
        }
        DrawingFault::Deep => ("嵌套过深".to_owned(), "its elements are nested too deeply".to_owned()),
        DrawingFault::Repeated => (
            "里面的元素一层层重复引用，画出来多得浏览器会停住".to_owned(),
            "its elements are used within each other so often that a browser stops".to_owned(),
        ),
        DrawingFault::NoDrawing => ("最外层不是 svg 元素".to_owned(), "its first element isn't `svg`".to_owned()),
    };
    messages::drawing_unreadable(&zh, &en)
}

/// Makes the files of pictures that aren't on the shelf yet, several pictures at a time. Without a shelf
/// each is made when it is written.
pub fn make(built: &mut Built, wanted: Vec<(SourcePath, LazyFile<PictureFile>)>, progress: &impl Progress) {
    built.kept.extend(wanted.iter().filter_map(|(_, file)| file.kept_as()));
    let mut missing: BTreeMap<SourcePath, Vec<LazyFile<PictureFile>>> = BTreeMap::new();
    for (path, file) in wanted.into_iter().filter(|(_, file)| file.is_missing()) {
        missing.entry(path).or_default().push(file);
    }
    if missing.is_empty() {
        return;
    }
    progress.stage(Stage::Pictures, missing.values().map(Vec::len).sum());
    let make = |(path, files): (SourcePath, Vec<LazyFile<PictureFile>>)| {
        let reason = picture::make_all(&files, || progress.step()).err()?;
        Some(messages::picture_failed(path.as_str(), Cause::said(&reason)).at(Location::file(&path)))
    };
    let faults: Vec<Diagnostic> = missing.into_par_iter().filter_map(make).collect();
    built.diagnostics.extend(faults);
}
