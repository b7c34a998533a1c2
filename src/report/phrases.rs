//! Formats dates, lists and heading numbers as official Chinese does (GB/T 15835): Arabic numerals for dates and
//! quantities, Chinese ones for headings.

use jiff::civil::Date;

use crate::config::collection::value::Figure;
use crate::content::Schedule;

/// Formats the days of a schedule: `5月18日`, `5月18日至24日`, `3月1日至4月2日`.
pub fn days(schedule: &Schedule) -> String {
    let (first, last) = schedule.days();
    let day = |date: Date| format!("{}月{}日", date.month(), date.day());
    if first == last {
        day(first)
    } else if (first.year(), first.month()) == (last.year(), last.month()) {
        format!("{}至{}日", day(first), last.day())
    } else if first.year() == last.year() {
        format!("{}至{}", day(first), day(last))
    } else {
        format!("{}至{}年{}", day(first), last.year(), day(last))
    }
}

pub fn date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// Formats figures: `发放资料6万余份、义诊400余人`; full-width digits become half-width, as the standard requires.
pub fn figures<'f>(figures: impl Iterator<Item = &'f Figure>) -> String {
    let one = |figure: &Figure| {
        let caveat = figure.caveat.as_ref().map_or(String::new(), |caveat| format!("（{caveat}）"));
        format!("{}{}{caveat}", figure.name, narrow(&figure.text))
    };
    figures.map(one).collect::<Vec<_>>().join("、")
}

pub fn narrow(text: &str) -> String {
    text.chars().map(crate::config::collection::value::half_width).collect()
}

/// Formats a number in Chinese: 一, 二, … 十, 十一, … 九十九.
pub fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10 % 10, number % 10);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        tens => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
    }
}

/// Puts a title in quotation marks; those within become single ones (GB/T 15834).
pub fn quoted(title: &str) -> String {
    format!("“{}”", title.replace('“', "‘").replace('”', "’"))
}

/// How many titles a sentence lists.
pub const MOST_TITLES: usize = 6;

/// Lists titles in quotation marks, only the first few of many: `“甲”、“乙”等5项`.
pub fn named(titles: &[&str], counter: &str) -> String {
    listed(titles, counter, MOST_TITLES)
}

/// The same with as many of them as said.
pub fn listed(titles: &[&str], counter: &str, most: usize) -> String {
    let shown: Vec<String> = titles.iter().take(most).map(|title| quoted(title)).collect();
    let rest = if titles.len() > most { format!("等{}{counter}", titles.len()) } else { String::new() };
    // Nothing is put between adjacent quotation marks (GB/T 15834).
    format!("{}{rest}", shown.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_numbered_in_chinese() {
        assert_eq!([1, 10, 11, 20, 35].map(ordinal), ["一", "十", "十一", "二十", "三十五"]);
    }

    #[test]
    fn quotation_marks_within_others_are_single() {
        assert_eq!(quoted("“科技之春”启动"), "“‘科技之春’启动”");
        assert_eq!(named(&["甲", "乙"], "项"), "“甲”“乙”");
    }

    #[test]
    fn digits_are_half_width_in_official_text() {
        let figure = Figure::parse("讲座 １２场").unwrap();
        assert_eq!(figures([&figure].into_iter()), "讲座12场");
    }
}
