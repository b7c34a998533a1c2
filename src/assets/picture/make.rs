//! Generates the forms of a picture: resized, cropped, in other formats.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::{CARD, Form, Format, Picture, encode, inspect, strip};

/// A decoded picture.
pub(super) struct Decoded {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Three bytes per pixel, or four with transparency.
    pub(super) pixels: Vec<u8>,
    pub(super) transparent: bool,
    /// The ICC profile; `None` for sRGB.
    pub(super) profile: Option<Vec<u8>>,
}

impl Decoded {
    /// Decodes a picture.
    ///
    /// # Errors
    /// The decoder's message.
    fn new(bytes: &[u8], picture: &Picture) -> Result<Self, String> {
        let (image, profile) = inspect::read(bytes, picture.format).map_err(|error| error.to_string())?;
        let (width, height, transparent) = (image.width(), image.height(), image.color().has_alpha());
        let grey = matches!(image.color().channel_count(), 1 | 2);
        let pixels = match image {
            DynamicImage::ImageRgb8(image) => image.into_raw(),
            DynamicImage::ImageRgba8(image) => image.into_raw(),
            other if transparent => other.into_rgba8().into_raw(),
            other => other.into_rgb8().into_raw(),
        };
        // A grey profile doesn't apply to the RGB pixels.
        Ok(Self { width, height, pixels, transparent, profile: profile.filter(|_| !grey) })
    }

    fn scaled(&self, Scale { size: (width, height), crop }: Scale) -> Result<Self, String> {
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

/// A target size in pixels, and whether the picture is cropped to its aspect ratio.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Scale {
    size: (u32, u32),
    crop: bool,
}

/// A picture with several forms. It is decoded once, and scaled once to each size for all formats.
pub struct Original<'b> {
    bytes: &'b [u8],
    picture: Picture,
    decoded: OnceCell<Result<Decoded, String>>,
    scaled: RefCell<BTreeMap<Scale, Rc<Decoded>>>,
}

impl<'b> Original<'b> {
    pub fn new(bytes: &'b [u8], picture: Picture) -> Self {
        Self { bytes, picture, decoded: OnceCell::new(), scaled: RefCell::default() }
    }

    /// Generates one form.
    ///
    /// # Errors
    /// The message of the decoder or encoder.
    pub fn make(&self, form: Form) -> Result<Vec<u8>, String> {
        let picture = &self.picture;
        let (size, crop, format) = match form {
            Form::Whole if picture.stays() => return strip::strip(self.bytes, picture.format),
            Form::Whole => ((picture.width, picture.height), false, picture.format),
            Form::Scaled { width, format } => ((width, picture.height_at(width)), false, format),
            Form::Card => (CARD, true, Format::Jpeg),
        };
        let quality = if form == Form::Whole { encode::Quality::Whole } else { encode::Quality::Scaled };
        let decoded = self.decoded.get_or_init(|| Decoded::new(self.bytes, picture)).as_ref().map_err(Clone::clone)?;
        if size == (decoded.width, decoded.height) {
            return encode::encode(decoded, format, quality);
        }
        encode::encode(&*self.scaled(decoded, Scale { size, crop })?, format, quality)
    }

    fn scaled(&self, decoded: &Decoded, scale: Scale) -> Result<Rc<Decoded>, String> {
        let known = self.scaled.borrow().get(&scale).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let scaled = Rc::new(decoded.scaled(scale)?);
        self.scaled.borrow_mut().insert(scale, scaled.clone());
        Ok(scaled)
    }
}
