//! Blocks of HTML → Markdown, each read again before it is taken.

use super::compare::PageContent;
use super::escape::{Manner, line_starts};
use super::inline::{line, one_line, picture};
use super::raw::{EMBEDDED, raw, start};
use super::table::table;
use super::{HtmlElement, HtmlNode, code_text, is_hidden, is_inline};
use crate::base::url::SourcePath;
use crate::content::markdown::{self, MarkdownOptions};

/// A text in Markdown, and what it lacks.
#[derive(Debug, Default)]
pub struct Written {
    pub markdown: String,
    /// Scripts, which are never content.
    pub scripts: usize,
}

/// Elements that only hold others.
const TRANSPARENT: &str = " div section article main center header footer aside nav address hgroup body html search ";

/// Writes nodes as Markdown. Each block is read again as the site reads it; where it doesn't show the same, every sign is
/// escaped, and if that doesn't help either, the block stays HTML.
pub fn markdown(nodes: &[HtmlNode], path: &SourcePath, options: &MarkdownOptions) -> Written {
    let mut writer = Writer { path, options, written: Written::default(), blocks: Vec::new() };
    writer.units(nodes);
    writer.written.markdown = join(&writer.blocks);
    writer.written
}

struct Writer<'a> {
    path: &'a SourcePath,
    options: &'a MarkdownOptions,
    written: Written,
    blocks: Vec<String>,
}

impl Writer<'_> {
    fn units(&mut self, nodes: &[HtmlNode]) {
        let mut inline = Vec::new();
        for node in nodes {
            match node {
                HtmlNode::Element(element) if is_hidden(&element.name) => {
                    self.written.scripts += usize::from(element.name == "script");
                }
                HtmlNode::Element(element) if stands_alone(element) => {
                    self.paragraph(&mut inline);
                    if is_transparent(&element.name) {
                        self.units(&element.children);
                    } else {
                        self.unit(std::slice::from_ref(node));
                    }
                }
                HtmlNode::Comment(text) => {
                    if let Some(comment) = comment(text) {
                        self.paragraph(&mut inline);
                        self.blocks.push(comment);
                    }
                }
                node => inline.push(node.clone()),
            }
        }
        self.paragraph(&mut inline);
    }

    fn paragraph(&mut self, inline: &mut Vec<HtmlNode>) {
        let nodes = std::mem::take(inline);
        if nodes.iter().any(is_seen) {
            self.unit(&nodes);
        }
    }

    fn unit(&mut self, nodes: &[HtmlNode]) {
        let source = PageContent::of_nodes(nodes, true);
        let shown = |text: &str| {
            let body = markdown::markdown(text, self.path, 0, self.options).value;
            let html = body.fill(|number| body.links[number].target.as_str());
            PageContent::of(&html, true)
        };
        for manner in [Manner::Light, Manner::Strict] {
            let text = blocks(nodes, manner).join("\n\n");
            if text.trim().is_empty() && source == PageContent::of("", true) {
                return;
            }
            if source.is_same(&shown(&text)) {
                return self.blocks.push(text);
            }
        }
        let html = raw(nodes);
        let block = matches!(nodes, [HtmlNode::Element(element)] if !is_inline(&element.name));
        // A paragraph would end before a block.
        let holder = if nodes.iter().all(is_in_line) { "p" } else { "div" };
        self.blocks.push(if block { html.trim().to_owned() } else { format!("<{holder}>{}</{holder}>", html.trim()) });
    }
}

