//! A place → the places of its directory that are nearest to it.

use super::model::NearView;
use super::scene::Scene;
use crate::config::collection::value::Point;
use crate::site::EntryId;

const MOST: usize = 4;
/// Farther than this is another outing.
const REACH_METRES: u32 = 30_000;
/// On a plane some are nearer or farther by a hair than on the sphere, so more are looked at than are shown.
const CANDIDATES: usize = 4 * MOST;

pub fn near(scene: &Scene, id: EntryId) -> Vec<NearView> {
    let site = &scene.site;
    let entry = site.entry(id);
    let Some(here) = entry.place.as_ref().and_then(|place| place.location) else { return Vec::new() };
    let away = |other: EntryId| Some((metres(here, site.entry(other).place.as_ref()?.location?), other));
    let located = scene.memo.located(scene, &entry.key.collection, &entry.key.language);
    let nearest = located.map(|located| located.nearest(here, id, CANDIDATES)).unwrap_or_default();
    let mut found: Vec<(u32, EntryId)> = nearest.into_iter().filter_map(away).collect();
    found.retain(|(metres, _)| *metres <= REACH_METRES);
    found.sort_unstable();
    found.truncate(MOST);
    found.into_iter().map(|(metres, other)| NearView { entry: scene.card(other), metres }).collect()
}

/// Along the great circle.
fn metres(from: Point, to: Point) -> u32 {
    let half = |angle: f64| (angle.to_radians() / 2.0).sin().powi(2);
    let across =
        half(to.lat - from.lat) + from.lat.to_radians().cos() * to.lat.to_radians().cos() * half(to.lon - from.lon);
    (12_742_000.0 * across.sqrt().asin()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_111_kilometres() {
        let away = metres(Point { lon: 105.4, lat: 28.0 }, Point { lon: 105.4, lat: 29.0 });
        assert!((111_000..111_400).contains(&away), "{away}");
    }
}
