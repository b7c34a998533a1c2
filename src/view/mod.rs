//! The view stage: a route → everything its template or writer may see.
//!
//! A view is plain, hashable data: whoever renders it needs nothing else, and equal views
//! need not be rendered twice. Addresses are filled in here, so here is where a link to
//! nothing is found.

mod calendar;
mod cards;
pub mod data;
mod date;
mod directory;
mod entry;
mod feed;
mod figures;
mod head;
mod links;
mod listing;
mod map;
pub mod model;
mod picture;
mod related;
mod search;
mod shown;
mod site;
mod structured;
mod style_guide;
mod visit;
mod words;

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use foldhash::HashMap;

use crate::assets::picture::Form;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::fingerprint::Shared;
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::config::collection::Collection;
use crate::config::holidays::Calendar;
use crate::config::theme::Theme;
use crate::content::markdown::Filling;
use crate::route::{Addresses, DatasetFormat, FeedFormat, FiguresFormat, Route, Routes, Shows};
use crate::site::figures::Indicators;
use crate::site::targets::Target;
use crate::site::targets::standings::{Standing, standings};
use crate::site::{EntryId, Site};

pub use model::BodyView;
pub use search::Block;

/// What one output is made of.
#[derive(Clone, Debug, Hash)]
pub enum View {
    /// A page: the names of its template, best first, and its variables.
    Page {
        templates: Vec<String>,
        site: Shared<model::SiteView>,
        page: Page,
    },
    Atom(data::FeedView),
    JsonFeed(data::FeedView),
    Calendar(data::CalendarView),
    Dataset(data::DatasetView, DatasetFormat),
    Figures(data::FiguresDataView, FiguresFormat),
    SiteMap(data::SiteMapView),
    SiteMapIndex(data::SiteMapIndexView),
    Robots(data::RobotsView),
    Manifest(data::ManifestView),
    Search(data::SearchView),
    OpenSearch(data::OpenSearchView),
    /// What can be made only when all else is.
    AfterAll,
    /// A file passed on as it is.
    Asset(SourcePath),
    /// A file made of a picture.
    Picture {
        source: SourcePath,
        form: Form,
    },
    /// The drawing of a poster.
    Poster {
        site: Shared<model::SiteView>,
        poster: model::PosterView,
    },
    /// An asset made by a template, which sees the site and no page.
    AssetTemplate {
        template: String,
        site: Shared<model::SiteView>,
    },
}

/// The variables of a template, by kind of page.
#[derive(Clone, Debug, Hash, serde::Serialize)]
#[serde(untagged)]
pub enum Page {
    Home(Box<model::HomePage>),
    Entry(Box<model::EntryPage>),
    Listing(Box<model::ListingPage>),
    Archive(Box<model::ArchivePage>),
    Taxonomy(Box<model::TaxonomyPage>),
    Directory(Box<model::DirectoryPage>),
    Month(Box<model::MonthPage>),
    Agenda(Box<model::AgendaPage>),
    Weekend(Box<model::WeekendPage>),
    Figures(Box<model::FiguresPage>),
    FiguresYear(Box<model::FiguresYearPage>),
    Targets(Box<model::TargetsPage>),
    SiteMap(Box<model::SiteMapPage>),
    Search(Box<model::SearchPage>),
    StyleGuide(Box<model::StyleGuidePage>),
    NotFound(Box<model::NotFoundPage>),
    Redirect(Box<model::RedirectPage>),
}

/// What the site goes by, from files of its own.
pub struct Promises {
    pub holidays: Calendar,
    pub targets: Vec<Target>,
    pub indicators: Indicators,
}

