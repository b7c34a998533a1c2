//! The text of a WordPress post → Markdown.
//!
//! What Markdown has no form for, such as a video in an iframe, stays HTML; shortcodes without a counterpart stay as
//! they are. Both are reported with their places.

use super::blocks::expand;
use super::builder;
use super::marks::{PostMarks, report_unread};
use super::own::{Own, is_picture};
use super::verbatim::{typed_code, verbatim};
use crate::authoring::import::generator::Reporter;
use crate::authoring::import::generator::markup::{Replacement, Style, Tag, arguments, ends, named, tags};
use crate::authoring::import::html::clean::clean;
use crate::authoring::import::html::compare::PageContent;
use crate::authoring::import::html::{HtmlNode, LATE, TOO_DEEP, anchors, is_cut, markdown, parse};
use crate::base::diagnostic::{Location, messages};
use crate::base::html::escape;
use crate::base::text::Ranges;
use crate::base::text::edits::Edits;
use crate::content::markdown::MarkdownOptions;

/// Elements that Markdown has no form for and that show something.
const UNCONVERTED: [&str; 8] = ["iframe", "video", "audio", "embed", "object", "form", "canvas", "svg"];

/// A post's text in Markdown, and what its page must show.
pub struct ConvertedPost {
    pub markdown: String,
    pub content: PageContent,
}

/// Converts the HTML of a post; `notes` are its footnotes, which WordPress keeps beside it.
pub fn convert(
    html: &str,
    notes: &str,
    own: &Own<'_>,
    options: &MarkdownOptions,
    reporter: &mut Reporter,
) -> ConvertedPost {
    let html = &verbatim(html);
    for tag in UNCONVERTED {
        for (at, found) in html.match_indices(&format!("<{tag}")) {
            let span = own.at + at..own.at + at + found.len();
            reporter.unknown_markup(&format!("<{tag}>"), Location::span(own.path, span));
        }
    }
    for (at, _) in html.match_indices("style=\"") {
        let value = html[at + 7..].split('"').next().unwrap_or_default();
        if ["color", "font", "text-align", "indent"].iter().any(|look| value.contains(look)) {
            let span = own.at + at..own.at + at + 5;
            reporter.dropped(
                "颜色、字号、对齐等外观",
                "looks such as colours, sizes and alignment",
                Location::span(own.path, span),
            );
        }
    }
    let (marked, mut marks) = PostMarks::take(html, notes);
    let place = |open: &str| {
        let at = own.at + html.find(open).unwrap_or_default();
        Location::span(own.path, at..at)
    };
    report_unread(&marked, place, reporter);
    let coded = shortcodes(&marked, own, reporter);
    let shown = expand(&coded, own, 0, &mut marks, reporter);
    let mut nodes = parse(&shown);
    let too_deep = is_cut(&nodes).then_some(TOO_DEEP);
    let cleaned = clean(&mut nodes);
    anchors::keep(&mut nodes, own.linked);
    let notes = std::iter::repeat_n(("源码里的批注", "notes in the source"), cleaned.comments);
    for (zh, en) in cleaned.losses().chain(notes).chain(too_deep) {
        reporter.dropped(zh, en, Location::span(own.path, own.at..own.at));
    }
    make_local(&mut nodes, html, own, reporter);
    let mut written = markdown(&nodes, own.path, options);
    let write = |note: &str| markdown(&parse(note), own.path, options).markdown;
    written.markdown = marks.give(&written.markdown, write);
    marks.without(&mut nodes);
    nodes.extend(marks.notes.iter().flat_map(|note| parse(note)));
    let content = PageContent::of_nodes(&nodes, true);
    for _ in 0..written.scripts {
        let span = own.at..own.at;
        reporter.dropped("脚本", "scripts", Location::span(own.path, span));
    }
    ConvertedPost { markdown: written.markdown, content }
}

/// Replaces the shortcodes that HTML has a form for; the others stay and are reported.
pub fn shortcodes(html: &str, own: &Own<'_>, reporter: &mut Reporter) -> String {
    let comments = comments(html);
    let mut codes = tags(html, Style::Bracketed);
    codes.retain(|tag| !comments.contains(tag.range.start));
    let ends = ends(&codes);
    let mut changes = Vec::new();
    let mut at = 0;
    while at < codes.len() {
        let tag = &codes[at];
        let end = ends[at];
        let (change, skip) = match shortcode(html, tag, end.map(|end| &codes[end]), own) {
            Some(change) => (Some(change), end.map_or(0, |end| end - at)),
            None => {
                let place = Location::span(own.path, own.at + tag.range.start..own.at + tag.range.end);
                let piece = builder::piece(tag, own);
                if !tag.closing {
                    match &piece {
                        Some(_) => reporter.dropped("排版插件的分栏和版式", "the layout of a page builder", place),
                        None => reporter.unknown_markup(&tag.name, place),
                    }
                }
                (piece.map(|piece| (tag.range.clone(), piece)), 0)
            }
        };
        changes.extend(change);
        at += 1 + skip;
    }
    Edits::from_iter(changes).apply(html).text
}

