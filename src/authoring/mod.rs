//! Tools for the authors of a site, beside building it: comments, new files, formatting, schemas, editor settings, imports.

pub mod comments;
pub mod format;
pub mod import;
pub mod moving;
pub mod people;
pub mod review;
pub mod scaffold;
pub mod schema;
pub mod share;
pub mod starting;
pub mod studio;
pub mod visits;
pub mod vscode;
