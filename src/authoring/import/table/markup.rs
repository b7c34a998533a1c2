//! Tables that are markup, whatever their names end in: systems of offices export web pages and Excel's old XML as `.xls`.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::cell::CellContent;
use super::workbook::{SheetFilling, Workbook, WorkbookRoom, WorkbookSheet, guarded_size, unreadable};
use crate::authoring::import::html::{HtmlElement, HtmlNode, parse};
use crate::base::diagnostic::Localized;

/// Reads a text as a table of HTML, or as a workbook of Excel 2003's XML; `None` if it is neither.
pub fn read(text: &str) -> Option<Result<Workbook, Localized>> {
    let head: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    if head.contains("urn:schemas-microsoft-com:office:spreadsheet") && head.contains("<?xml") {
        return Some(spreadsheet(text));
    }
    let page = head.trim_start().starts_with('<') && (head.contains("<html") || head.contains("<table"));
    page.then(|| html(text))
}

fn workbook(sheets: Vec<WorkbookSheet>) -> Workbook {
    Workbook { sheets, epoch_1904: false }
}

/// The table with the most rows of a page: others are its layout.
fn html(text: &str) -> Result<Workbook, Localized> {
    let mut tables = Vec::new();
    find(&parse(text), &mut tables);
    let rows = tables.into_iter().map(rows).max_by_key(Vec::len).unwrap_or_default();
    Ok(workbook(vec![WorkbookSheet { name: String::new(), hidden: false, rows: guarded_size(rows)? }]))
}

fn find(nodes: &[HtmlNode], tables: &mut Vec<HtmlElement>) {
    for element in nodes.iter().filter_map(HtmlNode::element) {
        if element.name == "table" {
            tables.push(element.clone());
        }
        find(&element.children, tables);
    }
}

/// The rows of a table; a cell over several rows stands in each, one over several columns in the first.
fn rows(table: HtmlElement) -> Vec<Vec<CellContent>> {
    let mut lines: Vec<&HtmlElement> = Vec::new();
    for part in table.elements() {
        match part.name.as_str() {
            "tr" => lines.push(part),
            "thead" | "tbody" | "tfoot" => lines.extend(part.elements().filter(|row| row.name == "tr")),
            _ => {}
        }
    }
    let mut rows: Vec<Vec<CellContent>> = Vec::new();
    // What reaches down into the rows below: column, rows left, content.
    let mut down: Vec<(usize, usize, CellContent)> = Vec::new();
    for line in lines {
        let mut row: Vec<CellContent> = Vec::new();
        let mut cells = line.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th"));
        let mut more = Vec::new();
        loop {
            let column = row.len();
            if let Some((_, left, content)) = down.iter_mut().find(|(place, left, _)| *place == column && *left > 0) {
                *left -= 1;
                row.push(content.clone());
                continue;
            }
            let Some(cell) = cells.next() else { break };
            let span = |name: &str| {
                let count = cell.attribute(name).and_then(|count| count.trim().parse::<usize>().ok());
                count.unwrap_or(1).clamp(1, 1000)
            };
            let content = text(&cell.text());
            for at in 0..span("colspan") {
                let content = if at == 0 { content.clone() } else { CellContent::Empty };
                if span("rowspan") > 1 {
                    more.push((row.len(), span("rowspan") - 1, content.clone()));
                }
                row.push(content);
            }
        }
        down.retain(|(_, left, _)| *left > 0);
        down.extend(more);
        rows.push(row);
    }
    rows
}

fn text(text: &str) -> CellContent {
    let text = text.replace('\u{a0}', " ");
    let text = text.trim();
    if text.is_empty() { CellContent::Empty } else { CellContent::Text(text.to_owned()) }
}

