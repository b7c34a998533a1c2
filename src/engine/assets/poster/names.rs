//! A font file → what its faces are called, without reading the outlines: a Chinese font has ten megabytes of them, and a
//! machine hundreds of fonts.

use std::io::{Error, ErrorKind, Read, Result, Seek, SeekFrom};

use skrifa::Tag;
use skrifa::raw::tables::name::Name;
use skrifa::raw::types::NameId;
use skrifa::raw::{FontData, FontRead};

/// A face of a font file.
#[derive(Debug, PartialEq, Eq)]
pub struct Face {
    pub index: u32,
    /// The names of its family, in each language that it has one in.
    pub families: Vec<String>,
    pub is_bold: bool,
}

/// More than a font has: a file that asks for more isn't one.
const MOST_FACES: u32 = 256;
const MOST_TABLES: u16 = 256;
const LONGEST_NAMES: u32 = 1 << 20;

/// The faces of a font, or of all in a collection.
///
/// # Errors
/// Those of reading; and that it isn't a font.
pub fn faces(file: &mut (impl Read + Seek)) -> Result<Vec<Face>> {
    let places = if bytes::<4>(file)? == *b"ttcf" {
        file.seek(SeekFrom::Current(4))?;
        let count = u32::from_be_bytes(bytes(file)?);
        if count > MOST_FACES {
            return Err(broken());
        }
        (0..count).map(|_| Ok(u32::from_be_bytes(bytes(file)?))).collect::<Result<Vec<_>>>()?
    } else {
        vec![0]
    };
    (0..).zip(places).map(|(index, place)| face(file, index, place)).collect()
}

fn face(file: &mut (impl Read + Seek), index: u32, place: u32) -> Result<Face> {
    let (start, length) = names(file, place)?;
    let mut held = vec![0; length as usize];
    file.seek(SeekFrom::Start(start.into()))?;
    file.read_exact(&mut held)?;
    let name = Name::read(FontData::new(&held)).map_err(|_| broken())?;
    let texts = |id: NameId| -> Vec<String> {
        let records = name.name_record().iter().filter(|record| record.name_id() == id);
        let texts = records.filter_map(|record| record.string(name.string_data()).ok());
        texts.map(|text| text.to_string()).filter(|text| !text.is_empty()).collect()
    };
    // The family with all of its weights, as menus show it; an older font has only the other, of four faces.
    let mut families = texts(NameId::TYPOGRAPHIC_FAMILY_NAME);
    families.extend(texts(NameId::FAMILY_NAME));
    families.sort();
    families.dedup();
    let styles = [NameId::TYPOGRAPHIC_SUBFAMILY_NAME, NameId::SUBFAMILY_NAME].map(texts).concat();
    Ok(Face { index, families, is_bold: styles.iter().any(|style| style.eq_ignore_ascii_case("bold")) })
}

/// Where the table of names lies: its first byte and its length.
fn names(file: &mut (impl Read + Seek), place: u32) -> Result<(u32, u32)> {
    file.seek(SeekFrom::Start(u64::from(place) + 4))?;
    let count = u16::from_be_bytes(bytes(file)?);
    file.seek(SeekFrom::Current(6))?;
    for _ in 0..count.min(MOST_TABLES) {
        let (tag, _checksum) = (Tag::new(&bytes(file)?), bytes::<4>(file)?);
        let (start, length) = (u32::from_be_bytes(bytes(file)?), u32::from_be_bytes(bytes(file)?));
        if tag == Tag::new(b"name") && length <= LONGEST_NAMES {
            return Ok((start, length));
        }
    }
    Err(broken())
}

fn bytes<const N: usize>(file: &mut impl Read) -> Result<[u8; N]> {
    let mut held = [0; N];
    file.read_exact(&mut held)?;
    Ok(held)
}

fn broken() -> Error {
    Error::new(ErrorKind::InvalidData, "it isn't a font")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn collection(font: &[u8]) -> Vec<u8> {
        let first = 12 + 2 * 4;
        let mut held = b"ttcf\0\x01\0\0\0\0\0\x02".to_vec();
        // Both faces are the same: its tables lie as far into the file as they lie in the font, so they are moved along.
        held.extend([u32::to_be_bytes(first), u32::to_be_bytes(first)].concat());
        let mut moved = font.to_vec();
        let count = usize::from(u16::from_be_bytes([moved[4], moved[5]]));
        for record in moved[12..].chunks_exact_mut(16).take(count) {
            let start = u32::from_be_bytes(record[8..12].try_into().unwrap());
            record[8..12].copy_from_slice(&(start + first).to_be_bytes());
        }
        held.extend(moved);
        held
    }

    #[test]
    fn a_face_has_the_names_of_its_family() {
        let ahem = Face { index: 0, families: vec!["Ahem".to_owned()], is_bold: false };
        let read = |bytes: &[u8]| faces(&mut Cursor::new(bytes));
        assert_eq!(read(font_test_data::AHEM).unwrap(), [ahem]);
        let both = read(&collection(font_test_data::AHEM)).unwrap();
        assert_eq!(
            both.iter().map(|face| (face.index, face.families[0].as_str())).collect::<Vec<_>>(),
            [(0, "Ahem"), (1, "Ahem")]
        );
    }

    #[test]
    fn what_is_no_font_is_refused() {
        let read = |bytes: &[u8]| faces(&mut Cursor::new(bytes.to_vec()));
        for broken in [&b""[..], b"ttcf", b"text that is long enough to be asked", b"ttcf\0\x01\0\0\xff\xff\xff\xff"] {
            assert!(read(broken).is_err(), "{broken:?}");
        }
        // Cut off anywhere, it is an error and no panic.
        for end in (0..font_test_data::AHEM.len()).step_by(97) {
            let _ = read(&font_test_data::AHEM[..end]);
        }
    }
}
