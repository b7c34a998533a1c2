//! Slips as people make them, each alone in a small site, and what is said of it.
//!
//! `tests/slips/cases.txt` has the slips: a line with a name and a path, then the file. `tests/slips/told.txt` has the
//! messages; `SNAPSHOTS=overwrite cargo test --test library slips` accepts them. `docs/messages.md` has the marks.

use std::fmt::Write as _;

use kepu::base::diagnostic::{Diagnostic, Language, Severity};
use kepu::base::source::{Snapshot, SourceFile};

use crate::snapshot::{Files, hold};
use crate::support::{TODAY, add_plain_theme, clean_build, options, repository, shown, snapshot, source_path};

const SITE: &[(&str, &str)] = &[
    (
        "site.yaml",
        "title: 科普\nbase_url: https://example.org/\ntheme: plain\ntaxonomies:\n  district:\n    closed: true\n    terms: {jiangyang: 江阳区}\n",
    ),
    ("content/articles/_collection.yaml", "extends: article\ntitle: 科学专栏\n"),
    ("content/events/_collection.yaml", "extends: event\ntitle: 科普活动\n"),
    ("content/bases/_collection.yaml", "extends: base\ntitle: 科普基地\n"),
    ("content/articles/other.md", "---\ntitle: 另一篇\ndate: 2026-05-01\n---\n见[露水](a.md)。\n"),
    ("content/bases/museum.md", "---\ntitle: 城区科技馆\naddress: 科技路1号\ndistrict: 江阳区\n---\n"),
];

/// Slips that are taken as they were meant, without a word.
const TAKEN: [&str; 8] = [
    "上午、晚上几点",
    "下午2点半",
    "不带冒号的时差",
    "结束只写时间",
    "费用写文字",
    "引用写标题",
    "开放时间只写说明",
    "几个电话写成列表",
];

struct Slip<'t> {
    name: &'t str,
    path: &'t str,
    text: &'t str,
}

fn slips(cases: &str) -> Vec<Slip<'_>> {
    let one = |case| {
        let (head, text) = str::split_once(case, '\n')?;
        let (name, path) = head.split_once(" | ")?;
        Some(Slip { name, path, text })
    };
    cases.split("=== ").filter_map(one).collect()
}

fn told(slip: &Slip<'_>) -> (Vec<Diagnostic>, Snapshot) {
    let mut sources = snapshot(SITE);
    if slip.path != "content/articles/a.md" && slip.path != "site.yaml" {
        let text = "---\ntitle: 露水\ndate: 2026-05-18\n---\n正文\n";
        sources.insert(source_path("content/articles/a.md"), SourceFile::new(text.as_bytes()));
    }
    if slip.path == "site.yaml" {
        sources.insert(
            source_path("content/articles/a.md"),
            SourceFile::new("---\ntitle: 露水\ndate: 2026-05-18\n---\n正文\n".as_bytes()),
        );
    }
    sources.insert(source_path(slip.path), SourceFile::new(slip.text.as_bytes()));
    add_plain_theme(&mut sources);
    (clean_build(&sources, &options(TODAY)).diagnostics, sources)
}

#[test]
fn every_slip_is_told_as_accepted() {
    let folder = repository().join("tests/slips");
    #[expect(clippy::disallowed_methods, reason = "tests read files")]
    let cases = std::fs::read_to_string(folder.join("cases.txt")).expect("tests/slips/cases.txt");
    let mut text = String::new();
    for slip in slips(&cases) {
        let (found, sources) = told(&slip);
        let _ = writeln!(text, "=== {}\n", slip.name);
        for language in [Language::Chinese, Language::English] {
            let said = shown(&found, &sources, language);
            let _ = writeln!(text, "{}\n", if said.is_empty() { "（照写的意思读，不报告）" } else { &said });
        }
    }
    hold(&folder, &Files::from([("told.txt".to_owned(), text)]), |name| name == "told.txt");
}

#[test]
fn a_slip_has_one_cause_at_its_place() {
    let folder = repository().join("tests/slips");
    #[expect(clippy::disallowed_methods, reason = "tests read files")]
    let cases = std::fs::read_to_string(folder.join("cases.txt")).expect("tests/slips/cases.txt");
    let slips = slips(&cases);
    assert!(slips.len() >= 50, "{}", slips.len());
    for slip in &slips {
        let (found, _) = told(slip);
        let errors: Vec<&Diagnostic> = found.iter().filter(|found| found.severity() == Severity::Error).collect();
        let elsewhere: Vec<_> =
            found.iter().filter(|found| found.at.as_ref().is_none_or(|at| at.path.as_str() != slip.path)).collect();
        assert!(elsewhere.is_empty(), "{}: {elsewhere:?}", slip.name);
        let causes = match slip.name {
            name if TAKEN.contains(&name) => 0,
            // Two lines are wrong.
            "两行都没有空格" | "列表的减号后面没有空格" => 2,
            // A reminder, which stops nothing.
            "标签用空格分开" => 0,
            _ => 1,
        };
        assert_eq!(errors.len(), causes, "{}: {found:#?}", slip.name);
        assert!(errors.iter().all(|error| !error.help.zh.is_empty() && !error.help.en.is_empty()), "{}", slip.name);
    }
}
