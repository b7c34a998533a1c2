//! Builds every site below `tests/sites/` and compares what it makes and what it says with what is kept there.
//!
//! `<case>/site/` is the site (its theme is `tests/support/themes/plain` unless it has its own),
//! `<case>/expected/` every output, `<case>/diagnostics.txt` what is said in both languages. A case
//! with `drafts.txt` is built with drafts. `UPDATE_GOLDEN=1` writes them anew: read the difference before
//! committing it.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kepu::base::diagnostic::{Language, has_errors, messages};
use kepu::base::source::Snapshot;
use kepu::build::{Built, Cache, build};

/// Stages whose codes can't come of a build in memory: the disk, watching and the command line; what a
/// check finds; import; what makes and orders files.
const NOT_OF_A_BUILD: [&str; 7] = ["06", "07", "08", "09", "10", "11", "12"];

struct Case {
    name: String,
    folder: PathBuf,
    snapshot: Snapshot,
    built: Built,
}

#[test]
fn every_site_builds_to_what_is_kept() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut faults = Vec::new();
    for case in cases() {
        let outputs = outputs(&case);
        let said = said(&case);
        if update {
            write(&case.folder, &outputs, &said);
            continue;
        }
        compare(&case.name, "expected", &read(&case.folder.join("expected")), &outputs, &mut faults);
        let kept = fs::read(case.folder.join("diagnostics.txt")).unwrap_or_default();
        let (kept, said) = (single("diagnostics.txt", kept), single("diagnostics.txt", said.into_bytes()));
        compare(&case.name, "", &kept, &said, &mut faults);
    }
    assert!(faults.is_empty(), "\n{}\nUPDATE_GOLDEN=1 keeps what was made", faults.join("\n"));
}

#[test]
fn every_diagnostic_of_a_build_is_shown_by_a_site() {
    let mut shown: Vec<&str> = cases().iter().flat_map(|case| crate::support::codes(&case.built.diagnostics)).collect();
    shown.sort_unstable();
    shown.dedup();
    let missing: Vec<&str> = messages::table()
        .map(|entry| entry.code.0)
        .filter(|code| !shown.contains(code) && !NOT_OF_A_BUILD.iter().any(|stage| code[1..].starts_with(stage)))
        .collect();
    assert!(missing.is_empty(), "no site of tests/sites shows {missing:?}");
}

#[test]
fn every_diagnostic_about_a_file_says_where_in_it() {
    let mut faults = Vec::new();
    for case in cases() {
        for found in &case.built.diagnostics {
            // A file that isn't UTF-8 has no lines, nor has a picture, an asset has none worth showing, and a missing file none at all;
            // a line with a key in it isn't shown to anyone.
            let placeless = [
                "E0101", "E0107", "E0109", "E0111", "E0203", "E0206", "E0216", "E0219", "E0220", "E0221", "E0222",
                "W0204", "E0401", "E0402", "E0503", "E1203",
            ];
            let placed = found.at.as_ref().is_some_and(|at| at.span.is_some());
            if !placed && !placeless.contains(&found.code.0) {
                faults.push(format!("{}: {} {}", case.name, found.code.0, found.message.en));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

fn cases() -> Vec<Case> {
    let sites = crate::support::repository().join("tests/sites");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(&sites).expect("tests/sites").map(|entry| entry.expect("a case").path()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders.into_iter().map(|folder| case(&folder)).collect()
}

fn case(folder: &Path) -> Case {
    let read = kepu::io::disk::read(&folder.join("site"));
    assert!(read.diagnostics.is_empty(), "{}: {:?}", folder.display(), read.diagnostics);
    let mut snapshot = read.value;
    crate::support::add_plain_theme(&mut snapshot);
    let mut options = crate::support::options(crate::support::TODAY);
    options.drafts = folder.join("drafts.txt").exists();
    let built = build(&snapshot, &options, &mut Cache::default());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Case { name, folder: folder.to_owned(), snapshot, built }
}

/// Every output by its path; none of a build with errors, since nothing of it is written.
fn outputs(case: &Case) -> BTreeMap<String, Vec<u8>> {
    if has_errors(&case.built.diagnostics) {
        return BTreeMap::new();
    }
    case.built
        .outputs
        .iter()
        .map(|(path, output)| (path.to_string(), output.content.bytes().unwrap().to_vec()))
        .collect()
}

fn said(case: &Case) -> String {
    if case.built.diagnostics.is_empty() {
        return String::new();
    }
    let say = |language| crate::support::shown(&case.built.diagnostics, &case.snapshot, language);
    format!("{}\n\n――――――――\n\n{}\n", say(Language::Chinese), say(Language::English))
}

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    crate::support::tree(folder).into_iter().filter(|(path, _)| !path.ends_with('/')).collect()
}

fn single(name: &str, bytes: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    if bytes.is_empty() { BTreeMap::new() } else { BTreeMap::from([(name.to_owned(), bytes)]) }
}

fn compare(
    case: &str,
    below: &str,
    kept: &BTreeMap<String, Vec<u8>>,
    made: &BTreeMap<String, Vec<u8>>,
    faults: &mut Vec<String>,
) {
    for (path, bytes) in made {
        match kept.get(path) {
            None => faults.push(format!("{case}: {below}/{path} is new")),
            Some(old) if old != bytes => {
                faults.push(format!("{case}: {below}/{path} differs{}", difference(old, bytes)))
            }
            Some(_) => {}
        }
    }
    faults.extend(
        kept.keys().filter(|path| !made.contains_key(*path)).map(|path| format!("{case}: {below}/{path} is gone")),
    );
}

/// The first line that differs.
fn difference(old: &[u8], new: &[u8]) -> String {
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let mut new_lines = new.lines();
    for (index, old) in old.lines().enumerate() {
        let new = new_lines.next();
        if new != Some(old) {
            return format!(" in line {}:\n  kept {old}\n  made {}", index + 1, new.unwrap_or("(nothing)"));
        }
    }
    format!(" at its end: {}", new_lines.next().unwrap_or("(line ending)"))
}

fn write(folder: &Path, outputs: &BTreeMap<String, Vec<u8>>, said: &str) {
    let expected = folder.join("expected");
    if expected.exists() {
        fs::remove_dir_all(&expected).expect("the kept outputs give way");
    }
    for (path, bytes) in outputs {
        crate::support::put_bytes(&expected, path, bytes);
    }
    let file = folder.join("diagnostics.txt");
    if said.is_empty() {
        let _ = fs::remove_file(file);
    } else {
        fs::write(file, said).expect("the kept diagnostics");
    }
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
