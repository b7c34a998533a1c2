//! Lists of attributes, which kramdown, MkDocs and Hugo have behind what they are about, `{: .red #visit}`, `{width=300}`, and sizes
//! behind the address of a picture, `![甲](a.png =300x)`: looks, which the theme has of its own. A place that a link leads to stays.

use std::collections::BTreeSet;
use std::ops::Range;

use super::markup::Replacement;
use crate::base::text::Ranges;
use crate::base::text::edits::line_start;

/// How far apart the two ends of a list may be, in bytes.
const REACH: usize = 300;

/// A list of attributes.
pub struct Attributes {
    pub at: usize,
    /// The changes that take it out; `None` where it may be a text.
    pub changes: Option<Vec<Replacement>>,
}

/// Finds lists of attributes outside of code.
pub fn attributes(text: &str, apart: &Ranges) -> Vec<Attributes> {
    let links = text.match_indices("(#").filter_map(|(at, sign)| near(text, at + sign.len()).split_once(')'));
    let linked: BTreeSet<&str> = links.map(|(id, _)| id).collect();
    let mut found = Vec::new();
    for (at, _) in text.match_indices('{') {
        let Some((inside, _)) = near(text, at + 1).split_once('}') else { continue };
        if is_list(inside) && !apart.contains(at) {
            let list = at..at + inside.len() + 2;
            found.push(Attributes { at, changes: changes(text, list, inside, &linked) });
        }
    }
    for (at, _) in text.match_indices(" =") {
        if let Some(size) = size(text, at).filter(|_| !apart.contains(at)) {
            found.push(Attributes { at, changes: Some(vec![(size, String::new())]) });
        }
    }
    found
}

/// The rest of a line from a place on. Signs reach over a few words, and never over lines: what is looked at is as long as the
/// text.
pub fn near(text: &str, at: usize) -> &str {
    let end = text.ceil_char_boundary((at + REACH).min(text.len()));
    text.get(at..end).unwrap_or_default().lines().next().unwrap_or_default()
}

fn is_list(inside: &str) -> bool {
    let bare = inside.trim_start();
    let class = bare.strip_prefix('.').is_some_and(|class| class.starts_with(char::is_alphabetic));
    inside.starts_with(':') && !inside.starts_with("::")
        || class
        || ["width=", "height=", "align=", "target="].iter().any(|name| bare.starts_with(name))
}

/// The identifier in a list.
fn id(inside: &str) -> Option<&str> {
    let mut words = inside.split([' ', ':']);
    words.find_map(|word| word.strip_prefix('#')).filter(|id| !id.is_empty() && !id.contains(['"', '<', '.']))
}

fn changes(text: &str, list: Range<usize>, inside: &str, linked: &BTreeSet<&str>) -> Option<Vec<Replacement>> {
    // It is a table of contents.
    if inside.trim_matches([':', ' ']) == "toc" {
        return None;
    }
    let start = line_start(text, list.start);
    let end = text[list.end..].find('\n').map_or(text.len(), |end| list.end + end);
    let (before, after) = (&text[start..list.start], &text[list.end..end]);
    let needed = id(inside).filter(|id| linked.contains(id));
    let anchor = needed.map(|id| format!("<a id=\"{id}\"></a>")).unwrap_or_default();
    match () {
        () if before.trim().is_empty() && after.trim().is_empty() => {
            let line = start..(end + 1).min(text.len());
            let about = needed.map(|id| about(text, &line, id));
            Some([(line, String::new())].into_iter().chain(about).collect())
        }
        () if before.starts_with('#') && after.trim().is_empty() => {
            let id = id(inside).map(|id| format!(" {{#{id}}}")).unwrap_or_default();
            Some(vec![(start + before.trim_end().len()..list.end, id)])
        }
        () if before.ends_with([')', '*', '_', '`', ']', '>']) && is_of_looks(inside) => Some(vec![(list, anchor)]),
        () => None,
    }
}

/// Whether what stands in braces behind a word names a class, a place or a value; formulas and code have braces as well.
fn is_of_looks(inside: &str) -> bool {
    let named = |c: char| c == '.' || c == '#' || c.is_alphabetic();
    inside.trim_start_matches([':', ' ']).starts_with(named) && inside.contains(['.', '#', '='])
}

