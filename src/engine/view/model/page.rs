//! The variables of each kind of page.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::fingerprint::Shared;
use crate::base::url::Url;
use crate::config::collection::Facet;
use crate::config::collection::value::Figure;

use super::directory::*;
use super::figures::FiguresYearPage;
use super::part::*;

/// Entries that refer to this one.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct ReferrersView {
    /// The collection that they belong to.
    pub collection: String,
    /// The collection's title.
    pub title: String,
    /// In the collection's order; for a schedule those of `upcoming`, then those of `past`.
    pub entries: Vec<Shared<Card>>,
    /// For a schedule: what isn't over on the build's day, the soonest first.
    pub upcoming: Vec<Shared<Card>>,
    /// For a schedule: what is over, the latest year first; sixty entries at most.
    pub past: Vec<PastYear>,
    /// How many are over, those that `past` leaves out included.
    pub past_count: usize,
}

/// What took place in a year.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct PastYear {
    /// The year.
    pub year: i16,
    /// The latest first.
    pub entries: Vec<Shared<Card>>,
}

/// Others that belong to the same drive or series.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SiblingsView {
    /// What they belong to.
    pub of: LinkView,
    /// The soonest first, then the past, the latest first; six at most.
    pub entries: Vec<Shared<Card>>,
}

/// The page of one entry.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
    /// Entries that name this one in one of their fields, by collection, but for `children` and `editions`.
    pub referrers: Vec<ReferrersView>,
    /// Entries that name this one as their `parent`, in the order of `referrers`.
    pub children: Vec<Shared<Card>>,
    /// The times of `children`, day after day. What takes place more than twelve times is there once.
    pub programme: Vec<AgendaDay>,
    /// Editions that name this one, the newest first: entries with an `edition`, and not below another of them.
    pub editions: Vec<Shared<Card>>,
    /// For a schedule: others below the same parent, or else in the same series.
    pub siblings: Option<SiblingsView>,
    /// The day for which upcoming and past were told apart; none on a page that tells of neither.
    pub as_of: Option<DateView>,
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
    /// For a place: the nearest others of its collection, the nearest first.
    pub near: Vec<NearView>,
    /// For a series: its pages of the years in figures, the latest first.
    pub years_in_figures: Vec<LinkView>,
    /// For a place: where it is, among the nearest others; none without coordinates, or where there is nothing to know it by.
    pub map: Option<MapView>,
}

/// A place near another.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct NearView {
    /// The place.
    pub entry: Shared<Card>,
    /// How far it is as the crow flies.
    pub metres: u32,
}

/// A text with its links filled in; in templates a string of HTML.
#[derive(Clone, Debug)]
pub struct BodyView {
    pub body: std::sync::Arc<crate::content::markdown::Body>,
    /// One for each link of the body.
    pub places: Vec<Place>,
}

/// What goes in the place of a link.
#[derive(Clone, Debug, Hash)]
pub enum Place {
    Address(String),
    Picture(ImageView),
    /// What was typed stays.
    Typed,
    /// The words stay without a link.
    Unlinked,
}

/// Figures of one unit, added up.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FigureSumView {
    /// What was counted.
    pub name: String,
    /// The sum in print, with 以上, 以内 or 约 where one of its parts is not exact.
    pub text: String,
    /// The sum for people to take in: 13.6万份, 1,280人次以上.
    pub short: String,
    /// What was added up: 人次, 份.
    pub unit: String,
    /// Whether every part is exact.
    pub exact: bool,
    /// How many figures were added.
    pub count: usize,
    /// How many of them were approximate.
    pub approximate: usize,
}

/// A year as far as it has come on the build's day.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct YearView {
    /// The year.
    pub year: i16,
    /// The page of its figures, if there is one.
    pub url: Option<Url>,
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SectionView {
    /// The collection's name.
    pub name: String,
    /// The collection's title.
    pub title: String,
    /// Its listing.
    pub url: Url,
    /// Public entries in the page's language.
    pub count: usize,
    /// The facets of the collection.
    pub facets: Vec<Facet>,
    /// Ways into it: by district, by type and so on, each with how many entries there are.
    pub groups: Vec<GroupView>,
}

