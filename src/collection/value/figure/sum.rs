//! Figures → what they come to, one sum a unit.
//!
//! Which figures belong together is for the caller to say; how they were written is not
//! known here, but for whether they were exact.

use std::fmt;
use std::hash::{Hash, Hasher};

use super::{Figure, FigureSum};
use crate::diagnostic::Localized;

impl FigureSum {
    /// An empty sum, which is exact.
    pub fn new(unit: &str) -> Self {
        Self { value: 0.0, unit: unit.to_owned(), exact: true, text: format!("0{unit}") }
    }

    /// Adds a figure; one of another unit is refused and leaves the sum as it was.
    pub fn add(&mut self, figure: &Figure) -> Result<(), Localized> {
        if figure.unit != self.unit {
            return Err(Localized {
                zh: format!("“{}”和“{}”单位不同，不能相加", self.unit, figure.unit),
                en: format!("`{}` and `{}` are different units and can't be added", self.unit, figure.unit),
            });
        }
        self.value += figure.value;
        self.exact &= figure.is_exact();
        let about = if self.exact { "" } else { "约" };
        self.text = format!("{about}{}{}", shortest(self.value), self.unit);
        Ok(())
    }

    /// One sum a unit, in the order in which the units first appear.
    pub fn by_unit<'a>(figures: impl IntoIterator<Item = &'a Figure>) -> Vec<Self> {
        let mut sums: Vec<Self> = Vec::new();
        for figure in figures {
            if !sums.iter().any(|sum| sum.unit == figure.unit) {
                sums.push(Self::new(&figure.unit));
            }
            for sum in sums.iter_mut().filter(|sum| sum.unit == figure.unit) {
                // The filter above leaves nothing that could be refused.
                let _ = sum.add(figure);
            }
        }
        sums
    }

    fn parts(&self) -> impl Hash + Eq + '_ {
        (self.value.to_bits(), &self.unit, self.exact, &self.text)
    }
}

/// A sum is printed with 万 or 亿 where that is shorter and loses nothing.
fn shortest(value: f64) -> String {
    if value >= 1e8 && value % 1e4 == 0.0 {
        format!("{}亿", value / 1e8)
    } else if value >= 1e4 && value % 100.0 == 0.0 {
        format!("{}万", value / 1e4)
    } else {
        // Six decimals hide what binary fractions add: 0.1 + 0.2.
        ((value * 1e6).round() / 1e6).to_string()
    }
}

impl fmt::Display for FigureSum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for FigureSum {
    fn eq(&self, other: &Self) -> bool {
        self.parts() == other.parts()
    }
}

impl Eq for FigureSum {}

impl Hash for FigureSum {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parts().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stay_apart_and_approximate_sums_say_so() {
        let figures = ["5万余人", "60000人", "2100多场次", "3场次", "7项", "0.1吨", "0.2吨", "200人次"]
            .map(|text| Figure::parse(text).unwrap());
        let sums = FigureSum::by_unit(&figures);
        let printed: Vec<&str> = sums.iter().map(|sum| sum.text.as_str()).collect();
        assert_eq!(printed, ["约11万人", "约2103场次", "7项", "0.3吨", "200人次"]);
        assert_eq!(sums.iter().map(|sum| sum.exact).collect::<Vec<_>>(), [false, false, true, true, true]);
        assert!(FigureSum::new("人").add(&figures[7]).is_err());
        assert_eq!(shortest(258_000_000.0), "2.58亿");
        assert_eq!(shortest(12345.0), "12345");
    }
}
