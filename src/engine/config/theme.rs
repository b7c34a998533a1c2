//! Reads `theme.yaml` as [`Theme`]: the theme that it extends, its lists, its options.
//!
//! Templates and assets stay files of the snapshot; the site's own `templates/` and `assets/` override the theme's, and
//! the theme's override its parent's.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::cover::CoverColor;
use crate::assets::picture::{self, Format};
use crate::base::diagnostic::{Checked, Diagnostic, Location, messages};
use crate::base::source::Snapshot;
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Node};
use crate::config::Config;
use crate::config::collection::Facet;
use crate::config::names;
use crate::config::settings::Settings;

/// The version of the interface between templates and program.
pub const API: u32 = 1;
pub const THEME_FILE: &str = "theme.yaml";
const DEEPEST: usize = 8;

/// Pages that were added after the first themes; a theme without their templates doesn't have them.
const OPTIONAL_PAGES: [&str; 3] = ["figures", "figures_year", "targets"];

/// The template that draws a poster; a theme without it has no posters.
pub const POSTER: &str = "poster.svg";
/// The template that draws a poster to hand around.
pub const SHARE_POSTER: &str = "share_poster.svg";

/// A theme with what it inherits.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Folders of the themes, the chosen one first: `themes/spring`.
    pub folders: Vec<String>,
    pub lists: BTreeMap<String, ListQuery>,
    /// The query for related entries; `None` if the theme doesn't show any.
    pub related: Option<RelatedQuery>,
    /// The derivatives that are made of pictures.
    pub pictures: picture::Wanted,
    /// The theme's options with the site's values.
    pub options: BTreeMap<String, serde_json::Value>,
    /// The optional page templates that exist.
    pub pages: BTreeSet<String>,
    /// Whether it draws posters.
    pub posters: bool,
    /// The colour of drawn covers; `None` if the theme shows none.
    pub covers: Option<CoverColor>,
    /// Options that are colours shown unchanged, and their backgrounds.
    pub contrast: BTreeMap<String, Contrast>,
}

/// The contrast that a colour needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Contrast {
    /// The background as `#rgb` or `#rrggbb`.
    pub against: String,
    /// The minimum contrast ratio (WCAG 2.2): 4.5 for text, 3 for graphics and large text.
    pub least: f64,
}

/// A list of entries on the theme's home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListQuery {
    /// Only entries of collections with this facet …
    pub facet: Option<Facet>,
    /// … and of this collection or kind.
    pub collection: Option<String>,
    /// Only upcoming and current events, or only past ones.
    pub when: Option<Period>,
    pub limit: Option<usize>,
}

/// The related entries on the page of each entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RelatedQuery {
    /// Only entries of collections with this facet.
    pub facet: Facet,
    /// The maximum number.
    pub limit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    Upcoming,
    Past,
}

impl Theme {
    /// Returns the folders of a kind of file, in order of precedence: `templates`, `themes/spring/templates`, …
    pub fn places(&self, kind: &str) -> Vec<String> {
        let themes = self.folders.iter().map(|folder| format!("{folder}/{kind}"));
        std::iter::once(kind.to_owned()).chain(themes).collect()
    }

    /// Returns whether the theme, or the site over it, has the template of an optional page.
    pub fn has_page(&self, name: &str) -> bool {
        self.pages.contains(name)
    }

    /// Returns whether the page that shows every component is turned on: the option `styleguide`.
    pub fn has_style_guide(&self) -> bool {
        self.options.get("styleguide") == Some(&serde_json::Value::Bool(true))
    }

    /// Returns the folders of assets in order of precedence, each with whether it holds templates. Assets that contain
    /// the site's options are templates: `assets/css/tokens.css` may lie in `templates/assets/css/`.
    pub fn asset_places(&self) -> impl DoubleEndedIterator<Item = (String, bool)> {
        let places = self.places("assets").into_iter().zip(self.places("templates"));
        places.flat_map(|(assets, templates)| [(assets, false), (format!("{templates}/assets"), true)])
    }

