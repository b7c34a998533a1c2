//! A source and the page made of it → what the page lacks.
//!
//! Both are HTML here, whatever they were written in, and are taken apart into what a reader would miss: text, headings,
//! list items, table rows, code, pictures, links, and marks such as a raised figure. How often each stands in the source is
//! compared with the page. White space, addresses and looks are no loss: they change on purpose.

use std::collections::{BTreeMap, BTreeSet};

use super::{HtmlElement, HtmlNode, address, code_text, is_hidden, is_inline, parse};
use crate::base::diagnostic::Localized;
use crate::base::url::percent_decode;

/// What the parts of a text are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ContentPart {
    Heading,
    Text,
    Item,
    Row,
    Code,
    Picture,
    Link,
    /// A text that an element gives a meaning: `10<sup>8</sup>` isn't 108.
    Mark(&'static str),
}

/// A text taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageContent {
    parts: BTreeMap<(ContentPart, String), usize>,
    /// All text without white space.
    stream: String,
    /// Whether signs that are markup in Markdown count: in HTML they are text, in Markdown readers differ.
    literal: bool,
}

/// Something that the page lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct Loss {
    pub part: ContentPart,
    pub quote: String,
}

/// Elements with a meaning, and the name under which each counts.
const MARKS: [(&str, &str); 12] = [
    ("sup", "sup"),
    ("sub", "sub"),
    ("del", "del"),
    ("s", "del"),
    ("strike", "del"),
    ("ins", "ins"),
    ("u", "u"),
    ("kbd", "kbd"),
    ("mark", "mark"),
    ("abbr", "abbr"),
    ("q", "q"),
    ("rt", "rt"),
];

/// The element's text is written another way on a page, or is no text.
const APART: [&str; 5] = ["math", "svg", "iframe", "object", "textarea"];

impl PageContent {
    /// Takes HTML apart; `literal` where its text is no Markdown.
    pub fn of(html: &str, literal: bool) -> Self {
        Self::of_nodes(&parse(html), literal)
    }

    pub fn of_nodes(nodes: &[HtmlNode], literal: bool) -> Self {
        let mut content = Self { literal, ..Self::default() };
        let mut open = String::new();
        content.walk(nodes, &mut open);
        content.end_block(&mut open);
        content
    }

    /// Returns what the page lacks of this text, in the order of its kinds; `known` is a text that may be missing, such as
    /// the title that stands above the page.
    pub fn lost(&self, page: &Self, known: &str) -> Vec<Loss> {
        let known = self.plain(known);
        let mut reported = BTreeSet::new();
        let mut lost = Vec::new();
        for ((part, text), count) in &self.parts {
            let has = page.parts.get(&(*part, text.clone())).copied().unwrap_or_default();
            if has >= *count || *text == known {
                continue;
            }
            let stands = |text: &str| !text.is_empty() && page.stream.contains(text);
            let is_lost = match part {
                // A block may have been parted or joined: its text counts.
                ContentPart::Text => occurrences(&self.stream, text) > occurrences(&page.stream, text),
                // What leads nowhere became text, with its address after it.
                ContentPart::Picture => !stands(&self.plain(text)) && !page.has_picture_named(text),
                ContentPart::Link => {
                    let (words, target) = text.split_once('\n').unwrap_or((text, ""));
                    let same = |(other, _): &(&(ContentPart, String), &usize)| {
                        other.0 == ContentPart::Link && other.1.split('\n').next() == Some(words)
                    };
                    !page.parts.iter().any(|found| same(&found)) && !stands(&self.plain(target))
                }
                // Indented prose is no code here, and between single tildes is an index.
                ContentPart::Code if !self.literal => !stands(&self.plain(text)),
                ContentPart::Mark("del") if !self.literal => {
                    !page.parts.contains_key(&(ContentPart::Mark("sub"), text.clone()))
                }
                _ => true,
            };
            if is_lost && reported.insert((*part, text.clone())) {
                let quote = match part {
                    ContentPart::Text => self.missing(page, text),
                    ContentPart::Link => text.split('\n').next().unwrap_or_default().to_owned(),
                    _ => text.clone(),
                };
                lost.push(Loss { part: *part, quote });
            }
        }
        // A heading, an item or code that is missing is missing as text as well.
        let named: BTreeSet<String> =
            lost.iter().filter(|loss| loss.part != ContentPart::Text).map(|loss| self.plain(&loss.quote)).collect();
        lost.retain(|loss| loss.part != ContentPart::Text || !named.contains(&self.plain(&loss.quote)));
        lost
    }

    /// Whether there is a picture of a name that got its ending on the way.
    fn has_picture_named(&self, name: &str) -> bool {
        let pictures = self.parts.keys().filter(|(part, _)| *part == ContentPart::Picture);
        let mut stems = pictures.filter_map(|(_, known)| known.rsplit_once('.'));
        stems.any(|(stem, _)| stem == name)
    }

