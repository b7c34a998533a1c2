//! Tokens → atoms: lists, groups, scripts, numbers and letters.
//!
//! `command.rs`, `table.rs` and `text.rs` have the commands. How deep a formula may be nested is bounded,
//! because every level is a level of the call stack here and of the page's tree in browsers.

use super::atom::{self, Atom, AtomBody, AtomClass, Stacking};
use super::fault::Fault;
use super::letter::{self, Alphabet};
use super::lex::TexToken;
use super::macros::{Input, Macros};
use super::symbol;
use crate::base::text::narrow;

/// How deep groups, arguments and environments may be nested.
const DEPTH: usize = 100;

/// How many changes of style and colour one group may have: each nests what follows it.
const STYLES: usize = 20;

pub struct Parser<'m> {
    pub input: Input<'m>,
    pub font: Alphabet,
    /// Whether limits stand below and above.
    pub display: bool,
    /// The number that the line bears.
    pub tag: Option<String>,
    /// What the cell says of its columns.
    pub span: Option<CellSpan>,
    depth: usize,
}

/// How many columns a cell takes, and the letter of how it is aligned.
#[derive(Clone, Copy)]
pub struct CellSpan {
    pub columns: usize,
    pub align: char,
}

/// One line of a table.
#[derive(Default)]
pub struct TableLine {
    pub cells: Vec<Vec<Atom>>,
    /// Of each cell.
    pub spans: Vec<Option<CellSpan>>,
    pub tag: Option<String>,
    /// How many rules are above it.
    pub rules: usize,
}

/// What `\over` and its like make of what is before and behind them.
struct Infix {
    open: &'static str,
    close: &'static str,
    /// Of the line between them, if not the usual.
    thickness: Option<String>,
}

impl<'m> Parser<'m> {
    pub fn new(latex: &str, display: bool, macros: &'m mut Macros) -> Self {
        Self { input: Input::new(latex, macros), font: Alphabet::Normal, display, tag: None, span: None, depth: 0 }
    }

