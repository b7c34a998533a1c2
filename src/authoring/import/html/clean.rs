//! What foreign HTML says by its looks alone → elements that say it; and what no visitor of the old page saw, taken out.
//!
//! Word, Google Docs and official accounts raise a figure or strike a price out by a style. Looks are left out later, so 10⁸
//! would become 108.

use std::collections::BTreeSet;

use super::{HtmlElement, HtmlNode, LATE, address, is_inline, parse};

/// What was taken out of a text, to be reported.
#[derive(Debug, Default, PartialEq)]
pub struct Cleaned {
    /// Elements that were hidden, and what they say.
    pub hidden: Vec<String>,
    /// Notes in the source, which no visitor saw.
    pub comments: usize,
    /// Pictures behind a text.
    pub backgrounds: Vec<String>,
    /// Sounds, cards and programs of official accounts, of which the name stays.
    pub widgets: usize,
    /// Links that only a script could follow.
    pub scripted: usize,
    /// Areas of pictures that led somewhere, which became links.
    pub areas: usize,
    /// Numbers that ran up to their value when they were seen.
    pub counters: usize,
}

impl Cleaned {
    /// What was taken out, in Chinese and in English, once for each.
    pub fn losses(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        let hidden = std::iter::repeat_n(("网页上藏起来的内容", "what the old page hid"), self.hidden.len());
        let backgrounds = std::iter::repeat_n(("文字后面的背景图", "pictures behind texts"), self.backgrounds.len());
        let widgets = ("公众号里的音频、名片、小程序", "sounds, cards and programs of official accounts");
        let scripted =
            ("没有网址、靠脚本打开的链接（已改成文字）", "links that only a script opened (they are text now)");
        let areas = ("图片上可点的区域（链接写在图下面）", "areas of pictures (their links stand below)");
        let counters = ("会从 0 跳上去的数字（写成最后的数）", "numbers that ran up from 0 (the last one is written)");
        hidden
            .chain(backgrounds)
            .chain(std::iter::repeat_n(widgets, self.widgets))
            .chain(std::iter::repeat_n(scripted, self.scripted))
            .chain(std::iter::repeat_n(areas, self.areas))
            .chain(std::iter::repeat_n(counters, self.counters))
    }
}

/// Cleans nodes, before they are written and compared.
pub fn clean(nodes: &mut Vec<HtmlNode>) -> Cleaned {
    let mut shown = BTreeSet::new();
    pictures(nodes, &mut shown);
    let mut cleaner = Cleaner { shown, cleaned: Cleaned::default() };
    cleaner.walk(nodes, &[]);
    cleaner.cleaned
}

/// Collects the addresses of all pictures that are shown without `noscript`.
fn pictures(nodes: &[HtmlNode], shown: &mut BTreeSet<String>) {
    for element in nodes.iter().filter_map(HtmlNode::element).filter(|element| element.name != "noscript") {
        if element.name == "img" {
            shown.extend(address(element).map(str::to_owned));
        }
        pictures(&element.children, shown);
    }
}

/// The mark of what no longer holds.
const STRUCK: &str = "del";

struct Cleaner {
    shown: BTreeSet<String>,
    cleaned: Cleaned,
}

impl Cleaner {
    /// Cleans nodes within elements of these names.
    fn walk(&mut self, nodes: &mut Vec<HtmlNode>, within: &[&str]) {
        for node in std::mem::take(nodes) {
            match node {
                HtmlNode::Text(_) => nodes.push(node),
                HtmlNode::Comment(text) if is_note(&text) => self.cleaned.comments += 1,
                HtmlNode::Comment(_) => nodes.push(node),
                HtmlNode::Element(element) => self.element(element, nodes, within),
            }
        }
    }

