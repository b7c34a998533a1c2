//! Checks weekdays beside dates in bodies: `5月16日（星期一）`. Those in fields are compared by the build.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::passage::PassageKind;
use super::{CheckedRecord, Subject};
use crate::base::diagnostic::Diagnostic;
use crate::base::text::pattern::{self, Pattern};
use crate::base::time::When;
use crate::base::weekday;
use crate::content::moment::wrong_weekday;

static DATE: Pattern = Pattern::new(|| {
    pattern::constant(
        r"(?:(?P<year>[12][0-9]{3}) ?[年./-] ?)?(?P<month>[0-9]{1,2}) ?(?P<mark>[月./-]) ?(?P<day>[0-9]{1,2}) ?[日号]?",
    )
});

/// Signs and words between the days of a run or a list, whose weekdays may stand behind the last.
const JOINED: [char; 11] = ['至', '到', '和', '及', '与', '、', '-', '—', '–', '~', '～'];

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    subject.each_record(findings, |_, record, findings| {
        let start = start(record, &subject.site().config.zone);
        let bodies = record.passages.iter().filter(|passage| passage.kind != PassageKind::Field);
        for passage in bodies.filter(|passage| passage.is_chinese()) {
            for (range, fault) in wrong(&passage.text, start) {
                findings.push(fault.at(passage.location(range)));
            }
        }
    });
}

/// The day on which an event begins.
fn start(record: &CheckedRecord<'_>, zone: &TimeZone) -> Option<Date> {
    let text = record.front.get("start")?.as_text()?;
    When::parse(text, zone).map(|when| when.date)
}

/// The dates of a text that have another weekday than is written behind them. A date without a year is the event's own.
fn wrong(text: &str, start: Option<Date>) -> Vec<(std::ops::Range<usize>, Diagnostic)> {
    let mut found = Vec::new();
    for parts in DATE.captures_iter(text) {
        let at = parts.get(0).map_or(0..0, |whole| whole.range());
        let rest = text[at.end..].trim_start_matches([' ', '（', '(']);
        let Some((_, after)) = weekday::marked(rest).and_then(weekday::numeral) else { continue };
        let before = text[..at.start].trim_end();
        // 去年5月16日, 26年5月16日: another year is said.
        let unsure = before.ends_with(|c: char| c.is_ascii_digit() || c == '.' || c == '年');
        if unsure || before.ends_with(JOINED) || after.trim_start().starts_with(JOINED) {
            continue;
        }
        let number = |name: &str| parts.name(name).and_then(|part| part.as_str().parse::<i16>().ok());
        let (Some(month), Some(day)) = (number("month"), number("day")) else { continue };
        let year = match (number("year"), start) {
            (Some(year), _) => year,
            (None, Some(start)) if &parts["mark"] == "月" => year_of(month, start),
            _ => continue,
        };
        let date = i8::try_from(month).ok().zip(i8::try_from(day).ok());
        let Some(date) = date.and_then(|(month, day)| Date::new(year, month, day).ok()) else { continue };
        let range = at.start..text.len() - after.len();
        found.extend(wrong_weekday(&text[range.clone()], date).map(|fault| (range, fault)));
    }
    found
}

/// The year of a month that is spoken of in the text of an event: one half a year away is beyond the turn of the year.
fn year_of(month: i16, start: Date) -> i16 {
    match month - i16::from(start.month()) {
        7.. => start.year() - 1,
        ..=-7 => start.year() + 1,
        _ => start.year(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_weekday_is_that_of_its_date() {
        let start = Some(date(2026, 5, 16));
        for text in [
            "5月16日（星期一）开始",
            "5月18日周二见",
            "2027年5月16日（週六）",
            "2026-05-16（周日）",
            "2026.5.16 星期五",
            "5月16日 (禮拜一)",
        ] {
            let found = wrong(text, start);
            assert!(matches!(&*found, [(_, fault)] if fault.code.0 == "W0293"), "{text}: {found:?}");
        }
        assert_eq!(wrong("见5月16日（星期一）。", start)[0].0, 3.."见5月16日（星期一".len());
        for text in [
            "5月16日（星期六）",
            "2027年5月16日（周日）",
            "5月16日至17日（周六、周日）",
            "5月16日—5月17日（周六、周日）",
            "5月16日、5月18日（周一）",
            "去年5月16日（星期五）",
            "26年5月17日（周一）",
            "每周一",
            "5月40日（周一）",
            "比例是5.16（周一）",
        ] {
            assert!(wrong(text, start).is_empty(), "{text}");
        }
        assert!(wrong("5月16日（星期一）", None).is_empty());
        assert!(wrong("1月5日（星期二）", Some(date(2026, 12, 20))).is_empty());
        assert!(wrong("12月20日（周日）报名", Some(date(2027, 1, 5))).is_empty());
    }
}
