//! The site's declarations: `site.yaml`, `_collection.yaml`, `theme.yaml`, public holidays.
//!
//! Each reader turns YAML into a value and diagnostics. A faulty value is replaced by its default, so that one run
//! reports everything.

pub mod borders;
pub mod collection;
pub mod destination;
pub mod holidays;
pub mod host;
pub mod inputs;
pub mod limits;
pub mod revisions;
pub mod settings;
mod site;
pub mod theme;

pub use inputs::CONFIG_FILE;
pub use site::*;
