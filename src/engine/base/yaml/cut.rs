//! Values that end where a number sign begins a comment, although it was meant as part of the text.
//!
//! In `title: 科普 #1 期` YAML reads `科普`, and an editor never learns that the rest is a comment. A comment that is meant as one
//! has a blank behind its sign, as every editor and `kepu` itself write it.

use std::ops::Range;

use super::write::{self, YamlValue};
use super::{Kind, Node};
use crate::base::diagnostic::{Edit, Span};

/// A value and what follows its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// From the value's start to the end of its line.
    pub span: Span,
    /// What isn't read: `#1 期`.
    pub lost: String,
    /// The line as it should be: `title: "科普 #1 期"`.
    pub line: String,
    /// Puts the quotation marks in.
    pub edit: Edit,
    /// Whether nothing of the value is left.
    pub whole: bool,
    /// Whether it can't be a comment: its sign has no blank behind it.
    pub sure: bool,
}

/// Returns the cut values of a parsed text, in order. `offset` is where the text begins in its file.
pub fn cuts(text: &str, offset: usize, root: &Node) -> Vec<Cut> {
    let mut found = Vec::new();
    if text.contains(" #") || text.contains("\t#") {
        look(text, offset, root, &mut found);
        found.sort_by_key(|cut| cut.span.start);
        found.dedup_by_key(|cut| cut.span.start);
    }
    found
}

fn look(text: &str, offset: usize, node: &Node, found: &mut Vec<Cut>) {
    match &node.kind {
        Kind::Scalar { plain: true, .. } => {
            found.extend(cut(text, offset, node.span.start - offset, node.span.end - offset, None))
        }
        Kind::Scalar { .. } => {
            let (start, end) = (node.span.start - offset, node.span.end - offset);
            let quoted = text.get(start..).is_some_and(|value| value.starts_with(['"', '\'']));
            found.extend(node.as_text().filter(|_| quoted).and_then(|read| cut(text, offset, start, end, Some(read))));
        }
        Kind::Null => {
            // Its place is behind the dash before it, or where the next item may begin.
            let before = text.get(..node.span.start - offset).unwrap_or_default().trim_end();
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let dash = match before[line..].find('#') {
                Some(sign) => line + before[line..line + sign].trim_end().len(),
                None => before.len(),
            };
            if before[..dash].ends_with('-') {
                found.extend(cut(text, offset, dash, dash, None));
            }
        }
        Kind::List(items) => items.iter().for_each(|item| look(text, offset, item, found)),
        Kind::Map(map) => map.entries.iter().for_each(|(key, node)| match node.kind {
            Kind::Null => {
                let sign = text.get(key.span.end - offset..).filter(|rest| rest.starts_with(':'));
                let at = key.span.end - offset + usize::from(sign.is_some());
                found.extend(sign.and_then(|_| cut(text, offset, at, at, None)));
            }
            // A title is what a page is called by; a comment that is meant has two blanks before it.
            Kind::Scalar { plain: true, .. } if matches!(key.text.as_str(), "title" | "subtitle") => {
                let (start, end) = (node.span.start - offset, node.span.end - offset);
                let found_cut = cut(text, offset, start, end, None).or_else(|| doubtful(text, offset, start, end));
                found.extend(found_cut);
            }
            _ => look(text, offset, node, found),
        }),
    }
}

/// `read` is the value where it stands in quotation marks.
fn cut(text: &str, offset: usize, start: usize, end: usize, read: Option<&str>) -> Option<Cut> {
    let meant = |blanks: usize, lost: &str| {
        let after = lost.strip_prefix('#');
        blanks > 0 && after.is_some_and(|after| !after.trim().is_empty() && !after.starts_with([' ', '\t', '#']))
    };
    // An editor who writes quotation marks may mean what stands behind them as a comment.
    cut_where(text, offset, start..end, read, read.is_none(), meant)
}

/// A comment behind a single blank.
fn doubtful(text: &str, offset: usize, start: usize, end: usize) -> Option<Cut> {
    cut_where(text, offset, start..end, None, false, |blanks, lost| blanks == 1 && lost.starts_with('#'))
}

