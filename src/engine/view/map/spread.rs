//! Markers that would lie on each other are pushed apart until a finger can choose one.

use super::frame::distance;

/// From the middle of a marker to the next: 24 CSS pixels on the narrowest phone.
pub const APART: f64 = 30.0;

/// How many pairs are looked at for one map: those of a hundred places as often as they need it.
const MOST_PAIRS: usize = 4_000_000;

/// Ways to part two markers at one place, by turns.
const WAYS: [(f64, f64); 8] =
    [(1.0, 0.0), (0.0, 1.0), (-0.7, -0.7), (0.7, -0.7), (-1.0, 0.0), (0.0, -1.0), (0.7, 0.7), (-0.7, 0.7)];

/// Pushes places apart, each pair by half of what it lacks, until none is too near to another.
pub fn spread(places: &[(f64, f64)], across: (f64, f64), down: (f64, f64)) -> Vec<(f64, f64)> {
    let mut spread = places.to_vec();
    // Thousands have no room on any map, and each round looks at every pair.
    let rounds = (MOST_PAIRS / places.len().pow(2).max(1)).min(400);
    for _ in 0..rounds {
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
