//! Parses `周二至周日 09:00-17:00；周一闭馆` into statements in source order.
//!
//! Words are combined here: runs of days, times into ranges, days with what applies to them. `words` knows how a word
//! is spelt; `week` decides whether statements agree and which of them wins. A phrase that can't be read is set aside
//! with the reason; the others are read as if it weren't there.

use std::collections::BTreeSet;

use super::describe::clock;
use super::group::Group;
use super::period::{Feast, YearSpan};
use super::phrases::{closings_last, phrases, says_time, says_when, without_label};
use super::words::{ADMISSION, Clock, GROUPS, MAYBE_NOTES, NOTES, Token, plain_appointment, range, token, unknown};
use super::{Hours, Range, Unread};
use crate::base::diagnostic::Localized;
use crate::base::weekday;

/// The statements of a text, in order, the phrases that are notes, and those that couldn't be read.
#[derive(Default)]
pub(super) struct Statements {
    pub(super) groups: Vec<Group>,
    pub(super) notes: Vec<String>,
    pub(super) unread: Vec<Unread>,
    /// Whether days wait for hours that stand in a phrase which couldn't be read.
    pub(super) hours_lost: bool,
    state: State,
}

/// What changes with every word; it is restored if a phrase can't be read.
#[derive(Clone, Default)]
struct State {
    current: Group,
    last: Last,
    /// Statements that the current phrase has completed.
    finished: Vec<Group>,
    /// Whether nothing of the current phrase has been read yet.
    at_start: bool,
    /// Whether the current phrase is in brackets.
    in_brackets: bool,
    /// Whether days without hours stand before the bracket, and whether it names weekdays.
    days_before_bracket: bool,
    weekdays_in_bracket: bool,
    /// Whether a holiday that is named stands before the bracket, whose days the bracket may say.
    feast_before_bracket: bool,
    /// Whether the word before was 、 or 及.
    joined: bool,
}

/// The word that a dash or a numeral refers to.
#[derive(Clone, Copy, PartialEq, Default)]
enum Last {
    #[default]
    Nothing,
    Day(usize),
    DaysFrom(usize),
    Time(Clock),
    TimesFrom(Clock),
}

impl Statements {
    pub(super) fn read(text: &str) -> Self {
        let mut statements = Self::default();
        let mut opened = false;
        let text = &closings_last(without_label(text));
        for (phrase, end) in phrases(text) {
            let lower = phrase.to_ascii_lowercase();
            let note = || phrase.trim().to_owned();
            let before = statements.state.clone();
            statements.state.in_brackets = opened;
            let current = &statements.state.current;
            statements.state.days_before_bracket = opened && current.has_days() && !current.is_complete();
            statements.state.feast_before_bracket = opened && !current.feasts.is_empty();
            statements.state.weekdays_in_bracket = false;
            let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
            let note_only = has(&ADMISSION) || has(&NOTES) && !says_when(phrase);
            let read = if (has(&MAYBE_NOTES) || has(&GROUPS)) && !has(&ADMISSION) {
                let mut tried = statements.state.phrase(phrase);
                // How long before is for readers; that one can come by appointment is for the week.
                if tried.is_err()
                    && let Some((plain, others_too)) = plain_appointment(phrase)
                {
                    let as_was = std::mem::replace(&mut statements.state, before.clone());
                    match statements.state.phrase(&plain) {
                        Ok(()) => {
                            statements.notes.push(note());
                            let current = &mut statements.state.current;
                            // Hours behind it are of other visitors, and of other days.
                            (current.beside_others, current.sealed) = (others_too, current.sealed || has(&GROUPS));
                            tried = Ok(());
                        }
                        Err(_) => statements.state = as_was,
                    }
                }
                match tried {
                    // Which days it is about is no mere note.
                    Err(reason) if says_when(phrase) => Err(reason),
                    read => {
                        // Beside hours, the appointment is something to know.
                        if read.is_err() || statements.state.current.hours() != Some(Hours::Appointment) {
                            statements.notes.push(note());
                        }
                        if read.is_err() {
                            statements.state = before.clone();
                        }
                        Ok(())
                    }
                }
            } else if note_only {
                statements.notes.push(note());
                Ok(())
            } else {
                statements.state.phrase(phrase)
            };
            // Phrases in brackets may occur between days and their hours.
            let read = read.and_then(|()| statements.state.settle_time());
            if let Err(reason) = read {
                statements.hours_lost |=
                    before.current.has_days() && !before.current.is_complete() && says_time(phrase);
                statements.state = before;
                statements.unread.push(Unread { text: note(), reason });
            }
            statements.keep_finished();
            if matches!(end, Some('；' | ';' | '。' | '\n')) {
                statements.finish_sentence();
            }
            opened = matches!(end, Some('（' | '('));
        }
        statements.finish_sentence();
        statements.join_afternoons();
        // 需预约, beside hours, is about all of them.
        if statements.groups.iter().any(|group| !group.ranges.is_empty()) {
            let Self { groups, notes, .. } = &mut statements;
            groups.retain(|group| {
                let bare = group.hours() == Some(Hours::Appointment) && !group.has_days() && !group.rest;
                notes.extend(bare.then(|| group.text.trim().to_owned()));
                !bare
            });
        }
        statements
    }

