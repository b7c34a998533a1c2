//! Creates a new file with commented front matter from a declaration and answers.
//!
//! This module decides what is asked, how an answer becomes a value, where the file goes and what it contains. `cli`
//! asks and `io::disk` writes; nothing here uses a terminal or a file.

mod answer;
mod declaration;
mod front;
mod place;

use std::collections::BTreeMap;

pub use answer::{Answers, fault, value};
pub use declaration::{NewCollection, declaration};
pub use front::{draft, front_matter, hint};
pub use place::{place, slug};

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;
use crate::config::collection::{Collection, Field, FieldType};

/// A field that can be answered in one line, with its path: `booking.method`.
#[derive(Clone)]
pub struct ScaffoldQuestion<'a> {
    pub key: String,
    pub field: &'a Field,
    /// The group that holds it, if any.
    pub group: Option<&'a Field>,
    /// Whether an entry, or the group, is invalid without it.
    pub required: bool,
}

/// Returns the collection of that name, or the only collection of that kind.
///
/// # Errors
/// No such collection, or several of that kind.
pub fn collection<'a>(word: &str, collections: &'a BTreeMap<String, Collection>) -> Result<&'a Collection, Diagnostic> {
    if let Some(collection) = collections.get(word) {
        return Ok(collection);
    }
    let found: Vec<&Collection> =
        collections.values().filter(|one| !one.name.is_empty() && one.answers_to(word)).collect();
    match found.as_slice() {
        [collection] => Ok(collection),
        [] => {
            let words = collections.values().flat_map(Collection::template_names);
            let known: Vec<&str> = collections.keys().map(String::as_str).filter(|name| !name.is_empty()).collect();
            Err(messages::no_such_collection(word, &known.join("、")).meant(did_you_mean(word, words)))
        }
        several => {
            let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
            Err(messages::several_collections(word, &names.join("、")))
        }
    }
}

/// Returns every question about an entry, in the order of the declaration.
pub fn questions(collection: &Collection) -> Vec<ScaffoldQuestion<'_>> {
    let mut found = Vec::new();
    below(&collection.fields, "", None, true, &mut found);
    found
}

/// A list of groups can't be written in one line, so it isn't asked.
fn below<'a>(
    fields: &'a [Field],
    way: &str,
    group: Option<&'a Field>,
    required: bool,
    found: &mut Vec<ScaffoldQuestion<'a>>,
) {
    for field in fields {
        let key = format!("{way}{}", field.key);
        let required = required && field.is_required();
        match &field.field_type {
            FieldType::Group(fields) => below(fields, &format!("{key}."), Some(field), required, found),
            FieldType::List(item) if matches!(**item, FieldType::Group(_)) => {}
            _ => found.push(ScaffoldQuestion { key, field, group, required }),
        }
    }
}
