//! Finds the tags of other generators and replaces those with a Markdown counterpart; the rest stays in the text as it
//! is and is reported with its place.

use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag as MarkdownTag, TagEnd};

use crate::base::text::{Ranges, is_han};

/// A generator's tag syntax.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    /// `{% name … %}` and `{{ … }}`: Hexo and Jekyll.
    Liquid,
    /// `{{< name … >}}` and `{{% name … %}}`: Hugo.
    Angled,
    /// `{{ name(…) }}` and `{% name(…) %}`: Zola.
    Called,
    /// `{{ … }}`, `[[toc]]`, `<Component>`: VuePress and VitePress, beside containers of `:::`.
    Vue,
    /// `[name …]`: WordPress.
    Bracketed,
    /// No tags that are reported.
    Plain,
}

/// One tag in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tag {
    pub range: Range<usize>,
    /// The tag's name, without the slash of a closing tag.
    pub name: String,
    pub arguments: String,
    pub closing: bool,
    /// Whether the tag is escaped: shown and not run.
    pub escaped: bool,
}

/// A range of a text and its replacement.
pub type Replacement = (Range<usize>, String);

/// Returns every tag outside of code, in order.
pub fn tags(text: &str, style: Style) -> Vec<Tag> {
    let code: Ranges = code(text).into_iter().collect();
    let in_code = |at: usize| code.contains(at);
    let mut tags = Vec::new();
    let mut at = 0;
    let pair = |(open, close)| (open, Forward::of(text, open), Forward::of(text, close));
    let mut pairs: Vec<(&str, Forward<'_>, Forward<'_>)> = openings(style).iter().copied().map(pair).collect();
    let mut raw_ends = Forward::of(text, "endraw");
    while at < text.len() {
        let Some((start, (opening, _, closings))) = pairs
            .iter_mut()
            .filter_map(|pair| Some((pair.1.seek(at)?, pair)))
            .min_by_key(|(start, pair)| (*start, std::cmp::Reverse(pair.0.len())))
        else {
            break;
        };
        let inside = start + opening.len();
        at = inside;
        // Hugo and Zola expand tags before they parse Markdown, so also within code.
        if in_code(start) && matches!(style, Style::Liquid | Style::Vue | Style::Bracketed) {
            continue;
        }
        let Some(end) = closings.seek(inside) else { continue };
        let range = start..end + closings.word.len();
        if let Some(tag) = tag(&text[inside..end], opening, range) {
            at = tag.range.end;
            // The content of `raw` has no tags.
            let raw = style == Style::Liquid && tag.name == "raw";
            if let Some(end) = raw_ends.seek(at).filter(|_| raw) {
                at += text[at..end].rfind("{%").unwrap_or_default();
            }
            tags.push(tag);
        }
    }
    if style == Style::Vue {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some(mark) = container(line).filter(|mark| !mark.is_empty() && !in_code(at)) {
                let (name, arguments) = mark.split_once(' ').unwrap_or((mark, ""));
                let (name, arguments) = (format!("::: {name}"), arguments.trim().to_owned());
                tags.push(Tag {
                    range: at..at + line.trim_end().len(),
                    name,
                    arguments,
                    closing: false,
                    escaped: false,
                });
            }
            at += line.len();
        }
        tags.sort_by_key(|tag| tag.range.start);
    }
    tags
}

/// The next place of a word, asked for from places that only go forward: each part of a text is looked through once, however often
/// the word is asked for.
pub struct Forward<'t> {
    text: &'t str,
    word: &'static str,
    next: Option<usize>,
}

impl<'t> Forward<'t> {
    pub fn of(text: &'t str, word: &'static str) -> Self {
        Self { text, word, next: text.find(word) }
    }

    pub fn seek(&mut self, at: usize) -> Option<usize> {
        if self.next.is_some_and(|next| next < at) {
            self.next = self.text[at..].find(self.word).map(|next| at + next);
        }
        self.next
    }
}

/// Returns the place of the tag that ends each tag: the next closing one of its name.
pub fn ends(tags: &[Tag]) -> Vec<Option<usize>> {
    ends_by(tags, |tag| tag.closing.then_some(tag.name.as_str()))
}

/// The same where a closing tag is called `endquote`.
pub fn block_ends(tags: &[Tag]) -> Vec<Option<usize>> {
    ends_by(tags, |tag| tag.name.strip_prefix("end"))
}

