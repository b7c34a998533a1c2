//! Colours of formulas.

use super::fault::Fault;
use super::lex;
use super::parse::Parser;

/// Names that LaTeX has and browsers draw alike, or another of theirs for it.
const NAMES: &[(&str, &str)] = &[
    ("black", "black"),
    ("blue", "blue"),
    ("brown", "#bf8040"),
    ("cyan", "cyan"),
    ("darkgray", "#404040"),
    ("gray", "gray"),
    ("grey", "gray"),
    ("green", "green"),
    ("lightgray", "#bfbfbf"),
    ("lime", "#bfff00"),
    ("magenta", "magenta"),
    ("olive", "#808000"),
    ("orange", "#ff8000"),
    ("pink", "#ffbfbf"),
    ("purple", "#bf0040"),
    ("red", "red"),
    ("teal", "#008080"),
    ("violet", "#800080"),
    ("white", "white"),
    ("yellow", "yellow"),
    ("gold", "gold"),
    ("navy", "navy"),
    ("maroon", "maroon"),
    ("skyblue", "skyblue"),
    ("crimson", "crimson"),
    ("tomato", "tomato"),
    ("indigo", "indigo"),
    ("darkblue", "darkblue"),
    ("darkgreen", "darkgreen"),
    ("darkred", "darkred"),
    ("lightblue", "lightblue"),
    ("lightgreen", "lightgreen"),
];

impl Parser<'_> {
    /// Takes a colour, `{red}` or `[HTML]{C00000}`, and returns it as browsers name it.
    pub fn color(&mut self, command: &str) -> Result<String, Fault> {
        let model = self.input.optional()?.map(|tokens| lex::source(&tokens));
        let value = self.input.word(command)?;
        named(model.as_deref(), &value).ok_or_else(|| Fault::Value { command: command.to_owned(), value })
    }
}

fn named(model: Option<&str>, value: &str) -> Option<String> {
    let hex = |digits: &str| {
        let known = matches!(digits.len(), 3 | 6) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        known.then(|| format!("#{}", digits.to_ascii_lowercase()))
    };
    let numbers = |factor: f64| {
        let parts = value.split([',', '，']).map(|part| part.trim().parse::<f64>().ok());
        let parts: Vec<String> =
            parts.map(|part| Some(format!("{:02x}", level(part? * factor)))).collect::<Option<_>>()?;
        match parts.as_slice() {
            [gray] => Some(format!("#{gray}{gray}{gray}")),
            [_, _, _] => Some(format!("#{}", parts.concat())),
            _ => None,
        }
    };
    match model {
        Some("HTML") => hex(value.trim_start_matches('#')),
        Some("RGB") => numbers(1.0),
        Some("rgb" | "gray") => numbers(255.0),
        _ => match value.strip_prefix('#') {
            Some(digits) => hex(digits),
            None => {
                let name = value.to_ascii_lowercase();
                NAMES.iter().find(|(known, _)| *known == name).map(|(_, color)| (*color).to_owned())
            }
        },
    }
}

/// Returns a level of a colour, without sign and fraction.
fn level(value: f64) -> u8 {
    (0..=u8::MAX).find(|level| f64::from(*level) + 0.5 > value).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn colours_are_those_of_browsers() {
        assert_eq!(named(None, "Red").as_deref(), Some("red"));
        assert_eq!(named(None, "#0AF").as_deref(), Some("#0af"));
        assert_eq!(named(Some("HTML"), "C00000").as_deref(), Some("#c00000"));
        assert_eq!(named(Some("rgb"), "1,0.5, 0").as_deref(), Some("#ff8000"));
        assert_eq!(named(Some("RGB"), "255,300,-1").as_deref(), Some("#ffff00"));
        assert_eq!(named(None, "red;x"), None);
    }
}
