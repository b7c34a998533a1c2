//! The files of a review that are written: records, and bytes as they were signed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Cause, Diagnostic, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;
use crate::site::review::{ReviewRecord, Version, kept_name, kept_path, lines, records_folder};

/// Files to be written, by their paths.
pub type Files = BTreeMap<SourcePath, Arc<[u8]>>;

/// Adds a record to the files, and gives its id.
pub(super) fn put(source: &SourcePath, mut record: ReviewRecord, files: &mut Files) -> Option<String> {
    let text = record.write();
    let path = SourcePath::new(&format!("{}/{}.yaml", records_folder(source)?, record.id))?;
    files.insert(path, text.into_bytes().into());
    Some(record.id)
}

pub(super) fn keep_files(snapshot: &Snapshot, version: &Version, files: &mut Files) -> Result<(), Diagnostic> {
    version.files.iter().try_for_each(|(path, name)| keep(snapshot, path, name, files))
}

/// Keeps a file's bytes, unless they are kept already and still are what they were.
pub(super) fn keep(snapshot: &Snapshot, path: &SourcePath, name: &str, files: &mut Files) -> Result<(), Diagnostic> {
    let (Some(to), Some(file)) = (kept_path(name), snapshot.get(path)) else { return Ok(()) };
    if files.contains_key(&to) || snapshot.get(&to).is_some_and(|kept| kept_name(&to, kept) == name) {
        return Ok(());
    }
    let bytes = match lines(file.held()) {
        Some(text) => text.into_bytes().into(),
        None => bytes_of(path, file)?,
    };
    files.insert(to, bytes);
    Ok(())
}

pub(super) fn bytes_of(path: &SourcePath, file: &SourceFile) -> Result<Arc<[u8]>, Diagnostic> {
    file.bytes().map_err(|error| messages::read_failed(path.as_str(), Cause::io(&error)))
}
