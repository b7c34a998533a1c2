//! A table of HTML → one of Markdown, if it is as simple as these are.

use super::escape::Manner;
use super::inline::one_line;
use super::{HtmlElement, HtmlNode, is_hidden, is_inline};

/// Returns a table's Markdown. `None` if Markdown has no form for it: merged cells, names at the heads of rows, blocks in cells,
/// a caption.
pub fn table(element: &HtmlElement, manner: Manner) -> Option<String> {
    let mut rows = Vec::new();
    let mut headed = false;
    for part in element.elements() {
        match part.name.as_str() {
            "thead" => {
                let more: Vec<&HtmlElement> = part.elements().collect();
                headed |= !more.is_empty() && rows.is_empty();
                rows.extend(more);
            }
            "tbody" | "tfoot" => rows.extend(part.elements()),
            "tr" => rows.push(part),
            "colgroup" | "col" => {}
            _ => return None,
        }
    }
    let cells: Vec<Vec<&HtmlElement>> = rows.iter().map(|row| row.elements().collect()).collect();
    let width = cells.iter().map(Vec::len).max().filter(|width| *width > 0)?;
    let (first, rest) = cells.split_first()?;
    let is_name = |cell: &&HtmlElement| cell.name == "th";
    // The corner above the names of rows is mostly a plain cell.
    let named = first.iter().any(is_name) && first.iter().skip(1).all(is_name);
    let headed = headed || named;
    let odd = first.iter().any(is_name) && !named && !headed || rest.iter().flatten().any(is_name);
    if odd || !cells.iter().flatten().all(|cell| is_simple(cell)) {
        return None;
    }
    let line = |cells: &[&HtmlElement]| {
        let mut line = "|".to_owned();
        for number in 0..width {
            let text = cells.get(number).map(|cell| cell_text(cell, manner)).unwrap_or_default();
            line.push_str(&format!(" {text}{}|", if text.is_empty() { "" } else { " " }));
        }
        line
    };
    let mut lines = Vec::new();
    let body = if headed { rest } else { &cells[..] };
    lines.push(if headed { line(first) } else { line(&[]) });
    lines.push(format!("|{}", "---|".repeat(width)));
    lines.extend(body.iter().map(|row| line(row)));
    Some(lines.join("\n"))
}

fn cell_text(cell: &HtmlElement, manner: Manner) -> String {
    let text = one_line(&cell.children, manner);
    // An escaped bar stays escaped.
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        if c == '|' && before != '\\' {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
        before = c;
    }
    out
}

fn is_simple(cell: &HtmlElement) -> bool {
    let spans = ["colspan", "rowspan"]
        .iter()
        .any(|name| cell.attribute(name).is_some_and(|count| !matches!(count.trim(), "" | "0" | "1")));
    let paragraphs = cell.elements().filter(|child| child.name == "p").count();
    let text_beside = cell.children.iter().any(|child| match child {
        HtmlNode::Text(text) => !text.trim().is_empty(),
        HtmlNode::Element(child) => is_inline(&child.name),
        HtmlNode::Comment(_) => false,
    });
    !spans
        && (paragraphs == 0 || paragraphs == 1 && !text_beside)
        && cell.elements().all(|child| child.name == "p" || is_in_line(child))
}

fn is_in_line(element: &HtmlElement) -> bool {
    (is_inline(&element.name) || is_hidden(&element.name)) && element.elements().all(is_in_line)
}
