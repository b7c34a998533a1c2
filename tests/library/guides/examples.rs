//! What guides tell people to write is put into the starter site, and builds.

use std::collections::BTreeSet;

use kepu::base::source::{Snapshot, SourceFile};
use kepu::base::url::SourcePath;
use kepu::build::{self, Cache, Silent};
use kepu::check::{Subject, check};
use kepu::io::disk;

use super::{code, read};
use crate::support::{clean_build, options, repository, source_path};

/// A fence that names a file of the starter site has settings or front matter of it; any other names a new file.
#[test]
fn what_guides_for_editors_write_builds() {
    for (guide, least) in [("docs/editors.zh-CN.md", 8), ("README.md", 3), ("README.zh-CN.md", 3)] {
        let mut snapshot = starter();
        let put = put_examples(&mut snapshot, guide).len();
        assert!(put >= least, "{guide} has {put} examples with a file's name");
        // The picture that the guide leaves to the reader.
        snapshot.insert(source_path("assets/logo.png"), SourceFile::new(*b"-"));
        let built = clean_build(&snapshot, &options("2026-11-23"));
        let messages: Vec<&str> = built.diagnostics.iter().map(|diagnostic| diagnostic.message.en.as_str()).collect();
        assert!(messages.is_empty(), "{guide}: {}", messages.join("\n"));
    }
}

/// The word list and the indicators that guides show have no fault in a check of the starter site.
#[test]
fn whole_files_in_guides_are_read() {
    for guide in ["docs/check.md", "docs/check.zh-CN.md", "docs/report.md", "docs/report.zh-CN.md"] {
        let mut snapshot = starter();
        let put = put_examples(&mut snapshot, guide);
        assert!(!put.is_empty(), "{guide} has no example with a file's name");
        let (options, mut cache) = (options("2026-11-23"), Cache::default());
        let ready = build::prepare(&snapshot, &options, &mut cache);
        let built = build::finish(&ready, &mut cache, &Silent);
        let found = check(&Subject::new(&snapshot, &ready, &built, &cache), Vec::new(), |_| true);
        let in_examples = found.iter().filter(|found| found.at.as_ref().is_some_and(|at| put.contains(&at.path)));
        let messages: Vec<&str> = in_examples.map(|diagnostic| diagnostic.message.en.as_str()).collect();
        assert!(messages.is_empty(), "{guide}: {}", messages.join("\n"));
    }
}

/// Puts a guide's fences that name a file into a site, and returns their paths.
fn put_examples(snapshot: &mut Snapshot, guide: &str) -> Vec<SourcePath> {
    let mut put = Vec::new();
    for code in code(&read(guide)) {
        let Some((_, name)) = code.fence.as_deref().and_then(|info| info.split_once(' ')) else { continue };
        let path = source_path(name);
        let text = match snapshot.text(&path) {
            Some(old) => with_lines(old, &code.text),
            None => code.text,
        };
        snapshot.insert(path.clone(), SourceFile::new(text.into_bytes()));
        put.push(path);
    }
    put
}

/// An example of `site.yaml` in any guide has no setting that the program doesn't know at that place.
#[test]
fn settings_in_examples_are_read() {
    let mut tried = 0;
    let content = read("docs/content.md");
    let settings = between(&content, "\n## site.yaml", "\nA taxonomy has:");
    let rows = settings.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`'));
    let known: BTreeSet<&str> = rows.map(|(key, _)| key).collect();
    assert!(known.contains("base_url"));
    // What theme authors read has examples of `theme.yaml`, some of whose settings have the same names.
    for (name, text) in super::guides().into_iter().filter(|(name, _)| !name.contains("templates")) {
        for code in code(&text).into_iter().filter(|code| code.fence.as_deref() == Some("yaml")) {
            let keys: Vec<&str> = code.text.lines().filter_map(key).collect();
            // An entry has a group `check` as well, with other keys.
            let is_of_entry = code.text.contains("ignore:");
            if is_of_entry || keys.is_empty() || !keys.iter().all(|key| known.contains(key)) {
                continue;
            }
            let mut snapshot = starter();
            let path = source_path("site.yaml");
            let settings = with_lines(snapshot.text(&path).unwrap(), &code.text);
            snapshot.insert(path, SourceFile::new(settings.into_bytes()));
            let diagnostics = clean_build(&snapshot, &options("2026-11-23")).diagnostics;
            let unknown: Vec<&str> = diagnostics
                .iter()
                .filter(|diagnostic| diagnostic.code.0 == "E0103")
                .map(|diagnostic| diagnostic.message.en.as_str())
                .collect();
            assert!(unknown.is_empty(), "{name}:{}: {}", code.line, unknown.join("\n"));
            tried += 1;
        }
    }
    assert!(tried > 5);
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0
}

fn starter() -> Snapshot {
    disk::read(&repository().join("src/io/disk/starter")).value
}

/// A text of YAML, or a document's front matter, with these lines instead of those with the same keys.
fn with_lines(old: &str, lines: &str) -> String {
    let new: BTreeSet<&str> = lines.lines().filter_map(key).collect();
    let front = old.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    let mut replaced = false;
    let kept = front.map_or(old, |(front, _)| front).lines().filter(|line| {
        if let Some(key) = key(line) {
            replaced = new.contains(key);
        }
        !replaced
    });
    let text = kept.chain(lines.lines()).collect::<Vec<_>>().join("\n");
    match front {
        Some((_, body)) => format!("---\n{text}\n---\n{body}"),
        None => text + "\n",
    }
}

/// The key that a line begins at the top level.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    (!key.starts_with([' ', '#', '-'])).then_some(key)
}
