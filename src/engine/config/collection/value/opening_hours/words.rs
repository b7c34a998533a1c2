//! Splits the first word off a statement: `周二`, `9点半`, `闭馆`, `off`.
//!
//! Words are read one at a time, in Chinese and English alike, without context except one: after a day, a bare numeral
//! is a day too (周一、三).

use super::days::{DASHES, weekday};
use super::describe::clock;
use super::period::{Feast, YearSpan, leading_nth};
use super::{DAY, Range};
use crate::base::diagnostic::Localized;
use crate::base::weekday::weekend;
use crate::config::collection::value::digits::{number, numeral};

#[derive(Clone, Debug)]
pub(super) enum Token {
    Blank,
    /// Joins days: 、 or 及.
    And,
    /// 当天, after a holiday: its day itself.
    ThatDay,
    Day(usize),
    Days(usize, usize),
    /// 工作日: Monday to Friday without public holidays, and the days that make up for these.
    WorkingDays,
    Holiday,
    Except,
    /// 除, before days that are left out.
    Besides,
    Dash,
    Time(Clock),
    AllDay,
    Closed,
    Open,
    /// As on any such day: 照常开放.
    Usual,
    /// Open on every day of the year.
    NoRest,
    Appointment,
    /// The rest of the time: 其余时间.
    Rest,
    /// At the hours of a weekend.
    AsWeekend,
    /// A season that is named without its dates: 夏季.
    SeasonName,
    /// School holidays.
    School(SchoolHolidays),
    Period(YearSpan),
    Nth(Vec<i8>, usize),
    Feast(Feast),
    /// 上午 without a time.
    PartOfDay,
}

impl Token {
    /// Returns whether the word names weekdays, a part of the year or a holiday by its name.
    pub(super) fn is_of_days(&self) -> bool {
        matches!(
            self,
            Self::Day(_)
                | Self::Days(..)
                | Self::WorkingDays
                | Self::Nth(..)
                | Self::Period(_)
                | Self::School(_)
                | Self::SeasonName
                | Self::Rest
                | Self::Feast(_)
        )
    }
}

/// Which school holidays are meant.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum SchoolHolidays {
    Summer,
    Winter,
    Both,
}

/// A time as it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Clock {
    pub(super) minutes: u16,
    pub(super) afternoon: bool,
    pub(super) next_day: bool,
}

