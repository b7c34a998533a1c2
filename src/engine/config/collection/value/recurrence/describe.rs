//! Describes a recurrence rule in words, if it is a common one: `FREQ=MONTHLY;BYDAY=1SU` is `每月第一个周日`.
//!
//! Other rules get no description: an incomplete one sends people on the wrong day.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Recurrence;
use super::rule::{DAYS, Parts, numbered_day};
use crate::base::time::{MONTHS, When};
use crate::base::weekday;

impl Recurrence {
    /// Describes a common rule: `每周六`, `每两周周三`, `每月第一个周日，至2026年6月30日`. The start provides what the rule leaves open,
    /// such as the weekday; the zone converts a UTC `UNTIL` to a date.
    pub fn describe(&self, start: When, zone: &TimeZone, chinese: bool) -> Option<String> {
        let parts = Parts::read(&self.rule).ok()?;
        let mut words = describe(&parts, start.date, chinese)?;
        // 每周六上午: without a time, the words are all that is known of it.
        if let Some(part) = self.part.filter(|_| start.time.is_none()) {
            words.push_str(&if chinese { part.name(true).to_owned() } else { format!(" {}", part.name(false)) });
        }
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

fn describe(parts: &Parts, start: Date, chinese: bool) -> Option<String> {
    let known = ["FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTHDAY", "BYMONTH"];
    if !parts.keys().all(|key| known.contains(&key)) {
        return None;
    }
    let interval: u16 = parts.get("INTERVAL").map_or(Some(1), |interval| interval.parse().ok())?;
    let (days, dates, months) = (parts.list("BYDAY"), parts.list("BYMONTHDAY"), parts.list("BYMONTH"));
    match (parts.get("FREQ")?, days.as_slice(), dates.as_slice(), months.as_slice()) {
        ("DAILY", [], [], []) => Some(every(interval, ("天", "日"), "day", chinese)),
        ("WEEKLY", [], [], []) => weekly(interval, &[DAYS[weekday::of(start)]], chinese),
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
        ("MONTHLY", days @ [_, _, ..], [], []) => {
            let month = every(interval, ("个月", "月"), "month", chinese);
            let nth: Vec<String> = days.iter().map(|day| nth_weekday(day, chinese)).collect::<Option<_>>()?;
            Some(if chinese {
                format!("{month}{}", nth.join("、"))
            } else {
                format!("{month} on the {}", nth.join(" and "))
            })
        }
        ("MONTHLY", [], dates @ [_, _, ..], []) => {
            let dates: Vec<i8> = dates.iter().map(|date| date.parse().ok()).collect::<Option<_>>()?;
            let text = |joint: &str| dates.iter().map(i8::to_string).collect::<Vec<_>>().join(joint);
            let month = every(interval, ("个月", "月"), "month", chinese);
            let plain = dates.iter().all(|date| *date > 0);
            plain.then(|| {
                if chinese { format!("{month}{}日", text("、")) } else { format!("{month} on days {}", text(", ")) }
            })
        }
        ("YEARLY", [], [], [month]) if interval == 1 => Some(yearly(month.parse().ok()?, start.day(), chinese)),
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
    if indexes.len() == 7 && interval == 1 {
        return Some(every(1, ("天", "日"), "day", chinese));
    }
    let (and, to) = if chinese { ("、", "至") } else { (", ", " to ") };
    let names: Vec<String> = indexes.iter().map(|&day| weekday::name(day, chinese)).collect();
    let run = names.len() >= 3 && indexes.windows(2).all(|pair| pair[0] + 1 == pair[1]);
    let names = if run { format!("{}{to}{}", names.first()?, names.last()?) } else { names.join(and) };
    let week = every(interval, ("周", "周"), "week", chinese);
    Some(match (interval, chinese) {
        (1, true) => format!("每{names}"),
        (1, false) => format!("Every {names}"),
        (_, true) => format!("{week}{names}"),
        (_, false) => format!("{week} on {names}"),
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

/// Describes an interval: `每天`, `每两周`, `每3个月`. Chinese uses another word for several months than for one.
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

/// Describes `1SU` as 第一个周日; `SU` without a number means every one of the month and has no common word.
fn nth_weekday(day: &str, chinese: bool) -> Option<String> {
    let (number, code) = numbered_day(day)?;
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
    let name = weekday::name(index, chinese);
    Some(if chinese { format!("{zh}{name}") } else { format!("{en} {name}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shanghai() -> TimeZone {
        TimeZone::get("Asia/Shanghai").unwrap()
    }

    fn when(text: &str) -> When {
        When::parse(text, &shanghai()).unwrap()
    }

    #[test]
    fn common_rules_are_described_in_words() {
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

    #[test]
    fn a_part_of_the_day_is_said_where_no_time_is_known() {
        let zone = TimeZone::UTC;
        let rule = Recurrence::parse("每月第二个周六上午，共3次").unwrap();
        let start = |text: &str| When::parse(text, &zone).unwrap();
        assert_eq!(rule.describe(start("2026-12-12"), &zone, true).unwrap(), "每月第二个周六上午，共3次");
        assert_eq!(rule.describe(start("2026-12-12 9:00"), &zone, true).unwrap(), "每月第二个周六，共3次");
        assert!(rule.describe(start("2026-12-12"), &zone, false).unwrap().contains("in the morning"));
    }
}
