//! What a site declares beside its texts: settings, declarations, theme, words, templates.
//!
//! It is kept from one build to the next, so that a build after a change of a text begins with that text. It follows from
//! the files of its key alone, because it is read from no others.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::BuildOptions;
use super::found::StageFaults;
use super::posters;
use crate::assets::poster::Letters;
use crate::base::diagnostic::{Diagnostic, Location, Severity, has_errors, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::did_you_mean;
use crate::base::url::SourcePath;
use crate::config::collection::{self, COLLECTION_FILE, Collection};
use crate::config::holidays;
use crate::config::revisions;
use crate::config::theme::{self, THEME_FILE, Theme};
use crate::config::{self, CONFIG_FILE, Config};
use crate::content::document::is_markdown;
use crate::render::Templates;
use crate::site::figures;
use crate::site::targets;
use crate::view::{self, Promises, ThemeWords};

pub struct Declared {
    pub config: Arc<Config>,
    pub collections: Arc<BTreeMap<String, Collection>>,
    pub theme: Arc<Theme>,
    pub promises: Arc<Promises>,
    pub words: Arc<ThemeWords>,
    /// Without the values that pages share: those follow from the entries as well.
    pub templates: Templates,
    /// Whether the templates compiled.
    pub compiled: bool,
    pub letters: Option<Letters>,
    /// The fingerprint of what entries depend on beside their files.
    pub settings: Fingerprint,
    /// Of what was found wrong, the errors of `site.yaml`.
    pub config_errors: Vec<Diagnostic>,
    /// Each is in one of the files of the key, so that it holds as long as the key does.
    pub diagnostics: Vec<Diagnostic>,
}

/// The fingerprint of everything that [`read`] looks at.
pub fn key(snapshot: &Snapshot, options: &BuildOptions) -> Fingerprint {
    let BuildOptions { base_url, links, fonts, now: _, drafts: _, audience: _ } = options;
    let files: Vec<_> = files(snapshot).map(|(path, file)| (path, file.fingerprint)).collect();
    Fingerprint::of(&(files, folders(snapshot), base_url, links, fonts))
}

/// Reads everything that the site declares. A fault leaves a default in its place.
pub fn read(snapshot: &Snapshot, options: &BuildOptions) -> Declared {
    let mut found = StageFaults::default();
    // Of texts, only the folders that they lie in make a difference.
    let collections = found.keep(collection::read(snapshot));
    let settings = settings(snapshot);
    let files: Snapshot = files(snapshot).map(|(path, file)| (path.clone(), file.clone())).collect();
    let snapshot = &files;

    let settled = config::read(snapshot, options.base_url.as_deref());
    let is_error = |found: &&Diagnostic| found.severity() == Severity::Error;
    let config_errors: Vec<Diagnostic> = settled.diagnostics.iter().filter(is_error).cloned().collect();
    let mut config = found.keep(settled);
    config.links = options.links.unwrap_or(config.links);
    let theme = found.keep(theme::read(snapshot, &config));
    let holidays = found.keep(holidays::read(snapshot, &config));
    let revisions = found.keep(revisions::read(snapshot));
    let targets = found.keep(targets::read(&config, &collections));
    found.0.extend(unknown_collections(&config, &collections));
    let indicators = found.keep(figures::read(snapshot, &collections));
    let letters = found.keep(posters::letters(snapshot, &config, &theme, options.fonts.as_ref()));
    let words = found.keep(view::theme_words(&theme, snapshot, &config));
    let templates = Templates::compile(&theme, snapshot);
    let compiled = !has_errors(&templates.diagnostics);
    let templates = found.keep(templates);
    Declared {
        config: Arc::new(config),
        collections: Arc::new(collections),
        theme: Arc::new(theme),
        promises: Arc::new(Promises { holidays, targets, indicators, revisions }),
        words: Arc::new(words),
        templates,
        compiled,
        letters,
        settings,
        config_errors,
        diagnostics: found.0,
    }
}

/// The files that declarations are read from: all but texts and tables of entries.
fn files(snapshot: &Snapshot) -> impl Iterator<Item = (&SourcePath, &SourceFile)> {
    snapshot.iter().filter(|(path, _)| !is_text(path))
}

fn is_text(path: &SourcePath) -> bool {
    let extension = path.extension();
    path.below("content").is_some() && (is_markdown(extension) || extension.eq_ignore_ascii_case("csv"))
}

/// The folders of collections, which needn't have a declaration.
fn folders(snapshot: &Snapshot) -> Vec<&str> {
    let mut folders: Vec<&str> =
        snapshot.paths_below("content").filter_map(|(name, _)| Some(name.split_once('/')?.0)).collect();
    folders.dedup();
    folders
}

/// Of the files that say what there is beside entries: the configuration, the declarations, the themes' manifests, but not
/// the holidays, which views alone read; and of the collections' folders.
fn settings(snapshot: &Snapshot) -> Fingerprint {
    let says = |name: &str| name == COLLECTION_FILE || name == CONFIG_FILE || name == THEME_FILE;
    let files = snapshot.iter().filter(|(path, _)| says(path.file_name()));
    let files: Vec<_> = files.map(|(path, file)| (path, file.fingerprint)).collect();
    Fingerprint::of(&(files, folders(snapshot)))
}

/// Collections that the year's report is to tell of or that are to be reviewed, and that aren't there.
fn unknown_collections(config: &Config, collections: &BTreeMap<String, Collection>) -> Vec<Diagnostic> {
    let of_review = config.review.iter().flat_map(|review| &review.collections).map(|named| ("review", named));
    let of_report = config.report.named.iter().map(|named| ("report", named));
    let unknown = of_report.chain(of_review).filter(|(_, (name, _))| !collections.contains_key(name));
    let report = |(setting, (name, at)): (&str, &(String, Location))| {
        let (zh, en) = (format!("没有栏目 {name}"), format!("there is no collection `{name}`"));
        let titled = collections.values().find(|one| one.title.all().any(|title| title == name));
        let near = || did_you_mean(name, collections.keys().map(String::as_str));
        let meant = titled.map(|one| one.name.as_str()).or_else(near);
        messages::setting_value(setting, &zh, &en).meant(meant).at(at.clone())
    };
    unknown.map(report).collect()
}
