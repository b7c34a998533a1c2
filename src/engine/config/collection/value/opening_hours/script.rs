//! Formats opening hours as the JSON that the theme's `hours.js` reads from a page.
//!
//! It is compact, because each card of a listing contains it: times are minutes since midnight, two for each range, and
//! empty values are left out. Past exceptions are included, so that a place's card doesn't change from day to day.

use serde_json::{Map, Value, json};

use super::period::{NEW_YEARS, YearSpan};
use super::{Feast, Holidays, Hours, OpeningHours};

impl OpeningHours {
    /// Returns
    /// `{"weekly":[[],[540,720,840,1020],…],"holidays":"open","exceptions":[["2026-10-01","2026-10-07",[540,1080]]]}`.
    /// The hours of a day are its times, `[]` if it is closed, or one of the words `untimed`, `appointment` and
    /// `unknown`; `null` are those of any such weekday. An exception has its note and its weekdays after its hours.
    pub fn script(&self) -> String {
        let mut script = Map::new();
        script.insert("weekly".to_owned(), self.weekly.iter().map(day).collect());
        let mut list = |key: &str, values: Vec<Value>| {
            if !values.is_empty() {
                script.insert(key.to_owned(), Value::Array(values));
            }
        };
        let seasons = self.seasons.iter().map(|season| {
            let YearSpan { from, to } = season.period;
            json!([from, to, season.weekly.iter().map(day).collect::<Value>()])
        });
        list("seasons", seasons.collect());
        list("monthly", self.monthly.iter().map(|nth| json!([nth.nth, nth.weekday, day(&nth.hours)])).collect());
        let feasts = self.feasts.iter().map(|feast| {
            let name = match &feast.feast {
                Feast::Lunar { from, to } => json!([from, to]),
                Feast::Named(name) => json!(name),
            };
            json!([name, feast.hours.as_ref().map(day)])
        });
        list("feasts", feasts.collect());
        if self.feasts.iter().any(|feast| matches!(feast.feast, Feast::Lunar { .. })) {
            list("lunar", NEW_YEARS.iter().map(|first| json!(first.to_string())).collect());
        }
        let exceptions = self.exceptions.iter().map(|exception| {
            let hours = exception.hours.as_ref().map(day);
            let mut parts = vec![json!(exception.from.to_string()), json!(exception.to.to_string()), json!(hours)];
            if exception.note.is_some() || exception.weekdays.is_some() {
                parts.push(json!(exception.note.as_deref().unwrap_or_default()));
            }
            parts.extend(exception.weekdays.map(|weekdays| json!(weekdays)));
            Value::Array(parts)
        });
        list("exceptions", exceptions.collect());
        let rule = self.holidays.as_ref().map(|rule| match rule {
            Holidays::Own(hours) => day(hours),
            rule => json!(rule),
        });
        script.extend(rule.map(|rule| ("holidays".to_owned(), rule)));
        if self.working {
            script.insert("working".to_owned(), json!(true));
        }
        if !self.unread.is_empty() {
            script.insert("unread".to_owned(), json!(true));
        }
        Value::Object(script).to_string()
    }
}

fn day(hours: &Hours) -> Value {
    match hours {
        Hours::Untimed => json!("untimed"),
        Hours::Appointment => json!("appointment"),
        Hours::Unknown => json!("unknown"),
        Hours::Open(ranges) => ranges.iter().flat_map(|range| [range.start, range.end]).collect(),
        Hours::Closed => json!([]),
    }
}
