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
use crate::config::address;
use crate::config::covers::{self, CoverWords};
use crate::config::destination::{self, Destination};
use crate::config::host::Host;
pub use crate::config::host::{Links, SiteAddress};
use crate::config::inputs::CONFIG_FILE;
use crate::config::limits::{self, Limits};
use crate::config::map::{self, MapLayers};
use crate::config::posters::{self, PosterFont};
use crate::config::publish::{self, PublishConfig};
use crate::config::review::{self, Review};
use crate::config::settings::{LocalText, Settings};
use crate::config::taxonomies;
pub use crate::config::taxonomies::{TaxonomyConfig, TermConfig};

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
    /// The font of posters, and where it is named.
    pub poster_font: Option<(PosterFont, Location)>,
    /// Larger pictures, in pixels, aren't decoded.
    pub max_pixels: u64,
    /// What maps show beside places.
    pub map: MapLayers,
    /// Words of the site's own by which covers are drawn.
    pub covers: CoverWords,
    /// The settings of the checks.
    pub limits: Limits,
    /// `targets` as written: they can be parsed only with the collections.
    pub targets: Option<yaml::Node>,
    /// The deployment targets.
    pub destinations: Vec<Destination>,
    /// Settings of the yearly report.
    pub report: ReportConfig,
    /// How texts are reviewed before they are published; `None` where they aren't.
    pub review: Option<Review>,
    /// Settings of publishing by itself.
    pub publish: PublishConfig,
    /// Whether the studio makes a git commit of every save.
    pub commits: bool,
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
    /// Where the address is written.
    pub at: Location,
}

impl Config {
    /// The items of the main menu and of the footer's.
    pub fn menu_items(&self) -> impl Iterator<Item = &MenuItem> {
        self.menu.iter().chain(&self.footer.links)
    }
}

impl MenuItem {
    /// The path on this site, and what stands behind it from `?` or `#` on; none for an address elsewhere.
    pub fn path(&self) -> Option<(&str, &str)> {
        let own = self.url.starts_with('/') && !self.url.starts_with("//");
        let end = self.url.find(['?', '#']).unwrap_or(self.url.len());
        own.then(|| self.url.split_at(end))
    }
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
    /// Pictures that the program draws for entries without one.
    pub covers: bool,
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
                diagnostics.push(crate::base::diagnostic::not_text(&path, file.held()));
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

/// Languages of a site.
const MOST_LANGUAGES: usize = 50;

fn config(mut settings: Settings<'_>, snapshot: &Snapshot, base_url: Option<&str>) -> Config {
    let title = settings.local_text("title").unwrap_or_else(|| {
        settings.missing("title");
        LocalText::default()
    });
    let language = settings.text("language").unwrap_or_else(|| "zh-CN".to_owned());
    let mut languages = settings.texts("languages").unwrap_or_default();
    address::check_language(&mut settings, "language");
    address::check_language(&mut settings, "languages");
    if languages.len() > MOST_LANGUAGES
        && let Some(node) = settings.node("languages")
    {
        // Every page links to itself in every language, so the work grows with the square.
        let many = languages.len();
        settings.wrong(
            "languages",
            node,
            &format!("有 {many} 种，最多 {MOST_LANGUAGES} 种"),
            &format!("there are {many}, and at most {MOST_LANGUAGES}"),
        );
        languages.truncate(MOST_LANGUAGES);
    }
    languages.retain(|other| *other != language);
    languages.insert(0, language.clone());

    let theme_at = settings.node("theme").map(|node| settings.location(node));
    let config = Config {
        title,
        description: settings.local_text("description").unwrap_or_default(),
        address: address::read(&mut settings, base_url),
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
        taxonomies: taxonomies::read(&mut settings),
        page_size: settings.at_least_one("page_size").unwrap_or(20),
        feed_limit: settings.at_least_one("feed_limit").unwrap_or(20),
        raw_html: settings.bool("raw_html").unwrap_or(true),
        outputs: outputs(&mut settings),
        hosts: hosts(&mut settings),
        compress: compress(&mut settings),
        poster_font: settings.within("posters").and_then(|posters| posters::font(posters, snapshot)),
        minify_html: settings.bool("minify_html").unwrap_or(false),
        max_pixels: settings.within("pictures").and_then(max_pixels).unwrap_or(MAX_PIXELS),
        map: settings.within("map").map(|layers| map::read(layers, snapshot)).unwrap_or_default(),
        covers: covers::read(&mut settings),
        limits: settings.within("check").map(limits::read).unwrap_or_default(),
        targets: settings.node("targets").cloned(),
        destinations: destination::read(&mut settings),
        report: settings.within("report").map(report).unwrap_or_default(),
        review: settings.within("review").map(review::read),
        publish: settings.within("publish").map(publish::read).unwrap_or_default(),
        commits: settings.within("studio").is_some_and(commits),
    };
    let mut config = with_zone(config, &mut settings);
    config.holidays = holidays(&mut settings, &config.zone_name);
    settings.finish();
    config
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
                "应是时区的名字，北京时间写成：time_zone: Asia/Shanghai",
                "a time zone's name is expected; for the time of Beijing write: time_zone: Asia/Shanghai",
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
        let at = item.node("url").map(|node| item.location(node));
        if title.is_none() {
            item.missing("title");
        }
        item.finish();
        items.extend(title.zip(url).zip(at).map(|((title, url), at)| MenuItem { title, url, at }));
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

fn commits(mut settings: Settings<'_>) -> bool {
    let commits = settings.bool("commit").unwrap_or(false);
    settings.finish();
    commits
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
            covers: true,
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
        covers: on("covers"),
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
        assert_eq!(codes, ["E0104", "E0105", "E0104", "E0104", "E0103"]);
    }
}
