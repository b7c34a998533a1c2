//! Times as lists and calendars show them, each with its entry's card.

use jiff::civil::Date;

use super::date::{date_view, day_view, hours_text};
use super::model::{AgendaDay, CalendarItem};
use super::scene::Scene;
use super::times::{Timed, lasts_days};

pub fn item(scene: &Scene, (occurrence, id): &Timed, language: &str) -> CalendarItem {
    let zone = &scene.site.config.zone;
    let hours = hours_text(occurrence);
    CalendarItem {
        entry: scene.card_in(*id, language),
        start: date_view(occurrence.start, language, zone),
        end: date_view(occurrence.end, language, zone),
        text: if hours.is_empty() { scene.word(language, "all_day").to_owned() } else { hours },
        several: lasts_days(occurrence),
    }
}

pub fn items<'t>(scene: &Scene, times: impl Iterator<Item = &'t Timed>, language: &str) -> Vec<CalendarItem> {
    times.map(|time| item(scene, time, language)).collect()
}

/// Times in order, gathered by the day on which they begin.
pub fn by_day<'t>(scene: &Scene, times: impl Iterator<Item = &'t Timed>, language: &str) -> Vec<AgendaDay> {
    let mut days: Vec<(Date, AgendaDay)> = Vec::new();
    for time in times {
        let date = time.0.start.date;
        if days.last().is_none_or(|(last, _)| *last != date) {
            let view = day_view(date, language, &scene.site.config.zone);
            days.push((date, AgendaDay { date: view, items: Vec::new() }));
        }
        if let Some((_, day)) = days.last_mut() {
            day.items.push(item(scene, time, language));
        }
    }
    days.into_iter().map(|(_, day)| day).collect()
}
