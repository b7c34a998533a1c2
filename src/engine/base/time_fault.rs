//! What of a date was understood and what not, in words, for a text that is no date.

use jiff::ToSpan;
use jiff::civil::{Date, Time};

use super::diagnostic::Localized;
use super::time::{parse_date, parse_time};
use super::time_words::plain;
use super::weekday;

/// Says why a text is no date, or no date with a time if `timed`.
pub fn date_fault(text: &str, timed: bool) -> Localized {
    let text = text.trim();
    let plain = plain(text);
    let say = |zh: String, en: String| Localized { zh, en };
    let form = if timed { "2026-05-18 或 2026-05-18 09:30" } else { "2026-05-18" };
    let form_en = if timed { "2026-05-18 or 2026-05-18 09:30" } else { "2026-05-18" };
    if timed && parse_time(&plain).is_some() {
        return say(
            format!("“{text}”只有时间，没有日期，应写成 2026-05-18 {plain} 这样"),
            format!("`{text}` is a time without a date; write it like 2026-05-18 {plain}"),
        );
    }
    if let Some(fault) = recognised(text) {
        return fault;
    }
    let (numbers, rest) = leading_numbers(&plain);
    match numbers.as_slice() {
        [year, month, _] if (1000..=9999).contains(year) && !(1..=12).contains(month) => say(
            format!("“{text}”里的月份是 {month}，应在 1 到 12 之间"),
            format!("the month in `{text}` is {month}, not one of 1 to 12"),
        ),
        [year, month, day] if (1000..=9999).contains(year) => {
            let known = Date::new(*year as i16, *month as i8, i8::try_from(*day).unwrap_or(0));
            let Ok(date) = known else {
                let last = Date::new(*year as i16, *month as i8, 1).map_or(31, |first| first.days_in_month());
                return say(
                    format!("{year} 年 {month} 月没有 {day} 日，这个月只到 {last} 日"),
                    format!("there is no day {day} in month {month} of {year}, which ends with day {last}"),
                );
            };
            let rest = rest.trim();
            if timed && rest.starts_with("24:00") {
                let next = date.tomorrow().unwrap_or(date);
                return say(
                    format!("一天到 23:59 为止，没有 24:00：写 {date} 23:59，或次日零点 {next} 00:00"),
                    format!("a day ends with 23:59: write {date} 23:59, or {next} 00:00 for midnight"),
                );
            }
            if rest.is_empty() {
                return say(format!("“{text}”应写成 {date}"), format!("write `{text}` as {date}"));
            }
            if !timed {
                return say(
                    format!("这里只写日期：{date}（“{rest}”不要）"),
                    format!("only a date belongs here: {date}, without `{rest}`"),
                );
            }
            if let Some((start, end)) = backwards(rest).filter(|_| timed) {
                let (zh, en) = later_half(start, end);
                let (start, end) = (start.strftime("%H:%M"), end.strftime("%H:%M"));
                let next = date.tomorrow().unwrap_or(date);
                return say(
                    format!(
                        "{start}-{end} 的结束早于开始；{zh}到第二天才结束的，这里写 {date} {start}，再写一行 end: {next} {end}"
                    ),
                    format!(
                        "{start}-{end} ends before it begins; {en}if it ends on the next day, write {date} {start} here and a line `end: {next} {end}`"
                    ),
                );
            }
            say(
                format!("日期 {date} 读懂了，后面的“{rest}”读不懂；时间应写成 {date} 09:30 这样"),
                format!("the date {date} was understood, `{rest}` behind it wasn't; write a time like {date} 09:30"),
            )
        }
        [month, day] if (1..=12).contains(month) && (1..=31).contains(day) => say(
            format!("“{text}”没有年份，应写成 2026-{month:02}-{day:02} 这样"),
            format!("`{text}` has no year; write it like 2026-{month:02}-{day:02}"),
        ),
        [year, month] if (1000..=9999).contains(year) && (1..=12).contains(month) => say(
            format!("“{text}”没有写是哪一日，应写成 {year}-{month:02}-01 这样"),
            format!("`{text}` has no day; write it like {year}-{month:02}-01"),
        ),
        [year, month, day] if *year < 100 && (1..=12).contains(month) && (1..=31).contains(day) => say(
            format!("“{text}”的年份要写四位，如 20{year:02}-{month:02}-{day:02}"),
            format!("the year of `{text}` needs four digits, as in 20{year:02}-{month:02}-{day:02}"),
        ),
        _ if is_relative(text) => say(
            format!("“{text}”不是日期：过几天它说的就是另一天，应写成 {form} 这样"),
            format!("`{text}` isn't a date: in some days it means another one; write it like {form_en}"),
        ),
        _ => say(
            format!("“{text}”不是日期{}，应写成 {form} 这样", if timed { "或时间" } else { "" }),
            format!("`{text}` isn't a date{}; write it like {form_en}", if timed { " or a time" } else { "" }),
        ),
    }
}