    /// Runs a step one level deeper, after which font and style are what they were.
    pub fn deeper<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.depth == DEPTH {
            return Err(Fault::Deep);
        }
        self.depth += 1;
        let before = (self.font, self.display);
        let result = step(self);
        (self.font, self.display) = before;
        self.depth -= 1;
        result
    }

    /// Parses lines and cells up to something that ends them, and leaves it.
    pub fn rows(&mut self) -> Result<Vec<TableLine>, Fault> {
        let mut rows = Vec::new();
        let mut row = TableLine { rules: self.rules()?, ..TableLine::default() };
        let outer = (self.tag.take(), self.span.take());
        loop {
            row.cells.push(self.list(false)?);
            row.spans.push(self.span.take());
            match self.input.peek()? {
                Some(TexToken::Char('&')) => {
                    self.input.raw()?;
                }
                Some(TexToken::Command(name)) if matches!(&**name, "\\" | "cr" | "newline" | "tabularnewline") => {
                    self.input.raw()?;
                    self.input.takes('*')?;
                    self.distance()?;
                    row.tag = self.tag.take();
                    rows.push(std::mem::take(&mut row));
                    row.rules = self.rules()?;
                }
                Some(TexToken::Command(name)) if matches!(&**name, "intertext" | "shortintertext") => {
                    self.input.raw()?;
                    let tokens = self.input.argument("intertext")?;
                    let text = self.text(&tokens, Alphabet::Normal)?;
                    row.tag = self.tag.take();
                    let line = std::mem::take(&mut row);
                    if line.cells.iter().any(|cell| !cell.is_empty()) {
                        rows.push(line);
                    }
                    // A line of its own, over all columns.
                    rows.push(TableLine {
                        cells: vec![vec![Atom::element(AtomClass::Ordinary, text)]],
                        spans: vec![Some(CellSpan { columns: usize::MAX, align: 'l' })],
                        ..TableLine::default()
                    });
                }
                _ => break,
            }
        }
        row.tag = self.tag.take();
        (self.tag, self.span) = outer;
        rows.push(row);
        Ok(rows)
    }

    /// Parses what has no lines: more than one becomes a table.
    pub fn flat(&mut self) -> Result<Vec<Atom>, Fault> {
        let mut rows = self.rows()?;
        match rows.as_mut_slice() {
            [row] if row.cells.len() == 1 && row.rules == 0 => {
                if row.tag.is_some() {
                    self.tag = row.tag.take();
                }
                Ok(row.cells.pop().unwrap_or_default())
            }
            _ => Ok(vec![self.lines(rows)]),
        }
    }

    /// Skips the distance of `\\[2pt]`. A bracket with anything else belongs to the next line.
    fn distance(&mut self) -> Result<(), Fault> {
        if let Some(tokens) = self.input.optional()?
            && super::length::read(&super::lex::source(&tokens)).is_none()
        {
            self.input.push(std::iter::once(TexToken::Char(']')));
            self.input.push(tokens.into_iter());
            self.input.push(std::iter::once(TexToken::Char('[')));
        }
        Ok(())
    }

    /// Takes the rules above a line.
    fn rules(&mut self) -> Result<usize, Fault> {
        let mut count = 0;
        loop {
            let Some(TexToken::Command(name)) = self.input.ahead()? else { return Ok(count) };
            match &**name {
                "hline" | "hdashline" | "toprule" | "midrule" | "bottomrule" => {
                    self.input.raw()?;
                    count += 1;
                }
                "cline" | "cmidrule" => {
                    self.input.raw()?;
                    self.input.argument("cline")?;
                }
                _ => return Ok(count),
            }
        }
    }

    /// Parses atoms up to something that ends them, and leaves it.
    pub fn list(&mut self, bracket: bool) -> Result<Vec<Atom>, Fault> {
        self.deeper(|parser| parser.sequence(bracket))
    }

    fn sequence(&mut self, bracket: bool) -> Result<Vec<Atom>, Fault> {
        let mut atoms = Vec::new();
        // From where on a style holds.
        let mut styles: Vec<(usize, Vec<(&'static str, String)>)> = Vec::new();
        let mut above: Option<(Vec<Atom>, Infix)> = None;
        while let Some(token) = self.input.ahead()?.cloned() {
            match token {
                TexToken::Close | TexToken::Char('&') => break,
                TexToken::Char(']') if bracket => break,
                TexToken::Command(name) => match &*name {
                    "\\" | "cr" | "newline" | "tabularnewline" | "end" | "right" | "middle" | "endgroup"
                    | "intertext" | "shortintertext" => break,
                    "color" => {
                        self.input.raw()?;
                        styles.push((atoms.len(), vec![("mathcolor", self.color("color")?)]));
                    }
                    name => {
                        if let Some(infix) = self.infix(name)? {
                            if above.is_some() {
                                return Err(Fault::Fractions);
                            }
                            above = Some((styled(std::mem::take(&mut atoms), &mut styles), infix));
                        } else if let Some((display, level)) = style(name) {
                            self.input.raw()?;
                            self.display = display;
                            let attributes =
                                vec![("displaystyle", display.to_string()), ("scriptlevel", level.to_owned())];
                            styles.push((atoms.len(), attributes));
                        } else if let Some((font, false)) = letter::font(name) {
                            self.input.raw()?;
                            self.font = font;
                        } else {
                            self.one(&mut atoms)?;
                        }
                    }
                },
                _ => self.one(&mut atoms)?,
            }
            if styles.len() > STYLES {
                return Err(Fault::Deep);
            }
        }
        let atoms = styled(atoms, &mut styles);
        let Some((above, infix)) = above else { return Ok(atoms) };
        let fraction = fraction(&atom::row(&above), &atom::row(&atoms), infix.thickness.as_deref());
        let bare = infix.open.is_empty() && infix.close.is_empty();
        let body = if bare { fraction } else { fenced(infix.open, &fraction, infix.close) };
        Ok(vec![Atom::element(AtomClass::Inner, body)])
    }

    /// Takes `\over` and its like, with what belongs to it.
    fn infix(&mut self, name: &str) -> Result<Option<Infix>, Fault> {
        let none = || Some("0".to_owned());
        let (open, close, thickness) = match name {
            "over" => ("", "", None),
            "atop" => ("", "", none()),
            "choose" => ("(", ")", none()),
            "brace" => ("{", "}", none()),
            "brack" => ("[", "]", none()),
            "above" | "overwithdelims" | "atopwithdelims" | "abovewithdelims" => {
                self.input.raw()?;
                let (open, close) = match name {
                    "above" => ("", ""),
                    _ => (self.delimiter(name)?, self.delimiter(name)?),
                };
                let thickness = match name {
                    "overwithdelims" => None,
                    "atopwithdelims" => none(),
                    _ => {
                        self.input.skip_space()?;
                        Some(atom::length(self.length(name)?))
                    }
                };
                return Ok(Some(Infix { open, close, thickness }));
            }
            _ => return Ok(None),
        };
        self.input.raw()?;
        Ok(Some(Infix { open, close, thickness }))
    }

    /// Adds the next atom with its scripts.
    fn one(&mut self, atoms: &mut Vec<Atom>) -> Result<(), Fault> {
        if let Some(atom) = self.atom(false)? {
            atoms.push(self.scripts(atom)?);
        }
        Ok(())
    }

    /// Parses one atom without its scripts; none for a command that shows nothing.
    pub fn atom(&mut self, single: bool) -> Result<Option<Atom>, Fault> {
        let Some(token) = self.input.ahead()?.cloned() else { return Ok(None) };
        // Scripts of nothing.
        if !single && matches!(token, TexToken::Char('^' | '_' | '\'')) {
            return Ok(Some(Atom::element(AtomClass::Ordinary, "<mrow></mrow>".to_owned())));
        }
        self.input.raw()?;
        match token {
            TexToken::Open => {
                let group = self.braces()?;
                Ok(Some(Atom::element(AtomClass::Ordinary, atom::row(&group))))
            }
            TexToken::Close => Err(Fault::Close("}".to_owned())),
            TexToken::Space => Ok(None),
            TexToken::Char(char) => self.character(char, single).map(Some),
            TexToken::Command(name) => self.deeper(|parser| parser.command(&name)),
        }
    }

    /// Parses a group whose opening has been taken, with its end.
    pub fn braces(&mut self) -> Result<Vec<Atom>, Fault> {
        let group = self.deeper(Self::flat)?;
        match self.input.take()? {
            Some(TexToken::Close) => Ok(group),
            Some(TexToken::Command(name)) if &*name == "right" => Err(Fault::Close("\\right".to_owned())),
            _ => Err(Fault::Open("{".to_owned())),
        }
    }

    /// Parses tokens that stand for something else, as a group.
    pub fn tokens(&mut self, tokens: Vec<TexToken>) -> Result<Vec<Atom>, Fault> {
        self.input.push(std::iter::once(TexToken::Close));
        self.input.push(tokens.into_iter());
        self.braces()
    }

    fn character(&mut self, char: char, single: bool) -> Result<Atom, Fault> {
        let char = half_width(char);
        match char {
            '#' | '$' | '&' => Err(Fault::Character(char)),
            '^' | '_' => Err(Fault::Argument(char.to_string())),
            '~' => Ok(Atom::text("\u{A0}")),
            '\'' | '’' => Ok(Atom::letter("′", true)),
            '0'..='9' | '.' => {
                let mut number = String::from(char);
                if !single {
                    let mut point = char == '.';
                    let digits = self.input.run(|char, after| match half_width(char) {
                        '0'..='9' => true,
                        '.' if !point && after.is_some_and(|after| after.is_ascii_digit()) => {
                            point = true;
                            true
                        }
                        _ => false,
                    })?;
                    number.extend(digits.chars().map(half_width));
                }
                if number == "." {
                    return Ok(Atom::sign(AtomClass::Ordinary, "", "."));
                }
                let number: String = number.chars().map(|digit| letter::styled(self.font, digit).0).collect();
                Ok(Atom::element(AtomClass::Ordinary, atom::element("mn", &[], &number)))
            }
            _ if is_text(char) => {
                let mut text = String::from(char);
                if !single {
                    text.push_str(&self.input.run(|char, _| is_text(char) && half_width(char) == char)?);
                }
                Ok(Atom::text(&text))
            }
            _ if char.is_alphabetic() => Ok(self.letters(char, single)?),
            _ => Ok(symbol::character(char)),
        }
    }

    fn letters(&mut self, char: char, single: bool) -> Result<Atom, Fault> {
        let (letter, upright) = letter::styled(self.font, char);
        let mut letters = String::from(letter);
        // Words of a unit or a function are one identifier.
        if self.font == Alphabet::Upright && !single && char.is_ascii_alphabetic() {
            letters.push_str(&self.input.run(|char, _| char.is_ascii_alphabetic())?);
        }
        Ok(Atom::letter(&letters, upright))
    }

    /// Parses an argument: a group, or one atom.
    pub fn argument_atoms(&mut self, command: &str) -> Result<Vec<Atom>, Fault> {
        self.deeper(|parser| {
            loop {
                match parser.input.ahead()? {
                    Some(TexToken::Open) => {
                        parser.input.raw()?;
                        return parser.braces();
                    }
                    None | Some(TexToken::Close | TexToken::Char('&' | '^' | '_')) => {
                        return Err(Fault::Argument(command.to_owned()));
                    }
                    Some(_) => {
                        if let Some(atom) = parser.atom(true)? {
                            return Ok(vec![atom]);
                        }
                    }
                }
            }
        })
    }

    /// Parses an argument as one element.
    pub fn argument(&mut self, command: &str) -> Result<String, Fault> {
        Ok(atom::row(&self.argument_atoms(command)?))
    }

    /// Parses an argument in text style, as scripts and parts of fractions are.
    pub fn small(&mut self, command: &str) -> Result<String, Fault> {
        let display = std::mem::replace(&mut self.display, false);
        let argument = self.argument(command);
        self.display = display;
        argument
    }

    /// Parses an argument in brackets, if there is one.
    pub fn optional(&mut self) -> Result<Option<String>, Fault> {
        if !self.input.takes('[')? {
            return Ok(None);
        }
        let list = self.list(true)?;
        if self.input.takes(']')? { Ok(Some(atom::row(&list))) } else { Err(Fault::Open("[".to_owned())) }
    }

    /// Adds the scripts and primes that follow an atom.
    pub fn scripts(&mut self, atom: Atom) -> Result<Atom, Fault> {
        let (mut below, mut above, mut primes) = (None, None, 0_usize);
        let mut limits = atom.limits;
        loop {
            match self.input.ahead()? {
                Some(TexToken::Char('\'' | '′' | '’')) => {
                    self.input.raw()?;
                    primes += 1;
                }
                Some(TexToken::Char(sign @ ('^' | '_'))) => {
                    let sign = *sign;
                    self.input.raw()?;
                    let script = self.small(if sign == '^' { "^" } else { "_" })?;
                    let place = if sign == '^' { &mut above } else { &mut below };
                    if place.replace(script).is_some() {
                        return Err(Fault::Scripts(sign));
                    }
                }
                Some(TexToken::Command(name)) => {
                    limits = match &**name {
                        "limits" => Stacking::Stacked,
                        "nolimits" => Stacking::Beside,
                        "displaylimits" => Stacking::Movable,
                        _ => break,
                    };
                    self.input.raw()?;
                }
                _ => break,
            }
        }
        if primes > 0 {
            let sign = ["′", "″", "‴", "⁗"].get(primes - 1).map_or_else(|| "′".repeat(primes), ToString::to_string);
            let sign = Atom::letter(&sign, true).written();
            above = Some(match above {
                Some(script) => format!("<mrow>{sign}{script}</mrow>"),
                None => sign,
            });
        }
        let stacked = limits == Stacking::Stacked || limits == Stacking::Movable && self.display;
        let base =
            if atom.class == AtomClass::Binary { atom::row(std::slice::from_ref(&atom)) } else { atom.written() };
        let element = match (below, above) {
            (None, None) => return Ok(atom),
            (Some(below), None) => tag(if stacked { "munder" } else { "msub" }, &[&base, &below]),
            (None, Some(above)) => tag(if stacked { "mover" } else { "msup" }, &[&base, &above]),
            (Some(below), Some(above)) => tag(if stacked { "munderover" } else { "msubsup" }, &[&base, &below, &above]),
        };
        Ok(Atom { body: AtomBody::Element(element), limits, ..atom })
    }
}

/// Returns an element with those children.
pub fn tag(name: &str, children: &[&str]) -> String {
    atom::element(name, &[], &children.concat())
}

pub fn fraction(above: &str, below: &str, thickness: Option<&str>) -> String {
    let attributes: &[(&str, &str)] = match &thickness {
        Some(thickness) => &[("linethickness", thickness)],
        None => &[],
    };
    atom::element("mfrac", attributes, &format!("{above}{below}"))
}

/// Returns elements between delimiters that grow with them. An empty one isn't shown.
pub fn fenced(open: &str, inner: &str, close: &str) -> String {
    let sign = |form: &str, text: &str| match text {
        "" => String::new(),
        _ => format!("<mo form=\"{form}\" stretchy=\"true\">{}</mo>", atom::escaped(text)),
    };
    format!("<mrow>{}{inner}{}</mrow>", sign("prefix", open), sign("postfix", close))
}

/// Nests what follows each change of style.
fn styled(mut atoms: Vec<Atom>, styles: &mut Vec<(usize, Vec<(&'static str, String)>)>) -> Vec<Atom> {
    while let Some((start, attributes)) = styles.pop() {
        let rest = atoms.split_off(start.min(atoms.len()));
        if !rest.is_empty() {
            let attributes: Vec<_> = attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
            atoms.push(Atom::element(
                AtomClass::Ordinary,
                atom::element("mstyle", &attributes, &atom::elements(&rest).0),
            ));
        }
    }
    atoms
}

/// Whether a style is that of displays, and its script level.
pub fn style(name: &str) -> Option<(bool, &'static str)> {
    Some(match name {
        "displaystyle" => (true, "0"),
        "textstyle" => (false, "0"),
        "scriptstyle" => (false, "1"),
        "scriptscriptstyle" => (false, "2"),
        _ => return None,
    })
}

/// Returns the ASCII form of signs, digits and letters that were typed in full width. Punctuation of
/// sentences stays as it is.
pub fn half_width(char: char) -> char {
    match char {
        '，' | '；' | '：' | '！' | '？' => char,
        _ => narrow(char),
    }
}

/// Returns whether the character is Chinese or its like, which is text in a formula.
fn is_text(char: char) -> bool {
    matches!(char,
        '\u{2018}' | '\u{2019}' | '\u{201C}' | '\u{201D}' | '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
        && !matches!(char, '〈' | '〉')
}
