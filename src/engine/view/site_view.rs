//! What every template sees of the site: its names, menu and footer, words and subscriptions.

use super::date::is_chinese;
use super::head;
use super::inputs::Inputs;
use super::menus::menu;
use super::model::{FooterView, GovernmentView, SearchLinkView, SiteView, SubscriptionView};
use crate::config::Links;
use crate::config::settings::LocalText;
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
        menu: menu(inputs, &config.menu, language),
        footer: FooterView {
            notice: text(&config.footer.notice),
            host: text(&config.footer.host),
            contact: text(&config.footer.contact),
            icp: config.footer.icp.clone(),
            police: config.footer.police.clone(),
            links: menu(inputs, &config.footer.links, language),
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
