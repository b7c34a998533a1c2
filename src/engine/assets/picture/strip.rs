//! Strips metadata from a picture's file: GPS positions, times, names, thumbnails. The compressed pixels and the colour
//! profile stay byte-identical.

use img_parts::jpeg::{Jpeg, markers};
use img_parts::png::Png;
use img_parts::webp::WebP;
use img_parts::{Bytes, ImageEXIF};

use super::Format;

pub(super) fn strip(bytes: &[u8], format: Format) -> Result<Vec<u8>, String> {
    let parts = Bytes::copy_from_slice(bytes);
    let stripped = match format {
        Format::Jpeg => Jpeg::from_bytes(parts).map(|mut jpeg| {
            jpeg.segments_mut().retain(|segment| stays(segment.marker(), segment.contents()));
            let mut bytes = jpeg.encoder().bytes();
            bytes.truncate(jpeg_end(&bytes).unwrap_or(bytes.len()));
            bytes
        }),
        Format::Png => Png::from_bytes(parts).map(|mut png| {
            // PNG 3, 11.3: texts, Exif, time of the last change.
            png.chunks_mut()
                .retain(|chunk| ![*b"tEXt", *b"zTXt", *b"iTXt", *b"eXIf", *b"tIME"].contains(&chunk.kind()));
            png.encoder().bytes()
        }),
        Format::Webp => WebP::from_bytes(parts).map(|mut webp| {
            webp.set_exif(None);
            webp.remove_chunks_by_id(*b"XMP ");
            webp.encoder().bytes()
        }),
        // Cameras don't write positions into GIF, and AVIF isn't processed.
        Format::Gif | Format::Avif => return Ok(bytes.to_vec()),
    };
    stripped.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string())
}

/// Returns the offset of a JPEG's end (ITU T.81, B.1), `None` if it is cut short: phones append a second picture or a video,
/// and a thumbnail in a segment has an end of its own.
pub(super) fn jpeg_end(jpeg: &[u8]) -> Option<usize> {
    const SOI: u8 = 0xd8;
    const EOI: u8 = 0xd9;
    let mut at = 0;
    while let Some(distance) = memchr::memchr(0xff, &jpeg[at..]) {
        at += distance + 1;
        match jpeg.get(at).copied() {
            Some(EOI) => return Some(at + 1),
            // A stuffed byte, a restart, a fill byte, the start of the image: markers without a segment.
            None | Some(0 | 0xff | SOI | 0xd0..=0xd7) => {}
            Some(_) => {
                let length = jpeg.get(at + 1..at + 3).map_or(0, |length| u16::from_be_bytes([length[0], length[1]]));
                at = (at + 1 + usize::from(length)).min(jpeg.len());
            }
        }
    }
    None
}

/// Whether a segment is kept: JFIF, colour profiles and Adobe's colour transform are; other application segments and
/// comments aren't.
fn stays(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP0 | markers::APP14 => true,
        markers::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}
