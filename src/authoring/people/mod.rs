//! The people of a shared studio: names, roles and hashes of passwords ↔ the text of the file that keeps them.

mod password;
mod role;

pub use password::{PasswordFault, PasswordHash, SHORTEST_PASSWORD};
pub use role::StudioRole;

use crate::base::yaml::{self, Node};

/// A person who may sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StudioPerson {
    pub name: String,
    pub role: StudioRole,
    pub password: PasswordHash,
}

/// Everyone who may sign in, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People(Vec<StudioPerson>);

/// The longest name, in characters.
const LONGEST_NAME: usize = 40;

impl People {
    /// Reads the file's text. A file that isn't understood completely admits no one: `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let root = yaml::parse(text, 0).ok()?;
        let Some(listed) = root.as_map()?.get("people") else { return Some(Self::default()) };
        let people: Option<Vec<StudioPerson>> = listed.as_list()?.iter().map(person).collect();
        let people = people?;
        let is_double = |(at, one): (usize, &StudioPerson)| people[..at].iter().any(|other| other.name == one.name);
        (!people.iter().enumerate().any(is_double)).then_some(Self(people))
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = String::from(
            "# 编辑台的人，用 kepu studio user 增减；密码只存散列 · people of the studio, by `kepu studio user`; passwords are hashes\npeople:\n",
        );
        for StudioPerson { name, role, password } in &self.0 {
            let (name, password) = (yaml::quoted(name), yaml::quoted(password.as_str()));
            text.push_str(&format!("  - name: {name}\n    role: {}\n    password: {password}\n", role.name()));
        }
        if self.0.is_empty() { text.replace("people:\n", "people: []\n") } else { text }
    }

    pub fn all(&self) -> &[StudioPerson] {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn named(&self, name: &str) -> Option<&StudioPerson> {
        self.0.iter().find(|person| person.name == name)
    }

    pub fn named_mut(&mut self, name: &str) -> Option<&mut StudioPerson> {
        self.0.iter_mut().find(|person| person.name == name)
    }

    /// Adds a person; returns whether the name was free.
    pub fn add(&mut self, person: StudioPerson) -> bool {
        let free = self.named(&person.name).is_none();
        if free {
            self.0.push(person);
        }
        free
    }

    /// Removes a person; returns whether there was one.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|person| person.name != name);
        self.0.len() < before
    }
}

/// A name as it is kept: without spaces around it; `None` if it is empty, too long, or has characters that aren't seen.
pub fn person_name(written: &str) -> Option<&str> {
    let name = written.trim();
    let fits = !name.is_empty() && name.chars().count() <= LONGEST_NAME && !name.chars().any(is_unseen);
    fits.then_some(name)
}

/// Control characters, and those that turn the direction of text or take no room: two names could look the same.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

fn person(node: &Node) -> Option<StudioPerson> {
    let map = node.as_map()?;
    let text = |key: &str| map.get(key).and_then(Node::as_text);
    let name = text("name")?;
    (person_name(name) == Some(name)).then_some(())?;
    let (role, password) = (StudioRole::parse(text("role")?)?, PasswordHash::parse(text("password")?)?);
    Some(StudioPerson { name: name.to_owned(), role, password })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA";

    fn someone(name: &str, role: StudioRole) -> StudioPerson {
        StudioPerson { name: name.to_owned(), role, password: PasswordHash::parse(HASH).unwrap() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut people = People::default();
        assert_eq!(People::parse(&people.text()), Some(people.clone()));
        assert!(people.add(someone("张三", StudioRole::Writer)));
        assert!(people.add(someone("O'Neil: \"x\" # 1", StudioRole::Admin)));
        assert!(!people.add(someone("张三", StudioRole::Admin)));
        assert_eq!(People::parse(&people.text()), Some(people.clone()));
        assert!(people.remove("张三") && !people.remove("张三"));
        assert_eq!(People::parse(&people.text()), Some(people));
    }

    #[test]
    fn a_file_that_is_not_understood_admits_no_one() {
        let one = format!("people:\n  - name: 甲\n    role: writer\n    password: {HASH}\n");
        assert_eq!(People::parse(&one).unwrap().all().len(), 1);
        for broken in [
            one.replace("writer", "king"),
            one.replace(HASH, "secret"),
            one.replace("甲", "' 甲'"),
            format!("{one}{}", one.trim_start_matches("people:\n")),
            "people: all\n".to_owned(),
            "- a\n".to_owned(),
            "people: [\n".to_owned(),
        ] {
            assert_eq!(People::parse(&broken), None, "{broken}");
        }
    }

    #[test]
    fn names_are_seen_as_they_are() {
        assert_eq!(person_name(" 张 三 "), Some("张 三"));
        for wrong in ["", "  ", "a\nb", "a\u{202E}b", "a\u{200B}", &"长".repeat(41)] {
            assert_eq!(person_name(wrong), None, "{wrong:?}");
        }
    }
}
