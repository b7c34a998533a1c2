//! Walks the site once and plans every output.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use rayon::prelude::*;

use super::searched::Searched;
use super::{
    Addresses, CalendarScope, DatasetFormat, FeedFormat, FeedScope, FiguresFormat, Origin, Route, Routes, Shows, former,
};
use crate::assets::bundle;
use crate::assets::picture::Form;
use crate::base::diagnostic::{Checked, Diagnostic, Localized, messages};
use crate::base::text::file_key;
use crate::base::url::{OutputPath, PathFault, SourcePath, Url};
use crate::config::collection::{Collection, Facet, FieldType};
use crate::config::host::HostFile;
use crate::config::theme::Theme;
use crate::site::figures;
use crate::site::{EntryId, Site};

/// The most month pages of a calendar, which has a page for every month between the first event and the last.
const MOST_MONTHS: i32 = 240;
const SITE_MAP_PART: usize = 50_000;

/// Plans every output of a site. `posters` is false without a font for posters.
pub fn plan(site: &Site, theme: &Theme, posters: bool) -> Checked<Routes> {
    let addresses = Addresses { config: &site.config };
    let ids: Vec<EntryId> = site.ids().collect();
    let entries = ids.par_iter().map(|id| addresses.entry(site.entry(*id), site.collection(*id))).collect();
    let mut planner = Planner {
        site,
        addresses,
        routes: Vec::with_capacity(site.entries.len() * 2),
        taken: with_room(site.entries.len() * 2),
        files: with_room(site.entries.len() * 2),
        file_keys: with_room(site.entries.len() * 2),
        entries,
        assets: HashMap::default(),
        pictures: HashMap::default(),
        posters: HashMap::default(),
        calendars: HashMap::default(),
        searched: BTreeMap::new(),
        diagnostics: Vec::new(),
    };
    planner.entries();
    for language in &site.config.languages {
        if *language == site.config.language || site.entries.iter().any(|entry| entry.key.language == *language) {
            planner.language(language, theme);
        }
    }
    planner.redirects();
    planner.whole_site();
    planner.assets(theme);
    planner.pictures(theme);
    planner.cards();
    planner.covers();
    if posters {
        planner.posters();
    }
    planner.files_and_folders();
    Checked {
        value: Routes {
            by_url: planner.taken,
            by_output: planner.files,
            routes: planner.routes,
            entries: planner.entries,
            assets: planner.assets,
            pictures: planner.pictures,
            posters: planner.posters,
            calendars: planner.calendars,
            searched: planner.searched,
        },
        diagnostics: planner.diagnostics,
    }
}

fn with_room<K: Eq + std::hash::Hash, V>(room: usize) -> HashMap<K, V> {
    let mut map = HashMap::default();
    map.reserve(room);
    map
}

struct Planner<'a> {
    site: &'a Site,
    addresses: Addresses<'a>,
    routes: Vec<Route>,
    taken: HashMap<Url, usize>,
    files: HashMap<OutputPath, usize>,
    /// By file system keys: where letter case is ignored, several paths have one.
    file_keys: HashMap<String, usize>,
    entries: Vec<Url>,
    assets: HashMap<SourcePath, Url>,
    pictures: HashMap<SourcePath, Vec<(Form, Url)>>,
    posters: HashMap<Url, Url>,
    calendars: HashMap<EntryId, Url>,
    searched: BTreeMap<String, Searched>,
    diagnostics: Vec<Diagnostic>,
}

