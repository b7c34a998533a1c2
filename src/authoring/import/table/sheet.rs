//! Reads a table's bytes as rows of cells, for CSV and all workbook formats.
//!
//! Spans of cells refer to a text: that of a CSV file itself, or one generated for a workbook with one line per row, so
//! that line 14 of a message is row 14 of the sheet.

pub use super::cell::{CellContent, SheetCell, serial};
use super::hidden::{self, Hidden};
use super::markup;
use super::workbook::{self, Workbook, WorkbookSheet};
use crate::authoring::import::encoding::decoded;
use crate::base::diagnostic::{Diagnostic, Span, messages};
use crate::base::guard::guard;
use crate::base::url::SourcePath;
use crate::content::table;

#[derive(Debug, Default)]
pub struct Sheet {
    /// The sheet's name; empty for a CSV file.
    pub name: String,
    /// The workbook's other sheets that aren't empty.
    pub others: Vec<String>,
    /// What the sheet hides, which isn't among its rows; `None` where that can't be read.
    pub hidden: Option<Hidden>,
    pub rows: Vec<Vec<SheetCell>>,
    /// The text that the cells' spans refer to.
    pub text: String,
    /// Whether numbers of days are counted from 1904.
    pub epoch_1904: bool,
}

/// Reads a CSV file, or one sheet of a workbook: the sheet with that name, else the first
/// that is shown and isn't empty. What the sheet hides is left out.
///
/// # Errors
/// One diagnostic if the bytes are no table, or no sheet has that name.
pub fn read(path: &SourcePath, bytes: &[u8], sheet_name: Option<&str>) -> Result<Sheet, Diagnostic> {
    let sheet = parsed(path, bytes, sheet_name)?;
    match overlong(&sheet.rows) {
        None => Ok(sheet),
        Some(row) => Err(messages::unreadable_table(
            path.file_name(),
            &format!("第 {row} 行有一格的文字超过 1 MB；整篇文章不放在表格里，另存为 Word 文档再导入"),
            &format!("a cell of row {row} has over 1 MB of text: whole articles are imported as documents"),
        )),
    }
}

/// Bytes of text in one cell. Spreadsheets hold 32,767 characters; what is longer takes minutes to lay out and to report.
const MOST_IN_CELL: usize = 1 << 20;

/// The first row that has a longer cell, counted from one.
fn overlong(rows: &[Vec<SheetCell>]) -> Option<usize> {
    let long = |cell: &SheetCell| match &cell.content {
        CellContent::Text(text) | CellContent::Faulty(text) => text.len() > MOST_IN_CELL,
        _ => false,
    };
    rows.iter().position(|row| row.iter().any(long)).map(|row| row + 1)
}

fn parsed(path: &SourcePath, bytes: &[u8], sheet_name: Option<&str>) -> Result<Sheet, Diagnostic> {
    let failed = |zh: &str, en: &str| messages::unreadable_table(path.file_name(), zh, en);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(failed("文件是空的，请重新导出或重新复制一份", "the file is empty; export or copy it again"));
    }
    // What a file is shows in its content: pages and texts are called `.xls` as well.
    let Workbook { sheets, epoch_1904 } = if is_workbook(bytes) {
        workbook::read(bytes).map_err(|fault| failed(&fault.zh, &fault.en))?
    } else {
        let text = decoded(bytes).filter(|text| !text.contains('\0'));
        let text = text.ok_or_else(|| {
            failed(
                "不是表格，也不是 UTF-8、UTF-16 或 GB18030 的文字",
                "neither a table nor text in UTF-8, UTF-16 or GB18030",
            )
        })?;
        match markup::read(&text) {
            Some(read) => read.map_err(|fault| failed(&fault.zh, &fault.en))?,
            None => return separated_text(&text, path, failed),
        }
    };
    let is_markup = !is_workbook(bytes);
    let mut filled: Vec<WorkbookSheet> =
        sheets.into_iter().filter(|sheet| !sheet.rows.is_empty() || sheet_name == Some(sheet.name.as_str())).collect();
    let names: Vec<(String, bool)> = filled.iter().map(|sheet| (sheet.name.clone(), sheet.hidden)).collect();
    let place = match sheet_name {
        Some(sheet_name) => names.iter().position(|(name, _)| name == sheet_name).ok_or_else(|| {
            let known = names.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join("、");
            failed(
                &format!("没有工作表“{sheet_name}”，有的是：{known}"),
                &format!("no sheet `{sheet_name}`; there are: {known}"),
            )
        })?,
        None if names.is_empty() => return Err(failed("里面什么也没有", "there is nothing in it")),
        None => names
            .iter()
            .position(|(_, hidden)| !hidden)
            .ok_or_else(|| failed("有内容的工作表都是隐藏的", "every sheet that isn't empty is hidden"))?,
    };
    let WorkbookSheet { name, rows: mut contents, .. } = filled.swap_remove(place);
    // Without it nothing is known to be hidden, which is reported.
    let hidden =
        if is_markup { Some(Hidden::default()) } else { guard(|| hidden::read(bytes, &name)).unwrap_or_default() };
    if let Some(hidden) = &hidden {
        clear(hidden, &mut contents);
    }
    let shown = |(other, hidden): (String, bool)| if hidden { format!("{other}（隐藏）") } else { other };
    let others = names.into_iter().filter(|(other, _)| *other != name).map(shown).collect();
    Ok(Sheet { hidden, epoch_1904, ..laid_out(name, others, contents) })
}

