//! The disk: inputs → [`Snapshot`](crate::source::Snapshot), outputs → files. The only user of `std::fs`.

mod read;
mod starter;
mod write;

pub use read::{INPUT_FOLDERS, read};
pub use starter::{Planted, plant};
pub use write::{MANIFEST, Origin, Written, program, unchanged, write};
