//! One statement of a text: some days, and the hours that apply to them.
//!
//! Which statement of several wins is decided by `week`.

use std::collections::BTreeSet;

use super::period::{Feast, YearSpan};
use super::words::SchoolHolidays;
use super::{Hours, Range};

/// One statement: some days, and what applies to them.
#[derive(Clone, Default, Debug)]
pub(super) struct Group {
    pub(super) days: BTreeSet<usize>,
    /// `工作日`: Monday to Friday were said as working days.
    pub(super) working: bool,
    pub(super) holiday: bool,
    /// `节假日除外`: the statement doesn't apply to holidays.
    pub(super) except_holidays: bool,
    pub(super) ranges: Vec<Range>,
    pub(super) closed: bool,
    /// Open, without hours.
    pub(super) open: bool,
    /// `照常开放`: open as on any such day.
    pub(super) usual: bool,
    /// `按周末时间开放`.
    pub(super) weekend: bool,
    /// `全年无休`: on public holidays as well.
    pub(super) no_rest: bool,
    pub(super) appointment: bool,
    /// `周末团体预约`: groups make an appointment, and others come at the hours that other statements give.
    pub(super) beside_others: bool,
    /// `其余时间`: all days and seasons that no other statement is about.
    pub(super) rest: bool,
    pub(super) period: Option<YearSpan>,
    /// `3—5月、9—11月`: further periods that the statement holds in as well.
    pub(super) more_periods: Vec<YearSpan>,
    pub(super) school: Option<SchoolHolidays>,
    /// Weekdays of a month, with their number.
    pub(super) nth: Vec<(i8, usize)>,
    pub(super) feasts: Vec<Feast>,
    /// Whether the statement begins a sentence.
    pub(super) begins_sentence: bool,
    /// The statement as written.
    pub(super) text: String,
    /// 上午 or 下午 without a time.
    pub(super) part_of_day: bool,
    /// 国庆期间每天: weekdays and a holiday, where one narrows the other.
    pub(super) narrowed: bool,
    /// A season was named.
    pub(super) named_season: bool,
    /// The period stands after the hours, so that nothing can follow.
    pub(super) sealed: bool,
}

impl Group {
    /// Returns whether the statement is complete, so that another day begins the next one.
    pub(super) fn is_complete(&self) -> bool {
        self.has_hours() || self.open || self.except_holidays
    }

    pub(super) fn is_empty(&self) -> bool {
        let vague = self.named_season || self.rest || self.no_rest || self.part_of_day;
        !self.has_days() && !vague && !self.is_complete()
    }

    pub(super) fn has_days(&self) -> bool {
        !self.days.is_empty()
            || self.holiday
            || !self.nth.is_empty()
            || !self.feasts.is_empty()
            || self.period.is_some()
            || self.school.is_some()
    }

    /// Returns whether the statement is about certain dates rather than weekdays.
    pub(super) fn is_about_dates(&self) -> bool {
        self.holiday || !self.nth.is_empty() || !self.feasts.is_empty()
    }

    /// Returns whether the statement is about a part of a holiday, or about certain weekdays in a part of the year. Its
    /// hours would hold on other days as well if one half of it were taken for the whole.
    pub(super) fn is_narrowed(&self) -> bool {
        let weekend_too = self.holiday && self.feasts.is_empty() && self.days == BTreeSet::from([5, 6]);
        let within = self.period.is_some() || self.school.is_some();
        self.is_about_dates() && (within || self.narrowed && !weekend_too)
    }

    /// Returns whether the statement is about every day of the year.
    pub(super) fn is_of_the_year(&self) -> bool {
        matches!(self.days.len(), 0 | 7) && !self.is_about_dates() && self.period.is_none() && self.school.is_none()
    }

    pub(super) fn has_hours(&self) -> bool {
        !self.ranges.is_empty() || self.closed || self.appointment
    }

    /// Returns the hours that the statement gives.
    pub(super) fn hours(&self) -> Option<Hours> {
        if self.closed && self.part_of_day {
            // 下午闭馆: what is open in the morning isn't said here.
            Some(Hours::Unknown)
        } else if self.closed {
            Some(Hours::Closed)
        } else if !self.ranges.is_empty() {
            Some(Hours::Open(self.ranges.clone()))
        } else if self.appointment {
            Some(Hours::Appointment)
        } else {
            (self.open || self.no_rest || self.part_of_day).then_some(Hours::Untimed)
        }
    }

    /// Returns the hours of a day that has others by itself: 周三免费开放 doesn't say when, and the day's own stay.
    pub(super) fn hours_over(&self, usual: Option<&Hours>) -> Option<Hours> {
        match (self.hours()?, usual) {
            (Hours::Untimed, Some(own @ Hours::Open(_))) if !self.part_of_day => Some(own.clone()),
            (hours, _) => Some(hours),
        }
    }

    /// Returns the days; hours without days apply to every day.
    pub(super) fn effective_days(&self) -> BTreeSet<usize> {
        let every_day = self.days.is_empty() && !self.is_about_dates() && !self.except_holidays_alone();
        let bare_closed = self.closed && !self.rest && self.period.is_none() && self.school.is_none();
        if every_day && self.hours().is_some() && !bare_closed { (0..7).collect() } else { self.days.clone() }
    }

    fn except_holidays_alone(&self) -> bool {
        self.except_holidays && !self.has_hours()
    }
}