    fn element(&mut self, mut element: HtmlElement, out: &mut Vec<HtmlNode>, within: &[&str]) {
        let style = Style::of(&element);
        if element.attribute("hidden").is_some() || style.hides() || style.shrinks() && !is_resized(&element) {
            let text = HtmlNode::line(&element.children);
            if !text.is_empty() || element.find(&["img"]).is_some() {
                self.cleaned.hidden.push(text);
            }
            return;
        }
        self.cleaned.backgrounds.extend(style.background());
        if let Some(number) = counter(&element) {
            self.cleaned.counters += 1;
            element.children = vec![HtmlNode::Text(number)];
        }
        if let Some(name) = foreign(&element) {
            // Word's own elements stand around nothing; those of official accounts show something that isn't in the page.
            if name == "p" {
                self.cleaned.widgets += 1;
                let titles = ["data-miniprogram-title", "data-nickname", "data-title", "music_name", "name", "title"];
                let title = titles.iter().find_map(|key| element.attribute(key)).map(str::to_owned);
                if let (true, Some(title)) = (element.text().trim().is_empty(), title) {
                    element.children = vec![HtmlNode::Text(title)];
                }
            }
            element.attributes.clear();
            element.name = name.to_owned();
        }
        match element.name.as_str() {
            // The picture for readers without scripts, if the page has it nowhere else.
            "noscript" => {
                // The parser takes what stands in it for text.
                let mut inner = parse(&element.text());
                let mut own = BTreeSet::new();
                pictures(&inner, &mut own);
                if own.iter().any(|picture| !self.shown.contains(picture)) {
                    self.walk(&mut inner, within);
                    out.append(&mut inner);
                }
                return;
            }
            "img" => {
                if let Some(sign) = emoji(&element) {
                    return out.push(HtmlNode::Text(sign));
                }
            }
            "iframe" | "video" | "audio" | "source" | "embed" => {
                let late = LATE.iter().find_map(|name| element.attribute(name));
                if let (None | Some("" | "about:blank"), Some(late)) = (element.attribute("src"), late) {
                    let late = late.to_owned();
                    element.attributes.retain(|(key, _)| key != "src" && !key.starts_with("data-"));
                    element.attributes.push(("src".to_owned(), late));
                }
            }
            "input" if element.attribute("type") == Some("checkbox") && within.contains(&"li") => {
                let sign = if element.attribute("checked").is_some() { "☑ " } else { "☐ " };
                return out.push(HtmlNode::Text(sign.to_owned()));
            }
            "a" if element.attribute("href").is_some_and(opens_nothing) => {
                self.cleaned.scripted += usize::from(is_visible(&element.children));
                element.name = "span".to_owned();
                element.attributes.retain(|(key, _)| key == "id");
            }
            "map" if element.find(&["area"]).is_some() => {
                element.name = "p".to_owned();
                element.attributes.retain(|(key, _)| key == "id");
            }
            "area" => {
                let Some(target) = element.attribute("href").map(str::to_owned) else { return };
                let words =
                    ["alt", "title"].iter().find_map(|key| element.attribute(key).filter(|text| !text.is_empty()));
                element.children = vec![HtmlNode::Text(words.unwrap_or(&target).to_owned())];
                element.attributes = vec![("href".to_owned(), target)];
                element.name = "a".to_owned();
                self.cleaned.areas += 1;
                out.push(HtmlNode::Element(element));
                return out.push(HtmlNode::Text(" ".to_owned()));
            }
            // A poem, which WordPress keeps with its line ends.
            "pre" if element.attribute("class").is_some_and(|class| class.contains("wp-block-verse")) => {
                element.name = "p".to_owned();
                element.children = broken(std::mem::take(&mut element.children));
            }
            "ol" => {
                if let Some(kind) = style.counted().filter(|_| element.attribute("type").is_none()) {
                    element.attributes.push(("type".to_owned(), kind.to_owned()));
                }
            }
            // Google Docs puts a whole text into one that isn't bold.
            "b" | "strong" if style.is_normal() => element.name = "span".to_owned(),
            _ => {}
        }
        let name = element.name.clone();
        let mut inside: Vec<&str> = within.iter().copied().chain([name.as_str()]).collect();
        let marks = style.marks(&inside);
        // What holds for all text of an element needn't be said of its parts again.
        inside.extend(marks.iter().copied().filter(|mark| *mark == STRUCK));
        self.walk(&mut element.children, &inside);
        // A link around nothing shows nothing, and leads no one anywhere.
        let empty = element.name == "a" && element.attribute("href").is_some() && !is_visible(&element.children);
        if empty && element.attribute("id").or_else(|| element.attribute("name")).is_none() {
            return;
        }
        // Of blocks and links other looks say nothing, but what is struck out no longer holds.
        let holds_text = is_inline(&element.name) && element.name != "a" && element.children.iter().all(is_in_line);
        for mark in marks.into_iter().filter(|mark| holds_text || *mark == STRUCK) {
            set_within(mark, &mut element.children);
        }
        out.push(HtmlNode::Element(element));
    }
}

