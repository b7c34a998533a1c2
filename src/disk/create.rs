//! New files among a site's sources, and files of it written anew.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::url::SourcePath;

/// Writes a new file below a site's root, and the folders that it needs.
///
/// # Errors
/// Those of the disk; `AlreadyExists` where there is a file, which is left as it is.
pub fn create(root: &Path, path: &SourcePath, bytes: &[u8]) -> io::Result<PathBuf> {
    let file = root.join(path.as_str());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(&file)?.write_all(bytes)?;
    Ok(file)
}

/// Puts new bytes in the place of a source file's: at once, so that nobody reads half of it.
///
/// # Errors
/// Those of the disk.
pub fn replace(root: &Path, path: &SourcePath, bytes: &[u8]) -> io::Result<()> {
    let file = fs::canonicalize(root.join(path.as_str()))?;
    let permissions = fs::metadata(&file)?.permissions();
    // A name that watchers take for an editor's, and ignore.
    let beside = file.with_extension("kepu.tmp");
    fs::write(&beside, bytes)?;
    fs::set_permissions(&beside, permissions)?;
    fs::rename(&beside, &file).inspect_err(|_| drop(fs::remove_file(&beside)))
}
