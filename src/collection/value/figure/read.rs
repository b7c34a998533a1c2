//! `观看村民：5万余人（不完全统计）` → a name, a number, its unit, its hedge and its reservation.
//!
//! Numbers are in digits and multiplied in decimal, never in binary. Sums, and what other
//! figures a report has, are not known here.

use super::{Figure, Qualifier, check_unit, check_value};
use crate::collection::value::digits;
use crate::diagnostic::Localized;

/// Words before a number. Those without a qualifier only lead in: a total (共) is no hedge.
pub(super) const SYNONYMS: [(&str, Option<Qualifier>); 20] = [
    ("超过", Some(Qualifier::Over)),
    ("突破", Some(Qualifier::Over)),
    ("逾", Some(Qualifier::Over)),
    ("超", Some(Qualifier::Over)),
    ("接近", Some(Qualifier::Nearly)),
    ("将近", Some(Qualifier::Nearly)),
    ("近", Some(Qualifier::Nearly)),
    ("大约", Some(Qualifier::About)),
    ("约", Some(Qualifier::About)),
    ("达到", Some(Qualifier::Reaching)),
    ("达", Some(Qualifier::Reaching)),
    ("至少", Some(Qualifier::AtLeast)),
    ("不少于", Some(Qualifier::AtLeast)),
    ("不足", Some(Qualifier::AtMost)),
    ("不到", Some(Qualifier::AtMost)),
    ("共计", None),
    ("累计", None),
    ("总计", None),
    ("合计", None),
    ("共", None),
];

const AFTER_UNIT: [(&str, Qualifier); 5] = [
    ("以上", Qualifier::AtLeast),
    ("以下", Qualifier::AtMost),
    ("以内", Qualifier::AtMost),
    ("左右", Qualifier::About),
    ("上下", Qualifier::About),
];

/// Words that end in a qualifier's character and mean something else.
const NO_QUALIFIER: [&str; 4] = ["附近", "最近", "就近", "邻近"];

/// Units by which two figures in one text are told from a name that holds a digit.
const COUNTED: [&str; 22] = [
    "人", "人次", "名", "份", "册", "幅", "期", "条", "场", "场次", "次", "辆次", "家", "个", "项", "种", "件", "篇",
    "元", "所", "支", "天",
];

impl Figure {
    /// Reads a figure with or without a name: `发放资料 60000余份`, `观看村民：5万余人`, `2.58亿元`,
    /// `超亿元`, `1000人以上`. A reservation may follow in brackets: `500余人（不完全统计）`.
    ///
    /// The number is the last one in the text, so that names may hold digits. Full-width
    /// digits become half-width, in the printed form too.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let plain: String = text.trim().chars().map(digits::half_width).collect();
        let (body, caveat) = split_caveat(&plain);
        let quantity = Quantity::find(body).ok_or_else(|| not_a_figure(text))?;
        let several =
            quantity.name.ends_with(['/', '、', '，', ',', '；', ';', '-', '~', '～', '—', '–', '－', '至', '到']);
        if several || Quantity::find(quantity.name).is_some_and(|other| COUNTED.contains(&other.unit)) {
            return Err(Localized {
                zh: format!("“{}”里有不止一个数，每个数据请分开写成一条", text.trim()),
                en: format!("`{}` holds more than one number; write each figure as an entry of its own", text.trim()),
            });
        }
        check_value(quantity.value)?;
        check_unit(quantity.unit)?;
        Ok(Self {
            name: quantity.name.to_owned(),
            value: quantity.value,
            unit: quantity.unit.to_owned(),
            qualifier: quantity.qualifier,
            scope: None,
            caveat: caveat.map(str::to_owned),
            text: quantity.text.to_owned(),
        })
    }
}

/// A number with what stands around it, found in a text.
struct Quantity<'a> {
    name: &'a str,
    value: f64,
    unit: &'a str,
    qualifier: Option<Qualifier>,
    text: &'a str,
}

