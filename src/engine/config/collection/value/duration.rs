//! Parses a length of time: `1小时30分钟` or `1h30m`, in minutes.
//!
//! It has no start: nothing here uses dates or a clock.

use serde::Serialize;

use super::digits;
use crate::base::diagnostic::Localized;

/// A length of time in whole minutes; a day is 24 hours.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Duration {
    /// The length in minutes, at least one.
    pub minutes: u32,
}

impl Duration {
    /// Parses `2h`, `90m`, `1h30m`, `3d`, `2小时`, `90分钟`, `1.5小时`, `半小时`, `一个半小时`, `3天`, `2周`.
    ///
    /// `半天` is refused, because it has no agreed number of hours; so is a length that isn't a whole number of minutes
    /// or is longer than ten years.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        read(text).ok_or_else(|| {
            let text = text.trim();
            Localized {
                zh: format!("“{text}”不是时长，应写成 2小时、90分钟、1小时30分钟、3天、2周 这样"),
                en: format!("`{text}` isn't a length of time; write it like 2h, 90m, 1h30m, 3d or 2w"),
            }
        })
    }

    /// Formats the length in words: `1小时30分钟`, `3天`; `1 hour 30 minutes`, `3 days`.
    pub fn describe(&self, chinese: bool) -> String {
        let parts = [(DAY, "天", "day"), (HOUR, "小时", "hour"), (1, "分钟", "minute")];
        let mut rest = self.minutes;
        let mut words = Vec::new();
        for (length, zh, en) in parts {
            let count = rest / length;
            rest %= length;
            match count {
                0 => {}
                _ if chinese => words.push(format!("{count}{zh}")),
                1 => words.push(format!("1 {en}")),
                _ => words.push(format!("{count} {en}s")),
            }
        }
        words.join(if chinese { "" } else { " " })
    }

    /// Formats the length in ISO 8601 for schema.org and iCalendar: `P3D`, `PT1H30M`.
    pub fn iso(&self) -> String {
        let (days, hours, minutes) = (self.minutes / DAY, self.minutes % DAY / HOUR, self.minutes % HOUR);
        let mut text = String::from("P");
        if days > 0 {
            text.push_str(&format!("{days}D"));
        }
        if hours > 0 || minutes > 0 || days == 0 {
            text.push('T');
        }
        if hours > 0 {
            text.push_str(&format!("{hours}H"));
        }
        if minutes > 0 || (hours == 0 && days == 0) {
            text.push_str(&format!("{minutes}M"));
        }
        text
    }
}

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
const WEEK: u32 = 7 * DAY;
const LONGEST: u64 = 3660 * DAY as u64;

/// A unit precedes those that are a prefix of it.
const UNITS: [(&str, u32); 23] = [
    ("minutes", 1),
    ("minute", 1),
    ("mins", 1),
    ("min", 1),
    ("分钟", 1),
    ("分", 1),
    ("m", 1),
    ("hours", HOUR),
    ("hour", HOUR),
    ("hrs", HOUR),
    ("hr", HOUR),
    ("小时", HOUR),
    ("钟头", HOUR),
    ("h", HOUR),
    ("days", DAY),
    ("day", DAY),
    ("天", DAY),
    ("d", DAY),
    ("weeks", WEEK),
    ("week", WEEK),
    ("星期", WEEK),
    ("周", WEEK),
    ("w", WEEK),
];

