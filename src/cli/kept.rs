//! The persistent cache of build products that take long to make.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::build::{Built, Cache};
use crate::io::disk::{self, MadeShelf};

/// Among what is kept beside a site: what its pictures are.
const KNOWN: &str = "pictures.json";

/// The shelf of a site, and what was known of its pictures when it was last noted.
pub struct Kept {
    root: PathBuf,
    shelf: Arc<MadeShelf>,
    noted: Option<Vec<u8>>,
}

impl Kept {
    pub fn of(root: &Path) -> Self {
        let shelf = Arc::new(MadeShelf::new(root));
        Self { root: root.to_owned(), shelf, noted: disk::recall(root, KNOWN) }
    }

    /// A cache that makes no picture and no compressed copy twice.
    pub fn lent_to(&self, cache: Cache) -> Cache {
        cache.with_shelf(self.shelf.clone(), self.noted.as_deref())
    }

    /// Keeps for the next run what this one found out.
    pub fn note(&mut self, cache: &Cache) {
        let known = cache.pictures();
        if let Some(known) = known.filter(|known| self.noted.as_ref() != Some(known)) {
            disk::keep(&self.root, KNOWN, &known);
            self.noted = Some(known);
        }
    }

    /// Removes files that no build has wanted for long.
    pub fn tidy(&self, built: &Built) {
        let wanted: BTreeSet<&str> = built.kept.iter().map(|name| &**name).collect();
        self.shelf.tidy(&wanted);
    }
}
