//! Footnotes and formulas of a WordPress post, which HTML has no form for and Markdown has.
//!
//! Each is a sign of its own in the HTML, which becomes Markdown when all else is written.

use serde_json::Value;

use super::verbatim::{SHORTCODES, verbatim, with_signs};
use crate::authoring::import::generator::markup::Forward;
use crate::authoring::import::generator::{Reporter, reading};
use crate::authoring::import::html::{HtmlNode, parse};
use crate::base::diagnostic::Location;
use crate::base::text::Ranges;

/// They stand around the number of a mark. Private to this program: no text has them.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

/// The signs of formulas: of Jetpack, and of plug-ins that load MathJax or KaTeX.
const FORMULAS: [(&str, &str); 8] = [
    ("$latex ", "$"),
    ("[latex]", "[/latex]"),
    ("[katex]", "[/katex]"),
    ("[tex]", "[/tex]"),
    ("[math]", "[/math]"),
    ("$$", "$$"),
    ("\\(", "\\)"),
    ("\\[", "\\]"),
];

/// The elements in which the KaTeX plug-in keeps formulas.
const ELEMENTS: [(&str, &str); 2] = [
    ("<div class=\"wp-block-katex-display-block", "</div>"),
    ("<span class=\"katex-eq\" data-katex-display=\"false\"", "</span>"),
];

/// The ends of blocks, over which no formula reaches.
const BLOCK_ENDS: [&str; 5] = ["</p>", "</div>", "</td>", "</li>", "</h"];

/// The Markdown of each mark, and the footnotes at the end.
#[derive(Debug, Default)]
pub struct PostMarks {
    written: Vec<String>,
    /// The number and the HTML of each footnote.
    pub notes: Vec<String>,
}

impl PostMarks {
    /// Takes footnotes and formulas out of a post's HTML; `notes` is what WordPress keeps of footnotes beside it.
    pub fn take(html: &str, notes: &str) -> (String, Self) {
        let mut marks = Self::default();
        let html = marks.footnotes(html.replace([OPEN, CLOSE], ""), notes);
        let html = marks.all_formulas(html, false);
        (html, marks)
    }

    /// Takes the formulas out of a page that isn't WordPress's, in which a formula may stand on several lines.
    pub fn take_from_page(html: &str) -> (String, Self) {
        let mut marks = Self::default();
        let html = marks.all_formulas(html.replace([OPEN, CLOSE], ""), true);
        (html, marks)
    }

    /// Takes the formulas out of a text that is put into the post, such as a reusable block.
    pub fn take_more(&mut self, html: &str) -> String {
        self.all_formulas(html.replace([OPEN, CLOSE], ""), false)
    }

    fn all_formulas(&mut self, html: String, over_lines: bool) -> String {
        let html = ELEMENTS.into_iter().fold(html, |html, (open, close)| self.elements(&html, open, close));
        FORMULAS.into_iter().fold(html, |html, (open, close)| self.formulas(&html, open, close, over_lines))
    }

    /// Takes elements of KaTeX out, which hold nothing but a formula.
    fn elements(&mut self, html: &str, open: &str, close: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, after)) = rest.split_once(open) {
            out.push_str(before);
            // It ends before the next one begins.
            let own = &after[..after.find(open).unwrap_or(after.len())];
            let start = own.find('>').map(|start| start + 1);
            let inside = start.and_then(|start| Some((start, start + own[start..].find(close)?)));
            let formula = inside.map(|(start, end)| formula_text(&own[start..end]));
            match (inside, formula.filter(|text| !text.is_empty() && !text.contains('$'))) {
                (Some((_, end)), Some(formula)) => {
                    let put = if open.starts_with("<div") {
                        format!("<p>{}</p>", self.put(format!("$${formula}$$")))
                    } else {
                        self.put(format!("${formula}$"))
                    };
                    out.push_str(&put);
                    rest = &after[end + close.len()..];
                }
                _ => {
                    out.push_str(open);
                    rest = after;
                }
            }
        }
        out + rest
    }

    fn put(&mut self, markdown: String) -> String {
        self.written.push(markdown);
        format!("{OPEN}{}{CLOSE}", self.written.len() - 1)
    }

    fn footnotes(&mut self, mut html: String, notes: &str) -> String {
        let Ok(Value::Array(notes)) = serde_json::from_str(notes) else { return html };
        for note in &notes {
            let text = |key: &str| note.get(key).and_then(Value::as_str).unwrap_or_default();
            let sign = format!("data-fn=\"{}\"", text("id"));
            let Some(at) = html.find(&sign).filter(|_| !text("id").is_empty()) else { continue };
            let (Some(start), Some(end)) = (html[..at].rfind("<sup"), html[at..].find("</sup>")) else { continue };
            self.notes.push(verbatim(text("content")));
            let mark = self.put(format!("[^{}]", self.notes.len()));
            html.replace_range(start..at + end + "</sup>".len(), &mark);
        }
        if !notes.is_empty() && self.notes.len() == notes.len() {
            html = html.replace("<!-- wp:footnotes /-->", "");
        }
        html
    }

    fn formulas(&mut self, html: &str, open: &'static str, close: &'static str, over_lines: bool) -> String {
        let mut out = String::with_capacity(html.len());
        let code = code(html);
        let display = matches!(open, "$$" | "\\[");
        let over_lines = over_lines || open.starts_with('[');
        let mut ends = Forward::of(html, close);
        // What is written already, and where the search goes on.
        let (mut done, mut from) = (0, 0);
        while let Some(at) = html[from..].find(open).map(|at| from + at) {
            if let Some(code) = code.around(at) {
                from = code.end;
                continue;
            }
            from = at + open.len();
            // Without an end behind it no other has one.
            let Some(end) = ends.seek(from) else { break };
            let inside = &html[from..end];
            // Where another begins before the end, the formula is that one.
            if inside.contains(open)
                || !over_lines && inside.contains('\n')
                || BLOCK_ENDS.iter().any(|tag| inside.contains(tag))
            {
                continue;
            }
            let formula = formula_text(inside);
            // Words between dollars or brackets are no formula.
            let is_formula = match open.len() {
                2 => reading::is_formula(&formula, display),
                _ => !formula.is_empty() && !formula.contains('$'),
            };
            if !is_formula {
                continue;
            }
            out.push_str(&html[done..at]);
            let sign = if display { "$$" } else { "$" };
            out.push_str(&self.put(format!("{sign}{formula}{sign}")));
            done = end + close.len();
            from = done;
        }
        out.push_str(&html[done..]);
        out
    }

    /// Puts the marks into the Markdown, with the footnotes below it, which `write` makes of their HTML.
    pub fn give(&self, markdown: &str, write: impl Fn(&str) -> String) -> String {
        let mut out = replaced(markdown, |number| self.written.get(number).map(String::as_str));
        for (number, note) in self.notes.iter().enumerate() {
            let text = write(note).split('\n').collect::<Vec<_>>().join("\n    ");
            out.push_str(&format!("\n\n[^{}]: {text}", number + 1));
        }
        out
    }

    /// Takes the signs out of a text, as the page doesn't have them.
    pub fn without(&self, nodes: &mut [HtmlNode]) {
        for node in nodes {
            match node {
                HtmlNode::Text(text) if text.contains(OPEN) => *text = replaced(text, |_| Some("")),
                HtmlNode::Element(element) => self.without(&mut element.children),
                _ => {}
            }
        }
    }
}

