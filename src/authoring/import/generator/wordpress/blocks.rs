//! The block editor's comments around the HTML of a post: `<!-- wp:name {"key": …} -->`.

use std::ops::Range;

use serde_json::Value;

use super::marks::{PostMarks, report_unread};
use super::own::Own;
use super::paragraphs::paragraphs;
use crate::authoring::import::generator::Reporter;
use crate::base::diagnostic::Location;
use crate::base::html::escape;

/// Blocks that have no content: space, breaks.
const EMPTY: [&str; 5] = ["spacer", "more", "nextpage", "separator", "page-break"];

/// How deep reusable blocks may hold others.
const DEEPEST: usize = 4;

/// Returns the HTML that WordPress shows: reusable blocks in their places, paragraphs for text outside of blocks. A block that
/// the server fills when it shows a page stays as a comment and is reported. `marks` gets the formulas of reusable blocks.
pub fn expand(html: &str, own: &Own<'_>, depth: usize, marks: &mut PostMarks, reporter: &mut Reporter) -> String {
    let mut out = String::with_capacity(html.len());
    // Whether each block that is open holds the text of the classic editor, which has no paragraphs of its own.
    let mut open: Vec<bool> = Vec::new();
    let mut rest = html;
    let mut from = 0;
    while let Some(at) = rest[from..].find("<!--").map(|at| from + at) {
        let Some(end) = rest[at..].find("-->").map(|end| at + end + 3) else { break };
        let comment = &rest[at..end];
        // `<!-->` is an empty comment.
        let inside = comment.get(4..comment.len() - 3).unwrap_or_default().trim();
        // Other comments stand within the text, and part no paragraph.
        if !inside.starts_with("wp:") && !inside.starts_with("/wp:") {
            from = end;
            continue;
        }
        push(&rest[..at], &open, &mut out);
        from = 0;
        let place = html.len() - rest.len() + at;
        rest = &rest[end..];
        if let Some(name) = inside.strip_prefix("wp:") {
            match name.strip_suffix('/') {
                None => open.push(matches!(inside_name(name), "freeform" | "classic" | "core/freeform")),
                Some(name) => {
                    let place = place..place + comment.len();
                    out.push_str(&alone(name.trim(), own, (depth, place), marks, reporter));
                }
            }
        } else {
            open.pop();
        }
    }
    push(rest, &open, &mut out);
    out
}

/// The name of a block, without what it is to look like.
fn inside_name(block: &str) -> &str {
    block.split_whitespace().next().unwrap_or_default()
}

fn push(text: &str, open: &[bool], out: &mut String) {
    match () {
        () if open.last() == Some(&false) => out.push_str(text),
        () if text.trim().is_empty() => out.push('\n'),
        () => out.push_str(&paragraphs(text)),
    }
}

/// A block without HTML of its own.
fn alone(
    block: &str,
    own: &Own<'_>,
    (depth, at): (usize, Range<usize>),
    marks: &mut PostMarks,
    reporter: &mut Reporter,
) -> String {
    let (name, data) = block.split_once(|c: char| c.is_whitespace()).unwrap_or((block, ""));
    let name = name.trim_start_matches("core/");
    if EMPTY.contains(&name) {
        return String::new();
    }
    let data: Value = serde_json::from_str(data.trim()).unwrap_or_default();
    if name == "block"
        && depth < DEEPEST
        && let Some(html) =
            data.get("ref").and_then(Value::as_u64).and_then(|number| own.blocks.get(&number.to_string()))
    {
        // It was stored by itself, so the formulas of the post don't have its own.
        let html = marks.take_more(html);
        report_unread(&html, |_| Location::file(own.path), reporter);
        return expand(&html, own, depth + 1, marks, reporter);
    }
    if name == "social-link"
        && let Some(link) = data.get("url").and_then(Value::as_str)
    {
        let words = ["label", "service"].iter().find_map(|key| data.get(*key).and_then(Value::as_str));
        return format!("<li><a href=\"{}\">{}</a></li>", escape(link), escape(words.unwrap_or(link)));
    }
    let place = Location::span(own.path, own.at + at.start..own.at + at.end);
    reporter.unknown_markup(&format!("wp:{name}"), if depth == 0 { place } else { Location::file(own.path) });
    format!("\n<!-- wp:{block} /-->\n")
}
