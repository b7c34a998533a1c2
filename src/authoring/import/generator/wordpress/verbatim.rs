//! What WordPress took as text, made safe for a parser of HTML: the signs of code and of formulas.
//!
//! `a<b` in code begins an element for a parser, which swallows what follows. The old server escaped it before any browser saw
//! it, or its author meant it as text. So a `<` in code and in formulas begins an element only where an editor put one. All that
//! is made of a post begins here: its Markdown, and what its page is compared with.

use std::collections::BTreeSet;

use super::paragraphs::{end_of, name, tag_end};
use crate::authoring::import::html::is_known_in_code;
use crate::base::html::escape;
use crate::base::text::pattern::{self, Pattern};

/// The shortcodes of code, whose text no one reads but they.
pub const SHORTCODES: [(&str, &str); 3] =
    [("[code", "[/code]"), ("[sourcecode", "[/sourcecode]"), ("[highlight", "[/highlight]")];

/// What stands between an element's name and its end.
static ATTRIBUTES: Pattern = Pattern::new(|| {
    pattern::constant(r#"^(\s+[a-zA-Z_:][a-zA-Z0-9_:.-]*(\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+))?)*\s*/?$"#)
});

/// What is longer in code is no tag of an editor, and no name of its elements.
const LONGEST: usize = 2000;
const LONGEST_NAME: usize = 12;

/// Returns the HTML of a post with the signs of its code escaped.
pub fn verbatim(html: &str) -> String {
    with_safe_code(html, true)
}

/// The same for a page that a server or a browser wrote: no plug-in has to read its code any more.
pub fn verbatim_page(html: &str) -> String {
    with_safe_code(html, false)
}

fn with_safe_code(html: &str, typed: bool) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    // Where one has no end behind it, no other has.
    let mut endless: BTreeSet<String> = BTreeSet::new();
    while let Some(at) = rest.find(['<', '[']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let shortcode = SHORTCODES.iter().find(|(open, _)| rest.starts_with(open));
        let end = if rest.starts_with('<') { end_of_tag(rest) } else { 1 };
        let (tag, inside) = rest.split_at(end);
        let name = name(tag);
        let holds = matches!(name.as_str(), "pre" | "code" | "script" | "style") && !tag.starts_with("</");
        let close = shortcode.map(|(_, close)| (*close).to_owned()).or_else(|| holds.then(|| format!("</{name}")));
        out.push_str(tag);
        let length = match close {
            Some(close) if !endless.contains(&close) => end_of(inside, &close).unwrap_or_else(|| {
                endless.insert(close);
                0
            }),
            _ => 0,
        };
        let (inside, after) = inside.split_at(length);
        match name.as_str() {
            "pre" if typed && is_read_by_server(tag) => out.push_str(&typed_code(inside)),
            "pre" | "code" => out.push_str(&with_signs(inside)),
            _ => out.push_str(inside),
        }
        rest = after;
    }
    out + rest
}

/// Where a tag ends, or its sign if it begins none: `a<b。<code>`.
fn end_of_tag(text: &str) -> usize {
    if !text.starts_with("<!") && next_sign(text).is_some_and(|(_, sign)| sign == '<') {
        return 1;
    }
    let end = tag_end(text);
    let (tag, own) = (&text[..end], 1 + usize::from(text.starts_with("</")));
    let well_written = |rest: &str| ATTRIBUTES.is_match(rest.strip_suffix('>').unwrap_or(rest));
    let holds_another = !tag.starts_with("<!") && tag[1..].contains('<');
    if holds_another && !tag.get(own + name(tag).len()..).is_some_and(well_written) { 1 } else { end }
}

/// The sign outside of quotation marks that a tag leads to: that of its end, or of another tag. What is looked through ends there,
/// so a text full of beginnings is looked through once.
fn next_sign(text: &str) -> Option<(usize, char)> {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '"' | '\'') if text[..at].ends_with('=') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '<' | '>') => return Some((at, c)),
            _ => {}
        }
    }
    None
}

/// Code that a plug-in reads is stored as typed, or with its signs as entities: by which editor wrote it.
pub fn typed_code(code: &str) -> String {
    let encoded = ["&lt;", "&gt;", "&amp;", "&quot;"].iter().any(|sign| code.contains(sign));
    if encoded && !code.contains('<') { code.to_owned() } else { escape(code) }
}

/// Escapes each `<` of code or a formula that begins no element of an editor.
pub fn with_signs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let tags = text.match_indices('<').map(|(at, _)| &text[at..text.floor_char_boundary(at + LONGEST_NAME)]);
    let tags: BTreeSet<(bool, String)> = tags.map(|tag| (tag.starts_with("</"), name(tag))).collect();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let near = &rest[..rest.floor_char_boundary(LONGEST)];
        let end = next_sign(near).filter(|(_, sign)| *sign == '>').map(|(at, _)| at + 1);
        match end.filter(|end| is_element(&near[..*end], &tags)) {
            Some(end) => {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
            None => {
                out.push_str("&lt;");
                rest = &rest[1..];
            }
        }
    }
    out + rest
}

