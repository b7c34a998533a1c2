//! Whether a picture is all there, where its decoder looks at a part of it alone: AVIF, WebP, and all frames but the first.

use super::Format;

/// Returns whether a picture has everything that its own lengths promise. What stands behind it doesn't matter.
pub fn is_whole(bytes: &[u8], format: Format) -> bool {
    match format {
        Format::Avif => boxes(bytes),
        Format::Webp => riff(bytes),
        Format::Gif => gif(bytes).is_some(),
        Format::Png => chunks(bytes),
        // It is looked at as a whole elsewhere.
        Format::Jpeg => true,
    }
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(four)).ok()
}

/// The boxes that an AVIF has outside of others. Whatever else stands behind the first isn't the picture's.
const BOXES: [&[u8; 4]; 8] = [b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"wide"];

/// Walks the boxes of an AVIF (ISO/IEC 14496-12, 4.2).
fn boxes(bytes: &[u8]) -> bool {
    let mut at = 0_usize;
    while let (Some(size), Some(name)) = (number(bytes, at), bytes.get(at + 4..at + 8)) {
        let size = match size {
            // It goes on to the end.
            0 => return true,
            1 => number(bytes, at + 12).filter(|_| number(bytes, at + 8) == Some(0)).unwrap_or(usize::MAX),
            size => size,
        };
        if size < 8 || !BOXES.iter().any(|known| *known == name) {
            // Trailing bytes.
            return at > 0;
        }
        match at.checked_add(size).filter(|end| *end <= bytes.len()) {
            Some(end) => at = end,
            None => return false,
        }
    }
    // A name may be cut as well.
    let rest = bytes.get(at + 4..).unwrap_or_default();
    rest.is_empty() || !BOXES.iter().any(|known| known.starts_with(rest))
}

/// Compares a WebP with the length at its beginning.
fn riff(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|four| Some(u32::from_le_bytes(four.try_into().ok()?)));
    // The last byte may be one that only makes the length even.
    length.is_some_and(|length| u64::from(length) + 8 <= bytes.len() as u64 + 1)
}

/// Walks the chunks of a PNG up to its last one.
fn chunks(bytes: &[u8]) -> bool {
    let mut at = 8_usize;
    while let (Some(length), Some(name)) = (number(bytes, at), bytes.get(at + 4..at + 8)) {
        match at.checked_add(length).and_then(|end| end.checked_add(12)).filter(|end| *end <= bytes.len()) {
            Some(_) if name == b"IEND" => return true,
            Some(end) => at = end,
            None => return name == b"IEND",
        }
    }
    false
}

/// Walks the blocks of a GIF up to its end; `None` if a block is cut.
fn gif(bytes: &[u8]) -> Option<()> {
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let parts = |mut at: usize| loop {
        match usize::from(*bytes.get(at)?) {
            0 => return Some(at + 1),
            length => at += 1 + length,
        }
    };
    let mut at = 13 + table(*bytes.get(10)?);
    loop {
        match bytes.get(at) {
            Some(0x21) => at = parts(at + 2)?,
            Some(0x2c) => at = parts(at + 11 + table(*bytes.get(at + 9)?))?,
            // Its end; some programs forget it, and others write on behind it.
            Some(_) => return Some(()),
            None => return (at == bytes.len()).then_some(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_is_found() {
        let avif: Vec<u8> = [&[0, 0, 0, 12][..], b"ftypavif", &[0, 0, 0, 10], b"mdat", b"ab"].concat();
        let gif = [b"GIF89a\x01\0\x01\0\0\0\0".as_slice(), &[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]]
            .concat();
        let png = [b"\x89PNG\r\n\x1a\n".as_slice(), &[0, 0, 0, 1], b"fdATa1234", &[0, 0, 0, 0], b"IEND1234"].concat();
        let webp = [b"RIFF".as_slice(), &[8, 0, 0, 0], b"WEBPabcd"].concat();
        for (format, bytes) in [(Format::Avif, avif), (Format::Gif, gif), (Format::Png, png), (Format::Webp, webp)] {
            assert!(is_whole(&bytes, format), "{format}");
            assert!(is_whole(&[&bytes[..], b"trailing bytes"].concat(), format), "{format}");
            // Of a PNG the last four bytes are the checksum of nothing.
            let checksum = if format == Format::Png { 4 } else { 0 };
            for cut in (2..6).map(|cut| cut + checksum) {
                assert!(!is_whole(&bytes[..bytes.len() - cut], format), "{format} {cut}");
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60)) {
            for format in [Format::Avif, Format::Webp, Format::Gif, Format::Png] {
                is_whole(&bytes, format);
            }
        }
    }
}