/// Whether bytes are a workbook: an archive, or a container of old Office.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Reads a text whose cells are separated by a character.
fn separated_text(
    text: &str,
    path: &SourcePath,
    failed: impl Fn(&str, &str) -> Diagnostic,
) -> Result<Sheet, Diagnostic> {
    let (text, separator) = separated(text, path.extension());
    if table::unclosed_quote_by(text, separator).is_some() {
        return Err(failed(
            "有一个双引号没有配对，后面各行会并进同一格",
            "a quote is never closed, so that all rows behind it would be one cell",
        ));
    }
    Ok(csv(text, separator))
}

/// Finds out what separates the cells of a text: what its first line says (`sep=;`, as Excel writes it), a tab in a `.tsv`,
/// else the one of comma, semicolon and tab that the first lines have most regularly. Returns the text with the line that
/// says it made blank, so that rows keep their numbers.
fn separated<'t>(text: &'t str, extension: &str) -> (&'t str, u8) {
    let first = text.lines().next().unwrap_or_default();
    if let Some(separator) = first.trim().trim_matches('"').strip_prefix("sep=")
        && let [separator @ (b',' | b';' | b'\t' | b'|')] = separator.as_bytes()
    {
        return (&text[first.len()..], *separator);
    }
    if first == "sep=\t" {
        return (&text[first.len()..], b'\t');
    }
    if extension.eq_ignore_ascii_case("tsv") {
        return (text, b'\t');
    }
    // The header has one cell a column whatever is in the rows below.
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| {
        let mut quoted = false;
        let counts = header.chars().filter(|c| {
            quoted ^= *c == '"';
            *c == separator && !quoted
        });
        counts.count()
    };
    let (tabs, semicolons, commas, bars) = (count('\t'), count(';'), count(','), count('|'));
    let separator = match () {
        () if tabs > commas && tabs >= semicolons => b'\t',
        () if bars > 0 && tabs + semicolons + commas == 0 => b'|',
        () if semicolons > commas => b';',
        () => b',',
    };
    (text, separator)
}

fn csv(text: &str, separator: u8) -> Sheet {
    let cell = |cell: table::TableCell| {
        let content = if cell.text.is_empty() { CellContent::Empty } else { CellContent::Text(cell.text) };
        SheetCell { content, span: cell.span }
    };
    let rows = table::records_by(text, separator).into_iter().map(|row| row.into_iter().map(cell).collect()).collect();
    Sheet { rows, text: text.to_owned(), hidden: Some(Hidden::default()), ..Sheet::default() }
}

/// Takes away what a sheet hides. Each row keeps its number.
fn clear(hidden: &Hidden, rows: &mut [Vec<CellContent>]) {
    for (number, row) in rows.iter_mut().enumerate() {
        let whole = hidden.rows.contains(&number);
        for (column, cell) in row.iter_mut().enumerate() {
            if whole || hidden.columns.contains(&column) || hidden.struck.contains(&(number, column)) {
                *cell = CellContent::Empty;
            } else if let Some(left) = hidden.partly.get(&(number, column)) {
                let left = left.trim();
                *cell = if left.is_empty() { CellContent::Empty } else { CellContent::Text(left.to_owned()) };
            }
        }
    }
}

/// Assigns every cell a span in a text with one line per row.
fn laid_out(name: String, others: Vec<String>, contents: Vec<Vec<CellContent>>) -> Sheet {
    let mut sheet = Sheet { name, others, ..Sheet::default() };
    for contents in contents {
        let mut row = Vec::with_capacity(contents.len());
        let filled = contents.iter().rposition(|content| *content != CellContent::Empty).map_or(0, |last| last + 1);
        for (column, content) in contents.into_iter().take(filled).enumerate() {
            if column > 0 {
                sheet.text.push_str(" | ");
            }
            let mut cell = SheetCell { content, span: Span::default() };
            let start = sheet.text.len();
            sheet.text.push_str(&cell.shown().replace(['\r', '\n'], " "));
            cell.span = Span { start, end: sheet.text.len() };
            row.push(cell);
        }
        sheet.text.push('\n');
        sheet.rows.push(row);
    }
    sheet
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_a_bound() {
        let table = |length: usize| format!("名称,地址\n馆,江阳\n{},江阳\n", "a".repeat(length));
        let read = |text: &str| read(&SourcePath::new("a.csv").unwrap(), text.as_bytes(), None);
        assert_eq!(read(&table(MOST_IN_CELL)).map(|sheet| sheet.rows.len()).ok(), Some(3));
        let fault = read(&table(MOST_IN_CELL + 1)).map(|sheet| sheet.rows.len()).unwrap_err();
        assert!(fault.message.en.contains("row 3"), "{}", fault.message.en);
    }

    #[test]
    fn the_separator_of_a_table_is_found_out() {
        let cells = |name: &str, text: &str| {
            let sheet = read(&SourcePath::new(name).unwrap(), text.as_bytes(), None).unwrap();
            sheet.rows.iter().map(|row| row.iter().map(SheetCell::shown).collect::<Vec<_>>()).collect::<Vec<_>>()
        };
        let expected = vec![vec!["名称", "地址"], vec!["馆", "江阳, 一号"]];
        for (name, text) in [
            ("a.csv", "名称,地址\n馆,\"江阳, 一号\"\n"),
            ("a.csv", "名称;地址\n馆;江阳, 一号\n"),
            ("a.csv", "sep=;\r\n名称;地址\r\n馆;江阳, 一号\r\n"),
            ("a.csv", "名称\t地址\n馆\t江阳, 一号\n"),
            ("a.tsv", "名称\t地址\n馆\t江阳, 一号\n"),
            ("a.txt", "名称\t地址\n馆\t\"江阳, 一号\"\n"),
        ] {
            let rows: Vec<_> = cells(name, text).into_iter().filter(|row| !row.is_empty()).collect();
            assert_eq!(rows, expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, name in "a\\.(csv|xlsx|xls|ods)") {
            let _ = read(&SourcePath::new(&name).unwrap(), &bytes, None);
        }
    }
}
