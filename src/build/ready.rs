//! A site of which every output can be made, and none has been yet.
//!
//! A build makes all of them. Whoever shows a site while it is being written makes those that
//! somebody asks for, at once, and looks through the others when there is time.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use rayon::prelude::*;

use super::cache::{Cache, Memo};
use super::contents::contents;
use super::posters::{self, Letters};
use super::{BuildOptions, Progress, Silent, is_page};
use super::{assets, pictures};
use crate::assets::bundle::{Asset, Assets, Audience};
use crate::assets::lazy::{FileCache, LazyFile};
use crate::assets::picture::{Form, PictureFile};
use crate::assets::poster::Poster;
use crate::base::diagnostic::{Checked, Diagnostic, Location, has_errors, messages};
use crate::base::fingerprint::{Fingerprint, Shared};
use crate::base::source::{Content, Snapshot};
use crate::base::text::did_you_mean;
use crate::base::url::{OutputPath, SourcePath, Url};
use crate::config::collection::{self, COLLECTION_FILE, Collection};
use crate::config::holidays;
use crate::config::theme::{self, POSTER, THEME_FILE, Theme};
use crate::config::{self, CONFIG_FILE, Config, Links};
use crate::render::{self, Place, Rendered, Templates};
use crate::route::{self, Route, Routes, Shows};
use crate::site::figures::{self, Indicators};
use crate::site::targets::standings::Standing;
use crate::site::targets::{self, Target};
use crate::site::{self, Site};
use crate::view::model::{PosterView, SiteView};
use crate::view::{self, Promises, Scene, View};

/// All that the outputs are made from.
pub struct Ready {
    scene: Scene,
    templates: Templates,
    snapshot: Snapshot,
    /// Where files made of pictures are kept, if anywhere.
    shelf: Option<Arc<dyn FileCache>>,
    audience: Audience,
    /// Drawings of which something had to be taken out.
    cleaned: BTreeMap<SourcePath, Content>,
    /// The theme's files.
    assets: Arc<Checked<Assets>>,
    /// What posters are lettered with; none where there are none.
    letters: Option<Letters>,
    next_change: Option<Date>,
    /// Without templates every page would fail the same way.
    renders: bool,
    /// What the stages before the views found wrong.
    diagnostics: Vec<Diagnostic>,
    /// By route: what was asked for.
    asked: Vec<OnceLock<Rendered>>,
}

/// All stages before the views.
pub fn prepare(snapshot: &Snapshot, options: &BuildOptions, cache: &mut Cache) -> Ready {
    prepare_with(snapshot, options, cache, &Silent)
}