/// What all views of one build have in common, made once.
pub struct Scene {
    pub site: Arc<Site>,
    pub routes: Arc<Routes>,
    pub theme: Arc<Theme>,
    pub promises: Promises,
    /// How far the targets have come on the build's day.
    standings: OnceLock<Vec<Standing>>,
    /// Years of which there are figures, how many events they had, and how many records have figures.
    counts: OnceLock<Vec<(i16, usize, usize)>>,
    /// By entry. Made when the first view wants it: who asks for one page needs few of them.
    cards: Vec<OnceLock<(Shared<model::Card>, Vec<Diagnostic>)>>,
    /// By language.
    sites: BTreeMap<String, Shared<model::SiteView>>,
    /// Links between the entries of a listing, by entry: the one before and the one after.
    neighbours: Vec<(Option<EntryId>, Option<EntryId>)>,
    /// Ways into the parts of a collection, by collection and language: every page of its
    /// listing shows them, and finding them takes a walk over all its entries.
    groups: BTreeMap<(String, String), OnceLock<Vec<model::GroupView>>>,
    /// The times of a collection and the ways into its calendar, by collection and language.
    calendars: BTreeMap<(String, String), OnceLock<calendar::Calendar>>,
    /// By entry: what has a time and names it, the soonest first, then what is over, the latest first.
    named_in_time: Vec<OnceLock<Vec<EntryId>>>,
    /// What entries have in common, if the theme wants to know.
    related: OnceLock<related::Related>,
    /// A term's title and its page, if it has one, by taxonomy, key and language.
    terms: HashMap<String, HashMap<String, BTreeMap<String, model::LinkView>>>,
    /// What pages are searched by, in each language: read from all texts at once, for all files.
    terms_found: BTreeMap<String, OnceLock<search::Terms>>,
}

impl Scene {
    pub fn new(
        site: Arc<Site>,
        routes: Arc<Routes>,
        theme: Arc<Theme>,
        promises: Promises,
        snapshot: &Snapshot,
    ) -> Checked<Self> {
        let words = words::read(&theme, snapshot, &site.config);
        let mut scene = Self {
            cards: site.ids().map(|_| OnceLock::new()).collect(),
            sites: BTreeMap::new(),
            neighbours: entry::neighbours(&site),
            groups: listing::grouped(&site).map(|key| (key, OnceLock::new())).collect(),
            calendars: listing::grouped(&site).map(|key| (key, OnceLock::new())).collect(),
            named_in_time: site.ids().map(|_| OnceLock::new()).collect(),
            related: OnceLock::new(),
            terms: HashMap::default(),
            terms_found: site.config.languages.iter().map(|language| (language.clone(), OnceLock::new())).collect(),
            site,
            routes,
            theme,
            promises,
            standings: OnceLock::new(),
            counts: OnceLock::new(),
        };
        scene.terms = listing::all_terms(&scene);
        for language in &scene.site.config.languages {
            let words = words.value.get(language).cloned().unwrap_or_default();
            let view = site::site_view(&scene, language, words);
            scene.sites.insert(language.clone(), Shared::new(view));
        }
        Checked { value: scene, diagnostics: words.diagnostics }
    }

    pub fn standings(&self) -> &[Standing] {
        self.standings.get_or_init(|| standings(&self.site, &self.promises.targets, self.site.today.0))
    }

    /// The shared view of every language.
    pub fn site_views(&self) -> impl Iterator<Item = &Shared<model::SiteView>> {
        self.sites.values()
    }

    /// What is wrong with the values of an entry that its card shows.
    pub fn card_faults(&self, id: EntryId) -> &[Diagnostic] {
        &self.made_card(id).1
    }

    fn made_card(&self, id: EntryId) -> &(Shared<model::Card>, Vec<Diagnostic>) {
        self.cards[id.0 as usize].get_or_init(|| cards::card(self, id))
    }

    fn card(&self, id: EntryId) -> Shared<model::Card> {
        self.made_card(id).0.clone()
    }

    fn cards(&self, ids: &[EntryId]) -> Vec<Shared<model::Card>> {
        ids.iter().map(|id| self.card(*id)).collect()
    }

    fn link(&self, id: EntryId) -> model::LinkView {
        model::LinkView { title: self.site.entry(id).title.clone(), url: self.routes.entry(id).to_string() }
    }

