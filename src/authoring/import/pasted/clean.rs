//! HTML as office programs and official accounts write it → elements that mean something.
//!
//! Bold and slanted text is marked at the text itself and joined later: these programs say it in styles, in pieces, and around
//! whole paragraphs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::super::html::{HtmlElement, HtmlNode, address, is_hidden, is_inline};
use super::list::{self, Mark};
use super::losses::Lost;
use super::merge::element;
use super::note::{self, Note};
use super::{Clipboard, rtf, table};
use crate::base::url::percent_decode;
use crate::content::markdown::MarkdownOptions;

/// Elements that stay, each with the attributes that mean something.
const KEPT: [(&str, &[&str]); 42] = [
    ("p", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("br", &[]),
    ("hr", &[]),
    ("a", &["href"]),
    ("blockquote", &[]),
    ("pre", &["class"]),
    ("code", &["class"]),
    ("samp", &[]),
    ("kbd", &[]),
    ("mark", &[]),
    ("abbr", &["title"]),
    ("q", &[]),
    ("ruby", &[]),
    ("rt", &[]),
    ("rp", &[]),
    ("rb", &[]),
    ("sup", &[]),
    ("sub", &[]),
    ("ul", &[]),
    ("ol", &["start"]),
    ("li", &[]),
    ("dl", &[]),
    ("dt", &[]),
    ("dd", &[]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tfoot", &[]),
    ("caption", &[]),
    ("tr", &[]),
    ("th", &["colspan", "rowspan"]),
    ("td", &["colspan", "rowspan"]),
    ("figure", &[]),
    ("figcaption", &[]),
    ("details", &[]),
    ("summary", &[]),
];

/// Contents of other sites and programs.
const FILMS: [&str; 6] = ["iframe", "video", "audio", "embed", "object", "applet"];

/// How the text around a place is meant.
#[derive(Clone, Copy, Default)]
pub struct Around {
    bold: bool,
    slanted: bool,
    struck: bool,
    /// A heading, or code: marks within it say nothing.
    plain: bool,
    /// A link, which is underlined as it is.
    linked: bool,
}

pub struct Cleaner<'a> {
    chinese: bool,
    keep: &'a mut dyn FnMut(&[u8]) -> Option<String>,
    /// The pictures that the browser can't read, from the RTF: as many as HTML names, in the same order.
    beside: std::vec::IntoIter<Option<Vec<u8>>>,
    remote: Vec<String>,
    notes: Vec<Note>,
    lost: Lost,
}

impl<'a> Cleaner<'a> {
    pub fn new(
        nodes: &[HtmlNode],
        clipboard: &Clipboard<'_>,
        options: &MarkdownOptions,
        keep: &'a mut dyn FnMut(&[u8]) -> Option<String>,
    ) -> Self {
        let pictures = rtf::pictures(clipboard.rtf);
        // With another number of pictures no one knows which is which.
        let named = local_pictures(nodes);
        let beside = if pictures.len() == named { pictures } else { Vec::new() };
        let chinese = options.language.starts_with("zh");
        Self { chinese, keep, beside: beside.into_iter(), remote: Vec::new(), notes: Vec::new(), lost: Lost::default() }
    }

    pub fn end(self) -> (Vec<Note>, Vec<String>, Lost) {
        (self.notes, self.remote, self.lost)
    }

    pub fn nodes(&mut self, nodes: Vec<HtmlNode>, around: Around) -> Vec<HtmlNode> {
        nodes.into_iter().flat_map(|node| self.node(node, around)).collect()
    }

    fn node(&mut self, node: HtmlNode, around: Around) -> Vec<HtmlNode> {
        match node {
            HtmlNode::Comment(_) => Vec::new(),
            HtmlNode::Text(text) => vec![marked(seen(&text), around)],
            HtmlNode::Element(element) => self.element(element, around),
        }
    }

    fn element(&mut self, mut own: HtmlElement, around: Around) -> Vec<HtmlNode> {
        let name = own.name.clone();
        if is_hidden(&name) || name == "xml" {
            return self.pass_over(&own);
        }
        if style(&own, "mso-element").is_some_and(|kind| kind.eq_ignore_ascii_case("comment")) {
            return self.pass_over(&own);
        }
        if let Some(count) = self.left_out(&own) {
            *count += usize::from(!own.text().trim().is_empty());
            return self.pass_over(&own);
        }
        if style(&own, "mso-element").is_some_and(|kind| kind.to_ascii_lowercase().ends_with("-list")) {
            // Notes, with a line above them; comments.
            let children = std::mem::take(&mut own.children);
            self.nodes(children, around);
            return Vec::new();
        }
        if let Some(note) = own.attribute("id").filter(|_| is_note(&own)).map(str::to_owned) {
            let children = std::mem::take(&mut own.children);
            let text = self.nodes(children, Around::default());
            self.notes.push((note, text));
            return Vec::new();
        }
        let around = styled(&own, around);
        match name.as_str() {
            "img" => return self.picture(&own),
            "a" => return self.link(own, around),
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return vec![self.paragraph(own, around)],
            "svg" | "canvas" => {
                self.lost.drawings += 1;
                return Vec::new();
            }
            name if FILMS.contains(&name) => {
                self.lost.films += 1;
                return Vec::new();
            }
            name if name == "u" || style(&own, "text-decoration").is_some_and(|line| line.contains("underline")) => {
                self.lost.underlined +=
                    usize::from(!own.text().trim().is_empty() && !around.linked && own.find(&["a"]).is_none());
            }
            // Contents of official accounts: channels, music, cards.
            name if name.contains('-') && own.text().trim().is_empty() || name.starts_with("mpv") => {
                self.lost.films += 1;
                return Vec::new();
            }
            _ => {}
        }
        let inner = Around {
            plain: around.plain || matches!(name.as_str(), "code" | "pre" | "kbd" | "samp" | "th" | "rt"),
            ..around
        };
        let children = std::mem::take(&mut own.children);
        let mut children = self.nodes(children, inner);
        if name == "table" {
            return table::table(children, &mut self.lost);
        }
        if let Some(raised) = raised(&own) {
            return vec![element(raised, children)];
        }
        if let Some((_, attributes)) = KEPT.iter().find(|(known, _)| *known == name) {
            own.attributes.retain(|(key, value)| attributes.contains(&key.as_str()) && !value.is_empty());
            own.children = children;
            return vec![HtmlNode::Element(own)];
        }
        // What only holds others: a block ends the line.
        if is_inline(&name) || name.contains(':') {
            return children;
        }
        if children.len() == 1 && children[0].element().is_some_and(|only| only.name == "div") {
            return vec![children.remove(0)];
        }
        vec![element("div", children)]
    }

    /// Leaves an element out. Its pictures are among those of the clipboard, which are told apart by their order.
    fn pass_over(&mut self, own: &HtmlElement) -> Vec<HtmlNode> {
        let pictures = usize::from(is_local_picture(own)) + local_pictures(&own.children);
        (0..pictures).for_each(|_| drop(self.beside.next()));
        Vec::new()
    }

    /// The count of a kind of element that isn't brought over as a whole.
    fn left_out(&mut self, own: &HtmlElement) -> Option<&mut usize> {
        let class = own.attribute("class").unwrap_or_default().to_ascii_lowercase();
        let is = |key: &str, value: &str| style(own, key).is_some_and(|found| found.eq_ignore_ascii_case(value));
        let tracked =
            own.attribute("datetime").is_some() || own.attribute("cite").is_some() || class.contains("msodel");
        // Each comment is named in the text, where it is counted, and stands below it.
        if class.contains("msocomanchor") || class.contains("msocommentreference") {
            return Some(&mut self.lost.comments);
        }
        if own.name == "del" && tracked {
            return Some(&mut self.lost.deleted);
        }
        (is("display", "none") || is("mso-hide", "all")).then_some(&mut self.lost.hidden)
    }

    fn paragraph(&mut self, mut own: HtmlElement, around: Around) -> HtmlNode {
        let title = own.attribute("class").is_some_and(|class| class.split(' ').any(|word| word == "MsoTitle"));
        let heading = title || own.name != "p";
        let name = if title { "h1" } else { own.name.as_str() }.to_owned();
        let level = style(&own, "mso-list").and_then(level);
        let mark = taken_mark(&mut own.children);
        let around = Around { plain: around.plain || heading, ..around };
        let children = std::mem::take(&mut own.children);
        let mut children = self.nodes(children, around);
        let words = mark.as_deref().map(str::trim).filter(|mark| !mark.is_empty());
        let before = |children: &mut Vec<HtmlNode>| {
            let gap = |words: &str| if words.is_ascii() { " " } else { "" };
            children.splice(0..0, words.map(|words| HtmlNode::Text(format!("{words}{}", gap(words)))));
        };
        match (level, words.map_or(Mark::Bullet, list::mark)) {
            (Some(level), found) if !heading => {
                if found == Mark::Words {
                    before(&mut children);
                    if level == 1 {
                        return element("p", children);
                    }
                }
                list::item(level, found, children)
            }
            _ => {
                before(&mut children);
                element(&name, children)
            }
        }
    }

    fn link(&mut self, mut own: HtmlElement, around: Around) -> Vec<HtmlNode> {
        let target = own.attribute("href").unwrap_or_default().trim().to_owned();
        if note::leads_back(&target) {
            return Vec::new();
        }
        if let Some(name) = note::name(&target) {
            return vec![HtmlNode::Text(note::sign(name))];
        }
        let children = std::mem::take(&mut own.children);
        let children = self.nodes(children, Around { linked: true, ..around });
        let scheme = target.split(':').next().unwrap_or_default().to_ascii_lowercase();
        if matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel") && target.contains(':') {
            own.attributes = vec![("href".to_owned(), target)];
            own.children = children;
            return vec![HtmlNode::Element(own)];
        }
        // What leads to a place of a page that isn't here any more is its words.
        self.lost.local_links += usize::from(scheme == "file");
        children
    }

    fn picture(&mut self, own: &HtmlElement) -> Vec<HtmlNode> {
        let small = |key: &str| own.attribute(key).is_some_and(|size| matches!(size.trim(), "0" | "1" | "1px"));
        if small("width") && small("height") {
            return self.pass_over(own);
        }
        let Some(from) = address(own).map(str::to_owned) else { return Vec::new() };
        let alt = own.attribute("alt").unwrap_or_default();
        // Word guesses descriptions, and says so in them.
        let alt = if alt.contains("自动生成") || alt.contains("automatically generated") || is_file_name(alt) {
            String::new()
        } else {
            alt.to_owned()
        };
        let shown = |place: String| {
            let attributes = vec![("src".to_owned(), place), ("alt".to_owned(), alt.clone())];
            HtmlNode::Element(HtmlElement { name: "img".to_owned(), attributes, children: Vec::new() })
        };
        let from = if from.starts_with("//") { format!("https:{from}") } else { from };
        if from.starts_with("http://") || from.starts_with("https://") {
            if !self.remote.contains(&from) {
                self.remote.push(from.clone());
            }
            return vec![shown(from)];
        }
        let bytes = match from.strip_prefix("data:") {
            Some(data) => decoded(data),
            None => self.beside.next().flatten(),
        };
        let Some(bytes) = bytes else {
            self.lost.pictures += 1;
            let words = if alt.is_empty() { String::new() } else { format!("：{alt}") };
            let note = if self.chinese { format!("（缺图{words}）") } else { format!("(picture missing{words})") };
            return vec![HtmlNode::Text(note)];
        };
        match (self.keep)(&bytes) {
            Some(name) => vec![shown(name)],
            None => {
                self.lost.unshown += 1;
                Vec::new()
            }
        }
    }
}

