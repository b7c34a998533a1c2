//! An input file → the same file with the corrections of `check --fix`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::temporary::{self, Durability};
use crate::base::url::SourcePath;

/// Replaces a file whose content is still `before` by `bytes`, as a whole.
///
/// # Errors
/// Returns errors of the disk, and [`io::ErrorKind::Other`] if the file has changed since it was read.
pub fn replace(root: &Path, path: &SourcePath, before: &[u8], bytes: &[u8]) -> io::Result<()> {
    // A link stays a link; its target is replaced.
    let file = root.join(path.as_str()).canonicalize()?;
    if fs::read(&file)? != before {
        return Err(io::Error::other("the file has changed meanwhile · 文件刚才被改动过"));
    }
    temporary::sweep(temporary::parent(&file));
    let permissions = fs::metadata(&file)?.permissions();
    temporary::write_with(&file, Durability::Synced, Some(permissions), |new| new.write_all(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_changed_meanwhile_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let path = SourcePath::new("a.md").unwrap();
        fs::write(root.path().join("a.md"), "old").unwrap();
        assert!(replace(root.path(), &path, b"other", b"new").is_err());
        replace(root.path(), &path, b"old", b"new").unwrap();
        assert_eq!(fs::read(root.path().join("a.md")).unwrap(), b"new");
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
