//! Lengths of TeX → em.

/// How many em a unit has, for letters of 10 pt.
fn unit(name: &str) -> Option<f64> {
    Some(match name {
        "em" => 1.0,
        "mu" => 1.0 / 18.0,
        "ex" => 0.43,
        "pt" => 0.1,
        "px" | "bp" => 0.100_375,
        "pc" => 1.2,
        "mm" => 0.284_528,
        "cm" => 2.845_28,
        "in" => 7.227,
        "dd" => 0.107,
        "cc" => 1.284,
        "sp" => 0.0,
        _ => return None,
    })
}

/// Returns a length such as `1.5em`, `-3mu` or `0.5\textwidth`, in em. Glue (`plus 1fil`) is ignored. What is
/// longer than a line isn't.
pub fn read(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|char: char| !matches!(char, '0'..='9' | '.' | ',' | '-' | '+' | ' ')).unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = number.replace(',', ".").replace(' ', "");
    let number: f64 = if number.is_empty() && rest.starts_with('\\') { 1.0 } else { number.parse().ok()? };
    let factor = if rest.starts_with('\\') { 10.0 } else { unit(rest.get(..2)?)? };
    let em = number * factor;
    em.is_finite().then(|| em.clamp(-40.0, 40.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read() {
        assert_eq!(read("1em"), Some(1.0));
        assert_eq!(read("-18 mu"), Some(-1.0));
        assert_eq!(read("10pt plus 1fil"), Some(1.0));
        assert_eq!(read("99999cm"), Some(40.0));
        assert_eq!(read("x"), None);
        assert_eq!(read("1水"), None);
        assert_eq!(read(""), None);
    }
}
