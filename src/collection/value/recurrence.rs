//! `FREQ=WEEKLY;BYDAY=SA` → the dates on which something takes place.
//!
//! Rules are those of RFC 5545 §3.3.10 and expanded by the `rrule` crate. Times are
//! wall-clock times: what begins at 9:30 begins at 9:30 on either side of a clock change.
//! For that the expansion runs on clock readings without a zone; the zone is needed only
//! where an instant is written, in an `UNTIL`. Nothing here knows today's date.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use rrule::RRuleSet;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::diagnostic::Localized;
use crate::time::When;

/// How an event repeats.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, JsonSchema)]
pub struct Recurrence {
    /// The rule as RFC 5545 writes it, without `RRULE:`, in capitals.
    pub rule: String,
    /// Dates or times that are left out, ISO 8601; a date alone leaves out the whole day.
    #[serde(serialize_with = "iso")]
    #[schemars(with = "Vec<String>")]
    pub except: Vec<When>,
    /// Dates or times that are added, ISO 8601; a date alone takes the event's time of day.
    #[serde(serialize_with = "iso")]
    #[schemars(with = "Vec<String>")]
    pub also: Vec<When>,
}

/// A recurrence laid out in dates.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Expansion {
    /// What takes place, in order.
    pub occurrences: Vec<When>,
    /// What the rule gives and `except` takes away, in order: the `EXDATE`s.
    pub excluded: Vec<When>,
    /// What `also` adds, with the event's time of day, in order: the `RDATE`s.
    pub added: Vec<When>,
    /// Entries of `except` that take nothing away, most likely slips.
    pub unused: Vec<When>,
    /// The limit was reached before the horizon, so that later dates are missing.
    pub cut_short: bool,
}

