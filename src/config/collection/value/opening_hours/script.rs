//! Formats opening hours as the JSON that the theme's `hours.js` reads from a page.
//!
//! It is compact, because each card of a listing contains it: times are minutes since midnight, two for each range, and
//! empty values are left out. Past exceptions are included, so that a place's card doesn't change from day to day.

use serde_json::{Map, Value, json};

use super::{OpeningHours, Range};

impl OpeningHours {
    /// Returns
    /// `{"weekly":[[],[540,720,840,1020],…],"holidays":"open","exceptions":[["2026-10-01","2026-10-07",[540,1080]]]}`,
    /// with the note of an exception after its hours.
    pub fn script(&self) -> String {
        let mut script = Map::new();
        script.insert("weekly".to_owned(), self.weekly.iter().map(|ranges| times(ranges)).collect());
        script.extend(self.holidays.map(|rule| ("holidays".to_owned(), json!(rule))));
        let exceptions: Vec<Value> = self
            .exceptions
            .iter()
            .map(|exception| {
                let mut parts =
                    vec![json!(exception.from.to_string()), json!(exception.to.to_string()), times(&exception.ranges)];
                parts.extend(exception.note.as_ref().map(|note| json!(note)));
                Value::Array(parts)
            })
            .collect();
        if !exceptions.is_empty() {
            script.insert("exceptions".to_owned(), Value::Array(exceptions));
        }
        Value::Object(script).to_string()
    }
}

fn times(ranges: &[Range]) -> Value {
    ranges.iter().flat_map(|range| [range.start, range.end]).collect()
}
