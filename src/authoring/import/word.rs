//! What a Word document shows, read from its own parts: the page that pandoc's Markdown becomes is compared with it.

use std::io::{Cursor, Read, Seek};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::html::compare::PageContent;
use crate::base::html::escape;

/// The largest `document.xml` that is read: a whole book is smaller.
const LARGEST: u64 = 64 << 20;

/// The name of the part with a document's text. Word Online calls it `word/document2.xml`.
pub fn main_part<R: Read + Seek>(archive: &zip::ZipArchive<R>) -> Option<String> {
    let of_document = |name: &str| {
        let rest = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
        rest.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    archive.file_names().filter_map(|name| name.ok()).find(|name| of_document(name)).map(|name| name.to_string())
}

/// Returns the content of a `.docx`; `None` if it isn't one.
pub fn content(bytes: &[u8]) -> Option<PageContent> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let name = main_part(&archive)?;
    let part = archive.by_name(&name).ok()?;
    let mut xml = String::new();
    part.take(LARGEST).read_to_string(&mut xml).ok()?;
    Some(PageContent::of(&html(&xml), true))
}

/// A cell while it is read.
#[derive(Default)]
struct WordCell {
    html: String,
    span: usize,
    /// Whether it begins, or continues, a cell of several rows.
    merge: Option<bool>,
}

#[derive(Default)]
struct WordTable {
    rows: Vec<Vec<WordCell>>,
}