    fn addresses(&self) -> Addresses<'_> {
        Addresses { config: &self.site.config }
    }

    fn term(&self, taxonomy: &str, key: &str, language: &str) -> Option<&model::LinkView> {
        self.terms.get(taxonomy)?.get(key)?.get(language)
    }

    fn groups(&self, collection: &Collection, language: &str) -> &[model::GroupView] {
        let place = self.groups.get(&(collection.name.clone(), language.to_owned()));
        place.map_or(&[], |groups| groups.get_or_init(|| listing::groups(self, collection, language, &[])))
    }

    /// Routes show calendars of listed collections alone.
    fn calendar(&self, collection: &str, language: &str) -> &calendar::Calendar {
        self.calendars[&(collection.to_owned(), language.to_owned())]
            .get_or_init(|| calendar::Calendar::of(self, collection, language))
    }

    fn named_in_time(&self, id: EntryId) -> &[EntryId] {
        self.named_in_time[id.0 as usize].get_or_init(|| entry::named_in_time(&self.site, id))
    }

    /// Computes on the thread pool, and ahead of all pages, what related entries are found by. Without this call the
    /// first page that asks computes it on its own thread.
    pub fn find_related(&self) {
        if let Some(query) = self.theme.related
            && self.related.get().is_none()
        {
            // A page that asked meanwhile has computed the same.
            let _ = self.related.set(related::Related::in_parallel(&self.site, &query));
        }
    }

    /// What the theme shows as related to an entry.
    fn related(&self, id: EntryId) -> Vec<Shared<model::Card>> {
        let Some(query) = self.theme.related.filter(|query| self.site.collection(id).has(query.facet)) else {
            return Vec::new();
        };
        let related = self.related.get_or_init(|| related::Related::of(&self.site, &query));
        self.cards(&related.to(&self.site, id))
    }

    pub fn site_view(&self, language: &str) -> Shared<model::SiteView> {
        // Every language of the configuration has one, and routes have no other.
        self.sites.get(language).or_else(|| self.sites.values().next()).cloned().expect("a site has a language")
    }

    fn word<'w>(&'w self, language: &str, key: &'w str) -> &'w str {
        self.sites.get(language).and_then(|site| site.words.get(key)).map_or(key, String::as_str)
    }
}

