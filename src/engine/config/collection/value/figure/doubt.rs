//! What in a figure's text could be misread: a second number, or words where the unit should be.
//!
//! A figure that is misread is in every sum and in the report, where no one sees it. So every digit in a name must
//! have its reason, and a unit must be one.

use super::hedge::is_hedge;
use super::numeral::{is_numeral, magnitude};
use crate::base::diagnostic::Localized;

/// Units that distinguish two figures in one text from a name with a digit in it. A Chinese numeral without one of them
/// is part of a name.
const COUNTED: [&str; 44] = [
    "人", "人次", "名", "份", "册", "幅", "期", "条", "场", "场次", "次", "辆次", "家", "个", "项", "种", "件", "篇",
    "元", "所", "支", "天", "辆", "位", "户", "部", "块", "张", "批", "本", "套", "台", "间", "座", "处", "株", "亩",
    "吨", "千克", "千米", "公里", "小时", "个月", "人天",
];

/// More units, so that what follows one of them is seen to be no unit.
const UNITS: [&str; 77] = [
    "人份",
    "人日",
    "人月",
    "人年",
    "台套",
    "台次",
    "台件",
    "班次",
    "车次",
    "批次",
    "课时",
    "学时",
    "件次",
    "项次",
    "家次",
    "点次",
    "篇次",
    "条次",
    "期次",
    "平方米",
    "平方公里",
    "立方米",
    "公顷",
    "公斤",
    "斤",
    "克",
    "毫克",
    "吨位",
    "千瓦",
    "千瓦时",
    "%",
    "％",
    "‰",
    "度",
    "米",
    "厘米",
    "毫米",
    "分钟",
    "分",
    "秒",
    "周",
    "届",
    "轮",
    "组",
    "队",
    "节",
    "堂",
    "门",
    "片",
    "集",
    "则",
    "枚",
    "颗",
    "粒",
    "棵",
    "头",
    "只",
    "尾",
    "双",
    "对",
    "盒",
    "箱",
    "袋",
    "瓶",
    "包",
    "卷",
    "页",
    "字",
    "首",
    "段",
    "栋",
    "层",
    "站",
    "款",
    "笔",
    "美元",
    "点",
];

/// Set phrases that begin with a numeral and a unit, and count nothing.
const PHRASES: [&str; 12] = [
    "三位一体",
    "五位一体",
    "一次性",
    "三部曲",
    "八项规定",
    "四个全面",
    "两个确立",
    "四个意识",
    "四个自信",
    "两个维护",
    "三个代表",
    "五个一",
];

pub(super) fn is_counted(unit: &str) -> bool {
    COUNTED.contains(&unit)
}

/// Returns whether a text begins with a unit.
pub(super) fn is_counted_at_first(text: &str) -> bool {
    unit_at_first(text).is_some()
}

/// Returns the longest unit at the beginning of a text.
fn unit_at_first(text: &str) -> Option<&'static str> {
    COUNTED.iter().chain(&UNITS).filter(|unit| text.starts_with(**unit)).max_by_key(|unit| unit.len()).copied()
}

