//! What `kepu explain` knows: codes, types of fields, and the declared fields of the site and of the program.

use std::collections::BTreeMap;

use super::settings;
use crate::base::diagnostic::messages;
use crate::base::text::did_you_mean;
use crate::config::TaxonomyConfig;
use crate::config::collection::forms::{FORMS, TypeForm};
use crate::config::collection::{Collection, Field, FieldType, SHIPPED, called, shipped};

pub struct Topics {
    /// The site's collections; none where there is no site.
    pub collections: Vec<Collection>,
    pub taxonomies: BTreeMap<String, TaxonomyConfig>,
    /// The declarations of the program.
    pub kinds: Vec<Collection>,
}

/// What stands within values of a type, with the type that explains it.
const PARTS: [(&str, &str); 6] = [
    ("weekly", "opening_hours"),
    ("holidays", "opening_hours"),
    ("exceptions", "opening_hours"),
    ("rule", "recurrence"),
    ("except", "recurrence"),
    ("also", "recurrence"),
];

/// Parts of values whose names other things have too.
const INNER: [(&str, &str); 3] = [("note", "opening_hours"), ("lon", "point"), ("lat", "point")];

/// A field with the collections that have it in this form.
pub struct FieldTopic<'t> {
    /// The keys of the groups that it stands in, and its own.
    pub path: Vec<&'t str>,
    pub field: &'t Field,
    pub of: Vec<&'t Collection>,
}

impl Topics {
    pub fn shipped() -> Self {
        let kinds = SHIPPED.iter().filter(|(name, _)| *name != "entry").filter_map(|(name, _)| shipped(name));
        Self { collections: Vec::new(), taxonomies: BTreeMap::new(), kinds: kinds.collect() }
    }

    pub fn of_site(collections: Vec<Collection>, taxonomies: BTreeMap<String, TaxonomyConfig>) -> Self {
        Self { collections, taxonomies, ..Self::shipped() }
    }

    /// Returns the fields of that key, label or path such as `booking.method`: those of the site, or else those of the
    /// shipped declarations.
    pub fn fields(&self, word: &str) -> Vec<FieldTopic<'_>> {
        let of_site = named(&self.collections, word);
        if of_site.is_empty() { named(&self.kinds, word) } else { of_site }
    }

    /// Returns the collection of that title or name, or of the kind that a word such as 文章 means: one of the site, or else a
    /// shipped declaration.
    pub fn collection(&self, word: &str) -> Option<&Collection> {
        let is = |one: &&Collection| one.name == word || one.title.all().any(|title| title == word);
        let named = self.collections.iter().find(is).or_else(|| self.kinds.iter().find(is));
        named.or_else(|| {
            let kind = called::kind_in_chinese(word)?;
            self.collections.iter().chain(&self.kinds).find(|one| one.name == kind || one.answers_to(kind))
        })
    }

    pub fn type_form(word: &str) -> Option<&'static TypeForm> {
        // `opening_hours.note`: alone, the part may be a field.
        let part = match word.split_once('.') {
            Some((whole, part)) => PARTS.iter().chain(&INNER).find(|known| **known == (part, whole)),
            None => PARTS.iter().find(|(part, _)| *part == word),
        };
        let word = part.map_or(word, |(_, whole)| whole);
        FORMS.iter().find(|form| form.name == word || form.title.zh == word || form.title.en == word)
    }

    /// Returns the topic that a word may mean.
    pub fn near(&self, word: &str) -> Option<String> {
        let collections = || self.collections.iter().chain(&self.kinds);
        let keys = settings::keys();
        let mut words: Vec<&str> = FORMS.iter().flat_map(|form| [form.name, form.title.zh]).collect();
        words.extend(keys.iter().map(String::as_str));
        for collection in collections() {
            words.extend(collection.title.all().chain([collection.name.as_str()]));
            for (_, field) in nested(&collection.fields) {
                words.extend(field.label.all().chain([&*field.key]));
            }
        }
        let codes = messages::table().map(|entry| entry.code.0);
        let upper = word.to_ascii_uppercase();
        let code = upper.starts_with(['E', 'W']) && upper.contains(|c: char| c.is_ascii_digit());
        // 基地 is within 科普基地.
        let holds = |title: &&str| word.chars().count() > 1 && title.contains(word);
        let holder = collections().flat_map(|one| one.title.all()).find(holds);
        let near = if code { did_you_mean(&upper, codes) } else { holder.or_else(|| did_you_mean(word, words)) };
        near.map(str::to_owned)
    }
}

fn named<'t>(collections: &'t [Collection], word: &str) -> Vec<FieldTopic<'t>> {
    let mut found: Vec<FieldTopic<'_>> = Vec::new();
    for collection in collections {
        for (path, field) in nested(&collection.fields) {
            if *field.key != *word && path.join(".") != word && field.label.all().all(|label| label != word) {
                continue;
            }
            let same = |other: &FieldTopic<'_>| {
                other.path == path
                    && other.field.field_type.name() == field.field_type.name()
                    && other.field.label == field.label
                    && other.field.is_required() == field.is_required()
            };
            match found.iter_mut().find(|other| same(other)) {
                Some(topic) => topic.of.push(collection),
                None => found.push(FieldTopic { path, field, of: vec![collection] }),
            }
        }
    }
    found
}

/// Fields and those of their groups, each with its path.
pub fn nested(fields: &[Field]) -> Vec<(Vec<&str>, &Field)> {
    let mut found = Vec::new();
    for field in fields {
        found.push((vec![&*field.key], field));
        if let FieldType::Group(inner) = field.field_type.item() {
            let below = nested(inner).into_iter();
            found.extend(below.map(|(path, inner)| ([vec![&*field.key], path].concat(), inner)));
        }
    }
    found
}
