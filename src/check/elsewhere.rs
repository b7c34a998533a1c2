//! Collects the external addresses in the sources, each with all its places.
//!
//! Whether an address can be reached is checked by the network code.

use std::collections::BTreeMap;

use url::Url;

use super::Subject;
use crate::base::diagnostic::{Diagnostic, Location, messages};
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Kind, Node};
use crate::config::CONFIG_FILE;
use crate::content::markdown::{bare, elsewhere};

/// External addresses, without their fragments.
#[derive(Debug, Default)]
pub struct Elsewhere {
    pub places: BTreeMap<Url, Vec<Location>>,
    /// Diagnostics for texts that begin like an address but aren't valid.
    pub malformed: Vec<Diagnostic>,
}

/// Collects the external addresses in bodies, front matter, tables and the configuration.
pub fn addresses(subject: &Subject<'_>) -> Elsewhere {
    let own = &subject.site().config.address.origin;
    let mut external = Elsewhere::default();
    let mut add = |address: &str, at: Location| {
        let whole = if address.starts_with("//") { format!("https:{address}") } else { address.to_owned() };
        let Some(mut url) = Url::parse(&whole).ok().filter(Url::has_host) else {
            external.malformed.push(messages::link_malformed(address).at(at));
            return;
        };
        if matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() != *own {
            url.set_fragment(None);
            external.places.entry(url).or_default().push(at);
        }
    };
    for file in &subject.written {
        for record in &file.records {
            for (_, node) in &record.front.entries {
                scalars(node, &file.text, file.path, &mut add);
            }
            let body = &file.text[record.body.start..record.body.end];
            elsewhere(body, file.path, record.body.start, &file.markdown, |address, span| {
                add(address, Location::span(file.path, span));
            });
        }
    }
    if let Some(path) = SourcePath::new(CONFIG_FILE)
        && let Some(text) = subject.snapshot.text(&path)
        && let Ok(node) = yaml::parse(text, 0)
    {
        scalars(&node, text, &path, &mut add);
    }
    external
}

/// Collects the addresses in a value and in all values below it.
fn scalars(node: &Node, source: &str, path: &SourcePath, add: &mut impl FnMut(&str, Location)) {
    match &node.kind {
        Kind::Null => {}
        Kind::List(items) => items.iter().for_each(|item| scalars(item, source, path, add)),
        Kind::Map(map) => map.entries.iter().for_each(|(_, node)| scalars(node, source, path, add)),
        Kind::Scalar { text, .. } => {
            let mut span = node.span;
            // The span includes quotation marks, the text doesn't.
            if let Some(at) = source.get(span.start..span.end).and_then(|written| written.find(text.as_str())) {
                span.start += at;
                span.end = span.start + text.len();
            }
            bare(text, span, &mut |address, at| add(address, Location::span(path, at)));
        }
    }
}
