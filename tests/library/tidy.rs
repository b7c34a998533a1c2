//! Holds the layout of the code: layers, who may touch the outside, sizes, and words that have no place in it.
//!
//! Reads the sources as text. What the compiler and clippy can hold is theirs; this is for the rest.
#![allow(clippy::disallowed_methods, reason = "a test reads the sources")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms of `src/` from the ground up. Each may use those before it, and itself, but none after it.
const LAYERS: &[&str] = &[
    "base",
    "assets",
    "config",
    "content",
    "site",
    "route",
    "view",
    "render",
    "build",
    "check",
    "report",
    "authoring",
    "io",
    "cli",
];

/// How many entries `src/` has at most.
const MOST_ENTRIES: usize = 16;

/// The file that lists the modules, and the one that calls `cli`, stand outside the layers.
const OUTSIDE: [&str; 2] = ["lib", "main"];

/// What `src/io/disk/` may know: the values that it reads and writes, and which names are inputs. No feature.
const KNOWN_TO_DISK: [&str; 4] =
    ["crate::base::", "crate::build::Output", "crate::assets::lazy::FileCache", "crate::config::inputs::"];

/// Modules that touch what lies outside the program, each with what it is allowed.
const DOORS: &[(&str, &[&str])] = &[
    ("src/io/disk/", &["std::fs", "SystemTime"]),
    ("src/io/programs/", &["std::process::Command", "Instant::now"]),
    ("src/io/watch/", &["Instant::now"]),
    ("src/io/server/", &["std::net", "Instant::now"]),
    ("src/io/fetch/", &["Instant::now", "Timestamp::now"]),
    ("src/io/deploy/", &["Instant::now", "Timestamp::now"]),
    ("src/cli/", &["std::env", "Instant::now", "Timestamp::now", "println!", "eprintln!", "print!", "eprint!"]),
    ("src/main.rs", &["std::process::exit"]),
];

/// Everything that only a door may use.
const OUTSIDE_WORLD: [&str; 14] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process::Command",
    "std::process::exit",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

/// Calls that need more than themselves on Windows, each with the files that may make it: a rename waits for a virus scanner,
/// and a whole path comes in a form that nobody else reads.
const ONE_PLACE: &[(&str, &[&str])] = &[
    ("fs::rename(", &["src/io/disk/patience.rs"]),
    ("fs::remove_file(", &["src/io/disk/patience.rs"]),
    ("fs::remove_dir_all(", &["src/io/disk/patience.rs"]),
    (".canonicalize()", &["src/io/disk/", "src/cli/build.rs", "src/cli/fmt.rs"]),
];

/// Calls that may end the program, each with the reason why it can't.
const CANNOT_FAIL: &[(&str, &str, &str)] = &[
    (
        "src/engine/base/text/pattern.rs",
        ".expect(\"a constant pattern\")",
        "the pattern is written in the source and tried by a test",
    ),
    (
        "src/engine/config/collection/declaration.rs",
        ".expect(\"a constant path\")",
        "the path is written in the same line",
    ),
    (
        "src/engine/config/collection/declaration.rs",
        ".expect(\"shipped declarations are valid YAML",
        "a unit test reads all of them",
    ),
    ("src/engine/config/site.rs", ".expect(\"a constant path\")", "the path is a constant"),
    ("src/engine/view/scene.rs", ".expect(\"a site has a language\")", "config puts the main language in first"),
];

/// Names that two public types still share, each with the reason.
const SHARED_NAMES: &[(&str, &str)] = &[
    ("Outputs", "which outputs a site wants; and what the server asks for outputs"),
    ("Place", "the facet of an entry; where `relocate` stands; where the page's model says that something is"),
    ("Publication", "the facet of an entry; and what the server is given to show"),
    ("Related", "related entries of `view`; and the other places of a problem that the server tells of"),
    ("Report", "the report on a year; and what a command prints"),
    ("Showing", "the facet of an entry; and how `view` shows values"),
    ("Site", "all entries; and the site that `serve` hands to the server"),
    ("Target", "what a site wants done; and what a link leads to"),
];

const LONGEST_FILE: usize = 600;

