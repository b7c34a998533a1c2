//! A site → which pages of a language can be searched, in which order, and into how many files
//! their index is cut.
//!
//! A page's place in the order is its number in every file of the index. Files are so cut that a
//! query asks for few of them and an edited text changes few; how long texts are plays no part,
//! since routes must not depend on what entries say.

use jiff::civil::Date;

use super::Addresses;
use crate::base::fingerprint::Fingerprint;
use crate::base::url::Url;
use crate::content::Entry;
use crate::site::{EntryId, Site};

/// Pages whose titles lie in one file.
const TITLES: usize = 2000;
/// Pages whose texts lie in one file: about 24 kB of articles.
const TEXTS: usize = 8;
/// Pages for each file of terms, so that one is about 30 kB; and the most such files there are.
const TERMS: usize = 40;
const MOST_TERMS: usize = 256;

/// What can be searched in one language.
#[derive(Clone, Debug)]
pub struct Searched {
    /// Those without a date first, then the older before the newer: what is added last changes no
    /// other page's number.
    pub pages: Vec<SearchedPage>,
    /// Changes whenever any page gets another number. Every file bears it, so that a browser
    /// that has kept some of them from before notices.
    pub version: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SearchedPage {
    Home,
    /// The first page of a collection's listing.
    Listing(String),
    Entry(EntryId),
}

/// A file of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchPart {
    /// What there is: numbers of files, names of kinds.
    Index,
    /// Titles, addresses and what else shows a result.
    Titles(usize),
    /// Which pages have which terms, for those terms that begin with certain characters.
    Terms(usize),
    /// Texts to show excerpts of.
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

    /// How many files terms are in. A term is in the file of its first UTF-16 unit modulo this.
    pub fn term_files(&self) -> usize {
        (self.pages.len() / TERMS).next_power_of_two().clamp(1, MOST_TERMS)
    }

    pub fn text_files(&self) -> usize {
        self.pages.len().div_ceil(TEXTS)
    }

    /// Pages in each file of titles, and in each file of texts.
    pub fn steps(&self) -> (usize, usize) {
        (TITLES, TEXTS)
    }

    /// The pages of a file of titles.
    pub fn titles(&self, number: usize) -> &[SearchedPage] {
        self.pages.chunks(TITLES).nth(number).unwrap_or_default()
    }

    /// The pages of a file of texts.
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

/// The day that says how new an entry is.
pub fn date(entry: &Entry) -> Option<Date> {
    let published = entry.publication.as_ref().map(|publication| publication.date.date);
    published.or_else(|| entry.schedule.as_ref().map(|schedule| schedule.start.date))
}