    pub fn is_literal(&self) -> bool {
        self.literal
    }

    /// Whether two texts show the same, but for links of bare addresses.
    pub fn is_same(&self, other: &Self) -> bool {
        let counted = |content: &Self| -> Vec<((ContentPart, String), usize)> {
            let kept =
                content.parts.iter().filter(|((part, _), _)| !matches!(part, ContentPart::Text | ContentPart::Link));
            kept.map(|(part, count)| (part.clone(), *count)).collect()
        };
        self.stream == other.stream && counted(self) == counted(other) && self.lost(other, "").is_empty()
    }

    /// Quotes the first words of a block that the page doesn't have.
    fn missing(&self, page: &Self, text: &str) -> String {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        // The longest beginning that the page has.
        let (mut low, mut high) = (0, ends.len() - 1);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if page.stream.contains(&text[..ends[middle]]) { low = middle } else { high = middle - 1 }
        }
        let start = if low == ends.len() - 1 { 0 } else { low.saturating_sub(4) };
        text[ends[start]..].to_owned()
    }

    fn walk(&mut self, nodes: &[HtmlNode], open: &mut String) {
        for node in nodes {
            match node {
                HtmlNode::Text(text) => open.push_str(text),
                HtmlNode::Element(element) => self.element(element, open),
                HtmlNode::Comment(_) => {}
            }
        }
    }

    fn element(&mut self, element: &HtmlElement, open: &mut String) {
        let name = element.name.as_str();
        let embedded = matches!(name, "iframe");
        if is_hidden(name) || name == "rp" || APART.contains(&name) && !embedded || is_generated(element) {
            return;
        }
        if !is_inline(name) {
            self.end_block(open);
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.add(ContentPart::Heading, &element.text()),
            "li" | "dt" => self.add(ContentPart::Item, &own_text(element)),
            "tr" => self.row(element),
            "pre" => self.code(element, open),
            // The readings of its parts may be written one by one.
            "ruby" => {
                let (mut base, mut reading) = (String::new(), String::new());
                part_ruby(element, &mut base, &mut reading);
                open.push_str(&base);
                return self.add(ContentPart::Mark("rt"), &reading);
            }
            "img" | "iframe" | "video" | "audio" | "embed" | "source" => {
                if let Some(target) = address(element) {
                    self.note(ContentPart::Picture, last_segment(target));
                }
            }
            "a" => {
                if let Some(target) = element.attribute("href").filter(|target| !target.starts_with('#')) {
                    let words = self.plain(&element.text());
                    self.note(ContentPart::Link, format!("{words}\n{}", last_segment(target)));
                }
            }
            _ => {}
        }
        if let Some((_, mark)) = MARKS.iter().find(|(mark, _)| *mark == name) {
            self.add(ContentPart::Mark(mark), &element.text());
        }
        if !embedded && name != "pre" {
            self.walk(&element.children, open);
        }
        if !is_inline(name) {
            self.end_block(open);
        }
    }

    /// Counts a row with all of its cells in their places.
    fn row(&mut self, row: &HtmlElement) {
        let cells = row.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th"));
        let mut cells: Vec<String> = cells
            .map(|cell| {
                let span = |name: &str| match cell.attribute(name).map(str::trim) {
                    None | Some("" | "0" | "1") => String::new(),
                    Some(count) => format!("×{count}"),
                };
                format!("{}{}{}", self.plain(&cell.text()), span("colspan"), span("rowspan"))
            })
            .collect();
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        if !cells.is_empty() {
            self.note(ContentPart::Row, cells.join(" | "));
        }
    }

    /// Counts a block of code; in it white space matters.
    fn code(&mut self, element: &HtmlElement, open: &mut String) {
        let text = code_text(element);
        open.push_str(&text);
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let code = lines.join("\n");
        let code = code.trim_matches('\n');
        if !code.trim().is_empty() {
            self.note(ContentPart::Code, code.to_owned());
        }
    }

    fn add(&mut self, part: ContentPart, text: &str) {
        let text = self.plain(text);
        if !text.is_empty() {
            self.note(part, text);
        }
    }

    fn note(&mut self, part: ContentPart, text: String) {
        *self.parts.entry((part, text)).or_default() += 1;
    }

    fn end_block(&mut self, open: &mut String) {
        let text = self.plain(&std::mem::take(open));
        if !text.is_empty() {
            self.stream.push_str(&text);
            self.note(ContentPart::Text, text);
        }
    }

    /// Returns a text without what may change: white space, and marks that no one sees.
    fn plain(&self, text: &str) -> String {
        let markup = |c: char| "*_~`\\^=#>|{}[]$:+-".contains(c);
        let unseen = |c: char| {
            matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}')
        };
        text.chars()
            .filter(|c| !c.is_whitespace() && !c.is_control() && !unseen(*c) && (self.literal || !markup(*c)))
            .collect()
    }
}

