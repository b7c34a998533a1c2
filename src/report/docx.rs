//! Writes a report as a Word document: heading styles, tables, footnotes, page numbers, with the layout of official
//! documents (GB/T 9704).
//!
//! The same report makes the same bytes: every number that the library would count itself is given, and the only date
//! in the file is the report's.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, Footnote, LineSpacing, LineSpacingType, PageMargin, PageNum, Paragraph, Run, RunFonts,
    SpecialIndentType, Style, StyleType, Table, TableCell, TableLayoutType, TableRow, WidthType,
};
use unicode_width::UnicodeWidthStr;

use super::{Report, Sentence};
use crate::base::diagnostic::Localized;

/// Converts millimetres to twentieths of a point.
const fn mm(millimetres: u32) -> u32 {
    millimetres * 1440 / 254 * 10 + millimetres * 1440 % 254 * 10 / 254
}

/// Font sizes in half points: 三号 is 16 points, 二号 22.
const BODY: usize = 32;
const TITLE: usize = 44;
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
    let number = Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new());
    document = document.footer(Footer::new().add_paragraph(number));
    document = document.add_paragraph(text(&report.title).style("Title"));
    if !report.preamble.is_empty() {
        document = document.add_paragraph(text(&report.preamble).style("Body"));
    }
    for section in &report.sections {
        let style = format!("Heading{}", section.level);
        document = document.add_paragraph(text(&section.heading).style(&style).keep_next(true));
        for paragraph in &section.paragraphs {
            document = document.add_paragraph(sentences(report, paragraph));
        }
    }
    for (index, table) in report.tables.iter().enumerate() {
        let heading = text(&table.title).style("Heading1").keep_next(true).page_break_before(index == 0);
        document = document.add_paragraph(heading);
        if table.rows.is_empty() {
            document = document.add_paragraph(text("无。").style("Body"));
        } else {
            document = document.add_table(grid(table));
        }
        document = document.add_paragraph(text(&table.note).style("TableNote"));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|fault| Localized {
        zh: format!("无法生成 Word 文档：{fault}"),
        en: format!("the Word document can't be made: {fault}"),
    })?;
    Ok(bytes.into_inner())
}

fn fonts(name: &str) -> RunFonts {
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

/// Returns a table with columns as wide as their content requires.
fn grid(table: &super::ReportTable) -> Table {
    let widest = |column: usize| {
        let cells = table.rows.iter().map(|row| row[column].text.width());
        // The margins of a cell take as much as three half-width characters.
        cells.chain([table.columns[column].width()]).max().unwrap_or(1).clamp(7, 28) + 3
    };
    let shares: Vec<usize> = (0..table.columns.len()).map(widest).collect();
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
