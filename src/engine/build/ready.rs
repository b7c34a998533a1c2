//! A site of which every output can be made, and none has been yet.
//!
//! A build makes all of them. A server makes those that a browser asks for, at once, and checks the others when there is
//! time.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::cache::{Cache, Memo};
use super::contents::contents;
use super::declared::{self, Declared};
use super::found::StageFaults;
use super::{BuildOptions, Progress, Silent};
use super::{assets, pictures, publication, review};
use crate::assets::lazy::LazyFile;
use crate::assets::picture::PictureFile;
use crate::base::diagnostic::{Checked, Diagnostic, Location, has_errors, messages};
use crate::base::fingerprint::Fingerprint;
use crate::base::guard::guard;
use crate::base::source::{Content, Snapshot};
use crate::base::time::{LocalDay, When};
use crate::base::url::{OutputPath, SourcePath, Url};
use crate::config::holidays;
use crate::config::theme::{POSTER, Theme};
use crate::content::Entry;
use crate::render::{Rendered, Renderer};
use crate::route::{self, Class, Route, Routes, Shows};
use crate::site::figures::Indicators;
use crate::site::review::Reviews;
use crate::site::targets::Target;
use crate::site::targets::standings::Standing;
use crate::site::{self, KnownCovers, Site};
use crate::view::{self, Inputs, Scene, View, precompute};

/// All that the outputs are made from.
pub struct Ready {
    scene: Scene,
    renderer: Renderer,
    reviews: Reviews,
    waiting: Vec<Arc<Entry>>,
    next_change: Option<When>,
    declared: Arc<Declared>,
    /// What the stages before the views found wrong.
    diagnostics: Vec<Diagnostic>,
    /// By route: what was asked for. Filled by `view` and `render`, which never use the thread pool, see `view::memo`.
    asked: Vec<OnceLock<AskedOutput>>,
}

/// An output as it was asked for, with what is wrong with it: the studio lists the faults of the page that it shows, and
/// makes it once for both.
struct AskedOutput {
    /// None where it has faults.
    content: Option<Content>,
    found: Vec<Diagnostic>,
}

/// Runs all stages before the views.
pub fn prepare(snapshot: &Snapshot, options: &BuildOptions, cache: &mut Cache) -> Ready {
    prepare_with(snapshot, options, cache, &Silent)
}

