//! Cells of which a part is struck out → what is left of them.
//!
//! A text may be of several runs, each with a font of its own (ECMA-376, part 1, §18.4.8): an old number is struck out, and the new
//! one written behind it. The workbook's reader joins all of them.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::part::{attribute, column_of};

/// A text of runs while it is read.
#[derive(Default)]
struct Runs {
    kept: String,
    /// Whether the run is struck out, and whether any was.
    struck: bool,
    any: bool,
    /// Within the characters themselves, and within a reading of them, which isn't shown.
    inside: bool,
    reading: bool,
}

impl Runs {
    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(start) | Event::Empty(start) => match start.local_name().into_inner() {
                "r" => self.struck = false,
                "rPh" => self.reading = true,
                "strike" => {
                    let off = attribute(start, "val").is_some_and(|value| matches!(value.as_str(), "0" | "false"));
                    self.struck = !off;
                }
                "t" => self.inside = matches!(event, Event::Start(_)),
                _ => {}
            },
            Event::End(end) => match end.local_name().into_inner() {
                "r" => self.struck = false,
                "rPh" => self.reading = false,
                "t" => self.inside = false,
                _ => {}
            },
            Event::Text(text) => self.add(text),
            Event::CData(text) => self.add(text),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &**name);
                self.add(&quick_xml::escape::unescape(&name).unwrap_or_default());
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        if self.inside && !self.reading {
            match self.struck {
                true => self.any |= !text.trim().is_empty(),
                false => self.kept.push_str(text),
            }
        }
    }

    /// What is left of a text of which a part is struck out.
    fn left(self) -> Option<String> {
        self.any.then_some(self.kept)
    }
}

/// What is left of the shared strings that have a part struck out, by their numbers.
pub fn strings(shared: &str) -> BTreeMap<usize, String> {
    let mut reader = Reader::from_str(shared);
    reader.config_mut().check_end_names = false;
    let (mut found, mut number, mut runs) = (BTreeMap::new(), 0_usize, Runs::default());
    while let Ok(event) = reader.read_event() {
        runs.see(&event);
        match event {
            Event::End(end) if end.local_name().into_inner() == "si" => {
                found.extend(std::mem::take(&mut runs).left().map(|left| (number, left)));
                number += 1;
            }
            Event::Empty(start) if start.local_name().into_inner() == "si" => number += 1,
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

/// What is left of the cells of a sheet that have a part struck out, by row and column from zero.
pub fn cells(sheet: &str, shared: &BTreeMap<usize, String>) -> BTreeMap<(usize, usize), String> {
    let mut reader = Reader::from_str(sheet);
    reader.config_mut().check_end_names = false;
    let (mut found, mut runs) = (BTreeMap::new(), Runs::default());
    let (mut row, mut column, mut is_shared, mut value) = (0_usize, 0_usize, false, None::<String>);
    while let Ok(event) = reader.read_event() {
        runs.see(&event);
        match event {
            Event::Start(start) | Event::Empty(start) => match start.local_name().into_inner() {
                "row" => {
                    row = attribute(&start, "r").and_then(|row| row.parse().ok()).unwrap_or(row.saturating_add(1));
                    column = 0;
                }
                "c" => {
                    column = attribute(&start, "r").and_then(|cell| column_of(&cell)).unwrap_or(column + 1);
                    is_shared = attribute(&start, "t").as_deref() == Some("s");
                    runs = Runs::default();
                }
                "v" => value = Some(String::new()),
                _ => {}
            },
            Event::Text(text) => value.iter_mut().for_each(|value| value.push_str(&text)),
            Event::End(end) if end.local_name().into_inner() == "c" && row > 0 && column > 0 => {
                let number = value.take().filter(|_| is_shared).and_then(|number| number.trim().parse::<usize>().ok());
                let left = number.and_then(|number| shared.get(&number).cloned());
                let left = left.or_else(|| std::mem::take(&mut runs).left());
                found.extend(left.map(|left| ((row - 1, column - 1), left)));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_struck_out_run_is_left_out_of_its_cell() {
        let shared = strings(
            "<sst><si><t>名称</t></si><si><r><t>路1</t></r><r><rPr><strike/></rPr><t>旧号</t></r><r><rPr><strike val=\"0\"/>\
             </rPr><t>新&amp;号</t></r><rPh><t>lu</t></rPh></si></sst>",
        );
        assert_eq!(shared, BTreeMap::from([(1, "路1新&号".to_owned())]));
        let sheet = "<sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row><row r=\"2\"><c r=\"A2\"><v>1</v></c>\
                     <c r=\"C2\" t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><r><rPr><strike/></rPr><t>甲</t></r><r><t>乙</t></r></is></c>\
                     </row></sheetData>";
        let expected = BTreeMap::from([((1, 2), "路1新&号".to_owned()), ((1, 3), "乙".to_owned())]);
        assert_eq!(cells(sheet, &shared), expected);
    }
}
