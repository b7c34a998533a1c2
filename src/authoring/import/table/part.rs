//! A part of a workbook, which is XML → its elements, their attributes, the columns of cells.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A sheet has no more columns.
pub const COLUMNS: usize = 16_384;

/// Calls `each` for every element that begins, by its name without a prefix.
pub fn elements(text: &str, mut each: impl FnMut(&str, &BytesStart<'_>)) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(start) | Event::Empty(start) => {
                let name = start.name().into_inner();
                each(name.rsplit(':').next().unwrap_or_default(), &start);
            }
            Event::Eof => return,
            _ => {}
        }
    }
}

pub fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = start.try_get_attribute(name).ok().flatten()?;
    let plain = found.value.into_owned();
    Some(quick_xml::escape::unescape(&plain).map(|text| text.into_owned()).unwrap_or(plain))
}

/// The number of a column, from one: 28 for `AB12`.
pub fn column_of(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase);
    let number = letters.take(4).fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
    (1..=COLUMNS).contains(&number).then_some(number)
}
