//! A new source file of a site.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::base::url::SourcePath;

/// Writes a new file below a site's root, and creates its folders.
///
/// # Errors
/// Returns errors of the disk, and `AlreadyExists` if the file exists; it is left unchanged.
pub fn create(root: &Path, path: &SourcePath, bytes: &[u8]) -> io::Result<PathBuf> {
    let file = root.join(path.as_str());
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new().write(true).create_new(true).open(&file)?.write_all(bytes)?;
    Ok(file)
}
