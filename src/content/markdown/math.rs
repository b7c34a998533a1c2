//! LaTeX → MathML.
//!
//! What pulldown-latex makes of odd input isn't always well-formed, and a page must be. So
//! its output is read through once: operators are escaped, and a formula whose elements
//! don't close is refused.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, ParserError, Storage, push_mathml};

/// Appends the formula.
///
/// # Errors
/// What is wrong with it, in the first line of the parser's words; nothing is appended then.
pub fn mathml(out: &mut String, latex: &str, display: bool) -> Result<(), String> {
    // The parser panics where a character outside ASCII follows this one.
    if latex.contains("\\char") {
        return Err("\\char is not supported".to_owned());
    }
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(latex, &storage) {
        match event {
            Ok(event) => events.push(event),
            Err(error) => return Err(error.to_string().lines().next().unwrap_or_default().to_owned()),
        }
    }
    let display_mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    let mut written = String::with_capacity(16 * latex.len() + 64);
    let events = events.into_iter().map(Ok::<_, ParserError>);
    push_mathml(&mut written, events, config).map_err(|error| error.to_string())?;
    // It names the space of `\ ` by an entity and then escapes that.
    let written = written.replace("&amp;nbsp;", "\u{A0}");
    let start = out.len();
    if !escape_operators(out, &written) {
        out.truncate(start);
        return Err("elements of the formula don't close".to_owned());
    }
    Ok(())
}

/// pulldown-latex writes `a<b` as `<mo><</mo>`, which browsers forgive and the XML of feeds
/// doesn't. Returns whether every element closes.
fn escape_operators(out: &mut String, mathml: &str) -> bool {
    let bytes = mathml.as_bytes();
    let mut open = Vec::new();
    let (mut at, mut done) = (0, 0);
    while at < bytes.len() {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        let replacement = match bytes[at] {
            b'<' if next.is_ascii_alphabetic() || next == b'/' => {
                let Some(length) = memchr::memchr(b'>', &bytes[at..]) else { return false };
                let tag = &mathml[at + 1..at + length];
                let name = tag.trim_start_matches('/').split(' ').next().unwrap_or_default();
                if next == b'/' {
                    if open.pop() != Some(name) {
                        return false;
                    }
                } else if !tag.ends_with('/') {
                    open.push(name);
                }
                at += length + 1;
                continue;
            }
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'&' if !(next.is_ascii_alphabetic() || next == b'#') => "&amp;",
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(&mathml[done..at]);
        out.push_str(replacement);
        at += 1;
        done = at;
    }
    out.push_str(&mathml[done..]);
    open.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_and_faults_are_told() {
        let mut out = String::new();
        mathml(&mut out, r"\frac{a}{b}", true).unwrap();
        assert!(out.starts_with("<math display=\"block\"") && out.contains("<mfrac>"), "{out}");
        mathml(&mut out, r"a<b>c \text{<b>}", false).unwrap();
        assert!(out.contains("<mo>&lt;</mo>") && out.contains("<mo>&gt;</mo>") && out.contains("&lt;b&gt;"), "{out}");
        let mut spaced = String::new();
        mathml(&mut spaced, r"a\ b", false).unwrap();
        assert!(spaced.contains('\u{A0}') && !spaced.contains("nbsp"), "{spaced}");
        let length = out.len();
        assert!(mathml(&mut out, r"\frac{a", false).is_err());
        assert!(mathml(&mut out, r"\nonsense", false).is_err());
        assert_eq!(out.len(), length);
    }
}
