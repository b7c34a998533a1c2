//! A figure of a report, such as `发放资料 60000余份`: a value, its unit, and how exact it is.
//!
//! Which sums a figure belongs to (series, indicators, years) is not decided here. Two rules are: units are never added
//! to one another (人 are persons, 人次 attendances), and a sum with an approximate part is never shown as exact.
//!
//! `read` finds a figure in a text, `numeral` parses its number, `doubt` refuses what could be misread, and `sum` adds
//! figures up.

mod doubt;
mod hedge;
mod numeral;
mod print;
mod read;
mod sum;

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Serialize, Serializer};

use crate::base::diagnostic::Localized;

pub use numeral::Numeral;
pub use print::english_unit;
pub use sum::{Bound, FigureSum, shortest};

/// One result in figures, as a report states it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Figure {
    /// What was counted, such as `发放资料`; may be empty.
    pub name: String,
    /// The number in single units: `5万余人` is 50000, `2.58亿元` is 258000000.
    #[serde(serialize_with = "as_number")]
    #[cfg_attr(feature = "testing", schemars(with = "f64"))]
    pub value: Decimal,
    /// What one of it is, without 万 or 亿: `人次`, `份`, `元`.
    pub unit: String,
    /// How the number is hedged; none if it is exact.
    pub qualifier: Option<Qualifier>,
    /// What the figure covers, such as a year or a place.
    pub scope: Option<String>,
    /// A reservation to print beside the figure, such as `据不完全统计`.
    pub caveat: Option<String>,
    /// Where the figure is from, if not from where its entry says.
    pub source: Option<String>,
    /// The printed form, as it was written: `5万余人`.
    pub text: String,
}

/// How a number is hedged. Every one of them makes a figure approximate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// 余: a little more than.
    Odd,
    /// 多: more than.
    More,
    /// 近: nearly.
    Nearly,
    /// 超: over.
    Over,
    /// 约: about.
    About,
    /// 达: reaching.
    Reaching,
    /// 上, as in 上千: as many as.
    UpTo,
    /// 以上: at least.
    AtLeast,
    /// 以下: at most.
    AtMost,
}

impl Figure {
    /// Creates a figure from its parts; its text is written as `500余人`. The unit may include 万 or 亿 (`万元`), which stays
    /// in the text and multiplies the value.
    pub fn from_parts(name: &str, value: Decimal, unit: &str, qualifier: Option<Qualifier>) -> Result<Self, Localized> {
        check_value(value)?;
        let value = value.normalize();
        let given = unit.trim();
        let (exponent, unit) = numeral::magnitude(given);
        check_unit(unit)?;
        let printed_magnitude = &given[..given.len() - unit.len()];
        let scaled = numeral::scale(value, exponent).unwrap_or(Decimal::MAX);
        check_value(scaled)?;
        let (before, between, after) = qualifier.map_or(("", "", ""), Qualifier::around);
        let number = match qualifier {
            Some(Qualifier::UpTo) => round_word(value, printed_magnitude)?.to_owned(),
            _ => value.to_string(),
        };
        Ok(Self {
            name: name.trim().to_owned(),
            value: scaled,
            unit: unit.to_owned(),
            qualifier,
            scope: None,
            caveat: None,
            source: None,
            text: format!("{before}{number}{printed_magnitude}{between}{unit}{after}"),
        })
    }

    pub fn is_exact(&self) -> bool {
        self.qualifier.is_none()
    }
}

/// Returns what is written between 上 and the unit: 上 is used only with 百, 千, 万 and 亿.
fn round_word(value: Decimal, magnitude: &str) -> Result<&'static str, Localized> {
    let words = [(1, ""), (100, "百"), (1000, "千"), (10_000, "万"), (100_000_000, "亿")];
    let word = words.iter().find(|(number, _)| value == Decimal::from(*number));
    match (word, magnitude) {
        (Some((1, _)), "") | (None, _) => Err(Localized {
            zh: format!("“上”只和百、千、万、亿连用（如上千人次），不能用于 {value}"),
            en: format!("上 goes with 100, 1000, 10000 and 100000000 alone (上千人次), not with {value}"),
        }),
        (Some((_, word)), _) => Ok(word),
    }
}

impl Qualifier {
    pub const ALL: [(Self, &'static str, &'static str); 9] = [
        (Self::Odd, "余", "odd"),
        (Self::More, "多", "more"),
        (Self::Nearly, "近", "nearly"),
        (Self::Over, "超", "over"),
        (Self::About, "约", "about"),
        (Self::Reaching, "达", "reaching"),
        (Self::UpTo, "上", "up_to"),
        (Self::AtLeast, "以上", "at_least"),
        (Self::AtMost, "以下", "at_most"),
    ];

