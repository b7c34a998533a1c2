//! The places of a listing → those nearest to a point, without looking at all of them for each page.

use super::inputs::Inputs;
use super::map::cosine;
use crate::config::collection::value::Point;
use crate::site::EntryId;

/// Places from south to north.
pub struct Located {
    places: Vec<(Point, EntryId)>,
}

impl Located {
    pub fn of(inputs: &Inputs, collection: &str, language: &str) -> Self {
        let listed = inputs.site.listing(collection, language).iter();
        Self::sorted(listed.filter_map(|id| Some((inputs.site.entry(*id).place.as_ref()?.location?, *id))).collect())
    }

    fn sorted(mut places: Vec<(Point, EntryId)>) -> Self {
        places.sort_by(|a, b| a.0.lat.total_cmp(&b.0.lat).then(a.1.cmp(&b.1)));
        Self { places }
    }

    /// The nearest places, but for `own`, nearest first; of equally near ones the one with the lower id.
    pub fn nearest(&self, from: Point, own: EntryId, count: usize) -> Vec<EntryId> {
        let narrowing = cosine(from.lat);
        let mut found: Vec<(f64, EntryId)> = Vec::with_capacity(count + 1);
        let north = self.places.partition_point(|(there, _)| there.lat < from.lat);
        let (mut south, mut northward) =
            (self.places[..north].iter().rev().peekable(), self.places[north..].iter().peekable());
        loop {
            // Whichever is nearer by its latitude alone: what is farther by that is farther.
            let away = |next: Option<&&(Point, EntryId)>| next.map(|(there, _)| (there.lat - from.lat).abs());
            let (down, up) = (away(south.peek()), away(northward.peek()));
            let (next, least) = match (down, up) {
                (Some(down), up) if up.is_none_or(|up| down <= up) => (south.next(), down),
                (_, Some(up)) => (northward.next(), up),
                _ => break,
            };
            if found.len() == count && found.last().is_none_or(|(far, _)| least * least > *far) {
                break;
            }
            let Some((there, id)) = next.filter(|(_, id)| *id != own) else { continue };
            let (east, up) = ((there.lon - from.lon) * narrowing, there.lat - from.lat);
            let one = (east * east + up * up, *id);
            let at = found.partition_point(|known| known.0.total_cmp(&one.0).then(known.1.cmp(&one.1)).is_lt());
            if at < count {
                found.insert(at, one);
                found.truncate(count);
            }
        }
        found.into_iter().map(|(_, id)| id).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_that_a_look_at_all_would_find(
            points in prop::collection::vec((105.0..105.3_f64, 28.0..28.3_f64), 1..60),
            own in 0..60_usize,
            count in 0..9_usize,
        ) {
            let own = own % points.len();
            let id = |number: usize| EntryId(number as u32);
            // On a grid, so that some are equally far.
            let point = |(lon, lat): (f64, f64)| Point { lon: (lon * 50.0).round() / 50.0, lat: (lat * 50.0).round() / 50.0 };
            let places: Vec<(Point, EntryId)> =
                points.iter().enumerate().map(|(number, at)| (point(*at), id(number))).collect();
            let from = places[own].0;
            let far = |there: Point| {
                let (east, north) = ((there.lon - from.lon) * cosine(from.lat), there.lat - from.lat);
                east * east + north * north
            };
            let mut all: Vec<(f64, EntryId)> =
                places.iter().filter(|place| place.1 != id(own)).map(|(there, id)| (far(*there), *id)).collect();
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let wanted: Vec<EntryId> = all.into_iter().take(count).map(|(_, id)| id).collect();
            prop_assert_eq!(Located::sorted(places).nearest(from, id(own), count), wanted);
        }
    }
}