/// Moves headings down where one has the level that only the page's title has.
pub fn below_the_title(nodes: Vec<HtmlNode>) -> Vec<HtmlNode> {
    fn has(nodes: &[HtmlNode]) -> bool {
        nodes.iter().filter_map(HtmlNode::element).any(|element| element.name == "h1" || has(&element.children))
    }
    fn lower(nodes: &mut [HtmlNode]) {
        for node in nodes {
            let HtmlNode::Element(element) = node else { continue };
            let below = [("h1", "h2"), ("h2", "h3"), ("h3", "h4"), ("h4", "h5"), ("h5", "h6")];
            if let Some((_, name)) = below.iter().find(|(known, _)| *known == element.name) {
                element.name = (*name).to_owned();
            }
            lower(&mut element.children);
        }
    }
    let mut nodes = nodes;
    if has(&nodes) {
        lower(&mut nodes);
    }
    nodes
}

/// A text without signs that no one sees.
fn seen(text: &str) -> String {
    let unseen = |c: char| matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}' | '\u{f1a0}' | '\u{f1a1}');
    text.replace('\u{a0}', " ").replace(unseen, "")
}

/// A text in the elements that say how it is meant.
fn marked(text: String, around: Around) -> HtmlNode {
    let mut node = HtmlNode::Text(text);
    if around.plain || matches!(&node, HtmlNode::Text(text) if text.trim().is_empty()) {
        return node;
    }
    for (is, name) in [(around.struck, "del"), (around.slanted, "em"), (around.bold, "strong")] {
        if is {
            node = element(name, vec![node]);
        }
    }
    node
}

