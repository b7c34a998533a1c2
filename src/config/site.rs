//! Reads `site.yaml` as [`Config`]: title, address, languages, menus and all other settings of the site.
//!
//! Fields of collections and pages have files of their own.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::assets::compress::Coding;
use crate::base::diagnostic::{Checked, Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::base::yaml;
use crate::config::borders::{self, Borders};
use crate::config::destination::{self, Destination};
use crate::config::host::{Host, THIS_MACHINE};
pub use crate::config::host::{Links, SiteAddress};
use crate::config::inputs::CONFIG_FILE;
use crate::config::limits::{self, Limits};
use crate::config::settings::{LocalText, Settings};

/// The site's settings, with every default filled in.
#[derive(Clone, Debug)]
pub struct Config {
    pub title: LocalText,
    pub description: LocalText,
    pub address: SiteAddress,
    /// The form of links between pages.
    pub links: Links,
    /// The main language; addresses of its pages have no language prefix.
    pub language: String,
    /// All languages, the main one first.
    pub languages: Vec<String>,
    pub zone: TimeZone,
    pub zone_name: String,
    /// The table of public holidays for the site's places.
    pub holidays: HolidayTable,
    pub theme: String,
    /// Where `site.yaml` names the theme, if it does.
    pub theme_at: Option<Location>,
    /// The site's values for options of its theme; they are checked when the theme is read.
    pub theme_options: BTreeMap<String, ThemeOption>,
    pub organisation: LocalText,
    pub menu: Vec<MenuItem>,
    pub footer: Footer,
    pub government: Option<Government>,
    pub taxonomies: BTreeMap<String, TaxonomyConfig>,
    /// The number of entries on a listing page of collections that don't set it.
    pub page_size: usize,
    pub feed_limit: usize,
    /// Whether raw HTML in Markdown is kept.
    pub raw_html: bool,
    pub outputs: Outputs,
    /// Hosts that need files of their own among the outputs.
    pub hosts: Vec<Host>,
    /// Encodings in which compressed copies of texts are made.
    pub compress: Vec<Coding>,
    /// Whether HTML is minified.
    pub minify_html: bool,
    /// The font of posters: a file of the site, and where it is named.
    pub poster_font: Option<(SourcePath, Location)>,
    /// Larger pictures, in pixels, aren't decoded.
    pub max_pixels: u64,
    /// The borders on maps; `None` if the site has no approved ones.
    pub borders: Option<Borders>,
    /// The settings of the checks.
    pub limits: Limits,
    /// `targets` as written: they can be parsed only with the collections.
    pub targets: Option<yaml::Node>,
    /// The deployment targets.
    pub destinations: Vec<Destination>,
    /// Settings of the yearly report.
    pub report: ReportConfig,
}

/// Collections with chapters in the yearly report.
#[derive(Clone, Debug, Default)]
pub struct ReportConfig {
    /// Collections of teams and people.
    pub rosters: Vec<String>,
    /// Collections of honours, which have a `year`.
    pub honours: Vec<String>,
    /// The location of each of these names.
    pub named: Vec<(String, Location)>,
}

/// A built-in table of public holidays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HolidayTable {
    /// The holidays of mainland China, as the State Council announces them.
    China,
    None,
}

#[derive(Clone, Debug)]
pub struct MenuItem {
    pub title: LocalText,
    /// A path on the site, or a full address elsewhere.
    pub url: String,
}

/// A value for one of the theme's options, with the locations of the value and its name.
#[derive(Clone, Debug)]
pub struct ThemeOption {
    pub value: serde_json::Value,
    pub key_at: Location,
    pub value_at: Location,
}

#[derive(Clone, Debug, Default)]
pub struct Footer {
    pub notice: LocalText,
    pub host: LocalText,
    pub contact: LocalText,
    /// ICP registration number (ICP备案号).
    pub icp: Option<String>,
    /// Public security registration number (公安机关备案号).
    pub police: Option<String>,
    pub links: Vec<MenuItem>,
}

/// The page tags of a public body's site (政府网站发展指引, 国办发〔2017〕47号).
#[derive(Clone, Debug, Default)]
pub struct Government {
    pub site_name: String,
    pub site_domain: String,
    /// Ten characters: division code and four digits.
    pub site_id_code: String,
}

