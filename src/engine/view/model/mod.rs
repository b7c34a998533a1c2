//! The shapes of what templates and writers see. `docs/templates.md` is made from these
//! types and their comments; a field without a comment can't be explained to a theme author.
//!
//! All of it is plain, hashable data: equal views make equal bytes. Addresses are below
//! the site's own; where the site lives is added when a page is rendered.

mod directory;
mod figures;
mod page;
mod part;

pub use directory::*;
pub use figures::*;
pub use page::*;
pub use part::*;
