//! Styles of a drawing without what a browser would fetch or run.
//!
//! CSS can escape any character (`@\69mport`), so that a style with a backslash is judged after decoding. What is judged
//! harmless is kept as it was written.

/// Words that no harmless style contains, in lower case. Functions are followed by their bracket.
const HARMFUL: [&str; 12] = [
    "@import",
    "@namespace",
    "@charset",
    "@document",
    "expression(",
    "image(",
    "image-set(",
    "src(",
    "javascript:",
    "vbscript:",
    "-moz-binding",
    "behavior:",
];

/// Whether a value fetches and runs nothing: a presentation attribute, a declaration, a sheet.
pub fn is_harmless(value: &str) -> bool {
    let judged = |text: &str| {
        let text = decoded(text).to_ascii_lowercase();
        let plain: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        !HARMFUL.iter().any(|word| plain.contains(word)) && addresses(&plain).all(is_local)
    };
    // A comment may part a word (`@im/**/port`); what looks like one may be a string (`"/*"`). It is harmless if it is so
    // either way.
    judged(value) && judged(&without_comments(value))
}

/// Returns declarations without those that aren't harmless.
pub fn declarations(value: &str, changed: &mut bool) -> String {
    if is_harmless(value) {
        return value.to_owned();
    }
    *changed = true;
    // A semicolon within a string or an address would be cut apart; both halves are judged for themselves.
    value.split(';').filter(|declaration| is_harmless(declaration)).collect::<Vec<_>>().join(";")
}

/// Returns a style sheet without rules that aren't harmless, or nothing of it where they can't be told apart.
pub fn sheet(text: &str, changed: &mut bool) -> String {
    if is_harmless(text) {
        return text.to_owned();
    }
    *changed = true;
    let text = decoded(&without_comments(text));
    let mut kept = String::new();
    for rule in rules(&text) {
        if is_harmless(rule) {
            kept.push_str(rule);
        } else if let Some((selector, body)) = rule.split_once('{').filter(|_| !rule.trim_start().starts_with('@')) {
            let mut dropped = false;
            let body = declarations(body.trim_end().trim_end_matches('}'), &mut dropped);
            kept.push_str(&format!("{selector}{{{body}}}"));
        }
    }
    if is_harmless(&kept) { kept } else { String::new() }
}

/// The rules of a sheet: to the semicolon of one without a block, else to the bracket that closes its block.
fn rules(text: &str) -> Vec<&str> {
    let (mut rules, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open || c == '\n' => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, '{') => depth += 1,
            (None, '}' | ';') => {
                depth = if c == '}' { depth.saturating_sub(1) } else { depth };
                if depth == 0 {
                    rules.push(&text[start..=at]);
                    start = at + 1;
                }
            }
            _ => {}
        }
    }
    rules.push(&text[start..]);
    rules
}

/// The values of `url(…)` in a text without blanks.
fn addresses(plain: &str) -> impl Iterator<Item = &str> {
    plain.match_indices("url(").map(|(at, mark)| plain[at + mark.len()..].trim_start_matches(['"', '\'']))
}

/// A part of the drawing itself, or a picture in it.
fn is_local(address: &str) -> bool {
    address.starts_with('#')
        || ["png", "jpeg", "jpg", "gif", "webp"].iter().any(|kind| address.starts_with(&format!("data:image/{kind}")))
        || ["font/", "application/font", "application/x-font"]
            .iter()
            .any(|kind| address.strip_prefix("data:").is_some_and(|rest| rest.starts_with(kind)))
}

/// A text with CSS escapes decoded, as a browser's tokenizer reads it.
fn decoded(text: &str) -> String {
    if !text.contains('\\') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        let mut code = String::new();
        while code.len() < 6
            && let Some(digit) = chars.next_if(char::is_ascii_hexdigit)
        {
            code.push(digit);
        }
        if code.is_empty() {
            // A line end after a backslash is nothing; any other character stands for itself.
            out.extend(chars.next().filter(|c| *c != '\n'));
        } else {
            chars.next_if(char::is_ascii_whitespace);
            out.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
        }
    }
    out
}

fn without_comments(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fetches_is_found_however_it_is_written() {
        for harmless in [
            "fill:url(#a)",
            "red",
            "url( \"#a\" )",
            ".on{fill:#fff}",
            "url(data:image/png;base64,AA)",
            "content:'\\2022'",
        ] {
            assert!(is_harmless(harmless), "{harmless}");
        }
        for harmful in [
            "url(//a.example/b)",
            "UrL( 'https://a.example')",
            "@\\69mport 'https://a.example'",
            "u\\72l(https://a.example)",
            "u/**/rl(x)@import 'b'",
            "image-set('a.png' 1x)",
            "url(data:text/html,x)",
            "url(data:image/svg+xml,x)",
            "@im\\\nport url(x)",
            "font-family:'/*';fill:url(//a.example/b);x:'*/'",
            ".a{fill:url(#/*)}.b{fill:url(//a.example/b)}.c{fill:url(#*/)}",
        ] {
            assert!(!is_harmless(harmful), "{harmful}");
        }
    }

    #[test]
    fn harmless_rules_stay() {
        let mut changed = false;
        let text =
            "@import url(https://a.example/f.css); .a{fill:red;background:url(https://b.example/x)} .b{stroke:blue}";
        assert_eq!(sheet(text, &mut changed).replace(' ', ""), ".a{fill:red}.b{stroke:blue}");
        assert!(changed);
    }
}
