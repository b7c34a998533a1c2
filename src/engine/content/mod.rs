//! Files below `content/` → documents → entries.
//!
//! [`document`] reads one file and knows nothing of fields; [`entry`] holds it against
//! its collection's declaration. Both work on one file alone, so both are memoised;
//! what entries have to do with each other is `site`'s matter.

mod absence;
pub mod columns;
mod compound;
pub mod document;
pub mod entry;
pub mod field_markup;
pub mod front_matter;
mod lasting;
pub mod list;
pub mod markdown;
pub mod meaning;
pub mod misnamed;
pub mod moment;
pub mod name;
pub mod nothing;
mod scalar;
pub mod table;
pub mod usual;
pub mod value;

pub use absence::Absence;
pub use document::{ContentPath, Document, DocumentOptions, Role};
pub use entry::{Entry, EntryKey, Occurrence, Outcome, Place, Publication, Schedule, Status};
pub use name::EntryName;
pub use scalar::takes_down;
pub use value::{Fields, FileReference, Reference, TaxonomyTerm, Value, ValueReader};
