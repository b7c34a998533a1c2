//! The site that an import goes into: its declarations, terms and entries.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::{did_you_mean, narrow};
use crate::base::url::{SourcePath, Url};
use crate::build::{BuildOptions, Cache, Ready, prepare};
use crate::config::Config;
use crate::config::collection::{Collection, Facet};
use crate::content::EntryName;
use crate::content::document::{self, DocumentOptions};
use crate::content::entry::{self, Entry};
use crate::route::Addresses;

pub struct ExistingSite {
    pub snapshot: Snapshot,
    /// How the site is built with what is imported.
    pub build: BuildOptions,
    pub ready: Ready,
    pub config: Arc<Config>,
    pub collections: Arc<BTreeMap<String, Collection>>,
    /// Drafts included: they may be referred to as well.
    pub entries: Vec<Arc<Entry>>,
    documents: DocumentOptions,
    names: NameIndex,
}

/// Entries by their names, as numbers in [`ExistingSite::entries`]: a table of ten thousand rows may refer to as many entries.
struct NameIndex {
    /// By slug and by path.
    names: HashMap<String, Vec<usize>>,
    /// By [`folded`] title.
    titles: HashMap<String, Vec<usize>>,
}

impl NameIndex {
    fn of(entries: &[Arc<Entry>]) -> Self {
        let mut index = Self { names: HashMap::new(), titles: HashMap::new() };
        for (number, entry) in entries.iter().enumerate() {
            index.names.entry(entry.key.slug.clone()).or_default().push(number);
            if entry.path != entry.key.slug {
                index.names.entry(entry.path.clone()).or_default().push(number);
            }
            index.titles.entry(folded(&entry.title)).or_default().push(number);
        }
        index
    }
}

/// The result of looking up a name in a list.
pub enum NamedEntry {
    /// The entry's key, as references write it.
    Entry(String),
    /// No entry; holds the title most similar to the name.
    Nothing(Option<String>),
}

impl ExistingSite {
    /// Prepares the site as it is; what is parsed for it is in the cache for the builds that follow. Faults of entries
    /// are ignored here, because these builds report them.
    pub fn of(snapshot: &Snapshot, build: &BuildOptions, cache: &mut Cache) -> Self {
        let ready = prepare(snapshot, &BuildOptions { drafts: true, ..build.clone() }, cache);
        let site = ready.site();
        let (config, collections, entries) = (site.config.clone(), site.collections.clone(), site.entries.clone());
        let documents = DocumentOptions { raw_html: config.raw_html, languages: config.languages.clone() };
        let names = NameIndex::of(&entries);
        Self { snapshot: snapshot.clone(), build: build.clone(), ready, config, collections, entries, documents, names }
    }

    /// Returns the collection that an import goes into, by its name, or by a title that no other has.
    ///
    /// # Errors
    /// One diagnostic if there is no such collection.
    pub fn collection(&self, name: &str) -> Result<&Collection, Diagnostic> {
        let known = || self.collections.values().filter(|one| !one.name.is_empty());
        if let Some(found) = self.collections.get(name) {
            return Ok(found);
        }
        let titled: Vec<&Collection> = known().filter(|one| one.title.all().any(|title| title == name)).collect();
        if let [found] = titled.as_slice() {
            return Ok(found);
        }
        let names: Vec<&str> = known().map(|one| one.name.as_str()).collect();
        let words = known().flat_map(|one| one.title.all().chain([one.name.as_str()]));
        // Of collections with the same title the name says which is meant.
        let meant = titled.first().map(|one| one.name.as_str()).or_else(|| did_you_mean(name, words));
        Err(messages::no_collection(name, &names.join("、")).meant(meant))
    }

    /// Returns the entries of a collection in the site's main language.
    pub fn entries_of<'a>(&'a self, collection: &'a str) -> impl Iterator<Item = &'a Arc<Entry>> {
        self.entries
            .iter()
            .filter(move |entry| entry.key.collection == collection && entry.key.language == self.config.language)
    }

