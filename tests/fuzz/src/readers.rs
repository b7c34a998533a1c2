//! The readers of texts and files that others wrote, each as a function of bytes that must return. What must hold of
//! every input is asserted here, since an input that breaks it is a finding as much as a panic is.
//!
//! The fuzzer calls these (`main.rs`), and so does `tests/library/fuzz.rs` with everything that was kept.

use std::io::Write as _;
use std::sync::LazyLock;

use jiff::civil::date;
use jiff::tz::TimeZone;
use kepu::assets::picture;
use kepu::authoring::import::generator::{Generator, Sources, drafts as drafts_of_site};
use kepu::authoring::import::table::{TableOptions, drafts as drafts_of_table};
use kepu::authoring::import::{ExistingSite, Unfit};
use kepu::base::diagnostic::Diagnostic;
use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::time::{Now, When};
use kepu::base::url::SourcePath;
use kepu::base::yaml;
use kepu::build::{Audience, BuildOptions, Cache};
use kepu::config::collection::value::{Exception, Figure, FigureSum, OpeningHours, Recurrence};
use kepu::config::holidays::Calendar;
use kepu::content::document::{ContentPath, DocumentOptions, Role, parse};
use kepu::content::markdown::{Body, MarkdownOptions, markdown as parse_markdown};

/// One reader: parses the bytes, and asserts what must hold of any input.
pub type Reader = fn(&[u8]);

/// Every reader by the name of its folder of seeds.
pub const READERS: &[(&str, Reader)] = &[
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("formula", formula),
    ("opening_hours", opening_hours),
    ("figure", figure),
    ("recurrence", recurrence),
    ("csv", csv),
    ("svg", svg),
    ("xlsx", xlsx),
    ("wxr", wxr),
    ("html", html),
];

/// YAML between `---` at the head of a document, and by itself.
fn front_matter(bytes: &[u8]) {
    let text = [b"---\n", bytes, b"\n---\ntext\n"].concat();
    document("content/column/a.md", Role::Entry, &text);
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(node) = yaml::parse(text, 0)
    {
        node.to_json();
    }
}

/// Markdown; the first byte says whether HTML passes.
fn markdown(bytes: &[u8]) {
    let Some((first, Ok(text))) = bytes.split_first().map(|(first, rest)| (first, std::str::from_utf8(rest))) else {
        return;
    };
    body(text, first % 2 == 1);
}

/// LaTeX, in a line and by itself.
fn formula(bytes: &[u8]) {
    if let Ok(latex) = std::str::from_utf8(bytes) {
        body(&format!("一${latex}$二\n\n$$\n{latex}\n$$\n"), false);
    }
}

fn opening_hours(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    static CALENDAR: LazyLock<Calendar> = LazyLock::new(Calendar::china);
    let exception = Exception::parse(text);
    if let Ok(mut hours) = OpeningHours::parse(text) {
        hours.exceptions.extend(exception);
        for day in [date(2026, 10, 1), date(2026, 10, 10), date(2026, 11, 23), date(2099, 12, 31)] {
            hours.ranges_on(day, &CALENDAR);
        }
    }
}

/// A figure prints what was written, and is read again from what it prints.
fn figure(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let figures: Vec<Figure> = text.lines().filter_map(|line| Figure::parse(line).ok()).collect();
    for figure in &figures {
        let printed = figure.to_string();
        let again = Figure::parse(&printed).unwrap_or_else(|fault| panic!("{printed}: {}", fault.en));
        assert_eq!((again.value, &again.unit), (figure.value, &figure.unit), "{printed}");
    }
    let counted: usize = FigureSum::by_unit(&figures).iter().map(|sum| sum.count).sum();
    assert_eq!(counted, figures.len());
}

/// A rule that is read can be laid out in dates, said in words and written down.
fn recurrence(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(rule) = Recurrence::parse(text) else { return };
    let start = When { date: date(2026, 11, 28), time: Some(jiff::civil::time(19, 0, 0, 0)) };
    let zone = TimeZone::fixed(jiff::tz::offset(8));
    for chinese in [true, false] {
        rule.describe(start, &zone, chinese);
    }
    let written = rule.rule_for_ics(start, &zone);
    Recurrence::parse(&written).unwrap_or_else(|fault| panic!("{written}: {}", fault.en));
    if let Ok(dates) = rule.occurrences(start, &zone, date(2027, 11, 28), 50) {
        assert!(dates.is_sorted() && dates.len() <= 50, "{dates:?}");
    }
}

fn csv(bytes: &[u8]) {
    document("content/bases/entries.csv", Role::Table, bytes);
    import_table("a.csv", bytes);
}

