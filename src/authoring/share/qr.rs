//! An address → its QR code as a picture: black on white, whole pixels for each module, a quiet zone of four.

use png::{BitDepth, ColorType, Encoder};
use qrcode::{Color, EcLevel, QrCode};

/// The quiet zone that readers want around a code, in modules (ISO/IEC 18004).
const MARGIN: usize = 4;

/// The modules of a code, row by row, with its quiet zone.
pub struct Modules {
    pub size: usize,
    dark: Vec<bool>,
}

impl Modules {
    /// Returns nothing for a text that is too long for a code.
    pub fn of(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
        let (inner, colors) = (code.width(), code.to_colors());
        let size = inner + 2 * MARGIN;
        let mut dark = vec![false; size * size];
        for (at, color) in colors.iter().enumerate() {
            let (row, column) = (at / inner + MARGIN, at % inner + MARGIN);
            dark[row * size + column] = *color == Color::Dark;
        }
        Some(Self { size, dark })
    }

    /// The code as lines of width 1 in a box of `size` units.
    pub fn path(&self) -> String {
        let mut path = String::new();
        for (row, modules) in self.dark.chunks(self.size).enumerate() {
            let mut column = 0;
            for run in modules.chunk_by(|one, other| one == other) {
                if run.first() == Some(&true) {
                    path.push_str(&format!("M{column} {row}.5h{}", run.len()));
                }
                column += run.len();
            }
        }
        path
    }

    /// The fewest whole pixels for a module with which the picture is at least so wide.
    pub fn pixels_for(&self, least: usize) -> usize {
        least.div_ceil(self.size)
    }

    /// Returns the code as PNG, at least so many pixels wide.
    ///
    /// # Errors
    /// The encoder's message.
    pub fn png(&self, least: usize) -> Result<Vec<u8>, String> {
        let scale = self.pixels_for(least);
        let side = self.size * scale;
        let mut rows = Vec::with_capacity(side * side.div_ceil(8));
        for y in 0..side {
            let mut row = vec![0_u8; side.div_ceil(8)];
            for x in 0..side {
                let dark = self.dark[y / scale * self.size + x / scale];
                row[x / 8] |= u8::from(!dark) << (7 - x % 8);
            }
            rows.extend(row);
        }
        let mut bytes = Vec::new();
        let side = u32::try_from(side).map_err(|error| error.to_string())?;
        let mut encoder = Encoder::new(&mut bytes, side, side);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::One);
        let mut writer = encoder.write_header().map_err(|error| error.to_string())?;
        writer.write_image_data(&rows).map_err(|error| error.to_string())?;
        writer.finish().map_err(|error| error.to_string())?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_whole_pixels_and_its_quiet_zone() {
        let code = Modules::of("https://kepu.example.org/column/2026/06/rainbow/").unwrap();
        assert_eq!(code.size, 33 + 8);
        let picture = image::load_from_memory(&code.png(300).unwrap()).unwrap().into_luma8();
        let scale = code.pixels_for(300) as u32;
        assert_eq!(picture.width(), 41 * scale);
        assert!(picture.width() >= 300);
        assert!(picture.pixels().all(|pixel| matches!(pixel.0, [0 | 255])));
        let quiet = |at: u32| (0..picture.width()).all(|x| picture.get_pixel(x, at).0 == [255]);
        assert!(quiet(0) && quiet(4 * scale - 1) && !quiet(4 * scale));
        assert!(Modules::of(&"x".repeat(3000)).is_none());
    }
}
