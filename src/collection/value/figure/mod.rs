//! `发放资料 60000余份` → a figure of a report: a value, its unit, and how exact it is.
//!
//! What a figure counts towards (series, indicators, years) is not known here. Two rules
//! of the field are held here: units are never added to one another (人 are persons, 人次
//! attendances), and a sum with an approximate part is never shown as exact.
//!
//! `read` finds a figure in a text, and `sum` adds figures up.

mod read;
mod sum;

use std::fmt;
use std::hash::{Hash, Hasher};

use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::diagnostic::Localized;

/// One result in figures, as a report states it.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Figure {
    /// What was counted, such as `发放资料`; may be empty.
    pub name: String,
    /// The number in single units: `5万余人` is 50000, `2.58亿元` is 258000000.
    #[serde(serialize_with = "whole_if_whole")]
    #[schemars(with = "f64")]
    pub value: f64,
    /// What one of it is, without 万 or 亿: `人次`, `份`, `元`.
    pub unit: String,
    /// How the number is hedged; none if it is exact.
    pub qualifier: Option<Qualifier>,
    /// What the figure covers, such as a year or a place.
    pub scope: Option<String>,
    /// A reservation to print beside the figure, such as `据不完全统计`.
    pub caveat: Option<String>,
    /// The printed form, as it was written: `5万余人`.
    pub text: String,
}

/// How a number is hedged. Every one of them makes a figure approximate.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, JsonSchema)]
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
    /// 以上: at least.
    AtLeast,
    /// 以下: at most.
    AtMost,
}

/// What the figures of one unit come to.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct FigureSum {
    /// The sum in single units.
    #[serde(serialize_with = "whole_if_whole")]
    #[schemars(with = "f64")]
    pub value: f64,
    /// The unit that all of them share.
    pub unit: String,
    /// Whether every figure in it is exact.
    pub exact: bool,
    /// The printed form: `219人`, or `约11万人` if any part is approximate.
    pub text: String,
}

impl Figure {
    /// Makes a figure whose parts were given one by one; it prints itself as `500余人`.
    /// The unit may carry 万 or 亿 (`万元`), which is kept in print and multiplied into the value.
    pub fn from_parts(
        name: &str,
        value: f64,
        unit: &str,
        qualifier: Option<Qualifier>,
        scope: Option<String>,
        caveat: Option<String>,
    ) -> Result<Self, Localized> {
        check_value(value)?;
        let given = unit.trim();
        let (exponent, unit) = read::magnitude(given);
        check_unit(unit)?;
        let printed_magnitude = &given[..given.len() - unit.len()];
        let scaled = read::scale(&value.to_string(), exponent).unwrap_or(f64::INFINITY);
        check_value(scaled)?;
        let (before, between, after) = qualifier.map_or(("", "", ""), Qualifier::around);
        Ok(Self {
            name: name.trim().to_owned(),
            value: scaled,
            unit: unit.to_owned(),
            qualifier,
            scope,
            caveat,
            text: format!("{before}{}{printed_magnitude}{between}{unit}{after}", value + 0.0),
        })
    }

    pub fn is_exact(&self) -> bool {
        self.qualifier.is_none()
    }

    fn parts(&self) -> impl Hash + Eq + '_ {
        (&self.name, self.value.to_bits(), &self.unit, self.qualifier, &self.scope, &self.caveat, &self.text)
    }
}

impl Qualifier {
    const ALL: [(Self, &'static str, &'static str); 8] = [
        (Self::Odd, "余", "odd"),
        (Self::More, "多", "more"),
        (Self::Nearly, "近", "nearly"),
        (Self::Over, "超", "over"),
        (Self::About, "约", "about"),
        (Self::Reaching, "达", "reaching"),
        (Self::AtLeast, "以上", "at_least"),
        (Self::AtMost, "以下", "at_most"),
    ];

    /// Reads the Chinese word or the ASCII key.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let text = text.trim();
        let word = Self::ALL.iter().find(|(_, zh, en)| *zh == text || en.eq_ignore_ascii_case(text));
        let synonym = || read::SYNONYMS.iter().find(|(word, _)| *word == text).and_then(|(_, qualifier)| *qualifier);
        word.map(|(qualifier, ..)| *qualifier).or_else(synonym).ok_or_else(|| Localized {
            zh: format!("不认识限定词“{text}”，可用：余、多、近、超、约、达、以上、以下"),
            en: format!(
                "unknown qualifier `{text}`; use odd, more, nearly, over, about, reaching, at_least or at_most"
            ),
        })
    }

    /// The Chinese word.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(qualifier, ..)| *qualifier == self).map_or("", |(_, zh, _)| zh)
    }

    /// The word in its place: before the number, between number and unit, or after the unit.
    fn around(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Odd | Self::More => ("", self.word(), ""),
            Self::AtLeast | Self::AtMost => ("", "", self.word()),
            Self::Nearly | Self::Over | Self::About | Self::Reaching => (self.word(), "", ""),
        }
    }
}

fn check_value(value: f64) -> Result<(), Localized> {
    // Above 10¹⁵ an f64 no longer holds every whole number.
    if value.is_finite() && (0.0..=1e15).contains(&value) {
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

/// Templates print what they get: a count of people must not become `500.0`.
fn whole_if_whole<S: Serializer>(value: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    if value.fract() == 0.0 && value.abs() <= 1e15 {
        serializer.serialize_i64(*value as i64)
    } else {
        serializer.serialize_f64(*value)
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Figure {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for Figure {}

impl Hash for Figure {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_made_of_parts_prints_itself() {
        let print = |value, unit, qualifier| {
            let figure = Figure::from_parts("名称", value, unit, qualifier, None, None).unwrap();
            (figure.text, figure.value, figure.unit)
        };
        assert_eq!(print(500.0, "人", Some(Qualifier::Odd)), ("500余人".into(), 500.0, "人".into()));
        assert_eq!(print(206.0, "种", Some(Qualifier::Nearly)), ("近206种".into(), 206.0, "种".into()));
        assert_eq!(print(1000.0, "人", Some(Qualifier::AtLeast)), ("1000人以上".into(), 1000.0, "人".into()));
        assert_eq!(print(2.58, "亿元", None), ("2.58亿元".into(), 258_000_000.0, "元".into()));
        assert_eq!(print(5.0, "万人", Some(Qualifier::Odd)), ("5万余人".into(), 50000.0, "人".into()));
        for (value, unit) in [(f64::NAN, "人"), (-1.0, "人"), (1.0, ""), (1.0, "万"), (1e15, "亿元"), (1.0, "人 次")]
        {
            assert!(Figure::from_parts("", value, unit, None, None, None).is_err(), "{value} {unit}");
        }
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
