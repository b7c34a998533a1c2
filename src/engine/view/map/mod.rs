//! Places on the Earth → where they are drawn on a map: plain numbers and path data.
//!
//! The map is a schematic. Markers that would lie on each other are pushed apart; where there are too many for that, a marker
//! stands for a district. Nothing is known here of entries or of how a theme draws.
//!
//! Every number is the same on every machine: only operations whose result IEEE 754 lays down are
//! used, and what comes out is rounded to a tenth.

mod frame;
mod labels;
mod lines;
mod spread;

use super::model::{MapHere, MapMarker, MapRing, MapView, Tenth};
use crate::base::url::Url;
use crate::config::collection::value::Point;
use crate::config::map::{MapLayers, MapLine};
pub use frame::cosine;
use frame::{FOOT, Frame, MOST_HEIGHT, WIDTH, distance};
use labels::Room;
use spread::{APART, spread};

const LEAST_HEIGHT: f64 = 260.0;
/// Heights of the map that shows where one place is.
const LOCATOR_HEIGHTS: (f64, f64) = (200.0, 300.0);
/// The nearest other places that it shows.
pub const MOST_NEAR: usize = 6;
/// Above this markers can't be kept apart without leaving their places altogether.
const MOST_MARKERS: usize = 90;
/// How far a name keeps from the middle of a marker, and from that of one that stands for several.
const REACH: f64 = 10.0;
const WIDE_REACH: f64 = 15.0;

/// A place to be drawn.
pub struct Spot<'a> {
    pub point: Point,
    pub title: &'a str,
    pub url: &'a Url,
    /// The district's key, its title and its page.
    pub district: Option<(&'a str, &'a str, Option<Url>)>,
}

/// Draws the places; none for fewer than two, or for more than can be told apart.
pub fn map(spots: &[Spot<'_>], layers: &MapLayers, names: bool) -> Option<MapView> {
    if spots.len() < 2 {
        return None;
    }
    let districts = districts(spots);
    let crowded = spots.len() > MOST_MARKERS;
    if crowded && districts.len() < 2 {
        return None;
    }
    // A map of the whole shows its borders as well, wherever the places are within them.
    let outline =
        layers.borders.iter().filter(|_| names).flat_map(|borders| &borders.lines).flat_map(|line| &line.points);
    let points = spots.iter().map(|spot| (spot.point.lon, spot.point.lat)).chain(outline.copied());
    let frame = Frame::around(points, (LEAST_HEIGHT, MOST_HEIGHT));
    let mut markers: Vec<MapMarker> = Vec::new();
    let mut places: Vec<(f64, f64)> = Vec::new();
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
            markers.push(of_spot(spot));
        }
    }
    let spread = put(&mut markers, &places, &frame);
    let mut room = Room::new(frame.height, &spread, if crowded { WIDE_REACH } else { REACH });
    let mut labels = Vec::new();
    if names {
        for district in &districts {
            labels.extend(room.label(district.title, district.middle(&frame, spots), 14, true));
        }
    } else {
        for (marker, at) in markers.iter_mut().zip(&spread) {
            marker.label = room.label(&marker.title, *at, 4, false);
        }
    }
    Some(MapView { labels, markers, ..drawn(&frame, layers) })
}

/// Shows where one place is, among others, nearest first; none where there is nothing to know it by.
pub fn locator(spot: &Spot<'_>, near: &[Spot<'_>], layers: &MapLayers) -> Option<MapView> {
    if near.is_empty() && layers.is_empty() {
        return None;
    }
    let shown: Vec<&Spot<'_>> = std::iter::once(spot).chain(near.iter().take(MOST_NEAR)).collect();
    // What lies opposite to each neighbour keeps the place in the middle.
    let (lon, lat) = (spot.point.lon, spot.point.lat);
    let points = shown.iter().map(|spot| (spot.point.lon, spot.point.lat));
    let frame = Frame::around(points.flat_map(|(x, y)| [(x, y), (2.0 * lon - x, 2.0 * lat - y)]), LOCATOR_HEIGHTS);
    let places: Vec<(f64, f64)> = shown.iter().map(|spot| frame.place(spot.point)).collect();
    let mut markers: Vec<MapMarker> = shown.iter().map(|spot| of_spot(spot)).collect();
    let spread = put(&mut markers, &places, &frame);
    let mut room = Room::new(frame.height, &spread, WIDE_REACH);
    let own = markers.remove(0);
    let label = room.label(&own.title, spread[0], 8, true);
    let ring = |(length, km): (f64, f64)| {
        let (km, radius) = (Tenth::of(km), Tenth::of(length));
        MapRing { radius, km, label: room.on_ring(&km.to_string(), spread[0], length) }
    };
    let rings = frame.rings().into_iter().map(ring).collect();
    for (marker, at) in markers.iter_mut().zip(&spread[1..]) {
        marker.label = room.label(&marker.title, *at, 3, false);
    }
    let here = MapHere { x: own.x, y: own.y, label, rings };
    Some(MapView { markers, here: Some(here), ..drawn(&frame, layers) })
}

