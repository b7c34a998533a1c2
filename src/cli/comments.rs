//! Comments of entries on the disk: counted, and taken along when entries move or come back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::authoring::comments::{COMMENTS_FOLDER, CommentFile, file_of, source_of};
use crate::base::diagnostic::Diagnostic;
use crate::base::url::SourcePath;
use crate::io::disk;

/// Files of comments that a move writes and removes.
#[derive(Debug, Default)]
pub struct MovedComments {
    pub written: BTreeMap<SourcePath, Vec<u8>>,
    pub removed: BTreeSet<SourcePath>,
}

/// Returns how many comments of each source are open, where there are any.
pub fn open_counts(root: &Path) -> BTreeMap<SourcePath, usize> {
    let files = disk::read_below(root, COMMENTS_FOLDER);
    let count = |path: &SourcePath, bytes: &[u8]| Some((source_of(path)?, CommentFile::read(bytes)?.open()));
    files.iter().filter_map(|(path, file)| count(path, file.held())).filter(|(_, open)| *open > 0).collect()
}

/// Returns the files that a move of sources changes. Where the new place has comments already, both are kept.
///
/// # Errors
/// That a file can't be read.
pub fn taken_along(root: &Path, moved: &BTreeMap<SourcePath, SourcePath>) -> Result<MovedComments, Diagnostic> {
    let mut along = MovedComments::default();
    for (old, new) in moved {
        let (Some(from), Some(to)) = (file_of(old), file_of(new)) else { continue };
        let Some(file) = disk::read_if_there(&root.join(from.as_str()))? else { continue };
        let there = disk::read_if_there(&root.join(to.as_str()))?;
        let mut bytes = there.map(|file| file.held().to_vec()).unwrap_or_default();
        if bytes.last().is_some_and(|last| *last != b'\n') {
            bytes.push(b'\n');
        }
        bytes.extend(file.held());
        along.written.insert(to, bytes);
        along.removed.insert(from);
    }
    Ok(along)
}

/// Returns the comments that went to the bin with a source: their file and its bytes. `None` if there were none, or if there
/// are others now.
pub fn in_bin(root: &Path, source: &SourcePath) -> Option<(SourcePath, Vec<u8>)> {
    let place = file_of(source)?;
    let last = disk::remembered(root).into_iter().rev().find(|change| change.path == place.as_str())?;
    let version = last.before.filter(|_| last.after.is_none())?;
    let is_free = matches!(disk::read_if_there(&root.join(place.as_str())), Ok(None));
    let bytes = disk::version(root, &version).filter(|_| is_free)?;
    Some((place, bytes))
}

/// Returns whether a path is that of a file of comments.
pub fn is_comments(path: &str) -> bool {
    SourcePath::new(path).is_some_and(|path| source_of(&path).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authoring::comments::CommentSignature;

    fn path(path: &str) -> SourcePath {
        SourcePath::new(path).unwrap()
    }

    fn file(words: &str) -> Vec<u8> {
        let mut file = CommentFile::default();
        file.begin(CommentSignature { by: "张三", time: "2026-11-23T01:00:00Z" }, words, "", None).unwrap();
        file.bytes()
    }

    #[test]
    fn comments_move_with_their_entry_and_join_those_that_are_there() {
        let root = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| disk::write_beside(&root.path().join(name), bytes).unwrap();
        put("comments/column/a.md.jsonl", &file("甲"));
        put("comments/column/b.md.jsonl", file("乙").trim_ascii_end());
        put("comments/column/c.md.jsonl", b"");
        assert_eq!(
            open_counts(root.path()),
            BTreeMap::from([(path("content/column/a.md"), 1), (path("content/column/b.md"), 1)])
        );
        let moved = BTreeMap::from([
            (path("content/column/a.md"), path("content/column/b.md")),
            (path("content/column/none.md"), path("content/column/d.md")),
            (path("content/column/a.jpg"), path("content/column/b.jpg")),
        ]);
        let along = taken_along(root.path(), &moved).unwrap();
        assert_eq!(along.removed, BTreeSet::from([path("comments/column/a.md.jsonl")]));
        let joined = CommentFile::read(&along.written[&path("comments/column/b.md.jsonl")]).unwrap();
        assert_eq!((along.written.len(), joined.open()), (1, 2));
        assert!(is_comments("comments/column/a.md.jsonl") && !is_comments("content/column/a.md"));
    }
}
