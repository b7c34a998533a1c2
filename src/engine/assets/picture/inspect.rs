//! Inspects a picture by decoding it completely, which detects truncated files.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::metadata::Orientation;
use image::{AnimationDecoder, DynamicImage, ImageDecoder, ImageError, Limits};

use super::whole::is_whole;
use super::{Format, Picture, strip};
use crate::base::fingerprint::Fingerprint;
use crate::base::guard::guard;

/// Why a file isn't a usable picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PictureFault {
    /// The contents aren't in a format that browsers show.
    Foreign,
    /// More pixels than allowed.
    Huge {
        width: u32,
        height: u32,
    },
    Broken {
        reason: String,
    },
}

/// Decodes a picture and returns its properties. Its contents decide its format, whatever the file is called.
///
/// # Errors
/// The first fault.
pub fn inspect(bytes: &[u8], max_pixels: u64) -> Result<Picture, PictureFault> {
    // The decoders are foreign: a panic in one is a fault of the file for its owner.
    guard(|| inspected(bytes, max_pixels)).unwrap_or_else(|reason| Err(PictureFault::Broken { reason }))
}

fn inspected(bytes: &[u8], max_pixels: u64) -> Result<Picture, PictureFault> {
    let Some(format) = sniff(bytes) else { return Err(PictureFault::Foreign) };
    if format == Format::Avif {
        let found = avif(bytes, max_pixels)?;
        return if is_whole(bytes, format) { Ok(found) } else { Err(cut()) };
    }
    if format == Format::Png {
        check_metadata(bytes)?;
    }
    let mut decoder = open(bytes, format).map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > max_pixels {
        return Err(PictureFault::Huge { width, height });
    }
    if width == 0 || height == 0 {
        return Err(PictureFault::Broken { reason: "it has no pixels".to_owned() });
    }
    // The decoder fills what is missing with grey and reports nothing.
    if format == Format::Jpeg && strip::jpeg_end(bytes).is_none() {
        return Err(cut());
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let animated = is_animated(bytes, format);
    let image = decode(decoder).map_err(broken)?;
    // The decoder looks at the first frame alone.
    if (animated || format == Format::Webp) && !is_whole(bytes, format) {
        return Err(cut());
    }
    let turned = orientation != Orientation::NoTransforms;
    let (width, height) = if sideways(orientation) { (height, width) } else { (width, height) };
    let opaque = !image.color().has_alpha();
    let fingerprint = Fingerprint::of_bytes(bytes);
    Ok(Picture { fingerprint, format, width, height, turned, animated, opaque, tone: tone(&image) })
}

/// Decodes a picture that was inspected before, and applies its orientation. Returns its colour profile as well.
pub(super) fn read(bytes: &[u8], format: Format) -> Result<(DynamicImage, Option<Vec<u8>>), ImageError> {
    let mut decoder = open(bytes, format)?;
    let profile = decoder.icc_profile().unwrap_or_default();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut image = decode(decoder)?;
    image.apply_orientation(orientation);
    Ok((image, profile))
}

/// Bytes that a PNG's compressed metadata may take: the largest colour profiles have two megabytes.
const MOST_METADATA: usize = 16 << 20;

/// Refuses a PNG with a profile that inflates to more than any real one. Its pixels are checked elsewhere.
fn check_metadata(bytes: &[u8]) -> Result<(), PictureFault> {
    let limits = png::Limits { bytes: MOST_METADATA };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), limits);
    decoder.set_ignore_text_chunk(true);
    let read = decoder.read_info().map(drop);
    read.map_err(|error| PictureFault::Broken { reason: error.to_string() })
}

fn cut() -> PictureFault {
    PictureFault::Broken { reason: "it ends before its last line".to_owned() }
}

fn broken(error: ImageError) -> PictureFault {
    PictureFault::Broken { reason: error.to_string() }
}

fn has_at(bytes: &[u8], at: usize, mark: &[u8]) -> bool {
    bytes.get(at..).is_some_and(|rest| rest.starts_with(mark))
}

/// Detects the format from the first bytes, as browsers do.
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    let brand = |brand: &[u8]| has_at(bytes, 4, b"ftyp") && has_at(bytes, 8, brand);
    Some(match () {
        () if begins(&[0xff, 0xd8, 0xff]) => Format::Jpeg,
        () if begins(b"\x89PNG\r\n\x1a\n") => Format::Png,
        () if begins(b"GIF8") => Format::Gif,
        () if begins(b"RIFF") && has_at(bytes, 8, b"WEBP") => Format::Webp,
        () if brand(b"avif") || brand(b"avis") => Format::Avif,
        () => return None,
    })
}

