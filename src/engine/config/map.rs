//! Reads `map` of `site.yaml` and the GeoJSON files that it names: the lines that maps are drawn with.
//!
//! In China a published map with borders must show an approval number (审图号), so both are one value: there are no
//! borders without a number. Rivers and roads are no borders, and need none.

use geojson::{GeoJson, Geometry, GeometryValue, Position};

use crate::base::diagnostic::{Cause, Location, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::config::settings::Settings;

/// What maps show beside places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapLayers {
    /// `None` if the site has no approved ones.
    pub borders: Option<Borders>,
    /// Rivers as lines, lakes as areas.
    pub rivers: Vec<MapLine>,
    pub roads: Vec<MapLine>,
}

impl MapLayers {
    pub fn is_empty(&self) -> bool {
        self.borders.is_none() && self.rivers.is_empty() && self.roads.is_empty()
    }
}

/// Borders that may be published, with their approval number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Borders {
    pub lines: Vec<MapLine>,
    /// The approval number as it is printed on the map: `审图号：GS（2024）0650号`.
    pub approval: String,
}

/// A line of WGS-84 longitudes and latitudes.
#[derive(Clone, Debug, PartialEq)]
pub struct MapLine {
    pub points: Vec<(f64, f64)>,
    /// Whether it is the outline of an area.
    pub closed: bool,
}

/// Reads the settings below `map`. A file with a fault is reported and left out.
pub fn read(mut settings: Settings<'_>, snapshot: &Snapshot) -> MapLayers {
    let borders = layer(&mut settings, "borders", snapshot);
    let approval = settings.text("approval").filter(|number| !number.is_empty());
    let at = settings.node("borders").map(|node| settings.location(node));
    if let (Some(at), None) = (at, &approval) {
        settings.report(messages::map_approval().at(at));
    }
    let rivers = layer(&mut settings, "rivers", snapshot).unwrap_or_default();
    let roads = layer(&mut settings, "roads", snapshot).unwrap_or_default();
    settings.finish();
    MapLayers { borders: borders.zip(approval).map(|(lines, approval)| Borders { lines, approval }), rivers, roads }
}

/// The lines of the file that a setting names.
fn layer(settings: &mut Settings<'_>, key: &'static str, snapshot: &Snapshot) -> Option<Vec<MapLine>> {
    let node = settings.node(key)?;
    let name = settings.text(key)?;
    let at = settings.location(node);
    let wrong = |zh: &str, en: &str| messages::map_borders(&name, zh, en);
    let Some((text, path)) = SourcePath::new(&name).and_then(|path| Some((snapshot.text(&path)?, path))) else {
        settings.report(wrong("没有这个文件，或不是文本", "there is no such file, or it is no text").at(at));
        return None;
    };
    match lines(text) {
        Ok(lines) if lines.is_empty() => {
            settings.report(wrong("其中没有线或面", "it has neither lines nor areas").at(Location::file(&path)));
            None
        }
        Ok(lines) => Some(lines),
        Err(reason) => {
            let zh = format!("不是 GeoJSON{reason}");
            settings.report(wrong(&zh, &format!("it isn't GeoJSON{reason:#}")).at(Location::file(&path)));
            None
        }
    }
}
/// Returns every line of a GeoJSON text; points are ignored.
fn lines(text: &str) -> Result<Vec<MapLine>, Cause> {
    let parsed: GeoJson = text.parse().map_err(|error: geojson::Error| match &error {
        geojson::Error::MalformedGeoJson(error) => Cause::json(error),
        other => Cause::new("里面没有地图的图形（geometry）", &other.to_string()),
    })?;
    let mut lines = Vec::new();
    match parsed {
        GeoJson::Geometry(geometry) => add(&geometry, &mut lines),
        GeoJson::Feature(feature) => feature.geometry.iter().for_each(|geometry| add(geometry, &mut lines)),
        GeoJson::FeatureCollection(collection) => {
            let geometries = collection.features.iter().filter_map(|feature| feature.geometry.as_ref());
            geometries.for_each(|geometry| add(geometry, &mut lines));
        }
    }
    Ok(lines)
}

fn add(geometry: &Geometry, lines: &mut Vec<MapLine>) {
    let mut line = |points: &[Position], closed: bool| {
        let points: Vec<(f64, f64)> = points
            .iter()
            .filter_map(|point| point.as_slice().first().copied().zip(point.as_slice().get(1).copied()))
            .collect();
        if points.len() > 1 {
            lines.push(MapLine { points, closed });
        }
    };
    match &geometry.value {
        GeometryValue::LineString { coordinates } => line(coordinates, false),
        GeometryValue::MultiLineString { coordinates } => coordinates.iter().for_each(|points| line(points, false)),
        GeometryValue::Polygon { coordinates } => coordinates.iter().for_each(|points| line(points, true)),
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter().flatten().for_each(|points| line(points, true));
        }
        GeometryValue::GeometryCollection { geometries } => geometries.iter().for_each(|inner| add(inner, lines)),
        GeometryValue::Point { .. } | GeometryValue::MultiPoint { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_and_lines_are_borders_and_points_are_not() {
        let text = r#"{"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates":
                [[[[105, 28], [106, 28], [106, 29], [105, 28]]]]}},
            {"type": "Feature", "properties": {}, "geometry": {"type": "GeometryCollection", "geometries": [
                {"type": "LineString", "coordinates": [[105, 28, 300], [105.5, 28.5, 310]]},
                {"type": "Point", "coordinates": [105, 28]}]}},
            {"type": "Feature", "properties": {}, "geometry": null}]}"#;
        let lines = lines(text).unwrap();
        assert_eq!(
            lines.iter().map(|line| (line.points.len(), line.closed)).collect::<Vec<_>>(),
            [(4, true), (2, false)]
        );
        assert_eq!(lines[1].points[1], (105.5, 28.5));
    }

    #[test]
    fn invalid_geojson_is_reported() {
        assert!(lines("{").is_err());
        assert!(lines(r#"{"type": "Circle"}"#).is_err());
        assert_eq!(lines(r#"{"type": "FeatureCollection", "features": []}"#), Ok(Vec::new()));
    }
}