#[derive(Clone, Debug, Default)]
pub struct TaxonomyConfig {
    pub title: LocalText,
    /// Whether only the listed terms are allowed.
    pub closed: bool,
    /// Whether the taxonomy and its terms have pages.
    pub pages: bool,
    pub page_size: Option<usize>,
    /// The address of the list of terms, such as `/tags/`.
    pub url: Option<String>,
    pub terms: Vec<TermConfig>,
}

#[derive(Clone, Debug)]
pub struct TermConfig {
    pub key: String,
    pub title: LocalText,
    /// Other words for it, as people write them: 江北 for 江北区.
    pub aliases: Vec<String>,
    pub code: Option<String>,
}

impl TaxonomyConfig {
    /// Returns the listed term that a word names by its key, a title or an alias.
    pub fn find(&self, word: &str) -> Option<&TermConfig> {
        let exact = |term: &&TermConfig| term.key == word || term.title.all().any(|title| title == word);
        let alias = |term: &&TermConfig| term.aliases.iter().any(|alias| alias == word);
        self.terms.iter().find(exact).or_else(|| self.terms.iter().find(alias))
    }
}

/// The optional outputs beside the pages. All are on unless the site turns them off, except `targets`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Outputs {
    pub feeds: bool,
    pub calendars: bool,
    pub datasets: bool,
    pub archives: bool,
    pub sitemap: bool,
    pub manifest: bool,
    /// The search page and its index.
    pub search: bool,
    /// The pages of the year's figures, and their data.
    pub figures: bool,
    /// Pictures with an entry's title, which sites that show a link to it can use if it has no picture.
    pub posters: bool,
    /// The progress of the site's targets: for internal use, so off unless the site turns it on.
    pub targets: bool,
}

/// Returns the path of the configuration below a site's root.
pub fn config_path() -> SourcePath {
    SourcePath::new(CONFIG_FILE).expect("a constant path")
}

/// Reads the site's configuration.
///
/// A missing or wrong value is reported and replaced by its default, so that one run reports all other faults as well.
pub fn read(snapshot: &Snapshot, base_url: Option<&str>) -> Checked<Config> {
    let mut diagnostics = Vec::new();
    let path = config_path();
    let node = match snapshot.get(&path) {
        None => {
            diagnostics.push(messages::no_config());
            None
        }
        Some(file) => match file.text() {
            None => {
                diagnostics.push(messages::not_utf8().at(Location::file(&path)));
                None
            }
            Some(text) => match yaml::parse_written(text, 0, &path, &mut diagnostics) {
                Ok(node) => Some(node),
                Err(fault) => {
                    diagnostics.extend(fault.diagnostics(&path, messages::yaml_syntax));
                    None
                }
            },
        },
    };
    let value = match &node {
        Some(node) => config(Settings::new(node, &path, CONFIG_FILE, &mut diagnostics), snapshot, base_url),
        None => {
            let empty = yaml::Node { span: Default::default(), kind: yaml::Kind::Map(yaml::Map::default()) };
            let mut unreported: Vec<Diagnostic> = Vec::new();
            config(Settings::new(&empty, &path, CONFIG_FILE, &mut unreported), snapshot, base_url)
        }
    };
    Checked { value, diagnostics }
}

