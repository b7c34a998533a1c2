//! Converts the HTML of a WordPress post to Markdown.
//!
//! What Markdown has no form for, such as a video in an iframe, stays HTML; shortcodes without a counterpart stay as
//! they are. Both are reported with their places.

use std::collections::BTreeMap;

use htmd::element_handler::Handlers;
use htmd::options::{BulletListMarker, Options};
use htmd::{Element, HtmlToMarkdown};

use super::Reporter;
use super::markup::{Replacement, Style, Tag, arguments, named, tags};
use crate::base::diagnostic::{Location, messages};
use crate::base::text::edits::Edits;
use crate::base::url::SourcePath;

/// What a post may link to within its own old site.
pub struct Own<'a> {
    /// The site's origin, without a trailing slash: `https://old.example.org`.
    pub address: &'a str,
    /// Uploaded files by address below the site.
    pub files: &'a BTreeMap<String, SourcePath>,
    /// Addresses of uploads by the attachment's number.
    pub attachments: &'a BTreeMap<String, String>,
    pub path: &'a SourcePath,
    /// The offset of the HTML in the export.
    pub at: usize,
}

impl Own<'_> {
    /// Returns the root-relative address of an address on the old site, if it is a page or a file that is at hand.
    pub fn local(&self, address: &str) -> Option<String> {
        let bare = |address: &str| address.trim_start_matches("https:").trim_start_matches("http:").to_owned();
        let below = bare(address).strip_prefix(&bare(self.address))?.to_owned();
        if !below.starts_with('/') {
            return None;
        }
        let upload = below.contains("/uploads/");
        (!upload || self.files.contains_key(&below)).then_some(below)
    }
}

/// Elements that Markdown has no form for and that show something.
const UNCONVERTED: [&str; 8] = ["iframe", "video", "audio", "embed", "object", "form", "canvas", "svg"];

/// Delimiters of a placeholder for a piece that stays HTML: private-use characters, which no post contains.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

pub fn markdown(html: &str, own: &Own<'_>, reporter: &mut Reporter) -> String {
    let mut unconverted = Vec::new();
    let codes = tags(html, Style::Bracketed);
    let mut changes = Vec::new();
    let mut at = 0;
    while at < codes.len() {
        let tag = &codes[at];
        let end = codes[at + 1..].iter().position(|other| other.closing && other.name == tag.name);
        let (change, skip) = match shortcode(html, tag, end.map(|more| &codes[at + 1 + more]), own) {
            Some(change) => (change, end.map_or(0, |more| more + 1)),
            None => {
                if !tag.closing {
                    let span = own.at + tag.range.start..own.at + tag.range.end;
                    reporter.unknown_markup(&tag.name, Location::span(own.path, span));
                }
                unconverted.push(html[tag.range.clone()].to_owned());
                ((tag.range.clone(), format!("{OPEN}{}{CLOSE}", unconverted.len() - 1)), 0)
            }
        };
        changes.push(change);
        at += 1 + skip;
    }
    for tag in UNCONVERTED {
        for (at, found) in html.match_indices(&format!("<{tag}")) {
            let span = own.at + at..own.at + at + found.len();
            reporter.unknown_markup(&format!("<{tag}>"), Location::span(own.path, span));
        }
    }
    let plain = paragraphs(&remove_block_comments(&Edits::from_iter(changes).apply(html).text));
    let html = make_addresses_relative(&plain, html, own, reporter);
    let converter = HtmlToMarkdown::builder()
        .options(Options {
            bullet_list_marker: BulletListMarker::Dash,
            ul_bullet_spacing: 1,
            ol_number_spacing: 1,
            ..Options::default()
        })
        .skip_tags(vec!["script", "style"])
        .add_handler(UNCONVERTED.to_vec(), |handlers: &dyn Handlers, element: Element| {
            let attributes: String = element
                .attrs
                .iter()
                .map(|attribute| format!(" {}=\"{}\"", attribute.name.local, attribute.value.replace('"', "&quot;")))
                .collect();
            let inner = handlers.walk_children(element.node).content;
            Some(format!("\n\n<{0}{attributes}>{inner}</{0}>\n\n", element.tag).into())
        })
        .build();
    let mut text = converter.convert(&html).unwrap_or(html);
    for (number, piece) in unconverted.iter().enumerate() {
        text = text.replace(&format!("{OPEN}{number}{CLOSE}"), piece);
    }
    text
}

/// Converts WordPress's built-in shortcodes that HTML has a form for.
fn shortcode(html: &str, tag: &Tag, end: Option<&Tag>, own: &Own<'_>) -> Option<Replacement> {
    let given = arguments(&tag.arguments);
    let block = end.map(|end| (&html[tag.range.end..end.range.start], tag.range.start..end.range.end));
    match (tag.name.as_str(), block) {
        ("caption", Some((inner, range))) => {
            let words = inner.rsplit('>').next().unwrap_or_default().trim();
            let words = if words.is_empty() { named(&given, "caption").unwrap_or_default() } else { words };
            let picture = inner.find("<img ").map(|at| &inner[at..])?;
            let picture = &picture[..=picture.find('>')?];
            let title = words.replace('"', "&quot;");
            Some((range, format!("<p>{}</p>", picture.replacen("<img ", &format!("<img title=\"{title}\" "), 1))))
        }
        ("gallery", _) => {
            let numbers = named(&given, "ids")?.split(',').map(str::trim);
            let addresses: Option<Vec<&String>> = numbers.map(|number| own.attachments.get(number)).collect();
            let pictures = addresses?.into_iter().map(|address| format!("<p><img src=\"{address}\" alt=\"\"></p>"));
            Some((tag.range.clone(), pictures.collect()))
        }
        ("embed", Some((inner, range))) => Some((range, format!("<p><a href=\"{0}\">{0}</a></p>", inner.trim()))),
        ("code" | "sourcecode", Some((inner, range))) => {
            Some((range, format!("<pre><code>{}</code></pre>", inner.trim())))
        }
        _ => None,
    }
}

