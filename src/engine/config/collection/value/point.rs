//! Parses a place on the Earth: `105.4423,28.8718`.
//!
//! Coordinates are WGS-84 degrees; the caller converts other datums first, and orders the two numbers for each map
//! service.

use std::fmt;
use std::hash::{Hash, Hasher};

use serde::Serialize;

use super::sexagesimal::directed;
use crate::base::diagnostic::Localized;

/// A place on the Earth, in degrees of WGS-84.
#[derive(Clone, Copy, Debug, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct Point {
    /// Longitude, east positive, from -180 to 180.
    pub lon: f64,
    /// Latitude, north positive, from -90 to 90.
    pub lat: f64,
}

impl Point {
    /// Checks the ranges, and refuses two numbers that look like a place in China with the latitude first. This
    /// excludes a strip of the Arctic (3–54° E, north of 73°), where no such site has a base, and catches the commonest
    /// mistake. Two zeros are a form that wasn't filled in: a place in the sea off Africa.
    pub fn new(lon: f64, lat: f64) -> Result<Self, Localized> {
        if (lon, lat) == (0.0, 0.0) {
            return Err(Localized {
                zh: "0,0 在非洲西边的海里，是没有填坐标：填上，或者空着".to_owned(),
                en: "0,0 is in the sea off Africa: no coordinates were given; write them, or leave them out".to_owned(),
            });
        }
        if (3.0..=54.0).contains(&lon) && (73.0..=136.0).contains(&lat) {
            return Err(Localized {
                zh: format!("经度和纬度写反了：先写经度，再写纬度，即 {lat},{lon}"),
                en: format!("longitude and latitude are swapped: longitude goes first, as in {lat},{lon}"),
            });
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(Localized {
                zh: format!("经度 {lon} 不在 -180 到 180 之间，应写成 105.4423,28.8718 这样（经度在前）"),
                en: format!("the longitude {lon} isn't between -180 and 180; write it like 105.4423,28.8718"),
            });
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(Localized {
                zh: format!("纬度 {lat} 不在 -90 到 90 之间，应写成 105.4423,28.8718 这样（经度在前）"),
                en: format!("the latitude {lat} isn't between -90 and 90; write it like 105.4423,28.8718"),
            });
        }
        // Adding zero turns -0.0 into 0.0, so that equal places have equal bits.
        Ok(Self { lon: lon + 0.0, lat: lat + 0.0 })
    }

    /// Parses two decimal numbers, longitude first, separated by a comma of either width or a space.
    pub fn parse(text: &str) -> Result<Self, Localized> {
        let numbers = text
            .split([',', '，', '、', ' ', '\u{3000}', '\t'])
            .filter(|part| !part.is_empty())
            .map(decimal)
            .collect::<Option<Vec<f64>>>();
        match numbers.as_deref() {
            Some(&[lon, lat]) => Self::new(lon, lat),
            _ => Err(directed(text).and_then(|(lon, lat)| in_decimals(text, lon, lat)).unwrap_or_else(|| Localized {
                zh: format!(
                    "“{}”不是坐标，应写成 105.4423,28.8718 这样：经度、逗号、纬度，用小数表示的度",
                    text.trim()
                ),
                en: format!(
                    "`{}` isn't a pair of coordinates; write decimal degrees like 105.4423,28.8718, longitude first",
                    text.trim()
                ),
            })),
        }
    }

    fn bits(&self) -> (u64, u64) {
        (self.lon.to_bits(), self.lat.to_bits())
    }
}

/// A place that was written in degrees and minutes, in the form that is read.
fn in_decimals(text: &str, lon: f64, lat: f64) -> Option<Localized> {
    let point = Point::new(lon, lat).ok()?;
    let text = text.trim();
    Some(Localized {
        zh: format!("“{text}”要写成小数，经度在前：{point}"),
        en: format!("`{text}` is written in decimal degrees, longitude first: {point}"),
    })
}

/// Parses a plain decimal: the other forms that `f64` accepts (`inf`, `1e5`) are no coordinates.
fn decimal(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+'));
    if plain { text.parse().ok() } else { None }
}

impl PartialEq for Point {
    fn eq(&self, other: &Self) -> bool {
        self.bits() == other.bits()
    }
}

impl Eq for Point {}

impl Hash for Point {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bits().hash(state);
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{},{}", self.lon, self.lat)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pair_of_numbers_is_a_point() {
        let point = Point::new(105.4423, 28.8718).unwrap();
        for text in ["105.4423,28.8718", "105.4423，28.8718", " 105.4423, 28.8718 ", "105.4423 28.8718"] {
            assert_eq!(Point::parse(text), Ok(point), "{text}");
        }
        assert_eq!(point.to_string(), "105.4423,28.8718");
        assert_eq!(serde_json::to_value(point).unwrap(), serde_json::json!({"lon": 105.4423, "lat": 28.8718}));
        assert_eq!(Point::new(-0.0, 1.0), Point::new(0.0, 1.0));
    }

    #[test]
    fn swapped_numbers_are_recognised() {
        let problem = Point::parse("28.8718,105.4423").unwrap_err();
        assert!(problem.zh.contains("写反了") && problem.zh.contains("105.4423,28.8718"), "{}", problem.zh);
        assert!(Point::parse("43.8,87.6").unwrap_err().zh.contains("写反了"), "Ürümqi");
    }

    #[test]
    fn degrees_and_minutes_are_shown_as_decimals() {
        for text in ["东经105°26′24″，北纬28°52′12″", "N28°52′12″ E105°26′24″"] {
            assert!(Point::parse(text).unwrap_err().zh.ends_with("：105.44,28.87"), "{text}");
        }
    }

    #[test]
    fn invalid_points_are_refused() {
        for text in [
            "",
            "0,0",
            "-0.0 0",
            "105",
            "105,28,3",
            "东经105度",
            "inf,nan",
            "1e2,3",
            "200,10",
            "10,-91",
            "105°26′,28°52′",
            ".,-",
        ] {
            assert!(Point::parse(text).is_err(), "{text}");
        }
        assert!(Point::new(f64::NAN, 0.0).is_err());
    }

    proptest! {
        #[test]
        fn no_text_panics(text in any::<String>(), numbers in "[-+0-9., ，]{0,24}") {
            let _ = Point::parse(&text);
            let _ = Point::parse(&numbers);
        }
    }
}
