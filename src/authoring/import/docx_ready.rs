//! A Word document → the same with what pandoc would lose or show wrongly said in forms that it knows.
//!
//! Hidden text is taken out, paragraphs with an outline level become headings, signs of symbol fonts become characters, readings
//! stand in brackets behind their words, form fields show their marks. What was done is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use quick_xml::events::{BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};
use zip::write::SimpleFileOptions;

use super::word::main_part;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::guard::guard;

/// Characters of a text that a message shows.
const SHOWN: usize = 20;

/// The most bytes of one part that are read.
pub const MOST: u64 = 128 << 20;

/// What was found in a document on the way.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    /// Changes that someone proposed, and that count as accepted.
    pub revisions: usize,
    /// Hidden text.
    pub hidden: Vec<String>,
    /// What stands at the head and the foot of every page.
    pub margins: BTreeSet<String>,
    /// Parts that are larger than any real one, and were left out.
    pub large: Vec<String>,
    /// Parts with notes that can't be read, and were left out.
    pub broken: Vec<String>,
    /// Whether numbers that Word counts itself stand before headings or in Chinese: 一、 and （一）.
    pub numbers: bool,
}

impl Found {
    /// Says what was found, in the order of its weight.
    pub fn reported(&self) -> Vec<Diagnostic> {
        let short = |text: &str| text.trim().chars().take(SHOWN).collect::<String>();
        let mut reported = Vec::new();
        if self.revisions > 0 {
            reported.push(messages::revisions_accepted(self.revisions));
        }
        if let Some(first) = self.hidden.first() {
            let (count, first) = (self.hidden.len(), short(first));
            let (zh, en) =
                (format!("{count} 处隐藏文字（如“{first}”）"), format!("hidden text (such as `{first}`): {count}"));
            reported.push(messages::docx_lost(&zh, &en));
        }
        for margin in &self.margins {
            let margin = short(margin);
            let (zh, en) = (format!("页眉页脚“{margin}”"), format!("the head or foot of the pages `{margin}`"));
            reported.push(messages::docx_lost(&zh, &en));
        }
        for part in &self.large {
            let most = MOST >> 20;
            let (zh, en) = (format!("“{part}”（超过 {most} MB）"), format!("`{part}`, which has more than {most} MB"));
            reported.push(messages::docx_lost(&zh, &en));
        }
        for part in &self.broken {
            let (zh, en) = (format!("“{part}”（脚注、尾注，读不出来）"), format!("`{part}`, notes that can't be read"));
            reported.push(messages::docx_lost(&zh, &en));
        }
        if self.numbers {
            let (zh, en) = (
                "自动编号（如“一、”“（一）”，请照原文打上）",
                "numbers that Word counts in Chinese (write them as in the document)",
            );
            reported.push(messages::docx_lost(zh, en));
        }
        reported
    }
}

/// Returns the document for pandoc, and what was found in it. One that can't be read is returned as it is: pandoc says why.
pub fn ready(document: &[u8]) -> (Vec<u8>, Found) {
    let made = guard(|| rewritten(document)).ok().flatten();
    made.unwrap_or_else(|| (document.to_vec(), Found::default()))
}

