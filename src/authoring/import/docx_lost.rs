//! What a Word document has and its conversion lacks: charts, diagrams, text boxes, embedded objects, comments.
//!
//! pandoc leaves these out without a word. They are counted in the document's own XML (ECMA-376, part 1), so that the editor
//! knows what to bring over by hand.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::base::guard::guard;

/// The most bytes of the document's text that are read.
const MOST: u64 = 128 << 20;
/// Characters of a text box that a message shows.
const SHOWN: usize = 20;

/// Describes what is missing in `text`, in Chinese and in English, each kind once.
pub fn lost(document: &[u8], text: &str) -> Vec<(String, String)> {
    // The reader is foreign, and the document is converted already: a fault here costs these messages.
    guard(|| main_part(document).map(|xml| Found::of(&xml).described(text))).ok().flatten().unwrap_or_default()
}

fn main_part(document: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).ok()?;
    let mut xml = String::new();
    let name = super::word::main_part(&archive)?;
    archive.by_name(&name).ok()?.take(MOST).read_to_string(&mut xml).ok()?;
    Some(xml)
}

#[derive(Default)]
struct Found {
    charts: usize,
    diagrams: usize,
    objects: usize,
    comments: usize,
    /// The texts of text boxes. Word writes each twice, for old versions as well.
    boxes: BTreeSet<String>,
}

impl Found {
    fn of(xml: &str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut found = Self::default();
        let (mut depth, mut words) = (0_usize, String::new());
        // What stands in a fallback is there for old versions of Word, and a second time.
        let mut fallback = 0_usize;
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) | Event::Empty(start) if start.name().into_inner() == "c:chart" => {
                    found.charts += usize::from(fallback == 0);
                }
                Event::Start(start) | Event::Empty(start) if start.name().into_inner() == "dgm:relIds" => {
                    found.diagrams += usize::from(fallback == 0);
                }
                Event::Start(start) | Event::Empty(start) if start.name().into_inner() == "o:OLEObject" => {
                    found.objects += 1;
                }
                Event::Start(start) | Event::Empty(start) if start.name().into_inner() == "w:commentReference" => {
                    found.comments += 1;
                }
                Event::Start(start) if start.name().into_inner() == "mc:Fallback" => fallback += 1,
                Event::End(end) if end.name().into_inner() == "mc:Fallback" => fallback = fallback.saturating_sub(1),
                Event::Start(start) if start.name().into_inner() == "w:txbxContent" => depth += 1,
                Event::End(end) if end.name().into_inner() == "w:txbxContent" => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        found.boxes.extend(Some(std::mem::take(&mut words)).filter(|words| !words.trim().is_empty()));
                    }
                }
                Event::Text(text) if depth > 0 => words.push_str(&text),
                Event::Eof => break,
                _ => {}
            }
        }
        found
    }

    fn described(&self, text: &str) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        let counted = [
            (self.charts, "图表", "charts"),
            (self.diagrams, "SmartArt 图示", "SmartArt diagrams"),
            (self.objects, "嵌入的对象（公式编辑器、表格等）", "embedded objects"),
            (self.comments, "批注", "comments"),
        ];
        for (count, zh, en) in counted.into_iter().filter(|(count, ..)| *count > 0) {
            parts.push((format!("{count} 处{zh}"), format!("{en}: {count}")));
        }
        // Markdown escapes characters and adds marks, so the letters alone are compared.
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let there = letters(text);
        for words in self.boxes.iter().filter(|words| !there.contains(&letters(words))) {
            let short: String = words.trim().chars().take(SHOWN).collect();
            parts.push((format!("文本框“{short}”"), format!("the text box `{short}`")));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_result_lacks_is_described() {
        let xml = "<w:document><w:p><w:r><c:chart r:id=\"a\"/></w:r></w:p>\
                   <mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>江雾</w:t></w:r></w:p></w:txbxContent></mc:Choice>\
                   <mc:Fallback><w:txbxContent><w:p><w:r><w:t>江雾</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent>\
                   <w:txbxContent><w:t>在正文里。</w:t></w:txbxContent><w:commentReference/></w:document>";
        let parts: Vec<String> = Found::of(xml).described("**在正文**里").into_iter().map(|(zh, _)| zh).collect();
        assert_eq!(parts, ["1 处图表", "1 处批注", "文本框“江雾”"]);
        assert!(lost(b"no archive", "").is_empty());
    }
}
