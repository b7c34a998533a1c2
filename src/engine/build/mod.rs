//! The whole pipeline as one function: a snapshot and the options → every output.
//!
//! With an empty cache this is a clean build; with a warm one it gives the same bytes,
//! sooner. [`prepare`] is the same up to the outputs, for callers that want some of them only.
//! There is no other way to build, and nothing here touches a disk or a clock.

mod asked;
mod assets;
mod cache;
mod compressed;
mod contents;
mod declared;
#[cfg(feature = "testing")]
mod fault;
mod found;
mod hosting;
mod pictures;
mod posters;
mod publication;
mod ready;
mod review;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

pub use cache::Cache;
#[cfg(feature = "testing")]
pub use fault::CacheFault;
pub use hosting::Hosting;
pub use posters::font;
pub use ready::{Checks, Ready, prepare, prepare_with};

pub use crate::assets::bundle::Audience;
use crate::assets::compress::Coding;
use crate::assets::poster::Fonts;
use crate::base::diagnostic::{Checked, Diagnostic, Location, has_errors};
use crate::base::fingerprint::Fingerprint;
use crate::base::source::{Content, Fetch, Snapshot};
use crate::base::time::{LocalDay, Now, When};
use crate::base::url::{OutputPath, SourcePath, Url};
use crate::config::Links;
use crate::render::Rendered;
use crate::render::hosting::Uses;

/// What a build depends on besides its inputs.
#[derive(Clone, Debug)]
pub struct BuildOptions {
    pub now: Now,
    /// Replaces the configuration's `base_url`.
    pub base_url: Option<String>,
    /// Replaces the configuration's `links`.
    pub links: Option<Links>,
    /// Builds drafts and entries of the future as well.
    pub drafts: bool,
    /// Whether the theme's files are made for visitors, or stay as those who write see them.
    pub audience: Audience,
    /// The fonts that posters may be lettered with; none where nobody looks at posters.
    pub fonts: Option<Fonts>,
}

impl BuildOptions {
    /// The fingerprint of all options but the time, which counts by the day that it is in the site's zone.
    pub fn fingerprint(&self) -> Fingerprint {
        let Self { now: _, base_url, links, drafts, audience, fonts } = self;
        Fingerprint::of(&(base_url, links, drafts, audience, fonts))
    }
}

/// One finished output.
#[derive(Clone, Debug)]
pub struct Output {
    pub url: Url,
    pub content: Content,
    /// Of a compressed copy of another output.
    pub coding: Option<Coding>,
    /// What a page uses, where that was noted when it was made.
    uses: Option<Arc<Uses>>,
}

impl Output {
    pub fn new(url: Url, content: Content) -> Self {
        Self { url, content, coding: None, uses: None }
    }
}

/// Everything a build made, and everything it found wrong.
#[derive(Debug)]
pub struct Built {
    /// The day for which it was made.
    pub day: LocalDay,
    pub outputs: BTreeMap<OutputPath, Output>,
    /// In order; with an error among them the outputs are not complete.
    pub diagnostics: Vec<Diagnostic>,
    /// The address of every entry, with its file.
    pub addresses: Vec<(Url, SourcePath)>,
    /// How many of the outputs are pages.
    pub pages: usize,
    /// Names of what is wanted of the shelf.
    pub kept: Vec<Arc<str>>,
    /// The next day or time at which what is shown of the content changes by itself.
    pub next_change: Option<When>,
    /// How many pages have no poster because there is no font for it.
    pub unlettered: usize,
    /// The record of events' revisions, where publishing these outputs changes it.
    pub revisions: Option<String>,
}

impl Built {
    /// Makes those of these outputs that aren't on their shelf yet, several at a time, and notes that all of them are wanted
    /// there. Gives the outputs that can't be made, with the reason. Those without a shelf are made when they are written.
    fn make(&mut self, paths: &[OutputPath], stage: Stage, progress: &impl Progress) -> Vec<(OutputPath, String)> {
        let made = |path: &OutputPath| match self.outputs.get(path).map(|output| &output.content) {
            Some(Content::Elsewhere(fetch)) => Some((path.clone(), fetch.clone())),
            _ => None,
        };
        let wanted: Vec<_> = paths.iter().filter_map(made).collect();
        self.kept.extend(wanted.iter().filter_map(|(_, fetch)| fetch.kept_as()));
        let missing: Vec<_> = wanted.into_iter().filter(|(_, fetch)| fetch.is_missing()).collect();
        if !missing.is_empty() {
            progress.stage(stage, missing.len());
        }
        let make = |(path, fetch): (OutputPath, Arc<dyn Fetch>)| {
            let reason = fetch.fetch().err();
            progress.step();
            Some((path, reason?.to_string()))
        };
        missing.into_par_iter().filter_map(make).collect()
    }
}

