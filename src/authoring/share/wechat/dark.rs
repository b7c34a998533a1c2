//! What becomes of colours in the dark mode of the app, where every inline colour is converted: a model of its published
//! algorithm (wechatjs/mp-darkmode), for colours without transparency.
//!
//! The hue is kept. A grey background is turned over, a bright one is dimmed; text and lines are moved away from the
//! background until their brightness differs enough. That is less than what reads well, so that a colour has to be chosen
//! with both modes in view.

/// Red, green and blue from 0 to 255.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour(pub [f32; 3]);

/// The page and its text.
pub const LIGHT_PAGE: Colour = Colour([255.0; 3]);
pub const DARK_PAGE: Colour = Colour([25.0; 3]);

/// Thresholds of the algorithm, by its names: brightness by perception from 0 to 255, lightness in percent.
const WHITE_LIKE: f32 = 250.0;
const MAX_BACKGROUND: f32 = 190.0;
const MIN_OFFSET: f32 = 65.0;
const HIGH_BACKGROUND: f32 = 100.0;
const HIGH_GREY: f32 = 40.0;
const LOW_GREY: f32 = 22.0;
/// White less the dark page.
const MAX_OFFSET: f32 = 230.0;

impl Colour {
    /// Parses `#rgb` and `#rrggbb`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#').filter(|digits| digits.is_ascii())?;
        let part = |from: usize, length: usize| u8::from_str_radix(digits.get(from..from + length)?, 16).ok();
        let parts = match digits.len() {
            3 => [part(0, 1)? * 17, part(1, 1)? * 17, part(2, 1)? * 17],
            6 => [part(0, 2)?, part(2, 2)?, part(4, 2)?],
            _ => return None,
        };
        Some(Self(parts.map(f32::from)))
    }

    pub fn hex(self) -> String {
        let [red, green, blue] = self.0.map(|part| part.round().clamp(0.0, 255.0) as u8);
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// Brightness as it is perceived (W3C AERT).
    fn brightness(self) -> f32 {
        let [red, green, blue] = self.0;
        (red * 299.0 + green * 587.0 + blue * 114.0) / 1000.0
    }

    fn luminance(self) -> f32 {
        let linear = |part: f32| {
            let part = part / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Contrast as WCAG defines it, from 1 to 21.
    pub fn contrast(self, other: Self) -> f32 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// Hue in degrees, saturation and lightness in percent.
    fn hsl(self) -> [f32; 3] {
        let [red, green, blue] = self.0.map(|part| part / 255.0);
        let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
        let (lightness, range) = ((most + least) / 2.0, most - least);
        if range == 0.0 {
            return [0.0, 0.0, lightness * 100.0];
        }
        let saturation = range / (1.0 - (2.0 * lightness - 1.0).abs());
        let hue = if most == red {
            (green - blue) / range
        } else if most == green {
            (blue - red) / range + 2.0
        } else {
            (red - green) / range + 4.0
        };
        [(hue * 60.0).rem_euclid(360.0), saturation * 100.0, lightness * 100.0]
    }

    fn of_hsl([hue, saturation, lightness]: [f32; 3]) -> Self {
        let (saturation, lightness) = (saturation / 100.0, lightness.clamp(0.0, 100.0) / 100.0);
        let range = (1.0 - (2.0 * lightness - 1.0).abs()) * saturation;
        let part = |offset: f32| {
            let at = (offset + hue / 30.0).rem_euclid(12.0);
            (lightness - range / 2.0 * (at - 3.0).min(9.0 - at).clamp(-1.0, 1.0)) * 255.0
        };
        Self([part(0.0), part(8.0), part(4.0)])
    }

    fn with_brightness(self, wanted: f32) -> Self {
        let ratio = wanted / if self.brightness() == 0.0 { 1.0 } else { self.brightness() };
        let [mut red, mut green, mut blue] = self.0.map(|part| (part * ratio).min(255.0));
        let wanted = wanted * 1000.0;
        if green == 0.0 || red == 255.0 || blue == 255.0 {
            green = (wanted - red * 299.0 - blue * 114.0) / 587.0;
        } else if red == 0.0 {
            red = (wanted - green * 587.0 - blue * 114.0) / 299.0;
        } else if blue == 0.0 || green == 255.0 {
            blue = (wanted - red * 299.0 - green * 587.0) / 114.0;
        }
        Self([red, green, blue].map(|part| part.clamp(0.0, 255.0)))
    }

    /// What a background becomes.
    pub fn dark_background(self) -> Self {
        let [hue, saturation, lightness] = self.hsl();
        let grey = saturation == 0.0 && lightness > HIGH_GREY;
        if grey || self.brightness() > WHITE_LIKE {
            Self::of_hsl([0.0, 0.0, (100.0 + DARK_PAGE.hsl()[2] - lightness).min(100.0)])
        } else if self.brightness() > MAX_BACKGROUND {
            self.with_brightness(MAX_BACKGROUND)
        } else if lightness < LOW_GREY {
            Self::of_hsl([hue, saturation, LOW_GREY])
        } else {
            self
        }
    }

    /// What text or a line becomes on a background that is converted already.
    pub fn dark_text(self, background: Self) -> Self {
        let (own, under) = (self.brightness(), background.brightness());
        let offset = (under - own).abs();
        if own >= WHITE_LIKE {
            return self;
        }
        if offset > MAX_OFFSET && under <= DARK_PAGE.brightness() + 2.0 {
            return self.with_brightness(MAX_OFFSET + under);
        }
        if offset >= MIN_OFFSET {
            return self;
        }
        let [hue, saturation, lightness] = self.hsl();
        let turned = Self::of_hsl([hue, saturation, 90.0 - lightness]);
        if under >= HIGH_BACKGROUND {
            if lightness > 90.0 - HIGH_GREY {
                return turned.dark_text(background);
            }
            return self.with_brightness(MAX_OFFSET.min(under - MIN_OFFSET));
        }
        if lightness <= HIGH_GREY {
            return turned.dark_text(background);
        }
        self.with_brightness(MAX_OFFSET.min(under + MIN_OFFSET))
    }

    /// The lower of its contrasts as text in both modes.
    pub fn legibility(self, background: Self) -> f32 {
        let dark = background.dark_background();
        self.contrast(background).min(self.dark_text(dark).contrast(dark))
    }

    /// The colour made as dark as it has to be to be read as text on these backgrounds in both modes; nothing for one
    /// that can't be.
    pub fn legible(self, backgrounds: &[Self]) -> Option<Self> {
        let [hue, saturation, lightness] = self.hsl();
        let steps = (0..=lightness as u32).rev().map(|lightness| Self::of_hsl([hue, saturation, lightness as f32]));
        let reads = |colour: &Self| backgrounds.iter().all(|background| colour.legibility(*background) >= LEAST);
        std::iter::once(self).chain(steps).find(reads)
    }
}

/// The contrast that text needs (WCAG 2.2, level AA).
pub const LEAST: f32 = 4.5;

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(hex: &str) -> Colour {
        Colour::parse(hex).unwrap()
    }

    #[test]
    fn colours_become_what_the_published_algorithm_makes_of_them() {
        assert_eq!(colour("#ffffff").dark_background().hex(), "#191919");
        assert_eq!(colour("#f5f5f5").dark_background().hex(), "#232323");
        assert_eq!(colour("#000000").dark_text(DARK_PAGE).hex(), "#e6e6e6");
        assert_eq!(colour("#333333").dark_text(DARK_PAGE).hex(), "#b3b3b3");
        assert_eq!(colour("#ffffff").dark_text(DARK_PAGE).hex(), "#ffffff");
        let tint = colour("#eff6f2").dark_background();
        assert!((tint.brightness() - 190.0).abs() < 0.5, "{tint:?}");
        for hex in ["#0b6e4f", "#a32719", "#1c4e8f", "#f5f5f5", "#7b4a00"] {
            assert_eq!(Colour::of_hsl(colour(hex).hsl()).hex(), hex);
        }
    }

    #[test]
    fn a_colour_is_darkened_until_it_reads_in_both_modes() {
        let backgrounds = [LIGHT_PAGE, colour("#f5f5f5")];
        for hex in ["#0b6e4f", "#ffd400", "#ff0000", "#0000ff", "#00ffff", "#888888", "#000000", "#7f00ff"] {
            let Some(legible) = colour(hex).legible(&backgrounds) else { continue };
            for background in backgrounds {
                assert!(legible.legibility(background) >= LEAST, "{hex} → {}", legible.hex());
            }
        }
        assert_eq!(colour("#0b6e4f").legible(&backgrounds), Some(colour("#0b6e4f")));
        assert_eq!(Colour::parse("green"), None);
    }
}
