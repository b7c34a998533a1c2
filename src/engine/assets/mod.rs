//! Generated files: bundled style sheets and scripts, resized pictures, covers, posters, compressed copies.
//!
//! Bytes in, bytes out. This module doesn't use entries or pages.

pub mod bundle;
pub mod compress;
pub mod cover;
pub mod lazy;
pub mod picture;
pub mod poster;
