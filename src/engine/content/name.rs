//! The name of an entry as references and conditions write it → its parts.

use super::document::without_markdown;
use super::entry::Entry;

/// How a text names an entry: by its slug, its path below the collection, or either of
/// them behind its collection's name and a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryName<'t> {
    pub collection: Option<&'t str>,
    /// A slug or a path.
    pub name: &'t str,
}

impl<'t> EntryName<'t> {
    /// Parses a name. A path may be written as the file's: with slashes around it, with its extension.
    pub fn parse(text: &'t str) -> Self {
        let (collection, name) = match text.split_once(':') {
            Some((collection, name)) => (Some(collection), name),
            None => (None, text),
        };
        Self { collection, name: without_markdown(name.trim_matches('/')) }
    }

    /// Whether an entry has this name. Several entries may have it: translations, and where no collection is given also
    /// entries of several collections.
    pub fn fits(&self, entry: &Entry) -> bool {
        self.collection.is_none_or(|collection| entry.key.collection == collection)
            && (entry.key.slug == self.name || entry.path == self.name)
    }
}
