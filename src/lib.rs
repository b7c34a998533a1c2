//! kepu compiles Markdown and tables into a static public website for science outreach.
//!
//! The pipeline, stage by stage; each turns the one before into the next and knows
//! nothing of those after it:
//!
//! ```text
//! disk ─read─▶ Snapshot     every input's bytes by path
//!   parse     ▶ Document    one file: front matter and text          content::document
//!   validate  ▶ Entry       one document against its collection      content::entry
//!   resolve   ▶ Site        all entries and the day                  site
//!   plan      ▶ Routes      every output there will be               route
//!   view      ▶ View        everything one output may show           view
//!   render    ▶ bytes       a view and the theme                     render
//! Built ─write─▶ public/
//! ```
//!
//! [`check`] judges a site and its sources. [`build::build`] is all of it as one pure function. Only [`disk`] touches files, and
//! only `cli` reads the clock. `docs/architecture.md` has the picture and the invariants.

pub mod assets;
pub mod authoring;
pub mod base;
pub mod build;
pub mod check;
#[allow(clippy::disallowed_methods)]
pub mod cli;
pub mod config;
pub mod content;
pub mod io;
pub mod render;
pub mod report;
pub mod route;
pub mod site;
pub mod view;
