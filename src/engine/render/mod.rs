//! The render stage: a view → bytes.
//!
//! Pages go through the theme's templates, data through a writer for its format; files are passed on, or made when they
//! are written. [`Renderer`] holds all that a rendering sees beside the view, and says under which key a result may be
//! kept.

mod bounds;
pub mod calendar;
pub mod dataset;
pub mod feed;
mod figures;
mod finish;
pub mod hosting;
pub mod manifest;
mod parents;
mod poster;
mod qr;
pub mod search;
pub mod sitemap;
mod template_fault;
mod templates;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use finish::{Place, finish};
use finish::{foreign_han, mark_han};
pub use templates::Templates;

use crate::assets::bundle::{Asset, Assets, Audience};
use crate::assets::lazy::{FileCache, LazyFile};
use crate::assets::picture::{Form, Picture, PictureFile};
use crate::assets::poster::{Lettering, Letters, Poster};
use crate::base::diagnostic::{Checked, Location};
use crate::base::fingerprint::{Fingerprint, Shared};
use crate::base::source::{Content, Snapshot};
use crate::base::url::{OutputPath, SourcePath, Url};
use crate::config::host::HostFile;
use crate::config::{Config, Links};
use crate::render::hosting::Uses;
use crate::route::{DatasetFormat, FiguresFormat, Route, Shows};
use crate::view::View;
use crate::view::model::{PosterView, SiteView};

/// What a view was rendered to.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub content: Content,
    /// What a page loads, for the security policy of a host; noted only where a host asks for one.
    pub uses: Option<Arc<Uses>>,
}

impl<T: Into<Content>> From<T> for Rendered {
    fn from(content: T) -> Self {
        Self { content: content.into(), uses: None }
    }
}

/// All that outputs of a site are rendered with, beside their views.
pub struct Renderer {
    pub templates: Templates,
    /// Whether the templates compiled. Without them every page would fail the same way.
    pub compiled: bool,
    pub config: Arc<Config>,
    pub audience: Audience,
    pub snapshot: Snapshot,
    pub pictures: Arc<BTreeMap<SourcePath, Picture>>,
    /// Drawings of which something had to be taken out.
    pub cleaned: BTreeMap<SourcePath, Content>,
    /// The theme's files, as they are published.
    pub assets: Arc<Checked<Assets>>,
    /// What posters are lettered with; none where there are none.
    pub letters: Option<Letters>,
    /// Where files that take long to make are kept, if anywhere.
    pub shelf: Option<Arc<dyn FileCache>>,
}

impl Renderer {
    /// The key that a rendered view may be kept under: it holds all that [`Renderer::render`] looks at. None for what
    /// costs nothing to make. `source` is where what asked for the route stands.
    pub fn key(&self, route: &Route, source: Option<&Location>, view: &View) -> Option<Fingerprint> {
        let (templates, url) = (self.templates.fingerprint, &route.url);
        match view {
            View::Asset(_) | View::Picture { .. } | View::Cover(..) | View::AfterAll => None,
            // Made already, and of other files than its own template as well.
            View::AssetTemplate { .. } if self.asset(route).is_some() => None,
            View::Page { .. } | View::AssetTemplate { .. } if !self.compiled => None,
            View::Poster { .. } => {
                let font = self.letters.as_ref().map(|letters| letters.font.identity());
                Some(Fingerprint::of(&(templates, font, url, source, view)))
            }
            // A failure names the entry that was being rendered, so where it stands belongs to the key.
            _ => {
                let base_path = &self.config.address.base_path;
                let place =
                    (base_path, self.config.links, self.assets.value.fingerprint, self.minifies(), self.needs_policy());
                Some(Fingerprint::of(&(templates, place, url, source, view)))
            }
        }
    }

