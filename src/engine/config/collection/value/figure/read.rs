//! Parses a figure: `观看村民：5万余人（不完全统计）` has a name, a number, a unit, a qualifier and a caveat.
//!
//! Numbers are decimals throughout, never floating-point.

use rust_decimal::Decimal;

use super::hedge::leading_words;
use super::numeral::{Numeral, magnitude, scale};
use super::{Figure, Qualifier, check_unit, check_value, doubt};
use crate::base::diagnostic::Localized;
use crate::config::collection::value::digits;

const AFTER_UNIT: [(&str, Qualifier); 5] = [
    ("以上", Qualifier::AtLeast),
    ("以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
];

impl Figure {
    /// Splits a text with several figures at the punctuation between them: `讲座3场，听众200人次`. What has no figure of its
    /// own stays with the next one, since it is a part of its name.
    pub fn split(text: &str) -> Vec<&str> {
        let mut parts = Vec::new();
        let (mut start, mut depth) = (0, 0_i32);
        let bytes = text.as_bytes();
        let digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
        for (at, c) in text.char_indices() {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth -= 1,
                ',' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => {}
                '，' | ',' | '、' | '；' | ';' | '。' if depth <= 0 && is_figure(&text[start..at]) => {
                    parts.push(&text[start..at]);
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
        let rest = &text[start..];
        match parts.last_mut() {
            Some(last) if !is_figure(rest) && !rest.trim().is_empty() => {
                let from = last.as_ptr() as usize - text.as_ptr() as usize;
                *last = &text[from..];
            }
            _ => parts.push(rest),
        }
        parts
    }

    /// Parses a figure with or without a name: `发放资料 60000余份`, `观看村民：5万余人`, `2.58亿元`, `超亿元`, `十余个`, `上千人次`, `1000人以上`.
    /// A caveat in brackets may follow: `500余人（不完全统计）`.
    ///
    /// The number is the last one in the text. A digit before it must be part of a name (`5G`, `第3期`, `2026年`); a text with
    /// another number in it, or with words where the unit should be, is refused and never misread. The text keeps what was written,
    /// full-width digits included; in the name these become half-width, so that one thing has only one name.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let trimmed = text.trim();
        let plain: String = trimmed.chars().map(digits::half_width).collect();
        let (body, caveat) = split_caveat(&plain);
        let quantity = Quantity::find(body).ok_or_else(|| not_a_figure(text))?;
        if quantity.chinese && !doubt::is_counted(quantity.unit) {
            return Err(not_a_figure(text));
        }
        doubt::check_name(trimmed, quantity.name, quantity.text)?;
        doubt::check_date(trimmed, quantity.name, quantity.text)?;
        if let Some(caveat) = caveat {
            doubt::check_caveat(trimmed, caveat)?;
        }
        check_value(quantity.value)?;
        check_unit(quantity.unit)?;
        doubt::check_unit(quantity.name, quantity.unit, quantity.text)?;
        Ok(Self {
            name: quantity.name.to_owned(),
            value: quantity.value,
            unit: quantity.unit.to_owned(),
            qualifier: quantity.qualifier,
            scope: None,
            caveat: caveat.map(str::to_owned),
            source: None,
            text: as_written(trimmed, &plain, quantity.text),
        })
    }
}

/// Returns whether a part of a text has a number with a unit, and so is a figure by itself.
fn is_figure(part: &str) -> bool {
    let plain: String = part.trim().chars().map(digits::half_width).collect();
    let (body, _) = split_caveat(&plain);
    Quantity::find(body).is_some_and(|quantity| {
        !quantity.name.ends_with('第')
            && doubt::is_counted_at_first(quantity.unit)
            && (!quantity.chinese || doubt::is_counted(quantity.unit))
    })
}

/// Returns the part of `written` that corresponds to `part` of `plain`; both have the same number of characters.
fn as_written(written: &str, plain: &str, part: &str) -> String {
    let start = part.as_ptr() as usize - plain.as_ptr() as usize;
    let before = plain[..start].chars().count();
    written.chars().skip(before).take(part.chars().count()).collect()
}

/// A number and the words around it.
struct Quantity<'a> {
    name: &'a str,
    value: Decimal,
    unit: &'a str,
    qualifier: Option<Qualifier>,
    text: &'a str,
    chinese: bool,
}

impl<'a> Quantity<'a> {
    fn find(body: &'a str) -> Option<Self> {
        let number = Numeral::last(body)?;
        let (head, mut qualifier) = leading_words(&body[..number.start], number.chinese);
        let mut rest = body[number.end..].trim_start();
        let mut exponent = 0;
        // The qualifier may precede or follow the magnitude: 10余万份, 5万余人.
        for _ in 0..2 {
            if let Some(after) = rest.strip_prefix(['余', '多', '+']) {
                let odd = rest.starts_with('余');
                qualifier = qualifier.or(Some(if odd { Qualifier::Odd } else { Qualifier::More }));
                rest = after;
            }
            let (more, after) = magnitude(rest);
            (exponent, rest) = (exponent + more, after);
        }
        let mut unit = rest.trim().trim_end_matches(['。', '；', ';', '，', ',', '、']).trim_end();
        let text_end = unit.as_ptr() as usize - body.as_ptr() as usize + unit.len();
        for (word, meaning) in AFTER_UNIT {
            if let Some(before) = unit.strip_suffix(word) {
                qualifier = qualifier.or(Some(meaning));
                unit = before.trim_end();
            } else if let Some(after) = unit.strip_prefix(word) {
                qualifier = qualifier.or(Some(meaning));
                unit = after.trim_start();
            }
        }
        Some(Self {
            name: head.trim().trim_end_matches(['：', ':']).trim_end(),
            value: scale(number.value, exponent)?,
            unit,
            qualifier,
            text: &body[head.len()..text_end],
            chinese: number.chinese,
        })
    }
}

/// Removes a caveat in brackets from the end.
fn split_caveat(text: &str) -> (&str, Option<&str>) {
    let Some(inner) = text.strip_suffix(['）', ')']) else { return (text, None) };
    match inner.rfind(['（', '(']) {
        Some(at) => {
            let caveat = inner[at..].trim_start_matches(['（', '(']).trim();
            (inner[..at].trim_end(), (!caveat.is_empty()).then_some(caveat))
        }
        None => (text, None),
    }
}

fn not_a_figure(text: &str) -> Localized {
    let text = text.trim();
    Localized {
        zh: format!("“{text}”不是数据，应写成“发放资料 60000余份”这样：名称、数字、单位"),
        en: format!("`{text}` isn't a figure; write a name, a number and a unit, like `发放资料 60000余份`"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn figures_are_parsed_and_printed_as_written() {
        use Qualifier::*;
        for (text, name, value, unit, qualifier, printed) in [
            ("观看村民：5万余人", "观看村民", "50000", "人", Some(Odd), "5万余人"),
            ("6万余份", "", "60000", "份", Some(Odd), "6万余份"),
            ("30多家", "", "30", "家", Some(More), "30多家"),
            ("上千人次", "", "1000", "人次", Some(UpTo), "上千人次"),
            ("活动 上百场次", "活动", "100", "场次", Some(UpTo), "上百场次"),
            ("十余个", "", "10", "个", Some(Odd), "十余个"),
            ("培训三千五百余人次", "培训", "3500", "人次", Some(Odd), "三千五百余人次"),
            ("百余人", "", "100", "人", Some(Odd), "百余人"),
            ("参观 近万人次", "参观", "10000", "人次", Some(Nearly), "近万人次"),
            ("三千克", "", "3", "千克", None, "三千克"),
            ("2百余人", "", "200", "人", Some(Odd), "2百余人"),
            ("网上5人", "网上", "5", "人", None, "5人"),
            ("增收 超1亿元", "增收", "100000000", "元", Some(Over), "超1亿元"),
            ("参观 1000 人次左右", "参观", "1000", "人次", Some(About), "1000 人次左右"),
            ("传单 10余万份", "传单", "100000", "份", Some(Odd), "10余万份"),
            ("发放资料60,000份", "发放资料", "60000", "份", None, "60,000份"),
            ("５Ｇ讲座 １２场", "5Ｇ讲座", "12", "场", None, "１２场"),
            ("第3期、第4期培训班 50人", "第3期、第4期培训班", "50", "人", None, "50人"),
            ("2026年科普日 参加 5万人次", "2026年科普日 参加", "50000", "人次", None, "5万人次"),
            ("5·12防灾减灾宣传 3场", "5·12防灾减灾宣传", "3", "场", None, "3场"),
            ("COVID-19讲座 2场", "COVID-19讲座", "2", "场", None, "2场"),
            ("参赛作品 120余件", "参赛作品", "120", "件", Some(Odd), "120余件"),
            ("覆盖 498个行政村", "覆盖", "498", "个行政村", None, "498个行政村"),
            ("微信推文阅读 3.2万次", "微信推文阅读", "32000", "次", None, "3.2万次"),
            ("附近5家", "附近", "5", "家", None, "5家"),
            ("活动共219项", "活动", "219", "项", None, "共219项"),
            ("三下乡服务点 12个", "三下乡服务点", "12", "个", None, "12个"),
            ("产量 3千克", "产量", "3", "千克", None, "3千克"),
            ("投入 3千万元", "投入", "30000000", "元", None, "3千万元"),
            ("满意率 98.5%", "满意率", "98.5", "%", None, "98.5%"),
        ] {
            let figure = Figure::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.zh));
            let number = figure.value.to_string();
            let read = (&*figure.name, &*number, &*figure.unit, figure.qualifier, &*figure.text);
            assert_eq!(read, (name, value, unit, qualifier, printed), "{text}");
            assert_eq!(figure.is_exact(), qualifier.is_none());
        }
    }

    #[test]
    fn a_caveat_may_follow_in_brackets() {
        let figure = Figure::parse("现场参观 500余人（不完全统计）").unwrap();
        assert_eq!((figure.text.as_str(), figure.caveat.as_deref()), ("500余人", Some("不完全统计")));
    }

    #[test]
    fn invalid_figures_are_refused() {
        for text in [
            "",
            "很多人",
            "万元",
            "四个全覆盖",
            "三五个",
            "培训 50",
            "50余场次 / 5000人次",
            "培训50余场次5000人次",
            "2亿3000万元",
            "63%～68%",
            "3-5场",
            "12,34份",
            "培训 50场，很热闹",
            "参加学生120余人次，发放资料500份",
            "现场1000人，线上观看2.3万人次",
            "讲座3场，听众200人次",
            "举办三场讲座 200人次",
            "共吸引市民300余人参加",
            "发放资料60 000份",
            "培训5场（200人次）",
            "12个展区 参观500人",
            "吸引观众 500人点赞",
            "1万万万万万人",
            "99999999999999999999999999999999999人",
        ] {
            assert!(Figure::parse(text).is_err(), "{text}");
        }
        assert!(Figure::parse("培训 50").unwrap_err().zh.contains("缺少单位"));
        assert!(Figure::parse("培训50余场次5000人次").unwrap_err().zh.contains("不止一个数"));
        let proposed = Figure::parse("共吸引市民300余人参加").unwrap_err().zh;
        assert!(proposed.contains("共吸引市民参加 300余人"), "{proposed}");
        let mended = Figure::parse("讲座3场，听众200人次").unwrap_err().zh;
        assert!(mended.contains("[讲座3场, 听众200人次]"), "{mended}");
        let whole = Figure::parse("发放资料60 000份").unwrap_err().zh;
        assert!(whole.contains("“发放资料 60000份”"), "{whole}");
    }

    #[test]
    fn several_figures_are_parted_at_their_punctuation() {
        for (text, parts) in [
            ("参加学生120余人次，发放资料500份", &["参加学生120余人次", "发放资料500份"][..]),
            ("现场1000人，线上观看2.3万人次", &["现场1000人", "线上观看2.3万人次"]),
            ("讲座3场、听众200人次；展板12块", &["讲座3场", "听众200人次", "展板12块"]),
            ("参观三百余人，发放资料 60,000份", &["参观三百余人", "发放资料 60,000份"]),
            ("第3期、第4期培训班 50人", &["第3期、第4期培训班 50人"]),
            ("发放资料，60000份", &["发放资料，60000份"]),
            ("培训 50场，很热闹", &["培训 50场，很热闹"]),
            ("现场参观 500余人（展厅、报告厅）", &["现场参观 500余人（展厅、报告厅）"]),
        ] {
            assert_eq!(Figure::split(text), parts, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), near in "[0-9.,，万亿千百十三余多近超约共上以次人份元（） /：]{0,16}") {
            let _ = (Figure::parse(&text), Qualifier::parse(&text));
            if let Ok(figure) = Figure::parse(&near) {
                prop_assert!(!figure.unit.is_empty() && near.contains(&figure.text));
            }
        }

        #[test]
        fn printed_figures_can_be_parsed(value in 0u32..1_000_000, which in 0usize..10) {
            let qualifier = Qualifier::ALL.get(which).map(|(qualifier, ..)| *qualifier);
            // 上 is used with round numbers only.
            let value = if qualifier == Some(Qualifier::UpTo) { 1000 } else { value };
            let figure = Figure::from_parts("", Decimal::from(value), "万人次", qualifier).unwrap();
            prop_assert_eq!(Figure::parse(&figure.text), Ok(figure));
        }
    }
}
