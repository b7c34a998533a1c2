//! A picture's file without what a camera or a program wrote beside the picture: places, times, names,
//! earlier versions. Its pixels and its colour profile stay, to the byte.

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
            bytes.truncate(end(&bytes));
            bytes
        }),
        Format::Png => Png::from_bytes(parts).map(|mut png| {
            // PNG 3, 11.3: texts, Exif, the time of the last change.
            png.chunks_mut()
                .retain(|chunk| ![*b"tEXt", *b"zTXt", *b"iTXt", *b"eXIf", *b"tIME"].contains(&chunk.kind()));
            png.encoder().bytes()
        }),
        Format::Webp => WebP::from_bytes(parts).map(|mut webp| {
            webp.set_exif(None);
            webp.remove_chunks_by_id(*b"XMP ");
            webp.encoder().bytes()
        }),
        // Neither has room for where it was taken in the way that cameras use it.
        Format::Gif | Format::Avif => return Ok(bytes.to_vec()),
    };
    stripped.map(|bytes| bytes.to_vec()).map_err(|error| error.to_string())
}

/// Where a JPEG ends (ITU T.81, B.1): telephones put a second picture behind it, or a film. What doesn't end ends
/// where the file does.
fn end(jpeg: &[u8]) -> usize {
    const SOI: u8 = 0xd8;
    const EOI: u8 = 0xd9;
    let mut at = 0;
    while let Some(distance) = memchr::memchr(0xff, &jpeg[at..]) {
        at += distance + 1;
        match jpeg.get(at).copied() {
            Some(EOI) => return at + 1,
            // A stuffed byte, a restart, a fill byte, the beginning: markers of nothing.
            None | Some(0 | 0xff | SOI | 0xd0..=0xd7) => {}
            Some(_) => {
                let length = jpeg.get(at + 1..at + 3).map_or(0, |length| u16::from_be_bytes([length[0], length[1]]));
                at = (at + 1 + usize::from(length)).min(jpeg.len());
            }
        }
    }
    jpeg.len()
}

/// JFIF, colour profiles and Adobe's word of how colours are coded; the application's other segments and comments go.
fn stays(marker: u8, contents: &[u8]) -> bool {
    match marker {
        markers::APP0 | markers::APP14 => true,
        markers::APP2 => contents.starts_with(b"ICC_PROFILE\0"),
        markers::APP1..=markers::APP15 | markers::COM => false,
        _ => true,
    }
}
