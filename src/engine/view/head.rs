//! What every page says about itself: title, address, breadcrumbs, translations, meta tags.

use super::inputs::Inputs;
use super::model::{Head, LanguageView, LinkView, MetaView, SocialImageView, SubscriptionView};
use super::structured;
use crate::base::text::summarize;
use crate::base::url::Url;
use crate::route::{CalendarScope, Route};

/// What differs from one kind of page to the next.
pub struct Draft<'a> {
    pub kind: &'static str,
    pub title: String,
    pub description: String,
    pub language: &'a str,
    /// The collection's name, or empty.
    pub section: &'a str,
    pub breadcrumbs: Vec<LinkView>,
    pub alternates: Vec<LanguageView>,
    pub meta: Vec<MetaView>,
    /// JSON-LD items, each without its context.
    pub json_ld: Vec<String>,
    pub subscriptions: Vec<SubscriptionView>,
    pub image: Option<SocialImageView>,
    /// Whether search engines may show the page, as far as its kind allows it.
    pub indexed: bool,
}

impl<'a> Draft<'a> {
    pub fn new(kind: &'static str, title: impl Into<String>, language: &'a str) -> Self {
        Self {
            kind,
            title: title.into(),
            description: String::new(),
            language,
            section: "",
            breadcrumbs: Vec::new(),
            alternates: Vec::new(),
            meta: Vec::new(),
            json_ld: Vec::new(),
            subscriptions: Vec::new(),
            image: None,
            indexed: true,
        }
    }

    pub fn finish(self, inputs: &Inputs, route: &Route) -> Head {
        let config = &inputs.site.config;
        let description = if self.description.is_empty() {
            config.description.get(self.language).to_owned()
        } else {
            summarize(&self.description, 150)
        };
        let mut meta = Vec::new();
        if let Some(government) = &config.government {
            meta.push(tag("SiteName", &government.site_name));
            meta.push(tag("SiteDomain", &government.site_domain));
            meta.push(tag("SiteIDCode", &government.site_id_code));
            meta.extend(self.meta);
        }
        let permalink = config.address.absolute(&route.url);
        let mut json_ld = self.json_ld;
        if !self.breadcrumbs.is_empty() {
            json_ld.push(structured::breadcrumbs(inputs, &self.breadcrumbs, &self.title, &permalink));
        }
        Head {
            kind: self.kind,
            title: self.title,
            description,
            url: route.url.clone(),
            permalink,
            language: self.language.to_owned(),
            section: self.section.to_owned(),
            breadcrumbs: self.breadcrumbs,
            alternates: self.alternates,
            meta,
            json_ld: structured::script(&json_ld),
            subscriptions: self.subscriptions,
            image: self.image,
            indexed: self.indexed && route.shows.kind().is_indexed(),
        }
    }
}

/// A feed or a calendar that a page offers. A calendar program subscribes to a calendar by a scheme of its own,
/// which leads nowhere on a site that has no host yet.
pub fn subscription(inputs: &Inputs, title: &str, url: Url, media_type: &str) -> SubscriptionView {
    let whole = inputs.site.config.address.absolute(&url);
    let public = inputs.site.config.address.is_public() && media_type == "text/calendar";
    let webcal = whole.split_once("://").filter(|_| public).map(|(_, rest)| format!("webcal://{rest}"));
    SubscriptionView { title: title.to_owned(), url, media_type: media_type.to_owned(), webcal }
}

/// The name of a feed: that of its collection with the site's, or the site's alone.
pub fn feed_title(inputs: &Inputs, collection: Option<&str>, language: &str) -> String {
    let site = inputs.site.config.title.get(language);
    match collection {
        Some(collection) => format!("{} · {site}", collection_title(inputs, collection, language)),
        None => site.to_owned(),
    }
}

/// The calendar of everything in a collection.
pub fn calendar_subscription(inputs: &Inputs, collection: &str, language: &str) -> Option<SubscriptionView> {
    let scope = CalendarScope::Collection { collection: collection.to_owned(), language: language.to_owned() };
    let url = inputs.addresses().calendar(&scope, |id| inputs.routes.entry(id).clone());
    inputs.routes.get(&url)?;
    Some(subscription(inputs, &collection_title(inputs, collection, language), url, "text/calendar"))
}

pub fn tag(name: &str, content: &str) -> MetaView {
    MetaView { name: name.to_owned(), content: content.to_owned() }
}

/// The tags of a column (国办发〔2017〕47号): on its listing and on its pages.
pub fn column_tags(inputs: &Inputs, collection: &str, language: &str) -> Vec<MetaView> {
    let declared = &inputs.site.collections[collection];
    let title = collection_title(inputs, collection, language);
    let section = inputs.site.section(collection, language);
    let description = section.and_then(|section| section.summary.clone()).unwrap_or_else(|| title.clone());
    let kind = declared.title.get(language).to_owned();
    vec![
        tag("ColumnName", &title),
        tag("ColumnDescription", &description),
        tag("ColumnKeywords", &kind),
        tag("ColumnType", &kind),
    ]
}

/// The title of `_index.md`, or else the declaration's.
pub fn collection_title(inputs: &Inputs, collection: &str, language: &str) -> String {
    let section = inputs.site.section(collection, language).and_then(|section| section.title.clone());
    section.unwrap_or_else(|| inputs.site.collections[collection].title.get(language).to_owned())
}

/// Home, and the collection if the page isn't its listing.
pub fn breadcrumbs(inputs: &Inputs, language: &str, collection: Option<&str>) -> Vec<LinkView> {
    let home = inputs.addresses().home(language);
    let mut crumbs = vec![LinkView { title: inputs.word(language, "home").to_owned(), url: home.to_string() }];
    if let Some(collection) = collection {
        let url = inputs.addresses().listing(collection, language, 1);
        if inputs.routes.get(&url).is_some() {
            crumbs.push(LinkView { title: collection_title(inputs, collection, language), url: url.to_string() });
        }
    }
    crumbs
}

/// The same page in every language that has it; nothing for a page in one language alone.
pub fn alternates(inputs: &Inputs, address: impl Fn(&str) -> Url) -> Vec<LanguageView> {
    let found: Vec<_> = inputs
        .site
        .config
        .languages
        .iter()
        .map(|language| (language, address(language)))
        .filter(|(_, url)| inputs.routes.get(url).is_some())
        .map(|(language, url)| language_view(inputs, language, url))
        .collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// A page in a language.
pub fn language_view(inputs: &Inputs, language: &str, url: Url) -> LanguageView {
    let permalink = inputs.site.config.address.absolute(&url);
    LanguageView { language: language.to_owned(), name: language_name(language), url, permalink }
}

/// A language's name in itself; the tag where we don't know it.
pub fn language_name(tag: &str) -> String {
    let name = match tag.to_ascii_lowercase().as_str() {
        "zh" | "zh-cn" | "zh-hans" => "简体中文",
        "zh-tw" | "zh-hant" | "zh-hk" => "繁體中文",
        "en" | "en-us" | "en-gb" => "English",
        "ja" => "日本語",
        "ko" => "한국어",
        "fr" => "Français",
        "de" => "Deutsch",
        "ru" => "Русский",
        "es" => "Español",
        "ar" => "العربية",
        "kk" => "Қазақша",
        "kk-arab" => "قازاقشا",
        "vi" => "Tiếng Việt",
        "th" => "ไทย",
        "my" => "မြန်မာ",
        "bo" => "བོད་ཡིག",
        "ug" => "ئۇيغۇرچە",
        "mn" => "ᠮᠣᠩᠭᠣᠯ",
        _ => tag,
    };
    name.to_owned()
}
