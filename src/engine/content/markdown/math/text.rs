//! The text within formulas: `\text{若 $x>0$}`.

use super::atom::{self, Atom, AtomBody};
use super::command;
use super::fault::Fault;
use super::letter::{self, Alphabet};
use super::lex::TexToken;
use super::parse::Parser;
use super::symbol;

impl Parser<'_> {
    /// Returns text as one element.
    pub fn text(&mut self, tokens: &[TexToken], font: Alphabet) -> Result<String, Fault> {
        let mut pieces = Pieces::default();
        self.pieces(tokens, font, &mut pieces)?;
        pieces.flush(font);
        Ok(match pieces.done.as_slice() {
            [] => "<mtext></mtext>".to_owned(),
            [piece] => piece.clone(),
            pieces => format!("<mrow>{}</mrow>", pieces.concat()),
        })
    }

    fn pieces(&mut self, tokens: &[TexToken], font: Alphabet, pieces: &mut Pieces) -> Result<(), Fault> {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TexToken::Open => {
                    let length = group(&tokens[at..]);
                    self.deeper(|parser| parser.pieces(&tokens[at..at + length], font, pieces))?;
                    at += length + 1;
                }
                TexToken::Close => {}
                TexToken::Space => pieces.text.push(' '),
                TexToken::Char('~') => pieces.text.push('\u{A0}'),
                TexToken::Char('$') => {
                    let length = tokens[at..].iter().position(|token| *token == TexToken::Char('$'));
                    let Some(length) = length else { return Err(Fault::Open("$".to_owned())) };
                    self.formula(&tokens[at..at + length], font, pieces)?;
                    at += length + 1;
                }
                TexToken::Char(char) => pieces.text.push(*char),
                TexToken::Command(name) if &**name == "(" => {
                    let length = tokens[at..].iter().position(|token| token.is_command(")"));
                    let Some(length) = length else { return Err(Fault::Open("\\(".to_owned())) };
                    self.formula(&tokens[at..at + length], font, pieces)?;
                    at += length + 1;
                }
                TexToken::Command(name) => at += self.in_text(name, &tokens[at..], font, pieces)?,
            }
        }
        Ok(())
    }

    fn formula(&mut self, tokens: &[TexToken], font: Alphabet, pieces: &mut Pieces) -> Result<(), Fault> {
        pieces.flush(font);
        let atoms = self.tokens(tokens.to_vec())?;
        pieces.done.push(atom::row(&atoms));
        Ok(())
    }

    /// Adds what a command stands for, and returns how many tokens behind it belong to it.
    fn in_text(&mut self, name: &str, rest: &[TexToken], font: Alphabet, pieces: &mut Pieces) -> Result<usize, Fault> {
        let inner = command::text_font(name);
        if let Some(inner) = inner {
            pieces.flush(font);
            let blank = rest.iter().take_while(|token| **token == TexToken::Space).count();
            let (start, length) = match rest.get(blank) {
                Some(TexToken::Open) => (blank + 1, group(&rest[blank + 1..])),
                Some(_) => (blank, 1),
                None => return Err(Fault::Argument(format!("\\{name}"))),
            };
            let inner = if inner == Alphabet::Normal { font } else { inner };
            let text = self.deeper(|parser| parser.text(&rest[start..start + length], inner))?;
            pieces.done.push(text);
            return Ok(start + length + usize::from(start > blank));
        }
        if let Some((text, length)) = Self::accented(name, rest) {
            pieces.text.push_str(&text);
            return Ok(length);
        }
        match name {
            "\\" | "newline" | "quad" | " " | "," | ";" | ":" | "space" | "enspace" => pieces.text.push('\u{A0}'),
            "qquad" => pieces.text.push_str("\u{A0}\u{A0}"),
            "{" | "}" | "%" | "#" | "&" | "_" | "$" | "-" | "/" => {
                if !matches!(name, "-" | "/") {
                    pieces.text.push_str(name);
                }
            }
            _ if command::blank(name).is_some() => {}
            _ => match symbol::named(name) {
                Some(Atom { body: AtomBody::Sign { text, .. }, .. }) => pieces.text.push_str(&text),
                Some(Atom { body: AtomBody::Element(element), .. }) => {
                    pieces.flush(font);
                    pieces.done.push(element);
                }
                // Any other command is set as in a formula, with the groups behind it.
                None => {
                    let mut length = 0;
                    while rest.get(length) == Some(&TexToken::Open) {
                        length = (length + group(&rest[length + 1..]) + 2).min(rest.len());
                    }
                    let mut tokens = vec![TexToken::Command(name.into())];
                    tokens.extend(rest[..length].iter().cloned());
                    self.formula(&tokens, font, pieces)?;
                    return Ok(length);
                }
            },
        }
        Ok(0)
    }
}

/// Text that is being put together.
#[derive(Default)]
struct Pieces {
    done: Vec<String>,
    text: String,
}

impl Pieces {
    fn flush(&mut self, font: Alphabet) {
        let text = std::mem::take(&mut self.text);
        if text.is_empty() {
            return;
        }
        // Browsers drop spaces at the ends of an element.
        let inner = text.trim_matches(' ');
        let start = if text.starts_with(' ') { "\u{A0}" } else { "" };
        let end = if text.ends_with(' ') && !inner.is_empty() { "\u{A0}" } else { "" };
        let plain = font == Alphabet::Normal || font == Alphabet::Upright;
        // What has no letters of its own in Unicode, like Chinese, is left to the theme.
        let class: &[(&str, &str)] = match font {
            Alphabet::Bold | Alphabet::BoldSymbol if !inner.is_ascii() => &[("class", "math-bold")],
            _ => &[],
        };
        let styled = |char: char| if plain || !class.is_empty() { char } else { letter::styled(font, char).0 };
        let inner: String = inner.chars().map(styled).collect();
        self.done.push(atom::element("mtext", class, &format!("{start}{}{end}", atom::escaped(&inner))));
    }
}

/// How many tokens a group has whose opening is before them, without its closing.
fn group(tokens: &[TexToken]) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TexToken::Open => depth += 1,
            TexToken::Close if depth == 0 => return index,
            TexToken::Close => depth -= 1,
            _ => {}
        }
    }
    tokens.len()
}
