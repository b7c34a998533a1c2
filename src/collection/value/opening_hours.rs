//! `周二至周日 09:00-17:00；周一闭馆` → the hours of each weekday, and of any one date.
//!
//! Which dates are public holidays is told by a [`Calendar`]; today's date and the clock
//! are not known here. Where the hours of a date can't be known, the answer says so: a
//! visitor who finds a closed door was told something that nobody had written.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::diagnostic::Localized;
use crate::time::parse_date;

/// When a place is open: a week, and what departs from it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, JsonSchema)]
pub struct OpeningHours {
    /// The ranges of each weekday, Monday first; a day without any is closed.
    pub weekly: [Vec<Range>; 7],
    /// What is done on public holidays; none if nothing was said.
    pub holidays: Option<Holidays>,
    /// Dates that have hours of their own.
    pub exceptions: Vec<Exception>,
    /// What else is to be said, such as `16:30停止入场`.
    pub note: Option<String>,
}

/// From one time of a day to another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
pub struct Range {
    /// The beginning, in minutes since midnight.
    pub start: u16,
    /// The end, in minutes since the same midnight: above 1440 if it lies on the next day.
    pub end: u16,
}

/// What is done on public holidays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Holidays {
    /// As on any such weekday.
    Open,
    /// Closed.
    Closed,
    /// The hours of a Sunday, or of a Saturday where Sundays are closed.
    Weekend,
}

/// Dates that have hours of their own.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, JsonSchema)]
pub struct Exception {
    /// The first date, ISO 8601.
    #[serde(serialize_with = "iso")]
    #[schemars(with = "String")]
    pub from: Date,
    /// The last date, ISO 8601; the same as the first for a single day.
    #[serde(serialize_with = "iso")]
    #[schemars(with = "String")]
    pub to: Date,
    /// The ranges of each of these dates; none if closed.
    pub ranges: Vec<Range>,
    /// Why, or what else is to be said.
    pub note: Option<String>,
}

/// The public holidays, as the State Council announces them year by year.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Calendar {
    /// Days off.
    pub holidays: BTreeSet<Date>,
    /// Saturdays and Sundays on which the country works to make up for them.
    pub workdays: BTreeSet<Date>,
    /// The years whose holidays are in the table.
    pub years: BTreeSet<i16>,
}

/// The hours of one date.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, JsonSchema)]
pub struct DayHours {
    /// Open, closed, or not known.
    #[serde(flatten)]
    pub hours: Hours,
    /// The holidays of that year aren't announced yet, and a holiday would change the hours.
    pub presumed: bool,
}

/// Open, closed, or not known.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, JsonSchema)]
#[serde(tag = "state", content = "ranges", rename_all = "lowercase")]
pub enum Hours {
    /// Open in these ranges.
    Open(Vec<Range>),
    /// Closed all day.
    Closed,
    /// A public holiday, about which nothing was said.
    Unknown,
}

impl OpeningHours {
    /// Reads a week in Chinese or in the short form of OpenStreetMap, such as
    /// `周二至周日 09:00-12:00,14:00-17:00；周一闭馆；法定节假日照常开放；16:30停止入场`,
    /// `每天 8:30～17:30`, `工作日9点-17点半，周末全天开放`, `Mo-Fr 09:00-17:00; Sa,Su 10:00-16:00`.
    ///
    /// Hours without days hold every day. Where two statements concern the same day, the
    /// one about fewer days wins (`每天 9:00-17:00，周一闭馆`); if neither is the narrower,
    /// the text contradicts itself and is refused. Days never mentioned are closed.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let statements = Statements::read(text)?;
        if statements.groups.is_empty() {
            return Err(Localized {
                zh: "没有写开放时间，应写成“周二至周日 09:00-17:00；周一闭馆”这样".to_owned(),
                en: "no opening hours; write them like `Tu-Su 09:00-17:00; Mo off`".to_owned(),
            });
        }
        let weekly = week(&statements.groups)?;
        let holidays = holidays(&statements.groups, &weekly)?;
        let note = (!statements.notes.is_empty()).then(|| statements.notes.join("；"));
        Ok(Self { weekly, holidays, exceptions: Vec::new(), note })
    }

    /// Reads a week given as a list of statements, each in the form of [`Self::parse`].
    pub fn parse_weekly(statements: &[&str]) -> Result<Self, Localized> {
        Self::parse(&statements.join("；"))
    }

    /// The hours that begin on a date: an exception's first, then what holds on holidays,
    /// then the weekday's own. Of two exceptions, the one of fewer days wins, then the later.
    ///
    /// A Saturday or Sunday on which the country works to make up for a holiday keeps its
    /// own hours, as museums and parks do; a place that closes then writes an exception.
    pub fn ranges_on(&self, date: Date, calendar: &Calendar) -> DayHours {
        let exceptions = self.exceptions.iter().rev().filter(|exception| exception.contains(date));
        if let Some(exception) = exceptions.min_by_key(|exception| exception.days()) {
            return DayHours { hours: Hours::of(&exception.ranges), presumed: false };
        }
        let usual = self.weekday(date);
        let on_holiday = match self.holidays {
            Some(Holidays::Open) => usual.clone(),
            Some(Holidays::Closed) => Hours::Closed,
            Some(Holidays::Weekend) => Hours::of(weekend(&self.weekly)),
            None => Hours::Unknown,
        };
        if calendar.holidays.contains(&date) {
            return DayHours { hours: on_holiday, presumed: false };
        }
        let presumed = !calendar.years.contains(&date.year()) && on_holiday != usual;
        DayHours { hours: usual, presumed }
    }

    /// The week and the rule for holidays in words, a line for each set of days with the
    /// same hours: `周二至周日 09:00～12:00、14:00～17:00`, `周一闭馆`. Exceptions have their
    /// own [`Exception::describe`], as whoever prints them knows which are past; the note is
    /// the editor's own words and printed as it is.
    pub fn describe(&self, chinese: bool) -> Vec<String> {
        let mut lines: Vec<String> = self
            .sets()
            .into_iter()
            .map(|(days, ranges)| {
                let days = name_days(&days, chinese);
                match (ranges.is_empty(), chinese) {
                    (true, true) => format!("{days}闭馆"),
                    (true, false) => format!("{days} closed"),
                    (false, _) => format!("{days} {}", name_ranges(ranges, chinese)),
                }
            })
            .collect();
        lines.extend(self.holidays.map(|holidays| holidays.describe(chinese).to_owned()));
        lines
    }

    /// The week as the `openingHours` of schema.org, which leaves closed days out:
    /// `Tu-Su 09:00-12:00`, one line for each range.
    pub fn schema(&self) -> Vec<String> {
        let open = self.sets().into_iter().filter(|(_, ranges)| !ranges.is_empty());
        open.flat_map(|(days, ranges)| {
            let days = runs(&days)
                .into_iter()
                .map(|(first, last)| match last - first {
                    0 => CODES[first].to_owned(),
                    1 => format!("{},{}", CODES[first], CODES[last]),
                    _ => format!("{}-{}", CODES[first], CODES[last]),
                })
                .collect::<Vec<_>>()
                .join(",");
            ranges.iter().map(move |range| format!("{days} {}", range.schema())).collect::<Vec<_>>()
        })
        .collect()
    }

    fn weekday(&self, date: Date) -> Hours {
        let index = date.weekday().to_monday_zero_offset();
        usize::try_from(index).ok().and_then(|index| self.weekly.get(index)).map_or(Hours::Closed, |day| Hours::of(day))
    }

    /// Days of the same hours together, open ones first.
    fn sets(&self) -> Vec<(Vec<usize>, &[Range])> {
        let mut sets: Vec<(Vec<usize>, &[Range])> = Vec::new();
        for (day, ranges) in self.weekly.iter().enumerate() {
            match sets.iter_mut().find(|(_, same)| same == ranges) {
                Some((days, _)) => days.push(day),
                None => sets.push((vec![day], ranges)),
            }
        }
        sets.sort_by_key(|(_, ranges)| ranges.is_empty());
        sets
    }
}

