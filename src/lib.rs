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

pub mod asset;
pub mod borders;
pub mod build;
pub mod check;
#[allow(clippy::disallowed_methods)]
pub mod cli;
pub mod collection;
pub mod compress;
pub mod config;
pub mod content;
#[cfg(feature = "deploy")]
#[allow(clippy::disallowed_methods)]
pub mod deploy;
pub mod destination;
pub mod diagnostic;
#[allow(clippy::disallowed_methods)]
pub mod disk;
pub mod fetch;
pub mod figures;
pub mod fingerprint;
pub mod format;
pub mod holidays;
pub mod host;
pub mod hosting;
pub mod html;
pub mod import;
pub mod keyed;
pub mod limits;
pub mod made;
pub mod media_type;
pub mod picture;
pub mod poster;
pub mod render;
pub mod report;
pub mod route;
pub mod scaffold;
pub mod schema;
pub mod server;
pub mod settings;
pub mod site;
pub mod source;
pub mod standings;
pub mod targets;
pub mod text;
pub mod theme;
pub mod time;
pub mod url;
pub mod view;
pub mod vscode;
#[allow(clippy::disallowed_methods)]
pub mod watch;
pub mod yaml;
