//! Reads MkDocs sites: every Markdown file below `docs/`; titles from the navigation of `mkdocs.yml`.

use std::collections::BTreeMap;

use super::excluded::patterns;
use super::markup::{Replacement, Tag, code};
use super::reading::{path_of, text};
use super::tree::{is_tag, known_language, language_folder};
use super::{OldSite, Post, Reporter, is_media};
use crate::base::diagnostic::{Diagnostic, Span, messages};
use crate::base::source::Snapshot;
use crate::base::url::SourcePath;
use crate::base::yaml::{self, Key, Kind, Map, Node};
use crate::content::markdown::alert_named;

const CONFIGS: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];

pub fn read(sources: &Snapshot, languages: &[String], reporter: &mut Reporter) -> Result<OldSite, Diagnostic> {
    let config = configuration(sources, reporter);
    let folder = text(&config, "docs_dir").unwrap_or_else(|| "docs".to_owned());
    let folder = folder.trim_start_matches("./").trim_matches('/');
    let base = path_of(&text(&config, "site_url").unwrap_or_default());
    let mut old = OldSite { base, excluded: patterns(&config), ..OldSite::default() };
    let folders = text(&config, "use_directory_urls").as_deref() != Some("false");
    let mut titles = BTreeMap::new();
    if let Some(nav) = config.get("nav") {
        titles_of(nav, None, &mut titles);
    }
    for (path, file) in sources.iter() {
        let Some(below) = path.below(folder) else {
            if !CONFIGS.contains(&path.as_str()) {
                old.ignored.push(path.clone());
            }
            continue;
        };
        if !matches!(path.extension(), "md" | "markdown") {
            if is_media(path) {
                old.files.insert(format!("/{below}"), path.clone());
            } else {
                old.ignored.push(path.clone());
            }
            continue;
        }
        let stem = below.rsplit_once('.').map_or(below, |(stem, _)| stem);
        let has = |other: &str| {
            SourcePath::new(&format!("{folder}/{other}")).is_some_and(|other| sources.get(&other).is_some())
        };
        // The plug-in for translations takes `fog.en.md`, or `en/fog.md`.
        let (stem, tag, prefix) = match stem.rsplit_once('.').filter(|(stem, _)| has(&format!("{stem}.md"))) {
            Some((stem, tag)) if is_tag(tag) => (stem, Some(tag), format!("/{tag}")),
            _ => (stem, language_folder(below, has).map(|(tag, _)| tag), String::new()),
        };
        let Some(language) = known_language(languages, tag, path, reporter) else { continue };
        let index = ["index", "README"].iter().find_map(|name| stem.strip_suffix(name));
        let index = index.filter(|folder| folder.is_empty() || folder.ends_with('/'));
        if index == Some("") {
            // The home page, which the theme generates.
            old.ignored.push(path.clone());
            continue;
        }
        let Some(mut post) = Post::read(path, file, reporter) else { continue };
        if let Some(title) = titles.get(below).filter(|_| post.given("title").is_none()) {
            let key = Key { text: "title".to_owned(), span: Span::default() };
            post.front.entries.insert(0, (key, Node::scalar(title, Span::default())));
        }
        part_dates(&mut post.front);
        post.language = language;
        post.set_name(index.unwrap_or(stem).trim_end_matches('/').rsplit('/').next().unwrap_or(stem));
        post.address = Some(match index {
            Some(folder) => format!("{prefix}/{folder}"),
            None if folders => format!("{prefix}/{stem}/"),
            None => format!("{prefix}/{stem}.html"),
        });
        old.posts.push(post);
    }
    if old.posts.is_empty() {
        let (zh, en) = (format!("{folder} 里没有 Markdown 文件"), format!("no Markdown files in {folder}"));
        return Err(messages::nothing_to_import("MkDocs", &zh, &en));
    }
    Ok(old)
}

/// The blog of Material for MkDocs keeps several dates as one: `date: {created: …, updated: …}`.
fn part_dates(front: &mut Map) {
    let parts =
        |(key, node): &(Key, Node)| key.text == "date" && node.as_map().is_some_and(|map| map.get("created").is_some());
    let Some(at) = front.entries.iter().position(parts) else { return };
    let (key, node) = front.entries.remove(at);
    for (part, date) in node.as_map().into_iter().flat_map(|map| &map.entries) {
        // What has no field becomes a comment, under the name that it had.
        let text = match part.text.as_str() {
            "created" => "date".to_owned(),
            "updated" => "updated".to_owned(),
            other => format!("date.{other}"),
        };
        front.entries.push((Key { text, span: key.span }, date.clone()));
    }
}

/// Reads `mkdocs.yml`. Its values may name functions of Python, which no other program knows: `!!python/name:…`.
fn configuration(sources: &Snapshot, reporter: &mut Reporter) -> Map {
    for name in CONFIGS {
        let Some(path) = SourcePath::new(name) else { continue };
        let Some(text) = sources.text(&path) else { continue };
        let lines: Vec<String> = text.lines().map(without_tag).collect();
        match yaml::parse(&lines.join("\n"), 0) {
            Ok(node) => return node.as_map().cloned().unwrap_or_default(),
            Err(fault) => {
                if let Some(slip) = fault.slips.into_iter().next() {
                    reporter.report(messages::config_unread(name, &slip.reason.zh, &slip.reason.en), &path, 0);
                }
            }
        }
    }
    Map::default()
}

