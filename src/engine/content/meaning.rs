//! What a text says, apart from how its file is written: equal before and after the file is put in order.
//!
//! Two texts are compared within one run of the program, so what it makes of Markdown may change with its version.

use std::hash::{Hash, Hasher};

use super::entry::{Entry, Section};
use super::{Fields, Value};
use crate::base::fingerprint::Fingerprint;

/// Fields that say when and where a text is shown, or what a check makes of it, and nothing that a reader reads.
const ASIDE: [&str; 6] = ["draft", "check", "publish_at", "expires", "slug", "aliases"];

/// Returns the fingerprint of what the texts of one file say. The order of a table's rows says nothing.
pub fn meaning<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    sections: impl Iterator<Item = &'a Section>,
) -> Fingerprint {
    let entry = |entry: &Entry| Fingerprint::of(&(&entry.title, Said(&entry.fields), entry.body.fingerprint));
    let section = |section: &Section| Fingerprint::of(&(&section.title, &section.summary, section.body.fingerprint));
    let mut all: Vec<Fingerprint> = entries.map(entry).chain(sections.map(section)).collect();
    all.sort();
    Fingerprint::of(&all)
}

/// Fields without what stands aside and without their places in the file.
struct Said<'a>(&'a Fields);

impl Hash for Said<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for (key, value) in self.0.0.iter().filter(|(key, _)| !ASIDE.contains(&&***key)) {
            key.hash(state);
            said(value, state);
        }
    }
}

fn said<H: Hasher>(value: &Value, state: &mut H) {
    std::mem::discriminant(value).hash(state);
    match value {
        Value::Reference(reference) => (&reference.to, &reference.target).hash(state),
        Value::Image(file) | Value::File(file) => file.target.hash(state),
        Value::List(items) => {
            items.len().hash(state);
            items.iter().for_each(|item| said(item, state));
        }
        Value::Group(fields) => {
            fields.0.len().hash(state);
            for (key, value) in fields.0.iter() {
                key.hash(state);
                said(value, state);
            }
        }
        other => other.hash(state),
    }
}