/// A comment is kept if it says something to the editor: what a block of WordPress was.
fn comment(text: &str) -> Option<String> {
    let text = text.trim();
    let end = if text.ends_with('/') { "-->" } else { " -->" };
    text.starts_with("wp:").then(|| format!("<!-- {}{end}", text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

fn is_in_line(node: &HtmlNode) -> bool {
    node.element().is_none_or(|element| is_inline(&element.name) && element.children.iter().all(is_in_line))
}

fn is_seen(node: &HtmlNode) -> bool {
    match node {
        HtmlNode::Text(text) => !text.trim().is_empty(),
        HtmlNode::Comment(_) => false,
        HtmlNode::Element(element) => {
            matches!(element.name.as_str(), "img" | "input")
                || element.attribute("id").is_some()
                || EMBEDDED.contains(&element.name.as_str())
                || element.children.iter().any(is_seen)
        }
    }
}

/// Whether an element is a block: by its kind, or by a block in it.
fn stands_alone(element: &HtmlElement) -> bool {
    let name = element.name.as_str();
    EMBEDDED.contains(&name) && name != "math" || !is_inline(name) && name != "math" && !is_hidden(name)
}

fn is_transparent(name: &str) -> bool {
    TRANSPARENT.contains(&format!(" {name} "))
}

/// Joins blocks by blank lines; two lists in a row are kept apart.
fn join(blocks: &[String]) -> String {
    let mut out = String::new();
    let mut before = "";
    for block in blocks.iter().filter(|block| !block.trim().is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        if list_kind(before).is_some() && list_kind(before) == list_kind(block) {
            out.push_str("<!-- -->\n\n");
        }
        out.push_str(block);
        before = block;
    }
    out
}

/// Whether a block is a list, and of numbers.
fn list_kind(block: &str) -> Option<bool> {
    let digits = block.bytes().take_while(u8::is_ascii_digit).count();
    match () {
        () if block.starts_with("- ") => Some(false),
        () if digits > 0 && block[digits..].starts_with(". ") => Some(true),
        () => None,
    }
}

/// Writes nodes as blocks.
fn blocks(nodes: &[HtmlNode], manner: Manner) -> Vec<String> {
    let mut out = Vec::new();
    let mut inline: Vec<HtmlNode> = Vec::new();
    let paragraph = |inline: &mut Vec<HtmlNode>, out: &mut Vec<String>| {
        let text = line_starts(&line(&std::mem::take(inline), manner));
        if !text.is_empty() {
            out.push(text);
        }
    };
    for node in nodes {
        match node {
            HtmlNode::Element(element) if is_hidden(&element.name) => {}
            HtmlNode::Element(element) if stands_alone(element) => {
                paragraph(&mut inline, &mut out);
                block(element, manner, &mut out);
            }
            HtmlNode::Comment(text) => {
                if let Some(comment) = comment(text) {
                    paragraph(&mut inline, &mut out);
                    out.push(comment);
                }
            }
            node => inline.push(node.clone()),
        }
    }
    paragraph(&mut inline, &mut out);
    out
}

fn block(element: &HtmlElement, manner: Manner, out: &mut Vec<String>) {
    let name = element.name.as_str();
    match name {
        "p" => out.extend(blocks(&element.children, manner)),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let text = one_line(&element.children, manner);
            let level = usize::from(name.as_bytes()[1] - b'0');
            if !text.is_empty() {
                // A sign at the end would be taken for the heading's own.
                let end = if text.ends_with('#') { "\\#" } else { "" };
                let text = if end.is_empty() { text.as_str() } else { &text[..text.len() - 1] };
                out.push(format!("{} {text}{end}", "#".repeat(level)));
            }
        }
        "hr" => out.push("---".to_owned()),
        "pre" if is_marked(element) => out.push(raw(&[HtmlNode::Element(element.clone())]).trim().to_owned()),
        "pre" | "xmp" | "listing" => out.push(fenced(element)),
        "blockquote" => {
            let inner = join(&blocks(&element.children, manner));
            out.push(prefixed(&inner, "> ", "> "));
        }
        "ol" if !is_counted(element) => out.push(raw(&[HtmlNode::Element(element.clone())]).trim().to_owned()),
        "ul" | "ol" | "menu" | "dir" => out.push(list(element, manner)),
        "dl" => out.push(definitions(element, manner)),
        "table" => {
            let html = || raw(&[HtmlNode::Element(element.clone())]).trim().to_owned();
            out.push(table(element, manner).unwrap_or_else(html));
        }
        "figure" => figure(element, manner, out),
        "figcaption" => out.extend(blocks(&element.children, manner)),
        "details" => {
            let (summary, rest): (Vec<_>, Vec<_>) = element
                .children
                .iter()
                .cloned()
                .partition(|child| child.element().is_some_and(|child| child.name == "summary"));
            let summary: Vec<HtmlNode> =
                summary.iter().filter_map(HtmlNode::element).flat_map(|e| e.children.clone()).collect();
            let tag = start(element);
            out.push(format!("{tag}\n<summary>{}</summary>", raw(&summary).trim()));
            out.extend(blocks(&rest, manner));
            out.push("</details>".to_owned());
        }
        _ if is_transparent(name) => out.extend(blocks(&element.children, manner)),
        _ => out.push(raw(&[HtmlNode::Element(element.clone())]).trim().to_owned()),
    }
}

/// Writes a picture with its caption, or what else a figure holds.
fn figure(element: &HtmlElement, manner: Manner, out: &mut Vec<String>) {
    let caption: Vec<&HtmlElement> = element.elements().filter(|child| child.name == "figcaption").collect();
    let rest: Vec<HtmlNode> = element
        .children
        .iter()
        .filter(|child| child.element().is_none_or(|child| child.name != "figcaption") && is_seen(child))
        .cloned()
        .collect();
    let words = caption.first().map(|caption| HtmlNode::line(&caption.children)).unwrap_or_default();
    let plain = caption.iter().all(|caption| {
        caption.elements().all(|child| matches!(child.name.as_str(), "br" | "span" | "em" | "strong" | "b" | "i"))
    });
    let rest = match rest.as_slice() {
        [HtmlNode::Element(only)] if only.name == "p" => {
            only.children.iter().filter(|child| is_seen(child)).cloned().collect()
        }
        _ => rest,
    };
    let single = match rest.as_slice() {
        [HtmlNode::Element(only)] if caption.len() <= 1 && plain && !words.is_empty() => Some(only),
        _ => None,
    };
    match single {
        Some(only) if only.name == "img" => out.push(picture(only, &words)),
        // A picture that is a link has no caption in Markdown.
        Some(only) if only.name == "a" => out.push(raw(&[HtmlNode::Element(element.clone())]).trim().to_owned()),
        _ => {
            out.extend(blocks(&rest, manner));
            caption.iter().for_each(|caption| out.extend(blocks(&caption.children, manner)));
        }
    }
}

/// Whether preformatted text is no code, and has marks in it, which a fence would lose.
fn is_marked(element: &HtmlElement) -> bool {
    const MARKS: [&str; 12] = ["strong", "b", "em", "i", "a", "sup", "sub", "u", "s", "del", "mark", "ins"];
    let highlighted = element.attribute("class").is_some_and(|class| {
        ["code", "brush", "highlight", "lang", "crayon", "hljs", "prettyprint", "src"]
            .iter()
            .any(|word| class.contains(word))
    });
    element.find(&["code"]).is_none()
        && !highlighted
        && language(element).is_none()
        && element.find(&MARKS).is_some_and(|mark| mark.attribute("class").is_none())
}

/// Writes code between fences that it doesn't contain.
fn fenced(element: &HtmlElement) -> String {
    let text = code_text(element);
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{}\n{}\n{fence}", language(element).unwrap_or_default(), text.trim_matches('\n'))
}

/// Returns the language of code, from the classes and attributes that editors and highlighters use.
fn language(element: &HtmlElement) -> Option<String> {
    let code = element.find(&["code"]);
    for element in [Some(element), code].into_iter().flatten() {
        let given = ["data-enlighter-language", "data-language", "data-lang", "lang"].iter();
        let class = element.attribute("class").unwrap_or_default().replace("brush: ", "brush:");
        let named = class.split([' ', ';']).find_map(|word| {
            ["language-", "lang-", "lang:", "brush:", "highlight-source-"]
                .iter()
                .find_map(|start| word.strip_prefix(start))
        });
        let found = given.into_iter().find_map(|name| element.attribute(name)).or(named).map(str::trim);
        let fits = |word: &&str| {
            !word.is_empty()
                && !matches!(*word, "plain" | "text" | "generic" | "raw" | "default" | "plaintext" | "none")
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#-_.".contains(&byte))
        };
        if let Some(word) = found.filter(fits) {
            return Some(word.to_ascii_lowercase());
        }
    }
    None
}

/// Whether Markdown can number a list as it is: letters, Roman numerals and numbers of single items have no form in it.
fn is_counted(list: &HtmlElement) -> bool {
    let plain = list.attribute("type").is_none_or(|kind| kind == "1") && list.attribute("reversed").is_none();
    plain && list.elements().skip(1).all(|item| item.attribute("value").is_none())
}

fn list(element: &HtmlElement, manner: Manner) -> String {
    let ordered = element.name == "ol";
    let first = element.elements().next().and_then(|item| item.attribute("value"));
    let start = first.or_else(|| element.attribute("start"));
    let mut number: u32 = start.and_then(|start| start.trim().parse().ok()).unwrap_or(1);
    let mut items = Vec::new();
    let mut loose = false;
    for child in &element.children {
        let nodes = match child {
            HtmlNode::Element(item) if item.name == "li" => item.children.clone(),
            // A list or a text right below a list, as older editors wrote it.
            child if is_seen(child) => vec![child.clone()],
            _ => continue,
        };
        let blocks = blocks(&nodes, manner);
        let mut text = String::new();
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 {
                // A list directly below its item's text.
                let tight = at == 1 && blocks.len() == 2 && list_kind(block).is_some() && !text.contains("\n\n");
                loose |= !tight;
                text.push_str(if tight { "\n" } else { "\n\n" });
            }
            text.push_str(block);
        }
        let mark = if ordered { format!("{number}. ") } else { "- ".to_owned() };
        number = number.saturating_add(1);
        items.push(prefixed(&text, &mark, &" ".repeat(mark.len())));
    }
    items.join(if loose { "\n\n" } else { "\n" })
}

fn definitions(element: &HtmlElement, manner: Manner) -> String {
    let mut out = String::new();
    let mut parts: Vec<&HtmlElement> = Vec::new();
    for child in element.elements() {
        // Pairs may stand in a `div` each.
        if child.name == "div" { parts.extend(child.elements()) } else { parts.push(child) }
    }
    let plain = parts.iter().all(|part| matches!(part.name.as_str(), "dt" | "dd"));
    // Two terms in a row would be one of two lines.
    let paired = parts.windows(2).all(|pair| pair[0].name != "dt" || pair[1].name != "dt");
    if !plain || !paired || parts.first().is_none_or(|part| part.name != "dt") {
        return raw(&[HtmlNode::Element(element.clone())]).trim().to_owned();
    }
    let mut was_term = false;
    for part in parts {
        let term = part.name == "dt";
        if term {
            if !out.is_empty() && !was_term {
                out.push('\n');
            }
            out.push_str(&format!("{}\n", line_starts(&one_line(&part.children, manner))));
        } else {
            let text = join(&blocks(&part.children, manner));
            out.push_str(&format!("{}\n", prefixed(&text, ": ", "  ")));
        }
        was_term = term;
    }
    out.trim_end().to_owned()
}

/// Puts a mark before the first line, and as much space before the others.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut out = String::new();
    for (number, line) in text.split('\n').enumerate() {
        let mark = if number == 0 { first } else { others };
        if number > 0 {
            out.push('\n');
        }
        let mark = if line.is_empty() { mark.trim_end() } else { mark };
        out.push_str(mark);
        out.push_str(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::html::parse;

    fn written(html: &str) -> String {
        let path = SourcePath::new("a.xml").unwrap();
        markdown(&parse(html), &path, &MarkdownOptions::default()).markdown
    }

    #[test]
    fn what_markdown_has_a_form_for_becomes_markdown() {
        for (html, markdown) in [
            ("<p>甲<strong>乙</strong>、<em>丙</em></p><h2>丁</h2>", "甲**乙**、*丙*\n\n## 丁"),
            ("<ul><li>一<ul><li>二</li></ul></li><li>三</li></ul>", "- 一\n  - 二\n- 三"),
            ("<ol start=3><li><p>一</p><p>二</p></li></ol>", "3. 一\n\n   二"),
            ("<ol><li value=7>七</li><li>八</li></ol>", "7. 七\n8. 八"),
            ("<p>甲[^1]乙</p>", "甲[\\^1]乙"),
            ("<p>10<sup>8</sup>千米，H<sub>2</sub>O</p>", "10^8^千米，H~2~O"),
            ("<p><del>旧票价30元</del>现免费</p>", "~~旧票价30元~~现免费"),
            ("<p><ruby>科普<rt>kē pǔ</rt></ruby></p>", "{科普|kē pǔ}"),
            ("<dl><dt>雾</dt><dd>水滴</dd><dd>近地</dd></dl>", "雾\n: 水滴\n: 近地"),
            ("<p><a href=\"/a b/\">甲</a><br>乙</p>", "[甲](</a b/>)  \n乙"),
            ("<pre class=\"lang:c\">#include &lt;a&gt;\n\n  x * y</pre>", "```c\n#include <a>\n\n  x * y\n```"),
            (
                "<figure><img src=a.png alt=甲><figcaption>乙 <em>丙</em></figcaption></figure>",
                "![甲](a.png \"乙 丙\")",
            ),
            (
                "<figure><a href=/b><img src=a.png></a><figcaption>乙</figcaption></figure>",
                "<figure><a href=\"/b\"><img src=\"a.png\"></a><figcaption>乙</figcaption></figure>",
            ),
            ("<pre><code>a</code><code>b</code></pre>", "```\na\nb\n```"),
            ("<blockquote><p>甲</p><p>乙</p></blockquote><hr>", "> 甲\n>\n> 乙\n\n---"),
            ("<table><tr><td>a|b</td><td>1</td></tr></table>", "| | |\n|---|---|\n| a\\|b | 1 |"),
            (
                "<table><tr><th>甲</th><th>乙</th></tr><tr><td>1</td><td>2<br>3</td></tr></table>",
                "| 甲 | 乙 |\n|---|---|\n| 1 | 2<br>3 |",
            ),
            ("<ul><li>一</li></ul><ul><li>二</li></ul>", "- 一\n\n<!-- -->\n\n- 二"),
        ] {
            assert_eq!(written(html), markdown, "{html}");
        }
    }

    #[test]
    fn what_markdown_has_no_form_for_stays_html() {
        for (html, markdown) in [
            ("<p><u>甲</u><kbd>Ctrl</kbd><mark>乙</mark></p>", "<u>甲</u><kbd>Ctrl</kbd><mark>乙</mark>"),
            ("<ol type=\"a\"><li>一</li></ol>", "<ol type=\"a\"><li>一</li>\n</ol>"),
            ("<dl><dt>甲</dt><dt>乙</dt><dd>丙</dd></dl>", "<dl><dt>甲</dt>\n<dt>乙</dt>\n<dd>丙</dd>\n</dl>"),
            ("<pre>甲\n<b>乙</b></pre>", "<pre>甲&#10;<b>乙</b></pre>"),
            ("<p><abbr title=\"a\">甲</abbr><q>乙</q></p>", "<abbr title=\"a\">甲</abbr><q>乙</q>"),
            (
                "<table style=x><tr><th>甲</th><td>1</td></tr></table>",
                "<table><tbody><tr><th>甲</th><td>1</td></tr>\n</tbody>\n</table>",
            ),
            (
                "<table><tr><td colspan=2>甲<ul><li>乙</li></ul></td></tr></table>",
                "<table><tbody><tr><td colspan=\"2\">甲<ul><li>乙</li>\n</ul></td></tr>\n</tbody>\n</table>",
            ),
            (
                "<details><summary>更多</summary><p>甲</p></details>",
                "<details>\n<summary>更多</summary>\n\n甲\n\n</details>",
            ),
            (
                "<iframe src=\"https://v.cn/1\" width=\"3\"></iframe>",
                "<iframe src=\"https://v.cn/1\" width=\"3\"></iframe>",
            ),
        ] {
            assert_eq!(written(html), markdown, "{html}");
        }
    }

    #[test]
    fn text_is_text() {
        for html in [
            "<p>甲<br>-----</p>",
            "<p>**<strong> 词</strong>**</p>",
            "<p><strong>甲</strong><strong>乙</strong></p>",
            "<p>[c]: /d<br>[c][[toc]][c][a](/x/)</p>",
            "<p>$x_1$与$y$，&lt;b&gt;，&amp;lt;，价格~5~6~</p>",
            "<p># 甲<br>1. 乙<br>+ 丙<br>: 丁</p>",
            "<p>$$<br></p><p>甲乙<sup>1</sup></p><p><br>$$</p>",
            "<p>$<span>$</span></p><p>甲</p><p><span>$</span>$</p>",
            "<ul><li>$$</li></ul><blockquote><p>乙</p></blockquote><table><tr><td>$$</td></tr></table>",
            "<h2>甲 {#a} #</h2>",
            "<p>![a](b) {科普|kē} ^[注] [^1] ~~删~~ ==亮== H~2~O</p>",
        ] {
            let text = written(html);
            let path = SourcePath::new("a.md").unwrap();
            let page = markdown::markdown(&text, &path, 0, &MarkdownOptions::default()).value;
            assert!(
                PageContent::of(html, true).is_same(&PageContent::of(page.markup(), true)),
                "{html}\n{text}\n{}",
                page.markup()
            );
            assert!(page.links.is_empty(), "{text}");
        }
    }

    /// Texts full of Markdown's signs, in elements as editors nest them.
    fn pieces() -> impl proptest::strategy::Strategy<Value = String> {
        use proptest::prelude::*;
        let text = || "[甲乙1a。 *_`\\[\\]()#>|~^$\\\\!:-]{0,6}";
        let piece = (0..8_usize, text(), text()).prop_map(|(kind, one, other)| match kind {
            0 => format!("<p>{one}<br>{other}</p>"),
            1 => format!("<h2>{one}</h2><p>甲{other}</p>"),
            2 => format!("<ul><li>{one}</li><li>{other}</li></ul>"),
            3 => format!("<table><tr><td>{one}</td><td>{other}</td></tr></table>"),
            4 => format!("<pre>{one}\n{other}</pre>"),
            5 => format!("<blockquote><p>{one}</p><p>{other}</p></blockquote>"),
            6 => format!("<p>{one}<b>{other}</b>{one}</p>"),
            _ => format!("<p><a href=\"/b\">甲{one}</a>{other}<sup>1</sup></p>"),
        });
        prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written_is_shown(html in pieces()) {
            let text = written(&html);
            let path = SourcePath::new("a.md").unwrap();
            let body = markdown::markdown(&text, &path, 0, &MarkdownOptions::default()).value;
            let page = body.fill(|number| body.links[number].target.as_str());
            let lost = PageContent::of(&html, true).lost(&PageContent::of(&page, true), "");
            proptest::prop_assert!(lost.is_empty(), "{:?}\n{}\n{}", lost, text, page);
        }
    }
}