/// Runs all stages before the views, and reports how far it is.
pub fn prepare_with(snapshot: &Snapshot, options: &BuildOptions, cache: &mut Cache, progress: &impl Progress) -> Ready {
    let mut found = StageFaults::default();

    let declared = cache.declared.get_or_read(declared::key(snapshot, options), || declared::read(snapshot, options));
    let Declared { config, collections, theme, letters, settings, .. } = &*declared;
    found.0.extend_from_slice(&declared.diagnostics);
    let (today, now) = (options.now.today(&config.zone), options.now.local(&config.zone));

    let mut read = found.keep(contents(snapshot, config, collections, *settings, cache, progress));
    let review::Reviewed { reviews, waiting, snapshot: signed } =
        found.keep(review::apply(snapshot, config, collections, &mut read, (*settings, options.drafts), cache));
    let snapshot = signed.as_ref().unwrap_or(snapshot);
    let pictures = found.keep(pictures::look(snapshot, read.assets.iter(), config.max_pixels, cache, progress));
    let (entries, spellings) = site::one_spelling(read.entries, config);
    let parts = site::Parts {
        config: config.clone(),
        collections: collections.clone(),
        entries,
        waiting,
        sections: read.sections,
        spellings,
        assets: read.assets,
        pictures: pictures.rasters.clone(),
        today,
        now,
        drafts: options.drafts,
    };
    let next_change = site::next_change(&parts.entries, now);
    // Neither the relations nor the addresses depend on what entries say, only on where they belong.
    // What is found wrong names places in files, which move with every word, so it is found anew.
    let key = Fingerprint::of(&(settings, &options.base_url, parts.fingerprint(), &theme.pages));
    let relations = cache.relations.get_or(key, || site::relate(&parts));
    let mut site = site::Site::of(&parts, found.keep_shared(&relations));
    found.0.extend(site.withheld());
    site.published = site::published(&parts, &site, snapshot);
    site.diagrams = pictures.diagrams;
    if config.outputs.covers && theme.covers.is_some() {
        let known = cache.covers.take().filter(|(of, _)| *of == key);
        site.covers = site::covers(&site, known.as_ref().map(|(_, known)| known));
        cache.covers = cache.keeps().then(|| (key, KnownCovers::of(&site)));
    }
    found.0.extend(publication::notices(&parts, &site, snapshot, &pictures.positions));
    let routes =
        cache.routes.get_or(Fingerprint::of(&(key, letters.is_some(), &site.published.files, &site.covers)), || {
            let Checked { value, diagnostics } = route::plan(&site, theme, letters.is_some());
            Checked { value: Arc::new(value), diagnostics }
        });
    let routes = found.keep_shared(&routes);
    let (theme, promises, words) = (theme.clone(), declared.promises.clone(), declared.words.clone());
    let mut inputs = Inputs::new(Arc::new(site), routes, theme, promises, words);
    inputs.possible = possible(&parts, &inputs, key, cache);
    inputs.known_features = cache.keeps().then(|| (cache.features.clone(), key));
    // What can't be read has no page, and a menu isn't to blame for that.
    if !has_errors(&found.0) {
        found.0.extend(view::menu_faults(&inputs));
    }
    let scene = Scene::new(inputs);
    let mut templates = declared.templates.clone();
    templates.prepare(scene.site_views());
    let assets = assets::make(&scene, &templates, snapshot, options.audience, cache);
    found.0.extend_from_slice(&assets.diagnostics);
    reviews.without_places(&mut found.0);
    let asked = scene.routes.routes.iter().map(|_| OnceLock::new()).collect();
    let renderer = Renderer {
        templates,
        compiled: declared.compiled,
        config: config.clone(),
        audience: options.audience,
        snapshot: snapshot.clone(),
        pictures: pictures.rasters,
        cleaned: pictures.cleaned,
        assets,
        letters: letters.clone(),
        shelf: cache.shelf.clone(),
    };
    let waiting = parts.waiting;
    Ready { scene, renderer, reviews, waiting, next_change, declared, diagnostics: found.0, asked }
}

/// Every output that there would be if all entries were public, where something leads to a page that isn't there.
fn possible(parts: &site::Parts, inputs: &Inputs, key: Fingerprint, cache: &mut Cache) -> Option<Arc<Routes>> {
    // After a change of one text, only its links are looked at.
    let known = cache.linked.take().filter(|(of, _)| *of == key).map(|(_, entries)| entries).unwrap_or_default();
    if !precompute::any_lost(inputs, &known) {
        cache.linked = Some((key, inputs.site.entries.clone()));
        return None;
    }
    let routes = cache.possible.get_or(key, || {
        let Checked { value, .. } = route::plan(&Site::of_all(parts), &inputs.theme, false);
        Checked { value: Arc::new(value), diagnostics: Vec::new() }
    });
    Some(routes.value.clone())
}

impl Ready {
    /// What was found wrong before any output was made.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The errors of `site.yaml`: without its settings some commands can't begin.
    pub fn config_errors(&self) -> &[Diagnostic] {
        &self.declared.config_errors
    }

    /// The day that the site is shown as of.
    pub fn day(&self) -> LocalDay {
        let Site { today, now, config, .. } = &*self.scene.site;
        LocalDay { today: *today, now: *now, zone: config.zone.clone() }
    }

    /// The next day or time at which what is shown of the content changes by itself.
    pub fn next_change(&self) -> Option<When> {
        self.next_change
    }

    /// How many of the outputs are pages.
    pub fn pages(&self) -> usize {
        self.scene.routes.routes.iter().filter(|route| route.shows.kind().is_page()).count()
    }

    pub fn route(&self, path: &OutputPath) -> Option<&Route> {
        Some(&self.scene.routes.routes[self.place(path)?])
    }

    /// The page of a document; none where it has several, as a table's rows do.
    pub fn page_of(&self, source: &SourcePath) -> Option<&Url> {
        self.scene.site.by_source(source).map(|id| self.scene.routes.entry(id))
    }

    /// The address of every entry, with its file.
    pub fn addresses(&self) -> Vec<(Url, SourcePath)> {
        let site = &self.scene.site;
        site.ids().map(|id| (self.scene.routes.entry(id).clone(), site.entry(id).source.clone())).collect()
    }