fn without_tag(line: &str) -> String {
    match line.split_once([' ', ':']).and_then(|_| line.find(" !").map(|at| line.split_at(at))) {
        Some((before, tag)) if !before.contains(['"', '\'', '#']) => {
            let rest = tag.trim_start().split_once(' ').map_or("", |(_, rest)| rest);
            format!("{before} {rest}")
        }
        _ => line.to_owned(),
    }
}

/// Collects the titles of a navigation by path.
fn titles_of(node: &Node, title: Option<&str>, titles: &mut BTreeMap<String, String>) {
    match &node.kind {
        Kind::List(items) => items.iter().for_each(|item| titles_of(item, None, titles)),
        Kind::Map(map) => map.entries.iter().for_each(|(key, node)| titles_of(node, Some(&key.text), titles)),
        Kind::Scalar { text, .. } => {
            if let Some(title) = title {
                titles.entry(text.clone()).or_insert_with(|| title.to_owned());
            }
        }
        Kind::Null => {}
    }
}

/// Converts admonitions and tabs: a line with a sign, and what is indented below it.
pub fn convert(body: &str, _: &[Tag]) -> Vec<Replacement> {
    let code = code(body);
    let mut changes: Vec<Replacement> = Vec::new();
    // The lines above that are further to the left, each with its blanks, and whether it begins an item of a list.
    let mut above: Vec<(usize, bool)> = Vec::new();
    let mut at = 0;
    let mut done = 0;
    for line in body.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if start < done || line.trim().is_empty() || code.iter().any(|range| range.contains(&start)) {
            continue;
        }
        let indent = indent(line);
        while above.last().is_some_and(|(other, _)| *other >= indent) {
            above.pop();
        }
        // What is set in elsewhere than in a list is code.
        let in_place = indent == 0 || above.last().is_some_and(|(_, item)| *item);
        above.push((indent, is_item(&line[indent..])));
        if in_place && Sign::of(&line[indent..]).is_some() {
            let end = block_end(body, at, indent);
            let text = converted(&moved_left(&body[start..end], indent));
            let text = moved_right(&text, indent);
            // Where a blank line follows, or nothing, no other is needed.
            let parted = end == body.len() || body[end..].starts_with('\n');
            changes.push((start..end, if parted { format!("{}\n", text.trim_end()) } else { text }));
            done = end;
        }
    }
    changes
}

/// The blanks at the beginning of a line.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let numbered = line.trim_start_matches(|c: char| c.is_ascii_digit());
    ["- ", "* ", "+ "].iter().any(|sign| line.starts_with(sign))
        || numbered.len() < line.len() && numbered.starts_with(". ")
}

fn moved_left(block: &str, by: usize) -> String {
    block.split_inclusive('\n').map(|line| &line[indent(line).min(by)..]).collect()
}

fn moved_right(block: &str, by: usize) -> String {
    let blanks = " ".repeat(by);
    let line = |line: &str| if line.trim().is_empty() { line.to_owned() } else { format!("{blanks}{line}") };
    block.split_inclusive('\n').map(line).collect()
}

/// The first line of an admonition or a tab.
struct Sign<'a> {
    mark: &'a str,
    kind: &'a str,
    title: Option<&'a str>,
}

impl<'a> Sign<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let mark = ["!!!", "???+", "???", "===+", "===!", "==="].into_iter().find(|mark| line.starts_with(mark))?;
        let rest = line[mark.len()..].strip_prefix(' ')?.trim();
        let (kind, title) = match rest.split_once('"') {
            Some((kind, title)) => (kind.trim(), Some(title.trim_end().strip_suffix('"')?)),
            None => (rest, None),
        };
        let fits = kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -_".contains(&byte));
        let tab = mark.starts_with('=');
        (fits && if tab { title.is_some() } else { !kind.is_empty() }).then_some(Self { mark, kind, title })
    }
}

/// Returns the end of the lines from a place on that are set in below a sign with these blanks.
fn block_end(body: &str, start: usize, indent: usize) -> usize {
    let within = format!("{}    ", " ".repeat(indent));
    let mut end = start;
    let mut at = start;
    for line in body[start..].split_inclusive('\n') {
        at += line.len();
        if line.starts_with(&within) || indent == 0 && line.starts_with('\t') {
            end = at;
        } else if !line.trim().is_empty() {
            break;
        }
    }
    end
}

