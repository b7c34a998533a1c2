//! LaTeX → tokens, and back.

use std::rc::Rc;

/// A token of a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TexToken {
    /// `\name` or `\,`, without the backslash.
    Command(Rc<str>),
    Char(char),
    Open,
    Close,
    /// Any white space, also that of Chinese typing.
    Space,
}

impl TexToken {
    pub fn is_command(&self, name: &str) -> bool {
        matches!(self, Self::Command(found) if &**found == name)
    }
}

/// Returns the tokens of a formula. Comments are dropped: `%` begins one, unless it is meant as the sign of per cent.
pub fn tokens(latex: &str) -> Vec<TexToken> {
    let mut tokens = Vec::with_capacity(latex.len());
    let mut rest = latex;
    let several = latex.trim().contains('\n');
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
                TexToken::Command(name.into())
            }
            '{' => TexToken::Open,
            '}' => TexToken::Close,
            '%' if is_percent(tokens.last(), several) => TexToken::Command("%".into()),
            '%' => {
                rest = rest.find('\n').map_or("", |end| rest[end..].trim_start());
                continue;
            }
            '\u{200B}'..='\u{200D}' | '\u{FEFF}' | '\u{2060}' | '\u{AD}' => continue,
            space if space.is_whitespace() => {
                if tokens.last() == Some(&TexToken::Space) {
                    continue;
                }
                TexToken::Space
            }
            other => TexToken::Char(other),
        });
    }
    tokens
}

/// Whether `%` is the sign of per cent: behind a digit, and where a comment would take all that is left of the formula with
/// it. `$50%$` is typed without a backslash, and what it says must not be lost.
///
/// `several` says whether the formula has several lines: a comment may end the last of them.
fn is_percent(before: Option<&TexToken>, several: bool) -> bool {
    let number = matches!(before, Some(TexToken::Char(char)) if char.is_ascii_digit());
    number || !several
}

/// Returns tokens as they are typed.
pub fn source(tokens: &[TexToken]) -> String {
    let mut text = String::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TexToken::Command(name) => {
                text.push('\\');
                text.push_str(name);
                let word = name.ends_with(|char: char| char.is_ascii_alphabetic());
                if word && matches!(tokens.get(index + 1), Some(TexToken::Char(next)) if next.is_ascii_alphabetic()) {
                    text.push(' ');
                }
            }
            TexToken::Char(char) => text.push(*char),
            TexToken::Open => text.push('{'),
            TexToken::Close => text.push('}'),
            TexToken::Space => text.push(' '),
        }
    }
    text
}

/// Splits off a group without its braces.
pub fn braced(text: &str) -> Option<(&str, &str)> {
    let inner = text.trim_start().strip_prefix('{')?;
    let mut depth = 0_usize;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some((&inner[..at], &inner[at + 1..])),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_commands_characters_braces_and_space() {
        let found = tokens("\\frac {a}\\,\u{3000}\u{A0}b % note\n c");
        let command = |name: &str| TexToken::Command(name.into());
        let expected = [
            command("frac"),
            TexToken::Open,
            TexToken::Char('a'),
            TexToken::Close,
            command(","),
            TexToken::Space,
            TexToken::Char('b'),
            TexToken::Space,
            TexToken::Char('c'),
        ];
        assert_eq!(found, expected);
        assert_eq!(tokens("\\"), [command("")]);
        assert_eq!(tokens("a % note\nb % note\nc").len(), 5);
        assert_eq!(source(&tokens(r"\alpha x\{ \frac{1}2")), r"\alpha x\{ \frac{1}2");
    }

    #[test]
    fn a_percent_sign_takes_nothing_with_it() {
        for (latex, same) in [
            ("50%", r"50\%"),
            ("x=50%+y", r"x=50\%+y"),
            ("a&=5%\n\\\\b&=6%", "a&=5\\%\n\\\\b&=6\\%"),
            (r"\text{占}%", r"\text{占}\%"),
            ("\nx%\n", "\nx\\%\n"),
            (r"\eta=\frac{a}{b}\times100%", r"\eta=\frac{a}{b}\times100\%"),
        ] {
            assert_eq!(tokens(latex), tokens(same), "{latex}");
        }
    }
}
