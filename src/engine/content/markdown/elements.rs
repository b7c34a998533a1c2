//! Raw HTML within a body → the same with every element closed where the block around it ends, and what is no HTML as text.
//!
//! A body is a part of a page. An element that stays open would swallow what follows, and an end tag too many would
//! close the page's own elements; so neither gets out of the block that it stands in. Whatever is changed is a [`HtmlFault`].
//! This module knows tags only; it must not know how a body is written.

use std::collections::HashMap;
use std::ops::Range;

use crate::base::html::{self, Raw, Reader, Token};
use crate::base::text::edits::Edits;

/// The elements of raw HTML that are open, and the blocks around them.
#[derive(Default)]
pub struct Elements {
    open: Vec<Open>,
    /// How many of each name are open, so that an end tag of none needs no search among thousands.
    names: HashMap<String, usize>,
    /// For each block or inline element of Markdown that is open: how many were open at its beginning, and whether it is a
    /// paragraph, which an end tag of a block's element closes.
    around: Vec<(usize, bool)>,
    /// Whether tags of a whole page were left out.
    page: bool,
    /// Whether the script that is open has a `<!--`.
    commented: bool,
}

/// An element that is open.
pub struct Open {
    pub name: String,
    /// Of its start tag, in the prepared text.
    pub range: Range<usize>,
    /// Whether it is or stands in a drawing or a formula, which have elements of their own.
    foreign: bool,
}

/// What is wrong with a tag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HtmlFault {
    /// It is shown as text: HTML has no such element, or the tag doesn't end.
    NoTag,
    /// Its end tag is missing and was put in.
    Unclosed,
    /// It ends nothing and was left out.
    Stray,
    /// It belongs to a whole page and was left out.
    OfPage,
    /// The comment doesn't end, so its end was put in.
    OpenComment,
}

impl Elements {
    /// Notes that a block or an inline element of Markdown begins.
    pub fn enter(&mut self, is_paragraph: bool) {
        self.around.push((self.open.len(), is_paragraph));
    }

    /// Notes that it ends; returns the elements that are still open in it, innermost first.
    pub fn leave(&mut self) -> Vec<Open> {
        let (length, _) = self.around.pop().unwrap_or_default();
        self.cut(length).into_iter().rev().filter(|open| !may_stay_open(&open.name)).collect()
    }

    /// Takes the elements that were opened after so many others.
    fn cut(&mut self, length: usize) -> Vec<Open> {
        let cut = self.open.split_off(length.min(self.open.len()));
        for open in &cut {
            self.count(&open.name, |count| count.saturating_sub(1));
        }
        cut
    }

    fn count(&mut self, name: &str, change: impl Fn(usize) -> usize) {
        match self.names.get_mut(name) {
            Some(count) => *count = change(*count),
            None => _ = self.names.insert(name.to_owned(), change(0)),
        }
    }

    /// Whether nothing is open that was opened in the current block.
    pub fn is_empty(&self) -> bool {
        self.around.last().map_or(0, |(length, _)| *length) >= self.open.len()
    }

    /// Closes the innermost element, if it has this name.
    pub fn close(&mut self, name: &str) -> Option<Open> {
        let closed = self.open.pop_if(|open| open.name == name)?;
        self.count(name, |count| count.saturating_sub(1));
        Some(closed)
    }

