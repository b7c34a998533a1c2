//! Where names stand on a map: near what they name, within the drawing, and never on another name.

use super::frame::{FOOT, WIDTH};
use crate::view::model::{MapLabel, Tenth};

/// The size of a name's letters.
pub const LETTER: f64 = 14.0;
/// The widest name, half of the drawing. A longer one is cut: its marker has the whole name.
const WIDEST: f64 = WIDTH / 2.0;
/// Between two names, and between a name and the edge.
const GAP: f64 = 4.0;
/// Half of the room that the unit of a distance takes.
const UNIT: f64 = LETTER;
/// A step of the search for room.
const STEP: f64 = 8.0;
/// Ways away from the middle.
const WAYS: [(f64, f64); 8] =
    [(0.0, -1.0), (0.0, 1.0), (1.0, 0.0), (-1.0, 0.0), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7)];

/// What names may not cover.
pub struct Room<'m> {
    pub height: f64,
    /// The middles of markers, and how far they reach.
    pub markers: &'m [(f64, f64)],
    pub reach: f64,
    names: Vec<Name>,
}

#[derive(Clone, Copy)]
struct Name {
    x: f64,
    y: f64,
    half: f64,
}

impl<'m> Room<'m> {
    pub fn new(height: f64, markers: &'m [(f64, f64)], reach: f64) -> Self {
        Self { height, markers, reach, names: Vec::new() }
    }

    /// A name at a place or as near to it as there is room within so many steps; none if there is no room. `over` allows it on markers
    /// where there is no other room: they have names of their own.
    pub fn label(&mut self, name: &str, (x, y): (f64, f64), steps: u8, over: bool) -> Option<MapLabel> {
        let name = fit(name);
        let half = half_width(&name);
        // The nearest that covers least, step by step.
        let mut best: Option<(usize, Name)> = None;
        'search: for step in 0..=steps {
            for way in WAYS {
                // A name is wide: sideways it has to go further.
                let far = f64::from(step) * STEP;
                let sideways = if way.1 == 0.0 { far + half.min(far * 2.0) } else { far };
                let tried = Name {
                    x: (x + way.0 * sideways).clamp(half + GAP, WIDTH - half - GAP),
                    y: (y + way.1 * far).clamp(LETTER, self.height - FOOT),
                    half,
                };
                if self.names.iter().any(|other| other.meets(&tried)) {
                    continue;
                }
                let covered = self.covered(&tried);
                if best.is_none_or(|(least, _)| covered < least) {
                    best = Some((covered, tried));
                }
                if covered == 0 {
                    break 'search;
                }
            }
        }
        let (_, found) = best.filter(|(covered, _)| over || *covered == 0)?;
        self.names.push(found);
        Some(MapLabel { title: name, x: Tenth::of(found.x), y: Tenth::of(found.y + LETTER * 0.36) })
    }

    /// The number of a distance on its ring: below, above, or beside; none where there is no room.
    pub fn on_ring(&mut self, number: &str, (x, y): (f64, f64), radius: f64) -> Option<MapLabel> {
        for way in [(0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0)] {
            let tried = Name { x: x + way.0 * radius, y: y + way.1 * radius, half: half_width(number) + UNIT };
            let within = tried.x >= tried.half
                && tried.x + tried.half <= WIDTH
                && (LETTER..=self.height - FOOT).contains(&tried.y);
            if within && self.covered(&tried) == 0 && !self.names.iter().any(|other| other.meets(&tried)) {
                self.names.push(tried);
                let (x, y) = (Tenth::of(tried.x), Tenth::of(tried.y + LETTER * 0.36));
                return Some(MapLabel { title: number.to_owned(), x, y });
            }
        }
        None
    }

    /// How many markers a name would lie on.
    fn covered(&self, name: &Name) -> usize {
        let under = |at: &&(f64, f64)| {
            (at.0 - name.x).abs() < name.half + self.reach && (at.1 - name.y).abs() < LETTER / 2.0 + self.reach
        };
        self.markers.iter().filter(under).count()
    }
}

impl Name {
    fn meets(&self, other: &Self) -> bool {
        (self.x - other.x).abs() < self.half + other.half + GAP && (self.y - other.y).abs() < LETTER + GAP
    }
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

/// Half of a name's width at most: a Han character is as wide as it is high, a letter somewhat over half; and the letters are spaced.
pub fn half_width(name: &str) -> f64 {
    let width = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '\'' => 0.42,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.98,
        'A'..='Z' => 0.76,
        c if c.is_ascii() => 0.62,
        c if c > '\u{1f000}' => 1.4,
        _ => 1.0,
    };
    name.chars().map(|c| width(c) + 0.04).sum::<f64>() * LETTER / 2.0
}
