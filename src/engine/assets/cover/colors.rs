//! A colour of the theme → the colours of a drawing, by day and in the dark.
//!
//! Hues stay near that of the theme, with one accent apart from them. Only operations are used whose result IEEE 754 lays down, so that
//! every machine makes the same bytes.

use std::fmt::Write as _;

/// By how many degrees drawings turn from the theme's hue.
const TURNS: [f64; 5] = [0.0, -30.0, 22.0, -15.0, 40.0];
/// Hues of accents; the first that stands apart is taken.
const ACCENTS: [f64; 4] = [38.0, 14.0, 205.0, 340.0];
/// How far an accent is from the theme's hue at least.
const APART: f64 = 50.0;
/// A grey theme has grey drawings, but for the accent.
const LEAST_SATURATION: f64 = 0.04;

/// The classes of areas, in the order of [`Tones`].
const AREAS: [char; 7] = ['s', 'g', 'h', 'p', 'n', 'm', 'w'];

/// How light each area is, from 0 to 1: sky, far ground, near ground, palest, middle, strongest, paper; and the accent.
struct Tones([f64; 7], f64);

const DAY: Tones = Tones([0.90, 0.83, 0.74, 0.64, 0.47, 0.28, 0.985], 0.68);
const NIGHT: Tones = Tones([0.19, 0.25, 0.31, 0.54, 0.66, 0.80, 0.97], 0.74);
const DAY_IN_THE_DARK: Tones = Tones([0.19, 0.245, 0.30, 0.43, 0.57, 0.74, 0.90], 0.66);
const NIGHT_IN_THE_DARK: Tones = Tones([0.115, 0.16, 0.21, 0.44, 0.58, 0.74, 0.90], 0.68);

/// The colours of the classes of a drawing, by day and in the dark.
pub struct Colors {
    day: Vec<(char, String)>,
    dark: Vec<(char, String)>,
}

impl Colors {
    /// `turn` chooses one of the hues, `accent` one of the accents.
    pub fn new(theme: [u8; 3], turn: usize, accent: usize, night: bool) -> Self {
        let (hue, saturation) = hue_and_saturation(theme);
        let turned = wrapped(hue + TURNS[turn % TURNS.len()]);
        let apart = |other: &&f64| {
            let away = (**other - hue).abs();
            away.min(360.0 - away) >= APART
        };
        let accents: Vec<f64> = ACCENTS.iter().filter(apart).copied().collect();
        let accent = accents[accent % accents.len().min(2)];
        let classes = |Tones(areas, accent_tone): Tones| {
            let of = |(class, tone): (char, f64)| {
                (class, color(turned, saturation * if class == 'w' { 0.5 } else { 1.0 }, tone))
            };
            let accent = ('k', color(accent, 0.72, accent_tone));
            AREAS.into_iter().zip(areas).map(of).chain([accent]).collect()
        };
        let (day, dark) = if night { (NIGHT, NIGHT_IN_THE_DARK) } else { (DAY, DAY_IN_THE_DARK) };
        Self { day: classes(day), dark: classes(dark) }
    }

    /// Colours a drawing: by day with attributes, which no security policy forbids and every program knows; in the dark with a style
    /// sheet, which comes before them.
    pub fn fill(&self, drawing: &str) -> String {
        let mut colored = drawing.to_owned();
        for (class, color) in &self.day {
            colored = colored.replace(&format!(" class=\"{class}\""), &format!(" class=\"{class}\" fill=\"{color}\""));
            if let Some(line) = line(*class) {
                let attributes = format!(" class=\"{line}\" fill=\"none\" stroke=\"{color}\"");
                colored = colored.replace(&format!(" class=\"{line}\""), &attributes);
            }
        }
        let mut style = String::from("<style>@media(prefers-color-scheme:dark){");
        for (class, color) in &self.dark {
            let _ = write!(style, ".{class}{{fill:{color}}}");
            if let Some(line) = line(*class) {
                let _ = write!(style, ".{line}{{stroke:{color}}}");
            }
        }
        style.push_str("}</style>");
        style + &colored
    }
}