    /// Renders the view of a route.
    pub fn render(&self, route: &Route, source: Option<&Location>, view: &View) -> Checked<Option<Rendered>> {
        let at = (&route.url, source);
        let bytes = match view {
            View::Page { .. } if !self.compiled => return Checked::default(),
            View::Page { templates, site, page } => {
                let Checked { value, diagnostics } = self.templates.page(templates, site, page, at);
                let languages = site.languages.iter().map(|other| other.language.as_str());
                let value = value.map(|html| match foreign_han(&site.language, languages) {
                    Some(chinese) => finish(mark_han(html, chinese), self.place(route)),
                    None => finish(html, self.place(route)),
                });
                return Checked { value, diagnostics };
            }
            View::AssetTemplate { .. } if !self.compiled => return Checked::default(),
            View::Asset(_) | View::AssetTemplate { .. } if self.asset(route).is_some() => {
                return whole(self.asset(route).map(|asset| asset.content.clone()));
            }
            View::Asset(source) => {
                let passed = || self.snapshot.get(source).map(|file| &file.content);
                return whole(self.cleaned.get(source).or_else(passed).cloned());
            }
            View::AssetTemplate { template, site } => {
                let Checked { value, diagnostics } = self.templates.asset(template, site, at);
                return Checked { value: value.map(Into::into), diagnostics };
            }
            View::Picture { source, form } => {
                let file = self.picture_file(source, *form);
                return whole(file.map(|file| Content::Elsewhere(Arc::new(file))));
            }
            View::Cover(cover, color) => cover.draw(*color).into_bytes(),
            View::Poster { site, poster } => return self.poster(poster, site, at),
            // Made of all other outputs, so not here.
            View::AfterAll => return Checked::default(),
            View::Atom(feed) => feed::atom(feed),
            View::JsonFeed(feed) => feed::json(feed),
            View::Calendar(calendar) => calendar::calendar(calendar),
            View::Dataset(dataset, DatasetFormat::Csv) => dataset::csv(dataset),
            View::Dataset(dataset, DatasetFormat::Json) => dataset::json(dataset),
            View::Dataset(dataset, DatasetFormat::GeoJson) => dataset::geojson(dataset),
            View::Figures(view, FiguresFormat::Csv) => figures::csv(view),
            View::Figures(view, FiguresFormat::Json) => figures::json(view),
            View::SiteMap(pages) => sitemap::sitemap(pages),
            View::SiteMapIndex(parts) => sitemap::index(parts),
            View::Robots(robots) => sitemap::robots(robots),
            View::Manifest(manifest) => manifest::manifest(manifest),
            View::Search(file) => search::search(file),
            View::OpenSearch(description) => search::open_search(description),
        };
        whole(Some(bytes.into()))
    }

    /// Where an output lies, and its address: its route's, but for files that are named by what is in them.
    pub fn named(&self, route: &Route) -> (OutputPath, Url) {
        let named = self.asset(route).and_then(|asset| Some((asset.url.output_path().ok()?, asset.url.clone())));
        named.unwrap_or_else(|| (route.output.clone(), route.url.clone()))
    }

    /// A file that is made of a picture.
    pub fn picture_file(&self, source: &SourcePath, form: Form) -> Option<LazyFile<PictureFile>> {
        let picture = *self.pictures.get(source)?;
        let recipe = PictureFile { source: self.snapshot.get(source)?.clone(), picture, form };
        // What takes no longer to make than to read again isn't kept.
        let shelf = self.shelf.clone().filter(|_| !recipe.is_quick());
        Some(LazyFile::new(recipe, shelf))
    }

    fn poster(
        &self,
        poster: &PosterView,
        site: &Shared<SiteView>,
        at: (&Url, Option<&Location>),
    ) -> Checked<Option<Rendered>> {
        let Some(letters) = self.letters.as_ref().filter(|_| self.compiled) else { return Checked::default() };
        let Checked { value, diagnostics } = poster::poster(poster, &letters.lettering, (&self.templates, site), at);
        let drawn = |svg| {
            let recipe = Poster { svg, font: letters.font.clone() };
            Rendered::from(Content::Elsewhere(Arc::new(LazyFile::new(recipe, self.shelf.clone()))))
        };
        Checked { value: value.map(drawn), diagnostics }
    }

    /// A poster's drawing, for who makes a picture of another size of it.
    pub fn title_drawing(
        &self,
        poster: &PosterView,
        site: &Shared<SiteView>,
        lettering: &Lettering,
    ) -> Option<Vec<u8>> {
        let at = (&Url::root(), None);
        poster::poster(poster, lettering, (&self.templates, site), at).value.filter(|_| self.compiled)
    }

    /// The file of the theme that a route is of, where it is one's.
    fn asset(&self, route: &Route) -> Option<&Asset> {
        self.assets.value.get(route.url.as_str())
    }

    /// Where the links of a page lead from.
    fn place<'a>(&'a self, route: &'a Route) -> Place<'a> {
        // No one knows how deep the address lies at which a host shows the page of an address that isn't there.
        let links = if route.shows == Shows::NotFound { Links::Root } else { self.config.links };
        let (base_path, assets) = (&self.config.address.base_path, &self.assets.value);
        Place { base_path, links, assets, page: &route.url, minify: self.minifies(), policy: self.needs_policy() }
    }

    /// Whether one of the site's hosts reads what pages may load.
    fn needs_policy(&self) -> bool {
        self.config.hosts.iter().any(|host| host.files().contains(&HostFile::Headers))
    }

    /// Authors see pages as their templates made them.
    fn minifies(&self) -> bool {
        self.config.minify_html && self.audience == Audience::Visitors
    }
}

fn whole(content: Option<Content>) -> Checked<Option<Rendered>> {
    Checked { value: content.map(Rendered::from), diagnostics: Vec::new() }
}
