//! A poster's view → its drawing.

use serde::Serialize;

use super::Templates;
use crate::assets::poster::{Lettering, Setting, TitleColumn, set};
use crate::base::diagnostic::{Checked, Location};
use crate::base::fingerprint::Shared;
use crate::base::url::Url;
use crate::view::model::{PosterView, SiteView};

/// The title stands in the square in the middle, which is all that some networks show.
const COLUMN: TitleColumn = TitleColumn { width: 540.0, sizes: &[(88, 2), (76, 3), (64, 4), (54, 5), (46, 6)] };

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
