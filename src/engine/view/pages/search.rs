//! The page to search from, and the files that it looks things up in.

use crate::base::fingerprint::Shared;
use crate::base::text::spelling_of;
use crate::route::{Route, SearchPart, Searched, SearchedPage, dated};
use crate::view::data::{SearchIndexView, SearchTermsView, SearchTextsView, SearchTitlesView, SearchView, TitleRow};
use crate::view::head::{self, Draft};
use crate::view::model::SearchPage;
use crate::view::scene::Scene;
use crate::view::search::{passage, title};
use crate::view::sections::sections;

/// The page with the field to type into.
pub fn search_page(scene: &Scene, route: &Route, language: &str) -> SearchPage {
    let mut draft = Draft::new("search", scene.word(language, "search"), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().search(language));
    SearchPage { sections: sections(scene, language), page: draft.finish(scene, route) }
}

/// One file of the index.
pub fn search_view(scene: &Scene, language: &str, part: SearchPart) -> SearchView {
    let nothing = Searched { pages: Vec::new(), version: String::new() };
    let searched = scene.routes.searched(language).unwrap_or(&nothing);
    let version = searched.version.clone();
    let name = |kind: &str, number: usize| format!("{language}/{kind}-{number}");
    match part {
        SearchPart::Index => {
            let (titles, texts) = searched.steps();
            SearchView::Index(SearchIndexView {
                name: format!("{language}/index"),
                version,
                pages: searched.pages.len(),
                titles,
                texts,
                terms: searched.term_files(),
                plain: plain(scene),
                kinds: kinds(scene, language),
            })
        }
        SearchPart::Titles(number) => {
            let kinds: Vec<String> = scene.site.collections.keys().cloned().collect();
            let rows = searched.titles(number).iter().map(|page| title_row(scene, page, language, &kinds));
            SearchView::Titles(SearchTitlesView { name: name("titles", number), version, rows: rows.collect() })
        }
        SearchPart::Terms(number) => {
            let found = scene.search_terms(language).get(number).cloned();
            let empty = || Shared::new(SearchTermsView { version, pairs: String::new(), words: String::new() });
            SearchView::Terms(name("terms", number), found.unwrap_or_else(empty))
        }
        SearchPart::Texts(number) => {
            let pages = searched.texts(number).iter().map(|page| passage(scene, page, language));
            SearchView::Texts(SearchTextsView { name: name("texts", number), version, pages: pages.collect() })
        }
    }
}

/// What a result is called a kind of: the site itself, then every collection.
fn kinds(scene: &Scene, language: &str) -> Vec<String> {
    let titles = scene.site.collections.values().map(|collection| collection.title.get(language).to_owned());
    std::iter::once(scene.word(language, "home").to_owned()).chain(titles).collect()
}

/// Kinds that have no listing: pages about the site.
fn plain(scene: &Scene) -> Vec<usize> {
    let collections = scene.site.collections.values().enumerate();
    collections.filter(|(_, collection)| !collection.listing).map(|(place, _)| place + 1).collect()
}

fn title_row(scene: &Scene, page: &SearchedPage, language: &str, kinds: &[String]) -> TitleRow {
    let kind = |name: &String| kinds.iter().position(|kind| kind == name).map_or(0, |place| place + 1);
    let (kind, url, date) = match page {
        SearchedPage::Home => (0, scene.addresses().home(language), None),
        SearchedPage::Listing(name) => (kind(name), scene.addresses().listing(name, language, 1), None),
        SearchedPage::Entry(id) => {
            let entry = scene.site.entry(*id);
            (kind(&entry.key.collection), scene.routes.entry(*id).clone(), dated(entry))
        }
    };
    let title = title(scene, page, language);
    // Where every letter is Latin the title itself says how it is typed.
    let spelling = if title.is_ascii() { String::new() } else { spelling_of(&title) };
    let url = url.to_string();
    let date = date.map(|date| date.to_string()).unwrap_or_default();
    TitleRow { title, url: url.trim_start_matches('/').to_owned(), kind, date, spelling }
}
