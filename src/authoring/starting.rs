//! The starter site's files → the same for a body, its districts and the day on which they are written.
//!
//! The files are a site as they stand, written for one day. Their dates move with the day, by whole weeks, so that a
//! Saturday stays one and the next event is always a few days off.

use jiff::Span;
use jiff::civil::{Date, date};

use crate::base::text::slugify;

/// The day for which the starter's dates are written, and how they are: `2026-11-23`.
const WRITTEN_FOR: Date = date(2026, 11, 23);
const DATE_LENGTH: usize = 10;

/// The lines of the starter's `site.yaml` that are replaced, by their beginnings.
const TITLE: &str = "title: ";
const ORGANISATION: &str = "organisation: ";
const COLOR: &str = "theme_options: ";
const DISTRICTS: [&str; 2] = ["      downtown: ", "      county: {title: 县域"];
/// How an entry of the starter says where it is.
const PLACES: [&str; 2] = ["district: downtown", "district: county"];

/// What a new site begins with. What isn't given stays as the starter has it.
#[derive(Clone, Debug)]
pub struct Starting {
    pub today: Date,
    pub title: String,
    pub organisation: String,
    /// The names of the districts.
    pub districts: Vec<String>,
    /// `#rrggbb`
    pub color: String,
}

impl Starting {
    /// The starter as it is, on a day.
    #[must_use]
    pub fn on(today: Date) -> Self {
        Self { today, title: String::new(), organisation: String::new(), districts: Vec::new(), color: String::new() }
    }

    /// Returns what is written for a file of the starter.
    #[must_use]
    pub fn fit(&self, name: &str, text: &str) -> String {
        if name == "site.yaml" {
            return self.settings(text);
        }
        if !name.starts_with("content/") || !name.ends_with(".md") {
            return text.to_owned();
        }
        let keys = self.district_keys();
        let mut fitted = moved(text, self.weeks());
        for (index, place) in PLACES.iter().enumerate() {
            if let Some((key, _)) = keys.get(index).or(keys.last()) {
                fitted = fitted.replace(&format!("{place}\n"), &format!("district: {key}\n"));
            }
        }
        fitted
    }

    /// The days between the starter's day and this one, in whole weeks.
    fn weeks(&self) -> i32 {
        let days = WRITTEN_FOR.until(self.today).map_or(0, |span| span.get_days());
        days.div_euclid(7) * 7
    }

    fn settings(&self, text: &str) -> String {
        let mut fitted = String::new();
        for line in text.lines() {
            let given = [(TITLE, &self.title), (ORGANISATION, &self.organisation)];
            let given = given.into_iter().find(|(key, value)| line.starts_with(key) && !value.is_empty());
            if let Some((key, value)) = given {
                fitted += &format!("{key}{}\n", quoted(value));
            } else if line.starts_with(COLOR) && !self.color.is_empty() {
                fitted += &format!("{COLOR}{{color: {}}}\n", quoted(&self.color));
            } else if !self.districts.is_empty() && line.starts_with(DISTRICTS[0]) {
                for (key, title) in self.district_keys() {
                    fitted += &format!("      {key}: {{title: {}}}\n", quoted(title));
                }
            } else if self.districts.is_empty() || !line.starts_with(DISTRICTS[1]) {
                fitted += line;
                fitted.push('\n');
            }
        }
        fitted
    }

    /// The districts with the keys that stand in addresses: their pinyin.
    fn district_keys(&self) -> Vec<(String, &str)> {
        let mut keys: Vec<(String, &str)> = Vec::new();
        for title in &self.districts {
            let slug = slugify(title);
            let key = if slug.is_empty() { format!("district-{}", keys.len() + 1) } else { slug };
            if !keys.iter().any(|(known, _)| *known == key) {
                keys.push((key, title));
            }
        }
        keys
    }
}

/// A text for YAML, whatever is in it.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Returns a text with every date in it moved by some days.
fn moved(text: &str, days: i32) -> String {
    let mut fitted = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let word = rest.get(..DATE_LENGTH).filter(|word| word.get(4..5) == Some("-") && word.get(7..8) == Some("-"));
        let found = word.and_then(|word| word.parse().ok());
        let day = found.and_then(|day: Date| day.checked_add(Span::new().try_days(days).ok()?).ok());
        let length = if let Some(day) = day {
            fitted += &day.to_string();
            DATE_LENGTH
        } else {
            fitted.push(character);
            character.len_utf8()
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    fitted
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = "title: 我们的科普网站\norganisation: 某市科学技术局\ntheme_options: {color: \"#0b6e4f\"}\n    terms:\n      downtown: {title: 城区}\n      county: {title: 县域, aliases: [县]}\n      county: {title: 县级}\n";

    #[test]
    fn dates_move_by_whole_weeks() {
        let on = |day: Date| Starting::on(day).fit("content/events/a.md", "start: 2026-12-05 09:00\n第2026-12-05号\n");
        assert_eq!(on(date(2026, 11, 23)), "start: 2026-12-05 09:00\n第2026-12-05号\n");
        assert_eq!(on(date(2026, 11, 29)), on(date(2026, 11, 23)));
        assert_eq!(on(date(2026, 11, 30)), "start: 2026-12-12 09:00\n第2026-12-12号\n");
        assert_eq!(on(date(2026, 11, 22)), "start: 2026-11-28 09:00\n第2026-11-28号\n");
        assert_eq!(on(date(2028, 3, 1)), "start: 2028-03-11 09:00\n第2028-03-11号\n");
    }

    #[test]
    fn whoever_says_nothing_gets_the_starter() {
        assert_eq!(Starting::on(WRITTEN_FOR).fit("site.yaml", SETTINGS), SETTINGS);
        assert_eq!(Starting::on(date(2027, 1, 1)).fit("static/a.txt", "2026-12-05"), "2026-12-05");
    }

    #[test]
    fn the_answers_are_written_down() {
        let answers = Starting {
            title: "江城\"科普\"".to_owned(),
            organisation: "江城市科协: 科普部".to_owned(),
            districts: ["江阳区", "泸县", "江阳区", "♥"].map(str::to_owned).to_vec(),
            color: "#1c5f9e".to_owned(),
            ..Starting::on(WRITTEN_FOR)
        };
        let expected = "title: \"江城\\\"科普\\\"\"\norganisation: \"江城市科协: 科普部\"\ntheme_options: {color: \"#1c5f9e\"}\n    terms:\n      jiang-yang-qu: {title: \"江阳区\"}\n      lu-xian: {title: \"泸县\"}\n      district-3: {title: \"♥\"}\n      county: {title: 县级}\n";
        assert_eq!(answers.fit("site.yaml", SETTINGS), expected);
        assert_eq!(answers.fit("content/bases/a.md", "district: county\n"), "district: lu-xian\n");
        let one = Starting { districts: vec!["泸县".to_owned()], ..answers };
        assert_eq!(one.fit("content/bases/a.md", "district: county\n"), "district: lu-xian\n");
    }

    #[test]
    fn the_starter_has_the_lines_that_are_replaced() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/io/disk/starter/");
        #[allow(clippy::disallowed_methods, reason = "tests read files")]
        let settings = std::fs::read_to_string(format!("{root}site.yaml")).unwrap();
        for beginning in [TITLE, ORGANISATION, COLOR, DISTRICTS[0], DISTRICTS[1]] {
            assert_eq!(settings.lines().filter(|line| line.starts_with(beginning)).count(), 1, "{beginning}");
        }
    }
}
