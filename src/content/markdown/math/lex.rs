//! LaTeX → tokens, and back.

use std::rc::Rc;

/// A token of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Token {
    /// `\name` or `\,`, without the backslash.
    Command(Rc<str>),
    Char(char),
    Open,
    Close,
    /// Any white space, also that of Chinese typing.
    Space,
}

impl Token {
    pub fn is_command(&self, name: &str) -> bool {
        matches!(self, Self::Command(found) if &**found == name)
    }
}

/// Returns the tokens of a formula. Comments are dropped.
pub fn tokens(latex: &str) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(latex.len());
    let mut rest = latex;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        tokens.push(match char {
            '\\' => {
                let word = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let length = if word == 0 { rest.chars().next().map_or(0, char::len_utf8) } else { word };
                let (name, after) = rest.split_at(length);
                // A word takes in the spaces behind it.
                rest = if word == 0 { after } else { after.trim_start() };
                let name = if name.trim().is_empty() && !name.is_empty() { " " } else { name };
                Token::Command(name.into())
            }
            '{' => Token::Open,
            '}' => Token::Close,
            '%' => {
                rest = rest.find('\n').map_or("", |end| rest[end..].trim_start());
                continue;
            }
            '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{2060}' | '\u{AD}' => continue,
            space if space.is_whitespace() => {
                if tokens.last() == Some(&Token::Space) {
                    continue;
                }
                Token::Space
            }
            other => Token::Char(other),
        });
    }
    tokens
}

/// Returns tokens as they are typed.
pub fn source(tokens: &[Token]) -> String {
    let mut text = String::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Command(name) => {
                text.push('\\');
                text.push_str(name);
                let word = name.ends_with(|char: char| char.is_ascii_alphabetic());
                if word && matches!(tokens.get(index + 1), Some(Token::Char(next)) if next.is_ascii_alphabetic()) {
                    text.push(' ');
                }
            }
            Token::Char(char) => text.push(*char),
            Token::Open => text.push('{'),
            Token::Close => text.push('}'),
            Token::Space => text.push(' '),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_commands_characters_braces_and_space() {
        let found = tokens("\\frac {a}\\,\u{3000}\u{A0}b % note\n c");
        let command = |name: &str| Token::Command(name.into());
        let expected = [
            command("frac"),
            Token::Open,
            Token::Char('a'),
            Token::Close,
            command(","),
            Token::Space,
            Token::Char('b'),
            Token::Space,
            Token::Char('c'),
        ];
        assert_eq!(found, expected);
        assert_eq!(tokens("\\"), [command("")]);
        assert_eq!(source(&tokens(r"\alpha x\{ \frac{1}2")), r"\alpha x\{ \frac{1}2");
    }
}
