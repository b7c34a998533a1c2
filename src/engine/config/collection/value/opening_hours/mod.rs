//! Opening hours: `周二至周日 09:00-17:00；周一闭馆` gives the hours of each weekday, and of any date.
//!
//! A [`Calendar`] has the public holidays; today's date and the clock are not used here. If the hours of a date aren't
//! known, the result says so instead of guessing: a visitor must not find a closed door because of hours that no editor
//! wrote.
//!
//! Parsing has three steps, after `phrases` has put a text in order: `words` (characters → words), `read` (words → statements, each a `group`) and `week` (statements → a week,
//! seasons, certain days and a rule for holidays). `period` has the parts of a year without a year, `exception` parses
//! dates that differ from the week, `doubt` says what can't be known, `describe` formats everything for people and machines, and `script` for the browser.
//! This file has the result types and the hours of a date.

mod days;
mod describe;
mod doubt;
mod exception;
mod group;
mod period;
mod phrases;
mod read;
mod script;
mod week;
mod words;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

pub use self::describe::{describe_days, name_ranges, sets};
pub use self::period::{Feast, MonthDay, YearSpan};
use self::read::Statements;
use self::words::MAYBE_NOTES;
use crate::base::diagnostic::Localized;
use crate::base::weekday;
use crate::config::holidays::Calendar;

/// When a place is open: a week, and what departs from it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct OpeningHours {
    /// The hours of each weekday, Monday first, outside of the seasons.
    pub weekly: [Hours; 7],
    /// Parts of every year that have a week of their own. Of two, the later one in the list wins.
    pub seasons: Vec<Season>,
    /// Certain weekdays of every month, such as the last Monday.
    pub monthly: Vec<NthHours>,
    /// Named holidays.
    pub feasts: Vec<FeastHours>,
    /// What is done on public holidays; none if nothing was said.
    pub holidays: Option<Holidays>,
    /// Dates that have hours of their own.
    pub exceptions: Vec<Exception>,
    /// What else is to be said, such as `16:30停止入场`.
    pub note: Option<String>,
    /// Whether the hours of Monday to Friday were said of working days, so that they hold on a Saturday or Sunday on which
    /// the country works as well.
    #[serde(skip)]
    #[cfg_attr(feature = "testing", schemars(skip))]
    pub working: bool,
    /// What couldn't be read. It is part of the note as well, and as long as there is any, no hours are certain.
    #[serde(skip)]
    #[cfg_attr(feature = "testing", schemars(skip))]
    pub unread: Vec<Unread>,
}

/// A part of every year with a week of its own.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Season {
    #[serde(flatten)]
    pub period: YearSpan,
    /// The hours of each weekday, Monday first.
    pub weekly: [Hours; 7],
    /// School holidays, which are somewhere within the period.
    pub school: bool,
}

/// The hours of a certain weekday of every month.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct NthHours {
    /// Which of its weekday in the month; -1 is the last.
    pub nth: i8,
    /// The weekday: 0 is Monday.
    pub weekday: usize,
    pub hours: Hours,
}

/// The hours of a named holiday.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FeastHours {
    pub feast: Feast,
    /// Its hours; none if they are those of any such weekday.
    pub hours: Option<Hours>,
}

/// A part of a text that couldn't be read, and why.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Unread {
    pub text: String,
    pub reason: Localized,
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
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Holidays {
    /// As on any such weekday.
    Open,
    /// Closed.
    Closed,
    /// The hours of a Sunday, or of a Saturday where Sundays are closed.
    Weekend,
    /// Hours of their own.
    Own(Hours),
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
    /// The hours of each of these dates; none if they are those of any such weekday.
    pub hours: Option<Hours>,
    /// The weekdays that are spoken of, Monday first, if they were said: whether the hours are for them, or it is closed.
    /// The others have the hours they have without the exception.
    pub weekdays: Option<[Option<bool>; 7]>,
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
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(tag = "state", content = "ranges", rename_all = "lowercase")]
pub enum Hours {
    /// Open in these ranges.
    Open(Vec<Range>),
    /// Open, at times that weren't said.
    Untimed,
    /// Open to visitors who have booked.
    Appointment,
    /// Closed all day.
    #[default]
    Closed,
    /// A day about which nothing was said.
    Unknown,
}