/// A map without places.
fn drawn(frame: &Frame, layers: &MapLayers) -> MapView {
    let joined = |lines: &[MapLine], closed: Option<bool>| {
        let wanted = lines.iter().filter(|line| closed.is_none_or(|closed| line.closed == closed));
        wanted.map(|line| lines::path(line, frame)).collect::<String>()
    };
    let borders = layers.borders.as_ref();
    let (scale, scale_km) = frame.scale_bar();
    MapView {
        width: WIDTH as u32,
        height: frame.height as u32,
        borders: borders
            .map(|borders| borders.lines.iter().map(|line| lines::path(line, frame)).filter(|path| !path.is_empty()))
            .map(Iterator::collect)
            .unwrap_or_default(),
        approval: borders.map(|borders| borders.approval.clone()).unwrap_or_default(),
        waters: joined(&layers.rivers, Some(true)),
        rivers: joined(&layers.rivers, Some(false)),
        roads: joined(&layers.roads, None),
        labels: Vec::new(),
        markers: Vec::new(),
        here: None,
        scale: Tenth::of(scale),
        scale_km: Tenth::of(scale_km),
        projection: frame.projection(),
    }
}

/// A marker whose place isn't known yet.
fn marker(title: &str, url: Url) -> MapMarker {
    MapMarker {
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
    }
}

fn of_spot(spot: &Spot<'_>) -> MapMarker {
    MapMarker {
        district: spot.district.as_ref().map_or(String::new(), |(_, title, _)| (*title).to_owned()),
        ..marker(spot.title, spot.url.clone())
    }
}

