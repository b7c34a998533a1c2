//! Reads weekdays, and the separators between a beginning and an end.

use crate::base::weekday::{self, NAMES};

/// The separators between a beginning and an end, for days, times and dates alike.
pub(super) const DASHES: [char; 9] = ['至', '到', '~', '～', '〜', '－', '—', '–', '-'];

/// Parses a weekday: 周二, 星期二, 礼拜天; the numeral alone after another day (周一、三、五); `Tu`, `Tue`, `Tuesday`.
pub(super) fn weekday(text: &str, after_day: bool) -> Option<(usize, &str)> {
    let marked = weekday::marked(text);
    let numeral = marked.or(after_day.then_some(text));
    if let Some(numeral) = numeral {
        let numeral = numeral.trim_start_matches(' ');
        let day = weekday::numeral(numeral).filter(|_| marked.is_some() || !numeral.starts_with('天'));
        // 周2, 周7; but 周10 is none.
        if let (Some(numeral), None) = (marked, day)
            && let Some(digit @ b'1'..=b'7') = numeral.bytes().next()
            && !numeral[1..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '：' | '点' | '时' | '.'))
        {
            return Some((usize::from(digit - b'1'), &numeral[1..]));
        }
        // 三点 after a day is a time, not Wednesday.
        let time = |rest: &str| marked.is_none() && rest.starts_with(['点', '时', '月', '十']);
        if let Some((_, rest)) = day
            && !time(rest)
        {
            return day;
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