/// A drawing that was cleaned is clean.
fn svg(bytes: &[u8]) {
    let _ = picture::inspect(bytes, 10_000_000);
    if let Ok(Some(cleaned)) = picture::clean(bytes) {
        let again = picture::clean(&cleaned).unwrap_or_else(|reason| panic!("a cleaned drawing is broken: {reason:?}"));
        assert!(again.is_none_or(|again| again == cleaned), "cleaning twice is cleaning once");
    }
}

/// A workbook; what isn't a ZIP archive is taken for the XML of a workbook's first sheet.
fn xlsx(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        return import_table("a.xlsx", bytes);
    }
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, part) in [
        ("xl/workbook.xml", &br#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#[..]),
        ("xl/_rels/workbook.xml.rels", &br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#[..]),
        ("xl/worksheets/sheet1.xml", bytes),
    ] {
        archive.start_file(name, stored).expect("a part of an archive in memory");
        archive.write_all(part).expect("bytes for memory");
    }
    import_table("a.xlsx", &archive.finish().expect("an archive in memory").into_inner());
}

/// An export of WordPress.
fn wxr(bytes: &[u8]) {
    import_export(bytes);
}

/// The text of one entry of such an export, which is HTML.
fn html(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let text = text.replace("]]>", "]]]]><![CDATA[>");
    import_export(
        format!(
            "<?xml version=\"1.0\"?><rss><channel><link>https://old.example.org</link><wp:wxr_version>1.2</wp:wxr_version><item><title>甲</title><link>https://old.example.org/a/</link><wp:post_type>post</wp:post_type><wp:status>publish</wp:status><wp:post_name>a</wp:post_name><wp:post_date>2020-01-02 03:04:05</wp:post_date><content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"
        )
        .as_bytes(),
    );
}

/// A site with a column and bases, and nothing in them.
static SITE: LazyLock<Snapshot> = LazyLock::new(|| {
    [
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\ntheme: plain\n"),
        ("content/column/_collection.yaml", "extends: article\n"),
        ("content/bases/_collection.yaml", "extends: base\n"),
    ]
    .into_iter()
    .map(|(name, text)| (path(name), SourceFile::new(text.as_bytes())))
    .collect()
});

fn path(name: &str) -> SourcePath {
    SourcePath::new(name).unwrap_or_else(|| panic!("{name} is no path of a source"))
}

/// Reads a document of a site.
fn document(name: &str, role: Role, bytes: &[u8]) {
    let at = ContentPath { collection: "column".to_owned(), path: "a".to_owned(), language: "zh-CN".to_owned(), role };
    let options = DocumentOptions { raw_html: true, languages: vec!["zh-CN".to_owned()] };
    let file = SourceFile::new(bytes);
    let read = parse(&path(name), &file, at, &options);
    let text = kepu::content::document::text_of(&path(name), &file);
    if let Some(text) = text {
        places(&read.diagnostics, &text);
    }
}

/// Parses a text, whose places lie between its characters.
fn body(text: &str, raw_html: bool) -> Body {
    let options = MarkdownOptions { raw_html, language: "zh".to_owned() };
    let parsed = parse_markdown(text, &path("content/a.md"), 0, &options);
    places(&parsed.diagnostics, text);
    for link in &parsed.value.links {
        assert!(text.get(link.span.start..link.span.end).is_some(), "{:?}", link.span);
    }
    parsed.value.fill(|_| "/address/");
    parsed.value.plain();
    parsed.value
}

/// Every place lies in the text, between two characters.
fn places(diagnostics: &[Diagnostic], text: &str) {
    for found in diagnostics {
        if let Some(span) = found.at.as_ref().and_then(|at| at.span) {
            assert!(text.get(span.start..span.end).is_some(), "{:?}", found.message.en);
        }
    }
}

/// The site that is imported into.
fn existing(cache: &mut Cache) -> ExistingSite {
    let now = Now::Day(date(2026, 11, 23));
    let options =
        BuildOptions { now, base_url: None, links: None, drafts: false, audience: Audience::Authors, fonts: None };
    ExistingSite::of(&SITE, &options, cache)
}

fn import_table(name: &str, bytes: &[u8]) {
    let options = TableOptions { into: "bases", ..TableOptions::default() };
    let made = drafts_of_table(&existing(&mut Cache::default()), &path(name), bytes, &options);
    places(&made.drafts.diagnostics, &made.text);
}

fn import_export(bytes: &[u8]) {
    let files = [(path("export.xml"), SourceFile::new(bytes))].into_iter().collect();
    let sources = Sources { files, ..Sources::default() };
    let kind = (Generator::WordPress, "column");
    let mut cache = Cache::default();
    let existing = existing(&mut cache);
    let diagnostics = drafts_of_site(&existing, &sources, kind, &Unfit::new(), &mut cache).drafts.diagnostics;
    if let Ok(text) = std::str::from_utf8(bytes) {
        places(&diagnostics, text);
    }
}
