//! An input file → the same file with other content, as mended by `check --fix`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::temporary::{self, Durability};
use crate::base::url::SourcePath;

/// Puts `bytes` in the place of a file that still holds `before`, as a whole.
///
/// # Errors
/// Those of the disk, and [`io::ErrorKind::Other`] where the file has changed since it was read.
pub fn replace(root: &Path, path: &SourcePath, before: &[u8], bytes: &[u8]) -> io::Result<()> {
    // A link stays one; what it leads to is replaced.
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