impl Recurrence {
    /// Reads a rule with or without `RRULE:`, in capitals or not. `UNTIL` may be a date, a
    /// local time or a UTC time. Rules by the minute or second are refused: no event repeats so.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let parts = Parts::read(text)?;
        // Any start will do to check the rule by itself; UNTIL is left out, as it may lie before it.
        rule_set(&parts, Date::constant(2000, 1, 1).to_datetime(Time::midnight()), None)?;
        Ok(Self { rule: parts.join(parts.get("UNTIL")), except: Vec::new(), also: Vec::new() })
    }

    /// The first `limit` occurrences from `start` up to and including the day `until`.
    /// A time of day is kept where `start` has one, and dates are bare where it has none.
    pub fn occurrences(&self, start: When, zone: &TimeZone, until: Date, limit: usize) -> Result<Vec<When>, Localized> {
        Ok(self.expand(start, zone, until, limit)?.occurrences)
    }

    /// As [`Self::occurrences`], with what was left out, added and not used.
    ///
    /// A start that the rule doesn't fall on is refused, with the first date that would do:
    /// RFC 5545 §3.8.5.3 leaves its meaning open, and calendars differ on it.
    pub fn expand(&self, start: When, zone: &TimeZone, until: Date, limit: usize) -> Result<Expansion, Localized> {
        let parts = Parts::read(&self.rule)?;
        let all_day = start.time.is_none();
        if let Some(part) = parts.times().filter(|_| all_day) {
            return Err(Localized {
                zh: format!("全天活动的重复规则里不能写 {part}，请去掉它，或给开始写上时间"),
                en: format!("{part} can't be used for an all-day event: take it out, or give the start a time"),
            });
        }
        let last = parts.until().map(|until| until.local(zone));
        let set = rule_set(&parts, start.datetime(), last)?;
        let when = |moment: DateTime| When { date: moment.date(), time: start.time.map(|_| moment.time()) };
        let mut dates = moments(&set).map(when).peekable();
        match dates.peek() {
            Some(first) if *first == start => {}
            first => return Err(off_the_rule(start, first.copied())),
        }

        let mut found = Expansion::default();
        let mut used = vec![false; self.except.len()];
        let mut next = dates.next();
        while let Some(date) = next.filter(|when| when.date <= until) {
            let mut excluded = false;
            for (except, used) in self.except.iter().zip(&mut used) {
                if except.date == date.date && (all_day || except.time.is_none() || except.time == date.time) {
                    (excluded, *used) = (true, true);
                }
            }
            if excluded {
                found.excluded.push(date);
            } else {
                found.occurrences.push(date);
            }
            // One past the limit shows whether something is missing.
            if found.occurrences.len() > limit || found.excluded.len() > limit {
                break;
            }
            next = dates.next();
        }
        let stopped_at = next.filter(|when| when.date <= until);

        let timed = |also: &When| When { date: also.date, time: start.time.map(|time| also.time.unwrap_or(time)) };
        found.added = self.also.iter().map(timed).filter(|when| when.date <= until).collect();
        found.added.sort();
        found.added.dedup();
        found.occurrences.extend(&found.added);
        found.occurrences.sort();
        found.occurrences.dedup();
        found.cut_short = stopped_at.is_some() || found.occurrences.len() > limit;
        found.occurrences.truncate(limit);
        let reached = stopped_at.map_or(until, |when| when.date);
        let unused = self.except.iter().zip(used).filter(|(except, used)| !used && except.date <= reached);
        found.unused = unused.map(|(except, _)| *except).collect();
        Ok(found)
    }

    /// The rule for an iCalendar file, where `UNTIL` must be a UTC time if the event has a
    /// time and zone, and a date if it lasts all day (RFC 5545 §3.3.10).
    pub fn rule_for_ics(&self, start: When, zone: &TimeZone) -> String {
        // The field is public: a rule that was never checked is passed on as it is.
        let Ok(parts) = Parts::read(&self.rule) else { return self.rule.clone() };
        let until = parts.until().map(|until| {
            let local = until.local(zone);
            if start.time.is_none() {
                return basic_date(local.date());
            }
            match zone.to_ambiguous_zoned_datetime(local).compatible() {
                Ok(zoned) => {
                    let utc = TimeZone::UTC.to_datetime(zoned.timestamp());
                    format!("{}Z", basic(utc))
                }
                Err(_) => format!("{}Z", basic(local)),
            }
        });
        parts.join(until.as_deref())
    }

    /// The rule in words where it is a common one: `每周六`, `每两周周三`, `每月第一个周日，至2026年6月30日`.
    /// The start gives what the rule leaves open, such as the weekday; the zone gives the day of a UTC `UNTIL`.
    pub fn describe(&self, start: When, zone: &TimeZone, chinese: bool) -> Option<String> {
        let parts = Parts::read(&self.rule).ok()?;
        let mut words = describe(&parts, start.date, chinese)?;
        if let Some(count) = parts.get("COUNT") {
            words.push_str(&if chinese { format!("，共{count}次") } else { format!(", {count} times") });
        }
        if let Some(until) = parts.until() {
            let date = until.local(zone).date();
            words.push_str(&if chinese {
                format!("，至{}年{}月{}日", date.year(), date.month(), date.day())
            } else {
                format!(", until {date}")
            });
        }
        Some(words)
    }
}

/// The parts of a rule in the order in which they were written, checked one by one.
///
/// The crate is lenient with some of them and quietly drops what it can't read, and it
/// would take a local `UNTIL` in the zone of the machine that builds the site.
struct Parts(Vec<(String, String)>);

const FREQUENCIES: [&str; 5] = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY"];
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

