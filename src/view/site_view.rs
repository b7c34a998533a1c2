//! What every template sees of the site: its names, menu and footer, words and subscriptions.

use super::absent::absent_in_menu;
use super::date::is_chinese;
use super::head;
use super::inputs::Inputs;
use super::model::{FooterView, GovernmentView, LinkView, SearchLinkView, SiteView, SubscriptionView};
use crate::base::url::Url;
use crate::config::settings::LocalText;
use crate::config::{Links, MenuItem};
use crate::route::FeedFormat;

pub fn site_view(inputs: &Inputs, language: &str) -> SiteView {
    let config = &inputs.site.config;
    let words = inputs.words(language);
    let feeds = [(FeedFormat::Atom, "application/atom+xml"), (FeedFormat::Json, "application/feed+json")];
    let everything = words.get("feed_all").map_or(config.title.get(language), String::as_str);
    let subscriptions = feeds.into_iter().map(|(format, media_type)| {
        head::subscription(inputs, everything, inputs.addresses().feed(None, language, format), media_type)
    });
    let subscriptions: Vec<SubscriptionView> =
        subscriptions.filter(|found| inputs.routes.get(&found.url).is_some()).collect();
    let homes = config
        .languages
        .iter()
        .map(|language| head::language_view(inputs, language, inputs.addresses().home(language)));
    let search = SearchLinkView {
        url: inputs.addresses().search(language),
        description: inputs.addresses().open_search(language),
    };
    let text = |text: &LocalText| text.get(language).to_owned();
    SiteView {
        title: text(&config.title),
        description: text(&config.description),
        url: inputs.addresses().home(language),
        language: language.to_owned(),
        relative: config.links == Links::Relative,
        origin: config.address.origin.clone(),
        organisation: text(&config.organisation),
        time_zone: config.zone_name.clone(),
        holidays: inputs.promises.holidays.script(inputs.site.today.0.year(), is_chinese(language)),
        menu: config.menu.iter().filter_map(|item| menu_link(inputs, item, language)).collect(),
        footer: FooterView {
            notice: text(&config.footer.notice),
            host: text(&config.footer.host),
            contact: text(&config.footer.contact),
            icp: config.footer.icp.clone(),
            police: config.footer.police.clone(),
            links: config.footer.links.iter().filter_map(|item| menu_link(inputs, item, language)).collect(),
        },
        government: config.government.as_ref().map(|government| GovernmentView {
            site_name: government.site_name.clone(),
            site_domain: government.site_domain.clone(),
            site_id_code: government.site_id_code.clone(),
        }),
        search: inputs.routes.searched(language).map(|_| search),
        options: inputs.theme.options.iter().map(|(key, value)| (key.clone(), value.clone())).collect(),
        subscriptions,
        languages: homes.filter(|home| inputs.routes.get(&home.url).is_some()).collect(),
        words,
    }
}

/// A menu's path leads to the page of the same path in the language, where there is one. None for a page that isn't public
/// now in any.
fn menu_link(inputs: &Inputs, item: &MenuItem, language: &str) -> Option<LinkView> {
    let title = item.title.get(language).to_owned();
    if !item.url.starts_with('/') {
        return Some(LinkView { title, url: item.url.clone() });
    }
    let (path, suffix) = item.url.split_at(item.url.find(['?', '#']).unwrap_or(item.url.len()));
    let translated = inputs.addresses().in_language(language, path);
    let url = match inputs.routes.get(&translated) {
        Some(_) => translated,
        None if absent_in_menu(inputs, &item.url).is_some() => return None,
        None => Url::new(path),
    };
    Some(LinkView { title, url: format!("{url}{suffix}") })
}