/// The same, where a function returns the name that a tag ends.
fn ends_by<'t>(tags: &'t [Tag], ended: impl Fn(&'t Tag) -> Option<&'t str>) -> Vec<Option<usize>> {
    let mut next: HashMap<&str, usize> = HashMap::new();
    let mut ends = vec![None; tags.len()];
    for (place, tag) in tags.iter().enumerate().rev() {
        ends[place] = next.get(tag.name.as_str()).copied();
        next.extend(ended(tag).map(|name| (name, place)));
    }
    ends
}

/// Returns the text after the colons of a line that begins a container, an empty text if the line ends one.
pub fn container(line: &str) -> Option<&str> {
    line.trim().strip_prefix(":::").map(|rest| rest.trim_start_matches(':').trim())
}

fn openings(style: Style) -> &'static [(&'static str, &'static str)] {
    match style {
        Style::Liquid | Style::Called => &[("{%", "%}"), ("{{", "}}")],
        Style::Angled => &[("{{<", ">}}"), ("{{%", "%}}")],
        Style::Vue => &[("{{", "}}"), ("[[", "]]"), ("<", ">")],
        Style::Bracketed => &[("[", "]")],
        Style::Plain => &[],
    }
}

fn tag(inside: &str, opening: &str, range: Range<usize>) -> Option<Tag> {
    let trimmed = inside.trim().trim_start_matches('-').trim_end_matches('-').trim();
    let (escaped, content) = match trimmed.strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/")) {
        Some(content) => (true, content.trim()),
        None => (false, trimmed),
    };
    let (closing, content) = match content.strip_prefix('/') {
        Some(rest) => (true, rest.trim()),
        None => (false, content.trim_end_matches('/').trim()),
    };
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    let end = content.find(|c: char| !word(c)).unwrap_or(content.len());
    let (name, arguments) = content.split_at(end);
    let component = name.starts_with(|c: char| c.is_ascii_uppercase()) || name.contains('-');
    match opening {
        // Only components are tags; other elements are HTML, which stays.
        "<" if !component || name.contains(['.', '/']) => return None,
        "[" if !is_shortcode(name, arguments, closing) => return None,
        "[[" if !name.eq_ignore_ascii_case("toc") => return None,
        _ => {}
    }
    let name = if name.is_empty() { content } else { name };
    Some(Tag { range, name: name.to_owned(), arguments: arguments.trim().to_owned(), closing, escaped })
}

/// Whether a word in brackets is a shortcode of WordPress. Text stands in brackets as well, `[1]`, `[图2]`: what isn't a word in lower
/// case is a shortcode only if it is joined, or has arguments of a name.
fn is_shortcode(name: &str, arguments: &str, closing: bool) -> bool {
    let is_word = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || b"_-".contains(&byte));
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase() || is_han(c))
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-' || is_han(c));
    is_word || is_name && (closing || name.contains(['_', '-']) || arguments.contains('='))
}

/// Returns the ranges of code blocks and code spans.
pub fn code(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = None;
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(MarkdownTag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(_))) => start = Some(range.start),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(start) = start.take() {
                    ranges.push(start..range.end);
                }
            }
            Event::Code(_) => ranges.push(range),
            _ => {}
        }
    }
    ranges
}

/// Parses a tag's arguments: words, quoted texts, and pairs of a name and either.
pub fn arguments(text: &str) -> Vec<(Option<String>, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start_matches(['(', ' ', ',']).trim_end_matches([')', ' ']);
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).unwrap_or(rest.len());
        let after = rest[name_end..].trim_start();
        let key = after.strip_prefix('=').filter(|_| name_end > 0).map(|after| {
            let key = rest[..name_end].to_owned();
            rest = after.trim_start();
            key
        });
        let (value, end) = match rest.chars().next() {
            Some(quote @ ('"' | '\'' | '`')) => match rest[1..].find(quote) {
                Some(end) => (&rest[1..=end], end + 2),
                None => (&rest[1..], rest.len()),
            },
            _ => {
                let end = rest.find([' ', ',', '\n', '\t']).unwrap_or(rest.len());
                (&rest[..end], end)
            }
        };
        found.push((key, value.to_owned()));
        rest = rest[end..].trim_start_matches([' ', ',', '\n', '\t']);
    }
    found
}

/// Returns the value of a named argument.
pub fn named<'a>(arguments: &'a [(Option<String>, String)], name: &str) -> Option<&'a str> {
    arguments.iter().find(|(key, _)| key.as_deref() == Some(name)).map(|(_, value)| value.as_str())
}

