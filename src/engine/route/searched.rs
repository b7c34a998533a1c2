//! The searchable pages of a language, their order, and the number of files of their index.
//!
//! A page's index in the order is its number in every file of the search index. Files are split so that a query needs
//! few of them and an edit changes few. The lengths of texts don't matter, since routes must not depend on them.

use jiff::civil::Date;

use super::Addresses;
use crate::base::fingerprint::Fingerprint;
use crate::base::url::Url;
use crate::content::Entry;
use crate::site::{EntryId, Site};

/// The number of pages in a file of titles.
const TITLES: usize = 2000;
/// The number of pages in a file of texts: about 24 kB of articles.
const TEXTS: usize = 8;
/// The number of pages per file of terms, so that a file has about 30 kB; and the most such files.
const TERMS: usize = 40;
const MOST_TERMS: usize = 256;

/// The searchable pages of one language.
#[derive(Clone, Debug)]
pub struct Searched {
    /// Pages without a date first, then by date, the oldest first: a new page doesn't change the numbers of others.
    pub pages: Vec<SearchedPage>,
    /// A hash that changes whenever a page's number changes. It is part of every file, so that a browser detects
    /// stale files in its cache.
    pub version: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchedPage {
    Home,
    /// The first page of a collection's listing.
    Listing(String),
    Entry(EntryId),
}

/// A file of the search index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchPart {
    /// The entry point: numbers of files, names of kinds.
    Index,
    /// Titles, addresses and other data to show results.
    Titles(usize),
    /// The inverted index of the terms that begin with certain characters.
    Terms(usize),
    /// Texts for excerpts.
    Texts(usize),
}

impl Searched {
    pub(super) fn of(
        site: &Site,
        language: &str,
        addresses: Addresses<'_>,
        entries: &[Url],
        exists: impl Fn(&Url) -> bool,
    ) -> Self {
        let mut pages = vec![SearchedPage::Home];
        let listed = |name: &&String| !name.is_empty() && exists(&addresses.listing(name, language, 1));
        pages.extend(site.collections.keys().filter(listed).cloned().map(SearchedPage::Listing));
        let mut dated: Vec<(Option<Date>, EntryId)> = site
            .ids()
            .filter(|id| site.entry(*id).key.language == language)
            .map(|id| (date(site.entry(id)), id))
            .collect();
        dated.sort_unstable();
        pages.extend(dated.into_iter().map(|(_, id)| SearchedPage::Entry(id)));
        let mut addressed = String::new();
        for page in &pages {
            match page {
                SearchedPage::Home => addressed.push_str(addresses.home(language).as_str()),
                SearchedPage::Listing(name) => addressed.push_str(addresses.listing(name, language, 1).as_str()),
                SearchedPage::Entry(id) => addressed.push_str(entries[id.0 as usize].as_str()),
            }
            addressed.push('\n');
        }
        let mut version = Fingerprint::of_bytes(addressed.as_bytes()).to_string();
        version.truncate(8);
        Self { pages, version }
    }

    pub fn title_files(&self) -> usize {
        self.pages.len().div_ceil(TITLES)
    }

    /// Returns the number of files of terms. A term is in the file of its first UTF-16 code unit modulo this number.
    pub fn term_files(&self) -> usize {
        (self.pages.len() / TERMS).next_power_of_two().clamp(1, MOST_TERMS)
    }

    pub fn text_files(&self) -> usize {
        self.pages.len().div_ceil(TEXTS)
    }

    /// Returns the number of pages per file of titles, and per file of texts.
    pub fn steps(&self) -> (usize, usize) {
        (TITLES, TEXTS)
    }

    /// Returns the pages of a file of titles.
    pub fn titles(&self, number: usize) -> &[SearchedPage] {
        self.pages.chunks(TITLES).nth(number).unwrap_or_default()
    }

    /// Returns the pages of a file of texts.
    pub fn texts(&self, number: usize) -> &[SearchedPage] {
        self.pages.chunks(TEXTS).nth(number).unwrap_or_default()
    }

    pub fn parts(&self) -> impl Iterator<Item = SearchPart> {
        let titles = (0..self.title_files()).map(SearchPart::Titles);
        let terms = (0..self.term_files()).map(SearchPart::Terms);
        let texts = (0..self.text_files()).map(SearchPart::Texts);
        std::iter::once(SearchPart::Index).chain(titles).chain(terms).chain(texts)
    }
}

/// Returns the date by which entries are sorted: of publication, or of the event's start.
pub fn date(entry: &Entry) -> Option<Date> {
    let published = entry.publication.as_ref().map(|publication| publication.date.date);
    published.or_else(|| entry.schedule.as_ref().map(|schedule| schedule.start.date))
}
