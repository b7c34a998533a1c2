//! A formula as a stream of tokens in which the commands that a page defines are replaced.

use std::collections::HashMap;
use std::rc::Rc;

use super::fault::Fault;
use super::lex::{self, TexToken};

/// How many tokens a formula may come to, with its macros replaced.
const TOKENS: usize = 100_000;

/// What the formulas of a page define for those that follow.
#[derive(Debug, Default)]
pub struct Macros {
    commands: HashMap<Rc<str>, Macro>,
    /// What stands for the beginning and for the end of an environment.
    environments: HashMap<String, (Macro, Rc<[TexToken]>)>,
    colors: HashMap<String, String>,
}

#[derive(Debug, Clone, Default)]
struct Macro {
    parameters: usize,
    /// What the first parameter is if it isn't given.
    default: Option<Vec<TexToken>>,
    /// The parameters with what has to stand between them, as in `\def\f(#1){…}`.
    pattern: Option<Rc<[TexToken]>>,
    /// Whether a star or a size may stand before the parameters, which changes nothing here.
    sized: bool,
    body: Rc<[TexToken]>,
}

pub struct Input<'m> {
    /// What is still to be read, the next one last.
    rest: Vec<TexToken>,
    macros: &'m mut Macros,
    budget: usize,
}

impl<'m> Input<'m> {
    pub fn new(latex: &str, macros: &'m mut Macros) -> Self {
        let mut rest = lex::tokens(latex);
        rest.reverse();
        Self { rest, macros, budget: TOKENS }
    }

    /// Takes the next token as it is typed.
    pub fn raw(&mut self) -> Result<Option<TexToken>, Fault> {
        self.budget = self.budget.checked_sub(1).ok_or(Fault::Long)?;
        Ok(self.rest.pop())
    }

    /// Returns the next token, which is no macro.
    pub fn peek(&mut self) -> Result<Option<&TexToken>, Fault> {
        while let Some(TexToken::Command(name)) = self.rest.last() {
            let name = name.clone();
            if let Some(found) = self.macros.commands.get(&name).cloned() {
                self.rest.pop();
                self.replace(&name, &found)?;
            } else if !self.environments(&name)? {
                break;
            }
        }
        Ok(self.rest.last())
    }

    /// Replaces the beginning or the end of an environment that the page defines.
    fn environments(&mut self, command: &str) -> Result<bool, Fault> {
        if self.macros.environments.is_empty() || !matches!(command, "begin" | "end") {
            return Ok(false);
        }
        let mut behind = self.rest.iter().rev().skip(1).skip_while(|token| **token == TexToken::Space);
        if behind.next() != Some(&TexToken::Open) {
            return Ok(false);
        }
        let name: Vec<_> = behind.take_while(|token| **token != TexToken::Close).take(40).cloned().collect();
        let Some((begin, end)) = self.macros.environments.get(lex::source(&name).trim()).cloned() else {
            return Ok(false);
        };
        self.rest.pop();
        self.argument(command)?;
        if command == "begin" {
            self.replace("begin", &begin)?;
        } else {
            self.budget = self.budget.checked_sub(end.len() + 1).ok_or(Fault::Long)?;
            self.push(end.iter().cloned());
        }
        Ok(true)
    }

    /// Names a colour for the rest of the page.
    pub fn name_color(&mut self, name: String, color: String) {
        self.macros.colors.insert(name, color);
    }

    /// Returns a colour that the page has named.
    pub fn named_color(&self, name: &str) -> Option<String> {
        self.macros.colors.get(name).cloned()
    }

    /// Takes the next token, which is no macro.
    pub fn take(&mut self) -> Result<Option<TexToken>, Fault> {
        self.peek()?;
        self.raw()
    }

    /// Returns the next token after white space.
    pub fn ahead(&mut self) -> Result<Option<&TexToken>, Fault> {
        self.skip_space()?;
        self.peek()
    }

    pub fn skip_space(&mut self) -> Result<(), Fault> {
        while self.peek()? == Some(&TexToken::Space) {
            self.raw()?;
        }
        Ok(())
    }

