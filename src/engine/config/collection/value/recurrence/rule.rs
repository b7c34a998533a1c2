//! Parses a rule, such as `freq=weekly; byday=sa`, into parts that conform to RFC 5545.
//!
//! Combinations of parts are checked as far as the RFC defines them. The dates and the event's start are not known
//! here.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::base::diagnostic::Localized;

/// The parts of a rule in source order, each of them checked.
///
/// The crate silently drops some parts that it can't parse, and it would read a local `UNTIL` in the time zone of the
/// machine that builds the site.
pub(super) struct Parts(Vec<(String, String)>);

pub(super) const FREQUENCIES: [&str; 5] = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"];
pub(super) const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Parts {
    pub(super) fn read(text: &str) -> Result<Self, Localized> {
        let upper = text.trim().to_ascii_uppercase();
        let rule = upper.strip_prefix("RRULE:").unwrap_or(&upper).trim();
        let mut parts = Self(Vec::new());
        for part in rule.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            let (key, value) = part.split_once('=').ok_or_else(|| not_a_rule(text))?;
            let (key, mut value) = (key.trim(), value.replace(' ', ""));
            if key == "UNTIL" {
                value = Until::parse(&value).ok_or_else(|| wrong_part(key, &value))?.print();
            } else if !is_good(key, &value) {
                return Err(wrong_part(key, &value));
            }
            if parts.get(key).is_some() {
                return Err(Localized {
                    zh: format!("重复规则里 {key} 写了两次"),
                    en: format!("{key} is given twice in the rule"),
                });
            }
            parts.0.push((key.to_owned(), value));
        }
        if parts.get("FREQ").is_none() {
            return Err(not_a_rule(text));
        }
        if parts.get("COUNT").is_some() && parts.get("UNTIL").is_some() {
            return Err(Localized {
                zh: "重复规则里 COUNT（次数）和 UNTIL（截止）只能写一个".to_owned(),
                en: "a rule may have COUNT or UNTIL, not both".to_owned(),
            });
        }
        if parts.get("BYSETPOS").is_some() && !parts.keys().any(|key| key.starts_with("BY") && key != "BYSETPOS") {
            return Err(Localized {
                zh: "BYSETPOS 要和 BYDAY、BYMONTHDAY 等一起用".to_owned(),
                en: "BYSETPOS needs another part to choose from, such as BYDAY or BYMONTHDAY".to_owned(),
            });
        }
        // RFC 5545 §3.3.10: a numbered weekday needs a month or a year to be counted in.
        let numbered = parts.list("BYDAY").iter().any(|day| day.len() > 2);
        if numbered && (!matches!(parts.get("FREQ"), Some("MONTHLY" | "YEARLY")) || parts.get("BYWEEKNO").is_some()) {
            return Err(Localized {
                zh: "BYDAY 里的序号（如 1SU）只能用于 FREQ=MONTHLY 或 FREQ=YEARLY".to_owned(),
                en: "a numbered day in BYDAY, such as 1SU, needs FREQ=MONTHLY or FREQ=YEARLY".to_owned(),
            });
        }
        Ok(parts)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(key, _)| key.as_str())
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    pub(super) fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).map(|value| value.split(',').collect()).unwrap_or_default()
    }

    pub(super) fn until(&self) -> Option<Until> {
        self.get("UNTIL").and_then(Until::parse)
    }

    /// Returns a part about times of day, if there is one.
    pub(super) fn times(&self) -> Option<String> {
        let part = self.0.iter().find(|(key, value)| {
            matches!(key.as_str(), "BYHOUR" | "BYMINUTE" | "BYSECOND") || key == "FREQ" && value == "HOURLY"
        });
        part.map(|(key, value)| format!("{key}={value}"))
    }

    /// Formats the rule with another `UNTIL` or without one.
    pub(super) fn join(&self, until: Option<&str>) -> String {
        let parts = self.0.iter().filter_map(|(key, value)| match (key.as_str(), until) {
            ("UNTIL", Some(until)) => Some(format!("UNTIL={until}")),
            ("UNTIL", None) => None,
            _ => Some(format!("{key}={value}")),
        });
        parts.collect::<Vec<_>>().join(";")
    }
}

/// Returns whether a value has the form and range that RFC 5545 §3.3.10 defines for its key.
fn is_good(key: &str, value: &str) -> bool {
    let whole = |text: &str, least: i32, most: i32| {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain && text.parse::<i32>().is_ok_and(|number| (least..=most).contains(&number))
    };
    let each = |least: i32, most: i32| value.split(',').all(|text| whole(text, least, most));
    let signed = |most: i32| each(-most, most) && value.split(',').all(|text| text.parse() != Ok(0));
    match key {
        "FREQ" => FREQUENCIES.contains(&value),
        "COUNT" => whole(value, 1, 99_999),
        "INTERVAL" => whole(value, 1, 1000),
        "BYSECOND" | "BYMINUTE" => each(0, 59),
        "BYHOUR" => each(0, 23),
        "BYMONTH" => each(1, 12),
        "BYMONTHDAY" => signed(31),
        "BYYEARDAY" | "BYSETPOS" => signed(366),
        "BYWEEKNO" => signed(53),
        "WKST" => DAYS.contains(&value),
        "BYDAY" => value.split(',').all(|day| {
            numbered_day(day).is_some_and(|(number, day)| {
                DAYS.contains(&day) && (number.is_empty() || whole(number, -53, 53) && number.parse() != Ok(0))
            })
        }),
        _ => false,
    }
}

/// Splits `-1SA` into `-1` and `SA`; the number of a bare `SA` is empty.
pub(super) fn numbered_day(day: &str) -> Option<(&str, &str)> {
    day.split_at_checked(day.len().checked_sub(2)?)
}

