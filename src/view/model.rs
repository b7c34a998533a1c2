//! The shapes of what templates and writers see. `docs/templates.md` is made from these
//! types and their comments; a field without a comment can't be explained to a theme author.
//!
//! All of it is plain, hashable data: equal views make equal bytes. Addresses are below
//! the site's own; where the site lives is added when a page is rendered.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::collection::Facet;
use crate::collection::value::{Figure, OpeningHours, Point};
use crate::content::Status;
use crate::fingerprint::Shared;
use crate::url::Url;

/// What is the same on every page of a language.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// The home page of this language.
    pub url: Url,
    /// The language tag of the page, `zh-CN` say.
    pub language: String,
    /// Scheme and host, `https://kepu.example.org`.
    pub origin: String,
    /// The body that publishes the site.
    pub organisation: String,
    /// The main menu.
    pub menu: Vec<LinkView>,
    /// The words and links at the foot of every page.
    pub footer: FooterView,
    /// The page tags of a public body, if the site is one's.
    pub government: Option<GovernmentView>,
    /// The theme's options: the site's `theme_options` over the theme's defaults.
    pub options: serde_json::Value,
    /// The theme's words in this language, from `i18n/`.
    pub words: BTreeMap<String, String>,
    /// The home page in every language, for a language switch.
    pub languages: Vec<LanguageView>,
    /// Feeds and calendars of the whole site that readers can subscribe to.
    pub subscriptions: Vec<SubscriptionView>,
}

/// A title and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct LinkView {
    /// The words to show.
    pub title: String,
    /// An address on the site, or a whole one elsewhere.
    pub url: String,
}

/// A language of the site.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct LanguageView {
    /// The language tag.
    pub language: String,
    /// The language's name in itself, 简体中文 say.
    pub name: String,
    /// The page in this language.
    pub url: Url,
    /// The same as a whole address, which `hreflang` links need.
    pub permalink: String,
}

/// A feed or a calendar.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct SubscriptionView {
    /// What it carries.
    pub title: String,
    /// Its address.
    pub url: Url,
    /// The media type, `application/atom+xml` say.
    pub media_type: String,
}

/// The foot of every page.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct FooterView {
    /// A notice in plain words; empty if there is none.
    pub notice: String,
    /// The body in charge (主办单位).
    pub host: String,
    /// How to reach it.
    pub contact: String,
    /// ICP registration number.
    pub icp: Option<String>,
    /// Public security registration number.
    pub police: Option<String>,
    /// Links such as the site map and the privacy statement.
    pub links: Vec<LinkView>,
}

/// Site tags of 国办发〔2017〕47号.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct GovernmentView {
    /// The tag `SiteName`.
    pub site_name: String,
    /// The tag `SiteDomain`.
    pub site_domain: String,
    /// The tag `SiteIDCode`, ten characters.
    pub site_id_code: String,
}

/// What every page says about itself. Templates see it as `page`.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct Head {
    /// The kind of page: home, entry, listing, archive, taxonomy, term, directory, month, agenda, sitemap, not_found.
    pub kind: &'static str,
    /// The page's own title; empty on the home page.
    pub title: String,
    /// A description for search engines.
    pub description: String,
    /// The page's address below the site's.
    pub url: Url,
    /// The page's whole address.
    pub permalink: String,
    /// The page's language tag.
    pub language: String,
    /// The collection that the page belongs to; empty if none.
    pub section: String,
    /// The way here from the home page, without the page itself.
    pub breadcrumbs: Vec<LinkView>,
    /// This page in the other languages, itself included; empty if it has no translation.
    pub alternates: Vec<LanguageView>,
    /// Meta tags by name, those of a public body included.
    pub meta: Vec<MetaView>,
    /// JSON-LD for a `script` of type `application/ld+json`; safe to put there as it is.
    pub json_ld: String,
    /// Feeds and calendars that belong to this page.
    pub subscriptions: Vec<SubscriptionView>,
    /// False for pages that search engines should leave out.
    pub indexed: bool,
}

/// One `meta` tag.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct MetaView {
    /// The tag's name; its case matters.
    pub name: String,
    /// The tag's content.
    pub content: String,
}

/// A day or a moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct DateView {
    /// `2026-05-18`, or `2026-05-18T09:30:00+08:00`.
    pub iso: String,
    /// As people read it: 2026年5月18日 09:30.
    pub text: String,
    /// The year, 2026 say.
    pub year: i16,
    /// The month, from 1 to 12.
    pub month: i8,
    /// The day of the month, from 1.
    pub day: i8,
}