/// The value of a property in an element's style.
pub fn style<'a>(element: &'a HtmlElement, key: &str) -> Option<&'a str> {
    let mut pairs = element.attribute("style")?.split(';').filter_map(|pair| pair.split_once(':'));
    let found = pairs.rfind(|(name, _)| name.trim().eq_ignore_ascii_case(key));
    found.map(|(_, value)| value.trim())
}

/// How an element's text is meant, by what it is and by its style.
fn styled(own: &HtmlElement, around: Around) -> Around {
    let mut around = around;
    match own.name.as_str() {
        "b" | "strong" => around.bold = true,
        "i" | "em" | "cite" | "dfn" | "var" => around.slanted = true,
        "del" | "s" | "strike" => around.struck = true,
        _ => {}
    }
    match style(own, "font-weight").map(str::to_ascii_lowercase).as_deref() {
        Some("bold" | "bolder" | "600" | "700" | "800" | "900") => around.bold = true,
        Some("normal" | "lighter" | "300" | "400" | "500") => around.bold = false,
        _ => {}
    }
    match style(own, "font-style").map(str::to_ascii_lowercase).as_deref() {
        Some("italic" | "oblique") => around.slanted = true,
        Some("normal") => around.slanted = false,
        _ => {}
    }
    around.struck |= ["text-decoration", "text-decoration-line"]
        .iter()
        .any(|key| style(own, key).is_some_and(|value| value.contains("line-through")));
    around
}

