//! Formats opening hours: `周二至周日 09:00～12:00` for people, `Tu-Su 09:00-12:00` for machines.
//!
//! Descriptions can be parsed again. Which exceptions are past and how lines are laid out is decided by the caller,
//! because today's date isn't known here.

use jiff::civil::Date;

use super::{DAY, Exception, Holidays, Hours, OpeningHours, Range};
use crate::base::weekday;

/// The codes of the days in schema.org.
const CODES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

impl OpeningHours {
    /// Describes the week, certain days and the rule for holidays, a line for each set of days with the same hours:
    /// `周二至周日 09:00～12:00`, `周一闭馆`, `每月最后一个周一闭馆`, `除夕闭馆`. Exceptions have their own [`Exception::describe`],
    /// because the caller knows which are past; the note is an editor's own text and is printed unchanged.
    pub fn describe(&self, chinese: bool) -> Vec<String> {
        let mut lines = self.describe_week(chinese);
        lines.extend(self.describe_days_of_note(chinese));
        lines.extend(self.holidays.as_ref().map(|holidays| holidays.describe(chinese)));
        lines
    }

    /// Describes the weeks alone: those of the seasons, and the ordinary one.
    pub fn describe_week(&self, chinese: bool) -> Vec<String> {
        let mut lines = Vec::new();
        for season in self.seasons.iter().filter(|season| !season.school) {
            let period = season.period.describe(chinese);
            let space = if chinese { " " } else { ": " };
            lines.extend(
                describe_weekdays(&season.weekly, self.working, chinese)
                    .into_iter()
                    .map(|line| format!("{period}{space}{line}")),
            );
        }
        let rest = match (lines.is_empty(), chinese) {
            (true, _) => "",
            (false, true) => "其余时间 ",
            (false, false) => "Otherwise: ",
        };
        if self.has_ordinary_week() {
            let week = describe_weekdays(&self.weekly, self.working, chinese);
            lines.extend(week.into_iter().map(|line| format!("{rest}{line}")));
        }
        if lines.is_empty() {
            lines.push(if chinese { "开放时间以电话确认为准" } else { "Please call to confirm the hours" }.to_owned());
        }
        lines
    }

    /// Describes weekdays of a month and named holidays: `每月最后一个周一闭馆`, `除夕闭馆`.
    pub fn describe_days_of_note(&self, chinese: bool) -> Vec<String> {
        let line = |days: String, hours: Option<&Hours>| match hours {
            Some(hours) => name_hours(&days, hours, chinese),
            None if chinese => format!("{days}照常开放"),
            None => format!("{days} as usual"),
        };
        let monthly = self.monthly.iter().map(|nth| line(name_nth(nth.nth, nth.weekday, chinese), Some(&nth.hours)));
        let feasts = self.feasts.iter().map(|feast| line(feast.feast.describe(chinese), feast.hours.as_ref()));
        monthly.chain(feasts).collect()
    }

    /// Formats the week as the `openingHours` of schema.org, without closed days: `Tu-Su 09:00-12:00`, one line for
    /// each range. It can't say seasons: with them it is empty.
    pub fn schema(&self) -> Vec<String> {
        if self.seasons.iter().any(|season| !season.school) {
            return Vec::new();
        }
        let open = sets(&self.weekly).into_iter().filter(|(_, hours)| !hours.ranges().is_empty());
        open.flat_map(|(days, hours)| {
            let days = runs(&days)
                .into_iter()
                .map(|(first, last)| match last - first {
                    0 => CODES[first].to_owned(),
                    1 => format!("{},{}", CODES[first], CODES[last]),
                    _ => format!("{}-{}", CODES[first], CODES[last]),
                })
                .collect::<Vec<_>>()
                .join(",");
            hours.ranges().iter().map(move |range| format!("{days} {}", range.schema().join("-"))).collect::<Vec<_>>()
        })
        .collect()
    }
}

/// Describes a week, a line for each set of days; days of which nothing is known are left out. `working`: Monday to Friday
/// stand for working days.
fn describe_weekdays(weekly: &[Hours; 7], working: bool, chinese: bool) -> Vec<String> {
    let known = sets(weekly).into_iter().filter(|(_, hours)| **hours != Hours::Unknown);
    let name = |days: &[usize]| match (working && *days == [0_usize, 1, 2, 3, 4], chinese) {
        (true, true) => "工作日".to_owned(),
        (true, false) => "Working days".to_owned(),
        (false, _) => name_days(days, chinese),
    };
    known.map(|(days, hours)| name_hours(&name(&days), hours, chinese)).collect()
}

