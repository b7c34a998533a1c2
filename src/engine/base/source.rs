//! The input files of a build; the pipeline reads files only through these types.
//!
//! Texts are in memory. A photograph needn't be: only its fingerprint is known, and its bytes are read when they are
//! needed.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::url::SourcePath;

/// Bytes in memory, or a source to fetch them from: a thousand photographs don't fit into memory.
#[derive(Clone)]
pub enum Content {
    Held(Arc<[u8]>),
    Elsewhere(Arc<dyn Fetch>),
}

/// Bytes that are not in memory.
pub trait Fetch: Send + Sync {
    /// Returns an identity: two values with the same identity return the same bytes. It needn't be a hash of them.
    fn identity(&self) -> Fingerprint;

    /// # Errors
    /// Those of the underlying storage; also if the bytes no longer match the identity.
    fn fetch(&self) -> io::Result<Arc<[u8]>>;

    /// Returns the name of the bytes in the cache of built products, if they are cached.
    fn kept_as(&self) -> Option<Arc<str>> {
        None
    }

    /// Returns whether the bytes belong in a cache that doesn't have them yet.
    fn is_missing(&self) -> bool {
        false
    }
}

impl Content {
    /// # Errors
    /// Those of [`Fetch::fetch`].
    pub fn bytes(&self) -> io::Result<Arc<[u8]>> {
        match self {
            Self::Held(bytes) => Ok(bytes.clone()),
            Self::Elsewhere(fetch) => fetch.fetch(),
        }
    }

    /// Returns the bytes in memory, which texts and pages always have; otherwise an empty slice.
    pub fn held(&self) -> &[u8] {
        match self {
            Self::Held(bytes) => bytes,
            Self::Elsewhere(_) => &[],
        }
    }

    /// Returns the identity: two contents with the same identity are equal.
    pub fn identity(&self) -> Fingerprint {
        match self {
            Self::Held(bytes) => Fingerprint::of_bytes(bytes),
            Self::Elsewhere(fetch) => fetch.identity(),
        }
    }
}

impl<T: Into<Arc<[u8]>>> From<T> for Content {
    fn from(bytes: T) -> Self {
        Self::Held(bytes.into())
    }
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Held(one), Self::Held(other)) => one == other,
            (one, other) => one.identity() == other.identity(),
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Held(bytes) => write!(f, "Held({} bytes)", bytes.len()),
            Self::Elsewhere(fetch) => write!(f, "Elsewhere({})", fetch.identity()),
        }
    }
}

/// One input file.
#[derive(Clone, Debug)]
pub struct SourceFile {
    pub content: Content,
    /// The fingerprint of the file's bytes, in memory or not.
    pub fingerprint: Fingerprint,
}

impl SourceFile {
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let content = Content::Held(bytes.into());
        Self { fingerprint: content.identity(), content }
    }

    /// Creates a file that is read when it is needed. The identity of `fetch` must be the fingerprint of its bytes.
    pub fn elsewhere(fetch: Arc<dyn Fetch>) -> Self {
        Self { fingerprint: fetch.identity(), content: Content::Elsewhere(fetch) }
    }

    /// # Errors
    /// Those of [`Fetch::fetch`].
    pub fn bytes(&self) -> io::Result<Arc<[u8]>> {
        self.content.bytes()
    }

    /// Returns the bytes of a text; see [`Content::held`].
    pub fn held(&self) -> &[u8] {
        self.content.held()
    }

    /// Returns the text without a byte order mark; `None` if it isn't UTF-8.
    pub fn text(&self) -> Option<&str> {
        let text = simdutf8::basic::from_utf8(self.held()).ok();
        text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

/// All input files of a site, sorted by path.
///
/// Cloning costs a reference count: a watcher keeps the snapshot that is in use and passes on another at every change.
/// Changing a shared snapshot copies it first.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    files: Arc<BTreeMap<SourcePath, SourceFile>>,
}

impl Snapshot {
    pub fn insert(&mut self, path: SourcePath, file: SourceFile) {
        Arc::make_mut(&mut self.files).insert(path, file);
    }

    pub fn remove(&mut self, path: &SourcePath) -> Option<SourceFile> {
        Arc::make_mut(&mut self.files).remove(path)
    }

    pub fn get(&self, path: &SourcePath) -> Option<&SourceFile> {
        self.files.get(path)
    }

    pub fn text(&self, path: &SourcePath) -> Option<&str> {
        self.get(path)?.text()
    }

    /// Returns the fingerprint of all paths and their bytes.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(&self.files.iter().map(|(path, file)| (path, file.fingerprint)).collect::<Vec<_>>())
    }

    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &SourceFile)> {
        self.files.iter()
    }

    /// Returns the files below a folder, without iterating over the others.
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

    /// Returns the files below a folder with their paths relative to it.
    pub fn paths_below<'a, 'f>(
        &'a self,
        folder: &'f str,
    ) -> impl Iterator<Item = (&'a str, &'a SourcePath)> + use<'a, 'f> {
        self.below(folder).filter_map(move |(path, _)| Some((path.below(folder)?, path)))
    }
}

impl FromIterator<(SourcePath, SourceFile)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (SourcePath, SourceFile)>>(files: I) -> Self {
        Self { files: Arc::new(files.into_iter().collect()) }
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
