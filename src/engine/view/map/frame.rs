//! From longitude and latitude to the drawing.
//!
//! Parallels and meridians are straight and at right angles, true to scale along the middle parallel, which for a city differs from
//! any other projection by less than a marker's size.

use crate::config::collection::value::Point;
use crate::view::model::Tenth;

/// The drawing's width. On the narrowest phone it is shown at four fifths of it.
pub const WIDTH: f64 = 360.0;
pub const MOST_HEIGHT: f64 = 540.0;
/// Between the outermost places and the edge.
const MARGIN: f64 = 34.0;
/// Below the map, for scale, north and number.
pub const FOOT: f64 = 44.0;
/// Degrees of latitude that a map shows at least, some two kilometres: one street isn't a city.
const LEAST_SPAN: f64 = 0.02;
const KM_PER_DEGREE: f64 = 111.195;
const ROUND: [f64; 11] = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];

pub struct Frame {
    west: f64,
    north: f64,
    /// Units a degree of latitude.
    scale: f64,
    /// How much shorter a degree of longitude is.
    narrowing: f64,
    left: f64,
    top: f64,
    pub height: f64,
}

impl Frame {
    /// The largest scale at which all of the points are within the margins of a drawing of some height.
    pub fn around(points: impl Iterator<Item = (f64, f64)>, (least_height, most_height): (f64, f64)) -> Self {
        let (mut west, mut east, mut south, mut north) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        for (lon, lat) in points {
            (west, east) = (west.min(lon), east.max(lon));
            (south, north) = (south.min(lat), north.max(lat));
        }
        let narrowing = cosine((south + north) / 2.0).max(0.05);
        let (across, down) = (((east - west) * narrowing).max(LEAST_SPAN), (north - south).max(LEAST_SPAN));
        let (room_across, room_down) = (WIDTH - 2.0 * MARGIN, most_height - 2.0 * MARGIN - FOOT / 2.0);
        let scale = (room_across / across).min(room_down / down);
        let height = (down * scale + 2.0 * MARGIN + FOOT / 2.0).clamp(least_height, most_height).round();
        Self {
            west,
            north,
            scale,
            narrowing,
            left: (WIDTH - (east - west) * narrowing * scale) / 2.0,
            top: (height - FOOT / 2.0 - (north - south) * scale) / 2.0,
            height,
        }
    }

    pub fn place(&self, point: Point) -> (f64, f64) {
        self.project(point.lon, point.lat)
    }

    pub fn project(&self, lon: f64, lat: f64) -> (f64, f64) {
        (self.left + (lon - self.west) * self.narrowing * self.scale, self.top + (self.north - lat) * self.scale)
    }

    fn unit(&self) -> f64 {
        self.scale / KM_PER_DEGREE
    }

    /// The longest round distance that takes no more than a third of the width, and its length.
    pub fn scale_bar(&self) -> (f64, f64) {
        let km = ROUND.into_iter().rev().find(|km| km * self.unit() <= WIDTH / 3.0).unwrap_or(0.5);
        (km * self.unit(), km)
    }

    /// Two or three round distances from a spot in the middle, each with its length.
    pub fn rings(&self) -> Vec<(f64, f64)> {
        let fits = |km: &f64| (WIDTH / 10.0..=WIDTH / 2.0).contains(&(km * self.unit()));
        ROUND.into_iter().filter(fits).map(|km| (km * self.unit(), km)).collect()
    }

    /// What a script needs to find where a place is drawn: the place of the upper left corner, and how many units a degree takes
    /// eastwards and southwards.
    pub fn projection(&self) -> String {
        let (east, south) = (self.narrowing * self.scale, self.scale);
        let (west, north) = (self.west - self.left / east, self.north + self.top / south);
        format!("{west:.6} {north:.6} {east:.3} {south:.3}")
    }
}

pub fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// The cosine of an angle in degrees, by its series: libraries of systems differ in the last digit.
pub fn cosine(degrees: f64) -> f64 {
    let square = (degrees * std::f64::consts::PI / 180.0) * (degrees * std::f64::consts::PI / 180.0);
    let (mut sum, mut term) = (1.0, 1.0);
    for at in 1..=9 {
        term *= -square / f64::from((2 * at - 1) * (2 * at));
        sum += term;
    }
    sum
}

impl Tenth {
    pub(super) fn of(value: f64) -> Self {
        Self((value * 10.0).round() as i32)
    }
}

impl serde::Serialize for Tenth {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 10 == 0 {
            serializer.serialize_i32(self.0 / 10)
        } else {
            serializer.serialize_f64(f64::from(self.0) / 10.0)
        }
    }
}

impl std::fmt::Display for Tenth {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / 10, self.0.abs() % 10);
        match rest {
            0 => write!(formatter, "{sign}{whole}"),
            _ => write!(formatter, "{sign}{whole}.{rest}"),
        }
    }
}

#[cfg(feature = "testing")]
impl schemars::JsonSchema for Tenth {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Tenth".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "number"})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cosine_is_one() {
        for degrees in [-80.0_f64, 0.0, 28.9, 45.0, 89.0] {
            assert!((cosine(degrees) - degrees.to_radians().cos()).abs() < 1e-9);
        }
    }

    #[test]
    fn a_script_finds_places_where_they_are_drawn() {
        let frame = Frame::around([(105.0, 28.0), (105.4, 28.9)].into_iter(), (260.0, MOST_HEIGHT));
        let said: Vec<f64> = frame.projection().split(' ').map(|number| number.parse().unwrap()).collect();
        let (x, y) = frame.project(105.2, 28.3);
        assert!(((105.2 - said[0]) * said[2] - x).abs() < 0.05 && ((said[1] - 28.3) * said[3] - y).abs() < 0.05);
        assert!(!frame.rings().is_empty() && frame.rings().len() <= 3);
    }
}
