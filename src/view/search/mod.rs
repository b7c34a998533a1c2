//! The pages of a language → the files that its search looks things up in.
//!
//! A browser can read no more of a static site than it asks for by name, so the index is many
//! small files: titles of all pages; for every term the numbers of the pages that have it
//! (`postings`); and the texts, a few pages to a file, for excerpts of the results in view. Terms
//! are the only part that needs all texts at once; they are found once for all files.

mod postings;

use std::sync::Arc;

use rayon::prelude::*;

use super::data::{
    PassageView, SearchIndexView, SearchTermsView, SearchTextsView, SearchTitlesView, SearchView, TitleRow,
};
use super::head::{self, Draft};
use super::model::SearchPage;
use super::shown::UNSHOWN;
use super::{Scene, listing};
use crate::base::fingerprint::{Fingerprint, Shared};
use crate::base::text::spelling_of;
use crate::config::collection::{Field, FieldType};
use crate::content::{Fields, Value};
use crate::route::{Route, SearchPart, Searched, SearchedPage, dated};
use crate::site::EntryId;

pub use postings::Block;

/// The terms of a language, file by file.
pub type Terms = Vec<Shared<SearchTermsView>>;

impl Scene {
    /// Finds the terms of all languages, for a build that makes every file; parts that are known from
    /// an earlier one are asked for. Returns all parts, for the next.
    pub fn find_terms(
        &self,
        known: impl Fn(Fingerprint) -> Option<Arc<Block>> + Sync,
    ) -> Vec<(Fingerprint, Arc<Block>)> {
        let mut all = Vec::new();
        for (language, place) in &self.terms_found {
            let Some(searched) = self.routes.searched(language) else { continue };
            let files = searched.term_files();
            let blocks: Vec<_> = searched
                .pages
                .par_chunks(postings::BLOCK)
                .map_init(postings::Seen::default, |seen, pages| {
                    let passages: Vec<_> = pages.iter().map(|page| passage(self, page, language)).collect();
                    let key = Fingerprint::of(&(files, &passages));
                    let block = known(key).unwrap_or_else(|| Arc::new(Block::of(&passages, files, seen)));
                    (key, block)
                })
                .collect();
            let found = (0..files).into_par_iter();
            let found: Terms =
                found.map(|file| terms(blocks.iter().map(|(_, block)| &**block), file, searched)).collect();
            // The first to find them has them; whoever else did found the same.
            let _ = place.set(found);
            all.extend(blocks);
        }
        all
    }

    /// The terms of a language, for whoever asks for a file or two. On one thread: a second one that
    /// waits for the result must never be the one that the first needs to make it.
    fn terms_of(&self, language: &str, searched: &Searched) -> Option<&Terms> {
        let find = || {
            let files = searched.term_files();
            let mut seen = postings::Seen::default();
            let mut blocks = Vec::new();
            for pages in searched.pages.chunks(postings::BLOCK) {
                let passages: Vec<_> = pages.iter().map(|page| passage(self, page, language)).collect();
                blocks.push(Block::of(&passages, files, &mut seen));
            }
            (0..files).map(|file| terms(blocks.iter(), file, searched)).collect()
        };
        Some(self.terms_found.get(language)?.get_or_init(find))
    }
}

fn terms<'b>(blocks: impl Iterator<Item = &'b Block>, file: usize, searched: &Searched) -> Shared<SearchTermsView> {
    let (pairs, words) = postings::lists(blocks, file);
    Shared::new(SearchTermsView { version: searched.version.clone(), pairs, words })
}

