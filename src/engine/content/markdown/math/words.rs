//! A short formula → plain text, where that says the same: `E=mc^2` is `E=mc²` in a summary.

use super::atom::AtomBody;
use super::lex::{self, TexToken};
use super::parse::half_width;
use super::symbol;
use crate::base::text::TextLevel;

/// What is longer isn't read as a part of a sentence.
const LENGTH: usize = 60;

/// How deep groups may be nested.
const DEPTH: usize = 4;

/// Returns what a formula of letters, signs and indices says; `None` for fractions, roots and whatever else needs its form.
pub fn words(latex: &str) -> Option<String> {
    if latex.len() > LENGTH {
        return None;
    }
    let mut out = String::new();
    said(&lex::tokens(latex), &mut out, (0, false))?;
    let out = out.trim();
    (!out.is_empty()).then(|| out.to_owned())
}

/// Adds what tokens say. `typed` is the inside of `\text`, where blanks and hyphens are what they look like.
fn said(tokens: &[TexToken], out: &mut String, (depth, typed): (usize, bool)) -> Option<()> {
    if depth == DEPTH {
        return None;
    }
    let mut at = 0;
    // The name of a function stands apart from the letter behind it.
    let mut applied = false;
    while let Some(token) = tokens.get(at) {
        at += 1;
        let letter = matches!(token, TexToken::Char(char) if char.is_alphanumeric());
        if applied && (letter || matches!(token, TexToken::Command(_))) {
            out.push(' ');
        }
        applied &= *token == TexToken::Space;
        match token {
            TexToken::Space if typed => out.push(' '),
            TexToken::Space => {}
            TexToken::Close => return None,
            TexToken::Open => {
                at -= 1;
                at += part(&tokens[at..], out, (depth, typed))?;
            }
            TexToken::Char(sign @ ('^' | '_')) => {
                let mut moved = String::new();
                at += part(&tokens[at..], &mut moved, (depth, false))?;
                let level = if *sign == '^' { TextLevel::Raised } else { TextLevel::Lowered };
                match moved.as_str() {
                    "∘" | "°" => out.push('°'),
                    "′" | "″" => out.push_str(&moved),
                    moved => out.push_str(&level.plain(moved)),
                }
            }
            TexToken::Char('\'') => out.push('′'),
            TexToken::Char('~') => out.push(' '),
            TexToken::Char('-') if !typed => out.push('−'),
            TexToken::Char('#' | '$' | '&') => return None,
            TexToken::Char(char) => out.push(half_width(*char)),
            TexToken::Command(name) => match &**name {
                "text" | "textbf" => at += part(&tokens[at..], out, (depth, true))?,
                "mathrm" | "mathbf" | "mathit" | "vec" | "boldsymbol" | "bm" | "operatorname" => {
                    at += part(&tokens[at..], out, (depth, typed))?;
                }
                "," | ";" | ":" | " " | "quad" => out.push(' '),
                "!" => {}
                // `\left.` has no bracket.
                "left" | "right" => at += usize::from(tokens.get(at) == Some(&TexToken::Char('.'))),
                "%" => out.push('%'),
                name => {
                    let atom = symbol::named(name)?;
                    applied = atom.function;
                    match atom.body {
                        AtomBody::Sign { text, .. } => out.push_str(&text),
                        AtomBody::Element(element) => {
                            let text = element.strip_suffix("</mi>").and_then(|rest| Some(rest.rsplit_once('>')?.1));
                            out.push_str(text.filter(|text| !text.contains('&'))?);
                        }
                    }
                }
            },
        }
    }
    Some(())
}

/// Says a group or one token, and returns how many tokens it takes.
fn part(tokens: &[TexToken], out: &mut String, (depth, typed): (usize, bool)) -> Option<usize> {
    let blank = tokens.iter().take_while(|token| **token == TexToken::Space).count();
    let tokens = tokens.get(blank..)?;
    match tokens.first()? {
        TexToken::Open => {
            let mut open = 0_usize;
            for (index, token) in tokens.iter().enumerate() {
                match token {
                    TexToken::Open => open += 1,
                    TexToken::Close => open -= 1,
                    _ => {}
                }
                if open == 0 {
                    said(tokens.get(1..index)?, out, (depth + 1, typed))?;
                    return Some(blank + index + 1);
                }
            }
            None
        }
        _ => {
            said(tokens.get(..1)?, out, (depth + 1, typed))?;
            Some(blank + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn short_formulas_are_words() {
        for (latex, expected) in [
            ("E=mc^2", "E=mc²"),
            ("x_1+y", "x₁+y"),
            (r"10^{-3}\,\mathrm{m}", "10⁻³ m"),
            (r"37^\circ\mathrm{C}", "37°C"),
            (r"\lambda\approx 5\times 10^{3}", "λ≈5×10³"),
            ("a'", "a′"),
            (r"v=\text{speed of light}", "v=speed of light"),
            (r"\text{X-ray}-1", "X-ray−1"),
            (r"\sin x", "sin x"),
            (r"\lim_{x\to 0}f", "lim_(x→0)f"),
            (r"\ln\alpha+\sin(x)", "ln α+sin(x)"),
            (r"\left.x\right|_0", "x|₀"),
        ] {
            assert_eq!(words(latex).as_deref(), Some(expected), "{latex}");
        }
        for latex in
            [r"\frac12", r"\sqrt2", r"\begin{matrix}a\end{matrix}", "a&b", r"\nonsense", "}", "{", "", r"\ce{H2O}"]
        {
            assert_eq!(words(latex), None, "{latex}");
        }
    }
}
