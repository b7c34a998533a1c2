//! Creates a new file with commented front matter from a declaration and answers.
//!
//! This module decides what is asked, how an answer becomes a value, where the file goes and what it contains. `cli`
//! asks and `io::disk` writes; nothing here uses a terminal or a file.

mod answer;
mod declaration;
mod file;
mod front;
mod place;

use std::collections::BTreeMap;

pub use answer::{Answers, fault, value};
pub use declaration::{NewCollection, declaration};
pub use file::{file, published_on};
pub use front::{draft, front_matter, hint};
pub use place::{place, slug};

use crate::base::diagnostic::{Diagnostic, messages};
use crate::base::text::did_you_mean;
use crate::config::collection::{Collection, Field, FieldType, called};

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

/// Returns the collection of that name or title, or the only collection of that kind: `article` or 文章.
///
/// # Errors
/// No such collection, or several of that kind.
pub fn collection<'a>(word: &str, collections: &'a BTreeMap<String, Collection>) -> Result<&'a Collection, Diagnostic> {
    if let Some(collection) = collections.get(word) {
        return Ok(collection);
    }
    let known = || collections.values().filter(|one| !one.name.is_empty());
    let titled: Vec<&Collection> = known().filter(|one| one.title.all().any(|title| title == word)).collect();
    let kind = called::kind_in_chinese(word).unwrap_or(word);
    let of_kind = || known().filter(|one| one.answers_to(kind)).collect();
    let found = if titled.is_empty() { of_kind() } else { titled };
    match found.as_slice() {
        [collection] => Ok(collection),
        [] => {
            let words = known().flat_map(|one| one.template_names().chain(one.title.all()));
            // 活动 is within 科普活动.
            let mut holders = known().filter(|one| one.title.all().any(|title| title.contains(word)));
            let holder = match (holders.next(), holders.next()) {
                (Some(one), None) if word.chars().count() > 1 => one.title.all().find(|title| title.contains(word)),
                _ => None,
            };
            let first = known().next().map_or("column", |one| one.name.as_str());
            let unknown = messages::no_such_collection(word, &names(known()), first);
            Err(unknown.meant(holder.or_else(|| did_you_mean(word, words))))
        }
        [first, ..] => {
            // A title is an example only if it names one collection.
            let title = first.title.get("zh-CN");
            let alone = known().filter(|one| one.title.all().any(|other| other == title)).count() == 1;
            let example = if alone { title } else { &first.name };
            Err(messages::several_collections(word, &names(found.iter().copied()), example))
        }
    }
}

/// Collections by title and name, for a message.
pub fn names<'a>(collections: impl Iterator<Item = &'a Collection>) -> String {
    let named = collections.filter(|one| !one.name.is_empty()).map(|one| one.message_name().to_string());
    named.collect::<Vec<_>>().join("、")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::collection::shipped;

    #[test]
    fn a_kind_has_a_chinese_name() {
        let mut column = shipped("article").unwrap();
        "column".clone_into(&mut column.name);
        column.kinds = vec!["article".to_owned()];
        let collections = BTreeMap::from([("column".to_owned(), column)]);
        for word in ["column", "article", "文章"] {
            assert!(collection(word, &collections).is_ok_and(|found| found.name == "column"), "{word}");
        }
        assert!(collection("新闻", &collections).is_err());
    }
}