/// The same with a word of how far it is.
pub fn prepare_with(snapshot: &Snapshot, options: &BuildOptions, cache: &mut Cache, progress: &impl Progress) -> Ready {
    let mut diagnostics = Vec::new();
    let mut keep = |found: Vec<Diagnostic>| diagnostics.extend(found);

    let Checked { value: mut config, diagnostics: found } = config::read(snapshot, options.base_url.as_deref());
    config.links = options.links.unwrap_or(config.links);
    keep(found);
    let Checked { value: collections, diagnostics: found } = collection::read(snapshot);
    keep(found);
    let Checked { value: theme, diagnostics: found } = theme::read(snapshot, &config);
    keep(found);
    let Checked { value: holidays, diagnostics: found } = holidays::read(snapshot, &config);
    keep(found);
    let Checked { value: targets, diagnostics: found } = targets::read(&config, &collections);
    keep(found);
    keep(unknown_collections(&config, &collections));
    let Checked { value: indicators, diagnostics: found } = figures::read(snapshot, &collections);
    keep(found);
    let (config, collections, theme) = (Arc::new(config), Arc::new(collections), Arc::new(theme));

    let settings = settings(snapshot);
    let read = contents(snapshot, &config, &collections, settings, cache, progress);
    keep(read.diagnostics);
    let Checked { value: pictures, diagnostics: found } =
        pictures::look(snapshot, read.value.assets.iter(), config.max_pixels, cache, progress);
    keep(found);
    let parts = site::Parts {
        config: config.clone(),
        collections,
        entries: read.value.entries,
        sections: read.value.sections,
        assets: read.value.assets,
        pictures: pictures.rasters,
        today: options.today,
        drafts: options.drafts,
    };
    let next_change = site::next_change(&parts.entries, options.today);
    let Checked { value: letters, diagnostics: found } =
        posters::letters(snapshot, &config, &theme, options.font.as_ref());
    keep(found);
    // Neither the relations nor the addresses depend on what entries say, only on where they belong.
    // What is found wrong names places in files, which move with every word, so it is found anew.
    let key = Fingerprint::of(&(settings, &options.base_url, parts.fingerprint(), &theme.pages));
    let relations = cache.relations.get_or(key, || site::relate(&parts));
    keep(relations.diagnostics.clone());
    let site = site::Site::of(&parts, relations.value.clone());
    let routes = cache.routes.get_or(Fingerprint::of(&(key, letters.is_some())), || {
        let Checked { value, diagnostics } = route::plan(&site, &theme, letters.is_some());
        Checked { value: Arc::new(value), diagnostics }
    });
    keep(routes.diagnostics.clone());
    let Checked { value: mut templates, diagnostics: found } = Templates::compile(&theme, snapshot);
    let renders = !has_errors(&found);
    keep(found);
    let promises = Promises { holidays, targets, indicators };
    let Checked { value: scene, diagnostics: found } =
        Scene::new(Arc::new(site), routes.value.clone(), theme, promises, snapshot);
    keep(found);
    templates.prepare(scene.site_views());
    let assets = assets::make(&scene, &templates, snapshot, options.audience, cache);
    keep(assets.diagnostics.clone());
    let asked = scene.routes.routes.iter().map(|_| OnceLock::new()).collect();
    let (snapshot, shelf, cleaned) = (snapshot.clone(), cache.shelf.clone(), pictures.cleaned);
    let audience = options.audience;
    Ready {
        scene,
        templates,
        snapshot,
        shelf,
        audience,
        cleaned,
        assets,
        letters,
        next_change,
        renders,
        diagnostics,
        asked,
    }
}

/// Collections that the year's report is to tell of, and that aren't there.
fn unknown_collections(config: &Config, collections: &BTreeMap<String, Collection>) -> Vec<Diagnostic> {
    let unknown = config.report.named.iter().filter(|(name, _)| !collections.contains_key(name));
    let told = |(name, at): &(String, Location)| {
        let (zh, en) = (format!("没有栏目 {name}"), format!("there is no collection `{name}`"));
        let meant = did_you_mean(name, collections.keys().map(String::as_str));
        messages::setting_value("report", &zh, &en).meant(meant).at(at.clone())
    };
    unknown.map(told).collect()
}

/// Of the files that say what there is beside entries: the configuration, the declarations, the
/// themes' manifests, but not the holidays, which views alone read; and of the collections' folders, which needn't have a declaration.
fn settings(snapshot: &Snapshot) -> Fingerprint {
    let says = |name: &str| name == COLLECTION_FILE || name == CONFIG_FILE || name == THEME_FILE;
    let files: Vec<_> = snapshot.iter().filter(|(path, _)| says(path.file_name())).collect();
    let mut folders: Vec<&str> =
        snapshot.paths_below("content").filter_map(|(name, _)| Some(name.split_once('/')?.0)).collect();
    folders.dedup();
    Fingerprint::of(&(files.iter().map(|(path, file)| (path, file.fingerprint)).collect::<Vec<_>>(), folders))
}

impl Ready {
    /// What was found wrong before any output was made.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The next day on which what is shown of the content changes by itself.
    pub fn next_change(&self) -> Option<Date> {
        self.next_change
    }

    /// How many of the outputs are pages.
    pub fn pages(&self) -> usize {
        self.scene.routes.routes.iter().filter(|route| is_page(&route.shows)).count()
    }

    pub fn route(&self, path: &OutputPath) -> Option<&Route> {
        Some(&self.scene.routes.routes[self.place(path)?])
    }

    /// The page of a document; none where it has several, as a table's rows do.
    pub fn page_of(&self, source: &SourcePath) -> Option<&Url> {
        self.scene.site.by_source(source).map(|id| self.scene.routes.entry(id))
    }

    /// The document that a page shows, where it shows one.
    pub fn source_of(&self, path: &OutputPath) -> Option<&SourcePath> {
        let route = self.route(path)?;
        match route.shows {
            Shows::Entry(id) => Some(&self.scene.site.entry(id).source),
            _ => None,
        }
    }

