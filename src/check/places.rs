//! Locates an entry's title and fields in its source file.

use super::{CheckedRecord, Subject};
use crate::base::diagnostic::Location;
use crate::base::yaml::{Kind, Node};
use crate::content::Entry;

impl Subject<'_> {
    /// Returns the location of the title, for findings about the whole entry: a table's row would be too long to show.
    pub(super) fn title_of(&self, entry: &Entry) -> Location {
        self.field_of(entry, "title")
    }

    /// Returns the location of a field's value; that of the front matter if the field isn't written.
    pub(super) fn field_of(&self, entry: &Entry, key: &str) -> Location {
        let node = self.record_of(entry).and_then(|record| record.front.get(key));
        node.map_or_else(|| entry.location(), |node| Location::span(&entry.source, node.span))
    }

    /// Returns the locations of an inner key in the groups of a field, in order.
    pub(super) fn inner_of(&self, entry: &Entry, key: &str, inner: &str) -> Vec<Location> {
        let mut nodes = Vec::new();
        if let Some(node) = self.record_of(entry).and_then(|record| record.front.get(key)) {
            below(node, inner, &mut nodes);
        }
        nodes.into_iter().map(|node| Location::span(&entry.source, node.span)).collect()
    }

    fn record_of(&self, entry: &Entry) -> Option<&CheckedRecord<'_>> {
        let at = self.written.binary_search_by(|file| file.path.cmp(&entry.source)).ok()?;
        self.written[at].records.iter().find(|record| record.span == entry.span)
    }
}

fn below<'n>(node: &'n Node, inner: &str, nodes: &mut Vec<&'n Node>) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| below(item, inner, nodes)),
        Kind::Map(map) => nodes.extend(map.get(inner).filter(|node| !node.is_null())),
        _ => {}
    }
}
