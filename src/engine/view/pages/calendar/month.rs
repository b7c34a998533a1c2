//! A month → weeks of days, with bars across them for what lasts several.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::content::Occurrence;
use crate::route::Route;
use crate::view::calendar_items::{by_day, item, items};
use crate::view::date::{is_chinese, month_title};
use crate::view::head::{self, Draft};
use crate::view::model::{BarView, DayView, LinkView, MonthPage};
use crate::view::scene::Scene;
use crate::view::times::{Timed, last_day, lasts_days};

pub fn month(scene: &Scene, route: &Route, name: &str, language: &str, year: i16, month: i8) -> MonthPage {
    let site = &scene.site;
    let first = Date::new(year, month, 1).unwrap_or(site.today.0);
    let last = first.last_of_month();
    let touches = |(occurrence, _): &&Timed| occurrence.start.date <= last && last_day(occurrence) >= first;
    let touching: Vec<&Timed> = scene.times(name, language).iter().filter(touches).collect();
    let own = month_title(year, month, language);
    let section = head::collection_title(scene, name, language);
    let title = if is_chinese(language) { format!("{own}{section}") } else { format!("{section}: {own}") };
    let mut draft = Draft::new("month", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    draft.alternates = head::alternates(scene, |language| scene.addresses().month(name, language, year, month));
    draft.meta = head::column_tags(scene, name, language);
    draft.subscriptions = head::calendar_subscription(scene, name, language).into_iter().collect();
    let beside = |date: Option<Date>| {
        let date = date?;
        let url = scene.addresses().month(name, language, date.year(), date.month());
        scene.routes.get(&url)?;
        Some(LinkView { title: month_title(date.year(), date.month(), language), url: url.to_string() })
    };
    let mut ways = scene.ways(name, language).clone();
    for month in &mut ways.months {
        month.current = month.url == route.url;
    }
    let began = |(occurrence, _): &&&Timed| occurrence.start.date < first;
    MonthPage {
        year,
        month,
        as_of: scene.as_of(language),
        weeks: weeks(first).map(|week| days(scene, week, month, &touching, language)).collect(),
        count: touching.len(),
        ongoing: items(scene, touching.iter().filter(began).copied(), language),
        days: by_day(scene, touching.iter().filter(|time| !began(time)).copied(), language),
        previous: beside(first.yesterday().ok()),
        next: beside(last.tomorrow().ok()),
        ways,
        page: draft.finish(scene, route),
    }
}

/// The Mondays of the weeks that a month has days in.
fn weeks(first: Date) -> impl Iterator<Item = Date> {
    let last = first.last_of_month();
    let monday = first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).unwrap_or(first);
    std::iter::successors(Some(monday), |monday| monday.checked_add(7.days()).ok()).take_while(move |day| *day <= last)
}

fn days(scene: &Scene, monday: Date, month: i8, touching: &[&Timed], language: &str) -> Vec<DayView> {
    let dates: Vec<Date> = (0..7).filter_map(|offset| monday.checked_add(i64::from(offset).days()).ok()).collect();
    let inside: Vec<Date> = dates.iter().copied().filter(|date| date.month() == month).collect();
    let lanes = lanes(touching, &inside);
    let bar = |time: &Timed, date: Date| {
        let Occurrence { start, end } = time.0;
        let here = |day: &&Date| (start.date..=end.date).contains(*day);
        BarView {
            item: item(scene, time, language),
            starts: start.date == date,
            ends: end.date == date,
            days_left: inside.iter().filter(here).filter(|day| **day >= date).count(),
            first: inside.iter().find(here) == Some(&date),
        }
    };
    let day = |date: &Date| {
        let inside = date.month() == month;
        let on_day = |time: &Timed| inside && time.0.start.date <= *date && time.0.end.date >= *date;
        let mut bars: Vec<Option<BarView>> =
            lanes.iter().map(|lane| lane.iter().find(|time| on_day(time)).map(|time| bar(time, *date))).collect();
        while bars.last().is_some_and(Option::is_none) {
            bars.pop();
        }
        let alone = touching
            .iter()
            .filter(|(occurrence, _)| inside && occurrence.start.date == *date && !lasts_days(occurrence));
        DayView {
            iso: date.to_string(),
            day: date.day(),
            weekday: date.weekday().to_monday_one_offset(),
            inside,
            today: *date == scene.site.today.0,
            holiday: scene.promises.holidays.holiday(*date).map(|holiday| holiday.name(is_chinese(language))),
            bars,
            items: items(scene, alone.copied(), language),
        }
    };
    dates.iter().map(day).collect()
}

