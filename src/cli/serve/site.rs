//! A site that is being written: each page as it is now, or as it was when it last could be made.

use std::sync::Arc;

use crate::base::url::{OutputPath, SourcePath, Url};
use crate::build::Ready;
use crate::io::server::Outputs;

pub struct Site {
    now: Arc<Ready>,
    /// The last one without an error, for pages that have one now; none where there is no need of it.
    before: Option<Arc<Ready>>,
}

impl Site {
    pub fn new(now: &Arc<Ready>, before: Option<Arc<Ready>>) -> Self {
        Self { now: now.clone(), before }
    }
}

impl Outputs for Site {
    fn get(&self, path: &OutputPath) -> Option<Arc<[u8]>> {
        let before = || self.before.as_ref().filter(|_| self.has(path))?.output(path);
        // A picture that is no longer what it was is one that the next state of the site will have.
        self.now.output(path).or_else(before)?.bytes().ok()
    }

    fn has(&self, path: &OutputPath) -> bool {
        self.now.route(path).is_some()
    }

    fn source_of(&self, path: &OutputPath) -> Option<SourcePath> {
        self.now.source_of(path).cloned()
    }

    fn page_of(&self, source: &SourcePath) -> Option<Url> {
        self.now.page_of(source).cloned()
    }
}
