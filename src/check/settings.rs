//! Collects the texts for readers in `site.yaml` and the collections' declarations.

use super::passage::{Passage, Passages};
use crate::base::source::Snapshot;
use crate::base::text::is_han;
use crate::base::yaml::{self, Kind, Node};
use crate::config::CONFIG_FILE;
use crate::config::collection::COLLECTION_FILE;
use crate::site::Site;

pub fn passages<'a>(snapshot: &'a Snapshot, site: &'a Site) -> Vec<Passage<'a>> {
    let files = snapshot.iter().filter(|(path, _)| matches!(path.file_name(), CONFIG_FILE | COLLECTION_FILE));
    let mut found = Vec::new();
    for (path, file) in files.filter(|(path, _)| !path.as_str().starts_with("themes/")) {
        let Some(text) = file.text() else { continue };
        let mut passages = Passages::new(path, &site.config.language);
        if let Ok(root) = yaml::parse(text, 0) {
            each(&root, &mut |node| passages.scalar(text, node));
        }
        found.append(&mut passages.finished);
    }
    found
}

/// Visits every value with a Chinese character: the others are identifiers.
fn each(node: &Node, found: &mut impl FnMut(&Node)) {
    match &node.kind {
        Kind::Scalar { text, .. } if text.chars().any(is_han) => found(node),
        Kind::Scalar { .. } | Kind::Null => {}
        Kind::List(items) => items.iter().for_each(|node| each(node, found)),
        Kind::Map(map) => map.entries.iter().for_each(|(_, node)| each(node, found)),
    }
}
