//! Pages that list entries: home, collections, terms, archives, directories.

use jiff::civil::Date;

use crate::base::diagnostic::Diagnostic;
use crate::base::url::Url;
use crate::config::collection::{Collection, Facet};
use crate::config::theme::{ListQuery, Period};
use crate::route::{DatasetFormat, FeedFormat, Route};
use crate::site::{EntryId, Site};
use crate::view::date::{is_chinese, month_title};
use crate::view::groups::{year_title, years};
use crate::view::head::{self, Draft};
use crate::view::model::{
    ArchiveMonth, ArchivePage, CountedLink, HomePage, LinkView, ListingPage, Pager, SubscriptionView, TaxonomyPage,
    YearShelf,
};
use crate::view::scene::Scene;
use crate::view::sections::{section_body, sections};
use crate::view::words::fill;
use crate::view::{picture, places, structured, sums, times};

pub fn home(scene: &Scene, route: &Route, language: &str, diagnostics: &mut Vec<Diagnostic>) -> HomePage {
    let site = &scene.site;
    let mut draft = Draft::new("home", "", language);
    draft.alternates = head::alternates(scene, |language| scene.addresses().home(language));
    draft.subscriptions = scene.site_view(language).subscriptions.clone();
    draft.json_ld = vec![structured::web_site(scene, language, &site.config.address.absolute(&route.url))];
    draft.image = picture::poster_image(scene, &route.url);
    HomePage {
        body: section_body(scene, "", language, diagnostics),
        lists: scene
            .theme
            .lists
            .iter()
            .map(|(name, query)| (name.clone(), scene.cards(&query_entries(scene, query, language), language)))
            .collect(),
        sections: sections(scene, language),
        year: sums::year(scene, language),
        as_of: scene.as_of(language),
        page: draft.finish(scene, route),
    }
}

/// The entries of a list that a theme declares. A publication's latest come first, a
/// schedule's soonest; anything else is in its collection's order.
fn query_entries(scene: &Scene, query: &ListQuery, language: &str) -> Vec<EntryId> {
    let site = &scene.site;
    let fits = |collection: &&Collection| {
        query.facet.is_none_or(|facet| collection.has(facet))
            && query.collection.as_ref().is_none_or(|name| collection.answers_to(name))
    };
    let mut ids: Vec<EntryId> = site
        .collections
        .values()
        .filter(fits)
        .flat_map(|collection| site.listing(&collection.name, language).iter().copied())
        .filter(|id| match (query.when, &site.entry(*id).schedule) {
            (Some(Period::Upcoming), Some(schedule)) => !schedule.is_past(site.today),
            (Some(Period::Past), Some(schedule)) => schedule.is_past(site.today),
            _ => true,
        })
        .collect();
    match query.facet {
        Some(Facet::Publication) => {
            let date = |id: &EntryId| site.entry(*id).publication.as_ref().map(|publication| publication.date);
            ids.sort_by_key(|id| (std::cmp::Reverse(date(id)), std::cmp::Reverse(*id)));
        }
        Some(Facet::Schedule) => times::by_nearness(site, &mut ids),
        _ => {}
    }
    ids.truncate(query.limit.unwrap_or(usize::MAX));
    ids
}

pub fn listing(
    scene: &Scene,
    route: &Route,
    name: &str,
    language: &str,
    number: usize,
    diagnostics: &mut Vec<Diagnostic>,
) -> ListingPage {
    let site = &scene.site;
    let collection = &site.collections[name];
    let ids = site.shown(name, language);
    let size = collection.page_size.unwrap_or(site.config.page_size);
    let address = |number: usize| scene.addresses().listing(name, language, number);
    let title = head::collection_title(scene, name, language);
    let section = site.section(name, language);
    let mut draft = Draft::new("listing", numbered(scene, &title, language, number), language);
    draft.section = name;
    draft.description = section.and_then(|section| section.summary.clone()).unwrap_or_default();
    draft.breadcrumbs = head::breadcrumbs(scene, language, (number > 1).then_some(name));
    draft.alternates = head::alternates(scene, |language| scene.addresses().listing(name, language, number));
    draft.meta = head::column_tags(scene, name, language);
    draft.subscriptions = collection_subscriptions(scene, collection, language);
    draft.json_ld = vec![structured::collection_page(&title, language, &site.config.address.absolute(&route.url))];
    let scheduled = collection.has(Facet::Schedule);
    let upcoming = if scheduled && number == 1 {
        let mut coming: Vec<EntryId> =
            ids.iter().copied().filter(|id| site.is_coming(*id) || is_planned(site, *id)).collect();
        times::by_nearness(site, &mut coming);
        coming
    } else {
        Vec::new()
    };
    let shown = page_of(ids, size, number);
    ListingPage {
        body: (number == 1).then(|| section_body(scene, name, language, diagnostics)).flatten(),
        entries: scene.cards(shown, language),
        pager: pager(number, size, ids.len(), address),
        groups: scene.groups(collection, language).to_vec(),
        shelf: if number == 1 { shelf(scene, name, language) } else { None },
        facets: collection.facets.iter().copied().collect(),
        datasets: if number == 1 { datasets(scene, name) } else { Vec::new() },
        upcoming: scene.cards(&upcoming, language),
        ways: (scheduled && collection.listing && site.config.outputs.calendars)
            .then(|| scene.ways(name, language).clone()),
        as_of: scheduled.then(|| scene.as_of(language)),
        directory: places::of_listing(scene, collection, language, shown, (number == 1).then_some(ids)),
        page: draft.finish(scene, route),
    }
}

