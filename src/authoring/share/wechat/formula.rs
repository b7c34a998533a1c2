//! MathML → a line of text with raised and lowered parts.
//!
//! What stands above or below something else is written beside it: a fraction with `/`, a root as `√( )`. Such a formula
//! says the same and looks different, which its author is told.

use super::node::{ArticleNode, element, text};
use super::style::Styles;
use crate::base::html::{HtmlElement, HtmlNode};

/// A formula as a line.
pub struct FormulaLine {
    pub nodes: Vec<ArticleNode>,
    /// Whether it looks as it does on the page, but for the type.
    pub faithful: bool,
}

pub fn line(formula: &HtmlElement) -> FormulaLine {
    let mut writer = FormulaWriter { faithful: true };
    let nodes = writer.row(&formula.children);
    FormulaLine { nodes: joined(nodes), faithful: writer.faithful }
}

struct FormulaWriter {
    faithful: bool,
}

impl FormulaWriter {
    fn row(&mut self, nodes: &[HtmlNode]) -> Vec<ArticleNode> {
        nodes.iter().filter_map(HtmlNode::element).flat_map(|element| self.part(element)).collect()
    }

    fn part(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let parts: Vec<&HtmlElement> = part.elements().collect();
        match (part.name.as_str(), parts.as_slice()) {
            ("mi", _) => identifier(part),
            ("mn" | "ms", _) => vec![text(part.text())],
            ("mtext", _) => vec![text(part.text().replace(' ', "\u{a0}"))],
            ("mo", _) => operator(part),
            ("mspace", _) => space(part),
            ("annotation" | "annotation-xml" | "mphantom", _) => Vec::new(),
            ("mfrac", [above, below]) => {
                self.faithful = false;
                let (above, below) = (self.grouped(above), self.grouped(below));
                [above, vec![text("/")], below].concat()
            }
            ("msqrt", _) => {
                self.faithful = false;
                [vec![text("√(")], self.row(&part.children), vec![text(")")]].concat()
            }
            ("mroot", [under, degree]) => {
                self.faithful = false;
                [script(true, self.part(degree)), vec![text("√(")], self.part(under), vec![text(")")]].concat()
            }
            ("msup", [base, above]) => [self.part(base), script(true, self.part(above))].concat(),
            ("msub", [base, below]) => [self.part(base), script(false, self.part(below))].concat(),
            ("munder", [base, below]) => {
                self.faithful = false;
                [self.part(base), script(false, self.part(below))].concat()
            }
            ("mover", [base, above]) => self.over(base, above),
            ("msubsup" | "munderover", [base, below, above]) => {
                self.faithful &= part.name == "msubsup";
                [self.part(base), script(false, self.part(below)), script(true, self.part(above))].concat()
            }
            ("mtable", rows) => {
                self.faithful = false;
                let rows = rows.iter().map(|row| {
                    let cells = row.elements().map(|cell| self.row(&cell.children));
                    cells.collect::<Vec<_>>().join(&text("\u{a0}"))
                });
                rows.collect::<Vec<_>>().join(&text("；"))
            }
            _ => self.row(&part.children),
        }
    }

    /// A part that is more than one sign, in brackets, so that it stays together on its side of the stroke.
    fn grouped(&mut self, part: &HtmlElement) -> Vec<ArticleNode> {
        let nodes = self.part(part);
        let single = match part.name.as_str() {
            "mi" | "mn" | "msup" | "msub" | "msubsup" => true,
            _ => part.elements().count() == 1 && part.elements().all(|inner| matches!(&*inner.name, "mi" | "mn")),
        };
        if single { nodes } else { [vec![text("(")], nodes, vec![text(")")]].concat() }
    }

    /// A mark above a single letter is one of Unicode's combining marks; anything else is raised beside it.
    fn over(&mut self, base: &HtmlElement, above: &HtmlElement) -> Vec<ArticleNode> {
        let letter = base.text();
        let mark = match above.text().trim() {
            "‾" | "¯" | "\u{304}" => Some('\u{304}'),
            "^" | "ˆ" => Some('\u{302}'),
            "~" | "˜" => Some('\u{303}'),
            "→" | "⃗" => Some('\u{20d7}'),
            "˙" | "." => Some('\u{307}'),
            _ => None,
        };
        match mark {
            Some(mark) if letter.chars().count() == 1 => vec![element("em", "", vec![text(format!("{letter}{mark}"))])],
            _ => {
                self.faithful = false;
                [self.part(base), script(true, self.part(above))].concat()
            }
        }
    }
}