fn config(mut settings: Settings<'_>, snapshot: &Snapshot, base_url: Option<&str>) -> Config {
    let title = settings.local_text("title").unwrap_or_else(|| {
        settings.missing("title");
        LocalText::default()
    });
    let language = settings.text("language").unwrap_or_else(|| "zh-CN".to_owned());
    let mut languages = settings.texts("languages").unwrap_or_default();
    languages.retain(|other| *other != language);
    languages.insert(0, language.clone());

    let theme_at = settings.node("theme").map(|node| settings.location(node));
    let config = Config {
        title,
        description: settings.local_text("description").unwrap_or_default(),
        address: address(&mut settings, base_url),
        links: links(&mut settings),
        language,
        languages,
        zone: TimeZone::UTC,
        zone_name: String::new(),
        holidays: HolidayTable::None,
        theme: settings.text("theme").unwrap_or_else(|| "spring".to_owned()),
        theme_at,
        theme_options: theme_options(&mut settings),
        organisation: settings.local_text("organisation").unwrap_or_default(),
        menu: menu(&mut settings, "menu"),
        footer: settings.within("footer").map(footer).unwrap_or_default(),
        government: settings.within("government").map(government),
        taxonomies: taxonomies(&mut settings),
        page_size: at_least_one(&mut settings, "page_size").unwrap_or(20),
        feed_limit: at_least_one(&mut settings, "feed_limit").unwrap_or(20),
        raw_html: settings.bool("raw_html").unwrap_or(true),
        outputs: outputs(&mut settings),
        hosts: hosts(&mut settings),
        compress: compress(&mut settings),
        poster_font: settings.within("posters").and_then(|posters| poster_font(posters, snapshot)),
        minify_html: settings.bool("minify_html").unwrap_or(false),
        max_pixels: settings.within("pictures").and_then(max_pixels).unwrap_or(MAX_PIXELS),
        borders: settings.within("map").and_then(|map| borders::read(map, snapshot)),
        limits: settings.within("check").map(limits::read).unwrap_or_default(),
        targets: settings.node("targets").cloned(),
        destinations: destination::read(&mut settings),
        report: settings.within("report").map(report).unwrap_or_default(),
    };
    let mut config = with_zone(config, &mut settings);
    config.holidays = holidays(&mut settings, &config.zone_name);
    settings.finish();
    config
}

fn address(settings: &mut Settings<'_>, base_url: Option<&str>) -> SiteAddress {
    let node = settings.node("base_url");
    let written = settings.text("base_url");
    let text = base_url.map(str::to_owned).or(written);
    let parsed = text.as_deref().and_then(SiteAddress::parse);
    match (parsed, text, node) {
        (Some(address), ..) => return address,
        (None, None, _) => settings.missing("base_url"),
        (None, Some(_), Some(node)) if base_url.is_none() => {
            settings.wrong(
                "base_url",
                node,
                "应形如 https://kepu.example.org/",
                "it looks like https://kepu.example.org/",
            );
        }
        (None, Some(text), _) => {
            let message = format!("{text} is not an address such as https://kepu.example.org/");
            settings.report(messages::setting_value(
                "--base-url",
                &format!("{text} 不是 https://kepu.example.org/ 这样的网址"),
                &message,
            ));
        }
    }
    SiteAddress { origin: format!("http://{THIS_MACHINE}"), base_path: String::new() }
}

fn links(settings: &mut Settings<'_>) -> Links {
    let node = settings.node("links");
    let named = settings.text("links").and_then(|name| Links::named(&name));
    if let (Some(node), None) = (node, named) {
        let (zh, en) = ("应是 root（从网站根开始）或 relative（相对于页面）", "root or relative is expected");
        settings.wrong("links", node, zh, en);
    }
    named.unwrap_or_default()
}

fn with_zone(mut config: Config, settings: &mut Settings<'_>) -> Config {
    let node = settings.node("time_zone");
    let name = settings.text("time_zone").unwrap_or_else(|| "Asia/Shanghai".to_owned());
    match (TimeZone::get(&name), node) {
        (Ok(zone), _) => config.zone = zone,
        (Err(_), Some(node)) => {
            settings.wrong(
                "time_zone",
                node,
                "应是 Asia/Shanghai 这样的时区名",
                "a time zone's name is expected, Asia/Shanghai for one",
            );
        }
        (Err(_), None) => {}
    }
    config.zone_name = name;
    config
}

/// Returns the table of holidays; the default depends on whether the time zone is in China.
fn holidays(settings: &mut Settings<'_>, zone_name: &str) -> HolidayTable {
    let node = settings.node("holidays");
    match (settings.text("holidays").as_deref(), node) {
        (Some("cn"), _) => return HolidayTable::China,
        (Some("none"), _) => return HolidayTable::None,
        (Some(_), Some(node)) => settings.wrong(
            "holidays",
            node,
            "应是 cn（中国法定节假日）或 none",
            "cn, the public holidays of China, or none is expected",
        ),
        _ => {}
    }
    let in_china = ["Asia/Shanghai", "Asia/Urumqi"].contains(&zone_name);
    if in_china { HolidayTable::China } else { HolidayTable::None }
}