    /// The document that a page shows, where it shows one.
    pub fn source_of(&self, path: &OutputPath) -> Option<&SourcePath> {
        self.route(path)?.shows.entry().map(|id| &self.scene.site.entry(id).source)
    }

    /// One output, made when it is first asked for; none where there is no such output, or it has faults.
    pub fn output(&self, path: &OutputPath) -> Option<Content> {
        self.made(self.place(path)?).content.clone()
    }

    /// What is wrong with one output, beside what was found before any was made.
    pub fn faults_of(&self, path: &OutputPath) -> Vec<Diagnostic> {
        let Some(place) = self.place(path) else { return Vec::new() };
        let mut found = self.made(place).found.clone();
        self.reviews.without_places(&mut found);
        found
    }

    fn made(&self, place: usize) -> &AskedOutput {
        self.asked[place].get_or_init(|| match self.view(place) {
            Ok((view, mut found)) => {
                let Checked { value, diagnostics } = self.render(place, &view);
                let content = value.filter(|_| !has_errors(&found)).map(|rendered| rendered.content);
                found.extend(diagnostics);
                AskedOutput { content, found }
            }
            Err(fault) => AskedOutput { content: None, found: vec![fault] },
        })
    }

    /// Goes through every output for what is wrong with it, and keeps none. Outputs that an earlier
    /// check found the same are not made again. Gives up, with nothing, once `stop` says so.
    pub fn check(&self, checks: &mut Checks, stop: impl Fn() -> bool + Sync) -> Option<Vec<Diagnostic>> {
        let check = |place: usize| {
            if self.scene.routes.routes[place].shows.kind().class == Class::Index {
                return Some((Vec::new(), None));
            }
            if stop() {
                return None;
            }
            let (view, mut found) = match self.view(place) {
                Ok(made) => made,
                Err(fault) => return Some((vec![fault], None)),
            };
            let key = self.key(place, &view);
            let known = key.and_then(|key| checks.0.get(key));
            let faults = known.unwrap_or_else(|| Arc::new(self.render(place, &view).diagnostics));
            found.extend_from_slice(&faults);
            Some((found, key.map(|key| (key, faults))))
        };
        self.find_related();
        let checked: Option<Vec<_>> = (0..self.asked.len()).into_par_iter().map(check).collect();
        let checked = checked?;
        let mut diagnostics = self.faults();
        checks.0.begin();
        for (found, kept) in checked {
            diagnostics.extend(found);
            if let Some((key, faults)) = kept {
                checks.0.keep(key, faults);
            }
        }
        checks.0.end();
        self.reviews.without_places(&mut diagnostics);
        super::merge_failures(&mut diagnostics);
        Diagnostic::sort(&mut diagnostics);
        Some(diagnostics)
    }

    /// Every entry, and what they have to do with each other.
    pub fn site(&self) -> &Site {
        &self.scene.site
    }

    /// The texts under review.
    pub fn reviews(&self) -> &Reviews {
        &self.reviews
    }

    /// The entries that aren't public as their files are now, because they lack signatures.
    pub fn waiting(&self) -> &[Arc<Entry>] {
        &self.waiting
    }

    /// The sources that the outputs are made of: with a review, signed versions in the place of changed texts.
    pub fn snapshot(&self) -> &Snapshot {
        &self.renderer.snapshot
    }

    pub(super) fn scene(&self) -> &Scene {
        &self.scene
    }

    /// The theme, with what the site sets of it.
    pub fn theme(&self) -> &Theme {
        &self.scene.theme
    }

    /// The record of events' revisions after this site is published; `None` where it says nothing new.
    pub fn revisions(&self) -> Option<String> {
        view::published(&self.scene)
    }

    /// The public holidays that the site goes by.
    pub fn holidays(&self) -> &holidays::Calendar {
        &self.scene.promises.holidays
    }

    /// What the site wants to have done; those without a fault.
    pub fn targets(&self) -> &[Target] {
        &self.scene.promises.targets
    }

    /// How far they have come on the build's day.
    pub fn standings(&self) -> &[Standing] {
        self.scene.standings()
    }

    /// What the yearly statistics ask for.
    pub fn indicators(&self) -> &Indicators {
        &self.scene.promises.indicators
    }

    /// Pages that would have a poster if there were a font.
    pub(super) fn unlettered(&self) -> usize {
        let (outputs, theme) = (&self.scene.site.config.outputs, &self.scene.theme);
        let wanted = outputs.posters && theme.posters && self.renderer.letters.is_none();
        if wanted { route::without_card(&self.scene.site).count() } else { 0 }
    }

