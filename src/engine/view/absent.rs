//! A link to what isn't public now → what it waits for.
//!
//! Entries come and go by their dates, and with them the pages that are there for their sake. A link to one must not stop
//! the site, on which others come and go too.

use std::fmt;

use super::inputs::Inputs;
use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::url::{SourcePath, Url};
use crate::content::document::{is_markdown, without_markdown};
use crate::content::{Entry, Value};
use crate::route::{Shows, former};

/// The warning of a link in a text that leads to an entry that isn't public, or to a page or file that is there only for
/// the sake of such entries.
pub fn absent(inputs: &Inputs, source: &SourcePath, language: &str, written: &str) -> Option<Diagnostic> {
    if written.starts_with('/') {
        return absent_at(inputs, written);
    }
    let path = source.resolve(written)?;
    if let Some(found) = of_entry(inputs, written, |entry| is_text_of(entry, &path)) {
        return Some(found);
    }
    let collection = path.below("content").and_then(|below| without_markdown(below).strip_suffix("/_index"))?;
    of_page(inputs, written, &[inputs.addresses().listing(collection, language, 1)])
}

/// The warning of a path from the site's root.
pub fn absent_at(inputs: &Inputs, written: &str) -> Option<Diagnostic> {
    let wanted = as_addresses(written);
    let is = |entry: &Entry| addresses(inputs, entry).iter().any(|address| wanted.contains(address));
    of_entry(inputs, written, is).or_else(|| of_page(inputs, written, &wanted))
}

/// The addresses that a written path may mean: of a file, and of a folder.
fn as_addresses(written: &str) -> [Url; 2] {
    [Url::new(written), Url::new(&format!("{written}/"))]
}

fn of_entry(inputs: &Inputs, written: &str, is: impl Fn(&Entry) -> bool) -> Option<Diagnostic> {
    let (entry, absence) = inputs.site.absent.iter().find(|(entry, _)| is(entry))?;
    let why = absence.words();
    Some(messages::not_public(written, &entry.title, &why.zh, &why.en))
}

/// The warning of a link to a page that there would be if all entries were public.
fn of_page(inputs: &Inputs, written: &str, urls: &[Url]) -> Option<Diagnostic> {
    let possible = inputs.possible.as_ref()?;
    let route = urls.iter().find_map(|url| possible.get(url))?;
    let (zh, en) = ("现在没有公开的内容", "has nothing public now");
    Some(messages::not_public(written, PageName(&route.shows), zh, en))
}

/// What a message calls a page, in English in the alternate form.
struct PageName<'a>(&'a Shows);

impl fmt::Display for PageName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (zh, en) = self.0.kind().name;
        let number = match self.0 {
            Shows::Listing { number, .. } | Shows::Term { number, .. } if *number > 1 => Some(number),
            _ => None,
        };
        match (number, f.alternate()) {
            (Some(number), true) => write!(f, "page {number} of {en}"),
            (Some(number), false) => write!(f, "{zh}第 {number} 页"),
            (None, true) => f.write_str(en),
            (None, false) => f.write_str(zh),
        }
    }
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