/// Whether a tag is an element's: of a known name, well written, and with its other half among the tags of the text.
fn is_element(tag: &str, tags: &BTreeSet<(bool, String)>) -> bool {
    let name = name(tag);
    let closing = tag.starts_with("</");
    let Some(rest) = tag.get(1 + usize::from(closing) + name.len()..).and_then(|rest| rest.strip_suffix('>')) else {
        return false;
    };
    // Word's own elements, such as `o:p`, are no code.
    if rest.starts_with(':') && !name.is_empty() {
        return true;
    }
    let alone = matches!(name.as_str(), "br" | "hr" | "img");
    is_known_in_code(&name) && ATTRIBUTES.is_match(rest) && (alone || tags.contains(&(!closing, name)))
}

/// Whether a plug-in such as WP-Syntax or Crayon reads what stands in a `pre` as typed. A language of people is none of code.
fn is_read_by_server(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    let language = tag.split_once(" lang=").map(|(_, value)| value.trim_start_matches(['"', '\'']));
    let of_code = language.is_some_and(|value| !["zh", "en-", "en\"", "en'"].iter().any(|tag| value.starts_with(tag)));
    of_code || tag.contains("\"lang:") || tag.contains(" lang:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_signs() {
        for (html, safe) in [
            ("<p>甲<code>a<b</code>乙</p>", "<p>甲<code>a&lt;b</code>乙</p>"),
            ("<code>List<T></code>", "<code>List&lt;T></code>"),
            ("<pre><code>if (a<b && c>d) <i>x</i></code></pre>", "<pre><code>if (a&lt;b && c>d) <i>x</i></code></pre>"),
            (
                "<pre class=\"k\"><span class=\"k\">a</span><br /></pre>",
                "<pre class=\"k\"><span class=\"k\">a</span><br /></pre>",
            ),
            ("<pre lang=\"java\">List<b> l;</b></pre>", "<pre lang=\"java\">List&lt;b&gt; l;&lt;/b&gt;</pre>"),
            ("<pre lang=\"java\">a &lt; b</pre>", "<pre lang=\"java\">a &lt; b</pre>"),
            ("<pre lang=\"zh-CN\">甲<b>乙</b></pre>", "<pre lang=\"zh-CN\">甲<b>乙</b></pre>"),
            ("[code]<code>a<b</code>[/code]", "[code]<code>a<b</code>[/code]"),
            ("<!-- <code>a<b</code> --><p>3 < 5</p>", "<!-- <code>a<b</code> --><p>3 < 5</p>"),
            ("<script>'<pre>' + a<b</script>", "<script>'<pre>' + a<b</script>"),
            ("<pre>甲<o:p></o:p>", "<pre>甲<o:p></o:p>"),
        ] {
            assert_eq!(verbatim(html), safe, "{html}");
        }
    }

    #[test]
    fn code_of_a_page_has_its_marks_already() {
        let marked = "<pre lang=\"java\"><span class=\"k\">a</span> &lt; b</pre>";
        assert_eq!(verbatim_page(marked), marked);
    }

    #[test]
    fn a_text_full_of_beginnings_is_looked_through_once() {
        // What is read for each sign ends at the next one.
        assert_eq!(next_sign(&"<a ".repeat(9)), Some((3, '<')));
        assert_eq!(next_sign(&"<a x=\"".repeat(9)), Some((12, '<')));
        assert_eq!(next_sign("<a x=\"<b>\">"), Some((10, '>')));
        assert_eq!((end_of_tag("<a <b>"), end_of_tag("<a x=\"<b>\">甲")), (1, 11));
        for unit in ["<pre>", "<pre lang=\"c\">", "<a<", "[code]", "<code>a<b", "<b x='<"] {
            let html = unit.repeat(500);
            assert_eq!(verbatim(&html), html);
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(html in "(</?(pre|code|b|i|script|!--)( lang=\"c\")?>?|[甲a<>&\\[\\]/ ]|\\[/?code\\]){0,20}") {
            verbatim(&html);
        }

        #[test]
        fn code_reads_as_typed(code in "[a-z<>&;= +()]{0,20}") {
            let html = format!("<pre lang=\"c\">{}</pre>", escape(&code).replace("&lt;", "<"));
            let nodes = crate::base::html::parse(&verbatim(&html));
            let shown = nodes[0].element().unwrap().text();
            proptest::prop_assert!(shown.matches('<').count() == code.matches('<').count(), "{}", shown);
        }
    }
}