impl Parts {
    fn read(text: &str) -> Result<Self, Localized> {
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
        if parts.get("BYSETPOS").is_some() && !parts.0.iter().any(|(key, _)| key.starts_with("BY") && key != "BYSETPOS")
        {
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

    fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    fn list(&self, key: &str) -> Vec<&str> {
        self.get(key).map(|value| value.split(',').collect()).unwrap_or_default()
    }

    fn until(&self) -> Option<Until> {
        self.get("UNTIL").and_then(Until::parse)
    }

    /// A part that speaks of times of day, if there is one.
    fn times(&self) -> Option<String> {
        let part = self.0.iter().find(|(key, value)| {
            matches!(key.as_str(), "BYHOUR" | "BYMINUTE" | "BYSECOND") || key == "FREQ" && value == "HOURLY"
        });
        part.map(|(key, value)| format!("{key}={value}"))
    }

    /// The rule again, with another `UNTIL` or with none.
    fn join(&self, until: Option<&str>) -> String {
        let parts = self.0.iter().filter_map(|(key, value)| match (key.as_str(), until) {
            ("UNTIL", Some(until)) => Some(format!("UNTIL={until}")),
            ("UNTIL", None) => None,
            _ => Some(format!("{key}={value}")),
        });
        parts.collect::<Vec<_>>().join(";")
    }
}

/// Whether a value has the form and range that RFC 5545 §3.3.10 gives for its key.
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
            let Some((number, day)) = day.len().checked_sub(2).and_then(|at| day.split_at_checked(at)) else {
                return false;
            };
            DAYS.contains(&day) && (number.is_empty() || whole(number, -53, 53) && number.parse() != Ok(0))
        }),
        _ => false,
    }
}

/// The end of a rule, as it was written.
enum Until {
    Date(Date),
    Local(DateTime),
    Utc(Timestamp),
}

impl Until {
    /// Reads `20261231`, `20261231T180000`, `20261231T100000Z`, and the same with hyphens and colons.
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

