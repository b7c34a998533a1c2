//! Posters (`og:image`): the image that social networks show beside a link to a page without a picture.
//!
//! ```text
//! title, font ─set──▶ Setting    line breaks and type size               setting
//! Setting ─theme─▶ SVG           the theme's template `poster.svg`       render
//! SVG, font ─draw─▶ PNG          1200 × 630, or as it is asked for        draw
//! ```
//!
//! The font is an input: it is named in `site.yaml`, or the command line names one of this machine.

mod draw;
mod font;
mod machine;
mod names;
mod setting;

use std::sync::Arc;

pub use draw::{DrawingSize, Poster, draw};
pub use font::{Font, Lettering};
pub use machine::Fonts;
pub use names::{Face, faces};
pub use setting::{Setting, TitleColumn, set, wrap};

/// A font, and its parsed form.
#[derive(Clone)]
pub struct Letters {
    pub font: Font,
    pub lettering: Arc<Lettering>,
}

/// The size that Open Graph consumers expect, in pixels.
pub const SIZE: (u32, u32) = crate::assets::picture::CARD;
