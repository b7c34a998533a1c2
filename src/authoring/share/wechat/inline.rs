//! What stands within a line: emphasis, links, indices, ruby, formulas, pictures.

use super::formula;
use super::node::{ArticleElement, ArticleNode, element, line_break, text};
use super::state::ArticleWriter;
use super::style::Styles;
use crate::authoring::share::pictures::PictureSource;
use crate::base::html::{HtmlElement, HtmlNode};
use crate::base::url::Url;

/// Pictures below this width aren't drawn out to that of a phone.
const NARROW: u32 = 320;
/// Where links are kept.
const OWN_HOST: &str = "https://mp.weixin.qq.com/";

impl ArticleWriter<'_, '_> {
    pub(super) fn inline(&mut self, nodes: &[HtmlNode]) -> Vec<ArticleNode> {
        let mut out = Vec::new();
        for node in nodes {
            match node {
                HtmlNode::Text(words) => out.push(text(one_space(words))),
                HtmlNode::Element(inner) => out.extend(self.part(inner)),
                HtmlNode::Comment(_) => {}
            }
        }
        out.retain(|node| !node.is_empty());
        out
    }

    fn part(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let styled = |writer: &mut Self, name: &'static str, style: String| {
            let children = writer.inline(&part.children);
            // A span of spaces is dropped by the editor, with its spaces.
            if children.iter().all(ArticleNode::is_blank) { children } else { vec![element(name, style, children)] }
        };
        match part.name.as_str() {
            "strong" | "b" => styled(self, "strong", String::new()),
            "em" | "i" | "cite" | "dfn" | "var" => styled(self, "em", String::new()),
            "del" | "s" | "strike" => styled(self, "span", Styles::line_through()),
            "ins" | "u" => styled(self, "span", Styles::underline()),
            "mark" => {
                let style = self.styles.marked();
                styled(self, "span", style)
            }
            "code" | "kbd" | "samp" => styled(self, "span", Styles::inline_code()),
            "sup" if part.attribute("class") == Some("footnote-ref") => self.note_mark(part),
            "sup" => styled(self, "span", Styles::script(true)),
            "sub" => styled(self, "span", Styles::script(false)),
            "a" => self.link(part),
            "img" => vec![self.image(part)],
            "br" => vec![line_break()],
            "ruby" => self.ruby(part),
            "rp" | "wbr" | "source" | "track" | "area" | "map" => Vec::new(),
            "math" => self.formula(part),
            "input" if part.attribute("type") == Some("checkbox") => {
                vec![text(if part.attribute("checked").is_some() { "☑" } else { "☐" })]
            }
            "svg" => self.drawing(part),
            "video" | "audio" | "iframe" | "object" | "embed" => self.media(part),
            "input" | "button" | "select" | "textarea" | "canvas" | "script" | "style" | "template" => {
                self.left_out(&part.name);
                Vec::new()
            }
            _ => self.inline(&part.children),
        }
    }

    fn note_mark(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let name = part.find(&["a"]).and_then(|link| link.attribute("href")).unwrap_or_default();
        let number = self.references.note(name.trim_start_matches('#'));
        vec![self.mark(number)]
    }

    /// A link that the editor keeps, or its words with the number of its address.
    fn link(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let mut words = self.inline(&part.children);
        let Some(address) = part.attribute("href").map(str::trim).filter(|address| !address.is_empty()) else {
            return words;
        };
        if part.attribute("class") == Some("footnote-back") {
            return Vec::new();
        }
        let said = HtmlNode::line(&part.children);
        if let Some(contact) = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")) {
            let contact = contact.split('?').next().unwrap_or_default();
            if !said.replace(['-', ' '], "").contains(&contact.replace(['-', ' '], "")) {
                words.push(text(format!("（{contact}）")));
            }
            return words;
        }
        let Some(whole) = self.whole(address) else { return words };
        if whole.starts_with(OWN_HOST) {
            let attributes = vec![("href", whole)];
            let style = self.styles.link();
            return vec![ArticleNode::Element(ArticleElement { name: "a", style, attributes, children: words })];
        }
        if said == whole || whole.split_once("://").is_some_and(|(_, rest)| rest.trim_end_matches('/') == said) {
            return words;
        }
        if self.in_note {
            words.push(text(format!("（{whole}）")));
            return words;
        }
        let number = self.references.link(&said, &whole);
        words.push(self.mark(number));
        words
    }

    /// The whole address of a link; nothing for a jump within the text and what no reader can open.
    pub(super) fn whole(&self, address: &str) -> Option<String> {
        if address.starts_with("//") {
            return Some(format!("https:{address}"));
        }
        if let Some(below) = address.strip_prefix('/') {
            let (path, suffix) = below.find(['?', '#']).map_or((below, ""), |at| below.split_at(at));
            let url = Url::new(&format!("/{}", crate::base::url::percent_decode(path)));
            return Some(format!("{}{suffix}", self.address.absolute(&url)));
        }
        let scheme = address.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        matches!(scheme.as_deref(), Some("http" | "https")).then(|| address.to_owned())
    }

    /// 字（pinyin）.
    fn ruby(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let mut out = Vec::new();
        for child in &part.children {
            match child {
                HtmlNode::Element(inner) if inner.name == "rt" => {
                    out.push(text("（"));
                    out.extend(self.inline(&inner.children));
                    out.push(text("）"));
                }
                other => out.extend(self.inline(std::slice::from_ref(other))),
            }
        }
        out
    }

    pub(super) fn formula(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let line = formula::line(part);
        self.told.formulas += usize::from(!line.faithful);
        line.nodes
    }

    /// A picture of the site, or in its place what is to be put there by hand.
    pub(super) fn image(&mut self, part: &HtmlElement) -> ArticleNode {
        let alt = part.attribute("alt").unwrap_or_default().trim().to_owned();
        let address = part.attribute("src").unwrap_or_default();
        match self.pictures.take(address) {
            Ok(picture) => match picture.source {
                PictureSource::Address(source) => {
                    self.shown.push(picture.file.clone());
                    let width = picture.width.to_string();
                    let attributes = vec![("src", source), ("alt", alt), ("data-w", width)];
                    let style = Styles::picture(picture.width < NARROW);
                    ArticleNode::Element(ArticleElement { name: "img", style, attributes, children: Vec::new() })
                }
                PictureSource::ByHand => {
                    self.told.by_hand.push(picture.file);
                    let colon = if alt.is_empty() { "" } else { self.words.colon };
                    text(format!("【{}{}{colon}{alt}】", self.words.picture, picture.number))
                }
            },
            Err(lack) => {
                self.told.missing.push((address.to_owned(), lack.reason()));
                text(format!("【{}{}{alt}】", self.words.picture.trim(), self.words.colon))
            }
        }
    }

    /// A drawing within the text becomes a picture.
    fn drawing(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let mut svg = String::new();
        write_svg(part, true, &mut svg);
        let title = part.find(&["title"]).map(HtmlElement::text).unwrap_or_default();
        match self.pictures.draw(svg.as_bytes(), title.trim()) {
            Some(picture) => {
                let PictureSource::Address(source) = picture.source else {
                    self.told.by_hand.push(picture.file);
                    return vec![text(format!("【{}{}】", self.words.picture, picture.number))];
                };
                self.shown.push(picture.file);
                let attributes = vec![("src", source), ("alt", title), ("data-w", picture.width.to_string())];
                let style = Styles::picture(false);
                vec![ArticleNode::Element(ArticleElement { name: "img", style, attributes, children: Vec::new() })]
            }
            None => {
                self.left_out("svg");
                Vec::new()
            }
        }
    }
}

/// Runs of white space are one space, whatever they are made of.
fn one_space(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut after_space = false;
    for c in words.chars() {
        let space = c.is_ascii_whitespace();
        if !space {
            out.push(c);
        } else if !after_space {
            out.push(' ');
        }
        after_space = space;
    }
    out
}

fn write_svg(part: &HtmlElement, root: bool, out: &mut String) {
    out.push('<');
    out.push_str(&part.name);
    if root && part.attribute("xmlns").is_none() {
        out.push_str(" xmlns=\"http://www.w3.org/2000/svg\"");
    }
    for (name, value) in part.attributes.iter().filter(|(name, _)| !name.contains(':')) {
        out.push_str(&format!(" {name}=\"{}\"", crate::base::html::escape(value)));
    }
    out.push('>');
    for child in &part.children {
        match child {
            HtmlNode::Text(words) => out.push_str(&crate::base::html::escape(words)),
            HtmlNode::Element(inner) => write_svg(inner, false, out),
            HtmlNode::Comment(_) => {}
        }
    }
    out.push_str(&format!("</{}>", part.name));
}
