//! The whole pipeline as one function: a snapshot and the options → every output.
//!
//! With an empty cache this is a clean build; with a warm one it gives the same bytes,
//! sooner. There is no other way to build, and nothing here touches a disk or a clock.

mod cache;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

pub use cache::Cache;

use crate::collection;
use crate::config::{self, Config};
use crate::content::document::{self, Document, DocumentOptions};
use crate::content::entry::{self, Validated};
use crate::diagnostic::{Checked, Diagnostic, Location, has_errors, messages};
use crate::fingerprint::Fingerprint;
use crate::render::{self, Rendered, Templates};
use crate::route::{self, Shows};
use crate::site;
use crate::source::Snapshot;
use crate::text::did_you_mean;
use crate::theme;
use crate::time::Today;
use crate::url::{OutputPath, SourcePath, Url};
use crate::view::{self, Scene, View};

/// What a build depends on besides its inputs.
#[derive(Clone, Debug, Hash)]
pub struct BuildOptions {
    pub today: Today,
    /// Replaces the configuration's `base_url`.
    pub base_url: Option<String>,
    /// Builds drafts and entries of the future as well.
    pub drafts: bool,
}

/// One finished output.
#[derive(Clone, Debug)]
pub struct Output {
    pub url: Url,
    pub bytes: Arc<[u8]>,
    /// The document that a page shows, where it shows one.
    pub source: Option<SourcePath>,
}

/// Everything a build made, and everything it found wrong.
#[derive(Debug, Default)]
pub struct Built {
    pub outputs: BTreeMap<OutputPath, Output>,
    /// In order; with an error among them the outputs are not complete.
    pub diagnostics: Vec<Diagnostic>,
    /// How many of the outputs are pages.
    pub pages: usize,
}

/// What a build says of its progress: the stage's number of steps done and to do.
pub trait Progress: Sync {
    fn stage(&self, name: Stage, steps: usize);
    fn step(&self);
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Parse,
    Render,
}

/// For builds that nobody watches.
pub struct Silent;