impl<'a> Quantity<'a> {
    fn find(body: &'a str) -> Option<Self> {
        let (start, end, digits) = number(body).or_else(|| implied_number(body))?;
        let (head, mut qualifier) = leading_words(&body[..start]);
        let mut rest = body[end..].trim_start();
        let mut exponent = 0;
        // The word stands on either side of the magnitude: 10余万份, 5万余人.
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
            value: scale(digits, exponent)?,
            unit,
            qualifier,
            text: &body[head.len()..text_end],
        })
    }
}

/// The last number in a text: its place, and its digits with the commas between thousands.
fn number(body: &str) -> Option<(usize, usize, &str)> {
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
    Some((start, end, &body[start..end]))
}

/// `超亿元` says one 亿 without a digit.
fn implied_number(body: &str) -> Option<(usize, usize, &str)> {
    let at = body.rfind(['万', '亿'])?;
    let hedged = ["超", "超过", "突破", "近", "达", "逾", "约"].iter().any(|word| body[..at].ends_with(word));
    (hedged && !NO_QUALIFIER.iter().any(|word| body[..at].ends_with(word))).then_some((at, at, "1"))
}

/// Takes the words that hedge or lead in off the end of what stands before a number.
fn leading_words(before: &str) -> (&str, Option<Qualifier>) {
    let (mut head, mut qualifier) = (before, None);
    while !NO_QUALIFIER.iter().any(|word| head.ends_with(word)) {
        let Some((word, meaning)) = SYNONYMS.iter().find(|(word, _)| head.ends_with(word)) else { break };
        head = &head[..head.len() - word.len()];
        qualifier = qualifier.or(*meaning);
    }
    (head, qualifier)
}

/// The power of ten at the start of a text, and what follows it. 千 belongs to some units (千克).
pub(super) fn magnitude(text: &str) -> (u32, &str) {
    let (mut exponent, mut rest) = (0, text);
    loop {
        if let Some(after) = rest.strip_prefix('万') {
            (exponent, rest) = (exponent + 4, after);
        } else if let Some(after) = rest.strip_prefix('亿') {
            (exponent, rest) = (exponent + 8, after);
        } else if rest.starts_with("百万") {
            (exponent, rest) = (exponent + 2, &rest['百'.len_utf8()..]);
        } else if let Some(after) = rest.strip_prefix('千')
            && !after.starts_with(['克', '米', '瓦', '伏', '卡', '赫', '帕', '焦', '安'])
        {
            (exponent, rest) = (exponent + 3, after);
        } else {
            return (exponent, rest);
        }
    }
}

/// Multiplies in decimal, so that 2.58亿 is 258000000 and not a neighbour of it.
pub(super) fn scale(digits: &str, exponent: u32) -> Option<f64> {
    let mut groups = digits.split(',');
    let first = groups.next()?;
    let mut plain = first.to_owned();
    let mut grouped = false;
    for group in groups {
        let whole = group.split('.').next().unwrap_or_default();
        if whole.len() != 3 || plain.contains('.') {
            return None;
        }
        plain.push_str(group);
        grouped = true;
    }
    if grouped && first.len() > 3 || plain.len() > 30 || exponent > 16 {
        return None;
    }
    format!("{plain}e{exponent}").parse().ok()
}