    /// `周一至周五 8:30-12:00；14:00-17:30`: times alone that follow the times of a statement belong to its days.
    fn join_afternoons(&mut self) {
        let mut joined: Vec<Group> = Vec::new();
        for group in std::mem::take(&mut self.groups) {
            let follows = |last: &Group| {
                let (first, last) = (group.ranges.first(), last.ranges.last());
                first.zip(last).is_some_and(|(first, last)| last.end <= first.start)
            };
            let bare = !group.has_days() && !group.rest && !group.named_season && !group.except_holidays;
            match joined.last_mut() {
                Some(last) if bare && follows(last) => last.ranges.extend(&group.ranges),
                _ => joined.push(group),
            }
        }
        self.groups = joined;
    }

    fn finish_sentence(&mut self) {
        if let Err(reason) = self.state.finish_group() {
            let text = std::mem::take(&mut self.state.current).text.trim().to_owned();
            self.state.last = Last::Nothing;
            self.unread.push(Unread { text, reason });
        }
        self.keep_finished();
        self.state.current.begins_sentence = true;
    }

    fn keep_finished(&mut self) {
        for group in self.state.finished.drain(..) {
            if group.named_season && group.period.is_none() {
                let reason = Localized {
                    zh: "没有写这个季节从几月到几月，应写成“夏季（5月—10月）9:00-18:00”这样".to_owned(),
                    en: "the season has no months; write it like `夏季（5月—10月）9:00-18:00`".to_owned(),
                };
                self.unread.push(Unread { text: group.text.trim().to_owned(), reason });
                continue;
            }
            if group.is_narrowed() {
                let reason = Localized {
                    zh: "写的是节日、节假日或第几个周几里的一部分日子，读不准；请在 exceptions 里写明日期，如“2026-10-01至2026-10-07 10:00-16:00”".to_owned(),
                    en: "a part of a holiday or of certain weekdays can't be read; write its dates under `exceptions`, like `2026-10-01..2026-10-07 10:00-16:00`".to_owned(),
                };
                self.unread.push(Unread { text: group.text.trim().to_owned(), reason });
                continue;
            }
            let free = group.hours() == Some(Hours::Untimed) && group.has_days() && group.text.contains("免费");
            let vague = group.part_of_day && group.ranges.is_empty() || group.school.is_some();
            if vague || free {
                self.notes.push(group.text.trim().to_owned());
            }
            let of_period = |period: &YearSpan| Group { period: Some(*period), ..group.clone() };
            self.groups.extend(group.more_periods.iter().map(of_period));
            self.groups.push(group);
        }
    }
}

