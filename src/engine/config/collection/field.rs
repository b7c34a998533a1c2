//! A field of a declaration: type, labels, limits.

use std::sync::Arc;

use crate::base::diagnostic::FieldName;
use crate::base::yaml::Node;
use crate::config::settings::LocalText;

/// A declared field.
#[derive(Clone, Debug)]
pub struct Field {
    /// ASCII, because templates can't use other names.
    pub key: Arc<str>,
    pub field_type: FieldType,
    pub label: LocalText,
    pub help: LocalText,
    pub optional: bool,
    pub default: Option<Node>,
    /// Whether entries or terms that this field refers to get a calendar of the entries that refer to them.
    pub calendar: bool,
    /// The unit of a number, such as 人.
    pub unit: Option<String>,
}

impl Field {
    /// Returns its name in messages.
    pub fn name(&self) -> FieldName<'_> {
        FieldName { key: &self.key, label: self.label.get("zh-CN") }
    }

    /// Returns whether an entry without it is invalid.
    pub fn is_required(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

#[derive(Clone, Debug)]
pub enum FieldType {
    Text,
    /// The name of a person or a body. It has no commas, which part the names of a list.
    Name,
    Markdown,
    Number {
        min: Option<f64>,
        max: Option<f64>,
    },
    Bool,
    Date,
    /// With `rough`, a month, a quarter or `时间待定` as well.
    Datetime {
        rough: bool,
    },
    Duration,
    Month,
    Choice(Vec<Choice>),
    List(Box<FieldType>),
    Group(Vec<Field>),
    /// A reference to an entry of a collection, or of any collection that extends it.
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
    /// The name of every type in declarations; `list of …` can precede any of them.
    pub const NAMES: [&'static str; 22] = [
        "text",
        "name",
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

    /// Returns the type's name in declarations.
    pub fn name(&self) -> String {
        let name = match self {
            Self::List(item) => return format!("list of {}", item.name()),
            Self::Text => "text",
            Self::Name => "name",
            Self::Markdown => "markdown",
            Self::Number { .. } => "number",
            Self::Bool => "bool",
            Self::Date => "date",
            Self::Datetime { .. } => "datetime",
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

    /// Returns the type of a list's items; for other types the type itself.
    pub fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }
}