/// The class of lines in the colour of an area.
fn line(area: char) -> Option<char> {
    [('n', 'q'), ('m', 'o'), ('w', 'u'), ('k', 'y')].iter().find(|(other, _)| *other == area).map(|(_, line)| *line)
}

/// `#rrggbb` or `#rgb` → its parts.
pub fn parse(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#')?;
    let part = |at: usize, length: usize| u8::from_str_radix(digits.get(at..at + length)?, 16).ok();
    match digits.len() {
        6 => Some([part(0, 2)?, part(2, 2)?, part(4, 2)?]),
        3 => Some([part(0, 1)? * 17, part(1, 1)? * 17, part(2, 1)? * 17]),
        _ => None,
    }
}

fn wrapped(hue: f64) -> f64 {
    if hue < 0.0 {
        hue + 360.0
    } else if hue >= 360.0 {
        hue - 360.0
    } else {
        hue
    }
}

/// The hue in degrees, and how much of it there is in the drawings' colours.
fn hue_and_saturation([red, green, blue]: [u8; 3]) -> (f64, f64) {
    let [r, g, b] = [red, green, blue].map(|part| f64::from(part) / 255.0);
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    let span = most - least;
    if span <= 0.0 {
        return (0.0, 0.0);
    }
    let sixth = if most == r {
        (g - b) / span
    } else if most == g {
        2.0 + (b - r) / span
    } else {
        4.0 + (r - g) / span
    };
    let saturation = span / most;
    (wrapped(sixth * 60.0), if saturation < LEAST_SATURATION { 0.0 } else { 0.2 + 0.28 * saturation })
}

/// A colour of a hue that looks as light as `tone` says, whatever the hue: yellow and blue of one HSL lightness don't.
fn color(hue: f64, saturation: f64, tone: f64) -> String {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..16 {
        let middle = (low + high) / 2.0;
        if looks(rgb(hue, saturation, middle)) < tone { low = middle } else { high = middle }
    }
    let [r, g, b] = rgb(hue, saturation, high).map(|part| (part * 255.0).round() as u8);
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// How light a colour looks: the root of its luminance, with squares in place of sRGB's curve.
fn looks([r, g, b]: [f64; 3]) -> f64 {
    (0.2126 * r * r + 0.7152 * g * g + 0.0722 * b * b).sqrt()
}

/// HSL → RGB.
fn rgb(hue: f64, saturation: f64, lightness: f64) -> [f64; 3] {
    let reach = saturation * lightness.min(1.0 - lightness);
    [0.0, 8.0, 4.0].map(|offset| {
        let at = offset + hue / 30.0;
        let at = if at >= 12.0 { at - 12.0 } else { at };
        lightness - reach * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_keep_their_lightness_in_every_hue() {
        for hue in (0..360).step_by(15) {
            let bytes = parse(&color(f64::from(hue), 0.45, 0.47)).unwrap();
            let tone = looks(bytes.map(|part| f64::from(part) / 255.0));
            assert!((tone - 0.47).abs() < 0.01, "{hue}: {tone}");
        }
    }

    #[test]
    fn a_grey_theme_has_an_accent_alone() {
        let colors = Colors::new([0x55, 0x55, 0x55], 2, 0, false);
        for (class, color) in colors.day.iter().chain(&colors.dark) {
            let [r, g, b] = parse(color).unwrap();
            assert_eq!(r == g && g == b, *class != 'k', "{class}: {color}");
        }
    }

    #[test]
    fn every_area_and_line_has_a_colour_by_day_and_in_the_dark() {
        let colored = Colors::new([11, 110, 79], 0, 0, false).fill("<path class=\"m\"/><path class=\"q\"/>");
        assert!(colored.contains("class=\"m\" fill=\"#") && colored.contains("class=\"q\" fill=\"none\" stroke=\"#"));
        assert!(colored.contains(".m{fill:#") && colored.contains(".q{stroke:#"));
    }

    #[test]
    fn colours_are_read_as_style_sheets_have_them() {
        assert_eq!((parse("#0b6e4f"), parse("#fa0")), (Some([11, 110, 79]), Some([255, 170, 0])));
        assert_eq!((parse("green"), parse("#12"), parse("#ggg")), (None, None, None));
    }
}
