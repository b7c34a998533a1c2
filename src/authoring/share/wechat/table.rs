//! Tables: each cell with its own style, nothing on rows.

use unicode_width::UnicodeWidthStr;

use super::node::{ArticleElement, ArticleNode, element, trimmed};
use super::state::{ArticleWriter, Wrap, holding, is_block};
use super::style::Styles;
use crate::base::html::{HtmlElement, HtmlNode};

/// A table with more columns is scrolled sideways.
const MOST_COLUMNS: usize = 4;
/// Cells up to this width, in half characters, stay on one line then.
const SHORT: usize = 24;

pub fn table(writer: &mut ArticleWriter<'_, '_>, table: &HtmlElement) -> Vec<ArticleNode> {
    let mut rows = Vec::new();
    let mut captions = Vec::new();
    collect(table, &mut rows, &mut captions);
    let columns = rows.iter().map(|row| cells(row).count()).max().unwrap_or(0);
    let scrolled = columns > MOST_COLUMNS;
    let short = rows.iter().flat_map(|row| cells(row)).all(|cell| cell.text().trim().width() <= SHORT);
    let narrow = scrolled && short;
    let mut written = Vec::new();
    for row in &rows {
        let cells: Vec<ArticleNode> = cells(row).map(|cell| self::cell(writer, cell, narrow)).collect();
        written.push(element("tr", "", cells));
    }
    if written.iter().all(ArticleNode::is_empty) {
        return Vec::new();
    }
    let whole = element("table", Styles::table(), vec![element("tbody", "", written)]);
    let mut out = if scrolled { holding(Styles::scrolled(), vec![whole]) } else { vec![whole] };
    for caption in captions {
        let words = trimmed(writer.inline(&caption.children));
        out.insert(0, element("p", Styles::caption(), words));
    }
    out
}

fn collect<'t>(part: &'t HtmlElement, rows: &mut Vec<&'t HtmlElement>, captions: &mut Vec<&'t HtmlElement>) {
    for inner in part.elements() {
        match inner.name.as_str() {
            "tr" => rows.push(inner),
            "caption" => captions.push(inner),
            "thead" | "tbody" | "tfoot" => collect(inner, rows, captions),
            _ => {}
        }
    }
}

fn cells(row: &HtmlElement) -> impl Iterator<Item = &HtmlElement> {
    row.elements().filter(|cell| matches!(&*cell.name, "td" | "th"))
}

fn cell(writer: &mut ArticleWriter<'_, '_>, cell: &HtmlElement, narrow: bool) -> ArticleNode {
    let head = cell.name == "th";
    let class = cell.attribute("class").unwrap_or_default();
    let align = class.split(' ').find_map(|class| class.strip_prefix("align-")).unwrap_or("left");
    let mut children = if cell.children.iter().filter_map(HtmlNode::element).any(is_block) {
        writer.flow(&cell.children, &Wrap::inner())
    } else {
        trimmed(writer.inline(&cell.children))
    };
    // A cell of nothing would be taken out, and with it what stands beside it would move.
    if children.iter().all(ArticleNode::is_blank) {
        children = vec![super::node::text("\u{a0}")];
    }
    let spans = ["colspan", "rowspan"].into_iter().filter_map(|name| Some((name, cell.attribute(name)?.to_owned())));
    ArticleNode::Element(ArticleElement {
        name: if head { "th" } else { "td" },
        style: Styles::cell(align, head, narrow),
        attributes: spans.collect(),
        children,
    })
}