    /// One output, made when it is first asked for; none where there is no such output, or it has faults.
    pub fn output(&self, path: &OutputPath) -> Rendered {
        let place = self.place(path)?;
        let make = || {
            let (view, found) = self.view(place);
            self.render(place, &view).value.filter(|_| !has_errors(&found))
        };
        self.asked[place].get_or_init(make).clone()
    }

    /// Goes through every output for what is wrong with it, and keeps none. Outputs that an earlier
    /// check found the same are not made again. Gives up, with nothing, once `stop` says so.
    pub fn check(&self, checks: &mut Checks, stop: impl Fn() -> bool + Sync) -> Option<Vec<Diagnostic>> {
        let check = |place: usize| {
            // The index has no faults, and making it takes all texts.
            if let Shows::SearchIndex { .. } = self.scene.routes.routes[place].shows {
                return Some((Vec::new(), None));
            }
            if stop() {
                return None;
            }
            let (view, mut found) = self.view(place);
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
        Diagnostic::sort(&mut diagnostics);
        Some(diagnostics)
    }

    /// Every entry, and what they have to do with each other.
    pub fn site(&self) -> &Site {
        &self.scene.site
    }

    /// The theme, with what the site sets of it.
    pub fn theme(&self) -> &Theme {
        &self.scene.theme
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
        let wanted = outputs.posters && theme.posters && self.letters.is_none();
        if wanted { route::without_card(&self.scene.site).count() } else { 0 }
    }

    /// Where the theme's drawing of posters lies.
    pub(super) fn poster_template(&self) -> Option<Location> {
        self.templates.source(POSTER).map(Location::file)
    }

    pub(super) fn shelf(&self) -> Option<Arc<dyn FileCache>> {
        self.shelf.clone()
    }

    pub(super) fn audience(&self) -> Audience {
        self.audience
    }

    pub fn routes(&self) -> Arc<Routes> {
        self.scene.routes.clone()
    }

    /// Finds what pages are searched by, for a build that makes every file of it.
    pub(super) fn find_terms(&self, cache: &mut Cache) {
        let known = &cache.terms;
        let found = self.scene.find_terms(|key| known.get(key));
        cache.terms.begin();
        if cache.keeps() {
            found.into_iter().for_each(|(key, block)| cache.terms.keep(key, block));
        }
        cache.terms.end();
    }

    /// Computes related entries ahead of all pages, with the thread pool.
    pub(super) fn find_related(&self) {
        self.scene.find_related();
    }

    /// What is wrong apart from the outputs: found before any was made, or with the values that cards show.
    pub(super) fn faults(&self) -> Vec<Diagnostic> {
        let ids: Vec<site::EntryId> = self.scene.site.ids().collect();
        let mut faults = self.diagnostics.clone();
        faults.par_extend(ids.into_par_iter().flat_map_iter(|id| self.scene.card_faults(id).iter().cloned()));
        faults
    }

    /// The view of a route, and what making it found wrong.
    pub(super) fn view(&self, place: usize) -> (View, Vec<Diagnostic>) {
        let Checked { value, diagnostics } = view::view(&self.scene, &self.scene.routes.routes[place]);
        (value, diagnostics)
    }

    /// What a rendered view may be kept under; nothing for what costs nothing to make.
    pub(super) fn key(&self, place: usize, view: &View) -> Option<Fingerprint> {
        let route = &self.scene.routes.routes[place];
        let config = &self.scene.site.config;
        let place = (&config.address.base_path, config.links, self.assets.value.fingerprint, self.minifies());
        match view {
            View::Asset(_) | View::Picture { .. } | View::AfterAll => None,
            // Made already, and of other files than its own template as well.
            View::AssetTemplate { .. } if self.assets.value.get(route.url.as_str()).is_some() => None,
            View::Page { .. } if !self.renders => None,
            View::Poster { .. } => {
                let font = self.letters.as_ref().map(|letters| letters.font.identity());
                Some(Fingerprint::of(&(self.templates.fingerprint, font, &route.url, self.source(route), view)))
            }
            // A failure names the entry that was being rendered, so where it stands belongs to the key.
            _ => Some(Fingerprint::of(&(self.templates.fingerprint, place, &route.url, self.source(route), view))),
        }
    }

    /// What a planted fault makes its keys of: the templates, the path of `base_url`, the route, the inputs.
    #[cfg(feature = "planted-faults")]
    pub(super) fn parts(&self, place: usize) -> (Fingerprint, &str, &Route, &Snapshot) {
        let base_path = &self.scene.site.config.address.base_path;
        (self.templates.fingerprint, base_path, &self.scene.routes.routes[place], &self.snapshot)
    }

    pub(super) fn render(&self, place: usize, view: &View) -> Checked<Rendered> {
        match view {
            View::Page { .. } if !self.renders => return Checked::default(),
            View::Asset(_) | View::AssetTemplate { .. } if self.asset(place).is_some() => {
                let content = self.asset(place).map(|asset| asset.content.clone());
                return Checked { value: content, diagnostics: Vec::new() };
            }
            View::Asset(source) => {
                let content = self.cleaned.get(source).or_else(|| self.snapshot.get(source).map(|file| &file.content));
                return Checked { value: content.cloned(), diagnostics: Vec::new() };
            }
            View::Poster { site, poster } => return self.poster(place, site, poster),
            View::Picture { source, form } => {
                let file = self.picture_file(source, *form);
                return Checked { value: file.map(|file| Content::Elsewhere(Arc::new(file))), diagnostics: Vec::new() };
            }
            _ => {}
        }
        let base_path = &self.scene.site.config.address.base_path;
        let route = &self.scene.routes.routes[place];
        let source = self.source(route);
        // Nobody knows how deep the address lies at which a host shows this page.
        let links = if route.shows == Shows::NotFound { Links::Root } else { self.scene.site.config.links };
        let place = Place { base_path, links, assets: &self.assets.value, page: &route.url, minify: self.minifies() };
        render::render(view, (&route.url, source.as_ref()), &self.templates, place)
    }

    /// Where an output lies, and its address: its route's, but for files that are named by what is in them.
    pub(super) fn named(&self, route: &Route) -> (OutputPath, Url) {
        let asset = self.assets.value.get(route.url.as_str()).map(|asset| &asset.url);
        let named = asset.and_then(|url| Some((url.output_path().ok()?, url.clone())));
        named.unwrap_or_else(|| (route.output.clone(), route.url.clone()))
    }

    /// Those who write see pages as their templates made them.
    fn minifies(&self) -> bool {
        self.scene.site.config.minify_html && self.audience == Audience::Visitors
    }

    fn poster(&self, place: usize, site: &Shared<SiteView>, poster: &PosterView) -> Checked<Rendered> {
        let Some(letters) = self.letters.as_ref().filter(|_| self.renders) else { return Checked::default() };
        let route = &self.scene.routes.routes[place];
        let source = self.source(route);
        let at = (&route.url, source.as_ref());
        let Checked { value, diagnostics } = render::poster(poster, &letters.lettering, (&self.templates, site), at);
        let drawn = |svg| {
            let recipe = Poster { svg, font: letters.font.clone() };
            Content::Elsewhere(Arc::new(LazyFile::new(recipe, self.shelf.clone())))
        };
        Checked { value: value.map(drawn), diagnostics }
    }

    fn asset(&self, place: usize) -> Option<&Asset> {
        self.assets.value.get(self.scene.routes.routes[place].url.as_str())
    }

    /// Every file that is made of a picture, by the picture.
    pub(super) fn picture_files(&self) -> Vec<(SourcePath, LazyFile<PictureFile>)> {
        let file = |route: &Route| match &route.shows {
            Shows::Picture { source, form } => Some((source.clone(), self.picture_file(source, *form)?)),
            _ => None,
        };
        self.scene.routes.routes.iter().filter_map(file).collect()
    }

    fn picture_file(&self, source: &SourcePath, form: Form) -> Option<LazyFile<PictureFile>> {
        let picture = *self.scene.site.pictures.get(source)?;
        let recipe = PictureFile { source: self.snapshot.get(source)?.clone(), picture, form };
        // What takes no longer to make than to read again isn't kept.
        let shelf = self.shelf.clone().filter(|_| !recipe.is_quick());
        Some(LazyFile::new(recipe, shelf))
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