impl Exception {
    /// Reads dates and their hours: `2026-10-01至2026-10-07 09:00-18:00`, `2026年10月1日至7日 闭馆`,
    /// `2026-10-01..2026-10-07 closed`. Words after the hours, or in brackets, become the note.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let text = text.trim();
        let problem = || Localized {
            zh: format!("“{text}”应写成“2026-10-01至2026-10-07 09:00-18:00”或“2026-02-17 闭馆”这样"),
            en: format!("write `{text}` like `2026-10-01..2026-10-07 09:00-18:00` or `2026-02-17 closed`"),
        };
        let (from, rest) = leading_date(text, None).ok_or_else(problem)?;
        let (to, rest) = match strip_until(rest.trim_start()) {
            Some(rest) => leading_date(rest.trim_start(), Some(from)).ok_or_else(problem)?,
            None => (from, rest),
        };
        if to < from {
            return Err(Localized {
                zh: format!("“{text}”的结束日期 {to} 早于开始日期 {from}"),
                en: format!("`{text}` ends on {to}, before it begins on {from}"),
            });
        }
        let (ranges, note) =
            hours_and_note(rest.trim_start_matches(|c: char| c.is_whitespace() || "：:，,".contains(c)))?;
        Ok(Self { from, to, ranges, note })
    }

    /// In words: `2026年10月1日至7日 09:00～18:00`, `2026年2月17日闭馆（春节）`.
    pub fn describe(&self, chinese: bool) -> String {
        let (from, to) = (self.from, self.to);
        let mut line = if chinese {
            let mut line = format!("{}年{}月{}日", from.year(), from.month(), from.day());
            if (from.year(), from.month()) == (to.year(), to.month()) {
                if from != to {
                    line.push_str(&format!("至{}日", to.day()));
                }
            } else if from.year() == to.year() {
                line.push_str(&format!("至{}月{}日", to.month(), to.day()));
            } else {
                line.push_str(&format!("至{}年{}月{}日", to.year(), to.month(), to.day()));
            }
            line
        } else if from == to {
            from.to_string()
        } else {
            format!("{from} to {to}")
        };
        match (self.ranges.is_empty(), chinese) {
            (true, true) => line.push_str("闭馆"),
            (true, false) => line.push_str(" closed"),
            (false, _) => line.push_str(&format!(" {}", name_ranges(&self.ranges, chinese))),
        }
        match &self.note {
            Some(note) if chinese => line.push_str(&format!("（{note}）")),
            Some(note) => line.push_str(&format!(" ({note})")),
            None => {}
        }
        line
    }

    pub fn contains(&self, date: Date) -> bool {
        (self.from..=self.to).contains(&date)
    }

    fn days(&self) -> i32 {
        self.to.duration_since(self.from).as_hours().try_into().unwrap_or(i32::MAX)
    }
}

impl Holidays {
    /// Reads the ASCII key or the Chinese words for it.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let text = text.trim();
        match text.to_ascii_lowercase().as_str() {
            "open" | "开放" | "照常开放" | "正常开放" => Ok(Self::Open),
            "closed" | "off" | "闭馆" | "休息" | "不开放" => Ok(Self::Closed),
            "weekend" | "周末" | "同周末" | "按周末时间开放" => Ok(Self::Weekend),
            _ => Err(Localized {
                zh: format!("不认识“{text}”，节假日应写 open（照常开放）、closed（闭馆）或 weekend（按周末时间开放）"),
                en: format!("unknown word `{text}`; holidays are open, closed or weekend (the hours of a weekend)"),
            }),
        }
    }

    pub fn describe(self, chinese: bool) -> &'static str {
        match (self, chinese) {
            (Self::Open, true) => "法定节假日照常开放",
            (Self::Closed, true) => "法定节假日闭馆",
            (Self::Weekend, true) => "法定节假日按周末时间开放",
            (Self::Open, false) => "Public holidays as usual",
            (Self::Closed, false) => "Public holidays closed",
            (Self::Weekend, false) => "Public holidays as at weekends",
        }
    }
}

impl Range {
    pub const ALL_DAY: Self = Self { start: 0, end: DAY };

    /// In words: `09:00～12:00`, `18:00～次日02:00`, `全天开放`.
    pub fn describe(&self, chinese: bool) -> String {
        match (*self == Self::ALL_DAY, self.end > DAY, chinese) {
            (true, _, true) => "全天开放".to_owned(),
            (true, _, false) => "open all day".to_owned(),
            (_, true, true) => format!("{}～次日{}", clock(self.start), clock(self.end - DAY)),
            (_, true, false) => format!("{}–{} (next day)", clock(self.start), clock(self.end - DAY)),
            (_, false, true) => format!("{}～{}", clock(self.start), clock(self.end)),
            (_, false, false) => format!("{}–{}", clock(self.start), clock(self.end)),
        }
    }

    fn schema(&self) -> String {
        // schema.org wants a time of the day, which 24:00 isn't.
        let end = if self.end == DAY { DAY - 1 } else { self.end % DAY };
        format!("{}-{}", clock(self.start), clock(end))
    }
}

impl Hours {
    fn of(ranges: &[Range]) -> Self {
        if ranges.is_empty() { Self::Closed } else { Self::Open(ranges.to_vec()) }
    }
}

