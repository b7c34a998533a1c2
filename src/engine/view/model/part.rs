//! What pages have in common: the site, the head, cards and the values on them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::keyed::Keyed;
use crate::base::url::Url;
use crate::config::collection::value::opening_hours::Hours;
use crate::config::collection::value::{Figure, Point};
use crate::content::Status;

/// What is the same on every page of a language.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SiteView {
    /// The site's title.
    pub title: String,
    /// One sentence about the site.
    pub description: String,
    /// The home page of this language.
    pub url: Url,
    /// The language tag of the page, `zh-CN` say.
    pub language: String,
    /// Whether pages refer to each other by relative paths, so that the folder can be opened from a disk.
    pub relative: bool,
    /// Scheme and host, `https://kepu.example.org`.
    pub origin: String,
    /// The body that publishes the site.
    pub organisation: String,
    /// The zone that the site's times are in, `Asia/Shanghai` say; scripts tell the time by it.
    pub time_zone: String,
    /// The public holidays of this year and later as JSON, for the script that says "open now"; a year that isn't there isn't announced.
    pub holidays: String,
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
    /// The page that searches the site; none where it has no search.
    pub search: Option<SearchLinkView>,
    /// The home page in every language, for a language switch.
    pub languages: Vec<LanguageView>,
    /// Feeds and calendars of the whole site that readers can subscribe to.
    pub subscriptions: Vec<SubscriptionView>,
}

/// The site's search.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SearchLinkView {
    /// The search page of the language.
    pub url: Url,
    /// An OpenSearch description of it, for browsers.
    pub description: Url,
}

/// A title and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct LinkView {
    /// The words to show.
    pub title: String,
    /// An address on the site, or a whole one elsewhere.
    pub url: String,
}

/// A choice of pages that show parts of a collection.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct GroupView {
    /// What they go by: a field's label, 年份.
    pub title: String,
    /// The field's key, or `year`.
    pub key: String,
    /// The pages to choose from.
    pub items: Vec<CountedLink>,
}

/// A link and how many entries are behind it.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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

/// A language of the site.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SubscriptionView {
    /// What it carries.
    pub title: String,
    /// Its address.
    pub url: Url,
    /// The media type, `application/atom+xml` say.
    pub media_type: String,
    /// For a calendar on a public host: the address that a calendar program keeps asking, `webcal://…`.
    pub webcal: Option<String>,
}

/// The foot of every page.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct GovernmentView {
    /// The tag `SiteName`.
    pub site_name: String,
    /// The tag `SiteDomain`.
    pub site_domain: String,
    /// The tag `SiteIDCode`, ten characters.
    pub site_id_code: String,
}

/// What every page says about itself. Templates see it as `page`.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Head {
    /// The kind of page: home, entry, listing, archive, taxonomy, term, directory, month, agenda, weekend, figures,
    /// figures_year, targets, sitemap, search, styleguide, not_found.
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
    /// A picture of the page for whoever shows a link to it: of its cover, or a poster with its title. None where the site has
    /// no posters.
    pub image: Option<SocialImageView>,
    /// False for pages that search engines should leave out.
    pub indexed: bool,
}

/// What social networks show beside a link (the Open Graph protocol).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SocialImageView {
    /// The whole address.
    pub url: String,
    /// What it shows, in words.
    pub alt: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// What a poster shows: a picture of a title, for whoever shows a link to a page that has no cover.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct PosterView {
    pub title: String,
    /// The collection's title; on the home page's poster the body that publishes the site.
    pub section: String,
    pub language: String,
}

/// One `meta` tag.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MetaView {
    /// The tag's name; its case matters.
    pub name: String,
    /// The tag's content.
    pub content: String,
}

/// A day or a moment.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
    /// From Monday, 1, to Sunday, 7.
    pub weekday: i8,
    /// The day of the week in short: 周一, Mon.
    pub weekday_text: String,
}

/// One time of an event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct OccurrenceView {
    /// When it begins.
    pub start: DateView,
    /// When it ends; the beginning, where no end is given.
    pub end: DateView,
    /// The time in words.
    pub text: String,
    /// The day in short, for lists: 12月5日 周六. A day of another year than the build's has its year.
    pub day: String,
    /// The hours that go with it: 09:00–16:00. Empty for whole days.
    pub hours: String,
}

/// An entry on a listing: all that can be said of it without its body.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Card {
    /// The entry's title.
    pub title: String,
    /// Its language tag: a list may show an entry that isn't translated.
    pub language: String,
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
    pub place: Option<Box<PlaceView>>,
    /// What it can be found by in a directory, if it is a place.
    pub found_by: Option<Box<FoundBy>>,
    /// When it is, if the collection has the schedule facet.
    pub schedule: Option<Box<ScheduleView>>,
    /// When it will be, where the day isn't fixed yet: 2026年5月（具体时间待定）. Then there is no `schedule`. Empty otherwise.
    pub planned: String,
    /// Its own calendar, to be put into the visitor's; none without a time that stands, or where the site makes no calendars.
    pub calendar: Option<Url>,
    /// The cover picture.
    pub cover: Option<ImageView>,
    /// The cover that the program has drawn, 960 × 320 with the subject in the middle; none where there is a `cover`, or where the theme or the site wants none.
    pub drawn: Option<ImageView>,
    /// Values of the declared fields, by key; a field without a value is missing.
    pub fields: Keyed<Shown>,
    /// Whether it is a draft, or not yet published; such entries are built on request only.
    pub unpublished: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct ImageView {
    /// The address of the whole picture.
    pub url: Url,
    /// What it shows, in words.
    pub alt: String,
    /// The address for a page: of the widest of the smaller ones, if there are any.
    pub src: Url,
    /// In pixels, as it is shown; none where it isn't known.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    /// A class that gives its place the picture's own colour until it is there: `t` and three figures from 0 to 3. Empty for one that things shine through.
    pub tone: String,
    /// Whether it is a drawing with words for a light page: in the dark it is better shown reversed.
    pub diagram: bool,
    /// A class for where it is cropped: `focus-` and the side that tells most, `focus-top-left` say. Empty for the middle.
    pub focus: String,
    /// Who made it, or where it is from; empty if nobody says.
    pub credit: String,
    /// Its other widths in its own format, as the attribute `srcset` has them; empty if there are none.
    pub srcset: String,
    /// How wide it is shown, for the attribute `sizes`.
    pub sizes: String,
    /// The same in formats that are smaller, the best first.
    pub sources: Vec<PictureSourceView>,
}