    /// Whether a tag that stands in a line is no HTML. `before` is the character before it.
    pub fn is_no_tag(&self, tag: &str, before: Option<char>) -> bool {
        let name = tag.trim_start_matches(['<', '/']).split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).next();
        match tag.as_bytes() {
            [b'<', b'!', b'-', b'-', ..] => false,
            [b'<', b'!' | b'?', ..] => !self.is_foreign() && !is_doctype(tag),
            _ => name.is_some_and(|name| !self.is_known(name, tag, before)),
        }
    }

    /// Reads a part of the raw HTML; returns what must change in it. `raw` is the element with text alone that an earlier
    /// part left open, `place` returns where a range of the part stands in the prepared text.
    pub fn read(
        &mut self,
        html: &str,
        raw: Option<Raw>,
        place: impl Fn(Range<usize>) -> Range<usize>,
        mut found: impl FnMut(HtmlFault, &str, Range<usize>),
    ) -> Edits {
        let mut edits = Edits::default();
        let mut from = 0;
        while from < html.len() {
            let mut reader = Reader::resume(&html.as_bytes()[from..], raw.filter(|_| from == 0));
            let mut start = from;
            while let Some(token) = reader.next() {
                let at = start..from + reader.at();
                start = at.end;
                let text = &html[at.clone()];
                match token {
                    Token::Start { name, .. } => {
                        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
                        let before = html[..at.start].chars().next_back();
                        if !self.is_known(&name, text, before) {
                            found(HtmlFault::NoTag, text, place(at.clone()));
                            edits.replace(at.start..at.start + 1, "&lt;");
                        } else if matches!(&*name, "html" | "head" | "body") {
                            self.page = true;
                            found(HtmlFault::OfPage, &name, place(at.clone()));
                            edits.replace(at, "");
                        } else if !(is_void(&name) || self.is_foreign() && closes_itself(text)) {
                            self.commented &= name != "script";
                            let foreign = self.is_foreign() || matches!(&*name, "svg" | "math");
                            self.count(&name, |count| count + 1);
                            self.open.push(Open { name, range: place(at), foreign });
                        }
                    }
                    Token::End { name } => {
                        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
                        self.end(&name, text, at, &place, &mut found, &mut edits);
                    }
                    Token::Comment(_) if !text.starts_with("<!--") && !self.is_foreign() => {
                        found(HtmlFault::NoTag, text, place(at.clone()));
                        edits.replace(at.start..at.start + 1, "&lt;");
                    }
                    Token::Comment(_) if at.end == html.len() && !text.ends_with("-->") && !text.ends_with("--!>") => {
                        found(HtmlFault::OpenComment, "<!--", place(at.start..at.start + 4));
                        edits.replace(at, "");
                    }
                    // A note to other editors, and no part of the page.
                    Token::Comment(_) if !html::is_instruction(text.as_bytes()) => edits.replace(at, ""),
                    Token::Declaration if is_doctype(text) => {
                        found(HtmlFault::OfPage, "!doctype", place(at.clone()));
                        edits.replace(at, "");
                    }
                    Token::Text { .. } if self.open.last().is_some_and(|open| open.name == "script") => {
                        // A `<script` behind `<!--` hides the script's own end (HTML, 13.2.5.20). In a string of the script
                        // `<\script` is the same.
                        let comment = if self.commented { Some(0) } else { text.find("<!--") };
                        if let Some(comment) = comment {
                            self.commented = true;
                            let lower = text[comment..].to_ascii_lowercase();
                            for (hit, _) in lower.match_indices("<script") {
                                edits.insert(at.start + comment + hit + 1, "\\");
                            }
                        }
                    }
                    Token::Text { .. } | Token::Comment(_) | Token::Declaration => {}
                }
            }
            // A tag that doesn't end would swallow the rest.
            let Some(cut) = html[start..].find('<').map(|at| start + at) else { break };
            let end = html[cut..].find('\n').map_or(html.len(), |line| cut + line);
            found(HtmlFault::NoTag, &html[cut..end], place(cut..end));
            edits.replace(cut..cut + 1, "&lt;");
            from = cut + 1;
        }
        edits
    }

    fn end(
        &mut self,
        name: &str,
        text: &str,
        at: Range<usize>,
        place: &impl Fn(Range<usize>) -> Range<usize>,
        found: &mut impl FnMut(HtmlFault, &str, Range<usize>),
        edits: &mut Edits,
    ) {
        // A browser makes an element of `</br>`, and ignores the other ends of elements without content.
        if is_void(name) {
            return;
        }
        if !self.is_known(name, text, None) {
            found(HtmlFault::NoTag, text, place(at.clone()));
            return edits.replace(at.start..at.start + 1, "&lt;");
        }
        let (mut within, is_paragraph) = self.around.last().copied().unwrap_or_default();
        if is_paragraph && !is_inline(name) {
            within = self.around.iter().rev().nth(1).map_or(0, |(length, _)| *length);
        }
        let within = within.min(self.open.len());
        let is_open = self.names.get(name).is_some_and(|count| *count > 0);
        let among = if is_open { &self.open[within..] } else { &[] };
        let index = among.iter().rposition(|open| open.name == name);
        match index {
            Some(index) => {
                let mut missing = String::new();
                let closed = self.cut(within + index);
                for open in closed.into_iter().skip(1).rev().filter(|open| !may_stay_open(&open.name)) {
                    found(HtmlFault::Unclosed, &open.name, open.range);
                    missing.push_str(&format!("</{}>", open.name));
                }
                if !missing.is_empty() {
                    edits.insert(at.start, missing);
                }
                let length = self.open.len();
                for (from, _) in &mut self.around {
                    *from = (*from).min(length);
                }
            }
            None => {
                if !(self.page && matches!(name, "html" | "head" | "body")) {
                    found(HtmlFault::Stray, name, place(at.clone()));
                }
                edits.replace(at, "");
            }
        }
    }

    /// Whether a drawing or a formula is open, which has elements of its own.
    fn is_foreign(&self) -> bool {
        self.open.last().is_some_and(|open| open.foreign)
    }

    /// Whether there is an element of this name. `List<Object>` and `Vec<Option>` are types: a bare name with a capital
    /// behind a letter.
    fn is_known(&self, name: &str, tag: &str, before: Option<char>) -> bool {
        let bare = tag.len() == name.len() + 2 && tag[1..].starts_with(|c: char| c.is_ascii_uppercase());
        let is_type = bare
            && before.is_some_and(|c| c.is_ascii_alphanumeric())
            && tag[2..].contains(|c: char| c.is_ascii_lowercase());
        self.is_foreign() || !is_type && !is_comparison(name, tag) && is_element(&name.to_ascii_lowercase())
    }
}

