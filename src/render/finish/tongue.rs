//! Chinese words on a page of another language → the same words, marked as Chinese.
//!
//! An English page has names that no one has translated: of a base, of a figure, of the registry at its foot. A screen
//! reader with an English voice leaves such words out, and a browser may take the letters of another country for them. No
//! template can mark them all, because a name may stand anywhere; so it is done here, on the page that was made.

use std::borrow::Cow;

use super::edited::EditedPage;
use crate::base::html::{Reader, Token, is_void, lower};
use crate::base::text::is_han;

/// Languages that write Han characters themselves; the first is what is said of words where the site has none of them.
const HAN: [&str; 9] = ["zh", "yue", "wuu", "nan", "hak", "gan", "lzh", "ja", "ko"];

/// Elements that may hold no `span`, each with all that is in it.
const WITHOUT_SPANS: [&[u8]; 6] = [b"svg", b"math", b"select", b"datalist", b"head", b"template"];

/// What is open at a place in a page.
struct Open<'h> {
    name: Cow<'h, [u8]>,
    /// Whether it says its language, or something around it within the page does.
    said: bool,
    without_spans: bool,
}

/// Returns the language of Chinese words on a page of `language`, by the `languages` of the site; none where the page's own
/// words may be Han characters.
pub fn foreign_han<'l>(language: &str, mut languages: impl Iterator<Item = &'l str>) -> Option<&'l str> {
    if writes_han(language) {
        return None;
    }
    Some(languages.find(|language| writes_han(language)).unwrap_or(HAN[0]))
}

fn writes_han(language: &str) -> bool {
    language.split('-').next().is_some_and(|first| HAN.contains(&first))
}

/// Marks Chinese words with their language: on their element where they are all that it holds, else by a `span`.
pub fn mark_han(html: Vec<u8>, language: &str) -> Vec<u8> {
    let mut page = EditedPage::new(&html);
    let mut reader = Reader::new(&html);
    let mut open: Vec<Open<'_>> = Vec::new();
    // Where the tag ends that was read last, if it was a start tag.
    let mut tag_end = None;
    while let Some(token) = reader.next() {
        let before = tag_end.take();
        match token {
            Token::Start { name, .. } => {
                let name = lower(name);
                if str::from_utf8(&name).is_ok_and(is_void) {
                    continue;
                }
                let says = *name != *b"html" && reader.attributes().iter().any(|attribute| attribute.is("lang"));
                let (said, without_spans) = open.last().map_or((false, false), |last| (last.said, last.without_spans));
                let without_spans = without_spans || WITHOUT_SPANS.contains(&&*name);
                open.push(Open { name, said: said || says, without_spans });
                tag_end = Some(reader.at());
            }
            Token::End { name } => {
                let name = lower(name);
                if let Some(at) = open.iter().rposition(|open| open.name == name) {
                    open.truncate(at);
                }
            }
            Token::Text { at, raw: false } => {
                let Some(around) = open.last().filter(|around| !around.said) else { continue };
                let Ok(text) = str::from_utf8(&html[at.clone()]) else { continue };
                if !text.contains(is_han) {
                    continue;
                }
                let alone =
                    before == Some(at.start) && html[at.end..].starts_with(b"</") && !text.contains(is_other_letter);
                if alone {
                    // Before the `>` of the tag.
                    let place = at.start - 1;
                    page.replace(place..place, format!(" lang=\"{language}\"").as_bytes());
                } else if !around.without_spans {
                    for (start, end) in han_runs(text) {
                        let begin = format!("<span lang=\"{language}\">");
                        page.replace(at.start + start..at.start + start, begin.as_bytes());
                        page.replace(at.start + end..at.start + end, b"</span>");
                    }
                }
            }
            Token::Text { .. } | Token::Comment(_) | Token::Declaration => {}
        }
    }
    let marked = page.finish();
    marked.unwrap_or(html)
}

fn is_other_letter(c: char) -> bool {
    c.is_alphabetic() && !is_han(c)
}

/// From the first to the last Han character of each piece that has no letters of another script in it.
fn han_runs(text: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut goes_on = false;
    for (at, c) in text.char_indices() {
        if is_han(c) {
            let end = at + c.len_utf8();
            match runs.last_mut() {
                Some(last) if goes_on => last.1 = end,
                _ => runs.push((at, end)),
            }
            goes_on = true;
        } else if is_other_letter(c) || c == '&' {
            goes_on = false;
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(html: &str) -> String {
        String::from_utf8(mark_han(html.into(), "zh-CN")).unwrap()
    }

    #[test]
    fn chinese_words_say_that_they_are() {
        for (html, expected) in [
            ("<dt>参加</dt><dd>744</dd>", "<dt lang=\"zh-CN\">参加</dt><dd>744</dd>"),
            ("<a href=/b/>青少年天文台</a>", "<a href=/b/ lang=\"zh-CN\">青少年天文台</a>"),
            ("<p>At 天文台, 7楼</p>", "<p>At <span lang=\"zh-CN\">天文台, 7楼</span></p>"),
            ("<p>A 甲 B 乙。</p>", "<p>A <span lang=\"zh-CN\">甲</span> B <span lang=\"zh-CN\">乙</span>。</p>"),
            ("<li>甲 <b>In Chinese</b></li>", "<li><span lang=\"zh-CN\">甲</span> <b>In Chinese</b></li>"),
            ("<i>粤ICP备00号</i>", "<i><span lang=\"zh-CN\">粤</span>ICP<span lang=\"zh-CN\">备00号</span></i>"),
            ("<option>江阳区</option>", "<option lang=\"zh-CN\">江阳区</option>"),
        ] {
            assert_eq!(marked(html), expected);
        }
    }

    #[test]
    fn what_is_marked_and_what_is_no_text_stays() {
        for html in [
            "<html lang=\"en\"><p>Hall</p>",
            "<a lang=\"zh-CN\"><b>中文</b> 中</a>",
            "<script>\"中文\"</script><style>/* 中 */</style><!-- 中 -->",
            "<select>中 <option value=\"中\">x</option></select>",
            "<svg><text>A 甲</text></svg>",
            "<img alt=\"中\">",
        ] {
            assert_eq!(marked(html), html);
        }
        let page = "<html lang=\"en\"><body><p>甲<br>x";
        assert_eq!(marked(page), "<html lang=\"en\"><body><p><span lang=\"zh-CN\">甲</span><br>x");
    }

    #[test]
    fn only_a_page_of_another_language_is_marked() {
        let site = ["en", "zh-CN", "ja"];
        let of = |language| foreign_han(language, site.into_iter());
        assert_eq!(
            (of("en"), of("ar"), of("zh-CN"), of("zh-Hant"), of("ja")),
            (Some("zh-CN"), Some("zh-CN"), None, None, None)
        );
        assert_eq!(foreign_han("en", ["en"].into_iter()), Some("zh"));
    }
}
