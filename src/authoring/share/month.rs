//! What a month, or a number of days in a row, brings: what takes place, and the articles that are new.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::base::url::Url;
use crate::build::Ready;
use crate::config::collection::Facet;
use crate::content::Occurrence;
use crate::site::{EntryId, Site};
use crate::view::month_title;

/// What takes longer is a drive and no appointment.
const MOST_DAYS: i64 = 10;

/// An event and when it takes place within the days, in order; never empty.
pub struct DatedEvent {
    pub id: EntryId,
    pub times: Vec<Occurrence>,
}

/// The days from one to another, both included, in the site's main language.
pub struct DaySpan {
    pub first: Date,
    pub last: Date,
    /// What can be gone to, the soonest first.
    pub events: Vec<DatedEvent>,
    /// What lasts longer, the soonest first.
    pub drives: Vec<DatedEvent>,
    /// Articles that were published on these days, the oldest first.
    pub articles: Vec<EntryId>,
}

impl DaySpan {
    pub fn of(ready: &Ready, first: Date, last: Date) -> Self {
        let site = ready.site();
        let (mut events, mut drives, mut articles) = (Vec::new(), Vec::new(), Vec::new());
        for id in site.ids().filter(|id| site.representative(*id) == *id) {
            let entry = site.entry(id);
            if let Some(schedule) = &entry.schedule {
                let touches = |time: &&Occurrence| time.start.date <= last && time.end.date >= first;
                let times: Vec<Occurrence> = schedule.occurrences.iter().filter(touches).copied().collect();
                let long =
                    times.iter().any(|time| time.end.date.duration_since(time.start.date).as_hours() > 24 * MOST_DAYS);
                if !times.is_empty() {
                    if long { &mut drives } else { &mut events }.push(DatedEvent { id, times });
                }
            }
            let listed = site.collection(id).listing && site.collection(id).has(Facet::Publication);
            let published = entry.publication.as_ref().map(|publication| publication.date.date);
            if listed && published.is_some_and(|date| (first..=last).contains(&date)) {
                articles.push(id);
            }
        }
        let sooner = |dated: &DatedEvent| (dated.times[0].start, dated.id);
        events.sort_by_key(sooner);
        drives.sort_by_key(sooner);
        articles.sort_by_key(|id| (site.entry(*id).publication.as_ref().map(|publication| publication.date), *id));
        Self { first, last, events, drives, articles }
    }

    /// The week that a day belongs to, from Monday to Sunday.
    pub fn week(ready: &Ready, day: Date) -> Self {
        let monday = day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day);
        Self::of(ready, monday, monday.checked_add(6.days()).unwrap_or(monday))
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.drives.is_empty() && self.articles.is_empty()
    }
}

/// A calendar month.
pub struct Month {
    pub year: i16,
    pub month: i8,
    pub days: DaySpan,
    /// The page of the site that shows it: its calendar, or else the home page.
    pub page: Url,
}

impl Month {
    pub fn of(ready: &Ready, year: i16, month: i8) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        let days = DaySpan::of(ready, first, first.last_of_month());
        let site = ready.site();
        let calendars = site
            .with_facet(Facet::Schedule)
            .map(|collection| ready.addresses_of().month(&collection.name, &site.config.language, year, month));
        let page = calendars.into_iter().find(|url| ready.routes().get(url).is_some()).unwrap_or_else(Url::root);
        Some(Self { year, month, days, page })
    }

    /// The month in words: 2026年5月.
    pub fn name(&self, site: &Site) -> String {
        month_title(self.year, self.month, &site.config.language)
    }

    pub fn title(&self, site: &Site) -> String {
        let title = site.config.title.get(&site.config.language);
        if is_chinese(site) {
            format!("{}｜{title}", self.name(site))
        } else {
            format!("{title}, {}", self.name(site))
        }
    }

    /// How much there is, and the first titles.
    pub fn summary(&self, ready: &Ready) -> String {
        let site = ready.site();
        let DaySpan { events, drives, articles, .. } = &self.days;
        let (count, new) = (events.len() + drives.len(), articles.len());
        let titles = articles.iter().chain(events.iter().chain(drives).map(|event| &event.id));
        let titles: Vec<&str> = titles.take(4).map(|id| site.entry(*id).title.as_str()).collect();
        if is_chinese(site) {
            format!("本月活动{count}项，新文章{new}篇：{}。", titles.join("；"))
        } else {
            format!("{count} events and {new} articles this month: {}.", titles.join("; "))
        }
    }
}

pub fn is_chinese(site: &Site) -> bool {
    site.config.language.split('-').next() == Some("zh")
}
