//! A formula as a stream of tokens in which the commands that a page defines are replaced.

use std::collections::HashMap;
use std::rc::Rc;

use super::fault::Fault;
use super::lex::{self, TexToken};

/// How many tokens a formula may come to, with its macros replaced.
const TOKENS: usize = 100_000;

/// Commands that the formulas of a page define for those that follow.
#[derive(Debug, Default)]
pub struct Macros(HashMap<Rc<str>, Macro>);

#[derive(Debug, Clone)]
struct Macro {
    parameters: usize,
    /// What the first parameter is if it isn't given.
    default: Option<Vec<TexToken>>,
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
            let Some(found) = self.macros.0.get(name).cloned() else { break };
            let name = name.clone();
            self.rest.pop();
            self.replace(&name, &found)?;
        }
        Ok(self.rest.last())
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
        if let Some(default) = &found.default {
            arguments.push(match self.optional()? {
                Some(given) => given,
                None => default.clone(),
            });
        }
        while arguments.len() < found.parameters {
            arguments.push(self.argument(name)?);
        }
        let mut text = Vec::new();
        let mut tokens = found.body.iter();
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
        self.budget = self.budget.checked_sub(text.len() + 1).ok_or(Fault::Long)?;
        self.push(text.into_iter());
        Ok(())
    }

    /// Takes in a definition, if the command is one.
    pub fn define(&mut self, command: &str) -> Result<bool, Fault> {
        match command {
            "def" | "gdef" | "edef" | "xdef" => {
                let name = self.name(command)?;
                let mut parameters = 0;
                loop {
                    match self.raw()? {
                        Some(TexToken::Open) => break,
                        Some(TexToken::Char('#')) => parameters += 1,
                        Some(TexToken::Char(digit)) if digit.is_ascii_digit() => {}
                        Some(TexToken::Space) => {}
                        _ => return Err(Fault::Argument(format!("\\{command}\\{name}"))),
                    }
                }
                let body = self.group()?.into();
                self.macros.insert(name, Macro { parameters, default: None, body });
            }
            "newcommand" | "renewcommand" | "providecommand" | "DeclareRobustCommand" => {
                if self.rest.last() == Some(&TexToken::Char('*')) {
                    self.raw()?;
                }
                let name = self.name(command)?;
                let count = self.optional()?.map(|tokens| lex::source(&tokens));
                let parameters = match &count {
                    None => 0,
                    Some(count) => count
                        .trim()
                        .parse::<usize>()
                        .ok()
                        .filter(|count| *count <= 9)
                        .ok_or_else(|| Fault::Value { command: command.to_owned(), value: count.clone() })?,
                };
                let default = if parameters > 0 { self.optional()? } else { None };
                let body = self.argument(command)?.into();
                self.macros.insert(name, Macro { parameters, default, body });
            }
            "let" => {
                let name = self.name(command)?;
                while matches!(self.rest.last(), Some(TexToken::Space | TexToken::Char('='))) {
                    self.raw()?;
                }
                let token = self.raw()?.ok_or_else(|| Fault::Argument("\\let".to_owned()))?;
                // A name for itself would be replaced for ever.
                if !token.is_command(&name) {
                    self.macros.insert(name, Macro { parameters: 0, default: None, body: [token].into() });
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
                self.macros.insert(name, Macro { parameters: 0, default: None, body: body.into() });
            }
            _ => return Ok(false),
        }
        Ok(true)
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

impl Macros {
    fn insert(&mut self, name: Rc<str>, found: Macro) {
        self.0.insert(name, found);
    }
}
