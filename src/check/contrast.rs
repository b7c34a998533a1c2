//! Checks the contrast of colours that a site sets for its theme.
//!
//! Only the theme knows which background a colour is shown on and whether it is darkened first, so it declares that:
//! `contrast` in `theme.yaml`.

use super::Subject;
use crate::base::diagnostic::{Diagnostic, messages};

pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for (key, shown) in &subject.ready.theme().contrast {
        let Some(set) = subject.site().config.theme_options.get(key) else { continue };
        let Some(color) = set.value.as_str() else { continue };
        let Some(ratio) = luminance(color).zip(luminance(&shown.against)).map(|(a, b)| ratio(a, b)) else { continue };
        if ratio < shown.least {
            // Rounded down, so that an insufficient ratio is never printed as sufficient.
            let ratio = format!("{:.2}", (ratio * 100.0).floor() / 100.0);
            let diagnostic = messages::weak_contrast(key, color, &shown.against, &ratio, &shown.least.to_string());
            findings.push(diagnostic.at(set.value_at.clone()));
        }
    }
}

/// Returns the contrast ratio of two relative luminances (WCAG 2.2, 1 to 21).
fn ratio(a: f64, b: f64) -> f64 {
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Returns the relative luminance of `#rgb` or `#rrggbb` (WCAG 2.2, 0 to 1).
fn luminance(color: &str) -> Option<f64> {
    let digits: Vec<u32> = color.strip_prefix('#')?.chars().map(|digit| digit.to_digit(16)).collect::<Option<_>>()?;
    let parts: Vec<u32> = match digits.len() {
        3 => digits.iter().map(|digit| digit * 17).collect(),
        6 => digits.chunks(2).map(|pair| pair[0] * 16 + pair[1]).collect(),
        _ => return None,
    };
    let linear = |part: u32| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * linear(parts[0]) + 0.7152 * linear(parts[1]) + 0.0722 * linear(parts[2]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_wcag() {
        let of = |a: &str, b: &str| (ratio(luminance(a).unwrap(), luminance(b).unwrap()) * 100.0).round() / 100.0;
        assert_eq!((of("#000", "#ffffff"), of("#fff", "#fff"), of("#777777", "#fff")), (21.0, 1.0, 4.48));
        assert_eq!(luminance("green"), None);
    }
}