impl OpeningHours {
    /// Parses hours in Chinese or in the short form of OpenStreetMap, such as `周二至周日
    /// 09:00-12:00,14:00-17:00；周一闭馆；法定节假日照常开放；16:30停止入场`, `夏季（5月—10月）9:00-18:00，冬季（11月—4月）9:00-17:00`,
    /// `每月最后一个周一闭馆`, `除夕闭馆`, `Mo-Fr 09:00-17:00; Sa,Su 10:00-16:00`.
    ///
    /// Hours without days apply to every day. If two statements concern the same day, the one about fewer days wins
    /// (`每天 9:00-17:00，周一闭馆`). Days that aren't mentioned are closed. What can't be read is kept in `unread` and in the
    /// note; if nothing can, or the text contradicts itself, no day's hours are known. Only an empty text is refused.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        if text.trim().is_empty() {
            return Err(Localized {
                zh: "没有写开放时间，应写成“周二至周日 09:00-17:00；周一闭馆”这样".to_owned(),
                en: "no opening hours; write them like `Tu-Su 09:00-17:00; Mo off`".to_owned(),
            });
        }
        let statements = Statements::read(text);
        let in_doubt = statements.days_are_in_doubt();
        let Statements { groups, mut notes, unread, .. } = statements;
        let unknown = |unread: Vec<Unread>| Self {
            weekly: std::array::from_fn(|_| Hours::Unknown),
            note: Some(text.trim().to_owned()),
            unread,
            ..Self::default()
        };
        let booked = |note: &String| MAYBE_NOTES.iter().any(|word| note.to_lowercase().contains(word));
        if groups.is_empty() && unread.is_empty() && notes.iter().any(booked) {
            let weekly = std::array::from_fn(|_| Hours::Appointment);
            return Ok(Self { weekly, note: Some(text.trim().to_owned()), ..Self::default() });
        }
        if groups.is_empty() {
            let reason = Localized {
                zh: "没有写哪几天、几点到几点开放".to_owned(),
                en: "neither days nor times are given".to_owned(),
            };
            let whole = vec![Unread { text: text.trim().to_owned(), reason }];
            return Ok(unknown(if unread.is_empty() { whole } else { unread }));
        }
        if in_doubt {
            return Ok(unknown(unread));
        }
        Ok(match week::merge(&groups) {
            Ok(mut hours) => {
                notes.extend(unread.iter().map(|unread| unread.text.clone()));
                hours.note = (!notes.is_empty()).then(|| notes.join("；"));
                hours.unread = unread;
                hours
            }
            Err(reason) => unknown(vec![Unread { text: text.trim().to_owned(), reason }]),
        })
    }

    /// Parses a week given as a list of statements, each in the form of [`Self::parse`].
    pub fn parse_weekly(statements: &[&str]) -> Result<Self, Localized> {
        Self::parse(&statements.join("；"))
    }

    /// Returns hours of which nothing is known on any day.
    pub fn unknown() -> Self {
        Self { weekly: std::array::from_fn(|_| Hours::Unknown), ..Self::default() }
    }

    /// Adds an exception, or reports why it can't be read and keeps it in the note.
    pub fn add_exception(&mut self, text: &str) {
        match Exception::parse(text) {
            Ok(exception) => self.exceptions.push(exception),
            Err(reason) => {
                self.add_note(text);
                self.unread.push(Unread { text: text.trim().to_owned(), reason });
            }
        }
    }

    /// Adds to the note.
    pub fn add_note(&mut self, text: &str) {
        let text = text.trim();
        self.note = match self.note.take() {
            Some(note) if !text.is_empty() && !note.contains(text) => Some(format!("{note}；{text}")),
            Some(note) => Some(note),
            None => (!text.is_empty()).then(|| text.to_owned()),
        };
    }

    /// Returns whether nothing is known of an ordinary week.
    pub fn is_unknown(&self) -> bool {
        self.weekly.iter().all(|hours| *hours == Hours::Unknown)
    }

    /// Returns whether the ordinary week says anything: it is known, and there are days outside of all seasons.
    pub fn has_ordinary_week(&self) -> bool {
        let seasons: Vec<&Season> = self.seasons.iter().filter(|season| !season.school).collect();
        if seasons.is_empty() {
            return !self.is_unknown();
        }
        let year = Date::constant(2024, 1, 1).series(jiff::Span::new().days(1)).take(366);
        let mut outside = year.filter(|date| !seasons.iter().any(|season| season.period.contains(*date)));
        // Beside seasons, days that are only said to be closed are no week of their own.
        let says = self.weekly.iter().any(|hours| !matches!(hours, Hours::Unknown | Hours::Closed))
            || !self.weekly.contains(&Hours::Unknown);
        says && outside.next().is_some()
    }

    /// Returns the hours that begin on a date: an exception's first, then those of a named holiday, then the rule for
    /// public holidays, then the weekday's own. Of two exceptions, the one of fewer days wins, then the later.
    ///
    /// A Saturday or Sunday on which the country works to make up for a holiday keeps its own hours, as in museums and
    /// parks; a place that closes then needs an exception. One whose hours are those of working days has these, unless it
    /// has others at weekends: which of both it keeps isn't said.
    pub fn ranges_on(&self, date: Date, calendar: &Calendar) -> DayHours {
        let DayHours { hours, presumed } = self.said_of(date, calendar);
        DayHours { presumed: presumed || !self.unread.is_empty(), hours }
    }

    /// Returns the same without the doubt that a part which can't be read throws on every day.
    pub fn said_of(&self, date: Date, calendar: &Calendar) -> DayHours {
        let usual = self.ordinary(date, calendar);
        let known = |hours: Hours| DayHours { hours, presumed: false };
        if let Some(exception) = self.exception_on(date) {
            return known(exception.on(date, usual, calendar));
        }
        let mut presumed = false;
        for FeastHours { feast, hours } in self.feasts.iter().rev() {
            let hours = hours.as_ref().unwrap_or(usual);
            match feast.contains(date, calendar) {
                Some(true) => return known(hours.clone()),
                Some(false) => {}
                None => presumed |= hours != usual,
            }
        }
        let on_holiday = match &self.holidays {
            Some(Holidays::Open) => usual,
            Some(Holidays::Closed) => &Hours::Closed,
            Some(Holidays::Weekend) => weekend(self.week_of(date)),
            Some(Holidays::Own(hours)) => hours,
            // A place that is closed all that week isn't open for a holiday in it.
            None if *usual == Hours::Closed && self.week_of(date).iter().all(|hours| *hours == Hours::Closed) => usual,
            None => &Hours::Unknown,
        };
        if calendar.holiday(date).is_some() {
            return known(on_holiday.clone());
        }
        let differs = on_holiday != usual || self.working && self.on_working_weekend(date) != usual;
        presumed |= !calendar.knows(date.year()) && differs;
        DayHours { hours: usual.clone(), presumed }
    }

    /// Returns the hours of a date that is no holiday and has no exception.
    fn ordinary(&self, date: Date, calendar: &Calendar) -> &Hours {
        let day = weekday::of(date);
        let nth = self.monthly.iter().rev().find(|nth| nth.weekday == day && period::is_nth(date, nth.nth));
        match nth {
            Some(nth) => &nth.hours,
            None if self.working && calendar.works(date) => self.on_working_weekend(date),
            None => &self.week_of(date)[day],
        }
    }

    /// Returns the hours of a working day that falls on a Saturday or Sunday; those of the date itself on any other day.
    fn on_working_weekend(&self, date: Date) -> &Hours {
        let (week, day) = (self.week_of(date), weekday::of(date));
        let (own, working) = (&week[day], &week[0]);
        let one = week[..5].iter().all(|hours| hours == working);
        match own {
            _ if day < 5 => own,
            Hours::Closed if one => working,
            own if one && own == working => own,
            _ => &Hours::Unknown,
        }
    }

    fn week_of(&self, date: Date) -> &[Hours; 7] {
        let season = self.seasons.iter().rev().find(|season| season.period.contains(date));
        season.map_or(&self.weekly, |season| &season.weekly)
    }

    /// Returns the spans between two dates that a named holiday of the lunar new year has.
    pub fn lunar_days(&self, from: Date, to: Date) -> impl Iterator<Item = (Date, Date)> {
        self.feasts.iter().flat_map(move |feast| feast.feast.between(from, to))
    }

    /// Returns the name of the holiday that has hours of its own on a date, if the holiday table doesn't name it.
    pub fn lunar_on(&self, date: Date, calendar: &Calendar) -> Option<&Feast> {
        let lunar = |feast: &&FeastHours| matches!(feast.feast, Feast::Lunar { .. });
        let mut feasts = self.feasts.iter().rev().filter(lunar);
        feasts.find(|feast| feast.feast.contains(date, calendar) == Some(true)).map(|feast| &feast.feast)
    }

    /// Returns the exception for a date: of two, the one of fewer days, then the later.
    pub fn exception_on(&self, date: Date) -> Option<&Exception> {
        let exceptions = self.exceptions.iter().rev().filter(|exception| exception.contains(date));
        exceptions.min_by_key(|exception| exception.days())
    }
}