fn rewritten(document: &[u8]) -> Option<(Vec<u8>, Found)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).ok()?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    let mut found = Found::default();
    for place in 0..archive.len() {
        let part = archive.by_index(place).ok()?;
        let name = part.name().map(|name| name.into_owned()).ok()?;
        let mut bytes = Vec::new();
        part.take(MOST + 1).read_to_end(&mut bytes).ok()?;
        if bytes.len() as u64 > MOST {
            // Half of a part is none.
            found.large.push(name);
            continue;
        }
        parts.push((name, bytes));
    }
    let text = |name: &str| {
        let part = parts.iter().find(|(known, _)| known == name)?;
        std::str::from_utf8(&part.1).ok().map(|text| text.trim_start_matches('\u{feff}').to_owned())
    };
    let styles = Styles::of(&text("word/styles.xml").unwrap_or_default());
    let name_of_main = main_part(&archive)?;
    let main = text(&name_of_main)?;
    let numbered = format!("{main}{}", numbered_styles(&styles.xml, &main));
    found.numbers = has_numbers(&text("word/numbering.xml").unwrap_or_default(), &numbered);
    let main = Rewriting { styles: &styles, found: &mut found }.part(&main)?;
    for (name, bytes) in &mut parts {
        let margin = name.starts_with("word/header") || name.starts_with("word/footer");
        match name.as_str() {
            part if part == name_of_main => bytes.clone_from(&main),
            // They are texts of the page as well.
            "word/footnotes.xml" | "word/endnotes.xml" => {
                let text = String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').to_owned();
                // One that can't be read goes: what is hidden in it would come in.
                match (Rewriting { styles: &styles, found: &mut found }).part(&text) {
                    Some(rewritten) => *bytes = rewritten,
                    None => {
                        bytes.clear();
                        found.broken.push(name.clone());
                    }
                }
            }
            "word/styles.xml" => *bytes = styles.with_headings().into_bytes(),
            _ if margin && name.ends_with(".xml") => {
                let text = words(&String::from_utf8_lossy(bytes));
                // A page's number says nothing on a page without an end.
                if text.chars().any(|c| c.is_alphabetic() && !"第页共/".contains(c)) {
                    found.margins.insert(text);
                }
            }
            _ => {}
        }
    }
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        out.start_file(name, SimpleFileOptions::default()).ok()?;
        out.write_all(&bytes).ok()?;
    }
    Some((out.finish().ok()?.into_inner(), found))
}

/// The paragraph styles of a document.
struct Styles {
    xml: String,
    /// The outline level of styles that aren't headings by name.
    levels: BTreeMap<String, usize>,
    /// The styles that are the headings of each level.
    headings: BTreeMap<usize, String>,
    /// Headings and titles, by their identifiers.
    named: BTreeSet<String>,
}

impl Styles {
    fn of(xml: &str) -> Self {
        let mut styles =
            Self { xml: xml.to_owned(), levels: BTreeMap::new(), headings: BTreeMap::new(), named: BTreeSet::new() };
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut open = String::new();
        while let Ok(event) = reader.read_event() {
            let start = match &event {
                Event::Start(start) | Event::Empty(start) => start,
                Event::Eof => break,
                _ => continue,
            };
            match start.name().into_inner() {
                "w:style" => open = attribute(start, "w:styleId").unwrap_or_default(),
                "w:name" if !open.is_empty() => {
                    let name = attribute(start, "w:val").unwrap_or_default().to_lowercase();
                    let level = name.strip_prefix("heading ").and_then(|level| level.trim().parse::<usize>().ok());
                    if let Some(level) = level {
                        styles.headings.entry(level).or_insert_with(|| open.clone());
                    }
                    if level.is_some() || matches!(name.as_str(), "title" | "subtitle") || name.starts_with("toc ") {
                        styles.named.insert(open.clone());
                    }
                }
                "w:outlineLvl" if !open.is_empty() => {
                    let level = attribute(start, "w:val").and_then(|level| level.parse::<usize>().ok());
                    styles.levels.extend(level.filter(|level| *level < 9).map(|level| (open.clone(), level + 1)));
                }
                _ => {}
            }
        }
        let named = std::mem::take(&mut styles.named);
        styles.levels.retain(|style, _| !named.contains(style));
        styles.named = named;
        styles
    }

    /// The style of a heading: the document's own, else one that [`Self::with_headings`] adds.
    fn heading(&self, level: usize) -> String {
        self.headings.get(&level).cloned().unwrap_or_else(|| format!("kepuHeading{level}"))
    }

    fn with_headings(&self) -> String {
        let missing = (1..=9).filter(|level| !self.headings.contains_key(level));
        let style = |level: usize| {
            format!(
                "<w:style w:type=\"paragraph\" w:styleId=\"kepuHeading{level}\"><w:name w:val=\"heading {level}\"/></w:style>"
            )
        };
        let added: String = missing.map(style).collect();
        self.xml.replace("</w:styles>", &format!("{added}</w:styles>"))
    }
}

struct Rewriting<'a> {
    styles: &'a Styles,
    found: &'a mut Found,
}