/// Whether an entry is still to come on a day that isn't fixed yet.
fn is_planned(site: &Site, id: EntryId) -> bool {
    let rough = site.entry(id).rough_time();
    rough.is_some_and(|rough| rough.days.is_none_or(|(_, to)| to >= site.today.0))
}

fn collection_subscriptions(scene: &Scene, collection: &Collection, language: &str) -> Vec<SubscriptionView> {
    let title = head::collection_title(scene, &collection.name, language);
    let candidates = [
        (scene.addresses().feed(Some(&collection.name), language, FeedFormat::Atom), "application/atom+xml"),
        (scene.addresses().feed(Some(&collection.name), language, FeedFormat::Json), "application/feed+json"),
        (scene.addresses().listing(&collection.name, language, 1).join("calendar.ics"), "text/calendar"),
    ];
    let found = candidates.into_iter().filter(|(url, _)| scene.routes.get(url).is_some());
    found.map(|(url, media_type)| head::subscription(scene, &title, url, media_type)).collect()
}

/// The data files of a collection; they are in the main language and offered beside every other.
fn datasets(scene: &Scene, name: &str) -> Vec<SubscriptionView> {
    let formats = [
        (DatasetFormat::Csv, "text/csv", "CSV"),
        (DatasetFormat::Json, "application/json", "JSON"),
        (DatasetFormat::GeoJson, "application/geo+json", "GeoJSON"),
    ];
    let found = formats.into_iter().map(|(format, media_type, title)| {
        head::subscription(scene, title, scene.addresses().dataset(name, format), media_type)
    });
    found.filter(|found| scene.routes.get(&found.url).is_some()).collect()
}

fn page_of(ids: &[EntryId], size: usize, number: usize) -> &[EntryId] {
    let start = ((number - 1) * size).min(ids.len());
    &ids[start..(start + size).min(ids.len())]
}

fn pager(number: usize, size: usize, total: usize, address: impl Fn(usize) -> Url) -> Pager {
    let pages = total.div_ceil(size).max(1);
    Pager {
        number,
        pages,
        total,
        previous: (number > 1).then(|| address(number - 1)),
        next: (number < pages).then(|| address(number + 1)),
        first: address(1),
        last: address(pages),
    }
}

fn numbered(scene: &Scene, title: &str, language: &str, number: usize) -> String {
    if number == 1 {
        return title.to_owned();
    }
    let page = fill(scene.word(language, "page_n"), &[("n", &number.to_string())]);
    if is_chinese(language) { format!("{title}（{page}）") } else { format!("{title} ({page})") }
}