/// One page of a collection's listing, or of a term's.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
    /// For a schedule: the ways into its calendar.
    pub ways: Option<CalendarWays>,
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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

/// The entries of a year, or of a month.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct ArchivePage {
    /// What the page says about itself.
    pub page: Head,
    /// The year.
    pub year: i16,
    /// None on a year's page.
    pub month: Option<i8>,
    /// The entries of the year, or of the month.
    pub entries: Vec<Shared<Card>>,
    /// The day for which upcoming and past were told apart; none where no entry has a time.
    pub as_of: Option<DateView>,
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct YearShelf {
    /// The year.
    pub year: i16,
    /// The year's page.
    pub url: Url,
    /// Its twelve months.
    pub months: Vec<ArchiveMonth>,
}

/// Part of a directory: one district, one type, or one type in one district.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DirectoryPage {
    /// What the page says about itself.
    pub page: Head,
    /// The terms that the entries have in common.
    pub terms: Vec<LinkView>,
    /// The entries that have all of these terms.
    pub entries: Vec<Shared<Card>>,
    /// The day for which upcoming and past were told apart; none where no entry has a time.
    pub as_of: Option<DateView>,
    /// Other parts of the directory.
    pub groups: Vec<GroupView>,
    /// What the entries can be filtered by, and where they are.
    pub directory: DirectoryView,
}

/// All terms of a taxonomy.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct TaxonomyPage {
    /// What the page says about itself.
    pub page: Head,
    /// The taxonomy's key.
    pub taxonomy: String,
    /// Every term that an entry bears.
    pub terms: Vec<CountedLink>,
}

/// The ways into a collection's calendar.
#[derive(Clone, Debug, Default, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct CalendarWays {
    /// Everything still to come, day after day.
    pub agenda: Option<LinkView>,
    /// The coming weekends.
    pub weekend: Option<LinkView>,
    /// The month of the build's day, if it has a page.
    pub this_month: Option<LinkView>,
    /// Every month of the calendar, with how many take place in it.
    pub months: Vec<CountedLink>,
    /// What is still to come by the fields that have calendars: an agenda for each term, and the pages of what the
    /// entries name. The counts are of what isn't over on the build's day.
    pub groups: Vec<GroupView>,
}

/// A calendar month.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MonthPage {
    /// What the page says about itself.
    pub page: Head,
    /// The year.
    pub year: i16,
    /// From 1 to 12.
    pub month: i8,
    /// The build's day.
    pub as_of: DateView,
    /// Weeks from Monday to Sunday; days outside the month have no items.
    pub weeks: Vec<Vec<DayView>>,
    /// How many times anything takes place in the month.
    pub count: usize,
    /// What began before the month.
    pub ongoing: Vec<CalendarItem>,
    /// What begins in the month, by the day on which it does; days without anything are left out.
    pub days: Vec<AgendaDay>,
    /// The month before, if it has a page.
    pub previous: Option<LinkView>,
    /// The month after, if it has a page.
    pub next: Option<LinkView>,
    /// Other ways into the calendar.
    pub ways: CalendarWays,
}

/// A day of a calendar month.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DayView {
    /// `2026-05-18`.
    pub iso: String,
    /// The day of the month.
    pub day: i8,
    /// From Monday, 1, to Sunday, 7.
    pub weekday: i8,
    /// Whether it belongs to the month.
    pub inside: bool,
    /// Whether it is the build's day.
    pub today: bool,
    /// The public holiday that it is part of; none on other days, and in years whose holidays aren't known.
    pub holiday: Option<String>,
    /// What lasts several days, each in the row that it keeps through the week; none where a row is empty.
    pub bars: Vec<Option<BarView>>,
    /// What takes place on this day alone. A night counts to the day on which it begins.
    pub items: Vec<CalendarItem>,
}

