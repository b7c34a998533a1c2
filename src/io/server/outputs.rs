//! The interface through which the server gets a site's outputs, one address at a time.

use std::sync::Arc;

use crate::base::url::{OutputPath, SourcePath, Url};

/// A site to serve. It may make an output on request.
pub trait Outputs: Send + Sync {
    /// Returns the bytes of an output; `None` if there is no such output, or if errors prevent it.
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>>;

    /// Returns whether there is such an output, without making it.
    fn has(&self, path: &OutputPath) -> bool;

    /// Returns the document that a page shows, if it shows one.
    fn source_of(&self, path: &OutputPath) -> Option<SourcePath>;

    /// Returns the page that shows a document; `None` if there are several, as for the rows of a table.
    fn page_of(&self, source: &SourcePath) -> Option<Url>;
}