const DAY: u16 = 24 * 60;
const CODES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
const NUMERALS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const NAMES: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The hours of a weekend: Sunday's, or Saturday's where Sundays are closed.
fn weekend(weekly: &[Vec<Range>; 7]) -> &[Range] {
    if weekly[6].is_empty() { &weekly[5] } else { &weekly[6] }
}

/// Neighbouring days as first and last.
fn runs(days: &[usize]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &day in days {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == day => *last = day,
            _ => runs.push((day, day)),
        }
    }
    runs
}

fn name_days(days: &[usize], chinese: bool) -> String {
    if days.len() == 7 {
        return if chinese { "每天".to_owned() } else { "Every day".to_owned() };
    }
    let (and, to) = if chinese { ("、", "至") } else { (", ", " to ") };
    let name = |day: usize| if chinese { format!("周{}", NUMERALS[day]) } else { NAMES[day].to_owned() };
    let names = runs(days).into_iter().map(|(first, last)| match last - first {
        0 => name(first),
        1 => format!("{}{and}{}", name(first), name(last)),
        _ => format!("{}{to}{}", name(first), name(last)),
    });
    names.collect::<Vec<_>>().join(and)
}

fn name_ranges(ranges: &[Range], chinese: bool) -> String {
    ranges.iter().map(|range| range.describe(chinese)).collect::<Vec<_>>().join(if chinese { "、" } else { ", " })
}

/// One statement: some days, and what is done on them.
#[derive(Clone, Default, Debug)]
struct Group {
    days: BTreeSet<usize>,
    holiday: bool,
    /// `节假日除外`: the statement doesn't hold on holidays.
    except_holidays: bool,
    ranges: Vec<Range>,
    closed: bool,
    open: bool,
}

impl Group {
    /// Whether it has said what is done, so that another day begins another statement.
    fn is_complete(&self) -> bool {
        !self.ranges.is_empty() || self.closed || self.open || self.except_holidays
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty() && !self.holiday && !self.is_complete()
    }

    fn says_hours(&self) -> bool {
        !self.ranges.is_empty() || self.closed
    }

    /// Hours without days hold every day.
    fn effective_days(&self) -> BTreeSet<usize> {
        if self.days.is_empty() && !self.holiday && !self.ranges.is_empty() {
            (0..7).collect()
        } else {
            self.days.clone()
        }
    }
}

/// Lays the statements over one another, the narrower over the wider.
fn week(groups: &[Group]) -> Result<[Vec<Range>; 7], Localized> {
    let mut stated: Vec<(BTreeSet<usize>, &Group)> = Vec::new();
    for group in groups {
        let days = group.effective_days();
        let about_holidays_alone = group.holiday || group.except_holidays && !group.says_hours();
        if about_holidays_alone && days.is_empty() {
            continue;
        }
        if days.is_empty() {
            return Err(Localized {
                zh: "没有写是哪几天，应写成“周一闭馆”这样".to_owned(),
                en: "it isn't said which days; write it like `Mo off`".to_owned(),
            });
        }
        if !group.says_hours() {
            let days = name_days(&days.into_iter().collect::<Vec<_>>(), true);
            return Err(Localized {
                zh: format!("“{days}”没有写几点到几点，应写成“{days} 09:00-17:00”或“{days}闭馆”这样"),
                en: format!("{days} has no hours; write them like `Tu-Su 09:00-17:00` or `Mo off`"),
            });
        }
        for (others, _) in &stated {
            let narrower = days.len() != others.len() && (days.is_subset(others) || others.is_subset(&days));
            if let Some(&day) = days.intersection(others).next().filter(|_| !narrower) {
                return Err(Localized {
                    zh: format!("周{}写了两次，请合在一处，多段时间用逗号分开", NUMERALS[day]),
                    en: format!("{} is stated twice; write it once, with commas between its hours", NAMES[day]),
                });
            }
        }
        stated.push((days, group));
    }
    if stated.is_empty() {
        return Err(Localized {
            zh: "没有写平日的开放时间，应写成“周二至周日 09:00-17:00；周一闭馆”这样".to_owned(),
            en: "no hours for an ordinary week; write them like `Tu-Su 09:00-17:00; Mo off`".to_owned(),
        });
    }
    stated.sort_by_key(|(days, _)| std::cmp::Reverse(days.len()));
    let mut weekly: [Vec<Range>; 7] = Default::default();
    for (days, group) in stated {
        for (day, ranges) in weekly.iter_mut().enumerate() {
            if days.contains(&day) {
                ranges.clone_from(&group.ranges);
            }
        }
    }
    Ok(weekly)
}

/// What the statements come to for public holidays; hours other than a weekend's can't be
/// said by a rule and are asked for as exceptions.
fn holidays(groups: &[Group], weekly: &[Vec<Range>; 7]) -> Result<Option<Holidays>, Localized> {
    let mut found: Option<Holidays> = None;
    let mut closed_before = false;
    for group in groups {
        let closed = if group.says_hours() { group.closed } else { closed_before };
        let rule = match group {
            Group { except_holidays: true, .. } if closed => {
                // Open on holidays, but in which hours? Only Sunday's could be meant.
                if weekly[6].is_empty() {
                    return Err(Localized {
                        zh: "没有写节假日几点到几点开放，请在 exceptions 里按日期写，如“2026-10-01至2026-10-07 09:00-18:00”"
                            .to_owned(),
                        en: "the hours of holidays aren't said: write them by date under `exceptions`, like `2026-10-01..2026-10-07 09:00-18:00`"
                            .to_owned(),
                    });
                }
                Some(Holidays::Weekend)
            }
            Group { except_holidays: true, .. } => Some(Holidays::Closed),
            Group { holiday: false, .. } => None,
            Group { closed: true, .. } => Some(Holidays::Closed),
            Group { ranges, .. } if !ranges.is_empty() => {
                if ranges != weekend(weekly) {
                    return Err(Localized {
                        zh: "节假日的时间和周末不同，请在 exceptions 里按日期写，如“2026-10-01至2026-10-07 09:00-18:00”"
                            .to_owned(),
                        en: "holidays have other hours than weekends: write them by date under `exceptions`, like `2026-10-01..2026-10-07 09:00-18:00`"
                            .to_owned(),
                    });
                }
                Some(Holidays::Weekend)
            }
            _ => Some(Holidays::Open),
        };
        if let (Some(first), Some(second)) = (found, rule)
            && first != second
        {
            return Err(Localized {
                zh: format!("节假日写了两种：“{}”和“{}”", first.describe(true), second.describe(true)),
                en: format!("two rules for holidays: `{}` and `{}`", first.describe(false), second.describe(false)),
            });
        }
        found = found.or(rule);
        closed_before = closed;
    }
    Ok(found)
}

