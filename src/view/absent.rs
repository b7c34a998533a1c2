//! A link to what isn't public now → the entry that it waits for.
//!
//! Entries come and go by their dates. A link to one must not stop the site, on which others come and go too.

use super::inputs::Inputs;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::url::{SourcePath, Url};
use crate::content::document::{is_markdown, without_markdown};
use crate::content::{Entry, Value};
use crate::route::former;

/// The warning of a link that leads to an entry that isn't public, or to a page or file that is there for its sake.
pub fn absent(inputs: &Inputs, source: &SourcePath, written: &str) -> Option<Diagnostic> {
    let path = if written.starts_with('/') { None } else { Some(source.resolve(written)?) };
    let (url, folder) = (Url::new(written), Url::new(&format!("{written}/")));
    let is = |entry: &Entry| match &path {
        Some(path) => is_text_of(entry, path),
        None => addresses(inputs, entry).iter().any(|address| *address == url || *address == folder),
    };
    let (entry, absence) = inputs.site.absent.iter().find(|(entry, _)| is(entry))?;
    let why = absence.words();
    Some(messages::not_public(written, &entry.title, &why.zh, &why.en))
}

fn is_text_of(entry: &Entry, path: &SourcePath) -> bool {
    let (own, wanted) = (without_markdown(entry.source.as_str()), without_markdown(path.as_str()));
    is_markdown(entry.source.extension()) && (own == wanted || own.strip_suffix("/index") == Some(wanted))
}

/// The addresses that an entry has once it is public, and those of pages that may list it alone.
fn addresses(inputs: &Inputs, entry: &Entry) -> Vec<Url> {
    let (key, plan) = (&entry.key, inputs.addresses());
    let own = plan.entry(entry, &inputs.site.collections[&key.collection]);
    let mut found = vec![own.join("event.ics"), own.join("calendar.ics"), own];
    let aliases = entry.fields.texts("aliases").into_iter();
    found.extend(aliases.filter_map(|alias| former::address(alias, &inputs.site.config.address).ok()));
    entry.fields.walk(&mut |_, value| {
        if let Value::Term(term) = value {
            found.push(plan.term(&term.taxonomy, &term.key, &key.language, 1));
        }
    });
    if let Some(publication) = &entry.publication {
        let date = publication.date.date;
        for month in [None, Some(date.month())] {
            found.push(plan.archive(&key.collection, &key.language, date.year(), month));
        }
    }
    found
}