/// The places of comments, in which WordPress runs no shortcodes.
fn comments(html: &str) -> Ranges {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find("<!--").map(|start| at + start) {
        at = html[start..].find("-->").map_or(html.len(), |end| start + end);
        found.push(start..at);
    }
    found.into_iter().collect()
}

/// Converts WordPress's built-in shortcodes that HTML has a form for.
fn shortcode(html: &str, tag: &Tag, end: Option<&Tag>, own: &Own<'_>) -> Option<Replacement> {
    let given = arguments(&tag.arguments);
    let block = end.map(|end| (&html[tag.range.end..end.range.start], tag.range.start..end.range.end));
    match (tag.name.as_str(), block) {
        ("caption" | "wp_caption", Some((inner, range))) => {
            let picture = inner.find("<img")?;
            let linked = inner.find("<a ").is_some_and(|at| at < picture);
            let end = match inner.find("</a>").filter(|_| linked) {
                Some(at) => at + "</a>".len(),
                None => picture + inner[picture..].find('>')? + 1,
            };
            let words = inner[end..].trim();
            let words = if words.is_empty() { named(&given, "caption").unwrap_or_default() } else { words };
            let picture = &inner[..end];
            Some((range, format!("<figure>{}<figcaption>{words}</figcaption></figure>", picture.trim())))
        }
        ("gallery", _) => {
            let given = named(&given, "ids").or_else(|| named(&given, "include"));
            // Without numbers it shows the pictures that were uploaded with the post.
            let addresses: Option<Vec<&String>> = match given {
                Some(numbers) => numbers.split(',').map(|number| own.attachments.get(number.trim())).collect(),
                None => own.uploaded().filter(|uploaded| !uploaded.is_empty()),
            };
            let pictures = addresses?
                .into_iter()
                .filter(|address| is_picture(address))
                .map(|address| format!("<p><img src=\"{address}\" alt=\"\"></p>"));
            Some((tag.range.clone(), pictures.collect()))
        }
        ("vc_raw_html", Some((inner, range))) => Some((range, builder::raw_html(inner)?)),
        (name @ ("audio" | "video"), block) => {
            let keys = ["src", "mp3", "m4a", "ogg", "wav", "mp4", "m4v", "webm", "ogv"];
            let source = keys.iter().find_map(|key| named(&given, key))?;
            let range = block.map_or_else(|| tag.range.clone(), |(_, range)| range);
            let poster =
                named(&given, "poster").map_or(String::new(), |poster| format!(" poster=\"{}\"", escape(poster)));
            Some((range, format!("<{name} controls src=\"{}\"{poster}></{name}>", escape(source))))
        }
        ("embed", Some((inner, range))) => Some((range, format!("<p><a href=\"{0}\">{0}</a></p>", inner.trim()))),
        (name, Some((inner, range)))
            if matches!(
                name,
                "code"
                    | "sourcecode"
                    | "highlight"
                    | "pre"
                    | "php"
                    | "python"
                    | "css"
                    | "js"
                    | "java"
                    | "bash"
                    | "xml"
                    | "sql"
                    | "cpp"
            ) =>
        {
            let generic = matches!(name, "code" | "sourcecode" | "highlight" | "pre");
            let language = named(&given, "lang").or_else(|| named(&given, "language")).or((!generic).then_some(name));
            let class = language.map_or(String::new(), |language| format!(" class=\"language-{}\"", escape(language)));
            let code = inner.trim_matches(['\r', '\n']);
            Some((range, format!("<pre><code{class}>{}</code></pre>", typed_code(code))))
        }
        _ => None,
    }
}

