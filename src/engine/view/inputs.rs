//! What all views of one build are made from: the site, its routes, the theme and what the site declares in files of its own.
//!
//! Plain data, complete from the start. Whatever formats values takes the inputs alone, and so can't ask for a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use foldhash::HashMap;

use super::date::day_view;
use super::known_features::KnownFeatures;
use super::model::{DateView, LinkView};
use super::words::ThemeWords;
use crate::base::fingerprint::Fingerprint;
use crate::config::holidays;
use crate::config::revisions::Revisions;
use crate::config::theme::Theme;
use crate::route::{Addresses, Routes, Shows};
use crate::site::figures::Indicators;
use crate::site::targets::Target;
use crate::site::{EntryId, Site, Taxonomy, TermIndex};

/// What the site goes by, from files of its own.
pub struct Promises {
    pub holidays: holidays::Calendar,
    pub targets: Vec<Target>,
    pub indicators: Indicators,
    pub revisions: Revisions,
}

pub struct Inputs {
    pub site: Arc<Site>,
    pub routes: Arc<Routes>,
    pub theme: Arc<Theme>,
    pub promises: Arc<Promises>,
    /// Every output that there would be if all entries were public; only where a text or a menu leads to a page that isn't
    /// there. Their entries have other numbers than the site's.
    pub possible: Option<Arc<Routes>>,
    /// What was computed of entries in the build before, and the key for it; only where there is a next build.
    pub known_features: Option<(Arc<KnownFeatures>, Fingerprint)>,
    /// The theme's words.
    words: Arc<ThemeWords>,
    /// A term's title and its page, if it has one, by taxonomy, key and language.
    terms: HashMap<String, HashMap<String, BTreeMap<String, LinkView>>>,
}

impl Inputs {
    pub fn new(
        site: Arc<Site>,
        routes: Arc<Routes>,
        theme: Arc<Theme>,
        promises: Arc<Promises>,
        words: Arc<ThemeWords>,
    ) -> Self {
        let terms = terms(&site, &routes);
        Self { site, routes, theme, promises, possible: None, known_features: None, words, terms }
    }

    /// The words of a language. Every language of the configuration has them.
    pub fn words(&self, language: &str) -> BTreeMap<String, String> {
        self.words.get(language).cloned().unwrap_or_default()
    }

    /// A word of the theme; its key where no language has the word.
    pub fn word<'w>(&'w self, language: &str, key: &'w str) -> &'w str {
        self.words.get(language).and_then(|words| words.get(key)).map_or(key, String::as_str)
    }

    pub fn addresses(&self) -> Addresses<'_> {
        Addresses { config: &self.site.config }
    }

    /// An entry's title and address.
    pub fn link(&self, id: EntryId) -> LinkView {
        LinkView { title: self.site.entry(id).title.clone(), url: self.routes.entry(id).to_string() }
    }

    pub fn term(&self, taxonomy: &str, key: &str, language: &str) -> Option<&LinkView> {
        self.terms.get(taxonomy)?.get(key)?.get(language)
    }

    /// The day for which upcoming and past are told apart.
    pub fn as_of(&self, language: &str) -> DateView {
        day_view(self.site.today.0, language, &self.site.config.zone)
    }

    /// That day where any of the entries has a time. A page of other entries is the same from one day to the next.
    pub fn as_of_entries(&self, ids: &[EntryId], language: &str) -> Option<DateView> {
        ids.iter().any(|id| self.site.entry(*id).schedule.is_some()).then(|| self.as_of(language))
    }
}

/// The title of every term in every language, and its page where it has one.
fn terms(site: &Site, routes: &Routes) -> HashMap<String, HashMap<String, BTreeMap<String, LinkView>>> {
    let addresses = Addresses { config: &site.config };
    let link = |taxonomy: &str, term: &TermIndex, language: &str| {
        let url = addresses.term(taxonomy, &term.key, language, 1);
        let exists = routes.get(&url).is_some_and(|route| matches!(route.shows, Shows::Term { .. }));
        let url = if exists { url.to_string() } else { String::new() };
        LinkView { title: term.title.get(language).to_owned(), url }
    };
    let languages = &site.config.languages;
    let of = |taxonomy: &Taxonomy| {
        let links = |term: &TermIndex| -> BTreeMap<String, LinkView> {
            languages.iter().map(|language| (language.clone(), link(&taxonomy.key, term, language))).collect()
        };
        taxonomy.terms.iter().map(|term| (term.key.clone(), links(term))).collect()
    };
    site.taxonomies.iter().map(|(key, taxonomy)| (key.clone(), of(taxonomy))).collect()
}
