//! Splits a text into phrases, and puts it in the order in which statements are read.

use super::words::token;
use crate::base::weekday;
use crate::config::collection::value::digits::{number, numeral};

/// The characters that separate phrases.
const PUNCTUATION: [char; 10] = ['；', ';', '。', '\n', '，', ',', '（', '(', '）', ')'];

/// Words that end a statement on when a place is closed.
pub(super) const CLOSED: [&str; 5] = ["闭馆", "闭园", "休馆", "休息", "不开放"];

/// Removes the name of the place or of the matter before a colon, if the text has one only: with two, each has hours of its own.
pub(super) fn without_label(text: &str) -> &str {
    const LABELS: [&str; 14] = [
        "馆",
        "站",
        "中心",
        "基地",
        "厅",
        "室",
        "台",
        "开放时间",
        "开馆时间",
        "参观时间",
        "开放日",
        "公众观测",
        "园区",
        "植物园",
    ];
    let labels = |text: &str| LABELS.iter().filter(|label| text.ends_with(**label)).count() > 0;
    let parts: Vec<&str> = text.split(['：', ':']).collect();
    let named = parts.iter().rev().skip(1).filter(|part| !part.ends_with(|c: char| c.is_ascii_digit())).count();
    let first = parts[0].trim();
    let of_days = |c: char| c.is_ascii_digit() || "月季节假每除".contains(c) || PUNCTUATION.contains(&c);
    let of_weekdays = weekday::MARKS.iter().any(|mark| first.contains(mark));
    let plain = !first.contains(of_days) && !of_weekdays && labels(first);
    if named != 1 || !plain || first.chars().count() > 14 {
        return text;
    }
    text.split_once(['：', ':']).map_or(text, |(_, rest)| rest.trim_start())
}

/// `周一至周日（除夕、初一闭馆）9:00-17:00`: what is closed stands between days and their hours. It is read after them.
pub(super) fn closings_last(text: &str) -> String {
    let (mut out, mut closings, mut rest) = (String::new(), Vec::new(), text);
    while let Some((before, after)) = rest.split_once(['（', '(']) {
        let Some((within, behind)) = after.split_once(['）', ')']) else { break };
        let closes = CLOSED.iter().any(|word| within.ends_with(word)) && !within.contains(|c: char| c.is_ascii_digit());
        let hours_follow = behind.trim_start().starts_with(|c: char| c.is_ascii_digit() || "上早".contains(c));
        let days_precede = !before.trim_end().ends_with(|c: char| c.is_ascii_digit() || PUNCTUATION.contains(&c));
        if closes && hours_follow && days_precede && !before.trim().is_empty() {
            out.push_str(before);
            out.push(' ');
            closings.push(within);
        } else {
            out.push_str(&rest[..rest.len() - behind.len()]);
        }
        rest = behind;
    }
    out.push_str(rest);
    for closing in closings {
        out.push('；');
        out.push_str(closing);
    }
    out
}

/// Returns whether a phrase has words of its own for days, a part of the year or a time of day. Public holidays are not
/// among them: of these nothing is known unless it is said.
pub(super) fn says_when(phrase: &str) -> bool {
    let days = |(before, rest): (&str, &str)| {
        // 3个工作日 is a length of time.
        let length = before.ends_with(|c: char| c == '个' || c.is_ascii_digit());
        let in_word = before.ends_with(|c: char| c.is_ascii_alphabetic());
        let word = || token(rest, false, false).map(|(token, _)| token);
        !length && !in_word && word().is_some_and(|token| token.is_of_days())
    };
    says_time(phrase) || phrase.char_indices().any(|(at, _)| days(phrase.split_at(at)))
}

/// Returns whether a phrase has a time of day: `16:30`, `9点`.
pub(super) fn says_time(phrase: &str) -> bool {
    let time = |rest: &str| {
        let Some((_, after)) = number(rest).or_else(|| numeral(rest)) else { return false };
        let minutes = |after: &str| after.starts_with(|c: char| c.is_ascii_digit());
        after.starts_with(['点', '时']) || after.strip_prefix([':', '：']).is_some_and(minutes)
    };
    phrase.char_indices().any(|(at, _)| time(&phrase[at..]))
}

/// Splits a text at punctuation; each phrase comes with the character that ends it.
pub(super) fn phrases(text: &str) -> impl Iterator<Item = (&str, Option<char>)> {
    text.split_inclusive(PUNCTUATION).map(|phrase| {
        let phrase_only = phrase.trim_end_matches(PUNCTUATION);
        (phrase_only, phrase[phrase_only.len()..].chars().next())
    })
}
