//! Writes a report as a Word document: heading styles, tables, footnotes, page numbers, with the layout of official
//! documents (GB/T 9704).
//!
//! The same report makes the same bytes: every number that the library would count itself is given, and the only date
//! in the file is the report's.

use std::io::{Cursor, Write as _};

use docx_rs::{
    AlignmentType, Docx, Footer, Footnote, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Pic, Run,
    RunFonts, SpecialIndentType, Style, StyleType, Table, TableCell, TableLayoutType, TableRow, WidthType,
};
use unicode_width::UnicodeWidthStr;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{DATE_TO_FILL, Photo, Report, Sentence};
use crate::base::diagnostic::{Cause, Localized};

/// Converts millimetres to twentieths of a point.
pub(super) const fn mm(millimetres: u32) -> u32 {
    millimetres * 1440 / 254 * 10 + millimetres * 1440 % 254 * 10 / 254
}

/// Font sizes in half points: 三号 is 16 points, 二号 22.
const BODY: usize = 32;
const TITLE: usize = 44;
const ANNEX: usize = 36;
const PAGE: usize = 28;
const CAPTION: usize = 24;
const TABLE: usize = 18;
const NOTE: usize = 18;
/// The width between the margins of A4, 156 mm.
const WIDTH: usize = mm(156) as usize;

pub fn docx(report: &Report) -> Result<Vec<u8>, Localized> {
    // Created first, because it resets the library's paragraph counter.
    let mut document = Docx::new();
    let moment = format!("{}T00:00:00Z", report.as_of);
    let margin = PageMargin::new().top(mm(37) as i32).bottom(mm(35) as i32).left(mm(28) as i32).right(mm(26) as i32);
    document = document.created_at(&moment).updated_at(&moment);
    document = document.page_size(mm(210), mm(297)).page_margin(margin);
    document = document.default_fonts(fonts("仿宋")).default_size(BODY);
    for style in styles() {
        document = document.add_style(style);
    }
    let number = Paragraph::new().style("PageNumber").add_run(Run::new().add_text("— "));
    let number = number.add_page_num(PageNum::new()).add_run(Run::new().add_text(" —"));
    document = document.footer(Footer::new().add_paragraph(number));
    document = document.add_paragraph(text(&report.title).style("Title"));
    if !report.preamble.is_empty() {
        document = document.add_paragraph(text(&report.preamble).style("Body"));
    }
    for section in &report.sections {
        let style = format!("Heading{}", section.level);
        if !section.heading.is_empty() {
            document = document.add_paragraph(text(&section.heading).style(&style).keep_next(true));
        }
        for paragraph in &section.paragraphs {
            document = document.add_paragraph(sentences(report, paragraph));
        }
    }
    if report.signed {
        document = signature(document, report);
    }
    for table in &report.tables {
        document = annex(document, &table.title);
        if table.rows.is_empty() {
            document = document.add_paragraph(text("无。").style("Body"));
        } else {
            document = document.add_table(grid(table));
        }
        document = document.add_paragraph(text(&table.note).style("TableNote"));
    }
    if !report.photos.is_empty() {
        document = annex(document, &report.photos_title);
        for (index, photo) in report.photos.iter().enumerate() {
            let picture = Paragraph::new().style("Photo").keep_next(true);
            document = document.add_paragraph(picture.add_run(Run::new().add_image(picture_of(photo, index))));
            document = document.add_paragraph(text(&photo.line(index + 1)).style("Caption"));
        }
        document = document.add_paragraph(text(&report.photos_note).style("TableNote"));
    }
    pack(document).map_err(|fault| {
        let cause = Cause::said(fault);
        Localized {
            zh: format!("无法生成 Word 文档{cause}"), en: format!("the Word document can't be made{cause:#}")
        }
    })
}

/// The number of an annex at the left, and its title in the middle, on a new page.
fn annex(document: Docx, title: &str) -> Docx {
    let (number, title) = title.split_once(' ').unwrap_or(("", title));
    let number = text(number).style("AnnexNumber").keep_next(true).page_break_before(true);
    document.add_paragraph(number).add_paragraph(text(title).style("Heading3").keep_next(true))
}

