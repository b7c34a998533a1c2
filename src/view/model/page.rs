//! The variables of each kind of page.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::collection::Facet;
use crate::collection::value::Figure;
use crate::fingerprint::Shared;
use crate::url::Url;

use super::part::*;

/// Entries that refer to this one.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct ReferrersView {
    /// The collection that they belong to.
    pub collection: String,
    /// The collection's title.
    pub title: String,
    /// In the collection's order; for a schedule the soonest first, then the past, the latest first.
    pub entries: Vec<Shared<Card>>,
}

/// The page of one entry.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct EntryPage {
    /// What the page says about itself.
    pub page: Head,
    /// The entry as it is on listings.
    pub entry: Shared<Card>,
    /// Its text as HTML; show it with the `safe` filter.
    pub body: BodyView,
    /// Headings of the text.
    pub toc: Vec<TocItem>,
    /// Every field that has a value, in declared order.
    pub details: Vec<Detail>,
    /// Han characters and words of the text.
    pub length: usize,
    /// Minutes it takes to read.
    pub reading_minutes: usize,
    /// The facets of its collection.
    pub facets: Vec<Facet>,
    /// The entry before it in the collection's order (the older one in a column).
    pub previous: Option<LinkView>,
    /// The entry after it.
    pub next: Option<LinkView>,
    /// Entries that name this one in one of their fields, by collection.
    pub referrers: Vec<ReferrersView>,
    /// Entries that share terms, places, series and words with this one, the nearest first, as far as
    /// the theme's manifest wants them (`related`).
    pub related: Vec<Shared<Card>>,
    /// For a place with opening hours: exceptions and public holidays from the build's day on, soonest first.
    pub special_days: Vec<SpecialDaysView>,
    /// For a place whose hours differ on public holidays: the next year whose holidays aren't announced, once it is near.
    pub unannounced_year: Option<i16>,
    /// For a schedule: the next times from the build's day on, twelve at most.
    pub upcoming: Vec<OccurrenceView>,
    /// For a schedule: whether it is over on the build's day.
    pub past: bool,
    /// For an outcome: its figures as printed.
    pub figures: Vec<Figure>,
    /// For an outcome: what the events below it add up to, kept apart from its own figures.
    pub children_figures: Vec<FigureSumView>,
}

/// A text with its links filled in; in templates a string of HTML.
#[derive(Clone, Debug)]
pub struct BodyView {
    pub body: std::sync::Arc<crate::content::markdown::Body>,
    /// One address for each link of the body.
    pub addresses: Vec<String>,
}

/// Figures of one unit, added up.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct FigureSumView {
    /// What was counted.
    pub name: String,
    /// The sum in print, with 约 where one of its parts is not exact.
    pub text: String,
    /// What was added up: 人次, 份.
    pub unit: String,
    /// Whether every part is exact.
    pub exact: bool,
    /// How many figures were added.
    pub count: usize,
}

/// One time of an event.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct OccurrenceView {
    /// When it begins.
    pub start: DateView,
    /// When it ends; the beginning, where no end is given.
    pub end: DateView,
    /// The time in words.
    pub text: String,
}

/// A year as far as it has come on the build's day.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// Entries published in it.
    pub published: usize,
    /// Events of the year that are over; a drive counts as the events below it.
    pub held: usize,
    /// Events of the year that are still to come.
    pub coming: usize,
    /// What figures of one name and unit add up to, a drive's own where it states the total of the events below it.
    pub figures: Vec<FigureSumView>,
}

/// The home page.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct HomePage {
    /// What the page says about itself.
    pub page: Head,
    /// The words of `content/_index.md`, as HTML.
    pub body: Option<BodyView>,
    /// The lists that the theme's manifest declares for the home page, by name.
    pub lists: BTreeMap<String, Vec<Shared<Card>>>,
    /// Every collection that has a listing.
    pub sections: Vec<SectionView>,
    /// What the year has brought so far.
    pub year: YearView,
    /// The day for which upcoming and past were told apart.
    pub as_of: DateView,
}

/// A collection and how much it holds.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct SectionView {
    /// The collection's name.
    pub name: String,
    /// The collection's title.
    pub title: String,
    /// Its listing.
    pub url: Url,
    /// Public entries in the page's language.
    pub count: usize,
    /// Ways into it: by district, by type and so on, each with how many entries there are.
    pub groups: Vec<GroupView>,
}

/// One page of a collection's listing, or of a term's.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct ListingPage {
    /// What the page says about itself.
    pub page: Head,
    /// The words of `_index.md`, as HTML, on the first page.
    pub body: Option<BodyView>,
    /// The entries of this page, in order.
    pub entries: Vec<Shared<Card>>,
    /// This page among the others.
    pub pager: Pager,
    /// Other ways into the collection: by year, by district and so on.
    pub groups: Vec<GroupView>,
    /// For a publication with an archive: its latest year, on the first page.
    pub shelf: Option<YearShelf>,
    /// The facets of the collection.
    pub facets: Vec<Facet>,
    /// The collection as data files, on the first page.
    pub datasets: Vec<SubscriptionView>,
    /// For a schedule: entries not over yet on the build's day, the soonest first; empty on other listings.
    pub upcoming: Vec<Shared<Card>>,
    /// The day for which upcoming and past were told apart; none for other listings.
    pub as_of: Option<DateView>,
    /// For places: what they can be filtered by, how many there are of each kind, where they are.
    pub directory: Option<DirectoryView>,
}

