//! LaTeX → MathML.

use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser, ParserError, Storage, push_mathml};

/// Appends the formula.
///
/// # Errors
/// What is wrong with it, in the first line of the parser's words; nothing is appended then.
pub fn mathml(out: &mut String, latex: &str, display: bool) -> Result<(), String> {
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
    let start = out.len();
    let events = events.into_iter().map(Ok::<_, ParserError>);
    push_mathml(out, events, config).map_err(|error| {
        out.truncate(start);
        error.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_and_faults_are_told() {
        let mut out = String::new();
        mathml(&mut out, r"\frac{a}{b}", true).unwrap();
        assert!(out.starts_with("<math display=\"block\"") && out.contains("<mfrac>"), "{out}");
        let length = out.len();
        assert!(mathml(&mut out, r"\frac{a", false).is_err());
        assert!(mathml(&mut out, r"\nonsense", false).is_err());
        assert_eq!(out.len(), length);
    }
}
