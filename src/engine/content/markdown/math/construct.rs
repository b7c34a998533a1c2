//! What commands with arguments build: fractions, accents, delimiters, operators.

use super::atom::{self, Atom, AtomBody, AtomClass, Stacking};
use super::chemistry;
use super::fault::Fault;
use super::length;
use super::letter::Alphabet;
use super::lex::{self, TexToken};
use super::parse::{self, Parser};
use super::symbol;
use super::units;

impl Parser<'_> {
    pub fn fraction(&mut self, name: &str, command: &str) -> Result<Atom, Fault> {
        if name == "cfrac" {
            self.input.optional()?;
        }
        let large = name == "cfrac";
        let part = |parser: &mut Self| {
            let display = std::mem::replace(&mut parser.display, large);
            let part = parser.argument(command);
            parser.display = display;
            let part = part?;
            Ok(if large {
                atom::element("mstyle", &[("displaystyle", "true"), ("scriptlevel", "0")], &part)
            } else {
                part
            })
        };
        let (above, below) = (part(self)?, part(self)?);
        if matches!(name, "nicefrac" | "sfrac") {
            let slash = "<mo stretchy=\"false\" lspace=\"0em\" rspace=\"0em\">/</mo>";
            return Ok(Atom::element(AtomClass::Ordinary, format!("<mrow>{above}{slash}{below}</mrow>")));
        }
        Ok(sized(name, parse::fraction(&above, &below, None)))
    }

    pub fn general_fraction(&mut self) -> Result<Atom, Fault> {
        let name = "genfrac";
        let delimiter = |parser: &mut Self| -> Result<&'static str, Fault> {
            let tokens = parser.input.argument(name)?;
            match tokens.first() {
                None => Ok(""),
                Some(token) => delimiter(token)
                    .ok_or_else(|| Fault::Value { command: name.to_owned(), value: lex::source(&tokens) }),
            }
        };
        let (open, close) = (delimiter(self)?, delimiter(self)?);
        let thickness = self.input.word(name)?;
        let thickness = match thickness.as_str() {
            "" => None,
            text => Some(atom::length(self.length_of(name, text)?)),
        };
        let style = self.input.word(name)?;
        let (above, below) = (self.small(name)?, self.small(name)?);
        let fraction = parse::fraction(&above, &below, thickness.as_deref());
        let body = if open.is_empty() && close.is_empty() { fraction } else { parse::fenced(open, &fraction, close) };
        Ok(match style.as_str() {
            "0" => sized("dfrac", body),
            "1" => sized("tfrac", body),
            _ => sized(name, body),
        })
    }

    /// Takes what is before the `\of` of plain TeX's `\root`.
    pub fn root_index(&mut self) -> Result<String, Fault> {
        let mut tokens = Vec::new();
        loop {
            match self.input.raw()? {
                Some(token) if token.is_command("of") => break,
                Some(token) => tokens.push(token),
                None => return Err(Fault::Argument("\\root".to_owned())),
            }
        }
        Ok(atom::row(&self.tokens(tokens)?))
    }

    pub fn stacked(&mut self, name: &str, command: &str) -> Result<Atom, Fault> {
        let first = self.small(command)?;
        let second = if name == "overunderset" { Some(self.small(command)?) } else { None };
        let base = self.argument_atoms(command)?;
        let class = match base.as_slice() {
            _ if name == "stackrel" => AtomClass::Relation,
            [atom] => atom.class,
            _ => AtomClass::Ordinary,
        };
        let base = match base.as_slice() {
            [atom] => atom.written(),
            atoms => atom::row(atoms),
        };
        Ok(Atom::element(
            class,
            match (name, second) {
                ("underset", _) => parse::tag("munder", &[&base, &first]),
                (_, Some(second)) => parse::tag("munderover", &[&base, &second, &first]),
                _ => parse::tag("mover", &[&base, &first]),
            },
        ))
    }

    pub fn sideset(&mut self, name: &str, command: &str) -> Result<Atom, Fault> {
        let (left, right) = (self.input.argument(name)?, self.input.argument(name)?);
        let base = self.argument(command)?;
        let mut around = |scripts: Vec<TexToken>, base: String| -> Result<String, Fault> {
            let empty = "<mrow></mrow>".to_owned();
            let mut tokens = vec![TexToken::Open, TexToken::Close];
            tokens.extend(scripts);
            let scripts = self.tokens(tokens)?;
            Ok(format!("{}{base}", if scripts.is_empty() { empty } else { atom::row(&scripts) }))
        };
        let inner = around(left, base)?;
        let after = around(right, String::new())?;
        Ok(Atom::element(AtomClass::Operator, format!("<mrow>{inner}{after}</mrow>")).limits(Stacking::Movable))
    }

    /// `\buildrel above \over base` of plain TeX.
    pub fn build(&mut self) -> Result<Atom, Fault> {
        let mut tokens = Vec::new();
        loop {
            match self.input.raw()? {
                Some(token) if token.is_command("over") => break,
                Some(token) => tokens.push(token),
                None => return Err(Fault::Argument("\\buildrel".to_owned())),
            }
        }
        let above = atom::row(&self.tokens(tokens)?);
        let base = self.argument("\\buildrel")?;
        Ok(Atom::element(AtomClass::Relation, parse::tag("mover", &[&base, &above])))
    }

    pub fn accent(&mut self, name: &str, sign: &str, stretchy: bool, below: bool) -> Result<Atom, Fault> {
        let base = self.argument(&format!("\\{name}"))?;
        let sign = format!("<mo stretchy=\"{stretchy}\">{}</mo>", atom::escaped(sign));
        // What is written at a brace isn't an accent, and smaller.
        let brace = ["brace", "bracket", "group", "paren"].iter().any(|end| name.ends_with(end));
        let attributes: &[(&str, &str)] = match (brace, below) {
            (true, _) => &[],
            (false, true) => &[("accentunder", "true")],
            (false, false) => &[("accent", "true")],
        };
        let element = atom::element(if below { "munder" } else { "mover" }, attributes, &format!("{base}{sign}"));
        let limits = if brace { Stacking::Stacked } else { Stacking::Beside };
        Ok(Atom::element(AtomClass::Ordinary, element).limits(limits))
    }

    pub fn long_arrow(&mut self, name: &str, sign: &str) -> Result<Atom, Fault> {
        let below = self.deeper(|parser| {
            parser.display = false;
            parser.optional()
        })?;
        let above = self.small(&format!("\\{name}"))?;
        let pad = |text: &str| {
            let pad = space(if text == "<mrow></mrow>" { 0.9 } else { 0.4 });
            format!("<mrow>{pad}{text}{pad}</mrow>")
        };
        let sign = format!("<mo stretchy=\"true\" lspace=\"0.2778em\" rspace=\"0.2778em\">{sign}</mo>");
        let above = pad(&above);
        Ok(Atom::element(
            AtomClass::Relation,
            match below {
                Some(below) => parse::tag("munderover", &[&sign, &pad(&below), &above]),
                None => parse::tag("mover", &[&sign, &above]),
            },
        ))
    }

    pub fn fence(&mut self) -> Result<Atom, Fault> {
        let open = self.delimiter("left")?;
        let body = self.deeper(|parser| {
            let mut body = String::new();
            loop {
                body.push_str(&atom::elements(&parser.flat()?).0);
                match parser.input.take()? {
                    Some(token) if token.is_command("middle") => {
                        let sign = atom::escaped(parser.delimiter("middle")?);
                        body.push_str(&format!("<mo form=\"infix\" stretchy=\"true\">{sign}</mo>"));
                    }
                    Some(token) if token.is_command("right") => return Ok(body),
                    _ => return Err(Fault::Open("\\left".to_owned())),
                }
            }
        })?;
        let close = self.delimiter("right")?;
        Ok(Atom::element(AtomClass::Inner, parse::fenced(open, &body, close)))
    }

    pub fn delimiter(&mut self, command: &str) -> Result<&'static str, Fault> {
        let missing = || Fault::Argument(format!("\\{command}"));
        self.input.skip_space()?;
        let tokens = self.input.argument(command).map_err(|_| missing())?;
        let token = tokens.first().ok_or_else(missing)?;
        delimiter(token).ok_or_else(|| Fault::Value { command: command.to_owned(), value: lex::source(&tokens) })
    }

    pub fn big(&mut self, name: &str) -> Result<Atom, Fault> {
        let sign = self.delimiter(name)?;
        let (size, place) = match name.strip_suffix(['l', 'r', 'm']) {
            Some(size) => (size, name.chars().last()),
            None => (name, None),
        };
        let em = match size {
            "big" => 1.2,
            "Big" => 1.8,
            "bigg" => 2.4,
            _ => 3.0,
        };
        let (class, form) = match place {
            Some('l') => (AtomClass::Open, "prefix"),
            Some('r') => (AtomClass::Close, "postfix"),
            Some(_) => (AtomClass::Relation, "infix"),
            None if matches!(sign, "(" | "[" | "{" | "⟨" | "⌊" | "⌈") => (AtomClass::Open, "prefix"),
            None if matches!(sign, ")" | "]" | "}" | "⟩" | "⌋" | "⌉") => (AtomClass::Close, "postfix"),
            None => (AtomClass::Ordinary, "prefix"),
        };
        if sign.is_empty() {
            return Ok(Atom::space(0.0));
        }
        let attributes = format!(
            " form=\"{form}\" stretchy=\"true\" symmetric=\"true\" minsize=\"{0}\" maxsize=\"{0}\"",
            atom::length(em)
        );
        Ok(Atom::sign(class, &attributes, sign))
    }

    pub fn negation(&mut self, command: &str) -> Result<Atom, Fault> {
        let base = single(self.argument_atoms(command)?);
        Ok(match base.body {
            AtomBody::Sign { attributes, text } => Atom::sign(base.class, &attributes, &symbol::negated(&text)),
            AtomBody::Element(element) => {
                let end = element.rfind("</").filter(|_| element.starts_with("<mi"));
                let struck = match end {
                    Some(end) => format!("{}\u{338}{}", &element[..end], &element[end..]),
                    None => {
                        format!("<menclose notation=\"updiagonalstrike\" class=\"math-cancel\">{element}</menclose>")
                    }
                };
                Atom::element(base.class, struck)
            }
        })
    }

    pub fn operator(&mut self, name: &str, command: &str) -> Result<Atom, Fault> {
        let limits =
            if name != "operatorname" || self.input.takes('*')? { Stacking::Movable } else { Stacking::Beside };
        if name == "mathop" {
            let argument = self.argument_atoms(command)?;
            let function =
                argument.iter().all(|atom| matches!(&atom.body, AtomBody::Element(e) if e.starts_with("<mi")));
            let element = match argument.as_slice() {
                [atom] => atom.written(),
                atoms => atom::row(atoms),
            };
            return Ok(Atom { function, limits, ..Atom::element(AtomClass::Operator, element) });
        }
        let tokens = self.input.argument(name)?;
        if tokens.iter().all(|token| matches!(token, TexToken::Char(_) | TexToken::Space)) {
            return Ok(Atom::function(lex::source(&tokens).trim(), limits));
        }
        let element = self.deeper(|parser| {
            parser.font = Alphabet::Upright;
            Ok(atom::row(&parser.tokens(tokens)?))
        })?;
        Ok(Atom { function: true, limits, ..Atom::element(AtomClass::Operator, element) })
    }

    pub fn classed(&mut self, name: &str, command: &str) -> Result<Atom, Fault> {
        let argument = self.argument_atoms(command)?;
        let (class, spacing) = match name {
            "mathbin" => (AtomClass::Binary, 2.0 / 9.0),
            "mathrel" => (AtomClass::Relation, 5.0 / 18.0),
            "mathopen" => (AtomClass::Open, 0.0),
            "mathclose" => (AtomClass::Close, 0.0),
            "mathpunct" => (AtomClass::Punctuation, 0.0),
            "mathinner" => (AtomClass::Inner, 0.0),
            _ => (AtomClass::Ordinary, 0.0),
        };
        if let [Atom { body: AtomBody::Sign { text, .. }, .. }] = argument.as_slice()
            && spacing > 0.0
        {
            let spacing = atom::length(spacing);
            return Ok(Atom::sign(class, &format!(" lspace=\"{spacing}\" rspace=\"{spacing}\""), text));
        }
        let element = atom::row(&argument);
        let around = if spacing > 0.0 { space(spacing) } else { String::new() };
        Ok(Atom::element(
            class,
            if around.is_empty() { element } else { format!("<mrow>{around}{element}{around}</mrow>") },
        ))
    }

    /// Chemistry and quantities are rewritten as LaTeX.
    pub fn science(&mut self, name: &str) -> Result<Option<Atom>, Fault> {
        // `\qty` of the physics package is a pair of brackets.
        let brackets = if name == "qty" { self.quantity()? } else { None };
        if let Some(latex) = brackets {
            return Ok(Some(single(self.tokens(lex::tokens(&latex))?)));
        }
        self.input.optional()?;
        let first = lex::source(&self.input.argument(name)?);
        if name == "qty" && !self.opens()? {
            return Ok(Some(single(self.tokens(lex::tokens(&format!(r"\left\{{{first}\right\}}")))?)));
        }
        let latex = match name {
            "ce" | "cf" | "cee" => chemistry::latex(&first),
            "pu" => units::quantity(&first),
            "num" | "tablenum" => units::number(&first),
            "ang" => units::angle(&first),
            "si" | "unit" => units::unit(&first),
            "numlist" => units::list(&first, ""),
            "numrange" => units::range(&first, &lex::source(&self.input.argument(name)?), ""),
            "SIrange" | "qtyrange" => {
                let second = lex::source(&self.input.argument(name)?);
                units::range(&first, &second, &lex::source(&self.input.argument(name)?))
            }
            "SIlist" | "qtylist" => units::list(&first, &lex::source(&self.input.argument(name)?)),
            _ => {
                self.input.optional()?;
                format!("{}{}", units::number(&first), units::joined(&lex::source(&self.input.argument(name)?)))
            }
        };
        let atoms = self.deeper(|parser| {
            parser.font = Alphabet::Normal;
            parser.tokens(lex::tokens(&latex))
        })?;
        Ok(Some(Atom::element(AtomClass::Ordinary, atom::row(&atoms))))
    }

    /// Reads a length that follows without braces.
    pub fn length(&mut self, command: &str) -> Result<f64, Fault> {
        if self.input.ahead()? == Some(&TexToken::Open) {
            let text = self.input.word(command)?;
            return self.length_of(command, &text);
        }
        let mut letters = 0;
        let mut number = self.input.run(|char, _| matches!(char, '0'..='9' | '.' | ',' | '-' | '+'))?;
        self.input.skip_space()?;
        number.push_str(&self.input.run(|char, _| {
            letters += 1;
            letters <= 2 && char.is_ascii_alphabetic()
        })?);
        self.length_of(command, &number)
    }

    pub fn length_of(&self, command: &str, text: &str) -> Result<f64, Fault> {
        length::read(text).ok_or_else(|| Fault::Value { command: command.to_owned(), value: text.to_owned() })
    }
}