/// Removes the block editor's comments.
fn remove_block_comments(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<!--") {
        let Some(end) = rest[at..].find("-->").map(|end| at + end + 3) else { break };
        let inside = rest.get(at + 4..end - 3).unwrap_or_default().trim();
        text.push_str(&rest[..at]);
        if !inside.starts_with("wp:") && !inside.starts_with("/wp:") {
            text.push_str(&rest[at..end]);
        }
        rest = &rest[end..];
    }
    text + rest
}

/// Makes paragraphs of blank lines, as the classic editor does on display.
fn paragraphs(html: &str) -> String {
    if html.contains("<p>") || html.contains("<p ") {
        return html.to_owned();
    }
    const BLOCKS: [&str; 17] = [
        "<h1",
        "<h2",
        "<h3",
        "<h4",
        "<h5",
        "<h6",
        "<ul",
        "<ol",
        "<table",
        "<pre",
        "<blockquote",
        "<div",
        "<figure",
        "<hr",
        "<iframe",
        "<video",
        "<section",
    ];
    let html = html.replace("\r\n", "\n");
    let parts = html.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    let wrap = |part: &str| {
        let block = BLOCKS.iter().any(|block| part.to_ascii_lowercase().starts_with(block));
        if block { part.to_owned() } else { format!("<p>{}</p>", part.replace('\n', "<br>")) }
    };
    parts.map(wrap).collect::<Vec<_>>().join("\n")
}

/// Makes addresses of the old site root-relative, so that they are resolved like all others. Pictures that aren't at
/// hand keep their addresses and are reported.
fn make_addresses_relative(plain: &str, html: &str, own: &Own<'_>, reporter: &mut Reporter) -> String {
    let mut text = String::with_capacity(plain.len());
    let mut rest = plain;
    while let Some(at) = ["src=\"", "href=\""].iter().filter_map(|name| rest.find(name).map(|at| at + name.len())).min()
    {
        let (before, after) = rest.split_at(at);
        text.push_str(before);
        let end = after.find('"').unwrap_or(after.len());
        let address = &after[..end];
        match own.local(address) {
            Some(local) => text.push_str(&local),
            None => {
                if before.ends_with("src=\"") && address.contains("/uploads/") {
                    let diagnostic = messages::picture_elsewhere(address);
                    let at = own.at + html.find(address).unwrap_or_default();
                    reporter.diagnostics.push(diagnostic.at(Location::span(own.path, at..at + address.len())));
                }
                text.push_str(address);
            }
        }
        rest = &after[end..];
    }
    text + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn converted(html: &str) -> (String, Vec<String>) {
        let path = SourcePath::new("export.xml").unwrap();
        let files =
            BTreeMap::from([("/wp-content/uploads/a.png".to_owned(), SourcePath::new("uploads/a.png").unwrap())]);
        let attachments = BTreeMap::from([("7".to_owned(), "https://old.cn/wp-content/uploads/a.png".to_owned())]);
        let own = Own { address: "https://old.cn", files: &files, attachments: &attachments, path: &path, at: 0 };
        let mut reporter = Reporter::default();
        let text = markdown(html, &own, &mut reporter);
        (text, reporter.into_diagnostics().iter().map(|diagnostic| diagnostic.code.0.to_owned()).collect())
    }

    #[test]
    fn html_becomes_markdown() {
        let (text, codes) = converted(
            "<!-- wp:paragraph --><p>甲<strong>乙</strong></p><!-- /wp:paragraph --><h2>丙</h2><ul><li>一</li><li>二</li></ul>",
        );
        assert_eq!((text.as_str(), codes.len()), ("甲**乙**\n\n## 丙\n\n- 一\n- 二", 0));
        assert_eq!(converted("第一段\n还是\n\n第二段").0, "第一段  \n还是\n\n第二段");
    }

    #[test]
    fn elements_without_a_markdown_form_stay() {
        let (text, codes) =
            converted("<p>看：</p>[video mp4=\"a.mp4\"]<iframe src=\"https://v.cn/1\" width=\"3\"></iframe>");
        assert!(
            text.contains("[video mp4=\"a.mp4\"]")
                && text.contains("<iframe src=\"https://v.cn/1\" width=\"3\"></iframe>"),
            "{text}"
        );
        assert_eq!(codes, ["W1010", "W1010"]);
    }

    #[test]
    fn pictures_are_found_or_reported() {
        let (text, codes) = converted(
            "[caption id=\"1\"]<img src=\"https://old.cn/wp-content/uploads/a.png\" alt=\"甲\" /> 一句话[/caption][gallery ids=\"7\"]",
        );
        assert_eq!(
            (text.as_str(), codes.len()),
            ("![甲](/wp-content/uploads/a.png \"一句话\")\n\n![](/wp-content/uploads/a.png)", 0)
        );
        let (text, codes) = converted("<p><img src=\"http://old.cn/wp-content/uploads/b.png\"></p>");
        assert_eq!((text.as_str(), codes), ("![](http://old.cn/wp-content/uploads/b.png)", vec!["W1012".to_owned()]));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(html in "[<>/a-p \"=\\[\\]!彩\\n-]{0,80}") {
            converted(&html);
        }
    }
}
