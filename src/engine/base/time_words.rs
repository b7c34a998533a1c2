//! Dates and times in words → the plain form that `time` parses: `2026年5月16日（星期六）下午2点半` → `2026年5月16日 14:30`.

use super::text::narrow;
use super::weekday;

/// A part of the day that is said before an hour.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PartOfDay {
    /// After midnight.
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
}

/// The words of each part. A word comes before those that it begins with.
const PARTS: [(&str, PartOfDay); 14] = [
    ("上午", PartOfDay::Morning),
    ("早上", PartOfDay::Morning),
    ("早晨", PartOfDay::Morning),
    ("清晨", PartOfDay::Morning),
    ("早", PartOfDay::Morning),
    ("凌晨", PartOfDay::Night),
    ("下午", PartOfDay::Afternoon),
    ("傍晚", PartOfDay::Evening),
    ("晚上", PartOfDay::Evening),
    ("夜里", PartOfDay::Evening),
    ("中午", PartOfDay::Noon),
    ("AM", PartOfDay::Night),
    ("PM", PartOfDay::Afternoon),
    ("晚", PartOfDay::Evening),
];

impl PartOfDay {
    /// Splits the word of a part off the start of a text.
    pub fn leading(text: &str) -> Option<(Self, &str)> {
        PARTS.iter().find_map(|(word, part)| Some((*part, text.strip_prefix(word)?)))
    }

    pub fn name(self, chinese: bool) -> &'static str {
        let (zh, en) = match self {
            Self::Night => ("凌晨", "after midnight"),
            Self::Morning => ("上午", "in the morning"),
            Self::Noon => ("中午", "at noon"),
            Self::Afternoon => ("下午", "in the afternoon"),
            Self::Evening => ("晚上", "in the evening"),
        };
        if chinese { zh } else { en }
    }

    /// Returns whether an hour of the 24-hour clock may be meant by the word.
    pub fn holds(self, hour: i8) -> bool {
        match self {
            Self::Night => hour < 6,
            Self::Morning => (5..=12).contains(&hour),
            Self::Noon => (11..=14).contains(&hour),
            Self::Afternoon => (12..=18).contains(&hour),
            Self::Evening => hour >= 17,
        }
    }

    /// Returns an hour by the 24-hour clock; `None` where the words leave open of which day it is: 晚上12点, 夜里2点.
    pub fn hour(self, hour: u16) -> Option<u16> {
        match (self, hour) {
            (Self::Night, 12) => Some(0),
            (Self::Noon, 1..=3) | (Self::Afternoon, 1..=11) | (Self::Evening, 5..=11) => Some(hour + 12),
            (Self::Evening, 0..=4 | 12) => None,
            _ => Some(hour),
        }
    }
}

/// Returns the word for a part of the day in a text.
pub fn part_of_day(text: &str) -> Option<&'static str> {
    PARTS.iter().map(|(word, _)| *word).find(|word| text.contains(word))
}

/// Returns what stands in brackets beside a date.
pub fn bracketed(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once(['(', '（'])?;
    Some(rest.split([')', '）']).next().unwrap_or(rest).trim()).filter(|words| !words.is_empty())
}

/// Returns a text with its letters, digits, signs and spaces in half width.
pub(super) fn in_one_width(text: &str) -> String {
    text.chars().map(|c| if c == '\u{3000}' { ' ' } else { narrow(c) }).collect()
}

/// Returns a date or a time of day in plain form. What has no plain form stays as it is, so that the parser refuses it.
pub fn plain(text: &str) -> String {
    let text = in_one_width(text.trim());
    let text = text.trim_matches(['“', '”', '"', '\'']);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
    }
    let mut plain = weekday::without(&without_brackets(text));
    let part = PARTS.iter().find(|(word, _)| plain.contains(word));
    if let Some((word, _)) = part {
        plain = plain.replace(word, " ");
    }
    plain = plain.replace("点钟", "点").replace("点半", ":30").replace("时半", ":30").replace(['点', '时'], ":");
    plain = plain.replace(": ", ":").replace("日:", "日 ");
    let mut plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(rest) = plain.strip_suffix('分') {
        plain = rest.to_owned();
    }
    if plain.ends_with(':') {
        plain += "00";
    }
    let plain = with_offset(plain);
    match part {
        // What isn't clear stays in words, which the parser refuses.
        Some((_, part)) => by_24_hours(&plain, *part).unwrap_or_else(|| text.to_owned()),
        None => plain,
    }
}

/// Returns a text without what stands in brackets.
pub fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter_map(|c| match c {
            '(' | '（' => {
                depth += 1;
                None
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                Some(' ')
            }
            _ => (depth == 0).then_some(c),
        })
        .collect()
}

/// `+0800` as `+08:00`, joined to its time.
fn with_offset(text: String) -> String {
    let Some((head, offset)) = text.rsplit_once(['+']) else { return text };
    let digits = offset.len() == 4 && offset.bytes().all(|byte| byte.is_ascii_digit());
    let whole = digits || (offset.len() == 5 && offset.contains(':'));
    let (Some((date, time)), true) = (head.trim().split_once([' ', 'T']), whole) else { return text };
    let time = if time.matches(':').count() == 1 { format!("{time}:00") } else { time.to_owned() };
    let offset = if digits { format!("{}:{}", &offset[..2], &offset[2..]) } else { offset.to_owned() };
    format!("{date}T{time}+{offset}")
}

fn by_24_hours(text: &str, part: PartOfDay) -> Option<String> {
    let (date, time) = text.rsplit_once(' ').map_or((None, text), |(date, time)| (Some(date), time));
    let Some((hour, rest)) = time.split_once(':').and_then(|(hour, rest)| Some((hour.parse().ok()?, rest))) else {
        return Some(text.to_owned());
    };
    let hour = part.hour(hour)?;
    Some(date.map_or_else(|| format!("{hour}:{rest}"), |date| format!("{date} {hour}:{rest}")))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_become_numbers() {
        for (text, expected) in [
            ("2026年5月16日（星期六）上午9:30", "2026年5月16日 9:30"),
            ("2026-05-16 下午2点半", "2026-05-16 14:30"),
            ("2026年5月16日週六 9:30", "2026年5月16日 9:30"),
            ("2026年5月16日禮拜六 9:30", "2026年5月16日 9:30"),
            ("2026-05-16 晚上7点", "2026-05-16 19:00"),
            ("2026/5/16 9点30分", "2026/5/16 9:30"),
            ("20260516", "2026-05-16"),
            ("２０２６－０５－１６", "2026-05-16"),
            ("2026-05-16 09:30 +0800", "2026-05-16T09:30:00+08:00"),
            ("下午3:20", "15:20"),
            ("2026-05-16 下午14:00", "2026-05-16 14:00"),
            ("2026-05-16 中午12点", "2026-05-16 12:00"),
            ("2026-05-16 中午11点半", "2026-05-16 11:30"),
            ("2026-05-16 中午1点", "2026-05-16 13:00"),
            ("2026-05-16 凌晨12点", "2026-05-16 0:00"),
            ("2026-05-16 12:30 PM", "2026-05-16 12:30"),
            ("2026-05-16 晚上12点", "2026-05-16 晚上12点"),
            ("2026-05-16 夜里2点", "2026-05-16 夜里2点"),
            ("明天", "明天"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
