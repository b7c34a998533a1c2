//! Texts that aren't saved yet, as they are kept beside the site: one of each person and entry.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::fingerprint::Fingerprint;
use crate::base::url::SourcePath;

/// An unsaved text of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unsaved {
    /// Of the source, below the site's root.
    pub path: String,
    /// The fingerprint of the version that it was made from.
    pub basis: String,
    pub text: String,
    /// When it was last changed: in UTC, by RFC 3339.
    pub time: String,
    /// Whose it is, in a shared studio.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

impl Unsaved {
    /// Reads what was kept; a copy that can't be read is `None`.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// Whether it has an owner who can open it: one of the people of a shared studio, or the only user of another.
    pub fn has_owner(&self, is_shared: bool, is_known: impl Fn(&str) -> bool) -> bool {
        self.person.as_deref().map_or(!is_shared, |name| is_shared && is_known(name))
    }

    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// The name of the file that keeps the unsaved text of a person, for an entry's id.
pub fn kept_name(id: &str, person: Option<&str>) -> String {
    match person {
        Some(person) => format!("{id}-{}", Fingerprint::of(&("person", person))),
        None => id.to_owned(),
    }
}

/// All unsaved texts. `None` as a person is the user of a studio that isn't shared.
#[derive(Default)]
pub struct UnsavedTexts(BTreeMap<SourcePath, BTreeMap<Option<String>, Unsaved>>);

impl UnsavedTexts {
    pub fn put(&mut self, path: SourcePath, text: Unsaved) {
        self.0.entry(path).or_default().insert(text.person.clone(), text);
    }

    pub fn remove(&mut self, path: &SourcePath, person: Option<&str>) {
        if let Some(own) = self.0.get_mut(path) {
            own.remove(&person.map(str::to_owned));
            if own.is_empty() {
                self.0.remove(path);
            }
        }
    }

    /// Returns a person's text of an entry.
    pub fn of(&self, path: &SourcePath, person: Option<&str>) -> Option<&Unsaved> {
        self.0.get(path)?.get(&person.map(str::to_owned))
    }

    /// Whether anyone has an unsaved text of the entry.
    pub fn any(&self, path: &SourcePath) -> bool {
        self.0.contains_key(path)
    }

    /// Returns the name of someone else who has an unsaved text of the entry.
    pub fn another(&self, path: &SourcePath, person: Option<&str>) -> Option<&str> {
        self.0.get(path)?.keys().flatten().map(String::as_str).find(|name| Some(*name) != person)
    }

    pub fn all(&self) -> impl Iterator<Item = (&SourcePath, &Unsaved)> {
        self.0.iter().flat_map(|(path, texts)| texts.values().map(move |text| (path, text)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_a_text_of_an_entry() {
        let path = SourcePath::new("content/a.md").unwrap();
        let text = |person: Option<&str>| Unsaved {
            path: path.to_string(),
            basis: String::new(),
            text: person.unwrap_or("own").to_owned(),
            time: String::new(),
            person: person.map(str::to_owned),
        };
        let mut texts = UnsavedTexts::default();
        for person in [None, Some("甲"), Some("乙")] {
            texts.put(path.clone(), text(person));
        }
        assert_eq!(texts.of(&path, Some("甲")).unwrap().text, "甲");
        assert_eq!(texts.of(&path, None).unwrap().text, "own");
        texts.remove(&path, Some("甲"));
        assert!(texts.of(&path, Some("甲")).is_none() && texts.any(&path));
        assert_eq!(texts.all().count(), 2);
        assert_eq!((texts.another(&path, Some("甲")), texts.another(&path, Some("乙"))), (Some("乙"), None));
        assert_eq!(Unsaved::parse(&text(Some("乙")).bytes()), Some(text(Some("乙"))));
        let has_owner = |person, is_shared| text(person).has_owner(is_shared, |name| name == "甲");
        assert!(has_owner(None, false) && has_owner(Some("甲"), true));
        assert!(!has_owner(None, true) && !has_owner(Some("甲"), false) && !has_owner(Some("乙"), true));
        let names = [kept_name("a", None), kept_name("a", Some("甲")), kept_name("a", Some("乙"))];
        assert!(names[0] == "a" && names[1] != names[2]);
    }
}
