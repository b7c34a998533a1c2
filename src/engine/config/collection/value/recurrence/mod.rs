//! Expands a recurrence rule into dates: `FREQ=WEEKLY;BYDAY=SA`.
//!
//! Rules are those of RFC 5545 §3.3.10 and are expanded by the `rrule` crate. Times are wall-clock times: an event at
//! 9:30 stays at 9:30 across a clock change. Therefore the expansion uses clock readings without a zone; the zone is
//! needed only for an instant, in an `UNTIL`. Today's date is not used here.
//!
//! `words` reads recurrences as they are said, `rule` parses and checks the text of a rule, and `describe` describes it. This file expands it, and is the
//! only one that uses the crate.

mod describe;
mod rule;
mod words;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use rrule::RRuleSet;
use serde::{Serialize, Serializer};

use self::rule::{Parts, basic, basic_date};
use crate::base::diagnostic::{Cause, Localized};
use crate::base::time::When;
use crate::base::time_words::PartOfDay;
use crate::base::weekday;

/// How an event repeats.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Recurrence {
    /// The rule as RFC 5545 writes it, without `RRULE:`, in capitals.
    pub rule: String,
    /// Dates or times that are left out, ISO 8601; a date alone leaves out the whole day.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "testing", schemars(with = "Vec<String>"))]
    pub except: Vec<When>,
    /// Dates or times that are added, ISO 8601; a date alone takes the event's time of day.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "testing", schemars(with = "Vec<String>"))]
    pub also: Vec<When>,
    /// The time of day, if the recurrence was said with one.
    #[serde(skip)]
    #[cfg_attr(feature = "testing", schemars(skip))]
    pub time: Option<Time>,
    /// The part of the day, if it was said without a time.
    #[serde(skip)]
    #[cfg_attr(feature = "testing", schemars(skip))]
    pub part: Option<PartOfDay>,
    /// The time of day at which it ends, if it was said with that.
    #[serde(skip)]
    #[cfg_attr(feature = "testing", schemars(skip))]
    pub end: Option<Time>,
}

/// The dates of a recurrence.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Expansion {
    /// The occurrences, in order.
    pub occurrences: Vec<When>,
    /// Dates of the rule that `except` removes, in order: the `EXDATE`s.
    pub excluded: Vec<When>,
    /// Dates that `also` adds, with the event's time of day, in order: the `RDATE`s.
    pub added: Vec<When>,
    /// Entries of `except` that remove nothing, most likely mistakes.
    pub unused: Vec<When>,
    /// Whether the limit was reached before the end date, so that later dates are missing.
    pub cut_short: bool,
}

impl Recurrence {
    /// Parses a recurrence as it is said, `每月第二个周六`, or a rule with or without `RRULE:`, in any letter case. `UNTIL` may be a date, a local time or a UTC time.
    /// Rules by the minute or second are refused, because no event repeats like that.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let said = words::read(text).transpose()?;
        let (time, end, part) = said
            .as_ref()
            .map_or((None, None, None), |said| (said.time, said.end, said.part.filter(|_| said.time.is_none())));
        let parts = match &said {
            Some(said) => Parts::read(&said.rule())?,
            None => Parts::read(text)?,
        };
        // Any start is good enough to check the rule itself; `UNTIL` is left out, because it may precede that start.
        rule_set(&parts, Date::constant(2000, 1, 1).to_datetime(Time::midnight()), None)?;
        Ok(Self { rule: parts.join(parts.get("UNTIL")), except: Vec::new(), also: Vec::new(), time, part, end })
    }

    /// Returns the first date of the rule at or after a moment.
    pub fn first(&self, from: When, zone: &TimeZone) -> Option<When> {
        let parts = Parts::read(&self.rule).ok()?;
        let last = parts.until().map(|until| until.local(zone));
        let set = rule_set(&parts, from.datetime(), last).ok()?;
        let moment = moments(&set).next()?;
        Some(When { date: moment.date(), time: from.time.map(|_| moment.time()) })
    }

    /// Returns the first `limit` occurrences from `start` up to and including the day `until`. They have the time of
    /// day of `start`, if it has one.
    pub fn occurrences(&self, start: When, zone: &TimeZone, until: Date, limit: usize) -> Result<Vec<When>, Localized> {
        Ok(self.expand(start, zone, until, limit)?.occurrences)
    }

    /// Returns the occurrences as [`Self::occurrences`] does, with the dates removed, added and unused.
    ///
    /// A start that isn't a date of the rule is refused, with the first date that is: RFC 5545 §3.8.5.3 leaves its
    /// meaning open, and calendars differ on it.
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
            // One more than the limit shows whether dates are missing.
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

    /// Returns the rule for an iCalendar file, where `UNTIL` must be a UTC time if the event has a time and zone, and a
    /// date if it lasts all day (RFC 5545 §3.3.10).
    pub fn rule_for_ics(&self, start: When, zone: &TimeZone) -> String {
        // The field is public: a rule that was never checked is returned unchanged.
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
}

/// Converts a rule for the crate, with clock readings as UTC.
fn rule_set(parts: &Parts, start: DateTime, last: Option<DateTime>) -> Result<RRuleSet, Localized> {
    let refused = |reason: Cause| Localized {
        zh: format!("重复规则“{}”不能用{reason}", parts.join(parts.get("UNTIL"))),
        en: format!("the rule `{}` can't be used{reason:#}", parts.join(parts.get("UNTIL"))),
    };
    // The format has room for four digits.
    if !(1..=9999).contains(&start.year()) {
        let year = start.year();
        return Err(refused(Cause::new(&format!("年份 {year} 不对"), &format!("DTSTART {year}"))));
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
        .map_err(|problem: rrule::RRuleError| refused(Cause::said(problem)))?;
    // The crate's own limit ends a search without results, such as for the 30th of February.
    Ok(set.limit())
}

fn moments(set: &RRuleSet) -> impl Iterator<Item = DateTime> {
    set.into_iter().map_while(|found| {
        let timestamp = Timestamp::from_second(found.timestamp()).ok()?;
        Some(TimeZone::UTC.to_datetime(timestamp))
    })
}

fn off_the_rule(start: When, first: Option<When>) -> Localized {
    let day = weekday::of(start.date);
    let (zh, en) = (weekday::name(day, true), weekday::name(day, false));
    match first {
        Some(first) => Localized {
            zh: format!("开始 {start}（{zh}）不在重复规则里，第一次应是 {first}：请改开始时间或规则"),
            en: format!(
                "the start {start}, a {en}, isn't among the dates of the rule, whose first is {first}: change one of them"
            ),
        },
        None => Localized {
            zh: format!("从 {start}（{zh}）起，重复规则给不出任何日期"),
            en: format!("from {start}, a {en}, the rule gives no date at all"),
        },
    }
}

fn iso<S: Serializer>(dates: &[When], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(dates.iter().map(When::to_string))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::rule::FREQUENCIES;
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
