//! What a column is for, and how a mapping file writes it.

use crate::base::diagnostic::Span;
use crate::config::collection::{Collection, FieldType};

/// What a column is for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Goes {
    /// A field, or a field within a group: `["booking", "phone"]`.
    Field(Vec<String>),
    /// One of the two numbers of a field that is a point.
    Longitude(String),
    Latitude(String),
    /// The entry's text.
    Body,
    /// Left out on purpose: a running number, or what the mapping says to skip.
    Skipped,
    /// Nobody knows yet.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub heading: String,
    pub span: Span,
    pub goes: Goes,
}

/// A way as a mapping file writes it: `phone`, `booking.phone`, `location.lon`, `body`.
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

/// The way back, for a mapping file.
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
