//! Results that may be used again: by fingerprint of everything they depend on.
//!
//! There is no dependency tracking and no invalidation. A result whose inputs changed has
//! another key; one that a build didn't ask for is dropped when the next has ended.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

use super::declared::Declared;
use crate::assets::bundle::Assets;
use crate::assets::lazy::FileCache;
use crate::assets::picture::{DrawingFault, Picture, VERSION};
use crate::base::diagnostic::Checked;
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, SourceFile};
use crate::base::url::SourcePath;
use crate::content::Entry;
use crate::content::document::{Document, DocumentOptions};
use crate::content::entry::Validated;
use crate::render::Rendered;
use crate::route::Routes;
use crate::site::{KnownCovers, Relations};
use crate::view::{Block, KnownFeatures};

/// What is known of pictures from run to run: the version, the pictures and the positions, by fingerprint.
type Known = (u32, Vec<(String, Picture)>, Vec<(String, String)>);

/// What one build leaves for the next.
#[derive(Default)]
pub struct Cache {
    /// There will be no next build, so that nothing has to be kept for it.
    once: bool,
    /// Parsed documents stay though there is no next build.
    documents_stay: bool,
    /// What the site declares beside its texts.
    pub(super) declared: Memo<Declared>,
    pub(super) documents: Memo<Checked<Document>>,
    pub(super) entries: Memo<Checked<Validated>>,
    /// Signed texts that files no longer have, as they are read; `None` for one with errors.
    pub(super) kept: Memo<Option<Validated>>,
    pub(super) relations: Memo<Checked<Arc<Relations>>>,
    pub(super) routes: Memo<Checked<Arc<Routes>>>,
    /// The outputs that there would be if all entries were public.
    pub(super) possible: Memo<Checked<Arc<Routes>>>,
    /// The entries whose links all led somewhere in the last build, and the key of its relations.
    pub(super) linked: Option<(Fingerprint, Vec<Arc<Entry>>)>,
    /// The covers of the last build, and the key of its relations.
    pub(super) covers: Option<(Fingerprint, KnownCovers)>,
    /// What related entries are found by.
    pub(super) features: Arc<KnownFeatures>,
    /// The theme's files as they are published.
    pub(super) assets: Memo<Checked<Assets>>,
    /// What pages are searched by, some pages each.
    pub(super) terms: Memo<Block>,
    pub(super) outputs: Memo<Checked<Option<Rendered>>>,
    /// What pictures are, by their bytes. The next run of the program wants to know it as well.
    pub(super) pictures: BTreeMap<Fingerprint, Picture>,
    /// The positions in files that are published as they are, by their bytes; empty where there is none.
    pub(super) positions: BTreeMap<Fingerprint, String>,
    /// The drawings of the last build as they were sanitised, by their bytes; `None` for one that is harmless as it is.
    pub(super) drawings: BTreeMap<Fingerprint, Result<Option<Content>, DrawingFault>>,
    /// Where files made of pictures are kept.
    pub(super) shelf: Option<Arc<dyn FileCache>>,
    #[cfg(feature = "testing")]
    pub(super) fault: Option<super::CacheFault>,
}

impl Cache {
    /// One that makes a mistake.
    #[cfg(feature = "testing")]
    pub fn with_fault(fault: super::CacheFault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }

    /// For a build after which the process ends: nothing is kept, and nothing is taken down.
    pub fn none() -> Self {
        Self { once: true, ..Self::default() }
    }

    /// For a check of one build: documents stay, because checks read them as well, and nothing else does.
    pub fn for_check() -> Self {
        Self { documents_stay: true, ..Self::none() }
    }

    /// A document as the last build parsed it, if it has stayed.
    pub fn document(
        &self,
        path: &SourcePath,
        file: &SourceFile,
        options: &DocumentOptions,
    ) -> Option<Arc<Checked<Document>>> {
        self.documents.get(document_key(path, file, options))
    }

    /// Has what takes long to make kept on a shelf; `known` is what [`Cache::pictures`] gave an earlier run.
    pub fn with_shelf(mut self, shelf: Arc<dyn FileCache>, known: Option<&[u8]>) -> Self {
        self.shelf = Some(shelf);
        let known = known.and_then(|known| serde_json::from_slice::<Known>(known).ok());
        let (_, known, positions) = known.filter(|(version, ..)| *version == VERSION).unwrap_or_default();
        let position = |(key, position): (String, String)| Some((Fingerprint::parse(&key)?, position));
        self.positions = positions.into_iter().filter_map(position).collect();
        self.pictures = known
            .iter()
            .filter_map(|(key, known)| {
                let fingerprint = Fingerprint::parse(key)?;
                Some((fingerprint, Picture { fingerprint, ..*known }))
            })
            .collect();
        self
    }

    /// What is known of pictures, for the next run of the program; nothing where there are none.
    pub fn pictures(&self) -> Option<Vec<u8>> {
        let known: Vec<(String, &Picture)> =
            self.pictures.iter().map(|(key, known)| (key.to_string(), known)).collect();
        let positions: Vec<(String, &String)> =
            self.positions.iter().map(|(key, position)| (key.to_string(), position)).collect();
        let any = !known.is_empty() || !positions.is_empty();
        any.then(|| serde_json::to_vec(&(VERSION, known, positions)).unwrap_or_default())
    }

    pub(super) fn keeps(&self) -> bool {
        !self.once
    }

    /// Whether documents stay when their entries are made. Where they don't, each is dropped at once, and its memory is
    /// used for the next.
    pub(super) fn keeps_documents(&self) -> bool {
        !self.once || self.documents_stay
    }
}

/// The key of a parsed document: everything that parsing depends on.
pub(super) fn document_key(path: &SourcePath, file: &SourceFile, options: &DocumentOptions) -> Fingerprint {
    Fingerprint::of(&(file.fingerprint, path, options))
}

impl<T> Memo<Checked<T>> {
    /// What is kept under a key, or what `make` makes, which is kept if nothing is wrong with it.
    pub(super) fn get_or(&mut self, key: Fingerprint, make: impl FnOnce() -> Checked<T>) -> Arc<Checked<T>> {
        self.begin();
        let result = self.get(key).unwrap_or_else(|| Arc::new(make()));
        if result.diagnostics.is_empty() {
            self.keep(key, result.clone());
        }
        self.end();
        result
    }
}

/// Results by key, each with the build that last wanted it.
pub(super) struct Memo<T> {
    results: HashMap<Fingerprint, (Arc<T>, u64)>,
    build: u64,
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { results: HashMap::default(), build: 0 }
    }
}

impl<T> Memo<T> {
    /// What is kept under a key, or what `read` reads, which is kept until another key is asked for.
    pub(super) fn get_or_read(&mut self, key: Fingerprint, read: impl FnOnce() -> T) -> Arc<T> {
        self.begin();
        let result = self.get(key).unwrap_or_else(|| Arc::new(read()));
        self.keep(key, result.clone());
        self.end();
        result
    }

    pub(super) fn get(&self, key: Fingerprint) -> Option<Arc<T>> {
        self.results.get(&key).map(|(result, _)| result.clone())
    }

    /// Keeps a result that this build wants, made now or before.
    pub(super) fn keep(&mut self, key: Fingerprint, result: Arc<T>) {
        self.results.insert(key, (result, self.build));
    }

    pub(super) fn begin(&mut self) {
        self.build += 1;
    }

    pub(super) fn end(&mut self) {
        let build = self.build;
        self.results.retain(|_, (_, wanted)| *wanted == build);
    }
}