/// Where a page of a listing stands among the others.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct Pager {
    /// From 1.
    pub number: usize,
    /// How many pages there are.
    pub pages: usize,
    /// Entries on all pages together.
    pub total: usize,
    /// The page before this one.
    pub previous: Option<Url>,
    /// The page after it.
    pub next: Option<Url>,
    /// The first page.
    pub first: Url,
    /// The last page.
    pub last: Url,
}

/// A choice of pages that show parts of a collection.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct GroupView {
    /// What they go by: a field's label, 年份.
    pub title: String,
    /// The field's key, or `year`.
    pub key: String,
    /// The pages to choose from.
    pub items: Vec<CountedLink>,
}

/// A link and how many entries are behind it.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct CountedLink {
    /// The words to show.
    pub title: String,
    /// Where it leads.
    pub url: Url,
    /// How many entries are behind it.
    pub count: usize,
    /// Whether this is the page that shows it.
    pub current: bool,
}

/// The entries of a year, or of a month.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct ArchivePage {
    /// What the page says about itself.
    pub page: Head,
    /// The year.
    pub year: i16,
    /// None on a year's page.
    pub month: Option<i8>,
    /// The entries of the year, or of the month.
    pub entries: Vec<Shared<Card>>,
    /// The twelve months of the year; months without an entry have no address.
    pub months: Vec<ArchiveMonth>,
    /// All years.
    pub years: Vec<CountedLink>,
    /// The year before with entries, or the month.
    pub previous: Option<LinkView>,
    /// The year after with entries, or the month.
    pub next: Option<LinkView>,
}

/// A month of an archive.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct ArchiveMonth {
    /// From 1 to 12.
    pub month: i8,
    /// How many entries it has.
    pub count: usize,
    /// Its page; none without an entry.
    pub url: Option<Url>,
    /// The first of its entries in the collection's order.
    pub lead: Option<LinkView>,
}

/// The latest year of a publication, month by month.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct YearShelf {
    /// The year.
    pub year: i16,
    /// The year's page.
    pub url: Url,
    /// Its twelve months.
    pub months: Vec<ArchiveMonth>,
}

/// All terms of a taxonomy.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct TaxonomyPage {
    /// What the page says about itself.
    pub page: Head,
    /// The taxonomy's key.
    pub taxonomy: String,
    /// Every term that an entry bears.
    pub terms: Vec<CountedLink>,
}

/// Part of a directory: one district, one type, or one type in one district.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct DirectoryPage {
    /// What the page says about itself.
    pub page: Head,
    /// The terms that the entries have in common.
    pub terms: Vec<LinkView>,
    /// The entries that have all of these terms.
    pub entries: Vec<Shared<Card>>,
    /// Other parts of the directory.
    pub groups: Vec<GroupView>,
    /// What the entries can be filtered by, and where they are.
    pub directory: DirectoryView,
}

/// What the places of a page can be filtered by, how many there are of each kind, where they are.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct DirectoryView {
    /// Fields of which one term can be chosen; those of which all places have the same are left out.
    pub choices: Vec<FilterChoice>,
    /// Yes-or-no questions, as the collection declares them; those that no place passes are left out.
    pub switches: Vec<FilterOption>,
    /// Whether any of the places says when it is open.
    pub has_hours: bool,
    /// On a listing's first page: the first field of the directory against all others.
    pub table: Option<DirectoryTable>,
    /// A map of the places, on a listing's first page and on a district's; none for fewer than two.
    pub map: Option<MapView>,
}

/// A field of a directory and its terms.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct FilterChoice {
    /// The field's key.
    pub key: String,
    /// The field's label.
    pub title: String,
    /// The terms that places of the page have.
    pub options: Vec<FilterOption>,
}

/// Something that places can be filtered by.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct FilterOption {
    /// As it stands among the marks of a card: `district:naxi`, `free`.
    pub mark: String,
    /// The key alone: `naxi`, `free`.
    pub key: String,
    /// The words to show.
    pub title: String,
    /// How many places of the page have it.
    pub count: usize,
}

/// How many entries there are of each kind in each part of a directory.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct DirectoryTable {
    /// The label of the first field, whose terms are the rows.
    pub title: String,
    /// The other fields, each with its terms as columns and how many entries these have in all.
    pub columns: Vec<GroupView>,
    /// A row for each term of the first field.
    pub rows: Vec<DirectoryRow>,
    /// Entries of the collection.
    pub total: usize,
}

/// A row of a directory's table.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct DirectoryRow {
    /// The term, its page, and how many entries it has in all.
    pub head: CountedLink,
    /// A cell for each column, through all fields; one without entries has no address.
    pub cells: Vec<DirectoryCell>,
}

