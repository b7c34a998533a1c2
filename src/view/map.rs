//! Places on the Earth → where they are drawn on a map: plain numbers and path data.
//!
//! The map is a schematic: parallels and meridians are straight and at right angles, true to scale
//! along the middle parallel, which for a city differs from any other projection by less than a
//! marker's size. Markers that would lie on each other are pushed apart until a finger can choose
//! one; where there are too many for that, a marker stands for a district. Nothing is known here
//! of entries or of how a theme draws.
//!
//! Every number is the same on every machine: only operations whose result IEEE 754 lays down are
//! used, and what comes out is rounded to a tenth.

use super::model::{MapLabel, MapMarker, MapView, Tenth};
use crate::base::url::Url;
use crate::config::borders::{BorderLine, Borders};
use crate::config::collection::value::Point;

/// The drawing's width. On the narrowest phone it is shown at four fifths of it.
const WIDTH: f64 = 360.0;
const LEAST_HEIGHT: f64 = 260.0;
const MOST_HEIGHT: f64 = 540.0;
/// Between the outermost places and the edge.
const MARGIN: f64 = 34.0;
/// Below the map, for scale, north and number.
const FOOT: f64 = 44.0;
/// From the middle of a marker to the next: 24 CSS pixels on the narrowest phone.
const APART: f64 = 30.0;
/// Above this markers can't be kept apart without leaving their places altogether.
const MOST_MARKERS: usize = 90;
/// Degrees of latitude that a map shows at least, some two kilometres: one street isn't a city.
const LEAST_SPAN: f64 = 0.02;
const KM_PER_DEGREE: f64 = 111.195;
/// The size of a name's letters.
const LETTER: f64 = 14.0;
/// The widest name, half of the drawing. A longer one is cut: its marker has the whole name.
const WIDEST: f64 = WIDTH / 2.0;

/// A place to be drawn.
pub struct Spot<'a> {
    pub point: Point,
    pub title: &'a str,
    pub url: &'a Url,
    /// The district's key, its title and its page.
    pub district: Option<(&'a str, &'a str, Option<Url>)>,
}