/// Checks that no second number is hidden in a name.
pub(super) fn check_name(text: &str, name: &str, quantity: &str) -> Result<(), Localized> {
    if name.ends_with(['/', '-', '~', '～', '—', '–', '－', '至', '到']) {
        return Err(Localized {
            zh: format!("“{text}”里有不止一个数，每个数据请分开写成一条，范围请只写一个数"),
            en: format!(
                "`{text}` holds more than one number; write each figure as an entry of its own, and one number of a range"
            ),
        });
    }
    let Some(hidden) = hidden_number(name) else { return Ok(()) };
    // 60 000: digits that a blank parts from their number.
    let thousands = name
        .strip_suffix(hidden)
        .filter(|_| hidden.chars().all(|c| c.is_ascii_digit()) && quantity.starts_with(|c: char| c.is_ascii_digit()));
    if let Some(words) = thousands {
        let whole = format!("{} {hidden}{quantity}", words.trim());
        return Err(Localized {
            zh: format!("“{text}”的数字里有空格。是不是想写“{}”？", whole.trim()),
            en: format!("`{text}` has a blank in its number; did you mean `{}`?", whole.trim()),
        });
    }
    let parts = super::Figure::split(text);
    let parts = match parts.len() {
        1 => vec![name.trim_end_matches(['，', ',', '、', '；', ';', ' ']), quantity],
        _ => parts,
    };
    let list = parts.iter().map(|part| part.trim()).collect::<Vec<_>>().join(", ");
    Err(Localized {
        zh: format!(
            "“{text}”里有不止一个数（“{hidden}”），每个数据请分开写成一条：[{list}]；如果“{hidden}”是名称的一部分，写成 {{name: {name}, value: 数字, unit: 单位}}"
        ),
        en: format!(
            "`{text}` holds more than one number (`{hidden}`); write each figure as an entry of its own: [{list}]; if `{hidden}` belongs to the name, write {{name: {name}, value: the number, unit: its unit}}"
        ),
    })
}

/// Checks that the number isn't that of a year, a day or an ordinal: `2026年`, `10月1日`, `第3届` count nothing.
pub(super) fn check_date(text: &str, name: &str, quantity: &str) -> Result<(), Localized> {
    let digits = quantity.len() - quantity.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, after) = quantity.split_at(digits);
    let year = digits == 4 && (number.starts_with("19") || number.starts_with("20")) && after == "年";
    let month = |name: &str| {
        name.strip_suffix('月').is_some_and(|rest| rest.ends_with(|c: char| c.is_ascii_digit())) && digits <= 2
    };
    let day = matches!(after, "日" | "号") && month(name.trim_end());
    if year || day || name.trim_end().ends_with('第') {
        return Err(Localized {
            zh: format!("“{text}”像是日期或序号，不是数据；确是数据的，写成 {{name: …, value: …, unit: …}}"),
            en: format!(
                "`{text}` looks like a date or an ordinal and not like a figure; if it is one, write {{name: …, value: …, unit: …}}"
            ),
        });
    }
    Ok(())
}

/// Checks that a note in brackets has no figure of its own.
pub(super) fn check_caveat(text: &str, caveat: &str) -> Result<(), Localized> {
    let Some(hidden) = hidden_number(caveat).filter(|hidden| hidden.ends_with(|c: char| !c.is_ascii_digit())) else {
        return Ok(());
    };
    Err(Localized {
        zh: format!(
            "“{text}”的括号里还有一个数（“{hidden}”），请另写一条；只作说明的，写成 {{name: …, value: …, unit: …, caveat: {caveat}}}"
        ),
        en: format!(
            "`{text}` has another number in its brackets (`{hidden}`); write it as an entry of its own, or as {{name: …, value: …, unit: …, caveat: {caveat}}} if it is only a note"
        ),
    })
}

/// Verbs behind a unit: `300余人参加` has no unit of that name.
const VERBS: [&str; 40] = [
    "参加", "参与", "参观", "观看", "观展", "到场", "听讲", "听课", "听取", "受益", "报名", "阅读", "观摩", "咨询",
    "体验", "点赞", "关注", "收听", "收看", "学习", "出席", "入馆", "进馆", "打卡", "互动", "受训", "培训", "签到",
    "在线", "接受", "走进", "前来", "参赛", "获奖", "到馆", "参会", "发放", "举办", "开展", "浏览",
];
/// Units that stand before the word for what is counted: `46个课题`, `300余名学生`.
const CLASSIFIERS: [&str; 20] = [
    "个", "名", "位", "家", "所", "项", "条", "件", "种", "处", "座", "间", "台", "辆", "支", "套", "本", "张", "块",
    "部",
];

