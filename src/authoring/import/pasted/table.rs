//! A pasted table: its head, its empty rows, paragraphs in its cells.

use super::super::html::{HtmlElement, HtmlNode, is_inline};
use super::losses::Lost;
use super::merge::element;

/// The longest name of a column, in characters; more is a text.
const LONGEST_NAME: usize = 20;

/// Returns a table of cleaned parts. One with a single cell only holds what is in it.
pub fn table(mut parts: Vec<HtmlNode>, lost: &mut Lost) -> Vec<HtmlNode> {
    each_row(&mut parts, &mut |row| row.children.retain(|cell| cell.element().is_some()));
    drop_empty_rows(&mut parts);
    let (mut rows, mut cells, mut merged, mut heads) = (0, 0, false, false);
    each_row(&mut parts, &mut |row| {
        rows += 1;
        for cell in row.children.iter_mut() {
            let HtmlNode::Element(cell) = cell else { continue };
            cells += 1;
            let spans = |key: &str| cell.attribute(key).is_some_and(|count| !matches!(count.trim(), "" | "0" | "1"));
            merged |= spans("colspan") || spans("rowspan");
            heads |= cell.name == "th";
            in_one_line(cell);
        }
    });
    if rows == 0 {
        return Vec::new();
    }
    if cells == 1 {
        let mut inside = Vec::new();
        each_row(&mut parts, &mut |row| {
            let only = row.children.pop();
            inside = only
                .and_then(|cell| if let HtmlNode::Element(cell) = cell { Some(cell.children) } else { None })
                .unwrap_or_default();
        });
        return vec![element("div", inside)];
    }
    if merged {
        lost.merged += 1;
    } else if !heads && rows > 1 {
        let mut first = true;
        each_row(&mut parts, &mut |row| {
            if std::mem::take(&mut first) && is_head(row) {
                lost.heads += 1;
                for cell in row.children.iter_mut() {
                    let HtmlNode::Element(cell) = cell else { continue };
                    "th".clone_into(&mut cell.name);
                    cell.children = plain(std::mem::take(&mut cell.children));
                }
            }
        });
    }
    vec![element("table", parts)]
}

fn each_row(parts: &mut [HtmlNode], work: &mut dyn FnMut(&mut HtmlElement)) {
    for part in parts {
        match part {
            HtmlNode::Element(row) if row.name == "tr" => work(row),
            HtmlNode::Element(part) if matches!(part.name.as_str(), "thead" | "tbody" | "tfoot") => {
                each_row(&mut part.children, work);
            }
            _ => {}
        }
    }
}

/// Rows without anything: a selection in a spreadsheet often reaches below what is filled.
fn drop_empty_rows(parts: &mut Vec<HtmlNode>) {
    parts.retain_mut(|part| match part {
        HtmlNode::Element(row) if row.name == "tr" => {
            !row.text().trim().is_empty() || row.find(&["img", "table"]).is_some()
        }
        HtmlNode::Element(part) if matches!(part.name.as_str(), "thead" | "tbody" | "tfoot") => {
            drop_empty_rows(&mut part.children);
            part.children.iter().any(|row| row.element().is_some())
        }
        // Widths of columns, white space between rows.
        HtmlNode::Element(part) => part.name == "caption",
        _ => false,
    });
}

/// Several paragraphs of a cell are lines of it: a cell of Markdown has no paragraphs.
fn in_one_line(cell: &mut HtmlElement) {
    let lines = |node: &HtmlNode| match node {
        HtmlNode::Text(text) => text.trim().is_empty(),
        HtmlNode::Comment(_) => true,
        HtmlNode::Element(line) => {
            matches!(line.name.as_str(), "p" | "div")
                && line.children.iter().all(|child| child.element().is_none_or(|child| is_inline(&child.name)))
        }
    };
    if !cell.children.iter().all(lines) {
        return;
    }
    let mut inside = Vec::new();
    for node in std::mem::take(&mut cell.children) {
        let HtmlNode::Element(line) = node else { continue };
        if line.text().trim().is_empty() && line.find(&["img"]).is_none() {
            continue;
        }
        if !inside.is_empty() {
            inside.push(element("br", Vec::new()));
        }
        inside.extend(line.children);
    }
    cell.children = inside;
}

/// Whether a row names the columns below it: short words in every cell, and no numbers.
fn is_head(row: &HtmlElement) -> bool {
    let name = |cell: &HtmlElement| {
        let text = cell.text();
        let text = text.trim();
        !text.is_empty()
            && text.chars().count() <= LONGEST_NAME
            && text.chars().any(char::is_alphabetic)
            && !text.starts_with(|c: char| c.is_ascii_digit())
    };
    row.elements().count() > 1 && row.elements().all(name)
}

/// Without bold: the head of a table is bold as it is.
fn plain(nodes: Vec<HtmlNode>) -> Vec<HtmlNode> {
    nodes
        .into_iter()
        .flat_map(|node| match node {
            HtmlNode::Element(own) if own.name == "strong" => plain(own.children),
            node => vec![node],
        })
        .collect()
}