/// Rows for the bars of a week: what lasts several days keeps its row, and takes the first that is free on all of
/// them, so that a bar goes straight across and none lies on another. The longest of those that begin together come
/// first, so that short ones fill what is left.
fn lanes<'t>(touching: &[&'t Timed], days: &[Date]) -> Vec<Vec<&'t Timed>> {
    let (Some(first), Some(last)) = (days.first(), days.last()) else { return Vec::new() };
    let span = |(occurrence, _): &Timed| (occurrence.start.date.max(*first), occurrence.end.date.min(*last));
    let mut bars: Vec<&Timed> =
        touching.iter().copied().filter(|time| lasts_days(&time.0) && span(time).0 <= span(time).1).collect();
    bars.sort_by_key(|time| (span(time).0, std::cmp::Reverse(time.0.end.date), time.0.start.date, time.1));
    let mut lanes: Vec<Vec<&Timed>> = Vec::new();
    for bar in bars {
        let free = |lane: &&mut Vec<&Timed>| lane.last().is_none_or(|before| span(before).1 < span(bar).0);
        match lanes.iter_mut().find(free) {
            Some(lane) => lane.push(bar),
            None => lanes.push(vec![bar]),
        }
    }
    lanes
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::base::time::When;
    use crate::site::EntryId;

    fn time(id: u32, from: Date, to: Date) -> Timed {
        let when = |date| When { date, time: None };
        (Occurrence { start: when(from), end: when(to) }, EntryId(id))
    }

    fn drawn(times: &[Timed], days: &[Date]) -> Vec<Vec<u32>> {
        let touching: Vec<&Timed> = times.iter().collect();
        lanes(&touching, days).iter().map(|lane| lane.iter().map(|time| time.1.0).collect()).collect()
    }

    fn week(monday: Date) -> Vec<Date> {
        (0..7).map(|offset| monday.checked_add(i64::from(offset).days()).unwrap()).collect()
    }

    #[test]
    fn bars_take_the_first_row_that_is_free() {
        let times = [
            time(1, date(2026, 5, 18), date(2026, 5, 20)),
            time(2, date(2026, 5, 19), date(2026, 5, 21)),
            time(3, date(2026, 5, 21), date(2026, 5, 24)),
            time(4, date(2026, 5, 22), date(2026, 5, 23)),
            time(5, date(2026, 5, 20), date(2026, 5, 20)),
        ];
        assert_eq!(drawn(&times, &week(date(2026, 5, 18))), [vec![1, 3], vec![2, 4]], "one day alone is no bar");
    }

    #[test]
    fn of_bars_that_begin_together_the_longest_is_above() {
        let times = [time(1, date(2026, 5, 18), date(2026, 5, 19)), time(2, date(2026, 5, 1), date(2026, 6, 30))];
        assert_eq!(drawn(&times, &week(date(2026, 5, 18))), [[2], [1]]);
    }

    #[test]
    fn a_bar_is_cut_at_the_ends_of_the_week_and_of_the_month() {
        let across = [time(1, date(2026, 4, 28), date(2026, 5, 4)), time(2, date(2026, 5, 4), date(2026, 5, 5))];
        let may = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)];
        assert_eq!(drawn(&across, &may), [[1]], "the second is not in these days");
        assert_eq!(drawn(&across, &week(date(2026, 5, 4))), [[2], [1]]);
        assert_eq!(drawn(&across, &[]), Vec::<Vec<u32>>::new());
    }

    #[test]
    fn a_night_is_no_bar() {
        let when = |text| When::parse(text, &jiff::tz::TimeZone::UTC).unwrap();
        let lasts = |start, end| lasts_days(&Occurrence { start: when(start), end: when(end) });
        assert!(!lasts("2026-12-14 19:00", "2026-12-15 02:00"));
        assert!(lasts("2026-12-14 19:00", "2026-12-15 08:00"));
        assert!(lasts("2026-12-14", "2026-12-15"));
        assert!(lasts("2026-12-14 19:00", "2026-12-16 02:00"));
    }

    #[test]
    fn a_month_has_every_week_that_it_touches() {
        let all = |year, month| weeks(date(year, month, 1)).collect::<Vec<_>>();
        assert_eq!(all(2026, 2).first(), Some(&date(2026, 1, 26)));
        assert_eq!(all(2027, 2).len(), 4, "28 days from a Monday on");
        assert_eq!(all(2026, 8).last(), Some(&date(2026, 8, 31)));
    }
}
