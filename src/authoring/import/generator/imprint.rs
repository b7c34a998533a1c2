//! The line of a saved page that says when its text was published, by whom, and how often it was read: sites of the government
//! have it as text alone, `发布时间：2026-05-01 10:20 来源：市科协 浏览次数：35`.

use crate::authoring::import::html::{HtmlElement, HtmlNode, is_hidden, is_inline};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Published,
    /// A day that may be that of an event as well.
    Day,
    Author,
    Source,
    Counter,
    /// What no field has: an editor, sizes of letters.
    Other,
}

/// What stands before a colon, the longer ones first.
const LABELS: [(&str, Part); 29] = [
    ("发布时间", Part::Published),
    ("发布日期", Part::Published),
    ("发表时间", Part::Published),
    ("发表日期", Part::Published),
    ("发稿时间", Part::Published),
    ("更新时间", Part::Other),
    ("信息来源", Part::Source),
    ("文章来源", Part::Source),
    ("稿件来源", Part::Source),
    ("发布机构", Part::Source),
    ("发布单位", Part::Source),
    ("来源", Part::Source),
    ("作者", Part::Author),
    ("浏览次数", Part::Counter),
    ("浏览量", Part::Counter),
    ("浏览", Part::Counter),
    ("阅读次数", Part::Counter),
    ("阅读量", Part::Counter),
    ("阅读", Part::Counter),
    ("点击次数", Part::Counter),
    ("点击数", Part::Counter),
    ("点击量", Part::Counter),
    ("访问次数", Part::Counter),
    ("访问量", Part::Counter),
    ("责任编辑", Part::Other),
    ("字号", Part::Other),
    ("字体", Part::Other),
    ("日期", Part::Day),
    ("时间", Part::Day),
];

/// What follows a name without a colon: buttons of the page.
const BUTTONS: [&str; 10] = ["字号", "字体", "打印", "分享", "收藏", "【", "[", "|", "｜", "\u{3000}"];

const CLOSING: [char; 4] = ['】', '）', ')', ']'];

/// How many characters a line with a full stop has that belongs to a text.
const LONGEST_LABEL: usize = 15;

/// How far from a line that can be nothing else one stands that names an author or a source alone, in blocks.
const REACH: usize = 3;

/// How long such a line and a name in it may be, in characters.
const LONGEST_LINE: usize = 150;
const LONGEST_NAME: usize = 30;

/// What a page says about its text.
#[derive(Debug, Default, PartialEq)]
pub struct Imprint {
    pub date: Option<String>,
    pub author: Option<String>,
    /// The lines that say it.
    lines: Vec<String>,
}

