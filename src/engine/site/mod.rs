//! The resolve stage: all entries and the day → [`Relations`] → [`Site`], where entries know each other.
//!
//! References become entries, terms become lists, translations find each other. This is
//! the one stage that sees everything at once, so it does little for each entry and
//! copies none. It knows nothing of addresses or pages.

mod covers;
pub mod figures;
mod next_change;
mod published;
mod references;
pub mod review;
mod similar;
mod spellings;
pub mod targets;
mod taxonomy;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use foldhash::{HashMap, HashSet};
use jiff::civil::{Date, DateTime, Time};
use rayon::prelude::*;

use crate::assets::cover::Cover;
use crate::assets::picture::Picture;
use crate::base::diagnostic::{Checked, Diagnostic, Localized, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::text::sort_key;
use crate::base::time::Today;
use crate::base::url::SourcePath;
use crate::config::Config;
use crate::config::collection::{Collection, Facet, Sort};
use crate::content::document::{is_markdown, without_markdown};
use crate::content::entry::Section;
use crate::content::{Absence, Entry, EntryKey, EntryName, Occurrence, Reference, Value};

pub use covers::{KnownCovers, covers};
pub use next_change::next_change;
pub use published::{Published, published, uses_of};
use references::{Resolved, ResolvedReferences, Withheld};
pub use spellings::{Spelling, one_spelling};
use taxonomy::Bearers;
pub use taxonomy::{Taxonomy, TermIndex};

/// An entry's place in [`Site::entries`], which is ordered by key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryId(pub u32);

/// What the site is resolved from.
pub struct Parts {
    pub config: Arc<Config>,
    pub collections: Arc<BTreeMap<String, Collection>>,
    pub entries: Vec<Arc<Entry>>,
    /// Entries as their files are now, where these lack signatures: others may name them, and nothing shows them.
    pub waiting: Vec<Arc<Entry>>,
    pub sections: Vec<Arc<Section>>,
    /// Terms that are written in several ways, of which the entries have one.
    pub spellings: Vec<Spelling>,
    /// Every input that isn't a document: pictures, attachments, files of `static/` and of the theme.
    pub assets: BTreeSet<SourcePath>,
    /// Of the assets below `content/` those that are raster pictures.
    pub pictures: Arc<BTreeMap<SourcePath, Picture>>,
    pub today: Today,
    /// The time of the build in the site's zone, by which entries come and go.
    pub now: DateTime,
    /// Whether drafts and entries of the future are built as well.
    pub drafts: bool,
}

/// Everything that is on the site, and what it has to do with each other.
pub struct Site {
    pub config: Arc<Config>,
    pub collections: Arc<BTreeMap<String, Collection>>,
    pub today: Today,
    pub now: DateTime,
    pub entries: Vec<Arc<Entry>>,
    /// Entries that aren't public now, each with the reason; nothing shows them.
    pub absent: Vec<(Arc<Entry>, Absence)>,
    pub sections: BTreeMap<(String, String), Arc<Section>>,
    pub assets: BTreeSet<SourcePath>,
    pub pictures: Arc<BTreeMap<SourcePath, Picture>>,
    /// Of the assets that must be used those that are published.
    pub published: Published,
    /// Of the assets the drawings with words that are made for a light page.
    pub diagrams: BTreeSet<SourcePath>,
    /// By entry: the cover that the program draws, if it draws one.
    pub covers: Vec<Option<Cover>>,
    /// Terms that are written in several ways.
    pub spellings: Vec<Spelling>,
    pub taxonomies: Arc<BTreeMap<String, Taxonomy>>,
    relations: Arc<Relations>,
}

/// What entries have to do with each other. It depends on what they say of where they belong
/// (their `bearing`), and not on what they say.
pub struct Relations {
    /// Which of the parts' entries are on the site, in the order of their keys.
    order: Vec<u32>,
    taxonomies: Arc<BTreeMap<String, Taxonomy>>,
    /// Entries of a collection in a language, in the collection's order.
    listings: BTreeMap<(String, String), Vec<EntryId>>,
    /// The same where a listing shows another order: events as people look for them.
    shown: BTreeMap<(String, String), Vec<EntryId>>,
    by_source: HashMap<String, EntryId>,
    /// By entry: its references, each with the entry that it names.
    references: Vec<Vec<Resolved>>,
    /// By entry: its references to what isn't public.
    withheld: Vec<Vec<Withheld>>,
    /// By entry: the entries that it names, each with the field, and once a field.
    outgoing: Vec<Vec<(String, EntryId)>>,
    /// Who names each entry, in order.
    incoming: Vec<Vec<(String, EntryId)>>,
    /// The entry in every language it exists in, itself included; empty for one language.
    translations: Vec<Vec<EntryId>>,
}

impl Site {
    pub fn entry(&self, id: EntryId) -> &Arc<Entry> {
        &self.entries[id.0 as usize]
    }

    pub fn ids(&self) -> impl Iterator<Item = EntryId> + use<> {
        (0..self.entries.len() as u32).map(EntryId)
    }

    /// The cover that the program draws for an entry.
    pub fn drawn_cover(&self, id: EntryId) -> Option<Cover> {
        self.covers.get(id.0 as usize).copied().flatten()
    }

    pub fn collection(&self, id: EntryId) -> &Collection {
        &self.collections[&self.entry(id).key.collection]
    }

    /// The entries of a collection in a language, in the collection's order.
    pub fn listing(&self, collection: &str, language: &str) -> &[EntryId] {
        self.relations.listings.get(&(collection.to_owned(), language.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The entries of a collection in a language, in the order in which its listing shows them: events by when they are next,
    /// past ones last and the latest first, unless the declaration wants another order.
    pub fn shown(&self, collection: &str, language: &str) -> &[EntryId] {
        let shown = self.relations.shown.get(&(collection.to_owned(), language.to_owned()));
        shown.map_or_else(|| self.listing(collection, language), Vec::as_slice)
    }

    /// Collections with a facet.
    pub fn with_facet(&self, facet: Facet) -> impl Iterator<Item = &Collection> {
        self.collections.values().filter(move |collection| collection.has(facet))
    }

    pub fn outgoing(&self, id: EntryId) -> &[(String, EntryId)] {
        &self.relations.outgoing[id.0 as usize]
    }

    /// The entry that a reference of an entry names; none where that isn't public.
    pub fn target(&self, id: EntryId, reference: &Reference) -> Option<EntryId> {
        let resolved = self.relations.references[id.0 as usize].iter().find(|resolved| resolved.is_of(reference));
        resolved.map(|resolved| resolved.entry)
    }

    /// The warnings of references to what isn't public. They name places in files, which move with every word, so they are
    /// no part of the relations, which are kept.
    pub fn withheld(&self) -> Vec<Diagnostic> {
        references::warn_of_withheld(&self.entries, &self.relations.withheld, &self.absent)
    }

    /// What one reference field of an entry names.
    pub fn referred<'a>(&'a self, id: EntryId, field: &'a str) -> impl Iterator<Item = EntryId> + 'a {
        self.outgoing(id).iter().filter(move |(key, _)| key == field).map(|(_, target)| *target)
    }

    pub fn incoming(&self, id: EntryId) -> &[(String, EntryId)] {
        &self.relations.incoming[id.0 as usize]
    }

    pub fn translations(&self, id: EntryId) -> &[EntryId] {
        &self.relations.translations[id.0 as usize]
    }

    /// What a reference to `to` may name: each entry's name in references (its slug, behind its collection's name where
    /// entries of several collections have the slug), and its title in the main language if it has one. In the order of
    /// the collections and of their entries.
    pub fn nameable(&self, to: &str) -> Vec<(Cow<'_, str>, &str)> {
        let mut entries: Vec<&Arc<Entry>> = self.answering_to(to).collect();
        entries.sort_by_key(|entry| entry.key.language != self.config.language);
        let mut known = HashSet::default();
        entries.retain(|entry| known.insert((&entry.key.collection, &entry.key.slug)));
        let mut bearers: HashMap<&str, usize> = HashMap::default();
        entries.iter().for_each(|entry| *bearers.entry(&entry.key.slug).or_default() += 1);
        let mut found = Vec::with_capacity(entries.len());
        for entry in entries {
            let EntryKey { collection, slug, .. } = &entry.key;
            let name = match bearers.get(slug.as_str()) {
                Some(2..) => Cow::Owned(format!("{collection}:{slug}")),
                _ => Cow::Borrowed(slug.as_str()),
            };
            found.push((name, entry.title.as_str()));
        }
        found
    }

    /// Whether a reference to `to` names anything by this text.
    pub fn names(&self, to: &str, text: &str) -> bool {
        let name = EntryName::parse(text);
        self.answering_to(to).any(|entry| name.fits(entry))
    }

    /// The entries that a reference to `to` may name.
    fn answering_to<'a>(&'a self, to: &str) -> impl Iterator<Item = &'a Arc<Entry>> {
        self.entries.iter().filter(move |entry| self.collections[&entry.key.collection].answers_to(to))
    }

    /// Returns the entry of a text, by its path with or without the ending.
    pub fn by_source(&self, source: &SourcePath) -> Option<EntryId> {
        self.relations.by_source.get(without_markdown(source.as_str())).copied()
    }

    pub fn section(&self, collection: &str, language: &str) -> Option<&Arc<Section>> {
        self.sections.get(&(collection.to_owned(), language.to_owned()))
    }

    /// The terms that an entry bears in a field, its place's included.
    pub fn term_keys<'a>(&'a self, id: EntryId, field: &'a str) -> impl Iterator<Item = &'a str> {
        taxonomy::term_keys(&self.entries, &self.relations.outgoing, id, field)
    }

    /// Of an entry and its translations one counts: that in the main language, or else the first.
    pub fn representative(&self, id: EntryId) -> EntryId {
        let translations = self.translations(id);
        let main = translations.iter().find(|id| self.entry(**id).key.language == self.config.language);
        main.or(translations.first()).copied().unwrap_or(id)
    }

    /// Whether a field of an entry has one of these values, as people write them; an entry that a reference names is
    /// written by any of its names, or by its title.
    pub fn has(&self, id: EntryId, field: &str, wanted: &[String]) -> bool {
        let is = |text: &str| wanted.iter().any(|wanted| wanted == text);
        self.term_keys(id, field).any(is)
            || self
                .referred(id, field)
                .map(|id| self.entry(id))
                .any(|entry| is(&entry.title) || wanted.iter().any(|name| EntryName::parse(name).fits(entry)))
            || self.entry(id).fields.values(field).iter().any(|value| match value {
                Value::Text(text) | Value::Choice(text) => is(text),
                Value::Bool(value) => is(if *value { "true" } else { "false" }),
                Value::Number(number) => is(&number.0.to_string()),
                // Of an entry that isn't public nothing else is known.
                Value::Reference(reference) => is(&reference.target),
                _ => false,
            })
    }

    /// Whether anything of an entry is still to come or going on; what has no time is not to come.
    pub fn is_coming(&self, id: EntryId) -> bool {
        self.entry(id).schedule.as_ref().is_some_and(|schedule| !schedule.is_past(self.today))
    }

    /// Every time anything of a collection takes place, in order.
    pub fn occurrences(&self, collection: &str, language: &str) -> Vec<(Occurrence, EntryId)> {
        let mut all: Vec<_> = self
            .listing(collection, language)
            .iter()
            .flat_map(|id| {
                let schedule = self.entry(*id).schedule.as_ref();
                schedule.into_iter().flat_map(|schedule| &schedule.occurrences).map(|occurrence| (*occurrence, *id))
            })
            .collect();
        all.sort();
        all
    }
}

/// Finds out what the entries have to do with each other.
pub fn relate(parts: &Parts) -> Checked<Arc<Relations>> {
    let mut diagnostics = Vec::new();
    let hidden = |place: &u32| !parts.drafts && !parts.entries[*place as usize].is_public(parts.now);
    let known = unique(&parts.entries, &parts.collections, &mut diagnostics);
    let (hidden, order): (Vec<_>, Vec<_>) = known.into_iter().partition(hidden);
    let (mut hidden, entries) = (chosen(&parts.entries, &hidden), chosen(&parts.entries, &order));
    hidden.extend(parts.waiting.iter().cloned());

    // Four things that have nothing to do with each other.
    let ((resolved, by_source), (listings, translations)) = rayon::join(
        || {
            let names = references::Names::new(&entries, &hidden, &parts.collections);
            rayon::join(|| names.resolve(&entries, &parts.config), || by_source(&entries))
        },
        || rayon::join(|| listings(&entries, &parts.collections), || translations(&entries)),
    );
    let ResolvedReferences { found: references, withheld, faults } = resolved;
    diagnostics.extend(faults);
    let outgoing = references::outgoing(&references);
    references::check_parents(&entries, &outgoing, &mut diagnostics);
    let mut incoming = vec![Vec::new(); entries.len()];
    for (from, targets) in outgoing.iter().enumerate() {
        for (field, target) in targets {
            incoming[target.0 as usize].push((field.clone(), EntryId(from as u32)));
        }
    }
    let bearers = Bearers { entries: &entries, outgoing: &outgoing, listings: &listings };
    let taxonomies = Arc::new(taxonomy::index(&parts.config, &parts.collections, bearers));
    diagnostics.extend(similar::check(&parts.config, &parts.collections, &taxonomies, &entries));
    let mut shown = BTreeMap::new();
    for ((name, language), ids) in &listings {
        let Collection { sort, .. } = &parts.collections[name];
        if parts.collections[name].has(Facet::Schedule) && sort.field == "start" && !sort.descending {
            let mut ids = ids.clone();
            ids.sort_by_cached_key(|id| nearness(&entries[id.0 as usize], parts.today));
            shown.insert((name.clone(), language.clone()), ids);
        }
    }
    let relations = Relations {
        order,
        taxonomies,
        listings,
        shown,
        by_source,
        references,
        withheld,
        outgoing,
        incoming,
        translations,
    };
    Checked { value: Arc::new(relations), diagnostics }
}

fn chosen(entries: &[Arc<Entry>], places: &[u32]) -> Vec<Arc<Entry>> {
    places.iter().map(|place| entries[*place as usize].clone()).collect()
}

impl Site {
    /// The site as it would be if everything that the parts hold were public and all events were over: it has every page
    /// that comes or goes with the clock. Files beside texts are left out.
    pub fn of_all(parts: &Parts) -> Self {
        let all = Parts {
            config: parts.config.clone(),
            collections: parts.collections.clone(),
            entries: parts.entries.iter().chain(&parts.waiting).cloned().collect(),
            waiting: Vec::new(),
            sections: parts.sections.clone(),
            spellings: Vec::new(),
            assets: BTreeSet::new(),
            pictures: Arc::new(BTreeMap::new()),
            today: Today(Date::MAX),
            now: parts.now,
            drafts: true,
        };
        let relations = relate(&all).value;
        Self::of(&all, relations)
    }

    /// The site of these parts and their relations.
    pub fn of(parts: &Parts, relations: Arc<Relations>) -> Self {
        let sections = parts.sections.iter();
        Self {
            config: parts.config.clone(),
            collections: parts.collections.clone(),
            today: parts.today,
            now: parts.now,
            entries: chosen(&parts.entries, &relations.order),
            absent: parts.absent(),
            sections: sections
                .map(|section| ((section.collection.clone(), section.language.clone()), section.clone()))
                .collect(),
            assets: parts.assets.clone(),
            pictures: parts.pictures.clone(),
            published: Published::default(),
            diagrams: BTreeSet::new(),
            covers: Vec::new(),
            spellings: parts.spellings.clone(),
            taxonomies: relations.taxonomies.clone(),
            relations,
        }
    }
}

impl Site {
    /// Whether a file that isn't a text is published: what must be used is if it is, every other one always.
    pub fn publishes(&self, asset: &SourcePath) -> bool {
        !published::must_be_used(asset) || self.published.files.contains(asset)
    }
}

impl Parts {
    fn absent(&self) -> Vec<(Arc<Entry>, Absence)> {
        let absence = |entry: &Arc<Entry>| Some((entry.clone(), entry.showing.absence(self.now)?));
        let known = self.entries.iter().filter(|_| !self.drafts).filter_map(absence);
        known.chain(self.waiting.iter().map(|entry| (entry.clone(), entry.absent(self.now)))).collect()
    }

    /// Of all that the relations depend on, but for the configuration and the declarations.
    pub fn fingerprint(&self) -> Fingerprint {
        let bearings = |entries: &[Arc<Entry>]| entries.iter().map(|entry| entry.bearing).collect::<Vec<Fingerprint>>();
        let entries = (bearings(&self.entries), bearings(&self.waiting));
        let by_title = self.entries.iter().any(|entry| entry.by_title);
        // What waits for its signatures is found by its title as well.
        let named = self.entries.iter().chain(&self.waiting).filter(|_| by_title);
        let titles: Vec<&str> = named.map(|entry| entry.title.as_str()).collect();
        let sections: Vec<_> = self
            .sections
            .iter()
            .map(|section| (&section.collection, &section.language, &section.source, &section.title, &section.summary))
            .collect();
        let public: Vec<bool> = self.entries.iter().map(|entry| entry.is_public(self.now)).collect();
        Fingerprint::of(&(entries, titles, public, sections, &self.assets, &self.pictures, self.today, self.drafts))
    }
}

/// Entries that have a file of their own, by its path without the ending.
fn by_source(entries: &[Arc<Entry>]) -> HashMap<String, EntryId> {
    let mut by_source = HashMap::default();
    by_source.reserve(entries.len());
    for (id, entry) in entries.iter().enumerate().filter(|(_, entry)| is_markdown(entry.source.extension())) {
        by_source.insert(without_markdown(entry.source.as_str()).to_owned(), EntryId(id as u32));
    }
    by_source
}

/// Entries by key; of two with one key the second is reported and left out.
fn unique(
    entries: &[Arc<Entry>],
    collections: &BTreeMap<String, Collection>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<u32> {
    let entry = |place: &u32| &entries[*place as usize];
    let mut places: Vec<u32> = (0..entries.len() as u32).collect();
    places.par_sort_by(|a, b| {
        let (a, b) = (entry(a), entry(b));
        (&a.key, &a.source, a.span).cmp(&(&b.key, &b.source, b.span))
    });
    let mut kept: Vec<u32> = Vec::with_capacity(entries.len());
    for place in places {
        let this = entry(&place);
        match kept.last().map(entry) {
            Some(last) if last.key == this.key => {
                let first = Localized { zh: "第一个在这里".to_owned(), en: "the first is here".to_owned() };
                let collection = collections[&this.key.collection].message_name();
                let diagnostic = messages::duplicate_entry(&this.key.slug, collection, &this.title, &last.title);
                diagnostics.push(diagnostic.at(this.location()).related(last.location(), first));
            }
            _ => kept.push(place),
        }
    }
    kept
}

fn listings(
    entries: &[Arc<Entry>],
    collections: &BTreeMap<String, Collection>,
) -> BTreeMap<(String, String), Vec<EntryId>> {
    let mut listings: BTreeMap<(String, String), Vec<EntryId>> = BTreeMap::new();
    for (id, entry) in entries.iter().enumerate() {
        let key = (entry.key.collection.clone(), entry.key.language.clone());
        listings.entry(key).or_default().push(EntryId(id as u32));
    }
    for ((collection, _), ids) in &mut listings {
        sort(ids, entries, &collections[collection].sort);
    }
    listings
}

/// What entries are sorted by. Entries without the value come last, whatever the direction.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum SortKey {
    Moment(jiff::civil::DateTime),
    Number(i64),
    Text(Vec<u8>),
}

fn sort(ids: &mut [EntryId], entries: &[Arc<Entry>], sort: &Sort) {
    let key = |id: &EntryId| -> Option<SortKey> {
        let fields = &entries[id.0 as usize].fields;
        Some(match fields.get(&sort.field)? {
            Value::Date(date) => SortKey::Moment(date.to_datetime(jiff::civil::Time::midnight())),
            Value::Datetime(when) => SortKey::Moment(when.datetime()),
            Value::Rough(rough) => SortKey::Moment(rough.days?.0.to_datetime(Time::midnight())),
            // Thousandths keep the order of any number an editor would write.
            Value::Number(number) => SortKey::Number((number.0 * 1000.0) as i64),
            _ => SortKey::Text(sort_key(fields.text(&sort.field).unwrap_or_default())),
        })
    };
    let mut keyed: Vec<(Option<SortKey>, EntryId)> = ids.iter().map(|id| (key(id), *id)).collect();
    keyed.sort_by(|(a, first), (b, second)| {
        let order = match (a, b) {
            (Some(a), Some(b)) if sort.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        // Entries are stored by key, so equal ones have one order on every machine; within a
        // descending listing it is turned round as well, so that it mirrors the ascending one.
        order.then_with(|| if sort.descending { second.cmp(first) } else { first.cmp(second) })
    });
    for (place, (_, id)) in ids.iter_mut().zip(keyed) {
        *place = id;
    }
}

/// Where an event stands as seen from a day: first what is still to come, the soonest first, then what has no date at
/// all, then what is over, the latest first. One that repeats stands at its next time.
pub fn nearness(entry: &Entry, today: Today) -> (u8, i64) {
    let seconds = |moment: DateTime| moment.duration_since(DateTime::ZERO).as_secs();
    let rough = || entry.rough_time().map(|rough| rough.days);
    match (&entry.schedule, rough()) {
        (Some(schedule), _) => match schedule.next(today) {
            Some(next) => (0, seconds(next.start.datetime())),
            None => (2, -seconds(schedule.days().1.to_datetime(Time::midnight()))),
        },
        (None, Some(Some((from, to)))) if to >= today.0 => (0, seconds(from.to_datetime(Time::midnight()))),
        (None, Some(Some((_, to)))) => (2, -seconds(to.to_datetime(Time::midnight()))),
        (None, _) => (1, 0),
    }
}

/// Entries of one collection at one path are translations of each other.
fn translations(entries: &[Arc<Entry>]) -> Vec<Vec<EntryId>> {
    let mut groups: HashMap<(&str, &str), Vec<EntryId>> = HashMap::default();
    for (id, entry) in entries.iter().enumerate() {
        groups.entry((&entry.key.collection, &entry.path)).or_default().push(EntryId(id as u32));
    }
    let mut translations = vec![Vec::new(); entries.len()];
    for group in groups.into_values().filter(|group| group.len() > 1) {
        for id in &group {
            translations[id.0 as usize] = group.clone();
        }
    }
    translations
}
