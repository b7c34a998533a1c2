//! Parts of a year without a year: `5月1日至10月31日`, `每月最后一个周一`, `除夕至初六`, `国庆节`.
//!
//! A period may go over the turn of the year. Days of the lunar new year are counted from its first day, which is an
//! astronomical fact and listed here; the days off of a named holiday are those of the holiday table.

use jiff::civil::{Date, date};
use serde::{Serialize, Serializer};

use super::days::{DASHES, weekday};
use crate::config::collection::value::digits::{number, numeral};
use crate::config::holidays::Calendar;

/// A day of any year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "testing", schemars(with = "String"))]
pub struct MonthDay {
    pub month: i8,
    pub day: i8,
}

/// The days from one day of a year to another, both inclusive; over the turn of the year if the last precedes the first.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct YearSpan {
    /// The first day, month and day: `05-01`.
    pub from: MonthDay,
    /// The last day.
    pub to: MonthDay,
}

/// A holiday that is named.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Feast {
    /// Days counted from the first day of the lunar new year, which is 0: New Year's Eve is -1.
    Lunar { from: i8, to: i8 },
    /// The days off of a holiday, by its name in the holiday table.
    Named(&'static str),
}

/// The first days of the lunar years from 2024 on.
pub(super) const NEW_YEARS: [Date; 27] = [
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 3),
    date(2031, 1, 23),
    date(2032, 2, 11),
    date(2033, 1, 31),
    date(2034, 2, 19),
    date(2035, 2, 8),
    date(2036, 1, 28),
    date(2037, 2, 15),
    date(2038, 2, 4),
    date(2039, 1, 24),
    date(2040, 2, 12),
    date(2041, 2, 1),
    date(2042, 1, 22),
    date(2043, 2, 10),
    date(2044, 1, 30),
    date(2045, 2, 17),
    date(2046, 2, 6),
    date(2047, 1, 26),
    date(2048, 2, 14),
    date(2049, 2, 2),
    date(2050, 1, 23),
];

/// Holidays as they are called, with their name in the holiday table and in English.
const FEASTS: [(&str, &str, &str); 15] = [
    ("春节", "春节", "Spring Festival"),
    ("国庆节", "国庆", "National Day"),
    ("国庆", "国庆", "National Day"),
    ("元旦", "元旦", "New Year"),
    ("清明节", "清明", "Qingming Festival"),
    ("清明", "清明", "Qingming Festival"),
    ("五一国际劳动节", "劳动", "Labour Day"),
    ("五一劳动节", "劳动", "Labour Day"),
    ("五一节", "劳动", "Labour Day"),
    ("五一", "劳动", "Labour Day"),
    ("劳动节", "劳动", "Labour Day"),
    ("端午节", "端午", "Dragon Boat Festival"),
    ("端午", "端午", "Dragon Boat Festival"),
    ("中秋节", "中秋", "Mid-Autumn Festival"),
    ("中秋", "中秋", "Mid-Autumn Festival"),
];

const NUMERALS: [&str; 11] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];

impl MonthDay {
    pub fn of(date: Date) -> Self {
        Self { month: date.month(), day: date.day() }
    }

    fn new(month: u16, day: u16) -> Option<Self> {
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        // The 29th of February is a day of some years.
        Date::new(2024, month, day).ok().map(Self::of)
    }

    /// Returns the day in a year; the 28th where there is no 29th of February.
    fn of_year(self, year: i16) -> Option<Date> {
        Date::new(year, self.month, self.day).or_else(|_| Date::new(year, self.month, self.day - 1)).ok()
    }

    fn last_of(month: u16) -> Option<Self> {
        Date::new(2024, i8::try_from(month).ok()?, 1).ok().map(|first| Self::of(first.last_of_month()))
    }
}

impl Serialize for MonthDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:02}-{:02}", self.month, self.day))
    }
}

