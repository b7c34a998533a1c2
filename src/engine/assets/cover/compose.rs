//! How the glyphs of a motif stand in the scene.

use std::fmt::Write as _;

use super::chance::Chance;

/// Draws the glyphs: one alone or with company, or many in rows.
pub fn draw(glyphs: &[&str], chance: &mut Chance, out: &mut String) {
    let first = chance.below(glyphs.len());
    let second = (first + 1 + chance.below(glyphs.len() - 1)) % glyphs.len();
    let kind = chance.below(10);
    let company = kind >= 4;
    out.push_str("<defs>");
    for (id, glyph) in [("a", first), ("b", second)].into_iter().take(1 + usize::from(company)) {
        let _ = write!(out, "<g id=\"{id}\">{}</g>", glyphs[glyph]);
    }
    out.push_str("</defs>");
    let turned = if chance.coin() { -1.0 } else { 1.0 };
    let place = |out: &mut String, id: &str, x: i32, y: i32, size: f64| {
        let across = size * turned;
        let _ = write!(out, "<use href=\"#{id}\" transform=\"translate({x} {y})scale({across} {size})\"/>");
    };
    match kind {
        // One alone, large; others of it far to the sides, for the head of a page.
        0..4 => {
            let x = 480 + chance.between(-26, 26);
            place(out, "a", x, 162, 2.3);
            place(out, "a", 140 + chance.between(-30, 30), 200, 1.1);
            place(out, "a", 820 + chance.between(-30, 30), 196, 1.1);
        }
        // Two, a large one and a small one.
        4..7 => {
            let side = if chance.coin() { 1 } else { -1 };
            place(out, "a", 480 - side * 46, 156, 2.0);
            place(out, "b", 480 + side * 108, 216, 1.15);
            place(out, "b", 480 - side * 300, 214, 1.0);
            place(out, "a", 480 + side * 330, 190, 1.2);
        }
        // Three in a row.
        7..9 => {
            let high = chance.between(-24, 24);
            place(out, "a", 480, 158, 1.75);
            for (x, size) in [(332, 0.95), (628, 0.95), (176, 1.2), (784, 1.2)] {
                place(out, "b", x, 170 + if x < 480 { high } else { -high }, size);
            }
        }
        // A pattern. Drawn at its own size and scaled as a whole, because that takes fewer letters.
        _ => {
            out.push_str("<g transform=\"scale(.72)\">");
            for row in 0..3 {
                for column in 0..9 {
                    let (x, y) = (column * 155 + if row % 2 == 0 { 44 } else { 122 }, 78 + row * 144);
                    let id = if (row + column) % 2 == 0 { "a" } else { "b" };
                    let _ = write!(out, "<use href=\"#{id}\" x=\"{x}\" y=\"{y}\"/>");
                }
            }
            out.push_str("</g>");
        }
    }
}
