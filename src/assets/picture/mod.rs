//! One picture's bytes → what it is, and the same picture in other widths and formats.
//!
//! Knows nothing of sites, addresses or files: whoever asks says which form is wanted. What is made of
//! the same bytes in the same form is always the same, so it may be kept for as long as one likes.

mod decoded;
mod encode;
mod file;
mod inspect;
mod make;
mod strip;
mod vector;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::base::fingerprint::Fingerprint;

pub use file::{PictureFile, make_all};
pub use inspect::{PictureFault, inspect};
pub use make::Original;
pub use vector::clean;

/// Part of everything that is kept of pictures: another number when other bytes are made of the same picture.
pub const VERSION: u32 = 1;

/// How a raster picture is written down.
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
            "jpg" | "jpeg" => Self::Jpeg,
            "png" => Self::Png,
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

/// What a raster picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Picture {
    /// Of its bytes. Kept pictures are found by it.
    #[serde(skip)]
    pub fingerprint: Fingerprint,
    pub format: Format,
    /// In pixels, as it is shown: with its orientation applied.
    pub width: u32,
    pub height: u32,
    /// Whether it must be turned to be shown as it was taken (Exif 2.3, Orientation).
    pub turned: bool,
    /// Whether it moves, and is therefore passed on as it is.
    pub animated: bool,
    /// Whether nothing shines through it.
    pub opaque: bool,
    /// Its average colour, red, green and blue in steps of a third: what is shown until it is there.
    pub tone: [u8; 3],
}

/// One of the files that are made of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// In its own format and size, turned and without what the camera wrote beside it.
    Whole,
    /// As wide as this.
    Scaled { width: u32, format: Format },
    /// Cut to what social networks show beside a link.
    Card,
}

/// The size of a card, as Open Graph and the programs that read it expect.
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

/// What a theme wants of pictures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// In pixels, ascending.
    pub widths: Vec<u32>,
    /// Beside the picture's own, the best first.
    pub formats: Vec<Format>,
    /// How wide a picture is shown, as the attribute `sizes` says it.
    pub sizes: String,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { widths: vec![480, 960, 1600], formats: vec![Format::Avif, Format::Webp], sizes: "100vw".to_owned() }
    }
}

impl Wanted {
    /// Every file that is made of a picture beside the whole one.
    pub fn forms(&self, picture: &Picture) -> Vec<Form> {
        if !picture.can_be_made() {
            return Vec::new();
        }
        let widest = self.widths.last().copied().unwrap_or_default();
        // No picture is made wider than it is; its own width stands for those beyond.
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
    /// Whether other files can be made of it: what moves would stand still, and nothing here reads AVIF.
    pub fn can_be_made(&self) -> bool {
        !self.animated && self.format != Format::Avif
    }

    /// Whether it is published with the pixels that it has.
    pub fn stays(&self) -> bool {
        !self.turned || self.animated
    }

    /// Whether what is published of it has lost what the camera wrote beside it.
    pub fn is_stripped(&self) -> bool {
        self.format != Format::Avif
    }

    /// The height that goes with a width, in pixels.
    pub fn height_at(&self, width: u32) -> u32 {
        let height = (u64::from(self.height) * u64::from(width) + u64::from(self.width) / 2) / u64::from(self.width);
        u32::try_from(height).unwrap_or(u32::MAX).max(1)
    }
}

/// Whether a name is that of a raster picture that browsers show.
pub fn is_picture(extension: &str) -> bool {
    Format::named(&extension.to_ascii_lowercase()).is_some()
}
