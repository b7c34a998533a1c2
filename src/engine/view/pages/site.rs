//! Pages and files of the site as a whole: site maps, the page for wrong addresses, redirects, what browsers and robots read.

use std::ops::Range;

use crate::base::url::Url;
use crate::route::{Route, Shows};
use crate::view::data::{ManifestView, OpenSearchView, RobotsView, SiteMapIndexView, SiteMapItem, SiteMapView};
use crate::view::head::{self, Draft};
use crate::view::model::{LinkView, NotFoundPage, RedirectPage, SiteMapPage, SiteMapSection};
use crate::view::scene::Scene;
use crate::view::sections::sections;

pub fn site_map(scene: &Scene, route: &Route, language: &str) -> SiteMapPage {
    let site = &scene.site;
    let mut draft = Draft::new("sitemap", scene.word(language, "sitemap"), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().site_map(language));
    let mut all = Vec::new();
    for collection in site.collections.values() {
        let ids = site.listing(&collection.name, language);
        if ids.is_empty() {
            continue;
        }
        let url = scene.addresses().listing(&collection.name, language, 1);
        all.push(SiteMapSection {
            title: head::collection_title(scene, &collection.name, language),
            url: scene.routes.get(&url).is_some().then_some(url),
            links: ids.iter().map(|id| scene.link(*id)).collect(),
        });
    }
    let taxonomies = site.taxonomies.values().filter_map(|taxonomy| {
        let url = scene.addresses().taxonomy(&taxonomy.key, language);
        scene.routes.get(&url)?;
        Some(LinkView { title: taxonomy.title.get(language).to_owned(), url: url.to_string() })
    });
    let taxonomies: Vec<LinkView> = taxonomies.collect();
    if !taxonomies.is_empty() {
        all.push(SiteMapSection { title: scene.word(language, "browse").to_owned(), url: None, links: taxonomies });
    }
    SiteMapPage { sections: all, page: draft.finish(scene, route) }
}

pub fn not_found(scene: &Scene, route: &Route, language: &str) -> NotFoundPage {
    let draft = Draft::new("not_found", scene.word(language, "not_found_title"), language);
    NotFoundPage { sections: sections(scene, language), page: draft.finish(scene, route) }
}

pub fn redirect(scene: &Scene, to: &Url, language: &str) -> RedirectPage {
    RedirectPage {
        title: scene.word(language, "redirect_title").to_owned(),
        url: to.clone(),
        permalink: scene.site.config.address.absolute(to),
        language: language.to_owned(),
    }
}

pub fn site_map_index(scene: &Scene) -> SiteMapIndexView {
    let parts = scene.routes.routes.iter().filter(|route| matches!(route.shows, Shows::SiteMapPart(_)));
    SiteMapIndexView { parts: parts.map(|route| scene.site.config.address.absolute(&route.url)).collect() }
}

pub fn site_map_part(scene: &Scene, part: &Range<usize>) -> SiteMapView {
    let site = &scene.site;
    let address = &site.config.address;
    let routes = scene.routes.routes.get(part.clone()).unwrap_or_default();
    let pages = routes.iter().filter_map(|route| {
        if !route.shows.kind().is_indexed() {
            return None;
        }
        let (modified, alternates) = match route.shows.entry() {
            Some(id) => {
                let entry = site.entry(id);
                let date = entry
                    .fields
                    .date("updated")
                    .max(entry.publication.as_ref().map(|publication| publication.date.date));
                let translations = site.translations(id).iter();
                let link = |id: &crate::site::EntryId| {
                    (site.entry(*id).key.language.clone(), address.absolute(scene.routes.entry(*id)))
                };
                (date.map(|date| date.to_string()), translations.map(link).collect())
            }
            None => (None, Vec::new()),
        };
        Some(SiteMapItem { permalink: address.absolute(&route.url), modified, alternates })
    });
    SiteMapView { pages: pages.collect() }
}

pub fn robots(scene: &Scene) -> RobotsView {
    let url = Url::new("/sitemap.xml");
    RobotsView { sitemap: scene.routes.get(&url).map(|_| scene.site.config.address.absolute(&url)) }
}

pub fn manifest(scene: &Scene) -> ManifestView {
    let config = &scene.site.config;
    let icon = Url::new("/favicon.svg");
    let icons =
        scene.routes.get(&icon).map(|_| (format!("{}{icon}", config.address.base_path), "image/svg+xml".to_owned()));
    ManifestView {
        name: config.title.get(&config.language).to_owned(),
        description: config.description.get(&config.language).to_owned(),
        language: config.language.clone(),
        start: format!("{}/", config.address.base_path),
        icons: icons.into_iter().collect(),
    }
}

pub fn open_search(scene: &Scene, language: &str) -> OpenSearchView {
    let config = &scene.site.config;
    let icon = Url::new("/favicon.svg");
    OpenSearchView {
        name: config.title.get(language).to_owned(),
        description: config.description.get(language).to_owned(),
        page: config.address.absolute(&scene.addresses().search(language)),
        icon: scene.routes.get(&icon).map(|_| config.address.absolute(&icon)),
        language: language.to_owned(),
    }
}