/// Words and phrases that a term of the field replaces, each with what to write.
/// The glossary of `docs/architecture.md` has the project's own terms.
const REPLACED: &[(&str, &str)] = &[
    ("tell", "report, show, distinguish"),
    ("tells", "reports, returns whether, shows"),
    ("telling", "reporting, showing"),
    ("told", "reported, shown"),
    ("whoever", "the caller, an editor, a theme author"),
    ("nobody", "no one, sparingly; or name what doesn't happen"),
    ("somebody", "someone, an editor, another process"),
    ("shelf", "cache"),
    ("bearing", "dependency key"),
    ("bearings", "dependency key"),
    ("bell", "signal"),
    ("ring", "notify"),
    ("rings", "notifies"),
    ("rung", "notified"),
    ("borne", "carried, held"),
    ("look for", "scan, search"),
    ("looks for", "scans, searches"),
    ("looked for", "scanned, searched"),
    ("looking for", "scanning, searching"),
    ("passed over", "skipped, ignored"),
    ("anew", "again"),
    ("wholly", "completely"),
    ("reckoned", "computed"),
    ("so as", "to"),
    ("lest", "so that … not"),
];

/// Where a word of [`REPLACED`] is the right one: the beginning of a path, the word with those beside it, and why.
const RIGHT: &[(&str, &str, &str)] = &[
    ("", "tell apart", "to distinguish"),
    ("", "told apart", "distinguished"),
    ("", "crate ring", "the name of a crate"),
    ("", "crypto ring", "the name of a crate"),
    ("src/engine/view/map.rs", "ring", "circles around a place"),
    ("src/engine/view/map.rs", "rings", "circles around a place"),
];

/// What already keeps to the terms: documents, and files and folders of `src/`. It only grows.
const CLEAN: &[&str] = &[
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/check.md",
    "docs/content.md",
    "docs/decisions.md",
    "docs/deploy.md",
    "docs/editing.md",
    "docs/hosting.md",
    "docs/import.md",
    "docs/performance.md",
    "docs/report.md",
    "docs/templates.md",
    "src/engine/assets",
    "src/authoring/import",
    "src/authoring/mod.rs",
    "src/authoring/scaffold",
    "src/authoring/schema.rs",
    "src/authoring/vscode.rs",
    "src/engine/base/diagnostic/excerpt.rs",
    "src/engine/base/diagnostic/messages",
    "src/engine/base/diagnostic/mod.rs",
    "src/engine/base/diagnostic/report.rs",
    "src/engine/base/fingerprint.rs",
    "src/engine/base/html",
    "src/engine/base/keyed.rs",
    "src/engine/base/media_type.rs",
    "src/engine/base/mod.rs",
    "src/engine/base/source.rs",
    "src/engine/base/text",
    "src/engine/base/time.rs",
    "src/engine/base/yaml",
    "src/check",
    "src/engine/config",
    "src/io/deploy/credentials.rs",
    "src/io/deploy/fault.rs",
    "src/io/deploy/lock.rs",
    "src/io/deploy/manifest.rs",
    "src/io/deploy/plan.rs",
    "src/io/deploy/retry.rs",
    "src/io/deploy/store.rs",
    "src/io/deploy/transfer.rs",
    "src/io/disk/create.rs",
    "src/io/disk/foreign.rs",
    "src/io/disk/installed.rs",
    "src/io/disk/known.rs",
    "src/io/disk/mount.rs",
    "src/io/disk/package.rs",
    "src/io/disk/program.rs",
    "src/io/disk/read.rs",
    "src/io/disk/replace.rs",
    "src/io/disk/stamp.rs",
    "src/io/disk/starter.rs",
    "src/io/fetch",
    "src/io/programs",
    "src/io/server",
    "src/io/watch",
    "src/engine/render/calendar",
    "src/engine/render/feed.rs",
    "src/engine/render/hosting/files.rs",
    "src/engine/render/hosting/mod.rs",
    "src/report",
    "src/engine/route",
    "src/engine/site/figures",
    "src/engine/site/targets",
    "src/engine/site/taxonomy.rs",
];

struct Source {
    /// Below the repository, with slashes.
    name: String,
    module: String,
    text: String,
}

impl Source {
    /// The code without its tests, which come last in every file.
    fn code(&self) -> &str {
        let tests = self.text.find("\n#[cfg(test)]\nmod tests");
        let tests = if self.name.ends_with("/tests.rs") { Some(0) } else { tests };
        &self.text[..tests.unwrap_or(self.text.len())]
    }

