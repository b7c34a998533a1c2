//! Two snapshots → the files that went from one name to another between them.

use std::collections::HashMap;

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;

/// Files that went, each with the one that came and holds the same: the old path and the new.
pub fn renamed(before: &Snapshot, now: &Snapshot) -> Vec<(SourcePath, SourcePath)> {
    let gone: Vec<_> = before.iter().filter(|(path, _)| now.get(path).is_none()).collect();
    if gone.is_empty() {
        return Vec::new();
    }
    let mut come: HashMap<Fingerprint, Option<&SourcePath>> = HashMap::new();
    for (path, file) in now.iter().filter(|(path, _)| before.get(path).is_none()) {
        // Two new files that hold the same tell nothing of where the old one went.
        come.entry(file.fingerprint).and_modify(|known| *known = None).or_insert(Some(path));
    }
    let moved =
        |(path, fingerprint): (&SourcePath, Fingerprint)| Some((path.clone(), (*come.get(&fingerprint)?)?.clone()));
    gone.into_iter().filter_map(|(path, file)| moved((path, file.fingerprint))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;

    fn between(before: &[(&str, &str)], now: &[(&str, &str)]) -> Vec<(String, String)> {
        let snapshot = |files: &[(&str, &str)]| -> Snapshot {
            files
                .iter()
                .map(|(path, text)| (SourcePath::new(path).unwrap(), SourceFile::new(text.as_bytes())))
                .collect()
        };
        let renamed = renamed(&snapshot(before), &snapshot(now));
        renamed.into_iter().map(|(old, new)| (old.to_string(), new.to_string())).collect()
    }

    #[test]
    fn a_file_is_followed_by_what_it_holds() {
        let renamed = between(
            &[("a", "1"), ("b", "1"), ("d", "1"), ("f", "9")],
            &[("a", "1"), ("b", "2"), ("c", "3"), ("e", "1")],
        );
        assert_eq!(renamed, [("d".to_owned(), "e".to_owned())]);
        assert_eq!(between(&[("a", "1")], &[("a", "1")]), []);
    }

    #[test]
    fn a_copy_of_two_is_no_new_name() {
        assert_eq!(between(&[("a", "1")], &[("b", "1"), ("c", "1")]), []);
    }
}
