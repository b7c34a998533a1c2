//! Builds every site below `tests/sites/` and compares what it makes and what it reports with what was accepted.
//!
//! `SNAPSHOTS=overwrite cargo test --test library golden` accepts: read `git diff` before committing it.
//!
//! `<case>/site/` is the site (its theme is `tests/support/themes/plain` unless it has its own), `<case>/expected/` has
//! its outputs, `<case>/diagnostics.txt` the diagnostics in both languages. A case with `drafts.txt` is built with
//! drafts. Of a page `expected/` has what lies between `<main>` and `</main>`; what stands around it is in
//! `<case>/frames.txt`, so that an edit to the theme's layout is one difference a site.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use kepu::base::diagnostic::{Language, has_errors, messages};
use kepu::build::{Built, Cache, build};

use crate::snapshot::{Files, hold};

/// Stages whose codes can't come of a build in memory: the disk, watching and the command line; what a
/// check finds; import; what makes and orders files; reviews, whose records are named by their bytes (see `review.rs`); what is shared. W0292 is of
/// the command line; W0506 depends on the fonts of a machine (see `posters.rs`).
const NOT_OF_A_BUILD: [&str; 11] = ["06", "07", "08", "09", "10", "11", "12", "14", "15", "0292", "0506"];

/// Codes of diagnostics that name no place in a file, each with the reason.
const PLACELESS: [(&str, &str); 21] = [
    ("E0101", "site.yaml isn't there"),
    ("E0107", "the version is that of the whole file"),
    ("E0109", "the field is missing from the whole declaration"),
    ("E0111", "an inherited pattern stands in no file of the site"),
    ("E0206", "a file that isn't UTF-8 has no lines"),
    ("E0216", "the language is in the file's name"),
    ("E0219", "a picture has no lines"),
    ("E0220", "a picture has no lines"),
    ("W0221", "a picture has no lines"),
    ("E0222", "a picture has no lines"),
    ("E0223", "the whole drawing can't be read"),
    ("W0271", "a term may stand in many entries"),
    ("W0204", "what is removed of a drawing may stand anywhere in one long line"),
    ("E0401", "a file that is passed on has no line that asks for its address"),
    ("E0410", "the name is wrong, and not a line"),
    ("W0410", "the files are named, and no lines"),
    ("W0411", "the name is wrong, and not a line"),
    ("W0414", "it is the name of a file or a folder"),
    ("W0418", "there is no file to name"),
    ("W0415", "it is the name of a folder"),
    ("E1203", "the line has a key in it, which isn't shown"),
];

/// One test a site, of its name.
macro_rules! sites {
    ($($site:ident)*) => {
        const SITES: &[&str] = &[$(stringify!($site)),*];
        mod site {
            $(#[test] fn $site() { super::holds(stringify!($site)); })*
        }
    };
}

sites! {
    aliases
    all_field_types
    calendar
    directory
    failing_templates
    folders
    hidden_entries
    hidden_entries_shown
    minimal
    no_config
    pagination
    published
    references
    related
    sub_path
    tables
    theme_options
    translations
    typed_bodies
    typed_fields
    unfixed_dates
    warnings
    wrong_addresses
    wrong_collections
    wrong_config
    wrong_documents
    wrong_names
    wrong_pictures
    wrong_poster
    wrong_references
    wrong_tables
    wrong_templates
    wrong_theme
    wrong_values
    wrong_yaml
}

#[test]
fn every_folder_is_a_test() {
    let folders = fs::read_dir(sites()).expect("tests/sites").map(|entry| entry.expect("a case").file_name());
    let folders: BTreeSet<String> = folders.map(|name| name.to_string_lossy().replace('-', "_")).collect();
    let tests: BTreeSet<String> = SITES.iter().map(|site| (*site).to_owned()).collect();
    assert_eq!(tests, folders, "the list of `sites!` and the folders of tests/sites");
}

#[test]
fn every_diagnostic_of_a_build_is_shown_by_a_site() {
    let shown: BTreeSet<String> = reported().into_iter().map(|(code, _)| code).collect();
    let missing: Vec<&str> = messages::table()
        .map(|entry| entry.code.0)
        .filter(|code| !shown.contains(*code) && !NOT_OF_A_BUILD.iter().any(|stage| code[1..].starts_with(stage)))
        .collect();
    assert!(missing.is_empty(), "no site of tests/sites shows {missing:?}");
}

#[test]
fn every_diagnostic_says_where_in_a_file_or_is_excused() {
    let placeless: BTreeSet<String> =
        reported().into_iter().filter(|(_, placed)| !placed).map(|(code, _)| code).collect();
    let excused: BTreeSet<String> = PLACELESS.iter().map(|(code, _)| (*code).to_owned()).collect();
    assert_eq!(placeless, excused, "codes that some site shows without a line, and codes of `PLACELESS`");
}

/// The code of every accepted diagnostic, and whether it names a line.
fn reported() -> Vec<(String, bool)> {
    let texts = SITES.iter().map(|site| fs::read_to_string(folder(site).join("diagnostics.txt")).unwrap_or_default());
    let texts: Vec<String> = texts.collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let Some((before, rest)) = line.split_once('[') else { continue };
        let Some((code, _)) = rest.split_once("]: ") else { continue };
        if ["错误", "提醒", "error", "warning"].contains(&before) {
            let place = lines.get(index + 1).and_then(|line| line.split_once("--> ")).map_or("", |(_, place)| place);
            let line_number = place.rsplit(':').nth(1).is_some_and(|number| number.parse::<usize>().is_ok());
            found.push((code.to_owned(), line_number));
        }
    }
    found
}

