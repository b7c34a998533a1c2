//! What belongs to the site as a whole: menu and footer, site maps, the page for wrong addresses.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Scene;
use super::data::{ManifestView, OpenSearchView, RobotsView, SiteMapIndexView, SiteMapItem, SiteMapView};
use super::date::is_chinese;
use super::head::{self, Draft};
use super::listing::sections;
use super::model::{
    FooterView, GovernmentView, LinkView, NotFoundPage, RedirectPage, SearchLinkView, SiteMapPage, SiteMapSection,
    SiteView, SubscriptionView,
};
use crate::base::url::Url;
use crate::config::{Links, MenuItem};
use crate::route::{FeedFormat, Route, Shows};

pub fn site_view(scene: &Scene, language: &str, words: BTreeMap<String, String>) -> SiteView {
    let config = &scene.site.config;
    let feeds = [(FeedFormat::Atom, "application/atom+xml"), (FeedFormat::Json, "application/feed+json")];
    let everything = words.get("feed_all").map_or(config.title.get(language), String::as_str);
    let subscriptions = feeds.into_iter().map(|(format, media_type)| {
        head::subscription(scene, everything, scene.addresses().feed(None, language, format), media_type)
    });
    let subscriptions: Vec<SubscriptionView> =
        subscriptions.filter(|found| scene.routes.get(&found.url).is_some()).collect();
    let homes =
        config.languages.iter().map(|language| head::language_view(scene, language, scene.addresses().home(language)));
    let search = SearchLinkView {
        url: scene.addresses().search(language),
        description: scene.addresses().open_search(language),
    };
    let text = |text: &crate::config::settings::LocalText| text.get(language).to_owned();
    SiteView {
        title: text(&config.title),
        description: text(&config.description),
        url: scene.addresses().home(language),
        language: language.to_owned(),
        relative: config.links == Links::Relative,
        origin: config.address.origin.clone(),
        organisation: text(&config.organisation),
        time_zone: config.zone_name.clone(),
        holidays: scene.promises.holidays.script(scene.site.today.0.year(), is_chinese(language)),
        menu: config.menu.iter().map(|item| menu_link(scene, item, language)).collect(),
        footer: FooterView {
            notice: text(&config.footer.notice),
            host: text(&config.footer.host),
            contact: text(&config.footer.contact),
            icp: config.footer.icp.clone(),
            police: config.footer.police.clone(),
            links: config.footer.links.iter().map(|item| menu_link(scene, item, language)).collect(),
        },
        government: config.government.as_ref().map(|government| GovernmentView {
            site_name: government.site_name.clone(),
            site_domain: government.site_domain.clone(),
            site_id_code: government.site_id_code.clone(),
        }),
        search: scene.routes.searched(language).map(|_| search),
        options: scene.theme.options.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        subscriptions,
        languages: homes.filter(|home| scene.routes.get(&home.url).is_some()).collect(),
        words,
    }
}

/// A menu's path leads to the page of the same path in the language, where there is one.
fn menu_link(scene: &Scene, item: &MenuItem, language: &str) -> LinkView {
    let title = item.title.get(language).to_owned();
    if !item.url.starts_with('/') {
        return LinkView { title, url: item.url.clone() };
    }
    let translated = scene.addresses().in_language(language, &item.url);
    let url = if scene.routes.get(&translated).is_some() { translated } else { Url::new(&item.url) };
    LinkView { title, url: url.to_string() }
}

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
