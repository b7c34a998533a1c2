//! The disk: inputs → [`Snapshot`](crate::base::source::Snapshot), outputs → files. The only user of `std::fs`.

mod alone;
mod below;
mod claim;
mod create;
mod folder;
mod foreign;
mod ground;
mod held;
mod history;
mod installed;
pub mod interrupt;
mod kept;
mod known;
mod large;
mod lines;
mod mount;
mod package;
mod patience;
mod people;
mod program;
mod read;
mod real;
mod replace;
mod shelf;
mod sites;
mod stamp;
mod starter;
mod temporary;
mod tree;
mod write;

pub use alone::{WriteLock, alone};
pub use below::read_below;
pub use claim::{Claim, branch_copy, is_folder, read_outside};
pub use create::create;
pub use folder::fill_folder;
pub use foreign::{
    append_line, read_file, read_folder, read_if_there, read_whole, remove_sources, remove_unchanged, size,
    write_beside, write_source, write_sources,
};
pub use ground::Ground;
pub use history::{
    SavedChange, forget_publications, keep_unsaved, keep_version, laid_aside, lay_aside, log, prune, publication,
    publication_place, publications, remembered, remove, unsaved, version,
};
pub use installed::Installed;
pub use kept::{keep, keep_private, recall};
pub use lines::each_line;
pub use mount::remote;
pub use package::{package, unpack};
pub use patience::fault as write_fault;
pub use people::{AuditLine, audit, audited, keep_people, people_file, people_text};
pub use program::program;
pub use read::{is_ignored, read, shipped_theme};
pub use real::{real, shown};
pub use replace::replace;
pub use shelf::MadeShelf;
pub use sites::{free_place, is_empty, sites};
pub use starter::{Planted, plant};
pub use temporary::remove_all as remove_temporary;
pub use tree::{Look, Tree};
pub use write::{BuildOrigin, MANIFEST, WriteCounts, unchanged, write};
