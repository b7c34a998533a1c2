//! Building blocks of every stage: paths, dates, hashes, Chinese text, YAML with positions, diagnostics.
//!
//! Pure functions and values. Nothing here knows what a site is.

pub mod csv;
pub mod diagnostic;
pub mod fingerprint;
pub mod guard;
pub mod html;
pub mod keyed;
pub mod media_type;
pub mod rough;
pub mod source;
pub mod text;
pub mod time;
pub mod time_fault;
pub mod time_span;
pub mod time_words;
pub mod url;
pub mod weekday;
pub mod yaml;
