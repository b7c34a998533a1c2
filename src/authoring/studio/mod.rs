//! The studio's view of a site: forms from declarations, edits that keep their places, lists, and what is wrong with one
//! entry.
//!
//! The truth about an entry that is being edited is its file's text, with the unsaved changes in it. A form shows values
//! of that text, and a change in the form is an edit of it. Nothing here reads a file, builds a site or serves a request:
//! `cli::studio` joins these functions with the build, `io::server::studio` is the page.

mod access;
mod change;
mod form;
mod incoming;
mod list;
mod month;
mod problem;
mod read_back;
mod request;
mod rows;
mod terms;
mod upload;
mod written;

pub use access::{StudioAccess, UPLOAD};
pub use change::{FieldChange, change, change_settings};
pub use form::{Control, EntryForm, FormField, Word, form, titles, values};
pub use incoming::{incoming, incoming_name};
pub use list::{EntryRow, EntryState, Listed, RowQuery, Spelled, list, matching, rows, state};
pub use month::{DayEvent, events, moved};
pub use problem::{FieldProblem, problems};
pub use read_back::{ReadBack, read_back};
pub use request::{BulkAction, ImportRequest, NewSite, SigningRequest, StudioRequest, TermRename};
pub use rows::{Grid, GridEdit, edited, encoded, grid};
pub use terms::{Rename, renamed};
pub use upload::{beside, file_name, is_picture};
pub use written::written;

use crate::base::fingerprint::Fingerprint;
use crate::base::url::SourcePath;

/// Returns the name by which the page calls a file. Pages name no paths, so a request can't lead out of the site's sources.
pub fn id(path: &SourcePath) -> String {
    Fingerprint::of(&("entry", path)).to_string()
}