/// Makes addresses of the old site root-relative, so that they are resolved like all others. Pictures that aren't at
/// hand keep their addresses and are reported.
fn make_local(nodes: &mut [HtmlNode], html: &str, own: &Own<'_>, reporter: &mut Reporter) {
    for node in nodes {
        let HtmlNode::Element(element) = node else { continue };
        // The same picture in other sizes, which the new site makes itself.
        element.attributes.retain(|(key, _)| !(key == "srcset" && element.name == "img"));
        for (key, value) in &mut element.attributes {
            if !(matches!(key.as_str(), "src" | "href" | "poster" | "data") || LATE.contains(&key.as_str())) {
                continue;
            }
            match own.local(value.trim()) {
                Some(local) => *value = local,
                None if key != "href" && value.contains("/uploads/") => {
                    let at = own.at + html.find(value.as_str()).unwrap_or_default();
                    let place = Location::span(own.path, at..at + value.len());
                    reporter.diagnostics.push(messages::picture_elsewhere(value).at(place));
                }
                None => {}
            }
        }
        make_local(&mut element.children, html, own, reporter);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::base::url::SourcePath;

    fn converted(html: &str) -> (String, Vec<String>) {
        let path = SourcePath::new("export.xml").unwrap();
        let files =
            BTreeMap::from([("/wp-content/uploads/a.png".to_owned(), SourcePath::new("uploads/a.png").unwrap())]);
        let attachments = BTreeMap::from([
            ("7".to_owned(), "https://old.cn/wp-content/uploads/a.png".to_owned()),
            ("8".to_owned(), "https://old.cn/wp-content/uploads/b.pdf".to_owned()),
        ]);
        let blocks =
            BTreeMap::from([("77".to_owned(), "<!-- wp:paragraph --><p>共用</p><!-- /wp:paragraph -->".to_owned())]);
        let blocks = blocks.into_iter().chain([("78".to_owned(), "<p>共\\(a<b\\)</p>".to_owned())]);
        let blocks: BTreeMap<String, String> = blocks.collect();
        let uploads = BTreeMap::from([("5".to_owned(), vec!["7".to_owned()])]);
        let own = Own {
            address: "https://old.cn",
            files: &files,
            attachments: &attachments,
            blocks: &blocks,
            uploads: &uploads,
            linked: &anchors::linked(html),
            post: "5",
            path: &path,
            at: 0,
        };
        let mut reporter = Reporter::default();
        let text = convert(html, "", &own, &MarkdownOptions::default(), &mut reporter).markdown;
        (text, reporter.into_diagnostics().iter().map(|diagnostic| diagnostic.code.0.to_owned()).collect())
    }

    #[test]
    fn html_becomes_markdown() {
        let (text, codes) = converted(
            "<!-- wp:paragraph --><p>甲<strong>乙</strong></p><!-- /wp:paragraph --><h2>丙</h2><ul><li>一</li><li>二</li></ul>",
        );
        assert_eq!((text.as_str(), codes.len()), ("甲**乙**\n\n## 丙\n\n- 一\n- 二", 0));
        assert_eq!(converted("第一段\n还是\n\n第二段").0, "第一段  \n还是\n\n第二段");
        assert_eq!(converted("甲\n乙\n<p style=\"text-align: center\">丙</p>\n丁\n戊").0, "甲  \n乙\n\n丙\n\n丁  \n戊");
    }

    #[test]
    fn elements_without_a_markdown_form_stay() {
        let (text, codes) =
            converted("<p>看：</p>[my_video mp4=\"a.mp4\"]<iframe src=\"https://v.cn/1\" width=\"3\"></iframe>");
        assert!(
            text.contains("[my_video mp4=\"a.mp4\"]")
                && text.contains("<iframe src=\"https://v.cn/1\" width=\"3\"></iframe>"),
            "{text}"
        );
        assert_eq!(codes, ["W1010", "W1010"]);
    }

    #[test]
    fn pictures_are_found_or_reported() {
        let (text, codes) = converted(
            "[caption id=\"1\"]<img src=\"https://old.cn/wp-content/uploads/a.png\" alt=\"甲\" /> 一句<em>话</em>[/caption][gallery ids=\"7\"]",
        );
        assert_eq!(
            (text.as_str(), codes.len()),
            ("![甲](/wp-content/uploads/a.png \"一句话\")\n\n![](/wp-content/uploads/a.png)", 0)
        );
        let (text, codes) = converted("<p><img src=\"http://old.cn/wp-content/uploads/b.png\"></p>");
        assert_eq!((text.as_str(), codes), ("![](http://old.cn/wp-content/uploads/b.png)", vec!["W1012".to_owned()]));
        let (text, _) = converted("[caption]<a href=\"/big\"><img src=\"a.png\"></a> 话[/caption]");
        let figure = "<figure><a href=\"/big\"><img src=\"a.png\"></a><figcaption>话</figcaption></figure>";
        assert_eq!(text, figure);
    }

    #[test]
    fn code_stays_as_typed() {
        assert_eq!(
            converted("[code lang=\"c\"]if (a<b) {\n\n  x *= 2;\n}[/code]").0,
            "```c\nif (a<b) {\n\n  x *= 2;\n}\n```"
        );
        assert_eq!(converted("[code]a &lt; b[/code]").0, "```\na < b\n```");
        assert_eq!(
            converted("<pre>#include <stdio.h>\n\n* a &lt; b</pre>").0,
            "```\n#include <stdio.h>\n\n* a < b\n```"
        );
    }

    #[test]
    fn blocks_without_html_are_filled_or_reported() {
        assert_eq!(converted("<!-- wp:block {\"ref\":77} /-->"), ("共用".to_owned(), Vec::new()));
        let formulas = ("$$x$$\n\n共$a<b$".to_owned(), Vec::new());
        assert_eq!(converted("<p>$$x$$</p><!-- wp:block {\"ref\":78} /-->"), formulas);
        let (text, codes) = converted("<p>甲</p><!-- wp:latest-posts {\"postsToShow\":3} /--><!-- wp:spacer /-->");
        assert_eq!(text, "甲\n\n<!-- wp:latest-posts {\"postsToShow\":3} /-->");
        assert_eq!(codes, ["W1010"]);
    }

    #[test]
    fn pages_of_builders_keep_what_they_say() {
        let (text, codes) = converted(
            "[et_pb_section a=\"1\"][et_pb_row][et_pb_text]<p>甲</p>[/et_pb_text][et_pb_button button_url=\"https://x.cn/\" button_text=\"报名\"][/et_pb_button][et_pb_toggle title=\"问\"]<p>答</p>[/et_pb_toggle][/et_pb_row][/et_pb_section]",
        );
        assert_eq!((text.as_str(), codes), ("甲\n\n[报名](https://x.cn/)\n\n**问**\n\n答", vec!["W1053".to_owned()]));
        let (text, codes) = converted("[vc_row][vc_single_image image=\"7\"][vc_unknown x=\"1\"][/vc_row]");
        assert!(text.contains("![](/wp-content/uploads/a.png)") && text.contains("[vc_unknown"), "{text}");
        assert_eq!(codes, ["W1053", "W1010"]);
    }

    #[test]
    fn a_gallery_without_numbers_has_the_posts_own_pictures() {
        assert_eq!(converted("[gallery columns=\"2\"]").0, "![](/wp-content/uploads/a.png)");
    }

    #[test]
    fn a_picture_in_another_size_is_the_one_at_hand() {
        let html = "<p><img src=\"https://old.cn/wp-content/uploads/a-300x200.png\" alt=\"甲\"></p>";
        assert_eq!(converted(html), ("![甲](/wp-content/uploads/a.png)".to_owned(), Vec::new()));
    }

    #[test]
    fn what_the_old_page_hid_stays_hidden() {
        let (text, codes) = converted("<p>甲</p><p style=\"display:none\">密</p><!-- 待核 --><p>乙</p>");
        assert_eq!((text.as_str(), codes), ("甲\n\n乙", vec!["W1053".to_owned(), "W1053".to_owned()]));
    }

    #[test]
    fn files_by_number_and_by_escaped_names_are_found() {
        assert_eq!(converted("<a href=\"/?attachment_id=7\">甲</a>").0, "[甲](/wp-content/uploads/a.png)");
        let html = "<p><img src=\"https://old.cn/wp-content/uploads/%61.png\" alt=\"甲\"></p>";
        assert_eq!(converted(html), ("![甲](/wp-content/uploads/a.png)".to_owned(), Vec::new()));
        let late = "<p><img src=\"x.gif\" data-lazy-src=\"https://old.cn/wp-content/uploads/a.png\" alt=\"甲\"></p>";
        assert_eq!(converted(late).0, "![甲](/wp-content/uploads/a.png)");
        assert_eq!(converted("<a href=\"https://old.cn/?cat=3\">甲</a>").0, "[甲](/%3Fcat=3)");
    }

    #[test]
    fn formulas_of_plug_ins_are_formulas_and_code_is_code() {
        let (text, codes) = converted("<p>已知\\(x&lt;y\\)，$$a^2$$，[katex]c_2[/katex]</p>");
        assert_eq!((text.as_str(), codes.len()), ("已知$x<y$，$$a^2$$，$c_2$", 0));
        let block = "<div class=\"wp-block-katex-display-block katex-eq\">\\sum_i i</div>";
        assert_eq!(converted(block).0, "$$\\sum_i i$$");
        assert_eq!(converted("<pre><code>a = $$b$$ \\(c\\)</code></pre>").0, "```\na = $$b$$ \\(c\\)\n```");
        assert_eq!(converted("<p>票价$$甲$$</p>").1, ["W1010"]);
    }

    #[test]
    fn what_the_old_server_took_as_text_is_text() {
        let (text, codes) = converted(
            "<p>\\(a<b\\) 和 $latex x<y$ 和 [latex]p<q[/latex] 和 $$u<v$$ 完 <span class=\"katex-eq\" data-katex-display=\"false\">x^2</span></p>",
        );
        assert_eq!((text.as_str(), codes.len()), ("$a<b$ 和 $x<y$ 和 $p<q$ 和 $$u<v$$ 完 $x^2$", 0));
        let code = "<pre lang=\"java\">Map<String,Integer> m; List<T> l;\nif (a<b && c>d) return;</pre>";
        assert_eq!(converted(code).0, "```java\nMap<String,Integer> m; List<T> l;\nif (a<b && c>d) return;\n```");
        assert_eq!(converted("<p><code>a<b</code> 与 <code>List<T></code></p>").0, "`a<b` 与 `List<T>`");
        let block = "<!-- wp:code --><pre class=\"wp-block-code\"><code>if (i<n) { vector<T> v; }</code></pre><!-- /wp:code -->";
        assert_eq!(converted(block).0, "```\nif (i<n) { vector<T> v; }\n```");
    }

    #[test]
    fn a_comment_within_a_line_parts_nothing() {
        assert_eq!(converted("<p>甲<!-- 批注 -->乙</p>").0, "甲乙");
        let word = "<p class=\"MsoListParagraph\"><!--[if !supportLists]-->（1）<!--[endif]-->第一条</p>";
        assert_eq!(converted(word), ("（1）第一条".to_owned(), Vec::new()));
    }

    #[test]
    fn players_keep_their_sources() {
        let (text, _) = converted("<video controls><source src=\"https://a.cn/v.mp4\" type=\"video/mp4\"></video>");
        assert_eq!(text, "<video controls=\"\"><source src=\"https://a.cn/v.mp4\" type=\"video/mp4\"></video>");
    }

    #[test]
    fn a_gallery_shows_pictures_alone() {
        assert_eq!(converted("[gallery ids=\"7,8\"]").0, "![](/wp-content/uploads/a.png)");
    }

    #[test]
    fn shortcodes_with_digits_and_chinese_names_are_reported() {
        for code in ["[contact-form-7 id=\"12\" title=\"甲\"]", "[n2-slider 3]", "[视频 id=3]"] {
            assert_eq!(converted(code).1, ["W1010"], "{code}");
        }
        for text in ["[1]", "[图1]", "[注]", "[2-3]"] {
            assert_eq!(converted(text).1, [""; 0], "{text}");
        }
    }

    #[test]
    fn places_that_links_lead_to_stay() {
        let (text, _) =
            converted("<p><a href=\"#visit\">参观</a></p><h2 id=\"visit\">参观须知</h2><h2 id=\"x\">票</h2>");
        assert_eq!(text, "[参观](#visit)\n\n## <a id=\"visit\"></a>参观须知\n\n## 票");
    }

    #[test]
    fn texts_of_the_classic_editor_within_blocks_keep_their_lines() {
        assert_eq!(converted("<!-- wp:freeform -->甲\n乙\n\n丙<!-- /wp:freeform -->").0, "甲  \n乙\n\n丙");
        let links = "<ul><!-- wp:social-link {\"url\":\"https://a.cn/\",\"service\":\"weibo\"} /--></ul>";
        assert_eq!(converted(links).0, "- [weibo](https://a.cn/)");
    }

    #[test]
    fn addresses_by_number_are_paths() {
        assert_eq!(converted("<a href=\"https://old.cn/?p=43\">甲</a>").0, "[甲](/%3Fp=43)");
        assert_eq!(converted("<a href=\"//www.old.cn/index.php?page_id=4&amp;x=1\">甲</a>").0, "[甲](/%3Fp=4)");
        assert_eq!(converted("<a href=\"https://other.cn/?p=43\">甲</a>").0, "[甲](https://other.cn/?p=43)");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(html in "[<>/a-p \"=\\[\\]!彩\\n-]{0,80}") {
            converted(&html);
        }
    }
}
