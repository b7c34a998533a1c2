//! Commands of the physics package whose meaning depends on how many arguments follow: `\dv{x}`, `\dv{f}{x}`, `\qty(…)`.

use super::atom::Atom;
use super::construct::single;
use super::fault::Fault;
use super::lex::{self, TexToken};
use super::parse::Parser;

impl Parser<'_> {
    /// Parses such a command; `None` for any other.
    pub fn physics(&mut self, name: &str) -> Result<Option<Atom>, Fault> {
        let latex = match name {
            "dd" | "differential" => format!(r"\mathrm{{d}}{}", self.order()?),
            "dv" | "derivative" | "odv" => self.derivative(name, r"\mathrm{d}")?,
            "pdv" | "pderivative" | "partialderivative" => self.derivative(name, r"\partial ")?,
            "fdv" | "fderivative" => self.derivative(name, r"\delta ")?,
            "vb" | "vectorbold" => self.vector(name, "")?,
            "va" | "vectorarrow" => self.vector(name, r"\vec")?,
            "vu" | "vectorunit" => self.vector(name, r"\hat")?,
            "ev" | "expval" | "expectationvalue" => {
                self.input.takes('*')?;
                let operator = self.source(name)?;
                match self.second(name)? {
                    Some(state) => {
                        format!(r"\left\langle {state}\middle|{operator}\middle|{state}\right\rangle")
                    }
                    None => format!(r"\left\langle {operator}\right\rangle"),
                }
            }
            "ip" | "innerproduct" | "braket" | "Braket" => {
                self.input.takes('*')?;
                let bra = self.source(name)?;
                match self.second(name)? {
                    Some(ket) => format!(r"\left\langle {bra}\middle|{ket}\right\rangle"),
                    None => format!(r"\left\langle {bra}\right\rangle"),
                }
            }
            "ketbra" | "dyad" | "outerproduct" | "op" => {
                self.input.takes('*')?;
                let ket = self.source(name)?;
                let bra = self.second(name)?.unwrap_or_else(|| ket.clone());
                format!(r"\left|{ket}\right\rangle\left\langle {bra}\right|")
            }
            "eval" | "evaluated" => {
                self.input.takes('*')?;
                format!(r"\left.{}\right|", self.source(name)?)
            }
            "order" => {
                self.input.takes('*')?;
                match self.second(name)? {
                    Some(of) => format!(r"\mathcal{{O}}\left({of}\right)"),
                    None => r"\mathcal{O}".to_owned(),
                }
            }
            "quantity" => match self.quantity()? {
                Some(latex) => latex,
                None => return Err(Fault::Argument(format!("\\{name}"))),
            },
            "mqty" | "matrixquantity" => {
                self.input.takes('*')?;
                let between = [('(', ')', "pmatrix"), ('[', ']', "bmatrix"), ('|', '|', "vmatrix")];
                let mut found = None;
                for (open, close, kind) in between {
                    if found.is_none() {
                        found = self.input.between(open, close)?.map(|tokens| (lex::source(&tokens), kind));
                    }
                }
                let (cells, kind) = match found {
                    Some(found) => found,
                    None => (self.source(name)?, "matrix"),
                };
                format!(r"\begin{{{kind}}}{cells}\end{{{kind}}}")
            }
            _ => return Ok(None),
        };
        Ok(Some(single(self.tokens(lex::tokens(&latex))?)))
    }

    /// `\qty(…)`, `\qty[…]`, `\qty|…|`, `\qty{…}` without a unit behind it: brackets that grow with what is in them.
    pub fn quantity(&mut self) -> Result<Option<String>, Fault> {
        let between = [('(', ')', "(", ")"), ('[', ']', "[", "]"), ('|', '|', "|", "|")];
        for (open, close, left, right) in between {
            let Some(tokens) = self.input.between(open, close)? else { continue };
            if open == '[' && self.opens()? {
                // What siunitx has in brackets are settings.
                return Ok(None);
            }
            return Ok(Some(format!(r"\left{left}{}\right{right}", lex::source(&tokens))));
        }
        Ok(None)
    }

    fn derivative(&mut self, name: &str, sign: &str) -> Result<String, Fault> {
        self.input.takes('*')?;
        let order = self.order()?;
        let first = self.source(name)?;
        let Some(second) = self.second(name)? else {
            return Ok(format!(r"\frac{{{sign}{order}}}{{{sign}{first}{order}}}"));
        };
        if sign.contains("partial")
            && let Some(third) = self.second(name)?
        {
            return Ok(format!(r"\frac{{{sign}^{{2}}{first}}}{{{sign}{second}\,{sign}{third}}}"));
        }
        Ok(format!(r"\frac{{{sign}{order}{first}}}{{{sign}{second}{order}}}"))
    }

    fn vector(&mut self, name: &str, accent: &str) -> Result<String, Fault> {
        let font = if self.input.takes('*')? { r"\bm" } else { r"\mathbf" };
        Ok(format!("{accent}{{{font}{{{}}}}}", self.source(name)?))
    }

    /// The power that stands in brackets.
    fn order(&mut self) -> Result<String, Fault> {
        Ok(self.input.optional()?.map_or_else(String::new, |tokens| format!("^{{{}}}", lex::source(&tokens))))
    }

    fn source(&mut self, name: &str) -> Result<String, Fault> {
        Ok(lex::source(&self.input.argument(name)?))
    }

    fn second(&mut self, name: &str) -> Result<Option<String>, Fault> {
        if self.opens()? { self.source(name).map(Some) } else { Ok(None) }
    }

    pub fn opens(&mut self) -> Result<bool, Fault> {
        Ok(self.input.ahead()? == Some(&TexToken::Open))
    }
}
