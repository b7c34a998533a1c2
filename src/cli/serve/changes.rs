//! Two snapshots → what happened between them, in a few words.

use std::collections::HashMap;

use crate::diagnostic::Language;
use crate::fingerprint::Fingerprint;
use crate::source::{Snapshot, SourceFile};
use crate::url::SourcePath;

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Changed, new and removed files, in order.
    paths: Vec<SourcePath>,
    /// Files that went, with the one that came and holds the same: the old path and the new.
    pub renamed: Vec<(SourcePath, SourcePath)>,
}

impl Changes {
    pub fn between(before: &Snapshot, now: &Snapshot) -> Self {
        let mut changes = Self::default();
        let (mut old, mut new) = (before.iter().peekable(), now.iter().peekable());
        let (mut gone, mut come): (Vec<Entry<'_>>, HashMap<Fingerprint, Option<&SourcePath>>) = Default::default();
        // Both are in order, so one walk over the two sees every difference.
        loop {
            let next = match (old.peek(), new.peek()) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some((one, _)), Some((other, _))) => one.cmp(other),
            };
            let left = if next.is_le() { old.next() } else { None };
            let right = if next.is_ge() { new.next() } else { None };
            match (left, right) {
                (Some((_, was)), Some((_, is))) if was.fingerprint == is.fingerprint => continue,
                (Some(entry), None) => gone.push(entry),
                (None, Some((path, file))) => {
                    // Two new files that hold the same tell nothing of where the old one went.
                    come.entry(file.fingerprint).and_modify(|known| *known = None).or_insert(Some(path));
                }
                _ => {}
            }
            changes.paths.extend(left.or(right).map(|(path, _)| path.clone()));
        }
        for (path, file) in gone {
            if let Some(Some(to)) = come.get(&file.fingerprint) {
                changes.renamed.push((path.clone(), (*to).clone()));
            }
        }
        changes
    }

    /// The beginning of a line that goes on with what came of it.
    pub fn describe(&self, language: Language) -> String {
        let more = self.paths.len().saturating_sub(1);
        match (self.paths.first(), language) {
            (None, _) => String::new(),
            (Some(path), Language::Chinese) if more == 0 => format!("{path} 有变动："),
            (Some(path), Language::English) if more == 0 => format!("{path}: "),
            (Some(path), Language::Chinese) => format!("{path} 等 {} 个文件有变动：", more + 1),
            (Some(path), Language::English) => format!("{path} and {more} more: "),
        }
    }
}

type Entry<'a> = (&'a SourcePath, &'a SourceFile);

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        files.iter().map(|(path, text)| (SourcePath::new(path).unwrap(), SourceFile::new(text.as_bytes()))).collect()
    }

    fn between(before: &[(&str, &str)], now: &[(&str, &str)]) -> (Vec<String>, Vec<(String, String)>) {
        let changes = Changes::between(&snapshot(before), &snapshot(now));
        let text = |path: &SourcePath| path.to_string();
        let renamed = changes.renamed.iter().map(|(old, new)| (text(old), text(new)));
        (changes.paths.iter().map(text).collect(), renamed.collect())
    }

    #[test]
    fn every_difference_is_seen_once() {
        let (paths, renamed) = between(
            &[("a", "1"), ("b", "1"), ("d", "1"), ("f", "9")],
            &[("a", "1"), ("b", "2"), ("c", "3"), ("e", "1")],
        );
        assert_eq!(paths, ["b", "c", "d", "e", "f"]);
        assert_eq!(renamed, [("d".to_owned(), "e".to_owned())]);
        assert_eq!(between(&[("a", "1")], &[("a", "1")]), Default::default());
    }

    #[test]
    fn a_copy_of_two_is_no_new_name() {
        let (paths, renamed) = between(&[("a", "1")], &[("b", "1"), ("c", "1")]);
        assert_eq!((paths.len(), renamed.len()), (3, 0));
    }

    #[test]
    fn one_file_is_named_and_many_are_counted() {
        let changes = |paths: &[&str]| Changes {
            paths: paths.iter().map(|path| SourcePath::new(path).unwrap()).collect(),
            renamed: Vec::new(),
        };
        assert_eq!(changes(&[]).describe(Language::Chinese), "");
        assert_eq!(changes(&["a.md"]).describe(Language::Chinese), "a.md 有变动：");
        assert_eq!(changes(&["a.md", "b", "c"]).describe(Language::English), "a.md and 2 more: ");
    }
}
