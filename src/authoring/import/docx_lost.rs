//! What a Word document has and its conversion lacks: charts, diagrams, text boxes, embedded objects, comments, pictures whose file
//! isn't in it.
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
    guard(|| found(document).map(|found| found.described(text))).ok().flatten().unwrap_or_default()
}

fn found(document: &[u8]) -> Option<Found> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).ok()?;
    let name = super::word::main_part(&archive)?;
    let mut part = |name: &str| {
        let mut xml = String::new();
        archive.by_name(name).ok()?.take(MOST).read_to_string(&mut xml).ok()?;
        Some(xml)
    };
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let mut found = Found::of(&part(&name)?);
    let relations = part(format!("{folder}/_rels/{file}.rels").trim_start_matches('/')).unwrap_or_default();
    found.without_file = found.without_file(&relations, |target| {
        let path = target.strip_prefix('/').map_or_else(|| format!("{folder}/{target}"), str::to_owned);
        archive.index_for_name(path.trim_start_matches('/')).is_some()
    });
    Some(found)
}

#[derive(Default)]
struct Found {
    charts: usize,
    diagrams: usize,
    objects: usize,
    comments: usize,
    /// Pictures, by the names of their relations, and how many of these lead to no file.
    pictures: Vec<String>,
    without_file: usize,
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
                Event::Start(start) | Event::Empty(start)
                    if fallback == 0 && matches!(start.name().into_inner(), "a:blip" | "v:imagedata") =>
                {
                    let named = |name| start.try_get_attribute(name).ok().flatten();
                    let relation = named("r:embed").or_else(|| named("r:id"));
                    found.pictures.extend(relation.map(|relation| relation.value.into_owned()));
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

    /// How many pictures lead to no file, by the document's relations.
    fn without_file(&self, relations: &str, is_there: impl Fn(&str) -> bool) -> usize {
        let mut reader = Reader::from_str(relations);
        let mut there = BTreeSet::new();
        while let Ok(event) = reader.read_event() {
            match event {
                Event::Start(start) | Event::Empty(start) if start.local_name().into_inner() == "Relationship" => {
                    let value =
                        |name| start.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned());
                    let elsewhere = value("TargetMode").is_some_and(|mode| mode == "External");
                    if let (Some(id), Some(target)) = (value("Id"), value("Target"))
                        && (elsewhere || is_there(&target))
                    {
                        there.insert(id);
                    }
                }
                Event::Eof => break,
                _ => {}
            }
        }
        self.pictures.iter().filter(|relation| !there.contains(*relation)).count()
    }

    fn described(&self, text: &str) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        let counted = [
            (self.charts, "图表", "charts"),
            (self.diagrams, "SmartArt 图示", "SmartArt diagrams"),
            (self.objects, "嵌入的对象（公式编辑器、表格等）", "embedded objects"),
            (self.comments, "批注", "comments"),
            (self.without_file, "图片（文档里没有图片文件）", "pictures whose file isn't in the document"),
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

    #[test]
    fn pictures_without_a_file_are_counted() {
        let found =
            Found::of("<w:p><a:blip r:embed=\"a\"/><a:blip r:embed=\"b\"></a:blip><v:imagedata r:id=\"c\"/></w:p>");
        let relations = "<Relationships><Relationship Id=\"a\" Target=\"media/1.png\"/>\
                         <Relationship Id=\"b\" Target=\"media/2.png\"/>\
                         <Relationship Id=\"c\" Target=\"https://e.org/3.png\" TargetMode=\"External\"/></Relationships>";
        assert_eq!(found.without_file(relations, |target| target == "media/2.png"), 1);
        let found = Found { without_file: 1, ..found };
        assert_eq!(found.described("")[0].0, "1 处图片（文档里没有图片文件）");
    }
}
