//! Formats opening hours: `周二至周日 09:00～12:00` for people, `Tu-Su 09:00-12:00` for machines.
//!
//! Descriptions can be parsed again. Which exceptions are past and how lines are laid out is decided by the caller,
//! because today's date isn't known here.

use jiff::civil::Date;

use super::{DAY, Exception, Holidays, OpeningHours, Range};
use crate::config::collection::value::weekday;

/// The codes of the days in schema.org.
const CODES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

impl OpeningHours {
    /// Describes the week and the rule for holidays, a line for each set of days with the same hours: `周二至周日
    /// 09:00～12:00、14:00～17:00`, `周一闭馆`. Exceptions have their own [`Exception::describe`], because the caller knows
    /// which are past; the note is an editor's own text and is printed unchanged.
    pub fn describe(&self, chinese: bool) -> Vec<String> {
        let mut lines = self.describe_week(chinese);
        lines.extend(self.holidays.map(|holidays| holidays.describe(chinese).to_owned()));
        lines
    }

    /// Describes the week alone.
    pub fn describe_week(&self, chinese: bool) -> Vec<String> {
        self.sets()
            .into_iter()
            .map(|(days, ranges)| {
                let days = name_days(&days, chinese);
                match (ranges.is_empty(), chinese) {
                    (true, true) => format!("{days}闭馆"),
                    (true, false) => format!("{days} closed"),
                    (false, _) => format!("{days} {}", name_ranges(ranges, chinese)),
                }
            })
            .collect()
    }

    /// Formats the week as the `openingHours` of schema.org, without closed days: `Tu-Su 09:00-12:00`, one line for
    /// each range.
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

    /// Groups days with the same hours, open ones first.
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
    /// Describes an exception: `2026年10月1日至7日 09:00～18:00`, `2026年2月17日闭馆（春节）`.
    pub fn describe(&self, chinese: bool) -> String {
        let mut line = describe_days(self.from, self.to, chinese);
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
}

/// Formats a range of dates: `2026年10月1日至7日`, `2026-10-01 to 2026-10-07`.
pub fn describe_days(from: Date, to: Date, chinese: bool) -> String {
    if !chinese {
        return if from == to { from.to_string() } else { format!("{from} to {to}") };
    }
    let mut days = format!("{}年{}月{}日", from.year(), from.month(), from.day());
    if from.year() != to.year() {
        days.push_str(&format!("至{}年{}月{}日", to.year(), to.month(), to.day()));
    } else if from.month() != to.month() {
        days.push_str(&format!("至{}月{}日", to.month(), to.day()));
    } else if from != to {
        days.push_str(&format!("至{}日", to.day()));
    }
    days
}

impl Holidays {
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
    /// Describes a range: `09:00～12:00`, `18:00～次日02:00`, `全天开放`.
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
        // schema.org requires a time of day, and 24:00 isn't one.
        let end = if self.end == DAY { DAY - 1 } else { self.end % DAY };
        format!("{}-{}", clock(self.start), clock(end))
    }
}

/// Formats minutes since midnight: `09:30`.
pub(super) fn clock(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Groups consecutive days into first and last.
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

pub(super) fn name_days(days: &[usize], chinese: bool) -> String {
    if days.len() == 7 {
        return if chinese { "每天".to_owned() } else { "Every day".to_owned() };
    }
    let (and, to) = if chinese { ("、", "至") } else { (", ", " to ") };
    let name = |day: usize| weekday::name(day, chinese);
    let names = runs(days).into_iter().map(|(first, last)| match last - first {
        0 => name(first),
        1 => format!("{}{and}{}", name(first), name(last)),
        _ => format!("{}{to}{}", name(first), name(last)),
    });
    names.collect::<Vec<_>>().join(and)
}

/// Formats the ranges of one day: `09:00～12:00、14:00～17:00`.
pub fn name_ranges(ranges: &[Range], chinese: bool) -> String {
    ranges.iter().map(|range| range.describe(chinese)).collect::<Vec<_>>().join(if chinese { "、" } else { ", " })
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