/// The list of annexes, and the organisation's name with room for the date, as GB/T 9704 has them.
fn signature(document: Docx, report: &Report) -> Docx {
    let mut document = document.add_paragraph(Paragraph::new().style("Body"));
    for (index, annex) in report.annexes().iter().enumerate() {
        let before = if index == 0 { "附件：" } else { "　　　" };
        // The signature doesn't stand on a page of its own.
        document = document.add_paragraph(text(&format!("{before}{annex}")).style("Body").keep_next(true));
    }
    document = document.add_paragraph(Paragraph::new().style("Body").keep_next(true));
    document = document.add_paragraph(text(&report.organisation).style("Signature").keep_next(true));
    document.add_paragraph(text(DATE_TO_FILL).style("Signature"))
}

/// The largest size of a photograph, so that two are on a page.
const MOST_WIDTH: u32 = 130;
const MOST_HEIGHT: u32 = 86;

fn picture_of(photo: &Photo, index: usize) -> Pic {
    const EMU_OF_MM: u32 = 36_000;
    let (width, height) = (photo.file.width.max(1), photo.file.height.max(1));
    let by_width = (MOST_WIDTH, MOST_WIDTH * height / width);
    let (width, height) = if by_width.1 > MOST_HEIGHT { (MOST_HEIGHT * width / height, MOST_HEIGHT) } else { by_width };
    let picture = Pic::new_with_dimensions(photo.file.bytes.clone(), photo.file.width, photo.file.height);
    picture.id(format!("rIdPhoto{}", index + 1)).size(width.max(1) * EMU_OF_MM, height.max(1) * EMU_OF_MM)
}

/// Writes the file. The library knows neither rows that head every page, nor photographs other than PNG.
fn pack(document: Docx) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut parts = document.build();
    parts.document = heads_repeated(&parts.document);
    let photos = std::mem::take(&mut parts.media);
    let named = String::from_utf8_lossy(&parts.document_rels).into_owned();
    parts.document_rels = photos
        .iter()
        .fold(named, |named, (name, _)| named.replace(&format!("media/{name}.png"), &format!("media/{name}.jpeg")))
        .into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|fault| std::io::Error::other(fault.to_string()))?;
    if photos.is_empty() {
        return Ok(bytes.into_inner());
    }
    let mut archive = ZipWriter::new_append(bytes)?;
    for (name, photo) in photos {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        archive.start_file(format!("word/media/{name}.jpeg"), stored)?;
        archive.write_all(&photo)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Marks the first row of every table as one that heads each page.
fn heads_repeated(document: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(document);
    let mut tables = text.split("</w:tblGrid>");
    let mut out = tables.next().unwrap_or_default().to_owned();
    for table in tables {
        out.push_str("</w:tblGrid>");
        match table.split_once("</w:trPr>") {
            Some((head, rest)) => out.extend([head, "<w:tblHeader /></w:trPr>", rest]),
            None => out.push_str(table),
        }
    }
    out.into_bytes()
}

pub(super) fn fonts(name: &str) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(name)
}

fn styles() -> Vec<Style> {
    let lines = |points: i32| LineSpacing::new().line_rule(LineSpacingType::Exact).line(points * 20);
    let paragraph = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name).q_format(true);
    let two = |size: usize| Some(SpecialIndentType::FirstLine(size as i32 * 20));
    vec![
        paragraph("Title", "Title")
            .size(TITLE)
            .bold()
            .fonts(fonts("宋体"))
            .align(AlignmentType::Center)
            .line_spacing(lines(34).after(280)),
        paragraph("Body", "Body Text").size(BODY).fonts(fonts("仿宋")).line_spacing(lines(28)).indent(
            None,
            two(BODY),
            None,
            None,
        ),
        paragraph("Heading1", "heading 1")
            .size(BODY)
            .fonts(fonts("黑体"))
            .line_spacing(lines(28))
            .indent(None, two(BODY), None, None)
            .outline_lvl(0),
        paragraph("Heading2", "heading 2")
            .size(BODY)
            .fonts(fonts("楷体"))
            .line_spacing(lines(28))
            .indent(None, two(BODY), None, None)
            .outline_lvl(1),
        paragraph("Heading3", "heading 3")
            .size(ANNEX)
            .bold()
            .fonts(fonts("宋体"))
            .align(AlignmentType::Center)
            .line_spacing(lines(30).after(160))
            .outline_lvl(0),
        paragraph("AnnexNumber", "Annex Number").size(BODY).fonts(fonts("黑体")).line_spacing(lines(28)),
        paragraph("Signature", "Signature")
            .size(BODY)
            .fonts(fonts("仿宋"))
            .align(AlignmentType::Right)
            .line_spacing(lines(28)),
        paragraph("PageNumber", "Page Number").size(PAGE).fonts(fonts("宋体")).align(AlignmentType::Center),
        // A fixed height of lines would cut off all but a strip of a picture.
        paragraph("Photo", "Photo")
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new().line_rule(LineSpacingType::Auto).line(240)),
        paragraph("Caption", "caption")
            .size(CAPTION)
            .fonts(fonts("楷体"))
            .align(AlignmentType::Center)
            .line_spacing(lines(18).after(200)),
        paragraph("TableText", "Table Text").size(TABLE).fonts(fonts("宋体")).line_spacing(lines(13)),
        paragraph("TableNote", "Table Note").size(TABLE).fonts(fonts("宋体")).line_spacing(lines(14).after(200)),
        paragraph("FootnoteText", "footnote text").size(NOTE).fonts(fonts("宋体")).line_spacing(lines(12)),
        Style::new("FootnoteReference", StyleType::Character).name("footnote reference"),
    ]
}

