//! The last line of every command, in good and bad cases: it says what that command did.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

use std::fmt::Write as _;
use std::fs;
use std::io::{Read as _, Seek as _};

use crate::support::{Site, kepu, program, put, repository, without_seconds};

/// A command in a site, with what the site has beside the small one.
struct Case {
    name: &'static str,
    /// Files that are put into the site first.
    files: &'static [(&'static str, &'static str)],
    words: &'static [&'static str],
    /// Whether it is run in an empty folder.
    nowhere: bool,
}

const fn case(
    name: &'static str,
    files: &'static [(&'static str, &'static str)],
    words: &'static [&'static str],
) -> Case {
    Case { name, files, words, nowhere: false }
}

const fn nowhere(name: &'static str, words: &'static [&'static str]) -> Case {
    Case { name, files: &[], words, nowhere: true }
}

const WRONG: &[(&str, &str)] = &[("content/wrong.md", "---\ntitle: 甲\ntilte: 乙\n---\n")];
const COLUMN: (&str, &str) = ("content/articles/_collection.yaml", "extends: article\ntitle: 科普文章\n");
const WARNED: &[(&str, &str)] = &[("content/a.md", "---\ntitle: 甲\n---\n```nosuch\nx\n```\n")];
const TABLE: &[(&str, &str)] = &[COLUMN, ("table.csv", "标题,发布日期\n露水,2026-05-18\n霜,2026-05-19\n")];
const HALF: &[(&str, &str)] = &[COLUMN, ("table.csv", "标题,发布日期\n露水,2026-05-18\n霜,\n")];

const CASES: &[Case] = &[
    case("build", &[], &["build"]),
    case("build, with warnings", WARNED, &["build"]),
    case("build, with errors", WRONG, &["build"]),
    nowhere("build, without a site", &["build"]),
    case("check", &[], &["check", "--only", "E"]),
    case("check, with errors", WRONG, &["check", "--only", "E"]),
    nowhere("check, without a site", &["check"]),
    case("import", TABLE, &["import", "csv", "table.csv", "--into", "articles"]),
    case("import, a dry run", TABLE, &["import", "csv", "table.csv", "--into", "articles", "--dry-run"]),
    case("import, in part", HALF, &["import", "csv", "table.csv", "--into", "articles"]),
    case("import, no file", TABLE, &["import", "csv", "none.csv", "--into", "articles"]),
    case("import, no collection", TABLE, &["import", "csv", "table.csv", "--into", "none"]),
    nowhere("import, without a site", &["import", "csv", "table.csv", "--into", "articles"]),
    case("new", &[COLUMN], &["new", "科普文章", "露水", "--no-input"]),
    case("new, two of that title", &[COLUMN], &["new", "article", "露水", "--no-input"]),
    case("new, no such collection", &[COLUMN], &["new", "科学栏", "露水", "--no-input"]),
    nowhere("new, without a site", &["new", "article", "露水", "--no-input"]),
    case("fmt", &[], &["fmt"]),
    nowhere("fmt, without a site", &["fmt"]),
    case("fmt, not readable", &[("content/a.md", "---\ntitle:甲\n---\n")], &["fmt"]),
    case("package", &[], &["package"]),
    case("package, with errors", WRONG, &["package"]),
    case("host, with errors", WRONG, &["host", "nginx"]),
    case("report, with errors", WRONG, &["report", "2026"]),
    case("report, to a file", &[], &["report", "2026", "--out", "report.md"]),
    case("deploy, no target", &[], &["deploy"]),
    case("schema, no such collection", &[], &["schema", "--collection", "none"]),
    case("explain, unknown", &[], &["explain", "nothing-like-it"]),
    case("explain, misspelt", &[], &["explain", "opening_hour"]),
    nowhere("init", &["init", "site"]),
    case("init, not empty", &[], &["init", "."]),
    case("theme list", &[], &["theme", "list"]),
    case("theme new", &[], &["theme", "new", "plain"]),
    case("theme export", &[], &["theme", "export", "magazine"]),
    case("theme export, no such theme", &[], &["theme", "export", "none"]),
    case("a wrong option", &[], &["check", "--externl"]),
    case("a wrong command", &[], &["biuld"]),
];

#[test]
fn the_last_line_says_what_the_command_did() {
    let mut text = String::new();
    for case in CASES {
        let site = Site::small();
        let empty = tempfile::tempdir().expect("a temporary folder");
        let root = if case.nowhere { empty.path() } else { site.root() };
        put(root, case.files);
        let _ = writeln!(text, "=== {}: kepu {}", case.name, case.words.join(" "));
        for language in ["zh-CN", "en"] {
            // Both go to one file, as they go to one terminal.
            let both = tempfile::tempfile().expect("a temporary file");
            let mut command = program(root, case.words);
            command.args(["--lang", language]).env("SOURCE_DATE_EPOCH", DAY);
            command.stdout(both.try_clone().expect("the file again")).stderr(both.try_clone().expect("the file again"));
            let code = command.status().expect("the program runs").code().unwrap_or(-1);
            let said = read(both);
            let last = said.trim_end().lines().next_back().unwrap_or_default();
            let last = last.replace(&root.display().to_string(), "ROOT");
            let _ = writeln!(text, "{code}  {}", without_seconds(&last));
        }
    }
    let accepted = repository().join("tests/program/last_lines.txt");
    if std::env::var_os("SNAPSHOTS").is_some_and(|value| value == "overwrite") {
        fs::write(&accepted, &text).expect("tests/program/last_lines.txt");
    }
    let before = fs::read_to_string(&accepted).unwrap_or_default();
    assert_eq!(text, before, "SNAPSHOTS=overwrite accepts");
}

fn read(mut file: fs::File) -> String {
    let mut text = String::new();
    file.rewind().and_then(|()| file.read_to_string(&mut text)).expect("what was said");
    text
}

/// Noon of the day that tests take for today.
const DAY: &str = "1795435200";

#[test]
fn a_report_on_a_year_without_records_says_so() {
    let site = Site::new(&[
        ("site.yaml", "title: 科普\nbase_url: https://kepu.example.org/\n"),
        COLUMN,
        ("content/articles/a.md", "---\ntitle: 露水\ndate: 2026-05-18\n---\n露水。\n"),
    ]);
    site.put("content/events/_collection.yaml", "extends: event\ntitle: 活动\n");
    site.put("content/events/e.md", "---\ntitle: 观星\nstart: 2025-12-30\nend: 2026-01-02\n---\n");
    site.put("content/articles/b.md", "---\ntitle: 霜\ndate: 2024-05-18\n---\n");
    let of = |year: &str| kepu(site.root(), &["report", year, "--as-of", "2026-11-23", "--out", "report.md"]).stderr;
    assert!(of("1999").contains("W1513") && of("1999").contains("2026"), "{}", of("1999"));
    for year in ["2024", "2025", "2026"] {
        assert!(!of(year).contains("W1513"), "{}", of(year));
    }
}