/// One letter is a variable, in italics; several are a word or a unit.
fn identifier(part: &HtmlElement) -> Vec<ArticleNode> {
    let word = part.text();
    let upright = part.attribute("mathvariant") == Some("normal");
    let variable = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && !upright;
    if variable { vec![element("em", "", vec![text(word)])] } else { vec![text(word)] }
}

fn operator(part: &HtmlElement) -> Vec<ArticleNode> {
    // Signs that say how a formula is read, and aren't seen.
    let sign: String = part.text().chars().filter(|c| !('\u{2061}'..='\u{2064}').contains(c)).collect();
    let sign = sign.trim().replace('∘', "°");
    let wide = part.attribute("lspace").is_none()
        && part.attribute("form").is_none()
        && matches!(
            &*sign,
            "=" | "+"
                | "−"
                | "×"
                | "÷"
                | "≈"
                | "≠"
                | "≤"
                | "≥"
                | "<"
                | ">"
                | "→"
                | "⇌"
                | "⟹"
                | "⇒"
                | "∝"
                | "±"
        );
    if wide { vec![text(format!(" {sign} "))] } else { vec![text(sign)] }
}

fn space(part: &HtmlElement) -> Vec<ArticleNode> {
    let width = part.attribute("width").and_then(|width| width.strip_suffix("em")?.parse::<f32>().ok());
    match width {
        Some(width) if width >= 1.0 => vec![text("\u{a0}\u{a0}")],
        Some(width) if width > 0.1 => vec![text("\u{a0}")],
        _ => Vec::new(),
    }
}

/// A raised or lowered part; nothing for an empty one.
fn script(raised: bool, nodes: Vec<ArticleNode>) -> Vec<ArticleNode> {
    // A degree is raised by itself.
    if let [ArticleNode::Text(sign)] = nodes.as_slice()
        && sign.trim() == "°"
    {
        return vec![text("°")];
    }
    let nodes: Vec<ArticleNode> = nodes.into_iter().map(tight).collect();
    if nodes.iter().all(ArticleNode::is_empty) {
        nodes
    } else {
        vec![element("span", Styles::script(raised), joined(nodes))]
    }
}

/// No spaces around the signs of a raised part.
fn tight(node: ArticleNode) -> ArticleNode {
    match node {
        ArticleNode::Text(sign) => text(sign.trim_matches(' ')),
        other => other,
    }
}

/// Joins texts that stand beside each other.
fn joined(nodes: Vec<ArticleNode>) -> Vec<ArticleNode> {
    let mut joined: Vec<ArticleNode> = Vec::new();
    for node in nodes {
        match (joined.last_mut(), node) {
            (Some(ArticleNode::Text(before)), ArticleNode::Text(after)) => before.push_str(&after),
            (_, node) => joined.push(node),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::super::node::html;
    use super::*;
    use crate::base::html::parse;

    fn written(mathml: &str) -> (String, bool) {
        let nodes = parse(&format!("<math>{mathml}</math>"));
        let line = line(nodes[0].element().unwrap());
        let plain = html(&line.nodes)
            .replace("<span style=\"font-size:75%;vertical-align:super\">", "^{")
            .replace("<span style=\"font-size:75%;vertical-align:sub\">", "_{")
            .replace("</span>", "}")
            .replace("<em>", "")
            .replace("</em>", "");
        (plain, line.faithful)
    }

    #[test]
    fn a_formula_is_a_line_that_says_the_same() {
        for (mathml, expected, faithful) in [
            ("<mi>a</mi><mo>=</mo><msup><mi>b</mi><mn>2</mn></msup>", "a = b^{2}", true),
            ("<msub><mi>CO</mi><mn>2</mn></msub><mo>⇌</mo><mi>X</mi>", "CO_{2} ⇌ X", true),
            ("<msup><mn>42</mn><mo lspace=\"0em\">∘</mo></msup><mo>−</mo><mi>h</mi>", "42° − h", true),
            ("<mfrac><mrow><mi>a</mi><mo>+</mo><mn>1</mn></mrow><mn>3</mn></mfrac>", "(a + 1)/3", false),
            ("<msqrt><mi>x</mi></msqrt>", "√(x)", false),
            ("<mover accent=\"true\"><mi>x</mi><mo>‾</mo></mover>", "x\u{304}", true),
            ("<msup><mn>2</mn><mrow><mi>t</mi><mo lspace=\"0em\">/</mo><mi>T</mi></mrow></msup>", "2^{t/T}", true),
        ] {
            assert_eq!(written(mathml), (expected.to_owned(), faithful), "{mathml}");
        }
    }
}