/// A picture's files of one format.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct PictureSourceView {
    /// The media type, `image/avif` say.
    pub media_type: &'static str,
    /// Addresses and widths, as the attribute `srcset` has them.
    pub srcset: String,
}

/// The place facet.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct PlaceView {
    /// The address as written.
    pub address: String,
    /// The district's title; empty if it isn't known.
    pub district: String,
    /// The district's key.
    pub district_key: String,
    /// WGS-84 longitude and latitude.
    pub location: Option<Point>,
    /// Opening hours, if they are known.
    pub hours: Option<HoursView>,
    /// Map services that show the place, none of which needs a key.
    pub maps: Vec<LinkView>,
}

/// What an entry of a directory can be filtered and searched by, for a script.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FoundBy {
    /// Its terms as `field:key`, and the keys of the filters that it passes: `district:naxi`, `free`.
    pub marks: Vec<String>,
    /// Its title and its other names.
    pub names: Vec<String>,
    /// The same in pinyin, syllables parted by hyphens: `ke-ji-guan`.
    pub spellings: Vec<String>,
}

/// When a place is open in an ordinary week, and what departs from it. Nothing here depends on the build's day.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct HoursView {
    /// The hours of each weekday, Monday first, outside of the seasons: each a `state` (`open`, `untimed`, `appointment`,
    /// `closed` or `unknown`), and if it is open the `ranges`.
    pub weekly: [Hours; 7],
    /// Whether that week says anything: it is known, and not every day is in a season.
    pub known: bool,
    /// The parts of a year that have a week of their own.
    pub seasons: Vec<SeasonView>,
    /// The weeks in words, a line for each set of days with the same hours: 周二至周日 09:00～17:00.
    pub week: Vec<String>,
    /// Days of a month and named holidays in words: 每月最后一个周一闭馆.
    pub days: Vec<String>,
    /// What is done on public holidays, in words; empty if nothing was said.
    pub holidays: String,
    /// What else is to be said: 16:30停止入场. Empty if nothing is.
    pub note: String,
    /// Whether visitors should call, because a part of the hours couldn't be read; that part is in the note.
    pub confirm: bool,
    /// The week as the `openingHours` of schema.org.
    pub schema: Vec<String>,
    /// The same as JSON, exceptions included, for the script that says "open now".
    pub script: String,
}

/// A part of every year with a week of its own.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SeasonView {
    /// When it is, in words: 5月1日至10月31日.
    pub text: String,
    /// The hours of each weekday, Monday first.
    pub weekly: [Hours; 7],
}

/// Days in a row that have hours of their own, or may have: exceptions and public holidays.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct SpecialDaysView {
    /// The first of them.
    pub from: DateView,
    /// The last of them.
    pub to: DateView,
    /// The days in words: 2026年10月1日至7日.
    pub text: String,
    /// Why: the holiday's name, or the note of the exception; empty if nothing was said.
    pub reason: String,
    /// `open`, `untimed` (open, at times that weren't said), `appointment`, `closed`, or `unknown` for a day about which
    /// nothing was said.
    pub state: &'static str,
    /// The hours in words; empty unless open.
    pub hours: String,
}

/// The schedule facet.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct ScheduleView {
    /// When it begins; for an event that repeats, the first time.
    pub start: DateView,
    /// When it ends; for an all-day event the last day, included.
    pub end: Option<DateView>,
    /// Whether it has no times of day.
    pub all_day: bool,
    /// The first time in words: 2026年5月18日（周一）09:00～11:30.
    pub text: String,
    /// The first day in short: 5月18日 周一.
    pub day: String,
    /// The hours that go with it.
    pub hours: String,
    /// What has become of it.
    pub status: Status,
    /// The status in words, 已取消 say; empty for an event that takes place as planned.
    pub status_text: String,
    /// The time before it was moved.
    pub previous_start: Option<DateView>,
    /// How it repeats, in words; empty if it doesn't.
    pub recurrence_text: String,
    /// The next time as seen from the build's day, or the one that is going on; none when all are over.
    pub next: Option<OccurrenceView>,
    /// For an event that repeats, the times after `next`, eight at most: a script moves on to them.
    pub later: Vec<OccurrenceView>,
    /// The last day on which it takes place, `2026-05-18`.
    pub last_day: String,
    /// How many times are still to come, the one that is going on included.
    pub coming: usize,
    /// Whether it is over on the build's day.
    pub past: bool,
}

/// A declared field's value, ready to be shown.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
    // Boxed as in the field values: large and rare.
    Figure(Box<Figure>),
    /// Several of them.
    List(Vec<Shown>),
    /// Nested fields, by key.
    Group(Keyed<Shown>),
}

/// A field with its label, for pages that show whatever there is.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct TocItem {
    /// From 1 to 6, as written.
    pub level: u8,
    /// The anchor, without `#`.
    pub id: String,
    /// Its words, without markup.
    pub title: String,
}