/// The statements of a text, in order, and the phrases that are notes.
#[derive(Default)]
struct Statements {
    groups: Vec<Group>,
    notes: Vec<String>,
    current: Group,
    last: Last,
    /// Nothing of the current phrase has been read yet.
    at_start: bool,
}

/// What a dash or a numeral would refer to.
#[derive(Clone, Copy, PartialEq, Default)]
enum Last {
    #[default]
    Nothing,
    Day(usize),
    DaysFrom(usize),
    Time(Clock),
    TimesFrom(Clock),
}

/// A time as it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Clock {
    minutes: u16,
    afternoon: bool,
    next_day: bool,
}

/// A phrase with one of these is for people to read.
const NOTES: [&str; 20] = [
    "停止入",
    "停止进",
    "停止售",
    "停止取",
    "停止检",
    "停止换",
    "停止领",
    "最后入",
    "最晚入",
    "止票",
    "预约",
    "提前",
    "顺延",
    "清场",
    "另行",
    "以公告为准",
    "以通知为准",
    "last entry",
    "last admission",
    "by appointment",
];

impl Statements {
    fn read(text: &str) -> Result<Self, Localized> {
        let mut statements = Self::default();
        for (phrase, end) in phrases(text) {
            let lower = phrase.to_ascii_lowercase();
            if NOTES.iter().any(|word| lower.contains(word)) {
                statements.notes.push(phrase.trim().to_owned());
            } else {
                statements.phrase(phrase)?;
            }
            match end {
                Some('；' | ';' | '。' | '\n') => statements.finish_group()?,
                // Clauses in brackets may stand between days and their hours.
                _ => statements.settle_time()?,
            }
        }
        statements.finish_group()?;
        Ok(statements)
    }

    fn phrase(&mut self, phrase: &str) -> Result<(), Localized> {
        let mut rest = phrase.trim();
        self.at_start = true;
        while !rest.is_empty() {
            let Some((token, after)) = token(rest, matches!(self.last, Last::Day(_) | Last::DaysFrom(_))) else {
                return Err(unknown(rest));
            };
            self.take(token)?;
            self.at_start = false;
            rest = after;
        }
        Ok(())
    }

    fn take(&mut self, token: Token) -> Result<(), Localized> {
        match (token, self.last) {
            (Token::Blank, _) => {}
            (Token::Day(to), Last::DaysFrom(from)) => {
                // A run may go over the end of the week: 周六至周一.
                let length = (to + 7 - from) % 7;
                self.current.days.extend((0..=length).map(|step| (from + step) % 7));
                self.last = Last::Day(to);
            }
            (Token::Day(day), _) => {
                self.begin_days()?;
                self.current.days.insert(day);
                self.last = Last::Day(day);
            }
            (Token::Days(first, last), _) => {
                self.begin_days()?;
                self.current.days.extend(first..=last);
            }
            (Token::Holiday, _) => {
                self.begin_days()?;
                self.current.holiday = true;
            }
            (Token::Except, _) if self.current.holiday => {
                self.settle_time()?;
                self.current.holiday = false;
                self.current.except_holidays = true;
            }
            (Token::Except, _) => return Err(unknown("除外")),
            (Token::Dash, Last::Day(day)) => self.last = Last::DaysFrom(day),
            (Token::Dash, Last::Time(time)) => self.last = Last::TimesFrom(time),
            (Token::Dash, _) => return Err(unknown("-")),
            (Token::Time(end), Last::TimesFrom(start)) => {
                let range = range(start, end)?;
                self.last = Last::Nothing;
                self.hours(range)?;
            }
            (Token::Time(time), _) => {
                self.settle_time()?;
                self.last = Last::Time(time);
            }
            (Token::AllDay, _) => {
                self.settle_time()?;
                self.hours(Range::ALL_DAY)?;
            }
            (Token::Closed, _) => {
                self.settle_time()?;
                if !self.current.ranges.is_empty() {
                    if !self.at_start {
                        return Err(contradiction());
                    }
                    // The days come after the word: 9:00-17:00，闭馆：周一.
                    self.finish_group()?;
                }
                self.current.closed = true;
            }
            (Token::Open, _) => {
                self.settle_time()?;
                // The word says something only where no hours do: 节假日照常开放.
                self.current.open |= self.current.holiday && self.current.ranges.is_empty();
            }
        }
        Ok(())
    }

    fn begin_days(&mut self) -> Result<(), Localized> {
        self.settle_time()?;
        let waiting = self.current.closed && self.current.days.is_empty() && !self.current.holiday;
        if self.current.is_complete() && !waiting { self.finish_group() } else { Ok(()) }
    }

    fn hours(&mut self, range: Range) -> Result<(), Localized> {
        if self.current.closed {
            return Err(contradiction());
        }
        if let Some(other) = self.current.ranges.iter().find(|other| range.start < other.end && other.start < range.end)
        {
            return Err(Localized {
                zh: format!("{} 和 {} 重叠了", other.describe(true), range.describe(true)),
                en: format!("{} and {} overlap", other.describe(false), range.describe(false)),
            });
        }
        self.current.ranges.push(range);
        self.current.ranges.sort();
        Ok(())
    }

    /// A time or a day may not be left with a dash, or a time without its end.
    fn settle_time(&mut self) -> Result<(), Localized> {
        match std::mem::take(&mut self.last) {
            Last::Time(time) | Last::TimesFrom(time) => {
                let time = clock(time.minutes);
                Err(Localized {
                    zh: format!("{time} 没有写到几点，应写成 {time}-17:00 这样"),
                    en: format!("{time} has no end; write it like {time}-17:00"),
                })
            }
            Last::DaysFrom(day) => Err(Localized {
                zh: format!("“周{}至”没有写到周几", NUMERALS[day]),
                en: format!("the days from {} have no end", NAMES[day]),
            }),
            // After `Sa,` or `周一、` a numeral may follow as before.
            Last::Day(day) => {
                self.last = Last::Day(day);
                Ok(())
            }
            Last::Nothing => Ok(()),
        }
    }

    fn finish_group(&mut self) -> Result<(), Localized> {
        self.settle_time()?;
        self.last = Last::Nothing;
        if !self.current.is_empty() {
            self.groups.push(std::mem::take(&mut self.current));
        }
        Ok(())
    }
}