impl Exception {
    /// Returns whether the exception says anything of a date.
    pub fn contains(&self, date: Date) -> bool {
        let spoken_of = |weekdays: [Option<bool>; 7]| weekdays[weekday::of(date)].is_some();
        (self.from..=self.to).contains(&date) && self.weekdays.is_none_or(spoken_of)
    }

    /// Returns the hours of a date of the exception. One that lasts longer than a week is no exception to the day on
    /// which the place is closed every week, unless it says so or that day is a public holiday.
    fn on(&self, date: Date, usual: &Hours, calendar: &Calendar) -> Hours {
        let Some(hours) = &self.hours else {
            // 12月7日照常开放, of a day on which it is closed every week: it is open at times that no one said.
            let opened = self.from == self.to && *usual == Hours::Closed;
            return if opened { Hours::Untimed } else { usual.clone() };
        };
        match self.weekdays {
            Some(weekdays) if weekdays[weekday::of(date)] == Some(false) => Hours::Closed,
            Some(_) => hours.clone(),
            None if self.is_long() && *usual == Hours::Closed && calendar.holiday(date).is_none() => Hours::Closed,
            None => hours.clone(),
        }
    }

    /// Returns whether the exception lasts longer than a week.
    pub fn is_long(&self) -> bool {
        self.to > self.from.saturating_add(jiff::Span::new().days(6))
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
    /// Returns the ranges; none if it isn't open, or its times aren't known.
    pub fn ranges(&self) -> &[Range] {
        match self {
            Self::Open(ranges) => ranges,
            _ => &[],
        }
    }
}

const DAY: u16 = 24 * 60;

/// Returns the hours of a weekend: Sunday's, or Saturday's if Sundays are closed.
fn weekend(weekly: &[Hours; 7]) -> &Hours {
    if weekly[6] == Hours::Closed { &weekly[5] } else { &weekly[6] }
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
                _ => "不详".to_owned(),
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
                prop_assert!(hours.weekly.iter().flat_map(Hours::ranges).all(|range| range.start < range.end));
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
