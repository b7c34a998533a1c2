//! What a formula is made of, and how a row of it is written as MathML.

use super::super::escape;

/// The role of an atom among its neighbours, as TeX distinguishes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtomClass {
    Ordinary,
    Operator,
    Binary,
    Relation,
    Open,
    Close,
    Punctuation,
    /// A fraction, or a group between delimiters.
    Inner,
    /// Blank: neighbours see through it.
    Space,
}

/// Where the scripts of an atom stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stacking {
    Beside,
    /// Below and above in a display, beside elsewhere.
    Movable,
    Stacked,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtomBody {
    /// An operator, whose space depends on its neighbours: attributes and text of `<mo>`.
    Sign { attributes: String, text: String },
    /// One element.
    Element(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Atom {
    pub class: AtomClass,
    pub limits: Stacking,
    /// Whether it is the name of a function, which is applied to what follows.
    pub function: bool,
    pub body: AtomBody,
}

impl Atom {
    pub fn element(class: AtomClass, element: String) -> Self {
        Self { class, limits: Stacking::Beside, function: false, body: AtomBody::Element(element) }
    }

    pub fn sign(class: AtomClass, attributes: &str, text: &str) -> Self {
        let body = AtomBody::Sign { attributes: attributes.to_owned(), text: text.to_owned() };
        Self { class, limits: Stacking::Beside, function: false, body }
    }

    /// A letter or another symbol.
    pub fn letter(letter: &str, upright: bool) -> Self {
        let attributes = if upright && letter.chars().count() == 1 { &[("mathvariant", "normal")][..] } else { &[] };
        Self::element(AtomClass::Ordinary, element("mi", attributes, &escaped(letter)))
    }

    /// The name of a function.
    pub fn function(name: &str, limits: Stacking) -> Self {
        Self { limits, function: true, class: AtomClass::Operator, ..Self::letter(name, true) }
    }

    pub fn text(text: &str) -> Self {
        Self::element(AtomClass::Ordinary, element("mtext", &[], &escaped(text)))
    }

    /// A blank of that many em.
    pub fn space(em: f64) -> Self {
        Self::element(AtomClass::Space, format!("<mspace width=\"{}\"/>", length(em)))
    }

    pub fn limits(mut self, limits: Stacking) -> Self {
        self.limits = limits;
        self
    }

    /// Returns its element as it stands alone, without space around it.
    fn bare(&self) -> String {
        match &self.body {
            AtomBody::Element(element) => element.clone(),
            AtomBody::Sign { attributes, text } => {
                let spacing = if attributes.contains("space=") { "" } else { " lspace=\"0em\" rspace=\"0em\"" };
                format!("<mo{attributes}{spacing}>{}</mo>", escaped(text))
            }
        }
    }

    /// Returns its element with the space that browsers give it.
    pub fn written(&self) -> String {
        match &self.body {
            AtomBody::Element(element) => element.clone(),
            AtomBody::Sign { attributes, text } => format!("<mo{attributes}>{}</mo>", escaped(text)),
        }
    }
}

pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape::text(&mut out, text);
    out
}

/// Returns a length of MathML.
pub fn length(em: f64) -> String {
    let rounded = (em * 10_000.0).round() / 10_000.0;
    format!("{rounded}em")
}

pub fn element(name: &str, attributes: &[(&str, &str)], content: &str) -> String {
    let mut out = format!("<{name}");
    for (key, value) in attributes {
        out.push(' ');
        out.push_str(key);
        out.push_str("=\"");
        escape::attribute(&mut out, value);
        out.push('"');
    }
    out.push('>');
    out.push_str(content);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
    out
}

/// Returns the elements of a row, with the space that its functions and signs need.
pub fn elements(row: &[Atom]) -> (String, usize) {
    let mut out = String::new();
    let mut count = 0;
    let mut push = |element: &str| {
        out.push_str(element);
        count += 1;
    };
    // The class of what follows each atom, blanks aside.
    let mut following = Vec::with_capacity(row.len());
    let mut behind = None;
    for atom in row.iter().rev() {
        following.push(behind);
        if atom.class != AtomClass::Space {
            behind = Some(atom.class);
        }
    }
    let mut previous: Option<AtomClass> = None;
    for (atom, next) in row.iter().zip(following.into_iter().rev()) {
        let mut class = atom.class;
        let unary = class == AtomClass::Binary
            && (matches!(
                previous,
                None | Some(
                    AtomClass::Binary
                        | AtomClass::Operator
                        | AtomClass::Relation
                        | AtomClass::Open
                        | AtomClass::Punctuation
                )
            ) || matches!(next, None | Some(AtomClass::Relation | AtomClass::Close | AtomClass::Punctuation)));
        if unary {
            class = AtomClass::Ordinary;
        }
        if atom.function && matches!(previous, Some(AtomClass::Ordinary | AtomClass::Inner | AtomClass::Close)) {
            push(&Atom::space(1.0 / 6.0).written());
        }
        push(&if class == AtomClass::Ordinary { atom.bare() } else { atom.written() });
        if atom.function
            && matches!(next, Some(AtomClass::Ordinary | AtomClass::Operator | AtomClass::Open | AtomClass::Inner))
        {
            push("<mo>\u{2061}</mo>");
            if next != Some(AtomClass::Open) {
                push(&Atom::space(1.0 / 6.0).written());
            }
        }
        if class != AtomClass::Space {
            previous = Some(class);
        }
    }
    (out, count)
}

/// Returns a row as one element.
pub fn row(atoms: &[Atom]) -> String {
    match atoms {
        [atom] => atom.bare(),
        _ => {
            let (out, count) = elements(atoms);
            if count == 1 { out } else { format!("<mrow>{out}</mrow>") }
        }
    }
}