impl State {
    fn phrase(&mut self, phrase: &str) -> Result<(), Localized> {
        let mut rest = phrase.trim();
        self.at_start = true;
        while !rest.is_empty() {
            let after_day = matches!(self.last, Last::Day(_) | Last::DaysFrom(_));
            let Some((token, after)) = token(rest, after_day, self.current.named_season) else {
                return Err(unknown(rest));
            };
            self.take(token)?;
            self.at_start = false;
            self.current.text.push_str(&rest[..rest.len() - after.len()]);
            rest = after;
        }
        self.current.text.push(' ');
        Ok(())
    }

    fn take(&mut self, token: Token) -> Result<(), Localized> {
        if self.current.sealed && !matches!(token, Token::Blank | Token::And) {
            self.finish_group()?;
        }
        let joined = std::mem::take(&mut self.joined);
        match (token, self.last) {
            (Token::Blank, _) => self.joined = joined,
            // 工作日除周三外: the days that are left have hours of their own, which no group can say.
            (Token::Besides, _) if self.current.has_days() && !self.current.has_hours() => return Err(unknown("除")),
            (Token::Besides, _) => self.joined = joined,
            (Token::And, _) => self.joined = true,
            // 国庆节当天 is one of the days of the holiday.
            (Token::ThatDay, _) => {
                if self.current.feasts.iter().any(|feast| matches!(feast, Feast::Named(_))) {
                    return Err(unknown("当天"));
                }
            }
            (Token::Day(to), Last::DaysFrom(from)) => {
                // A run may cross the end of the week: 周六至周一.
                let length = (to + 7 - from) % 7;
                self.current.days.extend((0..=length).map(|step| (from + step) % 7));
                self.last = Last::Day(to);
            }
            (Token::Day(day), _) => {
                self.begin_days()?;
                // 每月第一个周六、周日: the number is for both.
                if !self.current.nth.is_empty() && self.current.days.is_empty() {
                    let numbers: BTreeSet<i8> = self.current.nth.iter().map(|(number, _)| *number).collect();
                    self.current.nth.extend(numbers.into_iter().map(|number| (number, day)));
                    return Ok(());
                }
                self.weekdays_begin(joined);
                self.current.days.insert(day);
                self.last = Last::Day(day);
            }
            (Token::Days(first, last), _) => {
                self.begin_days()?;
                // 周二至周日每天: each of those.
                if (first, last) == (0, 6) && !self.current.days.is_empty() {
                    return Ok(());
                }
                self.weekdays_begin(joined);
                self.current.days.extend(first..=last);
            }
            (Token::WorkingDays, _) => {
                self.begin_days()?;
                self.weekdays_begin(joined);
                self.current.days.extend(0..5);
                self.current.working = true;
            }
            (Token::Holiday, _) => {
                self.begin_days()?;
                let listed = joined || self.at_start && !self.in_brackets;
                self.current.narrowed |= !listed && !self.current.days.is_empty();
                self.current.holiday = true;
            }
            (Token::Nth(numbers, day), _) => {
                self.begin_days()?;
                self.weekdays_begin(joined);
                self.current.nth.extend(numbers.into_iter().map(|number| (number, day)));
            }
            (Token::Feast(feast), _) => {
                self.begin_days()?;
                // 春节（除夕至初六）: the brackets say which days. In （除夕、初一闭馆） both are meant.
                if std::mem::take(&mut self.feast_before_bracket) {
                    self.current.feasts.clear();
                }
                self.current.narrowed |= !joined && self.current.feasts.is_empty() && !self.current.days.is_empty();
                self.current.feasts.push(feast);
            }
            (Token::Period(period), _) => {
                self.settle_time()?;
                if self.current.is_complete() && self.current.period.is_none() && self.in_brackets {
                    self.current.sealed = true;
                } else {
                    self.begin_days()?;
                }
                if let Some(other) = self.current.period.replace(period) {
                    self.current.more_periods.push(other);
                }
            }
            (Token::School(holidays), _) => {
                self.begin_days()?;
                self.current.school = Some(holidays);
            }
            (Token::SeasonName, _) => {
                self.begin_days()?;
                self.current.named_season = true;
            }
            (Token::Rest, _) => {
                self.begin_days()?;
                self.current.rest = true;
            }
            (Token::Except, _) if self.current.holiday => {
                self.settle_time()?;
                self.current.holiday = false;
                self.current.except_holidays = true;
            }
            (Token::Except, _) => self.except()?,
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
                if self.current.is_complete() && !self.current.closed && self.current.has_hours() {
                    if !self.at_start {
                        return Err(contradiction());
                    }
                    // The days follow the word: 9:00-17:00，闭馆：周一.
                    self.finish_group()?;
                }
                self.current.closed = true;
            }
            (Token::Open, _) => {
                self.settle_time()?;
                // The word matters only without hours: 节假日照常开放.
                self.current.open |= !self.current.has_hours() && (self.current.has_days() || self.current.rest);
            }
            (Token::Usual, _) => {
                self.settle_time()?;
                self.current.open |= self.current.ranges.is_empty();
                self.current.usual = true;
            }
            (Token::AsWeekend, _) => {
                self.settle_time()?;
                (self.current.open, self.current.weekend) = (true, true);
            }
            (Token::NoRest, _) => {
                self.settle_time()?;
                self.current.no_rest = true;
            }
            (Token::Appointment, _) => {
                self.settle_time()?;
                self.current.appointment = true;
            }
            (Token::PartOfDay, _) => {
                self.settle_time()?;
                self.current.part_of_day = true;
            }
        }
        Ok(())
    }

    /// `周一除外`: closed on these days.
    fn except(&mut self) -> Result<(), Localized> {
        self.settle_time()?;
        // 工作日（周三除外）: as above.
        if self.days_before_bracket && self.weekdays_in_bracket {
            return Err(unknown("除外"));
        }
        let excluded_from_closing = self.finished.last().is_some_and(|group| group.closed);
        if !self.current.has_days() || self.current.has_hours() && !self.current.closed || excluded_from_closing {
            return Err(unknown("除外"));
        }
        self.current.closed = true;
        self.finish_group()
    }

    fn begin_days(&mut self) -> Result<(), Localized> {
        self.settle_time()?;
        let waiting = self.current.closed && !self.current.has_days() && !self.current.rest;
        if self.current.is_complete() && !waiting { self.finish_group() } else { Ok(()) }
    }

    /// 国庆期间每天: without 、 or 及 between them, weekdays say which days of the holiday are meant.
    fn weekdays_begin(&mut self, joined: bool) {
        self.weekdays_in_bracket |= self.in_brackets;
        let of_holiday = self.current.holiday || !self.current.feasts.is_empty();
        self.current.narrowed |= !joined && of_holiday && self.current.days.is_empty();
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

    /// Checks that no day or time is left with a dash, and no time without its end.
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
                zh: format!("“{}至”没有写到周几", weekday::name(day, true)),
                en: format!("the days from {} have no end", weekday::name(day, false)),
            }),
            // After `Sa,` or `周一、` another numeral may follow.
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
            self.finished.push(std::mem::take(&mut self.current));
        } else {
            self.current.text.clear();
        }
        Ok(())
    }
}