/// `if a<b then c>d`: words behind the name of a short element that no attribute has.
fn is_comparison(name: &str, tag: &str) -> bool {
    const ALONE: [&str; 6] = ["download", "hidden", "inert", "autofocus", "itemscope", "disabled"];
    let words = tag.strip_suffix('>').and_then(|inside| inside.get(1 + name.len()..)).unwrap_or_default();
    let mut words = words.trim_end_matches('/').split_ascii_whitespace().peekable();
    name.len() == 1
        && !tag.starts_with("</")
        && words.peek().is_some()
        && words.all(|word| !word.contains(['=', '"', '-']) && !ALONE.contains(&word))
}

fn is_doctype(text: &str) -> bool {
    text.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype"))
}

/// Whether HTML has an element of this name, or had one that browsers still know; names with a hyphen are an author's own.
fn is_element(name: &str) -> bool {
    name.contains('-') || name.len() <= 10 && ELEMENTS.split_ascii_whitespace().any(|known| known == name)
}

const ELEMENTS: &str = "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink \
    blockquote body br button canvas caption center cite code col colgroup data datalist dd del details dfn dialog dir div \
    dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html \
    i iframe img input ins kbd keygen label legend li link listing main map mark marquee math menu menuitem meta meter nav \
    nobr noembed noframes noscript object ol optgroup option output p param picture pre progress q rb rp rt rtc ruby s samp \
    script search section select slot small source span strike strong style sub summary sup svg table tbody td template \
    textarea tfoot th thead time title tr track tt u ul var video wbr xmp";

/// Whether an element has no content and no end tag.
fn is_void(name: &str) -> bool {
    const VOID: &str =
        "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr";
    VOID.split_ascii_whitespace().any(|void| void == name)
}

/// Whether HTML lets the end tag be left out.
fn may_stay_open(name: &str) -> bool {
    const OPTIONAL: &str = "caption colgroup dd dt li optgroup option p rb rp rt rtc tbody td tfoot th thead tr";
    OPTIONAL.split_ascii_whitespace().any(|optional| optional == name)
}

/// Whether an element stands within a line.
fn is_inline(name: &str) -> bool {
    const INLINE: &str = "a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark nobr output q \
        ruby s samp small span strike strong sub sup time tt u var";
    INLINE.split_ascii_whitespace().any(|inline| inline == name)
}

