//! Permalink patterns of other generators: `:year/:month/:title/`.

use crate::base::time::{When, parse_time};
use crate::base::url::{SourcePath, percent_decode};

/// A date with the time of day as it was written, ignoring the zone: addresses are made of these numbers.
pub struct Moment {
    date: jiff::civil::Date,
    time: jiff::civil::Time,
}

impl Moment {
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text.find(['T', ' ', 't']).unwrap_or(text.len());
        let date = crate::base::time::parse_date(&text[..end])?;
        let clock = text[end..].trim_start_matches(['T', 't', ' ']);
        let clock = clock.split(['+', 'Z', ' ', '.', '-']).next().unwrap_or_default();
        Some(Self { date, time: parse_time(clock).unwrap_or(jiff::civil::Time::midnight()) })
    }

    pub fn when(when: &When) -> Self {
        Self { date: when.date, time: when.time.unwrap_or(jiff::civil::Time::midnight()) }
    }

    /// Returns the value of a pattern's token that is about time.
    pub fn token(&self, token: &str) -> Option<String> {
        let (date, time) = (self.date, self.time);
        Some(match token {
            "year" => format!("{:04}", date.year()),
            "short_year" => format!("{:02}", date.year() % 100),
            "month" => format!("{:02}", date.month()),
            "i_month" => date.month().to_string(),
            "day" => format!("{:02}", date.day()),
            "i_day" => date.day().to_string(),
            "hour" => format!("{:02}", time.hour()),
            "minute" => format!("{:02}", time.minute()),
            "second" => format!("{:02}", time.second()),
            "y_day" | "yearday" => format!("{:03}", date.day_of_year()),
            "monthname" => {
                crate::base::time::MONTHS[usize::try_from(date.month() - 1).unwrap_or_default()].to_lowercase()
            }
            _ => return None,
        })
    }
}

/// Fills a permalink pattern: `word` gives the value of each `:token`; `None` if one is unknown.
pub fn permalink(pattern: &str, word: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut address = "/".to_owned();
    let mut rest = pattern.trim_start_matches('/');
    while let Some(at) = rest.find(':') {
        address.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_').unwrap_or(rest.len());
        address.push_str(&word(&rest[..end])?);
        rest = &rest[end..];
    }
    address.push_str(rest);
    // Empty tokens leave no double slash.
    while address.contains("//") {
        address = address.replace("//", "/");
    }
    Some(address)
}

/// Splits a file name that begins with a date into date and rest: `2020-01-02-rainbow`, `20200102-rainbow`.
pub fn dated(name: &str) -> Option<(When, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day, rest) = if digits(name) == 8 {
        (&name[..4], &name[4..6], &name[6..8], &name[8..])
    } else {
        // Month and day may have one digit: `2015-1-1-title`.
        let part = |text: &'_ str, most: usize| -> Option<usize> {
            let length = digits(text);
            let parted = text[length..].starts_with(['-', '_', '.']);
            (parted && (1..=most).contains(&length)).then_some(length)
        };
        let year = part(name, 4).filter(|length| *length == 4)?;
        let month = part(&name[year + 1..], 2)?;
        let day = digits(&name[year + month + 2..]);
        let end = year + month + 2 + day;
        (&name[..4], &name[5..5 + month], &name[end - day..end], &name[end..])
    };
    if !(1..=2).contains(&day.len()) {
        return None;
    }
    let date = crate::base::time::parse_date(&format!("{year}-{month:0>2}-{day:0>2}"))?;
    let rest = rest.trim_start_matches(['-', '_', ' ']);
    (!rest.is_empty()).then_some((When { date, time: None }, rest))
}

/// Returns the date from a file's folders: `2020/01/02/rainbow.md`.
pub fn dated_folder(path: &SourcePath) -> Option<When> {
    let folders: Vec<&str> = path.folder().split('/').collect();
    let day = |parts: &[&str]| crate::base::time::parse_date(&parts.join("-"));
    folders.windows(3).find_map(day).map(|date| When { date, time: None })
}

/// Normalises an address, so that forms that hosts treat alike are equal: with and without `index.html`, `.html`,
/// trailing slash.
pub fn folded(address: &str) -> String {
    let decoded = percent_decode(address);
    let plain = decoded.trim_end_matches('/').trim_end_matches("/index.html").trim_end_matches(".html");
    plain.trim_start_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_make_addresses() {
        let moment = Moment::of("2020-01-02 09:05:00 +0800").unwrap();
        let word = |token: &str| if token == "title" { Some("a/彩虹".to_owned()) } else { moment.token(token) };
        assert_eq!(permalink(":year/:month/:day/:title/", word).as_deref(), Some("/2020/01/02/a/彩虹/"));
        assert_eq!(permalink("/p/:i_month-:hour:minute.html", word).as_deref(), Some("/p/1-0905.html"));
        assert_eq!(permalink(":year/:hash/", word), None);
    }

    #[test]
    fn names_may_begin_with_a_date() {
        let (when, rest) = dated("2020-01-02-rainbow").unwrap();
        assert_eq!((when.to_string().as_str(), rest), ("2020-01-02", "rainbow"));
        assert_eq!(dated("20200102_rainbow").unwrap().1, "rainbow");
        let (when, rest) = dated("2015-1-3-title").unwrap();
        assert_eq!((when.to_string().as_str(), rest), ("2015-01-03", "title"));
        assert!(dated("2015-1-title").is_none() && dated("2015-13-1-a").is_none());
        let path = |path: &str| SourcePath::new(path).unwrap();
        assert_eq!(dated_folder(&path("posts/2020/01/02/a.md")).unwrap().to_string(), "2020-01-02");
        assert!(dated_folder(&path("posts/2020/01/a.md")).is_none());
        assert!(dated("rainbow-2020-01-02").is_none() && dated("2020-01-02").is_none());
    }
}