/// Says why a text is no time where one that isn't fixed is taken too.
pub fn rough_fault(text: &str) -> Localized {
    let Localized { zh, en } = date_fault(text, true);
    let plain = plain(text);
    if parse_time(&plain).is_some() || leading_numbers(&plain).0.len() == 3 || recognised(text.trim()).is_some() {
        // It has a fixed time.
        return Localized { zh, en };
    }
    Localized {
        zh: format!("{zh}；还没有定的写 2026-05、2026年5月中旬、2026年第四季度或“时间待定”"),
        en: format!("{en}; one that isn't fixed is 2026-05, 2026年第四季度 or 时间待定"),
    }
}

/// The start and the end of `9:00-8:00`, where the end is earlier.
fn backwards(text: &str) -> Option<(Time, Time)> {
    let dashes = ['-', '~', '—', '–', '至', '到'];
    let (start, end) = text.split_once(dashes)?;
    let (start, end) = (parse_time(start.trim())?, parse_time(end.trim_start_matches(dashes).trim())?);
    (end < start).then_some((start, end))
}

/// The reading of an end before its start that takes it for an hour after noon, as the beginning of a sentence: 8:00 for
/// 20:00. Empty where that is before the start as well.
pub fn later_half(start: Time, end: Time) -> (String, String) {
    let Some(later) = end.checked_add(12.hours()).ok().filter(|later| *later > start) else {
        return Default::default();
    };
    let (start, later) = (start.strftime("%H:%M"), later.strftime("%H:%M"));
    (
        format!("当天 {later} 结束的，写成 {start}-{later}；"),
        format!("if it ends at {later} on that day, write {start}-{later}; "),
    )
}

/// Says how a date is written that stands there in another form.
fn recognised(text: &str) -> Option<Localized> {
    let say = |zh: String, en: String| Some(Localized { zh, en });
    if let Some(date) = serial(text) {
        return say(
            format!("“{text}”是表格软件里日期的序号，应写成 {date}"),
            format!("`{text}` is the number that spreadsheets give a date; write {date}"),
        );
    }
    if let Some((date, other)) = year_last(text) {
        let (zh, en) = other.map_or_else(Default::default, |other| (format!("，或 {other}"), format!(" or {other}")));
        return say(
            format!("“{text}”的年份要写在最前面：{date}{zh}"),
            format!("the year of `{text}` goes first: {date}{en}"),
        );
    }
    let digits = in_digits(text);
    let hyphens = text.replace(['–', '—', '−', '‐', '‑'], "-");
    let alone = text.trim_end_matches(['；', ';', '，', ',', '。', '、', '.']);
    let date =
        [digits.as_str(), hyphens.as_str(), alone].into_iter().filter(|mended| *mended != text).find_map(parse_date)?;
    say(format!("“{text}”应写成 {date}"), format!("write `{text}` as {date}"))
}

/// The day that spreadsheets count by this number, from 2000 on.
fn serial(text: &str) -> Option<Date> {
    let days = text.parse::<i32>().ok().filter(|days| text.len() == 5 && (36_526..=73_050).contains(days))?;
    Date::constant(1899, 12, 30).checked_add(jiff::Span::new().days(days)).ok()
}

/// `18/5/2026`, and its other meaning where both numbers may be the month.
fn year_last(text: &str) -> Option<(Date, Option<Date>)> {
    let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let number = |text: &str| text.parse::<i8>().ok().filter(|_| text.len() <= 2);
    let (first, second) = (number(first)?, number(second)?);
    let year = year.parse::<i16>().ok().filter(|year| (1000..=9999).contains(year))?;
    let day_first = Date::new(year, second, first).ok();
    let month_first = Date::new(year, first, second).ok().filter(|date| Some(*date) != day_first);
    match (day_first, month_first) {
        (Some(date), other) => Some((date, other)),
        (None, other) => other.map(|date| (date, None)),
    }
}