    /// Takes the character if it is next, after white space.
    pub fn takes(&mut self, char: char) -> Result<bool, Fault> {
        let found = self.ahead()? == Some(&TexToken::Char(char));
        if found {
            self.raw()?;
        }
        Ok(found)
    }

    /// Takes the characters that `accept` accepts, as they follow one another.
    pub fn run(&mut self, mut accept: impl FnMut(char, Option<char>) -> bool) -> Result<String, Fault> {
        let mut run = String::new();
        while let Some(TexToken::Char(char)) = self.rest.last() {
            let after = match self.rest.len().checked_sub(2).and_then(|index| self.rest.get(index)) {
                Some(TexToken::Char(after)) => Some(*after),
                _ => None,
            };
            if !accept(*char, after) {
                break;
            }
            run.push(*char);
            self.raw()?;
        }
        Ok(run)
    }

    /// Takes an argument as it is typed: a group without its braces, or one token.
    pub fn argument(&mut self, command: &str) -> Result<Vec<TexToken>, Fault> {
        while self.rest.last() == Some(&TexToken::Space) {
            self.raw()?;
        }
        match self.raw()? {
            Some(TexToken::Open) => self.group(),
            Some(token) if token != TexToken::Close => Ok(vec![token]),
            _ => Err(Fault::Argument(format!("\\{command}"))),
        }
    }

    /// Takes an argument in brackets, if there is one.
    pub fn optional(&mut self) -> Result<Option<Vec<TexToken>>, Fault> {
        let behind = self.rest.iter().rev().take_while(|token| **token == TexToken::Space).count();
        let bracket = self.rest.len().checked_sub(behind + 1).and_then(|index| self.rest.get(index));
        if bracket != Some(&TexToken::Char('[')) {
            return Ok(None);
        }
        // A bracket that isn't closed begins no argument.
        let (mut depth, mut length) = (0_usize, None);
        for (index, token) in self.rest.iter().rev().enumerate().skip(behind + 1) {
            match token {
                TexToken::Open => depth += 1,
                TexToken::Close if depth == 0 => break,
                TexToken::Close => depth -= 1,
                TexToken::Char(']') if depth == 0 => {
                    length = Some(index);
                    break;
                }
                _ => {}
            }
        }
        let looked = length.unwrap_or(self.rest.len());
        self.budget = self.budget.checked_sub(looked + 1).ok_or(Fault::Long)?;
        let Some(length) = length else { return Ok(None) };
        let mut taken = self.rest.split_off(self.rest.len() - length - 1);
        taken.reverse();
        taken.pop();
        taken.drain(..=behind);
        Ok(Some(taken))
    }

    /// Takes the rest of a group whose opening has been taken.
    fn group(&mut self) -> Result<Vec<TexToken>, Fault> {
        let mut tokens = Vec::new();
        let mut depth = 0_usize;
        loop {
            match self.raw()? {
                Some(TexToken::Close) if depth == 0 => return Ok(tokens),
                Some(token) => {
                    match token {
                        TexToken::Open => depth += 1,
                        TexToken::Close => depth -= 1,
                        _ => {}
                    }
                    tokens.push(token);
                }
                None => return Err(Fault::Open("{".to_owned())),
            }
        }
    }

    /// Takes what stands between two characters, of which the first is next; `None` if the second is missing.
    pub fn between(&mut self, open: char, close: char) -> Result<Option<Vec<TexToken>>, Fault> {
        self.skip_space()?;
        if self.rest.last() != Some(&TexToken::Char(open)) {
            return Ok(None);
        }
        let (mut groups, mut inner) = (0_usize, 0_usize);
        let mut length = None;
        for (index, token) in self.rest.iter().rev().enumerate().skip(1) {
            match token {
                TexToken::Open => groups += 1,
                TexToken::Close if groups == 0 => break,
                TexToken::Close => groups -= 1,
                TexToken::Char(char) if groups == 0 && *char == close && inner == 0 => {
                    length = Some(index);
                    break;
                }
                TexToken::Char(char) if groups == 0 && *char == close => inner -= 1,
                TexToken::Char(char) if groups == 0 && *char == open => inner += 1,
                _ => {}
            }
        }
        self.budget = self.budget.checked_sub(length.unwrap_or(self.rest.len()) + 1).ok_or(Fault::Long)?;
        let Some(length) = length else { return Ok(None) };
        let mut taken = self.rest.split_off(self.rest.len() - length - 1);
        taken.reverse();
        taken.pop();
        taken.remove(0);
        Ok(Some(taken))
    }

