//! Every input of a build, in memory: the only form in which the pipeline sees files.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fingerprint::Fingerprint;
use crate::url::SourcePath;

/// One input file's bytes.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub bytes: Arc<[u8]>,
    pub fingerprint: Fingerprint,
}

impl SourceFile {
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        Self { fingerprint: Fingerprint::of_bytes(&bytes), bytes }
    }

    /// The text without a byte order mark; `None` where it isn't UTF-8.
    pub fn text(&self) -> Option<&str> {
        simdutf8::basic::from_utf8(&self.bytes).ok().map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

/// All inputs below the site's root, by path, in order.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: BTreeMap<SourcePath, SourceFile>,
}

impl Snapshot {
    pub fn insert(&mut self, path: SourcePath, file: SourceFile) {
        self.files.insert(path, file);
    }

    pub fn remove(&mut self, path: &SourcePath) -> Option<SourceFile> {
        self.files.remove(path)
    }

    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.files.get(path)
    }

    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        self.get(path)?.text()
    }

    /// Of every path and its bytes.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.files.iter().map(|(path, file)| (path, file.fingerprint)).collect::<Vec<_>>())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &SourceFile)> {
        self.files.iter()
    }

    /// The files below a folder, without looking at the others.
    pub fn below<'a, 'f>(
        &'a self,
        folder: &'f str,
    ) -> impl Iterator<Item = (&'a SourcePath, &'a SourceFile)> + use<'a, 'f> {
        let first = SourcePath::new(folder);
        first
            .into_iter()
            .flat_map(move |first| self.files.range(first..))
            .take_while(move |(path, _)| path.as_str().starts_with(folder))
            .filter(move |(path, _)| path.below(folder).is_some())
    }

    /// The same by their paths below the folder.
    pub fn paths_below<'a, 'f>(
        &'a self,
        folder: &'f str,
    ) -> impl Iterator<Item = (&'a str, &'a SourcePath)> + use<'a, 'f> {
        self.below(folder).filter_map(move |(path, _)| Some((path.below(folder)?, path)))
    }
}

impl FromIterator<(SourcePath, SourceFile)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (SourcePath, SourceFile)>>(files: I) -> Self {
        Self { files: files.into_iter().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn below_is_a_folder_and_not_a_prefix() {
        let files = ["content/a.md", "content-old/b.md", "content/c/d.md", "contents", "z"];
        let snapshot: Snapshot =
            files.iter().map(|path| (SourcePath::new(path).unwrap(), SourceFile::new(*b"x"))).collect();
        let found: Vec<_> = snapshot.below("content").map(|(path, _)| path.as_str()).collect();
        assert_eq!(found, ["content/a.md", "content/c/d.md"]);
    }
}