impl YearSpan {
    /// The summer holidays of schools, which begin and end on other days from place to place, are within these days.
    pub(super) const SUMMER: Self = Self { from: MonthDay { month: 6, day: 25 }, to: MonthDay { month: 9, day: 1 } };
    /// The same for the winter holidays.
    pub(super) const WINTER: Self = Self { from: MonthDay { month: 1, day: 5 }, to: MonthDay { month: 3, day: 5 } };

    pub fn contains(self, date: Date) -> bool {
        let day = MonthDay::of(date);
        if self.from <= self.to { (self.from..=self.to).contains(&day) } else { day >= self.from || day <= self.to }
    }

    /// Returns the dates of the period that a day is in, or else the next.
    pub fn next(self, day: Date) -> Option<(Date, Date)> {
        let begin = |year: i16| self.from.of_year(year);
        let end = |begin: Date| {
            let end = self.to.of_year(begin.year())?;
            if end < begin { self.to.of_year(begin.year().checked_add(1)?) } else { Some(end) }
        };
        let years = [day.year().checked_sub(1), Some(day.year()), day.year().checked_add(1)];
        let spans = years.into_iter().flatten().filter_map(|year| Some((begin(year)?, end(begin(year)?)?)));
        spans.into_iter().find(|(_, last)| *last >= day)
    }

    /// Describes a period: `5月1日至10月31日`, `1 May to 31 October`; a single day is `10月1日`.
    pub fn describe(self, chinese: bool) -> String {
        let side = |day: MonthDay| match chinese {
            true => format!("{}月{}日", day.month, day.day),
            false => {
                let month = usize::try_from(day.month - 1).ok().and_then(|at| crate::base::time::MONTHS.get(at));
                format!("{} {}", day.day, month.unwrap_or(&""))
            }
        };
        if self.from == self.to {
            return side(self.from);
        }
        format!("{}{}{}", side(self.from), if chinese { "至" } else { " to " }, side(self.to))
    }

    /// Parses the period at the start of a text: `5月1日至10月31日`, `5-10月`, `11月—次年4月`, `七月、八月`; with `dotted`
    /// also `5.1-9.30`, which could be times elsewhere.
    pub(super) fn leading(text: &str, dotted: bool) -> Option<(Self, &str)> {
        let (first, rest) = Side::leading(text, dotted)?;
        let joined = rest.trim_start();
        let dash = joined.strip_prefix(DASHES).or_else(|| first.list(joined));
        let second = dash.and_then(|after| {
            let after = after.trim_start();
            if let Some(day) = first.later_day(after) {
                return Some(day);
            }
            let after =
                ["次年", "翌年", "来年", "第二年"].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(after);
            Side::leading(after, dotted)
        });
        let Some((second, rest)) = second else {
            // One month or one day alone.
            return first.marked.then(|| Some((Self { from: first.begin()?, to: first.end()? }, rest)))?;
        };
        // In `5-10月` and `5月1-15日` one mark is for both.
        if !first.marked && !second.marked && first.day.is_none() {
            return None;
        }
        Some((Self { from: first.begin()?, to: second.end()? }, rest))
    }
}

/// One end of a period as it was written.
struct Side {
    month: u16,
    day: Option<u16>,
    /// `月` was written.
    marked: bool,
}

impl Side {
    fn leading(text: &str, dotted: bool) -> Option<(Self, &str)> {
        let (month, rest) = number(text).or_else(|| numeral(text))?;
        if let Some(after) = rest.strip_prefix('月') {
            let after = after.strip_prefix('份').unwrap_or(after);
            if let Some(after) = after.strip_prefix(['底', '末']) {
                return Some((
                    Self {
                        month,
                        day: MonthDay::last_of(month).map(|day| day.day.unsigned_abs().into()),
                        marked: true,
                    },
                    after,
                ));
            }
            if let Some(after) = after.strip_prefix('初') {
                return Some((Self { month, day: Some(1), marked: true }, after));
            }
            let day = number(after).or_else(|| numeral(after));
            let day = day.and_then(|(day, after)| Some((day, after.strip_prefix(['日', '号'])?)));
            return Some(match day {
                Some((day, after)) => (Self { month, day: Some(day), marked: true }, after),
                None => (Self { month, day: None, marked: true }, after),
            });
        }
        if dotted && let Some((day, after)) = rest.strip_prefix('.').and_then(number) {
            return Some((Self { month, day: Some(day), marked: false }, after));
        }
        Some((Self { month, day: None, marked: false }, rest))
    }

