//! kepu compiles Markdown and tables into a static public website for science outreach.
//!
//! What makes a site is the crate [`kepu_engine`]; its modules have their names here as well. Around it:
//!
//! ```text
//! io         the world: files, the watcher, servers, other programs, hosts that a site is deployed to
//! authoring  what changes sources: import, formatting, scaffolds, the studio's edits, reviews
//! check      what a site is reminded of
//! report     the yearly report
//! cli        the commands
//! ```
//!
//! Only [`io`] touches files, and only `cli` reads the clock. `docs/architecture.md` has the picture and the invariants.

pub mod authoring;
pub mod check;
#[allow(clippy::disallowed_methods)]
pub mod cli;
pub mod io;
pub mod report;

pub use kepu_engine::{assets, base, build, config, content, render, route, site, view};