/// Whether a tag closes itself: the slash at its end is no part of an unquoted value.
fn closes_itself(tag: &str) -> bool {
    let Some(inside) = tag.strip_suffix("/>") else { return false };
    let last = inside.rsplit(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default();
    !last.contains('=') || last.ends_with(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a block of raw HTML, and what is reported.
    fn contained(html: &str) -> (String, Vec<(HtmlFault, String)>) {
        let mut elements = Elements::default();
        let mut faults = Vec::new();
        elements.enter(false);
        let edits = elements.read(html, None, |at| at, |fault, name, _| faults.push((fault, name.to_owned())));
        let mut text = edits.apply(html).text;
        for open in elements.leave() {
            faults.push((HtmlFault::Unclosed, open.name.clone()));
            text.push_str(&format!("</{}>", open.name));
        }
        (text, faults)
    }

    #[test]
    fn what_is_balanced_html_stays_as_it_is() {
        for html in [
            "<div><p>甲<br>乙<img src=a></div>",
            "<ul><li>一<li>二</ul>",
            "<table><tr><td>一<td>二</table>",
            "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/><text>字</text></svg>",
            "<a download href=x>x</a><p hidden>y</p><b >z</b>",
            "<my-box>x</my-box><font color=red>红</font> 1 < 2",
            "<script>if (a<b) { x(\"</div>\") }</script>",
        ] {
            assert_eq!(contained(html), (html.to_owned(), vec![]));
        }
    }

    #[test]
    fn what_does_not_balance_is_contained() {
        let unclosed = |name: &str| (HtmlFault::Unclosed, name.to_owned());
        let stray = |name: &str| (HtmlFault::Stray, name.to_owned());
        assert_eq!(contained("<div><b>甲"), ("<div><b>甲</b></div>".to_owned(), vec![unclosed("b"), unclosed("div")]));
        assert_eq!(contained("<div><b>甲</div>"), ("<div><b>甲</b></div>".to_owned(), vec![unclosed("b")]));
        assert_eq!(contained("甲</main></article>"), ("甲".to_owned(), vec![stray("main"), stray("article")]));
        assert_eq!(contained("<div/>甲"), ("<div/>甲</div>".to_owned(), vec![unclosed("div")]));
        assert_eq!(contained("甲<!-- 乙"), ("甲".to_owned(), vec![(HtmlFault::OpenComment, "<!--".to_owned())]));
        let page = vec![(HtmlFault::OfPage, "html".to_owned()), (HtmlFault::OfPage, "body".to_owned())];
        assert_eq!(contained("<html><body><p>甲</p></body></html>"), ("<p>甲</p>".to_owned(), page));
    }

    #[test]
    fn what_is_open_is_counted_by_name() {
        let mut elements = Elements::default();
        elements.enter(false);
        let deep = format!("{}<b>甲</i></b><svg><g></svg>", "<div>".repeat(5));
        elements.read(&deep, None, |at| at, |_, _, _| {});
        let open: Vec<_> =
            ["div", "b", "i", "svg", "g"].iter().map(|name| elements.names.get(*name).copied()).collect();
        assert_eq!(open, [Some(5), Some(0), None, Some(0), Some(0)]);
        assert!(!elements.is_foreign());
        assert_eq!(elements.leave().len(), 5);
        assert_eq!(elements.names["div"], 0);
    }

    #[test]
    fn what_is_no_html_is_text() {
        for (html, text, faults) in [
            ("数组<int>类型", "数组&lt;int>类型", 1),
            ("List<String>、Map<K,V></K>", "List&lt;String>、Map&lt;K,V>&lt;/K>", 3),
            ("Vec<Option> x", "Vec&lt;Option> x", 1),
            ("if a<b then c>d", "if a&lt;b then c>d", 1),
            ("<p v-cloak>甲</p>", "<p v-cloak>甲</p>", 0),
            ("<?php x ?>", "&lt;?php x ?>", 1),
            ("<div>甲<a href=\"x\n乙</div>", "<div>甲&lt;a href=\"x\n乙</div>", 1),
        ] {
            let (contained, found) = contained(html);
            assert_eq!((&*contained, found.len()), (text, faults), "{found:?}");
            assert!(found.iter().all(|(fault, _)| *fault == HtmlFault::NoTag), "{found:?}");
        }
    }
}