    /// Returns the files of a kind by their path below it; a file that overrides another hides it.
    pub fn files<'a>(&self, kind: &str, snapshot: &'a Snapshot) -> BTreeMap<String, &'a SourcePath> {
        let places = self.places(kind);
        let mut files = BTreeMap::new();
        for place in places.iter().rev() {
            files.extend(snapshot.paths_below(place).map(|(name, path)| (name.to_owned(), path)));
        }
        files
    }
}

/// Reads the site's theme and those that it extends.
pub fn read(snapshot: &Snapshot, config: &Config) -> Checked<Theme> {
    let mut theme = Theme::default();
    let mut diagnostics = Vec::new();
    let mut own = Own::default();
    let mut next = Some((config.theme.clone(), config.theme_at.clone()));
    while let Some((name, at)) = next.take() {
        let folder = format!("themes/{name}");
        let path = SourcePath::new(&format!("{folder}/{THEME_FILE}"));
        let found = path.as_ref().and_then(|path| Some((path, snapshot.text(path)?)));
        let Some((path, text)) = found else {
            let known: Vec<&str> = snapshot
                .below("themes")
                .filter(|(path, _)| path.file_name() == THEME_FILE)
                .filter_map(|(path, _)| path.folder().strip_prefix("themes/"))
                .collect();
            let meant = did_you_mean(&name, known.iter().copied());
            let unknown = messages::unknown_theme(&name, &known.join("、"), &known.join(", "));
            diagnostics.push(Diagnostic { at, ..unknown.meant(meant) });
            break;
        };
        theme.folders.push(folder);
        let node = match yaml::parse_written(text, 0, path, &mut diagnostics) {
            Ok(node) => node,
            Err(fault) => {
                diagnostics.extend(fault.diagnostics(path, messages::yaml_syntax));
                break;
            }
        };
        let parent = manifest(&node, path, (&mut theme, &mut own), &mut diagnostics);
        let Some((parent, at)) = parent else { break };
        if theme.folders.contains(&format!("themes/{parent}")) {
            let (zh, en) = (
                format!("主题 {parent} 已经在这条继承线上，绕了一圈；最上面的主题写 parent: spring"),
                format!("the theme {parent} is among those that extend this one; the last of them has parent: spring"),
            );
            diagnostics.push(messages::setting_value("parent", &zh, &en).at(at));
        } else if theme.folders.len() < DEEPEST {
            next = Some((parent, Some(at)));
        } else {
            let (zh, en) =
                (format!("主题一个继承一个，最多 {DEEPEST} 个"), format!("at most {DEEPEST} themes extend each other"));
            diagnostics.push(messages::setting_value("parent", &zh, &en).at(at));
        }
    }
    // A theme of its own has a template for the home page; any other has it from its parent.
    let has_home = theme.files("templates", snapshot).contains_key("home.html");
    let manifest = theme.folders.first().and_then(|folder| SourcePath::new(&format!("{folder}/{THEME_FILE}")));
    if let (1, false, true, Some(path)) = (theme.folders.len(), has_home, diagnostics.is_empty(), manifest) {
        diagnostics.push(messages::missing_setting("parent", THEME_FILE, "parent: spring").at(Location::file(&path)));
    }
    theme.pages = OPTIONAL_PAGES
        .iter()
        .filter(|page| theme.files("templates", snapshot).contains_key(&format!("{page}.html")))
        .map(|page| (*page).to_owned())
        .collect();
    theme.posters = theme.files("templates", snapshot).contains_key(POSTER);
    theme.pictures = own.pictures.unwrap_or_default();
    if !theme.folders.is_empty() {
        set_options(&mut theme, config, &mut diagnostics);
    }
    theme.covers = own.covers.and_then(|(color, at)| {
        let found = cover_color(&theme, &color);
        if found.is_none() {
            let (zh, en) = (
                "应是一个选项的名字，其值是颜色，或者一个颜色",
                "the name of an option that is a colour is expected, or a colour",
            );
            diagnostics.push(messages::setting_value("covers.color", zh, en).at(at));
        }
        found
    });
    Checked { value: theme, diagnostics }
}

