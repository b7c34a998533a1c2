//! The variables of a directory's pages: filters, numbers and the map.

use serde::Serialize;

use crate::base::url::Url;

use super::part::*;

/// What the places of a page can be filtered by, how many there are of each kind, where they are.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DirectoryView {
    /// Fields of which one term can be chosen; those of which all places have the same are left out.
    pub choices: Vec<FilterChoice>,
    /// Yes-or-no questions, as the collection declares them; those that no place passes are left out.
    pub switches: Vec<FilterOption>,
    /// Whether any of the places says when it is open.
    pub has_hours: bool,
    /// On a listing's first page: the first field of the directory against all others.
    pub table: Option<DirectoryTable>,
    /// A map of the places, on a listing's first page and on a district's; none for fewer than two.
    pub map: Option<MapView>,
}

/// A field of a directory and its terms.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FilterChoice {
    /// The field's key.
    pub key: String,
    /// The field's label.
    pub title: String,
    /// The terms that places of the page have.
    pub options: Vec<FilterOption>,
}

/// Something that places can be filtered by.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct FilterOption {
    /// As it stands among the marks of a card: `district:naxi`, `free`.
    pub mark: String,
    /// The key alone: `naxi`, `free`.
    pub key: String,
    /// The words to show.
    pub title: String,
    /// How many places of the page have it.
    pub count: usize,
}

/// How many entries there are of each kind in each part of a directory.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DirectoryTable {
    /// The label of the first field, whose terms are the rows.
    pub title: String,
    /// The other fields, each with its terms as columns and how many entries these have in all.
    pub columns: Vec<GroupView>,
    /// A row for each term of the first field.
    pub rows: Vec<DirectoryRow>,
    /// Entries of the collection.
    pub total: usize,
}

/// A row of a directory's table.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DirectoryRow {
    /// The term, its page, and how many entries it has in all.
    pub head: CountedLink,
    /// A cell for each column, through all fields; one without entries has no address.
    pub cells: Vec<DirectoryCell>,
}

/// How many entries have two terms.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct DirectoryCell {
    /// How many there are.
    pub count: usize,
    /// The page that lists them; none for none.
    pub url: Option<Url>,
}

/// A map drawn from coordinates. Lengths are in units of the drawing, y downwards.
#[derive(Clone, Debug, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MapView {
    /// The drawing's width.
    pub width: u32,
    /// The drawing's height.
    pub height: u32,
    /// Borders as path data of SVG; empty where the site has none that are approved.
    pub borders: Vec<String>,
    /// The approval number of the borders (审图号); empty without borders.
    pub approval: String,
    /// Rivers as path data; empty if the site supplies none.
    pub rivers: String,
    /// Lakes and other waters that are areas.
    pub waters: String,
    /// Roads and railways.
    pub roads: String,
    /// Names of districts, each in the middle of its places.
    pub labels: Vec<MapLabel>,
    /// The places, or the districts where there are too many places to tell apart.
    pub markers: Vec<MapMarker>,
    /// On the page of one place: where it is. The markers are the nearest of the others.
    pub here: Option<MapHere>,
    /// The length of the scale bar.
    pub scale: Tenth,
    /// What the scale bar stands for, in kilometres.
    pub scale_km: Tenth,
    /// For a script: longitude and latitude of the upper left corner, and the units of a degree eastwards and southwards.
    pub projection: String,
}

/// The one place that a map is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MapHere {
    /// Where it is drawn.
    pub x: Tenth,
    /// The same, downwards.
    pub y: Tenth,
    /// Its name beside it.
    pub label: Option<MapLabel>,
    /// Round distances from it.
    pub rings: Vec<MapRing>,
}

/// A distance around a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MapRing {
    /// The radius.
    pub radius: Tenth,
    /// What it stands for, in kilometres.
    pub km: Tenth,
    /// The number without its unit, where there is room for it on the ring.
    pub label: Option<MapLabel>,
}

/// A place on a map, or several of one district.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MapMarker {
    /// The place's title, or the district's.
    pub title: String,
    /// The district of a place; empty if it has none, and for a district.
    pub district: String,
    /// The page of the place, or of the district.
    pub url: Url,
    /// How many places it stands for.
    pub count: usize,
    /// For a district the mark of its places, `district:naxi`; empty for a place.
    pub mark: String,
    /// Where it is drawn: no nearer to another than a finger needs.
    pub x: Tenth,
    /// The same, downwards.
    pub y: Tenth,
    /// Where the place is.
    pub at_x: Tenth,
    /// The same, downwards.
    pub at_y: Tenth,
    /// Whether it is drawn so far from where the place is that a line should join the two.
    pub moved: bool,
    /// The name beside it, on a map of one district and where there is room for it.
    pub label: Option<MapLabel>,
}

/// A name on a map.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
pub struct MapLabel {
    /// The name.
    pub title: String,
    /// The middle of the name.
    pub x: Tenth,
    /// Its base line.
    pub y: Tenth,
}

/// A length to one decimal place, so that it is the same on every machine; in templates a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tenth(pub i32);