fn sites() -> PathBuf {
    crate::support::repository().join("tests/sites")
}

fn folder(site: &str) -> PathBuf {
    sites().join(site.replace('_', "-"))
}

/// Builds a site and compares all of it with what was accepted.
#[track_caller]
fn holds(site: &str) {
    let folder = folder(site);
    let read = kepu::io::disk::read(&folder.join("site"));
    assert!(read.diagnostics.is_empty(), "{}: {:?}", folder.display(), read.diagnostics);
    let mut snapshot = read.value;
    crate::support::add_plain_theme(&mut snapshot);
    let mut options = crate::support::options(crate::support::TODAY);
    options.drafts = folder.join("drafts.txt").exists();
    let built = build(&snapshot, &options, &mut Cache::default());
    let mut made = outputs(&built);
    if !built.diagnostics.is_empty() {
        let say = |language| crate::support::shown(&built.diagnostics, &snapshot, language);
        let both = format!("{}\n\n――――――――\n\n{}\n", say(Language::Chinese), say(Language::English));
        made.insert("diagnostics.txt".to_owned(), both);
    }
    hold(&folder, &made, |name| !name.starts_with("site/") && name != "drafts.txt");
}

/// Every output, pages without their frames, which come together in one file; nothing of a build with errors, since
/// nothing of it is written.
fn outputs(built: &Built) -> Files {
    let mut files = Files::new();
    if has_errors(&built.diagnostics) {
        return files;
    }
    let mut frames = String::new();
    for (path, output) in &built.outputs {
        let bytes = output.content.bytes().expect("an output's bytes");
        let text = std::str::from_utf8(&bytes).unwrap_or_else(|_| panic!("{path} is no text"));
        let framed =
            text.split_once("<main>\n").and_then(|(before, rest)| Some((before, rest.rsplit_once("</main>")?)));
        if let Some((before, (main, after))) = framed {
            let _ = writeln!(frames, "――― {path}\n{before}<main>\n…</main>{after}");
            files.insert(format!("expected/{path}"), main.to_owned());
        } else {
            files.insert(format!("expected/{path}"), text.to_owned());
        }
    }
    if !frames.is_empty() {
        files.insert("frames.txt".to_owned(), frames);
    }
    files
}

/// One build of a few files over the theme of the tests.
fn built(files: &[(&str, &str)]) -> Built {
    let mut snapshot =
        crate::support::snapshot(&[("site.yaml", "title: 科普\nbase_url: https://example.org/\ntheme: plain\n")]);
    for (path, text) in files {
        snapshot.insert(crate::support::source_path(path), kepu::base::source::SourceFile::new(text.as_bytes()));
    }
    crate::support::add_plain_theme(&mut snapshot);
    crate::support::clean_build(&snapshot, &crate::support::options(crate::support::TODAY))
}

#[test]
fn what_lies_in_well_known_is_passed_on() {
    let built = built(&[("static/.well-known/security.txt", "Contact: mailto:a@example.org\n")]);
    assert!(built.outputs.keys().any(|path| path.as_str() == ".well-known/security.txt"));
}

#[test]
fn a_template_that_an_entry_names_must_exist() {
    let built = built(&[("content/a.md", "---\ntitle: 页面\ntemplate: none\n---\n")]);
    assert_eq!(crate::support::codes(&built.diagnostics), ["E0503"]);
}

#[test]
fn an_alias_that_climbs_is_an_error() {
    let built = built(&[("content/a.md", "---\ntitle: 页面\naliases: [/../../old/]\n---\n")]);
    assert_eq!(crate::support::codes(&built.diagnostics), ["E0402"]);
}

#[test]
fn every_value_of_a_declared_field_is_shown() {
    let built = built(&[
        (
            "content/things/_collection.yaml",
            "fields:\n  repeats: {type: recurrence, label: 重复}\n  hours: {type: opening_hours, label: 开放}\n",
        ),
        (
            "content/things/a.md",
            "---\ntitle: 甲\nrepeats: FREQ=WEEKLY;BYDAY=SA\nhours: {weekly: 周一 9:00-10:00, note: 看天气}\n---\n",
        ),
    ]);
    let page = built
        .outputs
        .iter()
        .find(|(path, _)| path.as_str() == "things/a/index.html")
        .map(|(_, output)| output.content.held());
    let page = String::from_utf8_lossy(page.expect("the entry's page"));
    assert!(page.contains("重复") && page.contains("看天气"), "{page}");
}