pub fn archive(scene: &Scene, route: &Route, name: &str, language: &str, year: i16, month: Option<i8>) -> ArchivePage {
    let site = &scene.site;
    let of_year = of_year(scene, name, language, year);
    let ids: Vec<EntryId> = match month {
        Some(month) => {
            of_year.iter().copied().filter(|id| date(scene, *id).is_some_and(|date| date.month() == month)).collect()
        }
        None => of_year.clone(),
    };
    let part = match month {
        Some(month) => month_title(year, month, language),
        None => year_title(scene, year, language),
    };
    let title = head::collection_title(scene, name, language);
    let title = if is_chinese(language) { format!("{title}（{part}）") } else { format!("{title}: {part}") };
    let mut draft = Draft::new("archive", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    if month.is_some() {
        let url = scene.addresses().archive(name, language, year, None);
        draft.breadcrumbs.push(LinkView { title: year_title(scene, year, language), url: url.to_string() });
    }
    draft.meta = head::column_tags(scene, name, language);
    draft.alternates = head::alternates(scene, |language| scene.addresses().archive(name, language, year, month));
    draft.json_ld =
        vec![structured::collection_page(&draft.title, language, &site.config.address.absolute(&route.url))];
    let (previous, next) = beside(scene, name, language, year, month);
    ArchivePage {
        year,
        month,
        as_of: scene.as_of_entries(&ids, language),
        entries: scene.cards(&ids, language),
        months: months(scene, name, language, year, &of_year),
        years: years(scene, name, language, Some(year)),
        previous,
        next,
        page: draft.finish(scene, route),
    }
}

fn date(scene: &Scene, id: EntryId) -> Option<Date> {
    scene.site.entry(id).publication.as_ref().map(|publication| publication.date.date)
}

fn of_year(scene: &Scene, name: &str, language: &str, year: i16) -> Vec<EntryId> {
    let ids = scene.site.listing(name, language).iter().copied();
    ids.filter(|id| date(scene, *id).is_some_and(|date| date.year() == year)).collect()
}

/// The twelve months of a year, whose entries are given.
fn months(scene: &Scene, name: &str, language: &str, year: i16, of_year: &[EntryId]) -> Vec<ArchiveMonth> {
    let month = |month: i8| {
        let mut ids = of_year.iter().filter(|id| date(scene, **id).is_some_and(|date| date.month() == month));
        let lead = ids.next();
        ArchiveMonth {
            month,
            count: usize::from(lead.is_some()) + ids.count(),
            url: lead.map(|_| scene.addresses().archive(name, language, year, Some(month))),
            lead: lead.map(|id| scene.link(*id)),
        }
    };
    (1..=12).map(month).collect()
}

/// The latest year that has an archive page.
fn shelf(scene: &Scene, name: &str, language: &str) -> Option<YearShelf> {
    let year = scene.site.listing(name, language).iter().filter_map(|id| date(scene, *id)).max()?.year();
    let url = scene.addresses().archive(name, language, year, None);
    scene.routes.get(&url)?;
    let months = months(scene, name, language, year, &of_year(scene, name, language, year));
    Some(YearShelf { year, url, months })
}

/// The years with entries before and after a year, or the months before and after a month.
fn beside(
    scene: &Scene,
    name: &str,
    language: &str,
    year: i16,
    month: Option<i8>,
) -> (Option<LinkView>, Option<LinkView>) {
    let of = |date: Date| (date.year(), month.map(|_| date.month()));
    let here = (year, month);
    let known = scene.site.listing(name, language).iter().filter_map(|id| date(scene, *id)).map(of);
    let (mut before, mut after) = (None, None);
    for at in known {
        if at < here {
            before = before.max(Some(at));
        } else if at > here {
            after = Some(after.map_or(at, |known: (i16, Option<i8>)| known.min(at)));
        }
    }
    let link = |(year, month): (i16, Option<i8>)| LinkView {
        title: match month {
            Some(month) => month_title(year, month, language),
            None => year_title(scene, year, language),
        },
        url: scene.addresses().archive(name, language, year, month).to_string(),
    };
    (before.map(link), after.map(link))
}

pub fn taxonomy(scene: &Scene, route: &Route, key: &str, language: &str) -> TaxonomyPage {
    let taxonomy = &scene.site.taxonomies[key];
    let mut draft = Draft::new("taxonomy", taxonomy.title.get(language), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().taxonomy(key, language));
    let terms = taxonomy.terms.iter().filter_map(|term| {
        let count = term.entries.get(language)?.len();
        let url = scene.addresses().term(key, &term.key, language, 1);
        Some(CountedLink { title: term.title.get(language).to_owned(), url, count, current: false })
    });
    TaxonomyPage { taxonomy: key.to_owned(), terms: terms.collect(), page: draft.finish(scene, route) }
}

pub fn term(scene: &Scene, route: &Route, key: &str, term: &str, language: &str, number: usize) -> ListingPage {
    let site = &scene.site;
    let taxonomy = &site.taxonomies[key];
    let found = taxonomy.term(term);
    let ids = found.and_then(|found| found.entries.get(language)).map_or(&[][..], Vec::as_slice);
    let size = site.config.taxonomies.get(key).and_then(|config| config.page_size).unwrap_or(site.config.page_size);
    let address = |number: usize| scene.addresses().term(key, term, language, number);
    let title = found.map_or(term, |found| found.title.get(language));
    let mut draft = Draft::new("term", numbered(scene, title, language, number), language);
    draft.description = format!("{}：{title}", taxonomy.title.get(language));
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    let above = scene.addresses().taxonomy(key, language);
    draft.breadcrumbs.push(LinkView { title: taxonomy.title.get(language).to_owned(), url: above.to_string() });
    draft.alternates = head::alternates(scene, |language| scene.addresses().term(key, term, language, number));
    let shown = page_of(ids, size, number);
    ListingPage {
        body: None,
        entries: scene.cards(shown, language),
        pager: pager(number, size, ids.len(), address),
        groups: Vec::new(),
        shelf: None,
        facets: Vec::new(),
        datasets: Vec::new(),
        ways: None,
        upcoming: Vec::new(),
        as_of: scene.as_of_entries(shown, language),
        directory: None,
        page: draft.finish(scene, route),
    }
}
