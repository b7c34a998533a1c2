//! Comments of entries on the disk: counted, and taken along when entries move or come back.

use std::collections::BTreeMap;
use std::path::Path;

use crate::authoring::comments::{COMMENTS_FOLDER, CommentFile, file_of, source_of};
use crate::base::diagnostic::Diagnostic;
use crate::base::url::SourcePath;
use crate::io::disk;

/// Files of comments that a move writes and removes.
#[derive(Debug, Default)]
pub struct MovedComments {
    pub written: BTreeMap<SourcePath, Vec<u8>>,
    /// Each with the bytes that were taken along.
    pub removed: BTreeMap<SourcePath, Vec<u8>>,
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
        along.removed.insert(from, file.held().to_vec());
    }
    Ok(along)
}

/// Returns the comments that went to the bin with a source when it was removed last: their file and its bytes. `None` if it
/// had none then, or if there are others now.
pub fn in_bin(root: &Path, source: &SourcePath) -> Option<(SourcePath, Vec<u8>)> {
    let place = file_of(source)?;
    let changes = disk::remembered(root);
    let removed = changes.iter().rposition(|change| change.path == source.as_str() && change.after.is_none())?;
    // They are removed after their source. Those that went at an earlier time belong to an entry that is no more.
    let last = changes.iter().skip(removed).rfind(|change| change.path == place.as_str())?;
    let version = last.before.as_ref().filter(|_| last.after.is_none())?;
    let is_free = matches!(disk::read_if_there(&root.join(place.as_str())), Ok(None));
    let bytes = disk::version(root, version).filter(|_| is_free)?;
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
    use crate::base::fingerprint::Fingerprint;
    use crate::io::disk::SavedChange;

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
        assert_eq!(along.removed, BTreeMap::from([(path("comments/column/a.md.jsonl"), file("甲"))]));
        let joined = CommentFile::read(&along.written[&path("comments/column/b.md.jsonl")]).unwrap();
        assert_eq!((along.written.len(), joined.open()), (1, 2));
        assert!(is_comments("comments/column/a.md.jsonl") && !is_comments("content/column/a.md"));
        // What was said after they were read stays where it is.
        let later = [file("甲"), file("丙")].concat();
        put("comments/column/a.md.jsonl", &later);
        let faults = disk::remove_unchanged(root.path(), &along.removed).unwrap_err();
        assert_eq!(faults.len(), 1);
        let there = disk::read_if_there(&root.path().join("comments/column/a.md.jsonl")).unwrap();
        assert_eq!(there.map(|file| file.held().to_vec()), Some(later.clone()));
        let now = BTreeMap::from([(path("comments/column/a.md.jsonl"), later)]);
        disk::remove_unchanged(root.path(), &now).unwrap();
        assert!(disk::read_if_there(&root.path().join("comments/column/a.md.jsonl")).unwrap().is_none());
    }

    #[test]
    fn comments_come_back_only_with_the_entry_that_they_went_with() {
        let root = tempfile::tempdir().unwrap();
        let log = |path: &str, before: Option<&[u8]>, after: Option<&[u8]>| {
            let name = |bytes: &[u8]| {
                disk::keep_version(root.path(), bytes).unwrap();
                Fingerprint::of_bytes(bytes).to_string()
            };
            let (time, who) = ("2026-11-23T01:00:00Z".to_owned(), String::new());
            let (before, after) = (before.map(name), after.map(name));
            disk::log(root.path(), &SavedChange { time, who, path: path.to_owned(), before, after }).unwrap();
        };
        let (source, place) = ("content/column/dew.md", "comments/column/dew.md.jsonl");
        let found = || in_bin(root.path(), &path(source));
        let said = file("甲");
        log(source, None, Some(b"old"));
        assert_eq!(found(), None);
        log(source, Some(b"old"), None);
        assert_eq!(found(), None);
        log(place, Some(&said), None);
        assert_eq!(found(), Some((path(place), said.clone())));
        // A new entry of this name, without comments.
        log(source, None, Some(b"new"));
        log(source, Some(b"new"), None);
        assert_eq!(found(), None);
        log(source, None, Some(b"new"));
        log(source, Some(b"new"), None);
        log(place, Some(&said), None);
        log(source, None, Some(b"new"));
        assert_eq!(found(), Some((path(place), said.clone())));
        log(place, None, Some(&said));
        assert_eq!(found(), None, "they are back");
    }
}