    /// `10月1日至3日`: the end is in the same month.
    fn later_day<'t>(&self, text: &'t str) -> Option<(Self, &'t str)> {
        let first = self.day?;
        let (day, after) = number(text).or_else(|| numeral(text))?;
        let after = after.strip_prefix(['日', '号'])?;
        (day > first).then_some((Self { month: self.month, day: Some(day), marked: true }, after))
    }

    /// `7、8月` and `7月、8月`: months next to each other may be listed.
    fn list<'t>(&self, rest: &'t str) -> Option<&'t str> {
        let after = rest.strip_prefix(['、', '和', '及'])?;
        let (next, _) = Self::leading(after, false)?;
        (self.day.is_none() && next.day.is_none() && next.marked && next.month == self.month % 12 + 1).then_some(after)
    }

    fn begin(&self) -> Option<MonthDay> {
        MonthDay::new(self.month, self.day.unwrap_or(1))
    }

    fn end(&self) -> Option<MonthDay> {
        match self.day {
            Some(day) => MonthDay::new(self.month, day),
            None => MonthDay::last_of(self.month),
        }
    }
}

/// Parses the weekdays of a month at the start of a text: `每月第一个周六`, `每月第二、四个周日`, `每月最后一个周一`. The last
/// one is -1.
pub(super) fn leading_nth(text: &str) -> Option<(Vec<i8>, usize, &str)> {
    let monthly = ["每个月的", "每个月", "每月的", "每月"].iter().find_map(|word| text.strip_prefix(word));
    let rest = monthly.unwrap_or(text).trim_start();
    let last = ["最后一个", "最后1个", "末个", "最后"].iter().find_map(|word| rest.strip_prefix(word));
    let (numbers, rest) = if let Some(rest) = last {
        (vec![-1], rest)
    } else if let Some(rest) = rest.strip_prefix("首个") {
        (vec![1], rest)
    } else {
        let mut numbers = Vec::new();
        let mut rest = rest.strip_prefix('第')?;
        loop {
            let (count, after) = number(rest).or_else(|| numeral(rest))?;
            numbers.push(i8::try_from(count).ok().filter(|count| (1..=5).contains(count))?);
            let after = after.strip_prefix('个').unwrap_or(after);
            match after.strip_prefix(['、', '和', '及', '，', ',']) {
                Some(more) => rest = more.strip_prefix('第').unwrap_or(more),
                None => break (numbers, after),
            }
        }
    };
    let (day, rest) = weekday(rest, false)?;
    Some((numbers, day, rest))
}

/// Whether a date is the n-th of its weekday in its month; -1 is the last.
pub(super) fn is_nth(date: Date, nth: i8) -> bool {
    if nth < 0 { date.day() > date.days_in_month() - 7 } else { (date.day() - 1) / 7 + 1 == nth }
}

impl Feast {
    /// Parses the holiday at the start of a text: `除夕`, `正月初一至初三`, `国庆节`, `五一`.
    pub(super) fn leading(text: &str) -> Option<(Self, &str)> {
        if let Some((from, rest)) = lunar(text) {
            let until = rest.trim_start().strip_prefix(DASHES).and_then(|after| lunar(after.trim_start()));
            let (to, rest) = until.filter(|(to, _)| *to >= from).unwrap_or((from, rest));
            return Some((Self::Lunar { from, to }, rest));
        }
        let (word, name, _) = FEASTS.iter().find(|(word, ..)| text.starts_with(word))?;
        // 春节初一至初三: the days that follow at once say which.
        if *name == "春节"
            && let Some(found @ (Self::Lunar { .. }, _)) = Self::leading(&text[word.len()..])
        {
            return Some(found);
        }
        Some((Self::Named(name), &text[word.len()..]))
    }

