//! Parses `周二至周日 09:00-17:00；周一闭馆` into statements in source order.
//!
//! Words are combined here: runs of days, times into ranges, days with what applies to them. `words` knows how a word
//! is spelt; `week` decides whether statements agree and which of them wins.

use std::collections::BTreeSet;

use super::describe::clock;
use super::words::{Clock, Token, token, unknown};
use super::{DAY, Range};
use crate::base::diagnostic::Localized;
use crate::config::collection::value::weekday;

/// The statements of a text, in order, and the phrases that are notes.
#[derive(Default)]
pub(super) struct Statements {
    pub(super) groups: Vec<Group>,
    pub(super) notes: Vec<String>,
    current: Group,
    last: Last,
    /// Whether nothing of the current phrase has been read yet.
    at_start: bool,
}

/// One statement: some days, and what applies to them.
#[derive(Clone, Default, Debug)]
pub(super) struct Group {
    pub(super) days: BTreeSet<usize>,
    pub(super) holiday: bool,
    /// `节假日除外`: the statement doesn't apply to holidays.
    pub(super) except_holidays: bool,
    pub(super) ranges: Vec<Range>,
    pub(super) closed: bool,
    open: bool,
}

impl Group {
    /// Returns whether the statement is complete, so that another day begins the next one.
    fn is_complete(&self) -> bool {
        !self.ranges.is_empty() || self.closed || self.open || self.except_holidays
    }

    fn is_empty(&self) -> bool {
        self.days.is_empty() && !self.holiday && !self.is_complete()
    }

    pub(super) fn has_hours(&self) -> bool {
        !self.ranges.is_empty() || self.closed
    }

    /// Returns the days; hours without days apply to every day.
    pub(super) fn effective_days(&self) -> BTreeSet<usize> {
        if self.days.is_empty() && !self.holiday && !self.ranges.is_empty() {
            (0..7).collect()
        } else {
            self.days.clone()
        }
    }
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

/// A phrase with one of these words is a note for people.
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

/// The characters that separate phrases.
const PUNCTUATION: [char; 10] = ['；', ';', '。', '\n', '，', ',', '（', '(', '）', ')'];

impl Statements {
    pub(super) fn read(text: &str) -> Result<Self, Localized> {
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
                // Phrases in brackets may occur between days and their hours.
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
                // A run may cross the end of the week: 周六至周一.
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
                    // The days follow the word: 9:00-17:00，闭馆：周一.
                    self.finish_group()?;
                }
                self.current.closed = true;
            }
            (Token::Open, _) => {
                self.settle_time()?;
                // The word matters only without hours: 节假日照常开放.
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
            self.groups.push(std::mem::take(&mut self.current));
        }
        Ok(())
    }
}

/// Splits a text at punctuation; each phrase comes with the character that ends it.
fn phrases(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    text.split_inclusive(PUNCTUATION).map(|phrase| {
        let phrase_only = phrase.trim_end_matches(PUNCTUATION);
        (phrase_only, phrase[phrase_only.len()..].chars().next())
    })
}

/// Makes a range of two times. An end before the start is on the next day if the text says so, or if the place opens in
/// the afternoon and closes by eight in the morning; otherwise it is an error.
fn range(start: Clock, end: Clock) -> Result<Range, Localized> {
    let mut minutes = end.minutes;
    if end.next_day {
        minutes += DAY;
    } else if minutes <= start.minutes {
        let noon = DAY / 2;
        if start.afternoon && !end.afternoon && minutes < noon && minutes + noon > start.minutes {
            // In 下午2:00-5:00 the word 下午 applies to both.
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
    fn unknown_words_are_quoted() {
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
}
