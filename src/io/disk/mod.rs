//! The disk: inputs → [`Snapshot`](crate::base::source::Snapshot), outputs → files. The only user of `std::fs`.

mod alone;
mod claim;
mod create;
mod foreign;
mod ground;
mod kept;
mod known;
mod large;
mod mount;
mod package;
mod program;
mod read;
mod replace;
mod search;
mod shelf;
mod stamp;
mod starter;
mod temporary;
mod tree;
mod write;

pub use alone::{WriteLock, alone};
pub use claim::{Claim, branch_copy, is_folder, read_outside};
pub use create::create;
pub use foreign::{read_file, read_folder, read_if_there, write_beside, write_source};
pub use ground::Ground;
pub use kept::{keep, recall};
pub use mount::remote;
pub use package::package;
pub use program::program;
pub use read::{is_ignored, read};
pub use replace::replace;
pub use search::search;
pub use shelf::MadeShelf;
pub use starter::{Planted, plant};
pub use tree::{Look, Tree};
pub use write::{BuildOrigin, MANIFEST, WriteCounts, unchanged, write};
