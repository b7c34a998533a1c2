//! A field's name in a message: its label first, its key in brackets.

use std::fmt;

/// Formats as `开始（start）` for Chinese, with `{:#}` as `start` for English.
#[derive(Clone, Copy, Debug)]
pub struct FieldName<'a> {
    pub key: &'a str,
    /// Empty where there is none.
    pub label: &'a str,
}

impl<'a> From<&'a str> for FieldName<'a> {
    fn from(key: &'a str) -> Self {
        Self { key, label: "" }
    }
}

impl fmt::Display for FieldName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() || self.label.is_empty() || self.label == self.key {
            f.write_str(self.key)
        } else {
            write!(f, "{}（{}）", self.label, self.key)
        }
    }
}