    /// The last moment on the site's clocks; a date holds to its end.
    fn local(&self, zone: &TimeZone) -> DateTime {
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

fn basic_date(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn basic(moment: DateTime) -> String {
    format!("{}T{:02}{:02}{:02}", basic_date(moment.date()), moment.hour(), moment.minute(), moment.second())
}

/// The rule for the crate, on clocks without a zone: the crate takes them for UTC.
fn rule_set(parts: &Parts, start: DateTime, last: Option<DateTime>) -> Result<RRuleSet, Localized> {
    let refused = |reason: String| Localized {
        zh: format!("重复规则“{}”不能用：{reason}", parts.join(parts.get("UNTIL"))),
        en: format!("the rule `{}` can't be used: {reason}", parts.join(parts.get("UNTIL"))),
    };
    // Four digits are what the format has room for.
    if !(1..=9999).contains(&start.year()) {
        return Err(refused(format!("DTSTART {}", start.year())));
    }
    if let Some(last) = last
        && last < start
    {
        return Err(Localized {
            zh: format!("重复规则的截止 {} 早于开始 {}", last.date(), start.date()),
            en: format!("the rule ends on {}, before the event begins on {}", last.date(), start.date()),
        });
    }
    let mut rule = parts.join(None);
    if let Some(last) = last {
        rule.push_str(&format!(";UNTIL={}Z", basic(last)));
    }
    let set: RRuleSet = format!("DTSTART:{}Z\nRRULE:{rule}", basic(start))
        .parse()
        .map_err(|problem: rrule::RRuleError| refused(problem.to_string()))?;
    // The crate's own limit ends a search that finds nothing, such as for the 30th of February.
    Ok(set.limit())
}

fn moments(set: &RRuleSet) -> impl Iterator<Item = DateTime> {
    set.into_iter().map_while(|found| {
        let timestamp = Timestamp::from_second(found.timestamp()).ok()?;
        Some(TimeZone::UTC.to_datetime(timestamp))
    })
}

fn describe(parts: &Parts, start: Date, chinese: bool) -> Option<String> {
    let known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH"];
    if !parts.0.iter().all(|(key, _)| known.contains(&key.as_str())) {
        return None;
    }
    let interval: u16 = parts.get("INTERVAL").map_or(Some(1), |interval| interval.parse().ok())?;
    let (days, dates, months) = (parts.list("BYDAY"), parts.list("BYMONTHDAY"), parts.list("BYMONTH"));
    match (parts.get("FREQ")?, days.as_slice(), dates.as_slice(), months.as_slice()) {
        ("DAILY", [], [], []) => Some(every(interval, ("天", "日"), "day", chinese)),
        ("WEEKLY", [], [], []) => weekly(interval, &[DAYS[monday_based(start)]], chinese),
        ("WEEKLY", days, [], []) => weekly(interval, days, chinese),
        ("MONTHLY", [], [], []) => Some(monthly(interval, start.day(), chinese)),
        ("MONTHLY", [], [day], []) => match day.parse::<i8>().ok()? {
            -1 => {
                let month = every(interval, ("个月", "月"), "month", chinese);
                Some(if chinese { format!("{month}最后一天") } else { format!("{month} on the last day") })
            }
            day @ 1.. => Some(monthly(interval, day, chinese)),
            _ => None,
        },
        ("MONTHLY", [day], [], []) => {
            let month = every(interval, ("个月", "月"), "month", chinese);
            let nth = nth_weekday(day, chinese)?;
            Some(if chinese { format!("{month}{nth}") } else { format!("{month} on the {nth}") })
        }
        ("YEARLY", [], [], []) if interval == 1 => Some(yearly(start.month(), start.day(), chinese)),
        ("YEARLY", [], [day], [month]) if interval == 1 => {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            (day > 0).then(|| yearly(month, day, chinese))
        }
        ("YEARLY", [day], [], [month]) if interval == 1 => {
            let month: usize = month.parse().ok()?;
            let (nth, name) = (nth_weekday(day, chinese)?, MONTHS.get(month.checked_sub(1)?)?);
            Some(if chinese { format!("每年{month}月{nth}") } else { format!("Every year on the {nth} of {name}") })
        }
        _ => None,
    }
}

fn weekly(interval: u16, days: &[&str], chinese: bool) -> Option<String> {
    let mut indexes: Vec<usize> =
        days.iter().map(|day| DAYS.iter().position(|code| code == day)).collect::<Option<_>>()?;
    indexes.sort_unstable();
    indexes.dedup();
    let names: Vec<&str> = indexes.iter().map(|&day| if chinese { ZH_DAYS[day] } else { EN_DAYS[day] }).collect();
    let (first, last) = (*names.first()?, *names.last()?);
    let all = names.len() == 7;
    let run = names.len() >= 3 && indexes.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    if chinese {
        let names = match (all, run) {
            (true, _) if interval == 1 => return Some("每天".to_owned()),
            (_, true) => format!("周{first}至周{last}"),
            _ => format!("周{}", names.join("、周")),
        };
        return Some(match interval {
            1 => format!("每{names}"),
            _ => format!("{}{names}", every(interval, ("周", "周"), "week", true)),
        });
    }
    let names = match (all, run) {
        (true, _) if interval == 1 => return Some("Every day".to_owned()),
        (_, true) => format!("{first} to {last}"),
        _ => names.join(", "),
    };
    Some(match interval {
        1 => format!("Every {names}"),
        _ => format!("{} on {names}", every(interval, ("周", "周"), "week", false)),
    })
}

fn monthly(interval: u16, day: i8, chinese: bool) -> String {
    let month = every(interval, ("个月", "月"), "month", chinese);
    if chinese { format!("{month}{day}日") } else { format!("{month} on day {day}") }
}

fn yearly(month: i8, day: i8, chinese: bool) -> String {
    let name = usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).unwrap_or(&"");
    if chinese { format!("每年{month}月{day}日") } else { format!("Every year on {day} {name}") }
}

/// `每天`, `每两周`, `每3个月`: Chinese counts several in another word than it names one.
fn every(interval: u16, (several, one): (&str, &str), en: &str, chinese: bool) -> String {
    match (interval, chinese) {
        (1, true) if one == "日" => "每天".to_owned(),
        (1, true) => format!("每{one}"),
        (2, true) => format!("每两{several}"),
        (_, true) => format!("每{interval}{several}"),
        (1, false) => format!("Every {en}"),
        (_, false) => format!("Every {interval} {en}s"),
    }
}

/// `1SU` as 第一个周日; a bare `SU` in a month is every one of them and has no common word.
fn nth_weekday(day: &str, chinese: bool) -> Option<String> {
    let (number, code) = day.split_at_checked(day.len().checked_sub(2)?)?;
    let index = DAYS.iter().position(|day| *day == code)?;
    let (zh, en) = match number.parse().ok()? {
        1 => ("第一个", "first"),
        2 => ("第二个", "second"),
        3 => ("第三个", "third"),
        4 => ("第四个", "fourth"),
        5 => ("第五个", "fifth"),
        -1 => ("最后一个", "last"),
        _ => return None,
    };
    Some(if chinese { format!("{zh}周{}", ZH_DAYS[index]) } else { format!("{en} {}", EN_DAYS[index]) })
}

const ZH_DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
const EN_DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn monday_based(date: Date) -> usize {
    // Always 0 to 6; the remainder only says so to whoever indexes with it.
    date.weekday().to_monday_zero_offset().unsigned_abs() as usize % 7
}

fn off_the_rule(start: When, first: Option<When>) -> Localized {
    let (zh, en) = (ZH_DAYS[monday_based(start.date)], EN_DAYS[monday_based(start.date)]);
    match first {
        Some(first) => Localized {
            zh: format!("开始 {start}（周{zh}）不在重复规则里，第一次应是 {first}：请改开始时间或规则"),
            en: format!(
                "the start {start}, a {en}, isn't among the dates of the rule, whose first is {first}: change one of them"
            ),
        },
        None => Localized {
            zh: format!("从 {start}（周{zh}）起，重复规则给不出任何日期"),
            en: format!("from {start}, a {en}, the rule gives no date at all"),
        },
    }
}

fn not_a_rule(text: &str) -> Localized {
    let text = text.trim();
    Localized {
        zh: format!(
            "“{text}”不是重复规则，应写成 FREQ=WEEKLY;BYDAY=SA（每周六）、FREQ=MONTHLY;BYDAY=1SU（每月第一个周日）这样"
        ),
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

fn iso<S: Serializer>(dates: &[When], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(dates.iter().map(When::to_string))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn when(text: &str) -> When {
        When::parse(text, &shanghai()).unwrap()
    }

    fn day(text: &str) -> Date {
        when(text).date
    }

    fn dates(rule: &str, start: &str, until: &str) -> Vec<String> {
        let rule = Recurrence::parse(rule).unwrap();
        let dates = rule.occurrences(when(start), &shanghai(), day(until), 100).unwrap();
        dates.iter().map(When::to_string).collect()
    }

    #[test]
    fn rules_are_laid_out_in_dates() {
        let saturdays = ["2026-03-07T09:30", "2026-03-14T09:30", "2026-03-21T09:30"];
        for rule in [
            "FREQ=WEEKLY",
            "RRULE:FREQ=WEEKLY;BYDAY=SA",
            "freq=weekly; byday=sa; count=3",
            "FREQ=WEEKLY;UNTIL=20260321",
            "FREQ=WEEKLY;UNTIL=2026-03-21",
            "FREQ=WEEKLY;UNTIL=20260321T093000",
            "FREQ=WEEKLY;UNTIL=20260321T013000Z",
        ] {
            let until = if rule.contains(['U', 'u']) && !rule.ends_with("SA") { "2027-01-01" } else { "2026-03-27" };
            let until = if rule == "FREQ=WEEKLY" { "2026-03-27" } else { until };
            assert_eq!(dates(rule, "2026-03-07 9:30", until), saturdays, "{rule}");
        }
        assert_eq!(dates("FREQ=WEEKLY;UNTIL=20260321T092959", "2026-03-07 9:30", "2027-01-01"), saturdays[..2]);
        assert_eq!(
            dates("FREQ=MONTHLY;BYDAY=1SU", "2026-03-01", "2026-05-31"),
            ["2026-03-01", "2026-04-05", "2026-05-03"]
        );
        assert_eq!(
            dates("FREQ=DAILY;UNTIL=20260303", "2026-03-01", "2027-01-01"),
            ["2026-03-01", "2026-03-02", "2026-03-03"]
        );
        assert_eq!(
            dates("FREQ=DAILY;BYHOUR=10,14;COUNT=3", "2026-03-01 10:00", "2027-01-01"),
            ["2026-03-01T10:00", "2026-03-01T14:00", "2026-03-02T10:00"]
        );
    }

    #[test]
    fn exceptions_are_left_out_and_additions_put_in() {
        let mut rule = Recurrence::parse("FREQ=WEEKLY;BYDAY=SA").unwrap();
        rule.except = vec![when("2026-03-14"), when("2026-03-21 9:30"), when("2026-03-22")];
        rule.also = vec![when("2026-03-15"), when("2026-03-07 14:00"), when("2026-03-28")];
        let found = rule.expand(when("2026-03-07 9:30"), &shanghai(), day("2026-04-01"), 100).unwrap();
        let print = |dates: &[When]| dates.iter().map(When::to_string).collect::<Vec<_>>().join(" ");
        assert_eq!(print(&found.occurrences), "2026-03-07T09:30 2026-03-07T14:00 2026-03-15T09:30 2026-03-28T09:30");
        assert_eq!(print(&found.excluded), "2026-03-14T09:30 2026-03-21T09:30");
        assert_eq!(print(&found.added), "2026-03-07T14:00 2026-03-15T09:30 2026-03-28T09:30");
        assert_eq!(print(&found.unused), "2026-03-22");
        assert!(!found.cut_short);
        let found = rule.expand(when("2026-03-07 9:30"), &shanghai(), day("2030-01-01"), 5).unwrap();
        assert!(found.cut_short && found.occurrences.len() == 5);
        let value = serde_json::to_value(&rule).unwrap();
        assert_eq!(value["except"], serde_json::json!(["2026-03-14", "2026-03-21T09:30", "2026-03-22"]));
    }

    #[test]
    fn wall_clock_times_stay_over_a_clock_change() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let rule = Recurrence::parse("FREQ=DAILY;UNTIL=20260330").unwrap();
        let start = When::parse("2026-03-28 2:30", &zone).unwrap();
        let dates = rule.occurrences(start, &zone, day("2026-12-31"), 100).unwrap();
        assert_eq!(
            dates.iter().map(When::to_string).collect::<Vec<_>>(),
            ["2026-03-28T02:30", "2026-03-29T02:30", "2026-03-30T02:30"]
        );
        assert_eq!(rule.rule_for_ics(start, &zone), "FREQ=DAILY;UNTIL=20260330T215959Z");
    }

    #[test]
    fn calendars_get_until_in_the_form_they_want() {
        let rule = Recurrence::parse("FREQ=WEEKLY;UNTIL=20260630;BYDAY=SA").unwrap();
        assert_eq!(
            rule.rule_for_ics(when("2026-03-07 9:30"), &shanghai()),
            "FREQ=WEEKLY;UNTIL=20260630T155959Z;BYDAY=SA"
        );
        assert_eq!(rule.rule_for_ics(when("2026-03-07"), &shanghai()), "FREQ=WEEKLY;UNTIL=20260630;BYDAY=SA");
        let rule = Recurrence::parse("FREQ=DAILY;UNTIL=20260630T170000Z").unwrap();
        assert_eq!(rule.rule_for_ics(when("2026-03-07"), &shanghai()), "FREQ=DAILY;UNTIL=20260701");
        let rule = Recurrence::parse("FREQ=DAILY;COUNT=3").unwrap();
        assert_eq!(rule.rule_for_ics(when("2026-03-07"), &shanghai()), "FREQ=DAILY;COUNT=3");
    }

    #[test]
    fn what_is_no_rule_is_refused() {
        for text in [
            "",
            "每周六",
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

    #[test]
    fn a_start_off_the_rule_is_refused_with_the_first_that_would_do() {
        let problem = |rule: &str, start: &str| {
            let rule = Recurrence::parse(rule).unwrap();
            rule.occurrences(when(start), &shanghai(), day("2027-01-01"), 100).unwrap_err().zh
        };
        assert!(
            problem("FREQ=WEEKLY;BYDAY=SA", "2026-03-01").contains("（周日）不在重复规则里，第一次应是 2026-03-07")
        );
        assert!(problem("FREQ=WEEKLY;UNTIL=20260101", "2026-03-01").contains("早于开始"));
        for part in ["BYHOUR=9", "BYSECOND=9"] {
            assert!(problem(&format!("FREQ=DAILY;{part}"), "2026-03-01").contains(part));
        }
        assert!(problem("FREQ=HOURLY", "2026-03-01").contains("FREQ=HOURLY"));
        assert!(problem("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-03-01").contains("给不出任何日期"));
    }

    #[test]
    fn common_rules_are_said_in_words() {
        for (rule, zh, en) in [
            ("FREQ=DAILY", "每天", "Every day"),
            ("FREQ=DAILY;INTERVAL=2", "每两天", "Every 2 days"),
            ("FREQ=WEEKLY", "每周六", "Every Saturday"),
            ("FREQ=WEEKLY;BYDAY=SA,WE", "每周三、周六", "Every Wednesday, Saturday"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每周一至周五", "Every Monday to Friday"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "每两周周三", "Every 2 weeks on Wednesday"),
            ("FREQ=MONTHLY", "每月7日", "Every month on day 7"),
            ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15", "每3个月15日", "Every 3 months on day 15"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "每月最后一天", "Every month on the last day"),
            ("FREQ=MONTHLY;BYDAY=1SU", "每月第一个周日", "Every month on the first Sunday"),
            ("FREQ=MONTHLY;BYDAY=-1SA;COUNT=8", "每月最后一个周六，共8次", "Every month on the last Saturday, 8 times"),
            ("FREQ=YEARLY", "每年3月7日", "Every year on 7 March"),
            ("FREQ=YEARLY;BYMONTH=9;BYDAY=3SA", "每年9月第三个周六", "Every year on the third Saturday of September"),
            ("FREQ=WEEKLY;UNTIL=20260629T170000Z", "每周六，至2026年6月30日", "Every Saturday, until 2026-06-30"),
            ("FREQ=WEEKLY;UNTIL=20260630", "每周六，至2026年6月30日", "Every Saturday, until 2026-06-30"),
        ] {
            let rule = Recurrence::parse(rule).unwrap();
            assert_eq!(rule.describe(when("2026-03-07 9:30"), &shanghai(), true).as_deref(), Some(zh));
            assert_eq!(rule.describe(when("2026-03-07 9:30"), &shanghai(), false).as_deref(), Some(en));
        }
        for rule in ["FREQ=HOURLY", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=SA"] {
            assert_eq!(
                Recurrence::parse(rule).unwrap().describe(when("2026-03-07"), &shanghai(), true),
                None,
                "{rule}"
            );
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = Recurrence::parse(&text);
            let _ = Recurrence::parse(&format!("FREQ=DAILY;{text}"));
            let _ = Recurrence::parse(&format!("FREQ=DAILY;BYDAY={text}"));
            let _ = Recurrence::parse(&format!("FREQ=DAILY;UNTIL={text}"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn no_rule_panics(
            freq in prop::sample::select(FREQUENCIES.to_vec()),
            parts in prop::collection::btree_map(
                prop::sample::select(vec![
                    "INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYSETPOS", "BYWEEKNO", "BYMONTH", "BYHOUR", "WKST", "UNTIL",
                ]),
                prop::sample::select(vec!["1", "2", "-1", "12", "53", "366", "MO", "1SU", "-1SA,TU", "99991231", "1000"]),
                0..4,
            ),
            year in 1i16..=9999,
        ) {
            let rule = parts.iter().map(|(key, value)| format!(";{key}={value}")).collect::<String>();
            if let Ok(rule) = Recurrence::parse(&format!("FREQ={freq}{rule}")) {
                let start = When { date: Date::new(year, 2, 28).unwrap(), time: Some(Time::constant(9, 30, 0, 0)) };
                if let Ok(found) = rule.expand(start, &shanghai(), Date::MAX, 20) {
                    prop_assert!(found.occurrences.len() <= 20 && found.occurrences.is_sorted());
                }
                let again = Recurrence::parse(&rule.rule);
                prop_assert_eq!(again, Ok(rule.clone()));
                let _ = (rule.describe(start, &shanghai(), true), rule.rule_for_ics(start, &shanghai()));
            }
        }
    }
}