    /// Where the theme's drawing of posters lies.
    pub(super) fn poster_template(&self) -> Option<Location> {
        self.renderer.templates.source(POSTER).map(Location::file)
    }

    pub fn routes(&self) -> Arc<Routes> {
        self.scene.routes.clone()
    }

    /// Finds what pages are searched by, for a build that makes every file of it.
    pub(super) fn find_terms(&self, cache: &mut Cache) {
        let known = &cache.terms;
        let found = precompute::search_terms(&self.scene, |key| known.get(key));
        cache.terms.begin();
        if cache.keeps() {
            found.into_iter().for_each(|(key, block)| cache.terms.keep(key, block));
        }
        cache.terms.end();
    }

    /// Computes related entries ahead of all pages, with the thread pool.
    pub(super) fn find_related(&self) {
        precompute::related(&self.scene);
    }

    /// What is wrong apart from the outputs: found before any was made, or with the values that cards show.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let ids: Vec<site::EntryId> = self.scene.site.ids().collect();
        let mut faults = self.diagnostics.clone();
        let of_card = |id: site::EntryId| {
            let source = &self.scene.site.entry(id).source;
            guard(|| self.scene.card_faults(id).to_vec()).unwrap_or_else(|panic| {
                vec![messages::internal_fault(source.as_str(), &panic).at(Location::file(source))]
            })
        };
        faults.par_extend(ids.into_par_iter().flat_map_iter(of_card));
        faults
    }

    /// The view of a route, and what making it found wrong.
    ///
    /// # Errors
    /// One diagnostic where the program failed.
    pub(super) fn view(&self, place: usize) -> Result<(View, Vec<Diagnostic>), Diagnostic> {
        let route = &self.scene.routes.routes[place];
        let made = guard(|| view::view(&self.scene, route)).map_err(|panic| self.failed(route, &panic))?;
        Ok((made.value, made.diagnostics))
    }

    fn failed(&self, route: &Route, panic: &str) -> Diagnostic {
        let fault = messages::internal_fault(route.url.as_str(), panic);
        match self.source(route) {
            Some(at) => fault.at(at),
            None => fault,
        }
    }

    /// The key that a rendered view may be kept under; none for what costs nothing to make.
    pub(super) fn key(&self, place: usize, view: &View) -> Option<Fingerprint> {
        let route = &self.scene.routes.routes[place];
        self.renderer.key(route, self.source(route).as_ref(), view)
    }

    /// What a planted fault makes its keys of: the templates, the path of `base_url`, the route, the inputs.
    #[cfg(feature = "testing")]
    pub(super) fn parts(&self, place: usize) -> (Fingerprint, &str, &Route, &Snapshot) {
        let Renderer { templates, config, snapshot, .. } = &self.renderer;
        (templates.fingerprint, &config.address.base_path, &self.scene.routes.routes[place], snapshot)
    }

    pub(super) fn render(&self, place: usize, view: &View) -> Checked<Option<Rendered>> {
        let route = &self.scene.routes.routes[place];
        guard(|| self.renderer.render(route, self.source(route).as_ref(), view))
            .unwrap_or_else(|panic| Checked { value: None, diagnostics: vec![self.failed(route, &panic)] })
    }

    pub(super) fn renderer(&self) -> &Renderer {
        &self.renderer
    }

    /// Every file that is made of a picture, by the picture.
    pub(super) fn picture_files(&self) -> Vec<(SourcePath, LazyFile<PictureFile>)> {
        let file = |route: &Route| match &route.shows {
            Shows::Picture { source, form } => Some((source.clone(), self.renderer.picture_file(source, *form)?)),
            _ => None,
        };
        self.scene.routes.routes.iter().filter_map(file).collect()
    }

    /// What asked for a route, and where it stands now.
    pub(super) fn source(&self, route: &Route) -> Option<Location> {
        route.source.as_ref().map(|origin| origin.location(&self.scene.site))
    }

    fn place(&self, path: &OutputPath) -> Option<usize> {
        self.scene.routes.place_of(path)
    }
}

/// What earlier checks found, so that a check looks at what changed.
#[derive(Default)]
pub struct Checks(Memo<Vec<Diagnostic>>);