impl Imprint {
    pub fn of(page: &HtmlElement) -> Self {
        // Every line of labels above the text, with its place among the blocks.
        let (mut lines, mut number, mut in_text) = (Vec::new(), 0_usize, false);
        leaves(page, &mut |line| {
            number += 1;
            in_text = in_text || line.contains('。') && line.chars().nth(LONGEST_LABEL).is_some();
            if !in_text && parts(line).is_some() {
                lines.push((number, line.to_owned()));
            }
        });
        let certain: Vec<usize> =
            lines.iter().filter(|(_, line)| is_certain(line)).map(|(number, _)| *number).collect();
        lines.retain(|(number, _)| certain.iter().any(|certain| certain.abs_diff(*number) <= REACH));
        let (mut imprint, mut source) = (Self::default(), None);
        for (_, line) in lines {
            for (part, value) in parts(&line).into_iter().flatten() {
                let slot = match part {
                    Part::Published | Part::Day => &mut imprint.date,
                    Part::Author => &mut imprint.author,
                    Part::Source => &mut source,
                    Part::Counter | Part::Other => continue,
                };
                if slot.is_none() && !value.is_empty() {
                    *slot = Some(value.to_owned());
                }
            }
            imprint.lines.push(line);
        }
        imprint.author = imprint.author.or(source);
        imprint
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Takes the lines out of a text, at whose head these values stand.
    pub fn take_from(&self, nodes: &mut Vec<HtmlNode>) {
        if self.is_empty() {
            return;
        }
        nodes.retain(|node| {
            node.element().is_none_or(|element| !is_leaf(element) || !self.lines.contains(&line(&element.children)))
        });
        for node in nodes {
            if let HtmlNode::Element(element) = node
                && !is_of_the_text(element)
            {
                self.take_from(&mut element.children);
            }
        }
    }
}

/// Cells and quotations say something of their own, whatever they begin with.
fn is_of_the_text(element: &HtmlElement) -> bool {
    matches!(element.name.as_str(), "td" | "th" | "blockquote")
}

/// Shows the text of each element that holds no block, from the top.
fn leaves(element: &HtmlElement, show: &mut impl FnMut(&str)) {
    for child in element.elements().filter(|child| !is_hidden(&child.name) && !is_of_the_text(child)) {
        if is_leaf(child) { show(&line(&child.children)) } else { leaves(child, show) }
    }
}

fn is_leaf(element: &HtmlElement) -> bool {
    element.elements().all(|child| is_hidden(&child.name) || is_inline(&child.name) && is_leaf(child))
}

/// The text of nodes on one line, without scripts, which write the counters.
fn line(nodes: &[HtmlNode]) -> String {
    fn add(nodes: &[HtmlNode], text: &mut String) {
        for node in nodes {
            match node {
                HtmlNode::Text(own) => text.push_str(own),
                HtmlNode::Element(element) if element.name == "br" => text.push(' '),
                HtmlNode::Element(element) if !is_hidden(&element.name) => add(&element.children, text),
                _ => {}
            }
        }
    }
    let mut text = String::new();
    add(nodes, &mut text);
    text.split(|c: char| c.is_whitespace() && c != '\u{3000}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether a line of labels is no sentence of a text: it has several, or one that no text has.
fn is_certain(line: &str) -> bool {
    parts(line).is_some_and(|parts| parts.len() > 1 || matches!(parts[0].0, Part::Published | Part::Counter))
}

/// Whether nothing stands behind the value of a label, which would be lost with the line.
fn is_whole(part: Part, text: &str) -> bool {
    let text = text.trim();
    let rest = match part {
        Part::Published | Part::Day => text[day(text).len()..].trim_start(),
        Part::Counter => text.trim_start_matches(|c: char| c.is_ascii_digit() || ",， 次人".contains(c)),
        Part::Author | Part::Source | Part::Other => return true,
    };
    rest.is_empty() || rest.starts_with(CLOSING) || BUTTONS.iter().any(|sign| rest.starts_with(sign))
}

/// The values of a line of labels; `None` for a line that says something else.
fn parts(line: &str) -> Option<Vec<(Part, &str)>> {
    if line.chars().nth(LONGEST_LINE).is_some() || line.contains(['。', '；']) {
        return None;
    }
    // Each label with its beginning and that of its value.
    let mut found: Vec<(Part, usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(first) = line[at..].chars().next() {
        match label(&line[at..]) {
            Some((part, length)) => {
                found.push((part, at, at + length));
                at += length;
            }
            None => at += first.len_utf8(),
        }
    }
    let (_, begins, _) = *found.first()?;
    let ends = || found.iter().skip(1).map(|(_, start, _)| *start).chain([line.len()]);
    if !found.iter().zip(ends()).all(|((part, _, start), end)| is_whole(*part, &line[*start..end])) {
        return None;
    }
    let mut parts: Vec<(Part, &str)> =
        found.iter().zip(ends()).map(|((part, _, start), end)| (*part, value(*part, &line[*start..end]))).collect();
    let before = line[..begins].trim_matches(['【', '[', '（', '(', ' ', '\u{3000}']);
    if !before.is_empty() {
        // A day without a label stands first.
        let day = Some(day(before)).filter(|day| day.len() == before.len())?;
        parts.insert(0, (Part::Published, day));
    }
    let has = |part: Part| parts.iter().any(|(known, value)| *known == part && !value.is_empty());
    let labelled = parts.iter().any(|(part, _)| matches!(part, Part::Author | Part::Source | Part::Counter));
    let dated = has(Part::Published) || has(Part::Day) && labelled;
    let named = has(Part::Author) || has(Part::Source);
    let short = parts
        .iter()
        .all(|(part, value)| !matches!(part, Part::Author | Part::Source) || value.chars().nth(LONGEST_NAME).is_none());
    let counted = parts.iter().any(|(part, _)| *part == Part::Counter);
    let own = !parts.iter().any(|(part, _)| *part == Part::Day) || labelled;
    (short && own && (dated || named || counted)).then_some(parts)
}

/// The label at the beginning of a text, with its length including the colon.
fn label(text: &str) -> Option<(Part, usize)> {
    LABELS.iter().find_map(|(label, part)| {
        let value = text.strip_prefix(*label)?.trim_start().strip_prefix(['：', ':'])?;
        Some((*part, text.len() - value.len()))
    })
}

fn value(part: Part, text: &str) -> &str {
    let text = text.trim();
    match part {
        Part::Published | Part::Day => day(text),
        _ => {
            let end = BUTTONS.iter().filter_map(|sign| text.find(*sign)).min().unwrap_or(text.len());
            text[..end].trim_end_matches(CLOSING).trim_end()
        }
    }
}

/// The day at the beginning of a text, with its hour; an empty text if there is none.
fn day(text: &str) -> &str {
    let belongs = |c: char| c.is_ascii_digit() || "-/.:：年月日 ".contains(c);
    let end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    let day = text[..end].trim_end_matches([' ', '-', ':', '：', '.', '/']);
    if (day.starts_with("20") || day.starts_with("19")) && day.chars().count() >= 8 { day } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::html::parse;

    fn read(html: &str) -> (Imprint, String) {
        let mut nodes = parse(html);
        let imprint = Imprint::of(&HtmlElement { children: nodes.clone(), ..HtmlElement::default() });
        imprint.take_from(&mut nodes);
        (imprint, HtmlNode::line(&nodes))
    }

    #[test]
    fn what_the_line_above_a_text_says_is_read_and_taken_out() {
        for (html, date, author) in [
            (
                "<div><span>发布时间：2026-05-01 10:20</span> <span>来源：<a>市科协</a></span> 浏览次数：<i>123</i> 字号：[大 中 小]</div>",
                Some("2026-05-01 10:20"),
                Some("市科协"),
            ),
            ("<p>2026年5月1日 来源: 市科协 打印</p>", Some("2026年5月1日"), Some("市科协")),
            ("<p>日期：2026/5/1 作者：张三 来源：日报</p>", Some("2026/5/1"), Some("张三")),
            ("<ul><li>发布日期：2026-05-01</li><li>【信息来源：科协】</li></ul>", Some("2026-05-01"), Some("科协")),
            ("<p>阅读量：<script>document.write(3)</script></p>", None, None),
        ] {
            let (imprint, rest) = read(&format!("{html}<p>正文。</p>"));
            assert_eq!((imprint.date.as_deref(), imprint.author.as_deref()), (date, author), "{html}");
            assert_eq!(rest, "正文。", "{html}");
        }
    }

    #[test]
    fn a_name_alone_counts_beside_a_line_that_is_certain() {
        let (imprint, rest) =
            read("<p>来源：市科协</p><p>发布时间：2026-05-01</p><p>一</p><p>二</p><p>三</p><p>四</p><p>作者：鲁迅</p>");
        assert_eq!(imprint.author.as_deref(), Some("市科协"));
        assert!(rest.contains("作者：鲁迅") && !rest.contains("来源"), "{rest}");
    }

    #[test]
    fn what_a_text_says_itself_stays() {
        for html in [
            "<p>时间：2026-05-01</p>",
            "<p>日期：2026-05-01 时间：09:00</p>",
            "<p>活动发布时间：2026-05-01</p>",
            "<p>本文来源：市科协。</p>",
            "<p>能量的来源：太阳</p>",
            "<p>来源：太阳</p>",
            "<p>阅读：《光的故事》第三章</p>",
            "<p>浏览：看看全景</p>",
            "<p>阅读：3至6岁儿童组</p>",
            "<p>时间：2026-06-06 14:00 地点：馆内报告厅三楼 来源：各区县学员</p>",
            "<p>发布时间：2026-07-01 届时网上公布名单</p>",
            "<p>水从山上来，又回到海里去，日复一日。</p><p>发布时间：2026-05-01</p>",
            "<table><tr><td>来源：太阳</td><td>发布时间：2026-05-01</td></tr></table>",
        ] {
            assert_eq!(read(html).0, Imprint::default(), "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(line in "(发布时间|来源|时间|[：: 甲20-]){0,20}") {
            parts(&line);
        }
    }
}
