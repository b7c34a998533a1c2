//! Inspects pictures and generates their responsive forms.
//!
//! Independent of sites and addresses: the caller chooses the form. The output depends only on the bytes and the form, so
//! it can be cached without expiry.

mod decoded;
mod encode;
mod file;
mod inspect;
mod make;
mod position;
mod strip;
mod unplaced;
mod vector;
mod whole;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::fingerprint::Fingerprint;

pub use file::{PictureFile, make_all};
pub use inspect::{PictureFault, inspect, sniff};
pub use make::Original;
pub use position::{may_hold_position, position};
pub use unplaced::{UnplacedPicture, can_be_unplaced};
pub use vector::{DrawingFault, clean, is_diagram};

/// Part of all cache keys of pictures. Increment it when the output changes for the same picture.
pub const VERSION: u32 = 1;

/// A raster image format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    Avif,
    Webp,
    Jpeg,
    Png,
    Gif,
}

impl Format {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "avif" => Self::Avif,
            "webp" => Self::Webp,
            "jpg" | "jpeg" | "jpe" | "jfif" | "pjp" | "pjpeg" => Self::Jpeg,
            "png" | "apng" => Self::Png,
            "gif" => Self::Gif,
            _ => return None,
        })
    }

    pub fn extension(self) -> &'static str {
        match self {
            Self::Avif => "avif",
            Self::Webp => "webp",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
        }
    }

    pub fn media_type(self) -> &'static str {
        match self {
            Self::Avif => "image/avif",
            Self::Webp => "image/webp",
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Avif => "AVIF",
            Self::Gif => "GIF",
        })
    }
}

/// The properties of a raster picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// The fingerprint of its bytes, part of the cache key.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
    pub format: Format,
    /// In pixels, after the Exif orientation is applied.
    pub width: u32,
    pub height: u32,
    /// Whether the Exif orientation rotates or mirrors it (Exif 2.3).
    pub turned: bool,
    /// Whether it is animated, and is therefore published unchanged.
    pub animated: bool,
    /// Whether it has no alpha channel.
    pub opaque: bool,
    /// Its average colour as placeholder: red, green and blue from 0 to 3.
    pub tone: [u8; 3],
}

/// A derivative of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// In its own format and size, rotated and without metadata.
    Whole,
    /// Scaled to a width.
    Scaled { width: u32, format: Format },
    /// Cropped to the size of a social card.
    Card,
}

/// The size of a social card that Open Graph consumers expect.
pub const CARD: (u32, u32) = (1200, 630);

impl Form {
    pub fn format(self, picture: &Picture) -> Format {
        match self {
            Self::Whole => picture.format,
            Self::Scaled { format, .. } => format,
            Self::Card => Format::Jpeg,
        }
    }
}

/// A theme's settings for pictures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// In pixels, ascending.
    pub widths: Vec<u32>,
    /// Formats besides the picture's own, the best first.
    pub formats: Vec<Format>,
    /// The value of the attribute `sizes`.
    pub sizes: String,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { widths: vec![480, 960, 1600], formats: vec![Format::Avif, Format::Webp], sizes: "100vw".to_owned() }
    }
}

impl Wanted {
    /// Returns all derivatives of a picture except the whole one.
    pub fn forms(&self, picture: &Picture) -> Vec<Form> {
        if !picture.can_be_made() {
            return Vec::new();
        }
        let widest = self.widths.last().copied().unwrap_or_default();
        // No picture is enlarged; its own width replaces larger ones.
        let mut widths: Vec<u32> = self.widths.iter().copied().filter(|width| *width < picture.width).collect();
        let mut forms: Vec<Form> =
            widths.iter().map(|width| Form::Scaled { width: *width, format: picture.format }).collect();
        if picture.width <= widest {
            widths.push(picture.width);
        }
        for format in self.formats.iter().copied().filter(|format| *format != picture.format) {
            if format != Format::Avif || cfg!(feature = "avif") {
                forms.extend(widths.iter().map(|width| Form::Scaled { width: *width, format }));
            }
        }
        forms
    }
}

impl Picture {
    /// Whether derivatives can be generated: an animation would lose its frames, and there is no AVIF decoder.
    pub fn can_be_made(&self) -> bool {
        !self.animated && self.format != Format::Avif
    }

    /// Whether it is published without re-encoding.
    pub fn stays(&self) -> bool {
        !self.turned || self.animated
    }

    /// Whether its metadata is removed.
    pub fn is_stripped(&self) -> bool {
        self.format != Format::Avif
    }

    /// Returns the height for a width, in pixels.
    pub fn height_at(&self, width: u32) -> u32 {
        let height = (u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2) / u64::from(self.width);
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }
}

/// Formats of cameras and of drawing and office programs. At most one browser shows them.
const UNSHOWN: [&str; 27] = [
    "heic", "heif", "hif", "tif", "tiff", "psd", "psb", "ai", "eps", "emf", "wmf", "dng", "raw", "cr2", "cr3", "nef",
    "arw", "orf", "rw2", "jp2", "j2k", "jpx", "jxl", "tga", "pcx", "cdr", "dwg",
];

/// Whether a file extension is that of a picture that browsers don't show.
pub fn is_unshown(extension: &str) -> bool {
    UNSHOWN.contains(&extension.to_ascii_lowercase().as_str())
}

/// Whether a file extension is that of a raster format that browsers show.
pub fn is_picture(extension: &str) -> bool {
    Format::named(&extension.to_ascii_lowercase()).is_some()
}
