//! A picture and a form → the bytes of a file.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::{CARD, Form, Format, Picture, encode, inspect, strip};

/// A picture in memory, from which several forms can be made.
pub struct Decoded {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Three bytes a pixel, or four with transparency.
    pub(super) pixels: Vec<u8>,
    pub(super) transparent: bool,
    /// ICC; none for sRGB.
    pub(super) profile: Option<Vec<u8>>,
}

impl Decoded {
    /// # Errors
    /// What the decoder says.
    pub fn new(bytes: &[u8], picture: &Picture) -> Result<Self, String> {
        let (image, profile) = inspect::read(bytes, picture.format).map_err(|error| error.to_string())?;
        let (width, height, transparent) = (image.width(), image.height(), image.color().has_alpha());
        let grey = matches!(image.color().channel_count(), 1 | 2);
        let pixels = match image {
            DynamicImage::ImageRgb8(image) => image.into_raw(),
            DynamicImage::ImageRgba8(image) => image.into_raw(),
            other if transparent => other.into_rgba8().into_raw(),
            other => other.into_rgb8().into_raw(),
        };
        // A profile of greys says nothing of colours.
        Ok(Self { width, height, pixels, transparent, profile: profile.filter(|_| !grey) })
    }

    fn scaled(&self, (width, height): (u32, u32), crop: bool) -> Result<Self, String> {
        let kind = if self.transparent { PixelType::U8x4 } else { PixelType::U8x3 };
        let source = fast_image_resize::images::ImageRef::new(self.width, self.height, &self.pixels, kind)
            .map_err(|error| error.to_string())?;
        let mut scaled = Image::new(width, height, kind);
        let mut options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        if crop {
            options = options.fit_into_destination(None);
        }
        Resizer::new().resize(&source, &mut scaled, &options).map_err(|error| error.to_string())?;
        let (profile, transparent) = (self.profile.clone(), self.transparent);
        Ok(Self { width, height, pixels: scaled.into_vec(), transparent, profile })
    }
}

/// Makes one form of a picture. `decoded` is asked for only where pixels are needed.
///
/// # Errors
/// What a decoder or an encoder says.
pub fn make<'d>(
    bytes: &[u8],
    picture: &Picture,
    form: Form,
    decoded: impl FnOnce() -> Result<&'d Decoded, String>,
) -> Result<Vec<u8>, String> {
    let (size, crop, format) = match form {
        Form::Whole if !picture.turned || picture.animated => return strip::strip(bytes, picture.format),
        Form::Whole => ((picture.width, picture.height), false, picture.format),
        Form::Scaled { width, format } => ((width, picture.height_at(width)), false, format),
        Form::Card => (CARD, true, Format::Jpeg),
    };
    let decoded = decoded()?;
    let quality = if form == Form::Whole { encode::Quality::Whole } else { encode::Quality::Scaled };
    if size == (decoded.width, decoded.height) {
        return encode::encode(decoded, format, quality);
    }
    encode::encode(&decoded.scaled(size, crop)?, format, quality)
}