/// A word precedes those that are a prefix of it.
const WORDS: [(&str, Token); 161] = [
    ("寒暑假", Token::School(SchoolHolidays::Both)),
    ("寒假", Token::School(SchoolHolidays::Winter)),
    ("暑假", Token::School(SchoolHolidays::Summer)),
    ("暑期", Token::School(SchoolHolidays::Summer)),
    ("夏令时", Token::SeasonName),
    ("冬令时", Token::SeasonName),
    ("夏秋季", Token::SeasonName),
    ("冬春季", Token::SeasonName),
    ("春夏季", Token::SeasonName),
    ("秋冬季", Token::SeasonName),
    ("夏季", Token::SeasonName),
    ("冬季", Token::SeasonName),
    ("春季", Token::SeasonName),
    ("秋季", Token::SeasonName),
    ("旅游旺季", Token::SeasonName),
    ("旅游淡季", Token::SeasonName),
    ("旺季", Token::SeasonName),
    ("淡季", Token::SeasonName),
    ("其余时间", Token::Rest),
    ("其他时间", Token::Rest),
    ("其它时间", Token::Rest),
    ("其余月份", Token::Rest),
    ("其他月份", Token::Rest),
    ("其余日期", Token::Rest),
    ("其余", Token::Rest),
    ("平时", Token::Rest),
    ("平日", Token::Rest),
    ("按周末时间开放", Token::AsWeekend),
    ("同周末", Token::AsWeekend),
    ("全年无休", Token::NoRest),
    ("全年不休", Token::NoRest),
    ("全年开放", Token::NoRest),
    ("全年对外开放", Token::NoRest),
    ("全年免费开放", Token::NoRest),
    ("无休", Token::NoRest),
    ("不休息", Token::NoRest),
    ("不休", Token::NoRest),
    ("不闭馆", Token::NoRest),
    ("仅限预约参观", Token::Appointment),
    ("仅限预约", Token::Appointment),
    ("预约制", Token::Appointment),
    ("预约开放", Token::Appointment),
    ("预约后开放", Token::Appointment),
    ("预约后参观", Token::Appointment),
    ("电话预约", Token::Appointment),
    ("预约参观", Token::Appointment),
    ("接受预约", Token::Appointment),
    ("需提前预约", Token::Appointment),
    ("须提前预约", Token::Appointment),
    ("请提前预约", Token::Appointment),
    ("提前预约", Token::Appointment),
    ("需预约", Token::Appointment),
    ("须预约", Token::Appointment),
    ("预约", Token::Appointment),
    ("by appointment only", Token::Appointment),
    ("by appointment", Token::Appointment),
    ("国家法定节假日", Token::Holiday),
    ("闭馆日", Token::Closed),
    ("店休", Token::Closed),
    ("公休", Token::Closed),
    ("关门", Token::Closed),
    ("例行闭馆维护", Token::Closed),
    ("闭馆维护", Token::Closed),
    ("闭馆检修", Token::Closed),
    ("闭馆休整", Token::Closed),
    ("正常闭馆", Token::Closed),
    ("闭馆一天", Token::Closed),
    ("遇", Token::Blank),
    ("如", Token::Blank),
    ("全年", Token::Blank),
    ("每年", Token::Blank),
    ("期间", Token::Blank),
    ("长假", Token::Blank),
    ("假期", Token::Blank),
    ("当天", Token::ThatDay),
    ("当日", Token::ThatDay),
    ("黄金周", Token::Blank),
    ("时间", Token::Blank),
    ("365天", Token::NoRest),
    ("免费", Token::Blank),
    ("仅", Token::Blank),
    ("散客", Token::Blank),
    ("法定节假日", Token::Holiday),
    ("国家节假日", Token::Holiday),
    ("法定假日", Token::Holiday),
    ("节假日", Token::Holiday),
    ("节日", Token::Holiday),
    ("除外", Token::Except),
    ("外", Token::Except),
    ("除", Token::Besides),
    ("开放时间", Token::Blank),
    ("开馆时间", Token::Blank),
    ("参观时间", Token::Blank),
    ("营业时间", Token::Blank),
    ("法定工作日", Token::WorkingDays),
    ("每个工作日", Token::WorkingDays),
    ("工作日", Token::WorkingDays),
    ("每天", Token::Days(0, 6)),
    ("每日", Token::Days(0, 6)),
    ("天天", Token::Days(0, 6)),
    ("全天候", Token::AllDay),
    ("全天24小时", Token::AllDay),
    ("全天", Token::AllDay),
    ("24小时", Token::AllDay),
    ("24h", Token::AllDay),
    ("24/7", Token::AllDay),
    ("停止开放", Token::Closed),
    ("暂停开放", Token::Closed),
    ("不对外开放", Token::Closed),
    ("不开放", Token::Closed),
    ("不开馆", Token::Closed),
    ("例行闭馆", Token::Closed),
    ("全天闭馆", Token::Closed),
    ("闭馆", Token::Closed),
    ("闭园", Token::Closed),
    ("休馆", Token::Closed),
    ("休息", Token::Closed),
    ("关闭", Token::Closed),
    ("放假", Token::Closed),
    ("照常开放", Token::Usual),
    ("正常开放", Token::Usual),
    ("对外开放", Token::Open),
    ("免费开放", Token::Open),
    ("照常", Token::Usual),
    ("开放", Token::Open),
    ("开馆", Token::Open),
    ("开园", Token::Open),
    ("营业", Token::Open),
    ("、", Token::And),
    ("/", Token::And),
    ("及", Token::And),
    ("和", Token::And),
    ("与", Token::And),
    ("：", Token::Blank),
    (":", Token::Blank),
    ("&", Token::And),
    ("每", Token::Blank),
    ("逢", Token::Blank),
    ("均", Token::Blank),
    ("为", Token::Blank),
    ("的", Token::Blank),
    ("public holidays", Token::Holiday),
    ("public holiday", Token::Holiday),
    ("holidays", Token::Holiday),
    ("ph", Token::Holiday),
    ("every day", Token::Days(0, 6)),
    ("everyday", Token::Days(0, 6)),
    ("daily", Token::Days(0, 6)),
    ("working days", Token::WorkingDays),
    ("weekdays", Token::Days(0, 4)),
    ("weekends", Token::Days(5, 6)),
    ("weekend", Token::Days(5, 6)),
    ("all day", Token::AllDay),
    ("closed", Token::Closed),
    ("year round", Token::NoRest),
    ("off", Token::Closed),
    ("open", Token::Open),
    ("and", Token::And),
    ("to", Token::Dash),
    ("h", Token::Blank),
    ("on", Token::Blank),
];

