//! What a command keeps beside the site for its next run: a folder that is no input.
//!
//! Its name begins with a dot, so that neither a reader nor a watcher looks into it. Whatever lies
//! there can be removed at any time.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::temporary::{self, Durability};

/// Below the site's root.
pub const KEPT: &str = ".kepu-cache";

/// What an earlier run kept under a name.
pub fn recall(root: &Path, name: &str) -> Option<Vec<u8>> {
    fs::read(root.join(KEPT).join(name)).ok()
}

/// Keeps bytes under a name. Where that can't be done the next run finds nothing, and does its work
/// anew: no reason to fail.
pub fn keep(root: &Path, name: &str, bytes: &[u8]) {
    let folder = root.join(KEPT);
    let file = folder.join(name);
    let _ = make_folder(root)
        .and_then(|folder| fs::create_dir_all(file.parent().unwrap_or(&folder)))
        .and_then(|()| temporary::write(&file, bytes, Durability::Rebuildable));
}

/// Keeps bytes that other users of the machine mustn't read.
pub fn keep_private(root: &Path, name: &str, bytes: &[u8]) {
    let permissions = temporary::private();
    let _ = make_folder(root).and_then(|folder| {
        temporary::write_with(&folder.join(name), Durability::Rebuildable, permissions, |new| new.write_all(bytes))
    });
}

/// Makes the folder below a root, and never the root itself: a site's folder that was removed or moved stays away.
///
/// # Errors
/// Those of the disk; `NotFound` where there is no root.
pub(super) fn make_folder(root: &Path) -> io::Result<PathBuf> {
    make_ignored(root, KEPT)
}

/// Makes a folder below a root that version control passes over, and never the root itself.
///
/// # Errors
/// As above.
pub(super) fn make_ignored(root: &Path, name: &str) -> io::Result<PathBuf> {
    let folder = root.join(name);
    match fs::create_dir(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // Nothing in it belongs under version control.
    let ignored = folder.join(".gitignore");
    if !ignored.exists() {
        fs::write(ignored, "*\n")?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_recalled_and_no_input() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(recall(root.path(), "links.json"), None);
        keep(root.path(), "links.json", b"1");
        keep(root.path(), "links.json", b"2");
        assert_eq!(recall(root.path(), "links.json").as_deref(), Some(&b"2"[..]));
        assert_eq!(fs::read_dir(root.path().join(KEPT)).unwrap().count(), 2);
        fs::remove_dir_all(root.path()).unwrap();
        keep(root.path(), "links.json", b"3");
        assert!(!root.path().exists());
        fs::create_dir(root.path()).unwrap();
        let theme = |path: &str| path.starts_with("themes/");
        assert!(crate::io::disk::read(root.path()).value.iter().all(|(path, _)| theme(path.as_str())));
    }
}