    /// Returns the address and the source file of every entry.
    pub fn addresses(&self) -> impl Iterator<Item = (Url, &SourcePath)> {
        let addresses = Addresses { config: &self.config };
        self.entries.iter().filter_map(move |entry| {
            let collection = self.collections.get(&entry.key.collection)?;
            Some((addresses.entry(entry, collection), &entry.source))
        })
    }

    /// Parses a file as an entry.
    ///
    /// # Errors
    /// The first error that a build would report.
    pub fn entry(&self, path: &SourcePath, text: &str) -> Result<Arc<Entry>, Diagnostic> {
        let no_name = || messages::left_out("不能作文件名", "the path can't be an entry's");
        let at = document::content_path(path, &self.documents.languages).ok().flatten().ok_or_else(no_name)?;
        let collection = self.collections.get(&at.collection).ok_or_else(no_name)?;
        let parsed = document::parse(path, &SourceFile::new(text.as_bytes()), at, &self.documents);
        let validated = entry::validate(&parsed.value, collection, &self.config);
        let mut found = parsed.diagnostics.into_iter().chain(validated.diagnostics);
        match found.find(|found| found.severity() == Severity::Error) {
            Some(fault) => Err(fault),
            None => validated.value.entries.into_iter().next().ok_or_else(no_name),
        }
    }

    /// Resolves a slug, a path or a title to the entry that a reference to `to` means.
    pub fn named(&self, to: &str, name: &str) -> NamedEntry {
        let collections = self.answering(to, |_| true);
        self.found(&collections, name).map_or_else(
            || {
                let fitting = self.entries.iter().filter(|entry| collections.contains(&&*entry.key.collection));
                let titles = fitting.map(|entry| entry.title.as_str());
                NamedEntry::Nothing(did_you_mean(name, titles).map(str::to_owned))
            },
            NamedEntry::Entry,
        )
    }

    /// The same for entries that are places, such as bases.
    pub fn place_named(&self, to: &str, name: &str) -> Option<String> {
        self.found(&self.answering(to, |collection| collection.has(Facet::Place)), name)
    }

    /// The names of the collections, of some of them, that a reference to `to` may mean.
    fn answering(&self, to: &str, of: impl Fn(&Collection) -> bool) -> Vec<&str> {
        let answering = self.collections.values().filter(|collection| collection.answers_to(to) && of(collection));
        answering.map(|collection| collection.name.as_str()).collect()
    }

    /// The key of the entry of some collections that a name means, as references write it.
    fn found(&self, collections: &[&str], name: &str) -> Option<String> {
        let of = |index: &'_ HashMap<String, Vec<usize>>, name: &str| -> Vec<&Entry> {
            let numbers = index.get(name).map_or(&[][..], Vec::as_slice);
            let entries = numbers.iter().map(|number| &*self.entries[*number]);
            entries.filter(|entry| collections.contains(&&*entry.key.collection)).collect()
        };
        let meant = EntryName::parse(name);
        if of(&self.names.names, meant.name).into_iter().any(|entry| meant.fits(entry)) {
            return Some(name.to_owned());
        }
        let entry = *of(&self.names.titles, &folded(name)).first()?;
        let (collection, slug) = (&entry.key.collection, &entry.key.slug);
        let with_slug = of(&self.names.names, slug);
        let alone = with_slug.iter().all(|other| other.key.slug != *slug || other.key.collection == *collection);
        Some(if alone { slug.clone() } else { format!("{collection}:{slug}") })
    }
}

/// Returns whether two names are equal, ignoring spaces and the width of brackets.
pub fn same_name(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}

/// Normalises a name: no spaces, brackets and letters of one width and case.
pub fn folded(name: &str) -> String {
    let of_one_width = |c: char| match c {
        '（' | '）' | '／'..='ｚ' => narrow(c),
        c => c,
    };
    name.chars().filter(|c| !c.is_whitespace()).map(of_one_width).flat_map(char::to_lowercase).collect()
}
