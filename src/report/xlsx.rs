//! Writes a report as a workbook: one sheet for each table, exact numbers as numbers.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::{Report, ReportTable};
use crate::base::csv::is_formula;
use crate::base::diagnostic::{Cause, Localized};

pub fn xlsx(report: &Report) -> Result<Vec<u8>, Localized> {
    workbook(report).map_err(|fault| {
        let cause = Cause::said(fault);
        Localized {
            zh: format!("无法生成 Excel 工作簿{cause}"), en: format!("the workbook can't be made{cause:#}")
        }
    })
}

fn workbook(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Otherwise the library would write the current time.
    let made = ExcelDateTime::parse_from_str(&report.as_of)?;
    let properties = DocProperties::new().set_title(&report.title).set_author(&report.organisation);
    workbook.set_properties(&properties.set_creation_datetime(&made));
    for table in &report.tables {
        sheet(&mut workbook, report, table)?;
    }
    workbook.save_to_buffer()
}

/// The maximum width of a column in characters; longer texts wrap.
const WIDEST: usize = 40;

fn sheet(workbook: &mut Workbook, report: &Report, table: &ReportTable) -> Result<(), XlsxError> {
    let font = || Format::new().set_font_name("宋体").set_font_size(10);
    let bordered = font().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let head = bordered.clone().set_bold();
    // What a spreadsheet would take for a formula when it is edited or saved as CSV is marked as a text.
    let text_format = |text: &str, format: &Format| {
        if is_formula(text) { format.clone().set_quote_prefix() } else { format.clone() }
    };
    let sheet = workbook.add_worksheet();
    // A sheet's name is at most 31 characters long, so the table's number is left out.
    let name = table.title.split_once(' ').map_or(table.title.as_str(), |(_, name)| name);
    sheet.set_name(name.chars().take(31).collect::<String>())?;
    sheet.write_with_format(0, 0, format!("{} {}", report.title, table.title), &font().set_bold())?;
    for (column, title) in (0_u16..).zip(&table.columns) {
        let place = usize::from(column);
        let widths = table.rows.iter().map(|row| row[place].text.width()).chain([title.width()]);
        sheet.set_column_width(column, widths.max().unwrap_or(8).clamp(8, WIDEST) as f64 + 2.0)?;
        sheet.write_with_format(1, column, title, &text_format(title, &head))?;
    }
    let mut last = 1;
    for (row, cells) in (2_u32..).zip(&table.rows) {
        for (column, cell) in (0_u16..).zip(cells) {
            match cell.number {
                Some(number) => sheet.write_with_format(row, column, number, &bordered)?,
                None => sheet.write_with_format(row, column, &cell.text, &text_format(&cell.text, &bordered))?,
            };
        }
        last = row;
    }
    sheet.write_with_format(last + 1, 0, &table.note, &text_format(&table.note, &font()))?;
    sheet.set_freeze_panes(2, 0)?;
    Ok(())
}