/// A text with its Chinese numerals below a hundred, and those of years, as digits: `二〇二六年五月十八日`.
fn in_digits(text: &str) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| match c {
        '零' | '○' => Some(0),
        c => DIGITS.iter().position(|digit| *digit == c),
    };
    let chars: Vec<char> = text.chars().collect();
    let mut written = String::new();
    for (at, c) in chars.iter().enumerate() {
        let near = |place: Option<usize>| place.and_then(|place| chars.get(place)).and_then(|c| digit(*c)).is_some();
        match (digit(*c), *c) {
            (Some(digit), _) => written += &digit.to_string(),
            // 十 alone is 10, 十八 is 18, 二十 is 20 and 二十一 is 21.
            (None, '十') => match (near(at.checked_sub(1)), near(Some(at + 1))) {
                (true, true) => {}
                (true, false) => written.push('0'),
                (false, true) => written.push('1'),
                (false, false) => written += "10",
            },
            (None, c) => written.push(c),
        }
    }
    written
}

/// Words for a day or a time that depends on when they are read.
const RELATIVE: [&str; 16] = [
    "今天",
    "明天",
    "后天",
    "昨天",
    "前天",
    "今日",
    "明日",
    "本周",
    "这周",
    "下周",
    "上周",
    "本月",
    "下个月",
    "下月",
    "上个月",
    "明年",
];

/// Whether a text is a day by the day on which it was written: 下周六, 星期六.
fn is_relative(text: &str) -> bool {
    RELATIVE.iter().any(|word| text.contains(word)) || weekday::marked(text).is_some()
}

/// The numbers of a date, up to three, and what stands behind them.
fn leading_numbers(text: &str) -> (Vec<i32>, &str) {
    let mut rest = text;
    let mut numbers = Vec::new();
    while numbers.len() < 3 {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let Ok(number) = rest[..digits].parse() else { break };
        // A time is no part of the date.
        if rest[digits..].starts_with(':') {
            break;
        }
        numbers.push(number);
        rest = &rest[digits..];
        let next = rest.chars().next().filter(|c| matches!(c, '-' | '/' | '.' | '年' | '月' | '日' | '号'));
        match next {
            Some(c) => rest = &rest[c.len_utf8()..],
            None => break,
        }
    }
    (numbers, rest)
}

#[cfg(test)]
mod tests {
    use super::date_fault;

    #[test]
    fn the_fault_is_named() {
        for (text, part) in [
            ("2026-2-30", "2 月没有 30 日，这个月只到 28 日"),
            ("2026-13-01", "月份是 13"),
            ("2026-05-18 24:00", "没有 24:00"),
            ("11:00", "只有时间，没有日期"),
            ("5月18日", "没有年份"),
            ("2026-05", "没有写是哪一日"),
            ("26-05-18", "年份要写四位，如 2026-05-18"),
            ("2026-05-18 待定", "后面的“待定”读不懂"),
            ("2026-05-18 9:00-8:00", "当天 20:00 结束的，写成 09:00-20:00；到第二天才结束的"),
            (
                "2026-05-18 21:00-6:00",
                "早于开始；到第二天才结束的，这里写 2026-05-18 21:00，再写一行 end: 2026-05-19 06:00",
            ),
            ("下个月", "不是日期"),
            ("下周六", "过几天它说的就是另一天"),
            ("46143", "是表格软件里日期的序号，应写成 2026-05-01"),
            ("18/5/2026", "年份要写在最前面：2026-05-18"),
            ("1/5/2026", "年份要写在最前面：2026-05-01，或 2026-01-05"),
            ("二〇二六年五月十八日", "应写成 2026-05-18"),
            ("二零二六年十月二十一日", "应写成 2026-10-21"),
            ("2026–05–18", "应写成 2026-05-18"),
            ("2026-05-18；", "应写成 2026-05-18"),
        ] {
            let fault = date_fault(text, true);
            assert!(fault.zh.contains(part), "{text}: {fault:?}");
        }
    }
}
