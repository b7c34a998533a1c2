//! The paragraphs of WordPress's classic editor: blank lines part them, and a line's end is a line break.
//!
//! This is `wpautop` of WordPress, which makes them whenever a post is shown; what an author saw comes from it.

use std::borrow::Cow;

/// Elements that stand in no paragraph.
const BLOCKS: &str = " table thead tfoot caption col colgroup tbody tr td th div dl dd dt ul ol li pre form map area blockquote \
                      address style p h1 h2 h3 h4 h5 h6 hr fieldset legend section article aside hgroup header footer nav \
                      figure figcaption details menu summary iframe video audio script ";

/// Returns the HTML that WordPress shows for a text of the classic editor.
pub fn paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut out = String::new();
    // The lines of the paragraph that is open.
    let mut open = String::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        open.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.is_empty() {
            break;
        }
        let end = tag_end(rest);
        let name = name(&rest[..end]);
        // Players keep what they hold: a source that stands in a paragraph is none.
        let holds = matches!(name.as_str(), "pre" | "video" | "audio" | "object") && !rest.starts_with("</");
        if holds || name == "script" || name == "style" {
            let close = format!("</{name}");
            let whole = end_of(rest, &close).map_or(rest.len(), |at| at + tag_end(&rest[at..]));
            flush(&mut open, &mut out);
            out.push_str(&rest[..whole]);
            out.push('\n');
            rest = &rest[whole..];
        } else if BLOCKS.contains(&format!(" {name} ")) && !name.is_empty() {
            flush(&mut open, &mut out);
            out.push_str(&one_line(&rest[..end]));
            rest = &rest[end..];
        } else if name == "br" {
            // A line's end behind it is no second one.
            open.push_str("<br>");
            rest = rest[end..].trim_start_matches([' ', '\t']);
            rest = rest.strip_prefix('\n').filter(|after| !after.starts_with('\n')).unwrap_or(rest);
        } else {
            open.push_str(&one_line(&rest[..end]));
            rest = &rest[end..];
        }
    }
    flush(&mut open, &mut out);
    out
}

/// Ends what is open: its blank lines part paragraphs. Text of one line beside blocks is left as it is, so that a cell or a list
/// item has no paragraph.
fn flush(open: &mut String, out: &mut String) {
    let text = std::mem::take(open);
    let text = text.replace("<br><br>", "\n\n");
    let parts: Vec<&str> = text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).collect();
    let inside = is_inside(out);
    for part in &parts {
        let lines: Vec<&str> = part.lines().map(str::trim).collect();
        let lines = lines.join("<br>").replace("<br><br>", "<br>");
        if inside && parts.len() == 1 {
            out.push_str(&lines);
        } else {
            out.push_str(&format!("<p>{lines}</p>\n"));
        }
    }
}

/// Whether the text that comes next stands in an element that holds text itself.
fn is_inside(before: &str) -> bool {
    const HOLDERS: &str = " p li td th h1 h2 h3 h4 h5 h6 dt dd caption figcaption figure legend summary div ";
    let Some(at) = before.trim_end().rfind('<') else { return false };
    let tag = &before[at..];
    // Behind the end of a list within an item the text goes on there; a paragraph does no harm.
    !tag.starts_with("</") && tag.trim_end().ends_with('>') && HOLDERS.contains(&format!(" {} ", name(tag)))
}

fn one_line(tag: &str) -> Cow<'_, str> {
    if tag.contains('\n') { Cow::Owned(tag.replace('\n', " ")) } else { Cow::Borrowed(tag) }
}

/// Returns the end of the tag or comment at the beginning of a text; the sign alone is text.
pub fn tag_end(text: &str) -> usize {
    if text.starts_with("<!--") {
        return text.find("-->").map_or(text.len(), |at| at + 3);
    }
    let is_tag = text[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/' || c == '!');
    if !is_tag {
        return 1;
    }
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1) {
        match (quote, c) {
            (None, '"' | '\'') if text[..at].ends_with('=') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            (None, '>') => return at + 1,
            _ => {}
        }
    }
    text.len()
}

pub fn name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name[..end].to_ascii_lowercase()
}

/// Where a text ends: before these signs, in any letter case.
pub fn end_of(text: &str, close: &str) -> Option<usize> {
    let starts = |at: &usize| text.get(*at..*at + close.len()).is_some_and(|part| part.eq_ignore_ascii_case(close));
    text.match_indices(&close[..1]).map(|(at, _)| at).find(starts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_what_wordpress_shows() {
        for (text, html) in [
            ("第一段\n还是\n\n第二段", "<p>第一段<br>还是</p>\n<p>第二段</p>\n"),
            ("甲\n<p style=\"a\">乙</p>\n丙\n\n丁", "<p>甲</p>\n<p style=\"a\">乙</p><p>丙</p>\n<p>丁</p>\n"),
            ("<ul>\n<li>甲</li>\n<li>乙</li>\n</ul>\n丙", "<ul><li>甲</li><li>乙</li></ul><p>丙</p>\n"),
            ("<pre>a\n\nb</pre>\n甲", "<pre>a\n\nb</pre>\n<p>甲</p>\n"),
            ("甲<br />\n乙", "<p>甲<br>乙</p>\n"),
            ("3 < 5\n甲", "<p>3 < 5<br>甲</p>\n"),
            ("<b>甲</b>\n<img src=\"a\">", "<p><b>甲</b><br><img src=\"a\"></p>\n"),
            (
                "<video controls>\n<source src=\"a\">\n</video>\n甲",
                "<video controls>\n<source src=\"a\">\n</video>\n<p>甲</p>\n",
            ),
            ("甲<!-- 批注 -->乙", "<p>甲<!-- 批注 -->乙</p>\n"),
            ("<td>甲\n乙</td>", "<td>甲<br>乙</td>"),
        ] {
            assert_eq!(paragraphs(text), html, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(<(p|/p|br|pre|/pre|li|!--|b a=\"x)>?|[甲a \\n<>\"']){0,30}") {
            paragraphs(&text);
        }
    }
}
