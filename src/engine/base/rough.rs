//! Times that aren't fixed yet: `2026-05`, `2026年5月中旬`, `第四季度`, `时间待定`.
//!
//! What is known is the days between which it will be; without a year not even these.

use jiff::civil::Date;

use super::time::{MONTHS, four_digits, parse_month};

/// A time that isn't fixed yet.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct RoughTime {
    /// The first and the last day that it may be, if they are known.
    pub days: Option<(Date, Date)>,
    /// As it was written, a month in full.
    pub text: String,
}

/// Texts that say that nothing is known.
const OPEN: [&str; 9] = ["时间待定", "日期待定", "待定", "时间未定", "未定", "另行通知", "待通知", "tba", "tbd"];

impl RoughTime {
    /// Parses a month, a part of one, a quarter, a half of a year, a season or a year; `year` stands for one that isn't
    /// written.
    pub fn parse(text: &str, year: Option<i16>) -> Option<Self> {
        let text = text.trim();
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let plain = plain.strip_suffix("（待定）").or_else(|| plain.strip_suffix("(待定)")).unwrap_or(&plain);
        if OPEN.contains(&plain.to_ascii_lowercase().as_str()) {
            return Some(Self { days: None, text: plain.to_owned() });
        }
        if let Some((year, month)) = parse_month(plain) {
            return Some(Self { days: days(year, (month, 1), (month, 31)), text: format!("{year}年{month}月") });
        }
        let dated = plain.split_once('年').and_then(|(year, rest)| Some((four_digits(year)?, rest)));
        let (written, rest) = dated.map_or((None, plain), |(year, rest)| (Some(year), rest));
        let (from, to) = part(rest).or_else(|| (rest.is_empty() && written.is_some()).then_some(((1, 1), (12, 31))))?;
        let (days, text) = match (written, year) {
            (Some(year), _) => (days(year, from, to), plain.to_owned()),
            (None, Some(year)) => (days(year, from, to), format!("{year}年{rest}")),
            (None, None) => (None, plain.to_owned()),
        };
        Some(Self { days, text })
    }

    /// Returns the time in words, which say that it isn't fixed.
    pub fn announce(&self, chinese: bool) -> String {
        let text = self.describe(chinese);
        match (self.is_open(), chinese) {
            (true, true) => "时间待定".to_owned(),
            (true, false) => "to be announced".to_owned(),
            (false, true) => format!("{text}（具体时间待定）"),
            (false, false) => format!("{text} (day to be announced)"),
        }
    }

    fn is_open(&self) -> bool {
        OPEN.contains(&self.text.trim().to_ascii_lowercase().as_str())
    }

    /// Returns the time in words; a month alone in English too.
    fn describe(&self, chinese: bool) -> String {
        let month = self.days.filter(|(from, to)| from.day() == 1 && *to == from.last_of_month());
        match month {
            Some((from, _)) if !chinese => {
                let name = usize::try_from(from.month() - 1).ok().and_then(|at| MONTHS.get(at)).unwrap_or(&"");
                format!("{name} {}", from.year())
            }
            _ => self.text.clone(),
        }
    }
}

