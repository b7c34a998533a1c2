//! Encodes pixels with their colour profile.

use std::borrow::Cow;
use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use img_parts::{Bytes, ImageICC};
use moxcms::{ColorProfile, Layout, TransformOptions};

use super::Format;
use super::decoded::Decoded;

/// The quality of an encoded picture.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quality {
    /// High: the file replaces the original.
    Whole,
    /// Medium: the file is shown on a page.
    Scaled,
}

pub(super) fn encode(picture: &Decoded, format: Format, quality: Quality) -> Result<Vec<u8>, String> {
    match format {
        Format::Jpeg => jpeg(picture, if quality == Quality::Whole { 92 } else { 80 }),
        Format::Png => png(picture),
        Format::Webp => webp(picture, if quality == Quality::Whole { 92.0 } else { 78.0 }),
        Format::Avif => avif(picture),
        Format::Gif => {
            // A GIF stays a GIF, because it has a palette already.
            let mut bytes = Vec::new();
            let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
            let encoded = encoder.encode(&picture.pixels, picture.width, picture.height, kind(picture));
            encoded.map_err(|error| error.to_string())?;
            drop(encoder);
            Ok(bytes)
        }
    }
}

fn kind(picture: &Decoded) -> ExtendedColorType {
    if picture.transparent { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 }
}

fn jpeg(picture: &Decoded, quality: u8) -> Result<Vec<u8>, String> {
    let side = |length: u32| u16::try_from(length).map_err(|_| "a side has more than 65,535 pixels".to_owned());
    let (width, height) = (side(picture.width)?, side(picture.height)?);
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.set_progressive(true);
    if let Some(profile) = &picture.profile {
        encoder.add_icc_profile(profile).map_err(|error| error.to_string())?;
    }
    let opaque = opaque(picture);
    encoder.encode(&opaque, width, height, jpeg_encoder::ColorType::Rgb).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// Composites the pixels over white, because JPEG has no transparency.
fn opaque(picture: &Decoded) -> Cow<'_, [u8]> {
    if !picture.transparent {
        return Cow::Borrowed(&picture.pixels);
    }
    let over_white = |pixel: &[u8]| {
        let alpha = u16::from(pixel[3]);
        [0, 1, 2].map(|place| ((u16::from(pixel[place]) * alpha + 255 * (255 - alpha)) / 255) as u8)
    };
    Cow::Owned(picture.pixels.chunks_exact(4).flat_map(over_white).collect())
}

fn png(picture: &Decoded) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, FilterType::Adaptive);
    if let Some(profile) = &picture.profile {
        encoder.set_icc_profile(profile.clone()).map_err(|error| error.to_string())?;
    }
    encoder
        .write_image(&picture.pixels, picture.width, picture.height, kind(picture))
        .map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn webp(picture: &Decoded, quality: f32) -> Result<Vec<u8>, String> {
    let (pixels, width, height) = (&picture.pixels, picture.width, picture.height);
    let encoder = match picture.transparent {
        true => webp::Encoder::from_rgba(pixels, width, height),
        false => webp::Encoder::from_rgb(pixels, width, height),
    };
    let encoded = encoder.encode_simple(false, quality).map_err(|error| format!("{error:?}"))?;
    let Some(profile) = &picture.profile else { return Ok(encoded.to_vec()) };
    let parts = img_parts::webp::WebP::from_bytes(Bytes::copy_from_slice(&encoded));
    let mut parts = parts.map_err(|error| error.to_string())?;
    parts.set_icc_profile(Some(Bytes::copy_from_slice(profile)));
    let mut bytes = Cursor::new(Vec::new());
    parts.encoder().write_to(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

/// Encodes AVIF. The encoder writes no profile, so the pixels are converted to sRGB, the default of a file without one.
#[cfg(feature = "avif")]
fn avif(picture: &Decoded) -> Result<Vec<u8>, String> {
    use ravif::{Encoder, Img, RGBA8};
    let pixels = in_srgb(picture);
    let (width, height) = (picture.width as usize, picture.height as usize);
    // Pictures are encoded in parallel, so each uses one thread.
    let encoder = Encoder::new().with_quality(62.0).with_alpha_quality(70.0).with_speed(10).with_num_threads(Some(1));
    let pixels: Vec<RGBA8> = if picture.transparent {
        pixels.chunks_exact(4).map(|p| RGBA8::new(p[0], p[1], p[2], p[3])).collect()
    } else {
        pixels.chunks_exact(3).map(|p| RGBA8::new(p[0], p[1], p[2], u8::MAX)).collect()
    };
    // The encoder leaves out the alpha channel of opaque pixels. `encode_rgb` is inlined: with it, all of the encoder
    // is compiled a second time, into kepu and at its level.
    let encoded = encoder.encode_rgba(Img::new(&pixels, width, height));
    encoded.map(|encoded| encoded.avif_file).map_err(|error| error.to_string())
}

#[cfg(not(feature = "avif"))]
fn avif(_: &Decoded) -> Result<Vec<u8>, String> {
    Err("this program was built without AVIF".to_owned())
}

/// Converts the pixels to sRGB. An invalid profile is ignored, as browsers do.
#[cfg(feature = "avif")]
fn in_srgb(picture: &Decoded) -> Cow<'_, [u8]> {
    let converted = || {
        let from = ColorProfile::new_from_slice(picture.profile.as_deref()?).ok()?;
        let layout = if picture.transparent { Layout::Rgba } else { Layout::Rgb };
        let to = ColorProfile::new_srgb();
        let transform = from.create_transform_8bit(layout, &to, layout, TransformOptions::default()).ok()?;
        let mut pixels = vec![0; picture.pixels.len()];
        transform.transform(&picture.pixels, &mut pixels).ok()?;
        Some(Cow::Owned(pixels))
    };
    converted().unwrap_or(Cow::Borrowed(&picture.pixels))
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "avif")]
    #[test]
    fn an_avif_has_an_alpha_channel_if_its_pixels_need_one() {
        use super::{Decoded, Format, Quality, encode};

        let has_alpha = |transparent: bool, pixel: &[u8]| {
            let picture = Decoded { width: 64, height: 64, pixels: pixel.repeat(64 * 64), transparent, profile: None };
            let file = encode(&picture, Format::Avif, Quality::Scaled).unwrap();
            file.windows(4).any(|name| name == b"auxC")
        };
        assert!(!has_alpha(false, &[200, 100, 50]));
        assert!(has_alpha(true, &[200, 100, 50, 128]));
        assert!(!has_alpha(true, &[200, 100, 50, 255]));
    }
}
