//! What the server asks a site for, one address at a time.

use std::sync::Arc;

use crate::build::Built;
use crate::url::{OutputPath, SourcePath, Url};

/// A site to show. It may make an output only when it is asked for it.
pub trait Outputs: Send + Sync {
    /// The bytes of an output.
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>>;

    /// Whether there is such an output, without making it.
    fn has(&self, path: &OutputPath) -> bool;

    /// The document that a page shows, where it shows one.
    fn source_of(&self, path: &OutputPath) -> Option<SourcePath>;

    /// The page that shows a document; none where there are several, as of the rows of a table.
    fn page_of(&self, source: &SourcePath) -> Option<Url>;
}

impl Outputs for Built {
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
        self.outputs.get(path).map(|output| output.bytes.clone())
    }

    fn has(&self, path: &OutputPath) -> bool {
        self.outputs.contains_key(path)
    }

    fn source_of(&self, path: &OutputPath) -> Option<SourcePath> {
        self.outputs.get(path)?.source.clone()
    }

    fn page_of(&self, source: &SourcePath) -> Option<Url> {
        let mut pages = self.outputs.values().filter(|output| output.source.as_ref() == Some(source));
        let page = pages.next()?;
        pages.next().is_none().then(|| page.url.clone())
    }
}