/// A day of what lasts several, in a calendar month.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct BarView {
    /// What takes place.
    pub item: CalendarItem,
    /// Whether it begins on this day.
    pub starts: bool,
    /// Whether this is its last day.
    pub ends: bool,
    /// How many days of it are left in this week of the month, this one included.
    pub days_left: usize,
    /// Whether it is the first of its days in this week of the month.
    pub first: bool,
}

/// One time of an event, in a calendar.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct CalendarItem {
    /// The event.
    pub entry: Shared<Card>,
    /// When this time begins.
    pub start: DateView,
    /// When this time ends; the beginning, where no end is given.
    pub end: DateView,
    /// The time in words: 09:00～11:30, or 全天.
    pub text: String,
    /// Whether it lasts several days; a night doesn't.
    pub several: bool,
}

/// What begins on a day.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct AgendaDay {
    /// The day.
    pub date: DateView,
    /// In the order of their beginning.
    pub items: Vec<CalendarItem>,
}

/// Everything still to come, day after day: all of it, or what has a term.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct AgendaPage {
    /// What the page says about itself.
    pub page: Head,
    /// The day from which it counts.
    pub as_of: DateView,
    /// The term that all of it has in common; none on the agenda of everything.
    pub term: Option<LinkView>,
    /// How many times there are from that day on, for a year ahead.
    pub count: usize,
    /// What began before that day and isn't over.
    pub ongoing: Vec<CalendarItem>,
    /// What is to begin, by the day; days without anything are left out.
    pub days: Vec<AgendaDay>,
    /// Other ways into the calendar.
    pub ways: CalendarWays,
    /// Calendars to subscribe to: by series, by base, by district, by audience.
    pub calendars: Vec<SubscriptionGroup>,
}

/// Calendars that a field gives.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SubscriptionGroup {
    /// The field's label.
    pub title: String,
    /// The field's key.
    pub key: String,
    /// The calendars.
    pub items: Vec<SubscriptionView>,
}

/// The coming weekends.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct WeekendPage {
    /// What the page says about itself.
    pub page: Head,
    /// The build's day.
    pub as_of: DateView,
    /// That of the build's week first.
    pub weekends: Vec<WeekendView>,
    /// Other ways into the calendar.
    pub ways: CalendarWays,
}

/// A Saturday and the Sunday after it.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct WeekendView {
    /// The Saturday.
    pub saturday: DateView,
    /// The Sunday.
    pub sunday: DateView,
    /// What begins on either day; days without anything are left out.
    pub days: Vec<AgendaDay>,
    /// What began before the Saturday and goes on.
    pub ongoing: Vec<CalendarItem>,
}

/// The site map for people.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SiteMapPage {
    /// What the page says about itself.
    pub page: Head,
    /// The parts of the site.
    pub sections: Vec<SiteMapSection>,
}

/// A part of the site and its pages.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SiteMapSection {
    /// The part's title.
    pub title: String,
    /// Its own page, if it has one.
    pub url: Option<Url>,
    /// The pages in it.
    pub links: Vec<LinkView>,
}

/// The page that finds other pages. What is typed is known to its script alone.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SearchPage {
    /// What the page says about itself.
    pub page: Head,
    /// Every collection that has a listing, for whoever finds nothing or has no scripts.
    pub sections: Vec<SectionView>,
}

/// The page that shows a theme's components, for whoever works on a theme.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct StyleGuidePage {
    /// What the page says about itself.
    pub page: Head,
    /// The home page.
    pub home: HomePage,
    /// Of every collection the page of the entry with the most fields.
    pub samples: Vec<EntryPage>,
    /// The first page of every collection's listing.
    pub listings: Vec<ListingPage>,
    /// The month of the build's day, if a calendar has it.
    pub month: Option<MonthPage>,
    /// The latest year in figures, if there is one.
    pub figures: Option<FiguresYearPage>,
    /// The build's day.
    pub as_of: DateView,
}

/// The page for addresses that don't exist.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct NotFoundPage {
    /// What the page says about itself.
    pub page: Head,
    /// Every collection that has a listing.
    pub sections: Vec<SectionView>,
}

/// A page at a former address, which leads to the present one.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
