//! The files below a folder of a site's root that is no input.

use std::path::Path;

use walkdir::{DirEntry, WalkDir};

use super::foreign::read_file;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::url::SourcePath;

/// Reads every file below a folder, by its path below the root. Hidden files are left out, and what can't be read; where
/// there is no folder, there are no files. Links aren't followed.
pub fn read_below(root: &Path, folder: &str) -> Snapshot {
    let is_shown = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().to_string_lossy().starts_with('.');
    let read = |entry: DirEntry| -> Option<(SourcePath, SourceFile)> {
        if !entry.file_type().is_file() {
            return None;
        }
        let below = entry.path().strip_prefix(root).ok()?.to_string_lossy().replace('\\', "/");
        Some((SourcePath::new(&below)?, read_file(entry.path()).ok()?))
    };
    WalkDir::new(root.join(folder)).into_iter().filter_entry(is_shown).flatten().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_of_any_folder_are_read_and_hidden_ones_are_not() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(read_below(root.path(), "notes").iter().count(), 0);
        fs::create_dir_all(root.path().join("notes/public/2026")).unwrap();
        fs::create_dir_all(root.path().join("notes/.sync")).unwrap();
        for name in ["notes/.gitattributes", "notes/.sync/a.txt", "notes/a.txt", "notes/public/2026/b.txt", "other.txt"]
        {
            fs::write(root.path().join(name), name).unwrap();
        }
        let files = read_below(root.path(), "notes");
        let names: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["notes/a.txt", "notes/public/2026/b.txt"]);
    }
}