/// How many entries have two terms.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct DirectoryCell {
    /// How many there are.
    pub count: usize,
    /// The page that lists them; none for none.
    pub url: Option<Url>,
}

/// A map drawn from coordinates. Lengths are in units of the drawing, y downwards.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct MapView {
    /// The drawing's width.
    pub width: u32,
    /// The drawing's height.
    pub height: u32,
    /// Borders as path data of SVG; empty where the site has none that are approved.
    pub borders: Vec<String>,
    /// The approval number of the borders (审图号); empty without borders.
    pub approval: String,
    /// Names of districts, each in the middle of its places.
    pub labels: Vec<MapLabel>,
    /// The places, or the districts where there are too many places to tell apart.
    pub markers: Vec<MapMarker>,
    /// The length of the scale bar.
    pub scale: Tenth,
    /// What the scale bar stands for, in kilometres.
    pub scale_km: Tenth,
}

/// A place on a map, or several of one district.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct MapMarker {
    /// The place's title, or the district's.
    pub title: String,
    /// The district of a place; empty if it has none, and for a district.
    pub district: String,
    /// The page of the place, or of the district.
    pub url: Url,
    /// How many places it stands for.
    pub count: usize,
    /// For a district the mark of its places, `district:naxi`; empty for a place.
    pub mark: String,
    /// Where it is drawn: no nearer to another than a finger needs.
    pub x: Tenth,
    /// The same, downwards.
    pub y: Tenth,
    /// Where the place is.
    pub at_x: Tenth,
    /// The same, downwards.
    pub at_y: Tenth,
    /// Whether it is drawn so far from where the place is that a line should join the two.
    pub moved: bool,
    /// The name beside it, on a map of one district and where there is room for it.
    pub label: Option<MapLabel>,
}

/// A name on a map.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct MapLabel {
    /// The name.
    pub title: String,
    /// The middle of the name.
    pub x: Tenth,
    /// Its base line.
    pub y: Tenth,
}

/// A length to one decimal place, so that it is the same on every machine; in templates a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenth(pub i32);

/// A calendar month.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct MonthPage {
    /// What the page says about itself.
    pub page: Head,
    /// The year.
    pub year: i16,
    /// From 1 to 12.
    pub month: i8,
    /// Weeks from Monday to Sunday; days outside the month have no items.
    pub weeks: Vec<Vec<DayView>>,
    /// Everything that takes place in the month, in order.
    pub items: Vec<CalendarItem>,
    /// The month before, if it has a page.
    pub previous: Option<LinkView>,
    /// The month after, if it has a page.
    pub next: Option<LinkView>,
    /// Every month of the calendar.
    pub months: Vec<CountedLink>,
}

/// A day of a calendar month.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct DayView {
    /// `2026-05-18`.
    pub iso: String,
    /// The day of the month.
    pub day: i8,
    /// Whether it belongs to the month.
    pub inside: bool,
    /// What takes place on it.
    pub items: Vec<CalendarItem>,
}

/// One time of an event, in a calendar.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct CalendarItem {
    /// The event.
    pub entry: Shared<Card>,
    /// When this time begins.
    pub start: DateView,
    /// When this time ends; the beginning, where no end is given.
    pub end: DateView,
    /// The time in words: 09:00～11:30, or 全天.
    pub text: String,
}

/// Everything still to come, day after day.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct AgendaPage {
    /// What the page says about itself.
    pub page: Head,
    /// The day from which it counts.
    pub as_of: DateView,
    /// Every time from that day on, for a year ahead.
    pub items: Vec<CalendarItem>,
    /// Every month of the calendar.
    pub months: Vec<CountedLink>,
    /// Calendars to subscribe to: by series, by base, by district, by audience.
    pub calendars: Vec<GroupView>,
}

/// The site map for people.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct SiteMapPage {
    /// What the page says about itself.
    pub page: Head,
    /// The parts of the site.
    pub sections: Vec<SiteMapSection>,
}

/// A part of the site and its pages.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct SiteMapSection {
    /// The part's title.
    pub title: String,
    /// Its own page, if it has one.
    pub url: Option<Url>,
    /// The pages in it.
    pub links: Vec<LinkView>,
}

/// The page that shows a theme's components, for whoever works on a theme.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct StyleGuidePage {
    /// What the page says about itself.
    pub page: Head,
    /// The first entry of every collection, with all that its own page sees.
    pub samples: Vec<EntryPage>,
    /// The build's day.
    pub as_of: DateView,
}

/// The page for addresses that don't exist.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct NotFoundPage {
    /// What the page says about itself.
    pub page: Head,
    /// Every collection that has a listing.
    pub sections: Vec<SectionView>,
}

/// A page at a former address, which leads to the present one.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct RedirectPage {
    /// The theme's word for a page that has moved.
    pub title: String,
    /// The present address below the site's.
    pub url: Url,
    /// The present page's whole address.
    pub permalink: String,
    /// The page's language tag.
    pub language: String,
}
