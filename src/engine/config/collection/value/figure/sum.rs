//! Adds figures up, one sum per unit.
//!
//! The caller decides which figures belong together. Of their notation only the qualifiers matter here.

use std::collections::BTreeSet;
use std::fmt;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Figure, Qualifier, as_number};
use crate::base::diagnostic::Localized;

/// What the figures of one unit come to.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FigureSum {
    /// The sum in single units.
    #[serde(serialize_with = "as_number")]
    #[cfg_attr(feature = "testing", schemars(with = "f64"))]
    pub value: Decimal,
    /// The unit that all of them share.
    pub unit: String,
    /// On which side of the sum the truth lies.
    pub bound: Bound,
    /// Every hedge of any figure in it.
    pub qualifiers: BTreeSet<Qualifier>,
    /// How many figures were added.
    pub count: usize,
    /// How many of them were approximate.
    pub approximate: usize,
    /// The printed form: `219人`, or `11万人以上` if a part is no more than a lower bound.
    pub text: String,
}

/// What hedges make of a number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    Exact,
    /// 余, 多, 超, 达, 上, 以上: this much or more.
    AtLeast,
    /// 近, 以下: this much or less.
    AtMost,
    /// 约, or hedges of both kinds.
    About,
}

impl Bound {
    /// Combines the bounds of two summands.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Exact, other) => other,
            (this, Self::Exact) => this,
            (this, other) if this == other => this,
            _ => Self::About,
        }
    }

    /// Returns the bound of `self - other`: a subtrahend that may be larger makes the difference smaller.
    pub fn minus(self, other: Self) -> Self {
        self.and(match other {
            Self::AtLeast => Self::AtMost,
            Self::AtMost => Self::AtLeast,
            other => other,
        })
    }

    /// Returns ≥, ≤, ≈ or an empty text.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Exact => "",
            Self::AtLeast => "≥",
            Self::AtMost => "≤",
            Self::About => "≈",
        }
    }

    /// Formats a quantity with its bound: `11万人以上`, `约11万人`.
    pub fn print(self, quantity: &str) -> String {
        match self {
            Self::Exact => quantity.to_owned(),
            Self::AtLeast => format!("{quantity}以上"),
            Self::AtMost => format!("{quantity}以内"),
            Self::About => format!("约{quantity}"),
        }
    }
}

impl Qualifier {
    pub fn bound(self) -> Bound {
        match self {
            Self::Odd | Self::More | Self::Over | Self::Reaching | Self::UpTo | Self::AtLeast => Bound::AtLeast,
            Self::Nearly | Self::AtMost => Bound::AtMost,
            Self::About => Bound::About,
        }
    }
}

impl Figure {
    pub fn bound(&self) -> Bound {
        self.qualifier.map_or(Bound::Exact, Qualifier::bound)
    }
}

impl FigureSum {
    /// Creates an empty sum, which is exact.
    pub fn new(unit: &str) -> Self {
        Self {
            value: Decimal::ZERO,
            unit: unit.to_owned(),
            bound: Bound::Exact,
            qualifiers: BTreeSet::new(),
            count: 0,
            approximate: 0,
            text: format!("0{unit}"),
        }
    }

    /// Adds a figure; another unit or an overflow is an error and leaves the sum unchanged.
    pub fn add(&mut self, figure: &Figure) -> Result<(), Localized> {
        if figure.unit != self.unit {
            return Err(Localized {
                zh: format!("“{}”和“{}”单位不同，不能相加", self.unit, figure.unit),
                en: format!("`{}` and `{}` are different units and can't be added", self.unit, figure.unit),
            });
        }
        let value = self.value.checked_add(figure.value).ok_or_else(|| Localized {
            zh: format!("“{}”的合计太大", self.unit),
            en: format!("the sum of `{}` is too large", self.unit),
        })?;
        self.value = value.normalize();
        self.bound = self.bound.and(figure.bound());
        self.qualifiers.extend(figure.qualifier);
        self.count += 1;
        self.approximate += usize::from(!figure.is_exact());
        self.text = self.bound.print(&format!("{}{}", shortest(self.value), self.unit));
        Ok(())
    }

    /// Returns the sum of the figures with one unit; other figures are ignored.
    pub fn of<'a>(unit: &str, figures: impl IntoIterator<Item = &'a Figure>) -> Self {
        let mut sum = Self::new(unit);
        for figure in figures {
            let _ = sum.add(figure);
        }
        sum
    }

    /// Returns one sum per unit, in the order in which units first occur.
    pub fn by_unit<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for figure in figures {
            if !sums.iter().any(|sum| sum.unit == figure.unit) {
                sums.push(Self::new(&figure.unit));
            }
            for sum in sums.iter_mut().filter(|sum| sum.unit == figure.unit) {
                // The filter above excludes every error.
                let _ = sum.add(figure);
            }
        }
        sums
    }

    /// Returns whether every figure in it is exact.
    pub fn is_exact(&self) -> bool {
        self.bound == Bound::Exact
    }
}

/// Formats a number, with 万 or 亿 if that is shorter and exact.
pub fn shortest(value: Decimal) -> String {
    let (myriad, yi) = (Decimal::from(10_000), Decimal::from(100_000_000));
    if value >= yi && (value % myriad).is_zero() {
        format!("{}亿", (value / yi).normalize())
    } else if value >= myriad && (value % Decimal::ONE_HUNDRED).is_zero() {
        format!("{}万", (value / myriad).normalize())
    } else {
        value.normalize().to_string()
    }
}

impl fmt::Display for FigureSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stay_apart_and_approximate_sums_say_so() {
        let figures = ["5万余人", "60000人", "2100多场次", "近3场次", "7项", "0.1吨", "0.2吨", "200人次"]
            .map(|text| Figure::parse(text).unwrap());
        let sums = FigureSum::by_unit(&figures);
        let printed: Vec<&str> = sums.iter().map(|sum| sum.text.as_str()).collect();
        assert_eq!(printed, ["11万人以上", "约2103场次", "7项", "0.3吨", "200人次"]);
        assert_eq!(sums.iter().map(|sum| sum.bound.sign()).collect::<Vec<_>>(), ["≥", "≈", "", "", ""]);
        assert_eq!((sums[0].count, sums[0].approximate), (2, 1));
        assert!(FigureSum::new("人").add(&figures[7]).is_err());
        assert_eq!(shortest(Decimal::from(258_000_000)), "2.58亿");
        assert_eq!(shortest(Decimal::from(12345)), "12345");
    }

    #[test]
    fn a_difference_knows_which_way_it_may_be_wrong() {
        assert_eq!(Bound::AtLeast.minus(Bound::AtLeast), Bound::About);
        assert_eq!(Bound::AtLeast.minus(Bound::Exact), Bound::AtLeast);
        assert_eq!(Bound::Exact.minus(Bound::AtLeast), Bound::AtMost);
        assert_eq!(Bound::Exact.minus(Bound::Exact), Bound::Exact);
    }
}