/// Cuts at punctuation, and says which character each phrase ended with.
fn phrases(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    text.split_inclusive(['；', ';', '。', '\n', '，', ',', '（', '(', '）', ')']).map(|phrase| {
        let phrase_only = phrase.trim_end_matches(['；', ';', '。', '\n', '，', ',', '（', '(', '）', ')']);
        (phrase_only, phrase[phrase_only.len()..].chars().next())
    })
}

#[derive(Clone, Copy, Debug)]
enum Token {
    Blank,
    Day(usize),
    Days(usize, usize),
    Holiday,
    Except,
    Dash,
    Time(Clock),
    AllDay,
    Closed,
    Open,
}

/// Longer words come before those that they begin with.
const WORDS: [(&str, Token); 83] = [
    ("法定节假日", Token::Holiday),
    ("国家节假日", Token::Holiday),
    ("法定假日", Token::Holiday),
    ("节假日", Token::Holiday),
    ("节日", Token::Holiday),
    ("除外", Token::Except),
    ("外", Token::Except),
    ("除", Token::Blank),
    ("开放时间", Token::Blank),
    ("开馆时间", Token::Blank),
    ("参观时间", Token::Blank),
    ("营业时间", Token::Blank),
    ("工作日", Token::Days(0, 4)),
    ("双休日", Token::Days(5, 6)),
    ("每天", Token::Days(0, 6)),
    ("每日", Token::Days(0, 6)),
    ("天天", Token::Days(0, 6)),
    ("全年", Token::Days(0, 6)),
    ("周末", Token::Days(5, 6)),
    ("全天", Token::AllDay),
    ("24小时", Token::AllDay),
    ("24h", Token::AllDay),
    ("24/7", Token::AllDay),
    ("停止开放", Token::Closed),
    ("暂停开放", Token::Closed),
    ("不对外开放", Token::Closed),
    ("不开放", Token::Closed),
    ("不开馆", Token::Closed),
    ("例行闭馆", Token::Closed),
    ("全天闭馆", Token::Closed),
    ("闭馆", Token::Closed),
    ("闭园", Token::Closed),
    ("休馆", Token::Closed),
    ("休息", Token::Closed),
    ("关闭", Token::Closed),
    ("放假", Token::Closed),
    ("照常开放", Token::Open),
    ("正常开放", Token::Open),
    ("对外开放", Token::Open),
    ("免费开放", Token::Open),
    ("照常", Token::Open),
    ("开放", Token::Open),
    ("开馆", Token::Open),
    ("开园", Token::Open),
    ("营业", Token::Open),
    ("至", Token::Dash),
    ("到", Token::Dash),
    ("~", Token::Dash),
    ("～", Token::Dash),
    ("〜", Token::Dash),
    ("－", Token::Dash),
    ("—", Token::Dash),
    ("–", Token::Dash),
    ("-", Token::Dash),
    ("、", Token::Blank),
    ("/", Token::Blank),
    ("及", Token::Blank),
    ("和", Token::Blank),
    ("与", Token::Blank),
    ("：", Token::Blank),
    (":", Token::Blank),
    ("&", Token::Blank),
    ("每", Token::Blank),
    ("逢", Token::Blank),
    ("均", Token::Blank),
    ("public holidays", Token::Holiday),
    ("public holiday", Token::Holiday),
    ("holidays", Token::Holiday),
    ("ph", Token::Holiday),
    ("every day", Token::Days(0, 6)),
    ("everyday", Token::Days(0, 6)),
    ("daily", Token::Days(0, 6)),
    ("weekdays", Token::Days(0, 4)),
    ("weekends", Token::Days(5, 6)),
    ("weekend", Token::Days(5, 6)),
    ("all day", Token::AllDay),
    ("closed", Token::Closed),
    ("off", Token::Closed),
    ("open", Token::Open),
    ("and", Token::Blank),
    ("to", Token::Dash),
    ("h", Token::Blank),
    ("on", Token::Blank),
];

fn token(text: &str, after_day: bool) -> Option<(Token, &str)> {
    let first = text.chars().next()?;
    if first.is_whitespace() {
        return Some((Token::Blank, &text[first.len_utf8()..]));
    }
    if let Some((day, rest)) = weekday(text, after_day) {
        return Some((Token::Day(day), rest));
    }
    for (word, token) in WORDS {
        if let Some(head) = text.get(..word.len())
            && head.eq_ignore_ascii_case(word)
        {
            let rest = &text[word.len()..];
            let word_goes_on = word.ends_with(|c: char| c.is_ascii_alphabetic())
                && rest.starts_with(|c: char| c.is_ascii_alphabetic());
            if !word_goes_on {
                return Some((token, rest));
            }
        }
    }
    let (time, rest) = time(text)?;
    Some((Token::Time(time), rest))
}

/// 周二, 星期二, 礼拜天; the numeral alone after another day (周一、三、五); `Tu`, `Tue`, `Tuesday`.
fn weekday(text: &str, after_day: bool) -> Option<(usize, &str)> {
    let marked = ["周", "星期", "礼拜"].iter().find_map(|word| text.strip_prefix(word));
    let numeral = marked.or(after_day.then_some(text));
    if let Some(numeral) = numeral {
        let numeral = numeral.trim_start_matches(' ');
        let day = NUMERALS.iter().position(|day| numeral.starts_with(day));
        let day = day.or((marked.is_some() && numeral.starts_with('天')).then_some(6));
        if let Some(day) = day {
            return Some((day, &numeral[3..]));
        }
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text[..letters].to_ascii_lowercase();
    let day = NAMES.iter().position(|name| {
        let name = name.to_ascii_lowercase();
        letters >= 2 && name.starts_with(&word) || word.strip_suffix('s') == Some(&name)
    })?;
    let rest = &text[letters..];
    Some((day, rest.strip_prefix('.').unwrap_or(rest)))
}

/// `9:00`, `9：00`, `9点`, `9时`, `9点半`, `9点30分`, a bare hour, each after 上午, 下午, 晚上 or 次日.
fn time(text: &str) -> Option<(Clock, &str)> {
    let (mut afternoon, mut next_day, mut rest) = (false, false, text);
    if let Some(after) = ["次日", "翌日", "第二天"].iter().find_map(|word| rest.strip_prefix(word)) {
        (next_day, rest) = (true, after);
    }
    if let Some(after) = ["上午", "早上", "凌晨", "早"].iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after;
    } else if let Some(after) = ["下午", "晚上", "傍晚", "中午", "晚"].iter().find_map(|word| rest.strip_prefix(word))
    {
        afternoon = !rest.starts_with("中午")
            || after.trim_start().starts_with(['1', '2', '3']) && !after.trim_start().starts_with("11");
        rest = after;
    }
    let (hour, mut rest) = number(rest.trim_start())?;
    let mut minute = 0;
    if let Some(after) = rest.strip_prefix([':', '：']) {
        let (number, after) = number(after).filter(|(_, after)| rest.len() - after.len() >= 3)?;
        (minute, rest) = (number, after);
    } else if let Some(after) = rest.strip_prefix(['点', '时']) {
        rest = after;
        if let Some(after) = rest.strip_prefix('半') {
            (minute, rest) = (30, after);
        } else if let Some(after) = rest.strip_prefix("一刻") {
            (minute, rest) = (15, after);
        } else if let Some(after) = rest.strip_prefix("三刻") {
            (minute, rest) = (45, after);
        } else if let Some((number, after)) = number(rest) {
            (minute, rest) = (number, after.strip_prefix('分').unwrap_or(after));
        } else {
            rest = rest.strip_prefix(['整', '钟']).unwrap_or(rest);
        }
    }
    // A third digit, or a second colon, means that this was something else.
    if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || minute > 59
        || hour > 24
        || hour == 24 && minute > 0
    {
        return None;
    }
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    Some((Clock { minutes: hour * 60 + minute, afternoon, next_day }, rest))
}

fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits).then(|| Some((text[..digits].parse().ok()?, &text[digits..])))?
}

/// An end before its start lies on the next day where that is said, or where a place opens
/// in the afternoon and closes by eight in the morning; anything else is a slip.
fn range(start: Clock, end: Clock) -> Result<Range, Localized> {
    let mut minutes = end.minutes;
    if end.next_day {
        minutes += DAY;
    } else if minutes <= start.minutes {
        let noon = DAY / 2;
        if start.afternoon && !end.afternoon && minutes < noon && minutes + noon > start.minutes {
            // 下午2:00-5:00 says 下午 once for both.
            minutes += noon;
        } else if start.minutes >= noon && minutes <= 8 * 60 {
            minutes += DAY;
        }
    }
    if start.next_day || minutes <= start.minutes || minutes - start.minutes > DAY {
        let (start, end) = (clock(start.minutes), clock(end.minutes));
        return Err(Localized {
            zh: format!("{start}-{end} 的结束早于开始；请用24小时制，跨到第二天时写 {start}-次日{end}"),
            en: format!("{start}-{end} ends before it begins; use the 24-hour clock"),
        });
    }
    Ok(Range { start: start.minutes, end: minutes })
}

/// The hours of an exception, and the words after them.
fn hours_and_note(text: &str) -> Result<(Vec<Range>, Option<String>), Localized> {
    // From the longest: what can be read as hours isn't a note.
    let ends = text.char_indices().rev().filter(|(_, c)| c.is_whitespace() || "，,；;（(".contains(*c));
    let mut problem = None;
    for end in std::iter::once(text.len()).chain(ends.map(|(at, _)| at)) {
        let note = text[end..].trim_matches(|c: char| c.is_whitespace() || "，,；;（()）".contains(c));
        // What begins with a digit is an hour with a slip in it.
        if note.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        match hours(&text[..end]) {
            Ok((ranges, mut notes)) => {
                notes.extend((!note.is_empty()).then(|| note.to_owned()));
                return Ok((ranges, (!notes.is_empty()).then(|| notes.join("；"))));
            }
            Err(first) => problem = problem.or(Some(first)),
        }
    }
    Err(problem.unwrap_or_else(|| unknown(text)))
}

fn hours(text: &str) -> Result<(Vec<Range>, Vec<String>), Localized> {
    let Statements { groups, notes, .. } = Statements::read(text)?;
    match groups.as_slice() {
        [group] if group.says_hours() && group.days.is_empty() && !group.holiday && !group.except_holidays => {
            Ok((group.ranges.clone(), notes))
        }
        [] => Err(Localized {
            zh: "日期后面没有写开放时间，应写 09:00-18:00 或“闭馆”".to_owned(),
            en: "the date has no hours; write 09:00-18:00 or `closed` after it".to_owned(),
        }),
        _ => Err(Localized {
            zh: format!("“{}”应只有时间，如 09:00-12:00,14:00-17:00，或“闭馆”", text.trim()),
            en: format!("`{}` should be hours alone, like 09:00-12:00,14:00-17:00, or `closed`", text.trim()),
        }),
    }
}

/// The longest date at the start of a text; after another date its year and month may be left out.
fn leading_date(text: &str, after: Option<Date>) -> Option<(Date, &str)> {
    // The longest form of a date has eleven characters: 2026年10月12日.
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(11).collect::<Vec<_>>();
    ends.into_iter().rev().find_map(|end| {
        let (head, rest) = text.split_at(end);
        let short = |date: Date| {
            let (year, month) = (date.year(), date.month());
            let forms =
                [format!("{year:04}年{head}"), format!("{year:04}年{month}月{head}"), format!("{year:04}-{head}")];
            forms.iter().find_map(|form| parse_date(form))
        };
        let whole = head.trim() == head;
        let date = whole.then(|| parse_date(head).or_else(|| after.and_then(short)))??;
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((date, rest))
    })
}

fn strip_until(text: &str) -> Option<&str> {
    ["至", "到", "..", "~", "～", "〜", "—", "–", "－", "-", "to "].iter().find_map(|word| text.strip_prefix(word))
}

fn unknown(text: &str) -> Localized {
    // Up to where reading could go on, so that the message quotes the unknown word alone.
    let number = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '.');
    let end = if text.starts_with(number) {
        text.find(|c| !number(c))
    } else {
        text.char_indices().skip(1).map(|(at, _)| at).find(|&at| token(&text[at..], false).is_some())
    };
    let word = text[..end.unwrap_or(text.len())].trim();
    Localized {
        zh: format!("看不懂“{word}”，开放时间应写成“周二至周日 09:00-17:00；周一闭馆”这样，其他说明写在 note 里"),
        en: format!(
            "`{word}` isn't understood; write hours like `Tu-Su 09:00-17:00; Mo off`, and anything else under `note`"
        ),
    }
}

fn contradiction() -> Localized {
    Localized {
        zh: "同一处既写了时间又写了闭馆，应分开写：“周二至周日 09:00-17:00；周一闭馆”".to_owned(),
        en: "the same days have hours and are closed; write `Tu-Su 09:00-17:00; Mo off`".to_owned(),
    }
}