impl Planner<'_> {
    /// Adds a route. An address that is already used or isn't a valid file path is reported.
    fn add(&mut self, url: Url, shows: Shows, source: Option<Origin>) {
        let site = self.site;
        let at = |origin: &Origin| origin.location(site);
        let output = match url.output_path() {
            Ok(output) => output,
            Err(fault) => {
                let (zh, en) = describe(fault);
                let diagnostic = messages::unsafe_path(url.as_str(), &zh, &en);
                self.diagnostics.push(Diagnostic { at: source.as_ref().map(at), ..diagnostic });
                return;
            }
        };
        // Two addresses may be the same file: `/about/` and `/about/index.html`; on many systems also `/About/`.
        let file = file_key(output.as_str());
        if let Some(first) = self.file_keys.get(&file) {
            let first = &self.routes[*first];
            let kind = if source.is_some() { shows.kind() } else { first.shows.kind() };
            let taken = kind.advise(messages::duplicate_url(url.as_str()), first.source.is_some());
            let mut diagnostic = Diagnostic { at: source.as_ref().map(at), ..taken };
            let what = |shows: &Shows| {
                let name = shows.kind().name;
                Localized { zh: format!("先用它的：{}", name.0), en: format!("first taken by {}", name.1) }
            };
            match (&first.source, &source) {
                (Some(other), Some(_)) => diagnostic = diagnostic.related(at(other), what(&first.shows)),
                (Some(other), None) => diagnostic.at = Some(at(other)),
                _ => {
                    let what = what(&first.shows);
                    diagnostic.message.zh = format!("{}（{}）", diagnostic.message.zh, what.zh);
                    diagnostic.message.en = format!("{} ({})", diagnostic.message.en, what.en);
                }
            }
            if first.output != output {
                let other = first.url.as_str();
                diagnostic.message.zh +=
                    &format!("；它与 {other} 只差大小写或字符的写法，在 Windows、macOS 和 U 盘上是同一个文件");
                diagnostic.message.en += &format!(
                    "; it differs from {other} only in letter case or Unicode form, which is one file on Windows, macOS and USB sticks"
                );
            }
            self.diagnostics.push(diagnostic);
            return;
        }
        self.file_keys.insert(file, self.routes.len());
        self.taken.insert(url.clone(), self.routes.len());
        self.files.insert(output.clone(), self.routes.len());
        self.routes.push(Route { url, output, shows, source });
    }

    fn entries(&mut self) {
        for id in self.site.ids() {
            self.add(self.entries[id.0 as usize].clone(), Shows::Entry(id), Some(Origin::Entry(id)));
        }
    }

    /// Plans the outputs of one language.
    fn language(&mut self, language: &str, theme: &Theme) {
        let (site, addresses) = (self.site, self.addresses);
        let outputs = &site.config.outputs;
        let owned = || language.to_owned();
        self.add(addresses.home(language), Shows::Home { language: owned() }, None);
        for collection in site.collections.values() {
            self.collection(collection, language);
        }
        for taxonomy in site.taxonomies.values() {
            let config = site.config.taxonomies.get(&taxonomy.key);
            if config.is_some_and(|config| !config.pages)
                || !taxonomy.terms.iter().any(|term| term.entries.contains_key(language))
            {
                continue;
            }
            let shows = Shows::Taxonomy { taxonomy: taxonomy.key.clone(), language: owned() };
            self.add(addresses.taxonomy(&taxonomy.key, language), shows, None);
            let size = config.and_then(|config| config.page_size).unwrap_or(site.config.page_size);
            for term in &taxonomy.terms {
                let count = term.entries.get(language).map_or(0, Vec::len);
                let first = term.entries.get(language).and_then(|ids| ids.first()).copied().map(Origin::Entry);
                for number in 1..=count.div_ceil(size) {
                    let url = addresses.term(&taxonomy.key, &term.key, language, number);
                    let (taxonomy, term) = (taxonomy.key.clone(), term.key.clone());
                    self.add(url, Shows::Term { taxonomy, term, language: owned(), number }, first.clone());
                }
            }
        }
        if outputs.figures && theme.has_page("figures") && theme.has_page("figures_year") {
            self.figures(language);
        }
        if outputs.targets && theme.has_page("targets") {
            self.add(addresses.targets(language), Shows::Targets { language: owned() }, None);
        }
        if outputs.sitemap {
            self.add(addresses.site_map(language), Shows::SiteMap { language: owned() }, None);
        }
        if outputs.search {
            self.search(language);
        }
        if theme.has_style_guide() {
            self.add(addresses.style_guide(language), Shows::StyleGuide { language: owned() }, None);
        }
        let main = *language == site.config.language;
        let published = |found: &Collection| found.listing && main || !site.listing(&found.name, language).is_empty();
        if outputs.feeds && site.with_facet(Facet::Publication).any(published) {
            self.feeds(None, language);
        }
    }

    /// Plans a page for every year with figures, and for every series in it; data once for all languages.
    fn figures(&mut self, language: &str) {
        let (site, addresses) = (self.site, self.addresses);
        let years = figures::years(site);
        if years.is_empty() {
            return;
        }
        let shows = |year, series| Shows::Figures { language: language.to_owned(), year, series };
        self.add(addresses.figures(language, None, None), shows(None, None), None);
        for year in years {
            self.add(addresses.figures(language, Some(year), None), shows(Some(year), None), None);
            for series in figures::series(site, year, site.today.0) {
                let url = addresses.figures(language, Some(year), Some(&site.entry(series).key.slug));
                self.add(url, shows(Some(year), Some(series)), Some(Origin::Entry(series)));
            }
            if language == site.config.language {
                for format in [FiguresFormat::Csv, FiguresFormat::Json] {
                    self.add(addresses.figures_data(year, format), Shows::FiguresData { year, format }, None);
                }
            }
        }
    }

    /// Plans the search page and its index.
    fn search(&mut self, language: &str) {
        let owned = || language.to_owned();
        self.add(self.addresses.search(language), Shows::Search { language: owned() }, None);
        self.add(self.addresses.open_search(language), Shows::OpenSearch { language: owned() }, None);
        let listed = |url: &Url| self.taken.contains_key(url);
        let searched = Searched::of(self.site, language, self.addresses, &self.entries, listed);
        for part in searched.parts() {
            let shows = Shows::SearchIndex { language: owned(), part };
            self.add(self.addresses.search_part(language, part), shows, None);
        }
        self.searched.insert(owned(), searched);
    }

    fn collection(&mut self, collection: &Collection, language: &str) {
        let (site, addresses, name) = (self.site, self.addresses, collection.name.as_str());
        let ids = site.listing(name, language);
        let main = language == site.config.language;
        // What is declared stays when its last entry goes: menus, readers' programs and calendars have its address.
        if !collection.listing || (ids.is_empty() && !main && site.section(name, language).is_none()) {
            return;
        }
        let (owned, outputs) = (|| (name.to_owned(), language.to_owned()), &site.config.outputs);
        let size = collection.page_size.unwrap_or(site.config.page_size);
        for number in 1..=ids.len().div_ceil(size).max(1) {
            let (collection, language) = owned();
            self.add(addresses.listing(name, &language, number), Shows::Listing { collection, language, number }, None);
        }
        if collection.has(Facet::Publication) {
            if outputs.archives {
                self.archives(name, language, ids);
            }
            if outputs.feeds {
                self.feeds(Some(name), language);
            }
        }
        if collection.has(Facet::Place) {
            self.directory(collection, language, ids);
        }
        if collection.has(Facet::Schedule) && outputs.calendars {
            self.calendar_pages(collection, language, ids);
            self.calendars(collection, language, ids);
        }
        if main && outputs.datasets {
            let formats: &[DatasetFormat] = match (collection.has(Facet::Place), collection.has(Facet::Schedule)) {
                (true, _) => &[DatasetFormat::Csv, DatasetFormat::Json, DatasetFormat::GeoJson],
                (false, true) => &[DatasetFormat::Json],
                (false, false) => &[],
            };
            for format in formats {
                let shows = Shows::Dataset { collection: name.to_owned(), format: *format };
                self.add(addresses.dataset(name, *format), shows, None);
            }
        }
    }

    fn archives(&mut self, name: &str, language: &str, ids: &[EntryId]) {
        let date = |id: &EntryId| self.site.entry(*id).publication.as_ref().map(|publication| publication.date.date);
        let dates: Vec<_> = ids.iter().filter_map(date).collect();
        let years = dates.iter().map(|date| (date.year(), None));
        let months = dates.iter().map(|date| (date.year(), Some(date.month())));
        for (year, month) in years.chain(months).collect::<BTreeSet<_>>() {
            let shows = Shows::Archive { collection: name.to_owned(), language: language.to_owned(), year, month };
            self.add(self.addresses.archive(name, language, year, month), shows, None);
        }
    }

    /// Plans a page for every term of every directory field, and for each combination of the first field's terms with another's.
    fn directory(&mut self, collection: &Collection, language: &str, ids: &[EntryId]) {
        let mut parts: BTreeSet<Vec<(String, String)>> = BTreeSet::new();
        for id in ids {
            let terms = |field: &String| -> Vec<(String, String)> {
                self.site.term_keys(*id, field).map(|term| (field.clone(), term.to_owned())).collect()
            };
            for field in &collection.directory {
                parts.extend(terms(field).into_iter().map(|term| vec![term]));
            }
            if let Some((first, others)) = collection.directory.split_first() {
                for outer in terms(first) {
                    let inner = others.iter().flat_map(terms);
                    parts.extend(inner.map(|inner| vec![outer.clone(), inner]));
                }
            }
        }
        for terms in parts {
            let url = self.addresses.directory(&collection.name, language, &terms);
            let shows = Shows::Directory { collection: collection.name.clone(), language: language.to_owned(), terms };
            self.add(url, shows, None);
        }
    }

    /// Plans the months, the agenda, an agenda for each term of a `calendar` field, and the weekend page.
    fn calendar_pages(&mut self, collection: &Collection, language: &str, ids: &[EntryId]) {
        let name = collection.name.as_str();
        let occurrences = self.site.occurrences(name, language);
        let months = occurrences.iter().flat_map(|(occurrence, _)| [occurrence.start.date, occurrence.end.date]);
        let index = |date: jiff::civil::Date| i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        let (first, last) =
            months.fold((i32::MAX, i32::MIN), |(first, last), date| (first.min(index(date)), last.max(index(date))));
        let owned = || (name.to_owned(), language.to_owned());
        for at in first..=last.min(first.saturating_add(MOST_MONTHS)) {
            let (year, month) = ((at / 12) as i16, (at % 12 + 1) as i8);
            let (collection, language) = owned();
            self.add(
                self.addresses.month(name, &language, year, month),
                Shows::Month { collection, language, year, month },
                None,
            );
        }
        let mut terms = BTreeSet::new();
        for field in collection.fields.iter().filter(|field| field.calendar) {
            let of_field = ids.iter().flat_map(|id| self.site.term_keys(*id, &field.key));
            terms.extend(of_field.map(|term| (field.key.to_string(), term.to_owned())));
        }
        for term in std::iter::once(None).chain(terms.into_iter().map(Some)) {
            let (collection, language) = owned();
            let part = term.as_ref().map(|(field, term)| (field.as_str(), term.as_str()));
            let url = self.addresses.agenda(name, &language, part);
            self.add(url, Shows::Agenda { collection, language, term }, None);
        }
        let (collection, language) = owned();
        self.add(self.addresses.weekend(name, &language), Shows::Weekend { collection, language }, None);
    }

    /// Plans iCalendar files: for the collection, each event, and each entry and term of a `calendar` field.
    fn calendars(&mut self, collection: &Collection, language: &str, ids: &[EntryId]) {
        let (name, site) = (&collection.name, self.site);
        let owned = || (name.clone(), language.to_owned());
        let mut scopes = Vec::new();
        let (own, own_language) = owned();
        scopes.push(CalendarScope::Collection { collection: own, language: own_language });
        scopes.extend(ids.iter().map(|id| CalendarScope::Event(*id)));
        let (mut named, mut unnamed) = (BTreeSet::new(), BTreeSet::new());
        for field in collection.fields.iter().filter(|field| field.calendar) {
            match field.field_type.item() {
                FieldType::Reference { to } => {
                    named.extend(ids.iter().flat_map(|id| site.referred(*id, &field.key)));
                    // Subscribers to the events of a base that has none left must see that they are gone.
                    let answering = site.collections.values().filter(|target| target.answers_to(to));
                    unnamed.extend(answering.flat_map(|target| site.listing(&target.name, language)).copied());
                }
                FieldType::Term { taxonomy } => {
                    let mut terms: BTreeSet<&str> = ids.iter().flat_map(|id| site.term_keys(*id, &field.key)).collect();
                    let known = site.taxonomies.get(taxonomy).map(|taxonomy| taxonomy.terms.as_slice());
                    terms.extend(known.unwrap_or_default().iter().map(|term| term.key.as_str()));
                    scopes.extend(terms.into_iter().map(|term| {
                        let (collection, language) = owned();
                        let (field, term) = (field.key.to_string(), term.to_owned());
                        CalendarScope::Term { collection, language, field, term }
                    }));
                }
                _ => {}
            }
        }
        let empty = unnamed.difference(&named).copied().map(CalendarScope::Named).collect::<Vec<_>>();
        for id in &named {
            let url = self.addresses.calendar(&CalendarScope::Named(*id), |id| self.entries[id.0 as usize].clone());
            // Pages offer a calendar that has events.
            self.calendars.insert(*id, url);
        }
        scopes.extend(named.into_iter().map(CalendarScope::Named));
        scopes.extend(empty);
        for scope in scopes {
            let url = self.addresses.calendar(&scope, |id| self.entries[id.0 as usize].clone());
            // Two collections may reference the same entry; its calendar contains the events of both.
            if matches!(scope, CalendarScope::Named(_)) && self.taken.contains_key(&url) {
                continue;
            }
            self.add(url, Shows::Calendar(scope), None);
        }
    }

    fn feeds(&mut self, collection: Option<&str>, language: &str) {
        for format in [FeedFormat::Atom, FeedFormat::Json] {
            let scope = FeedScope { collection: collection.map(str::to_owned), language: language.to_owned() };
            self.add(self.addresses.feed(collection, language, format), Shows::Feed { scope, format }, None);
        }
    }

    fn redirects(&mut self) {
        for id in self.site.ids() {
            let entry = self.site.entry(id);
            for alias in entry.fields.texts("aliases") {
                match former::address(alias, &self.site.config.address) {
                    Ok(url) => {
                        let to = self.entries[id.0 as usize].clone();
                        let shows = Shows::Redirect { to, language: entry.key.language.clone() };
                        self.add(url, shows, Some(Origin::Entry(id)));
                    }
                    Err(fault) => self.diagnostics.push(fault.at(entry.location())),
                }
            }
        }
    }

    fn whole_site(&mut self) {
        let outputs = &self.site.config.outputs;
        self.add(Url::new("/404.html"), Shows::NotFound, None);
        self.add(Url::new("/robots.txt"), Shows::Robots, None);
        let files: BTreeSet<HostFile> = self.site.config.hosts.iter().flat_map(|host| host.files()).copied().collect();
        for file in files {
            self.add(file.url(), Shows::HostFile(file), None);
        }
        if outputs.sitemap {
            self.site_map();
        }
        if outputs.manifest {
            self.add(Url::new("/manifest.webmanifest"), Shows::Manifest, None);
        }
    }

    /// Plans the sitemap. sitemaps.org allows 50,000 addresses per file; more are split.
    fn site_map(&mut self) {
        let routes = self.routes.len();
        if routes <= SITE_MAP_PART {
            return self.add(Url::new("/sitemap.xml"), Shows::SiteMapPart(0..routes), None);
        }
        self.add(Url::new("/sitemap.xml"), Shows::SiteMapIndex, None);
        for (number, start) in (0..routes).step_by(SITE_MAP_PART).enumerate() {
            let part = start..(start + SITE_MAP_PART).min(routes);
            self.add(Url::new(&format!("/sitemap-{}.xml", number + 1)), Shows::SiteMapPart(part), None);
        }
    }

    /// Reports files at a path that another output needs as a folder. Only names without an extension are checked.
    fn files_and_folders(&mut self) {
        let mut faults: BTreeMap<usize, usize> = BTreeMap::new();
        for (key, other) in &self.file_keys {
            for file in key.match_indices('/').filter_map(|(at, _)| self.file_keys.get(&key[..at])) {
                let first = faults.entry(*file).or_insert(*other);
                *first = (*first).min(*other);
            }
        }
        let at = |origin: &Origin| origin.location(self.site);
        for (file, other) in faults {
            let (file, other) = (&self.routes[file], &self.routes[other]);
            let mut diagnostic = Diagnostic {
                at: file.source.as_ref().or(other.source.as_ref()).map(at),
                ..file.shows.kind().advise(messages::duplicate_url(file.url.as_str()), true)
            };
            let name = other.shows.kind().name;
            let what = Localized {
                zh: format!("要用它作目录的：{}", name.0),
                en: format!("needs it as a folder: {}", name.1),
            };
            if let Some(source) = &other.source {
                diagnostic = diagnostic.related(at(source), what);
            }
            self.diagnostics.push(diagnostic);
        }
    }

    /// Plans static files. Those of `static/` are published at the root, assets of the theme and the site below `/assets/`,
    /// and attachments of entries under their path below `content/`.
    fn assets(&mut self, theme: &Theme) {
        let mut files: BTreeMap<Url, (SourcePath, Shows)> = BTreeMap::new();
        for (place, templates) in theme.asset_places().rev() {
            for path in self.site.assets.iter().filter(|path| self.site.publishes(path)) {
                let Some(name) = path.below(&place) else { continue };
                let shows = match templates {
                    true => Shows::AssetTemplate(format!("assets/{name}")),
                    false => Shows::Asset(path.clone()),
                };
                files.insert(Url::new(&format!("{}{name}", bundle::FOLDER)), (path.clone(), shows));
            }
        }
        // Browsers request the icon at the root, even if pages link another.
        if let Some(icon) = files.get(&Url::new("/assets/favicon.svg")).cloned()
            && !self.site.assets.iter().any(|path| path.as_str() == "static/favicon.svg")
        {
            files.insert(Url::new("/favicon.svg"), icon);
        }
        for path in &self.site.assets {
            let name = path.below("static").or_else(|| path.below("content"));
            if let Some(name) = name.filter(|_| self.site.publishes(path)) {
                let picture = self.site.pictures.get(path);
                let url = Addresses::file(name, path, picture);
                self.assets.insert(path.clone(), url.clone());
                let shows = match picture.is_some() {
                    true => Shows::Picture { source: path.clone(), form: Form::Whole },
                    false => Shows::Asset(path.clone()),
                };
                self.add(url, shows, Some(Origin::File(path.clone())));
            }
        }
        for (url, (path, shows)) in files {
            self.assets.insert(path.clone(), url.clone());
            self.add(url, shows, Some(Origin::File(path)));
        }
    }

    /// Plans pictures in the widths and formats of the theme.
    fn pictures(&mut self, theme: &Theme) {
        for (source, picture) in self.site.pictures.iter().filter(|(source, _)| self.site.publishes(source)) {
            let forms = theme.pictures.forms(picture);
            let url = |form: Form| self.addresses.picture(source, picture, form);
            let made: Vec<(Form, Url)> = forms.into_iter().map(|form| (form, url(form))).collect();
            for (form, url) in &made {
                let shows = Shows::Picture { source: source.clone(), form: *form };
                self.add(url.clone(), shows, Some(Origin::File(source.clone())));
            }
            self.pictures.insert(source.clone(), made);
        }
    }
}