fn cut_where(
    text: &str,
    offset: usize,
    value: Range<usize>,
    read: Option<&str>,
    sure: bool,
    meant: impl Fn(usize, &str) -> bool,
) -> Option<Cut> {
    let start = value.start;
    let end = start + text.get(value)?.trim_end().len();
    let rest = text.get(end..)?.lines().next()?;
    let lost = rest.trim_start_matches([' ', '\t']);
    if !meant(rest.len() - lost.len(), lost) {
        return None;
    }
    // An empty value begins behind the blanks that follow the sign before it.
    let whole = start == end;
    let start = if whole { end + rest.len() - lost.len() } else { start };
    // A comment that is meant as one, further on, stays one: it may be nothing for the public.
    let meant_comment = ["  # ", "\t# "].into_iter().filter_map(|sign| lost.find(sign)).min();
    let lost = lost[..meant_comment.unwrap_or(lost.len())].trim_end();
    let stop = end + (rest.len() - rest.trim_start_matches([' ', '\t']).len()) + lost.len();
    let comment = text.get(stop..)?.lines().next().unwrap_or_default().trim_end();
    let read = read.unwrap_or_else(|| &text[start.min(end)..end]);
    let quoted = write::inline(&YamlValue::text(format!("{read}{}", text.get(start.max(end)..stop)?)));
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    Some(Cut {
        span: Span { start, end: stop }.shift(offset),
        lost: lost.to_owned(),
        line: format!("{}{quoted}{comment}", &text[line_start..start]),
        edit: Edit { span: Span { start, end: stop }.shift(offset), text: quoted },
        whole,
        sure,
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        cuts(text, 7, &parse(text, 7).unwrap()).into_iter().map(|cut| cut.line).collect()
    }

    #[test]
    fn a_value_that_goes_on_behind_a_number_sign_is_found() {
        assert_eq!(lines("title: 科普 #1 期\n"), ["title: \"科普 #1 期\""]);
        assert_eq!(lines("a: 1\nplace:\n  address: 科技路3号 #201  \n"), ["  address: \"科技路3号 #201\""]);
        assert_eq!(lines("tags:\n  - 话题 #科普\n  - #科普\n"), ["  - \"话题 #科普\"", "  - \"#科普\""]);
        assert_eq!(lines("color: #0b6e99\nname: 馆"), ["color: \"#0b6e99\""]);
        assert_eq!(lines("title: \"甲\" #2\nname: '乙' #丙\n"), ["title: \"甲 #2\"", "name: \"乙 #丙\""]);
        assert_eq!(lines("title: \"甲\"  # 备注\nname: '乙 #丙'\n"), [""; 0]);
        assert_eq!(lines("title: 科普 #1 期  # 内部：待核\n"), ["title: \"科普 #1 期\"  # 内部：待核"]);
    }

    #[test]
    fn a_comment_is_a_comment() {
        for text in [
            "title: 科普  # 第一期\n",
            "note: 科普 # 第一期\n",
            "note: 科普 #\n",
            "title: \"科普\" # 1\n",
            "title: C#\n",
            "#1\ntitle: a\n",
            "a: ## b\n",
            "a:\n  #b\n  c: 1\n",
            "a: |\n  b #c\n",
            "a: # b\n",
        ] {
            assert_eq!(lines(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_title_is_doubted_where_a_comment_stands_close_to_it() {
        assert_eq!(lines("title: 科普 # 第一期\n"), ["title: \"科普 # 第一期\""]);
        assert_eq!(lines("title: 五音不全 #\n"), ["title: \"五音不全 #\""]);
        let text = "title: 科普 # 第一期\nsubtitle: 甲 #1\n";
        let sure: Vec<bool> = cuts(text, 0, &parse(text, 0).unwrap()).iter().map(|cut| cut.sure).collect();
        assert_eq!(sure, [false, true]);
    }

    #[test]
    fn the_quoted_text_is_read_whole() {
        let text = "title: 说“好” \"a\" #1\nb: 2\n";
        let cut = cuts(text, 0, &parse(text, 0).unwrap()).remove(0);
        let mut mended = text.to_owned();
        mended.replace_range(cut.edit.span.start..cut.edit.span.end, &cut.edit.text);
        let root = parse(&mended, 0).unwrap();
        assert_eq!(root.as_map().unwrap().get("title").unwrap().as_text(), Some("说“好” \"a\" #1"));
        assert_eq!(cut.lost, "#1");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "[ \\n:\\-\\[\\]{}\"'&*!|>a彩#,?]{0,60}") {
            if let Ok(root) = parse(&text, 3) {
                let _ = cuts(&text, 3, &root);
            }
        }
    }
}