/// Draws the places; none for fewer than two, or for more than can be told apart.
pub fn map(spots: &[Spot<'_>], borders: Option<&Borders>, names: bool) -> Option<MapView> {
    if spots.len() < 2 {
        return None;
    }
    let districts = districts(spots);
    let crowded = spots.len() > MOST_MARKERS;
    if crowded && districts.len() < 2 {
        return None;
    }
    // A map of the whole shows its borders as well, wherever the places are within them.
    let outline = borders.iter().filter(|_| names).flat_map(|borders| &borders.lines).flat_map(|line| &line.points);
    let frame = Frame::around(spots.iter().map(|spot| (spot.point.lon, spot.point.lat)).chain(outline.copied()));
    let mut markers: Vec<MapMarker> = Vec::new();
    let mut places: Vec<(f64, f64)> = Vec::new();
    // Where they are drawn is known when all of them are there.
    let marker = |title: &str, url: Url| MapMarker {
        title: title.to_owned(),
        district: String::new(),
        url,
        count: 1,
        mark: String::new(),
        x: Tenth(0),
        y: Tenth(0),
        at_x: Tenth(0),
        at_y: Tenth(0),
        moved: false,
        label: None,
    };
    if crowded {
        for district in districts.iter().filter(|district| district.url.is_some()) {
            places.push(district.middle(&frame, spots));
            markers.push(MapMarker {
                count: district.spots.len(),
                mark: format!("district:{}", district.key),
                ..marker(district.title, district.url.clone()?)
            });
        }
    } else {
        for spot in spots {
            places.push(frame.place(spot.point));
            markers.push(MapMarker {
                district: spot.district.as_ref().map_or(String::new(), |(_, title, _)| (*title).to_owned()),
                ..marker(spot.title, spot.url.clone())
            });
        }
    }
    let spread =
        spread(&places, (APART / 2.0 + 1.0, WIDTH - APART / 2.0 - 1.0), (APART / 2.0 + 1.0, frame.height - FOOT));
    for ((marker, at), drawn) in markers.iter_mut().zip(&places).zip(&spread) {
        (marker.at_x, marker.at_y) = (Tenth::of(at.0), Tenth::of(at.1));
        (marker.x, marker.y) = (Tenth::of(drawn.0), Tenth::of(drawn.1));
        marker.moved = distance(*at, *drawn) > 4.0;
    }
    let mut labels = Vec::new();
    let mut taken = Vec::new();
    if names {
        // Every district is named, at worst across a marker.
        for district in &districts {
            let (label, _) =
                label(district.title, district.middle(&frame, spots), frame.height, &spread, &mut taken, 14);
            labels.push(label);
        }
    } else {
        for (marker, at) in markers.iter_mut().zip(&spread) {
            let known = taken.len();
            let (label, free) = label(&marker.title, *at, frame.height, &spread, &mut taken, 4);
            if free {
                marker.label = Some(label);
            } else {
                taken.truncate(known);
            }
        }
    }
    let (scale, scale_km) = frame.scale_bar();
    Some(MapView {
        width: WIDTH as u32,
        height: frame.height as u32,
        borders: borders
            .map(|borders| borders.lines.iter().map(|line| path(line, &frame)).collect())
            .unwrap_or_default(),
        approval: borders.map(|borders| borders.approval.clone()).unwrap_or_default(),
        labels,
        markers,
        scale: Tenth::of(scale),
        scale_km: Tenth::of(scale_km),
    })
}

impl Tenth {
    fn of(value: f64) -> Self {
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

/// From longitude and latitude to the drawing.
struct Frame {
    west: f64,
    north: f64,
    /// Units a degree of latitude.
    scale: f64,
    /// How much shorter a degree of longitude is.
    narrowing: f64,
    left: f64,
    top: f64,
    height: f64,
}

impl Frame {
    /// The largest scale at which all of the points are within the margins.
    fn around(points: impl Iterator<Item = (f64, f64)>) -> Self {
        let (mut west, mut east, mut south, mut north) = (f64::MAX, f64::MIN, f64::MAX, f64::MIN);
        for (lon, lat) in points {
            (west, east) = (west.min(lon), east.max(lon));
            (south, north) = (south.min(lat), north.max(lat));
        }
        let narrowing = cosine((south + north) / 2.0).max(0.05);
        let (across, down) = (((east - west) * narrowing).max(LEAST_SPAN), (north - south).max(LEAST_SPAN));
        let (room_across, room_down) = (WIDTH - 2.0 * MARGIN, MOST_HEIGHT - 2.0 * MARGIN - FOOT / 2.0);
        let scale = (room_across / across).min(room_down / down);
        let height = (down * scale + 2.0 * MARGIN + FOOT / 2.0).clamp(LEAST_HEIGHT, MOST_HEIGHT).round();
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

    fn place(&self, point: Point) -> (f64, f64) {
        self.project(point.lon, point.lat)
    }

    fn project(&self, lon: f64, lat: f64) -> (f64, f64) {
        (self.left + (lon - self.west) * self.narrowing * self.scale, self.top + (self.north - lat) * self.scale)
    }

    /// The longest round distance that takes no more than a third of the width, and its length.
    fn scale_bar(&self) -> (f64, f64) {
        let unit = self.scale / KM_PER_DEGREE;
        let round = [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0];
        let km = round.into_iter().rev().find(|km| km * unit <= WIDTH / 3.0).unwrap_or(0.5);
        (km * unit, km)
    }
}

/// The cosine of an angle in degrees, by its series: libraries of systems differ in the last digit.
fn cosine(degrees: f64) -> f64 {
    let square = (degrees * std::f64::consts::PI / 180.0) * (degrees * std::f64::consts::PI / 180.0);
    let (mut sum, mut term) = (1.0, 1.0);
    for at in 1..=9 {
        term *= -square / f64::from((2 * at - 1) * (2 * at));
        sum += term;
    }
    sum
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    ((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)).sqrt()
}

/// Ways to part two markers at one place, by turns.
const WAYS: [(f64, f64); 8] =
    [(1.0, 0.0), (0.0, 1.0), (-0.7, -0.7), (0.7, -0.7), (-1.0, 0.0), (0.0, -1.0), (0.7, 0.7), (-0.7, 0.7)];

/// Pushes places apart, each pair by half of what it lacks, until none is too near to another.
fn spread(places: &[(f64, f64)], across: (f64, f64), down: (f64, f64)) -> Vec<(f64, f64)> {
    let mut spread = places.to_vec();
    for _ in 0..400 {
        let mut touched = false;
        for first in 0..spread.len() {
            for second in first + 1..spread.len() {
                let (a, b) = (spread[first], spread[second]);
                let apart = distance(a, b);
                if apart >= APART {
                    continue;
                }
                touched = true;
                let way = match apart {
                    apart if apart < 0.01 => WAYS[(first + second) % WAYS.len()],
                    apart => ((b.0 - a.0) / apart, (b.1 - a.1) / apart),
                };
                // A little more than is lacking, or the last of it would take for ever.
                let push = (APART - apart) / 2.0 + 0.1;
                spread[first] = (a.0 - way.0 * push, a.1 - way.1 * push);
                spread[second] = (b.0 + way.0 * push, b.1 + way.1 * push);
            }
        }
        for place in &mut spread {
            *place = (place.0.clamp(across.0, across.1), place.1.clamp(down.0, down.1));
        }
        if !touched {
            break;
        }
    }
    spread
}

struct District<'a> {
    key: &'a str,
    title: &'a str,
    url: Option<Url>,
    /// Places in the list of all.
    spots: Vec<usize>,
}

impl District<'_> {
    fn middle(&self, frame: &Frame, spots: &[Spot<'_>]) -> (f64, f64) {
        let count = self.spots.len() as f64;
        let sum = self.spots.iter().map(|at| frame.place(spots[*at].point));
        let (x, y) = sum.fold((0.0, 0.0), |sum, place| (sum.0 + place.0, sum.1 + place.1));
        (x / count, y / count)
    }
}

/// Districts in the order in which they are met.
fn districts<'a>(spots: &'a [Spot<'_>]) -> Vec<District<'a>> {
    let mut districts: Vec<District<'a>> = Vec::new();
    for (at, spot) in spots.iter().enumerate() {
        let Some((key, title, url)) = &spot.district else { continue };
        match districts.iter_mut().find(|district| district.key == *key) {
            Some(known) => known.spots.push(at),
            None => districts.push(District { key, title, url: url.clone(), spots: vec![at] }),
        }
    }
    districts
}

/// A name in the middle of what it names, or as near to it as leaves markers and other names free;
/// and whether any place within so many rings does.
fn label(
    name: &str,
    (x, y): (f64, f64),
    height: f64,
    markers: &[(f64, f64)],
    taken: &mut Vec<(f64, f64, f64)>,
    rings: u8,
) -> (MapLabel, bool) {
    let name = fit(name);
    let half = half_width(&name);
    let clashes = |x: f64, y: f64| {
        let over = |at: &&(f64, f64)| (at.0 - x).abs() < half + 11.0 && (at.1 - y).abs() < LETTER / 2.0 + 10.0;
        let names = taken.iter().filter(|(a, b, c)| (a - x).abs() < half + c + 4.0 && (b - y).abs() < LETTER + 4.0);
        markers.iter().filter(over).count() + 3 * names.count()
    };
    // The nearest of the best, ring by ring.
    let mut best = (usize::MAX, x, y);
    'search: for ring in 0..rings {
        for way in WAYS {
            // A name is wide: sideways it has to go further.
            let far = f64::from(ring) * 8.0;
            let reach = if way.1 == 0.0 { far + half.min(far * 2.0) } else { far };
            let x = (x + way.0 * reach).clamp(half + 4.0, WIDTH - half - 4.0);
            let y = (y + way.1 * far).clamp(LETTER, height - FOOT);
            let found = clashes(x, y);
            if found < best.0 {
                best = (found, x, y);
            }
            if found == 0 {
                break 'search;
            }
        }
    }
    taken.push((best.1, best.2, half));
    let label = MapLabel { title: name, x: Tenth::of(best.1), y: Tenth::of(best.2 + LETTER * 0.36) };
    (label, best.0 == 0)
}

/// A name that is at most [`WIDEST`], cut with an ellipsis where it is longer.
fn fit(name: &str) -> String {
    if 2.0 * half_width(name) <= WIDEST {
        return name.to_owned();
    }
    let mut cut = String::new();
    for c in name.chars() {
        cut.push(c);
        if 2.0 * half_width(&cut) + LETTER > WIDEST {
            cut.pop();
            break;
        }
    }
    format!("{}…", cut.trim_end())
}

/// Half of a name's width: a Han character is as wide as it is high, a letter somewhat over half.
fn half_width(name: &str) -> f64 {
    let widths = name.chars().map(|c| if c.is_ascii() { 0.56 } else { 1.0 });
    widths.sum::<f64>() * LETTER / 2.0
}

/// A line as path data, without points that fall on the one before.
fn path(line: &BorderLine, frame: &Frame) -> String {
    let mut path = String::new();
    let mut last = None;
    for (lon, lat) in &line.points {
        let (x, y) = frame.project(*lon, *lat);
        // Far outside the drawing numbers need not be right, only short.
        let place = (Tenth::of(x.clamp(-9999.0, 9999.0)), Tenth::of(y.clamp(-9999.0, 9999.0)));
        if last == Some(place) {
            continue;
        }
        path.push(if last.is_none() { 'M' } else { 'L' });
        path.push_str(&format!("{} {}", place.0, place.1));
        last = Some(place);
    }
    if line.closed {
        path.push('Z');
    }
    path
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn spots<'a>(url: &'a Url, places: &[(f64, f64, &'a str)]) -> Vec<Spot<'a>> {
        let district = |key: &'a str| Some((key, key, Some(Url::new(&format!("/bases/district/{key}/")))));
        let spot = |(lon, lat, key): &(f64, f64, &'a str)| Spot {
            point: Point { lon: *lon, lat: *lat },
            title: "馆",
            url,
            district: district(key),
        };
        places.iter().map(spot).collect()
    }

    #[test]
    fn names_of_any_length_lie_within_the_drawing() {
        let url = Url::root();
        for (unit, count) in
            [("馆", 1), ("馆", 12), ("馆", 13), ("馆", 26), ("馆", 400), ("a", 25), ("a", 45), ("W", 4000)]
        {
            let title = unit.repeat(count);
            let spot = |lon: f64, district: &'static str| Spot {
                point: Point { lon, lat: 28.0 },
                title: &title,
                url: &url,
                district: Some((district, &title, Some(url.clone()))),
            };
            for names in [false, true] {
                let map = map(&[spot(105.0, "a"), spot(105.3, "b")], None, names).unwrap();
                let labels: Vec<&MapLabel> =
                    map.labels.iter().chain(map.markers.iter().filter_map(|marker| marker.label.as_ref())).collect();
                assert!(!labels.is_empty(), "{unit} × {count}");
                for label in labels {
                    let half = half_width(&label.title);
                    assert!(tenth(label.x) >= half && tenth(label.x) + half <= WIDTH, "{}", label.title);
                    assert!(title.starts_with(label.title.trim_end_matches('…')), "{}", label.title);
                }
            }
        }
    }

    fn tenth(value: Tenth) -> f64 {
        f64::from(value.0) / 10.0
    }

    #[test]
    fn north_is_up_and_lengths_are_true_along_the_middle() {
        let url = Url::root();
        let places = [(105.0, 28.0, "a"), (105.2, 28.0, "a"), (105.0, 28.2, "b")];
        let map = map(&spots(&url, &places), None, true).unwrap();
        let [a, east, north] = map.markers.as_slice() else { panic!() };
        assert!(east.x > a.x && east.y == a.y && north.y < a.y && north.x == a.x);
        // A degree of longitude is cos(28.1°) of a degree of latitude.
        let ratio = (tenth(east.x) - tenth(a.x)) / (tenth(a.y) - tenth(north.y));
        assert!((ratio - 0.8821).abs() < 0.002, "{ratio}");
        // 0.2° of latitude are 22.2 km.
        let km = 22.239 / (tenth(a.y) - tenth(north.y)) * tenth(map.scale);
        assert!((km - tenth(map.scale_km)).abs() < 0.05, "{km}");
        assert_eq!(map.markers.iter().filter(|marker| marker.moved).count(), 0);
    }

    #[test]
    fn a_cosine_is_one() {
        for degrees in [-80.0_f64, 0.0, 28.9, 45.0, 89.0] {
            assert!((cosine(degrees) - degrees.to_radians().cos()).abs() < 1e-9);
        }
    }

    #[test]
    fn places_at_one_address_are_parted_and_say_so() {
        let url = Url::root();
        let map = map(&spots(&url, &[(105.4, 28.8, "a"); 5]), None, true).unwrap();
        assert!(map.markers.iter().all(|marker| marker.at_x == map.markers[0].at_x));
        assert!(map.markers.iter().filter(|marker| marker.moved).count() >= 4);
    }

    #[test]
    fn too_many_to_tell_apart_become_districts() {
        let url = Url::root();
        let many: Vec<_> =
            (0..200).map(|n| (105.0 + f64::from(n) / 500.0, 28.8, if n < 50 { "a" } else { "b" })).collect();
        let drawn = map(&spots(&url, &many), None, true).unwrap();
        let counts: Vec<_> = drawn.markers.iter().map(|marker| (marker.mark.as_str(), marker.count)).collect();
        assert_eq!(counts, [("district:a", 50), ("district:b", 150)]);
        assert!(map(&spots(&url, &many[..1]), None, true).is_none());
        assert!(map(&spots(&url, &many[60..]), None, true).is_none());
    }

    #[test]
    fn in_a_district_places_bear_their_names_where_there_is_room() {
        let url = Url::root();
        let far = map(&spots(&url, &[(105.0, 28.0, "a"), (105.2, 28.2, "a")]), None, false).unwrap();
        let named = |map: &MapView| map.markers.iter().filter(|marker| marker.label.is_some()).count();
        assert_eq!((named(&far), far.labels.len()), (2, 0));
        let crowd: Vec<_> = (0..MOST_MARKERS).map(|n| (105.0, 28.0 + n as f64 / 10_000.0, "a")).collect();
        let crowd = map(&spots(&url, &crowd), None, false).unwrap();
        assert!(named(&crowd) < MOST_MARKERS);
    }

    #[test]
    fn borders_are_paths_in_the_same_drawing() {
        let url = Url::root();
        let line =
            BorderLine { points: vec![(105.0, 28.2), (105.2, 28.2), (105.2, 28.0), (105.0, 28.2)], closed: true };
        let borders = Borders { lines: vec![line], approval: "审图号".to_owned() };
        let map = map(&spots(&url, &[(105.0, 28.0, "a"), (105.2, 28.2, "a")]), Some(&borders), true).unwrap();
        let (a, b) = (&map.markers[0], &map.markers[1]);
        assert_eq!(map.borders, [format!("M{} {}L{} {}L{} {}L{} {}Z", a.x, b.y, b.x, b.y, b.x, a.y, a.x, b.y)]);
        assert_eq!(map.approval, "审图号");
    }

    proptest! {
        #[test]
        fn markers_stay_apart_and_within_the_drawing(
            places in prop::collection::vec((105.0..106.0_f64, 28.0..29.0_f64), 2..=MOST_MARKERS),
            knot in 1..40_u32,
        ) {
            // All of them within a knot of the city's middle, or spread over it.
            let tight = f64::from(knot);
            let places: Vec<_> = places.iter().map(|(lon, lat)| (105.0 + (lon - 105.0) / tight, 28.0 + (lat - 28.0) / tight, "a")).collect();
            let url = Url::root();
            let map = map(&spots(&url, &places), None, true).unwrap();
            for (at, marker) in map.markers.iter().enumerate() {
                prop_assert!(tenth(marker.x) >= 14.0 && tenth(marker.x) <= WIDTH - 14.0);
                prop_assert!(tenth(marker.y) >= 14.0 && tenth(marker.y) <= f64::from(map.height) - 14.0);
                for other in &map.markers[at + 1..] {
                    let apart = distance((tenth(marker.x), tenth(marker.y)), (tenth(other.x), tenth(other.y)));
                    prop_assert!(apart > APART - 1.0, "{apart} at {} places", places.len());
                }
            }
        }
    }
}