/// Replaces the theme's option values with the site's. A value must have the form of the default: a misspelt colour is
/// reported instead of producing a page without it.
fn set_options(theme: &mut Theme, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    for (key, set) in &config.theme_options {
        let Some(usual) = theme.options.get_mut(key) else {
            let known = theme.options.keys().map(String::as_str);
            let known: Vec<&str> = known.collect();
            diagnostics.push(names::unknown(key, "theme_options", &known).at(set.key_at.clone()));
            continue;
        };
        match expected(usual, &set.value) {
            None => *usual = set.value.clone(),
            Some((zh, en)) => diagnostics.push(messages::setting_value(key, zh, en).at(set.value_at.clone())),
        }
    }
}

/// Returns what an option's value should be, if it is wrong.
fn expected(usual: &serde_json::Value, set: &serde_json::Value) -> Option<(&'static str, &'static str)> {
    use serde_json::Value;
    match (usual, set) {
        (Value::String(usual), set) if is_color(usual) => {
            let fits = set.as_str().is_some_and(is_color);
            (!fits).then_some((
                "应是 \"#0b6e4f\" 这样的颜色，要加引号",
                "a colour such as \"#0b6e4f\" is expected, in quotes",
            ))
        }
        (Value::Bool(_), Value::Bool(_)) | (Value::Null, _) => None,
        (Value::Bool(_), _) => Some(("应是 true 或 false", "true or false is expected")),
        (Value::Number(_), set) if !set.is_number() => Some(("应是数字", "a number is expected")),
        (Value::String(_), set) if !set.is_string() => Some(("应是文字", "text is expected")),
        (Value::Array(_), set) if !set.is_array() => Some(("应是列表", "a list is expected")),
        (Value::Object(_), set) if !set.is_object() => Some(("应是一组键值", "a map is expected")),
        _ => None,
    }
}

/// Returns whether a text is `#rgb` or `#rrggbb`, which style sheets and icons both accept.
fn is_color(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|digits| matches!(digits.len(), 3 | 6) && digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
}

