//! A picture that is published as it is, but for the position that a camera wrote into it.

use std::io::Cursor;

use exif::{In, Tag};
use img_parts::jpeg::Jpeg;
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::inspect::sniff;
use super::{Format, VERSION, strip};
use crate::assets::lazy::FileGenerator;
use crate::base::guard::guard;
use crate::base::source::SourceFile;

/// Removes metadata when the file is written, so that no picture is kept in memory.
#[derive(Clone)]
pub struct UnplacedPicture {
    pub source: SourceFile,
}

impl FileGenerator for UnplacedPicture {
    fn name(&self) -> String {
        format!("{}-{VERSION}-unplaced", self.source.fingerprint)
    }

    fn make(&self) -> Result<Vec<u8>, String> {
        let bytes = self.source.bytes().map_err(|error| error.to_string())?;
        guard(|| unplaced(&bytes)).unwrap_or_else(Err)
    }
}

/// Whether a file is of a format of which metadata can be removed, by its first bytes.
pub fn can_be_unplaced(held: &[u8]) -> bool {
    matches!(sniff(held), Some(Format::Jpeg | Format::Png | Format::Webp))
}

fn unplaced(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let Some(format) = sniff(bytes) else { return Err("not a picture".to_owned()) };
    let stripped = strip::strip(bytes, format)?;
    match orientation(bytes) {
        1 => Ok(stripped),
        turned => with_orientation(stripped, format, turned),
    }
}

/// Returns how the picture is to be turned when it is shown (Exif 2.3, Orientation); 1 is not at all.
fn orientation(bytes: &[u8]) -> u16 {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok();
    let field = exif.as_ref().and_then(|exif| exif.get_field(Tag::Orientation, In::PRIMARY));
    let value = field.and_then(|field| field.value.get_uint(0)).and_then(|value| u16::try_from(value).ok());
    value.filter(|value| (1..=8).contains(value)).unwrap_or(1)
}

/// Adds Exif metadata with nothing but the orientation.
fn with_orientation(bytes: Vec<u8>, format: Format, orientation: u16) -> Result<Vec<u8>, String> {
    // TIFF, little endian; one directory at byte 8 with one entry: tag 0x0112, type SHORT, one value.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    exif.extend(orientation.to_le_bytes());
    exif.extend([0; 6]);
    let (parts, exif) = (Bytes::from(bytes), Some(Bytes::from(exif)));
    let written = match format {
        Format::Jpeg => Jpeg::from_bytes(parts).map(|mut jpeg| {
            jpeg.set_exif(exif);
            jpeg.encoder().bytes()
        }),
        Format::Png => Png::from_bytes(parts).map(|mut png| {
            png.set_exif(exif);
            png.encoder().bytes()
        }),
        _ => WebP::from_bytes(parts).map(|mut webp| {
            webp.set_exif(exif);
            webp.encoder().bytes()
        }),
    };
    written.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use image::{ExtendedColorType, ImageEncoder};

    use super::*;

    #[test]
    fn the_orientation_stays_and_all_else_goes() {
        let mut bytes = Vec::new();
        let encoder = image::codecs::jpeg::JpegEncoder::new(&mut bytes);
        encoder.write_image(&[200; 8 * 8 * 3], 8, 8, ExtendedColorType::Rgb8).unwrap();
        assert_eq!(orientation(&bytes), 1);
        let turned = with_orientation(bytes.clone(), Format::Jpeg, 6).unwrap();
        assert_eq!(orientation(&turned), 6);
        let made = unplaced(&turned).unwrap();
        assert_eq!(orientation(&made), 6);
        assert!(super::super::position(&made).is_none());
        assert_eq!(orientation(&unplaced(&bytes).unwrap()), 1);
        assert!(can_be_unplaced(&bytes) && !can_be_unplaced(b"GIF89a"));
    }
}
