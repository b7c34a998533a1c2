//! The render stage: a view → bytes.
//!
//! Pages go through the theme's templates, everything else through a writer for its
//! format. A renderer sees the view and the theme and nothing else, so its result may be
//! kept for as long as both stay the same.

pub mod calendar;
pub mod dataset;
pub mod feed;
mod figures;
mod finish;
pub mod hosting;
pub mod manifest;
mod poster;
mod qr;
pub mod search;
pub mod sitemap;
mod templates;

pub use finish::{Place, finish};
pub use poster::poster;
pub use templates::Templates;

use std::sync::Arc;

use crate::base::diagnostic::{Checked, Location};
use crate::base::source::Content;
use crate::base::url::Url;
use crate::render::hosting::Uses;
use crate::route::{DatasetFormat, FiguresFormat};
use crate::view::View;

/// What a view became.
#[derive(Clone, Debug)]
pub struct Rendered {
    pub content: Content,
    /// What a page uses, where a host is to be told.
    pub uses: Option<Arc<Uses>>,
}

impl<T: Into<Content>> From<T> for Rendered {
    fn from(content: T) -> Self {
        Self { content: content.into(), uses: None }
    }
}

/// Renders one view; gives nothing where its template failed. `at` is its address, and where what asked for it stands, for messages. `place`
/// is where its links lead from.
pub fn render(
    view: &View,
    at: (&Url, Option<&Location>),
    templates: &Templates,
    place: Place<'_>,
) -> Checked<Option<Rendered>> {
    let bytes = match view {
        View::Page { templates: names, site, page } => {
            let rendered = templates.page(names, site, page, at);
            return Checked {
                value: rendered.value.map(|html| finish(html, place)),
                diagnostics: rendered.diagnostics,
            };
        }
        View::AssetTemplate { template, site } => {
            let Checked { value, diagnostics } = templates.asset(template, site, at);
            return Checked { value: value.map(Into::into), diagnostics };
        }
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
        // Nothing is rendered; whoever has the sources passes them on.
        View::Asset(_) | View::Picture { .. } | View::Poster { .. } | View::AfterAll => return Checked::default(),
    };
    Checked { value: Some(bytes.into()), diagnostics: Vec::new() }
}