/// Returns atoms as one, which keeps its class if it is one.
pub fn single(mut atoms: Vec<Atom>) -> Atom {
    match (atoms.pop(), atoms.is_empty()) {
        (Some(atom), true) => atom,
        (Some(last), false) => {
            atoms.push(last);
            Atom::element(AtomClass::Ordinary, atom::row(&atoms))
        }
        (None, _) => Atom::element(AtomClass::Ordinary, "<mrow></mrow>".to_owned()),
    }
}

fn delimiter(token: &TexToken) -> Option<&'static str> {
    match token {
        TexToken::Command(name) if &**name == "|" => Some("‖"),
        TexToken::Command(name) => symbol::delimiter(name),
        TexToken::Char('（') => Some("("),
        TexToken::Char('）') => Some(")"),
        TexToken::Char('［' | '【') => Some("["),
        TexToken::Char('］' | '】') => Some("]"),
        TexToken::Char('｜') => Some("|"),
        TexToken::Char(char) => symbol::delimiter(char.encode_utf8(&mut [0; 4])),
        _ => None,
    }
}

/// Sets a fraction in the style that its command names.
pub fn sized(name: &str, fraction: String) -> Atom {
    let display = match name.chars().next() {
        Some('d' | 'c') => "true",
        Some('t') => "false",
        _ => return Atom::element(AtomClass::Inner, fraction),
    };
    Atom::element(
        AtomClass::Inner,
        atom::element("mstyle", &[("displaystyle", display), ("scriptlevel", "0")], &fraction),
    )
}

pub fn inner(elements: &str) -> Atom {
    Atom::element(AtomClass::Inner, format!("<mrow>{elements}</mrow>"))
}

pub fn space(em: f64) -> String {
    Atom::space(em).written()
}
