//! Renders a poster's SVG to PNG.

use foldhash::HashMap;
use png::{BitDepth, ColorType, Compression, Encoder, EncodingError, Filter};
use resvg::tiny_skia::{Pixmap, Transform};
use usvg::{ImageHrefResolver, Options, Size, Tree};

use super::font::Lettering;
use super::{Font, SIZE};
use crate::assets::lazy::FileGenerator;
use crate::base::fingerprint::Fingerprint;

/// Part of the cache key. Increment it when the output changes for the same input.
const VERSION: u32 = 2;

/// A poster that is rendered on demand.
pub struct Poster {
    pub svg: Vec<u8>,
    pub font: Font,
}

impl FileGenerator for Poster {
    fn name(&self) -> String {
        let drawn = Fingerprint::of(&(&self.svg, self.font.identity(), VERSION));
        format!("{drawn}-poster.png")
    }

    fn make(&self) -> Result<Vec<u8>, String> {
        draw(&self.svg, Some(&*self.font.lettering()?), DrawingSize::Stretched(SIZE))
    }
}

/// How large a drawing becomes, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DrawingSize {
    /// This width, and the height that belongs to it.
    Width(u32),
    /// The whole drawing in the middle of a picture of this size.
    Within((u32, u32)),
    /// A picture of this size, which the drawing is made for.
    Stretched((u32, u32)),
}

/// A drawing is never made larger than this on a side.
const LARGEST: u32 = 4096;

/// Renders an SVG to PNG, over white. Without a font its words are left out.
///
/// # Errors
/// Why it can't be read or rendered.
pub fn draw(svg: &[u8], lettering: Option<&Lettering>, fit: DrawingSize) -> Result<Vec<u8>, String> {
    let mut options = Options {
        // Images must be embedded as data URLs: no file is read.
        image_href_resolver: ImageHrefResolver {
            resolve_data: ImageHrefResolver::default_data_resolver(),
            resolve_string: Box::new(|_, _| None),
        },
        ..Options::default()
    };
    if let Some(lettering) = lettering {
        options.font_family.clone_from(&lettering.family);
        options.fontdb = lettering.database.clone();
    }
    let tree = Tree::from_data(svg, &options).map_err(|error| error.to_string())?;
    let (natural, (width, height)) = ((tree.size().width(), tree.size().height()), fit.size(tree.size()));
    let mut pixels = Pixmap::new(width, height).ok_or("there isn't enough memory for it")?;
    let (mut across, mut down) = (width as f32 / natural.0, height as f32 / natural.1);
    let mut moved = (0.0, 0.0);
    // A drawing that was cut to the largest size keeps its shape as well.
    if !matches!(fit, DrawingSize::Stretched(_)) {
        (across, down) = (across.min(down), across.min(down));
        moved = ((width as f32 - natural.0 * across) / 2.0, (height as f32 - natural.1 * down) / 2.0);
    }
    let transform = Transform::from_scale(across, down).post_translate(moved.0, moved.1);
    resvg::render(&tree, transform, &mut pixels.as_mut());
    written(pixels.data(), (width, height)).map_err(|error| error.to_string())
}

impl DrawingSize {
    fn size(self, natural: Size) -> (u32, u32) {
        match self {
            Self::Width(width) => {
                let height = (width as f32 * natural.height() / natural.width()).round() as u32;
                (width, height.clamp(1, LARGEST))
            }
            Self::Within(size) | Self::Stretched(size) => size,
        }
    }
}

/// Encodes the pixels as PNG over white, because some consumers show transparency as black. A drawing with few colours is
/// half as large with a palette.
fn written(pixels: &[u8], (width, height): (u32, u32)) -> Result<Vec<u8>, EncodingError> {
    let (pixels, _) = pixels.as_chunks::<4>();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::Balanced);
    let data = match table(pixels) {
        Some((table, places)) => {
            encoder.set_color(ColorType::Indexed);
            encoder.set_palette(table.into_iter().flat_map(over_white).collect::<Vec<u8>>());
            encoder.set_filter(Filter::NoFilter);
            places
        }
        None => {
            encoder.set_color(ColorType::Rgb);
            pixels.iter().copied().flat_map(over_white).collect()
        }
    };
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}

/// Composites a premultiplied colour over white.
fn over_white([red, green, blue, alpha]: [u8; 4]) -> [u8; 3] {
    [red, green, blue].map(|colour| colour.saturating_add(255 - alpha))
}

/// Returns the palette and each pixel's index in it; `None` for more than 256 colours.
fn table(pixels: &[[u8; 4]]) -> Option<(Vec<[u8; 4]>, Vec<u8>)> {
    let (mut table, mut known) = (Vec::new(), HashMap::<[u8; 4], u8>::default());
    let mut places = Vec::with_capacity(pixels.len());
    // Most pixels have the same colour as the previous one.
    for run in pixels.chunk_by(|one, next| one == next) {
        let place = match known.get(&run[0]) {
            Some(place) => *place,
            None => {
                let place = u8::try_from(table.len()).ok()?;
                table.push(run[0]);
                known.insert(run[0], place);
                place
            }
        };
        places.extend(std::iter::repeat_n(place, run.len()));
    }
    Some((table, places))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flat_drawings_have_a_palette_and_others_lose_no_colour() {
        let flat: Vec<u8> = (0..64 * 64_u32).flat_map(|n| [(n % 7) as u8 * 30, 90, 200, 255]).collect();
        let many: Vec<u8> = (0..64 * 64_u32).flat_map(|n| [(n % 64) as u8 * 4, (n / 64) as u8 * 4, 9, 255]).collect();
        for pixels in [flat, many] {
            let bytes = written(&pixels, (64, 64)).unwrap();
            let shown = image::load_from_memory(&bytes).unwrap().into_rgba8().into_raw();
            assert_eq!(shown, pixels);
        }
        let half = written(&[100, 0, 0, 127], (1, 1)).unwrap();
        assert_eq!(image::load_from_memory(&half).unwrap().into_rgb8().into_raw(), [228, 128, 128]);
    }
}