/// The least width of a cover for a card; a smaller one would be blurred.
const NARROWEST_CARD: u32 = 600;

impl Planner<'_> {
    /// Plans social cards: the cropped covers of entries.
    fn cards(&mut self) {
        let covers: BTreeSet<SourcePath> = self.site.ids().filter_map(|id| large_cover(self.site, id)).collect();
        for source in covers {
            let url = self.addresses.picture(&source, &self.site.pictures[&source], Form::Card);
            let shows = Shows::Picture { source: source.clone(), form: Form::Card };
            self.add(url.clone(), shows, Some(Origin::File(source.clone())));
            self.pictures.entry(source).or_default().push((Form::Card, url));
        }
    }
}

/// Returns the cover of an entry if it is large enough for a card.
fn large_cover(site: &Site, id: EntryId) -> Option<SourcePath> {
    let entry = site.entry(id);
    let path = entry.cover().and_then(|(asset, _)| entry.source.resolve(&asset.target))?;
    let picture = site.pictures.get(&path)?;
    (picture.width >= NARROWEST_CARD && picture.can_be_made()).then_some(path)
}

/// Returns the entries without a cover that is large enough for a card.
pub fn without_card(site: &Site) -> impl Iterator<Item = EntryId> {
    site.ids().filter(|id| large_cover(site, *id).is_none())
}

