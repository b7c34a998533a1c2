//! What lies behind a drawing's subject. The whole width is for the head of a page; cards show the middle of it.

use std::fmt::Write as _;

use super::chance::Chance;

/// The drawing's size. A card shows the middle of it, 480 or so of the width.
pub const WIDTH: i32 = 960;
pub const HEIGHT: i32 = 320;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoverScene {
    Hills,
    Waves,
    Circles,
    Rays,
    Dots,
    Discs,
    Strata,
    Night,
}

impl CoverScene {
    pub fn is_night(self) -> bool {
        self == Self::Night
    }

    /// Draws it, over the whole of the sky.
    pub fn draw(self, chance: &mut Chance, out: &mut String) {
        let _ = write!(out, "<path class=\"s\" d=\"M0 0h{WIDTH}v{HEIGHT}H0z\"/>");
        match self {
            Self::Hills => {
                disc(chance, out);
                hill(chance, out, "g", 210);
                hill(chance, out, "h", 256);
            }
            Self::Waves => {
                if chance.coin() {
                    disc(chance, out);
                }
                for (class, top) in [("g", 196), ("h", 238), ("p", 284)] {
                    wave(chance, out, class, top);
                }
            }
            Self::Circles => {
                let x = 480 + chance.between(-40, 40);
                for (class, radius) in [("g", 300), ("s", 245), ("g", 190), ("h", 132)] {
                    let _ = write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"160\" r=\"{radius}\"/>");
                }
            }
            Self::Rays => rays(chance, out),
            Self::Dots => dots(chance, out),
            Self::Discs => {
                for (class, from, to) in [("g", 150, 250), ("g", 640, 760), ("h", 380, 560), ("g", 860, 960)] {
                    let (x, y) = (chance.between(from, to), chance.between(110, 240));
                    let radius = chance.between(80, 135);
                    let _ = write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
                }
            }
            Self::Strata => {
                for (class, top) in [("g", 150), ("h", 192), ("g", 226), ("p", 262), ("h", 292)] {
                    let (tilt, bend) = (chance.between(-16, 16), chance.between(-22, 22));
                    let _ = write!(
                        out,
                        "<path class=\"{class}\" d=\"M0 {}C320 {} 640 {} 960 {}V320H0z\"/>",
                        top - tilt,
                        top + bend,
                        top - bend,
                        top + tilt
                    );
                }
            }
            Self::Night => {
                // One star for each part of the sky, so that they are strewn and not heaped.
                for column in 0..14 {
                    let (x, y) = (column * 68 + chance.between(8, 60), chance.between(16, 210));
                    let (class, radius) = [("n", 2), ("w", 3), ("k", 3), ("n", 3)][chance.below(4)];
                    let _ = write!(out, "<circle class=\"{class}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
                }
                hill(chance, out, "g", 236);
                hill(chance, out, "h", 274);
            }
        }
    }
}

/// A sun or a moon, beside the subject.
fn disc(chance: &mut Chance, out: &mut String) {
    let x = if chance.coin() { chance.between(300, 380) } else { chance.between(580, 660) };
    let (y, radius) = (chance.between(64, 110), chance.between(34, 62));
    let _ = write!(out, "<circle class=\"w\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>");
}

fn hill(chance: &mut Chance, out: &mut String, class: &str, top: i32) {
    let mut at = || top + chance.between(-30, 22);
    let (a, b, c, d, e) = (at(), at(), at(), at(), at());
    let _ = write!(out, "<path class=\"{class}\" d=\"M0 {a}C150 {b} 270 {c} 440 {d}S760 {e} 960 {a}V320H0z\"/>");
}

fn wave(chance: &mut Chance, out: &mut String, class: &str, top: i32) {
    let (long, high) = ([80, 96, 120][chance.below(3)], chance.between(10, 20));
    let start = -chance.between(0, long);
    let _ = write!(out, "<path class=\"{class}\" d=\"M{start} {top}q{} -{high} {long} 0", long / 2);
    for _ in 1..=(WIDTH + long) / long {
        let _ = write!(out, "t{long} 0");
    }
    out.push_str("V320H0z\"/>");
}

fn rays(chance: &mut Chance, out: &mut String) {
    // Where the beams leave the drawing: along its upper edge and down both sides.
    let x = 480 + chance.between(-60, 60);
    let class = if chance.coin() { "g" } else { "h" };
    let _ = write!(out, "<path class=\"{class}\" d=\"");
    for beam in 0..6 {
        let from = -420 + beam * 320 + chance.between(-20, 20);
        let _ = write!(out, "M{x} 330L{from} 0h150z");
    }
    out.push_str("\"/>");
    let (side, radius) = (if class == "g" { "h" } else { "g" }, chance.between(104, 138));
    let _ = write!(out, "<circle class=\"{side}\" cx=\"480\" cy=\"165\" r=\"{radius}\"/>");
}

fn dots(chance: &mut Chance, out: &mut String) {
    let (step, radius) = ([32, 40, 48][chance.below(3)], chance.between(3, 6));
    let _ = write!(
        out,
        "<pattern id=\"d\" width=\"{step}\" height=\"{step}\" patternUnits=\"userSpaceOnUse\"><circle class=\"h\" cx=\"{0}\" cy=\"{0}\" r=\"{radius}\"/></pattern><path fill=\"url(#d)\" d=\"M0 0h960v320H0z\"/>",
        step / 2
    );
    let (x, radius) = (480 + chance.between(-30, 30), chance.between(116, 150));
    let _ = write!(out, "<circle class=\"g\" cx=\"{x}\" cy=\"160\" r=\"{radius}\"/>");
}
