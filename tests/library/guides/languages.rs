//! A guide and its version in the other language have the same sections, examples, tables and names.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};

use super::{code, events, line, read};

/// Guides that exist in both languages.
const PAIRS: [&str; 9] = [
    "docs/check",
    "docs/content",
    "docs/deploy",
    "docs/editing",
    "docs/hosting",
    "docs/report",
    "docs/review",
    "docs/share",
    "docs/templates",
];

/// Their examples have lines that the program prints, which depend on the language.
const EXAMPLES_DIFFER: [&str; 1] = ["docs/hosting"];

/// What of a section doesn't depend on its language.
struct Section {
    line: usize,
    level: HeadingLevel,
    /// The number of rows of each table.
    tables: Vec<usize>,
    /// Names in code: options, fields, settings, codes.
    names: BTreeSet<String>,
}

#[test]
fn sections_are_the_same_in_both_languages() {
    let mut faults = Vec::new();
    for guide in PAIRS {
        let (en, zh) = (sections(&read(&format!("{guide}.md"))), sections(&read(&format!("{guide}.zh-CN.md"))));
        for (en, zh) in en.iter().zip(&zh) {
            let place = format!("{guide}.md:{} and {guide}.zh-CN.md:{}", en.line, zh.line);
            if en.level != zh.level {
                faults.push(format!("{place}: headings of different levels"));
                break;
            }
            if en.tables != zh.tables {
                faults.push(format!("{place}: tables with {:?} and {:?} rows", en.tables, zh.tables));
            }
            let missing: Vec<&String> = en.names.difference(&zh.names).collect();
            let more: Vec<&String> = zh.names.difference(&en.names).collect();
            if !missing.is_empty() || !more.is_empty() {
                faults.push(format!("{place}: English alone has {missing:?}, Chinese alone has {more:?}"));
            }
        }
        if en.len() != zh.len() {
            faults.push(format!("{guide}: {} sections in English, {} in Chinese", en.len(), zh.len()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn examples_are_the_same_in_both_languages() {
    let mut faults = Vec::new();
    for guide in PAIRS.into_iter().filter(|guide| !EXAMPLES_DIFFER.contains(guide)) {
        let examples = |name: &str| -> Vec<(usize, String, String)> {
            let blocks = code(&read(name)).into_iter().filter_map(|code| Some((code.line, code.fence?, code.text)));
            blocks.map(|(line, info, text)| (line, without_comments(&info, &text), info)).collect()
        };
        let (en, zh) = (examples(&format!("{guide}.md")), examples(&format!("{guide}.zh-CN.md")));
        let differs =
            en.iter().zip(&zh).find(|((_, text, info), (_, other, other_info))| (text, info) != (other, other_info));
        if let Some(((en, _, _), (zh, _, _))) = differs {
            faults.push(format!("{guide}.md:{en} and {guide}.zh-CN.md:{zh} are different examples"));
        } else if en.len() != zh.len() {
            faults.push(format!("{guide}: {} examples in English, {} in Chinese", en.len(), zh.len()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_version_links_to_the_other() {
    for guide in PAIRS {
        let file = guide.trim_start_matches("docs/");
        for (name, link) in [
            (format!("{guide}.md"), format!("[中文]({file}.zh-CN.md)")),
            (format!("{guide}.zh-CN.md"), format!("[English]({file}.md)")),
        ] {
            assert!(read(&name).lines().take(4).any(|line| line == link), "{name} begins with {link}");
        }
    }
}

/// An example without what is written in the reader's language: comments of YAML and of a shell.
fn without_comments(info: &str, text: &str) -> String {
    let has_comments = matches!(info.split(' ').next(), Some("yaml" | "console" | "sh" | ""));
    let lines = text.lines().map(|line| match line.find(" #") {
        _ if !has_comments => line,
        _ if line.starts_with('#') => "",
        Some(at) => line[..at].trim_end(),
        None => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns whether a span of code is a command, an option, a field, a setting or a file, and not an example of a text.
fn is_name(span: &str) -> bool {
    let word = span.strip_prefix("kepu ").unwrap_or(span);
    word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_alphabetic())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'/'))
        && word.bytes().any(|byte| byte.is_ascii_lowercase())
}

fn sections(text: &str) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let mut heading = false;
    for (event, range) in events(text) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                heading = true;
                found.push(Section {
                    line: line(text, range.start),
                    level,
                    tables: Vec::new(),
                    names: BTreeSet::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) => heading = false,
            Event::Start(Tag::Table(_)) => found.iter_mut().next_back().into_iter().for_each(|s| s.tables.push(0)),
            Event::Start(Tag::TableRow) => {
                found.last_mut().and_then(|section| section.tables.last_mut()).into_iter().for_each(|rows| *rows += 1);
            }
            Event::Code(span) if !heading => {
                if let Some(section) = found.last_mut().filter(|_| is_name(&span)) {
                    section.names.insert(span.into_string());
                }
            }
            _ => {}
        }
    }
    found
}
