//! Dates and times in words → the plain form that `time` parses: `2026年5月16日（星期六）下午2点半` → `2026年5月16日 14:30`.

use super::text::narrow;

/// Words before an hour, and whether it is one of the afternoon.
const HALVES: [(&str, bool); 13] = [
    ("上午", false),
    ("早上", false),
    ("早晨", false),
    ("清晨", false),
    ("凌晨", false),
    ("下午", true),
    ("傍晚", true),
    ("晚上", true),
    ("夜里", true),
    ("中午", true),
    ("AM", false),
    ("PM", true),
    ("晚", true),
];

/// Returns a date or a time of day in plain form. What has no plain form stays as it is, so that the parser refuses it.
pub fn plain(text: &str) -> String {
    let text: String = text.trim().chars().map(|c| if c == '\u{3000}' { ' ' } else { narrow(c) }).collect();
    let text = text.trim_matches(['“', '”', '"', '\'']);
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
    }
    let mut plain = without_brackets(text);
    for week in ["星期", "礼拜", "周"] {
        for day in ["一", "二", "三", "四", "五", "六", "日", "天"] {
            plain = plain.replace(&format!("{week}{day}"), " ");
        }
    }
    let mut afternoon = false;
    for (word, after) in HALVES {
        let there = plain.contains(word);
        afternoon |= there && after;
        if there {
            plain = plain.replace(word, " ");
        }
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
    if afternoon { after_noon(&plain) } else { plain }
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    text.chars()
        .filter(|c| match c {
            '(' | '（' => {
                depth += 1;
                false
            }
            ')' | '）' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
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

fn after_noon(text: &str) -> String {
    let (date, time) = text.rsplit_once(' ').map_or(("", text), |(date, time)| (date, time));
    match time.split_once(':').and_then(|(hour, rest)| Some((hour.parse::<u8>().ok()?, rest))) {
        Some((hour, rest)) if (1..12).contains(&hour) && date.is_empty() => format!("{}:{rest}", hour + 12),
        Some((hour, rest)) if (1..12).contains(&hour) => format!("{date} {}:{rest}", hour + 12),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn words_become_numbers() {
        for (text, expected) in [
            ("2026年5月16日（星期六）上午9:30", "2026年5月16日 9:30"),
            ("2026-05-16 下午2点半", "2026-05-16 14:30"),
            ("2026-05-16 晚上7点", "2026-05-16 19:00"),
            ("2026/5/16 9点30分", "2026/5/16 9:30"),
            ("20260516", "2026-05-16"),
            ("２０２６－０５－１６", "2026-05-16"),
            ("2026-05-16 09:30 +0800", "2026-05-16T09:30:00+08:00"),
            ("下午3:20", "15:20"),
            ("2026-05-16 下午14:00", "2026-05-16 14:00"),
            ("2026-05-16 中午12点", "2026-05-16 12:00"),
            ("明天", "明天"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