/// A phrase with one of these words is a note for people, whatever time it has.
pub(super) const ADMISSION: [&str; 15] = [
    "停止入",
    "停止进",
    "停止售",
    "停止取",
    "停止检",
    "停止换",
    "停止领",
    "停止发",
    "停止预约",
    "最后入",
    "最晚入",
    "止票",
    "清场",
    "last entry",
    "last admission",
];

/// A phrase with one of these words is a note for people, unless it says when.
pub(super) const NOTES: [&str; 20] = [
    "提前",
    "顺延",
    "另行",
    "以公告为准",
    "以通知为准",
    "为准",
    "详见",
    "详询",
    "详情",
    "公众号",
    "小程序",
    "公告",
    "致电",
    "电话",
    "咨询",
    "热线",
    "网站",
    "开放日",
    "每场",
    "see ",
];

/// A phrase with one of these words is about visitors who come together.
pub(super) const GROUPS: [&str; 3] = ["团体", "团队", "集体"];

/// `周末需提前一周预约`, `双休日凭预约参观`, `周一仅接待团体`: the days and that they are by appointment, without how it is
/// made, and whether that is about groups only, so that others come at the hours of these days; `None` where it is
/// something else, or about no days.
pub(super) fn plain_appointment(phrase: &str) -> Option<(String, bool)> {
    const BEFORE: [&str; 30] = [
        "必须",
        "需要",
        "需",
        "须",
        "请",
        "应",
        "要",
        "均",
        "可",
        "为",
        "电话",
        "微信",
        "网上",
        "线上",
        "公众号",
        "实名",
        "凭",
        "团体",
        "团队",
        "集体",
        "学校",
        "学生",
        "参观",
        "接待",
        "接受",
        "面向",
        "对",
        "仅",
        "只",
        "限",
    ];
    const BEHIND: [&str; 17] = [
        "参观", "入馆", "入园", "入场", "开放", "后", "前往", "进入", "方可", "团体", "团队", "集体", "接待", "专场",
        "的", "日", "。",
    ];
    fn without<'a>(mut text: &'a str, words: &[&str], cut: impl Fn(&'a str, &str) -> Option<&'a str>) -> &'a str {
        while let Some(rest) = words.iter().find_map(|word| cut(text, word)) {
            text = rest.trim();
        }
        text
    }
    let phrase = phrase.trim();
    let groups = GROUPS.iter().find_map(|word| phrase.split_once(word));
    let (before, after) = phrase.split_once("预约").or(groups)?;
    let head = match before.rsplit_once("提前") {
        Some((days, time)) if !time.is_empty() && !time.contains(['，', '。', '：']) => days,
        Some(_) => return None,
        None => before,
    };
    let days = without(head.trim(), &BEFORE, |text, word| text.strip_suffix(word));
    let rest = without(after.trim(), &BEHIND, |text, word| text.strip_prefix(word));
    let said = days.len() < before.trim().len() || groups.is_some();
    let of_some = groups.is_some() || ["学校", "学生"].iter().any(|word| before.contains(word));
    let others_too = of_some && !phrase.contains(['仅', '只', '限']);
    (!days.is_empty() && said && rest.is_empty()).then(|| (format!("{days}预约开放"), others_too))
}

/// A phrase with one of these words is a statement if it can be read as one, and a note otherwise.
pub(super) const MAYBE_NOTES: [&str; 3] = ["预约", "by appointment", "booking"];