/// Groups days with the same hours, open ones first.
pub fn sets(weekly: &[Hours; 7]) -> Vec<(Vec<usize>, &Hours)> {
    let mut sets: Vec<(Vec<usize>, &Hours)> = Vec::new();
    for (day, hours) in weekly.iter().enumerate() {
        match sets.iter_mut().find(|(_, same)| *same == hours) {
            Some((days, _)) => days.push(day),
            None => sets.push((vec![day], hours)),
        }
    }
    sets.sort_by_key(|(_, hours)| **hours == Hours::Closed);
    sets
}

/// Describes days and their hours: `周一闭馆`, `周二至周日 09:00～17:00`.
fn name_hours(days: &str, hours: &Hours, chinese: bool) -> String {
    match (hours, chinese) {
        (Hours::Open(ranges), _) => format!("{days} {}", name_ranges(ranges, chinese)),
        (Hours::Untimed, true) => format!("{days}开放"),
        (Hours::Untimed, false) => format!("{days} open"),
        (Hours::Appointment, true) => format!("{days}预约开放"),
        (Hours::Appointment, false) => format!("{days} by appointment"),
        (Hours::Closed, true) => format!("{days}闭馆"),
        (Hours::Closed, false) => format!("{days} closed"),
        (Hours::Unknown, true) => format!("{days}以电话确认为准"),
        (Hours::Unknown, false) => format!("{days}: please call"),
    }
}

/// Describes a weekday of every month: `每月最后一个周一`.
fn name_nth(nth: i8, day: usize, chinese: bool) -> String {
    let name = weekday::name(day, chinese);
    let (zh, en) = match nth {
        1 => ("第一个", "First"),
        2 => ("第二个", "Second"),
        3 => ("第三个", "Third"),
        4 => ("第四个", "Fourth"),
        5 => ("第五个", "Fifth"),
        _ => ("最后一个", "Last"),
    };
    if chinese { format!("每月{zh}{name}") } else { format!("{en} {name} of the month") }
}

impl Exception {
    /// Describes an exception: `2026年10月1日至7日 09:00～18:00`, `2026年2月17日闭馆（春节）`.
    pub fn describe(&self, chinese: bool) -> String {
        let dates = describe_days(self.from, self.to, chinese);
        let days = |open: bool| {
            let weekdays = self.weekdays?;
            let days: Vec<usize> = (0..7).filter(|day| weekdays[*day] == Some(open)).collect();
            (!days.is_empty()).then(|| name_days(&days, chinese))
        };
        let dates = match days(true) {
            Some(days) => format!("{dates} {days}"),
            None => dates,
        };
        let mut line = match &self.hours {
            Some(hours) => name_hours(&dates, hours, chinese),
            None if chinese => format!("{dates}照常开放"),
            None => format!("{dates} as usual"),
        };
        if let Some(days) = days(false) {
            let comma = if chinese { "，" } else { ", " };
            line.push_str(&format!("{comma}{}", name_hours(&days, &Hours::Closed, chinese)));
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
    pub fn describe(&self, chinese: bool) -> String {
        match (self, chinese) {
            (Self::Open, true) => "法定节假日照常开放".to_owned(),
            (Self::Closed, true) => "法定节假日闭馆".to_owned(),
            (Self::Weekend, true) => "法定节假日按周末时间开放".to_owned(),
            (Self::Open, false) => "Public holidays as usual".to_owned(),
            (Self::Closed, false) => "Public holidays closed".to_owned(),
            (Self::Weekend, false) => "Public holidays as at weekends".to_owned(),
            (Self::Own(hours), true) => name_hours("法定节假日", hours, chinese),
            (Self::Own(hours), false) => name_hours("Public holidays", hours, chinese),
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

    /// Returns beginning and end as schema.org writes them.
    pub fn schema(&self) -> [String; 2] {
        // schema.org requires a time of day, and 24:00 isn't one.
        let end = if self.end == DAY { DAY - 1 } else { self.end % DAY };
        [clock(self.start), clock(end)]
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
        assert_eq!(value["weekly"][1], serde_json::json!({"state": "open", "ranges": [{"start": 540, "end": 1020}]}));
    }
}
