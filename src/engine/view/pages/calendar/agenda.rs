//! What is still to come → an agenda day after day, and the coming weekends.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::config::collection::{Field, FieldType};
use crate::route::{CalendarScope, Route};
use crate::view::calendar_items::{by_day, items};
use crate::view::date::{day_view, is_chinese};
use crate::view::head::{self, Draft};
use crate::view::model::{AgendaPage, LinkView, SubscriptionGroup, SubscriptionView, WeekendPage, WeekendView};
use crate::view::scene::Scene;
use crate::view::times::{Timed, last_day};
use crate::view::ways::Named;

/// Days that the agenda looks ahead.
const AGENDA_DAYS: i64 = 366;
/// Enough for a site that is built once a month to know of a weekend on the day before the next build.
const WEEKENDS: usize = 5;

/// Everything still to come, or what has a term in a field.
pub fn agenda(scene: &Scene, route: &Route, name: &str, language: &str, term: Option<(&str, &str)>) -> AgendaPage {
    let site = &scene.site;
    let today = site.today.0;
    let horizon = today.checked_add(AGENDA_DAYS.days()).unwrap_or(Date::MAX);
    let bears = |id| term.is_none_or(|(field, term)| site.term_keys(id, field).any(|key| key == term));
    let coming: Vec<&Timed> = scene
        .times(name, language)
        .iter()
        .filter(|(occurrence, _)| last_day(occurrence) >= today && occurrence.start.date <= horizon)
        .filter(|(_, id)| bears(*id))
        .collect();
    let began = |(occurrence, _): &&&Timed| occurrence.start.date < today;

    let word = scene.word(language, "agenda");
    let of = match term {
        Some((field, term)) => term_title(scene, name, field, term, language),
        None => head::collection_title(scene, name, language),
    };
    let title = if is_chinese(language) { format!("{of}·{word}") } else { format!("{of}: {word}") };
    let mut draft = Draft::new("agenda", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    if term.is_some() {
        let whole = scene.addresses().agenda(name, language, None);
        draft.breadcrumbs.push(LinkView { title: word.to_owned(), url: whole.to_string() });
    }
    draft.alternates = head::alternates(scene, |language| scene.addresses().agenda(name, language, term));
    draft.meta = head::column_tags(scene, name, language);
    draft.subscriptions = match term {
        Some(term) => term_calendar(scene, name, language, term, &of).into_iter().collect(),
        None => head::calendar_subscription(scene, name, language).into_iter().collect(),
    };
    let mut ways = scene.ways(name, language).clone();
    for item in ways.groups.iter_mut().flat_map(|group| &mut group.items) {
        item.current = item.url == route.url;
    }
    AgendaPage {
        as_of: scene.as_of(language),
        term: term.map(|_| LinkView { title: of, url: route.url.to_string() }),
        count: coming.len(),
        ongoing: items(scene, coming.iter().filter(began).copied(), language),
        days: by_day(scene, coming.iter().filter(|time| !began(time)).copied(), language),
        ways,
        calendars: if term.is_none() { calendars(scene, name, language) } else { Vec::new() },
        page: draft.finish(scene, route),
    }
}

fn term_title(scene: &Scene, name: &str, field: &str, term: &str, language: &str) -> String {
    let found = scene.site.collections[name].field(field).and_then(|field| match field.field_type.item() {
        FieldType::Term { taxonomy } => scene.term(taxonomy, term, language),
        _ => None,
    });
    found.map_or(term, |link| link.title.as_str()).to_owned()
}

fn term_calendar(
    scene: &Scene,
    name: &str,
    language: &str,
    (field, term): (&str, &str),
    title: &str,
) -> Option<SubscriptionView> {
    let scope = CalendarScope::Term {
        collection: name.to_owned(),
        language: language.to_owned(),
        field: field.to_owned(),
        term: term.to_owned(),
    };
    let url = scene.addresses().calendar(&scope, |id| scene.routes.entry(id).clone());
    scene.routes.get(&url)?;
    Some(head::subscription(scene, title, url, "text/calendar"))
}

/// Every calendar that can be subscribed to, by the field that chooses what is in it.
fn calendars(scene: &Scene, name: &str, language: &str) -> Vec<SubscriptionGroup> {
    let collection = &scene.site.collections[name];
    let group = |field: &Field| {
        let items: Vec<SubscriptionView> = match Named::by(scene, collection, language, field) {
            Named::Entries(entries) => {
                let calendar = |target| {
                    let url = scene.routes.calendar_of(target)?.clone();
                    Some(head::subscription(scene, &scene.site.entry(target).title, url, "text/calendar"))
                };
                entries.into_keys().filter_map(calendar).collect()
            }
            Named::Terms(terms) => terms
                .iter()
                .filter_map(|(key, title, _)| term_calendar(scene, name, language, (&field.key, key), title))
                .collect(),
        };
        let (title, key) = (field.label.get(language).to_owned(), field.key.to_string());
        (!items.is_empty()).then_some(SubscriptionGroup { title, key, items })
    };
    collection.fields.iter().filter(|field| field.calendar).filter_map(group).collect()
}

/// The coming weekends: that of the build's week, also on its Sunday, and those after it.
pub fn weekend(scene: &Scene, route: &Route, name: &str, language: &str) -> WeekendPage {
    let site = &scene.site;
    let section = head::collection_title(scene, name, language);
    let word = scene.word(language, "weekend");
    let title = if is_chinese(language) { format!("{section}·{word}") } else { format!("{section}: {word}") };
    let mut draft = Draft::new("weekend", title, language);
    draft.section = name;
    draft.breadcrumbs = head::breadcrumbs(scene, language, Some(name));
    draft.alternates = head::alternates(scene, |language| scene.addresses().weekend(name, language));
    draft.meta = head::column_tags(scene, name, language);
    draft.subscriptions = head::calendar_subscription(scene, name, language).into_iter().collect();
    let view = |(saturday, sunday): (Date, Date)| {
        let touches = |(occurrence, _): &&Timed| occurrence.start.date <= sunday && last_day(occurrence) >= saturday;
        let touching: Vec<&Timed> = scene.times(name, language).iter().filter(touches).collect();
        let began = |(occurrence, _): &&&Timed| occurrence.start.date < saturday;
        WeekendView {
            saturday: day_view(saturday, language, &site.config.zone),
            sunday: day_view(sunday, language, &site.config.zone),
            days: by_day(scene, touching.iter().filter(|time| !began(time)).copied(), language),
            ongoing: items(scene, touching.iter().filter(began).copied(), language),
        }
    };
    WeekendPage {
        as_of: scene.as_of(language),
        weekends: weekends(site.today.0).take(WEEKENDS).map(view).collect(),
        ways: scene.ways(name, language).clone(),
        page: draft.finish(scene, route),
    }
}

/// Saturdays and Sundays, from those of a day's week on. A week begins on Monday.
fn weekends(day: Date) -> impl Iterator<Item = (Date, Date)> {
    let to_saturday = 5 - i64::from(day.weekday().to_monday_zero_offset());
    let first = day.checked_add(to_saturday.days()).ok();
    std::iter::successors(first, |saturday| saturday.checked_add(7.days()).ok())
        .filter_map(|saturday| Some((saturday, saturday.tomorrow().ok()?)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::weekends;

    #[test]
    fn a_weekend_is_that_of_the_week_also_on_its_sunday() {
        let first = |year, month, day| weekends(date(year, month, day)).next().unwrap();
        assert_eq!(first(2026, 11, 23), (date(2026, 11, 28), date(2026, 11, 29)), "on Monday");
        assert_eq!(first(2026, 11, 28), (date(2026, 11, 28), date(2026, 11, 29)), "on Saturday");
        assert_eq!(first(2026, 11, 29), (date(2026, 11, 28), date(2026, 11, 29)), "on Sunday");
        assert_eq!(first(2026, 11, 30), (date(2026, 12, 5), date(2026, 12, 6)), "on the Monday after");
    }

    #[test]
    fn a_weekend_goes_across_the_end_of_a_month_and_of_a_year() {
        let months: Vec<_> = weekends(date(2026, 1, 30)).take(2).collect();
        assert_eq!(months[0], (date(2026, 1, 31), date(2026, 2, 1)));
        assert_eq!(months[1], (date(2026, 2, 7), date(2026, 2, 8)));
        let years = weekends(date(2022, 12, 28)).next().unwrap();
        assert_eq!(years, (date(2022, 12, 31), date(2023, 1, 1)));
        assert_eq!(weekends(jiff::civil::Date::MAX).count(), 0, "time ends on a Friday");
    }
}