/// Puts all text of nodes into elements of a name, which stand in lines.
fn set_within(mark: &str, nodes: &mut Vec<HtmlNode>) {
    let mut line = Vec::new();
    let set = |line: &mut Vec<HtmlNode>, out: &mut Vec<HtmlNode>| {
        let children = std::mem::take(line);
        if is_visible(&children) {
            let mark = HtmlElement { name: mark.to_owned(), attributes: Vec::new(), children };
            out.push(HtmlNode::Element(mark));
        } else {
            out.extend(children);
        }
    };
    for mut node in std::mem::take(nodes) {
        if is_in_line(&node) {
            line.push(node);
            continue;
        }
        set(&mut line, &mut *nodes);
        if let HtmlNode::Element(element) = &mut node
            && element.name != mark
        {
            set_within(mark, &mut element.children);
        }
        nodes.push(node);
    }
    set(&mut line, &mut *nodes);
}

/// The number up to which an element counts that shows where it begins.
fn counter(element: &HtmlElement) -> Option<String> {
    let is_number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit())
            && text.bytes().all(|byte| byte.is_ascii_digit() || b".,".contains(&byte))
    };
    let keys = ["data-to-value", "data-to", "data-count", "data-count-to", "data-target", "data-end"];
    let number = keys.iter().find_map(|key| element.attribute(key).map(str::trim).filter(|text| is_number(text)))?;
    let text = HtmlNode::line(&element.children);
    (is_number(&text) && text != number && element.elements().next().is_none()).then(|| number.to_owned())
}

/// Returns the element that shows what one does that only its own program knows: Word's (`o:p`), those of official accounts.
fn foreign(element: &HtmlElement) -> Option<&'static str> {
    let name = element.name.as_str();
    let account = ["mpvoice", "mpcps", "mpvideosnap", "mpgongyi", "mpshop", "qqmusic", "mpprofile", "mpcpc"];
    match () {
        () if name.contains(':') => Some("span"),
        // They say how a text was set, and whether it was looked through.
        () if matches!(name, "mp-style-type" | "mpchecktext") => Some("span"),
        () if name.starts_with("mp-") || account.contains(&name) => Some("p"),
        () => None,
    }
}

/// Whether something in an element has a size of its own.
fn is_resized(element: &HtmlElement) -> bool {
    element.elements().any(|child| {
        let sized = child.attribute("style").is_some_and(|style| style.contains("font-size"));
        sized || matches!(child.name.as_str(), "img" | "svg" | "iframe" | "video") || is_resized(child)
    })
}

/// Whether an address leads nowhere without a script.
fn opens_nothing(address: &str) -> bool {
    let address = address.trim();
    address.is_empty() || address.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:"))
}

/// Writes the line ends of a text as line breaks.
fn broken(nodes: Vec<HtmlNode>) -> Vec<HtmlNode> {
    let mut out = Vec::new();
    for node in nodes {
        match node {
            HtmlNode::Text(text) => {
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        out.push(HtmlNode::Element(HtmlElement { name: "br".to_owned(), ..HtmlElement::default() }));
                    }
                    out.push(HtmlNode::Text(line.to_owned()));
                }
            }
            HtmlNode::Element(mut element) => {
                element.children = broken(element.children);
                out.push(HtmlNode::Element(element));
            }
            HtmlNode::Comment(_) => {}
        }
    }
    out
}