/// `sup` or `sub` for an element that is raised or lowered by its style.
fn raised(own: &HtmlElement) -> Option<&'static str> {
    if !matches!(own.name.as_str(), "span" | "font") {
        return None;
    }
    match style(own, "vertical-align") {
        Some("super") => Some("sup"),
        Some("sub") => Some("sub"),
        _ => None,
    }
}

fn is_note(own: &HtmlElement) -> bool {
    let kind = style(own, "mso-element").unwrap_or_default();
    kind.eq_ignore_ascii_case("footnote") || kind.eq_ignore_ascii_case("endnote")
}

/// The level in `l0 level2 lfo1`.
fn level(value: &str) -> Option<usize> {
    value.split(' ').find_map(|word| word.strip_prefix("level"))?.parse().ok().filter(|level| *level > 0)
}

/// Takes the sign that Word draws before an item out of it, and returns its text.
fn taken_mark(nodes: &mut Vec<HtmlNode>) -> Option<String> {
    let is_mark = |node: &HtmlNode| {
        let element = node.element();
        element.is_some_and(|own| style(own, "mso-list").is_some_and(|value| value.eq_ignore_ascii_case("ignore")))
    };
    if let Some(place) = nodes.iter().position(is_mark) {
        return nodes.remove(place).element().map(HtmlElement::text).map(|text| seen(&text));
    }
    nodes.iter_mut().find_map(|node| match node {
        HtmlNode::Element(element) => taken_mark(&mut element.children),
        _ => None,
    })
}

/// How many pictures lie on the writer's own computer.
fn local_pictures(nodes: &[HtmlNode]) -> usize {
    let elements = nodes.iter().filter_map(HtmlNode::element);
    elements.map(|one| usize::from(is_local_picture(one)) + local_pictures(&one.children)).sum()
}

fn is_local_picture(element: &HtmlElement) -> bool {
    let from = address(element).unwrap_or_default();
    let elsewhere = ["http:", "https:", "data:", "//"].iter().any(|start| from.starts_with(start));
    element.name == "img" && !from.is_empty() && !elsewhere
}

/// The bytes of an address such as `data:image/png;base64,…`, behind its first word.
fn decoded(data: &str) -> Option<Vec<u8>> {
    let (kind, text) = data.split_once(',')?;
    if !kind.trim_end().ends_with(";base64") {
        return Some(percent_decode(text).as_bytes().to_vec());
    }
    let text: String = percent_decode(text).chars().filter(|c| !c.is_whitespace()).collect();
    STANDARD.decode(text).ok()
}

fn is_file_name(text: &str) -> bool {
    let ending = text.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "bmp"))
}
