//! Collects the texts for readers in `site.yaml` and the collections' declarations, and finds markup in them.

use super::Subject;
use super::passage::{Passage, Passages};
use crate::base::diagnostic::Diagnostic;
use crate::base::source::{Snapshot, SourceFile};
use crate::base::text::is_han;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind, Node};
use crate::config::CONFIG_FILE;
use crate::config::collection::COLLECTION_FILE;
use crate::content::field_markup::markup_fault;
use crate::site::Site;

pub fn passages<'a>(snapshot: &'a Snapshot, site: &'a Site) -> Vec<Passage<'a>> {
    let mut found = Vec::new();
    for (path, file) in files(snapshot) {
        let Some(text) = file.text() else { continue };
        let mut passages = Passages::new(path, &site.config.language);
        if let Ok(root) = yaml::parse(text, 0) {
            each(&root, &mut |node| passages.scalar(text, node));
        }
        found.append(&mut passages.finished);
    }
    found
}

fn files(snapshot: &Snapshot) -> impl Iterator<Item = (&SourcePath, &SourceFile)> {
    let files = snapshot.iter().filter(|(path, _)| matches!(path.file_name(), CONFIG_FILE | COLLECTION_FILE));
    files.filter(|(path, _)| !path.as_str().starts_with("themes/"))
}

/// Settings that pages show as they are typed.
const TEXTS: [&str; 6] = ["title", "description", "organisation", "menu", "footer", "taxonomies"];

/// Reports markup in a text that nothing reads as markup.
pub fn check(subject: &Subject<'_>, findings: &mut Vec<Diagnostic>) {
    for (path, file) in files(subject.snapshot) {
        let Some(root) = file.text().and_then(|text| yaml::parse(text, 0).ok()) else { continue };
        let settings = root.as_map().into_iter().flat_map(|map| &map.entries);
        for (key, node) in settings.filter(|(key, _)| TEXTS.contains(&key.text.as_str())) {
            markup(&key.text, node, path, findings);
        }
    }
}

fn markup(name: &str, node: &Node, path: &SourcePath, findings: &mut Vec<Diagnostic>) {
    match &node.kind {
        Kind::Scalar { text, .. } => findings.extend(markup_fault(name.into(), text, path, node.span)),
        Kind::List(items) => items.iter().for_each(|node| markup(name, node, path, findings)),
        Kind::Map(map) => {
            for (key, node) in map.entries.iter().filter(|(key, _)| key.text != "url") {
                markup(&format!("{name}.{}", key.text), node, path, findings);
            }
        }
        Kind::Null => {}
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_settings_is_found() {
        let path = SourcePath::new(CONFIG_FILE).unwrap();
        let text =
            "title: '**科普**之窗'\nfooter: {host: 市<b>科技局</b>, links: [{title: 地图, url: '/a_b_/?a=1'}]}\n";
        let root = yaml::parse(text, 0).unwrap();
        let mut findings = Vec::new();
        for (key, node) in &root.as_map().unwrap().entries {
            markup(&key.text, node, &path, &mut findings);
        }
        let found: Vec<_> = findings.iter().map(|found| (found.code.0, found.help.zh.as_str())).collect();
        assert_eq!(found, [("W0253", "写成：科普之窗"), ("W0253", "写成：市科技局")]);
    }
}
