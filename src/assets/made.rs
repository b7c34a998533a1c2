//! Files that take long to make: made when somebody wants them, and kept from one run to the next.

use std::io;
use std::sync::Arc;

use crate::base::fingerprint::Fingerprint;
use crate::base::source::Fetch;

/// A place for what was made, by name. Whatever isn't there, or is no longer, is made anew.
pub trait Shelf: Send + Sync {
    fn has(&self, name: &str) -> bool;
    fn get(&self, name: &str) -> Option<Arc<[u8]>>;
    /// Where it can't be kept, it will be made again: no reason to fail.
    fn put(&self, name: &str, bytes: &[u8]);
}

/// How a file is made.
pub trait Recipe: Send + Sync {
    /// By which the file is kept. Whatever its bytes depend on is in it, and the way of making them too.
    fn name(&self) -> String;

    /// # Errors
    /// What stands in the way, in the words of whatever makes it.
    fn make(&self) -> Result<Vec<u8>, String>;
}

/// A file and where it is kept, if anywhere.
#[derive(Clone)]
pub struct Made<R> {
    pub recipe: R,
    /// The recipe's, which is asked for once: it may be the sum of a whole page.
    name: Arc<str>,
    shelf: Option<Arc<dyn Shelf>>,
}

impl<R: Recipe> Made<R> {
    pub fn new(recipe: R, shelf: Option<Arc<dyn Shelf>>) -> Self {
        Self { name: recipe.name().into(), recipe, shelf }
    }

    pub fn keep(&self, bytes: &[u8]) {
        if let Some(shelf) = &self.shelf {
            shelf.put(&self.name, bytes);
        }
    }
}

impl<R: Recipe> Fetch for Made<R> {
    fn identity(&self) -> Fingerprint {
        Fingerprint::of_bytes(self.name.as_bytes())
    }

    fn fetch(&self) -> io::Result<Arc<[u8]>> {
        if let Some(kept) = self.shelf.as_ref().and_then(|shelf| shelf.get(&self.name)) {
            return Ok(kept);
        }
        let bytes = self.recipe.make().map_err(io::Error::other)?;
        self.keep(&bytes);
        Ok(bytes.into())
    }

    fn kept_as(&self) -> Option<Arc<str>> {
        Some(self.name.clone())
    }

    fn is_missing(&self) -> bool {
        self.shelf.as_ref().is_some_and(|shelf| !shelf.has(&self.name))
    }
}