/// Puts markers at their places, or beside them where others are; returns where they are.
fn put(markers: &mut [MapMarker], places: &[(f64, f64)], frame: &Frame) -> Vec<(f64, f64)> {
    let edge = APART / 2.0 + 1.0;
    let spread = spread(places, (edge, WIDTH - edge), (edge, frame.height - FOOT));
    for ((marker, at), drawn) in markers.iter_mut().zip(places).zip(&spread) {
        (marker.at_x, marker.at_y) = (Tenth::of(at.0), Tenth::of(at.1));
        (marker.x, marker.y) = (Tenth::of(drawn.0), Tenth::of(drawn.1));
        marker.moved = distance(*at, *drawn) > 4.0;
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

#[cfg(test)]
mod tests {
    use super::labels::{LETTER, half_width};
    use super::*;
    use crate::config::map::Borders;
    use crate::view::model::MapLabel;
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
                let map = map(&[spot(105.0, "a"), spot(105.3, "b")], &MapLayers::default(), names).unwrap();
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
        let map = map(&spots(&url, &places), &MapLayers::default(), true).unwrap();
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
    fn places_at_one_address_are_parted_and_say_so() {
        let url = Url::root();
        let map = map(&spots(&url, &[(105.4, 28.8, "a"); 5]), &MapLayers::default(), true).unwrap();
        assert!(map.markers.iter().all(|marker| marker.at_x == map.markers[0].at_x));
        assert!(map.markers.iter().filter(|marker| marker.moved).count() >= 4);
    }

    #[test]
    fn too_many_to_tell_apart_become_districts() {
        let url = Url::root();
        let many: Vec<_> =
            (0..200).map(|n| (105.0 + f64::from(n) / 500.0, 28.8, if n < 50 { "a" } else { "b" })).collect();
        let drawn = map(&spots(&url, &many), &MapLayers::default(), true).unwrap();
        let counts: Vec<_> = drawn.markers.iter().map(|marker| (marker.mark.as_str(), marker.count)).collect();
        assert_eq!(counts, [("district:a", 50), ("district:b", 150)]);
        assert!(map(&spots(&url, &many[..1]), &MapLayers::default(), true).is_none());
        assert!(map(&spots(&url, &many[60..]), &MapLayers::default(), true).is_none());
    }

    #[test]
    fn in_a_district_places_bear_their_names_where_there_is_room() {
        let url = Url::root();
        let far = map(&spots(&url, &[(105.0, 28.0, "a"), (105.2, 28.2, "a")]), &MapLayers::default(), false).unwrap();
        let named = |map: &MapView| map.markers.iter().filter(|marker| marker.label.is_some()).count();
        assert_eq!((named(&far), far.labels.len()), (2, 0));
        let crowd: Vec<_> = (0..MOST_MARKERS).map(|n| (105.0, 28.0 + n as f64 / 10_000.0, "a")).collect();
        let crowd = map(&spots(&url, &crowd), &MapLayers::default(), false).unwrap();
        assert!(named(&crowd) < MOST_MARKERS);
    }

    #[test]
    fn borders_are_paths_in_the_same_drawing() {
        let url = Url::root();
        let line = MapLine { points: vec![(105.0, 28.2), (105.2, 28.2), (105.2, 28.0), (105.0, 28.2)], closed: true };
        let river = MapLine { points: vec![(105.0, 28.0), (105.2, 28.2)], closed: false };
        let layers = MapLayers {
            borders: Some(Borders { lines: vec![line], approval: "审图号".to_owned() }),
            rivers: vec![river],
            roads: Vec::new(),
        };
        let map = map(&spots(&url, &[(105.0, 28.0, "a"), (105.2, 28.2, "a")]), &layers, true).unwrap();
        let (a, b) = (&map.markers[0], &map.markers[1]);
        assert_eq!(map.borders, [format!("M{} {}L{} {}L{} {}L{} {}Z", a.x, b.y, b.x, b.y, b.x, a.y, a.x, b.y)]);
        assert_eq!(map.approval, "审图号");
        let river = format!("M{} {}L{} {}", a.x, a.y, b.x, b.y);
        assert_eq!((map.rivers, map.waters, map.roads), (river, String::new(), String::new()));
    }

    #[test]
    fn a_place_is_shown_among_its_neighbours() {
        let url = Url::root();
        let spots = spots(&url, &(0..40).map(|n| (105.0 + f64::from(n) / 50.0, 28.0, "a")).collect::<Vec<_>>());
        let map = locator(&spots[3], &spots[4..], &MapLayers::default()).unwrap();
        assert_eq!(map.markers.len(), MOST_NEAR);
        let here = map.here.unwrap();
        assert!(here.label.is_some() && here.rings.len() >= 2);
        assert!(map.markers.iter().all(|marker| marker.x > here.x));
        assert!(locator(&spots[0], &[], &MapLayers::default()).is_none());
    }

    /// Every name of a map, with half of its width.
    fn names(map: &MapView) -> Vec<(&MapLabel, f64)> {
        let own = map.here.iter().filter_map(|here| here.label.as_ref());
        let all = map.labels.iter().chain(map.markers.iter().filter_map(|marker| marker.label.as_ref())).chain(own);
        all.map(|label| (label, half_width(&label.title))).collect()
    }

    proptest! {
        #[test]
        fn names_never_meet_or_leave_the_drawing(
            places in prop::collection::vec((105.0..106.0_f64, 28.0..29.0_f64, 0..8_usize, "[一-龥]{1,40}|[A-Za-z ]{1,60}"), 2..40),
            districts in prop::collection::vec("[一-龥]{2,40}", 8),
            knot in 1..30_u32,
        ) {
            let (tight, url) = (f64::from(knot), Url::root());
            let spots: Vec<Spot<'_>> = places.iter().map(|(lon, lat, district, title)| Spot {
                point: Point { lon: 105.0 + (lon - 105.0) / tight, lat: 28.0 + (lat - 28.0) / tight },
                title,
                url: &url,
                district: Some((&districts[*district], &districts[*district], None)),
            }).collect();
            let none = MapLayers::default();
            let maps = [map(&spots, &none, true), map(&spots, &none, false), locator(&spots[0], &spots[1..], &none)];
            for map in maps.iter().flatten() {
                let names = names(map);
                for (at, (label, half)) in names.iter().enumerate() {
                    let (x, y) = (tenth(label.x), tenth(label.y));
                    prop_assert!(x - half >= 0.0 && x + half <= WIDTH, "{}", label.title);
                    prop_assert!(y >= LETTER && y <= f64::from(map.height), "{}", label.title);
                    for (other, wide) in &names[at + 1..] {
                        let apart = (x - tenth(other.x)).abs() >= half + wide || (y - tenth(other.y)).abs() >= LETTER;
                        prop_assert!(apart, "{} and {}", label.title, other.title);
                    }
                }
            }
        }
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
            let map = map(&spots(&url, &places), &MapLayers::default(), true).unwrap();
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
