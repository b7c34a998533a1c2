//! Checks the page tags and the footer that a public body's site must have (政府网站发展指引, 国办发〔2017〕47号).
//!
//! First the settings that `site.yaml` lacks, then what the built pages don't show of them. Sites without `government`
//! are not those of public bodies and are not checked.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use memchr::memmem;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::html::{Reader, Token, escape};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::base::yaml;
use crate::build::Output;
use crate::config::settings::LocalText;
use crate::config::{CONFIG_FILE, Config};
use crate::route::Shows;

const SITE_TAGS: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN_TAGS: [&str; 4] = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"];
const CONTENT_TAGS: [&str; 3] = ["ArticleTitle", "PubDate", "ContentSource"];

/// Pages that the footer must link to: their names in both languages, and words of which one is in the link.
const LINKS: [(&str, &str, &[&str]); 3] = [
    ("网站地图的链接", "link to a site map", &["网站地图", "站点地图", "sitemap"]),
    ("隐私声明的链接", "link to a privacy statement", &["隐私", "privacy"]),
    ("无障碍声明的链接", "link to an accessibility statement", &["无障碍", "accessibility"]),
];

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    let config = &subject.site().config;
    let Some(government) = &config.government else { return };
    let at = declared(subject.snapshot);
    let mut report = |diagnostic: Diagnostic| findings.push(Diagnostic { at: at.clone(), ..diagnostic });
    for item in items(config) {
        if item.said.is_empty() {
            report(messages::footer_item_missing(item.zh, item.en, item.key));
        }
    }
    let host = config.address.origin.split_once("://").map_or("", |(_, host)| host);
    if config.address.is_public() && host != government.site_domain {
        report(messages::domain_differs(&government.site_domain, host));
    }
    if !config.outputs.search {
        report(messages::no_search());
    }
    if subject.is_complete() {
        pages(subject, &mut report);
    }
}

/// Returns the place where the site declares that it is a public body's.
fn declared(snapshot: &Snapshot) -> Option<Location> {
    let path = SourcePath::new(CONFIG_FILE)?;
    let node = yaml::parse(snapshot.text(&path)?, 0).ok()?;
    let key = node.as_map()?.entries.iter().find(|(key, _)| key.text == "government")?.0.span;
    Some(Location::span(&path, key))
}

/// Something that the footer must show, with the site's setting.
struct Item {
    zh: &'static str,
    en: &'static str,
    /// The key in `site.yaml`.
    key: &'static str,
    said: Vec<String>,
}

fn items(config: &Config) -> Vec<Item> {
    let footer = &config.footer;
    let all = |text: &LocalText| text.all().filter(|text| !text.is_empty()).map(str::to_owned).collect();
    let one = |text: &Option<String>| text.iter().filter(|text| !text.is_empty()).cloned().collect();
    let code = config.government.as_ref().map(|government| government.site_id_code.clone());
    vec![
        Item { zh: "主办单位", en: "host", key: "footer.host", said: all(&footer.host) },
        Item { zh: "联系方式", en: "contact", key: "footer.contact", said: all(&footer.contact) },
        Item {
            zh: "网站标识码", en: "site identification code", key: "government.site_id_code", said: one(&code)
        },
        Item { zh: " ICP 备案号", en: "ICP registration number", key: "footer.icp", said: one(&footer.icp) },
        Item {
            zh: "公安机关备案号",
            en: "public security registration number",
            key: "footer.police",
            said: one(&footer.police),
        },
    ]
}

/// The words of a page, without its tags.
fn words(html: &[u8]) -> Vec<u8> {
    let mut words = Vec::new();
    for token in Reader::new(html) {
        if let Token::Text { at, raw: false } = token {
            words.extend(&html[at]);
        }
    }
    words
}

/// Pages that lack something: their number, and the first.
#[derive(Default)]
struct Lacking {
    pages: usize,
    example: String,
}

