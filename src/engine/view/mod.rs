//! The view stage: a route → everything its template or writer may see.
//!
//! A view is plain, hashable data: whoever renders it needs nothing else, and equal views
//! need not be rendered twice. Addresses are filled in here, so here is where a link to
//! nothing is found.
//!
//! From the ground up: `model` and `data` are the shapes; `inputs` is what all views are made from; above it values are
//! formatted (dates, links, pictures, words) and the parts made that several pages share; `memo` computes shared parts
//! once, and `scene` hands both out; `pages` has the makers of pages, none of which uses another. Imports run downwards
//! only.

mod absent;
mod author;
mod calendar_items;
mod cards;
mod counted;
pub mod data;
mod date;
mod feature_index;
mod groups;
mod head;
mod inputs;
mod known_features;
mod links;
mod located;
mod map;
mod memo;
mod menus;
mod missing;
pub mod model;
mod near;
mod pages;
mod picture;
mod places;
pub mod precompute;
mod related;
mod scene;
mod search;
mod sections;
mod shown;
mod site_view;
mod structured;
mod style_guide;
mod sums;
mod times;
mod visit;
mod ways;
mod words;

use std::hash::{Hash, Hasher};

use crate::assets::cover::{Cover, CoverColor};
use crate::assets::picture::Form;
use crate::base::diagnostic::Checked;
use crate::base::fingerprint::Shared;
use crate::base::url::SourcePath;
use crate::content::markdown::Filling;
use crate::route::{DatasetFormat, FeedFormat, FiguresFormat, Route, Shows};

use pages::{calendar, directory, entry, feed, figures, listing, poster, search as search_pages, site};

pub use date::{month_title, occurrence_text};
pub use inputs::{Inputs, Promises};
pub use known_features::KnownFeatures;
pub use menus::menu_faults;
pub use model::BodyView;
pub use pages::calendar::published;
pub use scene::Scene;
pub use search::Block;
pub use words::{ThemeWords, fill as fill_word, read as theme_words};

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
    /// A cover that the program draws.
    Cover(Cover, CoverColor),
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
            page(named("search"), language, Page::Search(Box::new(search_pages::search_page(scene, route, language))))
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
        Shows::SearchIndex { language, part } => View::Search(search_pages::search_view(scene, language, *part)),
        Shows::OpenSearch { language } => View::OpenSearch(site::open_search(scene, language)),
        Shows::Asset(source) => View::Asset(source.clone()),
        Shows::Picture { source, form } => View::Picture { source: source.clone(), form: *form },
        // Covers are planned where the theme has a colour for them.
        Shows::Cover(cover) => match scene.theme.covers {
            Some(color) => View::Cover(*cover, color),
            None => View::AfterAll,
        },
        Shows::Poster { language, entry } => {
            View::Poster { site: scene.site_view(language), poster: poster::poster(scene, language, *entry) }
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
            Some(model::Place::Unlinked) => Filling { unlinked: true, ..Filling::default() },
            Some(model::Place::Typed) | None => Filling::default(),
        })
    }
}

impl serde::Serialize for BodyView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.html())
    }
}

#[cfg(feature = "testing")]
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
