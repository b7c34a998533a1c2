//! Every input of a build: the only form in which the pipeline sees files.
//!
//! Texts are in memory. A photograph needn't be: what is known of it is its fingerprint, and its bytes
//! are read when somebody wants them.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::url::SourcePath;

/// Bytes, or where to get them: a thousand photographs don't fit into memory.
#[derive(Clone)]
pub enum Content {
    Held(Arc<[u8]>),
    Elsewhere(Arc<dyn Fetch>),
}

/// Bytes that are not in memory.
pub trait Fetch: Send + Sync {
    /// Two with one identity give the same bytes. It says nothing of what they are.
    fn identity(&self) -> Fingerprint;

    /// # Errors
    /// Those of wherever the bytes are; also where they are no longer those of the identity.
    fn fetch(&self) -> io::Result<Arc<[u8]>>;

    /// By which they are kept on a shelf once they are made, where they are.
    fn kept_as(&self) -> Option<Arc<str>> {
        None
    }

    /// Whether there is a shelf for them, and they aren't on it yet.
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

    /// The bytes that are in memory, as those of texts and pages always are; none otherwise.
    pub fn held(&self) -> &[u8] {
        match self {
            Self::Held(bytes) => bytes,
            Self::Elsewhere(_) => &[],
        }
    }

    /// Two contents with one identity are the same.
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
    /// Of its bytes, wherever they are.
    pub fingerprint: Fingerprint,
}

impl SourceFile {
    pub fn new(bytes: impl Into<Arc<[u8]>>) -> Self {
        let content = Content::Held(bytes.into());
        Self { fingerprint: content.identity(), content }
    }

    /// One that is read when it is wanted. The identity is the fingerprint of the bytes.
    pub fn elsewhere(fetch: Arc<dyn Fetch>) -> Self {
        Self { fingerprint: fetch.identity(), content: Content::Elsewhere(fetch) }
    }

    /// # Errors
    /// Those of [`Fetch::fetch`].
    pub fn bytes(&self) -> io::Result<Arc<[u8]>> {
        self.content.bytes()
    }

    /// The bytes of a text; see [`Content::held`].
    pub fn held(&self) -> &[u8] {
        self.content.held()
    }

    /// The text without a byte order mark; `None` where it isn't UTF-8.
    pub fn text(&self) -> Option<&str> {
        let text = simdutf8::basic::from_utf8(self.held()).ok();
        text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text))
    }
}

/// All inputs below the site's root, by path, in order.
///
/// A copy costs a reference count: whoever watches a site keeps the snapshot it works on and
/// hands out another at every change. Changing a copy that is shared makes it one of its own.
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