fn text(text: &str) -> Paragraph {
    Paragraph::new().add_run(Run::new().add_text(text))
}

fn sentences(report: &Report, sentences: &[Sentence]) -> Paragraph {
    let mut paragraph = Paragraph::new().style("Body");
    for sentence in sentences {
        let run = Run::new().add_text(&sentence.text);
        paragraph = paragraph.add_run(if sentence.missing { run.bold() } else { run });
        let note = sentence.note.and_then(|number| report.notes.iter().find(|note| note.number == number));
        if let Some(note) = note {
            let content = vec![text(&format!(" {}", note.text)).style("FootnoteText")];
            let footnote = Footnote { id: note.number, content };
            paragraph = paragraph.add_run(Run::new().add_footnote_reference(footnote));
        }
    }
    paragraph
}

/// The widths of columns in half-width characters: no number is broken, and what is left goes to where most text is.
fn widths(table: &super::ReportTable) -> Vec<usize> {
    // The margins of a cell take as much as three half-width characters.
    const MARGIN: usize = 3;
    const LINE: usize = WIDTH / (TABLE * 5);
    let column = |place: usize| {
        let cells = table.rows.iter().map(move |row| row[place].text.as_str());
        cells.chain([table.columns[place].as_str()])
    };
    let whole = |text: &str| {
        let parts = text.split(|c: char| !(c.is_ascii_graphic() || "≥≤≈".contains(c)));
        // ≥ is as wide as a Chinese character in Chinese fonts.
        parts.map(UnicodeWidthStr::width_cjk).max().unwrap_or(0)
    };
    let least = |place: usize| {
        let head = table.columns[place].width().min(8);
        column(place).map(whole).max().unwrap_or(0).clamp(head, 24) + MARGIN
    };
    let most = |place: usize| column(place).map(|text| text.width().min(70)).max().unwrap_or(1) + MARGIN;
    let all = 0..table.columns.len();
    let least: Vec<usize> = all.clone().map(least).collect();
    let wanted: Vec<usize> = all.map(|place| most(place).saturating_sub(least[place])).collect();
    let room = LINE.saturating_sub(least.iter().sum());
    let sum: usize = wanted.iter().sum::<usize>().max(1);
    least.iter().zip(&wanted).map(|(least, wanted)| least + (room * wanted / sum).min(*wanted)).collect()
}

fn grid(table: &super::ReportTable) -> Table {
    let shares = widths(table);
    let all: usize = shares.iter().sum::<usize>().max(1);
    let widths: Vec<usize> = shares.iter().map(|share| WIDTH * share / all).collect();
    let cell = |text_of: &str, width: usize, bold: bool| {
        let run = Run::new().add_text(text_of);
        let paragraph = Paragraph::new().style("TableText").add_run(if bold { run.bold() } else { run });
        TableCell::new().width(width, WidthType::Dxa).add_paragraph(paragraph)
    };
    let head = table.columns.iter().zip(&widths).map(|(text, width)| cell(text, *width, true)).collect();
    let mut rows = vec![TableRow::new(head).cant_split()];
    for row in &table.rows {
        let cells = row.iter().zip(&widths).map(|(text, width)| cell(&text.text, *width, false)).collect();
        rows.push(TableRow::new(cells).cant_split());
    }
    Table::new(rows).set_grid(widths).layout(TableLayoutType::Fixed).width(WIDTH, WidthType::Dxa)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millimetres_are_twentieths_of_a_point() {
        assert_eq!((mm(210), mm(297)), (11905, 16837));
    }
}