/// Parts the words of ruby from their readings.
fn part_ruby(element: &HtmlElement, base: &mut String, reading: &mut String) {
    for child in &element.children {
        match child {
            HtmlNode::Text(text) => base.push_str(text),
            HtmlNode::Element(child) if child.name == "rt" => reading.push_str(&child.text()),
            HtmlNode::Element(child) if child.name == "rp" => {}
            HtmlNode::Element(child) => part_ruby(child, base, reading),
            HtmlNode::Comment(_) => {}
        }
    }
}

/// Whether each reader writes an element in its own way: marks of footnotes, formulas.
fn is_generated(element: &HtmlElement) -> bool {
    const CLASSES: [&str; 4] = ["footnote-ref", "footnote-back", "footnote-definition-label", "math math-"];
    element.attribute("class").is_some_and(|class| CLASSES.iter().any(|generated| class.contains(generated)))
}

/// The text of a list item without the lists in it, which have items of their own.
fn own_text(item: &HtmlElement) -> String {
    let own = item.children.iter().filter(|child| {
        !child.element().is_some_and(|element| matches!(element.name.as_str(), "ul" | "ol" | "pre" | "table"))
    });
    let own: Vec<HtmlNode> = own.cloned().collect();
    HtmlNode::line(&own)
}

/// The file's name of an address.
fn last_segment(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    // A sign of Windows for a folder may be a code.
    let path = percent_decode(path);
    match path.rsplit(['/', '\\']).next() {
        Some(last) if !last.is_empty() => last.to_owned(),
        // A page that is known by its number alone.
        _ => percent_decode(address.rsplit('/').next().unwrap_or(address)).into_owned(),
    }
}