/// The end of a rule, as it was written.
pub(super) enum Until {
    Date(Date),
    Local(DateTime),
    Utc(Timestamp),
}

impl Until {
    /// Parses `20261231`, `20261231T180000`, `20261231T100000Z`, also with hyphens and colons.
    fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !matches!(c, '-' | ':')).collect();
        let (plain, utc) = match plain.strip_suffix('Z') {
            Some(plain) => (plain, true),
            None => (plain.as_str(), false),
        };
        if !plain.bytes().all(|byte| byte.is_ascii_digit() || byte == b'T') {
            return None;
        }
        let (date, time) = match plain.split_once('T') {
            Some((date, time)) => (date, Some(time)),
            None => (plain, None),
        };
        let number = |text: &str, at: usize| text.get(at..at + 2)?.parse::<i8>().ok();
        if date.len() != 8 {
            return None;
        }
        let date = Date::new(date.get(..4)?.parse().ok()?, number(date, 4)?, number(date, 6)?).ok()?;
        match time {
            None if utc => None,
            None => Some(Self::Date(date)),
            Some(time) if matches!(time.len(), 4 | 6) => {
                let seconds = if time.len() == 6 { number(time, 4)? } else { 0 };
                let moment = date.to_datetime(Time::new(number(time, 0)?, number(time, 2)?, seconds, 0).ok()?);
                match utc {
                    true => TimeZone::UTC.to_timestamp(moment).ok().map(Self::Utc),
                    false => Some(Self::Local(moment)),
                }
            }
            Some(_) => None,
        }
    }

    /// Returns the last moment in the site's local time; a date lasts to its end.
    pub(super) fn local(&self, zone: &TimeZone) -> DateTime {
        match self {
            Self::Date(date) => date.to_datetime(Time::constant(23, 59, 59, 0)),
            Self::Local(moment) => *moment,
            Self::Utc(timestamp) => zone.to_datetime(*timestamp),
        }
    }

    fn print(&self) -> String {
        match self {
            Self::Date(date) => basic_date(*date),
            Self::Local(moment) => basic(*moment),
            Self::Utc(timestamp) => format!("{}Z", basic(TimeZone::UTC.to_datetime(*timestamp))),
        }
    }
}

/// Formats a date or time for iCalendar: `20261231`, `20261231T180000`.
pub(super) fn basic_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

pub(super) fn basic(moment: DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", basic_date(moment.date()), moment.hour(), moment.minute(), moment.second())
}

fn not_a_rule(text: &str) -> Localized {
    let text = text.trim();
    Localized {
        zh: format!("“{text}”不是重复规则，应写成“每周六”“每月第一个周日”这样，或 FREQ=WEEKLY;BYDAY=SA"),
        en: format!("`{text}` isn't a recurrence rule; write it like FREQ=WEEKLY;BYDAY=SA or FREQ=MONTHLY;BYDAY=1SU"),
    }
}

fn wrong_part(key: &str, value: &str) -> Localized {
    let form = match key {
        "FREQ" => "YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY",
        "COUNT" => "1–99999",
        "INTERVAL" => "1–1000",
        "UNTIL" => "20261231, 20261231T180000, 20261231T100000Z",
        "BYSECOND" | "BYMINUTE" => "0–59",
        "BYHOUR" => "0–23",
        "BYMONTH" => "1–12",
        "BYMONTHDAY" => "1–31, -31–-1",
        "BYYEARDAY" | "BYSETPOS" => "1–366, -366–-1",
        "BYWEEKNO" => "1–53, -53–-1",
        "WKST" => "MO, TU, WE, TH, FR, SA, SU",
        "BYDAY" => "MO, TU, WE, TH, FR, SA, SU, 1SU, -1SA",
        _ => {
            return Localized {
                zh: format!("重复规则里没有“{key}”，可用：FREQ、INTERVAL、COUNT、UNTIL、BYDAY、BYMONTHDAY、BYMONTH 等"),
                en: format!(
                    "a rule has no `{key}`; it has FREQ, INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY, BYMONTH and so on"
                ),
            };
        }
    };
    Localized {
        zh: format!("{key} 的值“{value}”不能用，可写：{form}"),
        en: format!("`{value}` can't be the value of {key}; it can be: {form}"),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::collection::value::Recurrence;

    #[test]
    fn invalid_rules_are_refused() {
        for text in [
            "",
            "WEEKLY",
            "FREQ=OFTEN",
            "FREQ=SECONDLY",
            "BYDAY=SA",
            "FREQ=WEEKLY;BYDAY=周六",
            "FREQ=WEEKLY;BYDAY=XMO",
            "FREQ=WEEKLY;BYDAY=1MO",
            "FREQ=WEEKLY;BYDAY=",
            "FREQ=WEEKLY;INTERVAL=0",
            "FREQ=WEEKLY;COUNT=0",
            "FREQ=WEEKLY;UNTIL=2026",
            "FREQ=WEEKLY;UNTIL=20260230",
            "FREQ=WEEKLY;COUNT=3;UNTIL=20260630",
            "FREQ=WEEKLY;FREQ=DAILY",
            "FREQ=WEEKLY;BYMONTHDAY=3",
            "FREQ=MONTHLY;BYDAY=9SU",
            "FREQ=DAILY;BYSETPOS=1",
            "FREQ=WEEKLY;COLOUR=RED",
            "FREQ=WEEKLY\nRDATE:20260101",
        ] {
            assert!(Recurrence::parse(text).is_err(), "{text}");
        }
    }
}