fn contradiction() -> Localized {
    Localized {
        zh: "同一处既写了时间又写了闭馆，应分开写：“周二至周日 09:00-17:00；周一闭馆”".to_owned(),
        en: "the same days have hours and are closed; write `Tu-Su 09:00-17:00; Mo off`".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::config::collection::value::OpeningHours;

    fn described(text: &str) -> String {
        let hours = OpeningHours::parse(text).unwrap();
        let unread = hours.unread.iter().map(|unread| format!("没读懂：{}", unread.reason.zh));
        hours.describe(true).into_iter().chain(hours.note.clone()).chain(unread).collect::<Vec<_>>().join("｜")
    }

    #[test]
    fn days_that_are_left_out_of_others_are_no_week() {
        for text in ["工作日除周三外 9:00-17:00", "周一至周五除周三外 9:00-17:00", "工作日（周三除外）9:00-17:00"]
        {
            let hours = OpeningHours::parse(text);
            let known = hours.as_ref().is_ok_and(|hours| hours.unread.is_empty());
            assert!(!known, "{text}: {:?}", hours.map(|hours| hours.describe(true)));
        }
    }

    #[test]
    fn a_week_is_read_as_people_write_it() {
        for (text, words) in [
            ("周二至周日 09:00-12:00,14:00-17:00；周一闭馆", "周二至周日 09:00～12:00、14:00～17:00｜周一闭馆"),
            ("每天 8:30～17:30", "每天 08:30～17:30"),
            ("周一至周五 09:00-17:00，周六、周日 10:00-16:00", "周一至周五 09:00～17:00｜周六、周日 10:00～16:00"),
            ("工作日 9:00-17:00", "工作日 09:00～17:00｜周六、周日闭馆｜法定节假日闭馆"),
            ("每个工作日 9:00-17:00", "工作日 09:00～17:00｜周六、周日闭馆｜法定节假日闭馆"),
            ("法定工作日 9:00-17:00", "工作日 09:00～17:00｜周六、周日闭馆｜法定节假日闭馆"),
            ("周末 9:00-17:00", "周六、周日 09:00～17:00｜周一至周五闭馆"),
            ("全天开放", "每天 全天开放"),
            ("24小时", "每天 全天开放"),
            ("暂停开放", "每天闭馆"),
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
            ("每天 9:00-17:00（除夕、初一闭馆）", "每天 09:00～17:00｜除夕闭馆｜正月初一闭馆"),
            ("每天 9:00-17:00（元旦、国庆节除外）", "每天 09:00～17:00｜元旦闭馆｜国庆节闭馆"),
            ("周二至周日 9:00-17:00，周一公休", "周二至周日 09:00～17:00｜周一闭馆"),
            ("9:00—17:00（逢周一闭馆，节假日不休）", "周二至周日 09:00～17:00｜周一闭馆｜法定节假日照常开放"),
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
    fn what_cannot_be_read_is_shown_as_written_and_says_why() {
        for (text, words) in [
            ("夏季 9:00-18:00", "没有写这个季节从几月到几月"),
            ("周二至周日 大概9:00-17:00", "看不懂“大概”"),
            ("周二", "没有写几点到几点"),
            ("周一 9:00", "没有写到几点"),
            ("周一至 9:00-10:00", "没有写到周几"),
            ("周一 17:00-09:00-", "早于开始"),
            ("周一 14:00-12:00", "早于开始"),
            ("周一 9:00-9:00", "早于开始"),
            ("13:00-5:00", "当天关门的写成 13:00-17:00，跨到第二天的写成 13:00-次日05:00"),
            ("周一 9:00-8:00", "当天关门的写成 09:00-20:00，跨到第二天的写成 09:00-次日08:00"),
            ("周一 9:00-12:00,11:00-14:00", "重叠"),
            ("周一至周三 9:00-12:00；周三至周五 9:00-12:00", "周三写了两次"),
            ("周一 9:00-12:00；周一 14:00-17:00", "周一写了两次"),
            ("周一 9:00-12:00闭馆", "既写了时间又写了闭馆"),
            ("周一 25:00-26:00", "看不懂“25"),
            ("周一 9:0-10:00", "看不懂“9"),
            ("周二 9:00-17:00；周一（节假日除外）", "没有写几点到几点"),
        ] {
            let hours = OpeningHours::parse(text).unwrap();
            assert!(hours.unread[0].reason.zh.contains(words), "{text}: {:?}", hours.unread);
            let note = hours.note.unwrap();
            assert!(note.contains(&hours.unread[0].text), "{text}: {note}");
        }
        assert!(OpeningHours::parse(" ").is_err());
    }
}