    /// Takes an argument as text.
    pub fn word(&mut self, command: &str) -> Result<String, Fault> {
        Ok(lex::source(&self.argument(command)?).trim().to_owned())
    }

    /// Puts tokens in front of the rest.
    pub fn push(&mut self, tokens: impl DoubleEndedIterator<Item = TexToken>) {
        self.rest.extend(tokens.rev());
    }

    fn replace(&mut self, name: &str, found: &Macro) -> Result<(), Fault> {
        let mut arguments: Vec<Vec<TexToken>> = Vec::new();
        if found.sized {
            if self.rest.last() == Some(&TexToken::Char('*')) {
                self.raw()?;
            }
            self.optional()?;
        }
        if let Some(pattern) = &found.pattern {
            self.matching(name, pattern, &mut arguments)?;
        }
        if let Some(default) = &found.default {
            arguments.push(match self.optional()? {
                Some(given) => given,
                None => default.clone(),
            });
        }
        while arguments.len() < found.parameters {
            arguments.push(self.argument(name)?);
        }
        let text = substituted(&found.body, &arguments)?;
        self.budget = self.budget.checked_sub(text.len() + 1).ok_or(Fault::Long)?;
        self.push(text.into_iter());
        Ok(())
    }

    /// Takes the arguments of a command that was defined with something between them.
    fn matching(&mut self, name: &str, pattern: &[TexToken], arguments: &mut Vec<Vec<TexToken>>) -> Result<(), Fault> {
        let missing = || Fault::Argument(format!("\\{name}"));
        let mut pattern = pattern.iter().peekable();
        while let Some(token) = pattern.next() {
            if *token != TexToken::Char('#') {
                if self.raw()?.as_ref() != Some(token) {
                    return Err(missing());
                }
                continue;
            }
            pattern.next();
            match pattern.peek() {
                None | Some(TexToken::Char('#')) => arguments.push(self.argument(name)?),
                Some(end) => {
                    let mut taken = Vec::new();
                    let mut depth = 0_usize;
                    while depth > 0 || self.rest.last() != Some(*end) {
                        let token = self.raw()?.ok_or_else(missing)?;
                        match token {
                            TexToken::Open => depth += 1,
                            TexToken::Close => depth = depth.checked_sub(1).ok_or_else(missing)?,
                            _ => {}
                        }
                        taken.push(token);
                    }
                    arguments.push(taken);
                }
            }
        }
        Ok(())
    }

