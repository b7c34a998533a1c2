//! The heading that is a text's title.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The heading that may be the title of a text: the first one of the first level, else the first of all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FirstHeading {
    pub text: String,
    pub level: u8,
    /// Whether nothing stands before it.
    pub is_first: bool,
    /// Whether another of its level, or of a higher one, follows.
    pub has_peers: bool,
    pub range: Range<usize>,
}

impl FirstHeading {
    /// Whether it names the whole text, and not a part of it.
    pub fn is_title(&self) -> bool {
        self.level == 1 || self.is_first && !self.has_peers
    }

    pub fn remove_from(&self, body: &mut String) {
        let mut rest = body[..self.range.start].to_owned();
        rest.push_str(body[self.range.end..].trim_start_matches('\n'));
        *body = rest.trim_start_matches('\n').to_owned();
    }
}

/// Returns the heading that may be the title of a text.
pub fn heading(body: &str) -> Option<FirstHeading> {
    let (mut found, mut open): (Vec<FirstHeading>, Option<(usize, String)>) = (Vec::new(), None);
    let (mut before, mut depth) = (false, 0_usize);
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES | Options::ENABLE_GFM).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                open = Some((range.start, String::new()));
                found.push(FirstHeading {
                    text: String::new(),
                    level: level as u8,
                    is_first: !before,
                    has_peers: false,
                    range,
                });
                before = true;
            }
            Event::End(TagEnd::Heading(_)) => {
                if let (Some((_, text)), Some(last)) = (open.take(), found.last_mut()) {
                    // An anchor or a class behind it is no part of it: `# 彩虹 {#rainbow}`.
                    let own = text.trim().strip_suffix('}').and_then(|text| text.rsplit_once('{'));
                    let own = own.filter(|(_, inside)| inside.trim_start().starts_with(['#', '.', ':']));
                    last.text = own.map_or(text.trim(), |(before, _)| before.trim()).to_owned();
                }
            }
            Event::Text(text) | Event::Code(text) if open.is_some() => {
                if let Some((_, words)) = &mut open {
                    words.push_str(&text);
                }
            }
            // A comment shows nothing.
            Event::Html(html) if html.trim().is_empty() || html.trim_start().starts_with("<!--") => {}
            Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Start(_) if open.is_none() => {
                depth += 1;
                before = true;
            }
            Event::End(_) if open.is_none() => depth = depth.saturating_sub(1),
            _ => before = true,
        }
    }
    found.retain(|heading| !heading.text.is_empty());
    let place = found.iter().position(|heading| heading.level == 1).unwrap_or_default();
    let mut first = found.get(place)?.clone();
    first.has_peers = found[place + 1..].iter().any(|other| other.level <= first.level);
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(body: &str) -> Option<(String, String)> {
        let heading = heading(body).filter(FirstHeading::is_title)?;
        let mut rest = body.to_owned();
        heading.remove_from(&mut rest);
        Some((heading.text, rest))
    }

    #[test]
    fn a_heading_of_a_part_is_no_title() {
        let found = |title: &str, rest: &str| Some((title.to_owned(), rest.to_owned()));
        assert_eq!(title("\n# 甲 `a` #\n\n乙"), found("甲 a", "乙"));
        assert_eq!(title("甲\n===\n\n乙"), found("甲", "乙"));
        assert_eq!(title("<!-- 注 -->\n\n## 甲\n\n乙\n\n### 丙\n").map(|(title, _)| title).as_deref(), Some("甲"));
        assert_eq!(title("乙\n\n## 引入\n"), None);
        assert_eq!(title("## 引入\n\n乙\n\n## 结语\n"), None);
        assert_eq!(title("乙\n\n# 甲\n").map(|(title, _)| title).as_deref(), Some("甲"));
        assert_eq!(title("```\n# 甲\n```\n"), None);
        assert_eq!(title("> # 甲\n"), None);
    }
}
