//! Parses the number in a text, in digits or in Chinese: `三千五百`, `两百多`, `6万`.
//!
//! It parses only the number; qualifier and unit are parsed by `read`.

use rust_decimal::Decimal;

use super::hedge::is_hedge;

/// A number in a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numeral {
    /// The start in bytes.
    pub start: usize,
    pub end: usize,
    pub value: Decimal,
    /// Whether it is written in Chinese numerals, which are a figure only with a known unit.
    pub chinese: bool,
}

impl Numeral {
    /// Returns the last number of a text: in digits if there are any, else in Chinese.
    pub fn last(body: &str) -> Option<Self> {
        in_digits(body).or_else(|| in_chinese(body))
    }
}

fn in_digits(body: &str) -> Option<Numeral> {
    let bytes = body.as_bytes();
    let end = bytes.iter().rposition(u8::is_ascii_digit)? + 1;
    let mut start = end - 1;
    while start > 0 {
        let joined = matches!(bytes[start - 1], b'.' | b',') && start > 1 && bytes[start - 2].is_ascii_digit();
        if !bytes[start - 1].is_ascii_digit() && !joined {
            break;
        }
        start -= 1;
    }
    let value = decimal(&body[start..end])?;
    Some(Numeral { start, end, value, chinese: false })
}

/// Parses `60,000` and `22.11`; commas must separate thousands.
pub fn decimal(digits: &str) -> Option<Decimal> {
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    if fraction.is_some_and(|fraction| fraction.contains(['.', ','])) {
        return None;
    }
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    if !rest.is_empty() && (first.len() > 3 || rest.iter().any(|group| group.len() != 3)) {
        return None;
    }
    let plain = digits.replace(',', "");
    // A decimal would round more digits than it holds, and a figure must be exact.
    let value = (plain.len() <= 20).then(|| Decimal::from_str_exact(&plain).ok()).flatten()?;
    Some(value.normalize())
}

/// 十, 百, 千, 万 and 亿 with their power of ten.
const POWERS: [(char, u32); 5] = [('十', 1), ('百', 2), ('千', 3), ('万', 4), ('亿', 8)];

fn power(c: char) -> Option<u32> {
    POWERS.iter().find(|(word, _)| *word == c).map(|(_, power)| *power)
}

fn digit(c: char) -> Option<u32> {
    Some(match c {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || power(c).is_some()
}

fn in_chinese(body: &str) -> Option<Numeral> {
    let last = body.char_indices().rev().find(|(_, c)| is_numeral(*c))?;
    let mut end = last.0 + last.1.len_utf8();
    let start = body[..end].char_indices().rev().take_while(|(_, c)| is_numeral(*c)).last()?.0;
    // 三千克 means three kilograms.
    if body[..end].ends_with('千') && is_metric(&body[end..]) && end - start > '千'.len_utf8() {
        end -= '千'.len_utf8();
    }
    let text = &body[start..end];
    // `超亿元` and `百余人` mean one of it, without a digit; in 万元 alone it is part of the unit.
    let bare = text.chars().next().is_some_and(|c| c != '十' && power(c).is_some());
    if bare && !is_hedge(&body[..start], &body[end..]) {
        return None;
    }
    let value = chinese(text)?;
    Some(Numeral { start, end, value, chinese: true })
}

/// Returns whether 千 before this text belongs to the unit.
pub fn is_metric(after: &str) -> bool {
    after.starts_with(['克', '米', '瓦', '伏', '卡', '赫', '帕', '焦', '安'])
}

/// Returns the power of ten at the start of a text, and the rest. 千 is part of some units (千克).
pub(super) fn magnitude(text: &str) -> (u32, &str) {
    let (mut exponent, mut rest) = (0, text);
    loop {
        if let Some(after) = rest.strip_prefix('万') {
            (exponent, rest) = (exponent + 4, after);
        } else if let Some(after) = rest.strip_prefix('亿') {
            (exponent, rest) = (exponent + 8, after);
        } else if let Some(after) = rest.strip_prefix('百')
            && !after.starts_with('分')
        {
            (exponent, rest) = (exponent + 2, after);
        } else if let Some(after) = rest.strip_prefix('千')
            && !is_metric(after)
        {
            (exponent, rest) = (exponent + 3, after);
        } else {
            return (exponent, rest);
        }
    }
}

/// Multiplies by a power of ten.
pub(super) fn scale(value: Decimal, exponent: u32) -> Option<Decimal> {
    let ten = (exponent <= 16).then(|| Decimal::from(10_u64.pow(exponent)))?;
    value.checked_mul(ten).map(|value| value.normalize())
}

/// Parses Chinese numerals: 三千五百, 二十二万, 一〇八, 十, 百.
fn chinese(text: &str) -> Option<Decimal> {
    let digits: Option<String> = text.chars().map(|c| digit(c).map(|digit| digit.to_string())).collect();
    if let Some(digits) = digits {
        // 一〇八 is positional, and so is a single digit; 三五 means a few and is no number.
        return (text.chars().count() != 2).then(|| decimal(&digits)).flatten();
    }
    let (mut total, mut section, mut pending) = (0_u64, 0_u64, None::<u64>);
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            if pending.is_some_and(|pending| pending != 0) {
                return None;
            }
            pending = Some(u64::from(digit));
            continue;
        }
        let power = power(c)?;
        let ten = 10_u64.checked_pow(power)?;
        if power < 4 {
            section = section.checked_add(pending.take().filter(|digit| *digit > 0).unwrap_or(1).checked_mul(ten)?)?;
        } else {
            let whole = section.checked_add(pending.take().unwrap_or(0))?;
            let whole = if whole == 0 && total == 0 { 1 } else { whole };
            // In 一万亿 the power multiplies the whole number before it.
            total = match power {
                8 => total.checked_add(whole)?.checked_mul(ten)?,
                _ => total.checked_add(whole.checked_mul(ten)?)?,
            };
            section = 0;
        }
    }
    Some(Decimal::from(total.checked_add(section)?.checked_add(pending.unwrap_or(0))?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_are_read() {
        for (text, value) in [
            ("十", 10_i64),
            ("十二", 12),
            ("三十", 30),
            ("百", 100),
            ("两百", 200),
            ("一百零八", 108),
            ("三千五百", 3500),
            ("一万", 10_000),
            ("二十二万", 220_000),
            ("两万三千", 23_000),
            ("亿", 100_000_000),
            ("一万亿", 1_000_000_000_000_i64),
            ("一〇八", 108),
            ("五", 5),
        ] {
            assert_eq!(chinese(text), Some(Decimal::from(value)), "{text}");
        }
        assert_eq!(chinese("三五"), None);
        assert_eq!(chinese("三四十"), None);
    }

    #[test]
    fn commas_stand_between_thousands() {
        assert_eq!(decimal("60,000"), Some(Decimal::from(60_000)));
        assert_eq!(decimal("22.110").map(|value| value.to_string()).as_deref(), Some("22.11"));
        for wrong in ["12,34", "1234,567", "1.2.3", "1.2,345", "1,23", "999999999999999999999"] {
            assert_eq!(decimal(wrong), None, "{wrong}");
        }
    }
}
