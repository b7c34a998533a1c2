//! One field of a declaration: its type, its labels, its bounds.

use std::sync::Arc;

use crate::base::yaml::Node;
use crate::config::settings::LocalText;

/// A declared field.
#[derive(Clone, Debug)]
pub struct Field {
    /// ASCII, since templates can name no other.
    pub key: Arc<str>,
    pub field_type: FieldType,
    pub label: LocalText,
    pub help: LocalText,
    pub optional: bool,
    pub default: Option<Node>,
    /// Entries or terms named by this field get a calendar of what names them.
    pub calendar: bool,
    /// The unit of a number, 人 say.
    pub unit: Option<String>,
}

impl Field {
    /// Whether an entry without it has a fault.
    pub fn is_required(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

#[derive(Clone, Debug)]
pub enum FieldType {
    Text,
    Markdown,
    Number {
        min: Option<f64>,
        max: Option<f64>,
    },
    Bool,
    Date,
    Datetime,
    Duration,
    Month,
    Choice(Vec<Choice>),
    List(Box<FieldType>),
    Group(Vec<Field>),
    /// To an entry of a collection, or of any that extends it.
    Reference {
        to: String,
    },
    Term {
        taxonomy: String,
    },
    Image,
    File,
    Url,
    Phone,
    Email,
    Point,
    OpeningHours,
    Recurrence,
    Figure,
}

#[derive(Clone, Debug)]
pub struct Choice {
    pub key: String,
    pub label: LocalText,
}

impl FieldType {
    /// Every type by the name that declarations use; `list of …` goes before any of them.
    pub const NAMES: [&'static str; 21] = [
        "text",
        "markdown",
        "number",
        "bool",
        "date",
        "datetime",
        "duration",
        "month",
        "choice",
        "group",
        "reference",
        "term",
        "image",
        "file",
        "url",
        "phone",
        "email",
        "point",
        "opening_hours",
        "recurrence",
        "figure",
    ];

    /// The name that declarations use.
    pub fn name(&self) -> String {
        let name = match self {
            Self::List(item) => return format!("list of {}", item.name()),
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Number { .. } => "number",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Duration => "duration",
            Self::Month => "month",
            Self::Choice(_) => "choice",
            Self::Group(_) => "group",
            Self::Reference { .. } => "reference",
            Self::Term { .. } => "term",
            Self::Image => "image",
            Self::File => "file",
            Self::Url => "url",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Point => "point",
            Self::OpeningHours => "opening_hours",
            Self::Recurrence => "recurrence",
            Self::Figure => "figure",
        };
        name.to_owned()
    }

    /// The type of an item, for a list; the type itself otherwise.
    pub fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }
}