/// Whether a comment was written by someone for someone: blocks of WordPress and of Word are none.
fn is_note(text: &str) -> bool {
    let text = text.trim();
    let own = ["wp:", "/wp:", "[if", "[endif", "more", "noteaser", "nextpage", "StartFragment", "EndFragment"];
    !text.is_empty() && !own.iter().any(|start| text.starts_with(start))
}

/// The sign that a picture of a sign stands for.
fn emoji(element: &HtmlElement) -> Option<String> {
    let class = element.attribute("class").unwrap_or_default();
    let is_sign = class.split(' ').any(|class| matches!(class, "wp-smiley" | "emoji" | "ql-emojiblot"))
        || element.attribute("src").is_some_and(|source| source.contains("/core/emoji/"));
    element.attribute("alt").filter(|alt| is_sign && !alt.trim().is_empty()).map(str::to_owned)
}

fn is_visible(nodes: &[HtmlNode]) -> bool {
    nodes.iter().any(|node| match node {
        HtmlNode::Text(text) => !text.trim().is_empty(),
        HtmlNode::Comment(_) => false,
        HtmlNode::Element(element) => {
            matches!(
                element.name.as_str(),
                "img" | "input" | "iframe" | "video" | "audio" | "svg" | "object" | "button"
            ) || is_visible(&element.children)
        }
    })
}

fn is_in_line(node: &HtmlNode) -> bool {
    node.element().is_none_or(|element| is_inline(&element.name) && element.children.iter().all(is_in_line))
}

/// The declarations of a `style` attribute.
struct Style(Vec<(String, String)>);

impl Style {
    fn of(element: &HtmlElement) -> Self {
        let declarations = element.attribute("style").unwrap_or_default().split(';').filter_map(|one| {
            let (key, value) = one.split_once(':')?;
            Some((key.trim().to_ascii_lowercase(), value.trim().to_owned()))
        });
        Self(declarations.collect())
    }

    fn has(&self, key: &str, test: impl Fn(&str) -> bool) -> bool {
        self.0.iter().any(|(known, value)| known == key && test(&value.to_ascii_lowercase()))
    }

    fn hides(&self) -> bool {
        let far = |value: &str| {
            let digits = value.trim_start_matches('-').trim_end_matches(|c: char| !c.is_ascii_digit());
            value.starts_with('-') && digits.parse().is_ok_and(|distance: f64| distance >= 900.0)
        };
        self.has("display", |value| value.starts_with("none"))
            || self.has("visibility", |value| value == "hidden")
            || self.has("opacity", |value| value.parse() == Ok(0.0))
            || self.has("text-indent", far)
            || ["left", "top", "right", "margin-left"].iter().any(|side| self.has(side, far))
    }

    /// Whether letters have no size. Editors of official accounts set pictures and boxes with sizes of their own into such ones.
    fn shrinks(&self) -> bool {
        self.has("font-size", |value| {
            value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%').trim().parse() == Ok(0.0)
        })
    }

