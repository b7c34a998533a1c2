//! Makes the fragment identifier of a heading.

use super::width::extends_cluster;
use std::collections::{BTreeMap, BTreeSet};

/// The identifiers that a page has, and for each that is taken the number to try next: so the thousandth heading of one
/// text doesn't try a thousand numbers.
#[derive(Debug, Default)]
pub struct HeadingIds {
    taken: BTreeSet<String>,
    next: BTreeMap<String, u64>,
    /// How many identifiers were tried, for tests of how the time grows.
    #[cfg(test)]
    tried: usize,
}

impl HeadingIds {
    /// Takes an identifier as it is; `false` if it is taken.
    pub fn insert(&mut self, id: String) -> bool {
        #[cfg(test)]
        {
            self.tried += 1;
        }
        self.taken.insert(id)
    }
}

/// Returns an identifier that isn't in `taken`, and adds it.
///
/// Han characters and the letters and digits of every script are kept, so that a link is readable; HTML5 allows any
/// character but white space, and browsers encode it. ASCII letters become lower case, anything else becomes a single
/// `-`. A heading without letters is `section`. If the identifier is taken, `-2`, `-3` and so on are tried.
pub fn heading_id(text: &str, taken: &mut HeadingIds) -> String {
    let plain = identifier(text);
    if taken.insert(plain.clone()) {
        return plain;
    }
    let mut number = taken.next.get(&plain).copied().unwrap_or(2);
    loop {
        let numbered = format!("{plain}-{number}");
        number += 1;
        if taken.insert(numbered.clone()) {
            taken.next.insert(plain, number);
            return numbered;
        }
    }
}

fn identifier(text: &str) -> String {
    let mut id = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if c.is_alphanumeric() {
            if gap && !id.is_empty() {
                id.push('-');
            }
            gap = false;
            id.push(c.to_ascii_lowercase());
        } else if extends_cluster(c) && !gap && !id.is_empty() {
            // A combining mark on a letter that was kept.
            id.push(c);
        } else {
            gap = true;
        }
    }
    if id.is_empty() { "section".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids<const N: usize>(titles: [&str; N]) -> [String; N] {
        let mut taken = HeadingIds::default();
        titles.map(|title| heading_id(title, &mut taken))
    }

    #[test]
    fn letters_of_every_script_stay() {
        assert_eq!(ids(["什么是 DNA？"]), ["什么是-dna"]);
        assert_eq!(ids(["（一）背景"]), ["一-背景"]);
        assert_eq!(ids(["1. Intro: the_End!"]), ["1-intro-the-end"]);
        assert_eq!(ids(["Привет"]), ["Привет"]);
        assert_eq!(ids(["cafe\u{301} x"]), ["cafe\u{301}-x"]);
    }

    #[test]
    fn twice_as_many_equal_headings_try_twice_as_many_identifiers() {
        let tried = |headings: usize| {
            let mut taken = HeadingIds::default();
            (0..headings).for_each(|_| _ = heading_id("虹", &mut taken));
            taken.tried
        };
        assert!(tried(2000) <= 2 * tried(1000) + 2, "{} and {}", tried(1000), tried(2000));
    }

    #[test]
    fn collisions_are_numbered() {
        assert_eq!(ids(["背景", "背景", "背景"]), ["背景", "背景-2", "背景-3"]);
        assert_eq!(ids(["a 2", "a", "a"]), ["a-2", "a", "a-3"]);
        assert_eq!(ids(["！", "……"]), ["section", "section-2"]);
    }
}
