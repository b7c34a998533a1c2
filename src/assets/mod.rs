//! Files that are made rather than copied: style sheets and scripts, pictures in other sizes, posters, compressed copies.
//!
//! Bytes in, bytes out. Nothing here knows entries or pages.

pub mod bundle;
pub mod compress;
pub mod made;
pub mod picture;
pub mod poster;
