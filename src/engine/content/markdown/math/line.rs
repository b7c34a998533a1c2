//! MathML → a line of plain text that says the same, for the search and for summaries: a fraction with `/`, a root as `√`.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::base::html::{Attribute, Reader, Token, decode};
use crate::base::text::TextLevel;

/// What an element of a formula says.
#[derive(Default)]
struct FormulaPart {
    text: String,
    form: PartForm,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum PartForm {
    /// One letter, number, word or sign, with its indices: it needs no brackets.
    #[default]
    Single,
    Row,
    /// Stands apart from letters and numbers beside it: `1/2 x` isn't `1/2x`.
    Fraction,
}

/// An element whose end hasn't been read.
struct OpenElement {
    name: String,
    parts: Vec<FormulaPart>,
}

/// Returns what a formula says on one line; nothing for one without a visible sign.
pub fn line(mathml: &str) -> String {
    let html = mathml.as_bytes();
    let mut reader = Reader::new(html);
    let mut open = vec![OpenElement { name: String::new(), parts: Vec::new() }];
    while let Some(token) = reader.next() {
        match token {
            Token::Start { name: b"mspace", .. } => {
                let text = if is_wide(html, reader.attributes()) { " " } else { "" };
                add(&mut open, FormulaPart { text: text.to_owned(), form: PartForm::Row });
            }
            Token::Start { .. } if html[..reader.at()].ends_with(b"/>") => add(&mut open, FormulaPart::default()),
            Token::Start { name, .. } => {
                let name = match name {
                    b"mfrac" if is_unruled(html, reader.attributes()) => "binomial".to_owned(),
                    name => String::from_utf8_lossy(name).into_owned(),
                };
                open.push(OpenElement { name, parts: Vec::new() });
            }
            Token::End { name } => close(&mut open, name),
            Token::Text { at, .. } => add_text(&mut open, &decode(&html[at])),
            Token::Comment(_) | Token::Declaration => {}
        }
    }
    while open.len() > 1 {
        close_last(&mut open);
    }
    let parts = open.pop().map(|root| root.parts).unwrap_or_default();
    joined(&parts).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a space is one that is seen.
fn is_wide(html: &[u8], attributes: &[Attribute<'_>]) -> bool {
    let width = attributes.iter().find(|attribute| attribute.is("width"));
    let width = width.map(|width| decode(&html[width.value.clone()]).into_owned()).unwrap_or_default();
    width.trim().trim_end_matches(char::is_alphabetic).parse::<f32>().is_ok_and(|width| width > 0.1)
}

/// Whether a fraction has no rule: one of a binomial's two numbers stands above the other.
fn is_unruled(html: &[u8], attributes: &[Attribute<'_>]) -> bool {
    let thickness = attributes.iter().find(|attribute| attribute.is("linethickness"));
    thickness.is_some_and(|thickness| {
        let text = decode(&html[thickness.value.clone()]).into_owned();
        text.trim_end_matches(char::is_alphabetic) == "0"
    })
}

fn add(open: &mut [OpenElement], part: FormulaPart) {
    if let Some(last) = open.last_mut() {
        last.parts.push(part);
    }
}

/// White space between elements is none of the formula's.
fn add_text(open: &mut [OpenElement], text: &str) {
    let typed = open.last().is_some_and(|element| element.name == "mtext");
    if typed || !text.trim().is_empty() {
        let text = if typed { text.replace('\u{A0}', " ") } else { text.trim().to_owned() };
        add(open, FormulaPart { text: plain_letters(&text), form: PartForm::Single });
    }
}

/// The letters of mathematical alphabets as they are typed: a search for F finds 𝐅.
fn plain_letters(text: &str) -> String {
    match text.chars().any(|c| ('\u{1D400}'..='\u{1D7FF}').contains(&c)) {
        true => DecomposingNormalizerBorrowed::new_nfkd().normalize(text).into_owned(),
        false => text.to_owned(),
    }
}

/// Closes an element of this name and what is still open within it. An end without a beginning counts for nothing.
fn close(open: &mut Vec<OpenElement>, name: &[u8]) {
    let is_named = |element: &OpenElement| match element.name.as_str() {
        "binomial" => name == b"mfrac",
        own => own.as_bytes() == name,
    };
    let Some(at) = open.iter().rposition(is_named).filter(|at| *at > 0) else { return };
    while open.len() > at {
        close_last(open);
    }
}

fn close_last(open: &mut Vec<OpenElement>) {
    if let Some(element) = open.pop() {
        add(open, said(&element.name, &element.parts));
    }
}

/// What an element says, by what its parts say.
fn said(name: &str, parts: &[FormulaPart]) -> FormulaPart {
    let single = |text: String| FormulaPart { text, form: PartForm::Single };
    match (name, parts) {
        ("annotation" | "annotation-xml" | "mphantom", _) => FormulaPart::default(),
        ("mo", parts) => {
            // Signs that say how a formula is read aren't seen.
            let seen = |c: &char| !('\u{2061}'..='\u{2064}').contains(c);
            single(joined(parts).chars().filter(seen).collect())
        }
        ("mi" | "mn" | "ms" | "mtext", parts) => single(joined(parts)),
        ("mfrac", [above, below]) => {
            FormulaPart { text: format!("{}/{}", grouped(above), grouped(below)), form: PartForm::Fraction }
        }
        ("binomial", [above, below]) => {
            FormulaPart { text: format!("{} {}", above.text, below.text), form: PartForm::Row }
        }
        ("msqrt", [inner]) => single(format!("√{}", grouped(inner))),
        ("msqrt", parts) => single(format!("√({})", joined(parts))),
        ("mroot", [inner, degree]) => single(format!("{}√{}", moved(TextLevel::Raised, degree), grouped(inner))),
        ("msup", [base, above]) => single(format!("{}{}", base.text, moved(TextLevel::Raised, above))),
        ("msub", [base, below]) => single(format!("{}{}", base.text, moved(TextLevel::Lowered, below))),
        ("msubsup" | "munderover", [base, below, above]) if !is_arrow(base) => {
            let (below, above) = (moved(TextLevel::Lowered, below), moved(TextLevel::Raised, above));
            single(format!("{}{below}{above}", base.text))
        }
        ("mover" | "munder", [base, mark]) if is_mark(mark) => FormulaPart { text: base.text.clone(), form: base.form },
        ("mover", [base, above]) if !is_arrow(base) => {
            single(format!("{}{}", base.text, moved(TextLevel::Raised, above)))
        }
        ("munder", [base, below]) if !is_arrow(base) => {
            single(format!("{}{}", base.text, moved(TextLevel::Lowered, below)))
        }
        // The conditions of a reaction.
        ("mover" | "munder" | "munderover", [arrow, beside @ ..]) => {
            let said = beside.iter().map(|part| part.text.trim()).filter(|text| !text.is_empty());
            let said: String = said.map(|text| format!("({text})")).collect();
            FormulaPart { text: format!("{}{said}", arrow.text), form: PartForm::Row }
        }
        ("mtr" | "mlabeledtr", cells) => FormulaPart { text: listed(cells, " "), form: PartForm::Row },
        ("mtable", rows) => FormulaPart { text: listed(rows, "; "), form: PartForm::Row },
        (_, [only]) => FormulaPart { text: only.text.clone(), form: only.form },
        (_, parts) => FormulaPart { text: joined(parts), form: PartForm::Row },
    }
}

fn listed(parts: &[FormulaPart], between: &str) -> String {
    let texts = parts.iter().map(|part| part.text.trim()).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join(between)
}

/// Puts parts beside each other.
fn joined(parts: &[FormulaPart]) -> String {
    let mut line = String::new();
    let mut last = PartForm::Single;
    for part in parts.iter().filter(|part| !part.text.is_empty()) {
        let fraction = last == PartForm::Fraction || part.form == PartForm::Fraction;
        let touches = line.ends_with(char::is_alphanumeric) && part.text.starts_with(char::is_alphanumeric);
        if fraction && touches {
            line.push(' ');
        }
        line.push_str(&part.text);
        last = part.form;
    }
    line
}

/// A part that is more than one sign stands in brackets on its side of a stroke.
fn grouped(part: &FormulaPart) -> String {
    let text = part.text.trim();
    let bracketed = text.starts_with('(') && text.find(')') == Some(text.len() - 1);
    match part.form == PartForm::Single || bracketed {
        true => text.to_owned(),
        false => format!("({text})"),
    }
}

fn moved(level: TextLevel, part: &FormulaPart) -> String {
    match part.text.trim() {
        "∘" => "°".to_owned(),
        text => level.plain(text),
    }
}

/// Whether a part above or below another is drawn and says nothing: a bar, an arrow, a brace.
fn is_mark(part: &FormulaPart) -> bool {
    let mut chars = part.text.trim().chars();
    match (chars.next(), chars.next()) {
        (None, _) => true,
        (Some(only), None) => !only.is_alphanumeric() && !"*†°′∘+-−".contains(only),
        _ => false,
    }
}

fn is_arrow(part: &FormulaPart) -> bool {
    let text = part.text.trim();
    !text.is_empty() && text.chars().all(|c| "→←↔⇌⇄⟶⟵⟷⟹⟸⇒⇐⇔⇋↑↓=".contains(c))
}

#[cfg(test)]
mod tests {
    use super::super::{Macros, mathml};
    use super::line;

    fn of(latex: &str) -> String {
        let mut out = String::new();
        assert!(mathml(&mut out, latex, true, &mut Macros::default()).is_ok(), "{latex}");
        line(&out)
    }

    #[test]
    fn a_formula_is_a_line_that_says_the_same() {
        for (latex, expected) in [
            ("E=mc^2", "E=mc²"),
            (r"v=\frac{s}{t}", "v=s/t"),
            (r"\frac{a+b}{2}", "(a+b)/2"),
            (r"\sqrt{x}+\sqrt{a+b}+\sqrt[3]{8}", "√x+√(a+b)+³√8"),
            (r"x_1^2", "x₁²"),
            (r"\mathbf{F}=m\mathbf{a}", "F=ma"),
            (r"\vec{F}", "F"),
            (r"10^{12}", "10¹²"),
            (r"37^\circ", "37°"),
            (r"\text{路程}", "路程"),
        ] {
            assert_eq!(of(latex), expected, "{latex}");
        }
    }

    #[test]
    fn elements_of_raw_html_are_read_as_well() {
        for (mathml, expected) in [
            ("<math>\n  <mi>a</mi>\n  <mo>&lt;</mo>\n  <mi>b</mi>\n</math>", "a<b"),
            ("<mn>2</mn><mfrac><mn>1</mn><mn>3</mn></mfrac><mi>x</mi>", "2 1/3 x"),
            ("<mfrac linethickness=\"0\"><mi>n</mi><mi>k</mi></mfrac>", "n k"),
            ("<mover><mo>→</mo><mtext>加热</mtext></mover>", "→(加热)"),
            ("<munder><mi>lim</mi><mrow><mi>x</mi><mo>→</mo><mn>0</mn></mrow></munder>", "lim_(x→0)"),
            ("<msup><mrow/><mn>14</mn></msup><mi>C</mi>", "¹⁴C"),
            (
                "<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr><mtr><mtd><mi>c</mi></mtd></mtr></mtable>",
                "a b; c",
            ),
            ("<mi>sin</mi><mo>\u{2061}</mo><mspace width=\"0.1667em\"/><mi>x</mi>", "sin x"),
            ("<semantics><mi>x</mi><annotation>\\x</annotation></semantics>", "x"),
            ("<mphantom><mi>x</mi></mphantom>", ""),
            ("</mi><mi>x<mrow>", "x"),
        ] {
            assert_eq!(line(mathml), expected, "{mathml}");
        }
    }
}