/// Writes the text of a document as HTML: paragraphs, tables, and runs with a meaning.
fn html(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    let mut out = String::new();
    let mut tables: Vec<WordTable> = Vec::new();
    let mut run = Run::default();
    // The element whose content isn't shown, and how deep it is.
    let (mut skipped, mut depth) = (None, 0_usize);
    while let Ok(event) = reader.read_event() {
        let (start, empty) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let name = start.name().into_inner().to_owned();
            depth += usize::from(!empty);
            if skipped.is_some() {
                continue;
            }
            if is_unseen(&name) {
                skipped = (!empty).then_some(depth);
                continue;
            }
            let to = tables.last_mut().and_then(|table| table.rows.last_mut()?.last_mut()).map(|cell| &mut cell.html);
            match name.as_str() {
                "w:p" => to.unwrap_or(&mut out).push_str("<p>"),
                "w:br" | "w:cr" => to.unwrap_or(&mut out).push_str("<br>"),
                "w:tab" if run.open => to.unwrap_or(&mut out).push(' '),
                "w:r" => run = Run { open: true, ..Run::default() },
                "w:vertAlign" => run.place = value(start),
                "w:strike" => run.struck = is_on(start),
                "w:vanish" => run.hidden = is_on(start),
                "w:tbl" => tables.push(WordTable::default()),
                "w:tr" => tables.last_mut().into_iter().for_each(|table| table.rows.push(Vec::new())),
                "w:tc" => {
                    if let Some(row) = tables.last_mut().and_then(|table| table.rows.last_mut()) {
                        row.push(WordCell { span: 1, ..WordCell::default() });
                    }
                }
                "w:gridSpan" | "w:vMerge" => {
                    let cell = tables.last_mut().and_then(|table| table.rows.last_mut()?.last_mut());
                    if let Some(cell) = cell {
                        match name.as_str() {
                            "w:gridSpan" => cell.span = value(start).parse().unwrap_or(1).clamp(1, 1000),
                            _ => cell.merge = Some(value(start) == "restart"),
                        }
                    }
                }
                "w:t" if !empty => run.text = true,
                _ => {}
            }
            continue;
        }
        let to = tables.last_mut().and_then(|table| table.rows.last_mut()?.last_mut()).map(|cell| &mut cell.html);
        match event {
            Event::Eof => break,
            Event::Text(text) if run.text && skipped.is_none() => {
                to.unwrap_or(&mut out).push_str(&run.written(&text.xml10_content()));
            }
            Event::GeneralRef(name) if run.text && skipped.is_none() => {
                let name = format!("&{};", name.xml10_content());
                let text = quick_xml::escape::unescape(&name).unwrap_or_default().into_owned();
                to.unwrap_or(&mut out).push_str(&run.written(&text));
            }
            Event::End(end) => {
                let was = depth;
                depth = depth.saturating_sub(1);
                if skipped.is_some() {
                    skipped = skipped.filter(|deep| *deep != was);
                    continue;
                }
                match end.name().into_inner() {
                    "w:p" => to.unwrap_or(&mut out).push_str("</p>"),
                    "w:t" => run.text = false,
                    "w:r" => run = Run::default(),
                    "w:tbl" => {
                        let table = tables.pop().map(|table| table.html()).unwrap_or_default();
                        let to = tables.last_mut().and_then(|table| table.rows.last_mut()?.last_mut());
                        to.map_or(&mut out, |cell| &mut cell.html).push_str(&table);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    out
}

/// Elements whose text no one sees, or that Markdown writes in another way: deleted text, the codes of fields, formulas, and what
/// old programs show in the place of what new ones do.
fn is_unseen(name: &str) -> bool {
    matches!(
        name,
        "w:del" | "w:moveFrom" | "w:instrText" | "w:sdtPr" | "m:oMath" | "m:oMathPara" | "mc:Fallback" | "w:rubyPr"
    )
}

/// A run of text with one look.
#[derive(Default)]
struct Run {
    open: bool,
    /// Whether its text is being read.
    text: bool,
    place: String,
    struck: bool,
    hidden: bool,
}

impl Run {
    fn written(&self, text: &str) -> String {
        if self.hidden || text.trim().is_empty() {
            return if self.hidden { String::new() } else { text.to_owned() };
        }
        let text = escape(text);
        let text = match self.place.as_str() {
            "superscript" => format!("<sup>{text}</sup>"),
            "subscript" => format!("<sub>{text}</sub>"),
            _ => text,
        };
        if self.struck { format!("<del>{text}</del>") } else { text }
    }
}

impl WordTable {
    /// Writes the table with its merged cells.
    fn html(&self) -> String {
        let mut out = "<table>".to_owned();
        for (number, row) in self.rows.iter().enumerate() {
            out.push_str("<tr>");
            let mut column = 0;
            for cell in row {
                if cell.merge != Some(false) {
                    let rows = if cell.merge.is_some() { self.height(number, column) } else { 1 };
                    out.push_str(&format!("<td colspan=\"{}\" rowspan=\"{rows}\">{}</td>", cell.span, cell.html));
                }
                column += cell.span;
            }
            out.push_str("</tr>");
        }
        out + "</table>"
    }

    /// Returns how many rows a cell has that begins in this row.
    fn height(&self, row: usize, column: usize) -> usize {
        let below = self.rows[row + 1..].iter().take_while(|row| {
            let mut at = 0;
            row.iter().any(|cell| {
                let here = at == column && cell.merge == Some(false);
                at += cell.span;
                here
            })
        });
        1 + below.count()
    }
}

fn value(start: &BytesStart<'_>) -> String {
    let value = start.try_get_attribute("w:val").ok().flatten();
    value.map(|value| value.value.into_owned()).unwrap_or_default()
}

fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(value(start).as_str(), "0" | "false" | "off")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_read_with_what_its_runs_mean() {
        let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
        let xml = format!(
            "<w:document><w:body><w:p>{}{}{}<w:del>{}</w:del></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>\
             <w:p>{}</w:p></w:tc><w:tc><w:p>{}</w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>\
             <w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl></w:body></w:document>",
            run("", "10"),
            run("<w:vertAlign w:val=\"superscript\"/>", "8"),
            run("<w:strike/>", "旧&amp;"),
            run("", "删去"),
            run("", "甲"),
            run("", "1"),
            run("", "2"),
        );
        assert_eq!(
            html(&xml).replace("<p>", "").replace("</p>", ""),
            "10<sup>8</sup><del>旧</del><del>&amp;</del><table><tr><td colspan=\"1\" rowspan=\"2\">甲</td><td colspan=\"1\" rowspan=\"1\">1</td></tr>\
             <tr><td colspan=\"1\" rowspan=\"1\">2</td></tr></table>"
        );
        assert!(content(b"no document").is_none());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(xml in "(</?w:(p|tbl|tr|tc|r|t|del|vMerge|gridSpan w:val=\"9\")/?>|[甲a&;]){0,40}") {
            html(&xml);
        }
    }
}
