//! Lists: one level as the editor knows them, what is below as lines with marks.

use super::node::{ArticleNode, element, text, trimmed};
use super::state::{ArticleWriter, Wrap, is_block};
use super::style::Styles;
use crate::base::html::{HtmlElement, HtmlNode};

/// Writes a list. One that begins elsewhere than at 1 or has boxes to tick is written with marks: the editor would count
/// and mark it itself.
pub fn list(writer: &mut ArticleWriter<'_, '_>, list: &HtmlElement) -> Vec<ArticleNode> {
    let ordered = list.name == "ol";
    let items: Vec<&HtmlElement> = list.elements().filter(|item| item.name == "li").collect();
    let ticked = items.iter().any(|item| item.attribute("class") == Some("task"));
    let elsewhere = list.attribute("start").is_some_and(|start| start != "1") || list.attribute("reversed").is_some();
    if ticked || elsewhere {
        return marked(writer, list, 0);
    }
    let kind = if ordered { "decimal" } else { "disc" };
    let style = format!("{};list-style-type:{kind}", Styles::list());
    let items = items.iter().filter_map(|item| {
        let inner = content(writer, item, 1);
        (!inner.is_empty()).then(|| element("li", Styles::item(), vec![element("section", Styles::inner(), inner)]))
    });
    let items: Vec<ArticleNode> = items.collect();
    if items.is_empty() { Vec::new() } else { vec![element(if ordered { "ol" } else { "ul" }, style, items)] }
}

/// What stands in an item: words alone, or blocks.
fn content(writer: &mut ArticleWriter<'_, '_>, item: &HtmlElement, level: usize) -> Vec<ArticleNode> {
    // A loose list has each item's words in a paragraph.
    let children = match item.elements().collect::<Vec<_>>().as_slice() {
        [only]
            if only.name == "p" && item.children.iter().all(|child| child.element().is_some() || is_space(child)) =>
        {
            &only.children
        }
        _ => &item.children,
    };
    if !children.iter().filter_map(HtmlNode::element).any(is_block) {
        return trimmed(writer.inline(children));
    }
    let (mut out, mut run) = (Vec::new(), Vec::new());
    for child in children {
        match child.element().filter(|inner| matches!(&*inner.name, "ul" | "ol")) {
            Some(below) => {
                out.extend(writer.flow(&std::mem::take(&mut run), &Wrap::inner()));
                out.extend(marked(writer, below, level));
            }
            None => run.push(child.clone()),
        }
    }
    out.extend(writer.flow(&run, &Wrap::inner()));
    out
}

fn is_space(node: &HtmlNode) -> bool {
    matches!(node, HtmlNode::Text(words) if words.trim().is_empty())
}

/// Each item on a line of its own behind its mark, further to the right the deeper it is.
fn marked(writer: &mut ArticleWriter<'_, '_>, list: &HtmlElement, level: usize) -> Vec<ArticleNode> {
    let first = list.attribute("start").and_then(|start| start.parse::<i64>().ok()).unwrap_or(1);
    let step = if list.attribute("reversed").is_some() { -1 } else { 1 };
    let mut out = Vec::new();
    for (item, number) in list.elements().filter(|item| item.name == "li").zip(0_i64..) {
        let ticked = item.attribute("class") == Some("task");
        let mark = match list.name.as_str() {
            "ol" => format!("{}. ", first + step * number),
            _ if ticked => String::new(),
            _ => "• ".to_owned(),
        };
        let style = format!("margin:0 0 6px {level}em;{};text-align:left", Styles::body());
        let wrap = Wrap { name: "section", style: style.clone() };
        let (mut run, mut below) = (Vec::new(), Vec::new());
        for child in &item.children {
            match child.element().filter(|inner| matches!(&*inner.name, "ul" | "ol")) {
                Some(inner) => below.push(inner),
                None => run.push(child.clone()),
            }
        }
        let mut blocks = writer.flow(&run, &wrap);
        match blocks.first_mut() {
            Some(ArticleNode::Element(first)) if first.style == style => first.children.insert(0, text(mark)),
            _ => blocks.insert(0, element("section", style, vec![text(mark.trim_end())])),
        }
        out.extend(blocks);
        for inner in below {
            out.extend(marked(writer, inner, level + 1));
        }
    }
    out
}
