//! What tools that carry a site's content elsewhere ask of a ready site, beside its outputs.

use serde::Serialize;

use super::Ready;
use crate::assets::poster::Lettering;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::fingerprint::Shared;
use crate::base::source::Content;
use crate::base::url::{SourcePath, Url};
use crate::route::{Addresses, Shows};
use crate::site::EntryId;
use crate::view::model::{Card, EntryPage, PosterView, SiteView};
use crate::view::{Page, View};

impl Ready {
    /// What the page of an entry shows, and what is wrong with it.
    pub fn entry_page(&self, id: EntryId) -> Option<(Box<EntryPage>, Vec<Diagnostic>)> {
        let output = self.routes().get(self.routes().entry(id))?.output.clone();
        let (view, found) = self.view(self.routes().place_of(&output)?).ok()?;
        match view {
            View::Page { page: Page::Entry(page), .. } => Some((page, found)),
            _ => None,
        }
    }

    /// An entry as listings show it.
    pub fn card(&self, id: EntryId) -> Shared<Card> {
        self.scene().card(id)
    }

    /// What is the same on every page of a language.
    pub fn site_view(&self, language: &str) -> Shared<SiteView> {
        self.scene().site_view(language)
    }

    /// The main colour that the site sets of its theme; empty for a theme without one.
    pub fn main_colour(&self) -> &str {
        self.theme().options.get("color").and_then(serde_json::Value::as_str).unwrap_or_default()
    }

    /// The addresses that pages have or would have.
    pub fn addresses_of(&self) -> Addresses<'_> {
        self.scene().addresses()
    }

    /// The theme's drawing of a title, as it is made for pages without a cover; nothing without a font, or where the theme
    /// draws none.
    pub fn title_drawing(&self, title: &str, lettering: Option<&Lettering>) -> Option<Vec<u8>> {
        let language = &self.site().config.language;
        let section = self.site().config.title.get(language).to_owned();
        let poster = PosterView { title: title.to_owned(), section, language: language.clone() };
        self.renderer().title_drawing(&poster, &self.site_view(language), lettering?)
    }

    /// The theme's drawing of a poster that is handed around, with these variables.
    ///
    /// # Errors
    /// The theme draws none, or its template fails.
    pub fn share_drawing(&self, variables: &impl Serialize, language: &str) -> Result<Vec<u8>, Diagnostic> {
        let drawn = self.renderer().templates.share_poster(&self.site_view(language), variables);
        drawn.value.ok_or_else(|| drawn.diagnostics.into_iter().next().unwrap_or_else(messages::share_no_poster))
    }

    /// The file of the site that an address shows, as it is published but for its size: a drawing without what had to
    /// be taken out of it.
    pub fn file_at(&self, url: &Url) -> Option<(SourcePath, Content)> {
        let routes = self.routes();
        let source = match &routes.get(url)?.shows {
            Shows::Asset(source) | Shows::Picture { source, .. } => source.clone(),
            _ => return None,
        };
        let renderer = self.renderer();
        let cleaned = renderer.cleaned.get(&source).cloned();
        let content = cleaned.or_else(|| renderer.snapshot.get(&source).map(|file| file.content.clone()))?;
        Some((source, content))
    }
}
