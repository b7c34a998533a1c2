//! Covers: what an entry without a picture is shown with. The program draws them, of what an entry is about.
//!
//! ```text
//! words of an entry ─lexicon─▶ Motif         what it is about         words, motif
//! address of an entry ───────▶ variant       one of a thousand
//! Motif, variant, colour ─draw─▶ SVG         960 × 320, below 4 kB    scene, compose, colors
//! ```
//!
//! The middle of a drawing is its subject, so that one file serves as the wide head of a page and, cropped, as the picture of a card.
//! Nothing here knows entries or pages, and a drawing depends on nothing but its motif, its variant and the theme's colour.

mod chance;
mod colors;
mod compose;
mod motif;
mod scene;
mod words;

use chance::Chance;
use colors::Colors;
use motif::MOTIFS;
pub use scene::{HEIGHT, WIDTH};
pub use words::{Certainty, Lexicon};

/// How many drawings there are of a motif. Entries with the same one share its file, so this bounds the files of a large site; it is
/// so many that two of one motif on a page are hardly ever the same.
pub const VARIANTS: u16 = 1024;

/// The name of what entries are drawn with whose words say nothing.
pub const PLAIN: &str = "science";

/// A motif, by its place among all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MotifId(u8);

impl MotifId {
    pub fn named(name: &str) -> Option<Self> {
        MOTIFS.iter().position(|motif| motif.name == name).map(|at| Self(at as u8))
    }

    pub fn name(self) -> &'static str {
        MOTIFS[usize::from(self.0)].name
    }

    pub fn names() -> impl Iterator<Item = &'static str> {
        MOTIFS.iter().map(|motif| motif.name)
    }
}

/// A drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cover {
    pub motif: MotifId,
    variant: u16,
}

/// The theme's colour that drawings are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CoverColor([u8; 3]);

impl CoverColor {
    /// Reads `#rrggbb` or `#rgb`.
    pub fn parse(text: &str) -> Option<Self> {
        colors::parse(text).map(Self)
    }
}

impl Cover {
    /// The drawing of something with this name among those of its motif.
    pub fn of(motif: MotifId, name: &str) -> Self {
        Self { motif, variant: (hash(name) % u64::from(VARIANTS)) as u16 }
    }

    /// What its file is called, without the ending: `space-3f`.
    pub fn stem(self) -> String {
        format!("{}-{:x}", self.motif.name(), self.variant)
    }

    pub fn draw(self, color: CoverColor) -> String {
        let motif = MOTIFS[usize::from(self.motif.0)];
        // Neighbouring variants must not look alike, nor one variant of two motifs.
        let mut chance = Chance::new(hash(motif.name) ^ (u64::from(self.variant) << 32));
        let scene = motif.scenes[chance.below(motif.scenes.len())];
        let colors = Colors::new(color.0, chance.below(5), chance.below(2), scene.is_night());
        let mut drawing = String::new();
        scene.draw(&mut chance, &mut drawing);
        compose::draw(motif.glyphs, &mut chance, &mut drawing);
        let drawing = colors.fill(&drawing);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" stroke-width=\"4\" stroke-linecap=\"round\" stroke-linejoin=\"round\">{drawing}</svg>\n"
        )
    }
}

/// FNV-1a: the same in every version of the program, so that an entry keeps its drawing.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn motifs() -> impl Iterator<Item = MotifId> {
        MotifId::names().filter_map(MotifId::named)
    }

    const GREEN: CoverColor = CoverColor([11, 110, 79]);

    #[test]
    fn every_drawing_is_small_well_formed_and_the_same_each_time() {
        let options = usvg::Options::default();
        for motif in motifs() {
            for variant in (0..VARIANTS).step_by(7) {
                let cover = Cover { motif, variant };
                let svg = cover.draw(GREEN);
                assert!(svg.len() < 4096, "{}: {}", cover.stem(), svg.len());
                assert_eq!(svg, cover.draw(GREEN));
                assert!(!svg.contains("<text") && svg.matches("http").count() == 1, "{}", cover.stem());
                if let Err(error) = usvg::Tree::from_str(&svg, &options) {
                    panic!("{}: {error}", cover.stem());
                }
            }
        }
    }

    #[test]
    fn twenty_entries_of_one_subject_are_twenty_drawings() {
        for motif in motifs() {
            let drawings: BTreeSet<String> =
                (0..20).map(|number| Cover::of(motif, &format!("column/entry-{number}")).draw(GREEN)).collect();
            assert_eq!(drawings.len(), 20, "{}", motif.name());
        }
    }

    #[test]
    fn drawings_follow_the_colour_of_the_theme() {
        let cover = Cover::of(MotifId::named("water").unwrap(), "a");
        let blue = cover.draw(CoverColor::parse("#0044aa").unwrap());
        assert_ne!(blue, cover.draw(GREEN));
        let paths = |svg: &str| {
            svg.split(" d=\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(paths(&blue), paths(&cover.draw(GREEN)));
    }

    #[test]
    fn every_motif_has_something_to_choose_from() {
        let names: BTreeSet<&str> = MotifId::names().collect();
        assert_eq!(names.len(), MOTIFS.len());
        for motif in MOTIFS {
            assert!(motif.glyphs.len() > 1 && !motif.scenes.is_empty(), "{}", motif.name);
            assert!(motif.glyphs.iter().all(|glyph| glyph.len() < 1000), "{}", motif.name);
        }
        assert!(MotifId::named(PLAIN).is_some());
    }
}