/// What a build says of its progress: the stage's number of steps done and to do.
pub trait Progress: Sync {
    fn stage(&self, name: Stage, steps: usize);
    fn step(&self);
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    Parse,
    /// Inspecting pictures that no build has inspected before.
    Look,
    Render,
    /// Making files of pictures.
    Pictures,
    /// Drawing posters.
    Posters,
    /// Making compressed copies.
    Compress,
}

/// Progress that is shown to no one.
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
    let ready = ready::prepare_with(snapshot, options, cache, progress);
    let built = finish(&ready, cache, progress);
    if !cache.keeps() {
        // Ten thousand entries are not worth taking down piece by piece before the process ends.
        std::mem::forget(ready);
    }
    built
}

/// Makes every output of a site.
pub fn finish(ready: &Ready, cache: &mut Cache, progress: &impl Progress) -> Built {
    ready.find_terms(cache);
    ready.find_related();
    let routes = ready.routes();
    progress.stage(Stage::Render, routes.routes.len());
    cache.outputs.begin();
    let make = |place: usize| {
        let (view, found) = match ready.view(place) {
            Ok(made) => made,
            Err(fault) => return Made { key: None, rendered: Arc::default(), found: vec![fault] },
        };
        let key = if cache.keeps() { ready.key(place, &view) } else { None };
        #[cfg(feature = "testing")]
        let key = key.map(|key| cache.fault.map_or(key, |fault| fault.output_key(key, ready, place, &view)));
        let known = key.and_then(|key| cache.outputs.get(key));
        let rendered = known.unwrap_or_else(|| Arc::new(ready.render(place, &view)));
        progress.step();
        Made { key, rendered, found }
    };
    let made: Vec<Made> = (0..routes.routes.len()).into_par_iter().map(make).collect();

    let mut built = Built {
        day: ready.day(),
        outputs: BTreeMap::new(),
        diagnostics: ready.faults(),
        addresses: ready.addresses(),
        pages: 0,
        kept: Vec::new(),
        next_change: ready.next_change(),
        unlettered: ready.unlettered(),
        revisions: ready.revisions(),
    };
    for (route, Made { key, rendered, found }) in routes.routes.iter().zip(made) {
        built.diagnostics.extend(found);
        built.diagnostics.extend(rendered.diagnostics.iter().cloned());
        if let Some(Rendered { content, uses }) = &rendered.value {
            built.pages += usize::from(route.shows.kind().is_page());
            let (path, url) = ready.renderer().named(route);
            built.outputs.insert(path, Output { uses: uses.clone(), ..Output::new(url, content.clone()) });
        }
        if let Some(key) = key {
            cache.outputs.keep(key, rendered);
        }
    }
    cache.outputs.end();
    if !has_errors(&built.diagnostics) {
        hosting::make(ready, &mut built);
        pictures::make(&mut built, ready.picture_files(), progress);
        posters::make(ready, &mut built, progress);
        compressed::make(ready, &mut built, progress);
    }
    ready.reviews().without_places(&mut built.diagnostics);
    merge_failures(&mut built.diagnostics);
    Diagnostic::sort(&mut built.diagnostics);
    built
}

/// Of one place in a template that fails on several pages the first page is told, and how many there are.
fn merge_failures(diagnostics: &mut Vec<Diagnostic>) {
    let failed = |found: &Diagnostic| found.code.0 == "E0502" && found.at.as_ref().is_some_and(|at| at.span.is_some());
    let mut failures: BTreeMap<Option<Location>, Vec<Diagnostic>> = BTreeMap::new();
    for failure in diagnostics.extract_if(.., |found| failed(found)) {
        failures.entry(failure.at.clone()).or_default().push(failure);
    }
    for mut alike in failures.into_values() {
        alike.sort_by(|a, b| a.message.cmp(&b.message));
        let others = alike.len() - 1;
        let mut first = alike.swap_remove(0);
        if others > 0 {
            first.message.zh.push_str(&format!("（另有 {others} 页也是这样）"));
            first.message.en.push_str(&format!(" (and {others} more pages)"));
        }
        diagnostics.push(first);
    }
}

/// One output, made or taken from the cache.
struct Made {
    /// Under which to keep it, if it is to be kept.
    key: Option<Fingerprint>,
    rendered: Arc<Checked<Option<Rendered>>>,
    /// What making the view found wrong.
    found: Vec<Diagnostic>,
}