fn read(text: &str) -> Option<Duration> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace()).map(|c| digits::half_width(c).to_ascii_lowercase()).collect();
    let mut rest = text.as_str();
    let mut total: u64 = 0;
    let mut above = u32::MAX;
    while !rest.is_empty() {
        let (mut hundredths, after) = number(rest)?;
        rest = after.strip_prefix('个').unwrap_or(after);
        if let Some(after) = rest.strip_prefix('半') {
            (hundredths, rest) = (hundredths + 50, after);
        }
        let (word, length) = UNITS.iter().find(|(word, _)| rest.starts_with(word))?;
        rest = &rest[word.len()..];
        if rest == "半" {
            (hundredths, rest) = (hundredths + 50, "");
        }
        // Units must decrease, which excludes `30分钟1小时` and `1h1h`.
        if *length >= above || (hundredths == 50 && *length >= DAY) {
            return None;
        }
        above = *length;
        let scaled = hundredths * u64::from(*length);
        if scaled % 100 != 0 {
            return None;
        }
        total += scaled / 100;
    }
    (1..=LONGEST).contains(&total).then(|| u32::try_from(total).ok().map(|minutes| Duration { minutes }))?
}

/// Parses a number in hundredths: digits with at most two decimals, one Chinese numeral, or `半`.
fn number(text: &str) -> Option<(u64, &str)> {
    let first = text.chars().next()?;
    if first == '半' {
        return Some((50, &text[first.len_utf8()..]));
    }
    let numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十'];
    let numeral = if first == '两' { Some(1) } else { numerals.iter().position(|&numeral| numeral == first) };
    if let Some(index) = numeral {
        return Some(((index as u64 + 1) * 100, &text[first.len_utf8()..]));
    }
    let (whole, rest) = digits::leading(text);
    if !(1..=7).contains(&whole.len()) {
        return None;
    }
    let (fraction, rest) = match rest.strip_prefix('.') {
        Some(rest) => match digits::leading(rest) {
            (fraction, rest) if (1..=2).contains(&fraction.len()) => (format!("{fraction:0<2}"), rest),
            _ => return None,
        },
        None => ("00".to_owned(), rest),
    };
    Some((format!("{whole}{fraction}").parse().ok()?, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("2h", 120),
            ("90m", 90),
            ("1h30m", 90),
            ("1 hour 30 minutes", 90),
            ("3d", 4320),
            ("2小时", 120),
            ("90分钟", 90),
            ("1.5小时", 90),
            ("１小时３０分", 90),
            ("半小时", 30),
            ("半个小时", 30),
            ("一个半小时", 90),
            ("两小时", 120),
            ("2小时半", 150),
            ("3天", 4320),
            ("1天半", 2160),
            ("2周", 20160),
            ("1天2小时", 1560),
        ] {
            assert_eq!(Duration::parse(text), Ok(Duration { minutes }), "{text}");
        }
    }

    #[test]
    fn invalid_lengths_are_refused() {
        for text in [
            "",
            "2",
            "小时",
            "0分钟",
            "半天",
            "2个月",
            "1-2小时",
            "约2小时",
            "1.999小时",
            "0.01小时",
            "30m1h",
            "1h1h",
            "99999999天",
            "9999999周",
            "2小时后",
            "1.h",
        ] {
            assert!(Duration::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn lengths_are_described_in_words() {
        for (minutes, zh, en, iso) in [
            (120, "2小时", "2 hours", "PT2H"),
            (90, "1小时30分钟", "1 hour 30 minutes", "PT1H30M"),
            (4320, "3天", "3 days", "P3D"),
            (1, "1分钟", "1 minute", "PT1M"),
            (1500, "1天1小时", "1 day 1 hour", "P1DT1H"),
        ] {
            let duration = Duration { minutes };
            assert_eq!(duration.describe(true), zh);
            assert_eq!(duration.describe(false), en);
            assert_eq!(duration.iso(), iso);
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), near in "[0-9.半一两个小时分钟天周hmdw]{0,12}") {
            let _ = Duration::parse(&text);
            let _ = Duration::parse(&near);
        }

        #[test]
        fn descriptions_can_be_parsed(minutes in 1u32..=5_000_000) {
            let duration = Duration { minutes };
            prop_assert_eq!(Duration::parse(&duration.describe(true)), Ok(duration));
            prop_assert_eq!(Duration::parse(&duration.describe(false)), Ok(duration));
        }
    }
}
