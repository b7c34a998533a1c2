//! The engine of kepu: a site's sources → the site, as one pure function. It reads no file, no clock and no environment.
//!
//! The pipeline, stage by stage; each turns the one before into the next and knows
//! nothing of those after it:
//!
//! ```text
//!            Snapshot    every input's bytes by path
//!   parse     ▶ Document    one file: front matter and text          content::document
//!   validate  ▶ Entry       one document against its collection      content::entry
//!   resolve   ▶ Site        all entries and the day                  site
//!   plan      ▶ Routes      every output there will be               route
//!   view      ▶ View        everything one output may show           view
//!   render    ▶ bytes       a view and the theme                     render
//!            Built       every output, and the diagnostics
//! ```
//!
//! [`build::build`] is all of it. It is a crate of its own because it compiles at the same time as what the program needs around it,
//! and because whatever is around it can't be imported here.

pub mod assets;
pub mod base;
pub mod build;
pub mod config;
pub mod content;
pub mod render;
pub mod route;
pub mod site;
pub mod view;