/// Adds the settings of a manifest to those of the themes before it; returns its parent's name.
fn manifest(
    node: &Node,
    path: &SourcePath,
    (theme, own): (&mut Theme, &mut Own),
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(String, Location)> {
    let mut settings = Settings::new(node, path, "theme.yaml", diagnostics);
    let _ = (settings.text("name"), settings.text("version"));
    if let Some(api) = settings.number::<u32>("api")
        && api != API
    {
        settings.report(
            messages::theme_version(path.folder().trim_start_matches("themes/"), api, API).at(Location::file(path)),
        );
    }
    let parent_at = settings.node("parent").map(|node| settings.location(node));
    let parent = settings.text("parent").zip(parent_at);
    for (key, node) in settings.map("lists") {
        let query = query(settings.of(node, format!("lists.{}", key.text)));
        theme.lists.entry(key.text.clone()).or_insert(query);
    }
    let wanted = settings.within("related").and_then(related);
    theme.related = theme.related.or(wanted);
    let wanted = settings.within("pictures").map(picture_settings);
    own.pictures = own.pictures.take().or(wanted);
    let wanted = settings.within("covers").and_then(covers);
    own.covers = own.covers.take().or(wanted);
    for (key, node) in settings.map("options") {
        theme.options.entry(key.text.clone()).or_insert_with(|| node.to_json());
    }
    for (key, node) in settings.map("contrast") {
        if let Some(contrast) = contrast(settings.of(node, format!("contrast.{}", key.text))) {
            theme.contrast.entry(key.text.clone()).or_insert(contrast);
        }
    }
    settings.finish();
    parent
}

/// Settings of which a theme has its own or all of its parent's.
#[derive(Default)]
struct Own {
    pictures: Option<picture::Wanted>,
    /// The colour of covers as it is written, and where.
    covers: Option<(String, Location)>,
}

/// Reads `covers: {color: color}`.
fn covers(mut settings: Settings<'_>) -> Option<(String, Location)> {
    let at = settings.node("color").map(|node| settings.location(node));
    let color = settings.required_text("color");
    settings.finish();
    color.zip(at)
}

/// The colour that covers are drawn in: that of an option, or one written as such.
fn cover_color(theme: &Theme, color: &str) -> Option<CoverColor> {
    let option = theme.options.get(color).and_then(serde_json::Value::as_str);
    CoverColor::parse(option.unwrap_or(color))
}

/// Reads `pictures: {widths: [480, 960], formats: [avif, webp], sizes: 100vw}`.
fn picture_settings(mut settings: Settings<'_>) -> picture::Wanted {
    let mut wanted = picture::Wanted::default();
    let list = settings.text_nodes("widths");
    if let Some(list) = list {
        wanted.widths.clear();
        for (text, node) in list {
            match text.parse().ok().filter(|width| (1..=16_000).contains(width)) {
                Some(width) => wanted.widths.push(width),
                None => settings.wrong("widths", node, "应是像素数，如 960", "a number of pixels is expected, 960 say"),
            }
        }
        wanted.widths.sort_unstable();
        wanted.widths.dedup();
    }
    if let Some(list) = settings.text_nodes("formats") {
        wanted.formats.clear();
        for (text, node) in list {
            match Format::named(&text).filter(|format| matches!(format, Format::Avif | Format::Webp)) {
                Some(format) => wanted.formats.push(format),
                None => settings.wrong("formats", node, "应是 avif 或 webp", "avif or webp is expected"),
            }
        }
    }
    if let Some(sizes) = settings.text("sizes") {
        wanted.sizes = sizes;
    }
    settings.finish();
    wanted
}

fn contrast(mut settings: Settings<'_>) -> Option<Contrast> {
    let node = settings.node("against");
    let (against, least) = (settings.required_text("against"), settings.number("least").unwrap_or(4.5));
    if let (Some(node), Some(false)) = (node, against.as_deref().map(is_color)) {
        settings.wrong("against", node, "应是 \"#0b6e4f\" 这样的颜色", "a colour such as \"#0b6e4f\" is expected");
    }
    settings.finish();
    Some(Contrast { against: against?, least })
}

fn related(mut settings: Settings<'_>) -> Option<RelatedQuery> {
    let facet = facet(&mut settings);
    let limit = settings.number("limit").unwrap_or(4);
    settings.finish();
    Some(RelatedQuery { facet: facet?, limit })
}

fn facet(settings: &mut Settings<'_>) -> Option<Facet> {
    let node = settings.node("facet")?;
    let name = settings.text("facet")?;
    let named = Facet::named(&name);
    if named.is_none() {
        let known = Facet::ALL.iter().map(|(_, name)| *name);
        let diagnostic = messages::unknown_facet(&name).meant(did_you_mean(&name, known));
        let at = settings.location(node);
        settings.report(diagnostic.at(at));
    }
    named
}

fn query(mut settings: Settings<'_>) -> ListQuery {
    let facet = facet(&mut settings);
    let when_node = settings.node("when");
    let when = match settings.text("when").as_deref() {
        Some("upcoming") => Some(Period::Upcoming),
        Some("past") => Some(Period::Past),
        _ => None,
    };
    if let (Some(node), None) = (when_node, when) {
        settings.wrong("when", node, "应是 upcoming 或 past", "upcoming or past is expected");
    }
    let query = ListQuery { facet, collection: settings.text("collection"), when, limit: settings.number("limit") };
    settings.finish();
    query
}
