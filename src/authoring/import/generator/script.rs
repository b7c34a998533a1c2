//! Reads what a script that configures a site has for a property. The script isn't run: only what is written out is found.

/// A part of a script that isn't a blank or a comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScriptToken<'a> {
    /// A text in quotes, without these.
    Text(&'a str),
    Word(&'a str),
    Sign(char),
}

/// Splits a script into its tokens.
pub fn tokens(script: &str) -> Vec<ScriptToken<'_>> {
    let mut found = Vec::new();
    let mut rest = script;
    while let Some(first) = rest.chars().next() {
        let after = &rest[first.len_utf8()..];
        rest = match first {
            '/' if after.starts_with('/') => after.find('\n').map_or("", |end| &after[end..]),
            '/' if after.starts_with('*') => after.split_once("*/").map_or("", |(_, rest)| rest),
            '\'' | '"' | '`' => {
                let end = end_of_text(after, first);
                found.push(ScriptToken::Text(&after[..end]));
                after[end..].strip_prefix(first).unwrap_or(&after[end..])
            }
            c if in_word(c) => {
                let end = rest.find(|c: char| !in_word(c)).unwrap_or(rest.len());
                found.push(ScriptToken::Word(&rest[..end]));
                &rest[end..]
            }
            c => {
                if !c.is_whitespace() {
                    found.push(ScriptToken::Sign(c));
                }
                after
            }
        };
    }
    found
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

/// Where a text in quotes ends. Only one between grave accents has several lines.
fn end_of_text(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if !escaped && (c == quote || c == '\n' && quote != '`') {
            return at;
        }
        escaped = !escaped && c == '\\';
    }
    text.len()
}

/// Returns what stands behind each property of a name, up to the next property.
pub fn values<'t, 'a>(tokens: &'t [ScriptToken<'a>], key: &str) -> Vec<&'t [ScriptToken<'a>]> {
    let mut found = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let named = matches!(pair[0], ScriptToken::Text(name) | ScriptToken::Word(name) if name == key);
        if named && matches!(pair[1], ScriptToken::Sign(':' | '=')) {
            let value = &tokens[at + 2..];
            found.push(&value[..end_of_value(value)]);
        }
    }
    found
}

fn end_of_value(tokens: &[ScriptToken<'_>]) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            ScriptToken::Sign('(' | '[' | '{') => depth += 1,
            ScriptToken::Sign(')' | ']' | '}') if depth == 0 => return at,
            ScriptToken::Sign(')' | ']' | '}') => depth -= 1,
            ScriptToken::Sign(',' | ';') if depth == 0 => return at,
            _ => {}
        }
    }
    tokens.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found() {
        let script = "// srcExclude: ['no']\nexport default {\n  a: 'it\\'s', /* srcExclude: ['no'] */\n  \
                      srcExclude: [\"a/**\", 'b.md'], b: ['c'],\n  on: true }\n";
        let tokens = tokens(script);
        let expected = [
            ScriptToken::Sign('['),
            ScriptToken::Text("a/**"),
            ScriptToken::Sign(','),
            ScriptToken::Text("b.md"),
            ScriptToken::Sign(']'),
        ];
        assert_eq!(values(&tokens, "srcExclude"), [&expected[..]]);
        assert_eq!(values(&tokens, "on"), [&[ScriptToken::Word("true")][..]]);
        assert_eq!(values(&tokens, "a"), [&[ScriptToken::Text("it\\'s")][..]]);
        assert!(values(&tokens, "none").is_empty());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(script in "[a甲'\"`\\\\/*:={}\\[\\],\n ]{0,40}") {
            values(&tokens(&script), "a");
        }
    }
}
