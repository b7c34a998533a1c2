//! Opening hours: `周二至周日 09:00-17:00；周一闭馆` gives the hours of each weekday, and of any date.
//!
//! A [`Calendar`] has the public holidays; today's date and the clock are not used here. If the hours of a date aren't
//! known, the result says so instead of guessing: a visitor must not find a closed door because of hours that no editor
//! wrote.
//!
//! Parsing has three steps: `words` (characters → words), `read` (words → statements) and `week` (statements → a week
//! and a rule for holidays). `exception` parses dates that differ from the week, `describe` formats everything for
//! people and machines, and `script` for the browser. This file has the result types and the hours of a date.

mod describe;
mod exception;
mod read;
mod script;
mod week;
mod words;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

pub use self::describe::{describe_days, name_ranges};
use self::read::Statements;
use super::weekday;
use crate::base::diagnostic::Localized;
use crate::config::holidays::Calendar;

/// When a place is open: a week, and what departs from it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Range {
    /// The beginning, in minutes since midnight.
    pub start: u16,
    /// The end, in minutes since the same midnight: above 1440 if it lies on the next day.
    pub end: u16,
}

/// What is done on public holidays.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Exception {
    /// The first date, ISO 8601.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "testing", schemars(with = "String"))]
    pub from: Date,
    /// The last date, ISO 8601; the same as the first for a single day.
    #[serde(serialize_with = "iso")]
    #[cfg_attr(feature = "testing", schemars(with = "String"))]
    pub to: Date,
    /// The ranges of each of these dates; none if closed.
    pub ranges: Vec<Range>,
    /// Why, or what else is to be said.
    pub note: Option<String>,
}

/// The hours of one date.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DayHours {
    /// Open, closed, or not known.
    #[serde(flatten)]
    pub hours: Hours,
    /// The holidays of that year aren't announced yet, and a holiday would change the hours.
    pub presumed: bool,
}

/// Open, closed, or not known.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
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
    /// Parses a week in Chinese or in the short form of OpenStreetMap, such as `周二至周日
    /// 09:00-12:00,14:00-17:00；周一闭馆；法定节假日照常开放；16:30停止入场`, `每天 8:30～17:30`, `工作日9点-17点半，周末全天开放`, `Mo-Fr 09:00-17:00;
    /// Sa,Su 10:00-16:00`.
    ///
    /// Hours without days apply to every day. If two statements concern the same day, the one about fewer days wins
    /// (`每天 9:00-17:00，周一闭馆`); if both are about as many, the text contradicts itself and is refused. Days that aren't
    /// mentioned are closed.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let statements = Statements::read(text)?;
        if statements.groups.is_empty() {
            return Err(Localized {
                zh: "没有写开放时间，应写成“周二至周日 09:00-17:00；周一闭馆”这样".to_owned(),
                en: "no opening hours; write them like `Tu-Su 09:00-17:00; Mo off`".to_owned(),
            });
        }
        let weekly = week::week(&statements.groups)?;
        let holidays = week::holidays(&statements.groups, &weekly)?;
        let note = (!statements.notes.is_empty()).then(|| statements.notes.join("；"));
        Ok(Self { weekly, holidays, exceptions: Vec::new(), note })
    }

    /// Parses a week given as a list of statements, each in the form of [`Self::parse`].
    pub fn parse_weekly(statements: &[&str]) -> Result<Self, Localized> {
        Self::parse(&statements.join("；"))
    }

    /// Returns the hours that begin on a date: an exception's first, then the rule for holidays, then the weekday's
    /// own. Of two exceptions, the one of fewer days wins, then the later.
    ///
    /// A Saturday or Sunday on which the country works to make up for a holiday keeps its own hours, as in museums and
    /// parks; a place that closes then needs an exception.
    pub fn ranges_on(&self, date: Date, calendar: &Calendar) -> DayHours {
        if let Some(exception) = self.exception_on(date) {
            return DayHours { hours: Hours::of(&exception.ranges), presumed: false };
        }
        let usual = Hours::of(&self.weekly[weekday::of(date)]);
        let on_holiday = match self.holidays {
            Some(Holidays::Open) => usual.clone(),
            Some(Holidays::Closed) => Hours::Closed,
            Some(Holidays::Weekend) => Hours::of(weekend(&self.weekly)),
            None => Hours::Unknown,
        };
        if calendar.holiday(date).is_some() {
            return DayHours { hours: on_holiday, presumed: false };
        }
        let presumed = !calendar.knows(date.year()) && on_holiday != usual;
        DayHours { hours: usual, presumed }
    }

    /// Returns the exception for a date: of two, the one of fewer days, then the later.
    pub fn exception_on(&self, date: Date) -> Option<&Exception> {
        let exceptions = self.exceptions.iter().rev().filter(|exception| exception.contains(date));
        exceptions.min_by_key(|exception| exception.days())
    }
}

impl Exception {
    pub fn contains(&self, date: Date) -> bool {
        (self.from..=self.to).contains(&date)
    }

    fn days(&self) -> i32 {
        self.to.duration_since(self.from).as_hours().try_into().unwrap_or(i32::MAX)
    }
}

impl Holidays {
    /// Parses the ASCII key or the Chinese words.
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
}

impl Range {
    pub const ALL_DAY: Self = Self { start: 0, end: DAY };
}

impl Hours {
    fn of(ranges: &[Range]) -> Self {
        if ranges.is_empty() { Self::Closed } else { Self::Open(ranges.to_vec()) }
    }
}

const DAY: u16 = 24 * 60;

/// Returns the hours of a weekend: Sunday's, or Saturday's if Sundays are closed.
fn weekend(weekly: &[Vec<Range>; 7]) -> &[Range] {
    if weekly[6].is_empty() { &weekly[5] } else { &weekly[6] }
}

fn iso<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(date)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_has_the_hours_of_its_exception_its_holiday_or_its_weekday() {
        let calendar = Calendar::china();
        let mut hours = OpeningHours::parse("周二至周五 9:00-17:00；周末 10:00-16:00").unwrap();
        let on = |hours: &OpeningHours, date| {
            let day = hours.ranges_on(date, &calendar);
            let words = match &day.hours {
                Hours::Open(ranges) => describe::name_ranges(ranges, true),
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
        fn texts_similar_to_hours_do_not_panic(
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
        fn descriptions_can_be_parsed(
            days in prop::collection::vec(prop::sample::select(vec!["", "9:00-17:00", "9:00-12:00,14:00-22:30", "18:00-2:00"]), 7)
        ) {
            let statements: Vec<String> = days.iter().enumerate().map(|(day, hours)| {
                let day = weekday::name(day, true);
                if hours.is_empty() { format!("{day}闭馆") } else { format!("{day} {hours}") }
            }).collect();
            let hours = OpeningHours::parse(&statements.join("；")).unwrap();
            prop_assert_eq!(OpeningHours::parse(&hours.describe(true).join("；")), Ok(hours));
        }
    }
}