/// Checks that a unit is one, and not words that begin with one.
pub(super) fn check_unit(name: &str, unit: &str, quantity: &str) -> Result<(), Localized> {
    let known = unit_at_first(unit);
    if known == Some(unit) || unit.contains('/') {
        return Ok(());
    }
    if let Some(known) = known {
        let words = &unit[known.len()..];
        // `覆盖 498个行政村` says what was done; `12个项目` alone has its name in its unit, and adds up with no `项目 12个`.
        let named = !name.trim().is_empty();
        // `50名以上骨干`: the bound belongs to the number, and the words behind it to the name.
        let bounded = ["以上", "以下", "以内", "左右", "上下"].iter().any(|bound| words.starts_with(bound));
        if named && !bounded && CLASSIFIERS.contains(&known) && !VERBS.iter().any(|verb| words.contains(verb)) {
            return Ok(());
        }
        let number = quantity.strip_suffix(unit).unwrap_or(quantity);
        let name = name.trim();
        return Err(Localized {
            zh: format!("“{unit}”不像单位。是不是想写“{}”？", format!("{name}{words} {number}{known}").trim()),
            en: format!(
                "`{unit}` doesn't look like a unit; did you mean `{}`?",
                format!("{name}{words} {number}{known}").trim()
            ),
        });
    }
    if unit.chars().filter(|c| crate::base::text::is_han(*c)).count() > 2 {
        return Err(Localized {
            zh: format!(
                "“{unit}”不像单位，单位应是“人次”“份”“场次”这样的一个词；确是单位的，写成 {{name: …, value: …, unit: {unit}}}"
            ),
            en: format!(
                "`{unit}` doesn't look like a unit, which is one word such as 人次, 份 or 场次; if it is one, write {{name: …, value: …, unit: {unit}}}"
            ),
        });
    }
    Ok(())
}

/// Returns a number within words that nothing explains, with the unit behind it.
fn hidden_number(words: &str) -> Option<&str> {
    let mut at = 0;
    while let Some(c) = words[at..].chars().next() {
        let rest = &words[at..];
        if c.is_ascii_digit() {
            let joined = |(place, c): (usize, char)| {
                c.is_ascii_digit()
                    || matches!(c, '.' | ',' | '·' | '•' | '/')
                        && rest[place + c.len_utf8()..].starts_with(|c: char| c.is_ascii_digit())
            };
            let length =
                rest.char_indices().find(|(place, c)| !joined((*place, *c))).map_or(rest.len(), |(end, _)| end);
            if !is_named(&words[..at], &rest[..length], &rest[length..]) {
                return Some(&words[at..at + length + unit_length(&rest[length..])]);
            }
            at += length;
        } else if is_numeral(c) {
            let length = rest.find(|c| !is_numeral(c)).unwrap_or(rest.len());
            let end = length + unit_length(&rest[length..]);
            if counts(&words[..at], &rest[..length], &rest[length..]) {
                return Some(&rest[..end]);
            }
            at += length;
        } else {
            at += c.len_utf8();
        }
    }
    None
}

/// The length of the qualifier, the magnitude and the unit behind a number.
fn unit_length(after: &str) -> usize {
    let mut rest = after;
    for _ in 0..2 {
        rest = rest.strip_prefix(['余', '多', '来', '+']).unwrap_or(rest);
        rest = magnitude(rest).1;
    }
    after.len() - rest.len() + unit_at_first(rest).map_or(0, str::len)
}