    /// Takes in a definition, if the command is one.
    pub fn define(&mut self, command: &str) -> Result<bool, Fault> {
        match command {
            "def" | "gdef" | "edef" | "xdef" => {
                let name = self.name(command)?;
                let mut pattern = Vec::new();
                loop {
                    match self.raw()? {
                        Some(TexToken::Open) => break,
                        Some(token) if token != TexToken::Close => pattern.push(token),
                        _ => return Err(Fault::Argument(format!("\\{command}\\{name}"))),
                    }
                }
                let parameters = pattern.iter().filter(|token| **token == TexToken::Char('#')).count();
                pattern.retain(|token| *token != TexToken::Space);
                // `#1#2` alone are arguments as usual.
                let plain = pattern.len() == 2 * parameters;
                let pattern = if plain { None } else { Some(pattern.into()) };
                let body = self.group()?.into();
                self.macros.commands.insert(name, Macro { parameters, pattern, body, ..Macro::default() });
            }
            "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => {
                if self.rest.last() == Some(&TexToken::Char('*')) {
                    self.raw()?;
                }
                let name = self.name(command)?;
                let parameters = self.parameters(command)?.unwrap_or_default();
                let default = if parameters > 0 { self.optional()? } else { None };
                let body = self.argument(command)?.into();
                if command != "providecommand" || !self.macros.commands.contains_key(&name) {
                    self.macros.commands.insert(name, Macro { parameters, default, body, ..Macro::default() });
                }
            }
            "newenvironment" | "renewenvironment" => {
                self.takes('*')?;
                let name = self.word(command)?;
                let parameters = self.parameters(command)?.unwrap_or_default();
                let default = if parameters > 0 { self.optional()? } else { None };
                let begin = Macro { parameters, default, body: self.argument(command)?.into(), ..Macro::default() };
                let end = self.argument(command)?.into();
                self.macros.environments.insert(name, (begin, end));
            }
            "DeclarePairedDelimiter" | "DeclarePairedDelimiterX" => {
                let name = self.name(command)?;
                let parameters = self.parameters(command)?.unwrap_or(1);
                let (open, close) = (self.argument(command)?, self.argument(command)?);
                let inner = match command {
                    "DeclarePairedDelimiter" => vec![TexToken::Char('#'), TexToken::Char('1')],
                    // As high as the two, as with `\middle`.
                    _ => (self.argument(command)?.into_iter())
                        .map(|token| match token.is_command("delimsize") {
                            true => TexToken::Command("middle".into()),
                            false => token,
                        })
                        .collect(),
                };
                let mut body = vec![TexToken::Command("left".into())];
                body.extend(open);
                body.extend(inner);
                body.push(TexToken::Command("right".into()));
                body.extend(close);
                let body = body.into();
                self.macros.commands.insert(name, Macro { parameters, sized: true, body, ..Macro::default() });
            }
            "let" => {
                let name = self.name(command)?;
                while matches!(self.rest.last(), Some(TexToken::Space | TexToken::Char('='))) {
                    self.raw()?;
                }
                let token = self.raw()?.ok_or_else(|| Fault::Argument("\\let".to_owned()))?;
                // A name for itself would be replaced for ever.
                if !token.is_command(&name) {
                    self.macros.commands.insert(name, Macro { body: [token].into(), ..Macro::default() });
                }
            }
            "DeclareMathOperator" => {
                let starred = self.rest.last() == Some(&TexToken::Char('*'));
                if starred {
                    self.raw()?;
                }
                let name = self.name(command)?;
                let mut body = vec![TexToken::Command("operatorname".into())];
                body.extend(starred.then_some(TexToken::Char('*')));
                body.push(TexToken::Open);
                body.extend(self.argument(command)?);
                body.push(TexToken::Close);
                self.macros.commands.insert(name, Macro { body: body.into(), ..Macro::default() });
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Takes how many parameters there are, in brackets.
    fn parameters(&mut self, command: &str) -> Result<Option<usize>, Fault> {
        let Some(tokens) = self.optional()? else { return Ok(None) };
        let count = lex::source(&tokens);
        match count.trim().parse::<usize>() {
            Ok(count) if count <= 9 => Ok(Some(count)),
            _ => Err(Fault::Value { command: command.to_owned(), value: count }),
        }
    }

    /// Takes the name that is defined.
    fn name(&mut self, command: &str) -> Result<Rc<str>, Fault> {
        let argument = self.argument(command)?;
        match argument.iter().find(|token| **token != TexToken::Space) {
            Some(TexToken::Command(name)) => Ok(name.clone()),
            _ => Err(Fault::Argument(format!("\\{command}"))),
        }
    }
}

/// Returns a body with arguments in the places of its parameters.
pub fn substituted(body: &[TexToken], arguments: &[Vec<TexToken>]) -> Result<Vec<TexToken>, Fault> {
    let mut text = Vec::new();
    let mut tokens = body.iter();
    while let Some(token) = tokens.next() {
        if *token != TexToken::Char('#') {
            text.push(token.clone());
        } else if let Some(TexToken::Char(number)) = tokens.next() {
            let index = number.to_digit(10).and_then(|number| usize::try_from(number).ok()?.checked_sub(1));
            let argument = index.and_then(|index| arguments.get(index)).ok_or(Fault::Character('#'))?;
            text.extend(argument.iter().cloned());
        } else {
            return Err(Fault::Character('#'));
        }
        if text.len() > TOKENS {
            return Err(Fault::Long);
        }
    }
    Ok(text)
}
