//! Holds the Markdown documents of the repository together: files that they name, links and anchors between them.
#![allow(clippy::disallowed_methods, reason = "a test of files reads files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::support::repository;

/// A document that names a file which is gone misleads more than one that names none.
#[test]
fn files_that_documents_name_are_there() {
    let mut missing = Vec::new();
    for name in documents() {
        let text = read(&name);
        let paths =
            text.split('`').filter(|word| word.starts_with("src/") && !word.contains([' ', '\n', '*', '<', '{']));
        missing.extend(paths.filter(|path| !repository().join(path).exists()).map(|path| format!("{name}: {path}")));
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn links_between_documents_resolve() {
    let outlines: BTreeMap<String, Outline> = documents()
        .into_iter()
        .map(|name| {
            let outline = Outline::of(&read(&name));
            (name, outline)
        })
        .collect();
    let mut faults = Vec::new();
    for (name, outline) in &outlines {
        for link in outline.links.iter().filter(|link| !link.contains(':')) {
            let (file, anchor) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target = if file.is_empty() { name.clone() } else { beside(name, file) };
            let resolves = if anchor.is_empty() {
                repository().join(&target).exists()
            } else {
                outlines.get(&target).is_some_and(|outline| outline.anchors.contains(anchor))
            };
            if !resolves {
                faults.push(format!("{name}: {link}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_document_has_one_title() {
    for name in documents() {
        assert_eq!(Outline::of(&read(&name)).titles, 1, "headings of the first level in {name}");
    }
}

/// The Markdown documents of the repository, by path.
fn documents() -> Vec<String> {
    let mut found = Vec::new();
    for (folder, prefix) in [("", ""), ("docs", "docs/")] {
        let names = fs::read_dir(repository().join(folder))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
        found.extend(names.filter(|name| name.ends_with(".md")).map(|name| format!("{prefix}{name}")));
    }
    found.sort();
    found
}

/// What links need to know about a document.
#[derive(Default)]
struct Outline {
    /// The number of headings of the first level.
    titles: usize,
    /// The ids of its headings, as GitHub makes them.
    anchors: BTreeSet<String>,
    /// The destinations of its links and images.
    links: Vec<String>,
}

impl Outline {
    fn of(text: &str) -> Self {
        let mut outline = Self::default();
        let mut heading: Option<String> = None;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    outline.links.push(dest_url.into_string());
                }
                Event::Start(Tag::Heading { level, .. }) => {
                    outline.titles += usize::from(level == HeadingLevel::H1);
                    heading = Some(String::new());
                }
                Event::End(TagEnd::Heading(_)) => {
                    let id = anchor(&heading.take().unwrap_or_default());
                    let mut ids = (0..).map(|count| if count == 0 { id.clone() } else { format!("{id}-{count}") });
                    let free = ids.find(|id| !outline.anchors.contains(id));
                    outline.anchors.extend(free);
                }
                Event::Text(text) | Event::Code(text) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        outline
    }
}

/// The id that GitHub gives a heading: lower case, spaces as hyphens, no other punctuation.
pub fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// The path of a file that a document refers to by a relative path.
fn beside(document: &str, file: &str) -> String {
    let mut parts: Vec<&str> = document.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}