/// The page with the field to type into.
pub fn search_page(scene: &Scene, route: &Route, language: &str) -> SearchPage {
    let mut draft = Draft::new("search", scene.word(language, "search"), language);
    draft.breadcrumbs = head::breadcrumbs(scene, language, None);
    draft.alternates = head::alternates(scene, |language| scene.addresses().search(language));
    SearchPage { sections: listing::sections(scene, language), page: draft.finish(scene, route) }
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
                kinds: kinds(scene, language),
            })
        }
        SearchPart::Titles(number) => {
            let kinds: Vec<String> = scene.site.collections.keys().cloned().collect();
            let rows = searched.titles(number).iter().map(|page| title_row(scene, page, language, &kinds));
            SearchView::Titles(SearchTitlesView { name: name("titles", number), version, rows: rows.collect() })
        }
        SearchPart::Terms(number) => {
            let found = scene.terms_of(language, searched).and_then(|terms| terms.get(number)).cloned();
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

fn title(scene: &Scene, page: &SearchedPage, language: &str) -> String {
    match page {
        SearchedPage::Home => scene.site.config.title.get(language).to_owned(),
        SearchedPage::Listing(name) => head::collection_title(scene, name, language),
        SearchedPage::Entry(id) => scene.site.entry(*id).title.clone(),
    }
}

/// All that a page is found by.
fn passage(scene: &Scene, page: &SearchedPage, language: &str) -> PassageView {
    let title = title(scene, page, language);
    let section = |name: &str| scene.site.section(name, language);
    match page {
        SearchedPage::Home => PassageView {
            title,
            lead: scene.site.config.description.get(language).to_owned(),
            body: section("").map(|section| section.body.clone()).unwrap_or_default(),
            fields: String::new(),
        },
        SearchedPage::Listing(name) => PassageView {
            title,
            lead: section(name).and_then(|section| section.summary.clone()).unwrap_or_default(),
            body: section(name).map(|section| section.body.clone()).unwrap_or_default(),
            fields: String::new(),
        },
        SearchedPage::Entry(id) => {
            let entry = scene.site.entry(*id);
            let mut fields = String::new();
            write_fields(&mut fields, scene, *id, &entry.fields, &scene.site.collection(*id).fields, language);
            PassageView {
                title,
                lead: entry.fields.text("summary").unwrap_or_default().to_owned(),
                body: entry.body.clone(),
                fields,
            }
        }
    }
}

/// Between the fields' words in an excerpt.
const PARTED: &str = " · ";

/// The words of every field that a page shows, but for choices: those say the same on many pages.
fn write_fields(out: &mut String, scene: &Scene, id: EntryId, fields: &Fields, declared: &[Field], language: &str) {
    for field in declared.iter().filter(|field| !UNSHOWN.contains(&&*field.key) && *field.key != *"summary") {
        if let FieldType::Reference { .. } = field.field_type.item() {
            for target in scene.site.referred(id, &field.key) {
                part(out, &scene.site.entry(target).title);
            }
        } else if let Some(value) = fields.get(&field.key) {
            write_value(out, scene, id, value, field, language);
        }
    }
}

fn write_value(out: &mut String, scene: &Scene, id: EntryId, value: &Value, field: &Field, language: &str) {
    match value {
        Value::Text(text) | Value::Phone(text) | Value::Email(text) => part(out, text),
        Value::Markdown(body) => part(out, &body.plain()),
        Value::Term(term) => {
            part(out, scene.term(&term.taxonomy, &term.key, language).map_or(term.key.as_str(), |link| &link.title));
        }
        Value::Figure(figure) => {
            part(out, &format!("{} {figure}", figure.name));
        }
        Value::OpeningHours(hours) => part(out, hours.note.as_deref().unwrap_or_default()),
        Value::List(items) => items.iter().for_each(|item| write_value(out, scene, id, item, field, language)),
        Value::Group(group) => {
            if let FieldType::Group(declared) = field.field_type.item() {
                write_fields(out, scene, id, group, declared, language);
            }
        }
        _ => {}
    }
}

/// Adds what isn't there yet: one body is often a host, a contact and an operator.
fn part(out: &mut String, text: &str) {
    if text.is_empty() || out.split(PARTED).any(|known| known == text) {
        return;
    }
    if !out.is_empty() {
        out.push_str(PARTED);
    }
    out.push_str(text);
}
