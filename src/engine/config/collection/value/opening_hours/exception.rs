//! Parses dates with hours of their own: `2026-10-01至2026-10-07 09:00-18:00`.
//!
//! The hours are parsed like those of a week. Regular hours and other exceptions are not considered here.

use jiff::civil::Date;

use super::days::DASHES;
use super::group::Group;
use super::read::Statements;
use super::words::unknown;
use super::{Exception, Hours};
use crate::base::diagnostic::Localized;
use crate::base::time::parse_date;

impl Exception {
    /// Parses dates and their hours: `2026-10-01至2026-10-07 09:00-18:00`, `2026年10月1日至7日 闭馆`, `2026-10-01..2026-10-07
    /// closed`. Words after the hours, or in brackets, become the note.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let text = text.trim();
        let problem = || Localized {
            zh: format!("“{text}”应写成“2026-10-01至2026-10-07 09:00-18:00”或“2026-02-17 闭馆”这样"),
            en: format!("write `{text}` like `2026-10-01..2026-10-07 09:00-18:00` or `2026-02-17 closed`"),
        };
        let (from, rest) = leading_date(text, None).ok_or_else(problem)?;
        let (to, rest) = match strip_until(rest.trim_start()) {
            Some(rest) => leading_date(rest.trim_start(), Some(from)).ok_or_else(problem)?,
            None => (from, rest),
        };
        if to < from {
            return Err(Localized {
                zh: format!("“{text}”的结束日期 {to} 早于开始日期 {from}"),
                en: format!("`{text}` ends on {to}, before it begins on {from}"),
            });
        }
        let (said, note) =
            hours_and_note(rest.trim_start_matches(|c: char| c.is_whitespace() || "：:，,".contains(c)))?;
        Ok(Self { from, to, hours: said.hours, weekdays: said.weekdays, note })
    }
}

/// What is said of the dates.
struct Said {
    hours: Option<Hours>,
    weekdays: Option<[Option<bool>; 7]>,
}

/// Splits a text into the hours of an exception and the note after them.
fn hours_and_note(text: &str) -> Result<(Said, Option<String>), Localized> {
    // The longest prefix that can be parsed as hours isn't part of the note.
    let ends = text.char_indices().rev().filter(|(_, c)| c.is_whitespace() || "，,；;（(".contains(*c));
    let mut problem = None;
    for end in std::iter::once(text.len()).chain(ends.map(|(at, _)| at)) {
        let note = text[end..].trim_matches(|c: char| c.is_whitespace() || "，,；;（()）".contains(c));
        // A note that begins with a digit is more likely a time with a typing error.
        if note.starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        match hours(&text[..end]) {
            Ok((said, mut notes)) => {
                notes.extend((!note.is_empty()).then(|| note.to_owned()));
                return Ok((said, (!notes.is_empty()).then(|| notes.join("；"))));
            }
            Err(first) => problem = problem.or(Some(first)),
        }
    }
    Err(problem.unwrap_or_else(|| unknown(text)))
}

fn hours(text: &str) -> Result<(Said, Vec<String>), Localized> {
    let Statements { groups, mut notes, mut unread, .. } = Statements::read(text);
    // 闭馆检修 has the reason in one word with what is done.
    let reasons = ["维护", "检修", "休整"].into_iter().filter(|word| text.contains(word));
    notes.extend(reasons.map(str::to_owned));
    if !unread.is_empty() {
        return Err(unread.swap_remove(0).reason);
    }
    let alone = |group: &Group| !group.is_about_dates() && !group.except_holidays && group.period.is_none();
    let days = |group: &Group| {
        let spoken_of = |day: usize| group.days.contains(&day).then_some(true);
        (!group.days.is_empty()).then(|| std::array::from_fn(spoken_of))
    };
    match groups.as_slice() {
        [group] if group.usual && group.ranges.is_empty() && alone(group) && group.days.is_empty() => {
            Ok((Said { hours: None, weekdays: None }, notes))
        }
        [group] if alone(group) && group.hours().is_some() && (!group.closed || group.days.is_empty()) => {
            Ok((Said { hours: group.hours(), weekdays: days(group) }, notes))
        }
        // 每天 9:00-20:00，周一闭馆.
        [group, closed]
            if alone(group) && alone(closed) && closed.closed && !group.closed && group.hours().is_some() =>
        {
            let open = group.effective_days();
            let spoken_of =
                |day: usize| if closed.days.contains(&day) { Some(false) } else { open.contains(&day).then_some(true) };
            let weekdays = std::array::from_fn(spoken_of);
            Ok((Said { hours: group.hours(), weekdays: Some(weekdays) }, notes))
        }
        [] => Err(Localized {
            zh: "日期后面没有写开放时间，应写 09:00-18:00 或“闭馆”".to_owned(),
            en: "the date has no hours; write 09:00-18:00 or `closed` after it".to_owned(),
        }),
        _ => Err(Localized {
            zh: format!("“{}”应只有时间，如 09:00-12:00,14:00-17:00，或“闭馆”", text.trim()),
            en: format!("`{}` should be hours alone, like 09:00-12:00,14:00-17:00, or `closed`", text.trim()),
        }),
    }
}

