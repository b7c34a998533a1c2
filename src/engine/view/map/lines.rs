//! Lines of a map → path data.

use super::frame::{Frame, WIDTH, distance};
use crate::config::map::MapLine;
use crate::view::model::Tenth;

/// How far outside of the drawing a line is still drawn, so that its end isn't seen.
const BEYOND: f64 = 12.0;
/// A point that lies no further from the line than this is left out.
const STRAIGHT: f64 = 0.35;

/// A line as path data; none of it where all of it is outside of the drawing. An area is kept whole: what is cut can't be filled.
pub fn path(line: &MapLine, frame: &Frame) -> String {
    let points: Vec<(f64, f64)> = line
        .points
        .iter()
        .map(|(lon, lat)| frame.project(*lon, *lat))
        // Far outside the drawing numbers need not be right, only short.
        .map(|(x, y)| (x.clamp(-9999.0, 9999.0), y.clamp(-9999.0, 9999.0)))
        .collect();
    let mut path = String::new();
    if line.closed {
        write(&straightened(&points), true, &mut path);
        return path;
    }
    // Runs of points that are within, each with the one before it and the one after it.
    let near = |a: (f64, f64), b: (f64, f64)| {
        let outside = |a: f64, b: f64, most: f64| a.max(b) < -BEYOND || a.min(b) > most + BEYOND;
        !outside(a.0, b.0, WIDTH) && !outside(a.1, b.1, frame.height)
    };
    let mut run: Vec<(f64, f64)> = Vec::new();
    for pair in points.windows(2) {
        if near(pair[0], pair[1]) {
            if run.is_empty() {
                run.push(pair[0]);
            }
            run.push(pair[1]);
        } else {
            write(&straightened(&run), false, &mut path);
            run.clear();
        }
    }
    write(&straightened(&run), false, &mut path);
    path
}

/// The same without points that hardly bend it (Douglas and Peucker).
fn straightened(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let mut kept = vec![false; points.len()];
    (kept[0], kept[points.len() - 1]) = (true, true);
    let mut open = vec![(0, points.len() - 1)];
    while let Some((first, last)) = open.pop() {
        let furthest = (first + 1..last).map(|at| (off(points[at], points[first], points[last]), at));
        let furthest = furthest.fold((0.0, 0), |most, next| if next.0 > most.0 { next } else { most });
        if furthest.0 > STRAIGHT {
            kept[furthest.1] = true;
            open.extend([(first, furthest.1), (furthest.1, last)]);
        }
    }
    points.iter().zip(kept).filter(|(_, kept)| *kept).map(|(point, _)| *point).collect()
}

/// How far a point is from the stretch between two others.
fn off(point: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let square = dx * dx + dy * dy;
    let along = ((point.0 - a.0) * dx + (point.1 - a.1) * dy) / if square > 0.0 { square } else { 1.0 };
    let along = along.clamp(0.0, 1.0);
    distance(point, (a.0 + along * dx, a.1 + along * dy))
}

/// Adds a line, without points that fall on the one before.
fn write(points: &[(f64, f64)], closed: bool, path: &mut String) {
    let mut last = None;
    for (x, y) in points {
        let place = (Tenth::of(*x), Tenth::of(*y));
        if last == Some(place) {
            continue;
        }
        path.push(if last.is_none() { 'M' } else { 'L' });
        path.push_str(&format!("{} {}", place.0, place.1));
        last = Some(place);
    }
    if closed && last.is_some() {
        path.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::map::frame::MOST_HEIGHT;

    fn frame() -> Frame {
        Frame::around([(105.0, 28.0), (105.2, 28.2)].into_iter(), (260.0, MOST_HEIGHT))
    }

    #[test]
    fn a_line_is_cut_to_the_drawing_and_loses_what_doesnt_bend_it() {
        let points = (0..=1000).map(|at| (95.0 + f64::from(at) / 50.0, 28.1)).collect();
        let path = path(&MapLine { points, closed: false }, &frame());
        assert!(path.len() < 40 && path.matches('L').count() == 1, "{path}");
        let far = MapLine { points: vec![(90.0, 28.0), (91.0, 28.0)], closed: false };
        assert_eq!(super::path(&far, &frame()), "");
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two() {
        let points = vec![(105.0, 28.1), (105.1, 28.1), (105.1, 35.0), (105.15, 35.0), (105.15, 28.1), (105.2, 28.1)];
        let path = path(&MapLine { points, closed: false }, &frame());
        assert_eq!(path.matches('M').count(), 2, "{path}");
    }
}
