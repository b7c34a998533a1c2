//! Telephone numbers as people write them → the number that each link dials.
//!
//! One text may have several numbers, names before them, extensions and hours behind them:
//! `值班室 0830-3110000、3110001 转 8001（工作日）`. All of it is shown; only numbers are dialled.

use super::digits;

/// A piece of a text of telephone numbers. The pieces together are the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhonePart {
    pub text: String,
    /// What a link dials, by RFC 3966 and without its scheme: `0830-3110000;ext=8001`.
    pub number: Option<String>,
}

/// Words before the number of an extension.
const EXTENSION: [&str; 6] = ["转分机", "分机", "转", "ext.", "ext", "x"];
/// Words between two numbers.
const BETWEEN: [char; 8] = ['、', '，', ',', '/', '／', '；', ';', '或'];

/// Returns the pieces of a text.
pub fn phone_parts(text: &str) -> Vec<PhonePart> {
    let plain: Vec<char> = text.chars().map(plain).collect();
    let typed: Vec<char> = text.chars().collect();
    let (mut parts, mut at, mut done) = (Vec::new(), 0, 0);
    let mut before: Option<String> = None;
    let push = |parts: &mut Vec<PhonePart>, range: std::ops::Range<usize>, number: Option<String>| {
        if !range.is_empty() {
            parts.push(PhonePart { text: typed[range].iter().collect(), number });
        }
    };
    while at < plain.len() {
        let Some((end, written)) = number(&plain, at) else {
            at += 1;
            continue;
        };
        let follows = parts_only_separators(&plain[done..at]);
        if let Some(dialled) = dialled(&written, before.as_deref().filter(|_| follows), ends_at(&plain, end)) {
            let (end, extension) = extension(&plain, end);
            push(&mut parts, done..at, None);
            let number = match extension {
                Some(extension) => format!("{dialled};ext={extension}"),
                None => dialled.clone(),
            };
            push(&mut parts, at..end, Some(number));
            before = Some(dialled);
            (at, done) = (end, end);
        } else {
            at = end;
        }
    }
    push(&mut parts, done..typed.len(), None);
    parts
}

/// Returns the numbers that a text names, as a link dials them.
pub fn phone_numbers(text: &str) -> Vec<String> {
    phone_parts(text).into_iter().filter_map(|part| part.number).collect()
}

/// A character as a telephone number has it.
fn plain(c: char) -> char {
    match digits::half_width(c) {
        '－' | '–' | '—' | '‐' | '‑' | '−' => '-',
        '（' => '(',
        '）' => ')',
        '＋' => '+',
        '\u{3000}' | '\u{A0}' => ' ',
        c => c,
    }
}

fn parts_only_separators(between: &[char]) -> bool {
    between.iter().all(|c| BETWEEN.contains(c) || c.is_whitespace())
}

/// Reads the run of digits, hyphens, brackets and single blanks at a place: where it ends, and what it says.
fn number(text: &[char], start: usize) -> Option<(usize, String)> {
    let first = text[start];
    let opens = first == '+' || first == '(' && text.get(start + 1).is_some_and(|c| c.is_ascii_digit() || *c == '+');
    let inside = start > 0 && text[start - 1].is_ascii_alphanumeric();
    if inside || !(first.is_ascii_digit() || opens) {
        return None;
    }
    let (mut written, mut at, mut depth) = (String::new(), start, 0);
    while let Some(c) = text.get(at) {
        let next_digit = text.get(at + 1).is_some_and(|c| c.is_ascii_digit());
        match c {
            '+' if written.is_empty() || written == "(" => {}
            '(' if depth == 0 && next_digit && digits_in(&written) < 7 => depth = 1,
            '(' if written.is_empty() => depth = 1,
            ')' if depth == 1 => depth = 0,
            '-' if next_digit && !written.is_empty() => {}
            // A blank within a number, and not between two.
            ' ' if next_digit && continues(&written, &text[at + 1..]) => {}
            c if c.is_ascii_digit() => {}
            _ => break,
        }
        written.push(*c);
        at += 1;
    }
    // A time or a decimal is no number to dial.
    let odd = |c: Option<&char>| matches!(c, Some(':' | '.' | '：' | '点' | '时' | '年' | '月' | '日' | '元' | '人'));
    let after_time = start > 0
        && odd(text.get(start - 1))
        && text[start - 1] != '.'
        && start > 1
        && text[start - 2].is_ascii_digit();
    if depth == 1
        || odd(text.get(at)) && text.get(at + 1).is_none_or(|c| c.is_ascii_digit() || !c.is_ascii())
        || after_time
    {
        return Some((at.max(start + 1), String::new()));
    }
    Some((at, written))
}

fn digits_in(text: &str) -> usize {
    text.chars().filter(char::is_ascii_digit).count()
}

