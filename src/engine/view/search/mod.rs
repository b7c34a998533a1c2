//! What pages are searched by.
//!
//! A browser can read no more of a static site than it asks for by name, so the index is many
//! small files: titles of all pages; for every term the numbers of the pages that have it
//! (`postings`); and the texts, a few pages to a file, for excerpts of the results in view. Terms
//! are the only part that needs all texts at once; they are found once for all files.

mod passage;
mod postings;
mod terms;

pub use passage::{passage, title};
pub use postings::{BLOCK, Block, Seen};
pub use terms::{Terms, terms, terms_file};