impl Rewriting<'_> {
    /// Rewrites a part; runs and the properties of paragraphs are looked at as a whole.
    fn part(&mut self, xml: &str) -> Option<Vec<u8>> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut writer = Writer::new(Vec::new());
        loop {
            let event = reader.read_event().ok()?;
            match &event {
                Event::Eof => return Some(writer.into_inner()),
                Event::Start(start) if matches!(start.name().into_inner(), "w:r" | "w:pPr") => {
                    let name = start.name().into_inner().to_owned();
                    let mut events = vec![event.clone().into_owned()];
                    let mut depth = 1_usize;
                    while depth > 0 {
                        let inner = reader.read_event().ok()?;
                        match &inner {
                            Event::Start(start) if start.name().into_inner() == name => depth += 1,
                            Event::End(end) if end.name().into_inner() == name => depth -= 1,
                            Event::Eof => return None,
                            _ => {}
                        }
                        events.push(inner.into_owned());
                    }
                    let events = if name == "w:r" { self.run(events) } else { self.properties(events) };
                    for event in events {
                        writer.write_event(event).ok()?;
                    }
                    continue;
                }
                // What stands in these is shown as if they weren't there.
                Event::Start(start) if is_transparent(start.name().into_inner()) => continue,
                Event::End(end) if is_transparent(end.name().into_inner()) => continue,
                Event::Start(start) | Event::Empty(start) => {
                    let change = ["w:ins", "w:del", "w:moveFrom", "w:moveTo"].contains(&start.name().into_inner());
                    self.found.revisions += usize::from(change);
                }
                _ => {}
            }
            writer.write_event(event).ok()?;
        }
    }

    /// Rewrites a run: text that is hidden goes, signs become characters.
    fn run(&mut self, events: Vec<Event<'static>>) -> Vec<Event<'static>> {
        let is_on =
            |start: &BytesStart<'_>| !matches!(attribute(start, "w:val").as_deref(), Some("0" | "false" | "off"));
        let events = without_former(events);
        let mut out = Vec::with_capacity(events.len());
        let (mut hidden, mut in_properties, mut check): (bool, bool, Option<bool>) = (false, false, None);
        // The parts of a reading: its words, and what they are read as.
        let (mut ruby, mut reading): (Option<(String, String)>, bool) = (None, false);
        for event in events {
            match &event {
                Event::Start(start) | Event::Empty(start) => match start.name().into_inner() {
                    "w:rPr" => in_properties = matches!(event, Event::Start(_)),
                    "w:vanish" if in_properties && ruby.is_none() => hidden |= is_on(start),
                    "w:checkBox" => check = Some(false),
                    "w:default" | "w:checked" if check.is_some() => check = Some(is_on(start)),
                    "w:ruby" => ruby = Some((String::new(), String::new())),
                    "w:rt" => reading = true,
                    "w:rubyBase" => reading = false,
                    "w:softHyphen" => continue,
                    // pandoc knows one line through a text, not two.
                    "w:dstrike" if in_properties => {
                        let mut strike = BytesStart::new("w:strike");
                        strike.push_attribute(("w:val", if is_on(start) { "1" } else { "0" }));
                        out.push(Event::Empty(strike));
                        continue;
                    }
                    "w:noBreakHyphen" => {
                        out.extend(text("\u{2011}"));
                        continue;
                    }
                    "w:sym" => {
                        if let Some(sign) = symbol(start) {
                            out.extend(text(&sign));
                            continue;
                        }
                    }
                    _ => {}
                },
                Event::End(end) => match end.name().into_inner() {
                    "w:rPr" => in_properties = false,
                    "w:ruby" => {
                        let (words, read) = ruby.take().unwrap_or_default();
                        out.extend(text(&if read.is_empty() { words } else { format!("{words}（{read}）") }));
                        continue;
                    }
                    _ => {}
                },
                Event::Text(part) => {
                    if let Some((words, read)) = &mut ruby {
                        let to = if reading { read } else { words };
                        to.push_str(&part.xml10_content());
                    }
                }
                _ => {}
            }
            if ruby.is_none() {
                out.push(event);
            }
        }
        if hidden {
            let words: String = out.iter().filter_map(|event| Some(shown(event)?.to_owned())).collect();
            self.found.hidden.extend(Some(words).filter(|words| !words.trim().is_empty()));
            return Vec::new();
        }
        if let Some(checked) = check {
            let mark = if checked { "☑" } else { "☐" };
            let mut field = vec![Event::Start(BytesStart::new("w:r"))];
            field.extend(text(mark));
            field.push(Event::End(quick_xml::events::BytesEnd::new("w:r")));
            out.extend(field);
        }
        out
    }

    /// Makes a heading of a paragraph with an outline level.
    fn properties(&mut self, events: Vec<Event<'static>>) -> Vec<Event<'static>> {
        let events = without_former(events);
        let given = |name: &str| {
            events.iter().find_map(|event| match event {
                Event::Start(start) | Event::Empty(start) if start.name().into_inner() == name => {
                    attribute(start, "w:val")
                }
                _ => None,
            })
        };
        let style = given("w:pStyle");
        if style.as_ref().is_some_and(|style| self.styles.named.contains(style)) {
            return events;
        }
        let own = given("w:outlineLvl").and_then(|level| level.parse::<usize>().ok());
        let level = match own {
            Some(level) => (level < 9).then_some(level + 1),
            None => style.as_ref().and_then(|style| self.styles.levels.get(style).copied()),
        };
        let Some(level) = level else { return events };
        let is_style = |event: &Event<'_>| matches!(event, Event::Start(start) | Event::Empty(start) if start.name().into_inner() == "w:pStyle");
        let mut out: Vec<Event<'static>> = events.into_iter().filter(|event| !is_style(event)).collect();
        let mut heading = BytesStart::new("w:pStyle");
        heading.push_attribute(("w:val", self.styles.heading(level).as_str()));
        out.insert(1, Event::Empty(heading));
        out
    }
}

/// Takes away what the properties of a paragraph or a run were before someone changed them.
fn without_former(events: Vec<Event<'static>>) -> Vec<Event<'static>> {
    let mut inside = 0_usize;
    let is = |name: &str| matches!(name, "w:pPrChange" | "w:rPrChange");
    let kept = |event: &Event<'static>| match event {
        Event::Start(start) if is(start.name().into_inner()) => {
            inside += 1;
            false
        }
        Event::End(end) if is(end.name().into_inner()) => {
            inside = inside.saturating_sub(1);
            false
        }
        Event::Empty(start) if is(start.name().into_inner()) => false,
        _ => inside == 0,
    };
    events.into_iter().filter(kept).collect()
}

fn is_transparent(name: &str) -> bool {
    matches!(name, "w:fldSimple" | "w:customXml" | "w:smartTag")
}

fn text(words: &str) -> [Event<'static>; 3] {
    let mut start = BytesStart::new("w:t");
    start.push_attribute(("xml:space", "preserve"));
    let end = Event::End(quick_xml::events::BytesEnd::new("w:t"));
    [Event::Start(start), Event::Text(BytesText::new(words).into_owned()), end]
}

fn shown<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) => Some(text),
        _ => None,
    }
}