impl Progress for Silent {
    fn stage(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

/// Builds a site.
pub fn build(snapshot: &Snapshot, options: &BuildOptions, cache: &mut Cache) -> Built {
    build_with(snapshot, options, cache, &Silent)
}

/// Builds a site and says how far it is.
pub fn build_with(snapshot: &Snapshot, options: &BuildOptions, cache: &mut Cache, progress: &impl Progress) -> Built {
    cache.begin();
    let mut diagnostics = Vec::new();
    let mut keep = |found: Vec<Diagnostic>| diagnostics.extend(found);

    let Checked { value: config, diagnostics: found } = config::read(snapshot, options.base_url.as_deref());
    keep(found);
    let Checked { value: collections, diagnostics: found } = collection::read(snapshot);
    keep(found);
    let Checked { value: theme, diagnostics: found } = theme::read(snapshot, &config);
    keep(found);
    let config = Arc::new(config);
    let collections = Arc::new(collections);

    let read = contents(snapshot, &config, &collections, cache, progress);
    keep(read.diagnostics);
    let parts = site::Parts {
        config: config.clone(),
        collections,
        entries: read.value.entries,
        sections: read.value.sections,
        assets: read.value.assets,
        today: options.today,
        drafts: options.drafts,
    };
    let Checked { value: site, diagnostics: found } = site::resolve(parts);
    keep(found);
    let Checked { value: routes, diagnostics: found } = route::plan(&site, &theme);
    keep(found);
    let Checked { value: mut templates, diagnostics: found } = Templates::compile(&theme, snapshot);
    // Without templates every page would fail the same way.
    let renders = !has_errors(&found);
    keep(found);
    let Checked { value: scene, diagnostics: found } = Scene::new(&site, &routes, &theme, snapshot);
    keep(found);
    templates.prepare(scene.site_views());

    progress.stage(Stage::Render, routes.routes.len());
    let context = Context { scene: &scene, templates: &templates, snapshot, config: &config, cache, renders };
    let made: Vec<Made> = routes
        .routes
        .par_iter()
        .map(|route| {
            let made = output(&context, route);
            progress.step();
            made
        })
        .collect();

    let mut built = Built::default();
    for (route, (key, rendered, found)) in routes.routes.iter().zip(made) {
        diagnostics.extend(found);
        diagnostics.extend(rendered.diagnostics.iter().cloned());
        if let Some(bytes) = &rendered.value {
            built.pages += usize::from(is_page(&route.shows));
            let shows_entry = matches!(route.shows, Shows::Entry(_));
            let source = route.source.as_ref().filter(|_| shows_entry).map(|source| source.path.clone());
            built.outputs.insert(route.output.clone(), Output { url: route.url.clone(), bytes: bytes.clone(), source });
        }
        if let Some(key) = key
            && cache.keeps()
        {
            cache.outputs.keep(key, rendered);
        }
    }
    cache.end();
    if !cache.keeps() {
        // Ten thousand entries are not worth taking down piece by piece before the process ends.
        std::mem::forget((scene, templates));
        std::mem::forget((routes, site));
    }
    Diagnostic::sort(&mut diagnostics);
    built.diagnostics = diagnostics;
    built
}

fn is_page(shows: &Shows) -> bool {
    !matches!(
        shows,
        Shows::Asset(_)
            | Shows::Feed { .. }
            | Shows::Calendar(_)
            | Shows::Dataset { .. }
            | Shows::SiteMapPart(_)
            | Shows::SiteMapIndex
            | Shows::Robots
            | Shows::Manifest
            | Shows::Redirect { .. }
    )
}

struct Context<'a> {
    scene: &'a Scene<'a>,
    templates: &'a Templates,
    snapshot: &'a Snapshot,
    config: &'a Config,
    cache: &'a Cache,
    renders: bool,
}

/// The key under which to keep a result, if it is to be kept; the result; what making the view found wrong.
type Made = (Option<Fingerprint>, Arc<Checked<Rendered>>, Vec<Diagnostic>);

/// The view of a route, and its bytes: from the cache where an equal view was rendered before.
fn output(context: &Context<'_>, route: &route::Route) -> Made {
    let Checked { value: view, diagnostics } = view::view(context.scene, route);
    let base_path = &context.config.address.base_path;
    let render = || Arc::new(render::render(&view, route, context.templates, context.snapshot, base_path));
    match &view {
        View::Asset(_) => (None, render(), diagnostics),
        View::Page { .. } if !context.renders => (None, Arc::default(), diagnostics),
        _ => {
            // A failure names the entry that was being rendered, so where it stands belongs to the key.
            let key = Fingerprint::of(&(context.templates.fingerprint, base_path, &route.url, &route.source, &view));
            let rendered = context.cache.outputs.get(key).unwrap_or_else(render);
            (Some(key), rendered, diagnostics)
        }
    }
}

#[derive(Default)]
struct Contents {
    entries: Vec<Arc<entry::Entry>>,
    sections: Vec<Arc<entry::Section>>,
    assets: BTreeSet<SourcePath>,
}

/// Parses and validates every document; what isn't one is an asset.
fn contents(
    snapshot: &Snapshot,
    config: &Config,
    collections: &BTreeMap<String, collection::Collection>,
    cache: &mut Cache,
    progress: &impl Progress,
) -> Checked<Contents> {
    let options = DocumentOptions { raw_html: config.raw_html, languages: config.languages.clone() };
    let mut checked = Checked::<Contents>::default();
    let mut documents = Vec::new();
    for (path, file) in snapshot.iter() {
        match document::content_path(path, &options.languages) {
            Ok(Some(at)) => documents.push((path, file, at)),
            Ok(None) => {
                if is_asset(path) {
                    checked.value.assets.insert(path.clone());
                }
            }
            Err(language) => {
                let meant = did_you_mean(&language, options.languages.iter().map(String::as_str));
                checked.diagnostics.push(messages::unknown_language(&language).meant(meant).at(Location::file(path)));
            }
        }
    }
    // Values depend on the configuration (zone, terms) and on the declarations, so these are
    // part of every key; both change seldom.
    let settings = settings_fingerprint(snapshot);
    progress.stage(Stage::Parse, documents.len());
    let (documents_cache, entries_cache) = (&cache.documents, &cache.entries);
    let keeps = cache.keeps();
    type Kept = (Fingerprint, Arc<Checked<Document>>, Fingerprint);
    type Parsed = (Option<Kept>, Vec<Diagnostic>, Arc<Checked<Validated>>);
    let parsed: Vec<Parsed> = documents
        .into_par_iter()
        .map(|(path, file, at)| {
            progress.step();
            let collection = &collections[&at.collection];
            let document_key = Fingerprint::of(&(file.fingerprint, path, &options));
            let document = documents_cache
                .get(document_key)
                .unwrap_or_else(|| Arc::new(document::parse(path, file, at, &options)));
            let entry_key = Fingerprint::of(&(document_key, settings));
            let validated = entries_cache
                .get(entry_key)
                .unwrap_or_else(|| Arc::new(entry::validate(&document.value, collection, config)));
            // A document that nobody will ask for again goes here, in parallel, and what it took is used for the next.
            let found = document.diagnostics.clone();
            (keeps.then_some((document_key, document, entry_key)), found, validated)
        })
        .collect();
    for (kept, found, validated) in parsed {
        checked.diagnostics.extend(found);
        checked.diagnostics.extend(validated.diagnostics.iter().cloned());
        checked.value.entries.extend(validated.value.entries.iter().cloned());
        checked.value.sections.extend(validated.value.section.iter().cloned());
        if let Some((document_key, document, entry_key)) = kept {
            cache.documents.keep(document_key, document);
            cache.entries.keep(entry_key, validated);
        }
    }
    checked
}

/// Pictures and attachments beside entries, files of `static/`, assets of the site and its themes.
fn is_asset(path: &SourcePath) -> bool {
    let name = path.as_str();
    let hidden = name.split('/').any(|part| part.starts_with('.') && part != ".well-known");
    let kept = name.starts_with("content/")
        || name.starts_with("static/")
        || name.starts_with("assets/")
        || name.starts_with("themes/");
    kept && !hidden && path.file_name() != collection::COLLECTION_FILE
}

fn settings_fingerprint(snapshot: &Snapshot) -> Fingerprint {
    let declarations = snapshot
        .iter()
        .filter(|(path, _)| path.as_str() == config::CONFIG_FILE || path.file_name() == collection::COLLECTION_FILE)
        .map(|(path, file)| (path, file.fingerprint));
    Fingerprint::of(&declarations.collect::<Vec<_>>())
}