fn at_least_one(settings: &mut Settings<'_>, key: &'static str) -> Option<usize> {
    let number = settings.number::<usize>(key)?;
    if number == 0 {
        let node = settings.node(key)?;
        settings.wrong(key, node, "应大于 0", "it must be greater than 0");
        return None;
    }
    Some(number)
}

fn hosts(settings: &mut Settings<'_>) -> Vec<Host> {
    let mut hosts = Vec::new();
    for (name, node) in settings.text_nodes("hosts").unwrap_or_default() {
        match Host::named(&name) {
            Some(host) => hosts.push(host),
            None => {
                let known = Host::ALL.map(|(name, _)| name).join(", ");
                settings.wrong("hosts", node, &format!("可选：{known}"), &format!("choose among: {known}"));
            }
        }
    }
    hosts
}

fn poster_font(mut settings: Settings<'_>, snapshot: &Snapshot) -> Option<(SourcePath, Location)> {
    let node = settings.node("font");
    let path = settings.text("font").map(|name| SourcePath::new(&name));
    let found = path.flatten().filter(|path| snapshot.get(path).is_some());
    if let (Some(node), None) = (node, &found) {
        settings.wrong(
            "posters.font",
            node,
            "没有这个文件；应是从网站根目录起的路径，例如 themes/own/fonts/title.otf",
            "there is no such file; a path from the site's root is expected, themes/own/fonts/title.otf say",
        );
    }
    let at = node.map(|node| settings.location(node));
    settings.finish();
    found.zip(at)
}

fn compress(settings: &mut Settings<'_>) -> Vec<Coding> {
    let mut codings = Vec::new();
    for (name, node) in settings.text_nodes("compress").unwrap_or_default() {
        match Coding::named(&name) {
            Some(coding) if !codings.contains(&coding) => codings.push(coding),
            Some(_) => {}
            None => {
                let known = Coding::ALL.map(|(name, _)| name).join(", ");
                settings.wrong("compress", node, &format!("可选：{known}"), &format!("choose among: {known}"));
            }
        }
    }
    codings
}

/// The default limit, larger than the photographs of any telephone; at three bytes per pixel it is 360 MB.
const MAX_PIXELS: u64 = 120_000_000;

fn max_pixels(mut settings: Settings<'_>) -> Option<u64> {
    let max_pixels = settings.number("max_pixels");
    settings.finish();
    max_pixels
}

fn menu(settings: &mut Settings<'_>, key: &'static str) -> Vec<MenuItem> {
    let mut items = Vec::new();
    for node in settings.list(key) {
        let mut item = settings.of(node, key);
        let title = item.local_text("title");
        let url = item.required_text("url");
        if title.is_none() {
            item.missing("title");
        }
        item.finish();
        items.extend(title.zip(url).map(|(title, url)| MenuItem { title, url }));
    }
    items
}

fn theme_options(settings: &mut Settings<'_>) -> BTreeMap<String, ThemeOption> {
    let options = settings.map("theme_options").iter().map(|(key, node)| {
        let (key_at, value_at) = (settings.at(key.span), settings.location(node));
        (key.text.clone(), ThemeOption { value: node.to_json(), key_at, value_at })
    });
    options.collect()
}

fn footer(mut settings: Settings<'_>) -> Footer {
    let footer = Footer {
        notice: settings.local_text("notice").unwrap_or_default(),
        host: settings.local_text("host").unwrap_or_default(),
        contact: settings.local_text("contact").unwrap_or_default(),
        icp: settings.text("icp"),
        police: settings.text("police"),
        links: menu(&mut settings, "links"),
    };
    settings.finish();
    footer
}

fn government(mut settings: Settings<'_>) -> Government {
    let government = Government {
        site_name: settings.required_text("site_name").unwrap_or_default(),
        site_domain: settings.required_text("site_domain").unwrap_or_default(),
        site_id_code: settings.required_text("site_id_code").unwrap_or_default(),
    };
    if let Some(node) = settings.node("site_id_code")
        && (government.site_id_code.len() != 10
            || !government.site_id_code.bytes().all(|byte| byte.is_ascii_alphanumeric()))
    {
        settings.wrong("site_id_code", node, "网站标识码是十位", "a site's identification code has ten characters");
    }
    settings.finish();
    government
}

