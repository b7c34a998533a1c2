//! A poster's view → its drawing.

use serde::Serialize;

use super::Templates;
use crate::assets::poster::{Lettering, Setting, set};
use crate::base::diagnostic::{Checked, Location};
use crate::base::fingerprint::Shared;
use crate::base::url::Url;
use crate::view::model::{PosterView, SiteView};

/// How wide a line may be, in pixels of 1,200.
const COLUMN: f32 = 1040.0;

/// The variables of `poster.svg`.
#[derive(Serialize)]
struct Variables<'v> {
    poster: Poster<'v>,
}

#[derive(Serialize)]
struct Poster<'v> {
    #[serde(flatten)]
    view: &'v PosterView,
    lines: Vec<String>,
    size: u32,
}

/// Sets the title and has the theme draw it. `at` is the poster's address, and where what asked for it stands.
pub fn poster(
    view: &PosterView,
    lettering: &Lettering,
    (templates, site): (&Templates, &Shared<SiteView>),
    at: (&Url, Option<&Location>),
) -> Checked<Option<Vec<u8>>> {
    let Setting { lines, size } = set(&view.title, COLUMN, |text| lettering.widths(text));
    templates.poster(site, &Variables { poster: Poster { view, lines, size } }, at)
}