/// Returns the values without a name.
pub fn plain(arguments: &[(Option<String>, String)]) -> Vec<&str> {
    arguments.iter().filter(|(key, _)| key.is_none()).map(|(_, value)| value.as_str()).collect()
}

/// Replaces an escaped shortcode by what the old site showed: without the comment marks.
pub fn unescaped(text: &str, tag: &Tag) -> Replacement {
    (tag.range.clone(), text[tag.range.clone()].replace("/*", "").replace("*/", ""))
}

/// Writes a picture in Markdown.
pub fn picture(target: &str, alt: &str, title: Option<&str>) -> String {
    let title = title
        .filter(|title| !title.is_empty())
        .map_or(String::new(), |title| format!(" \"{}\"", title.replace('"', "”")));
    format!("![{}]({}{title})", alt.replace(['[', ']'], ""), bracketed(target))
}

/// Writes an address, in angle brackets if it holds spaces or brackets.
pub fn bracketed(target: &str) -> String {
    if target.contains([' ', '(', ')']) { format!("<{target}>") } else { target.to_owned() }
}

/// Writes a code block, with a fence that the code doesn't contain.
pub fn fence(language: &str, code: &str) -> String {
    let mut fence = "```".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    format!("{fence}{language}\n{}\n{fence}", code.trim_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::edits::Edits;

    fn names(text: &str, style: Style) -> Vec<String> {
        let name = |tag: &Tag| format!("{}{}", if tag.closing { "/" } else { "" }, tag.name);
        tags(text, style).iter().map(name).collect()
    }

    #[test]
    fn each_tag_has_the_next_end_of_its_name() {
        let tags = tags("[a][b][/b][a][/a][/a]", Style::Bracketed);
        assert_eq!(ends(&tags), [Some(4), Some(2), None, Some(4), Some(5), None]);
    }

    #[test]
    fn blocks_end_at_the_next_end_of_their_name() {
        let tags = tags("{% raw %}{% quote %}{% endraw %}{% quote %}{% endquote %}", Style::Liquid);
        // The content of `raw` has no tags.
        assert_eq!(
            tags.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(),
            ["raw", "endraw", "quote", "endquote"]
        );
        assert_eq!(block_ends(&tags), [Some(1), None, Some(3), None]);
        // An end without its tag is none, and ends nothing.
        assert_eq!(names("{% raw %} endraw {{ a }}", Style::Liquid), ["raw", "a"]);
    }

    #[test]
    fn tags_are_found_outside_of_code() {
        assert_eq!(names("{% asset_img a.png %} {{ site.url }}", Style::Liquid), ["asset_img", "site.url"]);
        assert_eq!(names("`{% a %}` {% raw %}{{ b }}{% endraw %}", Style::Liquid), ["raw", "endraw"]);
        assert_eq!(names("{{< figure src=\"a\" >}}b{{% /note %}} {{ x }}", Style::Angled), ["figure", "/note"]);
        assert_eq!(names("{{ youtube(id=\"a\") }} {% end %}", Style::Called), ["youtube", "end"]);
        assert_eq!(
            names("<Badge/> <b>x</b> <my-part> `{{ a }}` {{ b }} [[toc]] <https://a.cn>", Style::Vue),
            ["Badge", "my-part", "b", "toc"]
        );
        assert_eq!(names("[gallery ids=\"1\"] [链接](a) [x]", Style::Bracketed), ["gallery", "x"]);
        let text = "[contact-form-7 id=\"1\"] [n2-slider 3] [视频 id=3] [/视频] [1] [图2] [见图 2]";
        assert_eq!(names(text, Style::Bracketed), ["contact-form-7", "n2-slider", "视频", "/视频"]);
    }

    #[test]
    fn arguments_are_words_texts_and_pairs() {
        let found = arguments("a.png 100 \"b c\" title='d e' (x=1)");
        assert_eq!(plain(&found), ["a.png", "100", "b c", "(x=1"].map(|word| word));
        assert_eq!(named(&found, "title"), Some("d e"));
        assert_eq!(named(&arguments("(id=\"a\", width=3)"), "width"), Some("3"));
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[{}%<>/*`a ::\\[\\]\\n彩\"=-]{0,80}") {
            for style in [Style::Liquid, Style::Angled, Style::Called, Style::Vue, Style::Bracketed, Style::Plain] {
                let tags = tags(&text, style);
                let changes: Edits = tags.iter().map(|tag| (tag.range.clone(), "x".to_owned())).collect();
                changes.apply(&text);
                tags.iter().for_each(|tag| { arguments(&tag.arguments); });
            }
        }
    }
}