/// Returns the character that a sign of a symbol font shows, for those that documents are full of.
fn symbol(start: &BytesStart<'_>) -> Option<String> {
    let code = u32::from_str_radix(&attribute(start, "w:char")?, 16).ok()? & 0xff;
    let font = attribute(start, "w:font").unwrap_or_default().to_lowercase();
    let sign = match (font.as_str(), code) {
        ("wingdings", 0xfe) | ("wingdings 2", 0x52 | 0x53) => "☑",
        ("wingdings", 0xfd | 0x78) | ("wingdings 2", 0x51 | 0x54) => "☒",
        ("wingdings", 0xa8 | 0x6f | 0x71 | 0x72) | ("wingdings 2", 0xa3) => "☐",
        ("wingdings", 0xfc) | ("wingdings 2", 0x50) => "✓",
        ("wingdings", 0xfb) | ("wingdings 2", 0x4f) => "✗",
        ("wingdings", 0x6c | 0x9f) => "●",
        ("wingdings", 0x6e | 0xa7) => "■",
        ("wingdings", 0x75 | 0x76) => "◆",
        ("wingdings", 0xe0 | 0xe8 | 0xf0) => "→",
        ("wingdings", 0x4a) => "☺",
        ("wingdings", 0x28) => "☎",
        ("wingdings", 0x2a) => "✉",
        ("symbol", 0xb7) => "•",
        _ => return None,
    };
    Some(sign.to_owned())
}