/// The first and the last day of a part of a year, as month and day; a day after the month's end is its last.
fn part(text: &str) -> Option<((i8, i8), (i8, i8))> {
    let quarter = text.strip_suffix("季度").map(|text| text.strip_prefix('第').unwrap_or(text));
    if let Some(number) = quarter {
        let number = i8::try_from(numeral(number)?).ok().filter(|number| (1..=4).contains(number))?;
        return Some(((number * 3 - 2, 1), (number * 3, 31)));
    }
    match text {
        "上半年" => return Some(((1, 1), (6, 31))),
        "下半年" => return Some(((7, 1), (12, 31))),
        "春季" | "春天" => return Some(((3, 1), (5, 31))),
        "夏季" | "夏天" | "暑假" | "暑期" => return Some(((6, 1), (8, 31))),
        "秋季" | "秋天" => return Some(((9, 1), (11, 31))),
        "年初" => return Some(((1, 1), (2, 31))),
        "年底" | "年末" => return Some(((11, 1), (12, 31))),
        _ => {}
    }
    let (month, rest) = text.split_once('月')?;
    // 3—4月 and 3月至4月
    let dashes = ['-', '—', '－', '至', '到', '～', '~', '、'];
    let (first, last) = match month.split_once(dashes) {
        Some((first, last)) => (first, last.trim_start_matches(dashes)),
        None => (month, month),
    };
    let (from, mut to) = (month_number(first)?, month_number(last)?);
    let rest = rest.strip_prefix('份').unwrap_or(rest);
    let rest = match rest.strip_prefix(dashes) {
        Some(second) => {
            let (second, rest) = second.trim_start_matches(dashes).split_once('月')?;
            to = month_number(second)?;
            rest.strip_prefix('份').unwrap_or(rest)
        }
        None => rest,
    };
    let (begin, end) = match rest {
        "" | "间" | "期间" => (1, 31),
        "上旬" | "初" => (1, 10),
        "中旬" | "中" => (11, 20),
        "下旬" | "底" | "末" => (21, 31),
        "上中旬" => (1, 20),
        "中下旬" => (11, 31),
        "上半月" => (1, 15),
        "下半月" => (16, 31),
        _ => return None,
    };
    (from <= to).then_some(((from, begin), (to, end)))
}

fn month_number(text: &str) -> Option<i8> {
    i8::try_from(numeral(text)?).ok().filter(|month| (1..=12).contains(month))
}

/// Digits, or a Chinese numeral up to twelve.
fn numeral(text: &str) -> Option<u8> {
    const NUMERALS: [&str; 12] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"];
    let spelt = NUMERALS.iter().position(|numeral| *numeral == text).and_then(|at| u8::try_from(at + 1).ok());
    spelt.or_else(|| text.parse().ok())
}

fn days(year: i16, from: (i8, i8), to: (i8, i8)) -> Option<(Date, Date)> {
    let last = Date::new(year, to.0, 1).ok()?.last_of_month();
    let to = Date::new(year, to.0, to.1).unwrap_or(last);
    Some((Date::new(year, from.0, from.1).ok()?, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_that_are_not_fixed_are_read_as_people_write_them() {
        for (text, days) in [
            ("2026-05", "2026-05-01 2026-05-31"),
            ("2026年5月", "2026-05-01 2026-05-31"),
            ("5月中旬", "2026-05-11 2026-05-20"),
            ("2027年2月下旬", "2027-02-21 2027-02-28"),
            ("5月底", "2026-05-21 2026-05-31"),
            ("第四季度", "2026-10-01 2026-12-31"),
            ("2026年第二季度", "2026-04-01 2026-06-30"),
            ("三季度", "2026-07-01 2026-09-30"),
            ("3—4月", "2026-03-01 2026-04-30"),
            ("3月至4月", "2026-03-01 2026-04-30"),
            ("十一月上旬", "2026-11-01 2026-11-10"),
            ("下半年", "2026-07-01 2026-12-31"),
            ("暑期", "2026-06-01 2026-08-31"),
            ("2026年", "2026-01-01 2026-12-31"),
            ("时间待定", ""),
            ("待定", ""),
            ("TBA", ""),
        ] {
            let rough = RoughTime::parse(text, Some(2026)).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(rough.days.map_or(String::new(), |(from, to)| format!("{from} {to}")), days, "{text}");
        }
        assert_eq!(RoughTime::parse("5月中旬", None).unwrap().days, None);
        assert_eq!(RoughTime::parse("5月中旬", Some(2026)).unwrap().text, "2026年5月中旬");
        assert_eq!(
            RoughTime::parse("2026年5月中旬（待定）", None).unwrap().announce(true),
            "2026年5月中旬（具体时间待定）"
        );
        assert_eq!(RoughTime::parse("时间 待定", None).unwrap().announce(true), "时间待定");
        assert_eq!(RoughTime::parse("2026-05", None).unwrap().describe(false), "May 2026");
        for text in ["", "2026-05-18", "13月", "第五季度", "5月18日", "明天", "5月左右吧"] {
            assert_eq!(RoughTime::parse(text, Some(2026)), None, "{text}");
        }
    }
}
