//! Holds what the guides tell people to type against the program: commands, options, settings, fields, codes, examples;
//! and each guide against its version in the other language.
#![allow(clippy::disallowed_methods, reason = "a test of files reads files")]

mod examples;
mod languages;
mod names;

use std::fs;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::support::repository;

/// Code in a document.
struct Code {
    /// The line where it begins, counted from 1.
    line: usize,
    /// The info string of a fence; `None` for a span in a line.
    fence: Option<String>,
    text: String,
}

/// Returns the documents for people who use kepu: the README and the guides, in both languages.
fn guides() -> Vec<(String, String)> {
    let mut names: Vec<String> = fs::read_dir(repository().join("docs"))
        .unwrap()
        .map(|entry| format!("docs/{}", entry.unwrap().file_name().to_string_lossy()))
        .filter(|name| name.ends_with(".md"))
        .collect();
    names.extend(["README.md".to_owned(), "README.zh-CN.md".to_owned()]);
    names.sort();
    names.into_iter().map(|name| (read(&name), name)).map(|(text, name)| (name, text)).collect()
}

fn read(name: &str) -> String {
    fs::read_to_string(repository().join(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// Returns all code of a document, in its order.
fn code(text: &str) -> Vec<Code> {
    let mut found = Vec::new();
    let mut block: Option<Code> = None;
    for (event, range) in events(text) {
        match event {
            Event::Code(span) => {
                found.push(Code { line: line(text, range.start), fence: None, text: span.into_string() });
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let CodeBlockKind::Fenced(info) = kind else { continue };
                // The text begins on the line below the fence.
                let first = line(text, range.start) + 1;
                block = Some(Code { line: first, fence: Some(info.into_string()), text: String::new() });
            }
            Event::Text(part) => {
                if let Some(block) = &mut block {
                    block.text.push_str(&part);
                }
            }
            Event::End(TagEnd::CodeBlock) => found.extend(block.take()),
            _ => {}
        }
    }
    found
}

fn events(text: &str) -> impl Iterator<Item = (Event<'_>, Range<usize>)> {
    Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter()
}

fn line(text: &str, at: usize) -> usize {
    text[..at].matches('\n').count() + 1
}
