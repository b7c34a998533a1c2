//! Degrees, minutes and seconds as lists and maps print them → decimal degrees.

use super::digits::half_width;

/// Parses a place in one cell with directions or signs of degrees, in any order: `东经105°26′02″，北纬28°52′02″`,
/// `N28.8 E105.4`, `28°52′02″N, 105°26′02″E`, `经度：105.4 纬度：28.8`.
pub fn directed(text: &str) -> Option<(f64, f64)> {
    const EAST: [&str; 6] = ["经度", "东经", "东", "LNG", "LON", "E"];
    const NORTH: [&str; 5] = ["纬度", "北纬", "北", "LAT", "N"];
    let narrow: String = text.chars().map(half_width).collect();
    let narrow = narrow.to_uppercase();
    let (east, east_length) = EAST.iter().find_map(|word| Some((narrow.find(word)?, word.len())))?;
    // `LNG` and `LON` have an N of their own.
    let apart = |(at, word): &(usize, &str)| at + word.len() <= east || *at >= east + east_length;
    let (north, north_length) =
        NORTH.iter().find_map(|word| narrow.match_indices(word).find(apart)).map(|(at, word)| (at, word.len()))?;
    // Directions stand before the numbers, or behind them.
    let before = narrow[..east.min(north)].chars().all(|c| !c.is_ascii_digit());
    let (lon, lat) = match (before, east < north) {
        (true, true) => (&narrow[east + east_length..north], &narrow[north + north_length..]),
        (true, false) => (&narrow[east + east_length..], &narrow[north + north_length..east]),
        (false, true) => (&narrow[..east], &narrow[east + east_length..north]),
        (false, false) => (&narrow[north + north_length..east], &narrow[..north]),
    };
    degrees(lon).zip(degrees(lat))
}

/// Parses degrees in the forms that lists use: `105.4423`, `105.4423°E`, `东经105°26′32″`.
pub fn degrees(text: &str) -> Option<f64> {
    let numbers: Option<Vec<f64>> = text
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect();
    let sign = if text.trim_start().starts_with('-') { -1.0 } else { 1.0 };
    let value = match numbers?.as_slice() {
        [degrees] => *degrees,
        [degrees, minutes] => degrees + minutes / 60.0,
        [degrees, minutes, seconds] => degrees + minutes / 60.0 + seconds / 3600.0,
        _ => return None,
    };
    Some(sign * (value * 1e7).round() / 1e7)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_lists_have_them() {
        assert_eq!(degrees("105.4423°E"), Some(105.4423));
        assert_eq!(degrees("东经105°26′30″"), Some(105.441_666_7));
        assert_eq!(degrees("-0.5"), Some(-0.5));
        assert_eq!((degrees("未知"), degrees("1.2.3")), (None, None));
    }

    #[test]
    fn places_are_read_with_their_directions() {
        for text in ["经度：105.4 纬度：28.8", "纬度:28.8，经度:105.4", "lat=28.8, lng=105.4", "lon 105.4 lat 28.8"]
        {
            assert_eq!(directed(text), Some((105.4, 28.8)), "{text}");
        }
        assert_eq!(directed("lon 105.4 N 28.8"), Some((105.4, 28.8)));
        for text in ["lon 105.4, 28.8", "LNG:105.4", "Longitude 105.4", "105.4 lng 28.8"] {
            assert_eq!(directed(text), None, "{text}");
        }
        let place = (105.433_888_9, 28.867_222_2);
        for text in ["东经105°26′02″，北纬28°52′02″", "北纬28°52′02″，东经105°26′02″", "28°52′02″N, 105°26′02″E"]
        {
            assert_eq!(directed(text), Some(place), "{text}");
        }
        assert_eq!(directed("E105.4 N28.8"), Some((105.4, 28.8)));
        assert_eq!((directed("105.4,28.8"), directed("E105.4")), (None, None));
    }
}