/// Returns the numbering of those styles that paragraphs of a document have.
fn numbered_styles(styles: &str, main: &str) -> String {
    let parts = styles.split("<w:style ").skip(1).filter_map(|part| {
        let part = part.split("</w:style>").next()?;
        let name = part.split_once("w:styleId=\"")?.1.split('"').next()?;
        let used = main.contains(&format!("<w:pStyle w:val=\"{name}\""));
        let number = part.split_once("<w:numId w:val=\"")?.1.split('"').next()?;
        used.then(|| format!("<w:numId w:val=\"{number}\"/>"))
    });
    parts.collect()
}

/// Whether paragraphs of a document have numbers that Word counts and pandoc doesn't write: in Chinese, in letters.
fn has_numbers(numbering: &str, main: &str) -> bool {
    let lost =
        ["chineseCounting", "ideograph", "japaneseCounting", "japaneseLegal", "chineseLegal", "taiwaneseCounting"];
    let used =
        |number: &str| ["/>", " />"].iter().any(|end| main.contains(&format!("<w:numId w:val=\"{number}\"{end}")));
    let value = |text: &str, name: &str| {
        let rest = text.split_once(&format!("{name}=\""))?.1;
        rest.split('"').next().map(str::to_owned)
    };
    let mut abstracts = BTreeSet::new();
    for part in numbering.split("<w:abstractNum ").skip(1) {
        let part = part.split("</w:abstractNum>").next().unwrap_or_default();
        if lost.iter().any(|format| part.contains(&format!("<w:numFmt w:val=\"{format}"))) {
            abstracts.extend(value(part, "w:abstractNumId"));
        }
    }
    numbering.split("<w:num ").skip(1).any(|part| {
        let own = part.split_once("<w:abstractNumId ").and_then(|(_, rest)| value(rest, "w:val"));
        own.is_some_and(|own| abstracts.contains(&own)) && value(part, "w:numId").is_some_and(|number| used(&number))
    })
}