/// `named_season`: a season was named, whose dates may be written with dots.
pub(super) fn token(text: &str, after_day: bool, named_season: bool) -> Option<(Token, &str)> {
    let first = text.chars().next()?;
    if first.is_whitespace() {
        return Some((Token::Blank, &text[first.len_utf8()..]));
    }
    // 逢初一、十五: days of every lunar month, and no feast.
    if ["逢初", "逢农历", "每月初", "逢十五", "每月农历"].iter().any(|word| text.starts_with(word)) {
        return None;
    }
    if let Some((numbers, day, rest)) = leading_nth(text) {
        return Some((Token::Nth(numbers, day), rest));
    }
    if let Some((feast, rest)) = Feast::leading(text).filter(|_| !after_day || !text.starts_with('五')) {
        return Some((Token::Feast(feast), rest));
    }
    if let Some((period, rest)) = YearSpan::leading(text, named_season) {
        return Some((Token::Period(period), rest));
    }
    if let Some((day, rest)) = weekday(text, after_day) {
        return Some((Token::Day(day), rest));
    }
    if let Some(rest) = weekend(text) {
        return Some((Token::Days(5, 6), rest));
    }
    if let Some(rest) = text.strip_prefix(DASHES) {
        // 9:00——17:00.
        return Some((Token::Dash, rest.trim_start_matches('—')));
    }
    for (word, token) in &WORDS {
        if let Some(head) = text.get(..word.len())
            && head.eq_ignore_ascii_case(word)
        {
            let rest = &text[word.len()..];
            let word_goes_on = word.ends_with(|c: char| c.is_ascii_alphabetic())
                && rest.starts_with(|c: char| c.is_ascii_alphabetic());
            if !word_goes_on {
                return Some((token.clone(), rest));
            }
        }
    }
    if let Some((time, rest)) = time(text) {
        return Some((Token::Time(time), rest));
    }
    let part = ["上午", "下午", "晚上"].iter().find_map(|word| text.strip_prefix(word))?;
    Some((Token::PartOfDay, part))
}

/// Parses a time: `9:00`, `9：00`, `9点`, `9时`, `9点半`, `9点30分`, a bare hour, each after 上午, 下午, 晚上 or 次日.
fn time(text: &str) -> Option<(Clock, &str)> {
    let (mut afternoon, mut next_day, mut rest) = (false, false, text);
    if let Some(after) = ["次日", "翌日", "第二天"].iter().find_map(|word| rest.strip_prefix(word)) {
        (next_day, rest) = (true, after);
    }
    if let Some(after) = ["上午", "早上", "凌晨", "早"].iter().find_map(|word| rest.strip_prefix(word)) {
        rest = after;
    } else if let Some(after) = ["下午", "晚上", "傍晚", "中午", "晚"].iter().find_map(|word| rest.strip_prefix(word))
    {
        afternoon = !rest.starts_with("中午")
            || after.trim_start().starts_with(['1', '2', '3']) && !after.trim_start().starts_with("11");
        rest = after;
    }
    // 上午场 9:30-11:30; what follows must be a time all the same.
    rest = rest.strip_prefix('场').map_or(rest, |after| after.trim_start_matches(['：', ':', ' ']));
    let rest_of_time = rest.trim_start();
    let spelt = || numeral(rest_of_time).filter(|(_, after)| after.starts_with(['点', '时']));
    let (hour, mut rest) = number(rest_of_time).or_else(spelt)?;
    let mut minute = 0;
    if let Some(after) = rest.strip_prefix([':', '：']) {
        let (number, after) = number(after).filter(|(_, after)| rest.len() - after.len() >= 3)?;
        (minute, rest) = (number, after);
    } else if let Some(after) = rest.strip_prefix(['点', '时']) {
        rest = after;
        if let Some(after) = rest.strip_prefix('半') {
            (minute, rest) = (30, after);
        } else if let Some(after) = rest.strip_prefix("一刻") {
            (minute, rest) = (15, after);
        } else if let Some(after) = rest.strip_prefix("三刻") {
            (minute, rest) = (45, after);
        } else if let Some((number, after)) = number(rest).or_else(|| numeral(rest)) {
            (minute, rest) = (number, after.strip_prefix('分').unwrap_or(after));
        } else {
            rest = rest.strip_prefix(['整', '钟']).unwrap_or(rest);
        }
    }
    // A third digit or a second colon means that this isn't a time.
    if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || minute > 59
        || hour > 24
        || hour == 24 && minute > 0
    {
        return None;
    }
    let half = rest.trim_start();
    for (words, pm) in [(["a.m.", "am"], false), (["p.m.", "pm"], true)] {
        if let Some(word) =
            words.iter().find(|word| half.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word)))
            && !half[word.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
            && (1..=12).contains(&hour)
        {
            let hour = hour % 12 + if pm { 12 } else { 0 };
            return Some((Clock { minutes: hour * 60 + minute, afternoon: pm, next_day }, &half[word.len()..]));
        }
    }
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    Some((Clock { minutes: hour * 60 + minute, afternoon, next_day }, rest))
}

