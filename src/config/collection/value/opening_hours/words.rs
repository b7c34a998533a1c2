//! Splits the first word off a statement: `周二`, `9点半`, `闭馆`, `off`.
//!
//! Words are read one at a time, in Chinese and English alike, without context except one: after a day, a bare numeral
//! is a day too (周一、三).

use crate::base::diagnostic::Localized;
use crate::config::collection::value::digits;
use crate::config::collection::value::weekday::{NAMES, NUMERALS};

#[derive(Clone, Copy, Debug)]
pub(super) enum Token {
    Blank,
    Day(usize),
    Days(usize, usize),
    Holiday,
    Except,
    Dash,
    Time(Clock),
    AllDay,
    Closed,
    Open,
}

/// A time as it was written.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Clock {
    pub(super) minutes: u16,
    pub(super) afternoon: bool,
    pub(super) next_day: bool,
}

/// The separators between a beginning and an end, for days, times and dates alike.
pub(super) const DASHES: [char; 9] = ['至', '到', '~', '～', '〜', '－', '—', '–', '-'];

/// A word precedes those that are a prefix of it.
const WORDS: [(&str, Token); 74] = [
    ("法定节假日", Token::Holiday),
    ("国家节假日", Token::Holiday),
    ("法定假日", Token::Holiday),
    ("节假日", Token::Holiday),
    ("节日", Token::Holiday),
    ("除外", Token::Except),
    ("外", Token::Except),
    ("除", Token::Blank),
    ("开放时间", Token::Blank),
    ("开馆时间", Token::Blank),
    ("参观时间", Token::Blank),
    ("营业时间", Token::Blank),
    ("工作日", Token::Days(0, 4)),
    ("双休日", Token::Days(5, 6)),
    ("每天", Token::Days(0, 6)),
    ("每日", Token::Days(0, 6)),
    ("天天", Token::Days(0, 6)),
    ("全年", Token::Days(0, 6)),
    ("周末", Token::Days(5, 6)),
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
    ("照常开放", Token::Open),
    ("正常开放", Token::Open),
    ("对外开放", Token::Open),
    ("免费开放", Token::Open),
    ("照常", Token::Open),
    ("开放", Token::Open),
    ("开馆", Token::Open),
    ("开园", Token::Open),
    ("营业", Token::Open),
    ("、", Token::Blank),
    ("/", Token::Blank),
    ("及", Token::Blank),
    ("和", Token::Blank),
    ("与", Token::Blank),
    ("：", Token::Blank),
    (":", Token::Blank),
    ("&", Token::Blank),
    ("每", Token::Blank),
    ("逢", Token::Blank),
    ("均", Token::Blank),
    ("public holidays", Token::Holiday),
    ("public holiday", Token::Holiday),
    ("holidays", Token::Holiday),
    ("ph", Token::Holiday),
    ("every day", Token::Days(0, 6)),
    ("everyday", Token::Days(0, 6)),
    ("daily", Token::Days(0, 6)),
    ("weekdays", Token::Days(0, 4)),
    ("weekends", Token::Days(5, 6)),
    ("weekend", Token::Days(5, 6)),
    ("all day", Token::AllDay),
    ("closed", Token::Closed),
    ("off", Token::Closed),
    ("open", Token::Open),
    ("and", Token::Blank),
    ("to", Token::Dash),
    ("h", Token::Blank),
    ("on", Token::Blank),
];

pub(super) fn token(text: &str, after_day: bool) -> Option<(Token, &str)> {
    let first = text.chars().next()?;
    if first.is_whitespace() {
        return Some((Token::Blank, &text[first.len_utf8()..]));
    }
    if let Some((day, rest)) = weekday(text, after_day) {
        return Some((Token::Day(day), rest));
    }
    if let Some(rest) = text.strip_prefix(DASHES) {
        return Some((Token::Dash, rest));
    }
    for (word, token) in WORDS {
        if let Some(head) = text.get(..word.len())
            && head.eq_ignore_ascii_case(word)
        {
            let rest = &text[word.len()..];
            let word_goes_on = word.ends_with(|c: char| c.is_ascii_alphabetic())
                && rest.starts_with(|c: char| c.is_ascii_alphabetic());
            if !word_goes_on {
                return Some((token, rest));
            }
        }
    }
    let (time, rest) = time(text)?;
    Some((Token::Time(time), rest))
}

/// Parses a weekday: 周二, 星期二, 礼拜天; the numeral alone after another day (周一、三、五); `Tu`, `Tue`, `Tuesday`.
fn weekday(text: &str, after_day: bool) -> Option<(usize, &str)> {
    let marked = ["周", "星期", "礼拜"].iter().find_map(|word| text.strip_prefix(word));
    let numeral = marked.or(after_day.then_some(text));
    if let Some(numeral) = numeral {
        let numeral = numeral.trim_start_matches(' ');
        let day = NUMERALS.iter().position(|day| numeral.starts_with(day));
        let day = day.or((marked.is_some() && numeral.starts_with('天')).then_some(6));
        if let Some(day) = day {
            return Some((day, &numeral[3..]));
        }
    }
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = text[..letters].to_ascii_lowercase();
    let day = NAMES.iter().position(|name| {
        let name = name.to_ascii_lowercase();
        letters >= 2 && name.starts_with(&word) || word.strip_suffix('s') == Some(name.as_str())
    })?;
    let rest = &text[letters..];
    Some((day, rest.strip_prefix('.').unwrap_or(rest)))
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
    let (hour, mut rest) = number(rest.trim_start())?;
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
        } else if let Some((number, after)) = number(rest) {
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
    let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
    Some((Clock { minutes: hour * 60 + minute, afternoon, next_day }, rest))
}

/// Parses one or two digits: an hour or a minute.
fn number(text: &str) -> Option<(u16, &str)> {
    let (digits, rest) = digits::leading(text);
    if digits.len() <= 2 { Some((digits.parse().ok()?, rest)) } else { None }
}

/// Returns the message for an unknown word, which it quotes.
pub(super) fn unknown(text: &str) -> Localized {
    // The quotation ends where parsing could continue, so that it contains only the unknown word.
    let number = |c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '.');
    let end = if text.starts_with(number) {
        text.find(|c| !number(c))
    } else {
        text.char_indices().skip(1).map(|(at, _)| at).find(|&at| token(&text[at..], false).is_some())
    };
    let word = text[..end.unwrap_or(text.len())].trim();
    Localized {
        zh: format!("看不懂“{word}”，开放时间应写成“周二至周日 09:00-17:00；周一闭馆”这样，其他说明写在 note 里"),
        en: format!(
            "`{word}` isn't understood; write hours like `Tu-Su 09:00-17:00; Mo off`, and anything else under `note`"
        ),
    }
}