/// Takes a reservation in brackets off the end.
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
        zh: format!("“{text}”不是数据，应写成“发放资料 60000余份”这样：名称、数字、单位，数字用阿拉伯数字"),
        en: format!("`{text}` isn't a figure; write a name, a number in digits and a unit, like `发放资料 60000余份`"),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_figures_of_the_annual_summary_are_read() {
        use Qualifier::*;
        for (text, name, value, unit, qualifier, printed) in [
            ("发放资料 60000余份", "发放资料", 60000.0, "份", Some(Odd), "60000余份"),
            ("观看村民 5万余人", "观看村民", 50000.0, "人", Some(Odd), "5万余人"),
            ("观看村民：5万余人", "观看村民", 50000.0, "人", Some(Odd), "5万余人"),
            ("培训 50余场次", "培训", 50.0, "场次", Some(Odd), "50余场次"),
            ("投资 2.58亿元", "投资", 258_000_000.0, "元", None, "2.58亿元"),
            ("利润近9123万元", "利润", 91_230_000.0, "元", Some(Nearly), "近9123万元"),
            ("新品种 近206种", "新品种", 206.0, "种", Some(Nearly), "近206种"),
            ("增收 超1亿元", "增收", 1e8, "元", Some(Over), "超1亿元"),
            ("增收 超亿元", "增收", 1e8, "元", Some(Over), "超亿元"),
            ("咨询 100多人次", "咨询", 100.0, "人次", Some(More), "100多人次"),
            ("车辆 200多辆次", "车辆", 200.0, "辆次", Some(More), "200多辆次"),
            ("技术 219项", "技术", 219.0, "项", None, "219项"),
            ("参观 1000人以上", "参观", 1000.0, "人", Some(AtLeast), "1000人以上"),
            ("参观 1000 人次左右", "参观", 1000.0, "人次", Some(About), "1000 人次左右"),
            ("传单 10余万份", "传单", 100_000.0, "份", Some(Odd), "10余万份"),
            ("发放资料60,000份", "发放资料", 60000.0, "份", None, "60,000份"),
            ("培训 22.11万人次", "培训", 221_100.0, "人次", None, "22.11万人次"),
            ("５Ｇ讲座 １２场", "5Ｇ讲座", 12.0, "场", None, "12场"),
            ("附近5家", "附近", 5.0, "家", None, "5家"),
            ("活动共219项", "活动", 219.0, "项", None, "共219项"),
            ("产量 3千克", "产量", 3.0, "千克", None, "3千克"),
            ("投入 3千万元", "投入", 3e7, "元", None, "3千万元"),
            ("满意率 98.5%", "满意率", 98.5, "%", None, "98.5%"),
            ("500余人", "", 500.0, "人", Some(Odd), "500余人"),
        ] {
            let figure = Figure::parse(text).unwrap_or_else(|problem| panic!("{text}: {}", problem.zh));
            let read = (figure.name.as_str(), figure.value, figure.unit.as_str(), figure.qualifier, &*figure.text);
            assert_eq!(read, (name, value, unit, qualifier, printed), "{text}");
            assert_eq!(figure.is_exact(), qualifier.is_none());
        }
    }

    #[test]
    fn a_reservation_may_follow_in_brackets() {
        let figure = Figure::parse("现场参观 500余人（不完全统计）").unwrap();
        assert_eq!((figure.text.as_str(), figure.caveat.as_deref()), ("500余人", Some("不完全统计")));
    }

    #[test]
    fn what_is_no_figure_is_refused() {
        for text in [
            "",
            "很多人",
            "培训 50",
            "50余场次 / 5000人次",
            "培训50余场次5000人次",
            "63%～68%",
            "3-5场",
            "12,34份",
            "培训 50场，很热闹",
            "1万万万万万人",
            "99999999999999999999999999999999999人",
        ] {
            assert!(Figure::parse(text).is_err(), "{text}");
        }
        assert!(Figure::parse("培训 50").unwrap_err().zh.contains("缺少单位"));
        assert!(Figure::parse("培训50余场次5000人次").unwrap_err().zh.contains("不止一个数"));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), near in "[0-9.,，万亿千百余多近超约共以上人次份元（） /：]{0,16}") {
            let _ = (Figure::parse(&text), Qualifier::parse(&text));
            if let Ok(figure) = Figure::parse(&near) {
                prop_assert!(figure.value.is_finite() && !figure.unit.is_empty() && near.contains(&figure.text));
            }
        }

        #[test]
        fn what_a_figure_prints_can_be_read(value in 0u32..1_000_000, which in 0usize..9) {
            let qualifier = Qualifier::ALL.get(which).map(|(qualifier, ..)| *qualifier);
            let figure = Figure::from_parts("", f64::from(value), "万人次", qualifier, None, None).unwrap();
            prop_assert_eq!(Figure::parse(&figure.text), Ok(figure));
        }
    }
}
