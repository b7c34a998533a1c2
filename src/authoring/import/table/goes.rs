//! The target of a column, and how a mapping file writes it.

use crate::base::diagnostic::Span;
use crate::config::collection::{Collection, FieldType};

/// The target of a column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goes {
    /// A field, or a field within a group: `["booking", "phone"]`.
    Field(Vec<String>),
    /// One coordinate of a point field.
    Longitude(String),
    Latitude(String),
    /// The entry's body.
    Body,
    /// Ignored on purpose: a running number, or a column that the mapping skips.
    Skipped,
    /// Not known yet.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub heading: String,
    pub span: Span,
    pub goes: Goes,
}

/// Parses a target as a mapping file writes it: `phone`, `booking.phone`, `location.lon`, `body`.
pub fn named(way: &str, collection: &Collection) -> Option<Goes> {
    if way == "body" {
        return Some(Goes::Body);
    }
    let (key, part) = way.split_once('.').map_or((way, None), |(key, part)| (key, Some(part)));
    let field = collection.field(key)?;
    match (field.field_type.item(), part) {
        (FieldType::Point, Some("lon")) => Some(Goes::Longitude(key.to_owned())),
        (FieldType::Point, Some("lat")) => Some(Goes::Latitude(key.to_owned())),
        (_, None) => Some(Goes::Field(vec![key.to_owned()])),
        (FieldType::Group(fields), Some(part)) => {
            let part = fields.iter().find(|field| *field.key == *part)?;
            Some(Goes::Field(vec![key.to_owned(), part.key.to_string()]))
        }
        _ => None,
    }
}

/// Formats a target for a mapping file.
pub fn way(goes: &Goes) -> Option<String> {
    match goes {
        Goes::Field(path) => Some(path.join(".")),
        Goes::Longitude(key) => Some(format!("{key}.lon")),
        Goes::Latitude(key) => Some(format!("{key}.lat")),
        Goes::Body => Some("body".to_owned()),
        Goes::Skipped => Some("skip".to_owned()),
        Goes::Unknown => None,
    }
}
