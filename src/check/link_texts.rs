//! Checks for links whose text doesn't name their target.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::html;

/// Link texts without meaning, in lower case and without punctuation around them.
const VAGUE: &[&str] = &[
    "点击这里",
    "点这里",
    "点击此处",
    "点此",
    "点击",
    "点我",
    "戳这里",
    "戳我",
    "请点击",
    "这里",
    "此处",
    "这儿",
    "更多",
    "查看更多",
    "了解更多",
    "阅读更多",
    "查看",
    "查看详情",
    "详情",
    "详见",
    "链接",
    "网址",
    "原文链接",
    "传送门",
    "本页",
    "here",
    "click here",
    "click",
    "more",
    "read more",
    "learn more",
    "see more",
    "link",
    "this",
    "this link",
    "this page",
    "details",
];

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    subject.each_record(findings, |file, record, findings| {
        let mut open = None;
        let mut raw = String::new();
        file.walk(record, |event, span| match (event, &mut open) {
            (Event::Start(Tag::Link { link_type, .. }), None) if link_type != LinkType::Email => {
                open = Some((String::new(), span));
            }
            (Event::Text(text) | Event::Code(text), Some((words, _))) => words.push_str(&text),
            // A picture in a link has its own alternative text, which another check examines.
            (Event::Start(Tag::Image { .. }), Some((words, _))) => words.push('图'),
            (Event::End(TagEnd::Link), _) => {
                // A build reports one without any words.
                if let Some((words, span)) = open.take()
                    && !words.trim().is_empty()
                    && is_vague(&words)
                {
                    let diagnostic = messages::vague_link(words.trim());
                    findings.push(diagnostic.at(Location::span(file.path, span)));
                }
            }
            (Event::InlineHtml(html), None)
                if html::elements(html.as_bytes(), "a").any(|a| a.attributes.contains_key("href")) =>
            {
                open = Some((String::new(), span));
            }
            (Event::InlineHtml(html), Some((words, start))) if html.to_ascii_lowercase().starts_with("</a") => {
                if is_vague(words) {
                    let whole = Span { start: start.start, end: span.end };
                    findings.push(messages::vague_link(words.trim()).at(Location::span(file.path, whole)));
                }
                open = None;
            }
            (Event::Start(Tag::HtmlBlock), _) => raw.clear(),
            (Event::Html(html), _) => raw.push_str(&html),
            (Event::End(TagEnd::HtmlBlock), _) => {
                for words in html::link_texts(raw.as_bytes()).iter().filter(|words| is_vague(words)) {
                    let diagnostic = messages::vague_link(words.trim());
                    findings.push(diagnostic.at(Location::span(file.path, span)));
                }
            }
            _ => {}
        });
        // A bare address in a text becomes a link automatically.
        for passage in &record.passages {
            for range in &passage.bare_addresses {
                let location = passage.location(range.clone());
                let written = location.span.and_then(|span| file.text.get(span.start..span.end));
                findings.push(messages::vague_link(written.unwrap_or_default()).at(location));
            }
        }
    });
}

fn is_vague(words: &str) -> bool {
    let words = words.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    VAGUE.contains(&words.as_str()) || words.starts_with("http://") || words.starts_with("https://") || words.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_names_its_target_is_left_alone() {
        for vague in ["这里", "【点击这里】", "更多>>", "Click here!", "https://a.cn/b", ""] {
            assert!(is_vague(vague), "{vague}");
        }
        for clear in ["彩虹的成因", "更多科普基地", "这里的展览", "Read more about rainbows", "www.luzhou.gov.cn"]
        {
            assert!(!is_vague(clear), "{clear}");
        }
    }
}
