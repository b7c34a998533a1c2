//! The declaration of a collection (`_collection.yaml`): the fields of its entries, and its facets.
//!
//! Kinds are data: article, base and event are declarations in `builtin/`, in the same format as an editor's. Facets
//! are code: they give some fields a meaning. Nothing here knows of entries.

pub mod called;
mod declaration;
mod field;
pub mod forms;
mod permalink;
pub mod value;

use std::collections::BTreeSet;

pub use declaration::{COLLECTION_FILE, SHIPPED, read, shipped};
pub use field::{Choice, Field, FieldType};
pub use permalink::{Part, Permalink};

use crate::base::diagnostic::{FieldName, Location};
use crate::config::settings::LocalText;

/// A folder below `content/` and the declaration of its entries.
#[derive(Clone, Debug)]
pub struct Collection {
    /// The folder's name; empty for entries that lie directly in `content/`.
    pub name: String,
    /// The declarations it extends, nearest first: `["event", "entry"]`.
    pub kinds: Vec<String>,
    pub title: LocalText,
    pub facets: BTreeSet<Facet>,
    pub url: Permalink,
    pub sort: Sort,
    /// The number of entries on a page of the listing.
    pub page_size: Option<usize>,
    /// The maximum age of the newest entry.
    pub max_age: Option<MaxAge>,
    /// Whether the collection has listing pages.
    pub listing: bool,
    /// Term fields that group the entries in a directory, in this order.
    pub directory: Vec<String>,
    /// Yes-or-no filters of the directory, in this order.
    pub filters: Vec<Filter>,
    pub fields: Vec<Field>,
}

impl Collection {
    /// Returns its name in messages: its title first.
    pub fn message_name(&self) -> FieldName<'_> {
        let key = if self.name.is_empty() { "content" } else { &self.name };
        FieldName { key, label: self.title.get("zh-CN") }
    }

    /// Returns the name in messages of a field, or of one within a group: `admission.price`.
    pub fn name_of<'n>(&'n self, path: &'n str) -> FieldName<'n> {
        let (key, part) = path.split_once('.').map_or((path, None), |(key, part)| (key, Some(part)));
        let field = self.field(key).and_then(|field| match (part, field.field_type.item()) {
            (None, _) => Some(field),
            (Some(part), FieldType::Group(fields)) => fields.iter().find(|field| *field.key == *part),
            (Some(_), _) => None,
        });
        FieldName { key: path, label: field.map_or("", |field| field.label.get("zh-CN")) }
    }

    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| *field.key == *key)
    }

    pub fn has(&self, facet: Facet) -> bool {
        self.facets.contains(&facet)
    }

    /// Returns whether a reference to `target` may refer to an entry of this collection: by the collection's own name,
    /// or by a declaration that it extends.
    pub fn answers_to(&self, target: &str) -> bool {
        self.name == target || self.kinds.iter().any(|kind| kind == target)
    }

    /// Returns the names of the templates for its entries, best first.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str()).chain(self.kinds.iter().map(String::as_str)).filter(|name| !name.is_empty())
    }
}

/// A meaning that the program gives to some fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize)]
#[cfg_attr(feature = "testing", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Facet {
    /// Entries have a date of publication: archive, feeds, previous and next.
    Publication,
    /// Entries are places: directory, map data, nearest first.
    Place,
    /// Entries take place at a time: calendar, iCalendar, upcoming and past.
    Schedule,
    /// Entries have results in figures.
    Outcome,
}

impl Facet {
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Publication, "publication"),
        (Self::Place, "place"),
        (Self::Schedule, "schedule"),
        (Self::Outcome, "outcome"),
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == name).map(|(facet, _)| *facet)
    }

    /// Returns the fields that the facet requires.
    pub fn needs(self) -> &'static [&'static str] {
        match self {
            Self::Publication => &["date"],
            Self::Place => &["address", "district", "location"],
            Self::Schedule => &["start", "end", "status"],
            Self::Outcome => &["figures"],
        }
    }
}

/// A yes-or-no filter that uses one field of an entry.
#[derive(Clone, Debug)]
pub struct Filter {
    pub key: String,
    pub label: LocalText,
    /// The path of the field: its key, after that of the group that holds it.
    pub field: Vec<String>,
    /// The choice that means yes; `None` for a boolean field.
    pub is: Option<String>,
    /// Where the site declares it; `None` if it is built in.
    pub at: Option<Location>,
}

/// The number of days without a new entry after which a column counts as stale.
#[derive(Clone, Debug)]
pub struct MaxAge {
    pub days: u32,
    /// The location of the setting.
    pub at: Location,
}

/// The sort order of a collection's entries.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Sort {
    pub field: String,
    pub descending: bool,
}
