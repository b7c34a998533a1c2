//! Decoding and scaling of pictures.

use fast_image_resize::images::Image;
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::DynamicImage;

use super::{Picture, inspect};

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
    pub(super) fn new(bytes: &[u8], picture: &Picture) -> Result<Self, String> {
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

    pub(super) fn scaled(&self, Scale { size: (width, height), crop }: Scale) -> Result<Self, String> {
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
pub(super) struct Scale {
    pub(super) size: (u32, u32),
    pub(super) crop: bool,
}