/// Makes a range of two times. An end before the start is on the next day if the text says so, or if the place opens in
/// the afternoon and closes by eight in the morning, and no such hour after noon is later than the start; otherwise it is
/// an error.
pub(super) fn range(start: Clock, end: Clock) -> Result<Range, Localized> {
    let mut minutes = end.minutes;
    let noon = DAY / 2;
    // 13:00-5:00: five in the afternoon, or in the night?
    let later = (minutes < noon && minutes + noon > start.minutes).then_some(minutes + noon);
    if end.next_day {
        minutes += DAY;
    } else if minutes <= start.minutes {
        if start.afternoon && !end.afternoon && minutes < noon && minutes + noon > start.minutes {
            // In 下午2:00-5:00 the word 下午 applies to both.
            minutes += noon;
        } else if start.minutes >= noon && minutes <= 8 * 60 && later.is_none() {
            minutes += DAY;
        }
    }
    // 三点到五点: no place is open at night for an hour or two; which half of the day is meant isn't said.
    if !start.afternoon && (60..6 * 60).contains(&start.minutes) && minutes <= 7 * 60 {
        let (start, end) = (clock(start.minutes), clock(end.minutes));
        return Err(Localized {
            zh: format!("{start}-{end} 是凌晨；下午请写成 15:00-17:00 这样的24小时制"),
            en: format!("{start}-{end} is at night; use the 24-hour clock, as in 15:00-17:00"),
        });
    }
    if start.next_day || minutes <= start.minutes || minutes - start.minutes > DAY {
        let (start, end) = (clock(start.minutes), clock(end.minutes));
        let of_day = later.map(|later| format!("{start}-{}", clock(later)));
        let zh = of_day.as_ref().map_or(String::new(), |range| format!("当天关门的写成 {range}，"));
        let en = of_day.map_or(String::new(), |range| format!(" ({range} for the same day)"));
        return Err(Localized {
            zh: format!("{start}-{end} 的结束早于开始；请用24小时制：{zh}跨到第二天的写成 {start}-次日{end}"),
            en: format!(
                "{start}-{end} ends before it begins; use the 24-hour clock{en}, or {start}-次日{end} for the next day"
            ),
        });
    }
    Ok(Range { start: start.minutes, end: minutes })
}

/// Returns the message for an unknown word, which it quotes.
pub(super) fn unknown(text: &str) -> Localized {
    // The quotation ends where parsing could continue, so that it contains only the unknown word.
    let number = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '.');
    let end = if text.starts_with(number) {
        text.find(|c| !number(c))
    } else {
        text.char_indices().skip(1).map(|(at, _)| at).find(|&at| token(&text[at..], false, false).is_some())
    };
    let word = text[..end.unwrap_or(text.len())].trim();
    Localized {
        zh: format!("看不懂“{word}”，开放时间应写成“周二至周日 09:00-17:00；周一闭馆”这样，其他说明写在 note 里"),
        en: format!(
            "`{word}` isn't understood; write hours like `Tu-Su 09:00-17:00; Mo off`, and anything else under `note`"
        ),
    }
}