fn taxonomies(settings: &mut Settings<'_>) -> BTreeMap<String, TaxonomyConfig> {
    let mut taxonomies = BTreeMap::new();
    for (key, node) in settings.map("taxonomies") {
        let mut inner = settings.of(node, format!("taxonomies.{}", key.text));
        let mut terms = Vec::new();
        for (term, node) in inner.map("terms") {
            // A term may be a title alone, or a map with more settings.
            let term = match crate::config::settings::local_text(node).filter(|_| node.as_text().is_some()) {
                Some(title) => TermConfig { key: term.text.clone(), title, aliases: Vec::new(), code: None },
                None => {
                    let mut more = inner.of(node, format!("taxonomies.{}.terms.{}", key.text, term.text));
                    let title = more.local_text("title").unwrap_or_else(|| LocalText::plain(term.text.clone()));
                    let aliases = more.texts("aliases").unwrap_or_default();
                    let code = more.text("code");
                    more.finish();
                    TermConfig { key: term.text.clone(), title, aliases, code }
                }
            };
            terms.push(term);
        }
        let taxonomy = TaxonomyConfig {
            title: inner.local_text("title").unwrap_or_else(|| LocalText::plain(key.text.clone())),
            closed: inner.bool("closed").unwrap_or(false),
            pages: inner.bool("pages").unwrap_or(true),
            page_size: at_least_one(&mut inner, "page_size"),
            url: inner.text("url"),
            terms,
        };
        inner.finish();
        taxonomies.insert(key.text.clone(), taxonomy);
    }
    taxonomies
}

fn report(mut settings: Settings<'_>) -> ReportConfig {
    let mut named = Vec::new();
    let mut names = |key: &'static str| -> Vec<String> {
        let found = settings.text_nodes(key).unwrap_or_default();
        named.extend(found.iter().map(|(name, node)| (name.clone(), settings.location(node))));
        found.into_iter().map(|(name, _)| name).collect()
    };
    let (rosters, honours) = (names("rosters"), names("honours"));
    settings.finish();
    ReportConfig { rosters, honours, named }
}

fn outputs(settings: &mut Settings<'_>) -> Outputs {
    let Some(mut inner) = settings.within("outputs") else {
        return Outputs {
            feeds: true,
            calendars: true,
            datasets: true,
            archives: true,
            sitemap: true,
            manifest: true,
            search: true,
            figures: true,
            posters: true,
            targets: false,
        };
    };
    let mut on = |key| inner.bool(key).unwrap_or(true);
    let outputs = Outputs {
        feeds: on("feeds"),
        calendars: on("calendars"),
        datasets: on("datasets"),
        archives: on("archives"),
        sitemap: on("sitemap"),
        manifest: on("manifest"),
        search: on("search"),
        figures: on("figures"),
        posters: on("posters"),
        targets: inner.bool("targets").unwrap_or(false),
    };
    inner.finish();
    outputs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::SourceFile;
    use crate::base::url::Url;

    fn read_text(text: &str) -> Checked<Config> {
        let snapshot =
            [(SourcePath::new(CONFIG_FILE).unwrap(), SourceFile::new(text.as_bytes()))].into_iter().collect();
        read(&snapshot, None)
    }

    #[test]
    fn a_small_configuration_is_enough() {
        let checked = read_text("title: 科普\nbase_url: https://example.org/sub/\n");
        assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
        assert_eq!(checked.value.address.absolute(&Url::new("/a/")), "https://example.org/sub/a/");
        assert_eq!(checked.value.languages, ["zh-CN"]);
    }

    #[test]
    fn all_faults_are_reported_at_once() {
        let checked = read_text("titel: 科普\nbase_url: kepu\ntime_zone: Mars\npage_size: 0\nmenu: [{url: /a/}]\n");
        let codes: Vec<_> = checked.diagnostics.iter().map(|diagnostic| diagnostic.code.0).collect();
        assert_eq!(codes, ["E0105", "E0104", "E0105", "E0104", "E0104", "E0103"]);
    }
}
