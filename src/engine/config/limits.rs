//! Reads `check` of `site.yaml`: the [`Limits`] of the checks.
//!
//! A limit that isn't set isn't checked: each site decides how long details may stay unconfirmed.

use std::time::Duration;

use jiff::Span;
use jiff::civil::Date;

use crate::base::yaml::Node;
use crate::config::settings::Settings;

/// The settings of the checks.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// The maximum age of an entry's confirmation (`verified_on`).
    pub verified_within: Option<Age>,
    /// How long before its end an accreditation is due for renewal.
    pub expiring_within: Option<Age>,
    /// How long after its end an event may be without results.
    pub results_within: Option<Age>,
    pub external: External,
}

/// Which external links are requested.
#[derive(Clone, Debug, Default)]
pub struct External {
    /// Addresses that are never requested.
    pub skip: Vec<Pattern>,
    /// Addresses of this machine or the local network that are requested nevertheless.
    pub allow: Vec<Pattern>,
    /// How long the result of a working link is cached.
    pub max_age: Option<Duration>,
}

/// A length of time in calendar days, weeks, months or years, with its notation.
#[derive(Clone, Debug)]
pub struct Age {
    span: Span,
    pub text: String,
}

impl Age {
    /// Parses `14d`, `2w`, `6mo`, `1y`, `14天`, `2周`, `6个月`, `1年`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let count: i64 = text[..digits].parse().ok().filter(|count| (1..=3660).contains(count))?;
        let span = match text[digits..].trim() {
            "d" | "day" | "days" | "天" | "日" => Span::new().try_days(count),
            "w" | "week" | "weeks" | "周" | "星期" => Span::new().try_weeks(count),
            "mo" | "month" | "months" | "月" | "个月" => Span::new().try_months(count),
            "y" | "year" | "years" | "年" => Span::new().try_years(count),
            _ => return None,
        };
        Some(Self { span: span.ok()?, text: text.to_owned() })
    }

    /// Returns the date that is this long before another.
    pub fn before(&self, day: Date) -> Date {
        day.checked_sub(self.span).unwrap_or(Date::MIN)
    }

    /// Returns the date that is this long after another.
    pub fn after(&self, day: Date) -> Date {
        day.checked_add(self.span).unwrap_or(Date::MAX)
    }
}

/// A pattern for addresses in which `*` matches anything: `https://a.cn/old/*`, or a host alone, `*.a.cn`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// Returns whether an address (`https://host/path`) matches. A pattern without a slash is matched with the host.
    pub fn fits(&self, address: &str, host: &str) -> bool {
        let text = if self.0.contains('/') { address } else { host };
        fits(self.0.as_bytes(), text.as_bytes())
    }
}

/// Matches with `*`: backtracks to the last star.
fn fits(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t, mut star) = (0, 0, None);
    while t < text.len() {
        if pattern.get(p) == Some(&b'*') {
            star = Some((p + 1, t));
            p += 1;
        } else if pattern.get(p).is_some_and(|byte| byte.eq_ignore_ascii_case(&text[t])) {
            (p, t) = (p + 1, t + 1);
        } else if let Some((after, from)) = star {
            (p, t) = (after, from + 1);
            star = Some((after, t));
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

/// Reads `check`.
pub fn read(mut settings: Settings<'_>) -> Limits {
    let limits = Limits {
        verified_within: age(&mut settings, "verified_within"),
        expiring_within: age(&mut settings, "expiring_within"),
        results_within: age(&mut settings, "results_within"),
        external: settings.within("external").map(external).unwrap_or_default(),
    };
    settings.finish();
    limits
}

fn external(mut settings: Settings<'_>) -> External {
    let mut patterns = |key| settings.texts(key).unwrap_or_default().into_iter().map(Pattern).collect();
    let (skip, allow) = (patterns("skip"), patterns("allow"));
    let max_age = settings.node("max_age").and_then(|node| {
        let age = settings.text("max_age").as_deref().and_then(duration);
        if age.is_none() {
            wrong(&mut settings, "max_age", node);
        }
        age
    });
    settings.finish();
    External { skip, allow, max_age }
}

/// Parses a cache's duration, where a month needn't be a calendar month.
fn duration(text: &str) -> Option<Duration> {
    let origin = jiff::civil::date(2000, 1, 1);
    let days = origin.until(Age::parse(text)?.after(origin)).ok()?.get_days();
    Some(Duration::from_secs(u64::try_from(days).ok()? * 24 * 3600))
}

fn age(settings: &mut Settings<'_>, key: &'static str) -> Option<Age> {
    let node = settings.node(key)?;
    let age = Age::parse(&settings.text(key)?);
    if age.is_none() {
        wrong(settings, key, node);
    }
    age
}

fn wrong(settings: &mut Settings<'_>, key: &str, node: &Node) {
    settings.wrong(
        key,
        node,
        "应是一段时间，如 30d（天）、2w（周）、6mo（月）、1y（年），或 30天、6个月、1年",
        "a length of time is expected, as in 30d, 2w, 6mo, 1y",
    );
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ages_are_the_calendar_s() {
        let before = |text: &str| Age::parse(text).map(|age| age.before(date(2026, 3, 31)).to_string());
        assert_eq!(before("14d").as_deref(), Some("2026-03-17"));
        assert_eq!(before("2 周").as_deref(), Some("2026-03-17"));
        assert_eq!(before("1个月").as_deref(), Some("2026-02-28"));
        assert_eq!(before("1y").as_deref(), Some("2025-03-31"));
        for wrong in ["", "d", "0d", "1m", "-1d", "1.5y", "9999y", "半年"] {
            assert_eq!(before(wrong), None, "{wrong}");
        }
        assert_eq!(duration("1w"), Some(Duration::from_secs(7 * 24 * 3600)));
    }

    #[test]
    fn a_star_stands_for_anything() {
        let fits = |pattern: &str| Pattern(pattern.to_owned()).fits("https://www.a.cn/b/c?d", "www.a.cn");
        for pattern in ["www.a.cn", "*.a.cn", "WWW.*", "https://www.a.cn/*", "*/b/*d", "https://www.a.cn/b/c?d", "*"] {
            assert!(fits(pattern), "{pattern}");
        }
        for pattern in ["a.cn", "*.b.cn", "https://www.a.cn/", "", "*/c", "www.a.cn*x"] {
            assert!(!fits(pattern), "{pattern}");
        }
    }
}