    /// Lines of code with their numbers, comments left out.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.code().lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

#[test]
fn site_yaml_is_read_once_by_the_build() {
    let reads = |source: &Source| source.lines().any(|(_, line)| line.contains("config::read("));
    let mut readers: Vec<String> = sources().into_iter().filter(reads).map(|source| source.name).collect();
    readers.sort();
    // These commands want a setting or two, and build nothing.
    let commands = ["src/cli/fmt.rs", "src/cli/review.rs", "src/cli/studio/settings.rs", "src/cli/theme.rs"];
    readers.retain(|reader| !commands.contains(&reader.as_str()));
    assert_eq!(readers, ["src/engine/build/declared.rs"]);
}

#[test]
fn modules_use_only_what_lies_below_them() {
    let order = LAYERS;
    let mut faults = Vec::new();
    for source in sources() {
        if OUTSIDE.contains(&source.module.as_str()) {
            continue;
        }
        let Some(own) = order.iter().position(|module| *module == source.module) else {
            faults.push(format!(
                "{}: module `{}` has no layer; give it one in tests/library/tidy.rs",
                source.name, source.module
            ));
            continue;
        };
        for used in used_modules(&source.text) {
            match order.iter().position(|module| *module == used) {
                Some(other) if other <= own => {}
                Some(_) => {
                    faults.push(format!("{}: `{}` lies below `{used}` and may not use it", source.name, source.module))
                }
                None => faults.push(format!("{}: uses crate::{used}, which is no module", source.name)),
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn the_disk_knows_no_features() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.name.starts_with("src/io/disk/")) {
        for (number, line) in source.lines().filter(|(_, line)| line.contains("crate::")) {
            let known = KNOWN_TO_DISK.iter().any(|known| line.contains(known));
            if !known || line.contains("crate::{") {
                faults.push(format!("{}:{number}: the disk knows nothing of this: {}", source.name, line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn dev_and_release_optimise_the_same_crates() {
    let manifest = fs::read_to_string(repository().join("Cargo.toml")).expect("Cargo.toml");
    let listed = |profile: &str| -> Vec<String> {
        let start = manifest.find(&format!("[profile.{profile}.package]")).expect("a table of the profile");
        let lines = manifest[start..].lines().skip(1).take_while(|line| !line.is_empty());
        lines.filter(|line| !line.starts_with("\"*\"")).map(str::to_owned).collect()
    };
    assert!(listed("dev").len() > 20);
    assert_eq!(listed("dev"), listed("release"));
}

#[test]
fn the_top_of_the_sources_is_a_table_of_contents() {
    let entries = fs::read_dir(repository().join("src")).expect("the sources").count();
    assert!(entries <= MOST_ENTRIES, "src/ has {entries} entries; the most is {MOST_ENTRIES}");
}

#[test]
fn only_the_doors_touch_the_outside() {
    let mut faults = Vec::new();
    for source in sources() {
        let allowed =
            DOORS.iter().find(|(door, _)| source.name.starts_with(door)).map_or(&[][..], |(_, allowed)| allowed);
        for (number, line) in source.lines() {
            for word in OUTSIDE_WORLD {
                if holds_word(line, word) && !allowed.contains(&word) {
                    faults.push(format!("{}:{number}: {word} has no place here", source.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn what_windows_makes_difficult_has_one_place() {
    let mut faults = Vec::new();
    for source in sources() {
        for (number, line) in source.lines() {
            let wrong = |(call, places): &&(&str, &[&str])| {
                line.contains(call) && !places.iter().any(|place| source.name.starts_with(place))
            };
            faults.extend(ONE_PLACE.iter().find(wrong).map(|(call, _)| format!("{}:{number}: {call}", source.name)));
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_file_can_be_read_in_one_sitting() {
    let long: Vec<String> = sources()
        .iter()
        .map(|source| (source.text.lines().count(), &source.name))
        .filter(|(lines, _)| *lines > LONGEST_FILE)
        .map(|(lines, name)| format!("{name} has {lines} lines; the most is {LONGEST_FILE}"))
        .collect();
    assert!(long.is_empty(), "\n{}", long.join("\n"));
}

#[test]
fn kinds_are_named_in_declarations_alone() {
    let mut faults = Vec::new();
    // Other generators have keys of these names.
    let places = ["src/engine/config/collection/", "src/authoring/import/generator/"];
    for source in sources().iter().filter(|source| !places.iter().any(|place| source.name.starts_with(place))) {
        for (number, line) in source.lines() {
            for kind in ["\"article\"", "\"base\"", "\"event\""] {
                if line.contains(kind) {
                    faults.push(format!("{}:{number}: {kind} is a kind, and kinds are data", source.name));
                }
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn nothing_ends_the_program_but_main() {
    let mut faults = Vec::new();
    for source in sources() {
        for (number, line) in source.lines() {
            let ends = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "unreachable!(", "assert!("];
            let excused = CANNOT_FAIL.iter().any(|(name, call, _)| *name == source.name && line.contains(call));
            if let Some(call) = ends.iter().find(|call| holds_word(line, call))
                && !excused
            {
                faults.push(format!("{}:{number}: {call} may end the program", source.name));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_two_public_types_share_a_name() {
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for (number, line) in source.lines() {
            let declared = ["pub struct ", "pub enum ", "pub trait "].iter().find_map(|kind| line.strip_prefix(kind));
            if let Some(rest) = declared {
                places.entry(first_word(rest)).or_default().push(format!("{}:{number}", source.name));
            }
        }
    }
    places.retain(|_, places| places.len() > 1);
    let excused = |name: &str| SHARED_NAMES.iter().any(|(shared, _)| *shared == name);
    let faults: Vec<_> = places.iter().filter(|(name, _)| !excused(name)).collect();
    assert!(faults.is_empty(), "one name, several types: {faults:#?}");
    let needless: Vec<_> = SHARED_NAMES.iter().filter(|(name, _)| !places.contains_key(*name)).collect();
    assert!(needless.is_empty(), "no longer shared: take it off the list: {needless:?}");
}

#[test]
fn every_excuse_is_still_needed() {
    let sources = sources();
    for (name, call, _) in CANNOT_FAIL {
        let used = sources.iter().any(|source| source.name == *name && source.code().contains(call));
        assert!(used, "{name} no longer has {call}: take it off the list");
    }
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> =
        sources().iter().filter(|source| !source.text.starts_with("//! ")).map(|source| source.name.clone()).collect();
    assert!(silent.is_empty(), "no first comment in {silent:?}");
}

#[test]
fn what_is_clean_keeps_to_the_terms() {
    let mut faults = Vec::new();
    for (name, text) in clean_texts() {
        // The name of the file comes first, so that lines are counted from one.
        let words = words(&format!("{name}\n{text}"));
        let right: BTreeSet<usize> = RIGHT
            .iter()
            .filter(|(place, _, _)| name.starts_with(place))
            .flat_map(|(_, phrase, _)| {
                let length = phrase.split(' ').count();
                occurrences(&words, phrase).into_iter().flat_map(move |at| at..at + length)
            })
            .collect();
        for (phrase, term) in REPLACED {
            for at in occurrences(&words, phrase).into_iter().filter(|at| !right.contains(at)) {
                faults.push(format!("{name}:{}: instead of `{phrase}` write: {term}", words[at].0));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn words_are_found_in_names_and_over_lines() {
    let words = words("fn told_of(TheBearing)\n// it looks\n// for that. So\n// as");
    let lines = |phrase| occurrences(&words, phrase).into_iter().map(|at| words[at].0).collect::<Vec<_>>();
    assert_eq!(lines("told"), [0]);
    assert_eq!(lines("bearing"), [0]);
    assert_eq!(lines("looks for"), [1]);
    assert_eq!(lines("that so"), [0; 0]);
    assert_eq!(lines("so as"), [2]);
}

#[test]
fn nothing_names_a_place_on_one_machine() {
    // Written in pieces, so that this file doesn't hold them itself.
    let places = [
        concat!("/wo", "rk/"),
        concat!("/tmp/ta", "rget"),
        concat!("/tmp/w", "t-"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
    ];
    let mut files = Vec::new();
    for name in ["src", "tests", "themes", "content", "docs", "benches", "browser", ".ci", ".github"] {
        walk(&repository().join(name), &mut files);
    }
    let top = fs::read_dir(repository()).expect("the repository").map(|entry| entry.expect("a readable folder").path());
    files.extend(top.filter(|path| path.is_file() && !path.ends_with(".git")));
    let mut faults = Vec::new();
    for file in files {
        let Ok(text) = fs::read_to_string(&file) else { continue };
        for (index, line) in text.lines().enumerate() {
            for place in places.iter().filter(|place| names_place(line, place)) {
                faults.push(format!("{}:{}: {place}", file.display(), index + 1));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

/// Whether a line names a place of the file system, and not the end of an address or of another path.
fn names_place(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric() && !matches!(before, '.' | '-' | '_' | '}' | ')' | '/'))
    })
}

/// Whether a line holds a word that isn't part of a longer one: `print!` isn't in `println!` nor in `eprint!`.
fn holds_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        word.starts_with('.') || before.is_none_or(|before| !before.is_alphanumeric() && before != '_')
    })
}

/// The texts of [`CLEAN`] by path, without what is generated.
fn clean_texts() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for name in CLEAN {
        let place = repository().join(name);
        assert!(place.exists(), "{name} is gone: take it off the list");
        if place.is_dir() { walk(&place, &mut files) } else { files.push(place) }
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs" || extension == "md"));
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).expect("a readable text");
            let mut generated = false;
            let lines = text.lines().map(|line| {
                generated = line.starts_with("<!-- From here on made from the code")
                    || (generated && !line.starts_with("<!-- Up to here made from the code"));
                if generated { "" } else { line }
            });
            (name_of(&file), lines.collect::<Vec<_>>().join("\n"))
        })
        .collect()
}

/// The words of a text in lower case, each with the number of its line. Names are split at `_` and at capitals; the
/// end of a sentence or of one of its parts is an empty word.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let (mut word, mut small) = (String::new(), false);
        for c in line.chars().chain([' ']) {
            if (!c.is_ascii_alphabetic() || (small && c.is_ascii_uppercase())) && !word.is_empty() {
                words.push((number, std::mem::take(&mut word)));
            }
            if c.is_ascii_alphabetic() {
                word.push(c.to_ascii_lowercase());
            } else if matches!(c, '.' | ',' | ';' | '?' | '!') {
                words.push((number, String::new()));
            }
            small = c.is_ascii_lowercase();
        }
    }
    words
}

/// Where a phrase begins among the words.
fn occurrences(words: &[(usize, String)], phrase: &str) -> Vec<usize> {
    let phrase: Vec<&str> = phrase.split(' ').collect();
    let begins =
        |at: usize| words[at..].iter().map(|(_, word)| word.as_str()).take(phrase.len()).eq(phrase.iter().copied());
    (0..words.len()).filter(|&at| begins(at)).collect()
}

/// The first parts of `crate::…` paths, groups included.
fn used_modules(text: &str) -> Vec<String> {
    let mut modules = Vec::new();
    for (at, found) in text.match_indices("crate::") {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || before == '_' || before == '$') {
            continue;
        }
        let rest = &text[at + found.len()..];
        match rest.strip_prefix('{') {
            None => modules.push(first_word(rest)),
            Some(group) => modules.extend(parts_of_group(group).iter().map(|part| first_word(part))),
        }
    }
    modules.retain(|module| !module.is_empty());
    modules
}

/// The parts of `a::b, c::{d, e}}` up to the closing brace, split at commas of the first level.
fn parts_of_group(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                parts.push(text[start..at].trim());
                return parts;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts
}

fn first_word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The path of a file below the repository, with slashes.
fn name_of(file: &Path) -> String {
    file.strip_prefix(repository()).expect("a file of this repository").to_string_lossy().replace('\\', "/")
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    walk(&repository().join("src"), &mut files);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "rs"));
    files.sort();
    assert!(files.len() > 50, "the sources are where this test looks for them");
    files
        .into_iter()
        .map(|file| {
            let name = name_of(&file);
            let inner = name["src/".len()..].trim_start_matches("engine/");
            let module = inner.split(['/', '.']).next().unwrap_or_default().to_owned();
            Source { text: fs::read_to_string(&file).expect("a readable source"), name, module }
        })
        .collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("a readable folder").path()) {
        if path.is_dir() {
            if path.file_name().is_some_and(|name| name != "node_modules" && name != ".venv") {
                walk(&path, files);
            }
        } else {
            files.push(path);
        }
    }
}