    /// Parses the Chinese word or the ASCII key.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let text = text.trim();
        let word = Self::ALL.iter().find(|(_, zh, en)| *zh == text || en.eq_ignore_ascii_case(text));
        let synonym = || hedge::SYNONYMS.iter().find(|(word, _)| *word == text).and_then(|(_, qualifier)| *qualifier);
        word.map(|(qualifier, ..)| *qualifier).or_else(synonym).ok_or_else(|| Localized {
            zh: format!("不认识限定词“{text}”，可用：余、多、近、超、约、达、上、以上、以下"),
            en: format!(
                "unknown qualifier `{text}`; use odd, more, nearly, over, about, reaching, up_to, at_least or at_most"
            ),
        })
    }

    /// Returns the Chinese word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(qualifier, ..)| *qualifier == self).map_or("", |(_, zh, _)| zh)
    }

    /// Returns the word in its position: before the number, between number and unit, or after the unit.
    fn around(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Odd | Self::More => ("", self.word(), ""),
            Self::AtLeast | Self::AtMost => ("", "", self.word()),
            Self::Nearly | Self::Over | Self::About | Self::Reaching | Self::UpTo => (self.word(), "", ""),
        }
    }
}

/// The maximum value: larger than any real count, and far below where a decimal would round.
const MOST: u64 = 1_000_000_000_000_000;

fn check_value(value: Decimal) -> Result<(), Localized> {
    if value >= Decimal::ZERO && value <= Decimal::from(MOST) {
        return Ok(());
    }
    Err(Localized {
        zh: format!("数值 {value} 不能用：应是不小于 0 的普通数字"),
        en: format!("the value {value} can't be used: write an ordinary number of at least 0"),
    })
}

fn check_unit(unit: &str) -> Result<(), Localized> {
    if unit.is_empty() {
        return Err(Localized {
            zh: "数据缺少单位，应写成“发放资料 60000余份”这样".to_owned(),
            en: "the figure has no unit; write it like `发放资料 60000余份`".to_owned(),
        });
    }
    let strange = |c: char| c.is_whitespace() || c.is_ascii_digit() || "，。；、：！？,;:!?（）()".contains(c);
    if unit.chars().count() > 12 || unit.contains(strange) {
        return Err(Localized {
            zh: format!("“{unit}”不是单位，单位应是“人次”“份”“场次”这样的一个词"),
            en: format!("`{unit}` isn't a unit; a unit is one word such as 人次, 份 or 场次"),
        });
    }
    Ok(())
}

/// Serialises whole values as integers, because templates print a number as it is: a count of people must not become
/// `500.0`. A decimal of at most fifteen digits is exact in an f64.
pub fn as_number<S: Serializer>(value: &Decimal, serializer: S) -> Result<S::Ok, S::Error> {
    match value.to_i64().filter(|whole| Decimal::from(*whole) == *value) {
        Some(whole) => serializer.serialize_i64(whole),
        None => serializer.serialize_f64(value.to_f64().unwrap_or_default()),
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_figure_made_of_parts_prints_itself() {
        let print = |value: &str, unit, qualifier| {
            let figure = Figure::from_parts("名称", number(value), unit, qualifier).unwrap();
            (figure.text, figure.value.to_string(), figure.unit)
        };
        assert_eq!(print("500", "人", Some(Qualifier::Odd)), ("500余人".into(), "500".into(), "人".into()));
        assert_eq!(print("206", "种", Some(Qualifier::Nearly)), ("近206种".into(), "206".into(), "种".into()));
        assert_eq!(print("1000", "人", Some(Qualifier::AtLeast)), ("1000人以上".into(), "1000".into(), "人".into()));
        assert_eq!(print("2.580", "亿元", None), ("2.58亿元".into(), "258000000".into(), "元".into()));
        assert_eq!(print("5", "万人", Some(Qualifier::Odd)), ("5万余人".into(), "50000".into(), "人".into()));
        assert_eq!(print("1000", "人次", Some(Qualifier::UpTo)), ("上千人次".into(), "1000".into(), "人次".into()));
        assert_eq!(print("1", "亿元", Some(Qualifier::UpTo)), ("上亿元".into(), "100000000".into(), "元".into()));
        for (value, unit) in [("-1", "人"), ("1", ""), ("1", "万"), ("1000000000000000", "亿元"), ("1", "人 次")]
        {
            assert!(Figure::from_parts("", number(value), unit, None).is_err(), "{value} {unit}");
        }
        assert!(Figure::from_parts("", number("1"), "人", Some(Qualifier::UpTo)).is_err());
        assert!(Figure::from_parts("", number("37"), "人", Some(Qualifier::UpTo)).is_err());
    }

    #[test]
    fn qualifiers_are_read_in_both_languages() {
        for (qualifier, zh, en) in Qualifier::ALL {
            assert_eq!(Qualifier::parse(zh), Ok(qualifier));
            assert_eq!(Qualifier::parse(en), Ok(qualifier));
            assert_eq!(serde_json::to_value(qualifier).unwrap(), en);
        }
        assert_eq!(Qualifier::parse("超过"), Ok(Qualifier::Over));
        assert!(Qualifier::parse("大概").is_err() && Qualifier::parse("共").is_err());
    }

    #[test]
    fn templates_get_whole_numbers_where_they_are_whole() {
        let value = serde_json::to_value(Figure::parse("发放资料 60000余份").unwrap()).unwrap();
        assert_eq!(value["value"], serde_json::json!(60000));
        assert_eq!(value["qualifier"], "odd");
        assert_eq!(serde_json::to_value(Figure::parse("98.5%").unwrap()).unwrap()["value"], serde_json::json!(98.5));
    }
}
