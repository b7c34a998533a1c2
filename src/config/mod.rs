//! What a site declares about itself: `site.yaml`, `_collection.yaml`, `theme.yaml`, the days off work.
//!
//! Each reader turns YAML into a value and the diagnostics of what it could not read. A fault leaves a default in its
//! place, so that one run reports everything.

pub mod borders;
pub mod collection;
pub mod destination;
pub mod holidays;
pub mod host;
pub mod inputs;
pub mod limits;
pub mod settings;
mod site;
pub mod theme;

pub use inputs::CONFIG_FILE;
pub use site::*;