/// Returns whether the digits behind a blank belong to the number before it: `400 123 4567`, but not two whole numbers.
fn continues(written: &str, rest: &[char]) -> bool {
    let group = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '-').count();
    let next = rest[..group].iter().filter(|c| c.is_ascii_digit()).count();
    let so_far = digits_in(written);
    (next > 2 || ends_at(rest, group)) && next < 9 && so_far + next <= 13 && (so_far < 7 || next <= 4 && so_far < 11)
}

/// Whether a group of digits ends a number at a place, and isn't the beginning of a time, a floor or hours: `24小时`, `9:00`.
fn ends_at(text: &[char], end: usize) -> bool {
    let next = text.get(end);
    next.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, ':' | '：' | '.')) || extension(text, end).1.is_some()
}

/// Returns what is dialled; `before` is the number that this one follows in a list, `ends` whether nothing is joined to it.
fn dialled(written: &str, before: Option<&str>, ends: bool) -> Option<String> {
    let number: String = written.chars().filter(|c| c.is_ascii_digit() || *c == '-' || *c == '+').collect();
    let number = number.trim_matches('-').to_owned();
    let count = digits_in(&number);
    if let Some(before) = before {
        let code = area_code(before);
        match count {
            // 0830-3110000/01: another end of the same number.
            1 | 2 if ends && number.len() == count && digits_in(before) >= 7 => {
                return Some(format!("{}{number}", &before[..before.len() - number.len()]));
            }
            // A number of the same exchange.
            7 | 8 if !number.starts_with('0') && !number.contains('-') => {
                return Some(code.map_or(number.clone(), |code| format!("{code}-{number}")));
            }
            _ => {}
        }
    }
    // 0830-3110000-8001: the third part is an extension.
    if let [code, own, extension] = number.split('-').collect::<Vec<_>>()[..]
        && code.starts_with('0')
        && matches!(own.len(), 7 | 8)
        && extension.len() <= 6
    {
        return Some(format!("{code}-{own};ext={extension}"));
    }
    (3..=15).contains(&count).then_some(number)
}

/// The area code of a Chinese number: `0830` of `0830-3110000`.
fn area_code(number: &str) -> Option<&str> {
    let code = number.split_once('-')?.0;
    (code.starts_with('0') && matches!(code.len(), 3 | 4)).then_some(code)
}

/// Reads an extension behind a number: where it ends, and its digits.
fn extension(text: &[char], end: usize) -> (usize, Option<String>) {
    let skip = |at: usize| at + text[at..].iter().take_while(|c| **c == ' ').count();
    let start = skip(end);
    let rest: String = text[start..].iter().take(4).collect::<String>().to_ascii_lowercase();
    let Some(word) = EXTENSION.iter().find(|word| rest.starts_with(**word)) else { return (end, None) };
    let first = skip(start + word.chars().count());
    let digits: String = text[first..].iter().take_while(|c| c.is_ascii_digit()).collect();
    match digits.len() {
        1..=6 => (first + digits.len(), Some(digits)),
        _ => (end, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_own_link() {
        for (text, numbers) in [
            ("0830-3110000", &["0830-3110000"][..]),
            ("0830-3110000、3110001", &["0830-3110000", "0830-3110001"]),
            ("0830-3110000/3110001", &["0830-3110000", "0830-3110001"]),
            ("0830-3110000/01", &["0830-3110000", "0830-3110001"]),
            ("0830-3110000，13800000000", &["0830-3110000", "13800000000"]),
            ("0830-3110000 13800000000", &["0830-3110000", "13800000000"]),
            ("值班室 0830-3110000", &["0830-3110000"]),
            ("预约：0830-3110000（工作日 9:00-17:00）", &["0830-3110000"]),
            ("0830-3110000转8001", &["0830-3110000;ext=8001"]),
            ("0830-1234567 转 8", &["0830-1234567;ext=8"]),
            ("0830-3110000-8001", &["0830-3110000;ext=8001"]),
            ("（0830）3110000", &["08303110000"]),
            ("０８３０－３１１００００", &["0830-3110000"]),
            ("+86 830 311 0000", &["+868303110000"]),
            ("400 123 4567", &["4001234567"]),
            ("138 0000 0000", &["13800000000"]),
            ("12345", &["12345"]),
            ("110、119", &["110", "119"]),
            ("办公室0830-3110000，馆长室0830-3110002", &["0830-3110000", "0830-3110002"]),
            ("24小时 400-123-4567", &["400-123-4567"]),
            ("400-123-4567 24小时服务", &["400-123-4567"]),
            ("12345 24小时", &["12345"]),
            ("0830-3110000，24小时", &["0830-3110000"]),
            ("0830-3110000，3楼", &["0830-3110000"]),
            ("400-123-4567 9:00-17:00", &["400-123-4567"]),
            ("0830 3110000馆长室", &["08303110000"]),
            ("很多", &[]),
            ("12", &[]),
        ] {
            assert_eq!(phone_numbers(text), numbers, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "[0-9 \\-+()（）、，,/转a馆:：]{0,30}") {
            let whole: String = phone_parts(&text).into_iter().map(|part| part.text).collect();
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
