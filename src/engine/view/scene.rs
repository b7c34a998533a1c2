//! What page makers work with: the inputs, what follows from them for every page, and the memo.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::data::SearchTermsView;
use super::inputs::Inputs;
use super::memo::PageMemo;
use super::model::{CalendarWays, Card, GroupView, SiteView};
use super::site_view::site_view;
use super::times::Timed;
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Shared;
use crate::config::collection::Collection;
use crate::site::targets::standings::Standing;
use crate::site::{EntryId, Site};

/// What all views of one build have in common. It reads as its inputs: whatever needs no more is handed those.
pub struct Scene {
    inputs: Inputs,
    /// By language.
    sites: BTreeMap<String, Shared<SiteView>>,
    /// By entry: the ones before and after it in its listing.
    neighbours: Vec<(Option<EntryId>, Option<EntryId>)>,
    pub(super) memo: PageMemo,
}

impl Deref for Scene {
    type Target = Inputs;

    fn deref(&self) -> &Inputs {
        &self.inputs
    }
}

impl Scene {
    pub fn new(inputs: Inputs) -> Self {
        let view = |language: &String| (language.clone(), Shared::new(site_view(&inputs, language)));
        let sites = inputs.site.config.languages.iter().map(view).collect();
        let (neighbours, memo) = (neighbours(&inputs.site), PageMemo::of(&inputs));
        Self { inputs, sites, neighbours, memo }
    }

    /// The shared view of every language.
    pub fn site_views(&self) -> impl Iterator<Item = &Shared<SiteView>> {
        self.sites.values()
    }

    pub fn site_view(&self, language: &str) -> Shared<SiteView> {
        // Every language of the configuration has one, and routes have no other.
        self.sites.get(language).or_else(|| self.sites.values().next()).cloned().expect("a site has a language")
    }

    /// The entries before and after an entry.
    pub fn neighbours(&self, id: EntryId) -> (Option<EntryId>, Option<EntryId>) {
        self.neighbours[id.0 as usize]
    }

    /// How far the targets have come on the build's day.
    pub fn standings(&self) -> &[Standing] {
        self.memo.standings(&self.inputs)
    }

    /// Of every year with figures: how many events took place, and how many records have figures.
    pub fn counts(&self) -> &[(i16, usize, usize)] {
        self.memo.counts(&self.inputs)
    }

    /// The card in the entry's own language.
    pub fn card(&self, id: EntryId) -> Shared<Card> {
        self.memo.card(&self.inputs, id).0.clone()
    }

    /// The card on a page of a language.
    pub fn card_in(&self, id: EntryId, language: &str) -> Shared<Card> {
        self.memo.card_in(&self.inputs, id, language).clone()
    }

    pub fn cards(&self, ids: &[EntryId], language: &str) -> Vec<Shared<Card>> {
        ids.iter().map(|id| self.card_in(*id, language)).collect()
    }

    /// What is wrong with the values of an entry that its card shows.
    pub fn card_faults(&self, id: EntryId) -> &[Diagnostic] {
        &self.memo.card(&self.inputs, id).1
    }

    /// Ways into the parts of a collection.
    pub fn groups(&self, collection: &Collection, language: &str) -> &[GroupView] {
        self.memo.groups(&self.inputs, collection, language)
    }

    /// Every time that anything of a collection takes place, in order.
    pub fn times(&self, collection: &str, language: &str) -> &[Timed] {
        self.memo.times(&self.inputs, collection, language)
    }

    /// Ways into the calendar of a collection.
    pub fn ways(&self, collection: &str, language: &str) -> &CalendarWays {
        self.memo.ways(&self.inputs, collection, language)
    }

    /// What has a time and names an entry, the soonest first, then what is over, the latest first.
    pub fn named_in_time(&self, id: EntryId) -> &[EntryId] {
        self.memo.named_in_time(&self.inputs, id)
    }

    /// The files of what pages of a language are searched by.
    pub fn search_terms(&self, language: &str) -> &[Shared<SearchTermsView>] {
        self.memo.search_terms(&self.inputs, language)
    }

    /// What the theme shows as related to an entry.
    pub fn related(&self, id: EntryId) -> Vec<Shared<Card>> {
        let wanted = self.theme.related.is_some_and(|query| self.site.collection(id).has(query.facet));
        let related = if wanted { self.memo.related(&self.inputs) } else { None };
        let language = &self.site.entry(id).key.language;
        related.map_or_else(Vec::new, |related| self.cards(&related.to(&self.site, id), language))
    }
}

/// The entries around each entry, in the order of time for publications and schedules, else of the listing.
fn neighbours(site: &Site) -> Vec<(Option<EntryId>, Option<EntryId>)> {
    let mut around = vec![(None, None); site.entries.len()];
    for collection in site.collections.values() {
        for language in &site.config.languages {
            let ids = site.listing(&collection.name, language);
            for (at, id) in ids.iter().enumerate() {
                let before = at.checked_sub(1).and_then(|at| ids.get(at)).copied();
                let after = ids.get(at + 1).copied();
                around[id.0 as usize] = if collection.sort.descending { (after, before) } else { (before, after) };
            }
        }
    }
    around
}