fn converted(block: &str) -> String {
    let (first, rest) = block.split_once('\n').unwrap_or((block, ""));
    let Some(Sign { mark, kind, title }) = Sign::of(first) else { return block.to_owned() };
    let lines: Vec<&str> = rest
        .lines()
        .map(|line| line.strip_prefix("    ").or_else(|| line.strip_prefix('\t')).unwrap_or(line.trim_start()))
        .collect();
    let inside = lines.join("\n");
    let inside = inside.trim_matches('\n');
    // Admonitions may stand within others.
    let inside = crate::base::text::edits::Edits::from_iter(convert(inside, &[])).apply(inside).text;
    let inside = inside.trim_end();
    let kind = kind.split_whitespace().next().unwrap_or_default();
    match mark {
        mark if mark.starts_with("===") => format!("**{}**\n\n{inside}\n\n", title.unwrap_or_default()),
        "!!!" => {
            let title = match title {
                // Without a title of its own it has the name of its kind, as an alert has.
                None | Some("") => String::new(),
                Some(title) => format!("> **{title}**\n>\n"),
            };
            let lines: Vec<String> = inside
                .lines()
                .map(|line| if line.trim().is_empty() { ">".to_owned() } else { format!("> {line}") })
                .collect();
            format!("> [!{}]\n{title}{}\n\n", alert_named(kind).unwrap_or("NOTE"), lines.join("\n"))
        }
        mark => {
            let open = if mark.ends_with('+') { " open" } else { "" };
            let title = title.filter(|title| !title.is_empty()).unwrap_or(kind);
            format!("<details{open}>\n<summary>{title}</summary>\n\n{inside}\n\n</details>\n\n")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::text::edits::Edits;

    #[test]
    fn admonitions_become_alerts() {
        let convert = |text: &str| Edits::from_iter(convert(text, &[])).apply(text).text;
        assert_eq!(convert("!!! note\n    甲\n\n    乙\n\n丙\n"), "> [!NOTE]\n> 甲\n>\n> 乙\n\n丙\n");
        assert_eq!(convert("!!! tip \"小提示\"\n    甲\n"), "> [!TIP]\n> **小提示**\n>\n> 甲\n");
        assert_eq!(
            convert("??? question \"为什么\"\n    甲\n\n    !!! note\n        乙\n"),
            "<details>\n<summary>为什么</summary>\n\n甲\n\n> [!NOTE]\n> 乙\n\n</details>\n"
        );
        assert_eq!(convert("=== \"甲\"\n    乙\n"), "**甲**\n\n乙\n");
        assert_eq!(convert("```\n!!! note\n    甲\n```\n"), "```\n!!! note\n    甲\n```\n");
        assert_eq!(convert("标题\n===\n"), "标题\n===\n");
        assert_eq!(
            convert("- 项\n\n    !!! tip \"里\"\n        甲\n\n        乙\n\n    丙\n"),
            "- 项\n\n    > [!TIP]\n    > **里**\n    >\n    > 甲\n    >\n    > 乙\n\n    丙\n"
        );
        assert_eq!(
            convert("1. 步\n   ??? note\n       甲\n"),
            "1. 步\n   <details>\n   <summary>note</summary>\n\n   甲\n\n   </details>\n"
        );
        assert_eq!(convert("甲\n\n    !!! note\n        乙\n"), "甲\n\n    !!! note\n        乙\n");
    }

    #[test]
    fn a_configuration_of_python_is_read() {
        let text = "nav:\n  - 首页: index.md\n  - 指南:\n      - 水: guide/water.md\nemoji_index: !!python/name:a.b\nkey: !ENV [A, b]\n";
        let mut files = Snapshot::default();
        files.insert(SourcePath::new("mkdocs.yml").unwrap(), crate::base::source::SourceFile::new(text.as_bytes()));
        let mut reporter = Reporter::default();
        let config = configuration(&files, &mut reporter);
        let mut titles = BTreeMap::new();
        titles_of(config.get("nav").unwrap(), None, &mut titles);
        assert_eq!(titles["guide/water.md"], "水");
        assert!(reporter.into_diagnostics().is_empty());
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(text in "(!!! note|\\?\\?\\? a \"b\"|=== \"|    |[甲\"\\n a])*") {
            convert(&text, &[]);
        }
    }

    #[test]
    fn a_text_may_have_two_dates_and_a_language() {
        let mut sources = Snapshot::default();
        let two = "---\ndate:\n  created: 2023-02-02\n  updated: 2023-03-03\n---\n# 二\n";
        for (path, text) in [
            ("docs/two.md", two),
            ("docs/two.en.md", "# Two"),
            ("docs/en/two.md", "# Two"),
            ("docs/two.fr.md", "# Deux"),
        ] {
            sources.insert(SourcePath::new(path).unwrap(), crate::base::source::SourceFile::new(text.as_bytes()));
        }
        let mut reporter = Reporter::default();
        let old = read(&sources, &["zh-CN".to_owned(), "en".to_owned()], &mut reporter).unwrap();
        let shown: Vec<String> = old
            .posts
            .iter()
            .map(|post| format!("{} {} {:?}", post.address.as_deref().unwrap_or_default(), post.name, post.language))
            .collect();
        assert_eq!(shown, ["/en/two/ two Some(\"en\")", "/en/two/ two Some(\"en\")", "/two/ two None"]);
        assert_eq!(
            (old.posts[2].given("date"), old.posts[2].given("updated")),
            (Some("2023-02-02"), Some("2023-03-03"))
        );
        assert_eq!(reporter.into_diagnostics().len(), 1);
    }
}
