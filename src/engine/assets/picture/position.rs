//! A file's bytes → the position that a camera wrote into them.

use std::io::Cursor;

use exif::{In, Tag, Value};
use memchr::memmem;

/// Endings of what cameras and telephones write.
const KINDS: [&str; 21] = [
    "jpg", "jpeg", "jpe", "jfif", "pjp", "pjpeg", "png", "apng", "webp", "avif", "heic", "heif", "hif", "tif", "tiff",
    "dng", "gif", "mp4", "m4v", "mov", "3gp",
];

/// Whether a file may hold a position: by its extension, or by its first bytes whatever it is called.
pub fn may_hold_position(extension: &str, held: &[u8]) -> bool {
    let marks: [&[u8]; 6] = [&[0xff, 0xd8, 0xff], b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF", b"GIF8"];
    KINDS.contains(&extension.to_ascii_lowercase().as_str())
        || marks.iter().any(|mark| held.starts_with(mark))
        || held.get(4..8).is_some_and(|mark| mark == b"ftyp")
}

/// Returns the position in a picture (Exif 2.3, GPSLatitude and GPSLongitude), a video (ISO 6709) or the XMP of either, for a
/// message.
pub fn position(bytes: &[u8]) -> Option<String> {
    in_picture(bytes).or_else(|| in_video(bytes)).or_else(|| in_xmp(bytes))
}

/// XMP is plain text in any format: `exif:GPSLatitude="28,52.2N"`, or an element of that name.
fn in_xmp(bytes: &[u8]) -> Option<String> {
    let value = |name: &[u8]| {
        let mut places = memmem::find_iter(bytes, name).map(|at| bytes[at + name.len()..].trim_ascii_start());
        places.find_map(|rest| {
            let rest = rest.strip_prefix(b"=").unwrap_or(rest).trim_ascii_start();
            let rest =
                rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).or_else(|| rest.strip_prefix(b">"))?;
            let length = rest.iter().take(LONGEST_VALUE).take_while(|byte| !b"\"'<".contains(byte)).count();
            let value = str::from_utf8(&rest[..length]).ok()?.trim();
            value.starts_with(|c: char| c.is_ascii_digit()).then_some(value)
        })
    };
    Some(format!("{} {}", value(b"exif:GPSLatitude")?, value(b"exif:GPSLongitude")?))
}

/// Bytes of a coordinate in XMP (part 2, GPSCoordinate): `105,26.5360000E`.
const LONGEST_VALUE: usize = 32;

fn in_picture(bytes: &[u8]) -> Option<String> {
    let exif = exif::Reader::new().read_from_container(&mut Cursor::new(bytes)).ok()?;
    let degrees = |tag: Tag, direction: Tag| {
        let Value::Rational(parts) = &exif.get_field(tag, In::PRIMARY)?.value else { return None };
        let degrees: f64 = parts.iter().zip([1.0, 60.0, 3600.0]).map(|(part, unit)| part.to_f64() / unit).sum();
        let direction = exif.get_field(direction, In::PRIMARY).map(|field| field.display_value().to_string());
        // Coordinates of zero or without a value were blanked.
        (degrees.is_finite() && degrees != 0.0).then(|| format!("{degrees:.4}°{}", direction.unwrap_or_default()))
    };
    let latitude = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef)?;
    let longitude = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef)?;
    Some(format!("{latitude} {longitude}"))
}

/// A video's position is text: in an atom `©xyz`, or as the value of Apple's key.
fn in_video(bytes: &[u8]) -> Option<String> {
    if bytes.get(4..8).is_none_or(|mark| mark != b"ftyp") {
        return None;
    }
    let marks: [&[u8]; 2] = [b"\xa9xyz", b"com.apple.quicktime.location.ISO6709"];
    let at = marks.iter().find_map(|mark| memmem::find(bytes, mark))?;
    let rest = &bytes[at..];
    let found = memchr::memchr2_iter(b'+', b'-', rest).find_map(|start| coordinates(&rest[start..]))?;
    Some(String::from_utf8_lossy(found).into_owned())
}

/// The coordinates that a text begins with: `+28.8718+105.4423`.
fn coordinates(text: &[u8]) -> Option<&[u8]> {
    let number = |at: usize, whole: usize| {
        let digits =
            |from: usize| text.get(from..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count());
        let sign = matches!(text.get(at), Some(b'+' | b'-'));
        let point = at + 1 + whole;
        let fraction = digits(point + 1);
        (sign && digits(at + 1) == whole && text.get(point) == Some(&b'.') && fraction > 1)
            .then_some(point + 1 + fraction)
    };
    text.get(..number(number(0, 2)?, 3)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_video_says_where_it_was_taken() {
        let video = b"\0\0\0\x18ftypmp42\0\0\0\0....\xa9xyz\0\x12\x15\xc7+28.8718+105.4423/";
        assert_eq!(position(video).as_deref(), Some("+28.8718+105.4423"));
        assert_eq!(position(b"\0\0\0\x18ftypmp42\0\0\0\0"), None);
        assert_eq!(position(b"II*\0"), None);
    }

    #[test]
    fn the_xmp_of_any_format_says_where_it_was_taken() {
        let attributes =
            b"\xff\xd8\xff\xe1..exif:GPSLatitudeRef='N' exif:GPSLatitude=\"28,52.2N\" exif:GPSLongitude='105,26.5E'";
        assert_eq!(position(attributes).as_deref(), Some("28,52.2N 105,26.5E"));
        let elements =
            b"GIF89a<exif:GPSLatitude>28,52.2N</exif:GPSLatitude><exif:GPSLongitude>105,26.5E</exif:GPSLongitude>";
        assert_eq!(position(elements).as_deref(), Some("28,52.2N 105,26.5E"));
        assert_eq!(position(b"GIF89a exif:GPSLatitude=\"\" exif:GPSLongitude=\"\""), None);
        assert!(may_hold_position("gif", b"") && may_hold_position("dat", b"GIF89a"));
    }

    #[test]
    fn the_contents_decide_and_not_only_the_name() {
        assert!(may_hold_position("HEIC", b""));
        assert!(may_hold_position("dat", &[0xff, 0xd8, 0xff, 0xe1]));
        assert!(!may_hold_position("pdf", b"%PDF"));
    }
}
