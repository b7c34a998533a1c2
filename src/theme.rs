//! `theme.yaml` → [`Theme`]: whom it extends, what it lists, what can be set.
//!
//! Templates and assets stay files of the snapshot; the site's own `templates/` and
//! `assets/` lie over the theme's, and the theme's over its parent's.

use std::collections::BTreeMap;

use crate::collection::Facet;
use crate::config::Config;
use crate::diagnostic::{Checked, Diagnostic, Location, messages};
use crate::settings::Settings;
use crate::source::Snapshot;
use crate::text::did_you_mean;
use crate::url::SourcePath;
use crate::yaml::{self, Node};

/// The version of the interface between templates and program.
pub const API: u32 = 1;
pub const THEME_FILE: &str = "theme.yaml";
const DEEPEST: usize = 8;

/// A theme with what it inherits.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Folders of the themes, the chosen one first: `themes/spring`.
    pub folders: Vec<String>,
    pub lists: BTreeMap<String, ListQuery>,
    pub options: BTreeMap<String, serde_json::Value>,
}

/// A list of entries that a theme wants on its home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListQuery {
    /// Entries of collections with this facet …
    pub facet: Option<Facet>,
    /// … and of this collection or kind.
    pub collection: Option<String>,
    /// For a schedule: only what is not over yet, or only what is.
    pub when: Option<Period>,
    pub limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Period {
    Upcoming,
    Past,
}

impl Theme {
    /// Where a kind of file may lie, the best place first: `templates`, `themes/spring/templates`, …
    pub fn places(&self, kind: &str) -> Vec<String> {
        let themes = self.folders.iter().map(|folder| format!("{folder}/{kind}"));
        std::iter::once(kind.to_owned()).chain(themes).collect()
    }

    /// The files of a kind by their path below it; what lies over comes out, what lies under doesn't.
    pub fn files<'a>(&self, kind: &str, snapshot: &'a Snapshot) -> BTreeMap<String, &'a SourcePath> {
        let places = self.places(kind);
        let mut files = BTreeMap::new();
        for place in places.iter().rev() {
            files.extend(snapshot.paths_below(place).map(|(name, path)| (name.to_owned(), path)));
        }
        files
    }
}

/// Reads the site's theme and those it extends.
pub fn read(snapshot: &Snapshot, config: &Config) -> Checked<Theme> {
    let mut theme = Theme::default();
    let mut diagnostics = Vec::new();
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
            diagnostics.push(Diagnostic { at, ..messages::unknown_theme(&name).meant(did_you_mean(&name, known)) });
            break;
        };
        theme.folders.push(folder);
        let node = match yaml::parse(text, 0) {
            Ok(node) => node,
            Err(fault) => {
                diagnostics.push(messages::yaml_syntax(&fault.reason).at(Location::span(path, fault.span)));
                break;
            }
        };
        let parent = manifest(&node, path, &name, &mut theme, &mut diagnostics);
        if theme.folders.len() < DEEPEST {
            next = parent.map(|(parent, at)| (parent, Some(at)));
        }
    }
    Checked { value: theme, diagnostics }
}

/// Adds what a manifest says to what the themes before it have said; gives its parent's name.
fn manifest(
    node: &Node,
    path: &SourcePath,
    name: &str,
    theme: &mut Theme,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(String, Location)> {
    let mut settings = Settings::new(node, path, "theme.yaml", diagnostics);
    let _ = (settings.text("name"), settings.text("version"));
    if let Some(api) = settings.number::<u32>("api")
        && api != API
    {
        settings.report(messages::theme_version(name, api, API).at(Location::file(path)));
    }
    let parent_at = settings.node("parent").map(|node| settings.location(node));
    let parent = settings.text("parent").zip(parent_at);
    for (key, node) in settings.map("lists") {
        let query = query(settings.of(node, format!("lists.{}", key.text)));
        theme.lists.entry(key.text.clone()).or_insert(query);
    }
    for (key, node) in settings.map("options") {
        theme.options.entry(key.text.clone()).or_insert_with(|| node.to_json());
    }
    settings.finish();
    parent
}

fn query(mut settings: Settings<'_>) -> ListQuery {
    let facet_node = settings.node("facet");
    let facet = settings.text("facet");
    let named = facet.as_deref().and_then(Facet::named);
    if let (Some(name), Some(node), None) = (&facet, facet_node, named) {
        let diagnostic =
            messages::unknown_facet(name).meant(did_you_mean(name, Facet::ALL.iter().map(|(_, name)| *name)));
        let at = settings.location(node);
        settings.report(diagnostic.at(at));
    }
    let when_node = settings.node("when");
    let when = match settings.text("when").as_deref() {
        Some("upcoming") => Some(Period::Upcoming),
        Some("past") => Some(Period::Past),
        _ => None,
    };
    if let (Some(node), None) = (when_node, when) {
        settings.wrong("when", node, "应是 upcoming 或 past", "upcoming or past is expected");
    }
    let query =
        ListQuery { facet: named, collection: settings.text("collection"), when, limit: settings.number("limit") };
    settings.finish();
    query
}
