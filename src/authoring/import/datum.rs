//! Converts coordinates of the datums that Chinese map services use to WGS-84.
//!
//! GCJ-02 shifts a place by some hundred metres, differently everywhere; BD-09 shifts it once more. The forward
//! formulas are published (GCJ-02 by its de facto formulas over the Krasovsky 1940 ellipsoid, BD-09 by Baidu's own
//! description); the inverse is computed by iteration. The result is exact to a few centimetres, which is more than the
//! coordinates of any list are.

use std::f64::consts::PI;

/// The geodetic datum of the coordinates in a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Datum {
    Wgs84,
    /// The datum of AMap and Tencent.
    Gcj02,
    /// The datum of Baidu.
    Bd09,
}

impl Datum {
    pub const ALL: [(Self, &'static str); 3] = [(Self::Wgs84, "wgs84"), (Self::Gcj02, "gcj02"), (Self::Bd09, "bd09")];

    /// Returns the datum of a name in any usual spelling: `GCJ-02`, `gcj02`, `BD09`.
    pub fn named(name: &str) -> Option<Self> {
        let plain: String = name.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
        Self::ALL.iter().find(|(_, known)| plain.eq_ignore_ascii_case(known)).map(|(datum, _)| *datum)
    }

    /// Converts longitude and latitude in degrees to WGS-84, rounded to six decimals (some ten centimetres).
    pub fn to_wgs84(self, lon: f64, lat: f64) -> (f64, f64) {
        let (lon, lat) = match self {
            Self::Wgs84 => return (lon, lat),
            Self::Gcj02 => gcj02_to_wgs84((lon, lat)),
            Self::Bd09 => gcj02_to_wgs84(bd09_to_gcj02((lon, lat))),
        };
        let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
        (round(lon), round(lat))
    }
}

/// The ellipsoid's semi-major axis in metres, and the square of its eccentricity.
const AXIS: f64 = 6_378_245.0;
const ECCENTRICITY: f64 = 0.006_693_421_622_965_943;

/// Returns whether a place is in the bounding box of China; GCJ-02 shifts nothing outside of it.
fn in_china((lon, lat): (f64, f64)) -> bool {
    (72.004..=137.8347).contains(&lon) && (0.8293..=55.8271).contains(&lat)
}

fn gcj02_to_wgs84(place: (f64, f64)) -> (f64, f64) {
    if !in_china(place) {
        return place;
    }
    let mut guess = place;
    // The shift changes slowly, so each iteration reduces the error by a factor of some thousand.
    for _ in 0..4 {
        let there = wgs84_to_gcj02(guess);
        guess = (guess.0 + place.0 - there.0, guess.1 + place.1 - there.1);
    }
    guess
}

/// Converts WGS-84 to GCJ-02.
fn wgs84_to_gcj02((lon, lat): (f64, f64)) -> (f64, f64) {
    let (x, y) = (lon - 105.0, lat - 35.0);
    let waves = (20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin()) * 2.0 / 3.0;
    let north = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + waves
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let east = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + waves
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    let radians = lat.to_radians();
    let bend = 1.0 - ECCENTRICITY * radians.sin().powi(2);
    let meridian = AXIS * (1.0 - ECCENTRICITY) / (bend * bend.sqrt());
    let parallel = AXIS / bend.sqrt() * radians.cos();
    (lon + (east / parallel).to_degrees(), lat + (north / meridian).to_degrees())
}

/// Converts BD-09 to GCJ-02.
fn bd09_to_gcj02((lon, lat): (f64, f64)) -> (f64, f64) {
    const TURN: f64 = PI * 3000.0 / 180.0;
    let (x, y) = (lon - 0.0065, lat - 0.006);
    let radius = x.hypot(y) - 0.00002 * (y * TURN).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * TURN).cos();
    (radius * angle.cos(), radius * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_where_it_is() {
        // Tiananmen, as map services and a receiver give it.
        let near = |(lon, lat): (f64, f64), (x, y): (f64, f64)| (lon - x).abs() < 2e-5 && (lat - y).abs() < 2e-5;
        let there = (116.391_349, 39.907_375);
        assert!(near(Datum::Gcj02.to_wgs84(116.397_588, 39.908_777), there));
        assert!(near(wgs84_to_gcj02(there), (116.397_588, 39.908_777)), "{:?}", wgs84_to_gcj02(there));
        assert!(near(Datum::Bd09.to_wgs84(116.403_961, 39.915_119), there));
        assert_eq!(Datum::Wgs84.to_wgs84(105.44, 28.87), (105.44, 28.87));
        assert_eq!(Datum::Gcj02.to_wgs84(-0.12, 51.5), (-0.12, 51.5));
        assert_eq!(
            (Datum::named("GCJ-02"), Datum::named("bd09"), Datum::named("cgcs")),
            (Some(Datum::Gcj02), Some(Datum::Bd09), None)
        );
    }

    proptest::proptest! {
        #[test]
        fn conversions_are_inverse_to_each_other(lon in 73.0..136.0, lat in 1.0..55.0) {
            let back = gcj02_to_wgs84(wgs84_to_gcj02((lon, lat)));
            proptest::prop_assert!((back.0 - lon).abs() < 1e-6 && (back.1 - lat).abs() < 1e-6);
        }
    }
}