fn open(bytes: &[u8], format: Format) -> Result<Box<dyn ImageDecoder + '_>, ImageError> {
    let reader = Cursor::new(bytes);
    let mut decoder: Box<dyn ImageDecoder> = match format {
        Format::Jpeg => Box::new(JpegDecoder::new(reader)?),
        Format::Png => Box::new(png_decoder(bytes)?),
        Format::Gif => Box::new(GifDecoder::new(reader)?),
        Format::Webp | Format::Avif => Box::new(WebPDecoder::new(reader)?),
    };
    // The callers limit the number of pixels.
    decoder.set_limits(Limits::no_limits())?;
    Ok(decoder)
}

/// Opens a PNG so that its colour profile inflates to no more than real ones have. A larger one is ignored.
fn png_decoder(bytes: &[u8]) -> Result<PngDecoder<Cursor<&[u8]>>, ImageError> {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_METADATA as u64);
    PngDecoder::with_limits(Cursor::new(bytes), limits)
}

fn decode(decoder: Box<dyn ImageDecoder + '_>) -> Result<DynamicImage, ImageError> {
    DynamicImage::from_decoder(decoder)
}

fn sideways(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

fn is_animated(bytes: &[u8], format: Format) -> bool {
    let reader = Cursor::new(bytes);
    match format {
        Format::Gif => GifDecoder::new(reader).is_ok_and(|gif| gif.into_frames().take(2).count() > 1),
        Format::Png => png_decoder(bytes).is_ok_and(|png| png.is_apng().unwrap_or(false)),
        Format::Webp => WebPDecoder::new(reader).is_ok_and(|webp| webp.has_animation()),
        Format::Jpeg | Format::Avif => false,
    }
}

/// Returns the average colour over white, from 144 samples: enough for a placeholder.
fn tone(image: &DynamicImage) -> [u8; 3] {
    let small = image.thumbnail_exact(12, 12).into_rgba8();
    let count = u32::try_from(small.pixels().len()).unwrap_or(1).max(1);
    let mut sums = [0; 3];
    for pixel in small.pixels() {
        let [colours @ .., alpha] = pixel.0.map(u32::from);
        for (sum, colour) in sums.iter_mut().zip(colours) {
            *sum += (colour * alpha + 255 * (255 - alpha)) / 255;
        }
    }
    sums.map(|sum| u8::try_from((sum / count + 42) / 85).unwrap_or(3).min(3))
}

/// Inspects an AVIF, which is published unchanged. Its first `ispe` box has the size (ISO/IEC 23008-12, 6.5.3).
fn avif(bytes: &[u8], max_pixels: u64) -> Result<Picture, PictureFault> {
    let number = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let place = memchr::memmem::find(&bytes[..bytes.len().min(64 * 1024)], b"ispe");
    let size = place.and_then(|at| Some((number(at + 8)?, number(at + 12)?)));
    let Some((width, height)) = size.filter(|(width, height)| *width > 0 && *height > 0) else {
        return Err(PictureFault::Broken { reason: "it has no image size (`ispe`)".to_owned() });
    };
    if u64::from(width) * u64::from(height) > max_pixels {
        return Err(PictureFault::Huge { width, height });
    }
    let animated = has_at(bytes, 8, b"avis");
    let fingerprint = Fingerprint::of_bytes(bytes);
    Ok(Picture {
        fingerprint,
        format: Format::Avif,
        width,
        height,
        turned: false,
        animated,
        opaque: false,
        tone: [3; 3],
    })
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder};

    use super::*;

    fn jpeg() -> Vec<u8> {
        let pixels: Vec<u8> = (0..64_u32 * 64 * 3).map(|number| (number * 7 % 251) as u8).collect();
        let mut bytes = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
        encoder.write_image(&pixels, 64, 64, ExtendedColorType::Rgb8).unwrap();
        bytes
    }

    #[test]
    fn half_a_jpeg_is_broken_and_one_with_bytes_behind_it_isnt() {
        let whole = jpeg();
        assert!(inspect(&whole, u64::MAX).is_ok());
        let mut more = whole.clone();
        more.extend(b"trailing bytes of a telephone");
        assert!(inspect(&more, u64::MAX).is_ok());
        for length in [whole.len() / 2, whole.len() * 3 / 4, whole.len() - 2] {
            assert!(matches!(inspect(&whole[..length], u64::MAX), Err(PictureFault::Broken { .. })), "{length}");
        }
        // A thumbnail's end in a segment before the scans is not the picture's.
        let mut thumb = vec![0xff, 0xd8, 0xff, 0xe1, 0x00, 0x06, 0xff, 0xd8, 0xff, 0xd9];
        thumb.extend(&whole[2..whole.len() / 2]);
        assert!(strip::jpeg_end(&thumb).is_none());
    }

    #[test]
    fn contents_decide_and_what_no_browser_shows_is_foreign() {
        assert_eq!(inspect(b"\x00\x00\x00\x18ftypheic", u64::MAX), Err(PictureFault::Foreign));
        assert_eq!(inspect(&jpeg(), u64::MAX).map(|picture| picture.format), Ok(Format::Jpeg));
    }
}
