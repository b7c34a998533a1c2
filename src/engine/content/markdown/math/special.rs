//! Commands that read their arguments in a way of their own: addresses, characters by number, typed text, frames.

use super::atom::{self, Atom, AtomClass};
use super::color;
use super::construct::single;
use super::fault::Fault;
use super::lex::{self, TexToken};
use super::parse::{CellSpan, Parser};
use super::symbol;

impl Parser<'_> {
    /// Parses such a command. `None` for any other, and within it if it shows nothing.
    pub fn special(&mut self, name: &str) -> Result<Option<Option<Atom>>, Fault> {
        // `\d`, `\v` and their like are accents of text alone; in a formula they are the author's own commands.
        if let Some(mark) = combining(name).filter(|_| !name.starts_with(char::is_alphabetic)) {
            let tokens = self.input.argument(name)?;
            return Ok(Some(Some(Atom::text(&marked(&lex::source(&tokens), mark)))));
        }
        Ok(Some(Some(match name {
            "href" => {
                // In an address, the signs that LaTeX wants escaped are themselves.
                let address = ["%", "#", "_", "&"]
                    .iter()
                    .fold(self.input.word(name)?, |address, sign| address.replace(&format!("\\{sign}"), sign));
                let inner = self.argument("\\href")?;
                if !(address.starts_with("https://") || address.starts_with("http://")) {
                    return Err(Fault::Value { command: name.to_owned(), value: address });
                }
                Atom::element(AtomClass::Ordinary, atom::element("mrow", &[("href", &address)], &inner))
            }
            "unicode" => {
                self.input.optional()?;
                self.numbered(name)?
            }
            "symbol" => self.numbered(name)?,
            "verb" => {
                self.input.takes('*')?;
                let Some(TexToken::Char(sign)) = self.input.raw()? else {
                    return Err(Fault::Argument("\\verb".to_owned()));
                };
                let mut typed = Vec::new();
                loop {
                    match self.input.raw()? {
                        Some(TexToken::Char(end)) if end == sign => break,
                        Some(token) => typed.push(token),
                        None => return Err(Fault::Open("\\verb".to_owned())),
                    }
                }
                Atom::text(&lex::source(&typed))
            }
            "textcircled" | "circled" => Atom::text(&circled(&self.input.word(name)?)),
            "enclose" => {
                let notation = self.input.word(name)?;
                self.input.optional()?;
                let inner = self.argument("\\enclose")?;
                // Browsers without `menclose` have styles for these.
                let class = if notation.contains("diagonalstrike") {
                    "math-cancel"
                } else if notation.contains("strike") {
                    "math-sout"
                } else {
                    "math-boxed"
                };
                let attributes = [("notation", notation.as_str()), ("class", class)];
                Atom::element(AtomClass::Ordinary, atom::element("menclose", &attributes, &inner))
            }
            "definecolor" => {
                let (named, model, value) = (self.input.word(name)?, self.input.word(name)?, self.input.word(name)?);
                let Some(color) = color::named(Some(&model), &value) else {
                    return Err(Fault::Value { command: name.to_owned(), value });
                };
                self.input.name_color(named, color);
                return Ok(Some(None));
            }
            "multicolumn" => {
                let (columns, align) = (self.input.word(name)?, self.input.word(name)?);
                let columns = columns.parse().ok().filter(|count| (1..=100).contains(count));
                let columns = columns.ok_or_else(|| Fault::Argument("\\multicolumn".to_owned()))?;
                let content = single(self.argument_atoms("\\multicolumn")?);
                let align = align.chars().find(|c| matches!(c, 'l' | 'c' | 'r')).unwrap_or('c');
                self.span = Some(CellSpan { columns, align });
                content
            }
            _ => return Ok(None),
        })))
    }

    /// A character by its number, decimal or hexadecimal behind `x` or `"`.
    fn numbered(&mut self, name: &str) -> Result<Atom, Fault> {
        let number = self.input.word(name)?;
        let code = match number.strip_prefix(['x', 'X', '"']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        match code.ok().and_then(char::from_u32).filter(|char| !char.is_control()) {
            Some(char) if char.is_alphanumeric() => Ok(Atom::letter(char.encode_utf8(&mut [0; 4]), true)),
            Some(char) => Ok(symbol::character(char)),
            None => Err(Fault::Value { command: name.to_owned(), value: number }),
        }
    }

    /// A piece of text with a mark on its first letter, as `\'e` has it, and how many tokens it takes.
    pub fn accented(name: &str, rest: &[TexToken]) -> Option<(String, usize)> {
        let mark = combining(name)?;
        let blank = rest.iter().take_while(|token| **token == TexToken::Space).count();
        match rest.get(blank)? {
            TexToken::Open => {
                let length = rest.get(blank + 1..)?.iter().position(|token| *token == TexToken::Close)?;
                let inside = lex::source(rest.get(blank + 1..blank + 1 + length)?);
                Some((marked(&inside, mark), blank + length + 2))
            }
            token => Some((marked(&lex::source(std::slice::from_ref(token)), mark), blank + 1)),
        }
    }
}

/// The mark that a command of text puts on a letter.
fn combining(name: &str) -> Option<char> {
    Some(match name {
        "'" => '\u{301}',
        "`" => '\u{300}',
        "^" => '\u{302}',
        "\"" => '\u{308}',
        "~" => '\u{303}',
        "=" => '\u{304}',
        "." => '\u{307}',
        "u" => '\u{306}',
        "v" => '\u{30C}',
        "H" => '\u{30B}',
        "c" => '\u{327}',
        "k" => '\u{328}',
        "b" => '\u{331}',
        "d" => '\u{323}',
        _ => return None,
    })
}

fn marked(text: &str, mark: char) -> String {
    let text = text.trim().replace("\\i", "ı").replace("\\j", "ȷ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{first}{mark}{}", chars.as_str()))
}

/// Numbers to twenty and single letters in a circle; anything longer in brackets.
fn circled(text: &str) -> String {
    let number = text.parse::<u32>().ok().filter(|number| (1..=20).contains(number));
    let mut chars = text.chars();
    match (number.and_then(|number| char::from_u32(0x245F + number)), chars.next(), chars.next()) {
        (Some(sign), ..) => sign.to_string(),
        (None, Some(letter @ 'A'..='Z'), None) => {
            char::from_u32(0x24B6 + u32::from(letter) - 0x41).map_or_else(String::new, String::from)
        }
        (None, Some(letter @ 'a'..='z'), None) => {
            char::from_u32(0x24D0 + u32::from(letter) - 0x61).map_or_else(String::new, String::from)
        }
        (None, Some('0'), None) => "⓪".to_owned(),
        _ => format!("({text})"),
    }
}
