//! A page's text → the blocks of an article.
//!
//! The editor keeps `section` and `p` as blocks, two sizes of headings, lists of one level and tables; what else there is
//! becomes one of these. What has no form in it is told.

use std::collections::BTreeMap;

use super::list;
use super::node::{ArticleElement, ArticleNode, element, text, trimmed};
use super::references::EndNote;
use super::state::{ArticleWriter, Wrap, holding, is_block};
use super::style::Styles;
use super::table;
use crate::authoring::share::pictures::PictureSource;
use crate::authoring::share::qr::Modules;
use crate::base::html::{HtmlElement, HtmlNode};

/// A QR code within the text, in pixels.
const CODE: usize = 300;

impl ArticleWriter<'_, '_> {
    /// Writes a whole text. Its notes are kept for the end.
    pub fn body(&mut self, nodes: &[HtmlNode]) -> Vec<ArticleNode> {
        let mut notes = Vec::new();
        let rest = without_notes(nodes, &mut notes);
        let blocks = self.flow(&rest, &Wrap::paragraph());
        self.in_note = true;
        let mut written = BTreeMap::new();
        for (at, note) in notes.iter().enumerate() {
            let name = note.attribute("id").map_or_else(|| format!("unnamed-{at}"), str::to_owned);
            // One that nothing refers to stands behind the others.
            self.references.note(&name);
            let words = self.lines(&note.children);
            written.insert(name, words);
        }
        self.in_note = false;
        self.references.notes.extend(written);
        blocks
    }

    /// Blocks as they come; words between them become `wrap`.
    pub(super) fn flow(&mut self, nodes: &[HtmlNode], wrap: &Wrap) -> Vec<ArticleNode> {
        let (mut blocks, mut run) = (Vec::new(), Vec::new());
        for node in nodes {
            match node.element().filter(|element| is_block(element)) {
                Some(block) => {
                    blocks.extend(self.run(&std::mem::take(&mut run), wrap));
                    blocks.extend(self.block(block, wrap));
                }
                None => run.push(node.clone()),
            }
        }
        blocks.extend(self.run(&run, wrap));
        blocks
    }

    fn run(&mut self, nodes: &[HtmlNode], wrap: &Wrap) -> Vec<ArticleNode> {
        let nodes = trimmed(self.inline(nodes));
        if nodes.is_empty() {
            return Vec::new();
        }
        if nodes.iter().all(|node| node.is("img") || node.is_blank()) {
            let pictures = nodes.into_iter().filter(|node| node.is("img"));
            return pictures.map(|picture| element("section", Styles::figure(), vec![picture])).collect();
        }
        let nodes = nodes.into_iter().map(within_a_line).collect();
        vec![element(wrap.name, wrap.style.clone(), nodes)]
    }

    fn block(&mut self, block: &HtmlElement, wrap: &Wrap) -> Vec<ArticleNode> {
        match block.name.as_str() {
            "p" if block.attribute("class") == Some("alert-title") => Vec::new(),
            "h1" | "h2" => self.heading("h2", self.styles.heading(), block),
            "h3" | "h4" | "h5" | "h6" => self.heading("h3", Styles::subheading(), block),
            "ul" | "ol" | "menu" => list::list(self, block),
            "dt" | "summary" | "legend" => {
                let style = self.styles.kind("");
                self.labelled(block, &Styles::label(&style))
            }
            "dd" => self.flow(&block.children, &Wrap { name: "section", style: Styles::indented() }),
            "table" => table::table(self, block),
            "blockquote" => {
                let inner = self.flow(&block.children, &Wrap { name: "p", style: Styles::quoted() });
                holding(Styles::quote(), inner)
            }
            "aside" => self.aside(block),
            "pre" => super::code::code(self, block),
            "figure" => self.figure(block),
            "hr" => vec![element("p", Styles::rule(), vec![text("＊　＊　＊")])],
            "span" => {
                let line = block.find(&["math"]).map(|formula| self.formula(formula)).unwrap_or_default();
                vec![element("p", Styles::formula(), line)]
            }
            "form" | "fieldset" => {
                self.left_out("form");
                self.flow(&block.children, wrap)
            }
            _ => self.flow(&block.children, wrap),
        }
    }

    fn heading(&mut self, name: &'static str, style: String, block: &HtmlElement) -> Vec<ArticleNode> {
        let words = trimmed(self.inline(&block.children)).into_iter().map(within_a_line).collect();
        vec![element(name, style, words)]
    }

    fn labelled(&mut self, block: &HtmlElement, style: &str) -> Vec<ArticleNode> {
        let words = trimmed(self.inline(&block.children));
        if words.is_empty() { Vec::new() } else { vec![element("p", style, words)] }
    }

    /// A note box with its title.
    fn aside(&mut self, block: &HtmlElement) -> Vec<ArticleNode> {
        let class = block.attribute("class").unwrap_or_default();
        let kind = class.split(' ').find_map(|class| class.strip_prefix("alert-")).unwrap_or_default();
        let colour = self.styles.kind(kind);
        let title = block.elements().find(|inner| inner.attribute("class") == Some("alert-title"));
        let mut inner = match title {
            Some(title) => self.labelled(title, &Styles::label(&colour)),
            None => Vec::new(),
        };
        inner.extend(self.flow(&block.children, &Wrap { name: "p", style: Styles::inner() }));
        holding(Styles::boxed(&colour), inner)
    }

