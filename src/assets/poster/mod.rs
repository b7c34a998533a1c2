//! A title → the picture that social networks show beside a link to a page that has none of its own.
//!
//! ```text
//! title, font ─set──▶ Setting    lines that read well, and their size    setting
//! Setting ─theme─▶ SVG           the theme's `poster.svg` draws it       render
//! SVG, font ─draw─▶ PNG          1200 × 630                              draw
//! ```
//!
//! A font is an input like any other: the site names one, or whoever runs the program says which one this machine has. Knows
//! nothing of pages or files.

mod draw;
mod font;
mod setting;

use std::sync::Arc;

pub use draw::Poster;
pub use font::{Font, Lettering};
pub use setting::{Setting, set};

/// A font and what can be drawn with it.
pub struct Letters {
    pub font: Font,
    pub lettering: Arc<Lettering>,
}

/// The size, as Open Graph and the programs that read it expect, in pixels.
pub const SIZE: (u32, u32) = crate::assets::picture::CARD;
