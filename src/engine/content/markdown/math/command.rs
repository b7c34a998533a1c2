//! Commands → atoms.

use super::atom::{self, Atom, AtomBody, AtomClass};
use super::construct::{inner, single, sized, space};
use super::fault::Fault;
use super::known;
use super::letter::{self, Alphabet};
use super::lex::{self, TexToken};
use super::parse::{self, Parser};
use super::symbol;

impl Parser<'_> {
    /// Parses what a command that has been taken applies to; none if it shows nothing.
    pub fn command(&mut self, name: &str) -> Result<Option<Atom>, Fault> {
        if self.input.define(name)? {
            return Ok(None);
        }
        if let Some(em) = blank(name) {
            return Ok(Some(Atom::space(em)));
        }
        if let Some((sign, stretchy, below)) = symbol::accent(name) {
            return self.accent(name, sign, stretchy, below).map(Some);
        }
        if let Some((font, true)) = letter::font(name) {
            let argument = self.deeper(|parser| {
                parser.font = font;
                parser.argument_atoms(&format!("\\{name}"))
            })?;
            return Ok(Some(single(argument)));
        }
        if let Some(sign) = symbol::long_arrow(name) {
            return self.long_arrow(name, sign).map(Some);
        }
        // One after another, because every level of a formula has their frames on the call stack.
        let slashed = format!("\\{name}");
        for step in [Self::composed, Self::framed, Self::worded] {
            if let Some(atom) = step(self, name, &slashed)? {
                return Ok(Some(atom));
            }
        }
        if self.silent(name)? {
            return Ok(None);
        }
        if let Some(atom) = symbol::named(name) {
            return Ok(Some(self.lettered(atom)));
        }
        if let Some(atom) = self.physics(name)? {
            return Ok(Some(atom));
        }
        for step in [Self::known, Self::special] {
            if let Some(atom) = step(self, name)? {
                return Ok(atom);
            }
        }
        known::sign(name).map(Some).ok_or_else(|| Fault::Command(name.to_owned()))
    }

    /// Gives a letter that a command names the font of its group.
    fn lettered(&self, atom: Atom) -> Atom {
        if self.font == Alphabet::Normal || atom.class != AtomClass::Ordinary {
            return atom;
        }
        let AtomBody::Element(element) = &atom.body else { return atom };
        let text = element.strip_suffix("</mi>").and_then(|rest| Some(rest.rsplit_once('>')?.1));
        match text.and_then(|text| Some((text.chars().next()?, text.chars().nth(1)))) {
            Some((char, None)) if char.is_alphabetic() || matches!(char, '∇' | '∂') => {
                let (letter, upright) = letter::styled(self.font, char);
                Atom::letter(letter.encode_utf8(&mut [0; 4]), upright)
            }
            _ => atom,
        }
    }

    /// Commands that show nothing, or of which nothing can be shown.
    fn silent(&mut self, name: &str) -> Result<bool, Fault> {
        match name {
            "relax" | "nonumber" | "notag" | "nobreak" | "allowbreak" | "break" | "protect" | "displaylimits"
            | "limits" | "nolimits" | "noindent" | "centering" | "hfilneg" | "null" | "boldmath" | "unboldmath"
            | "allowdisplaybreaks" | "linebreak" | "nolinebreak" | "displaystyle" | "textstyle" | "scriptstyle"
            | "scriptscriptstyle" | "/" | "-" | "strut" | "mathstrut" | "tiny" | "scriptsize" | "footnotesize"
            | "small" | "normalsize" | "large" | "Large" | "LARGE" | "huge" | "Huge" | "hline" | "normalfont"
            | "smallskip" | "medskip" | "bigskip" | "par" | "rmfamily" | "Tiny" | "sixptsize" | "oldstyle"
            | "makeatletter" | "makeatother" | "DOTSB" | "DOTSI" | "DOTSX" => {}
            "tag" => {
                let starred = self.input.takes('*')?;
                let tokens = self.input.argument(name)?;
                let text = self.text(&tokens, Alphabet::Normal)?;
                let sign = |text| if starred { String::new() } else { format!("<mtext>{text}</mtext>") };
                self.tag = Some(format!("<mrow>{}{text}{}</mrow>", sign("("), sign(")")));
            }
            "label" | "leftroot" | "uproot" | "vspace" | "vskip" | "displaybreak" | "setlength" | "require" => {
                self.input.takes('*')?;
                self.input.argument(name)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Commands that build something of their arguments.
    fn composed(&mut self, name: &str, command: &str) -> Result<Option<Atom>, Fault> {
        Ok(Some(match name {
            "frac" | "dfrac" | "tfrac" | "cfrac" | "nicefrac" | "sfrac" | "flatfrac" | "rfrac" => {
                self.fraction(name, command)?
            }
            "binom" | "dbinom" | "tbinom" => {
                let (above, below) = (self.small(command)?, self.small(command)?);
                let pair = parse::fenced("(", &parse::fraction(&above, &below, Some("0")), ")");
                sized(name, pair)
            }
            "genfrac" => self.general_fraction()?,
            "sqrt" => {
                let index = self.optional()?;
                let root = self.argument(command)?;
                Atom::element(
                    AtomClass::Ordinary,
                    match index {
                        Some(index) => parse::tag("mroot", &[&root, &index]),
                        None => parse::tag("msqrt", &[&root]),
                    },
                )
            }
            "surd" => Atom::letter("√", true),
            "root" => {
                let index = self.root_index()?;
                let root = self.argument(command)?;
                Atom::element(AtomClass::Ordinary, parse::tag("mroot", &[&root, &index]))
            }
            "overset" | "stackrel" | "stackbin" | "underset" | "overunderset" => self.stacked(name, command)?,
            "buildrel" => self.build()?,
            "substack" => self.substack(command)?,
            "sideset" => self.sideset(name, command)?,
            "left" => self.fence()?,
            "right" => return Err(Fault::Close(command.to_owned())),
            "middle" => return Err(Fault::Close(command.to_owned())),
            "begin" => self.environment()?,
            "end" => {
                let found = self.input.word(name)?;
                return Err(Fault::End { found, open: String::new() });
            }
            "begingroup" => {
                let group = self.deeper(Self::flat)?;
                match self.input.take()? {
                    Some(token) if token.is_command("endgroup") => {}
                    _ => return Err(Fault::Open(command.to_owned())),
                }
                Atom::element(AtomClass::Ordinary, atom::row(&group))
            }
            "endgroup" => return Err(Fault::Close(command.to_owned())),
            "big" | "bigl" | "bigr" | "bigm" | "Big" | "Bigl" | "Bigr" | "Bigm" | "bigg" | "biggl" | "biggr"
            | "biggm" | "Bigg" | "Biggl" | "Biggr" | "Biggm" => self.big(name)?,
            "not" | "centernot" => self.negation(command)?,
            _ => return Ok(None),
        }))
    }

    /// Commands that strike, frame, hide or move what they apply to.
    fn framed(&mut self, name: &str, command: &str) -> Result<Option<Atom>, Fault> {
        Ok(Some(match name {
            "cancel" | "bcancel" | "xcancel" | "sout" | "cancelto" => {
                let target = if name == "cancelto" { Some(self.small(command)?) } else { None };
                let notation = match name {
                    "bcancel" => "downdiagonalstrike",
                    "xcancel" => "updiagonalstrike downdiagonalstrike",
                    "sout" => "horizontalstrike",
                    _ => "updiagonalstrike",
                };
                let class = format!("math-{}", if name == "cancelto" { "cancel" } else { name });
                let struck = atom::element(
                    "menclose",
                    &[("notation", notation), ("class", class.as_str())],
                    &self.argument(command)?,
                );
                Atom::element(
                    AtomClass::Ordinary,
                    match target {
                        Some(target) => parse::tag("msup", &[&struck, &target]),
                        None => struck,
                    },
                )
            }
            "boxed" | "fbox" | "framebox" | "Aboxed" | "bbox" | "cbox" => {
                self.input.optional()?;
                let inner = if name == "fbox" || name == "framebox" {
                    let text = self.input.argument(name)?;
                    self.text(&text, Alphabet::Normal)?
                } else {
                    self.argument(command)?
                };
                Atom::element(AtomClass::Ordinary, atom::element("mrow", &[("class", "math-boxed")], &inner))
            }
            "phantom" | "hphantom" | "vphantom" => {
                let hidden = parse::tag("mphantom", &[&self.argument(command)?]);
                let attributes: &[(&str, &str)] = match name {
                    "hphantom" => &[("height", "0"), ("depth", "0")],
                    "vphantom" => &[("width", "0")],
                    _ => return Ok(Some(Atom::element(AtomClass::Ordinary, hidden))),
                };
                Atom::element(AtomClass::Ordinary, atom::element("mpadded", attributes, &hidden))
            }
            "smash" => {
                let part = self.input.optional()?.map(|tokens| lex::source(&tokens));
                let attributes: &[(&str, &str)] = match part.as_deref() {
                    Some("t") => &[("height", "0")],
                    Some("b") => &[("depth", "0")],
                    _ => &[("height", "0"), ("depth", "0")],
                };
                Atom::element(AtomClass::Ordinary, atom::element("mpadded", attributes, &self.argument(command)?))
            }
            "mathllap" | "mathrlap" | "mathclap" | "llap" | "rlap" | "clap" => Atom::element(
                AtomClass::Ordinary,
                atom::element("mpadded", &[("width", "0")], &self.argument(command)?),
            ),
            "raise" | "lower" | "raisebox" => {
                let em = if name == "raisebox" {
                    let text = self.input.word(name)?;
                    self.length_of(name, &text)?
                } else {
                    self.length(name)?
                };
                let offset = atom::length(if name == "lower" { -em } else { em });
                Atom::element(
                    AtomClass::Ordinary,
                    atom::element("mpadded", &[("voffset", offset.as_str())], &self.argument(command)?),
                )
            }
            "rule" => {
                self.input.optional()?;
                let (width, height) = (self.input.word(name)?, self.input.word(name)?);
                let width = atom::length(self.length_of(name, &width)?);
                let height = atom::length(self.length_of(name, &height)?);
                let attributes =
                    [("width", width.as_str()), ("height", height.as_str()), ("mathbackground", "currentcolor")];
                Atom::element(AtomClass::Ordinary, atom::element("mspace", &attributes, ""))
            }
            "kern" | "mkern" | "hskip" | "mskip" => Atom::space(self.length(name)?),
            "hspace" | "mspace" => {
                self.input.takes('*')?;
                let text = self.input.word(name)?;
                Atom::space(self.length_of(name, &text)?)
            }
            _ => return Ok(None),
        }))
    }

    /// Operators, colours, texts and quantities.
    fn worded(&mut self, name: &str, command: &str) -> Result<Option<Atom>, Fault> {
        Ok(Some(match name {
            "operatorname" | "operatornamewithlimits" | "mathop" => self.operator(name, command)?,
            "mathord" | "mathinner" | "mathbin" | "mathrel" | "mathopen" | "mathclose" | "mathpunct" => {
                self.classed(name, command)?
            }
            "bmod" => Atom::sign(AtomClass::Binary, " lspace=\"0.2222em\" rspace=\"0.2222em\"", "mod"),
            "mod" => {
                let modulus = self.argument(command)?;
                inner(&format!("{}<mi>mod</mi>{}{modulus}", space(1.0), space(1.0 / 3.0)))
            }
            "pmod" | "pod" => {
                let modulus = self.argument(command)?;
                let word = if name == "pmod" { format!("<mi>mod</mi>{}", space(1.0 / 3.0)) } else { String::new() };
                inner(&format!("{}{}", space(1.0), parse::fenced("(", &format!("{word}{modulus}"), ")")))
            }
            "ref" | "eqref" | "autoref" => {
                let word = self.input.word(name)?;
                Atom::text(&if name == "eqref" { format!("({word})") } else { word })
            }
            "textcolor" | "colorbox" | "fcolorbox" => {
                let color = self.color(name)?;
                let ground = if name == "fcolorbox" { self.color(name)? } else { color.clone() };
                if name == "textcolor" {
                    let argument = self.argument(command)?;
                    Atom::element(AtomClass::Ordinary, atom::element("mstyle", &[("mathcolor", &color)], &argument))
                } else {
                    let tokens = self.input.argument(name)?;
                    let text = self.text(&tokens, Alphabet::Normal)?;
                    Atom::element(AtomClass::Ordinary, atom::element("mstyle", &[("mathbackground", &ground)], &text))
                }
            }
            "mathchoice" => {
                let mut choices = Vec::new();
                for _ in 0..4 {
                    choices.push(self.input.argument(name)?);
                }
                let chosen = choices.swap_remove(usize::from(!self.display));
                single(self.tokens(chosen)?)
            }
            "ensuremath" | "vcenter" | "shoveleft" | "shoveright" | "displaylines" | "eqalign" => {
                single(self.argument_atoms(command)?)
            }
            " " | "space" | "nobreakspace" => Atom { class: AtomClass::Space, ..Atom::text("\u{A0}") },
            "dots" => {
                let low = matches!(self.input.ahead()?, Some(TexToken::Char(',' | ';' | '，')));
                Atom::letter(if low { "…" } else { "⋯" }, true)
            }
            "hfill" | "hfil" | "hss" | "dotfill" => Atom::space(2.0),
            "LaTeX" | "TeX" | "KaTeX" | "XeTeX" => Atom::text(name),
            "ce" | "cf" | "cee" | "pu" | "num" | "si" | "SI" | "unit" | "qty" | "ang" | "SIrange" | "numrange"
            | "qtyrange" | "SIlist" | "qtylist" | "numlist" | "tablenum" => return self.science(name),
            "abs" | "norm" | "set" | "floor" | "ceil" | "bra" | "ket" | "Bra" | "Ket" => {
                self.input.takes('*')?;
                let (open, close) = match name {
                    "abs" => ("|", "|"),
                    "norm" => ("‖", "‖"),
                    "set" => ("{", "}"),
                    "floor" => ("⌊", "⌋"),
                    "ceil" => ("⌈", "⌉"),
                    "bra" | "Bra" => ("⟨", "|"),
                    "ket" | "Ket" => ("|", "⟩"),
                    _ => ("⟨", "⟩"),
                };
                Atom::element(AtomClass::Inner, parse::fenced(open, &self.argument(command)?, close))
            }
            "char" => {
                let number = self.input.run(|char, _| char.is_ascii_hexdigit() || matches!(char, '"' | '\''))?;
                let code = match number.strip_prefix('"') {
                    Some(hex) => u32::from_str_radix(hex, 16),
                    None => number.parse(),
                };
                let char = code.ok().and_then(char::from_u32).filter(|char| !char.is_control());
                match char {
                    Some(char) => symbol::character(char),
                    None => return Err(Fault::Value { command: name.to_owned(), value: number }),
                }
            }
            _ => match text_font(name) {
                Some(font) => {
                    let tokens = self.input.argument(name)?;
                    Atom::element(AtomClass::Ordinary, self.text(&tokens, font)?)
                }
                None => return Ok(None),
            },
        }))
    }
}

/// Blanks of a fixed width, in em.
pub fn blank(name: &str) -> Option<f64> {
    Some(match name {
        "," | "thinspace" => 3.0 / 18.0,
        ":" | ">" | "medspace" => 4.0 / 18.0,
        ";" | "thickspace" => 5.0 / 18.0,
        "!" | "negthinspace" => -3.0 / 18.0,
        "negmedspace" => -4.0 / 18.0,
        "negthickspace" => -5.0 / 18.0,
        "enspace" | "enskip" => 0.5,
        "quad" => 1.0,
        "qquad" => 2.0,
        _ => return None,
    })
}

/// The font of text that a command sets.
pub fn text_font(name: &str) -> Option<Alphabet> {
    Some(match name {
        "text" | "mbox" | "hbox" | "textnormal" | "textup" | "textmd" | "textsc" | "intertext" | "shortintertext"
        | "makebox" | "textrm" | "mathtext" => Alphabet::Normal,
        "textbf" => Alphabet::Bold,
        "textit" | "emph" | "textsl" => Alphabet::Italic,
        "textsf" => Alphabet::Sans,
        "texttt" => Alphabet::Mono,
        _ => return None,
    })
}