    fn figure(&mut self, block: &HtmlElement) -> Vec<ArticleNode> {
        let (mut content, mut captions) = (Vec::new(), Vec::new());
        for child in &block.children {
            match child.element().filter(|inner| inner.name == "figcaption") {
                Some(caption) => captions.push(trimmed(self.inline(&caption.children))),
                None => content.push(child.clone()),
            }
        }
        let mut blocks = self.flow(&content, &Wrap { name: "p", style: Styles::caption() });
        let captions = captions.into_iter().filter(|words| !words.is_empty());
        let captions: Vec<ArticleNode> = captions.map(|words| element("p", Styles::caption(), words)).collect();
        // The caption of a picture belongs into its box.
        match blocks.last_mut() {
            Some(ArticleNode::Element(last)) if last.style == Styles::figure() => last.children.extend(captions),
            _ => blocks.extend(captions),
        }
        blocks
    }

    /// What plays becomes its name, its address at the end, and a code to open it with.
    pub(super) fn media(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let kind = match part.name.as_str() {
            "video" => self.words.video,
            "audio" => self.words.audio,
            _ => self.words.embedded,
        };
        let given =
            |element: &HtmlElement| ["src", "data"].iter().find_map(|name| element.attribute(name)).map(str::to_owned);
        let address = given(part).or_else(|| part.find(&["source"]).and_then(given));
        let whole = address.as_deref().and_then(|address| self.whole(address));
        let named = ["title", "aria-label"].iter().find_map(|name| part.attribute(name)).unwrap_or_default().trim();
        let colon = if named.is_empty() { "" } else { self.words.colon };
        let name = format!("{kind}{colon}{named}");
        self.told.media.push(whole.clone().unwrap_or_else(|| part.name.clone()));
        let mut out = vec![text(format!("【{name}】"))];
        if let Some(whole) = whole {
            let number = self.references.link(&name, &whole);
            out.push(self.mark(number));
            out.extend(self.code_of(&whole, &name));
        }
        out
    }

    /// A QR code of an address as a picture.
    pub fn code_of(&mut self, address: &str, alt: &str) -> Option<ArticleNode> {
        let code = Modules::of(address)?;
        let bytes = code.png(CODE).ok()?;
        let width = code.size * code.pixels_for(CODE);
        let picture = self.pictures.add(bytes, u32::try_from(width).ok()?);
        let PictureSource::Address(source) = picture.source else {
            self.told.by_hand.push(picture.file);
            return Some(text(format!("【{}{}】", self.words.picture, picture.number)));
        };
        self.shown.push(picture.file);
        // Half of what it has, so that it is sharp on any screen, and still wide enough to be read.
        let style = "width:180px;max-width:100%;height:auto".to_owned();
        let attributes = vec![("src", source), ("alt", alt.to_owned()), ("data-w", width.to_string())];
        Some(ArticleNode::Element(ArticleElement { name: "img", style, attributes, children: Vec::new() }))
    }

    /// The words of blocks on one line after another, for notes.
    fn lines(&mut self, nodes: &[HtmlNode]) -> Vec<ArticleNode> {
        let blocks = self.flow(nodes, &Wrap::paragraph());
        let mut out: Vec<ArticleNode> = Vec::new();
        for block in blocks {
            if !out.is_empty() {
                out.push(super::node::line_break());
            }
            match block {
                ArticleNode::Element(element) if matches!(element.name, "p" | "section") => {
                    out.extend(element.children)
                }
                other => out.push(other),
            }
        }
        out
    }

    /// The notes and the links, by their numbers.
    pub fn ending(&mut self) -> Vec<ArticleNode> {
        let mut blocks = Vec::new();
        let items = std::mem::take(&mut self.references.items);
        if !items.is_empty() {
            blocks.push(element("p", Styles::subheading(), vec![text(self.words.references)]));
        }
        for (at, item) in items.iter().enumerate() {
            let mut line = vec![text(format!("[{}] ", at + 1))];
            match item {
                EndNote::Note(name) => line.extend(self.references.notes.remove(name).unwrap_or_default()),
                EndNote::Link { title, address } if title.is_empty() => line.push(text(address)),
                EndNote::Link { title, address } => line.push(text(format!("{title}{}{address}", self.words.colon))),
            }
            blocks.push(element("p", Styles::small(), line));
        }
        blocks
    }
}

/// A picture within a line is no wider than it.
fn within_a_line(node: ArticleNode) -> ArticleNode {
    match node {
        ArticleNode::Element(picture) if picture.name == "img" => {
            let style = format!("{};vertical-align:middle", Styles::picture(true));
            ArticleNode::Element(ArticleElement { style, ..picture })
        }
        other => other,
    }
}

/// The text without its notes, which are put aside.
fn without_notes(nodes: &[HtmlNode], notes: &mut Vec<HtmlElement>) -> Vec<HtmlNode> {
    let mut rest = Vec::new();
    for node in nodes {
        match node.element() {
            Some(section) if section.attribute("class") == Some("footnotes") => {
                let items = section.elements().flat_map(HtmlElement::elements).filter(|item| item.name == "li");
                notes.extend(items.cloned());
            }
            _ => rest.push(node.clone()),
        }
    }
    rest
}