/// Returns a page without the addresses that an import puts behind the words of dead links; `None` if it has none.
pub fn without_addresses(html: &str) -> Option<String> {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<code>") {
        let inside = &rest[at + "<code>".len()..];
        let Some(end) = inside.find("</code>") else { break };
        let after = &inside[end + "</code>".len()..];
        let before = rest[..at].trim_end_matches(' ');
        let close = ['）', ')'].into_iter().find(|close| after.starts_with(*close));
        match (before.rfind(['（', '(']), close) {
            (Some(open), Some(close)) if !before[open..].contains(['<', '）', ')']) => {
                let words = before[open..].trim_start_matches(['（', '(']);
                let words = words.trim_start_matches("缺图：").trim_start_matches("missing picture:");
                out.push_str(&before[..open]);
                out.push_str(words);
                rest = &after[close.len_utf8()..];
            }
            _ => {
                out.push_str(&rest[..at + "<code>".len() + end + "</code>".len()]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (out != html).then_some(out)
}

fn occurrences(text: &str, part: &str) -> usize {
    memchr::memmem::find_iter(text.as_bytes(), part.as_bytes()).count()
}

/// Characters of a quotation: enough to find the place by.
const QUOTED: usize = 24;

/// How many losses of a page are quoted.
const MOST_QUOTED: usize = 4;

/// Says what a page lacks, in Chinese and in English; `None` if nothing.
pub fn reported(lost: &[Loss]) -> Option<(String, String)> {
    if lost.is_empty() {
        return None;
    }
    let reported: Vec<Localized> = lost.iter().take(MOST_QUOTED).map(Loss::reported).collect();
    let joined = |words: fn(&Localized) -> &str, sign: &str| reported.iter().map(words).collect::<Vec<_>>().join(sign);
    let more = if lost.len() > MOST_QUOTED { "…" } else { "" };
    Some((joined(|reported| &reported.zh, "、") + more, joined(|reported| &reported.en, ", ") + more))
}

impl Loss {
    /// Says what is missing.
    fn reported(&self) -> Localized {
        let (zh, en) = match self.part {
            ContentPart::Heading => ("标题", "heading"),
            ContentPart::Text => ("文字", "text"),
            ContentPart::Item => ("列表项", "list item"),
            ContentPart::Row => ("表格行", "table row"),
            ContentPart::Code => ("代码", "code"),
            ContentPart::Picture => ("图片", "picture"),
            ContentPart::Link => ("链接", "link"),
            ContentPart::Mark("sup") => ("上标", "superscript"),
            ContentPart::Mark("sub") => ("下标", "subscript"),
            ContentPart::Mark("del") => ("删除线", "struck-out text"),
            ContentPart::Mark("rt") => ("注音", "ruby"),
            ContentPart::Mark(_) => ("有标记的文字", "marked text"),
        };
        let mut quote: String = self.quote.chars().take(QUOTED).collect();
        if self.quote.chars().count() > QUOTED {
            quote.push('…');
        }
        Localized { zh: format!("{zh}“{quote}”"), en: format!("{en} `{quote}`") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_name_of_a_file_is_decoded_once() {
        let names = ["/x/a%2520b.png", "/x/a%20b.png?1", "x%5Cb.png", "/?p=7"].map(last_segment);
        assert_eq!(names, ["a%20b.png", "a b.png", "b.png", "?p=7"]);
    }

    fn lost(source: &str, page: &str) -> Vec<(ContentPart, String)> {
        let lost = PageContent::of(source, true).lost(&PageContent::of(page, true), "");
        lost.into_iter().map(|loss| (loss.part, loss.quote)).collect()
    }

    #[test]
    fn what_a_page_lacks_is_found() {
        let source = "<h2>甲</h2><p>10<sup>8</sup>千米</p><ul><li>一</li><li>二</li></ul>";
        assert_eq!(lost(source, source), []);
        assert_eq!(
            lost(source, "<h2>甲</h2><p>108千米</p><ul><li>一</li><li>二</li></ul>"),
            [(ContentPart::Mark("sup"), "8".to_owned())]
        );
        assert_eq!(
            lost("<table><tr><td></td><td>1</td></tr></table>", "<table><tr><td>1</td></tr></table>"),
            [(ContentPart::Row, " | 1".to_owned())]
        );
        assert_eq!(
            lost("<p>第一句。第二句。</p>", "<p>第一句。</p>"),
            [(ContentPart::Text, "第一句。第二句。".to_owned())]
        );
        assert_eq!(lost("<p>3</p><p>甲</p><p>3</p>", "<p>3</p><p>甲</p>"), [(ContentPart::Text, "3".to_owned())]);
    }

    #[test]
    fn what_changes_on_purpose_is_no_loss() {
        assert_eq!(lost("<p>甲\n乙<br>丙</p>", "<p>甲乙</p><p>丙</p>"), []);
        assert_eq!(lost("<a href='/?p=3'>甲</a>", "<p>甲（<code>/?p=3</code>）</p>"), []);
        assert_eq!(lost("<img src='https://a.cn/x/b.png?v=1'>", "<img src='../b.png'>"), []);
        assert_eq!(lost("<img src='x%5Cb.png'>", "<img src='b.png'>"), []);
        assert_eq!(lost("<img src='/x/b.png'>", "（缺图：<code>/x/b.png</code>）"), []);
        let heading = PageContent::of("<h1>题</h1>甲", true);
        assert_eq!(heading.lost(&PageContent::of("甲", true), "题"), []);
    }

    /// A page of pieces, none of which is another.
    fn pieces() -> impl Strategy<Value = Vec<String>> {
        let kinds = prop::collection::vec(0..8_usize, 2..8);
        kinds.prop_map(|kinds| {
            let piece = |(number, kind): (usize, usize)| {
                let text = format!("第{}段", ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛"][number]);
                match kind {
                    0 => format!("<p>{text}</p>"),
                    1 => format!("<h2>{text}</h2>"),
                    2 => format!("<ul><li>{text}</li></ul>"),
                    3 => format!("<table><tr><td>{text}</td><td>{number}</td></tr></table>"),
                    4 => format!("<pre><code>{text}</code></pre>"),
                    5 => format!("<p><img src=\"{number}.png\" alt=\"\"></p>"),
                    6 => format!("<p>见<a href=\"/{text}/\">{text}</a></p>"),
                    _ => format!("<p>{text}<sup>{number}</sup></p>"),
                }
            };
            kinds.into_iter().enumerate().map(piece).collect()
        })
    }

    proptest! {
        #[test]
        fn whatever_is_taken_away_is_reported(pieces in pieces(), which in any::<prop::sample::Index>()) {
            let whole = pieces.concat();
            prop_assert_eq!(lost(&whole, &whole), []);
            let mut fewer = pieces.clone();
            fewer.remove(which.index(pieces.len()));
            prop_assert!(!lost(&whole, &fewer.concat()).is_empty());
        }

        #[test]
        fn a_mark_taken_away_is_reported(before in "[0-9]{1,4}", mark in prop::sample::select(vec!["sup", "sub", "del", "ins", "kbd"]), inside in "[0-9a-z]{1,3}") {
            let html = format!("<p>{before}<{mark}>{inside}</{mark}></p>");
            prop_assert_eq!(lost(&html, &format!("<p>{before}{inside}</p>")).len(), 1);
        }

        #[test]
        fn nothing_panics(html in "(<[a-z/]{1,5}>|[甲乙 \\n&;*]){0,40}", page in "(<[a-z/]{1,5}>|[甲乙]){0,20}") {
            lost(&html, &page);
        }
    }
}
