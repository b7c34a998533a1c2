//! Decoding and scaling of pictures.

use fast_image_resize::images::TypedImage;
use fast_image_resize::pixels::{InnerPixel, U8x3, U8x4};
use fast_image_resize::{FilterType, PixelTrait, ResizeAlg, ResizeOptions, Resizer};
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

    pub(super) fn scaled(&mut self, scale: Scale) -> Result<Self, String> {
        let pixels = if self.transparent { self.resized::<U8x4>(scale) } else { self.resized::<U8x3>(scale) }?;
        let ((width, height), profile, transparent) = (scale.size, self.profile.clone(), self.transparent);
        Ok(Self { width, height, pixels, transparent, profile })
    }

    /// Resizes as one kind of pixel. The same by a kind known at run time would be compiled for all of them, which is a
    /// quarter of the code of the whole crate. The source is borrowed mutably and stays as it is: so it has the type of
    /// the scaler's own images. Each further type of source is a megabyte of code.
    fn resized<P: InnerPixel + PixelTrait>(
        &mut self,
        Scale { size: (width, height), crop }: Scale,
    ) -> Result<Vec<u8>, String> {
        let source = TypedImage::<P>::from_buffer(self.width, self.height, &mut self.pixels);
        let source = source.map_err(|error| error.to_string())?;
        let mut pixels = vec![0; width as usize * height as usize * P::size()];
        let mut scaled = TypedImage::<P>::from_buffer(width, height, &mut pixels).map_err(|error| error.to_string())?;
        let mut options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        if crop {
            options = options.fit_into_destination(None);
        }
        Resizer::new().resize_typed(&source, &mut scaled, &options).map_err(|error| error.to_string())?;
        Ok(pixels)
    }
}

/// A target size in pixels, and whether the picture is cropped to its aspect ratio.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scale {
    pub(super) size: (u32, u32),
    pub(super) crop: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_scaled_stays_as_it_is() {
        for (transparent, channels) in [(false, 3), (true, 4)] {
            let pixels: Vec<u8> = (0..4 * 4 * channels).collect();
            let mut source = Decoded { width: 4, height: 4, pixels: pixels.clone(), transparent, profile: None };
            let half = source.scaled(Scale { size: (2, 2), crop: false }).unwrap();
            assert_eq!((half.width, half.height, half.pixels.len()), (2, 2, 2 * 2 * usize::from(channels)));
            assert_eq!(source.pixels, pixels);
        }
    }
}
