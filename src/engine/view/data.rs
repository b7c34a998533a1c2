//! The shapes of what is written without a template: feeds, calendars, data, the site map.

use std::sync::Arc;

use crate::base::fingerprint::Shared;
use crate::base::keyed::Keyed;
use crate::base::time::When;
use crate::config::collection::value::{Figure, Point};
use crate::content::Status;
use crate::content::markdown::Body;

use super::model::Shown;

/// A feed, for Atom and JSON Feed alike.
#[derive(Clone, Debug, Hash)]
pub struct FeedView {
    pub title: String,
    pub description: String,
    /// The page that the feed belongs to.
    pub home: String,
    /// The feed's own whole address.
    pub permalink: String,
    pub language: String,
    pub author: String,
    /// RFC 3339; the latest change of any item, so that a build repeats byte for byte.
    pub updated: String,
    pub items: Vec<FeedItem>,
}

#[derive(Clone, Debug, Hash)]
pub struct FeedItem {
    /// The whole address, which is also its identity.
    pub permalink: String,
    pub title: String,
    pub summary: String,
    /// The text as HTML with whole addresses.
    pub content: String,
    /// RFC 3339.
    pub published: String,
    pub updated: String,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
}

/// An iCalendar file.
#[derive(Clone, Debug, Hash)]
pub struct CalendarView {
    pub name: String,
    pub description: String,
    /// The language tag, which chooses the words put before a title and into a description.
    pub language: String,
    pub permalink: String,
    pub zone: String,
    pub items: Vec<EventItem>,
}

#[derive(Clone, Debug, Hash)]
pub struct EventItem {
    /// Stays the same for as long as the entry keeps its collection and slug.
    pub uid: String,
    /// When anything that is said here was last changed, UTC, `20260518T013000Z`. It never goes back.
    pub stamp: String,
    /// Grows with every such change.
    pub sequence: u32,
    pub title: String,
    pub summary: String,
    pub permalink: String,
    pub start: When,
    /// The last day, included, of an all-day event.
    pub end: Option<When>,
    pub all_day: bool,
    /// RRULE without its name, UNTIL in UTC.
    pub rule: Option<String>,
    pub except: Vec<When>,
    pub also: Vec<When>,
    pub status: Status,
    pub reason: Option<String>,
    pub location: String,
    pub point: Option<Point>,
    pub online_url: Option<String>,
    pub categories: Vec<String>,
    pub organiser: String,
    /// How to book: a telephone number, an address, a note.
    pub booking: Vec<String>,
    /// Until when, and the same in words.
    pub booking_closes: Option<(When, String)>,
    /// Whether the event reminds of itself. Whoever puts one event into a calendar wants it; whoever subscribes to hundreds doesn't.
    pub reminds: bool,
}

/// The entries of a collection as data.
#[derive(Clone, Debug, Hash)]
pub struct DatasetView {
    pub title: String,
    pub permalink: String,
    pub language: String,
    /// The site's whole address without a last slash, put before addresses of the site's own.
    pub base: String,
    /// Field keys and labels, in declared order.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<DatasetRow>,
}

#[derive(Clone, Debug, Hash)]
pub struct DatasetRow {
    pub id: String,
    pub permalink: String,
    pub title: String,
    pub point: Option<Point>,
    pub fields: Keyed<Shown>,
}

/// The figures of a year as data.
#[derive(Clone, Debug, Hash)]
pub struct FiguresDataView {
    pub year: i16,
    /// The day up to which records count.
    pub as_of: String,
    pub rows: Vec<FigureRow>,
    /// What they come to by name and unit, each a JSON object.
    pub sums: Vec<String>,
}

/// A figure and where it is from.
#[derive(Clone, Debug, Hash)]
pub struct FigureRow {
    pub record: String,
    pub permalink: String,
    pub figure: Figure,
    /// As the record says it.
    pub source: String,
}

/// A file of the site map.
#[derive(Clone, Debug, Hash)]
pub struct SiteMapView {
    pub pages: Vec<SiteMapItem>,
}

/// `sitemap.xml` of a large site: the whole addresses of its parts.
#[derive(Clone, Debug, Hash)]
pub struct SiteMapIndexView {
    pub parts: Vec<String>,
}

#[derive(Clone, Debug, Hash)]
pub struct SiteMapItem {
    pub permalink: String,
    /// `2026-05-18`, where the content says.
    pub modified: Option<String>,
    /// Language tag and whole address of each translation, the page's own included.
    pub alternates: Vec<(String, String)>,
}

/// `robots.txt`.
#[derive(Clone, Debug, Hash)]
pub struct RobotsView {
    pub sitemap: Option<String>,
}

/// `manifest.webmanifest`.
#[derive(Clone, Debug, Hash)]
pub struct ManifestView {
    pub name: String,
    pub description: String,
    pub language: String,
    pub start: String,
    pub icons: Vec<(String, String)>,
}

/// A file of the search index. Every one has a name, and the version of the pages' numbers.
#[derive(Clone, Debug, Hash)]
pub enum SearchView {
    Index(SearchIndexView),
    Titles(SearchTitlesView),
    Terms(String, Shared<SearchTermsView>),
    Texts(SearchTextsView),
}

/// What there is in the other files.
#[derive(Clone, Debug, Hash)]
pub struct SearchIndexView {
    pub name: String,
    pub version: String,
    /// How many pages there are.
    pub pages: usize,
    /// How many of them are in each file of titles …
    pub titles: usize,
    /// … and in each file of texts.
    pub texts: usize,
    /// How many files of terms there are.
    pub terms: usize,
    /// The kinds of plain pages, by number: what is looked for is rather among the others.
    pub plain: Vec<usize>,
    /// What kinds of pages are called, by their number in the rows.
    pub kinds: Vec<String>,
}

#[derive(Clone, Debug, Hash)]
pub struct SearchTitlesView {
    pub name: String,
    pub version: String,
    pub rows: Vec<TitleRow>,
}

/// A page as a result shows it.
#[derive(Clone, Debug, Hash)]
pub struct TitleRow {
    pub title: String,
    /// Below the site's root, without a slash before it.
    pub url: String,
    pub kind: usize,
    /// `2026-05-18`; empty where it has none.
    pub date: String,
    /// The title's pinyin, `ke pu guan`; empty for a title in ASCII.
    pub spelling: String,
}

/// Terms and the numbers of the pages that have them, as written in the file.
#[derive(Clone, Debug, Hash)]
pub struct SearchTermsView {
    pub version: String,
    pub pairs: String,
    pub words: String,
}

#[derive(Clone, Debug, Hash)]
pub struct SearchTextsView {
    pub name: String,
    pub version: String,
    pub pages: Vec<PassageView>,
}

/// All that a page is found by. Of the body only the fingerprint is hashed.
#[derive(Clone, Debug, Hash)]
pub struct PassageView {
    pub title: String,
    /// The summary, if someone wrote one.
    pub lead: String,
    pub body: Arc<Body>,
    /// The words of its fields.
    pub fields: String,
}

/// An OpenSearch description.
#[derive(Clone, Debug, Hash)]
pub struct OpenSearchView {
    pub name: String,
    pub description: String,
    /// The whole address of the search page.
    pub page: String,
    /// The icon's whole address.
    pub icon: Option<String>,
    pub language: String,
}
