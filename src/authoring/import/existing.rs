//! The site that an import goes into: its declarations, terms and entries.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Severity, messages};
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::{did_you_mean, narrow};
use crate::base::url::{SourcePath, Url};
use crate::config::collection::{self, Collection};
use crate::config::{self, Config};
use crate::content::document::{self, DocumentOptions};
use crate::content::entry::{self, Entry};
use crate::route::Addresses;

pub struct ExistingSite {
    pub config: Config,
    pub collections: BTreeMap<String, Collection>,
    pub options: DocumentOptions,
    pub entries: Vec<Arc<Entry>>,
}

/// The result of looking up a name in a list.
pub enum Named {
    /// The entry's key, as references write it.
    Entry(String),
    /// No entry; holds the title most similar to the name.
    Nothing(Option<String>),
}

impl ExistingSite {
    /// Reads the site. Its faults are ignored here, because a build reports them.
    pub fn of(site: &Snapshot) -> Self {
        let config = config::read(site, None).value;
        let collections = collection::read(site).value;
        let options = DocumentOptions { raw_html: config.raw_html, languages: config.languages.clone() };
        let mut entries = Vec::new();
        for (path, file) in site.below("content") {
            let Ok(Some(at)) = document::content_path(path, &options.languages) else { continue };
            let Some(collection) = collections.get(&at.collection) else { continue };
            let document = document::parse(path, file, at, &options).value;
            entries.extend(entry::validate(&document, collection, &config).value.entries);
        }
        Self { config, collections, options, entries }
    }

    /// Returns the collection that an import goes into.
    ///
    /// # Errors
    /// One diagnostic if no collection has that name.
    pub fn collection(&self, name: &str) -> Result<&Collection, Diagnostic> {
        self.collections.get(name).ok_or_else(|| {
            let known: Vec<&str> =
                self.collections.keys().map(String::as_str).filter(|name| !name.is_empty()).collect();
            messages::no_collection(name, &known.join("、")).meant(did_you_mean(name, known.iter().copied()))
        })
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
        let at = document::content_path(path, &self.options.languages).ok().flatten().ok_or_else(no_name)?;
        let collection = self.collections.get(&at.collection).ok_or_else(no_name)?;
        let parsed = document::parse(path, &SourceFile::new(text.as_bytes()), at, &self.options);
        let validated = entry::validate(&parsed.value, collection, &self.config);
        let mut found = parsed.diagnostics.into_iter().chain(validated.diagnostics);
        match found.find(|found| found.severity() == Severity::Error) {
            Some(fault) => Err(fault),
            None => validated.value.entries.into_iter().next().ok_or_else(no_name),
        }
    }

    /// Resolves a slug, a path or a title to the entry that a reference to `to` means.
    pub fn named(&self, to: &str, name: &str) -> Named {
        let fits = |entry: &&Arc<Entry>| {
            self.collections.get(&entry.key.collection).is_some_and(|collection| collection.answers_to(to))
        };
        let slug = name.split_once(':').map_or(name, |(_, slug)| slug);
        let fitting: Vec<_> = self.entries.iter().filter(fits).collect();
        if fitting.iter().any(|entry| entry.key.slug == slug || entry.path == slug) {
            return Named::Entry(name.to_owned());
        }
        let found = fitting.iter().find(|entry| same_name(&entry.title, name));
        match found {
            Some(entry) => {
                let alone = fitting
                    .iter()
                    .all(|other| other.key.slug != entry.key.slug || other.key.collection == entry.key.collection);
                let (collection, slug) = (&entry.key.collection, &entry.key.slug);
                Named::Entry(if alone { slug.clone() } else { format!("{collection}:{slug}") })
            }
            None => {
                let titles = fitting.iter().map(|entry| entry.title.as_str());
                Named::Nothing(did_you_mean(name, titles).map(str::to_owned))
            }
        }
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
