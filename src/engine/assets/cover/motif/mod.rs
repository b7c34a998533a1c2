//! What covers show: drawings by subject, and the words by which a subject is known.

mod life;
mod people;
mod science;
mod sky;

use super::scene::CoverScene;

/// A subject that covers are drawn for.
///
/// Glyphs are drawn around the origin, in a square of 100. Their colours are classes, see `colors`: areas `m` (strongest), `n`, `p`
/// (palest), `w` (paper), `k` (accent), `g`, `h` (of the ground); lines `o` (strongest), `q`, `u` (paper), `y` (accent).
pub struct Motif {
    /// As settings and addresses have it.
    pub name: &'static str,
    /// Words of what something is about, in Chinese and English.
    pub subject: &'static str,
    /// Words of what is done: a talk or an exhibition may be about anything, so these count where no subject is known.
    pub occasion: &'static str,
    pub glyphs: &'static [&'static str],
    pub scenes: &'static [CoverScene],
}

/// All motifs. Their order is of no account.
pub const MOTIFS: [&Motif; 26] = [
    &sky::SPACE,
    &sky::WEATHER,
    &sky::WATER,
    &sky::GEOLOGY,
    &sky::QUAKE,
    &life::PLANTS,
    &life::FARMING,
    &life::ANIMALS,
    &life::FOOD,
    &life::HEALTH,
    &science::PHYSICS,
    &science::CHEMISTRY,
    &science::ENGINEERING,
    &science::INFORMATION,
    &science::ENERGY,
    &science::TRANSPORT,
    &science::LAB,
    &people::SAFETY,
    &people::FILM,
    &people::BOOK,
    &people::TALK,
    &people::EXHIBITION,
    &people::CONTEST,
    &people::FESTIVAL,
    &people::PLACE,
    &people::SCIENCE,
];