/// An entry on a listing: all that can be said of it without its body.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct Card {
    /// The entry's title.
    pub title: String,
    /// Its page.
    pub url: Url,
    /// Its summary, or the beginning of its body.
    pub summary: String,
    /// The collection's name.
    pub collection: String,
    /// The collection's title.
    pub collection_title: String,
    /// The date of publication, if the collection has that facet.
    pub date: Option<DateView>,
    /// Where it is, if the collection has the place facet.
    pub place: Option<PlaceView>,
    /// When it is, if the collection has the schedule facet.
    pub schedule: Option<ScheduleView>,
    /// The cover picture.
    pub cover: Option<ImageView>,
    /// Values of the declared fields, by key; a field without a value is missing.
    pub fields: BTreeMap<String, Shown>,
    /// Whether it is a draft, or not yet published; such entries are built on request only.
    pub unpublished: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, JsonSchema)]
pub struct ImageView {
    /// Its address.
    pub url: Url,
    /// What it shows, in words.
    pub alt: String,
}

/// The place facet.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct PlaceView {
    /// The address as written.
    pub address: String,
    /// The district's title; empty if it isn't known.
    pub district: String,
    /// The district's key.
    pub district_key: String,
    /// WGS-84 longitude and latitude.
    pub location: Option<Point>,
    /// Opening hours as data, for a script that says "open now".
    pub hours: Option<OpeningHours>,
    /// Opening hours as people read them, a line each.
    pub hours_text: Vec<String>,
    /// Map services that show the place, none of which needs a key.
    pub maps: Vec<LinkView>,
}

/// The schedule facet.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct ScheduleView {
    /// When it begins; for an event that repeats, the first time.
    pub start: DateView,
    /// When it ends; for an all-day event the last day, included.
    pub end: Option<DateView>,
    /// Whether it has no times of day.
    pub all_day: bool,
    /// The first time in words: 2026年5月18日（周一）09:00～11:30.
    pub text: String,
    /// What has become of it.
    pub status: Status,
    /// The status in words, 已取消 say; empty for an event that takes place as planned.
    pub status_text: String,
    /// The time before it was moved.
    pub previous_start: Option<DateView>,
    /// How it repeats, in words; empty if it doesn't.
    pub recurrence_text: String,
    /// The last day on which it takes place, `2026-05-18`.
    pub last_day: String,
    /// Whether it is over on the build's day.
    pub past: bool,
}

/// A declared field's value, ready to be shown.
#[derive(Clone, Debug, PartialEq, Hash, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Shown {
    /// Text, numbers and durations in print; telephone numbers; addresses.
    Text(String),
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A date or a moment.
    Date(DateView),
    /// A term or an entry: its title and its page.
    Link(LinkView),
    /// A choice: `key` and `title`.
    Choice { key: String, title: String },
    /// A picture.
    Image(ImageView),
    /// A place on the Earth.
    Point(Point),
    /// Opening hours as lines.
    Lines(Vec<String>),
    /// A figure with its unit.
    Figure(Figure),
    /// Several of them.
    List(Vec<Shown>),
    /// Nested fields, by key.
    Group(BTreeMap<String, Shown>),
}

/// A field with its label, for pages that show whatever there is.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct Detail {
    /// The field's key.
    pub key: String,
    /// The label in the page's language.
    pub label: String,
    /// The type's name, `list of reference` say.
    pub field_type: String,
    /// The unit of a number; empty if none.
    pub unit: String,
    /// Its value.
    pub value: Shown,
    /// The fields of a group, with their labels; for a list of groups each field once, as the heads of a table.
    pub details: Vec<Detail>,
}

/// A heading of the body.
#[derive(Clone, Debug, Hash, Serialize, JsonSchema)]
pub struct TocItem {
    /// From 1 to 6, as written.
    pub level: u8,
    /// The anchor, without `#`.
    pub id: String,
    /// Its words, without markup.
    pub title: String,
}

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
    /// The facets of the collection.
    pub facets: Vec<Facet>,
    /// The collection as data files, on the first page.
    pub datasets: Vec<SubscriptionView>,
    /// For a schedule: entries not over yet on the build's day, the soonest first; empty on other listings.
    pub upcoming: Vec<Shared<Card>>,
    /// The day for which upcoming and past were told apart; none for other listings.
    pub as_of: Option<DateView>,
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
}

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
