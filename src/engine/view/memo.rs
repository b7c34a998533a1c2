//! Values that many pages share, each computed once: when the first page asks for it, or ahead of all pages.
//!
//! **A cell is never filled by the thread pool.** The thread that fills a cell would wait for a worker, and that worker
//! may have stolen a page that waits for this very cell: neither ever goes on. So every value is a function of the
//! inputs alone, which holds for good that filling one cell waits for no other, and nothing below this module uses the
//! pool. What is worth computing by all workers is computed in `precompute`, and put here when it is done.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::data::SearchTermsView;
use super::inputs::Inputs;
use super::located::Located;
use super::model::{CalendarWays, Card, GroupView};
use super::related::Related;
use super::search::{self, Terms};
use super::times::{Timed, named_in_time};
use super::{cards, groups, sums, ways};
use crate::base::diagnostic::Diagnostic;
use crate::base::fingerprint::Shared;
use crate::config::collection::Collection;
use crate::site::EntryId;
use crate::site::targets::standings::{Standing, standings};

/// A cell for each language of each collection that has a listing.
type ByListing<T> = BTreeMap<(String, String), OnceLock<T>>;

pub struct PageMemo {
    /// How far the targets have come on the build's day.
    standings: OnceLock<Vec<Standing>>,
    /// Years of which there are figures, how many events they had, and how many records have figures.
    counts: OnceLock<Vec<(i16, usize, usize)>>,
    /// By entry: its card, and what is wrong with the values that it shows.
    cards: Vec<OnceLock<(Shared<Card>, Vec<Diagnostic>)>>,
    /// By language and entry: its card on pages of a language that isn't its own.
    foreign_cards: BTreeMap<String, OnceLock<Vec<OnceLock<Shared<Card>>>>>,
    /// Ways into the parts of a collection: every page of its listing shows them, and finding them takes a walk over all
    /// its entries.
    groups: ByListing<Vec<GroupView>>,
    /// Every time that anything of a collection takes place, in order.
    times: ByListing<Vec<Timed>>,
    /// Where the places of a collection are.
    located: ByListing<Located>,
    /// Ways into the calendar of a collection.
    ways: ByListing<CalendarWays>,
    /// By entry: what has a time and names it, the soonest first, then what is over, the latest first.
    named_in_time: Vec<OnceLock<Vec<EntryId>>>,
    /// What entries have in common, if the theme asks for related ones.
    related: OnceLock<Option<Related>>,
    /// What pages are searched by, in each language: read from all texts at once, for all files.
    search_terms: BTreeMap<String, OnceLock<Terms>>,
}

impl PageMemo {
    /// Every cell, empty.
    pub fn of(inputs: &Inputs) -> Self {
        fn by_listing<T>(inputs: &Inputs) -> ByListing<T> {
            groups::grouped(&inputs.site).map(|key| (key, OnceLock::new())).collect()
        }
        Self {
            standings: OnceLock::new(),
            counts: OnceLock::new(),
            cards: inputs.site.ids().map(|_| OnceLock::new()).collect(),
            foreign_cards: inputs.site.config.languages.iter().map(|name| (name.clone(), OnceLock::new())).collect(),
            groups: by_listing(inputs),
            times: by_listing(inputs),
            located: by_listing(inputs),
            ways: by_listing(inputs),
            named_in_time: inputs.site.ids().map(|_| OnceLock::new()).collect(),
            related: OnceLock::new(),
            search_terms: inputs.site.config.languages.iter().map(|name| (name.clone(), OnceLock::new())).collect(),
        }
    }

    pub fn standings(&self, inputs: &Inputs) -> &[Standing] {
        self.standings.get_or_init(|| standings(&inputs.site, &inputs.promises.targets, inputs.site.today.0))
    }

    pub fn counts(&self, inputs: &Inputs) -> &[(i16, usize, usize)] {
        self.counts.get_or_init(|| sums::counts(&inputs.site))
    }

    pub fn card(&self, inputs: &Inputs, id: EntryId) -> &(Shared<Card>, Vec<Diagnostic>) {
        self.cards[id.0 as usize].get_or_init(|| cards::card(inputs, id, &inputs.site.entry(id).key.language))
    }

    /// What is wrong with its values is told with the card in its own language.
    pub fn card_in(&self, inputs: &Inputs, id: EntryId, language: &str) -> &Shared<Card> {
        let own = inputs.site.entry(id).key.language == language;
        let Some(cells) = self.foreign_cards.get(language).filter(|_| !own) else { return &self.card(inputs, id).0 };
        let cells = cells.get_or_init(|| inputs.site.ids().map(|_| OnceLock::new()).collect());
        cells[id.0 as usize].get_or_init(|| cards::card(inputs, id, language).0)
    }

    pub fn groups(&self, inputs: &Inputs, collection: &Collection, language: &str) -> &[GroupView] {
        let cell = self.groups.get(&(collection.name.clone(), language.to_owned()));
        cell.map_or(&[], |cell| cell.get_or_init(|| groups::groups(inputs, collection, language, &[])))
    }

    /// Routes show calendars of listed collections alone.
    pub fn times(&self, inputs: &Inputs, collection: &str, language: &str) -> &[Timed] {
        self.times[&(collection.to_owned(), language.to_owned())]
            .get_or_init(|| inputs.site.occurrences(collection, language))
    }

    /// Routes show calendars of listed collections alone.
    pub fn ways(&self, inputs: &Inputs, collection: &str, language: &str) -> &CalendarWays {
        let times = self.times(inputs, collection, language);
        self.ways[&(collection.to_owned(), language.to_owned())]
            .get_or_init(|| ways::ways(inputs, collection, language, times))
    }

    /// None of a collection without a listing.
    pub fn located(&self, inputs: &Inputs, collection: &str, language: &str) -> Option<&Located> {
        let cell = self.located.get(&(collection.to_owned(), language.to_owned()))?;
        Some(cell.get_or_init(|| Located::of(inputs, collection, language)))
    }

    pub fn named_in_time(&self, inputs: &Inputs, id: EntryId) -> &[EntryId] {
        self.named_in_time[id.0 as usize].get_or_init(|| named_in_time(&inputs.site, id))
    }

    pub fn related(&self, inputs: &Inputs) -> Option<&Related> {
        self.related.get_or_init(|| Some(Related::of(inputs, &inputs.theme.related?))).as_ref()
    }

    /// The files of terms of a language; none of a language that the site doesn't have.
    pub fn search_terms(&self, inputs: &Inputs, language: &str) -> &[Shared<SearchTermsView>] {
        let cell = self.search_terms.get(language);
        cell.map_or(&[], |cell| cell.get_or_init(|| search::terms(inputs, language)))
    }

    pub fn has_related(&self) -> bool {
        self.related.get().is_some()
    }

    /// Puts in what was computed ahead. A page that asked meanwhile has computed the same.
    pub fn put_related(&self, related: Related) {
        let _ = self.related.set(Some(related));
    }

    /// Puts in what was computed ahead. A page that asked meanwhile has computed the same.
    pub fn put_search_terms(&self, language: &str, terms: Terms) {
        if let Some(cell) = self.search_terms.get(language) {
            let _ = cell.set(terms);
        }
    }
}
