//! The site's declarations: `site.yaml`, `_collection.yaml`, `theme.yaml`, public holidays.
//!
//! Each reader turns YAML into a value and diagnostics. A faulty value is replaced by its default, so that one run
//! reports everything.

mod address;
pub mod collection;
pub mod covers;
pub mod destination;
pub mod holidays;
pub mod host;
pub mod inputs;
pub mod limits;
pub mod map;
pub mod names;
mod posters;
pub mod publish;
pub mod review;
pub mod revisions;
pub mod settings;
mod site;
mod taxonomies;
pub mod theme;

pub use inputs::CONFIG_FILE;
pub use posters::PosterFont;
pub use site::*;