    /// Whether a date is among the days of the holiday. `None` if it isn't known, because that year's holidays aren't
    /// announced, or the year isn't listed.
    pub(super) fn contains(&self, date: Date, calendar: &Calendar) -> Option<bool> {
        match self {
            Self::Lunar { from, to } => {
                let first = NEW_YEARS.iter().find(|first| first.year() == date.year())?;
                let days = date.since(*first).map_or(i32::MAX, |span| span.get_days());
                Some((i32::from(*from)..=i32::from(*to)).contains(&days))
            }
            Self::Named(name) => match calendar.holiday(date) {
                Some(holiday) => Some(holiday.name.contains(name)),
                None => calendar.knows(date.year()).then_some(false),
            },
        }
    }

    /// Describes a holiday: `除夕至正月初六`, `国庆节`.
    pub fn describe(&self, chinese: bool) -> String {
        match self {
            Self::Lunar { from, to } if from == to => lunar_name(*from, chinese),
            Self::Lunar { from, to } => {
                format!(
                    "{}{}{}",
                    lunar_name(*from, chinese),
                    if chinese { "至" } else { " to " },
                    lunar_name(*to, chinese)
                )
            }
            Self::Named(name) => {
                let feast = FEASTS.iter().find(|(_, known, _)| known == name);
                feast.map_or(*name, |(word, _, en)| if chinese { word } else { en }).to_owned()
            }
        }
    }

    /// The days of the lunar new year between two dates.
    pub(super) fn between(&self, from: Date, to: Date) -> impl Iterator<Item = (Date, Date)> {
        let days = match self {
            Self::Lunar { from, to } => Some((*from, *to)),
            Self::Named(_) => None,
        };
        NEW_YEARS.iter().filter_map(move |first| {
            let (begin, end) = days?;
            let day = |offset: i8| first.checked_add(jiff::Span::new().days(offset)).ok();
            Some((day(begin)?, day(end)?)).filter(|(begin, end)| *end >= from && *begin <= to)
        })
    }
}

/// Parses a day of the lunar new year: `除夕` is -1, `初一` 0, `正月十五` 14.
fn lunar(text: &str) -> Option<(i8, &str)> {
    // 农历初一 is of every month.
    let calendar = text.strip_prefix("农历");
    let rest = calendar.unwrap_or(text);
    if let Some(rest) = ["大年三十", "除夕夜", "除夕", "年三十"].iter().find_map(|word| rest.strip_prefix(word))
    {
        return Some((-1, rest));
    }
    let month = ["正月", "大年"].iter().find_map(|word| rest.strip_prefix(word));
    if calendar.is_some() && month.is_none() {
        return None;
    }
    let rest = month.unwrap_or(rest);
    let first = rest.strip_prefix('初');
    let (day, rest) = match first {
        Some(rest) => numeral(rest)?,
        None => numeral(month?)?,
    };
    i8::try_from(day).ok().filter(|day| (1..=30).contains(day)).map(|day| (day - 1, rest))
}

fn lunar_name(offset: i8, chinese: bool) -> String {
    if offset < 0 {
        return if chinese { "除夕" } else { "Lunar New Year's Eve" }.to_owned();
    }
    if !chinese {
        return format!("day {} of the lunar year", offset + 1);
    }
    let day = usize::from(offset.unsigned_abs()) + 1;
    match day {
        1..=10 => format!("正月初{}", NUMERALS[day]),
        11..=19 => format!("正月十{}", NUMERALS[day - 10]),
        _ => format!("正月{day}日"),
    }
}