/// Reads Excel 2003's XML.
fn spreadsheet(source: &str) -> Result<Workbook, Localized> {
    let mut reader = Reader::from_str(source);
    reader.config_mut().check_end_names = false;
    let (mut sheets, mut room) = (Vec::<(String, SheetFilling)>::new(), WorkbookRoom::default());
    let (mut row, mut column, mut kind, mut gathered): (usize, usize, String, Option<String>) =
        (0, 0, String::new(), None);
    // How many more columns the last cell covers.
    let mut across = 0;
    loop {
        let event = reader.read_event().map_err(|error| unreadable(&error))?;
        match event {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) if local(&start) == "Worksheet" => {
                let name = attribute(&start, "ss:Name").unwrap_or_default();
                sheets.push((name, SheetFilling::default()));
                row = 0;
            }
            Event::Start(start) | Event::Empty(start) if local(&start) == "Row" => {
                row = index(&start).unwrap_or(row + 1);
                (column, across) = (0, 0);
            }
            Event::Start(start) | Event::Empty(start) if local(&start) == "Cell" => {
                column = index(&start).unwrap_or(column + 1 + across);
                across = count(&start, "ss:MergeAcross").unwrap_or(0);
                kind.clear();
            }
            Event::Start(start) if local(&start) == "Data" => {
                kind = attribute(&start, "ss:Type").unwrap_or_default();
                gathered = Some(String::new());
            }
            Event::Text(part) => gathered.iter_mut().for_each(|text| text.push_str(&part.xml10_content())),
            Event::CData(part) => gathered.iter_mut().for_each(|text| text.push_str(&part.xml10_content())),
            Event::GeneralRef(name) => {
                let name = format!("&{};", name.xml10_content());
                let sign = quick_xml::escape::unescape(&name).unwrap_or_default();
                gathered.iter_mut().for_each(|text| text.push_str(&sign));
            }
            Event::End(end) if end.name().into_inner().ends_with("Data") => {
                let content = content(&gathered.take().unwrap_or_default(), &kind);
                if let Some((_, sheet)) = sheets.last_mut() {
                    sheet.put((row.max(1) as u32 - 1, column.max(1) as u32 - 1), content, &mut room)?;
                }
            }
            _ => {}
        }
    }
    let sheet = |(name, filling): (String, SheetFilling)| WorkbookSheet { name, hidden: false, rows: filling.rows };
    Ok(workbook(sheets.into_iter().map(sheet).collect()))
}

fn content(written: &str, kind: &str) -> CellContent {
    match kind {
        "Number" => written.trim().parse().map_or_else(|_| text(written), CellContent::Number),
        "Boolean" => CellContent::Bool(written.trim() == "1"),
        "Error" => CellContent::Faulty(written.trim().to_owned()),
        "DateTime" => {
            written.trim().trim_end_matches(".000").parse().map_or_else(|_| text(written), CellContent::Moment)
        }
        _ => text(written),
    }
}

fn local(start: &BytesStart<'_>) -> String {
    let name = start.name().into_inner();
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    start.try_get_attribute(name).ok().flatten().map(|found| found.value.into_owned())
}

/// The place that a row or a cell says, from one.
fn index(start: &BytesStart<'_>) -> Option<usize> {
    count(start, "ss:Index")
}

/// A count in an attribute; no sheet has more than a million of anything.
fn count(start: &BytesStart<'_>, name: &str) -> Option<usize> {
    attribute(start, name)?.trim().parse().ok().filter(|count| *count <= 1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Vec<Vec<String>> {
        let book = read(text).unwrap().map_err(|fault| fault.en).unwrap();
        let shown = |content: &CellContent| {
            let cell = super::super::cell::SheetCell { content: content.clone(), ..Default::default() };
            cell.shown()
        };
        book.sheets[0].rows.iter().map(|row| row.iter().map(shown).collect()).collect()
    }

    #[test]
    fn a_page_is_a_table() {
        let page = "<html><body><table><tr><td>版式</td></tr></table><table><tr><th>名称</th><th colspan=2>坐标</th></tr>\
                    <tr><td rowspan=2>甲</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4&nbsp;</td></tr></table></body></html>";
        assert_eq!(first(page), [["名称", "坐标", ""], ["甲", "1", "2"], ["甲", "3", "4"]]);
        assert!(read("名称,地址\n甲,<b>路\n").is_none());
    }

    #[test]
    fn excels_old_xml_is_a_table() {
        let book = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" \
                    xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"名录\"><Table>\
                    <Row><Cell><Data ss:Type=\"String\">名称</Data></Cell><Cell ss:Index=\"3\"><Data ss:Type=\"Number\">7</Data></Cell></Row>\
                    <Row ss:Index=\"3\"><Cell><Data ss:Type=\"DateTime\">2026-05-16T09:30:00.000</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert_eq!(first(book), [vec!["名称", "", "7"], vec![], vec!["2026-05-16 09:30"]]);
        // A merged cell covers columns that no cell of the file stands for.
        let merged = book
            .replace("<Cell><Data ss:Type=\"String\">名称", "<Cell ss:MergeAcross=\"2\"><Data ss:Type=\"String\">名称")
            .replace(" ss:Index=\"3\"><Data ss:Type=\"Number\"", "><Data ss:Type=\"Number\"");
        assert_eq!(first(&merged)[0], ["名称", "", "", "7"]);
    }
}