fn pages(subject: &Subject<'_>, report: &mut impl FnMut(Diagnostic)) {
    let site = subject.site();
    let items = items(&site.config);
    let mut tags: BTreeMap<&str, Lacking> = BTreeMap::new();
    let mut shown: BTreeMap<usize, Lacking> = BTreeMap::new();
    let mut home = None;
    for (path, output) in &subject.built.outputs {
        let Some(route) = subject.ready.route(path).filter(|_| path.as_str().ends_with(".html")) else { continue };
        if !route.shows.kind().is_page() {
            continue;
        }
        let mut required = SITE_TAGS.to_vec();
        match &route.shows {
            Shows::NotFound => continue,
            Shows::Home { language } if *language == site.config.language => home = Some(output),
            Shows::Listing { .. } => required.extend(COLUMN_TAGS),
            Shows::Entry(id) => {
                if site.collection(*id).listing {
                    required.extend(COLUMN_TAGS);
                }
                if site.entry(*id).publication.is_some() {
                    required.extend(CONTENT_TAGS);
                }
            }
            _ => {}
        }
        let html = String::from_utf8_lossy(output.content.held());
        let has = metas(&html);
        for tag in required.into_iter().filter(|tag| !has.contains(tag)) {
            tags.entry(tag).or_default().add(output);
        }
        // Marks of a language may stand between the words. Most pages show them without.
        let page = output.content.held();
        let unmarked = LazyCell::new(|| words(page));
        for (place, item) in items.iter().enumerate() {
            let shows = |said: &String| {
                let said = escape(said);
                let within = |text: &[u8]| memmem::find(text, said.as_bytes()).is_some();
                within(page) || within(&unmarked)
            };
            if !item.said.is_empty() && !item.said.iter().any(shows) {
                shown.entry(place).or_default().add(output);
            }
        }
    }
    for (tag, Lacking { pages, example }) in tags {
        report(messages::page_tag_missing(tag, pages, &example));
    }
    for (place, Lacking { pages, example }) in shown {
        report(messages::footer_item_not_shown(items[place].zh, items[place].en, pages, &example));
    }
    if let Some(home) = home {
        let links = links(&String::from_utf8_lossy(home.content.held()));
        for (zh, en, words) in LINKS {
            if !links.iter().any(|link| words.iter().any(|word| link.contains(word))) {
                report(messages::footer_item_missing(zh, en, "footer.links"));
            }
        }
    }
}

impl Lacking {
    fn add(&mut self, output: &Output) {
        if self.pages == 0 {
            self.example = output.url.to_string();
        }
        self.pages += 1;
    }
}

/// Returns the names of the tags with content. Our renderer writes them with quotation marks, the name first.
fn metas(html: &str) -> Vec<&str> {
    let head = &html[..html.find("</head>").unwrap_or(html.len())];
    let tags = head.split("<meta ").skip(1).filter_map(|tag| {
        let tag = &tag[..tag.find('>')?];
        let value = |name: &str| tag.split_once(&format!("{name}=\"")).and_then(|(_, rest)| rest.split('"').next());
        value("content").filter(|content| !content.trim().is_empty()).and(value("name"))
    });
    tags.collect()
}

/// Returns the address and text of every link, in lower case.
fn links(html: &str) -> Vec<String> {
    let links = html.split("<a ").skip(1).map(|link| link[..link.find("</a>").unwrap_or(link.len())].to_lowercase());
    links.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_tags_count_as_missing() {
        let html = "<head><meta charset=\"utf-8\"><meta name=\"SiteName\" content=\"科普\">\n<meta name=\"PubDate\" content=\" \"><meta content=\"x\" name=\"sitename\"></head><meta name=\"A\" content=\"b\">";
        assert_eq!(metas(html), ["SiteName", "sitename"]);
    }

    #[test]
    fn links_are_known_by_address_or_words() {
        assert_eq!(
            links("<p><a href=\"/Privacy/\"><b>声明</b></a> <a href=\"/b/\">B</a>"),
            ["href=\"/privacy/\"><b>声明</b>", "href=\"/b/\">b"]
        );
    }
}