/// The text of a part.
fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let (mut out, mut inside) = (String::new(), false);
    while let Ok(event) = reader.read_event() {
        match &event {
            Event::Start(start) => inside = start.name().into_inner() == "w:t",
            Event::End(_) => inside = false,
            Event::Text(text) if inside => out.push_str(&text.xml10_content()),
            Event::Eof => break,
            _ => {}
        }
    }
    out.trim().to_owned()
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn part(bytes: &[u8], name: &str) -> String {
        let mut text = String::new();
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    fn body(inside: &str) -> (String, Found) {
        let main = format!("<w:document><w:body>{inside}</w:body></w:document>");
        let styles = "<w:styles><w:style w:styleId=\"a\"><w:name w:val=\"章\"/><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr></w:style>\
                      <w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
        let (bytes, found) = ready(&document(&[
            ("word/document.xml", &main),
            ("word/styles.xml", styles),
            ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>内部资料</w:t></w:r></w:p></w:hdr>"),
            ("word/footer1.xml", "<w:ftr><w:p><w:r><w:t>第 1 页</w:t></w:r></w:p></w:ftr>"),
        ]));
        let text = part(&bytes, "word/document.xml");
        let inside = text.split_once("<w:body>").and_then(|(_, rest)| rest.split_once("</w:body>")).unwrap().0;
        (inside.to_owned(), found)
    }

    #[test]
    fn hidden_text_is_taken_out_and_reported() {
        let (text, found) = body(
            "<w:p><w:r><w:t>甲</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>乙</w:t></w:r></w:p>",
        );
        assert!(text.contains("甲") && text.contains("乙") && !text.contains("密"), "{text}");
        assert_eq!((found.hidden, found.margins), (vec!["密".to_owned()], BTreeSet::from(["内部资料".to_owned()])));
    }

    #[test]
    fn footnotes_hide_what_is_hidden_as_well() {
        let note = "<w:footnotes><w:footnote><w:p><w:r><w:t>注</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>\
                    <w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p></w:footnote></w:footnotes>";
        let (bytes, found) =
            ready(&document(&[("word/document.xml", "<w:document></w:document>"), ("word/footnotes.xml", note)]));
        let text = part(&bytes, "word/footnotes.xml");
        assert!(text.contains("注") && !text.contains("密"), "{text}");
        assert_eq!((found.hidden, found.revisions), (vec!["密".to_owned()], 1));
    }

    #[test]
    fn notes_that_cannot_be_read_go_and_the_main_text_is_cleaned_all_the_same() {
        let hidden = "<w:document><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p></w:document>";
        // Word Online gives the main part another name.
        let broken =
            [("word/document2.xml", hidden), ("word/footnotes.xml", "<w:footnotes><w:footnote><w:p><w:r><w:t>密")];
        let (bytes, found) = ready(&document(&broken));
        assert!(!part(&bytes, "word/document2.xml").contains("密") && part(&bytes, "word/footnotes.xml").is_empty());
        assert_eq!(found.broken, ["word/footnotes.xml"]);
    }

    #[test]
    fn what_a_run_was_before_hides_nothing() {
        let (text, found) = body(
            "<w:p><w:r><w:rPr><w:b/><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>甲</w:t></w:r></w:p>",
        );
        assert!(text.contains("甲") && found.hidden.is_empty(), "{text}");
    }

    #[test]
    fn what_a_paragraph_was_before_is_no_heading_and_two_lines_strike_out() {
        let (text, _) = body(
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:pPrChange></w:pPr></w:p>\
             <w:p><w:r><w:rPr><w:dstrike/></w:rPr><w:t>旧价</w:t></w:r></w:p>",
        );
        assert!(!text.contains("pStyle") && text.contains("<w:strike w:val=\"1\"/>"), "{text}");
    }

    #[test]
    fn outline_levels_are_headings() {
        let (text, _) = body(
            "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr></w:p><w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr></w:p>\
             <w:p><w:pPr><w:pStyle w:val=\"a\"/><w:outlineLvl w:val=\"9\"/></w:pPr></w:p>",
        );
        assert!(
            text.contains("<w:pStyle w:val=\"1\"/>") && text.contains("<w:pStyle w:val=\"kepuHeading2\"/>"),
            "{text}"
        );
        assert_eq!(text.matches("<w:pStyle w:val=\"a\"/>").count(), 1);
    }

    #[test]
    fn signs_readings_and_fields_are_text() {
        let (text, found) = body(
            "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>hóng</w:t></w:r></w:rt>\
             <w:rubyBase><w:r><w:t>虹</w:t></w:r></w:rubyBase></w:ruby></w:r><w:fldSimple w:instr=\"DATE\"><w:r><w:t>今天</w:t></w:r></w:fldSimple>\
             <w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val=\"1\"/></w:checkBox></w:ffData></w:fldChar></w:r><w:ins><w:r><w:t>新</w:t></w:r></w:ins>",
        );
        assert_eq!(words(&format!("<x>{text}</x>")), "☑虹（hóng）今天☑新");
        assert!(!text.contains("fldSimple") && found.revisions == 1, "{text}");
    }

    #[test]
    fn chinese_numbers_are_noticed() {
        let numbering = "<w:abstractNum w:abstractNumId=\"4\"><w:lvl><w:numFmt w:val=\"chineseCountingThousand\"/></w:lvl></w:abstractNum>\
                         <w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>";
        let styles = "<w:styles><w:style w:styleId=\"n\"><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style></w:styles>";
        assert!(has_numbers(numbering, &numbered_styles(styles, "<w:pStyle w:val=\"n\"/>")));
        assert!(!has_numbers(numbering, &numbered_styles(styles, "<w:pStyle w:val=\"m\"/>")));
        assert!(has_numbers(numbering, "<w:numId w:val=\"7\"/>") && !has_numbers(numbering, "<w:numId w:val=\"8\"/>"));
        assert_eq!(ready(b"no document").0, b"no document");
    }
}