/// Puts an identifier into the block that a list on a line of its own is about: that above, or the next one.
fn about(text: &str, line: &Range<usize>, id: &str) -> Replacement {
    let above = text[..line.start].rfind("\n\n").map_or(0, |end| end + 2);
    let block = if text[above..line.start].trim().is_empty() { line.end } else { above };
    let first = text[block..].lines().next().unwrap_or_default();
    if first.starts_with('#') {
        let end = block + first.trim_end().len();
        return (end..end, format!(" {{#{id}}}"));
    }
    let anchor = format!("<a id=\"{id}\"></a>");
    let is_text = first.starts_with(|c: char| c.is_alphabetic() || "[（“《".contains(c));
    (block..block, if is_text { anchor } else { format!("{anchor}\n\n") })
}

/// The place of a size at the end of a picture's address.
fn size(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = &text[at + " =".len()..];
    let length = rest.find(|c: char| !c.is_ascii_digit() && c != 'x' && c != '%').unwrap_or(rest.len());
    let (size, after) = rest.split_at(length);
    let is_size = size.contains('x') && size.contains(|c: char| c.is_ascii_digit());
    let ends = after.starts_with(')') || after.starts_with(" \"") || after.starts_with(" '");
    let before = &text[text.floor_char_boundary(at.saturating_sub(REACH))..at];
    let line = before.rsplit('\n').next().unwrap_or_default();
    let open = line.rfind("](")?;
    let in_picture = line[..open].contains("![") && !line[open..].contains(')');
    (is_size && ends && in_picture).then(|| at..at + " =".len() + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::edits::Edits;

    fn read(text: &str) -> (String, Vec<bool>) {
        let found = attributes(text, &Ranges::default());
        let taken = found.iter().map(|found| found.changes.is_some()).collect();
        let changes = found.into_iter().filter_map(|found| found.changes).flatten();
        (Edits::from_iter(changes).apply(text).text, taken)
    }

    #[test]
    fn looks_are_taken_out_and_places_stay() {
        for (text, without) in [
            ("## 节\n{: .red}\n\n文\n", "## 节\n\n文\n"),
            ("见[段](#p)。\n\n段落。\n{: #p .cls}\n", "见[段](#p)。\n\n<a id=\"p\"></a>段落。\n"),
            ("见[表](#t)。\n\n{: #t}\n| 甲 |\n", "见[表](#t)。\n\n<a id=\"t\"></a>\n\n| 甲 |\n"),
            ("见[节](#s)。\n\n# 节\n{: #s}\n", "见[节](#s)。\n\n# 节 {#s}\n"),
            ("## 节 {: #s .a}\n", "## 节 {#s}\n"),
            ("段落。\n{: #x}\n", "段落。\n"),
            ("![甲](a.png){: .img width=\"300\"}、[乙](/b){:target=\"_blank\"}\n", "![甲](a.png)、[乙](/b)\n"),
            ("![甲](a.png){width=300} ![乙](b.png){ width=\"3\" align=left }", "![甲](a.png) ![乙](b.png)"),
            (
                "![甲](a.png =300x) ![乙](b.png =3x4 \"题\") ![丙](c.png \"题\" =x9)",
                "![甲](a.png) ![乙](b.png \"题\") ![丙](c.png \"题\")",
            ),
        ] {
            let (changed, taken) = read(text);
            assert_eq!(changed, without, "{text}");
            assert!(!taken.is_empty() && taken.iter().all(|taken| *taken), "{text}");
        }
    }

    #[test]
    fn what_may_be_a_text_stays() {
        for (text, count) in [
            ("* TOC\n{:toc}\n", 1),
            ("写成 {width=300} 就行", 1),
            ("{{ a }} {b}", 0),
            ("$A_{:,i}$", 1),
            ("**f**{:>5}", 1),
            ("甲 =3x4)", 0),
            ("[甲](a =3x4)", 0),
        ] {
            assert_eq!(read(text), (text.to_owned(), vec![false; count]), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(\\{: ?#a\\}|!\\[甲\\]\\(a|\\(#a\\)| =3x|[甲{}#.:)\\n\" ]){0,20}") {
            read(&text);
        }
    }
}