/// Returns whether digits are a part of a name: an ordinal, a date, a model, a title.
fn is_named(before: &str, digits: &str, after: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphabetic() || ('Ａ'..='ｚ').contains(&c);
    let in_title = |open, close| before.matches(open).count() > before.matches(close).count();
    let last = before.chars().next_back();
    let model = last.is_some_and(letter) || last == Some('-') && before.chars().rev().nth(1).is_some_and(letter);
    let dated = after
        .starts_with(['年', '月', '日', '号', '届', '级', '周', '代', '岁', '班', '路', '中', '小', '版', '型', '式'])
        && !after.starts_with("小时")
        && !after.starts_with("周次")
        || after.starts_with("世纪");
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")) && unit_length(after) == 0;
    let day = digits.contains(['·', '•', '.', '/']) && unit_length(after) == 0;
    last == Some('第')
        || model
        || after.starts_with(letter)
        || after.starts_with('+')
        || dated
        || year
        || day
        || in_title('《', '》')
        || in_title('“', '”')
        || in_title('「', '」')
}

/// Returns whether a Chinese numeral counts something: with a unit behind it, and neither an ordinal nor a phrase.
fn counts(before: &str, numeral: &str, after: &str) -> bool {
    let phrase = |phrase: &&str| phrase.strip_prefix(numeral).is_some_and(|rest| after.starts_with(rest));
    if before.ends_with('第') || PHRASES.iter().any(phrase) {
        return false;
    }
    let counted = after.trim_start_matches(['余', '多', '来']);
    let Some(unit) = COUNTED.iter().filter(|unit| counted.starts_with(**unit)).max_by_key(|unit| unit.len()) else {
        return false;
    };
    // 万家, 百名: of a phrase as often as of a count.
    let bare = numeral.chars().all(|c| matches!(c, '百' | '千' | '万' | '亿'));
    match numeral {
        "一" => matches!(*unit, "场" | "场次" | "次" | "期"),
        _ => !bare || is_hedge(before, after),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_have_a_reason() {
        for named in [
            "5G讲座",
            "第3期培训",
            "2026年科普日",
            "科普中国2025",
            "5·12宣传",
            "12月讲座",
            "H7N9防控",
            "《1984》导读",
            "“5个一”活动",
            "三下乡服务点",
            "四进社区",
            "第四批基地",
            "一次性口罩",
            "百家讲坛",
            "科技进万家",
            "三位一体",
            "五小创新",
        ] {
            assert_eq!(hidden_number(named), None, "{named}");
        }
        for (words, hidden) in [
            ("参加学生120余人次，发放资料", "120余人次"),
            ("发放资料60", "60"),
            ("举办三场讲座", "三场"),
            ("百余人参加", "百余人"),
            ("2亿", "2亿"),
            ("12个展区", "12个"),
            ("2000人现场", "2000人"),
        ] {
            assert_eq!(hidden_number(words), Some(hidden), "{words}");
        }
    }

    #[test]
    fn dates_and_ordinals_are_no_figures() {
        for (name, quantity) in [("", "2026年"), ("10月", "1日"), ("第", "3届"), ("第 ", "3期")] {
            assert!(check_date("x", name, quantity).is_err(), "{name}{quantity}");
        }
        for (name, quantity) in [("历时", "3年"), ("服务", "2026人次"), ("开放", "1日"), ("5月讲座", "3场")]
        {
            assert!(check_date("x", name, quantity).is_ok(), "{name}{quantity}");
        }
    }

    #[test]
    fn a_unit_is_one_word() {
        assert!(check_unit("参加", "人次", "5人次").is_ok() && check_unit("养殖", "羽", "5羽").is_ok());
        assert!(check_unit("发电", "kW·h", "5kW·h").is_ok() && check_unit("", "人/次", "5人/次").is_ok());
        assert!(check_unit("", "人参加", "300余人参加").unwrap_err().zh.contains("“参加 300余人”"));
        assert!(check_unit("覆盖", "个行政村", "498个行政村").is_ok() && check_unit("", "名参加", "5名参加").is_err());
        assert!(check_unit("", "个项目", "8个项目").unwrap_err().zh.contains("“项目 8个”"));
        assert!(check_unit("培训教师", "名以上骨干", "50名以上骨干").is_err());
        assert!(check_unit("", "多方面成果", "3多方面成果").is_err());
    }
}
