//! Chinese words on a page of another language → the same words, marked as Chinese.
//!
//! An English page has names that no one has translated: of a base, of a figure, of the registry at its foot. A screen
//! reader with an English voice leaves such words out, and a browser may take the letters of another country for them. No
//! template can mark them all, because a name may stand anywhere; so it is done here, on the page that was made.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::edited::EditedPage;
use crate::base::html::{Attribute, Reader, Token, is_void, lower};
use crate::base::text::is_han;

/// Languages that write Han characters themselves; the first is what is said of words where the site has none of them.
const HAN: [&str; 9] = ["zh", "yue", "wuu", "nan", "hak", "gan", "lzh", "ja", "ko"];

/// Elements that may hold no `span`, each with all that is in it.
const WITHOUT_SPANS: [&[u8]; 6] = [b"svg", b"math", b"select", b"datalist", b"head", b"template"];

/// Attributes with words that are read out.
const SPOKEN: [&str; 5] = ["title", "aria-label", "alt", "placeholder", "aria-description"];

/// An element that is open.
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

/// The elements that are open at a place in a page.
#[derive(Default)]
struct OpenElements<'h> {
    stack: Vec<Open<'h>>,
    /// How many have each name: an end tag that ends none is passed over without a look at them all.
    counts: BTreeMap<Cow<'h, [u8]>, usize>,
}

impl<'h> OpenElements<'h> {
    fn last(&self) -> Option<&Open<'h>> {
        self.stack.last()
    }

    fn begin(&mut self, open: Open<'h>) {
        *self.counts.entry(open.name.clone()).or_default() += 1;
        self.stack.push(open);
    }

    /// Ends the innermost element of a name, and what is open within it.
    fn end(&mut self, name: &[u8]) {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some(open) = self.stack.pop() {
            if let Some(count) = self.counts.get_mut(&*open.name) {
                *count -= 1;
            }
            if *open.name == *name {
                break;
            }
        }
    }
}

/// Marks Chinese words with their language: on their element where they are all that it holds, else by a `span`.
pub fn mark_han(html: Vec<u8>, language: &str) -> Vec<u8> {
    // Every Han character has such a byte, and most pages of another language have none.
    if html.iter().all(|byte| *byte < 0xE2) {
        return html;
    }
    marked_page(&html, language).unwrap_or(html)
}

/// The page with its marks; none where nothing is marked.
fn marked_page(html: &[u8], language: &str) -> Option<Vec<u8>> {
    let mut page = EditedPage::new(html);
    let mut reader = Reader::new(html);
    let mut open = OpenElements::default();
    // Where the tag ends that was read last, if it is a start tag that can say the language of what follows.
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
                open.begin(Open { name, said: said || says, without_spans });
                tag_end = Some(reader.at()).filter(|end| takes_language(html, *end, reader.attributes()));
            }
            Token::End { name } => open.end(&lower(name)),
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
                    mark_text(&mut page, at.start, text, language);
                }
            }
            Token::Text { .. } | Token::Comment(_) | Token::Declaration => {}
        }
    }
    page.finish()
}

/// Whether a start tag that ends here may say a language. Words in its attributes would be of that language as well, and a
/// tag that ends in `/>` may have no content.
fn takes_language(html: &[u8], end: usize, attributes: &[Attribute<'_>]) -> bool {
    let speaks = attributes.iter().any(|attribute| SPOKEN.iter().any(|name| attribute.is(name)));
    // The slash may be the end of an address without quotation marks.
    let is_closed = html[..end].ends_with(b"/>") && attributes.last().is_none_or(|attribute| attribute.end + 1 < end);
    !speaks && !is_closed
}

/// Marks the Chinese words of a text that begins at a place of the page. Where they aren't all of it, a plain `span` holds it
/// together: in a row of boxes every piece would be a box of its own.
fn mark_text(page: &mut EditedPage<'_>, at: usize, text: &str, language: &str) {
    let mut put = |place: usize, markup: &str| page.replace(at + place..at + place, markup.as_bytes());
    let runs = han_runs(text);
    let whole = (text.len() - text.trim_start().len(), text.trim_end().len());
    let is_whole = runs == [whole];
    if !is_whole {
        put(whole.0, "<span>");
    }
    for (start, end) in runs {
        put(start, &format!("<span lang=\"{language}\">"));
        put(end, "</span>");
    }
    if !is_whole {
        put(whole.1, "</span>");
    }
}

fn is_other_letter(c: char) -> bool {
    c.is_alphabetic() && !is_han(c)
}

/// From the first to the last Han character of each piece that has no word of another script in it. Letters between Han characters
/// without a space are no word: `粤ICP备`.
fn han_runs(text: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let (mut goes_on, mut in_word, mut before) = (false, false, ' ');
    for (at, c) in text.char_indices() {
        if is_han(c) {
            in_word = false;
            let end = at + c.len_utf8();
            match runs.last_mut() {
                Some(last) if goes_on => last.1 = end,
                _ => runs.push((at, end)),
            }
            goes_on = true;
        } else if is_other_letter(c) {
            in_word = true;
            goes_on &= before.is_alphanumeric();
        } else if c == '&' || in_word {
            goes_on = false;
            in_word = false;
        }
        before = c;
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
            ("<p>At 天文台, 7楼</p>", "<p><span>At <span lang=\"zh-CN\">天文台, 7楼</span></span></p>"),
            (
                "<p>A 甲 B 乙。</p>",
                "<p><span>A <span lang=\"zh-CN\">甲</span> B <span lang=\"zh-CN\">乙</span>。</span></p>",
            ),
            ("<a><b>x</b> 3 场 </a>", "<a><b>x</b> <span>3 <span lang=\"zh-CN\">场</span></span> </a>"),
            ("<li>甲 <b>In Chinese</b></li>", "<li><span lang=\"zh-CN\">甲</span> <b>In Chinese</b></li>"),
            ("<i>粤ICP备00号</i>", "<i><span lang=\"zh-CN\">粤ICP备00号</span></i>"),
            ("<a title=\"Base\">天文台</a>", "<a title=\"Base\"><span lang=\"zh-CN\">天文台</span></a>"),
            ("<b class=x />甲</b>", "<b class=x /><span lang=\"zh-CN\">甲</span></b>"),
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
    fn end_tags_end_what_they_name_and_no_more() {
        let deep = "<i>".repeat(2000);
        let page = format!("{deep}<p lang=ja>甲</b></I>甲<u>x</p>甲");
        let end = "<span lang=\"zh-CN\">甲</span>";
        assert_eq!(marked(&page), format!("{deep}<p lang=ja>甲</b></I>{end}<u>x</p>{end}"));
        let page = format!("{deep}{}甲", "</b>".repeat(2000));
        assert_eq!(marked(&page), format!("{deep}{}{end}", "</b>".repeat(2000)));
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