/// Parses the longest date at the start of a text; after another date, year and month may be left out.
fn leading_date(text: &str, after: Option<Date>) -> Option<(Date, &str)> {
    // The longest form of a date has eleven characters: 2026年10月12日.
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(11).collect::<Vec<_>>();
    ends.into_iter().rev().find_map(|end| {
        let (head, rest) = text.split_at(end);
        let short = |date: Date| {
            let (year, month) = (date.year(), date.month());
            let forms =
                [format!("{year:04}年{head}"), format!("{year:04}年{month}月{head}"), format!("{year:04}-{head}")];
            forms.iter().find_map(|form| parse_date(form))
        };
        let whole = head.trim() == head;
        let date = whole.then(|| parse_date(head).or_else(|| after.and_then(short)))??;
        (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((date, rest))
    })
}

fn strip_until(text: &str) -> Option<&str> {
    // `..` only separates dates; `to` within a week is recognised by the end of the word.
    text.strip_prefix(DASHES).or_else(|| ["..", "to "].iter().find_map(|word| text.strip_prefix(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exceptions_are_read_as_people_write_them() {
        for (text, words) in [
            ("2026-10-01至2026-10-07 09:00-18:00", "2026年10月1日至7日 09:00～18:00"),
            ("2026-02-17 闭馆", "2026年2月17日闭馆"),
            ("2026-10-01..2026-10-07 closed", "2026年10月1日至7日闭馆"),
            ("2026年10月1日至7日 9点-18点", "2026年10月1日至7日 09:00～18:00"),
            ("2026年9月28日至10月7日闭馆", "2026年9月28日至10月7日闭馆"),
            ("2026-12-30~2027-01-02：闭馆（设备检修）", "2026年12月30日至2027年1月2日闭馆（设备检修）"),
            (
                "2026-06-01至08-31 06:30-12:00,13:00-21:30 夏季",
                "2026年6月1日至8月31日 06:30～12:00、13:00～21:30（夏季）",
            ),
            ("2026-10-01 09:00-18:00，17:00停止入场", "2026年10月1日 09:00～18:00（17:00停止入场）"),
            ("2026-07-01至2026-08-31 每天 9:00-20:00", "2026年7月1日至8月31日 每天 09:00～20:00"),
            ("2026-07-01至2026-08-31 周二至周日 9:00-20:00", "2026年7月1日至8月31日 周二至周日 09:00～20:00"),
            ("2026-07-01至2026-08-31 9:00-20:00，周一闭馆", "2026年7月1日至8月31日 周二至周日 09:00～20:00，周一闭馆"),
            ("2026-10-01至2026-10-07 正常开放", "2026年10月1日至7日照常开放"),
            ("2026-07-01至2026-08-31 预约开放", "2026年7月1日至8月31日预约开放"),
        ] {
            let exception = Exception::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.zh));
            assert_eq!(exception.describe(true), words, "{text}");
        }
        for text in [
            "",
            "闭馆",
            "2026-10-01",
            "2026-10-07至2026-10-01 闭馆",
            "2026-10-01 节假日 9:00-10:00",
            "2026-02-30 闭馆",
            "2026-10-01 也许",
            "2026-10-01 09:00-12:00 14:00-18",
            "2026-10-01 09:00-12:00 14:00-1O:00",
            "2026-10-011 闭馆",
        ] {
            // Hours may be bare, so that this one is good.
            assert_eq!(Exception::parse(text).is_ok(), text.ends_with("14:00-18"), "{text}");
        }
        let value = serde_json::to_value(Exception::parse("2026-02-17 闭馆").unwrap()).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"from": "2026-02-17", "to": "2026-02-17", "hours": {"state": "closed"}, "weekdays": null, "note": null})
        );
    }

    #[test]
    fn an_exception_speaks_of_the_days_that_it_names() {
        use crate::config::collection::value::OpeningHours;
        use crate::config::holidays::Calendar;
        let mut hours = OpeningHours::parse("周二至周日 9:00-17:00；周一闭馆").unwrap();
        hours.add_exception("2026-12-01至2026-12-31 周六、周日 10:00-20:00");
        hours.add_exception("2026-11-01至2026-11-30 9:00-20:00，周二闭馆");
        hours.add_exception("2026-12-07 照常开放");
        hours.add_exception("2026-12-09 照常开放");
        for (date, said) in [
            (Date::constant(2026, 12, 2), "09:00～17:00"),
            (Date::constant(2026, 12, 5), "10:00～20:00"),
            (Date::constant(2026, 12, 14), "closed"),
            (Date::constant(2026, 11, 3), "closed"),
            (Date::constant(2026, 11, 4), "09:00～20:00"),
            (Date::constant(2026, 12, 7), "untimed"),
            (Date::constant(2026, 12, 9), "09:00～17:00"),
        ] {
            let found = match hours.ranges_on(date, &Calendar::china()).hours {
                Hours::Open(ranges) => super::super::name_ranges(&ranges, true),
                Hours::Untimed => "untimed".to_owned(),
                Hours::Closed => "closed".to_owned(),
                other => format!("{other:?}"),
            };
            assert_eq!(found, said, "{date}");
        }
    }
}
