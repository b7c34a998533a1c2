//! An input file → the same file with other content, for whoever was asked to mend it.

use std::fs;
use std::io;
use std::path::Path;

use crate::base::url::SourcePath;

/// Puts `bytes` in the place of a file that still holds `before`. Nobody sees half of it: the new
/// file is written beside the old one and moved there.
///
/// # Errors
/// Those of the disk, and [`io::ErrorKind::Other`] where the file has changed since it was read.
pub fn replace(root: &Path, path: &SourcePath, before: &[u8], bytes: &[u8]) -> io::Result<()> {
    // A link stays one; what it leads to is replaced.
    let file = root.join(path.as_str()).canonicalize()?;
    if fs::read(&file)? != before {
        return Err(io::Error::other("the file has changed meanwhile · 文件刚才被改动过"));
    }
    // A hidden name is no input.
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = file.with_file_name(format!(".{name}.kepu.tmp"));
    let written = fs::write(&beside, bytes)
        .and_then(|()| fs::set_permissions(&beside, fs::metadata(&file)?.permissions()))
        .and_then(|()| fs::rename(&beside, &file));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
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