impl Planner<'_> {
    /// Plans drawn covers, each once.
    fn covers(&mut self) {
        for cover in self.site.covers.iter().flatten().copied().collect::<BTreeSet<_>>() {
            self.add(self.addresses.cover(cover), Shows::Cover(cover), None);
        }
    }

    /// Plans posters: for entries without such a cover, and for home pages.
    fn posters(&mut self) {
        let homes =
            self.site.config.languages.iter().map(|language| (self.addresses.home(language), language.clone(), None));
        let homes: Vec<_> = homes.filter(|(url, ..)| self.taken.contains_key(url)).collect();
        let entries = without_card(self.site)
            .map(|id| (self.entries[id.0 as usize].clone(), self.site.entry(id).key.language.clone(), Some(id)));
        let pages: Vec<_> = homes.into_iter().chain(entries).collect();
        for (page, language, entry) in pages {
            let url = self.addresses.poster(&page);
            self.add(url.clone(), Shows::Poster { language, entry }, entry.map(Origin::Entry));
            self.posters.insert(page, url);
        }
    }
}

fn describe(fault: PathFault) -> (String, String) {
    match fault {
        PathFault::Empty => ("它是空的".to_owned(), "it is empty".to_owned()),
        PathFault::Leaves => ("它会离开输出目录".to_owned(), "it would leave the output folder".to_owned()),
        PathFault::Character(c) => (format!("文件名不能有字符 {c:?}"), format!("file names can't have {c:?}")),
        PathFault::Reserved => ("这是保留的名字".to_owned(), "the name is reserved".to_owned()),
        PathFault::TooLong => ("它太长".to_owned(), "it is too long".to_owned()),
    }
}
