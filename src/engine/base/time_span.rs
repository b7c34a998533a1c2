//! A text with a start and an end → both: `2026年5月16日 9:00-11:30`, `2026/5/16至5/18`.

use jiff::tz::TimeZone;

use super::time::When;
use super::time_words::{in_one_width, part_of_day};

/// A start is shorter, in bytes. What goes on has no need to be tried at each of its dashes.
const LONGEST_START: usize = 100;

/// Signs and words between a start and an end.
const TO: [char; 7] = ['至', '到', '-', '~', '～', '—', '–'];

/// Splits a text with start and end. Day, month or year that the end leaves out are those of the start.
pub fn time_span(text: &str, zone: &TimeZone) -> Option<(When, When)> {
    let text = in_one_width(text);
    let marks = text.char_indices().take_while(|(at, _)| *at <= LONGEST_START).filter(|(_, c)| TO.contains(c));
    for (at, mark) in marks {
        let start = When::parse(&text[..at], zone).or_else(|| hour_alone(&text[..at], &text[at..], zone));
        let Some(start) = start else { continue };
        let rest = text[at + mark.len_utf8()..].trim_start_matches(TO);
        let day = start.date;
        // A range that begins in the afternoon ends in the afternoon.
        let half = part_of_day(&text[..at]).filter(|_| part_of_day(rest).is_none()).unwrap_or_default();
        let whole = [
            rest.to_owned(),
            format!("{day} {half}{rest}"),
            format!("{}年{rest}", day.year()),
            format!("{}/{rest}", day.year()),
            format!("{}.{rest}", day.year()),
            format!("{}年{}月{rest}", day.year(), day.month()),
        ];
        let end =
            whole.iter().find_map(|text| When::parse(text, zone)).filter(|end| end.datetime() >= start.datetime());
        if let Some(end) = end {
            return Some((start, end));
        }
    }
    None
}

/// `2026-12-01 9` of `9-11点`, whose 点 stands behind the second hour.
fn hour_alone(head: &str, rest: &str, zone: &TimeZone) -> Option<When> {
    let hour = head.ends_with(|c: char| c.is_ascii_digit()) && head.contains([' ', '日', '号']);
    let hour = hour && rest.contains(['点', '时']);
    if hour { When::parse(&format!("{head}点"), zone) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_found() {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        let found = |text| time_span(text, &zone).map(|(start, end)| format!("{start} {end}"));
        for text in ["2026-12-01 09:00-11:00", "2026-12-01 9:00~11:00", "2026年12月1日 上午9点至11点"] {
            assert_eq!(found(text).as_deref(), Some("2026-12-01T09:00 2026-12-01T11:00"), "{text}");
        }
        for text in ["2026-12-01 9-11点", "2026年12月1日9-11点", "2026-12-01 上午9-11点"] {
            assert_eq!(found(text).as_deref(), Some("2026-12-01T09:00 2026-12-01T11:00"), "{text}");
        }
        assert_eq!(found("2026-12-01至2026-12-03").as_deref(), Some("2026-12-01 2026-12-03"));
        assert_eq!(found("2026-12-01 14:00-09:00"), None);
        for text in ["2026-12-01 下午2点-4点", "2026-12-01 傍晚 14:00—16:00"] {
            assert_eq!(found(text).as_deref(), Some("2026-12-01T14:00 2026-12-01T16:00"), "{text}");
        }
        assert_eq!(found("2026-12-01 中午12点-2点").as_deref(), Some("2026-12-01T12:00 2026-12-01T14:00"));
        assert_eq!(found(&"-".repeat(100_000)), None);
    }
}
