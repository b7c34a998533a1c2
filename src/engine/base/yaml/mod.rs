//! YAML with source positions: a parser and a writer.
//!
//! [`parse`] reads, [`write`] writes; what is written reads back unchanged.

mod cut;
mod escape;
mod lines;
mod lost;
mod raw;
mod read;
mod slip;
pub mod write;

pub use cut::{Cut, cuts};
pub use lines::{own_end, quoted};
pub use slip::{Slip, YamlFault};

use crate::base::diagnostic::{Diagnostic, Location, Span, messages};
use crate::base::url::SourcePath;

/// Parses a text that a person wrote: like [`parse`], and values that a number sign cuts are reported.
///
/// # Errors
/// That of [`parse`], and where nothing is left of a value, or a character that no page may hold.
pub fn parse_written(
    text: &str,
    offset: usize,
    path: &SourcePath,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Node, YamlFault> {
    let root = parse(text, offset)?;
    let found = cuts(text, offset, &root);
    let slips = lost::lost(&root, &found);
    if !slips.is_empty() {
        return Err(YamlFault { slips, salvaged: Some(root) });
    }
    let found = found.into_iter();
    diagnostics
        .extend(found.map(|cut| messages::value_cut(&cut.lost, cut.line.trim()).at(Location::span(path, cut.span))));
    Ok(root)
}

/// Parses one YAML document; an empty text is an empty map. `offset` is where the text begins in its file, so that
/// spans count from the file's start.
///
/// # Errors
/// A [`YamlFault`] with all slips that are found in the text: the tree after a syntax error is unreliable.
pub fn parse(text: &str, offset: usize) -> Result<Node, YamlFault> {
    let empty = Node { span: Span { start: offset, end: offset }, kind: Kind::Map(Map::default()) };
    match read::attempt(text, offset) {
        Ok(root) => Ok(root.unwrap_or(empty)),
        Err(raw) => Err(slip::find(text, offset, raw)),
    }
}

/// A value with its span.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Node {
    pub span: Span,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Null,
    /// The text, and whether it was written without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    Map(Map),
}

/// Keys and values in source order; keys are unique.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Map {
    pub entries: Vec<(Key, Node)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    pub text: String,
    pub span: Span,
}

impl Map {
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries.iter().find(|(found, _)| found.text == key).map(|(_, node)| node)
    }
}

impl Node {
    /// Creates a plain scalar that did not come from YAML, such as a table's cell.
    pub fn scalar(text: impl Into<String>, span: Span) -> Self {
        Self { span, kind: Kind::Scalar { text: text.into(), plain: true } }
    }

    pub fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.kind {
            Kind::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(map) => Some(map),
            _ => None,
        }
    }

    pub fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// Names the kind of value for a message: (Chinese, English).
    pub fn describe(&self) -> (&'static str, &'static str) {
        match &self.kind {
            Kind::Null => ("空值", "nothing"),
            Kind::Scalar { .. } => ("文字", "text"),
            Kind::List(_) => ("列表", "a list"),
            Kind::Map(_) => ("一组键值", "a map"),
        }
    }

    /// Converts the value to JSON; plain scalars become numbers and booleans by the rules of YAML 1.2.
    pub fn to_json(&self) -> serde_json::Value {
        match &self.kind {
            Kind::Null => serde_json::Value::Null,
            Kind::Scalar { text, plain: true } if text == "true" => true.into(),
            Kind::Scalar { text, plain: true } if text == "false" => false.into(),
            Kind::Scalar { text, plain: true } => match (text.parse::<i64>(), text.parse::<f64>()) {
                (Ok(number), _) => number.into(),
                (_, Ok(number)) if number.is_finite() => number.into(),
                _ => text.as_str().into(),
            },
            Kind::Scalar { text, .. } => text.as_str().into(),
            Kind::List(items) => items.iter().map(Node::to_json).collect(),
            Kind::Map(map) => map.entries.iter().map(|(key, node)| (key.text.clone(), node.to_json())).collect(),
        }
    }
}