    /// The `type` of a list that is counted in letters or in Roman numerals.
    fn counted(&self) -> Option<&'static str> {
        let kinds = [
            ("upper-roman", "I"),
            ("lower-roman", "i"),
            ("upper-alpha", "A"),
            ("upper-latin", "A"),
            ("lower-alpha", "a"),
            ("lower-latin", "a"),
        ];
        kinds.iter().find(|(kind, _)| self.has("list-style-type", |value| value == *kind)).map(|(_, letter)| *letter)
    }

    fn is_normal(&self) -> bool {
        self.has("font-weight", |value| matches!(value, "normal" | "400" | "lighter"))
    }

    fn background(&self) -> Option<String> {
        let (_, value) = self.0.iter().find(|(key, value)| key.starts_with("background") && value.contains("url("))?;
        let address = value.split_once("url(")?.1.split(')').next()?.trim_matches(['"', '\'', ' ']);
        (!address.is_empty() && !address.starts_with("data:")).then(|| address.to_owned())
    }

    /// The elements that say what the style shows, but for those that hold the text already.
    fn marks(&self, within: &[&str]) -> Vec<&'static str> {
        let line = |sign: &'static str| {
            move |style: &Self| {
                ["text-decoration", "text-decoration-line"]
                    .iter()
                    .any(|key| style.has(key, |value| value.contains(sign)))
            }
        };
        let bold = self.has("font-weight", |value| {
            matches!(value, "bold" | "bolder") || value.parse().is_ok_and(|weight: u32| weight >= 600)
        });
        let italic = self.has("font-style", |value| matches!(value, "italic" | "oblique"));
        let raised = |sign: &'static str| self.has("vertical-align", |value| value == sign);
        let rules: [(bool, &'static str, &[&str]); 6] = [
            (bold, "strong", &["strong", "b", "h1", "h2", "h3", "h4", "h5", "h6", "th"]),
            (italic, "em", &["em", "i", "cite"]),
            (line("line-through")(self), STRUCK, &[STRUCK, "s", "strike"]),
            (line("underline")(self), "u", &["u", "a", "ins"]),
            (raised("super"), "sup", &["sup"]),
            (raised("sub"), "sub", &["sub"]),
        ];
        let said = |(shown, _, known): &&(bool, &'static str, &[&str])| {
            *shown && !known.iter().any(|name| within.contains(name))
        };
        rules.iter().filter(said).map(|(_, mark, _)| *mark).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::raw::raw;
    use super::*;

    fn cleaned(html: &str) -> (String, Cleaned) {
        let mut nodes = parse(html);
        let cleaned = clean(&mut nodes);
        (raw(&nodes), cleaned)
    }

    #[test]
    fn what_a_style_says_is_said_by_elements() {
        for (html, shown) in [
            (
                "<p>10<span style=\"vertical-align:super;font-size:9px\">8</span>米</p>",
                "<p>10<span><sup>8</sup></span>米</p>",
            ),
            (
                "<p><span style=\"text-decoration: line-through\">30元</span>免费</p>",
                "<p><span><del>30元</del></span>免费</p>",
            ),
            (
                "<table><tr><td style=\"text-decoration:line-through\">30元</td><td>免费</td></tr></table>",
                "<table><tbody><tr><td><del>30元</del></td><td>免费</td></tr>\n</tbody>\n</table>",
            ),
            ("<p style=\"text-decoration:line-through\">甲<b>70元</b></p>", "<p><del>甲<b>70元</b></del></p>"),
            (
                "<ul style=\"text-decoration: line-through\"><li>项</li><li><a href=\"/x\">链</a></li></ul>",
                "<ul><li><del>项</del></li>\n<li><del><a href=\"/x\">链</a></del></li>\n</ul>",
            ),
            (
                "<div style='text-decoration-line:line-through'>块<p>段</p></div>",
                "<div><del>块</del><p><del>段</del></p></div>",
            ),
            ("<a href=\"/x\" style=\"text-decoration:line-through\">链</a>", "<a href=\"/x\"><del>链</del></a>"),
            ("<p><span style='font-weight:700'>粗</span></p>", "<p><span><strong>粗</strong></span></p>"),
            ("<h2><span style='font-weight:bold'>题</span></h2>", "<h2><span>题</span></h2>"),
            ("<b style=\"font-weight:normal\"><p>甲</p></b>", "<span><p>甲</p></span>"),
            ("<p>好<img class=\"wp-smiley\" alt=\"😀\" src=\"x\">呀</p>", "<p>好😀呀</p>"),
            ("<p>甲<a href=\"/x\"></a><a id=\"top\"></a></p>", "<p>甲<a id=\"top\"></a></p>"),
            ("<ul><li><input type=checkbox checked> 已做</li></ul>", "<ul><li>☑ 已做</li>\n</ul>"),
            ("<iframe data-src=\"https://v.cn/1\"></iframe>", "<iframe src=\"https://v.cn/1\"></iframe>"),
        ] {
            let (text, found) = cleaned(html);
            assert_eq!((text.as_str(), found), (shown, Cleaned::default()), "{html}");
        }
    }

    #[test]
    fn a_counter_says_its_last_number() {
        let (text, found) = cleaned("<p><span data-to-value=\"12000\">0</span>人，<b data-target=\"#x\">0</b>家</p>");
        assert_eq!((text.as_str(), found.counters), ("<p><span>12000</span>人，<b>0</b>家</p>", 1));
    }

    #[test]
    fn what_no_one_saw_is_taken_out_and_reported() {
        let (text, found) = cleaned(
            "<p>甲</p><p style=\"DISPLAY : none\">密</p><div hidden>乙</div><!-- 别发 --><!-- wp:more --><p style=\"background:url('b.jpg')\">丙</p>",
        );
        assert_eq!(text, "<p>甲</p><p>丙</p>");
        let hidden = vec!["密".to_owned(), "乙".to_owned()];
        assert_eq!(found, Cleaned { hidden, comments: 1, backgrounds: vec!["b.jpg".to_owned()], ..Cleaned::default() });
    }

    #[test]
    fn what_only_another_program_knows_is_text() {
        for (html, shown, widgets) in [
            ("<p>甲<o:p></o:p></p>", "<p>甲<span></span></p>", 0),
            ("<mpvoice name=\"讲解\"></mpvoice>", "<p>讲解</p>", 1),
            ("<mp-miniprogram data-miniprogram-title=\"预约\"></mp-miniprogram>", "<p>预约</p>", 1),
            ("<p>甲<mp-style-type data-value=\"3\"></mp-style-type></p>", "<p>甲<span></span></p>", 0),
        ] {
            let (text, found) = cleaned(html);
            assert_eq!((text.as_str(), found.widgets), (shown, widgets), "{html}");
        }
    }

    #[test]
    fn links_that_only_a_script_opens_are_text_and_areas_are_links() {
        let (text, found) = cleaned("<a href=\"\">甲</a><a href=\"JavaScript:void(0)\">乙</a><a href=\"#\">丙</a>");
        assert_eq!((text.as_str(), found.scripted), ("<span>甲</span><span>乙</span><a href=\"#\">丙</a>", 2));
        let (text, found) = cleaned("<map name=\"m\"><area href=\"/a\" alt=\"甲区\"></map>");
        assert_eq!((text.as_str(), found.areas), ("<p><a href=\"/a\">甲区</a> </p>", 1));
    }

    #[test]
    fn what_is_too_small_or_too_far_away_to_be_seen_is_hidden() {
        for style in ["opacity: 0", "font-size:0px", "text-indent:-9999px", "position:absolute;left:-2000px"] {
            let (text, found) = cleaned(&format!("<p style=\"{style}\">密</p><p>甲</p>"));
            assert_eq!((text.as_str(), found.hidden.len()), ("<p>甲</p>", 1), "{style}");
        }
        for html in [
            "<div style=\"font-size:0\"><span style=\"font-size:16px\">甲</span></div>",
            "<div style=\"font-size:0\"><img src=\"a.png\"></div>",
            "<p style=\"opacity:0.8;margin-left:-8px;text-indent:2em\">甲</p>",
        ] {
            assert_eq!(cleaned(html).1, Cleaned::default(), "{html}");
        }
    }

    #[test]
    fn a_poem_and_a_counted_list_keep_their_form() {
        let poem = "<pre class=\"wp-block-verse\">一\n<em>二</em></pre>";
        assert_eq!(cleaned(poem).0, "<p>一<br><em>二</em></p>");
        let list = "<ol style=\"list-style-type: upper-roman\"><li>一</li></ol>";
        assert!(cleaned(list).0.starts_with("<ol type=\"I\">"));
    }

    #[test]
    fn a_picture_for_readers_without_scripts_is_kept_once() {
        assert_eq!(cleaned("<noscript><img src=\"a.jpg\"></noscript>").0, "<img src=\"a.jpg\">");
        let twice = "<img data-src=\"a.jpg\" src=\"data:image/gif;base64,R0\"><noscript><img src=\"a.jpg\"></noscript>";
        assert!(!cleaned(twice).0.contains("<img src=\"a.jpg\">"));
    }
}
