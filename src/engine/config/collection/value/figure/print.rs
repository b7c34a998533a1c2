//! A number for readers: thousands apart, large ones in 万, and in English with the usual units in English.

use rust_decimal::Decimal;

use super::{Bound, Figure, FigureSum, Qualifier};

/// Units of reports in English: of one, of several.
const UNITS: &[(&str, &str, &str)] = &[
    ("个", "", ""),
    ("人", "person", "people"),
    ("人次", "visit", "visits"),
    ("份", "copy", "copies"),
    ("件", "item", "items"),
    ("元", "yuan", "yuan"),
    ("册", "book", "books"),
    ("场", "event", "events"),
    ("场次", "event", "events"),
    ("天", "day", "days"),
    ("家", "organisation", "organisations"),
    ("小时", "hour", "hours"),
    ("岁", "year", "years"),
    ("平方米", "m²", "m²"),
    ("张", "sheet", "sheets"),
    ("所", "school", "schools"),
    ("支", "team", "teams"),
    ("期", "issue", "issues"),
    ("条", "item", "items"),
    ("次", "time", "times"),
    ("篇", "article", "articles"),
    ("部", "film", "films"),
    ("项", "item", "items"),
];

/// The unit in English; one that isn't known stays as it is.
pub fn english_unit(unit: &str, one: bool) -> &str {
    let found = UNITS.iter().find(|(chinese, ..)| *chinese == unit);
    found.map_or(unit, |(_, single, several)| if one { *single } else { *several })
}

/// `1,280`; the decimals as they are.
pub fn thousands(value: Decimal) -> String {
    let text = value.normalize().to_string();
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let (sign, digits) = whole.split_at(whole.len() - whole.trim_start_matches('-').len());
    let mut grouped = String::with_capacity(text.len() + 4);
    grouped.push_str(sign);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + rest
}

fn quantity(value: Decimal, unit: &str) -> String {
    let unit = english_unit(unit, value == Decimal::ONE);
    let number = thousands(value);
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

impl Figure {
    /// The figure in English: `over 744 visits`.
    #[must_use]
    pub fn english(&self) -> String {
        let quantity = quantity(self.value, &self.unit);
        match self.qualifier {
            None | Some(Qualifier::Reaching) => quantity,
            Some(Qualifier::Odd | Qualifier::More | Qualifier::Over) => format!("over {quantity}"),
            Some(Qualifier::Nearly) => format!("nearly {quantity}"),
            Some(Qualifier::About) => format!("about {quantity}"),
            Some(Qualifier::UpTo) => format!("up to {quantity}"),
            Some(Qualifier::AtLeast) => format!("at least {quantity}"),
            Some(Qualifier::AtMost) => format!("at most {quantity}"),
        }
    }
}

impl FigureSum {
    /// The sum in English: `at least 744 visits`.
    #[must_use]
    pub fn english(&self) -> String {
        let quantity = quantity(self.value, &self.unit);
        match self.bound {
            Bound::Exact => quantity,
            Bound::AtLeast => format!("at least {quantity}"),
            Bound::AtMost => format!("at most {quantity}"),
            Bound::About => format!("about {quantity}"),
        }
    }

    /// The sum to take in at a glance: from 10 000 on in 万 with one decimal, rounded so that its bound still holds.
    #[must_use]
    pub fn short(&self) -> String {
        let (myriad, tenth) = (Decimal::from(10_000), Decimal::ONE / Decimal::TEN);
        if self.value < myriad {
            return self.bound.print(&format!("{}{}", thousands(self.value), self.unit));
        }
        let tenths = (self.value / myriad / tenth).floor() * tenth;
        let rounded = tenths * myriad != self.value;
        let (number, bound) = match self.bound {
            Bound::AtMost if rounded => (tenths + tenth, Bound::AtMost),
            Bound::Exact if rounded => (tenths, Bound::AtLeast),
            bound => (tenths, bound),
        };
        bound.print(&format!("{}万{}", thousands(number), self.unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(text: &str) -> Figure {
        Figure::parse(text).unwrap()
    }

    #[test]
    fn figures_in_english() {
        for (text, english) in [
            ("参观 744人次以上", "at least 744 visits"),
            ("发放资料 60000余份", "over 60,000 copies"),
            ("天数 265天", "265 days"),
            ("讲座 1场", "1 event"),
            ("投入 2.58亿元", "258,000,000 yuan"),
            ("植树 30棵", "30 棵"),
        ] {
            assert_eq!(figure(text).english(), english, "{text}");
        }
    }

    #[test]
    fn sums_at_a_glance() {
        let sum = |text: &str| {
            let mut sum = FigureSum::new(&figure(text).unit);
            sum.add(&figure(text)).unwrap();
            sum.short()
        };
        assert_eq!(sum("资料 136000份"), "13.6万份");
        assert_eq!(sum("资料 136400份"), "13.6万份以上");
        assert_eq!(sum("资料 136400余份"), "13.6万份以上");
        assert_eq!(sum("参观 近15320人次"), "1.6万人次以内");
        assert_eq!(sum("参观 1280人次"), "1,280人次");
    }
}