/// The text of a formula, in which `<` is a sign like any other.
fn formula_text(html: &str) -> String {
    HtmlNode::line(&parse(&with_signs(html)))
}

/// Reports the signs of formulas that stay in a text, each at its place.
pub fn report_unread(html: &str, place: impl Fn(&str) -> Location, reporter: &mut Reporter) {
    for (open, close) in [("\\(", "\\)"), ("\\[", "\\]"), ("$$", "$$")] {
        if has_formula(html, open, close) {
            reporter.unknown_markup(&format!("{open} … {close}"), place(open));
        }
    }
}

/// Whether signs of a formula stay in a text, elsewhere than in code.
fn has_formula(html: &str, open: &str, close: &str) -> bool {
    let code = code(html);
    let found = html.match_indices(open).map(|(at, _)| at).find(|at| !code.contains(*at));
    found.is_some_and(|at| html[at + open.len()..].contains(close))
}

/// The places of code, in which nothing is a formula.
fn code(html: &str) -> Ranges {
    const CODE: [(&str, &str); 4] =
        [("<pre", "</pre>"), ("<code", "</code>"), ("<script", "</script>"), ("<style", "</style>")];
    let mut found = Vec::new();
    for (open, close) in CODE.into_iter().chain(SHORTCODES) {
        let mut at = 0;
        while let Some(start) = html[at..].find(open).map(|start| at + start) {
            let end = html[start..].find(close).map_or(html.len(), |end| start + end + close.len());
            found.push(start..end);
            at = end;
        }
    }
    found.into_iter().collect()
}

fn replaced<'a>(text: &str, by: impl Fn(usize) -> Option<&'a str>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPEN) {
        out.push_str(before);
        let Some((number, after)) = after.split_once(CLOSE) else {
            rest = after;
            continue;
        };
        out.push_str(number.parse().ok().and_then(&by).unwrap_or_default());
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn footnotes_and_formulas_are_put_back() {
        let notes = r#"[{"content":"见<em>书</em>","id":"a-1"}]"#;
        let html =
            "甲<sup data-fn=\"a-1\" class=\"fn\"><a href=\"#a-1\">1</a></sup>，$latex x &lt; 1$<!-- wp:footnotes /-->";
        let (html, marks) = PostMarks::take(html, notes);
        assert!(!html.contains("footnotes") && !html.contains("latex"), "{html}");
        assert_eq!(marks.give(&html, str::to_owned), "甲[^1]，$x < 1$\n\n[^1]: 见<em>书</em>");
        let mut nodes = parse(&html);
        marks.without(&mut nodes);
        assert_eq!(HtmlNode::line(&nodes), "甲，");
    }

    #[test]
    fn what_is_no_formula_stays() {
        for html in ["价格$latex 元", "[latex]", "$latex $x", "<p>$$</p><p>a</p><p>$$</p>", "\\(a\n\\)"] {
            assert_eq!(PostMarks::take(html, "").0, html);
        }
    }

    #[test]
    fn a_formula_begins_at_the_last_sign_before_its_end() {
        let (html, marks) = PostMarks::take("见\\(甲，\\(a<b\\)", "");
        assert_eq!(marks.give(&html, str::to_owned), "见\\(甲，$a<b$");
        let many = "\\(".repeat(500);
        assert_eq!(PostMarks::take(&format!("{many}a\\)"), "").1.written, ["$a$"]);
    }

    #[test]
    fn a_formula_of_a_page_may_stand_on_lines() {
        let (html, marks) = PostMarks::take_from_page("<p>$$\nu<v\n$$</p><style>a{}$$b$$</style>");
        assert_eq!(marks.give(&html, str::to_owned), "<p>$$u<v$$</p><style>a{}$$b$$</style>");
    }
}
