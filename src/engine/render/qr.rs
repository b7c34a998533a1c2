//! An address → its QR code as the path of a drawing, for the `qr` filter of templates.
//!
//! Made where pages are rendered, since a page that is kept has its code already. Of the
//! eight masks of the standard the first is taken: a reader is told which it is, and trying
//! all of them takes fifty times as long as everything else.

use std::fmt::Write as _;

use qrcode::bits::encode_auto;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::ec::construct_codewords;
use qrcode::{Color, EcLevel};

/// The quiet zone that readers want around a code, in modules.
const MARGIN: usize = 4;

/// A square drawing: lines of width 1 in a box of `size` units, dark on light.
#[derive(Debug, PartialEq)]
pub struct QrCode {
    pub size: usize,
    pub path: String,
}

/// Nothing for a text that is too long for a code.
pub fn code(text: &str) -> Option<QrCode> {
    let bits = encode_auto(text.as_bytes(), EcLevel::M).ok()?;
    let version = bits.version();
    let (words, correction) = construct_codewords(&bits.into_bytes(), version, EcLevel::M).ok()?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&words, &correction);
    canvas.apply_mask(MaskPattern::Checkerboard);
    let modules = canvas.into_colors();
    let width = modules.len().isqrt();
    let mut path = String::with_capacity(modules.len() * 2);
    for (row, modules) in modules.chunks(width.max(1)).enumerate() {
        let mut column = 0;
        // Where the pen is in this row; none before its first line.
        let mut pen: Option<usize> = None;
        for run in modules.chunk_by(|one, other| one == other) {
            if run.first() == Some(&Color::Dark) {
                let _ = match pen {
                    None => write!(path, "M{} {}.5h{}", column + MARGIN, row + MARGIN, run.len()),
                    Some(pen) => write!(path, "m{} 0h{}", column - pen, run.len()),
                };
                pen = Some(column + run.len());
            }
            column += run.len();
        }
    }
    Some(QrCode { size: width + 2 * MARGIN, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_a_drawing_of_its_modules() {
        let code = code("https://kepu.example.org/bases/tea-garden/").unwrap();
        // Forty-two bytes fit into version 3, of 29 modules; the corner is a finder pattern.
        assert_eq!(code.size, 29 + 8);
        assert!(code.path.starts_with("M4 4.5h7m"), "{}", code.path);
        assert!(code.path.contains("M4 5.5h1m5 0h1"), "{}", code.path);
        assert!(code.path.len() < 2500, "{}", code.path.len());
        assert_eq!(super::code(&"x".repeat(3000)), None);
    }
}