fn iso<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn described(text: &str) -> String {
        match OpeningHours::parse(text) {
            Ok(hours) => hours.describe(true).into_iter().chain(hours.note).collect::<Vec<_>>().join("｜"),
            Err(problem) => format!("错：{}", problem.zh),
        }
    }

    #[test]
    fn a_week_is_read_as_people_write_it() {
        for (text, words) in [
            ("周二至周日 09:00-12:00,14:00-17:00；周一闭馆", "周二至周日 09:00～12:00、14:00～17:00｜周一闭馆"),
            ("每天 8:30～17:30", "每天 08:30～17:30"),
            ("周一至周五 09:00-17:00，周六、周日 10:00-16:00", "周一至周五 09:00～17:00｜周六、周日 10:00～16:00"),
            ("工作日 9:00-17:00", "周一至周五 09:00～17:00｜周六、周日闭馆"),
            ("周末 9:00-17:00", "周六、周日 09:00～17:00｜周一至周五闭馆"),
            ("全天开放", "每天 全天开放"),
            ("24小时", "每天 全天开放"),
            ("Mo-Fr 09:00-17:00; Sa,Su 10:00-16:00", "周一至周五 09:00～17:00｜周六、周日 10:00～16:00"),
            ("Tu-Su 09:00-17:00; Mo off", "周二至周日 09:00～17:00｜周一闭馆"),
            ("Tuesday to Sunday 09:00-17:00, closed on Mondays", "周二至周日 09:00～17:00｜周一闭馆"),
            ("Tu–Su 09:00-17:00; PH off", "周二至周日 09:00～17:00｜周一闭馆｜法定节假日闭馆"),
            ("星期二 9点-17点半", "周二 09:00～17:30｜周一、周三至周日闭馆"),
            ("礼拜天上午9点至11点30分", "周日 09:00～11:30｜周一至周六闭馆"),
            ("周一、三、五 9:00-11:00", "周一、周三、周五 09:00～11:00｜周二、周四、周六、周日闭馆"),
            ("周六日 9-17点", "周六、周日 09:00～17:00｜周一至周五闭馆"),
            ("周六至周一 9:00-17:00", "周一、周六、周日 09:00～17:00｜周二至周五闭馆"),
            ("9:00-17:00，周一闭馆", "周二至周日 09:00～17:00｜周一闭馆"),
            ("周一闭馆；每天9:00-17:00", "周二至周日 09:00～17:00｜周一闭馆"),
            ("每天上午9:00-12:00、下午2:00-5:00", "每天 09:00～12:00、14:00～17:00"),
            ("周六 18:00-02:00", "周六 18:00～次日02:00｜周一至周五、周日闭馆"),
            ("周六 10:00-次日10:00", "周六 10:00～次日10:00｜周一至周五、周日闭馆"),
            ("周二至周日9:00-17:00（16:30停止入场），周一闭馆", "周二至周日 09:00～17:00｜周一闭馆｜16:30停止入场"),
            (
                "周二至周日 9:00-17:00，闭馆前30分钟停止入场；法定节假日照常开放",
                "周二至周日 09:00～17:00｜周一闭馆｜法定节假日照常开放｜闭馆前30分钟停止入场",
            ),
            ("每天 9:00-17:00；法定节假日闭馆", "每天 09:00～17:00｜法定节假日闭馆"),
            ("每天 9:00-17:00（节假日除外）", "每天 09:00～17:00｜法定节假日闭馆"),
            (
                "周二至周日9:00-17:00，周一闭馆（法定节假日除外）",
                "周二至周日 09:00～17:00｜周一闭馆｜法定节假日按周末时间开放",
            ),
            ("9:00-17:00；闭馆：周一", "周二至周日 09:00～17:00｜周一闭馆"),
            ("9:00-17:00，周一（法定节假日除外）闭馆", "周二至周日 09:00～17:00｜周一闭馆｜法定节假日按周末时间开放"),
            (
                "周一至周五 9:00-17:00；周末及节假日 10:00-16:00",
                "周一至周五 09:00～17:00｜周六、周日 10:00～16:00｜法定节假日按周末时间开放",
            ),
            (
                "周三至周五 14:00-17:30；周六及节假日 14:00-22:00",
                "周三至周五 14:00～17:30｜周六 14:00～22:00｜周一、周二、周日闭馆｜法定节假日按周末时间开放",
            ),
            ("开放时间：周二至周日9：00—17：00；每周一闭馆", "周二至周日 09:00～17:00｜周一闭馆"),
            (
                "周一至周五 08:30-12:00,14:00-17:30；周六 09:00-12:00；周日闭馆",
                "周一至周五 08:30～12:00、14:00～17:30｜周六 09:00～12:00｜周日闭馆",
            ),
        ] {
            assert_eq!(described(text), words, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_quoted() {
        for (text, words) in [
            ("", "没有写开放时间"),
            ("夏季 9:00-18:00", "看不懂“夏季”"),
            ("周二至周日 大概9:00-17:00", "看不懂“大概”"),
            ("周二", "没有写几点到几点"),
            ("闭馆", "没有写是哪几天"),
            ("周一 9:00", "没有写到几点"),
            ("周一至 9:00-10:00", "没有写到周几"),
            ("周一 17:00-09:00-", "早于开始"),
            ("周一 14:00-12:00", "早于开始"),
            ("周一 9:00-9:00", "早于开始"),
            ("周一 9:00-12:00,11:00-14:00", "重叠"),
            ("周一至周三 9:00-12:00；周三至周五 9:00-12:00", "周三写了两次"),
            ("周一 9:00-12:00；周一 14:00-17:00", "周一写了两次"),
            ("周一 9:00-12:00闭馆", "既写了时间又写了闭馆"),
            ("周一 25:00-26:00", "看不懂“25"),
            ("周一 9:0-10:00", "看不懂“9"),
            ("每天 9:00-17:00；节假日 10:00-12:00", "exceptions"),
            ("法定节假日照常开放", "没有写平日的开放时间"),
            ("周二至周六 9:00-17:00；周日、周一闭馆（节假日除外）", "没有写节假日几点到几点开放"),
            ("周二 9:00-17:00；周一（节假日除外）", "没有写几点到几点"),
        ] {
            let problem = OpeningHours::parse(text).map(|hours| hours.describe(true)).unwrap_err();
            assert!(problem.zh.contains(words), "{text}: {}", problem.zh);
        }
    }

    #[test]
    fn a_list_of_statements_is_one_week() {
        let hours = OpeningHours::parse_weekly(&["周二至周五 09:00-17:00", "周六至周日 09:00-18:00"]).unwrap();
        assert_eq!(hours.describe(true), ["周二至周五 09:00～17:00", "周六、周日 09:00～18:00", "周一闭馆"]);
        assert_eq!(
            hours.describe(false),
            ["Tuesday to Friday 09:00–17:00", "Saturday, Sunday 09:00–18:00", "Monday closed"]
        );
        assert_eq!(hours.schema(), ["Tu-Fr 09:00-17:00", "Sa,Su 09:00-18:00"]);
        assert_eq!(OpeningHours::parse("全天开放").unwrap().schema(), ["Mo-Su 00:00-23:59"]);
        let value = serde_json::to_value(&hours).unwrap();
        assert_eq!(value["weekly"][1], serde_json::json!([{"start": 540, "end": 1020}]));
    }

    #[test]
    fn exceptions_are_read_as_people_write_them() {
        for (text, words) in [
            ("2026-10-01至2026-10-07 09:00-18:00", "2026年10月1日至7日 09:00～18:00"),
            ("2026-02-17 闭馆", "2026年2月17日闭馆"),
            ("2026-10-01..2026-10-07 closed", "2026年10月1日至7日闭馆"),
            ("2026年10月1日至7日 9点-18点", "2026年10月1日至7日 09:00～18:00"),
            ("2026年9月28日至10月7日闭馆", "2026年9月28日至10月7日闭馆"),
            ("2026-12-30~2027-01-02：闭馆（设备检修）", "2026年12月30日至2027年1月2日闭馆（设备检修）"),
            (
                "2026-06-01至08-31 06:30-12:00,13:00-21:30 夏季",
                "2026年6月1日至8月31日 06:30～12:00、13:00～21:30（夏季）",
            ),
            ("2026-10-01 09:00-18:00，17:00停止入场", "2026年10月1日 09:00～18:00（17:00停止入场）"),
        ] {
            let exception = Exception::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.zh));
            assert_eq!(exception.describe(true), words, "{text}");
        }
        for text in [
            "",
            "闭馆",
            "2026-10-01",
            "2026-10-07至2026-10-01 闭馆",
            "2026-10-01 周一 9:00-10:00",
            "2026-02-30 闭馆",
            "2026-10-01 也许",
            "2026-10-01 09:00-12:00 14:00-18",
            "2026-10-01 09:00-12:00 14:00-1O:00",
            "2026-10-011 闭馆",
        ] {
            // Hours may be bare, so that this one is good.
            assert_eq!(Exception::parse(text).is_ok(), text.ends_with("14:00-18"), "{text}");
        }
        let value = serde_json::to_value(Exception::parse("2026-02-17 闭馆").unwrap()).unwrap();
        assert_eq!(value, serde_json::json!({"from": "2026-02-17", "to": "2026-02-17", "ranges": [], "note": null}));
    }

    #[test]
    fn a_date_has_the_hours_of_its_exception_its_holiday_or_its_weekday() {
        let calendar = Calendar {
            holidays: (1..=7).map(|day| date(2026, 10, day)).collect(),
            workdays: [date(2026, 10, 10)].into(),
            years: [2026].into(),
        };
        let mut hours = OpeningHours::parse("周二至周五 9:00-17:00；周末 10:00-16:00").unwrap();
        let on = |hours: &OpeningHours, date| {
            let day = hours.ranges_on(date, &calendar);
            let words = match &day.hours {
                Hours::Open(ranges) => name_ranges(ranges, true),
                Hours::Closed => "闭馆".to_owned(),
                Hours::Unknown => "不详".to_owned(),
            };
            if day.presumed { format!("{words}?") } else { words }
        };
        assert_eq!(on(&hours, date(2026, 9, 29)), "09:00～17:00");
        assert_eq!(on(&hours, date(2026, 9, 28)), "闭馆");
        assert_eq!(on(&hours, date(2026, 10, 1)), "不详");
        assert_eq!(on(&hours, date(2026, 10, 10)), "10:00～16:00", "a make-up working Saturday");
        assert_eq!(on(&hours, date(2027, 10, 1)), "09:00～17:00?");
        hours.holidays = Some(Holidays::Open);
        assert_eq!(on(&hours, date(2026, 10, 1)), "09:00～17:00");
        assert_eq!(on(&hours, date(2026, 10, 5)), "闭馆");
        assert_eq!(on(&hours, date(2027, 10, 1)), "09:00～17:00", "holidays make no difference");
        hours.holidays = Some(Holidays::Closed);
        assert_eq!(on(&hours, date(2026, 10, 1)), "闭馆");
        hours.holidays = Some(Holidays::Weekend);
        assert_eq!(on(&hours, date(2026, 10, 5)), "10:00～16:00");
        assert_eq!(on(&hours, date(2027, 10, 3)), "10:00～16:00", "a Sunday has them anyway");
        hours.exceptions = vec![
            Exception::parse("2026-10-02 闭馆").unwrap(),
            Exception::parse("2026-10-01至2026-10-07 08:00-20:00").unwrap(),
        ];
        assert_eq!(on(&hours, date(2026, 10, 1)), "08:00～20:00");
        assert_eq!(on(&hours, date(2026, 10, 2)), "闭馆");
        let value = serde_json::to_value(hours.ranges_on(date(2026, 10, 1), &calendar)).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"state": "open", "ranges": [{"start": 480, "end": 1200}], "presumed": false})
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = (OpeningHours::parse(&text), Exception::parse(&text), Holidays::parse(&text));
            let _ = Exception::parse(&format!("2026-10-01{text}"));
        }

        #[test]
        fn what_is_near_to_hours_doesn_t_panic(
            words in prop::collection::vec(
                prop::sample::select(vec![
                    "周", "一", "周二", "周日", "至", "-", "，", "；", "（", "）", "9:00", "17：30", "下午", "次日", "2点半", "24:00",
                    "闭馆", "开放", "节假日", "除外", "每天", "全天", "Mo", "Su", "off", " ", "停止入场", "2026-10-01",
                ]),
                0..12,
            )
        ) {
            let text = words.concat();
            if let Ok(hours) = OpeningHours::parse(&text) {
                prop_assert!(hours.weekly.iter().flatten().all(|range| range.start < range.end));
                let _ = (hours.describe(false), hours.schema());
            }
            let _ = Exception::parse(&text).map(|exception| exception.describe(true));
        }

        #[test]
        fn what_is_described_can_be_read(
            days in prop::collection::vec(prop::sample::select(vec!["", "9:00-17:00", "9:00-12:00,14:00-22:30", "18:00-2:00"]), 7)
        ) {
            let statements: Vec<String> = days.iter().enumerate().map(|(day, hours)| {
                if hours.is_empty() { format!("周{}闭馆", NUMERALS[day]) } else { format!("周{} {hours}", NUMERALS[day]) }
            }).collect();
            let hours = OpeningHours::parse(&statements.join("；")).unwrap();
            prop_assert_eq!(OpeningHours::parse(&hours.describe(true).join("；")), Ok(hours));
        }
    }
}