/// Makes the view of one route.
pub fn view(scene: &Scene, route: &Route) -> Checked<View> {
    let mut diagnostics = Vec::new();
    let page = |templates: Vec<String>, language: &str, page: Page| View::Page {
        templates,
        site: scene.site_view(language),
        page,
    };
    let named = |name: &str| vec![format!("{name}.html")];
    let value = match &route.shows {
        Shows::Home { language } => {
            page(named("home"), language, Page::Home(Box::new(listing::home(scene, route, language, &mut diagnostics))))
        }
        Shows::Entry(id) => {
            let entry = scene.site.entry(*id);
            // A template that the entry names must exist; another in its place would hide the slip.
            let names = match entry.fields.text("template") {
                Some(name) => vec![format!("{}.html", name.trim_end_matches(".html"))],
                None => scene.site.collection(*id).template_names().map(|name| format!("entry/{name}.html")).collect(),
            };
            let view = entry::entry_page(scene, route, *id, &mut diagnostics);
            page(names, &entry.key.language, Page::Entry(Box::new(view)))
        }
        Shows::Listing { collection, language, number } => {
            let names = scene.site.collections[collection]
                .template_names()
                .map(|name| format!("listing/{name}.html"))
                .collect();
            let view = listing::listing(scene, route, collection, language, *number, &mut diagnostics);
            page(names, language, Page::Listing(Box::new(view)))
        }
        Shows::Archive { collection, language, year, month } => {
            let view = listing::archive(scene, route, collection, language, *year, *month);
            page(named("archive"), language, Page::Archive(Box::new(view)))
        }
        Shows::Taxonomy { taxonomy, language } => {
            let view = listing::taxonomy(scene, route, taxonomy, language);
            page(special(taxonomy, "taxonomy"), language, Page::Taxonomy(Box::new(view)))
        }
        Shows::Term { taxonomy, term, language, number } => {
            let view = listing::term(scene, route, taxonomy, term, language, *number);
            page(special(taxonomy, "term"), language, Page::Listing(Box::new(view)))
        }
        Shows::Directory { collection, language, terms } => {
            let view = directory::directory(scene, route, collection, language, terms);
            page(named("directory"), language, Page::Directory(Box::new(view)))
        }
        Shows::Month { collection, language, year, month } => {
            let view = calendar::month(scene, route, collection, language, *year, *month);
            page(named("month"), language, Page::Month(Box::new(view)))
        }
        Shows::Agenda { collection, language, term } => {
            let term = term.as_ref().map(|(field, term)| (field.as_str(), term.as_str()));
            let view = calendar::agenda(scene, route, collection, language, term);
            page(named("agenda"), language, Page::Agenda(Box::new(view)))
        }
        Shows::Weekend { collection, language } => {
            let view = calendar::weekend(scene, route, collection, language);
            page(named("weekend"), language, Page::Weekend(Box::new(view)))
        }
        Shows::Figures { language, year: None, .. } => {
            page(named("figures"), language, Page::Figures(Box::new(figures::index(scene, route, language))))
        }
        Shows::Figures { language, year: Some(year), series } => {
            let view = figures::year_page(scene, route, language, *year, *series);
            page(named("figures_year"), language, Page::FiguresYear(Box::new(view)))
        }
        Shows::FiguresData { year, format } => View::Figures(figures::data(scene, *year), *format),
        Shows::Targets { language } => {
            page(named("targets"), language, Page::Targets(Box::new(figures::targets(scene, route, language))))
        }
        Shows::SiteMap { language } => {
            page(named("sitemap"), language, Page::SiteMap(Box::new(site::site_map(scene, route, language))))
        }
        Shows::Search { language } => {
            page(named("search"), language, Page::Search(Box::new(search::search_page(scene, route, language))))
        }
        Shows::StyleGuide { language } => {
            let view = style_guide::style_guide(scene, route, language, &mut diagnostics);
            page(named("styleguide"), language, Page::StyleGuide(Box::new(view)))
        }
        Shows::NotFound => {
            let language = &scene.site.config.language;
            page(named("not_found"), language, Page::NotFound(Box::new(site::not_found(scene, route, language))))
        }
        Shows::Redirect { to, language } => {
            page(named("redirect"), language, Page::Redirect(Box::new(site::redirect(scene, to, language))))
        }
        Shows::Feed { scope, format } => {
            let feed = feed::feed(scene, route, scope);
            match format {
                FeedFormat::Atom => View::Atom(feed),
                FeedFormat::Json => View::JsonFeed(feed),
            }
        }
        Shows::Calendar(scope) => View::Calendar(calendar::calendar(scene, route, scope)),
        Shows::Dataset { collection, format } => View::Dataset(feed::dataset(scene, route, collection), *format),
        Shows::SiteMapPart(pages) => View::SiteMap(site::site_map_part(scene, pages)),
        Shows::SiteMapIndex => View::SiteMapIndex(site::site_map_index(scene)),
        Shows::Robots => View::Robots(site::robots(scene)),
        Shows::Manifest => View::Manifest(site::manifest(scene)),
        Shows::HostFile(_) => View::AfterAll,
        Shows::SearchIndex { language, part } => View::Search(search::search_view(scene, language, *part)),
        Shows::OpenSearch { language } => View::OpenSearch(site::open_search(scene, language)),
        Shows::Asset(source) => View::Asset(source.clone()),
        Shows::Picture { source, form } => View::Picture { source: source.clone(), form: *form },
        Shows::Poster { language, entry } => {
            View::Poster { site: scene.site_view(language), poster: picture::poster(scene, language, *entry) }
        }
        Shows::AssetTemplate(template) => {
            View::AssetTemplate { template: template.clone(), site: scene.site_view(&scene.site.config.language) }
        }
    };
    Checked { value, diagnostics }
}

/// A theme may have a template for one taxonomy: `term/tag.html` before `term.html`.
fn special(name: &str, kind: &str) -> Vec<String> {
    vec![format!("{kind}/{name}.html"), format!("{kind}.html")]
}

impl Hash for BodyView {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.body.fingerprint.hash(state);
        self.places.hash(state);
    }
}

impl BodyView {
    /// The text as HTML with its addresses in place.
    pub fn html(&self) -> String {
        self.body.fill_with(|index| match self.places.get(index) {
            Some(model::Place::Address(address)) => Filling { address: Some(address.clone()), ..Filling::default() },
            Some(model::Place::Picture(image)) => image.filling(),
            Some(model::Place::Typed) | None => Filling::default(),
        })
    }
}

impl serde::Serialize for BodyView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.html())
    }
}

impl schemars::JsonSchema for BodyView {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "BodyView".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "html"})
    }
}
