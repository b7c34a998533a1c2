//! What the server asks a site for, one address at a time.

use std::sync::Arc;

use crate::base::url::{OutputPath, SourcePath, Url};

/// A site to show. It may make an output only when it is asked for it.
pub trait Outputs: Send + Sync {
    /// The bytes of an output; none where there is no such output, or it can't be made for its faults.
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>>;

    /// Whether there is such an output, without making it.
    fn has(&self, path: &OutputPath) -> bool;

    /// The document that a page shows, where it shows one.
    fn source_of(&self, path: &OutputPath) -> Option<SourcePath>;

    /// The page that shows a document; none where there are several, as of the rows of a table.
    fn page_of(&self, source: &SourcePath) -> Option<Url>;
}
